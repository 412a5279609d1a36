//! The businessbakkerij and the organiser's desk, as the people who use them.

use app::{
    bakery::{jobs, model::LAPSE_AFTER_DAYS},
    infra::db::entity::{introduction, listing, listing_match},
    parties::model::{MemberRole, PartyKind},
};
use chrono::TimeDelta;
use sea_orm::EntityTrait as _;

use crate::{
    matrix::World,
    support::{Answer, Browser, Party, Person, TestApp, on_both},
};

/// What a person types; the rest is the same for all.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    pub(crate) side: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) kind: &'a str,
}

pub(crate) const NEED: Typed<'_> = Typed {
    side: "need",
    title: "Dak gezocht voor zonnepanelen",
    body: "Onze energiegroep wil zonnepanelen leggen voor de hele buurt en zoekt daarvoor een groot plat dak.",
    kind: "ruimte",
};

pub(crate) const OFFER: Typed<'_> = Typed {
    side: "offer",
    title: "Plat dak voor zonnepanelen",
    body: "Op onze loods is een groot plat dak vrij. Een groep uit de buurt mag er zonnepanelen leggen.",
    kind: "ruimte",
};

impl Typed<'_> {
    async fn post(self, browser: &Browser, party: &str) -> Answer {
        let fields = [
            ("form[side]", self.side),
            ("form[party]", party),
            ("form[title]", self.title),
            ("form[body]", self.body),
            ("form[themes][0]", "energie"),
            ("form[resources][0][kind]", self.kind),
            ("form[resources][0][quantity]", "200"),
            ("form[resources][0][unit]", "m²"),
            ("form[area]", "Diezerpoort, Zwolle"),
            ("form[expires_on]", ""),
        ];
        browser.post("/do/bakery/post", &fields).await
    }
}

/// The index and the jobs have done all that waits.
pub(crate) async fn settle(app: &TestApp) {
    app::search::catch_up(&app.state).await.expect("the index follows");
    jobs::run(&app.state).await.expect("the jobs");
}

pub(crate) async fn posted(browser: &Browser, party: &str, typed: Typed<'_>) -> String {
    let answer = typed.post(browser, party).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
    answer.location().rsplit('/').next().expect("a path").to_owned()
}

/// A residents' group with a need and a company with an offer that fits.
pub(crate) struct Pair {
    pub(crate) asker: Person,
    pub(crate) giver: Person,
    pub(crate) need: String,
    pub(crate) offer: String,
}

pub(crate) async fn pair(app: &TestApp) -> Pair {
    app.areas().await;
    let (asker, giver) = (app.person("Fatima Bakker").await, app.person("Henk de Boer").await);
    let company = app.party("Loods en Zoon", PartyKind::Company, &giver).await;
    let need = posted(&app.sign_in(&asker, None).await, "", NEED).await;
    let offer = posted(&app.sign_in(&giver, Some(&company)).await, &company.id.to_string(), OFFER).await;
    settle(app).await;
    Pair { asker, giver, need, offer }
}

/// An organiser asked both sides; gives the id of the introduction.
async fn introduced(app: &TestApp, pair: &Pair) -> String {
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    let fields = [("form[need]", pair.need.as_str()), ("form[offer]", pair.offer.as_str()), ("form[text]", "Dit past mooi.")];
    assert_eq!(desk.post("/do/desk/introduce", &fields).await.status(), 302);
    introduction::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("an introduction").id.to_string()
}

/// The link in a mail, as a path.
async fn link_in(app: &TestApp, to: &Person, kind: &str) -> String {
    let mails = app.mails_to(&to.email, kind).await;
    let text = &mails.last().unwrap_or_else(|| panic!("no mail {kind} to {}", to.name)).body_text;
    let at = text.find("/kennismaking/").or_else(|| text.find("/bakkerij/")).expect("a link");
    text[at..].split_whitespace().next().expect("a link").to_owned()
}

async fn answer(browser: &Browser, link: &str, answer: &str) -> Answer {
    let (path, code) = link.split_once("?code=").unwrap_or((link, ""));
    let parts: Vec<&str> = path.split('/').collect();
    let fields = [("form[introduction]", parts[2]), ("form[side]", parts[3]), ("form[code]", code), ("form[answer]", answer)];
    browser.post("/do/bakery/answer", &fields).await
}

on_both!(a_need_and_an_offer_are_found_and_match_with_reasons, async |app: TestApp| {
    let pair = pair(&app).await;
    let visitor = app.visitor();
    let found = visitor.get("/bakkerij?q=zonnepaneel&soort=offer&thema=energie&gebied=GM0193&partij=company").await;
    found.assert_shows(OFFER.title);
    assert!(!found.shows(NEED.title), "the filter on the side holds");
    visitor.get("/bakkerij?q=tuinkabouter").await.assert_shows("Niets gevonden");

    let page = app.sign_in(&pair.asker, None).await.get(&format!("/bakkerij/{}", pair.need)).await;
    page.assert_shows(OFFER.title);
    page.assert_shows("Jullie noemen allebei:");
    page.assert_shows("Zelfde thema: Energie");
    let public = visitor.get(&format!("/bakkerij/{}", pair.need)).await;
    assert!(!public.shows(OFFER.title), "matches are for those to whom the post belongs");
    for page in [&page, &public, &visitor.get("/bakkerij").await] {
        assert!(!page.shows("@voorbeeld.example"), "no address anywhere");
    }
    assert_eq!(listing_match::Entity::find().all(app.state.db.reader()).await.expect("matches").len(), 1);
    for person in [&pair.asker, &pair.giver] {
        assert_eq!(app.mails_to(&person.email, "new_match").await.len(), 1, "{}", person.name);
    }
    settle(&app).await;
    assert_eq!(app.mails().await.len(), 2, "nobody hears the same twice");
});

on_both!(the_form_comes_back_with_what_was_typed, async |app: TestApp| {
    app.areas().await;
    let person = app.person("Fatima Bakker").await;
    let browser = app.sign_in(&person, None).await;
    let answer = Typed { body: "Mail mij: fatima@voorbeeld.example", kind: "", ..NEED }.post(&browser, "").await;
    assert_eq!(answer.location(), "/bakkerij/nieuw?soort=need");
    let page = browser.get(&answer.location()).await;
    page.assert_shows("Laat e-mailadressen weg.");
    page.assert_shows(NEED.title);
    assert_eq!(app.visitor().get("/bakkerij/nieuw").await.status(), 303);
});

on_both!(contact_is_known_only_after_both_said_yes, async |app: TestApp| {
    let pair = pair(&app).await;
    let id = introduced(&app, &pair).await;
    let (asked, offered) = (link_in(&app, &pair.asker, "introduction_asked").await, link_in(&app, &pair.giver, "introduction_asked").await);
    let visitor = app.visitor();
    visitor.get(&asked).await.assert_shows("Wil je kennismaken?");
    assert_eq!(visitor.get(asked.split('?').next().expect("a path")).await.status(), 303, "without the code one signs in");
    assert_eq!(visitor.get(&asked.replace("/need?", "/offer?")).await.status(), 404, "a code is for one side");

    assert_eq!(answer(&visitor, &asked, "yes").await.status(), 302);
    assert_eq!(answer(&visitor, &asked, "yes").await.status(), 302, "pressing twice is once");
    let waiting = visitor.get(&asked).await;
    waiting.assert_shows("je hebt ja gezegd");
    for page in [waiting, visitor.get(&offered).await] {
        assert!(!page.shows(&pair.giver.email) && !page.shows(&pair.asker.email));
    }
    for mail in app.mails().await {
        let other = if mail.to_address == pair.asker.email { &pair.giver } else { &pair.asker };
        assert!(!mail.body_text.contains(&other.email) && !mail.body_text.contains(&other.name), "{}", mail.body_text);
    }

    // The other side is signed in and needs no code.
    let giver = app.sign_in(&pair.giver, None).await;
    assert_eq!(answer(&giver, &format!("/kennismaking/{id}/offer"), "yes").await.status(), 302);
    visitor.get(&asked).await.assert_shows(&pair.giver.email);
    giver.get(&format!("/kennismaking/{id}/offer")).await.assert_shows(&pair.asker.email);
    for (to, about) in [(&pair.asker, &pair.giver), (&pair.giver, &pair.asker)] {
        let mails = app.mails_to(&to.email, "introduction_both_yes").await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].body_text.contains(&about.email));
    }
    let stranger = app.person("Piet Jansen").await;
    assert_eq!(app.sign_in(&stranger, None).await.get(&format!("/kennismaking/{id}/need")).await.status(), 404);
});

on_both!(one_no_ends_it_without_blame, async |app: TestApp| {
    let pair = pair(&app).await;
    introduced(&app, &pair).await;
    let (asked, offered) = (link_in(&app, &pair.asker, "introduction_asked").await, link_in(&app, &pair.giver, "introduction_asked").await);
    let visitor = app.visitor();
    answer(&visitor, &offered, "no").await;
    let page = visitor.get(&asked).await;
    page.assert_shows("Deze kennismaking gaat niet door");
    assert!(!page.shows(&pair.giver.email));
    assert_eq!(answer(&visitor, &asked, "yes").await.status(), 409);
    assert_eq!(app.mails_to(&pair.asker.email, "introduction_declined").await.len(), 1);
    assert_eq!(app.mails_to(&pair.giver.email, "introduction_declined").await.len(), 0);
    assert_eq!(app.mails_to("olga.vos@voorbeeld.example", "introduction_ended").await.len(), 1);
});

on_both!(an_introduction_is_reminded_of_and_lapses, async |app: TestApp| {
    let pair = pair(&app).await;
    introduced(&app, &pair).await;
    let asked = link_in(&app, &pair.asker, "introduction_asked").await;
    answer(&app.visitor(), &asked, "yes").await;
    app.advance(TimeDelta::days(7));
    settle(&app).await;
    settle(&app).await;
    assert_eq!(app.mails_to(&pair.giver.email, "introduction_reminder").await.len(), 1);
    assert_eq!(app.mails_to(&pair.asker.email, "introduction_reminder").await.len(), 0, "who answered is left alone");
    app.advance(TimeDelta::days(LAPSE_AFTER_DAYS - 7));
    settle(&app).await;
    app.visitor().get(&asked).await.assert_shows("Deze kennismaking is verlopen");
    let organiser = app.organiser("Otto Vos").await;
    app.sign_in(&organiser, None).await.get("/vandaag/kennismakingen").await.assert_shows("Verlopen zonder antwoord");
});

on_both!(what_has_expired_is_nowhere_and_comes_back_with_one_click, async |app: TestApp| {
    let pair = pair(&app).await;
    let organiser = app.organiser("Olga Vos").await;
    app.advance(TimeDelta::days(55));
    settle(&app).await;
    let renew = link_in(&app, &pair.asker, "listing_expires").await;
    app.advance(TimeDelta::days(7));
    settle(&app).await;
    let visitor = app.visitor();
    let mails = app.mails().await.len();
    assert!(!visitor.get("/bakkerij").await.shows(NEED.title));
    assert_eq!(visitor.get(&format!("/bakkerij/{}", pair.need)).await.status(), 404);
    let desk = app.sign_in(&organiser, None).await;
    for path in ["/vandaag/matches", "/vandaag/behoeften", "/vandaag/export.csv"] {
        assert!(!desk.get(path).await.html().contains(NEED.title), "{path}");
    }
    settle(&app).await;
    assert_eq!(app.mails().await.len(), mails);

    let page = visitor.get(&renew).await;
    page.assert_shows(NEED.title);
    assert_eq!(visitor.get("/bakkerij").await.status(), 200);
    assert!(!visitor.get("/bakkerij").await.shows(NEED.title), "looking at the page renews nothing");
    let code = renew.split("code=").nth(1).expect("a code");
    let fields = [("form[listing]", pair.need.as_str()), ("form[code]", code)];
    assert_eq!(visitor.post("/do/bakery/renew-by-link", &fields).await.status(), 302);
    let wrong = [("form[listing]", pair.offer.as_str()), ("form[code]", code)];
    assert_eq!(visitor.post("/do/bakery/renew-by-link", &wrong).await.status(), 404);
    settle(&app).await;
    visitor.get("/bakkerij").await.assert_shows(NEED.title);
});

on_both!(strangers_cannot_touch_what_is_not_theirs, async |app: TestApp| {
    let pair = pair(&app).await;
    let stranger = app.person("Piet Jansen").await;
    let browser = app.sign_in(&stranger, None).await;
    assert_eq!(browser.get(&format!("/bakkerij/{}/bewerken", pair.need)).await.status(), 404);
    for endpoint in ["close", "renew", "change"] {
        let fields = [("form[listing]", pair.need.as_str()), ("form[version]", "1")];
        assert_eq!(browser.post(&format!("/do/bakery/{endpoint}"), &fields).await.status(), 404, "{endpoint}");
    }
    for path in ["/vandaag", "/vandaag/matches", "/vandaag/export.csv", "/vandaag/mails"] {
        assert_eq!(browser.get(path).await.status(), 404, "{path}");
    }
    let row = listing::Entity::find().all(app.state.db.reader()).await.expect("listings");
    assert!(row.iter().all(|row| row.version == 1));
});

on_both!(the_desk_shows_what_waits_and_exports_every_row, async |app: TestApp| {
    let pair = pair(&app).await;
    let browser = app.sign_in(&pair.asker, None).await;
    let titles: Vec<String> = (0..25).map(|number| format!("=Dak {number} gezocht voor zonnepanelen")).collect();
    for title in &titles {
        posted(&browser, "", Typed { title, ..NEED }).await;
    }
    settle(&app).await;
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    desk.get("/vandaag").await.assert_shows("matches om te beoordelen");
    let page = desk.get("/vandaag/matches").await;
    page.assert_shows("26");
    page.assert_shows("Waarom past dit?");
    let csv = desk.get("/vandaag/export.csv?score=35").await.html();
    assert_eq!(csv.lines().count(), 27, "a head and every row:\n{csv}");
    assert!(csv.contains(",'=Dak 7 gezocht") && !csv.contains(",=Dak"), "no formula");

    let fields = [("form[need]", pair.need.as_str()), ("form[offer]", pair.offer.as_str()), ("form[text]", "Eerst bellen met Henk")];
    assert_eq!(desk.post("/do/desk/shortlist", &fields).await.location(), "/vandaag/matches");
    desk.get("/vandaag/shortlist").await.assert_shows("Eerst bellen met Henk");
    assert_eq!(desk.get("/vandaag/export.csv").await.html().lines().count(), 26, "the export follows the filter");
    assert_eq!(desk.get("/vandaag/export.csv?alles=ja").await.html().lines().count(), 27);
    assert_eq!(desk.get("/vandaag/export.csv?gebied=Nergenshuizen").await.html().lines().count(), 1);

    let (statements, _) = app.statements(desk.get("/vandaag/matches?alles=ja")).await;
    let (fewer, _) = app.statements(desk.get("/vandaag/matches?alles=ja&gebied=Nergenshuizen")).await;
    assert!(statements <= 22 && fewer <= statements, "{statements} statements for 20 matches, {fewer} for none");
});

on_both!(statements_of_a_page_do_not_grow_with_its_content, async |app: TestApp| {
    let pair = pair(&app).await;
    let browser = app.sign_in(&pair.asker, None).await;
    let visitor = app.visitor();
    let (few, _) = app.statements(visitor.get("/bakkerij")).await;
    browser.get("/bakkerij/mijn").await; // Takes the message that posting left.
    let (own_few, _) = app.statements(browser.get("/bakkerij/mijn")).await;
    let titles: Vec<String> = (0..15).map(|number| format!("Plek {number} gezocht voor panelen")).collect();
    for title in &titles {
        posted(&browser, "", Typed { title, ..NEED }).await;
    }
    settle(&app).await;
    let (many, page) = app.statements(visitor.get("/bakkerij")).await;
    assert_eq!(page.status(), 200);
    assert!(many <= 3 && few == many, "{few} statements for two, {many} for seventeen");
    browser.get("/bakkerij/mijn").await;
    let (own_many, _) = app.statements(browser.get("/bakkerij/mijn")).await;
    assert!(own_many <= 13 && own_many == own_few, "{own_few} statements for one, {own_many} for sixteen");
    let (detail, _) = app.statements(visitor.get(&format!("/bakkerij/{}", pair.need))).await;
    assert!(detail <= 6, "{detail} statements for a detail");
});

on_both!(the_index_follows_and_survives_being_opened_again, async |app: TestApp| {
    let pair = pair(&app).await;
    let browser = app.sign_in(&pair.asker, None).await;
    assert_eq!(browser.post("/do/bakery/close", &[("form[listing]", &pair.need)]).await.status(), 302);
    app::search::catch_up(&app.state).await.expect("the index follows");
    let index = app.state.search.index().expect("the index");
    let source = app::search::PublicPosts::new(app.state.db.clone());
    let report = app::infra::search::follow::verify(&index, &source).await.expect("a report");
    assert!(report.is_equal() && report.checked == 1, "{report:?}");
    let again = app::search::SearchHandle::at(&app.state.settings.state_dir).index().expect("the index");
    assert!(!again.needs_rebuild());
    assert_eq!((again.len(), again.last_applied()), (1, index.last_applied()));
});

/// What the authorization table speaks of: a need of the owner's party, an introduction of it, and an item of the shortlist.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    let owner = app.sign_in(&world.people["owner"], Some(&world.party)).await;
    let need = posted(&owner, &world.party.id.to_string(), NEED).await;
    let giver = app.person("Henk de Boer").await;
    let party = helper_party(&app, &giver).await;
    let offer = posted(&app.sign_in(&giver, Some(&party)).await, &party.id.to_string(), OFFER).await;
    let other = posted(&app.sign_in(&giver, Some(&party)).await, &party.id.to_string(), Typed { title: "Nog een dak", ..OFFER }).await;
    app::search::catch_up(&app.state).await.expect("the index follows");
    let desk = app.sign_in(&world.people["organiser"], None).await;
    let fields = |offer| [("form[need]", need.clone()), ("form[offer]", offer), ("form[text]", String::new())];
    let asked = fields(offer.clone());
    let asked: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(desk.post("/do/desk/introduce", &asked).await.status(), 302);
    assert_eq!(desk.post("/do/desk/shortlist", &asked).await.status(), 302);
    let introduction = introduction::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("an introduction").id;
    let item =
        app::infra::db::entity::shortlist_item::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("an item").id;
    let key = &app.state.settings.secret_key;
    let listing = need.parse().expect("an id");
    world.name("need", &need);
    world.name("offer", &other);
    world.name("introduction", introduction);
    world.name("item", item);
    world.name("renewal", app::bakery::policy::renewal_code(key, listing));
    world.name("answer", app::bakery::policy::answer_code(key, introduction, app::bakery::model::Side::Need));
}

async fn helper_party(app: &TestApp, owner: &Person) -> Party {
    let party = app.party_without_members("Loods en Zoon", PartyKind::Company).await;
    app.add_member(&party, owner, MemberRole::Owner).await;
    party
}
