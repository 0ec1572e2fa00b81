/** The callback triple that every asynchronous `wx` call takes. */
export interface Callbacks {
  success?: (result: Record<string, unknown>) => void;
  fail?: (error: { errMsg: string; errno?: number }) => void;
  complete?: (result: Record<string, unknown>) => void;
}

/** A refusal with WeChat's reason, without the `<api>:fail ` before it. */
export class ApiError extends Error {}

/**
 * Gives a promise-returning function WeChat's two faces: with a callback it returns nothing and calls back, without one it returns
 * a promise.
 */
export function wxAsync<Options extends object>(
  name: string,
  run: (options: Options & Callbacks) => Promise<object | undefined> | object | undefined,
): (options?: Options & Callbacks) => Promise<unknown> | undefined {
  return (given) => {
    const options = given ?? ({} as Options & Callbacks);
    const work = (async () => ({ ...(await run(options)), errMsg: `${name}:ok` }))().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw Object.assign(new Error(reason), { errMsg: reason.startsWith(`${name}:`) ? reason : `${name}:fail ${reason}` });
    });
    if (!options.success && !options.fail && !options.complete) return work;
    work.then(
      (result) => {
        options.success?.(result);
        options.complete?.(result);
      },
      (error: { errMsg: string }) => {
        const plain = { errMsg: error.errMsg };
        options.fail?.(plain);
        options.complete?.(plain);
      },
    );
    return undefined;
  };
}

/** A set of listeners with WeChat's `onX` and `offX`. */
export function wxEvent<Value>(): {
  on(listener: (value: Value) => void): void;
  off(listener?: (value: Value) => void): void;
  emit(value: Value): void;
} {
  const listeners = new Set<(value: Value) => void>();
  return {
    on: (listener) => void listeners.add(listener),
    off: (listener) => (listener ? void listeners.delete(listener) : listeners.clear()),
    emit: (value) => {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
