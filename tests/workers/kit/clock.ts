import { vi } from "vitest";

const now = Date.now.bind(Date);

/** It is so much later than it is, for the platform, until mocks are restored; alarms do not notice. */
export function later(ms: number): void {
  vi.spyOn(Date, "now").mockImplementation(() => now() + ms);
}
