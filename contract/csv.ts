/** A cell: text is guarded, a number goes as it is. */
export type Cell = string | number | null;

/** Says that the file is UTF-8; first of all. */
export const CSV_BOM = "\uFEFF";

/**
 * A table as CSV (RFC 4180) that spreadsheets open as it was meant: the mark says UTF-8, and text that a spreadsheet would run as a
 * formula is defused with an apostrophe (OWASP, CSV injection).
 */
export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return CSV_BOM + csvLines([head, ...rows]);
}

/** Rows as lines, to be put after others. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A plain decimal stays one, also a negative one.
  const guarded = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
