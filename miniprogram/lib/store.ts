import type { Language } from "../i18n/languages.ts";
import type { Profile } from "./api/self.ts";
import type { Fueling, Session, Wallet } from "./api/types.ts";
import type { Asked } from "./confirmation.ts";
import type { PendingCommand } from "./outbox.ts";

export interface Settings {
  /** `system` follows the phone. */
  readonly language: Language | "system";
  readonly theme: "system" | "light" | "dark";
  readonly text: "normal" | "large" | "largest";
}

export const defaultSettings: Settings = { language: "system", theme: "system", text: "normal" };

/** What more than one page shows. Everything else lives in the page that shows it. */
export interface State {
  readonly session: Session | null;
  /** What the driver is called, once it is known. */
  readonly profile: Profile | null;
  readonly wallet: Wallet | null;
  /** The fill that runs now, if any. */
  readonly fill: Fueling | null;
  readonly online: boolean;
  readonly settings: Settings;
  /** Money commands that were not answered yet. */
  readonly pending: readonly PendingCommand[];
  /** What the driver is asked to confirm now; the sheet shows it. */
  readonly asked: Asked | null;
}

type Listener = () => void;

/** One value for each key of {@link State}, with listeners. */
export class Store {
  #state: State;
  readonly #listeners = new Map<keyof State, Set<Listener>>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get<Key extends keyof State>(key: Key): State[Key] {
    return this.#state[key];
  }

  set<Key extends keyof State>(key: Key, value: State[Key]): void {
    if (this.#state[key] === value) return;
    this.#state = { ...this.#state, [key]: value };
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }

  /** Calls the listener after each change of one of the keys; the result ends that. */
  watch(keys: readonly (keyof State)[], listener: Listener): () => void {
    for (const key of keys) {
      const set = this.#listeners.get(key) ?? new Set();
      set.add(listener);
      this.#listeners.set(key, set);
    }
    return () => {
      for (const key of keys) this.#listeners.get(key)?.delete(listener);
    };
  }
}

export const store = new Store({
  session: null,
  profile: null,
  wallet: null,
  fill: null,
  online: true,
  settings: defaultSettings,
  pending: [],
  asked: null,
});
