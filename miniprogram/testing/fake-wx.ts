interface Answer {
  readonly statusCode: number;
  readonly data: unknown;
}

interface RequestOptions {
  readonly url: string;
  readonly method: string;
  readonly header: Readonly<Record<string, string>>;
  readonly data?: unknown;
  success(answer: Answer): void;
  fail(error: { errMsg: string }): void;
}

/** What the app uses of `wx` outside its pages, in memory. */
export interface FakeWx {
  readonly storage: Map<string, unknown>;
  readonly requests: RequestOptions[];
  /** Answers each request; an error's message fails it as a lost network would. */
  respond: (request: RequestOptions) => Answer | Error;
}

/** Puts a fresh `wx` in place; call it before the module under test is imported. */
export function installFakeWx(): FakeWx {
  const fake: FakeWx = { storage: new Map(), requests: [], respond: () => ({ statusCode: 200, data: {} }) };
  const wx = {
    getStorageSync: (key: string) => structuredClone(fake.storage.get(key)) ?? "",
    setStorageSync: (key: string, value: unknown) => void fake.storage.set(key, structuredClone(value)),
    removeStorageSync: (key: string) => void fake.storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...fake.storage.keys()] }),
    getExtConfigSync: () => ({ apiOrigin: "https://api.test" }),
    getAppBaseInfo: () => ({ language: "zh_CN", theme: "light" }),
    request(options: RequestOptions) {
      fake.requests.push(options);
      queueMicrotask(() => {
        const answer = fake.respond(options);
        if (answer instanceof Error) options.fail({ errMsg: `request:fail ${answer.message}` });
        else options.success(answer);
      });
    },
  };
  Object.assign(globalThis, { wx, API_ORIGIN: "" });
  return fake;
}
