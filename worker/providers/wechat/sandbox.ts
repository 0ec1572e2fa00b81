import { normalPhone } from "@forecourt/contract/phones";
import { Problem } from "../../http/problem.ts";
import type { Wechat } from "./port.ts";

/** The signature that the sandbox takes for a finger's. */
const SOTER_SIGNATURE = "sandbox";

/**
 * WeChat without WeChat: `demo-<name>` is the code of the user of that name, `demo-<number>` the code for a phone number,
 * and a SOTER proof is signed with the word "sandbox".
 */
export const sandboxWechat: Wechat = {
  async user(code) {
    const [, name] = /^demo-([a-z0-9][a-z0-9-]{0,31})$/.exec(code) ?? [];
    if (name === undefined) throw new Problem("credentials_wrong", "In the sandbox a code looks like demo-<name>.");
    return { openid: `sandbox-${name}`, name };
  },
  async phoneNumber(code) {
    const phone = normalPhone(/^demo-(\+?\d{8,15})$/.exec(code)?.[1] ?? "");
    if (phone === null) throw new Problem("credentials_wrong", "In the sandbox a phone's code looks like demo-13800138000.");
    return phone;
  },
  verifySoter: async (_, { resultJSONSignature }) => resultJSONSignature === SOTER_SIGNATURE,
};
