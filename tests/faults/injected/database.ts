import { current, step } from "./control.ts";

/** What a statement does, which the platform's own does not tell. */
const texts = new WeakMap<D1PreparedStatement, string>();

/** As the platform says it. */
const failure = (): Error => new Error("D1_ERROR: Network connection lost.");

/** D1 that can fail, before its work or after it. */
export function faultyDatabase(db: D1Database): D1Database {
  return {
    prepare: (sql: string) => faultyStatement(db.prepare(sql), sql),
    batch: (statements: D1PreparedStatement[]) => run("batch", () => applyTwice(db, statements)),
  } as unknown as D1Database;
}

/** The platform's own statement, which alone a batch takes, with its calls replaced. */
function faultyStatement(statement: D1PreparedStatement, sql: string): D1PreparedStatement {
  texts.set(statement, sql);
  const bind = statement.bind.bind(statement);
  statement.bind = (...values: unknown[]) => faultyStatement(bind(...values), sql);
  const table = /^insert into "(\w+)"/i.exec(sql)?.[1];
  const name = table === undefined ? "statement" : `insert ${table}`;
  for (const method of ["run", "all", "raw", "first"] as const) {
    const call = (statement[method] as (...all: unknown[]) => Promise<unknown>).bind(statement);
    Object.defineProperty(statement, method, { value: (...all: unknown[]) => run(name, () => call(...all)) });
  }
  return statement;
}

/** A batch; and its figures once more, when that is the bug. */
async function applyTwice(db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  const results = await db.batch(statements);
  const figures = statements.filter((statement) => texts.get(statement)?.includes("figures_hourly"));
  if (current().bug === "projection applied twice" && figures.length > 0) await db.batch(figures);
  return results;
}

async function run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  await step(`before d1 ${name}`);
  // The sandbox's books stand for a provider's.
  const { database, provider } = current();
  const isProviders = name.startsWith("insert sandbox_");
  if (database === "fails" || (isProviders && provider === "fails")) throw failure();
  const result = await work();
  if (database === "half" || (isProviders && provider === "half")) throw failure();
  await step(`after d1 ${name}`);
  return result;
}
