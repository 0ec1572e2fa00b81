import { expect, it } from "vitest";
import { grade, packageId, regionId } from "./ids.ts";

it.each([
  ["a region", regionId],
  ["a package", packageId],
  ["a grade", grade],
])("the name of %s is none that every object has", (_, name) => {
  for (const text of ["constructor", "__proto__", "toString"]) expect(name.safeParse(text).success).toBe(false);
  for (const text of ["constructor-1", "top-500", "95"]) expect(name.safeParse(text).success).toBe(true);
});
