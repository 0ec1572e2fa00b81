/**
 * How long to wait before the next attempt: doubles from `firstMs` to `mostMs`, between half of that and the whole
 * ("equal jitter"), so that a crowd that failed together does not return together, and nobody returns at once.
 *
 * @param failures attempts that have failed, from 1
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, firstMs: number, mostMs: number, random: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole / 2 + (random * whole) / 2);
}
