import { ApiError, wxAsync } from "./async.ts";

/** Storage that the runtime needs of `localStorage`. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** WeChat's limits: 10 MB in all, 1 MB for one key. */
const TOTAL_KB = 10_240;
const VALUE_CHARS_MAX = 1_048_576;
const PREFIX = "mp:";

/** `wx.setStorage` and its kin. Values keep their type; a value too large is refused, as WeChat does. */
export function storageApi(store: Store) {
  const keys = () => {
    const found: string[] = [];
    for (let index = 0; index < store.length; index += 1) {
      const key = store.key(index);
      if (key?.startsWith(PREFIX)) found.push(key.slice(PREFIX.length));
    }
    return found;
  };
  const get = (key: string): unknown => {
    const text = store.getItem(PREFIX + key);
    return text === null ? "" : (JSON.parse(text) as unknown);
  };
  const set = (key: string, data: unknown) => {
    const text = JSON.stringify(data ?? "");
    if (text.length > VALUE_CHARS_MAX) throw new ApiError("entry size limit reached");
    store.setItem(PREFIX + key, text);
  };
  const remove = (key: string) => store.removeItem(PREFIX + key);
  const clear = () => {
    for (const key of keys()) remove(key);
  };
  const info = () => {
    const all = keys();
    const chars = all.reduce((sum, key) => sum + (store.getItem(PREFIX + key)?.length ?? 0), 0);
    return { keys: all, currentSize: Math.ceil(chars / 1024), limitSize: TOTAL_KB };
  };
  return {
    getStorageSync: get,
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: wxAsync<{ key: string }>("getStorage", ({ key }) => {
      if (!keys().includes(key)) throw new ApiError("data not found");
      return { data: get(key) };
    }),
    setStorage: wxAsync<{ key: string; data: unknown }>("setStorage", ({ key, data }) => {
      set(key, data);
      return undefined;
    }),
    removeStorage: wxAsync<{ key: string }>("removeStorage", ({ key }) => {
      remove(key);
      return undefined;
    }),
    clearStorage: wxAsync("clearStorage", () => {
      clear();
      return undefined;
    }),
    getStorageInfo: wxAsync("getStorageInfo", info),
  };
}
