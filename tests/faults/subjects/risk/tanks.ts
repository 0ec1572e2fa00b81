import { CallFailed } from "../../../../scripts/platform/api.ts";
import type { Customer } from "../../load/customer.ts";
import { notesOf } from "../../load/ledger.ts";
import type { Act, Rule } from "../subject.ts";

/** A driver who has said what they drive: something with the smallest tank that there may be. */
interface Scooter {
  readonly driver: string;
  readonly plate: string;
  isAdded: boolean;
}

const PAGE = "tanks";
/** Every fill of the run is more. */
const TANK_ML = 1_000;
const PREVIEW_DAYS = 31;

/** The same as often as it is done: a plate that is there already is theirs. */
async function add(customer: Customer, scooter: Scooter): Promise<void> {
  const body = { plate: scooter.plate, name: null, grade: "95", tankMl: TANK_ML, isDefault: true };
  await customer.as((driver) =>
    driver.call("POST", "/v1/driver/vehicles", body).catch((error: unknown) => {
      if (!(error instanceof CallFailed) || error.code !== "plate_taken") throw error;
    }),
  );
  scooter.isAdded = true;
}

export const addScooter: Act = {
  name: "scooter added",
  chance: () => 0.05,
  async perform(customer) {
    const notes = notesOf<Scooter>(customer.ledger, PAGE);
    if (notes.some(({ driver }) => driver === customer.name)) return;
    const scooter: Scooter = { driver: customer.name, plate: `沪A${String(10_000 + notes.length)}`, isAdded: false };
    notes.push(scooter);
    await add(customer, scooter);
  },
};

/** Those whose scooter is not there yet add it, now that everything works. */
export async function settleScooters(customers: readonly Customer[]): Promise<void> {
  for (const customer of customers)
    for (const scooter of notesOf<Scooter>(customer.ledger, PAGE))
      if (scooter.driver === customer.name && !scooter.isAdded) await add(customer, scooter);
}

/** Whatever stopped it: the wallets of those drivers know of the tank, nobody else's does, and an alert says no more than was filled. */
export const tanksKnown: Rule = async ({ reader, ledger, wallets }, report) => {
  const drivers = new Set(notesOf<Scooter>(ledger, PAGE).map(({ driver }) => driver));
  const filled = wallets.filter(({ driver, statement }) => drivers.has(driver) && statement.some(isTooMuch));
  const token = await reader.signIn();
  const rule = { ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 0 };
  type Tried = { readonly rules: readonly { readonly drivers: number; readonly samples: readonly { readonly counted: Counted }[] }[] };
  const { rules } = await reader.ask<Tried>("POST", "/v1/operator/risk/preview", token, { rules: [rule], days: PREVIEW_DAYS });
  const [tried] = rules;
  if (tried?.drivers !== filled.length) report.add("tanks_unknown", { known: tried?.drivers, filled: filled.length });
  type Alert = { readonly alertId: string; readonly kind: string; readonly evidence: { readonly counted: Counted } };
  const alerts = (await reader.pages<Alert>("/v1/operator/risk/alerts?", token)).filter(({ kind }) => kind === "fill_above_tank");
  for (const { alertId, evidence } of alerts)
    if (!(Number(evidence.counted.volumeMl) > TANK_ML) || evidence.counted.tankMl !== TANK_ML) report.add("tank_alert_wrong", { alertId });
  report.looked.tanks = filled.length;
};

type Counted = Readonly<Record<string, number>>;

const isTooMuch = ({ fueling }: { readonly fueling?: { readonly volumeMl: number } }): boolean => (fueling?.volumeMl ?? 0) > TANK_ML;
