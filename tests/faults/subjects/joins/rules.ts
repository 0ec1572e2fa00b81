import type { Reader } from "../../checker/read.ts";
import type { Report } from "../../checker/report.ts";
import { openedWith } from "../documents/rules.ts";
import type { Rule } from "../subject.ts";
import { type Account, type Story, sidesOf, storiesOf } from "./story.ts";

/** Of two accounts that became one, everything is there once, whichever of the two one signs in to; two that did not are as they were. */
export const once: Rule = async ({ reader, ledger }, report) => {
  for (const story of storiesOf(ledger)) {
    const { plot, outcome, first, second, sharedPlate } = story;
    if (outcome === null) continue;
    if (outcome !== (plot === "rich" ? "refused" : "joined")) report.add("join_wrong", { story });
    if (plot === "rich") {
      for (const account of [first, second]) await checkAccount(reader, report, account, [account], sharedPlate);
      continue;
    }
    const { stays, leaves } = sidesOf(story);
    await checkAccount(reader, report, stays, [stays, leaves], sharedPlate);
    await checkHistory(reader, report, story);
  }
  report.looked.joins = storiesOf(ledger).filter(({ outcome }) => outcome !== null).length;
};

/** All of `parts` lead to this account, and what they brought is in it once. */
async function checkAccount(
  reader: Reader,
  report: Report,
  { name, driverId, documents, pictures }: Account,
  parts: readonly Account[],
  sharedPlate: string,
): Promise<void> {
  for (const part of parts) {
    const { driver } = await reader.session(part.name);
    if (driver.driverId !== driverId) report.add("join_led_astray", { name, driverId, part: part.name, to: driver.driverId });
  }
  const { accessToken } = await reader.session(name);
  const list = async <Item>(path: string) => reader.pages<Item>(`/v1/driver/${path}?`, accessToken);
  const same = (what: string, expected: readonly string[], told: readonly string[]) => {
    if ([...expected].sort().join() !== [...told].sort().join()) report.add("join_lost_or_doubled", { name, what, expected, told });
  };
  const vehicles = await list<{ plate: string }>("vehicles");
  same(
    "vehicles",
    [...parts.map(({ plate }) => plate), sharedPlate],
    vehicles.map(({ plate }) => plate),
  );
  const records = await list<{ stationName: string | null }>("records");
  same(
    "records",
    parts.map(({ stationName }) => stationName),
    records.flatMap(({ stationName }) => stationName ?? []),
  );
  // Of a kind that both have, the one of the account that stays.
  const expected = Object.assign({}, ...[...parts].reverse().map((part) => part.documents), documents) as Readonly<Record<string, string>>;
  const words = Object.assign({}, ...[...parts].reverse().map((part) => part.pictures), pictures) as Readonly<Record<string, string>>;
  const told = (await list<{ kind: string; documentId: string | null }>("documents")).filter(({ documentId }) => documentId !== null);
  same(
    "documents",
    Object.values(expected),
    told.map(({ documentId }) => documentId ?? ""),
  );
  for (const { kind, documentId } of told)
    if (!(await openedWith(reader, { driverId, documentId, words: words[kind] ?? "" })))
      report.add("join_picture_lost", { name, kind, documentId });
}

/** Whoever has the account now reads what the other one did, from the list and by number. */
async function checkHistory(reader: Reader, report: Report, story: Story): Promise<void> {
  const { stays, leaves } = sidesOf(story);
  const { accessToken } = await reader.session(stays.name);
  const joined = await reader.pages<{ driverId: string }>("/v1/driver/accounts?", accessToken);
  report.same("join_history_lost", { name: stays.name }, 1, joined.filter(({ driverId }) => driverId === leaves.driverId).length);
  const orders = await reader.pages<{ orderId: string }>(`/v1/driver/orders?account=${leaves.driverId}&`, accessToken);
  const listed = orders.filter(({ orderId }) => orderId === leaves.orderId).length;
  report.same("join_history_lost", { name: stays.name, orderId: leaves.orderId }, 1, listed);
  for (const { orderId } of [stays, leaves]) {
    const order = await reader.ask<{ orderId: string }>("GET", `/v1/driver/orders/${orderId}`, accessToken).catch(String);
    if (typeof order === "string") report.add("join_history_lost", { name: stays.name, orderId, order });
  }
}
