import { isPublicHttps } from "@forecourt/contract/publicUrl";
import { Webhook } from "standardwebhooks";
import { Hopeless } from "../runtime/definition.ts";
import type { StationMessage } from "./station.ts";

/**
 * Pushes a command to a station's own endpoint, signed as Standard Webhooks says. Anything but 2xx throws, a redirect
 * too: whoever answers with one could send the command, and its signature, anywhere.
 *
 * The address was looked at when it was set, and is again: it stands in a journal, perhaps from before a rule that is younger.
 * @throws Hopeless when it is none that may be called
 */
export async function pushCommand(
  { url, secret, command }: Extract<StationMessage, { to: "endpoint" }>,
  signal: AbortSignal,
): Promise<null> {
  if (!isPublicHttps(url)) throw new Hopeless("the endpoint is not a public HTTPS address");
  const body = JSON.stringify(command);
  const id = `cmd-${command.cursor}`;
  const at = new Date();
  const response = await fetch(url, {
    method: "POST",
    body,
    redirect: "manual",
    signal,
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": "forecourt",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(id, at, body),
    },
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
  return null;
}
