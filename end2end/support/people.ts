// The people of the demo, and the mailbox in which everything that the demo mails can be read.
import { createHmac } from 'node:crypto';
import { expect, test, type Locator, type Page } from '@playwright/test';

/** Signs in with the button of the demo; whoever was signed in here no longer is. */
export async function signInAs(page: Page, name: string) {
  await page.context().clearCookies();
  await page.goto('/inloggen');
  await page.getByRole('button', { name: new RegExp(`^Log in ?: ${name}$`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn Wijkcall' })).toBeVisible();
}

/** A name that is used once: two projects share one demo. */
export function once(text: string): string {
  return `${text} ${test.info().project.name}`;
}

/** An address that nobody has yet. */
export function freshAddress(name: string): string {
  return `${name}.${test.info().project.name}@voorbeeld.example`;
}

/** Opens the newest mail to an address with this in its subject, once there are so many; mail comes a moment after what causes it. */
export async function openMail(page: Page, address: string, subject: string | RegExp, count = 1) {
  const links = page.getByRole('row').filter({ hasText: address }).getByRole('link', { name: subject });
  const link = links.first();
  await expect(async () => {
    await page.goto(`/dev/mail?q=${encodeURIComponent(address)}`);
    await expect(links.nth(count - 1)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000, intervals: [250, 500, 1_000] });
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}

/** Follows the button of the mail that is open, as a mail program would: in a window of its own. */
export async function pressInMail(page: Page, name: string | RegExp) {
  const href = await page.frameLocator('iframe').getByRole('link', { name, exact: true }).first().getAttribute('href');
  await page.goto(href ?? 'about:blank');
}

/** Makes an account with the link in a mail, and stays signed in. */
export async function signUp(page: Page, name: string, address: string, before: () => Promise<void> = async () => {}) {
  await page.goto('/aanmelden');
  await page.getByRole('textbox', { name: 'Naam' }).fill(name);
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(address);
  await page.getByRole('button', { name: 'Meld mij aan' }).click();
  await openMail(page, address, 'Je link om in te loggen bij Wijkcall');
  await pressInMail(page, 'Log in');
  const link = page.url();
  await before();
  await page.goto(link);
  await page.getByRole('button', { name: 'Maak mijn account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn Wijkcall' })).toBeVisible();
}

/** The code that an app shows for a secret (RFC 6238), now or so many steps of thirty seconds later. */
export function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The list of mistakes above a form. */
export function mistakes(page: Page): Locator {
  return page.getByRole('alert').filter({ has: page.getByRole('heading', { name: /gaat nog iets mis/ }) });
}

/** The date of so many days from now, as a date field takes it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
