import { EXPORT_LIFE_MS, type ExportPart, type ExportTerms } from "@forecourt/contract/exports";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { exporting } from "./export.ts";

const terms: ExportTerms = {
  subject: "orders",
  filter: { kind: "fueling" },
  language: "en",
  timeZone: "Asia/Shanghai",
  operatorId: "a@forecourt.example",
  stations: "all",
};
const requested = specification(exporting, "exp_000001").after({ type: "RequestExport", terms });
const wrote = (part: number, cursor: string | null): { readonly type: "RecordPart"; readonly part: ExportPart } => ({
  type: "RecordPart",
  part: { part, rows: 10, bytes: 100, cursor },
});
const owed = (given: typeof requested) => given.deliveries().map(({ id, message }) => [id, "cursor" in message ? message.cursor : null]);

describe("an export", () => {
  it("asks for one part after the other, each from where the last one ended, until there are no more", () => {
    expect(owed(requested)).toEqual([["part/0", null]]);
    const second = requested.after(wrote(0, "next"));
    expect(owed(second)).toEqual([["part/1", "next"]]);
    const ready = second
      .at(5)
      .when(wrote(1, null))
      .yields({
        events: [{ type: "ExportPartWritten" }, { type: "ExportCompleted", expiresAtMs: 5 + EXPORT_LIFE_MS }],
        state: { state: "ready", rows: 20, bytes: 200, parts: 2 },
      });
    expect(owed(ready)).toEqual([]);
  });

  it("counts a part once, whatever comes again or out of turn", () => {
    const second = requested.after(wrote(0, "next"));
    second.when(wrote(0, "next")).nothing();
    second.when(wrote(2, null)).nothing();
    second.after(wrote(1, null)).when(wrote(1, null)).nothing();
  });

  it("is one export, however often it is asked for, and not another one's", () => {
    requested.when({ type: "RequestExport", terms }).nothing();
    requested.when({ type: "RequestExport", terms: { ...terms, subject: "drivers" } }).refused("command_id_reused");
  });

  it("expires by a timer, has its parts erased, and owes nothing then", () => {
    const ready = requested.after(wrote(0, null));
    ready.when({ type: "ExpireExport" }).nothing();
    const [timer] = ready.timers();
    expect(timer).toMatchObject({ dueAtMs: EXPORT_LIFE_MS, command: { type: "ExpireExport" } });
    const expired = ready
      .at(EXPORT_LIFE_MS)
      .when({ type: "ExpireExport" })
      .yields({ events: [{ type: "ExportExpired" }] });
    expect(expired.deliveries()).toMatchObject([{ id: "erase", message: { to: "erase", parts: 1 } }]);
    expect(expired.after({ type: "RecordErased" }).deliveries()).toEqual([]);
  });

  it("fails when its list is refused, and erases what it had", () => {
    const failed = requested
      .after(wrote(0, "next"))
      .when({ type: "FailExport", code: "not_found" })
      .yields({ state: { state: "failed" } });
    // The one that was asked for, too.
    expect(failed.deliveries()).toMatchObject([{ id: "erase", message: { parts: 2 } }]);
    failed.when(wrote(1, null)).nothing();
  });

  it("that stands still fails by a timer, and what it has written is erased", () => {
    const [timer] = requested.after(wrote(0, "next")).timers();
    expect(timer).toMatchObject({ dueAtMs: EXPORT_LIFE_MS, command: { type: "ExpireExport" } });
    requested.when({ type: "ExpireExport" }).nothing();
    const failed = requested
      .at(EXPORT_LIFE_MS)
      .when({ type: "ExpireExport" })
      .yields({ events: [{ type: "ExportFailed", code: "export_stalled" }], state: { state: "failed" } });
    expect(failed.timers()).toEqual([]);
    expect(failed.deliveries()).toMatchObject([{ id: "erase", message: { to: "erase", parts: 1 } }]);
  });
});
