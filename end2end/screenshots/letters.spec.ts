// Pictures of a mail of every event, in both languages, light and dark, and as text: target/screenshots/mail-*.png.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';

const folder = resolve('../target/screenshots');
const letters = resolve('../target/letters');
const widths = [600, 360];

test('mails of every event', async ({ browser }) => {
  test.setTimeout(600_000);
  execFileSync(process.env.WIJKCALL_TEST_BINARY ?? '../target/debug/wijkcall', ['sample-mails', letters]);
  const files = readdirSync(letters).sort();
  expect(files.length).toBeGreaterThan(80);
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await (await browser.newContext({ colorScheme })).newPage();
    for (const file of files.filter((name) => name.endsWith('.html'))) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 400 });
        await page.goto(pathToFileURL(resolve(letters, file)).href);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${file} fits in ${width} px`).toBeLessThanOrEqual(width);
        await page.screenshot({ path: `${folder}/mail-${file.replace('.html', '')}-${colorScheme}-${width}.png`, fullPage: true });
      }
    }
    await page.context().close();
  }
  const page = await browser.newPage({ viewport: { width: 360, height: 400 } });
  for (const file of files.filter((name) => name.endsWith('.txt'))) {
    await page.setContent('<pre style="white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 monospace"></pre>');
    await page.locator('pre').evaluate((pre, text) => { pre.textContent = text; }, readFileSync(resolve(letters, file), 'utf8'));
    await page.screenshot({ path: `${folder}/mail-${file.replace('.txt', '')}-text-360.png`, fullPage: true });
  }
  await page.context().close();
});
