import type { Act, Scene } from "../subject.ts";

/** A customer who has not been answered by then walks away. */
const PATIENCE_MS = 30_000;

/** Shows a code to the terminal, now and then twice; the terminal says which fill it has allowed on it. */
export const showCode: Act = {
  name: "code shown",
  chance: () => 0.7,
  async perform(customer, scene) {
    const { site, pump } = placeOf(scene);
    const { codes } = customer.ledger;
    const code = await customer.as((driver) => driver.code());
    const times = scene.random() < 0.15 ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const end = await site.fill({ pump, paymentCode: code }, PATIENCE_MS);
      scene.count(end === undefined ? "fill unheard of" : `fill ${end.outcome}`);
      const known = codes[code] ?? [];
      if (end !== undefined && "fuelingId" in end && !known.includes(end.fuelingId)) codes[code] = [...known, end.fuelingId];
    }
  },
};

export const takePump: Act = {
  name: "pump taken by phone",
  chance: () => 0.3,
  async perform(customer, scene) {
    const { site, pump } = placeOf(scene);
    const limitMinor = 2_000 + Math.floor(scene.random() * 20_000);
    await customer.as((driver) => driver.takePump({ stationId: site.stationId, pump, grade: "95", limitMinor }));
    scene.count("pump taken by phone");
  },
};

function placeOf({ running: { sites }, random }: Scene) {
  const site = sites[Math.floor(random() * sites.length)];
  const pump = site?.pumps[Math.floor(random() * site.pumps.length)];
  if (site === undefined || pump === undefined) throw new Error("there is no pump");
  return { site, pump };
}
