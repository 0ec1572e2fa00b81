import { Api } from "../platform/api.ts";
import type { Demo } from "../platform/demo.ts";
import type { Platform } from "../platform/platform.ts";

/** The stations that there are, and what is sold. */
export interface Network {
  readonly stations: readonly string[];
  readonly pricesMilli: Readonly<Record<string, number>>;
  readonly packages: readonly { readonly packageId: string; readonly amountMinor: number; readonly bonusMinor: number }[];
}

const grades = ["92", "95", "98"] as const;
const pricesMilli = { "92": 7_030, "95": 7_480, "98": 8_460 } as const;
const PUMPS = [1, 2, 3, 4] as const;

/** Around Shanghai; one name for each, in the three languages. */
const places = [
  ["徐家汇", "徐家匯", "Xujiahui", 31.195, 121.437],
  ["五角场", "五角場", "Wujiaochang", 31.3, 121.514],
  ["中山公园", "中山公園", "Zhongshan Park", 31.221, 121.417],
  ["张江", "張江", "Zhangjiang", 31.204, 121.588],
  ["莘庄", "莘莊", "Xinzhuang", 31.111, 121.385],
  ["宝山", "寶山", "Baoshan", 31.405, 121.489],
  ["嘉定", "嘉定", "Jiading", 31.375, 121.265],
  ["松江", "松江", "Songjiang", 31.033, 121.227],
  ["青浦", "青浦", "Qingpu", 31.15, 121.124],
  ["川沙", "川沙", "Chuansha", 31.187, 121.699],
] as const;

/** The demo's. */
const packages = [
  { packageId: "top-200", amountMinor: 20_000, bonusMinor: 0 },
  { packageId: "top-500", amountMinor: 50_000, bonusMinor: 2_500 },
  { packageId: "top-1000", amountMinor: 100_000, bonusMinor: 8_000 },
];

/** Stations through the public surface, as an operator would set them up; those that are there stay. */
export async function addNetwork(platform: Platform, demo: Demo, count: number): Promise<Network> {
  const [admin] = demo.operators;
  const anyone = new Api(platform.baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", {
    email: admin?.email,
    password: admin?.password,
  });
  const api = anyone.withToken(accessToken);
  const stations = demo.stations.map(({ id }) => id);
  for (let no = 0; stations.length < count; no++) {
    const id = `seed-${String(no + 1).padStart(2, "0")}`;
    await addStation(api, id, no);
    stations.push(id);
  }
  return { stations, pricesMilli, packages };
}

async function addStation(api: Api, id: string, no: number): Promise<void> {
  const place = places[no % places.length];
  if (place === undefined) throw new Error("there is no place for it");
  const [hans, hant, en, lat, lng] = place;
  const round = Math.floor(no / places.length) + 1;
  const terminalId = `${id}.pos-1`;
  await api.call("PUT", `/v1/operator/stations/${id}`, {
    names: { "zh-CN": `${hans} ${round} 号站`, "zh-TW": `${hant} ${round} 號站`, en: `${en} ${round}` },
    address: `上海市${hans}路 ${100 + no} 号`,
    location: { lat: lat + round * 0.011, lng: lng + round * 0.009 },
    regionId: "cn-east",
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: PUMPS.map((pump) => ({ pump, terminalId, nozzles: grades.map((grade, index) => ({ nozzle: index + 1, grade })) })),
  });
  for (const grade of grades) {
    await api.call("POST", `/v1/operator/stations/${id}/prices`, { grade, unitPriceMilli: pricesMilli[grade] });
  }
}
