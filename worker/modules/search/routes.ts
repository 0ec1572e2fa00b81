import { searchReply, searchRequest } from "@forecourt/contract/http/search";
import { may } from "@forecourt/contract/permissions";
import { endpoint } from "../../http/endpoint.ts";
import { documentFinder } from "./documents.ts";
import { driverFinder } from "./drivers.ts";
import type { Finder } from "./finder.ts";
import { orderFinder } from "./orders.ts";
import { stationFinder } from "./stations.ts";

/** In the order in which they are shown; a new kind adds its line. */
const finders: readonly Finder[] = [orderFinder, driverFinder, documentFinder, stationFinder];

const search = endpoint({
  method: "post",
  path: "/v1/operator/search",
  tag: "Operator: search",
  summary: "Find an order, a driver, a document or a station by what somebody has at hand",
  description:
    "By an order's number or its beginning (with or without `top_`, `fue_`); a driver's phone or number plate in full, a driver's or a wallet's id, or how " +
    "a driver's name begins; a verification document's id; a part of a station's name, address or id, or a terminal's id. Only what the caller may " +
    "see, five of a kind; for more, the lists. It changes nothing; it is a POST because what is searched for may be personal, and addresses are written into logs.",
  access: { permission: "stations.read", stations: "narrowed" },
  body: searchRequest,
  reply: searchReply,
  async handle({ env, caller, body }) {
    const allowed = finders.filter(({ permission }) => may(caller.role, permission));
    const groups = await Promise.all(allowed.map((finder) => finder.find(env, body.q, caller)));
    return { groups: groups.filter(({ items }) => items.length > 0) };
  },
});

export const searchRoutes = [search];
