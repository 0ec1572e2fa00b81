import { useEffect, useRef } from "react";
import { type Meaning, meaningOf } from "./sequence.ts";

/** Nothing is typed into a button that is chosen or ticked: its letters are free. */
const TAKERS = "input:not([type=radio], [type=checkbox]), textarea, select, [role=combobox], [role=dialog], [role=menu]";

/** Hears the keys of the whole page. */
export function useKeys(act: (meaning: Meaning) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    let goAtMs: number | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.isComposing) return;
      const said = { key: event.key, isCommand: event.ctrlKey || event.metaKey, isTaken: isTaken(event.target), atMs: event.timeStamp };
      const { means, goAtMs: next } = meaningOf(said, goAtMs);
      goAtMs = next;
      if (means === null) return;
      event.preventDefault();
      latest.current(means);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** Keys that are typed, or that an open dialog or menu has its own use for. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(TAKERS) !== null;
}
