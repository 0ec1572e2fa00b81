import { useSyncExternalStore } from "react";
import { kept } from "../ui/kept.ts";

/** Who is signed in, and until when. */
export interface Session {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly email: string;
  readonly role: string;
}

const NAME = "forecourt.session";
const store = kept<Session | null>(NAME, null, accept);
const listeners = new Set<() => void>();
let current = store.read();

/** The session, unless it has run out. */
export function currentSession(): Session | null {
  return current !== null && current.expiresAtMs > Date.now() ? current : null;
}

/** Signs in, or out with null; every part of the page and every other tab sees it. */
export function setSession(session: Session | null): void {
  current = session;
  store.write(session);
  for (const listener of listeners) listener();
}

export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, () => (currentSession() === null ? null : current));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const elsewhere = ({ key }: StorageEvent) => {
    if (key !== NAME && key !== null) return;
    current = store.read();
    listener();
  };
  addEventListener("storage", elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", elsewhere);
  };
}

function accept(value: unknown): Session | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { accessToken, expiresAtMs, email, role } = value as Partial<Session>;
  if (typeof accessToken !== "string" || typeof expiresAtMs !== "number" || typeof email !== "string" || typeof role !== "string")
    return undefined;
  return { accessToken, expiresAtMs, email, role };
}
