import { DownloadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { Link } from "react-router";
import { requestExport } from "../api/files.ts";
import { useWords } from "../i18n/words.ts";
import { Permit } from "../ui/Permit.tsx";

interface ExportButtonProps {
  readonly subject: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly timeZone: string;
}

/** Exports a list as it is filtered: the whole of it, not only what is shown. */
export function ExportButton({ subject, filter, timeZone }: ExportButtonProps) {
  const { t, language, problemOf } = useWords();
  const { notification, message } = App.useApp();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => requestExport({ subject, filter, language, timeZone }, crypto.randomUUID()),
    onSuccess: (outcome) => {
      if (outcome === "saved") void message.success(t("exports.made"));
      else notification.info({ title: t("exports.running"), description: <Link to="/exports">{t("exports.see")}</Link> });
      void client.invalidateQueries({ queryKey: ["exports"] });
    },
    onError: (error) => void message.error(problemOf(error)),
  });
  return (
    <Permit to="exports.make">
      <Button icon={<DownloadOutlined />} onClick={() => make.mutate()} loading={make.isPending}>
        {t("common.csv")}
      </Button>
    </Permit>
  );
}
