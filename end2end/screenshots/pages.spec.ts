// A picture of every page: target/screenshots/<language>-<width>-<name>.png.
import { test } from '@playwright/test';
import { signInAs } from '../support/people.ts';
import { english, find, tour } from '../support/tour.ts';

const folder = '../target/screenshots';

for (const { role, as, stops } of tour) {
  test(`pictures of the pages of a ${role}`, async ({ page }) => {
    test.setTimeout(180_000);
    if (as) await signInAs(page, as);
    for (const stop of stops) {
      const path = await find(page, stop);
      for (const [language, address] of [['nl', path], ['en', english(path)]] as const) {
        await page.goto(address);
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
          await page.screenshot({ path: `${folder}/${language}-${width}-${stop.name}.png`, fullPage: true });
        }
      }
    }
  });
}
