import { current } from "./control.ts";

const RealDate = Date;

/** The process's clock, as far ahead as it is told to be. */
class ShiftedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    if (parts.length === 0) super(ShiftedDate.now());
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + current().clockAheadMs;
  }
}

/** From now on everything in the Worker reads the shifted clock. */
export function shiftDate(): void {
  globalThis.Date = ShiftedDate as DateConstructor;
}

/** The platform's alarms go by the real clock: what an object sets and reads by the shifted one is converted on its way. */
export function shiftAlarms(ctx: DurableObjectState): DurableObjectState {
  const { storage } = ctx;
  const setAlarm = storage.setAlarm.bind(storage);
  const getAlarm = storage.getAlarm.bind(storage);
  storage.setAlarm = (at, options) => setAlarm(Number(at) - current().clockAheadMs, options);
  storage.getAlarm = async (options) => {
    const atMs = await getAlarm(options);
    return atMs === null ? null : atMs + current().clockAheadMs;
  };
  return ctx;
}
