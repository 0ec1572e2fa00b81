import { useEffect, useLayoutEffect, useRef } from "react";
import { prefersStillness } from "./media.ts";

/**
 * Moves a shown figure from where it is to where it should be, evenly, and draws every step; without React, as dozens of pumps run at once.
 * A figure that falls is a new one and is set at once.
 */
export function useCounting(value: number, durationMs: number, draw: (value: number) => void): void {
  const shown = useRef(value);
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
    let frame = requestAnimationFrame(function step(now) {
      const part = Math.min(1, Math.max(0, (now - startedAt) / durationMs));
      shown.current = Math.round(from + (value - from) * part);
      drawLatest.current(shown.current);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value, durationMs]);
}
