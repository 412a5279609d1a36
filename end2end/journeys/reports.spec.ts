// A report on an awarded proposal: asked, written, returned with a reason, and approved.
import { expect, test } from '@playwright/test';
import { answerCall, publishCall } from '../support/calls.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../support/page.ts';
import { inDays, mistakes, once, signInAs } from '../support/people.ts';

test('the funder asks for a report, the applicant writes it, and it is returned and approved', async ({ page, browser }) => {
  test.slow();
  await publishCall(page, once('Een kas voor de buurt'));
  const address = page.url();
  const title = once('Kas van oude ramen');
  const applicant = await (await browser.newContext()).newPage();
  await signInAs(applicant, 'Anneke Tuinstra');
  await applicant.goto(address);
  await answerCall(applicant, title);
  await page.getByRole('link', { name: 'Bewerken' }).click();
  await page.getByText('Sluit de call eerder').click();
  await page.getByRole('button', { name: 'Sluit de call nu' }).click();
  await page.goto(`${address}/voorstellen`);
  await page.getByRole('link', { name: title }).click();
  const proposal = page.url();
  await page.getByRole('radio', { name: 'Toekennen' }).check();
  await page.getByRole('textbox', { name: 'Reden' }).fill('Een goed plan.');
  await page.getByRole('button', { name: 'Neem het besluit' }).click();
  await page.getByRole('link', { name: 'Bekijk de brief' }).click();
  await page.getByRole('button', { name: 'Geef de brief vrij' }).click();
  await expect(page.getByText('De brief is vrijgegeven en gaat nu weg.')).toBeVisible();

  await page.goto(proposal);
  await page.getByRole('link', { name: 'Verslagen vragen en lezen' }).click();
  await page.getByRole('button', { name: 'Vraag dit verslag' }).click();
  await expect(mistakes(page)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Wat wil je weten?' }).fill('Wat groeit er, en voor wie?');
  await page.getByLabel('Inleveren uiterlijk op').fill(inDays(40));
  await page.getByRole('button', { name: 'Vraag dit verslag' }).click();
  await expect(page.getByText('Het verslag is gevraagd.')).toBeVisible();

  await applicant.goto('/voorstellen');
  await applicant.getByRole('link', { name: title }).click();
  await applicant.getByRole('link', { name: /^Verslag vóór/ }).click();
  await expect(applicant.getByText('Wat groeit er, en voor wie?')).toBeVisible();
  await expectAccessible(applicant);
  await applicant.setViewportSize({ width: 320, height: 740 });
  await expectNoSidewaysScroll(applicant);
  await applicant.getByRole('textbox', { name: 'Uitgegeven bedrag' }).fill('veel');
  await applicant.getByRole('textbox', { name: 'Verslag', exact: true }).fill('Tomaten, voor de straat.');
  await applicant.getByRole('button', { name: 'Lever het verslag in' }).click();
  await expect(mistakes(applicant)).toBeVisible();
  await expect(applicant.getByRole('textbox', { name: 'Verslag', exact: true })).toHaveValue('Tomaten, voor de straat.');
  await applicant.getByRole('textbox', { name: 'Uitgegeven bedrag' }).fill('1.250');
  await applicant.getByRole('button', { name: 'Bewaar als concept' }).click();
  await expect(applicant.getByText('Je concept is bewaard.')).toBeVisible();
  await applicant.getByRole('button', { name: 'Lever het verslag in' }).click();
  await expect(applicant.getByText('Je verslag is ingeleverd.')).toBeVisible();
  await expectAccessible(applicant);

  await page.getByRole('link', { name: /^Verslag vóór/ }).click();
  await expect(page.getByText('Tomaten, voor de straat.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Terugsturen met een reden' }).check();
  await page.getByRole('button', { name: 'Verstuur' }).click();
  await expect(mistakes(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Reden of opmerking' }).fill('Hoeveel buren doen er mee?');
  await page.getByRole('button', { name: 'Verstuur' }).click();
  await expect(page.getByText('De indieners krijgen je antwoord.')).toBeVisible();

  await applicant.reload();
  await expect(applicant.getByText('Hoeveel buren doen er mee?')).toBeVisible();
  await applicant.getByRole('textbox', { name: 'Verslag', exact: true }).fill('Tomaten, met veertig buren.');
  await applicant.getByRole('button', { name: 'Lever het verslag in' }).click();
  await page.reload();
  await page.getByRole('radio', { name: 'Goedkeuren' }).check();
  await page.getByRole('button', { name: 'Verstuur' }).click();
  await applicant.reload();
  await expect(applicant.getByText('Het verslag is goedgekeurd.')).toBeVisible();
  await applicant.context().close();
});
