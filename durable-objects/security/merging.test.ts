import type { SecurityCommand } from "@forecourt/contract/security";
import { describe, expect, it } from "vitest";
import { arrive, bare, li, phone, type SecurityGiven, wang } from "./given.ts";

const merge: SecurityCommand = { type: "MergeInto", driver: li, into: wang, yielding: ["wechat"] };
const begun = () => bare().after(arrive(), { type: "AddCredential", driver: li, credential: phone }, merge);
const ok = { ok: true, seq: 1, reply: null };

/** The next step is sent, and answered. */
function step(given: SecurityGiven, reply: unknown = ok): SecurityGiven {
  const [delivery] = given.deliveries();
  if (delivery === undefined) throw new Error("nothing is owed");
  return given.after(delivery.acknowledge(reply));
}

const message = (given: SecurityGiven) => given.deliveries()[0]?.message;

describe("an account that becomes part of another", () => {
  it("asks the other, closes its wallet, hands over what it has and each credential, and is then nobody's", () => {
    let given = begun();
    expect(message(given)).toMatchObject({ to: "security", driverId: wang.driverId, command: { type: "AcceptMerge" } });
    given = step(given);
    expect(message(given)).toMatchObject({
      to: "wallet",
      walletId: li.walletId,
      command: { type: "CloseWallet", intoWalletId: wang.walletId },
    });
    given = step(given);
    const from = { driverId: li.driverId, walletId: li.walletId };
    expect(message(given)).toEqual({ to: "belongings", from, intoDriverId: wang.driverId });
    given = step(given);
    expect(message(given)).toMatchObject({
      to: "move",
      credential: { kind: "wechat" },
      fromDriverId: li.driverId,
      into: wang,
      yields: true,
    });
    given = step(given);
    expect(message(given)).toMatchObject({ to: "move", credential: { kind: "phone" }, yields: false });
    given = step(given);
    expect(message(given)).toMatchObject({ to: "security", command: { type: "ForgetMerge", fromDriverId: li.driverId } });
    expect(given.state.sessions.length).toBe(1);
    given = step(given);
    expect(given.deliveries()).toEqual([]);
    expect(given.state).toMatchObject({ mergedInto: wang, merge: null, sessions: [], credentials: [] });
    given.when(arrive()).refused("account_merged");
    given.when(merge).nothing();
  });

  it("goes on as before when the other does not agree", () => {
    const given = step(begun(), { ok: false, code: "account_merged" });
    expect(given.state).toMatchObject({ merge: null, mergedInto: null, mergeAbandoned: "account_merged", sessions: [{}] });
    expect(given.deliveries()).toEqual([]);
    given.when(arrive("tablet")).done();
  });

  it("goes on as before when its wallet holds money, once the other has heard of it", () => {
    const refused = step(step(begun()), { ok: false, code: "accounts_both_hold_money" });
    expect(message(refused)).toMatchObject({ command: { type: "ForgetMerge" } });
    const given = step(refused);
    expect(given.state).toMatchObject({ merge: null, mergedInto: null, mergeAbandoned: "accounts_both_hold_money" });
    expect(given.deliveries()).toEqual([]);
  });

  it("takes no step twice, however often it is told of it", () => {
    const accepted = step(begun());
    accepted.when({ type: "RecordMergeStep", step: "accepted" }).nothing();
    bare().when({ type: "RecordMergeStep", step: "forgotten" }).nothing();
    bare().when({ type: "RecordMergeRefused", code: "forbidden" }).nothing();
  });

  it("lets nobody in meanwhile, and becomes nobody else's part", () => {
    begun().when(arrive("tablet")).refused("account_merged");
    begun()
      .when({ type: "MergeInto", driver: li, into: { ...wang, driverId: "drv_third0" }, yielding: [] })
      .refused("account_merged");
    bare().when({ type: "MergeInto", driver: li, into: li, yielding: [] }).refused("credential_taken");
  });
});

describe("the account that takes it in", () => {
  const accept: SecurityCommand = { type: "AcceptMerge", driver: li, fromDriverId: wang.driverId };

  it("does not become another's part until that is over: two that would each take the other in both go on alone", () => {
    const given = bare().after(arrive(), accept);
    given.when(accept).nothing();
    given.when(merge).refused("account_merged");
    given.after({ type: "ForgetMerge", fromDriverId: wang.driverId }).when(merge).done();
    begun().when(accept).refused("account_merged");
  });

  it("keeps its own credential where both have one, unless the other's is the one that was just bound; the one that goes is free", () => {
    const theirs = { kind: "wechat", id: "hashX2", sealed: "fe2.1.y" } as const;
    const given = bare().after(arrive(), accept);
    const take = (yields: boolean): SecurityCommand => ({
      type: "AddCredential",
      driver: li,
      credential: theirs,
      fromDriverId: wang.driverId,
      yields,
    });
    const kept = given.when(take(true)).yields({ events: [{ type: "CredentialDeclined" }, { type: "CredentialTakenIn" }] });
    expect(kept.state.credentials).toMatchObject([{ id: "hashX1" }]);
    expect(kept.deliveries()).toMatchObject([{ message: { name: "wechat:hashX2", command: { type: "Release", driverId: li.driverId } } }]);
    kept.when(take(true)).nothing();
    const replaced = given.when(take(false)).yields({ events: [{ type: "CredentialReplaced" }, { type: "CredentialTakenIn" }] });
    expect(replaced.state.credentials).toMatchObject([{ id: "hashX2" }]);
    expect(replaced.deliveries()).toMatchObject([{ message: { name: "wechat:hashX1", command: { type: "Release" } } }]);
  });
});
