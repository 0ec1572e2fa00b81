import { useEffect, useRef } from "react";

/** To the next of a list, or to the one before. */
export type Step = 1 | -1;

let stepper: ((step: Step) => void) | null = null;

/** While a page that belongs to a list is shown, j and k lead through the list. */
export function useSteps(go: (step: Step) => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const own = (step: Step) => latest.current(step);
    stepper = own;
    return () => {
      if (stepper === own) stepper = null;
    };
  }, []);
}

/** Nothing happens where there is no list to go through. */
export function takeStep(step: Step): void {
  stepper?.(step);
}
