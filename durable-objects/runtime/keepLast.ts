/**
 * The last of a list, and whatever of it must not be forgotten, in their order. What must not counts among the `most`, and may
 * exceed them: whoever adds to it has to bound it.
 */
export function keepLast<Item>(items: readonly Item[], most: number, isNeeded: (item: Item) => boolean): readonly Item[] {
  let surplus = items.length - most;
  if (surplus <= 0) return items;
  return items.filter((item) => isNeeded(item) || surplus-- <= 0);
}
