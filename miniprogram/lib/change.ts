import { problemText } from "./words.ts";

/** A page on which one thing after the other is changed. */
interface Changing {
  readonly data: { readonly busy: boolean };
  setData(data: { readonly busy?: boolean; readonly failure?: string }): void;
  load(): Promise<void>;
}

/** Makes one change at a time and reads what it has come to; what went wrong is said in the words of `textOf`. */
export async function change(page: Changing, run: () => Promise<unknown>, textOf: (error: unknown) => string = problemText): Promise<void> {
  if (page.data.busy) return;
  page.setData({ busy: true, failure: "" });
  try {
    await run();
    await page.load();
  } catch (error) {
    page.setData({ failure: textOf(error) });
  } finally {
    page.setData({ busy: false });
  }
}
