import { env } from "cloudflare:workers";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { newDriver, pay } from "../kit/driver.ts";
import { call, expectProblem } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, type Station } from "../kit/station.ts";

let station: Station;
let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
});

describe("what was overheard and is sent again", () => {
  it("as a driver's command has its first answer and no second effect, and no other words under its name", async () => {
    const driver = await newDriver(50_000);
    const order = { body: { amountMinor: 10_000, provider: "sandbox" }, key: "overheard" };
    const first = await must(driver.call("POST", "/v1/driver/topups", order));
    const again = await must(driver.call("POST", "/v1/driver/topups", order));
    expect((again.body as { orderId: string }).orderId).toBe((first.body as { orderId: string }).orderId);
    const altered = { ...order, body: { ...order.body, amountMinor: 99_000 } };
    expectProblem(await driver.call("POST", "/v1/driver/topups", altered), "command_id_reused");
    // Under another's session the same name is another command: nothing of the first one's is answered.
    const thief = await newDriver();
    const stolen = await must(thief.call("POST", "/v1/driver/topups", order));
    expect((stolen.body as { orderId: string }).orderId).not.toBe((first.body as { orderId: string }).orderId);
  });

  it("as a payment is credited once, however often the provider's notice comes", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(20_000);
    for (let sent = 0; sent < 3; sent++) await pay(orderId);
    expect((await driver.wallet()).principalMinor).toBe(20_000);
  });

  it("as a payment code pays at one pump", async () => {
    const driver = await newDriver(50_000);
    const paymentCode = await driver.code();
    const first = await station.terminal.tell("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode });
    expect(first.authorization).toBeDefined();
    const second = await station.terminal.tell("fuel.authorization_requested", { pump: 2, grade: "95", paymentCode });
    expect(second.authorization).toBeUndefined();
  });

  it("as a terminal's request is a duplicate while its signature is fresh, and refused once it is not", async () => {
    const event = station.terminal.heartbeat();
    const before = await station.whole();
    const { results } = await station.terminal.send(event);
    expect(results[0]?.status).toBe("accepted");
    const settled = await station.whole();
    expect((await station.terminal.send(event)).results[0]?.status).toBe("duplicate");
    expect(await station.whole()).toBe(settled);
    expect(before).not.toBe("");
    const text = JSON.stringify(event);
    const stale = station.terminal.sign(text, { at: new Date(Date.now() - 6 * 60_000) });
    expectProblem(await call("POST", "/v1/terminal/events", { text, headers: stale }), "timestamp_out_of_tolerance");
  });

  it("as an operator's command is done and recorded once; as their token after they signed out it is nothing", async () => {
    const operator = await newOperator("operations");
    const price = { body: { grade: "95", unitPriceMilli: 7_111 }, key: "overheard-price" };
    const path = `/v1/operator/stations/${station.stationId}/prices`;
    await must(operator.call("POST", path, price));
    const settled = await station.whole();
    await must(operator.call("POST", path, price));
    expect(await station.whole()).toBe(settled);
    await must(operator.call("DELETE", "/v1/operator/sessions"));
    expectProblem(await operator.call("POST", path, price), "session_expired");
    expect(await walletOf(env, "wal_none").view()).toBeNull();
  });
});
