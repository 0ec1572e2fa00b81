import { realSleep } from "./clock.ts";
import type { Surroundings } from "./http.ts";
import type { StatusChange } from "./status.ts";

/** How a terminal is set up. */
export interface TerminalClientOptions {
  /** Such as `https://fuel.example.com`; the paths of the contract are put behind it. */
  readonly baseUrl: string;
  /** `<stationId>.<name>`, as enrolled by the operator. */
  readonly terminalId: string;
  /** `whsec_…`; two of them while the secret is being changed. */
  readonly secret: string | readonly string[];
  /** Where the outbox lives: on a disk that survives a restart, and for this terminal only. */
  readonly directory: string;
  /** Told to the operator with every heartbeat. */
  readonly softwareVersion: string;
  /** Default 60 000; 0 for none. */
  readonly heartbeatMs?: number;
  /** How long one request may take. Default 15 000. */
  readonly requestTimeoutMs?: number;
  /** So many acknowledged events are kept for the server to ask for again. Default 2000. */
  readonly keepAcknowledged?: number;
  /** Called at every change. It must not throw. */
  readonly onStatus?: (change: StatusChange) => void;
  /** For tests and simulation; the process's own by default. */
  readonly surroundings?: Partial<Surroundings>;
}

/** The process's own network, clock, timers and randomness, where nothing else is given. */
export function surroundingsOf(given: Partial<Surroundings> = {}): Surroundings {
  return { fetch: globalThis.fetch, now: Date.now, sleep: realSleep, random: Math.random, ...given };
}
