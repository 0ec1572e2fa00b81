import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type StatusChange, TerminalClient, type TerminalClientOptions } from "../index.ts";
import { FakePlatform, SECRET, TERMINAL } from "./platform.ts";
import { ManualTime } from "./time.ts";

/** A folder that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "station-sdk-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface Scene {
  readonly time: ManualTime;
  readonly platform: FakePlatform;
  readonly directory: string;
  readonly statuses: StatusChange[];
  /** A client on the scene's directory; closed after the test. */
  readonly open: (options?: Partial<TerminalClientOptions>) => TerminalClient;
}

/** A platform, a clock that stands still and a directory. Random draws are always a half. */
export function scene(): Scene {
  const time = new ManualTime();
  const platform = new FakePlatform(time.now);
  const directory = temporaryDirectory();
  const statuses: StatusChange[] = [];
  return {
    time,
    platform,
    directory,
    statuses,
    open(options = {}) {
      const client = new TerminalClient({
        baseUrl: "https://platform.test",
        terminalId: TERMINAL,
        secret: SECRET,
        directory,
        softwareVersion: "test",
        heartbeatMs: 0,
        onStatus: (change) => statuses.push(change),
        ...options,
        surroundings: { fetch: platform.fetch, now: time.now, sleep: time.sleep, random: () => 0.5, ...options.surroundings },
      });
      onTestFinished(() => client.close());
      return client;
    },
  };
}
