import { type Messages, messages } from "../i18n/index.ts";

/** What a button of a dialog may say: words that are short enough for WeChat. */
export type Button = keyof Messages["dialogs"];

/** The two buttons of `wx.showModal`. */
export function buttons(yes: Button, no: Button): { readonly confirmText: string; readonly cancelText: string } {
  const words = messages().dialogs;
  return { confirmText: words[yes], cancelText: words[no] };
}

/** Asks before what can't be taken back. */
export async function agreed(content: string, yes: Button, no: Button): Promise<boolean> {
  const { confirm } = await wx.showModal({ content, ...buttons(yes, no) });
  return confirm;
}
