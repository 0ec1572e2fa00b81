import { type RefObject, useEffect, useState } from "react";

/** Near enough to be seen in a moment. */
const MARGIN = "200px";

/** Whether an element is in sight, or almost. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [isIn, setIn] = useState(false);
  useEffect(() => {
    const node = element.current;
    if (node === null) return;
    const observer = new IntersectionObserver(([entry]) => setIn(entry?.isIntersecting === true), { rootMargin: MARGIN });
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return isIn;
}
