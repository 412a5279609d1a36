// Finding something in the businessbakkerij: a box that suggests where there is JavaScript, and the same box as a plain form where there is none.
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/page.ts';

const BOX = 'Zoek in behoeften en aanbod';
const withScript = () => test.info().project.use.javaScriptEnabled !== false;

test('a word that was begun finds what it becomes', async ({ page }) => {
  await page.goto('/bakkerij');
  const box = page.getByLabel(BOX);
  if (withScript()) {
    await expect(box).toHaveRole('combobox');
    await box.pressSequentially('moest');
    const list = page.getByRole('listbox', { name: 'Suggesties' });
    await expect(list.getByRole('option', { name: /^moestuin/ }).first()).toBeVisible();
    await expect(box).toHaveAttribute('aria-expanded', 'true');
    await expect(page.locator('#q-status')).toHaveText(/suggesties?\. Kies met de pijltjestoetsen\./);
    await expectAccessible(page);

    // Down to the first, up again to the box, Escape closes and keeps what was typed.
    await page.keyboard.press('ArrowDown');
    await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
    await expect(box).toHaveAttribute('aria-activedescendant', 'q-suggestions-0');
    await page.keyboard.press('ArrowUp');
    await expect(box).not.toHaveAttribute('aria-activedescendant');
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(box).toHaveValue('moest');

    await box.pressSequentially('u');
    await expect(list.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  } else {
    await expect(box).toHaveRole('searchbox');
    await box.fill('moestuin');
    await page.keyboard.press('Enter');
  }
  await expect(page).toHaveURL(/q=moestuin/);
  await expect(page.getByRole('link', { name: 'Stuk grond gezocht voor een buurtmoestuin' })).toBeVisible();
  await expect(page.locator('mark').first()).toBeVisible();
});

test('a suggested post opens with a click, and leaving the box closes the list', async ({ page }) => {
  test.skip(!withScript(), 'suggestions need JavaScript');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/bakkerij');
  await page.getByLabel(BOX).pressSequentially('moestuinb');
  const option = page.getByRole('option', { name: /Moestuinbakken van resthout/ });
  await expect(option).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox', { name: 'Suggesties', includeHidden: true })).toBeHidden();
  await page.getByLabel(BOX).press('k');
  await page.getByLabel(BOX).press('Backspace');
  await option.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Moestuinbakken van resthout' })).toBeVisible();
});

test('results stand by distance from a place, and a page without results leads on', async ({ page }) => {
  await page.goto('/bakkerij?q=moestuin');
  await page.getByLabel('Volgorde').selectOption('Dichtstbij eerst');
  await page.getByLabel('Vanaf').fill('Assendorp, Zwolle');
  await page.getByRole('button', { name: 'Sorteer' }).click();
  await expect(page.getByText('vanaf het midden van Assendorp')).toBeVisible();
  await expect(page.getByText(/km hiervandaan$/).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto('/bakkerij?q=zzzzzz');
  await expect(page.getByRole('heading', { name: 'Niets gevonden' })).toBeVisible();
  await page.getByRole('link', { name: /^Alles met het thema/ }).first().click();
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
});

test('results stand on a map, and in a list that says the same', async ({ page }) => {
  await page.goto('/bakkerij?q=moestuin');
  await page.getByRole('link', { name: 'Bekijk deze resultaten op de kaart' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Op de kaart' })).toBeVisible();
  const places = page.locator('#places');
  await expect(places.getByRole('link').first()).toBeVisible();
  if (withScript()) {
    const marker = page.locator('.wk-map__place').first();
    await expect(marker).toBeVisible();
    await marker.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.leaflet-popup').getByRole('link').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.locator('.leaflet-popup')).toHaveCount(0);
  } else {
    await expect(page.locator('#map')).toBeHidden();
  }
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 740 });
  await expectNoSidewaysScroll(page);
  await places.getByRole('link').first().click();
  await expect(page).toHaveURL(/q=moestuin.*gebied=/);
});
