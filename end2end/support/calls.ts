// A call of one's own to try things on, and a proposal to it.
import { expect, type Page } from '@playwright/test';
import { inDays, signInAs } from './people.ts';

/** Publishes a call as Marleen, and stays on its page. */
export async function publishCall(page: Page, title: string): Promise<string> {
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/calls/nieuw');
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('button', { name: 'Begin een concept' }).click();
  await page.getByRole('textbox', { name: 'Samenvatting' }).fill('Klein geld voor een goed plan.');
  await page.getByRole('textbox', { name: 'Tekst van de call' }).fill('Zeg wat je wilt doen en met wie.');
  await page.getByRole('textbox', { name: 'Totaal beschikbaar' }).fill('5.000');
  await page.getByRole('textbox', { name: 'Hoogstens per voorstel' }).fill('2.500');
  await page.getByRole('textbox', { name: 'Sluit op' }).fill(inDays(30));
  await page.getByRole('checkbox', { name: 'Bewonersgroep' }).check();
  await page.getByRole('checkbox', { name: 'Persoon' }).check();
  await page.getByRole('checkbox', { name: 'Ontmoeten' }).check();
  await page.getByRole('combobox', { name: 'Gebied 1' }).fill('Zwolle');
  await page.getByRole('button', { name: 'Publiceren' }).click();
  await expect(page.getByText('De call is gepubliceerd.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  return title;
}

/** Answers the call of the page with a small proposal that asks for € 1.500, and gives the receipt number. A companion is invited as co-applicant. */
export async function answerCall(page: Page, title: string, companion?: { name: string; email: string }): Promise<string> {
  await page.getByRole('link', { name: 'Start een voorstel' }).first().click();
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('textbox', { name: 'Samenvatting' }).fill('We doen het samen met de buren.');
  await page.getByRole('textbox', { name: 'Omschrijving, regel 1' }).fill('Spullen');
  await page.getByRole('textbox', { name: 'Bedrag, regel 1' }).fill('1.500');
  if (companion) {
    await page.getByRole('textbox', { name: 'Naam' }).first().fill(companion.name);
    await page.getByRole('textbox', { name: 'E-mailadres' }).first().fill(companion.email);
  }
  await page.getByRole('button', { name: 'Controleren en indienen' }).click();
  await page.getByRole('button', { name: 'Dien het voorstel in' }).click();
  return receiptNumber(page);
}

/** Reads the receipt number from the page after submitting. */
export async function receiptNumber(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1, name: 'Je voorstel is ingediend' })).toBeVisible();
  const number = (await page.getByText(/^WC-\d{4}-\d{5}$/).textContent())?.trim() ?? '';
  expect(number).not.toBe('');
  return number;
}
