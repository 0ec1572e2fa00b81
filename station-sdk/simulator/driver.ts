import { createHash, randomUUID } from "node:crypto";
import { DEVICE_HEADER } from "@forecourt/contract/http/driver";

/** A simulated driver, who uses the public driver API as the app does, against the sandbox providers. */

export interface SimulatedDriverOptions {
  readonly baseUrl: string;
  /** Signs in with the sandbox's WeChat code `demo-<name>`. */
  readonly name: string;
  readonly fetch?: typeof fetch;
}

/** The API said no, or something that is not in the contract. */
export class DriverApiError extends Error {
  override readonly name = "DriverApiError";
  readonly httpStatus: number;
  /** The problem document's code, where there is one. */
  readonly code: string | undefined;

  constructor(call: string, httpStatus: number, code: string | undefined) {
    super(`${call}: HTTP ${httpStatus}${code === undefined ? "" : ` ${code}`}`);
    this.httpStatus = httpStatus;
    this.code = code;
  }
}

/** What the phones of simulated drivers call themselves; a name has always the same one. */
const phones = ["iPhone 15", "HUAWEI Mate 60", "Xiaomi 14", "vivo X100", "OPPO Find X7", "HONOR Magic6", "iPhone 13", "Redmi K70"] as const;

/** See the file's comment. */
export class SimulatedDriver {
  readonly name: string;
  /** A phone of their own, and the same one after a restart: a new one at each sign-in is what a thief's looks like. */
  readonly #device: { readonly id: string; readonly name: string };
  readonly #baseUrl: string;
  readonly #fetch: typeof fetch;
  #accessToken: string | undefined;

  constructor(options: SimulatedDriverOptions) {
    this.name = options.name;
    this.#device = deviceOf(options.name);
    this.#baseUrl = options.baseUrl.replace(/\/+$/, "");
    this.#fetch = options.fetch ?? globalThis.fetch;
  }

  /** What may be spent, minor units. */
  async availableMinor(): Promise<number> {
    return numberAt(await this.#call("GET", "/v1/driver/wallet"), "availableMinor");
  }

  /** Tops up and pays. @returns the order's id */
  async topUp(amountMinor: number): Promise<string> {
    const order = await this.#call("POST", "/v1/driver/topups", { amountMinor, provider: "sandbox" });
    const orderId = stringAt(order, "orderId");
    await this.#call("POST", `/sandbox/payments/${orderId}/pay`, {});
    return orderId;
  }

  /** Tops up by `amountMinor` when less than `belowMinor` is left. */
  async topUpWhenLow(belowMinor: number, amountMinor: number): Promise<void> {
    if ((await this.availableMinor()) < belowMinor) await this.topUp(amountMinor);
  }

  /** A code to show at the pump; good for a minute, and once. */
  async paymentCode(): Promise<string> {
    return stringAt(await this.#call("POST", "/v1/driver/payment-codes", {}), "code");
  }

  async #call(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> {
    this.#accessToken ??= await this.#signIn();
    try {
      return await this.#send(method, path, body, this.#accessToken);
    } catch (error) {
      if (!(error instanceof DriverApiError) || error.httpStatus !== 401) throw error;
      this.#accessToken = await this.#signIn();
      return this.#send(method, path, body, this.#accessToken);
    }
  }

  async #signIn(): Promise<string> {
    return stringAt(
      await this.#send(
        "POST",
        "/v1/driver/sessions",
        { provider: "wechat", code: `demo-${this.name}`, deviceName: this.#device.name },
        undefined,
      ),
      "accessToken",
    );
  }

  async #send(method: "GET" | "POST", path: string, body: unknown, accessToken: string | undefined): Promise<unknown> {
    const response = await this.#fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: {
        accept: "application/json",
        [DEVICE_HEADER]: this.#device.id,
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
        ...(method === "POST" ? { "content-type": "application/json", "idempotency-key": randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw new DriverApiError(
      `${method} ${path}`,
      response.status,
      isRecord(answer) && typeof answer.code === "string" ? answer.code : undefined,
    );
  }
}

function deviceOf(name: string): { readonly id: string; readonly name: string } {
  const digest = createHash("sha256").update(name).digest();
  return { id: digest.toString("hex").slice(0, 32), name: phones[digest.readUInt8(0) % phones.length] ?? phones[0] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function stringAt(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  if (typeof found !== "string") throw new TypeError(`The reply has no ${key}`);
  return found;
}

function numberAt(value: unknown, key: string): number {
  const found = isRecord(value) ? value[key] : undefined;
  if (typeof found !== "number") throw new TypeError(`The reply has no ${key}`);
  return found;
}
