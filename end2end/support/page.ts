// What every journey needs: a page that is checked for accessibility, and signing in as somebody of the demo.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';

/** Stops the test when axe finds something on the page as it stands. axe is a script, so this is for the project with JavaScript; the HTML is the same. */
export async function expectAccessible(page: Page) {
  if (test.info().project.use.javaScriptEnabled === false) return;
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

/** Stops the test when the page is wider than the window. */
export async function expectNoSidewaysScroll(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Goes on with Tab until this has the focus, and stops the test when it is not reached or its focus cannot be seen. */
export async function tabTo(page: Page, target: Locator) {
  for (let stop = 0; stop < 120; stop++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((one) => one === document.activeElement)) {
      // On a card the ring is around the whole card.
      const ring = await target.evaluate((one) => [one, one.closest('.wk-card')].some((box) => box && getComputedStyle(box).outlineStyle !== 'none'));
      expect(ring, 'the focus can be seen').toBe(true);
      return;
    }
  }
  throw new Error('Tab does not lead there');
}
