/**
 * A stand-in for a vendor that speaks the vendor's own protocol: a function from requests to answers, so that it runs as
 * an HTTP server (`serve.ts`) as well as inside a test of workerd.
 */
export interface Counterpart {
  readonly name: string;
  /** Answers the vendor's calls, its payers' pages (`/cashier…`), and whoever plays tricks with it (`/control/…`). */
  handle(request: Request): Promise<Response>;
}

/**
 * What may go wrong with a call. `timeout_before`: nothing is done, and no answer comes. `error_500`, `unsigned_4xx`: nothing is done
 * either. The others are carried out: `lost` is never answered, `slow` late, `garbage` with what nobody can read, `forged` with a
 * signature that is not the vendor's, where there are any.
 */
export const mishaps = ["error_500", "lost", "timeout_before", "unsigned_4xx", "forged", "slow", "garbage"] as const;
export type Mishap = (typeof mishaps)[number];

/** How late `slow` is: longer than any call takes, and nothing that a caller would give up. */
const SLOW_MS = 500;

/** What becomes of the notifications. */
export interface Notifying {
  readonly how: "sent" | "lost" | "held" | "reversed";
  /** Times that each is sent, at once. */
  readonly times: number;
}

/** The answer that never arrives: whoever carries it breaks the connection. */
export const LOST = "x-counterpart-lost";
export function lost(): Response {
  return new Response(null, { status: 599, headers: { [LOST]: "1" } });
}

/** What whoever plays tricks with a counterpart asks for. */
export interface Wish {
  readonly call?: string;
  readonly mishap?: Mishap;
  readonly times?: number;
  readonly notifying?: Partial<Notifying>;
  readonly calm?: boolean;
  /** Another amount than the order's; minor units. */
  readonly amountMinor?: number;
}

/** What is to go wrong, as a test has said: calls by their name, each so many times. */
export class Mischief {
  readonly #planned = new Map<string, { mishap: Mishap; times: number }>();
  notifying: Notifying = { how: "sent", times: 1 };
  /** Calls that came, by name. */
  readonly calls: Record<string, number> = {};
  /** Why calls were refused: what the merchant got wrong. */
  readonly refused: string[] = [];

  /** @param call by its name, about whatever; or `<name> <id>`: about that alone, where the vendor tells its calls apart */
  plan(call: string, mishap: Mishap, times = 1): void {
    this.#planned.set(call, { mishap, times });
  }

  /** Counts a call, and says what goes wrong with it; null: nothing. */
  #next(call: string, about: string): Mishap | null {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
    const planned = this.#planned.get(`${call} ${about}`) ?? this.#planned.get(call);
    if (planned === undefined || planned.times <= 0) return null;
    planned.times--;
    return planned.mishap;
  }

  /**
   * Answers a call, with what was planned befalling it. What takes the vendor's own words, such as a forged signature, is for
   * `carryOut`, which is told.
   *
   * @param failed the vendor's 500
   * @param about the id of what the call is about
   */
  async answer(
    call: string,
    carryOut: (mishap: Mishap | null) => Response | Promise<Response>,
    failed: () => Response | Promise<Response> = () => Response.json({}, { status: 500 }),
    about = "",
  ): Promise<Response> {
    const mishap = this.#next(call, about);
    if (mishap === "timeout_before") return lost();
    if (mishap === "error_500") return failed();
    const answered = await carryOut(mishap);
    if (mishap === "slow") await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    if (mishap === "lost") return lost();
    return mishap === "garbage" ? new Response("<html>") : answered;
  }

  /** What `POST /control/mischief` says. `calm`: nothing is to go wrong any more. */
  obey(wish: Wish): void {
    if (wish.calm === true) {
      this.#planned.clear();
      this.notifying = { how: "sent", times: 1 };
    }
    if (wish.call !== undefined && wish.mishap !== undefined) this.plan(wish.call, wish.mishap, wish.times);
    if (wish.notifying !== undefined) this.notifying = { ...this.notifying, ...wish.notifying };
  }
}

/** Carries a notification to the merchant; answers the status. */
export type Deliver = (request: Request) => Promise<number>;

/** Notifications on their way: sent, lost, held back, in reverse, or many times. */
export class Outbox {
  readonly #mischief: Mischief;
  readonly #deliver: Deliver;
  readonly #held: (() => Promise<Request>)[] = [];
  /** What each was answered. */
  readonly answers: number[] = [];

  constructor(mischief: Mischief, deliver: Deliver) {
    this.#mischief = mischief;
    this.#deliver = deliver;
  }

  async send(make: () => Promise<Request>): Promise<void> {
    const { how, times } = this.#mischief.notifying;
    if (how === "lost") return;
    if (how !== "sent") {
      this.#held.push(make);
      return;
    }
    await this.#carry(make, times);
  }

  /** Sends what was held back. */
  async release(): Promise<void> {
    const held = this.#mischief.notifying.how === "reversed" ? this.#held.reverse() : this.#held;
    for (const make of held.splice(0)) await this.#carry(make, this.#mischief.notifying.times);
  }

  /** One that the vendor would never have sent. @returns what it was answered */
  async forge(make: () => Promise<Request>): Promise<number> {
    return this.#deliver(await make());
  }

  async #carry(make: () => Promise<Request>, times: number): Promise<void> {
    const request = await make();
    const answers = await Promise.all(Array.from({ length: times }, () => this.#deliver(request.clone() as Request)));
    this.answers.push(...answers);
  }
}

/** What a payer may do on a page: a button that posts, by its name. */
export interface CashierButton {
  readonly id: string;
  readonly words: string;
  readonly action: string;
}

/** A payer's page, with a button for each thing that they may do. */
export function cashierPage(
  title: string,
  lines: readonly string[],
  buttons: readonly CashierButton[],
  hidden: Readonly<Record<string, string>>,
): Response {
  const inputs = hiddenInputs(hidden);
  const forms = buttons.map(({ id, words, action }, index) => {
    const kind = index === 0 ? "" : ` class="other"`;
    return `<form method="post" action="${escaped(action)}">${inputs}<button id="${id}"${kind}>${escaped(words)}</button></form>`;
  });
  return html(`<title>${escaped(title)}</title>
<style>body{font:16px system-ui;margin:0;padding:32px 24px;max-width:420px;color-scheme:light dark}h1{font-size:20px}
button{font:inherit;padding:12px 24px;border:0;border-radius:8px;background:#07893f;color:#fff;width:100%;margin-top:16px}.other{background:#6b7280}</style>
<h1>${escaped(title)}</h1>${lines.map((line) => `<p>${escaped(line)}</p>`).join("")}${forms.join("")}`);
}

/** A page that has the payer's browser post this at once. */
export function postingPage(action: string, fields: Readonly<Record<string, string>>): Response {
  return html(`<form method="post" action="${escaped(action)}">${hiddenInputs(fields)}</form><script>document.forms[0].submit()</script>`);
}

function html(body: string): Response {
  const page = `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${body}</html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8", "access-control-allow-origin": "*" } });
}

function hiddenInputs(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
