import { phoneCodeSent, session } from "@forecourt/contract/http/driver";
import { z } from "zod";
import { Driver } from "./driver.ts";
import { type Answer, call, good } from "./http.ts";

let next = Math.floor(Math.random() * 90_000_000);

/** A phone number that nobody else has; one that ends in 0000 is refused by the sandbox. */
export function newPhone(): string {
  do next++;
  while (next % 10_000 === 0);
  return `138${String(10_000_000 + (next % 90_000_000)).slice(0, 8)}`;
}

export const newDevice = (): string => crypto.randomUUID();

const withDevice = (device?: string) => (device === undefined ? {} : { headers: { "forecourt-device": device } });

export function askForCode(phone: string, purpose: "sign_in" | "bind" = "sign_in", device?: string): Promise<Answer> {
  return call("POST", "/v1/driver/phone-codes", { body: { phone, purpose }, ...withDevice(device) });
}

const inbox = z.object({
  items: z.array(z.object({ tail: z.string(), text: z.string(), code: z.string().nullable(), link: z.string().nullable() })),
});

/** What the phone shows, newest first. */
export async function messagesOf(phone: string): Promise<z.output<typeof inbox>["items"]> {
  return good(inbox, await call("GET", `/sandbox/inbox/messages?phone=${encodeURIComponent(phone)}`)).items;
}

/** Has a code sent, and reads it off the phone. */
export async function codeFor(phone: string, purpose: "sign_in" | "bind" = "sign_in"): Promise<string> {
  good(phoneCodeSent, await askForCode(phone, purpose), 202);
  return lastCode(phone);
}

export async function lastCode(phone: string): Promise<string> {
  const code = (await messagesOf(phone)).find((message) => message.code !== null)?.code;
  if (code === undefined || code === null) throw new Error("no code was sent");
  return code;
}

export function signInByPhone(phone: string, code: string, device?: string): Promise<Answer> {
  return call("POST", "/v1/driver/sessions", { body: { provider: "phone", phone, code, deviceName: "test" }, ...withDevice(device) });
}

/** A driver who has signed in by SMS. */
export async function phoneDriver(phone = newPhone(), device?: string): Promise<Driver> {
  return new Driver(good(session, await signInByPhone(phone, await codeFor(phone), device), 201));
}

/** Every other code than this one, as a guesser would have it. */
export function* wrongCodes(right: string): Generator<string> {
  for (let code = 0; code < 1_000_000; code++) {
    const text = String(code).padStart(6, "0");
    if (text !== right) yield text;
  }
}
