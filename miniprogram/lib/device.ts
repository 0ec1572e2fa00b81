import { newId } from "./ids.ts";

const KEY = "device";
const NAME_MAX = 60;

let known = "";

/** What this phone calls itself to the API: made once and kept, whoever signs in. */
export function deviceId(): string {
  if (known === "") known = (wx.getStorageSync(KEY) as string) || "";
  if (known === "") {
    known = newId();
    wx.setStorageSync(KEY, known);
  }
  return known;
}

/** By what its owner recognises it, such as `iPhone 15`. Base libraries before 2.20.1 know only the older call. */
export function deviceName(): string {
  const { brand, model } = wx.getDeviceInfo ? wx.getDeviceInfo() : wx.getSystemInfoSync();
  // WeChat adds the maker's own number: `iPhone 15<iPhone15,4>`.
  const plain = model.replace(/<.*>/, "").trim();
  return (plain || brand || "WeChat").slice(0, NAME_MAX);
}
