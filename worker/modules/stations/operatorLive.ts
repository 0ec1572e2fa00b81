import { stationId } from "@forecourt/contract/ids";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";

/** The live board's socket. One station each: whoever sees several opens several, and those that rest cost nothing. */
export const operatorLive = endpoint({
  method: "get",
  path: "/v1/operator/stations/:stationId/live",
  tag: "Operator: stations",
  summary: "WebSocket: a station's pumps, terminals and running fills, as they change",
  description:
    'Messages: `{"type":"station", …}` as GET /v1/operator/stations/{stationId} with the fills that are under way, at once and whenever something ' +
    'has changed; `{"type":"reading", fuelingId, volumeMl, amountMinor, atMs}` while fuel flows; `{"type":"terminal", …}` when a terminal was heard. ' +
    "Authenticate by Authorization header or, in a browser, by the subprotocols `forecourt.v1` and `bearer.<accessToken>`. Send `ping` to hear `pong`. " +
    "After a quarter of an hour the socket is closed with 1012: open another.",
  access: { permission: "stations.read" },
  params: { stationId },
  status: 101,
  reply: null,
  codes: ["station_not_found"],
  async handle({ env, params, request }) {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new Problem("validation_failed", "This address is a WebSocket: ask for an upgrade.");
    }
    const response = await stationOf(env, params.stationId).fetch(request);
    if (response.status === 404) throw new Problem("station_not_found");
    return response;
  },
});
