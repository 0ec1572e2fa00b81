import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Journals } from "./truth/journals.ts";
import { signedIn } from "./truth/signIn.ts";
import { type Look, look } from "./truth/truth.ts";

/**
 * `npm run truth -- --minutes N`: recounts, beside a running system and its traffic, every figure of the dashboard from the journals,
 * again and again for so long (0: once); fails when one does not agree. Against another installation: `-- --base-url URL --email E` with
 * the password in FORECOURT_PASSWORD.
 */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "0" }, "base-url": { type: "string" }, email: { type: "string" } },
});
const EVERY_MS = 10_000;
const minutes = Number(values.minutes);
if (!(minutes >= 0)) {
  console.error(`--minutes takes a number, not ${values.minutes}`);
  process.exit(2);
}

const ask = await signedIn(values["base-url"], values.email);
const endsAtMs = performance.now() + minutes * 60_000;
const journals = new Journals(ask);
let looks = 0;
let isOver = false;
let seen: Look;
do {
  if (looks > 0) await wait(Math.max(0, Math.min(EVERY_MS, endsAtMs - performance.now())));
  isOver = performance.now() >= endsAtMs;
  // The last one reads everything anew.
  seen = await look(ask, isOver ? new Journals(ask) : journals);
  looks += 1;
  const { figures, differences, attempts, drivers, movements, behindMs } = seen;
  const verdict = differences.length === 0 ? "all agree" : `${differences.length} differ`;
  console.log(
    `${new Date().toISOString().slice(11, 19)}  ${figures} figures, ${drivers} drivers, ${movements} movements: ${verdict} (${attempts === 1 ? "at once" : `${attempts} attempts`}, ${(behindMs / 1000).toFixed(1)} s behind)`,
  );
} while (!isOver && seen.differences.length === 0);

print("The last 24 hours", seen.today);
if (seen.differences.length > 0) print("What differs", seen.differences);
console.log(
  seen.differences.length === 0
    ? `\n${looks} looks, every figure agreed with the journals.`
    : "\nThe dashboard and the journals do not agree.",
);
process.exit(seen.differences.length === 0 ? 0 : 1);

function print(title: string, lines: Look["differences"]): void {
  const width = Math.max(...lines.map(({ figure }) => figure.length), 6);
  const cell = (value: number | null | undefined) => (value === undefined ? "–" : String(value)).padStart(16);
  console.log(`\n${title.padEnd(width)}${"dashboard".padStart(16)}${"journals".padStart(16)}`);
  for (const { figure, dashboard, journals: counted } of lines) console.log(figure.padEnd(width) + cell(dashboard) + cell(counted));
}
