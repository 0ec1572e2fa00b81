import type { region } from "@forecourt/contract/catalog";
import type { order } from "@forecourt/contract/http/driver";
import type {
  alert,
  deadLetter,
  operatorStation,
  parkedDelivery,
  rebuild,
  stationChange,
  stationOperations,
  stationSetup,
  terminalSecret,
} from "@forecourt/contract/http/operator";
import type { searchReply } from "@forecourt/contract/http/search";
import type { auditItem, auditVerification, operatorAccount, operatorItem, operatorSession } from "@forecourt/contract/http/staff";

/** What the API answers, as the contract's schemas say. */
export type OperatorSession = (typeof operatorSession)["_output"];
/** A station in a list. */
export type Station = (typeof operatorStation)["_output"];
/** A station with all that goes on there. */
export type LiveStation = (typeof stationOperations)["_output"];
export type Terminal = LiveStation["terminals"][number];
export type RunningFill = LiveStation["fuelings"][number];
/** How a station is set up, and what is sent to change that. */
export type StationSetup = (typeof stationSetup)["_output"];
export type StationChange = (typeof stationChange)["_output"];
export type GradeTotals = LiveStation["totals"][number];
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
export type SearchReply = (typeof searchReply)["_output"];
export type OperatorItem = (typeof operatorItem)["_output"];
export type OperatorAccount = (typeof operatorAccount)["_output"];
export type AuditItem = (typeof auditItem)["_output"];
export type AuditVerification = (typeof auditVerification)["_output"];
