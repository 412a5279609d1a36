// A company in the bakery: from an offer to its matches, and finding what others posted.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/page.ts';
import { mistakes, once, signInAs } from '../support/people.ts';

test('an offer is posted, changed, matched with reasons, renewed and closed', async ({ page }) => {
  const title = once('Moestuin achter onze werkplaats');
  await signInAs(page, 'Farida el Ouardi');
  await page.goto('/bakkerij');
  await page.getByRole('link', { name: 'Plaats aanbod' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Plaats aanbod' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('textbox', { name: 'Wat bied je?' }).fill('Een stuk grond van 300 vierkante meter voor een buurtmoestuin. Gezinnen uit de buurt mogen er groente telen.');
  await page.getByRole('button', { name: 'Plaats in de bakkerij' }).click();
  await expect(mistakes(page)).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Titel' })).toHaveValue(title);
  await expectAccessible(page);

  for (const theme of ['Voedsel', 'Openbare ruimte en groen', 'Ontmoeten']) await page.getByRole('checkbox', { name: theme }).check();
  await page.getByRole('combobox', { name: 'Soort inbreng' }).first().selectOption('Ruimte');
  await page.getByRole('textbox', { name: 'Hoeveel' }).first().fill('300');
  await page.getByRole('textbox', { name: 'Eenheid' }).first().fill('m²');
  await page.getByRole('combobox', { name: 'Buurt, wijk of gemeente' }).fill('Diezerpoort, Zwolle');
  await page.getByRole('button', { name: 'Plaats in de bakkerij' }).click();
  await expect(page.getByText('Je bericht staat in de bakkerij.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await page.getByRole('link', { name: 'Wijzig' }).click();
  await page.getByRole('textbox', { name: 'Hoe ver mag het zijn, in kilometers?' }).fill('7');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  await expect(page.getByText('Je wijzigingen zijn bewaard.')).toBeVisible();
  await expect(page.getByText('Binnen 7 km')).toBeVisible();

  // The index follows what was posted within a moment.
  const match = page.getByRole('link', { name: 'Stuk grond gezocht voor een buurtmoestuin' });
  await expect(async () => {
    await page.reload();
    await expect(match).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByText(/Zelfde thema('s)?: /).first()).toBeVisible();
  await expect(page.getByText('Gevraagd en geboden: ').first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Verleng' }).click();
  await expect(page.getByText('Je bericht is verlengd.')).toBeVisible();
  await page.goto('/bakkerij/mijn');
  await expect(page.getByRole('listitem').filter({ hasText: title })).toContainText('Open');
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: 'Sluit' }).click();
  await expect(page.getByText('Je bericht is gesloten.')).toBeVisible();
});

test('a search forgives a typing error, and the facets narrow it', async ({ page }) => {
  await page.goto('/bakkerij');
  await page.getByLabel('Zoek in behoeften en aanbod').fill('moestiun');
  await page.getByRole('button', { name: 'Zoek', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Stuk grond gezocht voor een buurtmoestuin' })).toBeVisible();
  await page.getByRole('link', { name: 'moestuin', exact: true }).click();
  await expect(page.getByLabel('Zoek in behoeften en aanbod')).toHaveValue('moestuin');
  const offer = page.getByRole('link', { name: 'Moestuinbakken van resthout' });
  await expect(offer).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('checkbox', { name: /^Behoefte \d+$/ }).check();
  await page.getByRole('button', { name: 'Toon resultaten' }).click();
  await expect(page.getByRole('link', { name: 'Stuk grond gezocht voor een buurtmoestuin' })).toBeVisible();
  await expect(offer).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('list', { name: 'Gekozen filters' }).getByRole('link', { name: /^Behoefte/ }).click();
  await expect(offer).toBeVisible();
});
