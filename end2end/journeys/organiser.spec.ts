// An organiser: from what waits today to two people who know how to reach each other.
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/page.ts';
import { mistakes, once, openMail, pressInMail, signInAs } from '../support/people.ts';

/** Posts a need or an offer that fits nothing but its counterpart. */
async function post(page: Page, who: string, kind: 'need' | 'offer', title: string, body: string) {
  await signInAs(page, who);
  await page.goto(`/bakkerij/nieuw?soort=${kind}`);
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('textbox', { name: kind === 'need' ? 'Wat heb je nodig?' : 'Wat bied je?' }).fill(body);
  await page.getByRole('checkbox', { name: 'Cultuur' }).check();
  await page.getByRole('combobox', { name: 'Soort inbreng' }).first().selectOption('Kennis');
  await page.getByRole('combobox', { name: 'Buurt, wijk of gemeente' }).fill('Bollebieste, Zwolle');
  await page.getByRole('button', { name: 'Plaats in de bakkerij' }).click();
  await expect(page.getByText('Je bericht staat in de bakkerij.')).toBeVisible();
}

test('a match is shortlisted with a note and introduced; contact details come after both said yes', async ({ page, browser }) => {
  // The jobs that match and mail run every twenty seconds.
  test.setTimeout(120_000);
  // Two words that no other post has, one pair per project.
  const word = test.info().project.name === 'plain' ? 'trekharmonica' : 'klarinet';
  const [need, offer] = [once(`Wie leert ons ${word} spelen?`), once(`Les op de ${word}`)];
  const [asker, giver] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await post(asker, 'Anneke Tuinstra', 'need', need, `Wij willen ${word} leren spelen en zoeken iemand die les geeft in de buurt.`);
  await post(giver, 'Gerben Kloosterhuis', 'offer', offer, `Ik speel al dertig jaar ${word} en geef graag les in de buurt.`);

  await signInAs(page, 'Sanne Oldenkamp');
  await page.goto('/vandaag');
  await expect(page.getByRole('heading', { level: 1, name: 'Vandaag' })).toBeVisible();
  await expect(page.getByRole('link', { name: /behoeften? zonder match/ }).last()).toBeVisible();
  await expectAccessible(page);

  const card = page.getByRole('article').filter({ hasText: need }).filter({ hasText: offer });
  await expect(async () => {
    await page.goto('/vandaag/matches?thema=cultuur&score=35');
    await expect(card).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 45_000, intervals: [1_000] });
  await expectAccessible(page);
  await card.getByText('Oppakken').click();
  await card.getByRole('textbox', { name: 'Notitie' }).fill('Donderdag komt beide kanten uit.');
  await card.getByRole('button', { name: 'Zet op shortlist' }).click();
  await expect(page.getByText('De match staat op de shortlist.')).toBeVisible();

  await page.goto('/vandaag/shortlist');
  const item = page.getByRole('listitem').filter({ hasText: need });
  await expect(item.getByRole('textbox', { name: 'Notitie' })).toHaveValue('Donderdag komt beide kanten uit.');
  await expectAccessible(page);
  await item.getByText('Oppakken').click();
  await item.getByRole('textbox', { name: 'Bericht aan beide kanten' }).fill('Jullie wonen drie straten van elkaar.');
  await item.getByRole('button', { name: 'Vraag beide kanten' }).click();
  await expect(page.getByText('Beide kanten kregen een mail met de vraag of ze willen kennismaken.')).toBeVisible();

  // Each answers by the link in the mail, without signing in.
  const visitor = await (await browser.newContext()).newPage();
  await openMail(visitor, 'anneke.tuinstra@example.nl', new RegExp(word));
  await pressInMail(visitor, 'Lees meer en antwoord');
  await expect(visitor.getByRole('heading', { level: 1, name: 'Kennismaken?' })).toBeVisible();
  await expect(visitor.getByText('Jullie wonen drie straten van elkaar.')).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: 'Ja, ik wil kennismaken' }).click();
  await expect(visitor.getByText('Bedankt, je hebt ja gezegd')).toBeVisible();
  await expect(visitor.getByRole('main')).not.toContainText('gerben.kloosterhuis@');
  const ofAsker = visitor.url();
  await openMail(visitor, 'gerben.kloosterhuis@voorbeeld.example', new RegExp(`^Kennismaken.*${word}`));
  await pressInMail(visitor, 'Lees meer en antwoord');
  await expect(visitor.getByRole('main')).not.toContainText('anneke.tuinstra@');
  await visitor.getByRole('button', { name: 'Ja, ik wil kennismaken' }).click();
  await expect(visitor.getByText('Jullie willen allebei kennismaken')).toBeVisible();
  await expect(visitor.getByRole('link', { name: 'anneke.tuinstra@example.nl' })).toBeVisible();
  await visitor.goto(ofAsker);
  await expect(visitor.getByRole('link', { name: 'gerben.kloosterhuis@voorbeeld.example' })).toBeVisible();
  await expectAccessible(visitor);
  await openMail(visitor, 'gerben.kloosterhuis@voorbeeld.example', new RegExp(`^Jullie willen allebei.*${word}`));
  await expect(visitor.frameLocator('iframe').getByText('anneke.tuinstra@example.nl').first()).toBeVisible();

  // The mail has a way out that works without signing in, and back.
  await pressInMail(visitor, /^Stop mails van de soort/);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Wil je deze mails niet meer?' })).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: 'Ja, stop met deze mails' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Je krijgt deze mails niet meer' })).toBeVisible();
  await visitor.getByRole('button', { name: 'Stuur ze toch weer wel' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Wil je deze mails niet meer?' })).toBeVisible();

  await page.goto('/vandaag/kennismakingen?staat=both_yes');
  await expect(page.getByRole('row').filter({ hasText: need })).toContainText('Kennisgemaakt');
  await expectAccessible(page);
  for (const somebody of [asker, giver, visitor]) await somebody.context().close();
});

test('a member is not shown the desk', async ({ page }) => {
  await signInAs(page, 'Anneke Tuinstra');
  expect((await page.goto('/vandaag'))?.status()).toBe(404);
});

test('a mail to a selection is written, seen, tried on oneself, changed and released', async ({ page }) => {
  const subject = once('Koffie in het wijkhuis');
  await signInAs(page, 'Sanne Oldenkamp');
  await page.goto('/partijen?soort=residents_group');
  await page.getByRole('link', { name: 'Mail deze partijen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Schrijf een mail aan een selectie' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Onderwerp', exact: true }).fill(subject);
  await page.getByRole('textbox', { name: 'Tekst', exact: true }).fill('Dinsdag is er koffie. Zie www.elders.example');
  await page.getByRole('button', { name: 'Bekijk de mail en wie hem krijgt' }).click();
  await expect(mistakes(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Tekst', exact: true }).fill('Dinsdag is er koffie.');
  await page.getByRole('button', { name: 'Bekijk de mail en wie hem krijgt' }).click();
  await expect(page.getByText(/^\d+ mens(en)? krijg(t|en) deze mail\.$/)).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('Dinsdag is er koffie.', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stuur hem eerst naar mezelf' }).click();
  await expect(page.getByText('De mail is naar jou verstuurd.')).toBeVisible();
  await page.getByRole('button', { name: /^Zet klaar voor/ }).click();
  await expect(page.getByText('De mails liggen klaar.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: subject, exact: true }).first().click();
  await page.getByText('Verander de tekst').click();
  await page.getByRole('textbox', { name: 'Tekst 1' }).fill('Woensdag is er koffie.');
  await page.getByRole('button', { name: 'Bewaar de tekst' }).click();
  await expect(page.frameLocator('iframe').getByText('Woensdag is er koffie.', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/vandaag/mails?staat=held&soort=segment&q=${encodeURIComponent(subject)}`);
  await page.getByRole('link', { name: /^Geef \d+ mails? vrij$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mails vrijgeven' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Geef \d+ mails? vrij$/ }).click();
  await expect(page.getByText('De mails zijn vrijgegeven en gaan nu weg.')).toBeVisible();
  await expect(async () => {
    await page.goto(`/dev/mail?q=${encodeURIComponent(subject)}`);
    await expect(page.getByRole('link', { name: subject, exact: true }).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
});
