/** Two tellings of the same figures, held against one another number by number. */

/** `totals.fueledMinor`, `byStation[hongqiao].volumeMl`, … */
export type Flat = ReadonlyMap<string, number | null>;

export interface Difference {
  readonly figure: string;
  /** undefined: it does not have this figure. */
  readonly dashboard: number | null | undefined;
  readonly journals: number | null | undefined;
}

/** What tells a line of a breakdown from the others. */
const NAMES = ["stationId", "grade", "provider", "packageId", "from", "day", "days", "regionId", "currency", "kind"] as const;

/**
 * Every number of a reply under its path. Lines of a breakdown go by what they are about, in whatever order they come;
 * text is no figure.
 *
 * @param leaveOut members, wherever they are, that have nothing to be compared with
 */
export function flatten(value: unknown, leaveOut: readonly string[] = []): Flat {
  const found = new Map<string, number | null>();
  const walk = (path: string, at: unknown): void => {
    if (typeof at === "number" || at === null) found.set(path, at);
    else if (Array.isArray(at)) for (const line of at) walk(`${path}[${nameOf(line as Line)}]`, withoutName(line as Line));
    else if (typeof at === "object") {
      for (const [name, member] of Object.entries(at as Line))
        if (!leaveOut.includes(name)) walk(path === "" ? name : `${path}.${name}`, member);
    }
  };
  walk("", value);
  return found;
}

/** What does not agree. A line that one of them leaves out says zero. */
export function compare(dashboard: Flat, journals: Flat): readonly Difference[] {
  const figures = new Set([...dashboard.keys(), ...journals.keys()]);
  return [...figures].flatMap((figure) => {
    const [told, counted] = [dashboard.get(figure), journals.get(figure)];
    const inLine = figure.includes("[");
    const agree = told === counted || (inLine && (told ?? 0) === (counted ?? 0) && (told === undefined || counted === undefined));
    return agree ? [] : [{ figure, dashboard: told, journals: counted }];
  });
}

type Line = Readonly<Record<string, unknown>>;

function nameOf(line: Line): string {
  if ("weekday" in line) return `${line.weekday} ${line.hour}`;
  const name = NAMES.find((one) => one in line);
  if (name === undefined) throw new Error(`a line has no name: ${JSON.stringify(line)}`);
  return String(line[name]);
}

function withoutName(line: Line): Line {
  return Object.fromEntries(
    Object.entries(line).filter(([name]) => name !== "weekday" && name !== "hour" && !NAMES.some((one) => one === name)),
  );
}
