interface WithElement extends HTMLElement {
  __wxElement?: { classList?: { toggle(name: string, force: boolean): void }; data?: { hoverClass?: string } };
}

const STAY_MS = 90;

/** `hover-class`: put on while a finger is down. The class goes through glass-easel, which knows the component's style scope. */
export function watchHover(root: HTMLElement): void {
  let pressed: { node: WithElement; name: string } | undefined;
  const release = () => {
    const was = pressed;
    pressed = undefined;
    if (was) setTimeout(() => was.node.__wxElement?.classList?.toggle(was.name, false), STAY_MS);
  };
  root.addEventListener(
    "pointerdown",
    (event) => {
      release();
      for (let node = event.target as WithElement | null; node && node !== root; node = node.parentElement as WithElement | null) {
        const name = node.__wxElement?.data?.hoverClass ?? node.getAttribute("hover-class");
        if (!name || name === "none") continue;
        node.__wxElement?.classList?.toggle(name, true);
        pressed = { node, name };
        return;
      }
    },
    { passive: true },
  );
  for (const type of ["pointerup", "pointercancel", "scroll"]) root.addEventListener(type, release, { capture: true, passive: true });
}
