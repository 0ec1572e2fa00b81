import type { Subject } from "../subject.ts";
import { send } from "./acts.ts";
import { kept } from "./rules.ts";

/** Drivers send photos of what verifies them, and operators decide on them. */
export const documents: Subject = {
  name: "documents",
  acts: [send],
  rules: [kept],
};
