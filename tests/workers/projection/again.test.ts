import { env } from "cloudflare:workers";
import type { ActorRef } from "@forecourt/contract/commit";
import { commandWallet, publicationsOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { project } from "../../../worker/projection/projector.ts";
import { newDriver, pay } from "../kit/driver.ts";
import { must, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, walletRef } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

describe("a name that comes a second time", () => {
  it("is refused for an order whose key both the receipts and the wallet have forgotten", async () => {
    const driver = await newDriver(1_000);
    const request = (key: string) =>
      commandWallet(env, driver.walletId, key, { type: "RequestTopup", provider: "sandbox", amountMinor: 1_000, bonusMinor: 0 });
    const make = async (key: string) => {
      const made = await request(key);
      if (!made.ok || made.reply === null) throw new Error(`no order was made: ${JSON.stringify(made)}`);
      await commandWallet(env, driver.walletId, `${key}/cancel`, { type: "CancelTopup", orderId: made.reply.orderId });
      return made.reply.orderId;
    };
    const orderId = await make("K");
    expect(await request("K")).toMatchObject({ ok: true, reply: { orderId } });
    for (let no = 0; no < 130; no++) await make(`other-${no}`);
    expect(await request("K")).toMatchObject({ ok: false, code: "command_id_reused" });
    await driver.topUp(2_000);
    await projected(walletRef(driver.walletId));
    expect(await rows("SELECT principal_minor FROM wallets WHERE wallet_id = ?", driver.walletId)).toEqual([{ principal_minor: 3_000 }]);
  }, 60_000);

  it("stops no read model: all that comes after is applied", async () => {
    const driver = await newDriver(50_000);
    await (await newStation(admin)).fill(driver, 1, 10_000);
    const orderId = await driver.topUp(20_000);
    await pay(orderId, { again: true });
    await must(driver.call("POST", `/v1/driver/orders/${orderId}/refund`, { body: { reason: "not needed" } }));
    const terms = { direction: "credit", part: "bonus", amountMinor: 100, cause: "other", reason: "goodwill" } as const;
    await commandWallet(env, driver.walletId, "propose", { type: "ProposeAdjustment", terms, operator: "maker@example.com" });
    const car = { plate: "沪A12345", name: null, grade: "95", tankMl: 50_000 };
    const { vehicleId } = (await must(driver.call("POST", "/v1/driver/vehicles", { body: car }))).body as { vehicleId: string };
    const fill = { stationName: "x", at: new Date().toISOString(), grade: "95", amountMinor: 29_920, volumeMl: 40_000, vehicleId };
    await must(driver.call("POST", "/v1/driver/records", { body: fill }));
    const refs: readonly ActorRef[] = [...(await Promise.all(driver.actors())), { kind: "account", id: driver.driverId }];
    await projected(...refs);
    for (const ref of refs) {
      const { commits } = await publicationsOf(env, ref, 0);
      const last = commits.at(-1)?.seq ?? 0;
      const again = commits.map(({ seq, afterSeq, ...commit }) => ({ ...commit, seq: last + seq, afterSeq: last + (afterSeq ?? 0) }));
      // Another actor of the kind tells all of it, twice over.
      const other: ActorRef = { kind: ref.kind, id: `${ref.id}x` };
      expect(await project(env, [{ actor: other, commits: [...commits, ...again] }]), ref.kind).toEqual(new Map());
    }
  });
});
