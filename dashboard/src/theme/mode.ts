import { createContext, useContext, useEffect, useState } from "react";
import { kept } from "../ui/kept.ts";
import { useMedia } from "../ui/media.ts";
import { applyPalette, type Mode } from "./theme.ts";

/** What the operator chose; `system` follows the machine. */
export const modeChoices = ["system", "light", "dark"] as const;
export type ModeChoice = (typeof modeChoices)[number];

const store = kept<ModeChoice>("forecourt.mode", "system", (value) => modeChoices.find((choice) => choice === value));

/** The mode as it is shown, the choice behind it, and the way to choose. */
export interface ModeState {
  readonly mode: Mode;
  readonly choice: ModeChoice;
  choose(choice: ModeChoice): void;
}

/** For whoever paints by itself, such as the charts. */
export const ModeContext = createContext<ModeState>({ mode: "light", choice: "system", choose: () => undefined });

export function useMode(): ModeState {
  return useContext(ModeContext);
}

/** Paints the page before anything is shown, so that a dark room stays dark. */
export function startMode(): void {
  const choice = store.read();
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  applyPalette(choice === "system" ? (systemIsDark ? "dark" : "light") : choice);
}

/** Follows the system unless told otherwise, and keeps the choice. */
export function useModeState(): ModeState {
  const [choice, setChoice] = useState(store.read);
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const mode: Mode = choice === "system" ? (systemIsDark ? "dark" : "light") : choice;
  useEffect(() => applyPalette(mode), [mode]);
  return {
    mode,
    choice,
    choose(next) {
      store.write(next);
      setChoice(next);
    },
  };
}
