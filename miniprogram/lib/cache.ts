import { CACHE_VERSION } from "./config.ts";

interface Entry<Data> {
  readonly version: number;
  readonly atMs: number;
  readonly data: Data;
}

const PREFIX = "cache:";
const running = new Map<string, Promise<unknown>>();

/** What is kept under a key, however old; `undefined` when nothing is. For the first frame, while the fresh copy is on its way. */
export function peek<Data>(key: string): Data | undefined {
  return read<Data>(key)?.data;
}

/**
 * The kept copy while it is younger than `ttlMs`, else a fresh one. Two pages that ask at once share one request.
 *
 * @param ttlMs 0 always asks
 */
export async function cached<Data>(key: string, ttlMs: number, fetch: () => Promise<Data>): Promise<Data> {
  const entry = read<Data>(key);
  if (entry && Date.now() - entry.atMs < ttlMs) return entry.data;
  const known = running.get(key) as Promise<Data> | undefined;
  if (known) return known;
  const work = fetch();
  running.set(key, work);
  try {
    const data = await work;
    if (running.get(key) === work) put(key, data);
    return data;
  } finally {
    if (running.get(key) === work) running.delete(key);
  }
}

export function put<Data>(key: string, data: Data): void {
  const entry: Entry<Data> = { version: CACHE_VERSION, atMs: Date.now(), data };
  try {
    wx.setStorageSync(PREFIX + key, entry);
  } catch {
    // A full phone costs a request later, nothing else.
  }
}

/** Makes the next {@link cached} ask again; the old copy can still be {@link peek}ed at. */
export function invalidate(...keys: readonly string[]): void {
  for (const key of keys) {
    const entry = read(key);
    if (entry) wx.setStorageSync(PREFIX + key, { ...entry, atMs: 0 });
  }
}

/** Forgets everything, with what is on its way: it may be about another driver. */
export function clearCache(): void {
  running.clear();
  for (const key of wx.getStorageInfoSync().keys) if (key.slice(0, PREFIX.length) === PREFIX) wx.removeStorageSync(key);
}

function read<Data>(key: string): Entry<Data> | undefined {
  const entry = wx.getStorageSync(PREFIX + key) as Entry<Data> | "";
  return entry && entry.version === CACHE_VERSION ? entry : undefined;
}
