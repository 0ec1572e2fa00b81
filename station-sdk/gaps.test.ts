import { expect, it, onTestFinished } from "vitest";
import { Gaps } from "./gaps.ts";
import { Outbox } from "./outbox.ts";
import { ParkedEvents } from "./parked.ts";
import { temporaryDirectory } from "./testing/terminals.ts";

function given(): { readonly outbox: Outbox; readonly parked: ParkedEvents; readonly gaps: Gaps } {
  const directory = temporaryDirectory();
  const outbox = new Outbox(directory);
  const parked = new ParkedEvents(directory);
  onTestFinished(() => {
    parked.close();
    outbox.close();
  });
  outbox.append(
    [1, 2, 3].map((pump) => ({ type: "pump.state", data: { pump, state: "idle" } })),
    0,
  );
  return { outbox, parked, gaps: new Gaps(outbox, parked) };
}

it("names once what is missing and no longer kept", () => {
  const { outbox, gaps } = given();
  outbox.remove(1);
  expect(gaps.requeueMissing([1], 0)).toEqual([1]);
  expect(gaps.requeueMissing([1], 0)).toEqual([]);
});

it("does not send again, nor call lost, what was refused for good or never recorded", () => {
  const { outbox, parked, gaps } = given();
  const event = outbox.get(1)?.event;
  if (event) parked.add({ event, code: "event_malformed", parkedAtMs: 0 });
  outbox.remove(1);
  expect(gaps.requeueMissing([1, 99], 0)).toEqual([]);
});

it("does not send the same event again at every reply that names it", () => {
  const { outbox, gaps } = given();
  const requeued = (nowMs: number): boolean => {
    outbox.acknowledge([2]);
    gaps.requeueMissing([2], nowMs);
    return outbox.get(2)?.isPending === true;
  };
  expect([requeued(0), requeued(1_000), requeued(29_000), requeued(30_000)]).toEqual([true, false, false, true]);
});
