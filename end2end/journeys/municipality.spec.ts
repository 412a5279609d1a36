// A municipality: from the first line of a call to a decision that the applicant can read.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/page.ts';
import { answerCall, publishCall } from '../support/calls.ts';
import { inDays, mistakes, once, openMail, pressInMail, signInAs } from '../support/people.ts';

test('a call goes from a first line to the public list, and says what is missing without losing a word', async ({ page, browser }) => {
  const title = once('Schooltuin op het Rietplein');
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/calls/beheer');
  await page.getByRole('link', { name: 'Nieuwe call' }).click();
  await page.getByRole('textbox', { name: 'Titel' }).fill(title);
  await page.getByRole('button', { name: 'Begin een concept' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Concept bewerken' })).toBeVisible();
  await expectAccessible(page);

  // A maximum above the ceiling, a deadline that is missing, and nobody who may apply.
  await page.getByRole('textbox', { name: 'Samenvatting' }).fill('Een braakliggend plein wordt een tuin waar kinderen leren telen.');
  await page.getByRole('textbox', { name: 'Totaal beschikbaar' }).fill('12.500,-');
  await page.getByRole('textbox', { name: 'Hoogstens per voorstel' }).fill('20000');
  await page.getByRole('checkbox', { name: 'Onderwijs' }).check();
  await page.getByRole('button', { name: 'Voeg een vraag toe' }).click();
  await page.getByRole('textbox', { name: 'Vraag', exact: true }).last().fill('Wie geeft er water in de zomer?');
  await page.getByRole('combobox', { name: 'Soort antwoord' }).last().selectOption('Lange tekst');
  await page.getByRole('button', { name: 'Publiceren' }).click();

  await expect(mistakes(page)).toBeVisible();
  await expect(mistakes(page)).toBeFocused();
  await expect(mistakes(page).getByRole('link', { name: 'Schrijf waar de call over gaat.' })).toBeVisible();
  await expect(mistakes(page).getByRole('link', { name: 'Kies wanneer de call sluit.' })).toBeVisible();
  await expect(mistakes(page).getByRole('link', { name: 'Kies wie mee mag doen. Nu kan niemand een voorstel indienen.' })).toBeVisible();
  await expect(mistakes(page).getByRole('link', { name: 'Het bedrag per voorstel kan niet hoger zijn dan het totaal.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Samenvatting' })).toHaveValue('Een braakliggend plein wordt een tuin waar kinderen leren telen.');
  await expect(page.getByRole('textbox', { name: 'Totaal beschikbaar' })).toHaveValue(/^12\.500/);
  await expect(page.getByRole('textbox', { name: 'Hoogstens per voorstel' })).toHaveValue(/^20\.?000$/);
  await expect(page.getByRole('checkbox', { name: 'Onderwijs' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Vraag', exact: true }).last()).toHaveValue('Wie geeft er water in de zomer?');
  await expectAccessible(page);

  await mistakes(page).getByRole('link', { name: 'Schrijf waar de call over gaat.' }).click();
  await expect(page.getByRole('textbox', { name: 'Tekst van de call' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Tekst van de call' }).fill('## Waarom\n\nHet plein is nu steen.\n\n- Er komt een kas.');
  await page.getByRole('textbox', { name: 'Hoogstens per voorstel' }).fill('5000');
  await page.getByRole('textbox', { name: 'Sluit op' }).fill(inDays(30));
  await page.getByRole('checkbox', { name: 'Bewonersgroep' }).check();
  await page.getByRole('combobox', { name: 'Gebied 1' }).fill('Holtenbroek, Zwolle');
  await page.getByRole('button', { name: 'Bekijk het voorbeeld' }).click();
  await expect(page.getByText('Dit is een concept')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Waarom' })).toBeVisible();
  await page.getByRole('link', { name: 'Terug naar het formulier' }).click();
  await page.getByRole('button', { name: 'Publiceren' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'De call is gepubliceerd.' })).toBeVisible();

  // A visitor finds it.
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto('/calls');
  await visitor.locator('input[name="q"]').fill('schooltuin');
  await visitor.getByRole('button', { name: 'Toon calls' }).click();
  await visitor.getByRole('link', { name: title }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(visitor.getByText('€ 12.500').first()).toBeVisible();
  await expect(visitor.getByText('Wie geeft er water in de zomer?')).toBeVisible();
  await expect(visitor.getByText('Lange tekst, hoogstens 300 woorden')).toBeVisible();
  await visitor.context().close();
});

test('what changes after publishing is told on the page of the call', async ({ page }) => {
  const title = await publishCall(page, once('Bankjes langs de Vecht'));
  await page.getByRole('link', { name: 'Bewerken' }).click();
  await page.getByRole('textbox', { name: 'Samenvatting' }).fill('Twaalf bankjes, door de buurt gekozen.');
  await page.getByRole('button', { name: 'Wijziging bewaren' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Wat er veranderd is' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Twaalf bankjes, door de buurt gekozen.');
});

test('the funder reads what came in on a call of the demo and asks one thing', async ({ page }) => {
  // Each project has a proposal of its own to ask about.
  const title = test.info().project.name === 'plain' ? 'Vakwerk met een wijkploeg' : 'Eetbaar Dieze';
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/calls/beheer');
  await page.getByRole('row', { name: /Groenonderhoud Dieze/ }).getByRole('link', { name: 'Ingediende voorstellen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ontvangen voorstellen' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('Toekennen kan pas als de call gesloten is.')).toBeVisible();

  await page.getByRole('button', { name: 'Verstuur de vraag' }).click();
  await expect(mistakes(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Je vraag aan de indiener' }).fill('Wie vangt een zieke voorman op?');
  await page.getByRole('button', { name: 'Verstuur de vraag' }).click();
  await expect(page.getByText('Je vraag is verstuurd.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Wie vangt een zieke voorman op?');
  await expect(page.getByRole('button', { name: 'Verstuur de vraag' })).toHaveCount(0);
});

test('a closed call is decided with a reason, and the applicant reads it', async ({ page, browser }) => {
  const call = await publishCall(page, once('Een koelkast voor de voedselbank'));
  const address = page.url();
  const applicant = await (await browser.newContext()).newPage();
  await signInAs(applicant, 'Anneke Tuinstra');
  await applicant.goto(address);
  const number = await answerCall(applicant, once('Koeling in het buurthuis'));

  await page.getByRole('link', { name: 'Bewerken' }).click();
  await page.getByText('Sluit de call eerder').click();
  await page.getByRole('button', { name: 'Sluit de call nu' }).click();
  await expect(page.getByText('De call is gesloten.')).toBeVisible();
  await page.goto(`${address}/voorstellen`);
  await page.getByRole('link', { name: once('Koeling in het buurthuis') }).click();

  await page.getByRole('radio', { name: 'Toekennen' }).check();
  await page.getByRole('textbox', { name: 'Bedrag dat je toekent' }).fill('1.250');
  await page.getByRole('button', { name: 'Neem het besluit' }).click();
  await expect(mistakes(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Bedrag dat je toekent' })).toHaveValue(/^1\.?250/);
  await page.getByRole('textbox', { name: 'Reden' }).fill('Het plan helpt meteen en de buurt draagt het.');
  await page.getByRole('button', { name: 'Neem het besluit' }).click();
  await expect(page.getByText('Het besluit is genomen. De brief ligt klaar; de aanvrager weet het nog niet.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('€ 1.250');

  // Nobody was told. The funder reads the letter as it will look, puts other words in, and lets it go.
  await applicant.goto('/voorstellen');
  await applicant.getByRole('link', { name: once('Koeling in het buurthuis') }).click();
  await expect(applicant.getByRole('main')).not.toContainText('toegekend');
  await page.getByRole('link', { name: 'Bekijk de brief' }).click();
  await expect(page.getByText('De aanvrager weet dit nog niet.')).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('Het plan helpt meteen en de buurt draagt het.')).toBeVisible();
  await expectAccessible(page);
  await page.getByText('Verander de tekst').click();
  await page.getByRole('textbox', { name: 'Tekst 1' }).fill('Zie https://elders.example');
  await page.getByRole('button', { name: 'Bewaar de tekst' }).click();
  await expect(mistakes(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Tekst 1' }).fill('Gefeliciteerd met jullie plan!');
  await page.getByRole('button', { name: 'Bewaar de tekst' }).click();
  await expect(page.frameLocator('iframe').getByText('Gefeliciteerd met jullie plan!', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Geef de brief vrij' }).click();
  await expect(page.getByText('De brief is vrijgegeven en gaat nu weg.')).toBeVisible();

  await openMail(applicant, 'anneke.tuinstra@example.nl', `Toegekend: ‘${once('Koeling in het buurthuis')}’`);
  await pressInMail(applicant, 'Bekijk het voorstel');
  await expect(applicant.getByText('Het voorstel is toegekend')).toBeVisible();
  await expect(applicant.getByText('Het plan helpt meteen en de buurt draagt het.')).toBeVisible();
  await expect(applicant.getByRole('main')).toContainText(number);
  await expect(applicant.getByRole('main')).toContainText(call);
  await applicant.context().close();
});

test('a municipality writes its own letter, with placeholders that are checked, and goes back to ours', async ({ page }) => {
  // Two projects share one demo: each has a letter of its own.
  const letter = test.info().project.name === 'plain' ? 'Brief: voorstel afgewezen' : 'Bericht: voorstel ontvangen';
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto('/account');
  await page.goto('/partijen?soort=municipality');
  await page.getByRole('main').getByRole('link', { name: /^Gemeente Zwolle/ }).first().click();
  await page.goto(`${page.url()}/brieven`);
  await expect(page.getByRole('heading', { level: 1, name: 'Teksten van brieven' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('listitem').filter({ hasText: letter }).filter({ hasText: 'Nederlands' }).getByRole('link').click();
  await expectAccessible(page);
  const text = page.getByRole('textbox', { name: 'Tekst' });
  const ours = await text.inputValue();
  await text.fill(`Dag {naam},\n\n${ours}`);
  await page.getByRole('button', { name: 'Bewaar de tekst' }).click();
  await expect(mistakes(page).getByRole('link', { name: /Dit invulwoord kennen we niet: \{naam\}/ })).toBeVisible();
  await text.fill(`Dag {aanvrager},\n\n${ours}`);
  await page.getByRole('button', { name: 'Bekijk het voorbeeld' }).click();
  await expect(page.getByText('De tekst is nog niet bewaard.')).toBeVisible();
  await expect(page.getByText('Dag Zonnige buren,')).toBeVisible();
  await page.getByRole('button', { name: 'Bewaar de tekst' }).click();
  await expect(page.getByText('De tekst is bewaard.')).toBeVisible();
  await page.getByText('Zet de tekst van Wijkcall terug').first().click();
  await page.getByRole('button', { name: 'Zet de tekst van Wijkcall terug' }).click();
  await expect(page.getByText('De tekst van Wijkcall staat er weer.')).toBeVisible();
});
