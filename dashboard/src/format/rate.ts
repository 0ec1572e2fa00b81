/** A share in ten-thousandths, so that it is a whole number like all figures; null where there is nothing to have a share of. */
export function shareOf(part: number, whole: number): number | null {
  return whole <= 0 ? null : Math.round((part / whole) * 10_000);
}

/** `97.4 %` for 9740. */
export function percent(share: number): string {
  return `${(share / 100).toFixed(share === 0 || share === 10_000 ? 0 : 1)}%`;
}

/** `97.40`, for a spreadsheet. */
export function plainPercent(share: number): string {
  return (share / 100).toFixed(2);
}

/** `+12%` of what was before; null where there was nothing. */
export function changeOf(value: number, before: number): string | null {
  if (before <= 0) return null;
  const change = Math.round(((value - before) / before) * 100);
  return `${change > 0 ? "+" : change < 0 ? "−" : "±"}${Math.abs(change)}%`;
}
