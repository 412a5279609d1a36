// The people of the demo, and the mailbox in which everything that the demo mails can be read.
import { expect, test, type Locator, type Page } from '@playwright/test';

/** Signs in with the button of the demo. */
export async function signInAs(page: Page, name: string) {
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

/** Opens the newest mail to an address with this in its subject; mail comes a moment after what causes it. */
export async function openMail(page: Page, address: string, subject: string | RegExp) {
  const link = page.getByRole('row').filter({ hasText: address }).getByRole('link', { name: subject }).first();
  await expect(async () => {
    await page.goto(`/dev/mail?q=${encodeURIComponent(address)}`);
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000, intervals: [250, 500, 1_000] });
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}

/** Follows the button of the mail that is open, as a mail program would: in a window of its own. */
export async function pressInMail(page: Page, name: string | RegExp) {
  const href = await page.frameLocator('iframe').getByRole('link', { name, exact: true }).first().getAttribute('href');
  await page.goto(href ?? 'about:blank');
}

/** The list of mistakes above a form. */
export function mistakes(page: Page): Locator {
  return page.getByRole('alert').filter({ has: page.getByRole('heading', { name: /gaat nog iets mis/ }) });
}

/** The date of so many days from now, as a date field takes it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
