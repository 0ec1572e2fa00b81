/**
 * What the browser tests are put under, by hand, to find one that leans on time or a page that leans on the lists being quick:
 * `E2E_PROJECTION_S=3` has every list know of a change three seconds later, `E2E_CPU=4` has the browser work at a quarter of its pace.
 */
export const strain = {
  projectionWaitS: numberIn("E2E_PROJECTION_S"),
  cpuSlowdown: numberIn("E2E_CPU"),
} as const;

function numberIn(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
}
