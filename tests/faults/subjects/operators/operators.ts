import type { Subject } from "../subject.ts";
import { administer } from "./acts.ts";
import { audited, standing, verified } from "./rules.ts";

/** Operators who administer operators; and the trail of whatever operators do in this run. */
export const operators: Subject = {
  name: "operators",
  acts: [administer],
  rules: [audited, verified, standing],
};
