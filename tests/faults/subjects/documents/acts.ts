import type { DocumentKind } from "@forecourt/contract/documents";
import { Operator } from "../../kit/people.ts";
import { twice } from "../../kit/twice.ts";
import { audited } from "../../load/deeds.ts";
import { type Ledger, notesOf } from "../../load/ledger.ts";
import type { Act, Scene } from "../subject.ts";
import { card } from "./card.ts";

/** A document as its driver knows it. */
export interface Sent {
  readonly driver: string;
  readonly driverId: string;
  readonly kind: DocumentKind;
  readonly documentId: string;
  /** What its picture says. */
  readonly words: string;
  /** `asked`: the picture was sent, and may have arrived; after that, what was answered last. */
  state: "asked" | "submitted" | "approved" | "rejected";
  /** What an operator decided, which may have taken effect. */
  verdict: "approved" | "rejected" | null;
}

const KINDS: readonly DocumentKind[] = ["id_front", "id_back", "vehicle_licence"];

export const sentOf = (ledger: Ledger): Sent[] => notesOf<Sent>(ledger, "documents");

/** A driver sends a photo, which takes the place of the one of its kind; an operator decides on some. */
export const send: Act = {
  name: "sent a document",
  chance: () => 0.04,
  async perform(customer, scene) {
    const { running, random, count } = scene;
    const { name, ledger } = customer;
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? "id_front";
    const words = customer.newKey();
    const picture = card(words);
    const wish = { kind, contentType: "image/png", bytes: picture.byteLength };
    const { driverId, documentId, url } = await customer.as(async (driver) => ({
      driverId: driver.driverId,
      ...(await twice(() => driver.call<{ documentId: string; url: string }>("POST", "/v1/driver/documents/uploads", wish, words))),
    }));
    const sent: Sent = { driver: name, driverId, kind, documentId, words, state: "asked", verdict: null };
    sentOf(ledger).push(sent);
    await twice(() => put(running.product.baseUrl + url, picture));
    sent.state = "submitted";
    count("sent a document");
    if (random() < 0.6) await decide(ledger, scene, sent);
  },
};

/** Sends a picture to the address that was given for it. */
export async function put(address: string, picture: Buffer): Promise<void> {
  const { ok, status } = await fetch(address, { method: "PUT", headers: { "content-type": "image/png" }, body: new Uint8Array(picture) });
  if (!ok) throw new Error(`a picture was answered ${status}`);
}

async function decide(ledger: Ledger, { running: { product }, random, count }: Scene, sent: Sent): Promise<void> {
  const { driverId, documentId } = sent;
  const verdict = random() < 0.5 ? "approved" : "rejected";
  const [action, verb, body] =
    verdict === "approved" ? ["ApproveDocument", "approve", undefined] : ["RejectDocument", "reject", { cause: "unreadable" }];
  const reason = `${sent.words}/${verb}`;
  const operator = (await Operator.signIn(product, "operations")).because(reason);
  const path = `/v1/operator/drivers/${driverId}/documents/${documentId}/${verb}`;
  sent.verdict = verdict;
  await audited(ledger, { action, subject: `account/${driverId}`, reason }, () => twice(() => operator.call("POST", path, body, reason)));
  sent.state = verdict;
  count(`${verdict} a document`);
}
