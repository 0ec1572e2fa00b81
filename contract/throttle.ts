/** A throttle: how often somebody (an address, a device) has done something that costs, lately. Its name says who, hashed. */

/** At most so many within so long. */
export interface Rate {
  readonly most: number;
  readonly withinMs: number;
}

export type ThrottleCommand = { readonly type: "Take"; readonly rates: readonly Rate[] };
export type ThrottleEvent = { readonly type: "Taken" };
