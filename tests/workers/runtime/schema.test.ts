import { ActorHost } from "@forecourt/durable-objects/runtime/host";
import { migrate, runtimeSteps } from "@forecourt/durable-objects/runtime/schema";
import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";
import { metered } from "./meter.ts";
import { toy } from "./ToyActor.ts";

const noteColumn = "ALTER TABLE journal ADD COLUMN note TEXT NOT NULL DEFAULT 'none'";
const extraTable = "CREATE TABLE extra (id INTEGER PRIMARY KEY); INSERT INTO extra (id) VALUES (1)";

const version = (storage: DurableObjectStorage) => storage.sql.exec<{ version: number }>("SELECT version FROM schema_steps").one().version;

/** An actor with data in the tables of the released version. */
async function used() {
  const actor = new Toy();
  await actor.give({ type: "Add", amount: 5 });
  await actor.settle();
  return actor;
}

describe("the tables", () => {
  test("go from one version to a later one with what is in them", async () => {
    const actor = await used();
    const after = await actor.inside((_, { storage }) => {
      migrate(storage, [...runtimeSteps, noteColumn]);
      migrate(storage, [...runtimeSteps, noteColumn, extraTable]);
      return {
        version: version(storage),
        rows: storage.sql.exec("SELECT seq, note, (SELECT id FROM extra) AS extra FROM journal").toArray(),
      };
    });
    expect(after).toEqual({ version: runtimeSteps.length + 2, rows: [{ seq: 1, note: "none", extra: 1 }] });
  });

  test("run only the steps that they have not run", async () => {
    const actor = await used();
    await actor.inside((_, { storage }) => {
      migrate(storage, [...runtimeSteps, extraTable]);
      // Running it twice would fail: the table is there.
      expect(() => migrate(storage, [...runtimeSteps, extraTable, noteColumn])).not.toThrow();
    });
  });

  test("that are up to date are not written to", async () => {
    const actor = await used();
    const rows = await actor.inside((_, ctx) => {
      const { storage, meter } = metered(ctx.storage);
      migrate(storage);
      return meter.sqlRows();
    });
    expect(rows).toBe(0);
  });

  test("stay as they were when a step fails", async () => {
    const actor = await used();
    const after = await actor.inside((_, { storage }) => {
      expect(() => migrate(storage, [...runtimeSteps, extraTable, "CREATE TABLE journal (again INTEGER)"])).toThrow();
      return { version: version(storage), extra: storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'extra'").toArray() };
    });
    expect(after).toEqual({ version: runtimeSteps.length, extra: [] });
  });

  test("that are newer than the code are refused, and left alone", async () => {
    const actor = await used();
    await actor.inside((_, { storage }) => {
      migrate(storage, [...runtimeSteps, noteColumn]);
      expect(() => migrate(storage)).toThrow(/older than the data/);
      expect(version(storage)).toBe(runtimeSteps.length + 1);
    });
  });
});

test("an actor whose tables are newer than its code does not start", async () => {
  const actor = await used();
  await actor.inside((_, ctx) => {
    migrate(ctx.storage, [...runtimeSteps, noteColumn]);
    expect(() => new ActorHost(ctx, toy, actor.world.ports)).toThrow(/older than the data/);
  });
});
