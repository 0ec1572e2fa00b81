/**
 * Numbers of identity cards. A resident of mainland China has 18 characters (GB 11643-1999): six digits of the region, the day of birth,
 * a serial number of three digits, and a check character by ISO 7064 MOD 11-2. Other cards (Hong Kong, Macao, Taiwan, passports) have
 * fewer or more, and no rule that all of them share.
 */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = "10X98765432";

/** As it is kept and compared: no blanks, dashes or brackets, in capitals. */
export const normalIdNumber = (typed: string): string => typed.replace(/[\s\-()（）]/g, "").toUpperCase();

/** Whether a normal number can be one: of 6 to 20 letters and digits, and with the right day and check when it is a resident's. */
export function isIdNumber(number: string): boolean {
  if (!/^[0-9A-Z]{6,20}$/.test(number)) return false;
  return !/^\d{17}[\dX]$/.test(number) || (isDay(number.slice(6, 14)) && CHECKS.charAt(weighed(number) % 11) === number.charAt(17));
}

const weighed = (number: string): number => WEIGHTS.reduce((sum: number, weight, at) => sum + weight * Number(number.charAt(at)), 0);

/** `19491231` is a day; `19490230` is none. */
function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1_850 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
