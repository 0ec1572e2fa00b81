import { ProviderUnreachable } from "./port.ts";

/** A vendor may take so long. A delivery of the wallet waits 15 s in all, and may make two calls. */
const CALL_MS = 6_000;

/** What a vendor has answered, read to its end, with nothing believed yet. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Calls a vendor. @throws ProviderUnreachable when no whole answer comes back in time; the call may have been carried out */
export async function callVendor(url: string, init: RequestInit): Promise<VendorAnswer> {
  const { status, headers, bytes } = await fetchVendor(url, init);
  return { status, headers, text: new TextDecoder().decode(bytes) };
}

/** {@link callVendor} for what is no text. */
export async function fetchVendor(url: string, init: RequestInit): Promise<Omit<VendorAnswer, "text"> & { readonly bytes: ArrayBuffer }> {
  try {
    // A redirect would carry signed headers to whomever it names.
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(CALL_MS) });
    return { status: response.status, headers: response.headers, bytes: await response.arrayBuffer() };
  } catch (error) {
    throw new ProviderUnreachable(`no answer: ${error instanceof Error ? error.name : "failure"}`);
  }
}
