import { element } from "./dom.ts";

/** The layers that WeChat draws above a page. Each resolves when the user answers. */
export class Overlays {
  readonly #layer: HTMLElement;
  #toast: HTMLElement | undefined;
  #toastTimer = 0;

  constructor(layer: HTMLElement) {
    this.#layer = layer;
  }

  showToast(title: string, options: { icon?: string; durationMs?: number; mask?: boolean } = {}): void {
    this.hideToast();
    const icon = options.icon ?? "success";
    const mark = icon === "none" ? null : element("i", `preview-toast-icon is-${icon}`);
    this.#toast = element(
      "div",
      `preview-toast${options.mask ? " is-masked" : ""}`,
      { role: "status" },
      element("div", "preview-toast-body", {}, mark, title),
    );
    this.#layer.append(this.#toast);
    if (options.durationMs !== 0) this.#toastTimer = window.setTimeout(() => this.hideToast(), options.durationMs ?? 1500);
  }

  hideToast(): void {
    window.clearTimeout(this.#toastTimer);
    this.#toast?.remove();
    this.#toast = undefined;
  }

  /** `null` when the sheet is dismissed, else the index of the choice. */
  actionSheet(items: readonly string[], cancelText: string, title = ""): Promise<number | null> {
    return this.#ask<number | null>((answer) => {
      const rows = items.map((item, index) => button("preview-sheet-row", item, () => answer(index)));
      const cancel = button("preview-sheet-row is-cancel", cancelText, () => answer(null));
      return element(
        "div",
        "preview-sheet",
        { role: "dialog", "aria-modal": "true" },
        title === "" ? null : element("p", "preview-sheet-title", {}, title),
        ...rows,
        cancel,
      );
    }, null);
  }

  modal(options: {
    title: string;
    content: string;
    confirmText: string;
    cancelText: string;
    showCancel: boolean;
    editable?: boolean;
    placeholder?: string;
  }): Promise<{ confirm: boolean; content: string }> {
    return this.#ask<{ confirm: boolean; content: string }>((answer) => {
      const field = options.editable
        ? element("input", "preview-modal-field", { placeholder: options.placeholder ?? "", value: options.content })
        : null;
      const close = (confirm: boolean) => answer({ confirm, content: field?.value ?? "" });
      return element(
        "div",
        "preview-modal",
        { role: "dialog", "aria-modal": "true" },
        options.title === "" ? null : element("h2", "", {}, options.title),
        field ?? element("p", "", {}, options.content),
        element(
          "div",
          "preview-modal-actions",
          {},
          options.showCancel ? button("", options.cancelText, () => close(false)) : null,
          button("is-primary", options.confirmText, () => close(true)),
        ),
      );
    });
  }

  /** A sheet whose content the caller makes; `answer` closes it. */
  custom<Answer>(make: (answer: (value: Answer) => void) => HTMLElement, dismissed: Answer): Promise<Answer> {
    return this.#ask(make, dismissed);
  }

  #ask<Answer>(make: (answer: (value: Answer) => void) => HTMLElement, dismissed?: Answer): Promise<Answer> {
    return new Promise((resolve) => {
      const openedAt = performance.now();
      const mask = element("div", "preview-mask");
      const answer = (value: Answer) => {
        mask.remove();
        resolve(value);
      };
      if (dismissed !== undefined) {
        mask.addEventListener("click", (event) => {
          // The tap that opened the sheet may still send its click to what now lies under the finger.
          if (event.target === mask && performance.now() - openedAt > 350) answer(dismissed);
        });
      }
      mask.append(make(answer));
      this.#layer.append(mask);
      mask.querySelector<HTMLElement>("input, .is-primary, button")?.focus({ preventScroll: true });
    });
  }
}

export function button(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", className, { type: "button" }, text);
  made.addEventListener("click", onClick);
  return made;
}
