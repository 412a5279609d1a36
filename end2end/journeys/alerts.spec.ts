// Somebody saves a search; somebody else posts what fits; the mail comes.
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/page.ts';
import { mistakes, once, openMail, pressInMail, signInAs } from '../support/people.ts';

test('a saved search tells of what another person posts', async ({ page, browser }) => {
  // A mail about it comes with the next round of the jobs, up to twenty seconds later.
  test.setTimeout(120_000);
  const word = test.info().project.name === 'plain' ? 'klokhuisjes' : 'vlinderkasten';
  const name = once('Iets voor de vlinders');
  await page.goto(`/bakkerij?q=${word}&soort=need`);
  await page.getByRole('link', { name: 'Bewaar deze zoekopdracht' }).click();
  await expect(page).toHaveURL(/\/inloggen\?next=/);
  await page.getByRole('button', { name: /^Log in ?: Anneke Tuinstra$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bewaar je zoekopdracht' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(word);
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Naam' }).fill('');
  await page.getByRole('radio', { name: 'Meteen' }).check();
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await expect(mistakes(page)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Meteen' })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Naam' }).fill(name);
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await expect(page.getByText('Je zoekopdracht is bewaard.')).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const other = await (await browser.newContext()).newPage();
  const title = `Hout gezocht voor ${word}`;
  await signInAs(other, 'Farida el Ouardi');
  await other.goto('/bakkerij/nieuw?soort=need');
  await other.getByRole('textbox', { name: 'Titel' }).fill(title);
  await other.getByRole('textbox', { name: 'Wat heb je nodig?' }).fill('Met de kinderen van de straat maken we ze zelf, op zaterdag.');
  await other.getByRole('checkbox', { name: 'Ontmoeten' }).check();
  await other.getByRole('combobox', { name: 'Soort inbreng' }).first().selectOption('Materiaal');
  await other.getByRole('combobox', { name: 'Buurt, wijk of gemeente' }).fill('Diezerpoort, Zwolle');
  await other.getByRole('button', { name: 'Bekijk eerst' }).click();
  await expect(other.getByRole('heading', { name: 'Zo komt het te staan' })).toBeVisible();
  await expect(other.getByText('1 mens krijgt hiervan bericht.')).toBeVisible();
  await expectAccessible(other);
  await other.getByRole('button', { name: 'Plaats in de bakkerij' }).click();
  await expect(other.getByText('Je bericht staat in de bakkerij.')).toBeVisible();
  await other.context().close();

  await expect(async () => {
    await openMail(page, 'anneke.tuinstra@example.nl', `Nieuw bij ‘${name}’: ‘${title}’`);
  }).toPass({ timeout: 60_000 });
  await pressInMail(page, 'Bekijk het bericht');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await page.goto('/account/zoekopdrachten');
  await page.getByRole('link', { name: `Wijzig : ${name}` }).or(page.getByRole('link', { name: `Wijzig: ${name}` })).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Verwijder deze zoekopdracht' }).click();
  await expect(page.getByText('Je zoekopdracht is verwijderd.')).toBeVisible();
});
