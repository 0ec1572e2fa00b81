/** Numbers of ours at UnionPay, which takes letters and digits only: ours have one underscore, and no capital letter. */

export function unionPayNumber(number: string): string {
  return number.replace("_", "Z");
}

export function ourNumber(number: string): string {
  return number.replace("Z", "_");
}
