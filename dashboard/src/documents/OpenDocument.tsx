import { openingPurposes } from "@forecourt/contract/documents";
import type { openedNumber } from "@forecourt/contract/http/documents";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { call, look } from "../api/client.ts";
import { type DocumentItem, documentPath, type OpeningRequest } from "../api/documents.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Photo } from "./Photo.tsx";

interface OpenDocumentProps {
  readonly document: DocumentItem;
  /** What the one before was opened for: whoever goes through a queue need not type it again, and sees what is sent. */
  readonly last: OpeningRequest;
  readonly opened: (request: OpeningRequest) => void;
  /** Whether opening it is what comes next. */
  readonly isNext: boolean;
}

type What = "photo" | "number";
type Shown = { readonly photo: Blob } | { readonly number: string };

/** Opens what a document shows, for a purpose that is kept. It is held by this page alone, and gone with it. */
export function OpenDocument({ document, last, opened, isNext }: OpenDocumentProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<OpeningRequest>();
  const { driverId, documentId, hasIdNumber, kind, width, height } = document;
  const opening = useMutation<Shown, Error, { readonly what: What; readonly request: OpeningRequest }>({
    gcTime: 0,
    mutationFn: async ({ what, request }) => {
      if (what === "photo") return { photo: await look(documentPath(driverId, documentId, "/openings"), request) };
      const path = documentPath(driverId, documentId, "/number");
      const { idNumber } = await call<(typeof openedNumber)["_output"]>("POST", path, { body: request });
      return { number: idNumber };
    },
    onSuccess: (_, { request }) => opened(request),
    onSettled: () => client.invalidateQueries({ queryKey: ["driver", driverId, "documents", documentId] }),
  });
  const open = (what: What) =>
    void form.validateFields().then(
      (request) => opening.mutate({ what, request }),
      () => undefined,
    );
  const shown = opening.data;
  return (
    <Section title={t("documents.openTitle")} extra={shown !== undefined && <CloseIt close={() => opening.reset()} />}>
      {shown !== undefined && "photo" in shown && (
        <Photo blob={shown.photo} width={width} height={height} name={t("documents.picture", { kind: t(`documents.kinds.${kind}`) })} />
      )}
      {shown !== undefined && "number" in shown && (
        <p className="document-number">
          <span className="faint">{t("documents.number")}</span> <code>{shown.number}</code>
        </p>
      )}
      <p className="faint document-hint">{t("documents.openHint")}</p>
      <Form<OpeningRequest>
        className="document-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={last}
        onFinish={() => open("photo")}
      >
        <div className="form-row">
          <Form.Item name="purpose" label={t("documents.purpose")}>
            <Select options={openingPurposes.map((value) => ({ value, label: t(`documents.purposes.${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="note"
            label={t("documents.words")}
            rules={[{ required: true, whitespace: true, min: 3, max: 300, message: t("documents.wordsRule") }]}
          >
            <Input autoComplete="off" maxLength={300} placeholder={t("documents.wordsHint")} />
          </Form.Item>
        </div>
        {opening.isError && <Failure error={opening.error} />}
        <div className="form-actions">
          <Button type={isNext ? "primary" : "default"} htmlType="submit" loading={opening.isPending && opening.variables.what === "photo"}>
            {t("documents.open")}
          </Button>
          {hasIdNumber && (
            <Button loading={opening.isPending && opening.variables.what === "number"} onClick={() => open("number")}>
              {t("documents.readNumber")}
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}

function CloseIt({ close }: { readonly close: () => void }) {
  const { t } = useWords();
  return (
    <Button size="small" onClick={close}>
      {t("documents.close")}
    </Button>
  );
}
