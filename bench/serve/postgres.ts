import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Server } from "./process.ts";

const INSTALLED = "/usr/lib/postgresql";
const USER = "postgres";

/**
 * Durable as PostgreSQL is by default (fsync, synchronous commit, full pages), given memory, and no checkpoint in the middle of a round.
 * One core, so no parallel queries and no compilation of them.
 */
const settings: Readonly<Record<string, string>> = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "512MB",
  wal_buffers: "16MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "30min",
  wal_compression: "on",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  autovacuum_naptime: "10s",
  listen_addresses: "",
};

/** Where PostgreSQL's programs are; null when it is not installed. */
export function postgresPrograms(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const [newest] = readdirSync(INSTALLED)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, "bin"))
    .filter((bin) => existsSync(join(bin, "postgres")));
  return newest ?? null;
}

/** A data base of the benchmark's own, on disk, reached by a socket in the directory. */
export async function startPostgres(
  programs: string,
  directory: string,
): Promise<{ readonly server: Server; readonly user: string; readonly socket: string }> {
  const home = join(directory, "postgres");
  mkdirSync(home, { recursive: true });
  const isRoot = process.getuid?.() === 0;
  // It refuses to run as root.
  const as = isRoot ? ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups", "--pdeathsig", "KILL"] : [];
  if (isRoot) {
    const id = (flag: string) => Number(execFileSync("id", [flag, USER], { encoding: "utf8" }));
    chownSync(home, id("-u"), id("-g"));
  }
  const data = join(home, "data");
  const [program = "", ...args] = [
    ...as,
    join(programs, "initdb"),
    "-D",
    data,
    "-U",
    USER,
    "--auth=trust",
    "--no-sync",
    "--locale=C",
    "-E",
    "UTF8",
  ];
  execFileSync(program, args, { stdio: "ignore", cwd: home });
  const options = Object.entries({ ...settings, unix_socket_directories: home }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = new Server("postgres", [...as, join(programs, "postgres"), "-D", data, ...options], { cwd: home });
  await server.until(() => /ready to accept connections/.test(server.said));
  execFileSync(join(programs, "createdb"), ["-h", home, "-U", USER, "peer"], { stdio: "ignore" });
  return { server, user: USER, socket: home };
}

/** Node and fastify in front of it, on the same core. */
export async function startPeer(port: number, database: { readonly user: string; readonly socket: string }): Promise<Server> {
  const env = { PEER_PORT: String(port), PEER_SOCKET: database.socket, PEER_USER: database.user, NODE_ENV: "production" };
  const server = new Server("peer", [process.execPath, "bench/peer/server.ts"], { env });
  await server.until(async () => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/ready/x`)).ok;
    } catch {
      return false;
    }
  });
  return server;
}
