import { env } from "cloudflare:workers";
import { invitationLink, operatorAccount, operatorSession, recoveryCodes, totpOffer } from "@forecourt/contract/http/staff";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import { auditOf, operatorOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { differing, lastShown } from "../../../worker/modules/audit/queries.ts";
import { respond } from "../../../worker/router.ts";
import { call, expectProblem, good, read, toRequest } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { Authenticator } from "../kit/totp.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

const signIn = (email: string, password = PASSWORD) => call("POST", "/v1/operator/sessions", { body: { email, password } });
const confirm = (challengeId: unknown, code: string) =>
  call("POST", "/v1/operator/sessions/second-factor", { body: { challengeId, code } });
const challenge = async (email: string) => expectProblem(await signIn(email), "second_factor_required").challengeId;
const me = async (token: string) => good(operatorAccount, await call("GET", "/v1/operator/me", { token }));
const NEW_PASSWORD = "another horse, another battery";

async function withSecondFactor(operator: Operator) {
  const body = { password: PASSWORD };
  const { secret, uri } = good(totpOffer, await operator.call("POST", "/v1/operator/me/second-factor", { body }), 201);
  const app = new Authenticator(secret);
  const codes = good(
    recoveryCodes,
    await operator.call("POST", "/v1/operator/me/second-factor/confirm", { body: { code: app.code() } }),
    201,
  );
  return { app, uri, codes: codes.recoveryCodes };
}

describe("a second factor", () => {
  it("is set up with the password and a first code, and asked for from then on", async () => {
    const operator = await newOperator("finance");
    expectProblem(await operator.call("POST", "/v1/operator/me/second-factor", { body: { password: "wrong" } }), "credentials_wrong");
    expectProblem(
      await operator.call("POST", "/v1/operator/me/second-factor/confirm", { body: { code: "123456" } }),
      "second_factor_missing",
    );
    const { app, uri, codes } = await withSecondFactor(operator);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Forecourt%3A/);
    expect(new Set(codes).size).toBe(10);
    const opened = good(operatorSession, await confirm(await challenge(operator.email), app.code()), 201);
    expect(await me(opened.accessToken)).toMatchObject({
      hasSecondFactor: true,
      recoveryCodesLeft: 10,
      sessions: [{ factor: "totp", isThis: true }, { factor: "password" }],
    });
  });

  it("takes no code twice, also in another sign-in, and no recovery code twice", async () => {
    const operator = await newOperator("finance");
    const { app, codes } = await withSecondFactor(operator);
    const [recovery = ""] = codes;
    expectProblem(await confirm(await challenge(operator.email), app.again()), "credentials_wrong");
    good(operatorSession, await confirm(await challenge(operator.email), recovery.toUpperCase().replace("-", " ")), 201);
    expectProblem(await confirm(await challenge(operator.email), recovery), "credentials_wrong");
  });

  it("can't be gone round: a challenge is nothing by itself, and of nobody else", async () => {
    const [one, other] = [await newOperator("finance"), await newOperator("finance")];
    const { app } = await withSecondFactor(one);
    await withSecondFactor(other);
    const ofOther = await challenge(other.email);
    for (const forged of ["", "x", `${one.operatorId}.chl_x`, `${one.operatorId}.${String(ofOther).split(".")[1]}`])
      expectProblem(await confirm(forged, app.code()), "challenge_invalid");
  });

  it("is required of everybody where real money is, before anything but setting it up", async () => {
    const operator = await newOperator("finance");
    const live = { ...env, PROVIDERS_MODE: "live" } as const;
    const at = async (method: string, path: string, body?: unknown) =>
      read(await respond(toRequest(method, path, { token: operator.token, ...(body === undefined ? {} : { body }) }), live));
    expectProblem(await at("GET", "/v1/operator/alerts"), "second_factor_enrolment_required");
    expect((await at("GET", "/v1/operator/me")).status).toBe(200);
    const { secret } = good(totpOffer, await at("POST", "/v1/operator/me/second-factor", { password: PASSWORD }), 201);
    good(recoveryCodes, await at("POST", "/v1/operator/me/second-factor/confirm", { code: new Authenticator(secret).code() }), 201);
    expect((await at("GET", "/v1/operator/alerts")).status).toBe(200);
  });

  it("that was lost is taken off by an administrator, which ends every session", async () => {
    const operator = await newOperator("finance");
    await withSecondFactor(operator);
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/reset-second-factor`));
    expectProblem(await call("GET", "/v1/operator/me", { token: operator.token }), "session_expired");
    good(operatorSession, await signIn(operator.email), 201);
  });
});

describe("an invitation", () => {
  const invite = async (email: string, more: object = {}) =>
    good(
      invitationLink,
      await admin.call("POST", "/v1/operator/operators", { body: { email, name: "Grace", role: "support", ...more } }),
      201,
    );
  const accept = (token: string, password = NEW_PASSWORD) => call("POST", "/v1/operator/invitations/accept", { body: { token, password } });
  const address = () => `grace-${crypto.randomUUID()}@forecourt.example`;

  it("lets somebody choose a password, once, and sign in with the role and the stations that they were given", async () => {
    const email = address();
    const { token } = await invite(email, { role: "station_manager", stations: ["hongqiao"] });
    expectProblem(await signIn(email, NEW_PASSWORD), "credentials_wrong");
    expectProblem(await accept(token, "short"), "password_weak");
    expect((await must(accept(token))).body).toEqual({ email });
    expectProblem(await accept(token, "yet another password"), "invitation_invalid");
    const { operator } = good(operatorSession, await signIn(email, NEW_PASSWORD), 201);
    expect(operator).toMatchObject({ email, role: "station_manager", stations: ["hongqiao"] });
    expectProblem(
      await admin.call("POST", "/v1/operator/operators", { body: { email: email.toUpperCase(), name: "G", role: "auditor" } }),
      "operator_exists",
    );
  });

  it("is void once a newer one was made, and was never good for another's account", async () => {
    const email = address();
    const first = await invite(email);
    const second = await invite(email);
    const other = await invite(address());
    for (const token of [first.token, "", "x.y", `${second.operatorId}.${other.token.split(".")[1]}`])
      expectProblem(await accept(token), "invitation_invalid");
    await must(accept(second.token));
  });

  it("accepted twice at once sets one password", async () => {
    const email = address();
    const { token } = await invite(email);
    const answers = await Promise.all([accept(token, "first password chosen"), accept(token, "second password chosen")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("a lost password is replaced by a link in the same way", async () => {
    const operator = await newOperator("support");
    const { token } = good(invitationLink, await admin.call("POST", `/v1/operator/operators/${operator.operatorId}/link`), 201);
    await must(accept(token));
    expectProblem(await call("GET", "/v1/operator/me", { token: operator.token }), "session_expired");
    good(operatorSession, await signIn(operator.email, NEW_PASSWORD), 201);
  });
});

describe("a session", () => {
  it("is worth nothing once it was ended, by its owner, by signing out, or by an administrator", async () => {
    const operator = await newOperator("support");
    const open = async () => good(operatorSession, await signIn(operator.email), 201).accessToken;
    const [one, two, three] = [await open(), await open(), await open()];
    const sessions = (await me(operator.token)).sessions;
    expect(sessions).toHaveLength(4);
    await must(operator.call("DELETE", `/v1/operator/me/sessions/${sessions[0]?.sessionId}`));
    expectProblem(await call("GET", "/v1/operator/me", { token: three }), "session_expired");
    await must(call("DELETE", "/v1/operator/sessions", { token: one }));
    expectProblem(await call("GET", "/v1/operator/me", { token: one }), "session_expired");
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/end-sessions`));
    for (const token of [two, operator.token]) expectProblem(await call("GET", "/v1/operator/me", { token }), "session_expired");
  });

  it("keeps the role that its owner has this moment", async () => {
    const operator = await newOperator("support");
    expectProblem(await operator.call("GET", "/v1/operator/audit"), "forbidden");
    const body = { name: "Ada", role: "auditor", stations: null };
    await must(admin.call("PUT", `/v1/operator/operators/${operator.operatorId}`, { body }));
    expect((await operator.call("GET", "/v1/operator/audit")).status).toBe(200);
  });

  it("lets nothing be done but choosing a new password, once that was asked for; the others then end", async () => {
    const operator = await newOperator("support");
    const other = good(operatorSession, await signIn(operator.email), 201).accessToken;
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/require-password-change`));
    expectProblem(await operator.call("GET", "/v1/operator/alerts"), "password_change_required");
    const change = (current: string, next: string) => operator.call("POST", "/v1/operator/me/password", { body: { current, next } });
    expectProblem(await change("wrong", NEW_PASSWORD), "credentials_wrong");
    for (const weak of [PASSWORD, "short", operator.email, "aaaaaaaaaaaaaaaa"])
      expectProblem(await change(PASSWORD, weak), "password_weak");
    await must(change(PASSWORD, NEW_PASSWORD));
    expect((await operator.call("GET", "/v1/operator/alerts")).status).toBe(200);
    expectProblem(await call("GET", "/v1/operator/me", { token: other }), "session_expired");
    expectProblem(await signIn(operator.email), "credentials_wrong");
  });
});

describe("an administrator", () => {
  it("can do none of it to themselves, so that one is always left", async () => {
    for (const action of ["disable", "enable", "unlock", "require-password-change", "reset-second-factor", "end-sessions", "link"])
      expectProblem(await admin.call("POST", `/v1/operator/operators/${admin.operatorId}/${action}`), "not_yourself");
    const body = { name: "Ada", role: "support", stations: null };
    expectProblem(await admin.call("PUT", `/v1/operator/operators/${admin.operatorId}`, { body }), "not_yourself");
  });

  it("is always left, however many shut one another out or down at once", async () => {
    for (let round = 0; round < 5; round++) {
      const three = await Promise.all([0, 1, 2].map(() => newOperator("super_admin")));
      const acts = three.flatMap((doer) =>
        three
          .filter((other) => other !== doer)
          .map(({ operatorId }, which) => {
            const path = `/v1/operator/operators/${operatorId}`;
            const body = { name: "Ada", role: "support", stations: null };
            return which === 0 ? doer.call("POST", `${path}/disable`) : doer.call("PUT", path, { body });
          }),
      );
      const answers = await Promise.all(acts);
      for (const { status } of answers) expect([204, 401, 403]).toContain(status);
      expect(answers.some(({ status }) => status === 204)).toBe(true);
      const after = await Promise.all(three.map(({ operatorId }) => operatorOf(env, operatorId).view()));
      expect(after.filter((one) => one?.state === "active" && one.role === "super_admin")).toHaveLength(1);
    }
  });

  it("who sends it again under the same key is told the same, and it is done once", async () => {
    const operator = await newOperator("support");
    const disable = (key: string) => admin.call("POST", `/v1/operator/operators/${operator.operatorId}/disable`, { key });
    const key = crypto.randomUUID();
    expect((await Promise.all([disable(key), disable(key)])).map(({ status }) => status)).toEqual([204, 204]);
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/enable`));
    expect((await disable(key)).status).toBe(204);
    expect((await operatorOf(env, operator.operatorId).view())?.state).toBe("active");
    const nobody = `/v1/operator/operators/opr_${"z".repeat(26)}/disable`;
    const asked = crypto.randomUUID();
    for (const _ of [1, 2]) expectProblem(await admin.call("POST", nobody, { key: asked }), "operator_not_found");
  });

  it("is limited to no station, whatever was said when they became one", async () => {
    const operator = await newOperator("station_manager", ["hongqiao"]);
    const body = { name: "Ada", role: "super_admin", stations: ["hongqiao"] };
    await must(admin.call("PUT", `/v1/operator/operators/${operator.operatorId}`, { body }));
    expect((await operator.call("GET", "/v1/operator/operators")).status).toBe(200);
  });

  it("shows no demand and no lock in the list that an accepted link has met", async () => {
    const operator = await newOperator("finance");
    const path = `/v1/operator/operators/${operator.operatorId}`;
    await must(admin.call("POST", `${path}/require-password-change`));
    const wrong = () => call("POST", "/v1/operator/sessions", { body: { email: operator.email, password: "not the password at all" } });
    for (let time = 0; time < 5; time++) await wrong();
    const { token } = good(invitationLink, await admin.call("POST", `${path}/link`), 201);
    await must(call("POST", "/v1/operator/invitations/accept", { body: { token, password: "another horse, another battery" } }));
    await projected({ kind: "operator", id: operator.operatorId });
    const [row] = await rows(
      "SELECT state, must_change_password, locked_until_ms FROM operators WHERE operator_id = ?",
      operator.operatorId,
    );
    expect(row).toEqual({ state: "active", must_change_password: 0, locked_until_ms: 0 });
  });

  it("finds everybody in the list, without anything that proves who they are", async () => {
    const operator = await newOperator("support");
    await projected({ kind: "operator", id: operator.operatorId });
    const answer = await must(admin.call("GET", "/v1/operator/operators?limit=100"));
    const { items } = answer.body as { items: { operatorId: string }[] };
    expect(items.find(({ operatorId }) => operatorId === operator.operatorId)).toMatchObject({
      ...{ email: operator.email, role: "support", state: "active", hasSecondFactor: false },
    });
    expect(answer.text).not.toMatch(/scrypt|fe1\.|token/i);
    expect((await admin.call("GET", `/v1/operator/operators/opr_${"z".repeat(26)}`)).status).toBe(404);
    expect(await operatorOf(env, `opr_${"z".repeat(26)}`).view()).toBeNull();
  });

  it("is found in the trail with whatever they did to whom, before and after", async () => {
    const operator = await newOperator("support");
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/disable`, { headers: { "forecourt-reason": "left" } }));
    await projected({ kind: "operator", id: operator.operatorId });
    await projected({ kind: "audit", id: "audit" });
    const answer = await must(admin.call("GET", `/v1/operator/audit?subject=operator/${operator.operatorId}`));
    const { items } = answer.body as { items: { action: string }[] };
    expect(items.map(({ action }) => action)).toEqual(["DisableOperator", "SignIn", "InstallOperator"]);
    expect(items[0]).toMatchObject({
      email: admin.email,
      reason: "left",
      before: { state: "active", sessions: 1 },
      after: { state: "disabled", sessions: 0 },
    });
  });
});

describe("the trail", () => {
  const settled = () => projected({ kind: "audit", id: "audit" });

  it("is paged, narrowed and searched", async () => {
    await settled();
    const page = async (query: string) =>
      (await must(admin.call("GET", `/v1/operator/audit?${query}`))).body as {
        items: { no: number; action: string; email: string }[];
        nextCursor: string | null;
      };
    const all: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(`limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`);
      all.push(...items.map(({ no }) => no));
      cursor = nextCursor;
    }
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect(new Set(all).size).toBe(all.length);
    expect((await page(`operatorId=${admin.operatorId}&limit=100`)).items.every(({ email }) => email === admin.email)).toBe(true);
    expect((await page("action=DefineRegion")).items.map(({ action }) => action)).toEqual(["DefineRegion"]);
    expect((await page(`to=${new Date(0).toISOString()}`)).items).toEqual([]);
    expectProblem(await admin.call("GET", "/v1/operator/audit?cursor=x"), "validation_failed");
  });

  it("calls nothing a difference that was written while it was being verified, and all that claims to come after its end", async () => {
    await settled();
    const shownTo = await lastShown(env);
    const verification = await auditOf(env).verify({ seq: 0, count: 0, headHash: GENESIS_HASH });
    expect(verification).toMatchObject({ next: null, brokenNo: null });
    await newOperator("support");
    await until(async () => {
      await settled();
      return (await lastShown(env)) > verification.count;
    }, "another entry is in the list");
    expect(await differing(env, 0, verification, shownTo, Date.now())).toEqual([]);
    expect(await differing(env, 0, verification, await lastShown(env), Date.now())).toContain(verification.count + 1);
  });

  it("verifies part by part, and shows what was changed, taken out or put in where lists are read", async () => {
    await settled();
    const verify = async () => {
      const found: number[] = [];
      let verified = 0;
      for (let from = ""; ; ) {
        const answer = (await must(admin.call("GET", `/v1/operator/audit/verification${from}`))).body as {
          next: string | null;
          brokenNo: number | null;
          differing: number[];
          verified: number;
          count: number;
        };
        found.push(...answer.differing);
        expect(answer.brokenNo).toBeNull();
        verified = answer.verified;
        if (answer.next === null) return { found, whole: verified === answer.count };
        from = `?from=${answer.next}`;
      }
    };
    expect(await verify()).toEqual({ found: [], whole: true });
    await env.DB.prepare("UPDATE audit_trail SET reason = 'asked to' WHERE no = 2").run();
    expect((await verify()).found).toEqual([2]);
    await env.DB.prepare("UPDATE audit_trail SET reason = NULL WHERE no = 2").run();
    await env.DB.prepare(
      "INSERT INTO audit_trail SELECT 100000, at_ms, action, subject, operator_id, email, role, reason, ip, place, request_id, before, after, source, previous_hash, hash FROM audit_trail WHERE no = 1",
    ).run();
    expect((await verify()).found).toEqual([100_000]);
    await env.DB.prepare("UPDATE audit_trail SET no = -1 WHERE no = 100000").run();
    expect((await verify()).found).toEqual([-1]);
    await env.DB.prepare("DELETE FROM audit_trail WHERE no = -1").run();
  });

  it("is exported whole, with nothing that a spreadsheet would run, and the export is on record", async () => {
    const operator = await newOperator("auditor");
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/unlock`));
    await must(
      admin.call("POST", `/v1/operator/operators/${operator.operatorId}/disable`, {
        headers: { "forecourt-reason": encodeURIComponent('=HYPERLINK("x")') },
      }),
    );
    await projected({ kind: "operator", id: operator.operatorId });
    await settled();
    const { text, headers } = await must(admin.call("GET", "/v1/operator/audit.csv"));
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = text.split("\r\n");
    expect(lines[0]).toMatch(/^\ufeff?no,at,action/);
    expect(lines.length - 2).toBe((await rows("SELECT no FROM audit_trail")).length);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    await settled();
    expect(await rows("SELECT action FROM audit_trail WHERE action = 'ExportAudit'")).toHaveLength(1);
  });
});
