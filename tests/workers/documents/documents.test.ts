import { env } from "cloudflare:workers";
import { documentItem, documentOpening, openedNumber, ownDocument, upload } from "@forecourt/contract/http/documents";
import { binding } from "@forecourt/contract/http/driver";
import { type Rotation, rotation } from "@forecourt/contract/http/keys";
import { searchReply } from "@forecourt/contract/http/search";
import { defaultLimits } from "@forecourt/durable-objects/runtime/definition";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { accountOf, commandAccount } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { issueToken } from "../../../worker/auth/tokens.ts";
import { keyedHash } from "../../../worker/crypto/keyedHash.ts";
import type { Env } from "../../../worker/env.ts";
import { listOf } from "../../../worker/http/list.ts";
import { keepDocument, openDocument, openNumber, rewrapDocuments } from "../../../worker/modules/documents/store.ts";
import { pairOf, sweepDocuments } from "../../../worker/modules/documents/sweep.ts";
import { readTicket } from "../../../worker/modules/documents/ticket.ts";
import { respond } from "../../../worker/router.ts";
import { later } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, expectProblem, good, read, toRequest } from "../kit/http.ts";
import { meanwhile } from "../kit/meanwhile.ts";
import { codeFor, newPhone, phoneDriver } from "../kit/phone.ts";
import { jpeg, png } from "../kit/pictures.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
let reviewer: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  reviewer = await newOperator("operations");
});

afterEach(() => {
  vi.restoreAllMocks();
});

const PHOTO = jpeg();
const ID_NUMBER = "11010519491231002X";
const account = (driver: Driver) => ({ kind: "account", id: driver.driverId }) as const;
const ask = (driver: Driver, body: object, key?: string) =>
  driver.call("POST", "/v1/driver/documents/uploads", { body, ...(key === undefined ? {} : { key }) });
const put = (url: string, bytes: Uint8Array<ArrayBuffer>, type = "image/jpeg") =>
  call("PUT", url, { bytes, headers: { "content-type": type } });

async function ticket(driver: Driver, change: object = {}) {
  const body = { kind: "id_front", contentType: "image/jpeg", bytes: PHOTO.byteLength, ...change };
  return good(upload, await ask(driver, body), 201);
}

/** A driver who has sent a document, which the read models know. */
async function sent(driver: Driver, change: object = {}) {
  const { url, documentId } = await ticket(driver, change);
  good(ownDocument, await put(url, PHOTO), 201);
  await projected(...driver.actors(), account(driver));
  return documentId;
}

const own = async (driver: Driver) => good(listOf(ownDocument), await driver.call("GET", "/v1/driver/documents")).items;
const pathOf = (driver: Driver, documentId: string, what: string) =>
  `/v1/operator/drivers/${driver.driverId}/documents/${documentId}/${what}`;
const opening = { purpose: "review", note: "The driver waits for it" };

describe("a document", () => {
  it("is sent straight to the store, reviewed, rejected, sent again, and approved", async () => {
    const driver = await newDriver();
    expect((await own(driver)).map(({ state }) => state)).toEqual(["missing", "missing", "missing"]);
    const first = await sent(driver);
    expect((await own(driver))[0]).toMatchObject({ documentId: first, state: "submitted" });
    good(listOf(documentItem), await reviewer.call("POST", pathOf(driver, first, "reject"), { body: { cause: "unreadable" } }));
    expect((await own(driver))[0]).toMatchObject({ state: "rejected", cause: "unreadable" });

    const second = await sent(driver);
    expect((await own(driver))[0]).toMatchObject({ documentId: second, state: "resubmitted", cause: null });
    expectProblem(await reviewer.call("POST", pathOf(driver, first, "approve")), "document_not_found");
    const key = crypto.randomUUID();
    for (let time = 0; time < 2; time++) {
      const { items } = good(listOf(documentItem), await reviewer.call("POST", pathOf(driver, second, "approve"), { key }));
      expect(items).toMatchObject([{ documentId: second, state: "approved", attempt: 2, decidedBy: reviewer.email }]);
    }
    await projected(account(driver));
    expect(await rows("SELECT document_id, state FROM documents WHERE driver_id = ?", driver.driverId)).toEqual([
      { document_id: second, state: "approved" },
    ]);
    await until(async () => (await env.FILES.head(`documents/${first}`)) === null || null, "the first one is erased");
  });

  it("is another one where the same key comes with other words: what it is found by is what is read on it", async () => {
    const [driver, key] = [await newDriver(), crypto.randomUUID()];
    const asks = { kind: "id_front", contentType: "image/jpeg", bytes: PHOTO.byteLength };
    const ticketOf = async (idNumber: string) => good(upload, await ask(driver, { ...asks, idNumber }, key), 201);
    const [one, again, other] = [await ticketOf(ID_NUMBER), await ticketOf(ID_NUMBER), await ticketOf("H7654321")];
    expect(again.documentId).toBe(one.documentId);
    expect(other.documentId).not.toBe(one.documentId);
    // The first photo has arrived, and the process died before the account heard of it.
    await keepDocument(env, await readTicket(env, one.url.slice("/v1/uploads/".length)), PHOTO);
    good(ownDocument, await put(other.url, PHOTO), 201);
    await projected(...driver.actors(), account(driver));
    const { idNumber } = good(openedNumber, await reviewer.call("POST", pathOf(driver, other.documentId, "number"), { body: opening }));
    expect(idNumber).toBe("H7654321");
    const [row] = await rows("SELECT id_name FROM documents WHERE driver_id = ?", driver.driverId);
    expect(row).toEqual({ id_name: await keyedHash(env, "id-number", idNumber ?? "") });
  });

  it("waits in the reviewers' list with the oldest first, and shows who else gave its number", async () => {
    const [one, two] = [await newDriver(), await newDriver()];
    const idNumber = "G1234567(8)";
    const [first, second] = [await sent(one, { idNumber }), await sent(two, { idNumber: " g12345678" })];
    const items = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: {
        readonly items: readonly { readonly documentId: string; readonly alsoOf: readonly string[] }[];
        readonly nextCursor: string | null;
      } = good(
        listOf(documentItem),
        await reviewer.call("GET", `/v1/operator/documents?limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`),
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    const mine = items.filter(({ documentId }) => documentId === first || documentId === second);
    expect(mine).toMatchObject([
      { documentId: first, alsoOf: [two.driverId], hasIdNumber: true },
      { documentId: second, alsoOf: [one.driverId] },
    ]);
  });

  it("is found by its id, and among those of its kind", async () => {
    const driver = await newDriver();
    const documentId = await sent(driver, { kind: "vehicle_licence" });
    const found = async (who: Operator) =>
      good(searchReply, await who.call("POST", "/v1/operator/search", { body: { q: documentId } })).groups;
    expect(await found(reviewer)).toMatchObject([{ group: "documents", items: [{ documentId, driverId: driver.driverId }] }]);
    expect(await found(await newOperator("finance"))).toEqual([]);
    const ofKind = async (kind: string) =>
      good(listOf(documentItem), await reviewer.call("GET", `/v1/operator/documents?limit=100&kind=${kind}`)).items;
    expect(await ofKind("vehicle_licence")).toMatchObject([{ documentId }]);
    expect((await ofKind("id_front")).map((one) => one.documentId)).not.toContain(documentId);
  });

  it("is kept once, however often and at once it is sent; what came first stays", async () => {
    const driver = await newDriver();
    const { url, documentId } = await ticket(driver);
    const other = PHOTO.slice();
    other[100] = 3;
    const answers = await Promise.all([put(url, PHOTO), put(url, PHOTO), put(url, PHOTO)]);
    for (const answer of answers) expect(good(ownDocument, answer, 201)).toMatchObject({ documentId, state: "submitted" });
    good(ownDocument, await put(url, other), 201);
    expect(Buffer.from((await openDocument(env, documentId)) ?? []).equals(PHOTO)).toBe(true);
  });

  it("may come as a form's file, as phones send it, and is the same document then", async () => {
    const driver = await newDriver();
    const { url, documentId } = await ticket(driver);
    const post = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.append(name, new File([bytes], "tmp_1.bin"));
      const sentForm = new Response(form);
      const headers = { "content-type": sentForm.headers.get("content-type") ?? "" };
      return call("POST", url, { bytes: new Uint8Array(await sentForm.arrayBuffer()), headers });
    };
    expectProblem(await post("photo", PHOTO), "validation_failed");
    expectProblem(await post("file", PHOTO.slice(1)), "upload_refused");
    expectProblem(await post("file", new Uint8Array(PHOTO.byteLength)), "document_invalid");
    expectProblem(await call("POST", url, { text: "{}", headers: { "content-type": "multipart/form-data" } }), "validation_failed");
    expect((await own(driver))[0]).toMatchObject({ state: "missing" });
    for (const answer of [await post("file", PHOTO), await post("file", PHOTO), await put(url, PHOTO)])
      expect(good(ownDocument, answer, 201)).toMatchObject({ documentId, state: "submitted" });
    expect(Buffer.from((await openDocument(env, documentId)) ?? []).equals(PHOTO)).toBe(true);
  });

  it("that a driver wants gone is gone from the store, and its address brings it back no more", async () => {
    const driver = await newDriver();
    const { url, documentId } = await ticket(driver);
    await put(url, PHOTO);
    expect((await driver.call("DELETE", "/v1/driver/documents/id_front")).status).toBe(204);
    expectProblem(await driver.call("DELETE", "/v1/driver/documents/id_front"), "document_not_found");
    await until(async () => (await env.FILES.head(`documents/${documentId}`)) === null || null, "it is erased");
    const comesBackNoMore = async () => {
      expectProblem(await put(url, PHOTO), "upload_refused");
      expect(await env.FILES.head(`documents/${documentId}`)).toBeNull();
      expect((await own(driver))[0]).toMatchObject({ state: "missing" });
    };
    await comesBackNoMore();
    // Nor once the account has carried out so many other commands that it has no receipt of this one.
    for (let no = 0; no <= defaultLimits.receiptsMax; no++) {
      const note = { type: "AddNote", text: "Called", operator: "ada@example.com" } as const;
      expect(await commandAccount(env, driver.driverId, crypto.randomUUID(), note)).toMatchObject({ ok: true });
    }
    await comesBackNoMore();
  });

  it("of an account that becomes part of another is that one's then, and its address changes nothing any more", async () => {
    const [driver, phone] = [await newDriver(10_000), newPhone()];
    const other = await phoneDriver(phone);
    const [first, second] = [await ticket(other), await ticket(other, { kind: "id_back" })];
    good(ownDocument, await put(first.url, PHOTO), 201);
    later(61_000);
    const body = { provider: "phone", phone, code: await codeFor(phone, "bind") };
    good(binding, await driver.call("POST", "/v1/driver/credentials", { body }), 201);
    await until(async () => (await own(driver))[0]?.documentId === first.documentId, "the document has passed over");
    for (const { url } of [first, second]) expectProblem(await put(url, PHOTO), "upload_refused");
    expect(await openDocument(env, first.documentId)).not.toBeNull();
    expect((await driver.call("DELETE", "/v1/driver/documents/id_front")).status).toBe(204);
    await until(async () => (await env.FILES.head(`documents/${first.documentId}`)) === null, "it is erased");
    for (const { url, documentId } of [first, second]) {
      expectProblem(await put(url, PHOTO), "upload_refused");
      expect(await env.FILES.head(`documents/${documentId}`)).toBeNull();
    }
  });
});

describe("an upload's address", () => {
  it("takes what was announced, and nothing else", async () => {
    const driver = await newDriver();
    const { url } = await ticket(driver);
    expectProblem(await put(url, PHOTO.subarray(0, -1)), "upload_refused");
    expectProblem(await put(url, jpeg({ coded: 3_000 })), "upload_refused");
    expectProblem(await put(url, PHOTO, "text/html"), "unsupported_media_type");
    expectProblem(await put(url, PHOTO, "image/png"), "document_invalid");
    const html = Uint8Array.from(new TextEncoder().encode(`<html>${"x".repeat(PHOTO.byteLength - 6)}`));
    expectProblem(await put(url, html), "document_invalid");
    const polyglot = jpeg({ coded: 1_996, tail: "PK\u0003\u0004" });
    expect(polyglot.byteLength).toBe(PHOTO.byteLength);
    expectProblem(await put(url, polyglot), "document_invalid");
    expect((await own(driver))[0]).toMatchObject({ state: "missing" });
    const drawing = png({ width: 200 });
    const small = await ticket(driver, { contentType: "image/png", bytes: drawing.byteLength });
    expectProblem(await put(small.url, drawing, "image/png"), "document_dimensions");
    expectProblem(await put(url, new Uint8Array(4 * 1024 * 1024 + 1)), "body_too_large");
    for (const change of [
      { bytes: 5_000_000 },
      { contentType: "image/svg+xml" },
      { kind: "face" },
      { idNumber: "1" },
      { kind: "id_back", idNumber: ID_NUMBER },
    ])
      expectProblem(await ask(driver, { kind: "id_front", contentType: "image/jpeg", bytes: 10, ...change }), "validation_failed");
  });

  it("is refused when it was altered, has run out, or is a token of another kind", async () => {
    const driver = await newDriver();
    const { url } = await ticket(driver);
    const [head, payload, signature] = url.slice("/v1/uploads/".length).split(".");
    const claims = JSON.parse(atob((payload ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    const forged = btoa(JSON.stringify({ ...claims, sub: (await newDriver()).driverId })).replace(/=+$/, "");
    const stale = await issueToken(
      env,
      "document-upload",
      driver.driverId,
      { doc: "doc_000000", knd: "id_front", typ: "image/jpeg", len: "1" },
      -1,
    );
    for (const text of [`${head}.${forged}.${signature}`, driver.token, reviewer.token, stale, "nonsense"])
      expectProblem(await put(`/v1/uploads/${text}`, PHOTO), "upload_refused");
    expect((await call("GET", "/v1/driver/wallet", { token: url.slice("/v1/uploads/".length) })).status).toBe(401);
  });
});

describe("opening a document", () => {
  it("takes the permission and a purpose, is in the trail before it is seen, and shows who looks", async () => {
    const driver = await newDriver();
    const documentId = await sent(driver, { idNumber: ID_NUMBER });
    for (const role of ["support", "auditor", "finance"] as const)
      expectProblem(await (await newOperator(role)).call("POST", pathOf(driver, documentId, "openings"), { body: opening }), "forbidden");
    for (const body of [{}, { purpose: "curiosity", note: "why not" }, { purpose: "review", note: " " }])
      expectProblem(await reviewer.call("POST", pathOf(driver, documentId, "openings"), { body }), "validation_failed");
    const answer = await reviewer.call("POST", pathOf(driver, documentId, "openings"), { body: opening });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.text).toContain(reviewer.email);
    expect(answer.text).toContain(btoa(String.fromCharCode(...PHOTO)));
    const number = await reviewer.call("POST", pathOf(driver, documentId, "number"), { body: opening });
    expect(good(openedNumber, number)).toEqual({ idNumber: ID_NUMBER });
    await projected({ kind: "audit", id: "audit" });
    const trail = await rows("SELECT * FROM audit_trail WHERE subject = ? ORDER BY no", `account/${driver.driverId}`);
    expect(trail.map(({ action }) => action)).toEqual(["OpenDocument", "OpenIdNumber"]);
    for (const entry of trail) expect(JSON.stringify(entry)).toContain(opening.note);
    const seen = await reviewer.call("GET", pathOf(driver, documentId, "openings"));
    const said = { purpose: "review", note: opening.note, openedBy: reviewer.email, role: "operations" };
    expect(good(listOf(documentOpening), seen).items).toMatchObject([
      { ...said, what: "number" },
      { ...said, what: "photo" },
    ]);
    // Page by page, and of this document alone.
    const newest = good(listOf(documentOpening), await reviewer.call("GET", `${pathOf(driver, documentId, "openings")}?limit=1`));
    expect(newest.items).toMatchObject([{ what: "number" }]);
    const older = await reviewer.call("GET", `${pathOf(driver, documentId, "openings")}?limit=1&cursor=${newest.nextCursor}`);
    expect(good(listOf(documentOpening), older)).toMatchObject({ items: [{ what: "photo" }], nextCursor: null });
    const other = await sent(driver, { kind: "id_back" });
    expect(good(listOf(documentOpening), await reviewer.call("GET", pathOf(driver, other, "openings"))).items).toEqual([]);
  });

  it("does not happen when the trail does not take it", async () => {
    const driver = await newDriver();
    const documentId = await sent(driver);
    const AUDIT = { getByName: () => ({ record: () => Promise.reject(new Error("no trail")) }) } as unknown as Env["AUDIT"];
    const get = vi.spyOn(env.FILES, "get");
    vi.spyOn(console, "error").mockReturnValue();
    const request = toRequest("POST", pathOf(driver, documentId, "openings"), { token: reviewer.token, body: opening });
    expectProblem(await read(await respond(request, { ...env, AUDIT })), "internal_error");
    expect(get).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("is of the driver that it is asked of, never of another", async () => {
    const [driver, other] = [await newDriver(), await newDriver()];
    const documentId = await sent(driver);
    await projected(...other.actors());
    for (const what of ["openings", "number", "approve"])
      expectProblem(await reviewer.call("POST", pathOf(other, documentId, what), { body: opening }), "document_not_found");
    for (const what of ["openings", "number", "approve", "reject"])
      expect((await driver.call("POST", pathOf(driver, documentId, what), { body: opening })).status).toBe(401);
  });
});

describe("what is kept", () => {
  it("is nothing that anybody reads: neither in the store nor the read models, journals or logs", async () => {
    const logged: string[] = [];
    for (const level of ["info", "warn", "error", "log", "debug"] as const)
      vi.spyOn(console, level).mockImplementation((...what: unknown[]) => void logged.push(what.map(String).join(" ")));
    const driver = await newDriver();
    const documentId = await sent(driver, { idNumber: ID_NUMBER });
    await reviewer.call("POST", pathOf(driver, documentId, "number"), { body: opening });
    await projected({ kind: "audit", id: "audit" });
    vi.restoreAllMocks();
    const object = await env.FILES.get(`documents/${documentId}`);
    const stored = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer());
    expect(Buffer.from(stored).includes(Buffer.from(PHOTO.subarray(20, 60)))).toBe(false);
    const places = {
      metadata: JSON.stringify(object?.customMetadata),
      journal: JSON.stringify(await accountOf(env, driver.driverId).publications(0)),
      tables: JSON.stringify([await rows("SELECT * FROM documents"), await rows("SELECT * FROM audit_trail")]),
      logs: logged.join("\n"),
    };
    for (const [place, text] of Object.entries(places)) expect(text.includes(ID_NUMBER), place).toBe(false);
    expect(places.metadata).toContain("1.");
    expect(places.journal).not.toContain(object?.customMetadata?.key);
    expect(await openNumber(env, documentId)).toBe(ID_NUMBER);
  });
});

describe("a photo that arrived while its account never heard of it", () => {
  const DAY_MS = 24 * 3_600_000;
  /** The minute of tomorrow, or of the day after, that looks at a document. */
  const itsMinute = (documentId: string) => {
    const from = Date.now() + DAY_MS + 60_000;
    const at = Array.from({ length: 24 * 60 }, (_, minute) => from + minute * 60_000).find((ms) =>
      documentId.startsWith(`doc_${pairOf(ms)}`),
    );
    return at ?? expect.fail("no minute looks at it");
  };
  const isKept = async (documentId: string) => (await openDocument(env, documentId)) !== null;

  it("is erased a day later, and no other: neither one that is known, nor one that the list does not have yet, nor a young one", async () => {
    const driver = await newDriver();
    const known = await sent(driver);
    const { url, documentId: unlisted } = await ticket(driver, { kind: "id_back" });
    good(ownDocument, await put(url, PHOTO), 201);
    const lost = { driverId: driver.driverId, documentId: (await ticket(driver)).documentId, idNumber: null };
    await keepDocument(env, lost, PHOTO);
    await sweepDocuments(env, itsMinute(lost.documentId) - DAY_MS);
    expect(await isKept(lost.documentId)).toBe(true);
    await env.DB.prepare("DELETE FROM documents WHERE document_id = ?").bind(unlisted).run();
    for (const documentId of [known, unlisted, lost.documentId]) await sweepDocuments(env, itsMinute(documentId));
    expect(await Promise.all([known, unlisted, lost.documentId].map(isKept))).toEqual([true, true, false]);
  });

  it("has its minute in each day, whatever its id", () => {
    const pairs = Array.from({ length: 24 * 60 }, (_, minute) => pairOf(minute * 60_000)).filter((pair) => pair !== null);
    expect(new Set(pairs)).toEqual(new Set(Array.from({ length: 20_000 }, (_, seed) => idFrom("doc", String(seed)).slice(4, 6))));
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});

describe("rotating the master key", () => {
  const NEW = { MASTER_KEYS: `${env.MASTER_KEYS},2:${btoa("n".repeat(32))}` };
  const onlyNew = { ...env, MASTER_KEYS: `2:${btoa("n".repeat(32))}` };

  // First: once the ring is wrapped anew, nobody signs in without the new key.
  it("brings back no document that was erased while its key was wrapped", async () => {
    const documentId = await sent(await newDriver());
    const name = `documents/${documentId}`;
    const FILES = {
      list: env.FILES.list.bind(env.FILES),
      put: env.FILES.put.bind(env.FILES),
      async get(asked: string) {
        const object = await env.FILES.get(asked);
        if (object === null || asked !== name) return object;
        const data = await object.arrayBuffer();
        await env.FILES.delete(name);
        return { etag: object.etag, customMetadata: object.customMetadata, arrayBuffer: async () => data };
      },
    } as unknown as Env["FILES"];
    let left = 0;
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = await rewrapDocuments({ ...env, ...NEW, FILES }, cursor);
      left += page.left;
      cursor = page.nextCursor;
    }
    expect(left).toBe(1);
    expect(await env.FILES.head(name)).toBeNull();
  });

  it("wraps every key anew while documents are sent, opened and erased, and no request fails", async () => {
    const rotating = { ...env, ...NEW };
    const drivers = await Promise.all(Array.from({ length: 6 }, () => newDriver()));
    const ids = await Promise.all(drivers.map((driver) => sent(driver, { idNumber: ID_NUMBER })));
    const through = async (method: string, path: string, token: string, body: object) =>
      read(await respond(toRequest(method, path, { token, body }), rotating));
    const statuses: number[] = [];
    const opened = drivers.map((driver, at) => async () => {
      statuses.push((await through("POST", pathOf(driver, ids[at] ?? "", "openings"), reviewer.token, opening)).status);
    });
    const writes = newDriver().then(async (driver) => {
      const { url, documentId } = await ticket(driver);
      const headers = { "content-type": "image/jpeg" };
      statuses.push((await respond(toRequest("PUT", url, { bytes: PHOTO, headers }), rotating)).status);
      return documentId;
    });
    const rewrapAll = async (): Promise<number> => {
      let rewrapped = 0;
      let cursor: string | null = null;
      do {
        const page: Rotation = good(rotation, await through("POST", "/v1/operator/keys/rotations", admin.token, { cursor }));
        rewrapped += page.rewrapped;
        cursor = page.nextCursor;
      } while (cursor !== null);
      return rewrapped;
    };
    const [newId, rewrapped] = await Promise.all([writes, meanwhile(opened, rewrapAll)]);
    expect(new Set(statuses)).toEqual(new Set([200, 201]));
    expect(rewrapped).toBeGreaterThanOrEqual(6);
    // The old master key can go now.
    for (const id of [...ids, newId]) expect(Buffer.from((await openDocument(onlyNew, id)) ?? []).equals(PHOTO)).toBe(true);
    expect(await openNumber(onlyNew, ids[0] ?? "")).toBe(ID_NUMBER);
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const again = await rewrapDocuments(rotating, cursor);
      expect(again.rewrapped).toBe(0);
      cursor = again.nextCursor;
    }
  });

  it("is for an administrator alone, and in the trail", async () => {
    expectProblem(await reviewer.call("POST", "/v1/operator/keys/rotations", { body: {} }), "forbidden");
    await projected({ kind: "audit", id: "audit" });
    expect(await rows("SELECT action FROM audit_trail WHERE action = 'RotateKeys'")).toHaveLength(1);
  });
});
