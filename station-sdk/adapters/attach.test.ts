import { describe, expect, it } from "vitest";
import { scene } from "../testing/terminals.ts";
import { settled } from "../testing/time.ts";
import { attachAdapter } from "./attach.ts";
import type { PumpAdapter } from "./port.ts";

const order = {
  fuelingId: "fue_000001",
  pump: 1,
  grades: ["92"],
  limitMinor: 30_000,
  limitMl: 40_000,
  unitPriceMilli: 7_480,
  expiresAt: "2099-01-01T00:00:00Z",
};

/** A controller that can't be reached for the first so many orders. */
function controller(failures: number): PumpAdapter & { readonly taken: string[] } {
  const taken: string[] = [];
  const done = () => Promise.resolve();
  return {
    taken,
    authorise: async ({ fuelingId }) => {
      if (failures-- > 0) throw new Error("the controller does not answer");
      taken.push(fuelingId);
    },
    open: done,
    release: done,
    setPrice: done,
    notify: done,
    close: done,
  };
}

async function authorised(failures: number) {
  const { platform, time, open } = scene();
  platform.push({ id: "authorize/fue_000001", cursor: 1, type: "authorize", data: order });
  const adapter = controller(failures);
  await attachAdapter(open(), adapter);
  await settled();
  await time.advance(120_000);
  return { taken: adapter.taken, told: [...platform.events.values()].map(({ type, data }) => ({ type, data })) };
}

describe("an authorisation that is handed to the controller", () => {
  it("is tried again, and given back when it is tried no more: the driver's money does not wait for the expiry", async () => {
    const given = { type: "fuel.cancelled", data: { fuelingId: "fue_000001", reason: "controller_failed" } };
    expect(await authorised(5)).toEqual({ taken: [], told: [given] });
  });

  it("is not given back while it is tried again", async () => {
    expect(await authorised(4)).toEqual({ taken: ["fue_000001"], told: [] });
  });
});
