import { until } from "../kit/until.ts";

/** Reads everything that the public surface tells, as a stranger would: plain `fetch`, plain JSON. */

export interface WalletTold {
  readonly driver: string;
  readonly wallet: Readonly<Record<"principalMinor" | "bonusMinor" | "reservedMinor" | "debtMinor" | "availableMinor", number>>;
  /** Oldest first. */
  readonly statement: readonly Line[];
  readonly orders: readonly OrderTold[];
}

/** What is in a lot, what a movement added to it, or took from it. */
export interface LotTold {
  readonly lotId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
}

export interface Line {
  readonly no: number;
  readonly kind: string;
  readonly sourceId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
  readonly lots: readonly LotTold[];
  readonly balance: Readonly<Record<"principalMinor" | "bonusMinor" | "debtMinor", number>>;
  readonly fueling?: {
    readonly fuelingId: string;
    readonly stationId: string;
    readonly grade: string;
    readonly volumeMl: number;
    readonly unitPriceMilli: number;
    readonly amountMinor: number;
    readonly transactionId: string;
  };
  readonly previousHash: string;
  readonly hash: string;
}

export interface OrderTold {
  readonly orderId: string;
  readonly kind: "topup" | "fueling";
  readonly state: string;
  readonly amountMinor: number;
  readonly createdAt: string;
  readonly fueling?: { readonly stationId: string; readonly volumeMl: number; readonly transactionId: string };
}

export interface Totals {
  readonly toppedUpMinor: number;
  readonly topups: number;
  readonly bonusMinor: number;
  readonly fueledMinor: number;
  readonly fuelings: number;
  readonly volumeMl: number;
}

export interface AlertTold {
  readonly alertId: string;
  readonly kind: string;
  readonly subjectId: string;
}

/** What a rebuild must bring back as it was. */
export interface ReadModels {
  readonly orders: readonly OrderTold[];
  readonly alerts: readonly AlertTold[];
  readonly overview: {
    readonly totals: Totals;
    readonly byStation: readonly {
      readonly stationId: string;
      readonly fueledMinor: number;
      readonly fuelings: number;
      readonly volumeMl: number;
    }[];
    readonly liability: Readonly<Record<"principalMinor" | "bonusMinor" | "debtMinor", number>>;
  };
}

export interface StationTold {
  readonly stationId: string;
  readonly totals: readonly { readonly grade: string; readonly volumeMl: number; readonly amountMinor: number; readonly count: number }[];
  readonly fuelings: readonly { readonly fuelingId: string; readonly state: string }[];
}

/** Longer than a message is under way. */
const QUIET_MS = 5_000;

/** Asks the product. */
export class Reader {
  readonly #baseUrl: string;
  readonly #operator: { readonly email: string; readonly password: string };
  #token = "";

  constructor(baseUrl: string, operator: { readonly email: string; readonly password: string }) {
    this.#baseUrl = baseUrl;
    this.#operator = operator;
  }

  /** @param account the one that the driver began: when they now come to another, it has become part of that, and its wallet is empty */
  async wallet(driver: string, account?: string): Promise<WalletTold> {
    const { accessToken, driver: found } = await this.session(driver);
    if (account !== undefined && found.driverId !== account) {
      return {
        driver,
        wallet: { principalMinor: 0, bonusMinor: 0, reservedMinor: 0, debtMinor: 0, availableMinor: 0 },
        statement: (await this.pages<Line>(`/v1/driver/wallet/statement?account=${account}&`, accessToken)).reverse(),
        orders: await this.pages(`/v1/driver/orders?account=${account}&`, accessToken),
      };
    }
    return {
      driver,
      wallet: await this.ask("GET", "/v1/driver/wallet", accessToken),
      statement: (await this.pages<Line>("/v1/driver/wallet/statement?", accessToken)).reverse(),
      orders: await this.pages("/v1/driver/orders?", accessToken),
    };
  }

  async readModels(): Promise<ReadModels> {
    const token = await this.signIn();
    const dayMs = 86_400_000;
    const range = [Date.now() - 2 * dayMs, Date.now() + 28 * dayMs].map((atMs) => encodeURIComponent(new Date(atMs).toISOString()));
    return {
      orders: await this.pages("/v1/operator/orders?", token),
      alerts: await this.pages("/v1/operator/alerts?", token),
      overview: await this.ask("GET", `/v1/operator/overview?from=${range[0]}&to=${range[1]}`, token),
    };
  }

  async stations(): Promise<readonly StationTold[]> {
    const token = await this.signIn();
    const listed = await this.pages<{ readonly stationId: string }>("/v1/operator/stations?", token);
    return Promise.all(listed.map(({ stationId }) => this.ask<StationTold>("GET", `/v1/operator/stations/${stationId}`, token)));
  }

  /** What the provider sent back of a payment; null: nothing. */
  async refundedMinor(transactionId: string): Promise<number | null> {
    const response = await fetch(`${this.#baseUrl}/sandbox/refunds/${transactionId}`);
    if (response.status === 404) return null;
    return ((await response.json()) as { amountMinor: number }).amountMinor;
  }

  /** Resolves once nothing has been taken into the read models for a while: what a look has set off, such as orders that have run out, has arrived. */
  async quiet(): Promise<void> {
    let last = { asOf: "", sinceMs: 0 };
    const isQuiet = async () => {
      const { readModelsAsOf: asOf } = await this.ask<{ readModelsAsOf: string }>("GET", "/healthz", "");
      if (asOf !== last.asOf) last = { asOf, sinceMs: performance.now() };
      return performance.now() - last.sinceMs > QUIET_MS;
    };
    await until(isQuiet, "the read models are at rest");
  }

  /** Has the read models made anew. @returns once they are, or false when they are not within `withinMs` */
  async rebuild(withinMs: number): Promise<boolean> {
    const token = await this.signIn();
    await this.ask("POST", "/v1/operator/rebuilds", token, {});
    const isDone = async () => (await this.ask<{ left: number }>("GET", "/v1/operator/rebuilds", token)).left === 0;
    return until(isDone, "the read models are made anew", withinMs).catch(() => false);
  }

  /** @returns a driver's access token */
  async signInDriver(driver: string): Promise<string> {
    return (await this.session(driver)).accessToken;
  }

  /** @param driver a WeChat account, or a phone number */
  session(driver: string): Promise<{ readonly accessToken: string; readonly driver: { readonly driverId: string } }> {
    const provider = /^\d{11}$/.test(driver) ? "wechat_phone" : "wechat";
    return this.ask("POST", "/v1/driver/sessions", "", { provider, code: `demo-${driver}` });
  }

  /** @returns the operator's access token */
  async signIn(): Promise<string> {
    if (this.#token === "")
      this.#token = (await this.ask<{ accessToken: string }>("POST", "/v1/operator/sessions", "", this.#operator)).accessToken;
    return this.#token;
  }

  /** All items of a list. @param path ends with `?` or with a parameter and `&` */
  async pages<Item>(path: string, token: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: Item[]; nextCursor: string | null } = await this.ask("GET", `${path}limit=100${after}`, token);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** @param token empty: nobody's. @throws when the answer is not 2xx */
  async ask<Reply>(method: "GET" | "POST", path: string, token: string, body?: object): Promise<Reply> {
    return JSON.parse(await this.text(method, path, token, body)) as Reply;
  }

  /** As {@link ask}, where the answer is no JSON. */
  async text(method: "GET" | "POST", path: string, token: string, body?: object): Promise<string> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.text();
  }
}
