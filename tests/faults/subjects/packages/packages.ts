import type { Subject } from "../subject.ts";
import { buyPackage } from "./acts.ts";
import { coupons, limits, stocks } from "./rules.ts";

/** Packages with a stock, limits and coupons, bought by more than there are. Their payments are those of top-ups. */
export const packages: Subject = { name: "packages", acts: [buyPackage], rules: [stocks, limits, coupons] };
