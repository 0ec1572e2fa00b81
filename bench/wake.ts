import { Connection } from "./load/http.ts";
import { median } from "./load/run.ts";
import { accepted, type Contestant, freshId } from "./scenarios/scenario.ts";

/** Commits made in one request when a journal is lengthened. */
const AT_ONCE = 500;
export const lengths = [10, 1_000, 100_000] as const;

/** The first command after a start from a journal of some length, beside the same command to an object that is awake. */
export interface Wake {
  readonly commits: number;
  readonly coldMs: number;
  readonly coldMsMax: number;
  readonly warmMs: number;
}

/** Takes the object out of memory again and again, and times the command that starts it. */
export async function measureWaking(product: Contestant, samples: number): Promise<readonly Wake[]> {
  product.resume();
  const connection = await Connection.open(product.port);
  try {
    for (const commits of lengths) await lengthen(connection, commits);
    const times = new Map(lengths.map((commits) => [commits, { cold: [] as number[], warm: [] as number[] }]));
    // The first turn finds the disk still busy with what was written, and is not counted.
    for (let sample = 0; sample <= samples; sample++) {
      for (const [commits, { cold, warm }] of times) {
        await connection.send("POST", `/evict/${nameOf(commits)}`);
        const coldMs = await timeCommand(connection, nameOf(commits));
        const warmMs = await timeCommand(connection, nameOf(commits));
        if (sample === 0) continue;
        cold.push(coldMs);
        warm.push(warmMs);
      }
    }
    return [...times].map(([commits, { cold, warm }]) => ({
      commits,
      coldMs: median(cold),
      coldMsMax: Math.max(...cold),
      warmMs: median(warm),
    }));
  } finally {
    connection.close();
    product.pause();
  }
}

const nameOf = (commits: number): string => `wal_long${commits}`;

async function lengthen(connection: Connection, commits: number): Promise<void> {
  const id = nameOf(commits);
  const open = { type: "OpenWallet", driverId: "drv_long00", currency: "CNY", spendingPolicy: "prorata" };
  accepted(await connection.send("POST", `/wallet/${id}`, JSON.stringify({ id: "open", command: open })));
  for (let seq = 1; seq < commits; ) {
    ({ seq } = await connection.json<{ seq: number }>("POST", `/lengthen/${id}?${Math.min(AT_ONCE, commits - seq)}`));
  }
}

async function timeCommand(connection: Connection, id: string): Promise<number> {
  const command = { type: "RequestTopup", provider: "sandbox", amountMinor: 100, bonusMinor: 0 };
  const startedAtMs = performance.now();
  const { orderId } = accepted<{ orderId: string }>(
    await connection.send("POST", `/wallet/${id}`, JSON.stringify({ id: freshId("top"), command })),
  );
  const tookMs = performance.now() - startedAtMs;
  await connection.send("POST", `/wallet/${id}`, JSON.stringify({ id: freshId("cancel"), command: { type: "CancelTopup", orderId } }));
  return tookMs;
}
