import { hostWords } from "../words.ts";
import type { Builtin } from "./builtin.ts";

/** WeChat fills the screen with the other site. A browser may not show it inside of this page, so it opens beside it. */
export const webView: Builtin = {
  properties: { src: String },
  setup({ host }) {
    const link = document.createElement("a");
    link.target = "_blank";
    link.rel = "noopener";
    link.className = "preview-outside";
    link.textContent = hostWords.outside;
    const note = document.createElement("p");
    note.className = "preview-outside-note";
    note.textContent = hostWords.outsideNote;
    host.append(link, note);
    return (_, value) => {
      link.href = String(value ?? "");
    };
  },
};
