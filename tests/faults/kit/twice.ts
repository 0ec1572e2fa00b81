/** Sends it once more, whatever became of the first, as somebody does who has not seen the answer. */
export async function twice<Reply>(call: () => Promise<Reply>): Promise<Reply> {
  const first = await call();
  await call().catch(() => undefined);
  return first;
}
