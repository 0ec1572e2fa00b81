import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium as playwright } from "playwright-core";

/** Where distributions and people put it. */
const places = [
  process.env.CHROMIUM,
  // Without a browser's own windows, which take as much of the processor as the pages.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium: one that is installed; Debian's package where we may install it; Playwright's own otherwise. */
export function chromium(): string {
  const installed = installedChromium();
  if (installed !== undefined) return installed;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium for the browser tests…");
    const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
    spawnSync("apt-get", ["update", "-qq"], options);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell", "fonts-noto-cjk"], options);
  } else {
    spawnSync("node_modules/.bin/playwright-core", ["install", "chromium"], { stdio: "inherit" });
  }
  const found = installedChromium();
  if (found === undefined) throw new Error("No Chromium could be found or installed; set CHROMIUM to one.");
  return found;
}

function installedChromium(): string | undefined {
  const own = playwright.executablePath();
  return [...places, own].find((path) => path !== undefined && path !== "" && existsSync(path));
}
