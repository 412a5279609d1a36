// A residents' group answers a call; a visitor begins with nothing but an e-mail address.
import { expect, test } from '@playwright/test';
import { receiptNumber } from '../support/calls.ts';
import { expectAccessible } from '../support/page.ts';
import { freshAddress, mistakes, once, openMail, pressInMail, signInAs } from '../support/people.ts';

test('a residents’ group answers an open call and keeps a receipt', async ({ page }) => {
  const title = once('Dansen op dinsdag');
  await signInAs(page, 'Anneke Tuinstra');
  await page.goto('/calls');
  await page.getByRole('link', { name: 'Senioren in beweging' }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Start een voorstel' }).first().click();
  await expect(page.getByRole('radio', { name: /Bollebieste Bloeit/ })).toBeChecked();
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await expect(page.getByText('Je concept staat klaar.')).toBeVisible();
  await expectAccessible(page);

  // Something, but not enough: the text is kept, and what is wrong stands above it with links to the fields.
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('textbox', { name: 'Hoe bereik je mensen die weinig buiten komen?' }).fill('deur '.repeat(101));
  await page.getByRole('textbox', { name: 'Omschrijving, regel 1' }).fill('Zaalhuur');
  await page.getByRole('textbox', { name: 'Bedrag, regel 1' }).fill('25.000');
  await page.getByRole('button', { name: 'Controleren en indienen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Controleer je voorstel' })).toBeVisible();
  await expect(mistakes(page)).toBeVisible();
  await expect(mistakes(page).getByRole('link', { name: 'Maak dit korter: hoogstens 100 woorden.' })).toBeVisible();
  await expect(mistakes(page).getByRole('link', { name: 'Je vraagt te veel.' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Dien het voorstel in' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Vul aan of verbeter' }).click();
  await expect(mistakes(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Titel' })).toHaveValue(title);
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Samenvatting' }).fill('Elke dinsdag dansen in de gymzaal, met koffie na.');
  await page.getByRole('textbox', { name: 'Hoe ziet een gewone week van de club eruit?' }).fill('Dinsdag dansen, donderdag wandelen.');
  await page.getByRole('textbox', { name: 'Hoeveel deelnemers verwacht je na een jaar?' }).fill('40');
  await page.getByRole('radio', { name: 'Gymnastiek of dansen' }).or(page.getByRole('combobox', { name: 'Wat gaan jullie vooral doen?' })).first().click();
  await page.getByRole('group', { name: 'Heb je al een trainer?' }).getByRole('radio', { name: 'Ja' }).check();
  await page.getByRole('textbox', { name: 'Hoe bereik je mensen die weinig buiten komen?' }).fill('We bellen aan en halen mensen op.');
  await page.getByRole('textbox', { name: 'Bedrag, regel 1' }).fill('9.000,50');
  await page.getByRole('button', { name: 'Regel erbij' }).click();
  await page.getByRole('textbox', { name: 'Omschrijving, regel 2' }).fill('Trainer');
  await page.getByRole('textbox', { name: 'Bedrag, regel 2' }).fill('6000');
  await page.getByRole('textbox', { name: 'Eigen bijdrage' }).fill('500');
  await page.getByRole('combobox', { name: 'Gebied 1' }).fill('Bollebieste, Zwolle');
  await page.getByRole('button', { name: 'Concept bewaren' }).last().click();
  await expect(page.getByText('Je concept is bewaard.')).toBeVisible();
  await page.getByRole('button', { name: 'Controleren en indienen' }).click();
  await expect(page.getByText('Er gaat nog iets mis')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('€ 14.500,50');
  await page.getByRole('button', { name: 'Dien het voorstel in' }).click();
  const number = await receiptNumber(page);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Naar het voorstel' }).click();
  await expect(page.getByRole('heading', { name: 'Hoe staat het ervoor?' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(number);
  await expect(page.getByText('We hebben je voorstel ontvangen.')).toBeVisible();
  await expectAccessible(page);
  await openMail(page, 'anneke.tuinstra@example.nl', `Ontvangen: je voorstel ${number}`);
  await expect(page.frameLocator('iframe').getByText(number).first()).toBeVisible();
});

test('a visitor begins with an e-mail address and comes back by the link in the mail', async ({ page, browser }) => {
  const address = freshAddress('gerda.molenaar');
  await page.goto('/calls');
  await page.getByRole('link', { name: 'Senioren in beweging' }).click();
  await page.getByRole('link', { name: 'Start een voorstel' }).first().click();
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await expect(mistakes(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Je naam' }).fill('Gerda Molenaar');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(address);
  await page.getByRole('radio', { name: 'Mijzelf' }).check();
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await expect(page.getByText('Je concept staat klaar.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Titel' }).fill('Wandelen met Gerda');
  await page.getByRole('button', { name: 'Concept bewaren' }).last().click();
  await expect(page.getByText('Je concept is bewaard.')).toBeVisible();

  // Another device knows nothing of it, until it has the link.
  const phone = await (await browser.newContext()).newPage();
  await phone.goto(page.url());
  await expect(phone).toHaveURL(/\/inloggen/);
  await openMail(phone, address, 'Je concept voor ‘Senioren in beweging’');
  await pressInMail(phone, 'Schrijf verder');
  await phone.getByRole('button', { name: 'Open mijn voorstel' }).click();
  await expect(phone.getByRole('textbox', { name: 'Titel' })).toHaveValue('Wandelen met Gerda');
  await expectAccessible(phone);
  await phone.context().close();
});
