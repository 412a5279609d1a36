// Every page of the route table and who looks at it, for the checks that all pages share and for their pictures.
import { expect, type Page } from '@playwright/test';

export interface Stop {
  /** The name of its picture. */
  name: string;
  /** Where it is, or how to find it by following links. */
  at: string | ((page: Page) => Promise<string>);
  /** What the server answers, when that is not 200. */
  status?: number;
}

export interface Role {
  role: string;
  /** The person of the demo who signs in. */
  as?: string;
  stops: Stop[];
}

/** Follows the first link with this name on a page, in its main part. */
function link(from: string, name: string | RegExp, then = ''): Stop['at'] {
  return async (page) => {
    await page.goto(from);
    const found = page.getByRole('main').getByRole('link', { name }).first();
    await expect(found, `a link ${name} on ${from}`).toBeAttached();
    const href = (await found.getAttribute('href')) ?? '';
    return href.replace(/\/bewerken$/, '') + then;
  };
}

/** Follows the first link to such an address. */
function address(from: string, pattern: RegExp, then = ''): Stop['at'] {
  return async (page) => {
    await page.goto(from);
    const all = await page.getByRole('main').getByRole('link').evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''));
    const found = all.find((href) => pattern.test(href));
    expect(found, `a link like ${pattern} on ${from}`).toBeDefined();
    return `${found}${then}`;
  };
}

const id = '[0-9a-f-]{36}';
const listing = new RegExp(`^/bakkerij/${id}$`);
const moestuin = link('/bakkerij/mijn', 'Stuk grond gezocht voor een buurtmoestuin');
const groen = '/calls/groenonderhoud-dieze-50-000-naar-de-wijk';
const senioren = '/calls/senioren-in-beweging';

export const tour: Role[] = [
  {
    role: 'visitor',
    stops: [
      { name: 'start', at: '/' },
      { name: 'calls', at: '/calls' },
      { name: 'calls-alle', at: '/calls?fase=alle' },
      { name: 'calls-niets', at: '/calls?q=zzzz' },
      { name: 'call-open', at: senioren },
      { name: 'call-gesloten', at: link('/calls?fase=gesloten', 'Bewoners onderhouden de woningen') },
      { name: 'call-ingetrokken', at: '/calls/deelvervoer-voor-wijthmen-en-windesheim' },
      { name: 'voorstel-beginnen', at: `${senioren}/voorstel` },
      { name: 'bakkerij', at: '/bakkerij' },
      { name: 'bakkerij-zoeken', at: '/bakkerij?q=moestiun' },
      { name: 'bakkerij-niets', at: '/bakkerij?q=zzzzzz' },
      { name: 'bakkerij-kaart', at: '/bakkerij/kaart?q=moestuin' },
      { name: 'behoefte', at: address('/bakkerij?q=moestuin', listing) },
      { name: 'partijen', at: '/partijen' },
      { name: 'partij', at: link('/partijen', 'Wijkbedrijf Diezer Handen') },
      { name: 'inloggen', at: '/inloggen' },
      { name: 'inloggen-verstuurd', at: '/inloggen/verstuurd' },
      { name: 'inloggen-link-te-laat', at: '/inloggen/link/te-laat' },
      { name: 'aanmelden', at: '/aanmelden' },
      { name: 'uitschrijven-verkeerde-link', at: '/uitschrijven' },
      { name: 'mailbox', at: '/dev/mail' },
      { name: 'mail', at: address('/dev/mail', new RegExp(`^/dev/mail/${id}$`)) },
      { name: 'over', at: '/over' },
      { name: 'toegankelijkheid', at: '/toegankelijkheid' },
      { name: 'privacy', at: '/privacy' },
      { name: 'gebied', at: '/gebieden/WK019311' },
      { name: 'thema', at: '/themas/energie' },
      { name: 'niet-gevonden', at: '/bestaat-niet', status: 404 },
    ],
  },
  {
    role: 'member',
    as: 'Anneke Tuinstra',
    stops: [
      { name: 'account', at: '/account' },
      { name: 'account-adres', at: '/account/adres' },
      { name: 'account-mails', at: '/account/mails' },
      { name: 'account-volgen', at: '/account/volgen' },
      { name: 'zoekopdrachten', at: '/account/zoekopdrachten' },
      { name: 'zoekopdracht-bewaren', at: '/account/zoekopdrachten/nieuw?in=bakkerij&q=moestuin' },
      { name: 'account-tweede-stap', at: '/account/tweede-stap' },
      { name: 'voorstellen', at: '/voorstellen' },
      { name: 'voorstel-schrijven', at: link('/voorstellen', 'Eerst de speeltuinstraten', '/bewerken') },
      { name: 'voorstel-controleren', at: link('/voorstellen', 'Eerst de speeltuinstraten', '/controleren') },
      { name: 'voorstel-bestanden', at: link('/voorstellen', 'Eerst de speeltuinstraten', '/bestanden') },
      { name: 'voorstel-weggooien', at: link('/voorstellen', 'Eerst de speeltuinstraten', '/intrekken') },
      { name: 'voorstel-gevolgd', at: link('/voorstellen', 'Straat voor straat') },
      { name: 'voorstel-ontvangst', at: link('/voorstellen', 'Straat voor straat', '/ontvangst') },
      { name: 'past-bij-mij', at: '/past-bij-mij' },
      { name: 'past-bij-mij-vragen', at: '/past-bij-mij/vragen' },
      { name: 'bakkerij-mijn', at: '/bakkerij/mijn' },
      { name: 'bakkerij-nieuw', at: '/bakkerij/nieuw' },
      { name: 'behoefte-mijn', at: moestuin },
      { name: 'kennismaking', at: async (page) => find(page, { name: '', at: address(await find(page, { name: '', at: moestuin }), /^\/kennismaking\//) }) },
      { name: 'behoefte-waarom-niet', at: async (page) => `${await find(page, { name: '', at: moestuin })}/waarom?ander=${await find(page, { name: '', at: address('/bakkerij?q=repaircaf%C3%A9', listing) })}` },
      { name: 'behoefte-wijzigen', at: link('/bakkerij/mijn', 'Stuk grond gezocht voor een buurtmoestuin', '/bewerken') },
      { name: 'partij-nieuw', at: '/partijen/nieuw' },
      { name: 'partij-mijn', at: link('/account', /Bollebieste Bloeit/) },
      { name: 'partij-bewerken', at: link('/account', /Bollebieste Bloeit/, '/bewerken') },
      { name: 'partij-leden', at: link('/account', /Bollebieste Bloeit/, '/leden') },
    ],
  },
  {
    role: 'funder',
    as: 'Marleen Dijkhuis',
    stops: [
      { name: 'calls-beheer', at: '/calls/beheer' },
      { name: 'call-nieuw', at: '/calls/nieuw' },
      { name: 'call-concept', at: link('/calls/beheer', 'Wijkboekhouding', '/bewerken') },
      { name: 'call-voorbeeld', at: link('/calls/beheer', 'Wijkboekhouding', '/voorbeeld') },
      { name: 'call-aanpassen', at: `${groen}/bewerken` },
      { name: 'call-van-ons', at: groen },
      { name: 'voorstellen-ontvangen', at: `${groen}/voorstellen` },
      { name: 'brieven', at: `${groen}/brieven` },
      { name: 'brieven-vrijgeven', at: `${groen}/brieven/vrijgeven` },
      { name: 'partij-brieven', at: link('/account', /Gemeente Zwolle/, '/brieven') },
      { name: 'partij-brief', at: link('/account', /Gemeente Zwolle/, '/brieven/award/nl') },
      { name: 'voorstel-lezen', at: address(`${groen}/voorstellen`, new RegExp(`/voorstellen/${id}$`)) },
    ],
  },
  {
    role: 'organiser',
    as: 'Sanne Oldenkamp',
    stops: [
      { name: 'vandaag', at: '/vandaag' },
      { name: 'vandaag-matches', at: '/vandaag/matches' },
      { name: 'vandaag-behoeften', at: '/vandaag/behoeften' },
      { name: 'vandaag-shortlist', at: '/vandaag/shortlist' },
      { name: 'vandaag-kennismakingen', at: '/vandaag/kennismakingen' },
      { name: 'vandaag-mails', at: '/vandaag/mails' },
      { name: 'vandaag-mails-verstuurd', at: '/vandaag/mails?staat=sent' },
      { name: 'vandaag-mails-vrijgeven', at: '/vandaag/mails/vrijgeven' },
      { name: 'vandaag-mail', at: address('/vandaag/mails?staat=sent', new RegExp(`^/vandaag/mails/${id}$`)) },
      { name: 'vandaag-schrijven', at: '/vandaag/schrijven' },
      { name: 'vandaag-partijen', at: '/vandaag/partijen' },
    ],
  },
];

/** The address of a stop. */
export async function find(page: Page, stop: Stop): Promise<string> {
  return typeof stop.at === 'string' ? stop.at : stop.at(page);
}

/** The same page in English. */
export function english(path: string): string {
  return path === '/' ? '/en' : `/en${path}`;
}
