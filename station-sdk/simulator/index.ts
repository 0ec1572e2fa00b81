/** The simulator for tests and scripts. */

export { type Demo, type DemoStation, type DemoTerminal, pumpsOf, readDemo } from "./demo.ts";
export { DriverApiError, SimulatedDriver, type SimulatedDriverOptions } from "./driver.ts";
export type { FillEnd } from "./ends.ts";
export { type FaultOptions, faultyFetch } from "./faults.ts";
export { type ForecourtOptions, SimulatedForecourt } from "./forecourt.ts";
export type { Nozzle, PumpSetup } from "./pump.ts";
export { type FillOutcome, type FillRequest, SimulatedTerminal, type SimulatedTerminalOptions } from "./terminal.ts";
export { runTraffic, type TrafficOptions } from "./traffic.ts";
