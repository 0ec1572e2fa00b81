import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Axe {
  run(
    context: object,
    options: { readonly resultTypes: readonly string[] },
  ): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string; failureSummary: string }[] }[] }>;
}

/** What axe calls serious or critical on the page that is shown, once what changes its colours is through. */
export async function seriousIssues(page: Page): Promise<readonly string[]> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    // One that is cancelled has gone with what it moved.
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
  });
}

/** Fails if the page goes on reaching beyond the right edge of the window: a phone would scroll sideways. */
export async function expectFits(page: Page, what = page.url()): Promise<void> {
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overhang, { message: `pixels beyond the edge, ${what}` }).toBe(0);
}

/** Fails unless the page reads well: nothing serious for axe, nothing beyond the edge. */
export async function expectReadsWell(page: Page): Promise<void> {
  expect(await seriousIssues(page)).toEqual([]);
  await expectFits(page);
}
