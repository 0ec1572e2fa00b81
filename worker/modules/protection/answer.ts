import { again, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import { readBytes, toText } from "../../http/body.ts";
import type { RequestScope } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { readDoubtLink } from "./link.ts";
import { doubtPage } from "./page.ts";

type LinkRequest = Request & { readonly params: Record<string, string> };

const BODY_BYTES_MAX = 1_024;

/** `GET /a/<token>`: asks whether a sign-in was the driver's own. */
export async function askAboutSignIn(request: LinkRequest, { env }: RequestScope): Promise<Response> {
  const { driverId, no } = await readLink(request, env);
  const { doubts } = await again(async () => securityOf(env, driverId).protection());
  const doubt = doubts.find((each) => each.no === no) ?? null;
  return doubtPage(doubt, doubt?.isOpen === true ? "asked" : (doubt?.answer ?? "over"), request);
}

/** `POST /a/<token>`: the driver has said so. Whoever holds the link has the phone that it was sent to. */
export async function answerForSignIn(request: LinkRequest, { env }: RequestScope): Promise<Response> {
  const { driverId, no } = await readLink(request, env);
  const answer = new URLSearchParams(toText(await readBytes(request, BODY_BYTES_MAX))).get("answer");
  if (answer !== "mine" && answer !== "not_mine") throw new Problem("validation_failed", "Say mine or not_mine.");
  const command = { type: "AnswerDoubt", no, isMine: answer === "mine", byLink: true } as const;
  const result = await commandSecurity(env, driverId, `link/${no}/${answer}`, command);
  return doubtPage(null, result.ok ? answer : result.code === "proof_too_new" ? "too_new" : "over", request);
}

async function readLink({ params }: LinkRequest, env: RequestScope["env"]) {
  const link = await readDoubtLink(env, params.token ?? "");
  if (link === null) throw new Problem("not_found");
  return link;
}
