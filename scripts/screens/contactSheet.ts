import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";

const GAP_PX = 12;

/** Pictures of one size beside each other in rows, made smaller: a JPEG. */
export async function contactSheet(
  context: BrowserContext,
  shots: readonly Buffer[],
  { width, height }: { readonly width: number; readonly height: number },
  { columns, factor }: { readonly columns: number; readonly factor: number },
): Promise<Buffer> {
  const page: Page = await context.newPage();
  const [w, h] = [Math.round(width * factor), Math.round(height * factor)];
  const rows = Math.ceil(shots.length / columns);
  await page.setViewportSize({ width: columns * (w + GAP_PX) + GAP_PX, height: rows * (h + GAP_PX) + GAP_PX });
  const pictures = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString("base64")}" width="${w}" height="${h}">`);
  await page.setContent(
    `<style>body{margin:${GAP_PX}px;display:grid;grid-template-columns:repeat(${columns},${w}px);gap:${GAP_PX}px;background:#8a9694}</style>${pictures.join("")}`,
  );
  return page.screenshot({ type: "jpeg", quality: 80 });
}

/** Pictures one by one, in a folder of their own. */
export function writeSingles(folder: string, shots: ReadonlyMap<string, Buffer>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, shot] of shots) writeFileSync(join(folder, `${name}.png`), shot);
}
