import { peek, put } from "../cache.ts";
import { newId } from "../ids.ts";
import type { Shown } from "../session.ts";
import { currentLanguage } from "../settings.ts";
import { store } from "../store.ts";
import { dispatch, send, sendUnlessCurrent } from "./client.ts";
import type { Body, Reply } from "./operations.ts";

/** Who the driver is, what they sign in with, and what guards their money. */

const keys = { profile: "profile", security: "security" } as const;

export type Profile = Reply<"get", "/v1/driver/profile">;
export type Security = Reply<"get", "/v1/driver/security">;
export type Credential = Reply<"get", "/v1/driver/credentials">["items"][number];
export type JoinedItem = Reply<"get", "/v1/driver/accounts">["items"][number];
export type SessionItem = Reply<"get", "/v1/driver/sessions">["items"][number];
export type Confirmation = Reply<"get", "/v1/driver/confirmations/{confirmationId}">;
export type ConfirmRequest = Body<"post", "/v1/driver/confirmations/{confirmationId}">;
export type ProofRequest = Body<"post", "/v1/driver/security/proofs">;
export type Question = Reply<"get", "/v1/driver/security/questions">["items"][number];
export type QuestionsRequest = Body<"put", "/v1/driver/security/questions">;

export const sendPhoneCode = (phone: string, purpose: "sign_in" | "bind") =>
  send("post", "/v1/driver/phone-codes", { body: { phone, purpose }, auth: "none" });

export const bindPhone = (shown: Shown) => send("post", "/v1/driver/credentials", { body: shown });

export const fetchCredentials = async () => (await send("get", "/v1/driver/credentials", {})).items;

/** Accounts that have become part of this one. */
export const fetchJoined = async () => (await send("get", "/v1/driver/accounts", {})).items;

/** What guards the driver's money; the kept copy is for the first frame alone. */
export async function fetchSecurity(): Promise<Security> {
  const security = await send("get", "/v1/driver/security", {});
  put(keys.security, security);
  return security;
}

export const knownSecurity = (): Security | undefined => peek<Security>(keys.security);

export const setPin = (pin: string) => send("put", "/v1/driver/security/pin", { body: { pin } });

export const removePin = () => send("delete", "/v1/driver/security/pin", {});

type PasskeyRequest = Body<"post", "/v1/driver/security/passkeys">;
export type PasskeyResponse = PasskeyRequest["response"];

export const offerPasskey = (): Promise<object> => send("post", "/v1/driver/security/passkeys/offers", {});

export const addPasskey = (passkey: PasskeyRequest) => send("post", "/v1/driver/security/passkeys", { body: passkey });

export const removePasskey = (passkeyId: string) => send("delete", "/v1/driver/security/passkeys/{passkeyId}", { params: { passkeyId } });

export const setSoter = (enabled: boolean) => send("put", "/v1/driver/security/soter", { body: { enabled } });

export const setThreshold = (thresholdMinor: number) => send("put", "/v1/driver/security/threshold", { body: { thresholdMinor } });

export const setProtection = (enabled: boolean) => send("put", "/v1/driver/security/protection", { body: { enabled } });

/** The driver has allowed WeChat one more message of this template. */
export const noteConsent = (templateId: string) =>
  send("post", "/v1/driver/notices/consents", { body: { templateId, language: currentLanguage() }, idempotencyKey: newId() });

export const fetchQuestions = async () => (await send("get", "/v1/driver/security/questions", {})).items;

/** To the driver's own phone: `recover` to show that it is them, `confirm` for a confirmation that takes it. */
export const sendProofCode = (purpose: "recover" | "confirm") => send("post", "/v1/driver/security/codes", { body: { purpose } });

export const prove = (proof: ProofRequest) => send("post", "/v1/driver/security/proofs", { body: proof });

export const fetchConfirmation = (confirmationId: string): Promise<Confirmation> =>
  send("get", "/v1/driver/confirmations/{confirmationId}", { params: { confirmationId } });

export const confirm = (confirmationId: string, given: ConfirmRequest) =>
  send("post", "/v1/driver/confirmations/{confirmationId}", { params: { confirmationId }, body: given });

export const setQuestions = (questions: QuestionsRequest) => send("put", "/v1/driver/security/questions", { body: questions });

export const fetchSessions = async () => (await send("get", "/v1/driver/sessions", {})).items;

/** One session, or `others`: all but this one. */
export const endSessionOf = (sessionId: string) => send("delete", "/v1/driver/sessions/{sessionId}", { params: { sessionId } });

export const forgetDevice = (deviceKey: string) => send("delete", "/v1/driver/security/devices/{deviceKey}", { params: { deviceKey } });

export const answerSignIn = (no: number, isMine: boolean) =>
  send("post", "/v1/driver/security/sign-ins/{no}", { params: { no }, body: { isMine } });

/** The copy that is held, for the first frame. */
export function knownProfile(): Profile | undefined {
  const held = peek<Profile>(keys.profile);
  if (held && store.get("profile")?.version !== held.version) store.set("profile", held);
  return held;
}

/** The profile; nothing but its version crosses the network while the held one is current. */
export async function fetchProfile(): Promise<Profile> {
  const held = knownProfile();
  const fresh = await sendUnlessCurrent("/v1/driver/profile", held?.version);
  return fresh ? keepProfile(fresh) : (held as Profile);
}

export const changeName = async (name: string) => keepProfile(await send("put", "/v1/driver/profile", { body: { name } }));

export const sendAvatar = async (picture: ArrayBuffer) =>
  keepProfile(await dispatch<Profile>({ method: "put", path: "/v1/driver/profile/avatar", bytes: { data: picture, type: "image/jpeg" } }));

export const removeAvatar = async () => keepProfile(await send("delete", "/v1/driver/profile/avatar", {}));

/** With WeChat's one-time code, as for signing in. */
export const bindWechat = async () =>
  send("post", "/v1/driver/credentials", { body: { provider: "wechat", code: (await wx.login()).code } });

function keepProfile(profile: Profile): Profile {
  put(keys.profile, profile);
  store.set("profile", profile);
  return profile;
}
