import { withAria } from "./aria.ts";
import { type domlikeBackend, glassEasel } from "./glass.ts";
import { builtinTags } from "./tags.ts";

/** Events that the browser reports; all others are triggered by our own components, with WeChat's detail. */
const forwarded: ReadonlySet<string> = new Set([
  "touchstart",
  "touchmove",
  "touchend",
  "touchcancel",
  "transitionend",
  "animationstart",
  "animationiteration",
  "animationend",
]);

/** The browser as glass-easel's backend, with WeChat's element names and event fields. */
export class PreviewContext extends glassEasel.CurrentWindowBackendContext {
  override document = {
    createElement: (tag: string) =>
      withAria(document.createElement(builtinTags.has(tag) ? `wx-${tag}` : tag)) as unknown as domlikeBackend.Element,
    createTextNode: (text: string) => document.createTextNode(text) as unknown as domlikeBackend.Element,
    createDocumentFragment: () => document.createDocumentFragment() as unknown as domlikeBackend.Element,
  };

  override setListenerStats(...args: Parameters<InstanceType<typeof glassEasel.CurrentWindowBackendContext>["setListenerStats"]>): void {
    if (forwarded.has(args[1])) super.setListenerStats(...args);
  }

  constructor() {
    super();
    this.onEvent((target, type, detail, options) => {
      const original = options.originalEvent;
      const touches = type.startsWith("touch") || type === "tap" ? touchFields(original) : undefined;
      const event = new glassEasel.Event(type, detail, touches ? { ...options, extraFields: touches } : options);
      glassEasel.Event.dispatchEvent(target, event);
      return event.getEventBubbleStatus();
    });
  }
}

/** `touches` and `changedTouches` as WeChat writes them, from a finger or a mouse. */
function touchFields(event: unknown): Record<string, unknown> | undefined {
  if (typeof TouchEvent !== "undefined" && event instanceof TouchEvent) {
    return { touches: [...event.touches].map(point), changedTouches: [...event.changedTouches].map(point) };
  }
  if (event instanceof MouseEvent) {
    const one = point({ identifier: 0, clientX: event.clientX, clientY: event.clientY, pageX: event.pageX, pageY: event.pageY });
    return { touches: [one], changedTouches: [one] };
  }
  return undefined;
}

function point(touch: { identifier: number; clientX: number; clientY: number; pageX: number; pageY: number }) {
  const { identifier, clientX, clientY, pageX, pageY } = touch;
  return { identifier, clientX, clientY, pageX, pageY };
}
