import { jwtVerify, SignJWT } from "jose";
import { JWKSNoMatchingKey, JWTExpired } from "jose/errors";
import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import { signingKeys } from "./signingKeys.ts";

/** Whom a token speaks for, and what it is good for. A token made for one use is refused for another. */
export type Audience = "driver" | "driver-refresh" | "operator" | "document-upload";

const ISSUER = "forecourt";
export async function issueToken(
  env: Env,
  audience: Audience,
  subject: string,
  claims: Readonly<Record<string, string>>,
  lifeS: number,
): Promise<string> {
  const { kid, key } = (await signingKeys(env)).signing;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "HS256", kid })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifeS)
    .sign(key);
}

/** The claims of a good token; a problem otherwise. */
export async function readToken(
  env: Env,
  audience: Audience,
  token: string,
): Promise<{ readonly sub: string; readonly [claim: string]: unknown }> {
  const { byKid } = await signingKeys(env);
  try {
    const keyOf = ({ kid }: { readonly kid?: string }): CryptoKey => {
      const key = kid === undefined ? undefined : byKid.get(kid);
      if (key === undefined) throw new JWKSNoMatchingKey();
      return key;
    };
    const { payload } = await jwtVerify(token, keyOf, {
      issuer: ISSUER,
      audience,
      algorithms: ["HS256"],
      requiredClaims: ["exp"],
    });
    if (payload.sub !== undefined) return { ...payload, sub: payload.sub };
  } catch (error) {
    if (error instanceof JWTExpired) throw new Problem("session_expired");
  }
  throw new Problem("unauthenticated");
}

/** The bearer token of a request; sockets of a browser can't set headers and name it as a subprotocol instead. */
export function bearerToken(request: Request): string {
  const [, fromHeader] = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (fromHeader !== undefined) return fromHeader;
  const protocols = request.headers.get("sec-websocket-protocol")?.split(",") ?? [];
  const named = protocols.map((protocol) => protocol.trim()).find((protocol) => protocol.startsWith("bearer."));
  if (named !== undefined) return named.slice("bearer.".length);
  throw new Problem("unauthenticated", "Send an access token as Authorization: Bearer.");
}
