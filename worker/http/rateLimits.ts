import type { Env } from "../env.ts";
import { networkText } from "./ip.ts";
import { Problem } from "./problem.ts";

/** What the platform's rate-limit binding offers, and {@link Window} where there is none. */
export interface Limiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** The period of every limit; the binding knows ten seconds and sixty. */
const PERIOD_S = 60;
/** For isolates without the binding; the same numbers stand in `wrangler.toml`. */
const PER_MINUTE = { signIn: 30, callback: 1_200, caller: 1_200 } as const;
type Kind = keyof typeof PER_MINUTE;

/**
 * What tries a password, a code or a link, or has something sent to somebody: the key is the network it comes from. Renewing a
 * session guesses nothing, since its token is signed, and everybody behind a mobile network's address does it all day.
 */
const SIGN_IN = /^\/v1\/(driver|operator)\/(sessions(?!\/refresh$)|phone-codes|invitations)(\/|$)/;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

const windows: Partial<Record<Kind, Window>> = {};

/**
 * Refuses whoever asks more often than anybody needs to; sane for people, and for terminals that catch up. What is of this
 * machine is not counted in the sandbox: simulators, tests and benchmarks come all from one address.
 */
export async function requireRate(request: Request, pathname: string, env: Env): Promise<void> {
  const ip = addressOf(request, env);
  if (ip === null) return;
  const kind = kindOf(request, pathname);
  const { success } = await limiterOf(kind, env).limit({ key: await keyOf(kind, request, networkText(ip)) });
  if (!success) throw new Problem("too_many_requests", undefined, { retryAfterS: PERIOD_S }, { "retry-after": String(PERIOD_S) });
}

/** The address that a request comes from, if it is one to count. Without one nothing came from outside: the platform names one on every request. */
export function addressOf(request: Request, env: Pick<Env, "PROVIDERS_MODE">): string | null {
  const ip = request.headers.get("cf-connecting-ip");
  return ip === null || (env.PROVIDERS_MODE === "sandbox" && LOOPBACK.test(ip)) ? null : ip;
}

function kindOf({ method }: Request, pathname: string): Kind {
  if (method === "POST" && SIGN_IN.test(pathname)) return "signIn";
  return pathname.startsWith("/callbacks/") ? "callback" : "caller";
}

/** A session, a terminal, or a network. Of a token only a name is made: it goes to another service. */
async function keyOf(kind: Kind, request: Request, network: string): Promise<string> {
  const credential = request.headers.get("authorization") ?? request.headers.get("forecourt-terminal");
  // Made-up credentials must not buy fresh counts where passwords are tried.
  if (kind !== "caller" || credential === null) return `${kind}/${network}`;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(credential));
  const name = btoa(String.fromCharCode(...new Uint8Array(digest).subarray(0, 12)));
  return `${kind}/${network}/${name}`;
}

function limiterOf(kind: Kind, env: Env): Limiter {
  const bound = { signIn: env.LIMIT_SIGN_IN, callback: env.LIMIT_CALLBACK, caller: env.LIMIT_CALLER }[kind];
  if (bound !== undefined) return bound;
  const own = windows[kind] ?? new Window(PER_MINUTE[kind], PERIOD_S * 1000);
  windows[kind] = own;
  return own;
}

/** Keys that one isolate remembers. */
const KEYS_MAX = 20_000;

/** Counts by fixed windows, in the memory of one isolate. */
export class Window implements Limiter {
  readonly #countMax: number;
  readonly #periodMs: number;
  readonly #counts = new Map<string, number>();
  #endsAtMs = 0;

  constructor(countMax: number, periodMs: number) {
    this.#countMax = countMax;
    this.#periodMs = periodMs;
  }

  async limit({ key }: { readonly key: string }): Promise<{ readonly success: boolean }> {
    const now = Date.now();
    if (now >= this.#endsAtMs || this.#counts.size >= KEYS_MAX) {
      this.#counts.clear();
      this.#endsAtMs = now + this.#periodMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return { success: count <= this.#countMax };
  }
}
