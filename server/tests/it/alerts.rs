//! Saved searches, as the people who keep them and those who post.

use app::{
    alerts::{self, model::SavedSearchId},
    demo::{content::Content, seed},
    infra::{
        db::entity::{audit, saved_search, search_alert},
        search::{
            document::{DocumentKind, SearchDocument},
            follow::Source as _,
            percolate::{Percolator, Post},
            query::{Search, Words},
        },
    },
    parties::model::PartyKind,
};
use chrono::{DateTime, TimeDelta};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _};

use crate::{
    calls::{begin, complete},
    matrix::World,
    support::{Answer, Browser, Person, TestApp, on_both},
};

/// What the authorization table speaks of: a saved search of the owner.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    save(&app, &world.people["owner"], "bakkerij", "q=tuin", "daily").await;
    let search = saved_search::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a search");
    world.name("search", search.id);
}

async fn save(app: &TestApp, person: &Person, target: &str, query: &str, rhythm: &str) -> Answer {
    let name = if query.is_empty() { "Alles" } else { query };
    let fields = [("form[target]", target), ("form[query]", query), ("form[name]", name), ("form[rhythm]", rhythm)];
    let answer = app.sign_in(person, None).await.post("/do/alerts/save", &fields).await;
    app.advance(TimeDelta::seconds(1));
    answer
}

fn listing<'a>(title: &'a str, body: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form[side]", "need"),
        ("form[title]", title),
        ("form[body]", body),
        ("form[themes][0]", "voedsel"),
        ("form[resources][0][kind]", "ruimte"),
        ("form[area]", "Diezerpoort, Zwolle"),
        ("form[expires_on]", ""),
    ]
}

/// Posts a need and gives its id.
pub async fn post(browser: &Browser, title: &str) -> String {
    let answer = browser.post("/do/bakery/post", &listing(title, "Voor de hele buurt, om samen te doen.")).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
    answer.location().rsplit('/').next().expect("a path").to_owned()
}

async fn change(browser: &Browser, id: &str, version: &str, title: &str) {
    let mut fields = listing(title, "Voor de hele buurt, om samen te doen.");
    fields.extend([("form[listing]", id), ("form[version]", version)]);
    let answer = browser.post("/do/bakery/change", &fields).await;
    assert_eq!(answer.location(), format!("/bakkerij/{id}"), "{}", answer.html());
}

/// The jobs have done all that waits.
async fn settle(app: &TestApp) {
    alerts::jobs::find(&app.state).await.expect("what is new is found");
    alerts::jobs::tell(&app.state).await.expect("what is new is told");
}

async fn told(app: &TestApp, person: &Person) -> Vec<String> {
    let mails = app.mails().await.into_iter().filter(|mail| mail.to_address == person.email && mail.kind.starts_with("search_"));
    mails.map(|mail| mail.subject).collect()
}

on_both!(a_search_is_saved_renamed_and_deleted, async |app: TestApp| {
    app.areas().await;
    let fatima = app.person("Fatima Bakker").await;
    let link = "/account/zoekopdrachten/nieuw?in=bakkerij&q=moestuin%20compost&thema=voedsel&gebied=GM0193";
    // The address holds the search, so that signing in first loses nothing.
    let away = app.visitor().get(link).await.location();
    assert!(away.starts_with("/inloggen?next=%2Faccount%2Fzoekopdrachten%2Fnieuw%3Fin%3Dbakkerij%26q%3Dmoestuin"), "{away}");
    app.visitor().get("/bakkerij?q=moestuin").await.assert_shows("Bewaar deze zoekopdracht");
    let browser = app.sign_in(&fatima, None).await;
    let page = browser.get(link).await;
    for text in ["moestuin compost", "Voedsel", "Zwolle", "alle woorden"] {
        page.assert_shows(text);
    }
    let query = "q=moestuin%20compost&thema=voedsel&gebied=GM0193";
    let fields = [("form[target]", "bakkerij"), ("form[query]", query), ("form[name]", " "), ("form[rhythm]", "direct")];
    let refused = browser.post("/do/alerts/save", &fields).await;
    let page = browser.get(&refused.location()).await;
    page.assert_shows("Er gaat nog iets mis");
    page.assert_shows("moestuin compost");
    let fields = [("form[target]", "bakkerij"), ("form[query]", query), ("form[name]", "Moestuinen"), ("form[rhythm]", "direct")];
    assert_eq!(browser.post("/do/alerts/save", &fields).await.location(), "/account/zoekopdrachten");
    let page = browser.get("/account/zoekopdrachten").await;
    page.assert_shows("Moestuinen");
    page.assert_shows("/bakkerij?q=moestuin%20compost&woorden=alle&thema=voedsel&gebied=GM0193");
    // The same again, and one without a word to search by.
    let again = browser.post("/do/alerts/save", &fields).await;
    browser.get(&again.location()).await.assert_shows("heb je al bewaard");
    let empty = save(&app, &fatima, "bakkerij", "q=de", "daily").await;
    assert!(empty.location().contains("/nieuw?in=bakkerij&q=de"), "{}", empty.location());
    let search = saved_search::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a search");
    let id = search.id.to_string();
    let path = format!("/account/zoekopdrachten/{id}");
    browser.get(&path).await.assert_shows("Moestuinen");
    browser.post("/do/alerts/change", &[("form[id]", &id), ("form[name]", "Tuinen"), ("form[rhythm]", "weekly")]).await;
    let page = browser.get("/account/zoekopdrachten").await;
    page.assert_shows("Tuinen");
    page.assert_shows("Elke week om 7 uur");
    browser.post("/do/alerts/delete", &[("form[id]", &id)]).await;
    assert_eq!(browser.get(&path).await.status(), 404);
    assert_eq!(saved_search::Entity::find().count(app.state.db.reader()).await.expect("a count"), 0);
});

on_both!(a_post_alerts_once_and_an_edit_only_who_did_not_match_before, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram, poster] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await, app.person("Henk de Boer").await];
    save(&app, &fatima, "bakkerij", "q=tuin&soort=need&gebied=GM0193&partij=person", "direct").await;
    save(&app, &fatima, "bakkerij", "q=moestuin", "direct").await;
    save(&app, &bram, "bakkerij", "q=kruiwagen", "direct").await;
    save(&app, &bram, "bakkerij", "q=tuin&soort=offer", "direct").await;
    save(&app, &poster, "bakkerij", "q=tuin", "direct").await;
    let browser = app.sign_in(&poster, None).await;
    let id = post(&browser, "Buurtmoestuin gezocht").await;
    settle(&app).await;
    settle(&app).await;
    assert_eq!(
        told(&app, &fatima).await,
        ["Nieuw bij ‘q=moestuin’: ‘Buurtmoestuin gezocht’"],
        "one post in one mail, for the first of both searches"
    );
    assert_eq!(told(&app, &bram).await.len() + told(&app, &poster).await.len(), 0, "not the author");
    let mail = &app.mails_to(&fatima.email, "search_alert").await[0];
    assert!(
        mail.body_text.contains(&format!("/bakkerij/{id}")) && mail.body_text.contains("/account/zoekopdrachten"),
        "{}",
        mail.body_text
    );
    assert!(mail.unsubscribe_url.as_deref().is_some_and(|url| url.contains("soort=zoekopdracht:direct:")));
    assert!(mail.body_text.contains("Stop mails over je zoekopdracht ‘q=moestuin’: http"), "{}", mail.body_text);

    // Whoever saves a search now has seen the post among its results.
    let late = app.person("Te Laat").await;
    save(&app, &late, "bakkerij", "q=buurtmoestuin", "direct").await;
    change(&browser, &id, "1", "Buurtmoestuin met kruiwagen gezocht").await;
    settle(&app).await;
    assert_eq!(told(&app, &bram).await, ["Nieuw bij ‘q=kruiwagen’: ‘Buurtmoestuin met kruiwagen gezocht’"]);
    assert_eq!((told(&app, &fatima).await.len(), told(&app, &late).await.len()), (1, 0));
    // Away and back again, renewed, and after it had expired.
    change(&browser, &id, "2", "Buurtmoestuin gezocht").await;
    settle(&app).await;
    change(&browser, &id, "3", "Buurtmoestuin met kruiwagen gezocht").await;
    settle(&app).await;
    browser.post("/do/bakery/renew", &[("form[listing]", &id)]).await;
    settle(&app).await;
    app.advance(TimeDelta::days(100));
    let browser = app.sign_in(&poster, None).await;
    browser.post("/do/bakery/renew", &[("form[listing]", &id)]).await;
    settle(&app).await;
    assert_eq!((told(&app, &fatima).await.len(), told(&app, &bram).await.len(), told(&app, &late).await.len()), (1, 1, 0));
});

on_both!(what_is_gathered_goes_at_seven, async |app: TestApp| {
    app.areas().await;
    // The clock stands at Monday, 10.00.
    let [daily, weekly, poster] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await, app.person("Henk de Boer").await];
    save(&app, &daily, "bakkerij", "q=tuin", "daily").await;
    save(&app, &daily, "bakkerij", "thema=voedsel", "weekly").await;
    save(&app, &weekly, "bakkerij", "q=tuin", "weekly").await;
    let wednesday = app.person("Wim de Vries").await;
    save(&app, &wednesday, "bakkerij", "q=tuin", "weekly").await;
    let chosen = [("form[weekday]", "3"), ("form[quiet_from]", "never")];
    app.sign_in(&wednesday, None).await.post("/do/notifications/choose", &chosen).await;
    let browser = app.sign_in(&poster, None).await;
    let to = async |moment: &str| {
        let moment: DateTime<chrono::Utc> = moment.parse().expect("a moment");
        app.advance(moment - app.now());
        settle(&app).await;
    };
    post(&browser, "Eerste tuin gezocht").await;
    app.advance(TimeDelta::minutes(5));
    post(&browser, "Tweede tuin gezocht").await;
    settle(&app).await;
    to("2026-11-03T05:59:59Z").await;
    assert_eq!(told(&app, &daily).await.len(), 0, "a second before seven");
    to("2026-11-03T06:00:00Z").await;
    to("2026-11-03T06:00:20Z").await;
    assert_eq!(told(&app, &daily).await, ["2 nieuwe berichten bij je zoekopdrachten"]);
    let text = app.mails_to(&daily.email, "search_digest").await[0].body_text.clone();
    assert!(text.find("Tweede tuin") < text.find("Eerste tuin"), "the newest first: {text}");
    // Nothing new, no mail; and a job that comes days late loses and repeats nothing.
    assert_eq!(told(&app, &wednesday).await.len(), 0);
    to("2026-11-04T06:00:00Z").await;
    assert_eq!(told(&app, &daily).await.len(), 1);
    assert_eq!(told(&app, &wednesday).await, ["2 nieuwe berichten bij je zoekopdrachten"], "the day that was chosen");
    let browser = app.sign_in(&poster, None).await;
    post(&browser, "Derde tuin gezocht").await;
    alerts::jobs::find(&app.state).await.expect("found");
    let closed = post(&browser, "Vierde tuin gezocht").await;
    alerts::jobs::find(&app.state).await.expect("found");
    browser.post("/do/bakery/close", &[("form[listing]", &closed)]).await;
    to("2026-11-06T14:00:00Z").await;
    to("2026-11-06T14:10:00Z").await;
    assert_eq!(told(&app, &daily).await[1..], ["Nieuw bij ‘q=tuin’: ‘Derde tuin gezocht’"]);
    assert_eq!(told(&app, &weekly).await.len(), 0);
    to("2026-11-09T06:00:00Z").await;
    to("2026-11-09T09:00:00Z").await;
    assert_eq!(told(&app, &weekly).await, ["3 nieuwe berichten bij je zoekopdrachten"]);
    assert_eq!(told(&app, &daily).await.len(), 2, "what was told through one search is not told again through another");
    to("2026-11-11T06:00:00Z").await;
    assert_eq!(told(&app, &wednesday).await[1..], ["Nieuw bij ‘q=tuin’: ‘Derde tuin gezocht’"]);
    assert_eq!(
        search_alert::Entity::find().all(app.state.db.reader()).await.expect("alerts").iter().filter(|row| row.done_at.is_none()).count(),
        0
    );
});

on_both!(two_processes_tell_once, async |app: TestApp| {
    app.areas().await;
    let [fatima, poster] = [app.person("Fatima Bakker").await, app.person("Henk de Boer").await];
    save(&app, &fatima, "bakkerij", "q=tuin", "direct").await;
    post(&app.sign_in(&poster, None).await, "Tuin gezocht").await;
    // The second has its own memory, as another node has.
    let mut other = app.state.clone();
    other.watchers = alerts::watchers::Watchers::default();
    for _ in 0..3 {
        let (one, two) = tokio::join!(alerts::jobs::find(&app.state), alerts::jobs::find(&other));
        assert!(one.is_ok() && two.is_ok());
        let (one, two) = tokio::join!(alerts::jobs::tell(&app.state), alerts::jobs::tell(&other));
        assert!(one.is_ok() && two.is_ok());
    }
    assert_eq!(told(&app, &fatima).await.len(), 1);
    // What is saved at one node is known at the other before it looks at the next post.
    save(&app, &fatima, "bakkerij", "q=fiets", "direct").await;
    post(&app.sign_in(&poster, None).await, "Bakfiets gezocht").await;
    alerts::jobs::find(&other).await.expect("found");
    alerts::jobs::tell(&other).await.expect("told");
    assert_eq!(told(&app, &fatima).await.len(), 2);
});

on_both!(a_mail_about_one_search_stops_that_search, async |app: TestApp| {
    app.areas().await;
    let [fatima, poster] = [app.person("Fatima Bakker").await, app.person("Henk de Boer").await];
    save(&app, &fatima, "bakkerij", "q=tuin", "weekly").await;
    save(&app, &fatima, "bakkerij", "q=fiets", "direct").await;
    post(&app.sign_in(&poster, None).await, "Bakfiets voor de tuin gezocht").await;
    settle(&app).await;
    let mail = app.mails_to(&fatima.email, "search_alert").await.remove(0);
    let url = mail.unsubscribe_url.expect("a way out");
    assert!(mail.body_text.contains(&url), "the foot stops what the mail program stops: {}", mail.body_text);
    let path = url.strip_prefix("http://wijkcall.example").expect("our own address").to_owned();
    let visitor = app.visitor();
    let page = visitor.get(&path).await;
    page.assert_shows("Wil je geen mails over deze zoekopdracht meer?");
    page.assert_shows("Je bewaarde de zoekopdracht ‘q=fiets’.");
    page.assert_shows("Stop mails van de soort ‘Nieuw bij een bewaarde zoekopdracht’");
    assert_eq!(visitor.server().post(&path).text("List-Unsubscribe=One-Click").await.status_code(), 200);
    let rhythms = async || {
        let rows = saved_search::Entity::find().order_by_asc(saved_search::Column::Name).all(app.state.db.reader()).await.expect("a read");
        rows.into_iter().map(|row| row.rhythm.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(rhythms().await, ["off", "weekly"], "that search, and no other");
    let audit = audit::Entity::find().filter(audit::Column::Action.eq("search.switch")).one(app.state.db.reader()).await.expect("a read");
    let search = saved_search::Entity::find().filter(saved_search::Column::Name.eq("q=fiets")).one(app.state.db.reader()).await;
    let id = search.expect("a read").expect("a search").id;
    assert_eq!(audit.and_then(|row| row.object_id), Some(id.0));
    visitor.get(&path).await.assert_shows("Je krijgt geen mails over deze zoekopdracht meer");
    assert_eq!(visitor.post(&path, &[("aan", "1")]).await.location(), path);
    assert_eq!(rhythms().await, ["direct", "weekly"], "and back");
    assert_eq!(visitor.post(&path.replace("direct", "daily"), &[("uit", "1")]).await.status(), 404, "the code is for that link");
    saved_search::Entity::delete_by_id(id).exec(app.state.db.writer()).await.expect("gone");
    visitor.get(&path).await.assert_shows("Deze link klopt niet");
    assert_eq!(visitor.server().post(&path).text("List-Unsubscribe=One-Click").await.status_code(), 200);
});

on_both!(nobody_hears_of_what_was_switched_off, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram, poster] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await, app.person("Henk de Boer").await];
    save(&app, &fatima, "bakkerij", "q=tuin", "daily").await;
    save(&app, &bram, "bakkerij", "q=tuin", "direct").await;
    let unsubscribe = app.state.post.unsubscribe_url(app::infra::i18n::Locale::Nl, &bram.email, "search_alert");
    let path = unsubscribe.strip_prefix("http://wijkcall.example").expect("our own address").to_owned();
    app.visitor().server().post(&path).text("List-Unsubscribe=One-Click").await;
    let browser = app.sign_in(&poster, None).await;
    let preview = async |title: &str| {
        let mut fields = listing(title, "Voor de hele buurt, om samen te doen.");
        fields.push(("form[do]", "check"));
        let back = browser.post("/do/bakery/post", &fields).await.location();
        assert_eq!(back, "/bakkerij/nieuw?soort=need#voorbeeld");
        browser.get("/bakkerij/nieuw?soort=need").await
    };
    preview("Tuin gezocht").await.assert_shows("1 mens krijgt hiervan bericht.");
    preview("Dak gezocht").await.assert_shows("Niemand krijgt hiervan vanzelf bericht.");
    assert_eq!(app::infra::db::entity::listing::Entity::find().count(app.state.db.reader()).await.expect("a count"), 0);
    post(&browser, "Tuin gezocht").await;
    settle(&app).await;
    let search = saved_search::Entity::find().order_by_asc(saved_search::Column::CreatedAt).one(app.state.db.reader()).await;
    let id = search.expect("a read").expect("a search").id.to_string();
    let own = app.sign_in(&fatima, None).await;
    own.post("/do/alerts/change", &[("form[id]", &id), ("form[name]", "Tuin"), ("form[rhythm]", "off")]).await;
    own.post("/do/alerts/change", &[("form[id]", &id), ("form[name]", "Tuin"), ("form[rhythm]", "daily")]).await;
    app.advance(TimeDelta::days(2));
    settle(&app).await;
    assert_eq!(told(&app, &fatima).await.len() + told(&app, &bram).await.len(), 0);
});

on_both!(a_call_alerts_exactly_those_whose_results_it_is_among, async |app: TestApp| {
    app.areas().await;
    let noor = app.person("Noor de Wit").await;
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &noor).await;
    let follower = app.person("Volger Vos").await;
    app.sign_in(&follower, None).await.post("/do/notifications/follow_area", &[("form[area]", "GM0193")]).await;
    let queries = [
        "q=zon",
        "q=daken%20zonnig",
        "q=panelen%20leeg",
        "q=tuin",
        "thema=energie",
        "thema=zorg",
        "gebied=Zwolle",
        "gebied=WK019311",
        "gebied=Assendorp%2C%20Zwolle",
        "wie=company",
        "wie=fund",
        "q=zon&thema=energie&gebied=GM0193&wie=residents_group",
        "",
    ];
    let mut people = Vec::new();
    for (number, query) in queries.iter().enumerate() {
        let person = app.person(&format!("Lezer {number}")).await;
        save(&app, &person, "calls", query, "direct").await;
        people.push(person);
    }
    save(&app, &noor, "calls", "q=zon", "direct").await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Zon op Dieze").await;
    browser.post("/do/calls/save", &complete(&slug, "1", "save")).await;
    let preview = browser.get(&format!("/calls/{slug}/voorbeeld")).await;
    assert_eq!(browser.post("/do/calls/save", &complete(&slug, "2", "publish")).await.location(), "/calls/zon-op-dieze");
    app::search::catch_up(&app.state).await.expect("the index follows");
    settle(&app).await;
    let mut reached = 0;
    for (person, query) in people.iter().zip(queries) {
        let own = app.sign_in(person, None).await;
        let page = own.get("/account/zoekopdrachten").await.html();
        let results =
            page.split("href=\"").find(|link| link.starts_with("/calls?")).and_then(|link| link.split('"').next()).expect("a link");
        let among = own.get(&results.replace("&amp;", "&")).await.shows("Zon op Dieze");
        assert_eq!(told(&app, person).await.len(), usize::from(among), "{query}: {results}");
        reached += usize::from(among);
    }
    assert!(reached > 5 && reached < queries.len(), "{reached} reached");
    assert_eq!(told(&app, &noor).await.len(), 0, "not the funder");
    preview.assert_shows(&format!("{} mensen krijgen hiervan bericht.", reached + 1));
});

/// A small source of numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    fn some<'a>(&mut self, of: &'a [String], most: usize) -> Vec<&'a str> {
        (0..self.below(most + 1)).filter_map(|_| of.get(self.below(of.len()))).map(String::as_str).collect()
    }
}

/// A search that somebody might keep, made of what a post holds.
fn search_from(dice: &mut Dice, documents: &[SearchDocument], now: DateTime<chrono::Utc>) -> Search {
    let words: Vec<String> = {
        let document = &documents[dice.below(documents.len())];
        format!("{} {}", document.title, document.text).split_whitespace().map(str::to_owned).collect()
    };
    let other = &documents[dice.below(documents.len())];
    let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect::<Vec<String>>();
    let resources: Vec<String> = other.resources.iter().map(|(resource, _)| resource.clone()).collect();
    let party_kinds: Vec<String> = other.party_kind.iter().cloned().collect();
    let near = other.place.as_ref().filter(|_| dice.below(4) == 0).map(|place| (place.lat, place.lon, [0.5, 2.0, 5.0][dice.below(3)]));
    Search {
        words: Words::All,
        kinds: [vec![], vec![DocumentKind::Need], vec![DocumentKind::Offer], vec![DocumentKind::Need, DocumentKind::Call]][dice.below(4)]
            .clone(),
        themes: if dice.below(3) == 0 { owned(dice.some(&other.themes, 2)) } else { Vec::new() },
        resources: if dice.below(4) == 0 { owned(dice.some(&resources, 1)) } else { Vec::new() },
        areas: if dice.below(3) == 0 { owned(dice.some(&other.areas, 2)) } else { Vec::new() },
        party_kinds: if dice.below(4) == 0 { owned(dice.some(&party_kinds, 1)) } else { Vec::new() },
        near,
        limit: 1_000,
        ..Search::new(dice.some(&words, 3).join(" "), now)
    }
}

/// A search alerts on a post exactly if the post is among its results in the main index.
#[tokio::test]
async fn a_search_alerts_exactly_on_its_results() {
    let app = TestApp::start(crate::support::Engine::Sqlite, app::state::Environment::Development).await;
    let read = app::areas::import::read_csv(include_str!("../../demo/areas.csv"));
    app::areas::commands::import(&app.state.db, read.rows, app.now()).await.expect("the areas");
    let mut content = Content::default();
    for file in [
        include_str!("../../demo/parties.toml"),
        include_str!("../../demo/people.toml"),
        include_str!("../../demo/calls.toml"),
        include_str!("../../demo/listings.toml"),
    ] {
        content.add(toml::from_str(file).expect("a file of the demo"));
    }
    content.shortlist.clear();
    seed::write(&app.state.db, &content, app.now()).await.expect("the demo");
    app::search::catch_up(&app.state).await.expect("the index follows");
    let source = app::search::PublicPosts::new(app.state.db.clone());
    let mut documents = Vec::new();
    let mut after = None;
    loop {
        let some = source.all(after, 500).await.expect("the posts");
        let Some(last) = some.last() else { break };
        after = Some((last.kind, last.id));
        documents.extend(some);
    }
    assert!(documents.len() > 100, "{} posts", documents.len());
    let now = app.now();
    let mut dice = Dice(20_261_122);
    let searches: Vec<(SavedSearchId, Search)> =
        (0..1_500).map(|_| (SavedSearchId::new(), search_from(&mut dice, &documents, now))).collect();
    let index = app.state.search.index().expect("the index");
    let mut percolator = Percolator::default();
    let frequencies = index.frequencies();
    searches.iter().for_each(|(id, search)| percolator.put(*id, search, &frequencies));
    let mut alerted: Vec<_> = documents
        .iter()
        .filter(|document| document.is_findable(now))
        .flat_map(|document| percolator.matching(&Post::of(document)).into_iter().map(|id| (id, document.id)))
        .collect();
    let mut among = Vec::new();
    for (id, search) in &searches {
        among.extend(index.search(search).expect("results").hits.into_iter().map(|hit| (*id, hit.document.id)));
    }
    alerted.sort_unstable();
    among.sort_unstable();
    assert!(among.len() > 3_000, "{} results", among.len());
    let missing = alerted.iter().filter(|pair| among.binary_search(pair).is_err());
    let wrong = among.iter().filter(|pair| alerted.binary_search(pair).is_err());
    if let Some(pair) = missing.chain(wrong).next() {
        let search = searches.iter().find(|(id, _)| *id == pair.0);
        let document = documents.iter().find(|document| document.id == pair.1);
        panic!("{search:?}\ndiffers on\n{document:?}");
    }
}
