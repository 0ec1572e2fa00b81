import { expect, it, onTestFinished } from "vitest";
import { TerminalClient } from "./index.ts";
import { FakePlatform, SECRET, TERMINAL } from "./testing/platform.ts";
import { temporaryDirectory } from "./testing/terminals.ts";
import { until } from "./testing/time.ts";

it("speaks to a real server, which verifies every signature, and closes in the middle of a poll", async () => {
  const platform = new FakePlatform();
  const server = await platform.listen();
  onTestFinished(server.close);
  const commands: string[] = [];
  const client = new TerminalClient({
    baseUrl: `${server.baseUrl}/`,
    terminalId: TERMINAL,
    secret: SECRET,
    directory: temporaryDirectory(),
    softwareVersion: "1.0 (加油站)",
  });
  client.start(({ id }) => {
    commands.push(id);
  });
  platform.push({ id: "cmd-1", cursor: 1, type: "notify", data: { topic: "hello", text: "你好" } });
  await until(() => commands.length === 1 && platform.polls.includes(1));
  expect(await client.flush(10_000)).toBe(true);
  expect(platform.events.get(1)).toMatchObject({ type: "terminal.heartbeat", data: { softwareVersion: "1.0 (加油站)" } });
  expect(client.status()).toMatchObject({ connection: "online", pending: 0 });
  await client.close();
});

it("is refused with another's secret", async () => {
  const platform = new FakePlatform();
  const server = await platform.listen();
  onTestFinished(server.close);
  const kinds: string[] = [];
  const client = new TerminalClient({
    baseUrl: server.baseUrl,
    terminalId: TERMINAL,
    secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    directory: temporaryDirectory(),
    softwareVersion: "1.0",
    onStatus: ({ kind }) => kinds.push(kind),
  });
  onTestFinished(() => client.close());
  client.start();
  await until(() => kinds.length > 0);
  expect(kinds).toEqual(["unauthorised"]);
  expect(platform.events.size).toBe(0);
});
