import type { Builtin } from "./builtin.ts";

export const scrollView: Builtin = {
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    scrollTop: Number,
    scrollLeft: Number,
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    showScrollbar: { type: Boolean, value: true },
    enhanced: Boolean,
    enableFlex: Boolean,
    upperThreshold: { type: Number, value: 50 },
    lowerThreshold: { type: Number, value: 50 },
    refresherEnabled: Boolean,
    refresherTriggered: Boolean,
  },
  setup({ host, data, emit }) {
    let lower = false;
    let upper = true;
    host.addEventListener(
      "scroll",
      () => {
        const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = host;
        emit("scroll", { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: 0, deltaY: 0 });
        const start = data.scrollX === true ? scrollLeft : scrollTop;
        const left = data.scrollX === true ? scrollWidth - scrollLeft - clientWidth : scrollHeight - scrollTop - clientHeight;
        const nowLower = left <= Number(data.lowerThreshold);
        const nowUpper = start <= Number(data.upperThreshold);
        if (nowLower && !lower) emit("scrolltolower", { direction: data.scrollX === true ? "right" : "bottom" });
        if (nowUpper && !upper) emit("scrolltoupper", { direction: data.scrollX === true ? "left" : "top" });
        lower = nowLower;
        upper = nowUpper;
      },
      { passive: true },
    );
    return (name, value) => {
      const behavior = data.scrollWithAnimation === true ? "smooth" : "auto";
      if (name === "scrollX") host.style.overflowX = value === true ? "auto" : "hidden";
      if (name === "scrollY") host.style.overflowY = value === true ? "auto" : "hidden";
      if (name === "showScrollbar") host.classList.toggle("preview-bare", value !== true);
      if (name === "enableFlex") host.classList.toggle("preview-flex", value === true);
      if (name === "scrollTop" && typeof value === "number") host.scrollTo({ top: value, behavior });
      if (name === "scrollLeft" && typeof value === "number") host.scrollTo({ left: value, behavior });
      if (name === "scrollIntoView" && value)
        host.querySelector(`[id$="--${String(value)}"]`)?.scrollIntoView({ behavior, block: "nearest" });
    };
  },
};

/** Swipes by the browser's own scroll snapping. */
export const swiper: Builtin = {
  properties: {
    current: Number,
    autoplay: Boolean,
    interval: { type: Number, value: 5000 },
    circular: Boolean,
    indicatorDots: Boolean,
    vertical: Boolean,
  },
  setup({ host, data, emit }) {
    let shown = 0;
    host.addEventListener(
      "scroll",
      () => {
        const current = Math.round(host.scrollLeft / Math.max(1, host.clientWidth));
        if (current === shown) return;
        shown = current;
        emit("change", { current, source: "touch" });
      },
      { passive: true },
    );
    return (name, value) => {
      if (name === "current" && Number(value) !== shown)
        host.scrollTo({ left: Number(data.current) * host.clientWidth, behavior: "smooth" });
    };
  },
};

interface PickerOption {
  readonly [key: string]: unknown;
}

/** One column by a list, dates and times by the browser's own fields. */
export const picker: Builtin = {
  properties: {
    mode: { type: String, value: "selector" },
    range: { type: Array, value: [] },
    rangeKey: String,
    value: null,
    start: String,
    end: String,
    disabled: Boolean,
    headerText: String,
  },
  setup({ host, data, emit, set }) {
    const field = document.createElement(data.mode === "selector" ? "select" : "input");
    field.className = "preview-picker";
    field.setAttribute("aria-label", String(data.headerText ?? ""));
    field.addEventListener("change", (event) => {
      event.stopPropagation();
      const value = field instanceof HTMLSelectElement ? field.selectedIndex : field.value;
      set("value", value);
      emit("change", { value });
    });
    host.prepend(field);
    const fill = () => {
      if (!(field instanceof HTMLSelectElement)) return;
      const key = String(data.rangeKey ?? "");
      const options = (data.range ?? []) as readonly (PickerOption | string)[];
      field.replaceChildren(...options.map((option) => new Option(typeof option === "object" ? String(option[key]) : String(option))));
      field.selectedIndex = Number(data.value ?? 0);
    };
    return (name, value) => {
      if (field instanceof HTMLSelectElement) return fill();
      if (name === "mode") field.type = value === "time" ? "time" : "date";
      if (name === "value") field.value = String(value ?? "");
      if (name === "start") field.min = String(value ?? "");
      if (name === "end") field.max = String(value ?? "");
    };
  },
};
