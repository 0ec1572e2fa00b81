import { getTableColumns } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";

export type Database = DrizzleD1Database<Record<string, never>>;
export type Value = string | number | null;

/** A statement of drizzle's, or one in plain SQL. */
export interface Write {
  toSQL(): Statement;
}
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

interface Summed {
  readonly table: SQLiteTable;
  readonly key: Readonly<Record<string, string | number>>;
  readonly amounts: Record<string, number>;
}

/**
 * What a batch will write. Sums of the same row are added up first, so that a hundred fills of an hour write one row of figures.
 */
export class Writes {
  readonly db: Database;
  readonly #writes: Statement[] = [];
  readonly #sums = new Map<string, Summed>();
  readonly #once = new Map<string, Statement>();

  constructor(db: Database) {
    this.db = db;
  }

  add(write: Write): void {
    this.#writes.push(write.toSQL());
  }

  /** A statement in plain SQL: for what every fill writes, since making one of drizzle's takes longer than carrying it out. */
  run(sql: string, ...params: readonly Value[]): void {
    this.#writes.push({ sql, params });
  }

  /** The same, but once in this batch, however often it is asked for. */
  once(sql: string, ...params: readonly Value[]): void {
    this.#once.set(JSON.stringify([sql, params]), { sql, params });
  }

  /**
   * A new row, for what every fill writes: the text of the statement is made once for a table and its columns. One that is there already
   * stays as it is: a name that comes twice must not keep an actor's read models from all that comes after.
   *
   * @param computed columns that the data base works out, in SQL; not two things for the same columns of a table
   */
  insert<Table extends SQLiteTable, Computed extends keyof Table["$inferInsert"] = never>(
    table: Table,
    row: Omit<Table["$inferInsert"], Computed>,
    computed?: Readonly<Record<Computed, Statement>>,
  ): void {
    const given = Object.entries(row as Record<string, unknown>).filter(([, value]) => value !== undefined);
    const workedOut = Object.entries<Statement>(computed ?? {});
    const columns = getTableColumns(table);
    const params = given.map(([name, value]) => (value === null ? null : (columns[name]?.mapToDriverValue(value) ?? value)));
    this.#writes.push({
      sql: insertText(
        table,
        given.map(([name]) => name),
        workedOut,
      ),
      params: [...params, ...workedOut.flatMap(([, { params: bound }]) => bound)],
    });
  }

  /** Adds to the columns of a row; the row is made if there is none. @param key every column of the table's primary key */
  sum(table: SQLiteTable, key: Readonly<Record<string, string | number>>, amounts: Readonly<Record<string, number | undefined>>): void {
    const name = JSON.stringify([getTableConfig(table).name, ...Object.values(key)]);
    const sum = this.#sums.get(name) ?? { table, key, amounts: {} };
    for (const [column, amount] of Object.entries(amounts)) {
      if (amount !== undefined && amount !== 0) sum.amounts[column] = (sum.amounts[column] ?? 0) + amount;
    }
    this.#sums.set(name, sum);
  }

  all(): readonly Statement[] {
    return [...this.#writes, ...this.#once.values(), ...[...this.#sums.values()].map(addUp)];
  }
}

const texts = new WeakMap<SQLiteTable, Map<string, string>>();

function insertText(table: SQLiteTable, names: readonly string[], workedOut: readonly (readonly [string, Statement])[]): string {
  const ofTable = texts.get(table) ?? new Map<string, string>();
  texts.set(table, ofTable);
  const all = [...names, ...workedOut.map(([name]) => name)];
  const known = ofTable.get(all.join());
  if (known !== undefined) return known;
  const values = [...names.map(() => "?"), ...workedOut.map(([, { sql }]) => sql)];
  const text = `INSERT INTO ${getTableConfig(table).name} (${columnsOf(table, all).join(", ")}) VALUES (${values.join(", ")}) ON CONFLICT DO NOTHING`;
  ofTable.set(all.join(), text);
  return text;
}

function columnsOf(table: SQLiteTable, names: readonly string[]): readonly string[] {
  const columns = getTableColumns(table);
  return names.map((name) => {
    const column = columns[name];
    if (column === undefined) throw new Error(`there is no column ${name} to write to`);
    return `"${column.name}"`;
  });
}

function addUp({ table, key, amounts }: Summed): Statement {
  const keys = columnsOf(table, Object.keys(key));
  const added = columnsOf(table, Object.keys(amounts));
  const set = added.length === 0 ? "NOTHING" : `UPDATE SET ${added.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")}`;
  return {
    sql: `INSERT INTO ${getTableConfig(table).name} (${[...keys, ...added].join(", ")}) VALUES (${[...keys, ...added].map(() => "?").join(", ")}) ON CONFLICT DO ${set}`,
    params: [...Object.values(key), ...Object.values(amounts)],
  };
}
