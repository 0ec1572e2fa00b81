import type { Agent, FuelingOrigin } from "@forecourt/contract/origin";
import { text } from "drizzle-orm/sqlite-core";

/**
 * Where a command came from, as a row has it: the person's phone or browser, and the terminal where one took part. A fill has them in the
 * row that it writes anyway.
 */
export const originColumns = () => ({
  ip: text("ip"),
  ipKey: text("ip_key"),
  device: text("device"),
  place: text("place"),
  agent: text("agent").$type<Agent>(),
  terminalId: text("terminal_id"),
  terminalIp: text("terminal_ip"),
  terminalIpKey: text("terminal_ip_key"),
  terminalPlace: text("terminal_place"),
});

export function originRow({ phone, terminal }: FuelingOrigin) {
  return {
    ip: phone?.ip ?? null,
    ipKey: phone?.ipKey ?? null,
    device: phone?.device ?? null,
    place: phone?.place ?? null,
    agent: phone?.agent ?? null,
    terminalId: terminal?.terminalId ?? null,
    terminalIp: terminal?.ip ?? null,
    terminalIpKey: terminal?.ipKey ?? null,
    terminalPlace: terminal?.place ?? null,
  };
}
