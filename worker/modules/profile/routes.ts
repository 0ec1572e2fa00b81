import { profile, profileRequest } from "@forecourt/contract/http/security";
import { canonicalJson } from "@forecourt/contract/movement";
import type { ProfileView, SecurityCommand } from "@forecourt/contract/security";
import { sha256Hex } from "@forecourt/durable-objects/runtime/digest";
import { again, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { versioned } from "../../http/conditional.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { keepPicture, PICTURE_BYTES_MAX, pictureTypes, pictureUrl } from "../packages/pictures.ts";

const tag = "Driver: profile";

const get = endpoint({
  method: "get",
  path: "/v1/driver/profile",
  tag,
  summary: "What the driver is called, and their picture",
  description:
    "Made to be kept: the answer's `ETag` is its version. Send it as `If-None-Match`; while nothing has changed the answer is 304.",
  access: "driver",
  reply: profile,
  codes: ["session_revoked"],
  async handle({ env, caller, request }) {
    const view = await again(async () => securityOf(env, caller.driverId).profile());
    if (view === null) throw new Problem("session_revoked");
    const body = toProfile(view);
    return versioned(request, body.version, body);
  },
});

const rename = endpoint({
  method: "put",
  path: "/v1/driver/profile",
  tag,
  summary: "Change the name",
  access: "driver",
  body: profileRequest,
  reply: profile,
  codes: ["session_revoked"],
  handle: ({ env, caller, body }) => change(env, caller, { type: "ChangeProfile", name: body.name }),
});

const setAvatar = endpoint({
  method: "put",
  path: "/v1/driver/profile/avatar",
  tag,
  summary: "Change the picture",
  description: "The body is the picture itself: a JPEG, PNG or WebP of at most 512 KB, told by its bytes and not by what it is called.",
  access: "driver",
  takes: pictureTypes,
  bodyBytesMax: PICTURE_BYTES_MAX,
  reply: profile,
  codes: ["picture_invalid", "session_revoked"],
  async handle({ env, caller, bytes }) {
    return change(env, caller, { type: "ChangeProfile", avatarId: await keepPicture(env, bytes) });
  },
});

const removeAvatar = endpoint({
  method: "delete",
  path: "/v1/driver/profile/avatar",
  tag,
  summary: "Take the picture away",
  access: "driver",
  reply: profile,
  status: 200,
  codes: ["session_revoked"],
  handle: ({ env, caller }) => change(env, caller, { type: "ChangeProfile", avatarId: null }),
});

export const profileRoutes = [get, rename, setAvatar, removeAvatar];

async function change(
  env: Env,
  { driverId }: DriverCaller,
  command: Extract<SecurityCommand, { type: "ChangeProfile" }>,
): Promise<z.input<typeof profile>> {
  return toProfile(unwrap(await commandSecurity(env, driverId, `profile/${crypto.randomUUID()}`, command)));
}

function toProfile({ name, avatarId }: ProfileView): z.input<typeof profile> {
  const said = { name, avatarUrl: avatarId === null ? null : pictureUrl(avatarId) };
  return { version: sha256Hex(canonicalJson(said)).slice(0, 16), ...said };
}
