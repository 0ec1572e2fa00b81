/** Resolves with what `look` finds once it finds something. */
export async function until<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  what: string,
  mostMs = 15_000,
): Promise<Found> {
  const end = performance.now() + mostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
