import { useEffect, useLayoutEffect, useRef } from "react";
import { prefersStillness } from "./media.ts";

/** Terminals report a running fill every second while somebody watches it, every ten while nobody does. */
const READING_MS_MIN = 1_000;
const READING_MS_MAX = 12_000;
/** How long a reading took to come, as seen last: for a figure that has only seen one. */
let usualMs = 5_000;

/**
 * Moves a shown figure from where it is to where it should be, evenly, and draws every step; without React, as dozens of pumps run at once.
 * A figure that falls is a new one and is set at once.
 *
 * @param durationMs `readings` for running fuel: as long as the last reading took to come, so that the figure never stops between two;
 *   it then shows what was measured, a reading late, rather than what was guessed
 */
export function useCounting(value: number, durationMs: number | "readings", draw: (value: number) => void): void {
  const shown = useRef(value);
  const changedAt = useRef<number | null>(null);
  const drawLatest = useRef(draw);
  useLayoutEffect(() => {
    drawLatest.current = draw;
    draw(shown.current);
  });
  useEffect(() => {
    const from = shown.current;
    if (value <= from || prefersStillness()) {
      shown.current = value;
      drawLatest.current(value);
      return;
    }
    const startedAt = performance.now();
    const lastsMs = durationMs === "readings" ? readingMs(startedAt, changedAt.current) : durationMs;
    changedAt.current = startedAt;
    let frame = requestAnimationFrame(function step(now) {
      const part = Math.min(1, Math.max(0, (now - startedAt) / lastsMs));
      shown.current = Math.round(from + (value - from) * part);
      drawLatest.current(shown.current);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value, durationMs]);
}

function readingMs(nowMs: number, beforeMs: number | null): number {
  if (beforeMs !== null) usualMs = Math.min(READING_MS_MAX, Math.max(READING_MS_MIN, nowMs - beforeMs));
  return usualMs;
}
