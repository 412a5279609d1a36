// What every page promises: it answers, it has one heading, it reflows down to 320 px, axe finds nothing, it exists in English, and its links lead somewhere.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { signInAs } from '../support/people.ts';
import { english, find, tour, type Stop } from '../support/tour.ts';

// The roles are shared out over the workers, those with many pages in two halves.
test.describe.configure({ mode: 'parallel' });

for (const { role, as, stops } of tour) {
  const half = stops.length > 14 ? Math.ceil(stops.length / 2) : stops.length;
  for (let from = 0; from < stops.length; from += half) {
    test(`every page keeps its promises for a ${role}, from ${stops[from].name} on`, async ({ page }) => {
      test.setTimeout(240_000);
      if (as) await signInAs(page, as);
      expect(await broken(page, stops.slice(from, from + half))).toEqual([]);
    });
  }
}

/** Says what is wrong with these pages and with what they link to. */
async function broken(page: Page, stops: Stop[]): Promise<string[]> {
  const script = test.info().project.use.javaScriptEnabled !== false;
  const problems: string[] = [];
  const links = new Map<string, string>();
  for (const stop of stops) {
    const path = await find(page, stop).catch((error: Error) => {
      problems.push(`${stop.name}: not found: ${error.message.split('\n')[0]}`);
      return undefined;
    });
    if (path === undefined) continue;
    // What the server sends is the same with and without JavaScript: one language is enough to see how the browser shows it without.
    for (const address of script ? [path, english(path)] : [path]) {
      const tell = (problem: string) => problems.push(`${stop.name} (${address}): ${problem}`);
      await page.setViewportSize({ width: 1280, height: 800 });
      const answer = await page.goto(address);
      if (answer?.status() !== (stop.status ?? 200)) {
        tell(`answered ${answer?.status()}`);
        continue;
      }
      const asked = address.split('?')[0];
      if (new URL(page.url()).pathname !== asked) tell(`led on to ${page.url()}`);
      const language = await page.locator('html').getAttribute('lang');
      if (language !== (address === path ? 'nl' : 'en')) tell(`is in ${language}`);
      const headings = await page.locator('h1').count();
      if (headings !== 1) tell(`has ${headings} headings of level 1`);
      // Colours do not depend on the language.
      if (script) (await violations(page, address === path ? undefined : withoutColours)).forEach((found) => tell(`1280 px, ${found}`));
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        const wide = await tooWide(page);
        if (wide) tell(`${width} px, scrolls sideways: ${wide}`);
      }
      // What depends on the width, read where the menu and the tables look different.
      if (script && address === path) (await violations(page, ofNarrow)).forEach((found) => tell(`320 px, ${found}`));
      if (stop.status) continue;
      for (const href of await page.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))) {
        if (href.startsWith('/')) links.set(kind(href), href);
        else if (!/^(#|mailto:|otpauth:|https?:)/.test(href)) tell(`has a link to “${href}”`);
      }
    }
  }
  for (const href of links.values()) {
    const answer = await page.request.get(href);
    if (answer.status() !== 200) problems.push(`the link ${href} answers ${answer.status()}`);
  }
  return problems;
}

/** One address stands for all of its kind: one page for each listing, one filter for all filters of a list. */
function kind(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://here');
  return pathname.replace(/[0-9a-f-]{36}/g, 'id') + [...searchParams.keys()].sort().join('&');
}

type Ask = (axe: AxeBuilder) => AxeBuilder;
const withoutColours: Ask = (axe) => axe.disableRules('color-contrast');
const ofNarrow: Ask = (axe) => axe.withRules(['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block', 'aria-hidden-focus']);

async function violations(page: Page, ask: Ask = (axe) => axe): Promise<string[]> {
  const { violations: found } = await ask(new AxeBuilder({ page }).setLegacyMode()).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | ')}`);
}

/** What stands out to the right, when the page is wider than the window. */
async function tooWide(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return undefined;
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1);
    return `${document.documentElement.scrollWidth} px, ${out.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')}`;
  });
}
