/** Reads everything that the public surface tells, as a stranger would: plain `fetch`, plain JSON. */

export interface WalletTold {
  readonly driver: string;
  readonly wallet: Readonly<Record<"principalMinor" | "bonusMinor" | "reservedMinor" | "debtMinor" | "availableMinor", number>>;
  /** Oldest first. */
  readonly statement: readonly Line[];
  readonly orders: readonly OrderTold[];
}

export interface Line {
  readonly no: number;
  readonly kind: string;
  readonly sourceId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
  readonly lots: readonly { readonly lotId: string; readonly principalMinor: number; readonly bonusMinor: number }[];
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

/** Asks the product. */
export class Reader {
  readonly #baseUrl: string;
  readonly #operator: { readonly email: string; readonly password: string };
  #token = "";

  constructor(baseUrl: string, operator: { readonly email: string; readonly password: string }) {
    this.#baseUrl = baseUrl;
    this.#operator = operator;
  }

  async wallet(driver: string): Promise<WalletTold> {
    const { accessToken } = await this.#ask<{ accessToken: string }>("POST", "/v1/driver/sessions", "", {
      provider: "wechat",
      code: `demo-${driver}`,
    });
    return {
      driver,
      wallet: await this.#ask("GET", "/v1/driver/wallet", accessToken),
      statement: (await this.#pages<Line>("/v1/driver/wallet/statement?", accessToken)).reverse(),
      orders: await this.#pages("/v1/driver/orders?", accessToken),
    };
  }

  async readModels(): Promise<ReadModels> {
    const token = await this.#signIn();
    const dayMs = 86_400_000;
    const range = [Date.now() - 2 * dayMs, Date.now() + 28 * dayMs].map((atMs) => encodeURIComponent(new Date(atMs).toISOString()));
    return {
      orders: await this.#pages("/v1/operator/orders?", token),
      alerts: await this.#pages("/v1/operator/alerts?", token),
      overview: await this.#ask("GET", `/v1/operator/overview?from=${range[0]}&to=${range[1]}`, token),
    };
  }

  async stations(): Promise<readonly StationTold[]> {
    return (await this.#ask<{ items: StationTold[] }>("GET", "/v1/operator/stations", await this.#signIn())).items;
  }

  /** What the provider sent back of a payment; null: nothing. */
  async refundedMinor(transactionId: string): Promise<number | null> {
    const response = await fetch(`${this.#baseUrl}/sandbox/refunds/${transactionId}`);
    if (response.status === 404) return null;
    return ((await response.json()) as { amountMinor: number }).amountMinor;
  }

  /** Has the read models made anew. @returns once they are, or false when they are not within `withinMs` */
  async rebuild(withinMs: number): Promise<boolean> {
    const token = await this.#signIn();
    await this.#ask("POST", "/v1/operator/rebuilds", token, {});
    for (const deadlineMs = Date.now() + withinMs; Date.now() < deadlineMs; ) {
      const { left } = await this.#ask<{ left: number }>("GET", "/v1/operator/rebuilds", token);
      if (left === 0) return true;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return false;
  }

  async #signIn(): Promise<string> {
    if (this.#token === "")
      this.#token = (await this.#ask<{ accessToken: string }>("POST", "/v1/operator/sessions", "", this.#operator)).accessToken;
    return this.#token;
  }

  async #pages<Item>(path: string, token: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: Item[]; nextCursor: string | null } = await this.#ask("GET", `${path}limit=100${after}`, token);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  async #ask<Reply>(method: "GET" | "POST", path: string, token: string, body?: object): Promise<Reply> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Reply;
  }
}
