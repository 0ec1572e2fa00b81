import { CallFailed } from "../../../../scripts/platform/api.ts";
import { Customer } from "../../load/customer.ts";
import type { Running } from "../../load/running.ts";
import { correct } from "../adjustments/acts.ts";
import { put } from "../documents/acts.ts";
import { card } from "../documents/card.ts";
import { boughtOf, DAILY, offer } from "../packages/terms.ts";
import type { Act, Scene } from "../subject.ts";
import { pay, settlePayments } from "../topups/acts.ts";
import { type Account, newStory, plots, type Story, storiesOf } from "./story.ts";

/** What a story needs of its scene. */
type Stage = Omit<Scene, "running"> & { readonly running: Pick<Running, "product" | "ledger"> };

/** Stories that one driver begins. */
const STORIES_MAX = 2;

/** Begins a story, or goes on with the one that something went wrong in. */
export const join: Act = {
  name: "joined two accounts",
  chance: () => 0.08,
  async perform({ name, ledger }, scene) {
    const stories = storiesOf(ledger);
    const own = stories.filter(({ teller }) => teller === name);
    const open = own.find(({ outcome }) => outcome === null);
    if (open === undefined && own.length >= STORIES_MAX) return;
    const story = open ?? newStory(name, stories.length + 1, plots[stories.length % plots.length] ?? "bare");
    if (open === undefined) stories.push(story);
    await goOn(story, scene);
  },
};

/** Does what of a story is still to be done. Throws when something fails: what was answered is not done again. */
export async function goOn(story: Story, scene: Stage): Promise<void> {
  const { plot, first, second, done } = story;
  const once = async (what: string, deed: () => Promise<unknown>): Promise<void> => {
    if (done.includes(what)) return;
    await deed();
    done.push(what);
  };
  const [one, other] = [first, second].map(({ name }) => new Customer(name, scene.running)) as [Customer, Customer];
  for (const [account, customer] of [[first, one] as const, [second, other] as const]) {
    await once(`${account.name} signs in`, async () => {
      account.driverId = await customer.as(async ({ driverId }) => driverId);
    });
    await fill(story, account, customer, scene, once);
  }
  if (plot !== "left") await once("the first has money", () => topUp(one));
  if (plot === "left" || plot === "rich") await once("the second has money", () => topUp(other));
  if (plot === "emptied") {
    await once("the second has coupons", () => buyCoupons(other, scene));
    const back = { signedMinor: -DAILY.amountMinor, part: "principal", key: `${second.name}/empty` } as const;
    await once("the second has no money", () => correct(other, scene, back));
  }
  story.outcome ??= await bind(story, one, other, scene);
}

/** Vehicles, a fill, documents and an order that comes to nothing. */
async function fill(
  { sharedPlate, fuelledAt }: Story,
  account: Account,
  customer: Customer,
  { running }: Stage,
  once: (what: string, deed: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { name, plate, stationName, pictures, documents } = account;
  const command = <Reply>(path: string, body: unknown, key: string) =>
    customer.as((driver) => driver.call<Reply>("POST", `/v1/driver/${path}`, body, key));
  for (const each of [plate, sharedPlate]) {
    const vehicle = { plate: each, name: null, grade: "95", tankMl: 50_000 };
    const what = `${name}/${each.slice(1)}`;
    await once(what, () => command("vehicles", vehicle, what).catch(answeredBefore("plate_taken")));
  }
  const record = { stationName, at: fuelledAt, grade: "95", amountMinor: 29_920, volumeMl: 40_000, vehicleId: null };
  await once(`${name}/record`, () => command("records", record, `${name}/record`).catch(answeredBefore("record_duplicate")));
  for (const [kind, words] of Object.entries(pictures)) {
    await once(words, async () => {
      const picture = card(words);
      const wish = { kind, contentType: "image/png", bytes: picture.byteLength };
      const { documentId, url } = await command<{ documentId: string; url: string }>("documents/uploads", wish, words);
      await put(running.product.baseUrl + url, picture);
      documents[kind] = documentId;
    });
  }
  await once(`${name}/order`, async () => {
    account.orderId ??= await customer.as((driver) => driver.order({ amountMinor: 10_000 }, `${name}/order`));
    const { orderId } = account;
    await command(`orders/${orderId}/cancel`, undefined, `${name}/cancel`).catch(answeredBefore("topup_not_cancellable"));
  });
}

async function topUp(customer: Customer): Promise<void> {
  const amountMinor = 20_000;
  const orderId = await customer.as((driver) => driver.order({ amountMinor }, `${customer.name}/money`));
  await paid(customer, orderId, amountMinor);
}

async function buyCoupons(customer: Customer, { running }: Stage): Promise<void> {
  const { name, ledger } = customer;
  const { packageId, amountMinor } = DAILY;
  await offer(running.product, ledger, DAILY);
  const orderId = await customer.as((driver) => driver.order({ packageId }, `${name}/coupons`));
  if (!boughtOf(ledger).some((bought) => bought.orderId === orderId)) boughtOf(ledger).push({ driver: name, orderId, packageId });
  await paid(customer, orderId, amountMinor);
}

/** Until it has arrived, nobody may say that there is no money. */
async function paid(customer: Customer, orderId: string, amountMinor: number): Promise<void> {
  await pay(customer, orderId, { kind: "first", amountMinor }, {});
  await settlePayments(customer);
  const isThere = await customer.as(async (driver) => (await driver.statement()).some(({ sourceId }) => sourceId === orderId));
  if (!isThere) throw new Error("the payment has not arrived");
}

/** Says that the phone is theirs: once or twice, and now and then from the other side at the same moment. */
async function bind(story: Story, one: Customer, other: Customer, { random, count }: Stage): Promise<"joined" | "refused"> {
  const phone = { provider: "wechat_phone", code: `demo-${other.name}` };
  const wechat = { provider: "wechat", code: `demo-${one.name}` };
  const say = (customer: Customer, credential: object) =>
    customer.as((driver) => driver.call<unknown>("POST", "/v1/driver/credentials", credential));
  const calls = [say(one, phone)];
  if (random() < 0.4) calls.push(say(one, phone));
  if (random() < 0.3) calls.push(say(other, wechat));
  const [answer] = await Promise.allSettled(calls);
  if (answer?.status === "rejected") {
    const isRefused = answer.reason instanceof CallFailed && answer.reason.code === "accounts_both_hold_money";
    if (story.plot !== "rich" || !isRefused) throw answer.reason;
    count("kept two accounts apart");
    return "refused";
  }
  count("joined two accounts");
  return "joined";
}

/** It was done, and the answer got lost, longer ago than the answer is remembered. */
function answeredBefore(...codes: readonly string[]) {
  return (error: unknown): void => {
    if (!(error instanceof CallFailed) || !codes.includes(error.code)) throw error;
  };
}
