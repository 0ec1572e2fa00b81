import { callVendor } from "../http.ts";
import { ProviderUnreachable } from "../port.ts";
import type { UnionPayMerchant } from "./config.ts";
import { answeredMessage, type Message, signedMessage, whyForged } from "./sign.ts";

/**
 * Sends a message to UnionPay and gives its answer, which is UnionPay's.
 *
 * @throws ProviderUnreachable for any other; the message may have been acted on all the same
 */
export async function callUnionPay(merchant: UnionPayMerchant, url: string, message: Message): Promise<Message> {
  const body = new URLSearchParams(await signedMessage(merchant, message)).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded;charset=UTF-8", "user-agent": "Forecourt/0.1", accept: "*/*" };
  const { status, text } = await callVendor(url, { method: "POST", headers, body });
  if (status !== 200) throw new ProviderUnreachable(`answered ${status}`);
  const answer = answeredMessage(text);
  const forged = await whyForged(merchant, answer);
  if (forged !== null) throw new ProviderUnreachable(`an answer that is not UnionPay's: ${forged}`);
  return answer;
}
