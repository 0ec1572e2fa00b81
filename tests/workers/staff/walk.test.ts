import { env } from "cloudflare:workers";
import type { ActorRef, Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import { ownDocument, upload } from "@forecourt/contract/http/documents";
import { session } from "@forecourt/contract/http/driver";
import { refund } from "@forecourt/contract/http/refunds";
import { invitationLink, operatorAccount, recoveryCodes, totpOffer } from "@forecourt/contract/http/staff";
import { transactions } from "@forecourt/contract/http/transactions";
import type { RiskRuleSet } from "@forecourt/contract/risk";
import { kindOfCommand } from "@forecourt/contract/transactions";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import {
  commandExport,
  commandSecurity,
  commandStation,
  paymentOf,
  publicationsOf,
  rulesOf,
  viewExport,
} from "@forecourt/durable-objects/stubs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { type Answer, call, expectProblem, good } from "../kit/http.ts";
import { type Operation, openApi } from "../kit/openapi.ts";
import { jpeg } from "../kit/pictures.ts";
import { must, names, newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { projected, rows, stationRef } from "../kit/readModels.ts";
import { newStation, type Station, stationBody } from "../kit/station.ts";
import { Authenticator } from "../kit/totp.ts";
import { until } from "../kit/until.ts";

/**
 * Every call by which an operator does something is made here once, for good, and must then be in the trail: under its request's id, with who
 * made it. A call that the document has and this table does not fails the test, so that none can be forgotten.
 */

const DAY_MS = 24 * 3_600_000;
const PHOTO = jpeg();
const bank = { holder: "李明", account: "6222 0000 1111 2222", bank: "中国银行" };
const note = { purpose: "review", note: "The driver waits for it" };

let admin: Operator;
let driver: Driver;
let station: Station;
/** Each their own things to act upon, made when they are asked for. */
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
  driver = await newDriver(90_000);
  await projected(...driver.actors());
});
afterAll(() => {
  vi.useRealTimers();
});

/** What an operator's browser says of itself, and the network of it. */
const BROWSER = { "cf-connecting-ip": "198.51.100.7", "user-agent": "Mozilla/5.0", "forecourt-device": crypto.randomUUID() };
const as = (operator: Operator, method: string, path: string, body?: unknown): Promise<Answer> =>
  operator.call(method, path, { headers: BROWSER, ...(body === undefined ? {} : { body }) });
const ofAdmin = (method: string, path: string, body?: unknown) => as(admin, method, path, body);
const atStation = (rest = "") => `/v1/operator/stations/${station.stationId}${rest}`;
const atDriver = (rest: string, whose = driver) => `/v1/operator/drivers/${whose.driverId}${rest}`;
const fresh = (prefix: string) => `${prefix}-${crypto.randomUUID().slice(0, 8)}`;

const packageTerms = { regionId: "cn-test", names: names("Pack"), amountMinor: 10_000, bonusMinor: 0, position: 1, onSale: true };
const someColleague = () => newOperator("support");
const onColleague = async (verb: string, prepare: (colleague: Operator) => Promise<unknown> = async () => undefined) => {
  const colleague = await someColleague();
  await prepare(colleague);
  return ofAdmin("POST", `/v1/operator/operators/${colleague.operatorId}/${verb}`);
};
const withSecondFactor = async (operator: Operator) => {
  const { secret } = good(totpOffer, await as(operator, "POST", "/v1/operator/me/second-factor", { password: PASSWORD }), 201);
  const app = new Authenticator(secret);
  good(recoveryCodes, await as(operator, "POST", "/v1/operator/me/second-factor/confirm", { code: app.code() }), 201);
  return app;
};
const invited = async () => {
  const body = { name: "Grace", role: "support", email: `${fresh("grace")}@forecourt.example` };
  return { email: body.email, link: good(invitationLink, await must(ofAdmin("POST", "/v1/operator/operators", body)), 201) };
};
const sentDocument = async () => {
  const body = { kind: "id_front", contentType: "image/jpeg", bytes: PHOTO.byteLength, idNumber: "11010519491231002X" };
  const { url, documentId } = good(upload, await driver.call("POST", "/v1/driver/documents/uploads", { body }), 201);
  good(ownDocument, await call("PUT", url, { bytes: PHOTO, headers: { "content-type": "image/jpeg" } }), 201);
  await projected({ kind: "account", id: driver.driverId });
  return atDriver(`/documents/${documentId}`);
};
const proposed = async (by: Operator) => {
  const body = { direction: "credit", part: "bonus", amountMinor: 100, cause: "complaint", reason: "The pump stopped early" };
  const { body: made } = await must(as(by, "POST", atDriver("/adjustments"), body));
  return atDriver(`/adjustments/${(made as { adjustmentId: string }).adjustmentId}`);
};
const openCase = async () => {
  const caseId = `cas_${crypto.randomUUID().replaceAll("-", "").slice(0, 26)}`;
  await env.DB.prepare("INSERT INTO cases (case_id, kind, subject, evidence, state, opened_at_ms) VALUES (?, ?, ?, ?, ?, ?)")
    .bind(caseId, "liability_differs", fresh("CNY"), "{}", "open", Date.now())
    .run();
  return `/v1/operator/cases/${caseId}`;
};
const riskAlert = async () => {
  const { driverId } = await newDriver();
  const { version } = (await rulesOf(env).current()) as RiskRuleSet;
  const hit = {
    ruleId: "pace",
    kind: "fueling_pace",
    outcome: "alert",
    windowMs: DAY_MS,
    counted: { volumeMl: 700_000 },
    commands: [],
  } as const;
  const command = { type: "NoteFillRule", version, hit, currency: "CNY", untilMs: Date.now() + DAY_MS } as const;
  expect(await commandSecurity(env, driverId, crypto.randomUUID(), command)).toMatchObject({ ok: true });
  await projected({ kind: "security", id: driverId });
  const [row] = await rows<{ alert_id: string }>("SELECT alert_id FROM risk_alerts WHERE driver_id = ?", driverId);
  return `/v1/operator/risk/alerts/${row?.alert_id}`;
};
/** A refund that waits for a decision. */
const askedBack = async (amountMinor = 60_000) => {
  const whose = await newDriver();
  const orderId = await whose.topUp(amountMinor);
  const body = { reason: "not needed" };
  const { refundId } = good(refund, await whose.call("POST", `/v1/driver/orders/${orderId}/refund`, { body }), 201);
  await projected(...whose.actors());
  return `/v1/operator/refunds/${refundId}`;
};
/** Two that a bank is to send, since the provider can't any more: asked for a year later, approved by whoever has signed in then. */
const toTheBank = async () => {
  const whose = await newDriver();
  const orderIds = [await whose.topUp(60_000), await whose.topUp(30_000)];
  await projected(...whose.actors());
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * DAY_MS });
  try {
    const code = `demo-${whose.name}`;
    whose.token = good(session, await call("POST", "/v1/driver/sessions", { body: { provider: "wechat", code } }), 201).accessToken;
    const finance = await newOperator("finance");
    const refundIds: string[] = [];
    for (const orderId of orderIds) {
      const body = { reason: "not needed", bank };
      const { refundId } = good(refund, await whose.call("POST", `/v1/driver/orders/${orderId}/refund`, { body }), 201);
      await projected(...whose.actors());
      await must(as(finance, "POST", `/v1/operator/refunds/${refundId}/approve`, {}));
      refundIds.push(refundId);
    }
    await projected(...whose.actors());
    return { finance, refundIds };
  } finally {
    vi.useRealTimers();
  }
};
let bankTransfers: ReturnType<typeof toTheBank> | undefined;
const withBank = async (make: (finance: Operator, sent: string, stopped: string) => Promise<Answer>) => {
  bankTransfers ??= toTheBank();
  const { finance, refundIds } = await bankTransfers;
  return make(finance, refundIds[0] ?? "", refundIds[1] ?? "");
};

/** How each is done. Called in this order, one after the other. */
const acts: Readonly<Record<string, () => Promise<Answer>>> = {
  "PUT /v1/operator/regions/{regionId}": () =>
    ofAdmin("PUT", `/v1/operator/regions/${fresh("cn")}`, {
      names: names("W"),
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      providers: ["sandbox"],
    }),
  "PUT /v1/operator/grades/{grade}": () =>
    ofAdmin("PUT", "/v1/operator/grades/walk", { names: names("W"), family: "petrol", onSale: true }),
  "PUT /v1/operator/packages/{packageId}": () => ofAdmin("PUT", `/v1/operator/packages/${fresh("pack")}`, packageTerms),
  "POST /v1/operator/packages/{packageId}/withdraw": async () => {
    const path = `/v1/operator/packages/${fresh("pack")}`;
    await must(ofAdmin("PUT", path, packageTerms));
    return ofAdmin("POST", `${path}/withdraw`);
  },
  "POST /v1/operator/pictures": () =>
    admin.call("POST", "/v1/operator/pictures", { bytes: PHOTO, headers: { "content-type": "image/jpeg" } }),

  "POST /v1/operator/refunds/{refundId}/approve": async () => ofAdmin("POST", `${await askedBack()}/approve`, {}),
  "POST /v1/operator/refunds/{refundId}/decline": async () => ofAdmin("POST", `${await askedBack()}/decline`, { reason: "see the terms" }),
  "POST /v1/operator/bank-transfers/export": () =>
    withBank((finance, ...refundIds) => as(finance, "POST", "/v1/operator/bank-transfers/export", { refundIds })),
  "POST /v1/operator/bank-transfers/{refundId}/confirm": () =>
    withBank((finance, sent) => as(finance, "POST", `/v1/operator/bank-transfers/${sent}/confirm`, { reference: "ICBC-1" })),
  "POST /v1/operator/bank-transfers/{refundId}/reject": () =>
    withBank((finance, _, stopped) => as(finance, "POST", `/v1/operator/bank-transfers/${stopped}/reject`, { reason: "no such account" })),
  "PUT /v1/operator/cases/{caseId}/owner": async () => ofAdmin("PUT", `${await openCase()}/owner`, { owner: admin.email }),
  // The case of a payment that named nobody: it is said whose it is, and then credited.
  "POST /v1/operator/cases/{caseId}/resolve": async () => {
    const transactionId = fresh("stray");
    const paid = { orderId: "top_00000000", walletId: null, transactionId, amountMinor: 777, currency: "CNY", paidAtMs: Date.now() };
    await paymentOf(env, "sandbox", transactionId).record(paid);
    const resolve = async (kind: string, words: object) => {
      const found = await until(async () => {
        await projected({ kind: "payment", id: `sandbox/${transactionId}` }, ...driver.actors());
        const [row] = await rows("SELECT case_id FROM cases WHERE kind = ? AND subject = ?", kind, `sandbox/${transactionId}`);
        return row?.case_id;
      }, "there is a case");
      return ofAdmin("POST", `/v1/operator/cases/${found}/resolve`, { note: "Seen the bill", ...words });
    };
    await must(resolve("payment_unattributed", { action: "attribute", walletId: driver.walletId }));
    return resolve("payment_quarantined", { action: "credit" });
  },
  "POST /v1/operator/bills": () =>
    ofAdmin("POST", "/v1/operator/bills", { provider: "sandbox", day: new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10) }),
  "POST /v1/operator/reconciliation/sweep": () => ofAdmin("POST", "/v1/operator/reconciliation/sweep"),

  "PUT /v1/operator/stations/{stationId}": async () => {
    const stationId = fresh("walk");
    return ofAdmin("PUT", `/v1/operator/stations/${stationId}`, stationBody(`${stationId}.pos-1`));
  },
  "POST /v1/operator/stations/{stationId}/prices": () => ofAdmin("POST", atStation("/prices"), { grade: "95", unitPriceMilli: 7_111 }),
  "POST /v1/operator/stations/{stationId}/terminals": () =>
    ofAdmin("POST", atStation("/terminals"), { terminalId: `${station.stationId}.pos-2` }),
  "POST /v1/operator/stations/{stationId}/terminals/{terminalId}/rotate": () =>
    ofAdmin("POST", atStation(`/terminals/${station.stationId}.pos-2/rotate`)),
  "DELETE /v1/operator/stations/{stationId}/terminals/{terminalId}": () =>
    ofAdmin("DELETE", atStation(`/terminals/${station.stationId}.pos-2`)),
  "PUT /v1/operator/stations/{stationId}/endpoint": () =>
    ofAdmin("PUT", atStation("/endpoint"), { endpoint: { url: "https://pos.station.example.com/walk" } }),
  "POST /v1/operator/deliveries/{kind}/{actorId}/replay": async () => {
    // An address that may not be called parks what goes there at once.
    const endpoint = { url: "https://10.0.0.1/", secret: `whsec_${btoa("a secret of the tests, 24 b")}` };
    await commandStation(env, station.stationId, crypto.randomUUID(), { type: "SetPushEndpoint", endpoint });
    await must(ofAdmin("POST", atStation("/prices"), { grade: "92", unitPriceMilli: 7_112 }));
    const parked = async () => {
      await projected(stationRef(station.stationId));
      return rows<{ delivery_id: string }>("SELECT delivery_id FROM parked_deliveries WHERE actor = ?", `station/${station.stationId}`);
    };
    const [row] = await until(async () => ((await parked()).length > 0 ? parked() : false), "a delivery is parked");
    return ofAdmin("POST", `/v1/operator/deliveries/station/${station.stationId}/replay`, { deliveryId: row?.delivery_id });
  },
  "POST /v1/operator/dead-letters/{messageId}/replay": async () => {
    const body = JSON.stringify({ actor: stationRef(station.stationId), commits: [] });
    const messageId = fresh("dead");
    await env.DB.prepare("INSERT INTO dead_letters (message_id, actor, body, arrived_at_ms) VALUES (?, ?, ?, ?)")
      .bind(messageId, `station/${station.stationId}`, body, Date.now())
      .run();
    return ofAdmin("POST", `/v1/operator/dead-letters/${messageId}/replay`);
  },

  "POST /v1/operator/drivers/{driverId}/freeze": () => ofAdmin("POST", atDriver("/freeze"), { reason: "Reported stolen" }),
  "POST /v1/operator/drivers/{driverId}/release": () => ofAdmin("POST", atDriver("/release"), { reason: "It was found" }),
  "POST /v1/operator/drivers/{driverId}/notes": () => ofAdmin("POST", atDriver("/notes"), { text: "Called about a receipt" }),
  "POST /v1/operator/drivers/{driverId}/adjustments": () =>
    ofAdmin("POST", atDriver("/adjustments"), {
      direction: "credit",
      part: "bonus",
      amountMinor: 100,
      cause: "complaint",
      reason: "The pump stopped",
    }),
  "POST /v1/operator/drivers/{driverId}/adjustments/{adjustmentId}/approve": async () =>
    ofAdmin("POST", `${await proposed(await newOperator("finance"))}/approve`, { note: "Seen the receipt" }),
  "POST /v1/operator/drivers/{driverId}/adjustments/{adjustmentId}/decline": async () =>
    ofAdmin("POST", `${await proposed(await newOperator("finance"))}/decline`, { note: "Not seen" }),
  "POST /v1/operator/drivers/{driverId}/adjustments/{adjustmentId}/withdraw": async () =>
    ofAdmin("POST", `${await proposed(admin)}/withdraw`),
  "POST /v1/operator/drivers/{driverId}/documents/{documentId}/openings": async () =>
    ofAdmin("POST", `${await sentDocument()}/openings`, note),
  "POST /v1/operator/drivers/{driverId}/documents/{documentId}/number": async () => ofAdmin("POST", `${await sentDocument()}/number`, note),
  "POST /v1/operator/drivers/{driverId}/documents/{documentId}/approve": async () => ofAdmin("POST", `${await sentDocument()}/approve`),
  "POST /v1/operator/drivers/{driverId}/documents/{documentId}/reject": async () =>
    ofAdmin("POST", `${await sentDocument()}/reject`, { cause: "unreadable" }),

  "POST /v1/operator/transactions/{entryId}/address": async () => {
    const { items } = good(transactions, await must(ofAdmin("GET", `/v1/operator/transactions?driverId=${driver.driverId}`)));
    return ofAdmin("POST", `/v1/operator/transactions/${items[0]?.entryId}/address`, { purpose: "fraud", note: "Asked for by the bank" });
  },
  "POST /v1/operator/drivers/{driverId}/sessions/{sessionId}/end": async () => {
    const other = await newDriver();
    await projected(...other.actors());
    return ofAdmin("POST", atDriver("/sessions/all/end", other), { reason: "The phone was lost" });
  },
  "POST /v1/operator/drivers/{driverId}/confirmation-methods/reset": async () => {
    const other = await newDriver();
    await projected(...other.actors());
    return ofAdmin("POST", atDriver("/confirmation-methods/reset", other), { reason: "ID card and licence compared with the face" });
  },
  "POST /v1/operator/exports": () =>
    ofAdmin("POST", "/v1/operator/exports", { subject: "drivers", language: "en", timeZone: "Asia/Shanghai" }),
  "PUT /v1/operator/risk/rules": async () => {
    const { version, rules } = (await rulesOf(env).current()) as RiskRuleSet;
    return ofAdmin("PUT", "/v1/operator/risk/rules", { baseVersion: version, reason: "Once a year", rules: rules.slice(1) });
  },
  "POST /v1/operator/risk/alerts/{alertId}/acknowledge": async () => ofAdmin("POST", `${await riskAlert()}/acknowledge`),
  "POST /v1/operator/risk/alerts/{alertId}/close": async () =>
    ofAdmin("POST", `${await riskAlert()}/close`, { verdict: "genuine", note: "Was the driver" }),
  "POST /v1/operator/keys/rotations": () => ofAdmin("POST", "/v1/operator/keys/rotations", {}),
  "POST /v1/operator/rebuilds": () => ofAdmin("POST", "/v1/operator/rebuilds"),

  "POST /v1/operator/sessions": async () =>
    call("POST", "/v1/operator/sessions", { body: { email: (await someColleague()).email, password: PASSWORD } }),
  "POST /v1/operator/sessions/second-factor": async () => {
    const colleague = await someColleague();
    const app = await withSecondFactor(colleague);
    const begun = await call("POST", "/v1/operator/sessions", { body: { email: colleague.email, password: PASSWORD } });
    const { challengeId } = expectProblem(begun, "second_factor_required");
    return call("POST", "/v1/operator/sessions/second-factor", { body: { challengeId, code: app.code() } });
  },
  "DELETE /v1/operator/sessions": async () => as(await someColleague(), "DELETE", "/v1/operator/sessions"),
  "POST /v1/operator/invitations/accept": async () => {
    const { link } = await invited();
    return call("POST", "/v1/operator/invitations/accept", { body: { token: link.token, password: "a password of one's own" } });
  },
  "POST /v1/operator/me/password": async () =>
    as(await someColleague(), "POST", "/v1/operator/me/password", { current: PASSWORD, next: "a password of one's own" }),
  "POST /v1/operator/me/second-factor": async () =>
    as(await someColleague(), "POST", "/v1/operator/me/second-factor", { password: PASSWORD }),
  "POST /v1/operator/me/second-factor/confirm": async () => {
    const colleague = await someColleague();
    const { secret } = good(totpOffer, await as(colleague, "POST", "/v1/operator/me/second-factor", { password: PASSWORD }), 201);
    return as(colleague, "POST", "/v1/operator/me/second-factor/confirm", { code: new Authenticator(secret).code() });
  },
  "POST /v1/operator/me/second-factor/remove": async () => {
    const colleague = await someColleague();
    await withSecondFactor(colleague);
    return as(colleague, "POST", "/v1/operator/me/second-factor/remove", { password: PASSWORD });
  },
  "POST /v1/operator/me/second-factor/recovery-codes": async () => {
    const colleague = await someColleague();
    await withSecondFactor(colleague);
    return as(colleague, "POST", "/v1/operator/me/second-factor/recovery-codes", { password: PASSWORD });
  },
  "DELETE /v1/operator/me/sessions/{sessionId}": async () => {
    const colleague = await someColleague();
    const { sessions } = good(operatorAccount, await as(colleague, "GET", "/v1/operator/me"));
    return as(colleague, "DELETE", `/v1/operator/me/sessions/${sessions[0]?.sessionId}`);
  },
  "POST /v1/operator/operators": () =>
    ofAdmin("POST", "/v1/operator/operators", { name: "Grace", role: "support", email: `${fresh("grace")}@forecourt.example` }),
  "PUT /v1/operator/operators/{operatorId}": async () =>
    ofAdmin("PUT", `/v1/operator/operators/${(await someColleague()).operatorId}`, { name: "Grace H.", role: "auditor" }),
  "POST /v1/operator/operators/{operatorId}/link": () => onColleague("link"),
  "POST /v1/operator/operators/{operatorId}/disable": () => onColleague("disable"),
  "POST /v1/operator/operators/{operatorId}/enable": () =>
    onColleague("enable", ({ operatorId }) => must(ofAdmin("POST", `/v1/operator/operators/${operatorId}/disable`))),
  "POST /v1/operator/operators/{operatorId}/unlock": () =>
    onColleague("unlock", async ({ email }) => {
      for (let time = 0; time < 6; time++) await call("POST", "/v1/operator/sessions", { body: { email, password: "wrong" } });
    }),
  "POST /v1/operator/operators/{operatorId}/require-password-change": () => onColleague("require-password-change"),
  "POST /v1/operator/operators/{operatorId}/reset-second-factor": () => onColleague("reset-second-factor", withSecondFactor),
  "POST /v1/operator/operators/{operatorId}/end-sessions": () => onColleague("end-sessions"),

  "GET /v1/operator/audit.csv": () => ofAdmin("GET", "/v1/operator/audit.csv"),
  "GET /v1/operator/exports/{exportId}/file": async () => {
    const exportId = idFrom("exp", crypto.randomUUID());
    const list = { subject: "drivers", filter: {}, language: "en", timeZone: "Asia/Shanghai", stations: "all" } as const;
    const command = { type: "RequestExport", terms: { ...list, operatorId: admin.operatorId } } as const;
    expect(await commandExport(env, exportId, crypto.randomUUID(), command)).toMatchObject({ ok: true });
    await until(async () => (await viewExport(env, exportId))?.state === "ready", "the file is made");
    return ofAdmin("GET", `/v1/operator/exports/${exportId}/file`);
  },
};

/**
 * Whether it may do something. Looking at a page is not on record, but taking a file away is: it is a call to get something that is no JSON.
 * A socket shows what a page does.
 */
const isAct = ({ method, responses }: Operation): boolean => {
  if (method !== "GET") return true;
  const [[status, answer] = []] = Object.entries(responses);
  return status !== "101" && answer?.content?.["application/json"] === undefined;
};

/** These only read: what they are asked is too long, or too private, for an address. */
const reads: ReadonlySet<string> = new Set(["POST /v1/operator/search", "POST /v1/operator/risk/preview"]);

it("every call by which an operator does something, or takes a file away, leaves its entry, with who made it", {
  timeout: 120_000,
}, async () => {
  const { operations } = await openApi();
  const calls = operations
    .filter((operation) => operation.path.startsWith("/v1/operator/") && isAct(operation))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((name) => !reads.has(name));
  expect(
    calls.filter((name) => acts[name] === undefined),
    "calls that nobody has shown to be on record: say above how they are made",
  ).toEqual([]);
  const requests = new Map<string, string>();
  const refused: string[] = [];
  for (const [name, act] of Object.entries(acts)) {
    const { status, text, headers } = await act();
    if (status < 200 || status > 299) refused.push(`${name}: ${status} ${text}`);
    else requests.set(headers.get("x-request-id") ?? "", name);
  }
  expect(refused).toEqual([]);
  const missing = async () => {
    await projected({ kind: "audit", id: "audit" });
    const found = await rows<{ request_id: string; operator_id: string; email: string; role: string }>("SELECT * FROM audit_trail");
    const told = new Set(
      found.filter((row) => row.operator_id.startsWith("opr_") && row.email.includes("@") && row.role !== "").map((row) => row.request_id),
    );
    return [...requests].filter(([requestId]) => !told.has(requestId)).map(([, name]) => name);
  };
  let left: readonly string[] = [];
  await until(async () => {
    left = await missing();
    return left.length === 0;
  }, "all of it is in the trail").catch(() => expect(left, "not in the trail").toEqual([]));
});

/** What drivers do themselves; the rest of what the log has a name for is done by operators. */
const byDrivers: ReadonlySet<string> = new Set(["RequestTopup", "CancelTopup", "RequestRefund", "GiveBankAccount"]);

it("whatever of it moves money, or keeps it from moving, says in the same commit where it came from", async () => {
  const acted = await rows<{ subject: string }>(
    "SELECT DISTINCT subject FROM audit_trail WHERE subject LIKE 'wallet/%' OR subject LIKE 'payment/%'",
  );
  const [seen, silent] = [new Set<string>(), [] as string[]];
  for (const { subject } of acted) {
    const [kind, ...id] = subject.split("/") as [ActorRef["kind"], ...string[]];
    for (let after: number | null = 0; after !== null; ) {
      const page: JournalPage = await publicationsOf(env, { kind, id: id.join("/") }, after);
      for (const { events } of page.commits as readonly Commit<RuntimeEvent>[]) {
        const act = events.find((event) => event.type === "OperatorActed");
        if (act === undefined) continue;
        seen.add(act.action);
        const from = events.find((event) => event.type === "CommandOriginated" && event.action === act.action);
        const { ip = null, ipKey = null, device = null, agent = null } = from?.type === "CommandOriginated" ? from.origin : {};
        if (ip === null || ipKey === null || device === null || agent !== "browser") silent.push(act.action);
      }
      after = page.nextAfterSeq;
    }
  }
  expect(silent, "in a journal without where it came from").toEqual([]);
  const expected = Object.keys(kindOfCommand).filter((action) => !byDrivers.has(action));
  expect([...seen].sort(), "what operators do with money, and the log has a name for").toEqual(expected.sort());
  const [stray] = await rows("SELECT wallet_id, amount_minor, operator FROM transaction_log WHERE subject_id = 'top_00000000'");
  expect(stray).toEqual({ wallet_id: driver.walletId, amount_minor: 777, operator: admin.email });
});
