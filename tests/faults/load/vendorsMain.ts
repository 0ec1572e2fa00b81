import { startCounterparts } from "../../../scripts/platform/counterparts.ts";

/** The payment vendors' process: their books outlive the product's, and their clocks go with everybody's. Lives until its channel closes. */

export interface VendorsReady {
  readonly secrets: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<"wechat" | "unionpay" | "stripe", string>>;
}

const [stateDir = "", productUrl = ""] = process.argv.slice(2);
const RealDate = Date;
let aheadMs = 0;

class ShiftedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    if (parts.length === 0) super(ShiftedDate.now());
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

process.on("message", (told: { readonly aheadMs: number }) => {
  aheadMs = told.aheadMs;
});
process.on("disconnect", () => process.exit(0));
const { secrets, addresses } = await startCounterparts(stateDir, productUrl);
globalThis.Date = ShiftedDate as DateConstructor;
process.send?.({ secrets, addresses } satisfies VendorsReady);
