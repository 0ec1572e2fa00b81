import { expect, it } from "vitest";
import { isPublicHttps } from "./publicUrl.ts";

it.each(["https://pos.station.cn/forecourt", "https://hooks.example-fuel.com", "https://xn--fiq228c.com/a?b=c"])(
  "lets through %s",
  (url) => {
    expect(isPublicHttps(url)).toBe(true);
  },
);

it.each([
  "http://pos.station.cn/",
  "ftp://pos.station.cn/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://pos.station.cn:8443/",
  "https://user:secret@pos.station.cn/",
  "https://localhost/",
  "https://localhost./",
  "https://LOCALHOST/",
  "https://pos/",
  "https://pos.internal/",
  "https://printer.local./",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0177.0.0.1/",
  "https://10.0.0.8/",
  "https://169.254.169.254/latest/meta-data",
  "https://192.168.1.1/",
  "https://[::1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://[fd00::1]/",
  "https://１２７.０.０.１/",
  "https://10.0.0.1.nip.io/",
  "https://app.127-0-0-1.sslip.io/",
  "https://localtest.me/",
  "https://metadata.google.internal/",
  "not a url",
  "",
])("keeps away from %s", (url) => {
  expect(isPublicHttps(url)).toBe(false);
});
