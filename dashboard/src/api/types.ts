import type { region } from "@forecourt/contract/catalog";
import type { order } from "@forecourt/contract/http/driver";
import type {
  alert,
  deadLetter,
  operatorSession,
  overview,
  parkedDelivery,
  rebuild,
  stationOperations,
  terminalSecret,
} from "@forecourt/contract/http/operator";

/** What the API answers, as the contract's schemas say. */
export type OperatorSession = (typeof operatorSession)["_output"];
export type Overview = (typeof overview)["_output"];
export type Station = (typeof stationOperations)["_output"];
export type Pump = Station["pumps"][number];
export type Terminal = Station["terminals"][number];
export type RunningFill = Station["fuelings"][number];
export type GradeTotals = Station["totals"][number];
export type Order = (typeof order)["_output"];
export type Alert = (typeof alert)["_output"];
export type Rebuild = (typeof rebuild)["_output"];
export type ParkedDelivery = (typeof parkedDelivery)["_output"];
export type DeadLetter = (typeof deadLetter)["_output"];
export type TerminalSecret = (typeof terminalSecret)["_output"];
export type Region = (typeof region)["_output"];

/** A region with the version of its terms. */
export interface RegionItem {
  readonly regionId: string;
  readonly version: number;
  readonly region: Region;
}

/** A page of a list; `asOf` says how fresh it is. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly asOf: string;
}
