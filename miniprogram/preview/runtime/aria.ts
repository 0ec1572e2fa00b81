/** WeChat's way to say what an element is, in HTML's words, so that a screen reader and the keyboard work in the preview as well. */

const states: ReadonlySet<string> = new Set(["aria-checked", "aria-selected", "aria-pressed", "aria-expanded"]);
/** Ids get a prefix for each component here, so what refers to one would refer to nothing. */
const references: ReadonlySet<string> = new Set(["aria-controls", "aria-labelledby", "aria-describedby", "aria-owns"]);
const acting: ReadonlySet<string> = new Set(["button", "link", "radio", "checkbox", "switch", "tab"]);
const checkable: ReadonlySet<string> = new Set(["radio", "checkbox", "switch"]);

/** Has an element of the framework take `aria-role` for `role`, and `aria-checked` and the like with a word. */
export function withAria<Made extends HTMLElement>(made: Made): Made {
  const set = made.setAttribute.bind(made);
  const remove = made.removeAttribute.bind(made);
  made.setAttribute = (name, value) => {
    if (!name.startsWith("aria-")) return set(name, value);
    if (references.has(name) || (name === "aria-label" && value === "")) return;
    if (name !== "aria-role") return set(name, value === "" ? "true" : value);
    set("role", value);
    if (acting.has(value)) made.tabIndex = 0;
    if (checkable.has(value) && !made.hasAttribute("aria-checked")) set("aria-checked", "false");
  };
  made.removeAttribute = (name) => (states.has(name) ? set(name, "false") : remove(name));
  return made;
}

/** Enter and the space bar do what a finger does. */
export function watchKeys(root: HTMLElement): void {
  root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if ((key !== "Enter" && key !== " ") || !(target instanceof HTMLElement)) return;
    if (!target.localName.startsWith("wx-") || target.localName === "wx-button" || !acting.has(target.getAttribute("role") ?? "")) return;
    event.preventDefault();
    const { x, y, width, height } = target.getBoundingClientRect();
    const at = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 };
    for (const type of ["mousedown", "mouseup", "click"]) target.dispatchEvent(new MouseEvent(type, at));
  });
}
