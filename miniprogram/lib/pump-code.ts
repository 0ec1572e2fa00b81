import { messages } from "../i18n/index.ts";
import { go } from "./navigation.ts";

/** A pump's code is `<origin>/p/<stationId>/<pump>`; WeChat may hand it over encoded, in `q`. */
export interface PumpCode {
  readonly stationId: string;
  readonly pump: number;
}

/** Reads a scanned text; `null` when it isn't a pump's code. */
export function parsePumpCode(text: string): PumpCode | null {
  const plain = decoded(text.trim());
  const match = /\/p\/([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\/([1-9]\d?)(?:[/?#]|$)/.exec(plain);
  return match ? { stationId: match[1] ?? "", pump: Number(match[2]) } : null;
}

function decoded(text: string): string {
  try {
    return /%2F/i.test(text) ? decodeURIComponent(text) : text;
  } catch {
    // Not ours, whatever it is.
    return "";
  }
}

/** Opens the scanner and, for a pump's code, the page that starts it. */
export async function openPumpByScan(): Promise<void> {
  let result: string;
  try {
    result = (await wx.scanCode({ scanType: ["qrCode"] })).result;
  } catch {
    // Closing the scanner is no error.
    return;
  }
  const code = parsePumpCode(result);
  if (!code) {
    void wx.showToast({ title: messages().pay.notPump, icon: "none" });
    return;
  }
  go(`/packages/fuel/authorise/authorise?station=${code.stationId}&pump=${code.pump}`);
}
