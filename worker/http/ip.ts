/** Addresses as bytes: 4 of IPv4, 16 of IPv6; IPv4 within IPv6 is IPv4. */
export type Address = Uint8Array<ArrayBuffer>;

/** Null when the text is no address. */
export function parseAddress(text: string): Address | null {
  return text.includes(":") ? parse6(text) : parse4(text);
}

export function formatAddress(address: Address): string {
  if (address.length === 4) return address.join(".");
  const groups = groupsOf(address).map((group) => group.toString(16));
  // RFC 5952: the longest run of zeros, of two at least, is left out.
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return groups.join(":");
  const text = groups.join(":");
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length).replace(/^:/, "")}`;
}

/** What stands for whoever has the address: all of IPv4, the /64 of IPv6, of which one household has all. */
export function networkOf(address: Address): Address {
  return address.length === 4 ? address : address.slice(0, 8);
}

/** The name of the network that stands for an address, where something is counted by it; what is no address stands for itself. */
export function networkText(text: string): string {
  const address = parseAddress(text);
  return address === null ? text : networkOf(address).join(".");
}

/** `203.0.113.x`, or the /48 of IPv6: enough to see that two are close, not to find somebody. */
export function maskAddress(address: Address): string {
  if (address.length === 4) return `${address.slice(0, 3).join(".")}.x`;
  return `${groupsOf(address)
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(":")}::/48`;
}

function groupsOf(address: Address): number[] {
  const view = new DataView(address.buffer, address.byteOffset, 16);
  return Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2));
}

function parse4(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return Uint8Array.from(parts, Number);
}

function parse6(text: string): Address | null {
  // The end of it may be written as IPv4 is.
  const [, head, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  if (head !== undefined && tail !== undefined) {
    const last = parse4(tail);
    if (last === null) return null;
    const view = new DataView(last.buffer);
    return parse6(`${head}${view.getUint16(0).toString(16)}:${view.getUint16(2).toString(16)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [before = [], after] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const zeros = 8 - before.length - (after?.length ?? 0);
  if (after === undefined ? zeros !== 0 : zeros < 1) return null;
  const groups = [...before, ...(after === undefined ? [] : [...Array.from({ length: zeros }, () => "0"), ...after])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const address = new Uint8Array(16);
  const view = new DataView(address.buffer);
  for (const [index, group] of groups.entries()) view.setUint16(index * 2, Number.parseInt(group, 16));
  const isMapped = address.subarray(0, 10).every((byte) => byte === 0) && view.getUint16(10) === 0xffff;
  return isMapped ? address.slice(12) : address;
}
