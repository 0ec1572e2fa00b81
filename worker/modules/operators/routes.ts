import { operatorSession, operatorSessionRequest } from "@forecourt/contract/http/operator";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { verifyPassword } from "../../auth/passwords.ts";
import { issueToken } from "../../auth/tokens.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { operators } from "./schema.ts";

const SESSION_S = 8 * 3600;
/** Verified when nobody has the address, so that a wrong address takes as long as a wrong password. */
const NOBODY = "scrypt$16384$8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const signIn = endpoint({
  method: "post",
  path: "/v1/operator/sessions",
  tag: "Operator: session",
  summary: "Sign in to the dashboard",
  access: "public",
  body: operatorSessionRequest,
  status: 201,
  reply: operatorSession,
  codes: ["credentials_wrong"],
  async handle({ env, body }) {
    const email = body.email.toLowerCase();
    const [operator] = await drizzle(env.DB).select().from(operators).where(eq(operators.email, email));
    const isRight = await verifyPassword(body.password, operator?.passwordHash ?? NOBODY);
    if (operator === undefined || !isRight) throw new Problem("credentials_wrong", "The e-mail address or the password is wrong.");
    const accessToken = await issueToken(env, "operator", email, { role: operator.role }, SESSION_S);
    return { accessToken, expiresIn: SESSION_S, operator: { email, role: operator.role } };
  },
});

export const operatorRoutes = [signIn];
