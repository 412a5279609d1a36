// Pictures: target/screenshots/<language>-<width>-<name>.png.
import type { Page } from '@playwright/test';
import { english } from './tour.ts';

const folder = '../target/screenshots';

/** Takes a picture of the page as it stands, at these widths. */
export async function picture(page: Page, name: string, widths: number[] = [1280, 360]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : 900 });
    await page.screenshot({ path: `${folder}/${name.replace('*', String(width))}.png`, fullPage: true });
  }
}

/** Takes pictures of an address in both languages. */
export async function pictures(page: Page, name: string, path: string) {
  for (const [language, address] of [['nl', path], ['en', english(path)]] as const) {
    await page.goto(address);
    await picture(page, `${language}-*-${name}`);
  }
}
