import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { Api } from "../../../scripts/platform/api.ts";
import { BareTerminal } from "../../faults/kit/terminal.ts";
import { sessionOf } from "./operators.ts";

/** The API as the demo's administrator calls it. */
export async function adminApi(): Promise<Api> {
  return new Api(inject("product").baseUrl, (await sessionOf("super_admin")).accessToken);
}

/** A station that no other test knows, with two pumps and a terminal that says what it is told to. */
export async function newStation(api: Api, name: string): Promise<{ readonly stationId: string; readonly terminal: BareTerminal }> {
  const stationId = `e2e-${randomUUID().slice(0, 8)}`;
  const terminalId = `${stationId}.pos-1`;
  await api.call("PUT", `/v1/operator/stations/${stationId}`, {
    regionId: "cn-east",
    names: { "zh-CN": name, "zh-TW": name, en: name },
    address: "1 Test Road",
    location: { lat: 31.3, lng: 121.6 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: [1, 2].map((pump) => ({ pump, terminalId, nozzles: [{ nozzle: 1, grade: "95" }] })),
  });
  await api.call("POST", `/v1/operator/stations/${stationId}/prices`, { grade: "95", unitPriceMilli: 7_480 });
  const { secret } = await api.call<{ secret: string }>("POST", `/v1/operator/stations/${stationId}/terminals`, { terminalId });
  return { stationId, terminal: new BareTerminal(inject("product").baseUrl, { id: terminalId, secret }) };
}
