import { hostWords } from "../words.ts";
import type { Builtin } from "./builtin.ts";

/** How WeChat's picture modes read in CSS. The crop modes are rare and come out as `cover`. */
const objectFits: Readonly<Record<string, string>> = { scaleToFill: "fill", aspectFit: "contain", aspectFill: "cover" };

export const image: Builtin = {
  properties: {
    src: String,
    mode: { type: String, value: "scaleToFill" },
    lazyLoad: Boolean,
    webp: Boolean,
    showMenuByLongpress: Boolean,
    ariaLabel: String,
  },
  setup({ host, emit }) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.draggable = false;
    picture.addEventListener("load", () => emit("load", { width: picture.naturalWidth, height: picture.naturalHeight }));
    picture.addEventListener("error", () => emit("error", { errMsg: `GET ${picture.src} failed` }));
    host.prepend(picture);
    return (name, value) => {
      if (name === "lazyLoad" && value === true) picture.loading = "lazy";
      if (name === "mode") {
        host.dataset.mode = String(value);
        picture.style.objectFit = objectFits[String(value)] ?? "cover";
      }
      if (name === "ariaLabel") picture.alt = String(value ?? "");
      if (name !== "src") return;
      const source = String(value ?? "");
      if (source === "") picture.removeAttribute("src");
      else picture.src = source.startsWith("/") ? source.slice(1) : source;
    };
  },
};

export const button: Builtin = {
  properties: {
    disabled: Boolean,
    loading: Boolean,
    type: { type: String, value: "default" },
    plain: Boolean,
    size: { type: String, value: "default" },
    formType: String,
    openType: String,
    hoverClass: { type: String, value: "button-hover" },
    ariaLabel: String,
  },
  setup({ host, data, emit }) {
    host.setAttribute("role", "button");
    host.tabIndex = 0;
    host.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (data.disabled !== true) emit("tap", { x: 0, y: 0 }, { bubbles: true, composed: true });
    });
    host.addEventListener("click", () => {
      if (data.disabled === true) return;
      if (data.openType === "getPhoneNumber") void askPhoneNumber().then((detail) => emit("getphonenumber", detail));
      if (data.openType === "share") document.querySelector<HTMLElement>(".preview-capsule")?.click();
      const form = host.closest("wx-form");
      if (data.formType === "submit" || data.formType === "reset") form?.dispatchEvent(new CustomEvent(`preview-${String(data.formType)}`));
    });
    return (name, value) => {
      if (name === "disabled") {
        host.toggleAttribute("disabled", value === true);
        host.setAttribute("aria-disabled", String(value === true));
      }
      if (name === "ariaLabel" && value) host.setAttribute("aria-label", String(value));
    };
  },
};

/** WeChat asks its user and gives a code for the number; here the user says which number, as the sandbox takes it. */
async function askPhoneNumber(): Promise<Record<string, unknown>> {
  const { wx } = globalThis as unknown as { wx: { showModal(options: object): Promise<{ confirm: boolean; content: string }> } };
  const { confirm, content } = await wx.showModal({ title: hostWords.phoneNumber, editable: true, placeholderText: "13800138000" });
  const number = content.replace(/[^\d+]/g, "");
  return confirm && number !== "" ? { code: `demo-${number}`, errMsg: "getPhoneNumber:ok" } : { errMsg: "getPhoneNumber:fail user deny" };
}

export const navigator: Builtin = {
  properties: { url: String, openType: { type: String, value: "navigate" }, delta: { type: Number, value: 1 }, hoverClass: String },
  setup({ host, data }) {
    const api: Readonly<Record<string, string>> = {
      navigate: "navigateTo",
      redirect: "redirectTo",
      switchTab: "switchTab",
      reLaunch: "reLaunch",
      navigateBack: "navigateBack",
    };
    host.setAttribute("role", "link");
    host.addEventListener("click", () => {
      const name = api[String(data.openType)] ?? "navigateTo";
      (globalThis as unknown as { wx: Record<string, (options: object) => unknown> }).wx[name]?.({
        url: data.url,
        delta: data.delta,
      });
    });
    return () => {};
  },
};

export const progress: Builtin = {
  properties: { percent: Number, strokeWidth: { type: Number, value: 6 }, activeColor: String, backgroundColor: String },
  setup({ host }) {
    const bar = document.createElement("i");
    host.prepend(bar);
    return (name, value) => {
      if (name === "percent") bar.style.width = `${Number(value)}%`;
      if (name === "strokeWidth") host.style.height = `${Number(value)}px`;
      if (name === "activeColor" && value) bar.style.background = String(value);
      if (name === "backgroundColor" && value) host.style.background = String(value);
    };
  },
};

/** Page-wide settings have their own place in the preview; the element only has to exist. */
export const pageMeta: Builtin = {
  properties: { pageStyle: String, rootFontSize: String, backgroundColor: String },
  setup({ host }) {
    return (name, value) => {
      if (name === "pageStyle" && value) host.closest<HTMLElement>("[data-route]")?.setAttribute("style", String(value));
    };
  },
};

export const canvas: Builtin = {
  properties: { type: String, canvasId: String, disableScroll: Boolean },
  setup({ host }) {
    host.prepend(document.createElement("canvas"));
    return () => {};
  },
};
