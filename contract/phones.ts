/**
 * Phone numbers. Personal data: a number is in the request that names it and in the SMS that goes to it, and nowhere else
 * in plain text. Kept are a keyed hash (to find it), a ciphertext (to send to it) and its last four digits (to show it).
 */

/** Where codes are sent to: by country code, what a mobile number looks like there. Anywhere else an SMS costs too much to give away. */
const mobiles: Readonly<Record<string, RegExp>> = {
  "86": /^1[3-9]\d{9}$/,
  "852": /^[4-9]\d{7}$/,
  "853": /^6\d{7}$/,
  "886": /^9\d{8}$/,
};

/**
 * A number as it is typed, as one that can be called: `+` and digits (E.164). Without a country code it is mainland China's.
 * Null when it is no mobile number of a country that we send to.
 */
export function normalPhone(text: string): string | null {
  const bare = text.normalize("NFKC").replace(/[\s().·-]/g, "");
  const [, international] = /^(?:\+|00)(\d{8,15})$/.exec(bare) ?? [];
  if (international === undefined) return mobiles["86"]?.test(bare) === true ? `+86${bare}` : null;
  for (const [country, pattern] of Object.entries(mobiles)) {
    if (!international.startsWith(country)) continue;
    // Taiwan writes a leading nought at home that is not dialled from abroad.
    const rest = international.slice(country.length).replace(/^0/, "");
    if (pattern.test(rest)) return `+${country}${rest}`;
  }
  return null;
}

/** What may be shown and searched for. */
export function phoneTail(phone: string): string {
  return phone.slice(-4);
}
