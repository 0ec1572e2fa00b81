import type { Region } from "@forecourt/contract/catalog";
import type { ActorEnv } from "@forecourt/durable-objects/env";

/** The one that there is, where all drivers are at home. */
const region: Region = {
  regionId: "bench",
  names: { "zh-CN": "测试", "zh-TW": "測試", en: "Bench" },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  providers: ["sandbox"],
  spendingPolicy: "prorata",
};

const queue: Pick<Queue, "send"> = {
  async send(message) {
    JSON.stringify(message);
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
  },
};
const run = async () => ({ results: [], meta: {} });
const answering = (rows: readonly unknown[][]) => {
  const statement = { bind: () => statement, first: async () => ({ seq: Number.MAX_SAFE_INTEGER }), raw: async () => rows, run };
  return statement;
};
const regions = { one: [[JSON.stringify(region)]], whole: [[region.regionId, 1, JSON.stringify(region)]] };
const rowsOf = (sql: string) => (!sql.includes('from "regions"') ? [] : sql.includes('"version"') ? regions.whole : regions.one);
const database = { prepare: (sql: string) => answering(rowsOf(sql)) };

/**
 * The queue and D1, as small as can be. The queue still turns a message into bytes, as sending does; D1 says that the read models have come
 * as far as anybody can ask, so that the comparison is made and has nothing to send again, and that there is one region; all else is empty.
 */
export function withStandIns<Bound extends ActorEnv>(env: Bound): Bound {
  return { ...env, PROJECTION: queue as ActorEnv["PROJECTION"], DB: database as unknown as D1Database };
}
