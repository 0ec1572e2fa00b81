import type { Reader } from "../../checker/read.ts";
import type { Report } from "../../checker/report.ts";
import type { Rule } from "../subject.ts";
import { type Sent, sentOf } from "./acts.ts";
import { card } from "./card.ts";

interface DocumentTold {
  readonly documentId: string;
  readonly driverId: string;
  readonly kind: string;
  readonly state: string;
  readonly attempt: number;
}

/** Of each kind a driver has the one that was taken last: listed once, as was answered last, with the picture that was sent. */
export const kept: Rule = async ({ reader, ledger }, report) => {
  const token = await reader.signIn();
  const listed: DocumentTold[] = [];
  for (const state of ["submitted", "approved", "rejected"])
    listed.push(...(await reader.pages<DocumentTold>(`/v1/operator/documents?state=${state}&`, token)));
  for (const sent of Map.groupBy(sentOf(ledger), ({ driverId, kind }) => `${driverId}/${kind}`).values()) {
    const [{ driverId, driver, kind } = {}] = sent;
    const about = { driver, kind };
    const lastTaken = sent.findLastIndex(({ state }) => state !== "asked");
    const [told, ...others] = listed.filter((one) => one.driverId === driverId && one.kind === kind);
    if (others.length > 0) report.add("document_twice", { ...about, times: 1 + others.length });
    if (told === undefined) {
      if (lastTaken !== -1) report.add("document_lost", { ...about, documentId: sent[lastTaken]?.documentId });
      continue;
    }
    const at = sent.findIndex(({ documentId }) => documentId === told.documentId);
    const document = sent[at];
    if (document === undefined || at < lastTaken) {
      report.add("document_replaced", { ...about, expected: sent[lastTaken]?.documentId, told });
      continue;
    }
    await checkOne(reader, report, document, told);
    // It is the first, or has taken the place of those before it: of all that were answered, and perhaps of others.
    const before = sent.slice(0, at).filter(({ state }) => state !== "asked").length;
    if (told.attempt <= before || told.attempt > at + 1) report.add("document_attempts_wrong", { ...about, before, told });
  }
  report.looked.documents = sentOf(ledger).length;
};

async function checkOne(reader: Reader, report: Report, { driver, words, state, verdict }: Sent, told: DocumentTold): Promise<void> {
  const { documentId, driverId } = told;
  const taken = state === "asked" ? "submitted" : state;
  // Sent again after another of its kind, it says so.
  const shown = taken === "submitted" && told.attempt > 1 ? "resubmitted" : taken;
  if (told.state !== shown && told.state !== verdict) report.add("document_wrong", { driver, expected: shown, told });
  const own = await reader.pages<{ documentId: string; state: string }>("/v1/driver/documents?", await reader.signInDriver(driver));
  const seen = own.find((one) => one.documentId === documentId);
  if (seen?.state !== told.state) report.add("document_told_otherwise", { driver, seen, told });
  if (!(await openedWith(reader, { driverId, documentId, words }))) report.add("document_unopened", { driver, documentId });
}

/** Whether an operator who opens it sees the picture that says these words. */
export async function openedWith(
  reader: Reader,
  { driverId, documentId, words }: { readonly driverId: string | null; readonly documentId: string | null; readonly words: string },
): Promise<boolean> {
  const opening = { purpose: "review", note: "A fault test" };
  const path = `/v1/operator/drivers/${driverId}/documents/${documentId}/openings`;
  const opened = await reader.text("POST", path, await reader.signIn(), opening).catch(String);
  return opened.includes(`data:image/png;base64,${card(words).toString("base64")}`);
}
