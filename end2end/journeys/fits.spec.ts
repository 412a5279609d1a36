// "Wat past bij mij?": six questions once, then everything that fits and why the rest does not; changed and taken away again.
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/page.ts';
import { freshAddress, mistakes, signUp } from '../support/people.ts';

test('somebody answers six questions, sees what fits, and takes the answers away', async ({ page }) => {
  await signUp(page, 'Gerrit Vinke', freshAddress('past.bij.mij'));
  await page.goto('/bakkerij');
  await page.getByRole('main').getByRole('link', { name: 'Wat past bij mij?' }).click();
  await page.getByRole('link', { name: 'Begin met de vragen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Zes vragen' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Laat zien wat past' }).click();
  await expect(mistakes(page).getByRole('link', { name: 'Kies bij vraag 4 of 5 minstens één ding.' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('group', { name: /Als wat doe je mee/ }).getByRole('checkbox', { name: 'Bewonersgroep' }).check();
  await page.getByRole('combobox', { name: 'Plek' }).fill('Zwolle');
  await page.getByRole('textbox', { name: /Hoe ver ga je/ }).fill('10');
  await page.getByRole('group', { name: /Wat kun je brengen/ }).getByRole('checkbox', { name: 'Uren' }).check();
  await page.getByRole('group', { name: /Wat zoek je/ }).getByRole('checkbox', { name: 'Geld' }).check();
  await page.getByRole('group', { name: /Wat zoek je/ }).getByRole('checkbox', { name: 'Ruimte' }).check();
  await page.getByRole('button', { name: 'Laat zien wat past' }).click();
  await expect(page.getByText('Je antwoorden zijn bewaard.')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Calls die passen/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Senioren in beweging' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Behoeften waar je iets voor kunt betekenen/ })).toBeVisible();
  await expect(page.getByText('Waarom past dit?').first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 740 });
  await expectNoSidewaysScroll(page);

  await page.getByRole('link', { name: 'Wijzig je antwoorden' }).click();
  await page.getByRole('group', { name: /Wat zoek je/ }).getByRole('checkbox', { name: 'Geld' }).uncheck();
  await page.getByRole('button', { name: 'Laat zien wat past' }).click();
  await expect(page.getByRole('heading', { name: /^Calls die nu niet passen/ })).toBeVisible();
  await expect(page.getByText('De call biedt geld, en dat zoek je niet.').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Haal je antwoorden weg' }).click();
  await expect(page.getByText('Je antwoorden zijn weg.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Begin met de vragen' })).toBeVisible();
});
