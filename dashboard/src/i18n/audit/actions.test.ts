import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { auditActions } from "./actions.ts";

const modules = new URL("../../../../worker/modules/", import.meta.url);

/** Named in the same files, and done by nobody: a driver's command, an event. */
const others: readonly string[] = ["ChooseRegion", "OperatorActed"];

/** What routes do on behalf of an operator: whatever is named like a command where an operator's name is passed on. */
function actionsOfRoutes(): readonly string[] {
  const sources = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, modules), "utf8"))
    .filter((text) => /caller\.by\b|\bby: By\b|recordAction\(/.test(text));
  const named = sources.flatMap((text) => [...text.matchAll(/"([A-Z][a-z]+(?:[A-Z][a-z]+)+)"/g)].map(([, name = ""]) => name));
  return [...new Set(named)].filter((name) => !others.includes(name));
}

it("has a word for every action that operators take", () => {
  const actions = actionsOfRoutes();
  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter((action) => !auditActions.includes(action))).toEqual([]);
});
