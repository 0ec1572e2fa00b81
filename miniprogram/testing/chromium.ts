import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser to test with: `CHROMIUM` names one, else one that is installed, else Playwright's own if it was fetched. */
export function chromiumPath(): string | undefined {
  const candidates = [process.env.CHROMIUM, ...known, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
