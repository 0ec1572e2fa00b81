/** A cell: text is guarded, a number goes as it is. */
export type Cell = string | number | null;

const BOM = "\uFEFF";

/**
 * A table as CSV (RFC 4180) that spreadsheets open as it was meant: the mark says UTF-8, and text that a spreadsheet would run as a
 * formula is defused with an apostrophe (OWASP, CSV injection).
 */
export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${BOM}${[head, ...rows].map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
}

/** Has the browser save it. */
export function saveCsv(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A plain decimal stays one, also a negative one.
  const guarded = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
