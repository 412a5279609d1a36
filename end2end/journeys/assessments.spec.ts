// Assessing: the funder asks two colleagues, one has an interest, the other judges; the funder sees the mean and the applicant nothing.
import { expect, test } from '@playwright/test';
import { answerCall, publishCall } from '../support/calls.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../support/page.ts';
import { freshAddress, inDays, mistakes, once, openMail, pressInMail, signInAs } from '../support/people.ts';

test('colleagues are asked to assess a proposal; who has an interest is kept out, and who judges sees the others', async ({ page, browser }) => {
  test.slow();
  await publishCall(page, once('Een bank bij de speeltuin'));
  const address = page.url();
  const title = once('Bank van oud hout');
  const applicant = await (await browser.newContext()).newPage();
  await signInAs(applicant, 'Anneke Tuinstra');
  await applicant.goto(address);
  await answerCall(applicant, title);
  await page.getByRole('link', { name: 'Bewerken' }).click();
  await page.getByText('Sluit de call eerder').click();
  await page.getByRole('button', { name: 'Sluit de call nu' }).click();
  await expect(page.getByText('De call is gesloten.')).toBeVisible();

  // Two colleagues belong to the municipality from now on.
  const colleagues = [];
  await page.goto('/partijen?soort=municipality');
  const party = await page.getByRole('main').getByRole('link', { name: /^Gemeente Zwolle/ }).first().getAttribute('href');
  for (const first of ['Bea', 'Kees']) {
    const [name, mail] = [once(`${first} Oordelaar`), freshAddress(`${first.toLowerCase()}.oordelaar`)];
    await page.goto(`${party}/leden`);
    await page.getByRole('textbox', { name: 'E-mailadres' }).fill(mail);
    await page.getByRole('radio', { name: /^Lezer/ }).check();
    await page.getByRole('button', { name: 'Verstuur uitnodiging' }).click();
    const colleague = await (await browser.newContext()).newPage();
    await openMail(colleague, mail, /^Uitnodiging van Gemeente Zwolle/);
    await pressInMail(colleague, 'Bekijk de uitnodiging');
    await colleague.getByRole('textbox', { name: 'Naam' }).fill(name);
    await colleague.getByRole('button', { name: 'Ja, ik doe mee' }).click();
    await expect(colleague.getByText('Welkom! Je hoort er nu bij.')).toBeVisible();
    colleagues.push({ page: colleague, name, mail });
  }
  const [bea, kees] = colleagues;

  await page.goto(`${address}/voorstellen`);
  await page.getByRole('link', { name: title }).click();
  const proposal = page.url();
  await expect(page.getByText('Er is nog niemand gevraagd.')).toBeVisible();
  await page.getByRole('link', { name: 'Vraag beoordelaars' }).click();
  await page.getByRole('button', { name: 'Vraag deze mensen' }).click();
  await expect(mistakes(page).getByRole('link', { name: 'Kies minstens één persoon.' })).toBeVisible();
  await expectAccessible(page);
  for (const { name } of colleagues) await page.getByRole('checkbox', { name }).check();
  await page.getByLabel('Klaar uiterlijk op').fill(inDays(10));
  await page.getByRole('button', { name: 'Vraag deze mensen' }).click();
  await expect(page.getByText('De mensen zijn gevraagd.')).toBeVisible();

  // Kees has an interest: he reads nothing, also not on the page of the funder.
  await openMail(kees.page, kees.mail, /Wil je voorstel .* beoordelen/);
  await pressInMail(kees.page, 'Naar de beoordeling');
  await expect(kees.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expectAccessible(kees.page);
  await kees.page.getByRole('radio', { name: 'Ja, ik heb wel een belang' }).check();
  await kees.page.getByRole('button', { name: 'Ga verder' }).click();
  await expect(kees.page.getByText('Je hebt gezegd dat je een belang hebt.')).toBeVisible();
  await kees.page.goto(proposal);
  await expect(kees.page.getByText('We doen het samen met de buren.')).toHaveCount(0);
  await expectAccessible(kees.page);

  // Bea has none, and judges.
  await bea.page.goto('/');
  await bea.page.locator('header details summary').click();
  await bea.page.getByRole('link', { name: 'Te beoordelen (1)' }).click();
  await expectAccessible(bea.page);
  await bea.page.getByRole('link', { name: title }).click();
  await expect(bea.page.getByText('We doen het samen met de buren.')).toHaveCount(0);
  await bea.page.getByRole('radio', { name: 'Nee, ik heb geen belang' }).check();
  await bea.page.getByRole('button', { name: 'Ga verder' }).click();
  await expect(bea.page.getByText('We doen het samen met de buren.')).toBeVisible();
  await expectAccessible(bea.page);
  await bea.page.setViewportSize({ width: 320, height: 740 });
  await expectNoSidewaysScroll(bea.page);
  await bea.page.getByRole('textbox', { name: 'Waarom vind je dat?' }).fill('Het hout is er al.');
  await bea.page.getByRole('button', { name: 'Bewaar als concept' }).click();
  await expect(bea.page.getByText('Je concept is bewaard.')).toBeVisible();
  await bea.page.getByRole('button', { name: 'Lever je beoordeling in' }).click();
  await expect(mistakes(bea.page).getByRole('link', { name: 'Kies een oordeel.' })).toBeVisible();
  await expect(bea.page.getByRole('textbox', { name: 'Waarom vind je dat?' })).toHaveValue('Het hout is er al.');
  await bea.page.getByRole('radio', { name: '4, goed' }).check();
  await bea.page.getByRole('button', { name: 'Lever je beoordeling in' }).click();
  await expect(bea.page.getByText('Je beoordeling is ingeleverd.')).toBeVisible();
  await expect(bea.page.getByText('Gemiddeld 4 van 5')).toBeVisible();
  await expectAccessible(bea.page);

  await page.goto(proposal);
  await expect(page.getByText('Gemiddeld 4 van 5')).toBeVisible();
  await expect(page.getByText('Heeft een belang')).toBeVisible();
  await expect(page.getByText('Het hout is er al.')).toBeVisible();
  await expectAccessible(page);
  await applicant.goto('/voorstellen');
  await applicant.getByRole('link', { name: title }).click();
  await expect(applicant.getByText('Het hout is er al.')).toHaveCount(0);
  for (const one of [applicant, bea.page, kees.page]) await one.context().close();
});
