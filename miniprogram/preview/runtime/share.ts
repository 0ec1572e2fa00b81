import { element } from "./dom.ts";
import { button, type Overlays } from "./overlays.ts";
import { call, type LivePage } from "./pages.ts";
import { hostWords } from "./words.ts";

interface ShareCard {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
}

/** What the capsule's menu shows: the card that a friend would get. Tapping it opens the path as the friend would. */
export async function shareSheet(overlays: Overlays, page: LivePage | undefined, open: (url: string) => void): Promise<void> {
  if (!page) return;
  const card = (call(page.caller, "onShareAppMessage", { from: "menu" }) ?? {}) as ShareCard;
  const path = card.path ?? `/${page.route}`;
  const opens = await overlays.custom<boolean>(
    (answer) =>
      element(
        "div",
        "preview-sheet",
        { role: "dialog", "aria-modal": "true" },
        element(
          "div",
          "preview-card",
          {},
          element("strong", "", {}, card.title ?? document.title),
          card.imageUrl ? element("img", "", { src: card.imageUrl.replace(/^\//, ""), alt: "" }) : null,
          element("small", "", {}, path),
        ),
        button("preview-sheet-row", hostWords.open, () => answer(true)),
        button("preview-sheet-row is-cancel", hostWords.close, () => answer(false)),
      ),
    false,
  );
  if (opens) open(path);
}
