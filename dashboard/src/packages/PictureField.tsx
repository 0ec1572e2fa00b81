import { UploadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef } from "react";
import { upload } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";

const TYPES = "image/jpeg,image/png,image/webp";
const BYTES_MAX = 512 * 1024;

interface PictureFieldProps {
  /** Given by the form. */
  readonly value?: string | undefined;
  readonly onChange?: (pictureId: string | undefined) => void;
}

/** A picture of a package: kept as soon as it is chosen, shown with the package once the next version is saved. */
export function PictureField({ value, onChange }: PictureFieldProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const keep = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > BYTES_MAX) throw new Error(t("packages.pictureRule"));
      return upload<{ readonly pictureId: string }>("/v1/operator/pictures", file);
    },
    onSuccess: ({ pictureId }) => onChange?.(pictureId),
  });
  return (
    <div className="picture-field">
      {value !== undefined && <img src={`/v1/pictures/${value}`} alt={t("packages.picture")} width={96} height={96} />}
      <input
        ref={input}
        type="file"
        hidden
        accept={TYPES}
        aria-label={t("packages.picture")}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) keep.mutate(file);
          target.value = "";
        }}
      />
      <Button icon={<UploadOutlined />} loading={keep.isPending} onClick={() => input.current?.click()}>
        {t("packages.choosePicture")}
      </Button>
      {value !== undefined && <Button onClick={() => onChange?.(undefined)}>{t("packages.dropPicture")}</Button>}
      <span className="faint">{t("packages.pictureHint")}</span>
      {keep.isError && <Failure error={keep.error} />}
    </div>
  );
}
