import { describe, expect, it } from "vitest";
import { formatAddress, maskAddress, networkOf, parseAddress } from "./ip.ts";

describe("an address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9", "203.0.113.x"],
    ["::ffff:203.0.113.9", "203.0.113.9", "203.0.113.x"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1", "2001:db8:0::/48"],
    ["2001:db8::1", "2001:db8::1", "2001:db8:0::/48"],
    ["::1", "::1", "0:0:0::/48"],
    ["fe80::", "fe80::", "fe80:0:0::/48"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", "1:2:3::/48"],
  ])("%s is %s, masked %s", (text, formatted, masked) => {
    const address = parseAddress(text);
    if (address === null) throw new Error("not an address");
    expect(formatAddress(address)).toBe(formatted);
    expect(maskAddress(address)).toBe(masked);
    expect(parseAddress(formatAddress(address))).toEqual(address);
  });

  it.each(["", "1.2.3", "1.2.3.256", "01.2.3.4", "1:2:3", "1::2::3", "::g", "1:2:3:4:5:6:7:8:9", "::1.2.3.4.5"])("%j is none", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it("of IPv6 is known by its /64, of IPv4 by all of it", () => {
    const of = (text: string) => networkOf(parseAddress(text) ?? new Uint8Array()).join();
    expect(of("2001:db8::1")).toBe(of("2001:db8::ffff:1"));
    expect(of("2001:db8::1")).not.toBe(of("2001:db8:0:1::1"));
    expect(of("203.0.113.9")).not.toBe(of("203.0.113.8"));
  });
});
