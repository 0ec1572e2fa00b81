/** Set by the build for a release; the preview gives its own origin at run time. */
declare const API_ORIGIN: string;

/** Raised when a stored shape changes, so that nothing of an older release is read. */
export const CACHE_VERSION = 1;

export const APP_VERSION = "0.1.0";

let origin: string | undefined;

/** Where the API lives, without a slash at its end. */
export function apiOrigin(): string {
  if (origin === undefined) {
    const ext = wx.getExtConfigSync() as { apiOrigin?: string };
    origin = ext.apiOrigin || API_ORIGIN;
  }
  return origin;
}
