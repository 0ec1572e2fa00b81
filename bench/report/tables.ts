import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { COMMAND_WAIT_S_MAX } from "@forecourt/contract/terminal";
import type { Comparison, Figures } from "../compare.ts";
import type { EdgeFigures } from "../edge/measure.ts";
import { type Counts, REPORTS } from "../edge/usage.ts";
import { percentile } from "../load/run.ts";
import { type Bill, dollars, prices, waitingDollars } from "../prices.ts";
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
  const head = [
    "",
    "÷ floor",
    "(rounds)",
    "÷ peer",
    "product /s",
    "p50 ms",
    "p99 ms",
    "CPU µs",
    "floor /s",
    "p50",
    "p99",
    "CPU µs",
    "peer /s",
    "p50",
    "p99",
    "rows",
    "of them alarms",
  ];
  const rows = comparisons.map(({ title, unit, figures, byFloor, byPeer, spread, ...use }) => [
    `${title} (${unit})`,
    byFloor?.toFixed(2) ?? ABSENT,
    spread === undefined ? ABSENT : spread.map((ratio) => ratio.toFixed(2)).join("–"),
    byPeer?.toFixed(2) ?? ABSENT,
    ...cells(figures.get("product")),
    (figures.get("product")?.cpuUs ?? Number.NaN).toFixed(0),
    ...cells(figures.get("floor")),
    (figures.get("floor")?.cpuUs ?? Number.NaN).toFixed(0),
    ...cells(figures.get("peer")),
    use.rowsPerUnit.toFixed(2),
    use.alarmsPerUnit.toFixed(2),
  ]);
  const errors = comparisons.flatMap(({ title, figures }) =>
    [...figures]
      .filter(([, figure]) => figure.errors > 0)
      .map(([name, figure]) => `${name}, ${title}: ${figure.errors} errors, first: ${figure.firstError}`),
  );
  const note =
    "÷: the product's throughput by theirs, the middle of the rounds. p50, p99: of a request. rows: written by the product's actors per unit, alarms included.";
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

/** The whole product under the simulator, whose front layer alone takes more than the actors do: to be compared with nothing but itself. */
export function edgeTable(figures: EdgeFigures): string {
  const row = (title: string, { units, seconds, latenciesMs }: EdgeFigures["fills"]) => [
    title,
    (units / seconds).toFixed(0),
    latenciesMs.length === 0 ? ABSENT : percentile(latenciesMs, 0.5).toFixed(1),
    latenciesMs.length === 0 ? ABSENT : percentile(latenciesMs, 0.99).toFixed(1),
  ];
  const rows = [
    row("wallet read, signed in, 16 in flight", figures.walletRead),
    row("order list of 20, from D1, 16 in flight", figures.orderList),
    row("complete fill over signed HTTP, 8 pumps at once", figures.fills),
    ["commit to read model, under those fills (ms)", ABSENT, figures.lagP50Ms.toFixed(0), figures.lagP99Ms.toFixed(0)],
    [`projection of a backlog of ${figures.backlogCommits} commits`, figures.projectedPerSecond.toFixed(0), ABSENT, ABSENT],
  ];
  return `${table(["whole product, local simulator", "/s", "p50 ms", "p99 ms"], rows)}\n`;
}

/** Rows of a fill, against the goals. @param first of a driver at that station, where nobody has filled up for some time */
export function rowsTable(first: Counts, alone: Counts, busy: Counts, projectedRows: number): string {
  const row = (title: string, fill: Counts) => [
    title,
    (fill.sqlRows + fill.alarmsSet).toFixed(2),
    fill.sqlRows.toFixed(2),
    fill.alarmsSet.toFixed(2),
    fill.d1RowsWritten.toFixed(2),
    fill.objectRequests.toFixed(1),
    fill.alarmsFired.toFixed(2),
    fill.queued.toFixed(2),
  ];
  const rows = [
    row("a driver's first fill at a station, alone", first),
    row("a fill alone on its station and wallet", alone),
    row("a fill among many", busy),
  ];
  const head = [
    "rows written by a complete fill",
    "actors",
    "journal, snapshots",
    "alarms set",
    "D1",
    "object calls",
    "alarms fired",
    "messages",
  ];
  const note = `Goal: at most 12 + 8 rows. D1 in a full batch: ${projectedRows.toFixed(2)} rows for each commit of a fill's kind.`;
  return `${table(head, rows)}\n\n${note}\n`;
}

/** @param perReport object calls that one progress report makes @param poll what one poll of a waiting terminal uses */
export function costTable(alone: Bill, busy: Bill, perReport: number, poll: Counts): string {
  const keys = Object.keys(prices) as (keyof Bill)[];
  const rows = keys.map((key) => {
    const { line, perMillion, source } = prices[key];
    return [
      line,
      alone[key].toFixed(2),
      `$${(alone[key] * perMillion).toFixed(2)}`,
      busy[key].toFixed(2),
      `$${(busy[key] * perMillion).toFixed(2)}`,
      `$${perMillion}`,
      source,
    ];
  });
  const total = ["a million fills", "", `$${dollars(alone).toFixed(2)}`, "", `$${dollars(busy).toFixed(2)}`, "", ""];
  const head = ["", "per fill, alone", "$ per million", "among many", "$ per million", "price per million", "source"];
  const waiting = waitingDollars(poll);
  const report = prices.requests.perMillion + perReport * prices.objectRequests.perMillion;
  const notes = [
    `alone: ${REPORTS} progress reports, nobody watches, nothing shared with other fills. among many: no progress reports.`,
    `A progress report: $${report.toFixed(2)} per million of them; a driver who watches for a minute makes some sixty instead of ${REPORTS}.`,
    `Beside it, however many fills there are: a terminal that waits for commands all day, $${waiting.perDay.toFixed(4)} a day (a poll every ${COMMAND_WAIT_S_MAX} s, ` +
      `${(2 * poll.objectMs).toFixed(0)} ms of its station each); at ${waiting.fillsPerDay} fills a day $${waiting.perMillionFills.toFixed(2)} for a million fills. ` +
      `Were the object to hold the poll, $${waiting.awakePerDay.toFixed(3)} a day.`,
    "CPU is all of the local process, simulated D1 and queue included: more than the edge alone. Duration is measured here, not on Cloudflare.",
  ];
  return `${table(head, [...rows, total])}\n\n${notes.join("\n")}\n`;
}
