//! Choosing mails, following, unsubscribing, and the mails to followers.

use app::{
    calls::model::{CallId, CallState},
    infra::{
        db::{
            Audit, Object,
            entity::{audit, call, call_area, notice, proposal},
        },
        i18n::Locale,
        mail::{Because, Letter, Recipient},
    },
    jobs,
    notifications::{model::Event, queries},
    parties::model::{MemberRole, PartyKind},
    proposals::model::{ProposalId, ProposalState},
    state::Environment,
    values::Cents,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::{
    matrix::World,
    support::{Engine, Party, TestApp, on_both},
};

/// Adds what the table of `matrix` speaks of.
pub async fn fill(world: &mut World) {
    let mail = world.app.mails().await.remove(0);
    world.name("mail.id", mail.id);
}

const FATIMA: &str = "fatima.bakker@voorbeeld.example";

async fn publish(app: &TestApp, party: &Party, slug: &str, area: &str) -> CallId {
    let (id, now) = (CallId::new(), app.now());
    call::ActiveModel {
        id: Set(id),
        slug: Set(slug.to_owned()),
        party_id: Set(party.id),
        title: Set(format!("Zon op {slug}")),
        summary: Set("Wie helpt de wijk aan zonnepanelen? Zie https://elders.example.".to_owned()),
        body: Set(String::new()),
        conditions: Set(String::new()),
        who_may_apply: Set("[]".to_owned()),
        ceiling_cents: Set(Some(Cents(5_000_000))),
        max_cents: Set(None),
        opens_at: Set(Some(now)),
        closes_at: Set(Some(now + TimeDelta::days(10))),
        state: Set(CallState::Published),
        published_at: Set(Some(now)),
        closed_early_at: Set(None),
        withdrawn_at: Set(None),
        withdrawn_reason: Set(None),
        created_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(app.state.db.writer())
    .await
    .expect("a call");
    call_area::ActiveModel { call_id: Set(id), area_code: Set(area.parse().expect("a code")) }
        .insert(app.state.db.writer())
        .await
        .expect("its area");
    id
}

on_both!(followers_of_an_area_hear_of_a_call_once, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram, late] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await, app.person("Te Laat").await];
    for (person, area) in [(&fatima, "Diezerpoort, Zwolle"), (&fatima, "zwolle"), (&bram, "WK019321")] {
        let answer = app.sign_in(person, None).await.post("/do/notifications/follow_area", &[("form[area]", area)]).await;
        assert_eq!(answer.location(), "/account/volgen", "{}", answer.html());
    }
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &bram).await;
    app.advance(TimeDelta::minutes(1));
    publish(&app, &zwolle, "dieze", "WK019311").await;
    app.advance(TimeDelta::minutes(1));
    app.sign_in(&late, None).await.post("/do/notifications/follow_area", &[("form[area]", "Zwolle")]).await;
    for _ in 0..3 {
        jobs::round(&app.state).await;
        app.advance(TimeDelta::minutes(1));
    }
    let mails = app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to_address.as_str()).collect::<Vec<_>>(), [FATIMA]);
    let mail = &mails[0];
    assert_eq!((mail.kind.as_str(), mail.subject.as_str()), ("call_published", "Nieuwe call: ‘Zon op dieze’"));
    assert!(
        mail.body_text.contains("http://wijkcall.example/calls/dieze") && mail.body_text.contains("€\u{a0}50.000"),
        "{}",
        mail.body_text
    );
    assert!(!mail.body_html.contains("href=\"https://elders"), "{}", mail.body_html);
});

on_both!(a_deadline_is_announced_to_followers_and_to_who_began_a_draft, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await];
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &bram).await;
    let id = publish(&app, &zwolle, "dieze", "GM0193").await;
    for (person, email) in
        [(Some(&fatima), fatima.email.as_str()), (None, "zonder.account@voorbeeld.example"), (None, "klaar@voorbeeld.example")]
    {
        let submitted = email.starts_with("klaar");
        proposal::ActiveModel {
            id: Set(ProposalId::new()),
            call_id: Set(id),
            party_id: Set(None),
            account_id: Set(person.map(|person| person.id)),
            contact_email: Set(email.to_owned()),
            contact_name: Set(String::new()),
            locale: Set(Locale::En),
            access_token_hash: Set(email.to_owned()),
            applicant_kind: Set(PartyKind::Person),
            applicant_name: Set(String::new()),
            draft_json: Set(None),
            title: Set(String::new()),
            summary: Set(String::new()),
            requested_cents: Set(Cents(0)),
            own_contribution_cents: Set(Cents(0)),
            state: Set(if submitted { ProposalState::Submitted } else { ProposalState::Draft }),
            receipt_number: Set(submitted.then(|| "WC-1".to_owned())),
            submit_token: Set(None),
            submitted_at: Set(submitted.then(|| app.now())),
            withdrawn_at: Set(None),
            created_at: Set(app.now()),
            updated_at: Set(app.now()),
            version: Set(1),
        }
        .insert(app.state.db.writer())
        .await
        .expect("a proposal");
    }
    for person in [&fatima, &bram] {
        app::infra::db::entity::follow::ActiveModel {
            account_id: Set(person.id),
            object_kind: Set("call".to_owned()),
            object_key: Set(id.to_string()),
            created_at: Set(app.now()),
        }
        .insert(app.state.db.writer())
        .await
        .expect("a follower");
    }
    jobs::round(&app.state).await;
    assert_eq!(app.mails().await.len(), 0);
    app.advance(TimeDelta::days(7));
    for _ in 0..3 {
        jobs::round(&app.state).await;
        app.advance(TimeDelta::hours(1));
    }
    let mut mails: Vec<(String, bool)> =
        app.mails().await.into_iter().map(|mail| (mail.to_address, mail.body_text.contains("began a proposal"))).collect();
    mails.sort();
    let expected = [("bram.visser@voorbeeld.example", false), (FATIMA, true), ("zonder.account@voorbeeld.example", true)];
    assert_eq!(mails, expected.map(|(address, draft)| (address.to_owned(), draft)));
    // After the deadline nobody is told any more.
    app.advance(TimeDelta::days(4));
    jobs::round(&app.state).await;
    assert_eq!(app.mails().await.len(), 3);
});

on_both!(a_person_chooses_mails_and_what_to_follow, async |app: TestApp| {
    app.areas().await;
    let fatima = app.person("Fatima Bakker").await;
    assert!(app.visitor().get("/account/mails").await.location().starts_with("/inloggen?next="));
    let browser = app.sign_in(&fatima, None).await;
    let page = browser.get("/account/mails").await;
    page.assert_shows(FATIMA);
    assert_eq!(page.html().matches("<option value=\"direct\" selected").count(), Event::switchable().count() - 1, "{}", page.html());
    let choices = [
        ("form[rhythms][new_match]", "weekly"),
        ("form[rhythms][call_published]", "off"),
        ("form[rhythms][sign_in]", "off"),
        ("form[rhythms][deadline_soon]", "weekly"),
    ];
    let answer = browser.post("/do/notifications/choose", &choices).await;
    assert_eq!(answer.location(), "/account/mails");
    let page = browser.get("/account/mails").await;
    page.assert_shows("Je keuze is bewaard.");
    assert_eq!(
        page.html().matches("<option value=\"direct\" selected").count(),
        Event::switchable().count() - 3,
        "a deadline does not wait for a Monday"
    );
    assert_eq!(page.html().matches("<option value=\"weekly\" selected").count(), 1);
    let (statements, _) = app.statements(browser.get("/account/mails")).await;
    assert!(statements <= 3, "{statements} statements");
    let following = async || browser.get("/account/volgen").await;
    following().await.assert_shows("Je volgt nog niets");
    browser.post("/do/notifications/follow_area", &[("form[area]", "nergens")]).await;
    following().await.assert_shows("Kies een wijk of gemeente uit de lijst.");
    browser.post("/do/notifications/follow_area", &[("form[area]", "Diezerpoort, Zwolle")]).await;
    following().await.assert_shows("Je volgt dit gebied nu.");
    browser.post("/do/notifications/follow_area", &[("form[area]", "WK019311")]).await;
    let page = following().await;
    page.assert_shows("Je hoort: Nieuwe call van wat je volgt");
    assert_eq!(page.html().matches("/gebieden/WK019311").count(), 1);
    let stop = [("form[kind]", "area"), ("form[key]", "WK019311"), ("form[wish]", "stop"), ("form[back]", "/account/volgen")];
    assert_eq!(browser.post("/do/notifications/follow", &stop).await.location(), "/account/volgen");
    following().await.assert_shows("Je volgt nog niets");
});

on_both!(one_click_stops_a_kind_of_mail, async |app: TestApp| {
    let fatima = app.person("Fatima Bakker").await;
    let url = app.state.post.unsubscribe_url(Locale::Nl, FATIMA, "new_match");
    let path = url.strip_prefix("http://wijkcall.example").expect("our own address").to_owned();
    let browser = app.visitor();
    // A mail scanner looks.
    browser.get(&path).await.assert_shows("Wil je deze mails niet meer?");
    browser.get(&path).await.assert_shows("Wil je deze mails niet meer?");
    // A mail program posts from elsewhere, without a cookie.
    let elsewhere = async |path: &str, body: &'static str| {
        app.visitor()
            .server()
            .post(path)
            .add_header("origin", "https://mail.example")
            .add_header("sec-fetch-site", "cross-site")
            .add_header("content-type", "application/x-www-form-urlencoded")
            .bytes(body.into())
            .await
            .status_code()
            .as_u16()
    };
    for wrong in [
        path.replace("new_match", "new_matches"),
        path.replace("new_match", "sign_in"),
        path.replace("fatima", "bram"),
        "/uitschrijven".to_owned(),
    ] {
        assert_ne!(elsewhere(&wrong, "List-Unsubscribe=One-Click").await, 200, "{wrong}");
    }
    assert_eq!(elsewhere("/do/notifications/choose", "").await, 403);
    assert_eq!(elsewhere(&path, "List-Unsubscribe=One-Click").await, 200);
    browser.get(&path).await.assert_shows("Je krijgt deze mails niet meer");
    let row = audit::Entity::find().filter(audit::Column::Action.eq("mail.switch")).one(app.state.db.reader()).await.expect("a read");
    assert_eq!(row.map(|row| (row.object_kind, row.object_id)), Some(("account".to_owned(), Some(fatima.id.0))));
    // The button of the page takes it back, and stops it again.
    let answer = browser.post(&path, &[("aan", "1")]).await;
    assert_eq!(answer.location(), path);
    browser.get(&path).await.assert_shows("Wil je deze mails niet meer?");
    browser.post(&path, &[("uit", "1")]).await;
    browser.get(&format!("/en{path}")).await.assert_shows("You do not get these mails any more");
    browser.get("/uitschrijven?adres=x").await.assert_shows("Deze link klopt niet");
});

#[tokio::test]
async fn the_mailbox_of_the_demo_is_not_there_in_production() {
    for (environment, status) in [(Environment::Demo, 200), (Environment::Development, 200), (Environment::Production, 404)] {
        let app = TestApp::start(Engine::Sqlite, environment).await;
        app.areas().await;
        let bram = app.person("Bram Visser").await;
        app.sign_in(&bram, None).await.post("/do/notifications/follow_area", &[("form[area]", "Zwolle")]).await;
        let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &bram).await;
        publish(&app, &zwolle, "dieze", "GM0193").await;
        jobs::round(&app.state).await;
        let id = app.mails().await[0].id;
        let browser = app.visitor();
        for path in ["/dev/mail".to_owned(), format!("/dev/mail/{id}"), format!("/dev/mail/{id}/html")] {
            let page = browser.get(&path).await;
            assert_eq!(page.status(), status, "{environment:?} {path}");
            if status == 200 {
                page.assert_shows("Nieuwe call: ‘Zon op dieze’");
            }
        }
        let html = browser.get(&format!("/dev/mail/{id}/html")).await;
        if status == 200 {
            assert!(html.header("content-security-policy").contains("default-src 'none'; style-src 'unsafe-inline'"));
            assert_eq!(html.header("x-frame-options"), "SAMEORIGIN");
        }
        assert_eq!(browser.get("/dev/mail/zomaar").await.status(), 404);
    }
}

on_both!(an_event_is_a_mail_and_a_notice, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await];
    let (hers, his) = (app.sign_in(&fatima, None).await, app.sign_in(&bram, None).await);
    hers.get("/meldingen").await.assert_shows("Nog geen meldingen");
    // Two areas of one call, and a call of which it is told in three rounds: one mail, one notice.
    for area in ["Diezerpoort, Zwolle", "Zwolle"] {
        hers.post("/do/notifications/follow_area", &[("form[area]", area)]).await;
    }
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &bram).await;
    app.advance(TimeDelta::minutes(1));
    publish(&app, &zwolle, "dieze", "WK019311").await;
    for _ in 0..3 {
        jobs::round(&app.state).await;
    }
    let (statements, page) = app.statements(hers.get("/meldingen")).await;
    assert!(statements <= 3, "{statements} statements");
    page.assert_shows("Er is één nieuwe melding.");
    page.assert_shows("Nieuwe call: ‘Zon op dieze’");
    assert_eq!(page.html().matches("Nieuwe call: ‘Zon op dieze’").count(), 1);
    assert_eq!(app.mails_to(FATIMA, "call_published").await.len(), 1);
    // It is hers: nobody else sees or opens it.
    assert!(!his.get("/meldingen").await.shows("Zon op dieze"));
    let (rows, _) = queries::notices(app.state.db.reader(), fatima.id, None).await.expect("the notices");
    let id = rows[0].id.to_string();
    assert_eq!(his.post("/do/notifications/open", &[("form[notice]", &id)]).await.status(), 404);
    assert!(hers.get("/calls").await.shows("Meldingen: één nieuwe"), "the bell says so on every page");
    assert_eq!(hers.post("/do/notifications/open", &[("form[notice]", &id)]).await.location(), "/calls/dieze");
    hers.get("/meldingen").await.assert_shows("Je hebt alles gelezen.");
    // Whoever wants no mail of it still finds the notice.
    hers.post("/do/notifications/choose", &[("form[rhythms][call_published]", "off")]).await;
    app.advance(TimeDelta::minutes(1));
    publish(&app, &zwolle, "assendorp", "GM0193").await;
    jobs::round(&app.state).await;
    hers.get("/meldingen").await.assert_shows("Nieuwe call: ‘Zon op assendorp’");
    hers.post("/do/notifications/read_all", &[]).await;
    hers.get("/meldingen").await.assert_shows("Je hebt alles gelezen.");
});

on_both!(somebody_who_is_concerned_twice_is_told_once, async |app: TestApp| {
    let fatima = app.person("Fatima Bakker").await;
    let to = Recipient { address: FATIMA.to_owned(), name: String::new(), account_id: Some(fatima.id), locale: Locale::Nl };
    let letter = |kind: Event, path: &str| Letter {
        kind,
        transactional: true,
        subject: "Er is iets".to_owned(),
        blocks: Vec::new(),
        button: Some(("Kijk".to_owned(), path.to_owned())),
        object: Object::new("party", Uuid::from_u128(1)),
        dedupe_key: None,
        because: Because::default(),
    };
    let tx = app.state.db.begin().await.expect("a transaction");
    let twice = vec![(to.clone(), letter(Event::Membership, "/partijen/a")), (to.clone(), letter(Event::Membership, "/partijen/a"))];
    app.state.post.enqueue_all(&tx, twice, app.now()).await.expect("the rows");
    // A link that is a key goes by mail alone, or without the key.
    app.state.post.enqueue(&tx, &to, letter(Event::Invitation, "/uitnodiging/geheim"), app.now()).await.expect("a row");
    app.state.post.enqueue(&tx, &to, letter(Event::IntroductionAsked, "/kennismaking/1/need?code=geheim"), app.now()).await.expect("a row");
    tx.commit(Audit::new("test", Object::new("party", Uuid::nil())), app.now()).await.expect("a commit");
    assert_eq!(app.mails_to(FATIMA, "membership").await.len(), 1);
    let rows = notice::Entity::find().all(app.state.db.reader()).await.expect("the notices");
    let mut told: Vec<(&str, &str)> = rows.iter().map(|row| (row.event.as_str(), row.path.as_str())).collect();
    told.sort_unstable();
    assert_eq!(told, [("introduction_asked", "/kennismaking/1/need"), ("membership", "/partijen/a")]);
});

on_both!(what_may_wait_comes_in_one_round_up, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await];
    let hers = app.sign_in(&fatima, None).await;
    hers.post("/do/notifications/follow_area", &[("form[area]", "Zwolle")]).await;
    hers.post("/do/notifications/choose", &[("form[rhythms][call_published]", "daily")]).await;
    // A member of two parties is one reader.
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &bram).await;
    for party in [&zwolle, &app.party("Buurtraad", PartyKind::Organisation, &bram).await] {
        app.add_member(party, &fatima, MemberRole::Viewer).await;
    }
    let digests = async || app.mails_to(FATIMA, "digest").await;
    let mut published = Vec::new();
    for slug in ["een", "twee", "drie"] {
        app.advance(TimeDelta::minutes(5));
        publish(&app, &zwolle, slug, "GM0193").await;
        published.push(slug);
        jobs::round(&app.state).await;
    }
    assert_eq!(app.mails_to(FATIMA, "call_published").await.len(), 0);
    assert_eq!(digests().await.len(), 0, "not before seven");
    // Monday ten o'clock becomes Tuesday just before and after seven; the job runs often, and late.
    app.advance(TimeDelta::hours(20));
    jobs::round(&app.state).await;
    assert_eq!(digests().await.len(), 0);
    app.advance(TimeDelta::hours(2));
    for _ in 0..3 {
        jobs::round(&app.state).await;
    }
    let mails = digests().await;
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "Je overzicht: 3 nieuwe meldingen"));
    let places: Vec<usize> = published.iter().map(|slug| mails[0].body_text.find(&format!("/calls/{slug}\n")).expect("the call")).collect();
    assert!(places[0] > places[1] && places[1] > places[2], "the newest first: {}", mails[0].body_text);
    // Nothing new, no mail; and switched off meanwhile is left out.
    app.advance(TimeDelta::days(1));
    jobs::round(&app.state).await;
    assert_eq!(digests().await.len(), 1);
    publish(&app, &zwolle, "vier", "GM0193").await;
    jobs::round(&app.state).await;
    hers.post("/do/notifications/choose", &[("form[rhythms][call_published]", "off")]).await;
    app.advance(TimeDelta::days(1));
    jobs::round(&app.state).await;
    assert_eq!(digests().await.len(), 1);
    // Once told is told, whatever the rhythm is afterwards.
    hers.post("/do/notifications/choose", &[("form[rhythms][call_published]", "direct")]).await;
    jobs::round(&app.state).await;
    assert_eq!((digests().await.len(), app.mails_to(FATIMA, "call_published").await.len()), (1, 0));
});

on_both!(somebody_chooses_the_day_and_the_quiet_hours, async |app: TestApp| {
    let fatima = app.person("Fatima Bakker").await;
    let hers = app.sign_in(&fatima, None).await;
    let page = hers.get("/account/mails").await;
    assert!(page.html().contains("<option value=\"22\" selected"), "no mail at night, unless somebody chooses it");
    let letter = |kind: Event, number: u128| Letter {
        kind,
        transactional: !kind.can_be_switched_off(),
        subject: format!("Er is iets, {number}"),
        blocks: Vec::new(),
        button: None,
        object: Object::new("call", Uuid::from_u128(number)),
        dedupe_key: None,
        because: Because::default(),
    };
    let to = |account_id| Recipient { address: FATIMA.to_owned(), name: String::new(), account_id, locale: Locale::Nl };
    let tell = async |to: &Recipient, letter: Letter| {
        let tx = app.state.db.begin().await.expect("a transaction");
        let subject = letter.subject.clone();
        app.state.post.enqueue(&tx, to, letter, app.now()).await.expect("a row");
        tx.commit(Audit::new("test", Object::new("call", Uuid::nil())), app.now()).await.expect("a commit");
        app.mails().await.into_iter().find(|mail| mail.subject == subject).map(|mail| mail.next_attempt_at)
    };
    // Monday half past ten in the evening.
    app.advance(TimeDelta::minutes(750));
    let night = app.now();
    let seven = night + TimeDelta::minutes(510);
    assert_eq!(tell(&to(Some(fatima.id)), letter(Event::NewMatch, 1)).await, Some(seven));
    assert_eq!(tell(&to(Some(fatima.id)), letter(Event::Decision, 2)).await, Some(seven));
    assert_eq!(tell(&to(Some(fatima.id)), letter(Event::SignIn, 3)).await, Some(night));
    assert_eq!(tell(&to(None), letter(Event::Decision, 4)).await, Some(night), "who has no account could not have chosen");
    // What is refused changes nothing, and what was typed is still there.
    let refused = [("form[weekday]", "4"), ("form[quiet_from]", "9"), ("form[quiet_until]", "9")];
    hers.post("/do/notifications/choose", &refused).await;
    let page = hers.get("/account/mails").await;
    page.assert_shows("Kies twee verschillende uren.");
    assert_eq!(page.html().matches("<option value=\"9\" selected").count(), 2);
    let chosen =
        [("form[weekday]", "4"), ("form[quiet_from]", "never"), ("form[quiet_until]", "7"), ("form[rhythms][new_match]", "weekly")];
    hers.post("/do/notifications/choose", &chosen).await;
    assert_eq!(tell(&to(Some(fatima.id)), letter(Event::Decision, 5)).await, Some(night));
    assert_eq!(tell(&to(Some(fatima.id)), letter(Event::NewMatch, 6)).await, None, "it waits for Thursday");
    app.advance(TimeDelta::minutes(510) + TimeDelta::days(1));
    jobs::round(&app.state).await;
    assert_eq!(app.mails_to(FATIMA, "digest").await.len(), 0);
    app.advance(TimeDelta::days(1));
    for _ in 0..2 {
        jobs::round(&app.state).await;
    }
    assert_eq!(app.mails_to(FATIMA, "digest").await.len(), 1);
});

on_both!(a_member_chooses_for_each_party, async |app: TestApp| {
    let [fatima, bram] = [app.person("Fatima Bakker").await, app.person("Bram Visser").await];
    let [one, two, other] = [
        app.party("Buurtraad", PartyKind::Organisation, &fatima).await,
        app.party("Repaircafé", PartyKind::Organisation, &fatima).await,
        app.party("Elders", PartyKind::Organisation, &bram).await,
    ];
    let hers = app.sign_in(&fatima, None).await;
    let page = hers.get("/account/mails").await;
    page.assert_shows("Repaircafé");
    assert!(!page.shows("Elders"));
    let choose = async |party: &Party, rhythm: &str| {
        let answer = hers.post("/do/notifications/choose", &[(&format!("form[parties][id-{}]", party.id), rhythm)]).await;
        assert_eq!(answer.location(), "/account/mails", "{} {}", answer.status(), answer.html());
    };
    let mut number = 0;
    let mut tell = async |parties: &[&Party]| {
        number += 1;
        let to = Recipient { address: FATIMA.to_owned(), name: String::new(), account_id: Some(fatima.id), locale: Locale::Nl };
        let letters = parties.iter().map(|party| {
            let letter = Letter {
                kind: Event::NewMatch,
                transactional: false,
                subject: format!("Er past iets, {number}"),
                blocks: Vec::new(),
                button: None,
                object: Object::new("listing", Uuid::from_u128(number)),
                dedupe_key: Some(format!("test:{number}")),
                because: Because::of_party(Some(party.id)),
            };
            (to.clone(), letter)
        });
        let tx = app.state.db.begin().await.expect("a transaction");
        app.state.post.enqueue_all(&tx, letters.collect(), app.now()).await.expect("the rows");
        tx.commit(Audit::new("test", Object::new("listing", Uuid::nil())), app.now()).await.expect("a commit");
        let mails = app.mails_to(FATIMA, "new_match").await;
        let mails: Vec<String> =
            mails.into_iter().filter(|mail| mail.subject.ends_with(&format!(", {number}"))).map(|mail| mail.status).collect();
        let notices = notice::Entity::find().all(app.state.db.reader()).await.expect("the notices");
        let digests: Vec<bool> =
            notices.iter().filter(|notice| notice.object_id == Uuid::from_u128(number)).map(|notice| notice.digest_at.is_some()).collect();
        (mails, digests)
    };
    let mailed = |status: &str| (vec![status.to_owned()], vec![false]);
    let gathered = (Vec::new(), vec![true]);
    assert_eq!(tell(&[&one]).await, mailed("waiting"), "at once, as for everything else");
    choose(&one, "weekly").await;
    choose(&other, "off").await;
    assert_eq!(tell(&[&one]).await, gathered);
    assert_eq!(tell(&[&other]).await, mailed("waiting"), "one chooses for the own parties alone");
    assert_eq!(tell(&[&one, &two]).await, mailed("waiting"), "once, the soonest way");
    choose(&two, "off").await;
    assert_eq!(tell(&[&two]).await, mailed("suppressed"));
    assert_eq!(tell(&[&two, &one]).await, gathered);
    hers.get("/account/mails").await.assert_shows("Hoe vaak wil je horen van je partijen?");
    choose(&two, "own").await;
    assert_eq!(tell(&[&two]).await, mailed("waiting"));
});
