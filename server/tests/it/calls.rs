//! Calls, as funders and visitors meet them.

use app::{
    infra::db::entity::{audit, call, call_area, call_theme, change_log, party},
    parties::model::{MemberRole, PartyKind},
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::{
    matrix::World,
    support::{Answer, Browser, Party, Person, TestApp, on_both},
};

/// A funder with somebody who may edit for it.
async fn funder(app: &TestApp) -> (Person, Party) {
    app.areas().await;
    let noor = app.person("Noor de Wit").await;
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &noor).await;
    (noor, zwolle)
}

/// What a complete call posts; the test's clock stands at 2 November 2026.
pub fn complete<'a>(slug: &'a str, version: &'a str, action: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form[slug]", slug),
        ("form[version]", version),
        ("form[do]", action),
        ("form[title]", "Zon op Dieze"),
        ("form[summary]", "Wie legt de panelen?"),
        ("form[body]", "## Waarom\n\nVeel daken zijn **leeg**. <script>alert(1)</script> [klik](javascript:alert(2))"),
        ("form[conditions]", "- Minstens 40 woningen"),
        ("form[who_may_apply][]", "company"),
        ("form[who_may_apply][]", "residents_group"),
        ("form[ceiling]", "50.000,-"),
        ("form[max]", "15000"),
        ("form[closes_date]", "2026-11-20"),
        ("form[closes_time]", "17:00"),
        ("form[themes][]", "energie"),
        ("form[areas][0]", "Diezerpoort, Zwolle"),
        ("form[questions][0][kind]", "choice"),
        ("form[questions][0][label]", "Welke woningen?"),
        ("form[questions][0][required]", "true"),
        ("form[questions][0][options]", "Huur\nKoop"),
        ("form[questions][1][kind]", "long_text"),
        ("form[questions][1][label]", "Wat is het plan?"),
        ("form[questions][1][word_limit]", "150"),
    ]
}

pub async fn begin(browser: &Browser, party: &Party, title: &str) -> String {
    let begun = browser.post("/do/calls/begin", &[("form[party]", &party.id.to_string()), ("form[title]", title)]).await;
    let location = begun.location();
    location.strip_prefix("/calls/").and_then(|rest| rest.strip_suffix("/bewerken")).expect(&location).to_owned()
}

/// Makes a call that is open, and gives its address.
async fn open_call(browser: &Browser, party: &Party) -> String {
    let slug = begin(browser, party, "Zon op Dieze").await;
    let published = browser.post("/do/calls/save", &complete(&slug, "1", "publish")).await;
    assert_eq!(published.location(), "/calls/zon-op-dieze");
    "zon-op-dieze".to_owned()
}

fn hidden(page: &Answer, name: &str) -> String {
    let html = page.html();
    let field = html.split("<input").find(|field| field.contains(&format!("name=\"form[{name}]\""))).unwrap_or_default().to_owned();
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

on_both!(a_call_from_draft_to_withdrawn, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let visitor = app.visitor();

    // A draft that lacks everything is refused with the list of what is missing, and keeps what was typed.
    let slug = begin(&browser, &zwolle, "Zon op Dieze").await;
    let refused = browser
        .post(
            "/do/calls/save",
            &[
                ("form[slug]", &slug),
                ("form[version]", "1"),
                ("form[do]", "publish"),
                ("form[title]", "Zon op Dieze"),
                ("form[ceiling]", "100"),
                ("form[max]", "200"),
            ],
        )
        .await;
    assert_eq!(refused.location(), format!("/calls/{slug}/bewerken"));
    let form = browser.get(&refused.location()).await;
    for missing in [
        "Vat de call samen",
        "Schrijf waar de call over gaat",
        "Kies wanneer de call sluit",
        "Kies wie mee mag doen",
        "Kies minstens één thema",
        "Vul minstens één gebied in",
        "kan niet hoger zijn dan het totaal",
    ] {
        form.assert_shows(missing);
    }
    assert_eq!((hidden(&form, "title"), hidden(&form, "version")), ("Zon op Dieze".to_owned(), "2".to_owned()));
    assert!(!visitor.get("/calls").await.shows("Zon op Dieze"));

    // Complete, it is published, and is everywhere.
    let published = browser.post("/do/calls/save", &complete(&slug, "2", "publish")).await;
    assert_eq!(published.location(), "/calls/zon-op-dieze");
    browser.get("/calls/zon-op-dieze").await.assert_shows("De call is gepubliceerd.");
    visitor.get("/calls").await.assert_shows("Zon op Dieze");
    visitor.get("/calls?thema=energie&gebied=Zwolle&wie=company&q=panelen").await.assert_shows("Zon op Dieze");
    for elsewhere in ["thema=zorg", "gebied=Assendorp", "wie=person", "q=brood", "fase=gesloten", "fase=gepland"] {
        assert!(!visitor.get(&format!("/calls?{elsewhere}")).await.shows("Zon op Dieze"), "{elsewhere}");
    }
    let page = visitor.get("/calls/zon-op-dieze").await;
    for part in [
        "Sluit over",
        "18 dagen",
        "20 november 2026, 17.00 uur",
        "€\u{a0}50.000",
        "Diezerpoort, Zwolle",
        "Bedrijf, Bewonersgroep",
        "Welke woningen?",
        "hoogstens 150 woorden",
        "Start een voorstel",
    ] {
        page.assert_shows(part);
    }
    assert!(page.html().contains("<strong>leeg</strong>"));
    assert!(!page.html().contains("<script>alert") && !page.html().contains("javascript:"), "Markdown brings no script");
    let atom = visitor.get("/calls.atom").await;
    assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(atom.html().contains("http://wijkcall.example/calls/zon-op-dieze"));
    let calendar = visitor.get("/calls.ics").await.html();
    assert!(calendar.contains("DTSTART:20261120T160000Z") && calendar.contains("SUMMARY:Call sluit: Zon op Dieze"), "{calendar}");
    assert!(visitor.get("/calls/zon-op-dieze/agenda.ics").await.html().contains("DTSTART:20261120T160000Z"));
    let api: serde_json::Value = serde_json::from_str(&visitor.get("/api/v1/calls/zon-op-dieze").await.html()).expect("JSON");
    assert_eq!((&api["fase"], &api["totaalInCenten"], &api["vragen"][0]["keuzes"][1]), (&"open".into(), &5_000_000.into(), &"Koop".into()));

    // A change is refused while it would make the call useless, and recorded when it is good.
    let form = browser.get("/calls/zon-op-dieze/bewerken").await;
    let version = hidden(&form, "version");
    let mut fields = complete("zon-op-dieze", &version, "save");
    fields.retain(|(name, _)| *name != "form[themes][]");
    assert_eq!(browser.post("/do/calls/save", &fields).await.location(), "/calls/zon-op-dieze/bewerken");
    browser.get("/calls/zon-op-dieze/bewerken").await.assert_shows("Kies minstens één thema");
    let mut fields = complete("zon-op-dieze", &version, "save");
    for (name, value) in &mut fields {
        match *name {
            "form[closes_date]" => *value = "2026-11-27",
            "form[ceiling]" => *value = "60.000",
            _ => {}
        }
    }
    assert_eq!(browser.post("/do/calls/save", &fields).await.location(), "/calls/zon-op-dieze");
    let page = visitor.get("/calls/zon-op-dieze").await;
    for part in ["Wat er veranderd is", "20 november 2026, 17.00 uur", "27 november 2026, 17.00 uur", "€\u{a0}60.000"] {
        page.assert_shows(part);
    }
    page.assert_shows("Koop");

    // The old version of the form does not overwrite it: what was typed comes back with an explanation.
    let stale = browser.post("/do/calls/save", &complete("zon-op-dieze", &version, "save")).await;
    browser.get(&stale.location()).await.assert_shows("Iemand anders heeft deze call intussen ook bewaard");

    // It closes by itself, at the second.
    let until = "2026-11-27T16:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a moment") - app.now();
    app.advance(until - TimeDelta::seconds(1));
    visitor.get("/calls/zon-op-dieze").await.assert_shows("Start een voorstel");
    app.advance(TimeDelta::seconds(1));
    let closed = visitor.get("/calls/zon-op-dieze").await;
    assert!(!closed.shows("Start een voorstel"));
    closed.assert_shows("Gesloten op");
    assert!(!visitor.get("/calls").await.shows("Zon op Dieze"));
    visitor.get("/calls?fase=gesloten").await.assert_shows("Zon op Dieze");
    assert!(!visitor.get("/calls.atom").await.html().contains("zon-op-dieze"));

    // Withdrawing asks for a reason and shows it.
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let refused = browser.post("/do/calls/withdraw", &[("form[slug]", "zon-op-dieze"), ("form[reason]", " ")]).await;
    browser.get(&refused.location()).await.assert_shows("Schrijf waarom je de call intrekt");
    browser.post("/do/calls/withdraw", &[("form[slug]", "zon-op-dieze"), ("form[reason]", "Het geld is op.")]).await;
    let gone = visitor.get("/calls/zon-op-dieze").await;
    assert_eq!(gone.status(), 200);
    gone.assert_shows("Het geld is op.");
    assert_eq!(browser.post("/do/calls/withdraw", &[("form[slug]", "zon-op-dieze"), ("form[reason]", "Nog eens.")]).await.status(), 409);

    let actions: Vec<String> = audit::Entity::find()
        .filter(audit::Column::ObjectKind.eq("call"))
        .all(app.state.db.reader())
        .await
        .expect("audit rows")
        .into_iter()
        .map(|row| row.action)
        .collect();
    assert_eq!(actions, ["call.begin", "call.save", "call.publish", "call.change", "call.withdraw"]);
    assert_eq!(change_log::Entity::find().all(app.state.db.reader()).await.expect("the change log").len(), 3);
});

on_both!(a_call_is_closed_early_by_its_funder, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = open_call(&browser, &zwolle).await;
    app.advance(TimeDelta::hours(5));
    assert_eq!(browser.post("/do/calls/close", &[("form[slug]", &slug)]).await.location(), format!("/calls/{slug}"));
    let page = app.visitor().get(&format!("/calls/{slug}")).await;
    assert!(!page.shows("Start een voorstel"));
    page.assert_shows("Gesloten op");
    page.assert_shows("2 november 2026, 15.00 uur");
    page.assert_shows("Wat er veranderd is");
    assert_eq!(browser.post("/do/calls/close", &[("form[slug]", &slug)]).await.status(), 409);
});

on_both!(buttons_arrange_the_questions_without_a_script, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Groen").await;
    let added = browser.post("/do/calls/save", &complete(&slug, "1", "add_question")).await;
    assert_eq!(added.location(), format!("/calls/{slug}/bewerken#vraag-3"));
    browser.get(&format!("/calls/{slug}/bewerken")).await.assert_shows("Vraag 3");
    browser.post("/do/calls/save", &complete(&slug, "2", "up:1")).await;
    let html = browser.get(&format!("/calls/{slug}/bewerken")).await.html();
    assert!(html.find("Wat is het plan?") < html.find("Welke woningen?"), "the second question is first now");
    browser.post("/do/calls/save", &complete(&slug, "3", "remove_question:0")).await;
    let page = browser.get(&format!("/calls/{slug}/bewerken")).await;
    assert!(!page.shows("Welke woningen?"));
    page.assert_shows("Wat is het plan?");
});

on_both!(a_draft_saves_itself_and_leaves_out_what_makes_no_sense, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Groen").await;
    let keep = async |fields: Vec<(&str, &str)>| {
        browser
            .server()
            .post("/do/calls/keep")
            .add_header("accept", "application/json")
            .add_header("sec-fetch-site", "same-origin")
            .form(&fields)
            .await
    };
    let kept = keep(complete(&slug, "1", "")).await;
    assert_eq!(kept.status_code(), 200);
    assert_eq!(kept.json::<serde_json::Value>(), serde_json::json!({ "note": "Bewaard om 10:00", "version": 2 }));
    let mut fields = complete(&slug, "2", "");
    fields.push(("form[opens_date]", "morgen"));
    assert_eq!(keep(fields).await.json::<serde_json::Value>()["note"], "Bewaard om 10:00, op 1 veld na");
    assert_eq!(keep(complete(&slug, "2", "")).await.status_code(), 409, "somebody else saved meanwhile");
    let page = browser.get(&format!("/calls/{slug}/bewerken")).await;
    page.assert_shows("Wie legt de panelen?");
    assert_eq!(hidden(&page, "ceiling"), "50.000");
    let stranger = app.visitor();
    let refused = stranger
        .server()
        .post("/do/calls/keep")
        .add_header("accept", "application/json")
        .add_header("sec-fetch-site", "same-origin")
        .form(&complete(&slug, "3", ""))
        .await;
    assert_eq!(refused.status_code(), 401);
});

on_both!(a_draft_is_not_there_for_strangers, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Geheim plan").await;
    let viewer = app.person("Vera Kijker").await;
    app.add_member(&zwolle, &viewer, MemberRole::Viewer).await;
    let stranger = app.person("Sam Vreemd").await;
    app.party("Ander Fonds", PartyKind::Organisation, &stranger).await;
    let (viewer, stranger, visitor) = (app.sign_in(&viewer, None).await, app.sign_in(&stranger, None).await, app.visitor());

    for path in ["", "/bewerken", "/voorbeeld", "/agenda.ics"] {
        let path = format!("/calls/{slug}{path}");
        let answer = stranger.get(&path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.shows("Geheim plan"));
    }
    assert_eq!(visitor.get(&format!("/calls/{slug}")).await.status(), 404);
    assert_eq!(stranger.get(&format!("/api/v1/calls/{slug}")).await.status(), 404);
    assert!(visitor.get(&format!("/calls/{slug}/bewerken")).await.location().starts_with("/inloggen?next=%2Fcalls%2F"));
    for (path, fields) in [
        ("/do/calls/save", complete(&slug, "1", "publish")),
        ("/do/calls/close", vec![("form[slug]", slug.as_str())]),
        ("/do/calls/withdraw", vec![("form[slug]", slug.as_str()), ("form[reason]", "x")]),
    ] {
        assert_eq!(stranger.post(path, &fields).await.status(), 404, "{path}");
        assert!(visitor.post(path, &fields).await.location().starts_with("/inloggen"), "{path}");
    }
    // A viewer of the party reads it, and changes nothing.
    viewer.get(&format!("/calls/{slug}")).await.assert_shows("Dit is een concept");
    viewer.get("/calls/beheer").await.assert_shows("Geheim plan");
    assert_eq!(viewer.get(&format!("/calls/{slug}/bewerken")).await.status(), 404);
    assert_eq!(viewer.post("/do/calls/save", &complete(&slug, "1", "publish")).await.status(), 404);
    browser.get(&format!("/calls/{slug}/voorbeeld")).await.assert_shows("Dit is een concept");
});

on_both!(only_a_verified_party_publishes, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let browser = app.sign_in(&noor, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Groen").await;
    party::ActiveModel { id: Set(zwolle.id), verified_at: Set(None), ..Default::default() }
        .update(app.state.db.writer())
        .await
        .expect("the party");
    let page = browser.get("/calls/nieuw").await;
    page.assert_shows("Je kunt nog geen call publiceren");
    page.assert_shows("Gemeente Zwolle is nog niet gecontroleerd");
    let refused = browser.post("/do/calls/begin", &[("form[party]", &zwolle.id.to_string()), ("form[title]", "Nog een")]).await;
    assert_eq!(refused.status(), 404);
    browser.post("/do/calls/save", &complete(&slug, "1", "publish")).await;
    browser.get(&format!("/calls/{slug}/bewerken")).await.assert_shows("Deze partij is nog niet gecontroleerd");
    let neighbour = app.person("Fatima Bakker").await;
    let group = app.party("Buurtgroep", PartyKind::ResidentsGroup, &neighbour).await;
    let neighbour = app.sign_in(&neighbour, Some(&group)).await;
    neighbour.get("/calls/nieuw").await.assert_shows("Een call publiceer je namens een gemeente");
});

on_both!(a_visitor_follows_a_call_after_signing_in, async |app: TestApp| {
    let (noor, zwolle) = funder(&app).await;
    let slug = open_call(&app.sign_in(&noor, Some(&zwolle)).await, &zwolle).await;
    let fatima = app.person("Fatima Bakker").await;
    let browser = app.sign_in(&fatima, None).await;
    let path = format!("/calls/{slug}");
    let id = call::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a call").id.to_string();
    let follow =
        |wish: &'static str| vec![("form[kind]", "call"), ("form[key]", id.as_str()), ("form[wish]", wish), ("form[back]", path.as_str())];
    for wish in ["start", "start"] {
        assert_eq!(browser.post("/do/notifications/follow", &follow(wish)).await.location(), path);
        browser.get(&path).await.assert_shows("Volg niet meer");
    }
    browser.post("/do/notifications/follow", &follow("stop")).await;
    browser.get(&path).await.assert_shows("Volg deze call");
});

/// Makes a funder with members in every role, a draft and an open call, for the table of who may do what.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    let funder = app.party_without_members("Gemeente Zwolle", PartyKind::Municipality).await;
    for (role, member) in [("viewer", MemberRole::Viewer), ("editor", MemberRole::Editor), ("owner", MemberRole::Owner)] {
        app.add_member(&funder, &world.people[role], member).await;
    }
    let browser = app.sign_in(&world.people["owner"], Some(&funder)).await;
    open_call(&browser, &funder).await;
    let draft = begin(&browser, &funder, "Nog een plan").await;
    world.name("funder.id", funder.id);
    for (name, slug) in [("call", "zon-op-dieze"), ("call.draft", &draft)] {
        let found = call::Entity::find().filter(call::Column::Slug.eq(slug)).one(app.state.db.reader()).await;
        world.name(name, slug);
        world.name(&format!("{name}.id"), found.expect("a read").expect("a call").id);
    }
}

/// Puts many open calls straight into the database.
async fn many(app: &TestApp, party: &Party, from: i64, to: i64) {
    for n in from..to {
        let id = app::calls::model::CallId::new();
        call::ActiveModel {
            id: Set(id),
            slug: Set(format!("call-{n}")),
            party_id: Set(party.id),
            title: Set(format!("Call nummer {n}.")),
            summary: Set("Samenvatting".to_owned()),
            body: Set("Tekst".to_owned()),
            conditions: Set(String::new()),
            who_may_apply: Set("[\"company\"]".to_owned()),
            ceiling_cents: Set(None),
            max_cents: Set(None),
            opens_at: Set(Some(app.now())),
            // Some close at the same moment, so that the page boundary falls between equals.
            closes_at: Set(Some(app.now() + TimeDelta::days(1 + n / 10))),
            state: Set(app::calls::model::CallState::Published),
            published_at: Set(Some(app.now())),
            closed_early_at: Set(None),
            withdrawn_at: Set(None),
            withdrawn_reason: Set(None),
            created_by: Set(None),
            created_at: Set(app.now()),
            updated_at: Set(app.now()),
            version: Set(1),
        }
        .insert(app.state.db.writer())
        .await
        .expect("a call");
        call_theme::ActiveModel { call_id: Set(id), theme: Set(app::themes::Theme::Energy) }
            .insert(app.state.db.writer())
            .await
            .expect("a theme");
        call_area::ActiveModel { call_id: Set(id), area_code: Set("WK019311".parse().expect("a code")) }
            .insert(app.state.db.writer())
            .await
            .expect("an area");
    }
}

on_both!(lists_and_pages_cost_the_same_however_many_calls_there_are, async |app: TestApp| {
    let (_, zwolle) = funder(&app).await;
    many(&app, &zwolle, 0, 10).await;
    let visitor = app.visitor();
    let mut costs = Vec::new();
    for _ in 0..2 {
        let (list, _) = app.statements(visitor.get("/calls")).await;
        let (page, shown) = app.statements(visitor.get("/calls/call-3")).await;
        let (api, _) = app.statements(visitor.get("/api/v1/calls")).await;
        shown.assert_shows("Call nummer 3.");
        costs.push([list, page, api]);
        if costs.len() == 1 {
            many(&app, &zwolle, 10, 200).await;
        }
    }
    assert_eq!(costs, [[1, 4, 1], [1, 4, 1]]);
});

on_both!(pages_of_the_list_show_every_call_once, async |app: TestApp| {
    let (_, zwolle) = funder(&app).await;
    many(&app, &zwolle, 0, 60).await;
    let visitor = app.visitor();
    for sort in ["deadline", "nieuw"] {
        let mut path = format!("/api/v1/calls?sorteer={sort}&fase=open&paginaGrootte=7");
        let mut seen = Vec::new();
        loop {
            let page: serde_json::Value = serde_json::from_str(&visitor.get(&path).await.html()).expect("JSON");
            assert_eq!(page["aantal"], 60);
            seen.extend(page["calls"].as_array().expect("calls").iter().map(|call| call["slug"].as_str().expect("a slug").to_owned()));
            match page["_links"]["next"]["href"].as_str() {
                Some(next) => path = next.trim_start_matches("http://wijkcall.example").to_owned(),
                None => break,
            }
        }
        assert_eq!(seen.len(), 60, "{sort}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 60, "{sort}");
    }
    let first = visitor.get("/calls").await;
    first.assert_shows("60 calls");
    assert_eq!(first.html().matches("wk-call-card\"").count(), 24);
});

on_both!(the_api_tells_everything_that_is_wrong, async |app: TestApp| {
    app.areas().await;
    let answer = app.visitor().get("/api/v1/calls?fase=half&paginaGrootte=1000&gebied=WK999999&kleur=rood").await;
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("api-version"), "1.0.0");
    let problem: serde_json::Value = serde_json::from_str(&answer.html()).expect("JSON");
    let names: Vec<&str> = problem["invalidParams"].as_array().expect("a list").iter().filter_map(|param| param["name"].as_str()).collect();
    assert_eq!(names, ["fase", "paginaGrootte", "kleur", "gebied"]);
    let missing = app.visitor().get("/api/v1/calls/bestaat-niet").await;
    assert_eq!((missing.status().as_u16(), missing.header("content-type").as_str()), (404, "application/problem+json"));
    let description = app.visitor().get("/api/v1/openapi.json").await;
    assert!(description.html().contains("/calls/{slug}"));
});
