import { credentialName, SESSIONS_MAX } from "@forecourt/contract/security";
import { expect } from "vitest";
import type { Invariant } from "../kit/model.ts";
import { credentials, type People } from "./world.ts";

/** No money comes or goes, whoever becomes whose part; and a wallet that is closed holds none. */
const money: Invariant<People> = ({ wallets, creditedMinor }) => {
  let heldMinor = 0;
  for (const { state } of wallets.values()) {
    heldMinor += state.principalMinor;
    if (state.closedInto !== null) expect(state.principalMinor + state.bonusMinor + state.debtMinor).toBe(0);
  }
  expect(heldMinor).toBe(creditedMinor);
};

/** An account that is another's part has no session, no credential, and is not taken in by one that is itself. */
const parts: Invariant<People> = ({ securities }) => {
  for (const { state } of securities.values()) {
    expect(state.sessions.length).toBeLessThanOrEqual(SESSIONS_MAX);
    if (state.frozen && state.doubts.length > 0) continue;
    expect(state.mergedInto === null || state.sessions.length === 0).toBe(true);
  }
};

/** What is still to be handed over goes to an account that stays, and not to one that is on its way elsewhere. */
const chains: Invariant<People> = ({ securities }) => {
  for (const { state } of securities.values()) {
    const { merge, credentials: own } = state;
    if (merge?.accepted !== true || merge.refused !== null || merge.moved.length === own.length) continue;
    const into = securities.get(merge.into.driverId)?.state;
    expect(into?.mergedInto ?? null, "credentials pass to an account that is no more").toBeNull();
    expect(into?.merge ?? null, "credentials pass to an account that is to be another's").toBeNull();
  }
};

export const invariants: readonly Invariant<People>[] = [money, parts, chains];

/** Once everything has been sent: credentials lead to whom they belong to, and to nobody who is another's part. */
export function atRest(world: People): void {
  for (const goOn of world.underWay.splice(0)) goOn();
  world.settle();
  for (const credential of credentials) {
    const { driver } = world.identity(credentialName(credential)).state;
    if (driver === null) continue;
    // Bound in the very moment that its account went: the next sign-in leads it on, or frees it.
    const arrived = world.arrive(driver, credential, "at last");
    world.settle();
    const isFree = !arrived.ok && arrived.code === "credential_taken" && world.identity(credentialName(credential)).state.driver === null;
    expect(arrived.ok || isFree, `${credentialName(credential)} lets nobody in`).toBe(true);
    if (isFree) continue;
    const heir = world.identity(credentialName(credential)).state.driver?.driverId ?? "";
    expect(world.security(heir).state.mergedInto, `${credentialName(credential)} leads to an account that is no more`).toBeNull();
    world.settle();
  }
  for (const { state } of world.securities.values()) {
    expect(state.merge).toBeNull();
    expect(state.accepting).toEqual([]);
    const { driver } = state;
    if (driver === null) continue;
    for (const credential of state.credentials)
      expect(world.identity(credentialName(credential)).state.driver?.driverId, "a credential is another's").toBe(driver.driverId);
    const frozen = world.wallet(driver.walletId).state.freezes.some(({ kind }) => kind === "protection");
    expect(frozen, "the wallet has not heard whether it may spend").toBe(state.frozen);
  }
}
