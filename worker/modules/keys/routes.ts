import { rotation, rotationRequest } from "@forecourt/contract/http/keys";
import { masterKeys } from "../../crypto/masterKeys.ts";
import { rotateRing } from "../../crypto/ring.ts";
import { endpoint } from "../../http/endpoint.ts";
import { recordAction } from "../audit/record.ts";
import { rewrapDocuments } from "../documents/store.ts";

const rotate = endpoint({
  method: "post",
  path: "/v1/operator/keys/rotations",
  tag: "Operator: operations",
  summary: "Wrap everything by the newest master key, some at a time",
  description:
    "Without a cursor: the keys of all that is sealed in journals (phone numbers, bank accounts, questions, second factors), and the first documents; " +
    "then ask on with `nextCursor` until it is null. Begun again it skips what is done. Everything can be used meanwhile. " +
    "A whole pass that neither wraps anything nor leaves anything proves that nothing needs the older master keys any more.",
  access: { permission: "keys.rotate" },
  body: rotationRequest,
  reply: rotation,
  async handle({ env, caller, body }) {
    const { newest, byVersion } = await masterKeys(env);
    const older = [...byVersion.keys()].filter((version) => version !== newest);
    const isStart = body.cursor === null;
    if (isStart) await recordAction(env, caller.by, { action: "RotateKeys", subject: `keys/${newest}` });
    const ring = isStart ? await rotateRing(env) : { looked: 0, rewrapped: 0 };
    const documents = await rewrapDocuments(env, body.cursor);
    return {
      ...{ newest, older },
      looked: ring.looked + documents.looked,
      rewrapped: ring.rewrapped + documents.rewrapped,
      left: documents.left,
      nextCursor: documents.nextCursor,
    };
  },
});

export const keyRoutes = [rotate];
