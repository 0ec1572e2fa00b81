import { element } from "../dom.ts";
import { button, type Overlays } from "../overlays.ts";
import type { Shell } from "../shell.ts";
import type { Site } from "../site.ts";
import { hostWords } from "../words.ts";
import { ApiError, wxAsync, wxEvent } from "./async.ts";
import { askForMessages } from "./messages.ts";

/** A base library recent enough for all that the package uses. */
const SDK_VERSION = "3.8.12";

interface Detector {
  detect(source: ImageBitmap): Promise<{ rawValue: string }[]>;
}

/** Window and device information, place, clipboard, scanner and the few other things that a phone has and a browser lacks. */
export function deviceApi(site: Site, shell: Shell, overlays: Overlays) {
  const theme = wxEvent<{ theme: string }>();
  const resized = wxEvent<{ size: { windowWidth: number; windowHeight: number } }>();
  const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
  const themeName = () => (darkQuery.matches ? "dark" : "light");
  darkQuery.addEventListener("change", () => theme.emit({ theme: themeName() }));
  const windowInfo = () => {
    const { clientWidth: width, clientHeight: height } = shell.phone;
    return {
      pixelRatio: window.devicePixelRatio,
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight: height,
      statusBarHeight: 0,
      screenTop: 0,
      safeArea: { left: 0, top: 0, right: width, bottom: height, width, height },
    };
  };
  window.addEventListener("resize", () => {
    const { windowWidth, windowHeight } = windowInfo();
    resized.emit({ size: { windowWidth, windowHeight } });
  });
  const base = () => ({
    SDKVersion: SDK_VERSION,
    version: "8.0.60",
    language: navigator.language.replace("-", "_"),
    theme: themeName(),
    fontSizeSetting: 16,
    host: { env: "preview" },
  });
  const device = () => ({ brand: "preview", model: browserName(), platform: "preview", system: navigator.platform });
  return {
    getWindowInfo: windowInfo,
    getAppBaseInfo: base,
    getDeviceInfo: device,
    getSystemInfoSync: () => ({ ...windowInfo(), ...base(), ...device() }),
    getSystemInfo: wxAsync("getSystemInfo", () => ({ ...windowInfo(), ...base(), ...device() })),
    getMenuButtonBoundingClientRect: () => ({
      width: 44,
      height: 32,
      top: 6,
      right: shell.phone.clientWidth - 8,
      bottom: 38,
      left: shell.phone.clientWidth - 52,
    }),
    getExtConfigSync: () => ({ apiOrigin: location.origin }),
    getAccountInfoSync: () => ({ miniProgram: { appId: "preview", envVersion: "develop", version: "" } }),
    getLaunchOptionsSync: () => ({ path: "", scene: 1001, query: {} }),
    getEnterOptionsSync: () => ({ path: "", scene: 1001, query: {} }),
    getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
    canIUse: () => true,
    onThemeChange: theme.on,
    offThemeChange: theme.off,
    onWindowResize: resized.on,
    offWindowResize: resized.off,
    onMemoryWarning() {},
    getLocation: wxAsync("getLocation", () => ({ ...site.place, accuracy: 30 })),
    getFuzzyLocation: wxAsync("getFuzzyLocation", () => ({ ...site.place })),
    openLocation: wxAsync<{ latitude: number; longitude: number }>("openLocation", ({ latitude, longitude }) => {
      window.open(
        `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`,
        "_blank",
        "noopener",
      );
      return undefined;
    }),
    setClipboardData: wxAsync<{ data: string }>("setClipboardData", async ({ data }) => {
      await navigator.clipboard?.writeText(data).catch(() => undefined);
      return undefined;
    }),
    vibrateShort: wxAsync("vibrateShort", () => {
      navigator.vibrate?.(15);
      return undefined;
    }),
    makePhoneCall: wxAsync<{ phoneNumber: string }>("makePhoneCall", ({ phoneNumber }) => {
      location.href = `tel:${phoneNumber}`;
      return undefined;
    }),
    setScreenBrightness: wxAsync("setScreenBrightness", () => undefined),
    getScreenBrightness: wxAsync("getScreenBrightness", () => ({ value: 0.6 })),
    setKeepScreenOn: wxAsync("setKeepScreenOn", () => undefined),
    hideKeyboard: wxAsync("hideKeyboard", () => undefined),
    requestSubscribeMessage: wxAsync<{ tmplIds: string[] }>("requestSubscribeMessage", ({ tmplIds }) => askForMessages(overlays, tmplIds)),
    getSetting: wxAsync("getSetting", () => ({ authSetting: {} })),
    scanCode: wxAsync("scanCode", async () => {
      const result = await scan(overlays);
      if (result === null) throw new ApiError("cancel");
      return { result, scanType: "QR_CODE", charSet: "UTF-8", path: "" };
    }),
  };
}

/** `Chrome · Linux x86_64`: the browser stands for the phone's model. */
function browserName(): string {
  const { userAgent, platform } = navigator;
  const name = ["Edg", "Firefox", "Chrome", "Safari"].find((one) => userAgent.includes(one)) ?? "Browser";
  return `${name === "Edg" ? "Edge" : name} · ${platform}`;
}

/** The channel on which another page of the same site, such as one that shows a pump's code, hands a code to the scanner. */
const SCAN_CHANNEL = "mini-program-scan";

/** A camera isn't at hand in a browser on a desk: the code comes from the site's other pages, a picture, or the keyboard. */
function scan(overlays: Overlays): Promise<string | null> {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(SCAN_CHANNEL) : null;
  const sheet = overlays.custom<string | null>((answer) => {
    channel?.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (typeof event.data === "string") answer(event.data);
    });
    const field = element("input", "preview-modal-field", { placeholder: "https://…/p/station/1", "aria-label": hostWords.code });
    const go = () => (field.value.trim() === "" ? undefined : answer(field.value.trim()));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") go();
    });
    const picture = element("input", "", { type: "file", accept: "image/*", hidden: "" });
    picture.addEventListener("change", async () => {
      const text = picture.files?.[0] ? await readCode(picture.files[0]) : null;
      if (text !== null) answer(text);
    });
    const fromPicture = "BarcodeDetector" in window ? button("", hostWords.picture, () => picture.click()) : null;
    return element(
      "div",
      "preview-modal",
      { role: "dialog", "aria-modal": "true", "aria-label": hostWords.scan },
      element("div", "preview-finder"),
      field,
      picture,
      element(
        "div",
        "preview-modal-actions",
        {},
        button("", hostWords.cancel, () => answer(null)),
        fromPicture,
        button("is-primary", hostWords.scan, go),
      ),
    );
  }, null);
  return sheet.finally(() => channel?.close());
}

async function readCode(file: File): Promise<string | null> {
  const Detector = (window as unknown as { BarcodeDetector: new (options: object) => Detector }).BarcodeDetector;
  const found = await new Detector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
  return found[0]?.rawValue ?? null;
}
