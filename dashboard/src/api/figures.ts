import type { driverFigures, habitFigures, overview, paymentFigures } from "@forecourt/contract/http/figures";
import { queryOptions } from "@tanstack/react-query";
import type { Range } from "../ranges/range.ts";
import { call } from "./client.ts";

/** What the figures' routes answer. */
interface Replies {
  readonly overview: (typeof overview)["_output"];
  readonly "analytics/drivers": (typeof driverFigures)["_output"];
  readonly "analytics/habits": (typeof habitFigures)["_output"];
  readonly "analytics/payments": (typeof paymentFigures)["_output"];
}
export type Overview = Replies["overview"];
export type DriverFigures = Replies["analytics/drivers"];
export type PaymentFigures = Replies["analytics/payments"];

/** @param range asked anew each time, as a range that ends now moves on. @param everyMs false for one that rests in the past */
export function figuresQuery<Path extends keyof Replies>(
  path: Path,
  name: string,
  region: string | undefined,
  range: () => Range,
  everyMs: number | false,
) {
  return queryOptions({
    queryKey: [path, name, region],
    queryFn: ({ signal }) => {
      const { fromMs, toMs, by } = range();
      const query = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), by, region };
      return call<Replies[Path]>("GET", `/v1/operator/${path}`, { query, signal });
    },
    refetchInterval: everyMs,
  });
}

export function overviewQuery(name: string, region: string | undefined, range: () => Range, everyMs: number | false) {
  return figuresQuery("overview", name, region, range, everyMs);
}
