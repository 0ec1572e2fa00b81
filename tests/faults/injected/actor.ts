import { shiftAlarms } from "./clock.ts";
import { faulty } from "./env.ts";

/**
 * The actor between bindings that can fail and a clock that can jump. The class stays the product's own: only what it is made with differs.
 *
 * @param evictable whether it can be thrown out of memory at each step that it takes
 */
export function between<Actor extends object>(actor: Actor, { evictable = false } = {}): Actor {
  return new Proxy(actor, {
    construct: (target, [ctx, bound]: [DurableObjectState, object], made) =>
      Reflect.construct(target as () => void, [shiftAlarms(ctx), faulty(bound, evictable ? ctx : undefined)], made),
  });
}
