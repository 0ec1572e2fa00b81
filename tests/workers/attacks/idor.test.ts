import { may, type Permission } from "@forecourt/contract/permissions";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { shaped } from "../kit/hostile.ts";
import { expectProblem } from "../kit/http.ts";
import { audience, type Document, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, stationRef, walletRef } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";

let admin: Operator;
let victim: Driver;
let thief: Driver;
let document: Document;
let operations: readonly Operation[];
/** What belongs to the victim, by the name that paths give it. */
let ids: Readonly<Record<string, string>>;
let station: Station;
/** A fill of the victim's that is paid. */
let settledId: string;
beforeAll(async () => {
  admin = await openPlatform();
  [victim, thief, station] = await Promise.all([newDriver(50_000), newDriver(50_000), newStation(admin)]);
  const { orderId } = await victim.requestTopup(10_000);
  settledId = (await station.fill(victim, 2, 10_000)).sourceId;
  const { fuelingId } = await station.authorise(victim, 1);
  const vehicle = { plate: "沪A12345", grade: "95", tankMl: 60_000, isDefault: true };
  const made = async (path: string, body: object) =>
    (await must(victim.call("POST", path, { body }))).body as Readonly<Record<string, string>>;
  const { vehicleId = "" } = await made("/v1/driver/vehicles", vehicle);
  const record = {
    stationName: "Somewhere",
    at: new Date(Date.now() - 3_600_000).toISOString(),
    grade: "95",
    volumeMl: 40_000,
    amountMinor: 30_000,
  };
  const { recordId = "" } = await made("/v1/driver/records", record);
  const paid = await victim.topUp(60_000);
  const { refundId = "" } = await made(`/v1/driver/orders/${paid}/refund`, { reason: "not needed" });
  const listed = (await must(victim.call("GET", "/v1/driver/sessions"))).body as { items: readonly { sessionId: string }[] };
  await must(victim.call("PUT", "/v1/driver/security/pin", { body: { pin: "482915", thresholdMinor: 0 } }));
  const { confirmationId } = expectProblem(await victim.call("POST", "/v1/driver/payment-codes"), "confirmation_required");
  ids = {
    ...{
      orderId,
      fuelingId,
      vehicleId,
      recordId,
      refundId,
      confirmationId: String(confirmationId),
      sessionId: listed.items[0]?.sessionId ?? "",
    },
    ...{ walletId: victim.walletId, driverId: victim.driverId, stationId: station.stationId },
  };
  await projected(walletRef(victim.walletId), stationRef(station.stationId));
  ({ document, operations } = await openApi());
});

/** Of these everybody has their own, under the same names. */
const OWN = new Set(["kind", "no", "deviceKey", "passkeyId"]);
const isSocket = (operation: Operation) => "101" in operation.responses;
const ofDrivers = () => operations.filter((one) => audience(one) === "driver" && one.path.includes("{") && !isSocket(one));
/** With a body as the document has it: what is refused must be refused for whose it is. */
function knock(driver: Driver, operation: Operation) {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const [body = {}] = schema === undefined ? [] : fc.sample(shaped(document, schema), { numRuns: 1, seed: 11 });
  const path = pathWith(operation.path, (name) => ids[name] ?? (OWN.has(name) ? "1" : expect.fail(`the victim has no ${name} here yet`)));
  return driver.call(operation.method, path, operation.method === "GET" ? {} : { body });
}

describe("another's things, by their ids", () => {
  it("are not there for a second driver, in any call that takes an id, and stay as they were", async () => {
    const before = await victim.whole();
    expect(ofDrivers().length).toBeGreaterThan(5);
    for (const operation of ofDrivers()) {
      // A station is everybody's.
      if (/\{(\w+)\}/.exec(operation.path)?.[1] === "stationId") continue;
      const answer = await knock(thief, operation);
      if ([...operation.path.matchAll(/\{(\w+)\}/g)].every(([, name = ""]) => OWN.has(name))) continue;
      // Refused for what is in the body before it is looked up is refused too; nothing may be answered.
      expect([400, 401, 403, 404, 409, 415, 422], `${operation.method} ${operation.path} ${answer.text}`).toContain(answer.status);
      for (const secret of ["沪A12345", victim.walletId]) expect(answer.text.includes(secret), operation.path).toBe(false);
    }
    expect(await victim.whole()).toBe(before);
  });

  it("are there for their owner: the test above does not knock at the wrong doors", async () => {
    for (const path of [`/v1/driver/orders/${ids.orderId}`, `/v1/driver/fuelings/${ids.fuelingId}`]) {
      expect((await victim.call("GET", path)).status, path).toBe(200);
      expect((await thief.call("GET", path)).status, path).toBe(404);
    }
  });

  it("are not listed for a second driver, whatever filters they make up", async () => {
    for (const query of ["", `?walletId=${victim.walletId}`, `?driverId=${victim.driverId}`, `?orderId=${ids.orderId}`]) {
      const { text } = await thief.call("GET", `/v1/driver/orders${query}`);
      expect(text).not.toContain(ids.orderId);
    }
  });

  it("at a station are open to its manager, and to no other's, nor to one without any", async () => {
    const elsewhere = await newStation(admin);
    const managers = [await newOperator("station_manager", [elsewhere.stationId]), await newOperator("station_manager", [])];
    const own = await newOperator("station_manager", [station.stationId]);
    for (const operation of operations.filter((one) => one.path.startsWith("/v1/operator/stations/{stationId}") && !isSocket(one))) {
      const path = pathWith(operation.path, (name) => ids[name] ?? `${station.stationId}.pos-1`);
      for (const manager of managers) {
        const answer = await manager.call(operation.method, path, operation.method === "GET" ? {} : { body: {} });
        expect(answer.status, `${operation.method} ${operation.path}`).toBe(403);
      }
    }
    expect((await own.call("GET", `/v1/operator/stations/${station.stationId}`)).status).toBe(200);
    for (const manager of managers) {
      const listed = await must(manager.call("GET", "/v1/operator/orders?limit=100"));
      expect(listed.text).not.toContain(station.stationId);
      expect((await must(manager.call("GET", "/v1/operator/stations"))).text).not.toContain(station.stationId);
    }
  });

  it("are in no list that another station's manager may read, nor under their ids there", async () => {
    const elsewhere = await newStation(admin);
    const other = await newOperator("station_manager", [elsewhere.stationId]);
    const own = await newOperator("station_manager", [station.stationId]);
    await projected(walletRef(victim.walletId), stationRef(station.stationId));
    const narrowed = operations.filter(
      ({ method, "x-stations": scope, "x-permission": permission }) =>
        method === "GET" && scope === "narrowed" && may("station_manager", permission as Permission),
    );
    expect(narrowed.length).toBeGreaterThan(4);
    const hides = [station.stationId, settledId, victim.walletId];
    for (const operation of narrowed) {
      const path = pathWith(operation.path, (name) => (name === "orderId" || name === "entryId" ? settledId : "none"));
      const answer = await other.call("GET", path);
      // What is not there says so under the address that was asked for.
      if (operation.path.includes("{")) expect(answer.status, operation.path).toBe(404);
      else for (const hidden of hides) expect(answer.text.includes(hidden), `${operation.path} shows ${hidden}`).toBe(false);
    }
    const { text } = await must(own.call("GET", "/v1/operator/orders?limit=100"));
    expect(text, "its own manager sees it: the test above does not look into empty lists").toContain(settledId);
    const found = await must(other.call("POST", "/v1/operator/search", { body: { q: settledId } }));
    expect(found.text).not.toContain(station.stationId);
  });
});
