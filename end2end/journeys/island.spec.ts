// What only a browser with JavaScript does: a draft that saves itself, and pages with an island that stay quiet.
import { expect, test, type Page } from '@playwright/test';
import { inDays, once, signInAs } from '../support/people.ts';

/** Hears everything that a page complains about: errors, broken promises of the content security policy, files that are not there. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${response.status()} ${response.url()}`);
  });
  return heard;
}

test('a draft of a call saves itself and survives closing the page', async ({ page }) => {
  const heard = complaints(page);
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/calls/nieuw');
  await page.getByRole('textbox', { name: 'Titel' }).fill(once('Een fietspad van schelpen'));
  await page.getByRole('button', { name: 'Begin een concept' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Concept bewerken' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Samenvatting' }).pressSequentially('Van de Vecht tot de Wezenlanden.');
  await page.getByRole('textbox', { name: 'Totaal beschikbaar' }).pressSequentially('7.500');
  await expect(page.getByText(/^Bewaard om \d{1,2}[.:]\d{2}/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Samenvatting' })).toHaveValue('Van de Vecht tot de Wezenlanden.');
  await expect(page.getByRole('textbox', { name: 'Totaal beschikbaar' })).toHaveValue('7.500');

  // The button after a save by itself does not see its own save as somebody else's.
  await page.getByRole('textbox', { name: 'Sluit op' }).fill(inDays(20));
  await expect(page.getByText(/^Bewaard om /)).toBeVisible();
  await page.getByRole('button', { name: 'Concept bewaren' }).last().click();
  await expect(page.getByText('Het concept is bewaard.')).toBeVisible();
  expect(heard).toEqual([]);
});

test('a draft of a proposal saves itself, counts words and adds up', async ({ page }) => {
  const heard = complaints(page);
  await signInAs(page, 'Yusuf Karaca');
  await page.goto('/calls/senioren-in-beweging/voorstel');
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await page.getByRole('textbox', { name: 'Titel' }).pressSequentially('Schaken in het park');
  await page.getByRole('textbox', { name: 'Hoe bereik je mensen die weinig buiten komen?' }).pressSequentially('Wij kloppen aan');
  await expect(page.getByText('3 van 100 woorden')).toBeVisible();
  await page.getByRole('textbox', { name: 'Omschrijving, regel 1' }).fill('Borden');
  await page.getByRole('textbox', { name: 'Bedrag, regel 1' }).fill('250');
  await expect(page.getByText(/^Bewaard om \d{1,2}[.:]\d{2}/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Titel' })).toHaveValue('Schaken in het park');
  await expect(page.getByRole('textbox', { name: 'Hoe bereik je mensen die weinig buiten komen?' })).toHaveValue('Wij kloppen aan');
  await expect(page.getByRole('textbox', { name: 'Bedrag, regel 1' })).toHaveValue('250');
  expect(heard).toEqual([]);
});

test('a save that fails says so, and keeps the text', async ({ page }) => {
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/calls/nieuw');
  await page.getByRole('textbox', { name: 'Titel' }).fill('Zonder verbinding');
  await page.getByRole('button', { name: 'Begin een concept' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Concept bewerken' })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('textbox', { name: 'Samenvatting' }).pressSequentially('Midden in de tunnel.');
  await expect(page.getByText('Nog niet bewaard. Gebruik de knop om te bewaren.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Samenvatting' })).toHaveValue('Midden in de tunnel.');
  await page.context().setOffline(false);
});
