/** What was found wrong, and what was looked at. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Violation {
  readonly kind: string;
  readonly facts: Facts;
}

export class Report {
  readonly violations: Violation[] = [];
  readonly looked: Record<string, number> = {};

  add(kind: string, facts: object): void {
    this.violations.push({ kind, facts: facts as Facts });
  }

  /** @param told what the product says; a violation of this kind when it is not what it should be */
  same(kind: string, about: object, expected: number, told: number): void {
    if (expected !== told) this.add(kind, { ...about, expected, told });
  }

  get kinds(): readonly string[] {
    return [...new Set(this.violations.map(({ kind }) => kind))];
  }

  toString(): string {
    const looked = Object.entries(this.looked).map(([what, count]) => `${count} ${what}`);
    const found = this.violations.map(({ kind, facts }) => `  ${kind} ${JSON.stringify(facts)}`);
    return [`looked at ${looked.join(", ")}`, found.length === 0 ? "no violation" : `${found.length} violations`, ...found].join("\n");
  }
}
