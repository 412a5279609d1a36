// Pictures of the pages that only a mail leads to, and of what is shown when something is refused.
import { expect, test } from '@playwright/test';
import { answerCall, publishCall } from '../support/calls.ts';
import { codeOf, freshAddress, once, openMail, pressInMail, signInAs, signUp } from '../support/people.ts';
import { picture, pictures } from '../support/picture.ts';

test('pages behind the mails', async ({ page, browser }) => {
  test.setTimeout(300_000);
  const other = await (await browser.newContext()).newPage();
  const here = (one = other) => new URL(one.url()).pathname + new URL(one.url()).search;

  // A new address; signing in, and the second step.
  await signUp(page, 'Wim de Kok', freshAddress('wim.beeld'));
  await page.getByRole('textbox', { name: 'Nieuw e-mailadres' }).fill(freshAddress('wim.nieuw.beeld'));
  await page.getByRole('button', { name: 'Mail mij de link' }).click();
  await picture(page, 'nl-*-account-adres-gevraagd');
  await openMail(page, freshAddress('wim.nieuw.beeld'), 'Bevestig je nieuwe e-mailadres');
  await pressInMail(page, 'Bekijk en bevestig');
  await pictures(page, 'account-adres-bevestigen', here(page));
  await page.context().clearCookies();
  const address = freshAddress('hilde.brouwer');
  await signUp(page, 'Hilde Brouwer', address, () => pictures(page, 'inloggen-link', here(page)));
  await page.goto('/account/tweede-stap');
  const secret = ((await page.locator('code').textContent()) ?? '').replace(/\s/g, '');
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'Zet aan' }).click();
  await pictures(page, 'account-tweede-stap-uit', '/account/tweede-stap');
  await page.context().clearCookies();
  await page.goto('/inloggen');
  await page.getByRole('textbox', { name: 'E-mailadres' }).first().fill(address);
  await page.getByRole('button', { name: 'Mail mij een link' }).click();
  await openMail(page, address, 'Je link om in te loggen bij Wijkcall', 2);
  await pressInMail(page, 'Log in');
  await page.getByRole('button').filter({ hasText: 'Log in' }).last().click();
  await pictures(page, 'inloggen-code', '/inloggen/code');
  await page.context().clearCookies();

  // Two invitations.
  await signInAs(page, 'Anneke Tuinstra');
  await page.goto('/partijen/bewonersgroep-bollebieste-bloeit/leden');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(freshAddress('nieuw.lid'));
  await page.getByRole('button', { name: 'Verstuur uitnodiging' }).click();
  await picture(page, 'nl-*-partij-leden-uitgenodigd');
  await openMail(other, freshAddress('nieuw.lid'), /^Uitnodiging van/);
  await pressInMail(other, 'Bekijk de uitnodiging');
  await pictures(other, 'partij-uitnodiging', here());

  const call = await publishCall(page, once('Een bank voor de deur'));
  const callPath = here(page);
  await signInAs(page, 'Anneke Tuinstra');
  await page.goto(callPath);
  await answerCall(page, once('Zitten bij de speeltuin'), { name: 'Truus Mulder', email: freshAddress('truus.mulder') });
  await openMail(other, freshAddress('truus.mulder'), /vraagt of je meedoet/);
  await pressInMail(other, 'Bekijk de uitnodiging');
  await pictures(other, 'voorstel-uitnodiging', here());

  // A question, a refusal.
  await signInAs(page, 'Marleen Dijkhuis');
  await page.goto(`${callPath}/voorstellen`);
  await page.getByRole('link', { name: once('Zitten bij de speeltuin') }).click();
  await page.getByRole('textbox', { name: 'Je vraag aan de indiener' }).fill('Wie maakt de bank schoon?');
  await page.getByRole('button', { name: 'Verstuur de vraag' }).click();
  await picture(page, 'nl-*-voorstel-lezen-gevraagd');
  await signInAs(page, 'Anneke Tuinstra');
  await openMail(page, 'anneke.tuinstra@example.nl', /^Een vraag over je voorstel/);
  await pressInMail(page, 'Geef antwoord');
  await picture(page, 'nl-*-voorstel-vraag');
  expect(call).not.toBe('');

  // A draft by mail, a listing that expires, an introduction, unsubscribing.
  await page.context().clearCookies();
  await page.goto(`${callPath}/voorstel`);
  await page.getByRole('textbox', { name: 'Je naam' }).fill('Gerda Molenaar');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(freshAddress('gerda.molenaar'));
  await page.getByRole('radio', { name: 'Mijzelf' }).check();
  await page.getByRole('button', { name: 'Begin met het voorstel' }).click();
  await openMail(other, freshAddress('gerda.molenaar'), /^Je concept voor/);
  await pressInMail(other, 'Schrijf verder');
  await pictures(other, 'voorstel-link', here());
  await openMail(other, 'samira.haddouchi@example.nl', /verloopt bijna/);
  await pressInMail(other, 'Verleng dit bericht');
  await pictures(other, 'behoefte-verlengen', here());
  await openMail(other, 'joke.stegerman@voorbeeld.example', /^Wil je nog kennismaken/);
  await pressInMail(other, 'Lees meer en antwoord');
  await pictures(other, 'kennismaking-gevraagd', here());
  await openMail(other, 'joke.stegerman@voorbeeld.example', /^Wil je nog kennismaken/);
  await pressInMail(other, /^Stop mails van de soort/);
  await pictures(other, 'uitschrijven', here());
  await other.context().close();
});

test('what is refused', async ({ page }) => {
  const post = async (path: string, fields: Record<string, string>) => {
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate(([to, values]) => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = to;
        for (const [name, value] of Object.entries(values)) {
          const input = document.createElement('textarea');
          input.name = name;
          input.value = value;
          form.append(input);
        }
        document.body.append(form);
        form.submit();
      }, [path, fields] as const),
    ]);
  };
  await page.goto('/over');
  await post('/over', {});
  await picture(page, 'nl-*-fout-405');
  await page.goto('/inloggen');
  await post('/do/accounts/ask_link', { email: 'x'.repeat(1_200_000) });
  await picture(page, 'nl-*-fout-413');
  // The sixth link to one address within an hour.
  for (let times = 0; times < 6; times += 1) {
    await page.goto('/inloggen');
    await post('/do/accounts/ask_link', { 'form[email]': freshAddress('te.vaak') });
  }
  await expect(page.getByRole('heading', { level: 1 })).toContainText('rustig');
  await picture(page, 'nl-*-fout-429');
  await signInAs(page, 'Anneke Tuinstra');
  await pictures(page, 'fout-niet-voor-jou', '/vandaag');
});
