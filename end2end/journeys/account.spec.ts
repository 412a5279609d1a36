// An account: made with a link in a mail, with a say over mails, and ended on the devices one chooses.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/page.ts';
import { freshAddress, mistakes, once, openMail, pressInMail, signInAs, signUp } from '../support/people.ts';

test('somebody signs up with the link in a mail and signs out', async ({ page }) => {
  const address = freshAddress('hilde.brouwer');
  await page.goto('/inloggen');
  await page.getByRole('link', { name: 'Meld je aan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Aanmelden' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Naam' }).fill('Hilde Brouwer');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(address);
  await page.getByRole('button', { name: 'Meld mij aan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kijk in je mail' })).toBeVisible();
  await expectAccessible(page);

  await openMail(page, address, 'Je link om in te loggen bij Wijkcall');
  await pressInMail(page, 'Log in');
  const link = page.url();
  await expect(page.getByRole('heading', { level: 1, name: 'Welkom bij Wijkcall' })).toBeVisible();
  await expect(page.getByText(`We maken een account voor ${address}.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Maak mijn account' }).click();
  await page.goto('/account');
  await expect(page.getByText(`Je bent ingelogd als ${address}.`)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('banner').getByText('Hilde Brouwer').click();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await expect(page.getByText('Je bent uitgelogd.')).toBeVisible();
  expect((await page.goto('/account'))?.url()).toContain('/inloggen');

  // The link has worked once.
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Deze link werkt niet meer' })).toBeVisible();
});

test('somebody moves the account to another address', async ({ page }) => {
  const [old, address] = [freshAddress('wim.kok'), freshAddress('wim.nieuw')];
  await signUp(page, 'Wim de Kok', old);
  await page.getByRole('textbox', { name: 'Nieuw e-mailadres' }).fill('geen adres');
  await page.getByRole('button', { name: 'Mail mij de link' }).click();
  await expect(mistakes(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Nieuw e-mailadres' })).toHaveValue('geen adres');
  await page.getByRole('textbox', { name: 'Nieuw e-mailadres' }).fill(address);
  await page.getByRole('button', { name: 'Mail mij de link' }).click();
  await expect(page.getByText('We hebben een link naar je nieuwe adres gemaild.')).toBeVisible();
  await openMail(page, address, 'Bevestig je nieuwe e-mailadres');
  await pressInMail(page, 'Bekijk en bevestig');
  await expect(page.getByRole('heading', { level: 1, name: 'Je nieuwe e-mailadres' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Gebruik dit adres' }).click();
  await expect(page.getByText(`Je bent ingelogd als ${address}.`)).toBeVisible();
  await openMail(page, old, 'Je e-mailadres bij Wijkcall is gewijzigd');
});

test('a session on another device is seen and ended', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage();
  // The person is not used by another journey, whose sessions would end too.
  const name = test.info().project.name === 'plain' ? 'Ineke Voorhorst' : 'Roelof ter Steege';
  await signInAs(other, name);
  await signInAs(page, name);
  const sessions = page.getByRole('table', { name: 'Waar je bent ingelogd' });
  await expect(sessions.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Log overal uit, behalve hier' }).click();
  await expect(page.getByText('Alle andere apparaten zijn uitgelogd.')).toBeVisible();
  await expect(sessions.getByRole('row')).toHaveCount(2);
  await other.goto('/account');
  await expect(other).toHaveURL(/\/inloggen/);
  await other.context().close();
});

test('mails are chosen, an area is followed, and what is switched off stays off', async ({ page }) => {
  await signInAs(page, test.info().project.name === 'plain' ? 'Gerben Kloosterhuis' : 'Yusuf Karaca');
  await page.goto('/account/mails');
  await expect(page.getByRole('heading', { level: 1, name: 'Mails' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Nieuwe match' }).selectOption('off');
  await page.getByRole('button', { name: 'Bewaar mijn keuze' }).click();
  await expect(page.getByText('Je keuze is bewaard.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Nieuwe match' })).toHaveValue('off');
  await expect(page.getByRole('combobox', { name: 'Nieuwe call van wat je volgt' })).toHaveValue('direct');

  await page.getByLabel('Dag van je weekoverzicht').selectOption('Donderdag');
  await page.getByLabel('Stille uren vanaf').selectOption('Geen stille uren');
  await page.getByRole('button', { name: 'Bewaar mijn keuze' }).click();
  await expect(page.getByText('Je keuze is bewaard.')).toBeVisible();
  await expect(page.getByLabel('Dag van je weekoverzicht')).toHaveValue('4');
  await expect(page.getByLabel('Stille uren vanaf')).toHaveValue('never');

  await page.getByRole('main').getByRole('link', { name: 'Wat je volgt' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Wat je volgt' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Volg een wijk of gemeente' }).fill('Nergenshuizen');
  await page.getByRole('button', { name: 'Volg', exact: true }).click();
  await expect(page.getByRole('alert').getByRole('link', { name: 'Kies een wijk of gemeente uit de lijst.' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Volg een wijk of gemeente' }).fill('Assendorp, Zwolle');
  await page.getByRole('button', { name: 'Volg', exact: true }).click();
  await expect(page.getByText('Je volgt dit gebied nu.')).toBeVisible();
  await page.getByRole('button', { name: /^Volg niet meer ?: Assendorp, Zwolle$/ }).click();
  await expect(page.getByText('Je volgt dit niet meer.')).toBeVisible();
});

test('a theme, a party and a call are followed from their pages, and stopped from one page', async ({ page }) => {
  await page.goto('/themas/energie');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Volg dit thema' }).click();
  await expect(page).toHaveURL(/\/inloggen/);
  await signInAs(page, test.info().project.name === 'plain' ? 'Gerben Kloosterhuis' : 'Yusuf Karaca');
  await page.goto('/themas/energie');
  await page.getByRole('button', { name: 'Volg dit thema' }).click();
  await expect(page.getByText('Je volgt dit nu.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Volg niet meer' })).toBeVisible();
  await page.goto('/calls');
  await page.getByRole('main').getByRole('article').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Volg deze call' }).click();
  await expect(page.getByText('Je volgt dit nu.')).toBeVisible();
  await page.goto('/partijen');
  await page.getByRole('main').getByRole('article').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Volg deze partij' }).click();
  await expect(page.getByText('Je volgt dit nu.')).toBeVisible();

  await page.goto('/account/volgen');
  await expectAccessible(page);
  const stop = page.getByRole('button', { name: /^Volg niet meer/ });
  await expect(stop).toHaveCount(3);
  for (let left = 2; left >= 0; left--) {
    await stop.first().click();
    await expect(page.getByText('Je volgt dit niet meer.')).toBeVisible();
    await expect(stop).toHaveCount(left);
  }
});

test('a member of two parties hears of each as often as chosen', async ({ page }) => {
  const [garden, kitchen] = [once('Buurttuin De Kers'), once('Buurtkeuken De Pan')];
  await signUp(page, 'Rikkert Dubbelman', freshAddress('rikkert.dubbelman'));
  await page.goto('/account/mails');
  await expect(page.getByRole('group', { name: 'Hoe vaak wil je horen van je partijen?' })).toHaveCount(0);
  for (const name of [garden, kitchen]) {
    await page.goto('/partijen/nieuw');
    await page.getByRole('radio', { name: 'Bewonersgroep' }).check();
    await page.getByRole('textbox', { name: 'Naam' }).fill(name);
    await page.getByRole('textbox', { name: 'Wie zijn jullie?' }).fill('Met de buurt iets lekkers maken, elke zaterdag.');
    await page.getByRole('button', { name: 'Meld aan' }).click();
    await expect(page.getByText('De partij is aangemeld.')).toBeVisible();
  }
  await page.goto('/account/mails');
  const parties = page.getByRole('group', { name: 'Hoe vaak wil je horen van je partijen?' });
  await expect(parties.getByRole('combobox')).toHaveCount(2);
  await expect(parties.getByRole('combobox', { name: garden })).toHaveValue('own');
  await expectAccessible(page);
  await parties.getByRole('combobox', { name: garden }).selectOption('Elke week om 7 uur');
  await parties.getByRole('combobox', { name: kitchen }).selectOption('Niet');
  await page.getByRole('button', { name: 'Bewaar mijn keuze' }).click();
  await expect(page.getByText('Je keuze is bewaard.')).toBeVisible();
  await expect(parties.getByRole('combobox', { name: garden })).toHaveValue('weekly');
  await expect(parties.getByRole('combobox', { name: kitchen })).toHaveValue('off');

  // One of them back to the own choice; the other stays.
  await parties.getByRole('combobox', { name: kitchen }).selectOption('Zoals ik hierboven koos');
  await page.getByRole('button', { name: 'Bewaar mijn keuze' }).click();
  await page.reload();
  await expect(parties.getByRole('combobox', { name: kitchen })).toHaveValue('own');
  await expect(parties.getByRole('combobox', { name: garden })).toHaveValue('weekly');
});
