import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Hopeless } from "../runtime/definition.ts";
import { pushCommand } from "./push.ts";

const secret = `whsec_${btoa("a secret of the tests, 24 b")}`;
const command = { cursor: 7, type: "release", data: { fuelingId: "fue_1" } } as unknown as Parameters<typeof pushCommand>[0]["command"];
const push = (url: string) => pushCommand({ to: "endpoint", url, secret, command }, AbortSignal.timeout(1_000));
const answering = (status: number, headers: Record<string, string> = {}) =>
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status, headers }));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a command that is pushed to a station's endpoint", () => {
  it("goes there signed, and a redirect is followed nowhere", async () => {
    const fetched = answering(204);
    await push("https://pos.station.cn/forecourt");
    const [, init] = fetched.mock.calls[0] ?? [];
    expect(init?.redirect).toBe("manual");
    expect(new Webhook(secret).verify(String(init?.body), init?.headers as Record<string, string>)).toEqual(command);
    answering(307, { location: "http://169.254.169.254/latest/meta-data" });
    await expect(push("https://pos.station.cn/forecourt")).rejects.toThrow("answered 307");
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  // However it came into the journal: by an older rule, or by somebody who got round it.
  it.each([
    "http://pos.station.cn/",
    "https://pos.station.cn:8443/",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://10.0.0.8/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://metadata.google.internal/",
    "https://10.0.0.1.nip.io/",
  ])("never goes to %s, and is not tried again", async (url) => {
    const fetched = answering(204);
    await expect(push(url)).rejects.toThrow(Hopeless);
    expect(fetched).not.toHaveBeenCalled();
  });
});
