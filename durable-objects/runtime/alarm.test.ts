import { describe, expect, test } from "vitest";
import { Alarm, commonMoment } from "./alarm.ts";

/** Storage that only knows alarms. */
function storage(initial: number | null = null) {
  const set: number[] = [];
  return { set, getAlarm: async () => set.at(-1) ?? initial, setAlarm: async (atMs: number | Date) => void set.push(Number(atMs)) };
}

const exactly = (atMs: number) => ({ atMs, latestMs: atMs });

describe("the common moment", () => {
  test("of nothing is none", () => {
    expect(commonMoment([])).toBeNull();
  });

  test("of exact moments is the earliest", () => {
    expect(commonMoment([exactly(300), exactly(200)])).toEqual(exactly(200));
  });

  test("lets what can wait share the alarm of what comes later", () => {
    expect(
      commonMoment([
        { atMs: 100, latestMs: 200 },
        { atMs: 180, latestMs: 400 },
      ]),
    ).toEqual({ atMs: 180, latestMs: 200 });
  });

  test("keeps nothing waiting for what comes too late for it", () => {
    expect(commonMoment([{ atMs: 100, latestMs: 200 }, exactly(201)])).toEqual({ atMs: 100, latestMs: 200 });
  });
});

describe("the alarm", () => {
  test("is set once for what one alarm can serve", () => {
    const disk = storage();
    const alarm = new Alarm(disk);
    alarm.arm([exactly(5_000)], 0);
    alarm.arm([exactly(5_000)], 10);
    alarm.arm([{ atMs: 4_000, latestMs: 6_000 }], 20);
    expect(disk.set).toEqual([5_000]);
  });

  test("is set again for what is earlier", () => {
    const disk = storage();
    const alarm = new Alarm(disk);
    alarm.arm([exactly(5_000)], 0);
    alarm.arm([exactly(4_000)], 0);
    expect(disk.set).toEqual([5_000, 4_000]);
  });

  test("is never set for this very moment, which could be dropped", () => {
    const disk = storage();
    new Alarm(disk).arm([exactly(900)], 1_000);
    expect(disk.set).toEqual([1_050]);
  });

  test("that was set before a start is known after it", async () => {
    const disk = storage(5_000);
    const alarm = new Alarm(disk);
    await alarm.find();
    alarm.arm([exactly(6_000)], 0);
    expect(disk.set).toEqual([]);
  });

  test("that is just due is about to go off: it is not pushed away", async () => {
    const disk = storage(5_000);
    const alarm = new Alarm(disk);
    await alarm.find();
    for (const nowMs of [5_000, 5_001, 5_100, 14_999]) alarm.arm([exactly(5_000)], nowMs);
    expect(disk.set).toEqual([]);
  });

  test("that is long past is lost: it is set anew, once", async () => {
    const disk = storage(5_000);
    const alarm = new Alarm(disk);
    await alarm.find();
    for (const nowMs of [15_000, 15_001, 15_100]) alarm.arm([exactly(5_000)], nowMs);
    expect(disk.set).toEqual([15_050]);
  });

  test("while it goes off is not set, and after that once", () => {
    const disk = storage();
    const alarm = new Alarm(disk);
    alarm.firing();
    alarm.arm([exactly(5_000)], 0);
    alarm.arm([exactly(4_000)], 0);
    expect(disk.set).toEqual([]);
    alarm.fired();
    alarm.arm([exactly(4_000)], 0);
    expect(disk.set).toEqual([4_000]);
  });
});
