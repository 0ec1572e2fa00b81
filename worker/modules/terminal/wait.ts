import type { CommandsAnswer } from "@forecourt/durable-objects/station/waiting";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import type { TerminalCaller } from "../../auth/terminals.ts";
import type { Env } from "../../env.ts";

const NOTHING: CommandsAnswer = { ok: true, reply: [] };

/** A terminal's commands after a cursor; waits here, not at the station, for the first of them. */
export async function waitForCommands(
  env: Env,
  { stationId, terminalId }: TerminalCaller,
  afterCursor: number,
  waitMs: number,
): Promise<CommandsAnswer> {
  const address = `https://station/commands?terminal=${encodeURIComponent(terminalId)}&after=${afterCursor}`;
  const headers: HeadersInit = waitMs === 0 ? {} : { upgrade: "websocket" };
  const response = await again(() => stationOf(env, stationId).fetch(address, { headers }));
  const socket = response.webSocket;
  return socket === null ? response.json<CommandsAnswer>() : answerOf(socket, waitMs);
}

function answerOf(socket: WebSocket, waitMs: number): Promise<CommandsAnswer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(NOTHING);
      socket.close(1000, "waited long enough");
    }, waitMs);
    const end = (answer: CommandsAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    socket.addEventListener("message", ({ data }) => end(JSON.parse(String(data)) as CommandsAnswer));
    // The station has gone, as with every release: the terminal asks again.
    for (const type of ["close", "error"] as const) socket.addEventListener(type, () => end(NOTHING));
    socket.accept();
  });
}
