/** The payment PIN: six digits that are not among those that everybody tries first. */

const PIN_DIGITS = 6;
/** Not made by any of the rules below, and yet tried first: 520 1314 (I love you), keyboard columns and the like. */
const favourites: ReadonlySet<string> = new Set(["520131", "131452", "201314", "147258", "258369", "147852", "159357", "159753", "168168"]);

export function isPin(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** One that a stranger has a good chance to guess within a few tries. */
export function isWeakPin(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10));
  // 111111, 123456, 654321, 135791: every digit so far from the one before.
  if (steps.size === 1) return true;
  // 121212, 123123: a part said again.
  if ([2, 3].some((size) => pin === pin.slice(0, size).repeat(PIN_DIGITS / size))) return true;
  // 112233, 111222: pairs and triples in a row; few digits altogether.
  if (/^(\d)\1(\d)\2(\d)\3$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin) || new Set(digits).size <= 2) return true;
  return isDate(pin) || favourites.has(pin);
}

/** A birthday, as YYMMDD or as DDMMYY: they are in half of all PINs, and on an ID card. */
function isDate(pin: string): boolean {
  const [a, b, c] = [Number(pin.slice(0, 2)), Number(pin.slice(2, 4)), Number(pin.slice(4, 6))];
  const isDay = (day: number) => day >= 1 && day <= 31;
  const isMonth = (month: number) => month >= 1 && month <= 12;
  return isMonth(b) && (isDay(c) || isDay(a));
}
