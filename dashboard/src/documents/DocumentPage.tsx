import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { type DocumentItem, documentsQuery, driverDocumentsQuery, type OpeningRequest, openingsQuery } from "../api/documents.ts";
import { useSession } from "../api/session.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useSteps } from "../keys/steps.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { useRegion } from "../ui/home.ts";
import { Failure, NeedsYou, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Decision } from "./Decision.tsx";
import { DriverDocuments } from "./DriverDocuments.tsx";
import { neighbours } from "./neighbours.ts";
import { OpenDocument } from "./OpenDocument.tsx";
import { Openings } from "./Openings.tsx";
import { pageOf } from "./pageOf.ts";
import { DocumentMark } from "./state.tsx";
import "./documents.css";

/** One document: what is known of it, what it shows once that is asked for, the decision, and who looked. */
export function DocumentPage() {
  const { driverId = "", documentId = "" } = useParams();
  const { t } = useWords();
  const { timeZone } = useRegion(undefined);
  const { data, isError, error, refetch } = useQuery(driverDocumentsQuery(driverId));
  const document = data?.items.find((one) => one.documentId === documentId);
  const back = (
    <Link to="/documents" className="back">
      {`‹ ${t("documents.back")}`}
    </Link>
  );
  if (document === undefined) {
    return (
      <Page title={t("documents.title")} note={back}>
        {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
        {data === undefined && !isError && <Skeleton active paragraph={{ rows: 10 }} />}
        {data !== undefined && (
          <div className="columns">
            <Section>
              <Nothing title={t("documents.gone")} hint={t("documents.goneHint")} />
            </Section>
            <DriverDocuments driverId={driverId} timeZone={timeZone} />
          </div>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={t(`documents.kinds.${document.kind}`)}
      note={
        <>
          {back}
          <DocumentMark state={document.state} />
        </>
      }
      actions={<Steps document={document} />}
    >
      <Review document={document} timeZone={timeZone} />
    </Page>
  );
}

/** Outlives the page of one document, so that a reviewer goes on with the words that they gave. */
let lastRequest: OpeningRequest = { purpose: "review", note: "" };

function Review({ document, timeZone }: { readonly document: DocumentItem; readonly timeZone: string }) {
  const { t } = useWords();
  const mayOpen = useMay("documents.open");
  const mayDecide = useMay("documents.decide");
  const hasLooked = useHasLooked(document);
  const [isOpen, setOpen] = useState(false);
  const { driverId, documentId, alsoOf } = document;
  const waits = document.decidedAt === null;
  return (
    <div className="columns">
      <div className="stack">
        {alsoOf.length > 0 && (
          <NeedsYou>
            {t("documents.sameNumberAs")}{" "}
            {alsoOf.map((other) => (
              <Link key={other} to={`/drivers/${other}`} className="document-other">
                {other}
              </Link>
            ))}{" "}
            {t("documents.sameNumberHint")}
          </NeedsYou>
        )}
        {mayOpen ? (
          <OpenDocument
            document={document}
            last={lastRequest}
            isNext={waits && !isOpen && !hasLooked}
            opened={(request) => {
              lastRequest = request;
              setOpen(true);
            }}
          />
        ) : (
          <Section title={t("documents.openTitle")}>
            <p className="faint">{t("documents.mayNotOpen")}</p>
          </Section>
        )}
        {mayDecide && waits && <Decision document={document} hasLooked={isOpen || hasLooked} />}
      </div>
      <div className="stack">
        <Known document={document} timeZone={timeZone} />
        <DriverDocuments driverId={driverId} timeZone={timeZone} current={documentId} />
        <Openings driverId={driverId} documentId={documentId} timeZone={timeZone} />
      </div>
    </div>
  );
}

/** What is known without opening it. */
function Known({ document, timeZone }: { readonly document: DocumentItem; readonly timeZone: string }) {
  const { t, language } = useWords();
  const { driverId, documentId, driverName, contentType, width, height, bytes, attempt, hasIdNumber } = document;
  const { submittedAt, decidedAt, decidedBy, cause } = document;
  const at = (instant: string) => `${time(instant, timeZone, language, "minute")} ${zone(timeZone, instant)}`;
  const format = { type: contentType.slice("image/".length).toUpperCase(), width, height, size: `${Math.ceil(bytes / 1_024)} KB` };
  return (
    <Section>
      <Facts title={t("documents.facts")}>
        <Fact name={t("documents.driver")} value={<Link to={`/drivers/${driverId}`}>{driverName ?? t("documents.unknownDriver")}</Link>} />
        {submittedAt !== null && <Fact name={t("documents.sent")} value={at(submittedAt)} />}
        <Fact name={t("documents.attempt")} value={t("documents.attemptN", { n: attempt })} />
        <Fact name={t("documents.format")} value={t("documents.formatOf", format)} />
        {document.kind === "id_front" && (
          <Fact name={t("documents.number")} value={t(hasIdNumber ? "documents.numberSealed" : "documents.numberNone")} />
        )}
        {decidedAt !== null && <Fact name={t("documents.decided")} value={at(decidedAt)} />}
        {decidedBy !== null && <Fact name={t("documents.decidedBy")} value={decidedBy} />}
        {cause !== null && <Fact name={t("documents.cause")} value={t(`documents.causes.${cause}`)} />}
        <Fact name={t("documents.id")} value={<code>{documentId}</code>} />
      </Facts>
    </Section>
  );
}

/** The way through the queue, by button or by j and k. */
function Steps({ document }: { readonly document: DocumentItem }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(documentsQuery("submitted", undefined));
  const queue = data?.pages.flatMap(({ items }) => items) ?? [];
  const { previous, next, place } = neighbours(queue, document);
  const isShort = next === undefined && hasNextPage && !isFetching;
  useEffect(() => {
    if (isShort) void fetchNextPage();
  }, [isShort, fetchNextPage]);
  const go = (to: DocumentItem | undefined) => to !== undefined && void navigate(pageOf(to));
  useSteps((step) => go(step === 1 ? next : previous));
  return (
    <>
      {place !== null && <span className="faint num">{t("documents.place", { n: place })}</span>}
      <Button disabled={previous === undefined} aria-keyshortcuts="k" onClick={() => go(previous)}>
        {t("documents.previous")}
      </Button>
      <Button disabled={next === undefined} aria-keyshortcuts="j" onClick={() => go(next)}>
        {t("documents.next")}
      </Button>
    </>
  );
}

/** Whether whoever is signed in has seen the photo before. */
function useHasLooked({ driverId, documentId }: DocumentItem): boolean {
  const session = useSession();
  const { data } = useInfiniteQuery(openingsQuery(driverId, documentId));
  const openings = data?.pages.flatMap(({ items }) => items) ?? [];
  return openings.some(({ openedBy, what }) => what === "photo" && openedBy === session?.email);
}
