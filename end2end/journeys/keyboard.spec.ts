// The way from a call to a draft with nothing but the keyboard: every stop can be seen, mistakes lead to their fields, the menu opens and closes.
import { expect, test } from '@playwright/test';
import { tabTo } from '../support/page.ts';
import { freshAddress, mistakes, signInAs } from '../support/people.ts';

test('a visitor begins a proposal without a mouse', async ({ page }) => {
  await page.goto('/calls');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Naar de inhoud' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Senioren in beweging' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Senioren in beweging' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Start een voorstel' }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Start een voorstel' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Begin met het voorstel' }));
  await page.keyboard.press('Enter');

  // The list of mistakes has the focus, and its first link leads to its field.
  await expect(mistakes(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(mistakes(page).getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Je naam' })).toBeFocused();
  await page.keyboard.type('Gerda Molenaar');
  await tabTo(page, page.getByRole('textbox', { name: 'E-mailadres' }));
  await page.keyboard.type(freshAddress('gerda.toetsen'));
  await tabTo(page, page.getByRole('radio', { name: 'Mijzelf' }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Begin met het voorstel' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Je concept staat klaar.')).toBeVisible();
  await tabTo(page, page.getByRole('textbox', { name: 'Titel' }));
  await page.keyboard.type('Wandelen met Gerda');
  await tabTo(page, page.getByRole('button', { name: 'Concept bewaren' }).last());
  await page.keyboard.press('Enter');
  await expect(page.getByText('Je concept is bewaard.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Titel' })).toHaveValue('Wandelen met Gerda');
});

test('the menu of a person opens, leads on and lets go', async ({ page }) => {
  await signInAs(page, 'Anneke Tuinstra');
  await page.goto('/');
  await tabTo(page, page.locator('.wk-menu > summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: 'Mijn voorstellen' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Mijn voorstellen' })).toBeVisible();
});
