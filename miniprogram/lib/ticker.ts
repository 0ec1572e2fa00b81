/** Timers that are stopped by what starts them, so that no handle is kept or cleared twice. */
export type Stop = () => void;

export const stopped: Stop = () => undefined;

export function every(ms: number, run: () => void): Stop {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

export function after(ms: number, run: () => void): Stop {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
