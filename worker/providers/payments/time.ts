/** Times as the vendors in China write them: in Beijing's time, which has no summer. */

const BEIJING_MS = 8 * 3_600_000;

/** `YYYYMMDDhhmmss` */
export function beijingDigits(atMs: number): string {
  return new Date(atMs + BEIJING_MS).toISOString().replaceAll(/\D/g, "").slice(0, 14);
}

/** `YYYY-MM-DDThh:mm:ss+08:00` */
export function beijingInstant(atMs: number): string {
  return `${new Date(atMs + BEIJING_MS).toISOString().slice(0, 19)}+08:00`;
}

/** From `YYYYMMDDhhmmss` or `YYYY-MM-DD hh:mm:ss` of Beijing's time; NaN for anything else. */
export function fromBeijing(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)$/.exec(text.trim()) ?? [];
  return year === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
}
