import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Point } from "./projection.ts";

/** Moves by a finger or the mouse; marks and buttons stay what they are. */
export function useDrag(move: (byX: number, byY: number) => void) {
  const last = useRef<Point | null>(null);
  const end = () => {
    last.current = null;
  };
  return {
    onPointerDown({ clientX, clientY, target }: PointerEvent) {
      if (target instanceof Element && target.closest("a, button") !== null) return;
      last.current = { x: clientX, y: clientY };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (last.current === null) return;
      move(clientX - last.current.x, clientY - last.current.y);
      last.current = { x: clientX, y: clientY };
    },
    onPointerUp: end,
    onPointerLeave: end,
    onPointerCancel: end,
  };
}

/**
 * Zooms with the wheel while Ctrl or Cmd is held, as a pinch on a touchpad says it too: without, the page scrolls. React listens to wheels
 * passively and could not keep the page from zooming itself.
 */
export function useWheel(frame: RefObject<HTMLElement | null>, zoom: (factor: number, anchor: Point) => void): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const node = frame.current;
    if (node === null) return;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = node.getBoundingClientRect();
      latest.current(event.deltaY < 0 ? 1.25 : 0.8, { x: event.clientX - left, y: event.clientY - top });
    };
    node.addEventListener("wheel", turn, { passive: false });
    return () => node.removeEventListener("wheel", turn);
  }, [frame]);
}
