/** How often each goes round at least, however soon the work is done. */
const ROUNDS_MIN = 2;
/** And at most: on a slow machine people without end would leave nothing of it to the work, and the work would never end. */
const ROUNDS_MAX = 10;

/**
 * Has people go round and round while something is done. They stop with it, also when it fails: people who never stop would keep
 * the whole file from its end.
 *
 * @param rounds what each of them does, time after time: fewer than are worked on at once, lest a slow machine refuse some as too many
 */
export async function meanwhile<Done>(rounds: readonly ((time: number) => Promise<void>)[], work: () => Promise<Done>): Promise<Done> {
  let isDone = false;
  const going = Promise.all(
    rounds.map(async (round) => {
      for (let time = 0; time < (isDone ? ROUNDS_MIN : ROUNDS_MAX); time++) await round(time);
    }),
  );
  const [worked, went] = await Promise.allSettled([
    work().finally(() => {
      isDone = true;
    }),
    going,
  ]);
  if (worked.status === "rejected") throw worked.reason;
  if (went.status === "rejected") throw went.reason;
  return worked.value;
}
