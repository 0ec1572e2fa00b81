import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import type { Comparison, Figures } from "../compare.ts";
import type { Wake } from "../wake.ts";

const ABSENT = "–";

/** A table in Markdown, its columns aligned for a terminal. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `:${"-".repeat(width + 1)}` : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

const pad = (cell: string, width: number, column: number) => (column === 0 ? cell.padEnd(width) : cell.padStart(width));

export function compareTable(comparisons: readonly Comparison[]): string {
  const head = ["", "÷ floor", "(rounds)", "÷ peer", "product /s", "p50 ms", "p99 ms", "floor /s", "p50", "p99", "peer /s", "p50", "p99", "rows", "of them alarms"];
  const rows = comparisons.map(({ title, unit, figures, byFloor, byPeer, spread, ...use }) => [
    `${title} (${unit})`,
    byFloor?.toFixed(2) ?? ABSENT,
    spread === undefined ? ABSENT : spread.map((ratio) => ratio.toFixed(2)).join("–"),
    byPeer?.toFixed(2) ?? ABSENT,
    ...cells(figures.get("product")),
    ...cells(figures.get("floor")),
    ...cells(figures.get("peer")),
    use.rowsPerUnit.toFixed(2),
    use.alarmsPerUnit.toFixed(2),
  ]);
  const errors = comparisons.flatMap(({ title, figures }) =>
    [...figures].filter(([, figure]) => figure.errors > 0).map(([name, figure]) => `${name}, ${title}: ${figure.errors} errors, first: ${figure.firstError}`),
  );
  const note = "÷: the product's throughput by theirs, the middle of the rounds. p50, p99: of a request. rows: written by the product's actors per unit, alarms included.";
  return `\n${table(head, rows)}\n\n${[note, ...errors].join("\n")}\n`;
}

function cells(figures: Figures | undefined): readonly string[] {
  if (figures === undefined) return [ABSENT, ABSENT, ABSENT];
  return [figures.perSecond.toFixed(0), figures.p50Ms.toFixed(1), figures.p99Ms.toFixed(1)];
}

export function wakeTable(wakes: readonly Wake[]): string {
  const [first] = wakes;
  const rows = wakes.map(({ commits, coldMs, coldMsMax, warmMs }) => [
    `first command after a start, ${commits.toLocaleString("en")} events`,
    first === undefined ? ABSENT : (coldMs / first.coldMs).toFixed(2),
    coldMs.toFixed(2),
    coldMsMax.toFixed(2),
    warmMs.toFixed(2),
  ]);
  return `${table(["", "÷ shortest", "cold ms", "worst", "awake ms"], rows)}\n`;
}

/** What it ran on, and whether the server had a core for itself. */
export function machine(isPinned: boolean): string {
  const [cpu] = cpus();
  const workerd = execFileSync("node_modules/.bin/workerd", ["--version"], { encoding: "utf8" }).trim();
  const pinned = isPinned ? "server on core 0, client on core 1" : "server and client NOT pinned";
  return `${new Date().toISOString()} · ${cpus().length} × ${cpu?.model ?? "?"} · ${(totalmem() / 1024 ** 3).toFixed(0)} GB · ${workerd} · Node ${process.version} · ${pinned}`;
}
