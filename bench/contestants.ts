import type { Contestant } from "./scenarios/scenario.ts";
import { postgresPrograms, startPeer, startPostgres } from "./serve/postgres.ts";
import { freePort, type Server } from "./serve/process.ts";
import { startWorkerd } from "./serve/workerd.ts";

/** Until the product's is known. */
const ROW_BYTES = 800;

export interface Contestants {
  readonly all: readonly Contestant[];
  /** Why the peer is not among them; null when it is. */
  readonly peerMissing: string | null;
  stop(): Promise<void>;
}

/** The product, and the floor that it stands on. */
export async function startProduct(
  directory: string,
  inspectorPort?: number,
): Promise<{ readonly contestant: Contestant; readonly server: Server }> {
  const port = await freePort();
  const objects = { WALLET: "WalletActor", STATION: "StationActor" };
  const inspector = inspectorPort === undefined ? {} : { inspectorPort };
  const worker = { name: "product", entry: "bench/workers/product.ts", objects, port, ...inspector };
  const server = await startWorkerd(worker, directory);
  return { contestant: contestant("product", port, [server]), server };
}

/** Starts all, each paused until it is its turn. */
export async function startContestants(directory: string): Promise<Contestants> {
  const servers: Server[] = [];
  const add = <Each extends Server>(server: Each): Each => {
    servers.push(server);
    return server;
  };
  const stop = async () =>
    void (await Promise.all(servers.reverse().map((server) => server.stop(server.name === "postgres" ? "SIGINT" : "SIGTERM"))));
  try {
    const floorPort = await freePort();
    const floorWorker = { name: "floor", entry: "bench/workers/floor.ts", objects: { FLOOR: "FloorActor" }, port: floorPort };
    const floor = contestant("floor", floorPort, [add(await startWorkerd(floorWorker, directory))]);
    const { contestant: product, server } = await startProduct(directory);
    add(server);
    const programs = postgresPrograms();
    if (programs === null) {
      const peerMissing = "PostgreSQL is not installed (Debian: apt-get install -y postgresql); the peer is left out";
      return { all: [floor, product], peerMissing, stop };
    }
    const database = await startPostgres(programs, directory);
    add(database.server);
    const peerPort = await freePort();
    const peer = contestant("peer", peerPort, [database.server, add(await startPeer(peerPort, database))]);
    return { all: [floor, product, peer], peerMissing: null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function contestant(name: Contestant["name"], port: number, servers: readonly Server[]): Contestant {
  return {
    name,
    port,
    rowBytes: ROW_BYTES,
    // PostgreSQL's is in its children, which come and go.
    cpuMs: () => (name === "peer" ? Number.NaN : servers.reduce((sum, server) => sum + server.cpuMs(), 0)),
    said: () => servers.map((server) => server.said).join("\n"),
    pause: () => servers.forEach((server) => void server.pause()),
    resume: () => servers.forEach((server) => void server.resume()),
  };
}
