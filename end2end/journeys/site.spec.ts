// What every visitor meets: the landing page, the other language, a page that is not there.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/page.ts';

test('a visitor arrives, changes the language and finds the way out of a wrong address', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Wijkcall/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/en$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  const missing = await page.goto('/en/there-is-nothing-here');
  expect(missing?.status()).toBe(404);
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'To the start page' }).click();
  await expect(page).toHaveURL(/\/en$/);
});

test('the first stop of the keyboard leads to the content', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Naar de inhoud' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#inhoud')).toBeFocused();
});
