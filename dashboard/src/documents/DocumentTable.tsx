import { Table } from "antd";
import { Link } from "react-router";
import type { DocumentItem } from "../api/documents.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Mark } from "../ui/State.tsx";
import { pageOf } from "./pageOf.ts";
import { DocumentMark } from "./state.tsx";

interface DocumentListProps {
  readonly documents: readonly DocumentItem[];
  readonly timeZone: string;
}

/** Documents as a table that keeps its columns. */
export function DocumentTable({ documents, timeZone }: DocumentListProps) {
  const { t, language } = useWords();
  return (
    <Table<DocumentItem>
      size="small"
      rowKey="documentId"
      pagination={false}
      dataSource={documents}
      scroll={{ x: 820 }}
      columns={[
        {
          title: `${t("documents.sent")} (${zone(timeZone)})`,
          key: "sent",
          width: 150,
          className: "num",
          render: (_, { submittedAt }) => submittedAt !== null && time(submittedAt, timeZone, language, "minute"),
        },
        {
          title: t("documents.document"),
          key: "document",
          render: (_, document) => (
            <Link to={pageOf(document)} className="strong">
              {t(`documents.kinds.${document.kind}`)}
            </Link>
          ),
        },
        { title: t("documents.driver"), key: "driver", render: (_, { driverName }) => driverName ?? t("documents.unknownDriver") },
        {
          title: t("documents.attempt"),
          key: "attempt",
          width: 110,
          className: "num",
          render: (_, { attempt }) => t("documents.attemptN", { n: attempt }),
        },
        {
          title: t("common.state"),
          key: "state",
          width: 300,
          render: (_, document) => (
            <span className="document-marks">
              <DocumentMark state={document.state} />
              <Warning document={document} />
            </span>
          ),
        },
      ]}
    />
  );
}

/** The same where it is narrow. */
export function DocumentLines({ documents, timeZone }: DocumentListProps) {
  const { t, language } = useWords();
  return (
    <ul className="cards">
      {documents.map((document) => (
        <li key={document.documentId}>
          <Link to={pageOf(document)} className="card-link">
            <span className="card-row">
              <span className="strong">{t(`documents.kinds.${document.kind}`)}</span>
              <DocumentMark state={document.state} />
            </span>
            <span className="card-row faint">
              <span>{document.driverName ?? t("documents.unknownDriver")}</span>
              <span className="num">
                {document.submittedAt !== null && `${time(document.submittedAt, timeZone, language, "minute")} ${zone(timeZone)}`}
              </span>
            </span>
            <Warning document={document} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Warning({ document: { alsoOf } }: { readonly document: DocumentItem }) {
  const { t } = useWords();
  return alsoOf.length === 0 ? null : <Mark tone="risk">{t("documents.sameNumber")}</Mark>;
}
