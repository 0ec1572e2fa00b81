import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DirectoryLockedError, lockDirectory } from "../../station-sdk/lock.ts";

/** D1's own file below a STATE_DIR: the one of its folder that has our tables, which miniflare names by a hash. Nobody may be running on it. */
export function databaseOf(stateDir: string): string {
  const folder = join(stateDir, "data", "d1");
  const files = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : []).filter(
    (name) => name.endsWith(".sqlite") && !name.endsWith("metadata.sqlite"),
  );
  const [only, ...others] = files;
  if (only === undefined || others.length > 0) throw new Error(`${folder} should hold one D1 data base, and holds ${files.length}`);
  return join(folder, only);
}

/** Two of them would run every actor twice on one data base, and neither would know what the other has decided. */
export function lock(stateDir: string): () => void {
  try {
    return lockDirectory(stateDir);
  } catch (error) {
    if (!(error instanceof DirectoryLockedError)) throw error;
    throw new Error(`Forecourt is running on ${stateDir} already (process ${error.pid}). Stop it, or choose another STATE_DIR.`);
  }
}
