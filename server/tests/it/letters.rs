//! Letters that somebody releases: what nobody knows before, what can be changed in them, and who sees what of a mail.

use app::{
    demo::{content::Content, seed, verdicts},
    infra::{
        db::entity::{account, audit, decision, notice, outbox, proposal},
        i18n::Locale,
        mail::{
            Patience, Transport,
            outbox::{Pace, Worker},
        },
    },
    parties::model::PartyKind,
    proposals::model::ProposalState,
    state::Environment,
};
use chrono::TimeDelta;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use tokio_util::sync::CancellationToken;

use crate::{
    proposals::{Applicant, Call, hidden, link_in},
    support::{Answer, Browser, Engine, TestApp, on_both, smtp::SmtpServer},
};

const FATIMA: &str = "fatima@voorbeeld.example";

async fn decide(official: &Browser, call: &Call, id: &str, outcome: &str) -> Answer {
    let fields = [
        ("form[slug]", call.slug.as_str()),
        ("form[id]", id),
        ("form[outcome]", outcome),
        ("form[amount]", "1.000"),
        ("form[reason]", "Een plan voor iedereen. Zie https://elders.example"),
    ];
    official.post("/do/proposals/decide", &fields).await
}

async fn letter_to(app: &TestApp, address: &str) -> outbox::Model {
    app.mails_to(address, "decision").await.into_iter().next_back().expect("a letter")
}

/// Posts a form about a letter as its page has it now.
async fn act(browser: &Browser, call: Option<&Call>, verb: &str, letter: &outbox::Model, more: &[(&str, &str)]) -> Answer {
    let path = match call {
        Some(call) => call.path(&format!("/brieven/{}", letter.id)),
        None => format!("/vandaag/mails/{}", letter.id),
    };
    let version = hidden(&browser.get(&path).await.html(), "version");
    let id = letter.id.to_string();
    let mut fields =
        vec![("form[mail]", id.as_str()), ("form[version]", version.as_str()), ("form[call]", call.map_or("", |call| &call.slug))];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    browser.post(&format!("/do/letters/{verb}"), &fields).await
}

/// Sends what is due; gives what arrived.
async fn sent(app: &TestApp) -> Vec<(String, String)> {
    let server = SmtpServer::start().await;
    let transport = Transport::smtp(&server.url(), Patience::default()).expect("a server");
    let worker = Worker::new(app.state.clone(), transport, Pace::default());
    while worker.round(&CancellationToken::new()).await.expect("a round").taken > 0 {}
    worker.hang_up().await;
    server.taken().into_iter().map(|mail| (mail.to, mail.content)).collect()
}

on_both!(nobody_knows_of_a_decision_before_its_letter_goes, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, FATIMA).await;
    fatima.save(&call, "invite", &[("form[co][0][name]", "Bram"), ("form[co][0][email]", "bram@voorbeeld.example")]).await;
    fatima.save(&call, "save", &[("form[co][0][name]", "Bram"), ("form[co][0][email]", "bram@voorbeeld.example")]).await;
    fatima.submit().await;
    let invitation = link_in(&app.mails_to("bram@voorbeeld.example", "co_applicant").await[0].body_text, "/voorstellen/uitnodiging/");
    let bram = app.sign_in(&app.person("Bram").await, None).await;
    let token = invitation.rsplit('/').next().expect("a token");
    call.close(&app).await;
    sent(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let places = [
        fatima.path(""),
        fatima.path("/ontvangst"),
        "/voorstellen".to_owned(),
        call.path(""),
        format!("/api/v1/calls/{}", call.slug),
        "/dev/mail".to_owned(),
    ];
    let plain = async |path: &str| {
        let html = fatima.browser.get(path).await.html();
        // A new one for each page.
        html.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect::<String>()
    };
    let mut before = Vec::new();
    for path in &places {
        before.push(plain(path).await);
    }
    assert_eq!(decide(&official, &call, &fatima.id, "awarded").await.location(), call.path(&format!("/voorstellen/{}", fatima.id)));
    // Somebody who says yes now gets the letter with the others.
    let yes = bram.post("/do/proposals/join", &[("form[token]", token), ("form[answer]", "accepted")]).await;
    assert_eq!(yes.status(), 302, "{}", yes.html());
    for (path, before) in places.iter().zip(before) {
        let now = plain(path).await;
        if path.ends_with(&fatima.id) {
            assert!(!now.contains("toegekend") && !now.contains("Een plan voor iedereen"), "{now}");
        } else {
            assert_eq!(now, before, "{path}");
        }
    }
    assert!(!bram.get(&fatima.path("")).await.html().contains("toegekend"));
    assert!(sent(&app).await.is_empty());
    assert_eq!(notice::Entity::find().filter(notice::Column::Event.eq("decision")).count(app.state.db.reader()).await.expect("a count"), 0);
    let row = fatima.row(&app).await;
    assert_eq!(row.state, ProposalState::Submitted);

    // The funder knows, and is told that the applicant does not.
    let page = official.get(&call.path(&format!("/voorstellen/{}", fatima.id))).await;
    page.assert_shows("De aanvrager weet dit nog niet");
    page.assert_shows("Het voorstel is toegekend");
    let list = official.get(&call.path("/voorstellen?status=awarded")).await;
    list.assert_shows("aanvrager weet dit nog niet");
    list.assert_shows("€\u{a0}9.000");
    assert!(official.get(&call.path("/voorstellen.csv")).await.html().contains("Toegekend"));
    let ask = [("form[slug]", call.slug.as_str()), ("form[id]", fatima.id.as_str()), ("form[question]", "Nog iets?")];
    assert_eq!(official.post("/do/proposals/ask", &ask).await.status(), 409);
    assert_eq!(decide(&official, &call, &fatima.id, "refused").await.status(), 409);

    // Released, all hear of it at once, each one time.
    let letter = letter_to(&app, FATIMA).await;
    assert_eq!(act(&official, Some(&call), "release", &letter, &[]).await.location(), call.path(&format!("/brieven/{}", letter.id)));
    fatima.get("").await.assert_shows("Het voorstel is toegekend");
    bram.get(&fatima.path("")).await.assert_shows("Het voorstel is toegekend");
    bram.get("/meldingen").await.assert_shows("Toegekend");
    assert!(fatima.browser.get(&format!("/api/v1/calls/{}", call.slug)).await.html().len() > 10);
    let mut to: Vec<String> = sent(&app).await.into_iter().map(|(to, _)| to).collect();
    to.sort();
    assert_eq!(to, ["bram@voorbeeld.example", FATIMA]);
    assert_eq!(act(&official, Some(&call), "release", &letter, &[]).await.status(), 400);
    let done = audit::Entity::find().filter(audit::Column::Action.eq("mail.release")).count(app.state.db.reader()).await;
    assert_eq!(done.expect("a count"), 1);
});

on_both!(an_applicant_who_changes_or_withdraws_undoes_what_nobody_was_told, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let fatima = Applicant::complete(&app, &call, FATIMA).await;
    let decided = async || decision::Entity::find().count(app.state.db.reader()).await.expect("a count");
    decide(&official, &call, &fatima.id, "refused").await;
    assert_eq!(decided().await, 1);
    // Sent in anew before the deadline: another version, on which nothing is decided.
    assert_eq!(fatima.save(&call, "save", &[("form[title]", "Zon, maar dan anders")]).await.location(), fatima.path("/bewerken"));
    assert_eq!(fatima.submit().await.location(), fatima.path("/ontvangst"));
    assert_eq!((decided().await, letter_to(&app, FATIMA).await.status.as_str()), (0, "discarded"));
    official.get(&call.path(&format!("/voorstellen/{}", fatima.id))).await.assert_shows("Neem het besluit");

    decide(&official, &call, &fatima.id, "refused").await;
    let letter = letter_to(&app, FATIMA).await;
    let withdrawn = fatima.browser.post("/do/proposals/withdraw", &[("form[id]", &fatima.id)]).await;
    assert_eq!(withdrawn.status(), 302);
    assert_eq!((decided().await, fatima.row(&app).await.state), (0, ProposalState::Withdrawn));
    assert_eq!(act(&official, Some(&call), "release", &letter, &[("form[version]", "1")]).await.status(), 409);
    let mails = sent(&app).await;
    assert!(mails.iter().all(|(_, content)| !content.contains("Besluit over")), "{mails:?}");
});

on_both!(a_decision_that_nobody_knows_can_be_taken_back, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let fatima = Applicant::complete(&app, &call, FATIMA).await;
    call.close(&app).await;
    decide(&official, &call, &fatima.id, "refused").await;
    let letter = letter_to(&app, FATIMA).await;
    let page = call.path(&format!("/brieven/{}", letter.id));
    assert_eq!(act(&official, Some(&call), "discard", &letter, &[("form[reason]", " ")]).await.location(), page);
    official.get(&page).await.assert_shows("Vul dit veld in.");
    assert_eq!(act(&official, Some(&call), "discard", &letter, &[("form[reason]", "Verkeerde knop")]).await.location(), page);
    official.get(&page).await.assert_shows("Verkeerde knop");
    assert_eq!(fatima.row(&app).await.state, ProposalState::Submitted);
    decide(&official, &call, &fatima.id, "awarded").await;
    let letter = letter_to(&app, FATIMA).await;
    act(&official, Some(&call), "release", &letter, &[]).await;
    // Once it is known it goes: it can be held again, and not be thrown away.
    assert_eq!(act(&official, Some(&call), "hold", &letter, &[]).await.status(), 302);
    assert!(sent(&app).await.iter().all(|(_, content)| !content.contains("Toegekend")));
    assert_eq!(act(&official, Some(&call), "discard", &letter, &[("form[reason]", "Toch niet")]).await.status(), 409);
    act(&official, Some(&call), "release", &letter, &[]).await;
    assert_eq!(sent(&app).await.len(), 1);
});

on_both!(a_letter_is_reworded_for_all_and_links_to_this_site_alone, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let fatima = Applicant::complete(&app, &call, FATIMA).await;
    call.close(&app).await;
    decide(&official, &call, &fatima.id, "awarded").await;
    sent(&app).await;
    let letter = letter_to(&app, FATIMA).await;
    let key = link_in(&app.mails_to(FATIMA, "decision").await[0].body_text, "/voorstellen/");
    assert!(key.contains("/link/"), "{key}");
    let organiser = app.sign_in(&app.organiser("Olga Ordening").await, None).await;
    let (at_call, at_desk) = (call.path(&format!("/brieven/{}", letter.id)), format!("/vandaag/mails/{}", letter.id));
    for (browser, path) in [(&official, &at_call), (&organiser, &at_desk)] {
        let (page, html) = (browser.get(path).await, browser.get(&format!("{path}/html")).await);
        page.assert_shows("Een plan voor iedereen");
        assert!(html.html().contains("Een plan voor iedereen") && html.header("content-security-policy").contains("sandbox"));
        for answer in [&page, &html] {
            assert!(!answer.html().contains("/link/") && !answer.html().contains("href=\"https://elders"), "no key and no link of others");
        }
    }
    for (field, bad, problem) in [
        ("form[texts][0]", "Zie https://elders.example", "https://elders.example"),
        ("form[texts][0]", "Zie <a href=x>hier</a>", "Gebruik gewone tekst"),
        ("form[subject]", "Zie www.elders.example", "www.elders.example"),
    ] {
        let mut fields = vec![("form[subject]", "Besluit"), ("form[texts][0]", "Dag"), ("form[texts][1]", "Reden")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, bad));
        assert_eq!(act(&official, Some(&call), "edit", &letter, &fields).await.location(), at_call);
        official.get(&at_call).await.assert_shows(problem);
    }
    let fields = [
        ("form[subject]", "Gefeliciteerd\r\nBcc: x@elders.example"),
        ("form[texts][0]", "Wat een mooi plan!\n\nBel ons."),
        ("form[texts][1]", "Waarom:"),
    ];
    assert_eq!(act(&official, Some(&call), "edit", &letter, &fields).await.location(), at_call);
    let stale = [("form[version]", "1"), ("form[subject]", "Iets anders"), ("form[texts][0]", "a"), ("form[texts][1]", "b")];
    let id = letter.id.to_string();
    let mut outdated = vec![("form[mail]", id.as_str()), ("form[call]", call.slug.as_str())];
    outdated.extend(stale);
    assert_eq!(official.post("/do/letters/edit", &outdated).await.status(), 409);
    organiser.get(&at_desk).await.assert_shows("Wat een mooi plan!");
    act(&organiser, None, "release", &letter, &[]).await;
    let mails = sent(&app).await;
    assert_eq!(mails.len(), 1);
    let content = mails[0].1.replace("\r\n", "\n");
    let (head, _) = content.split_once("\n\n").expect("a head");
    assert!(head.contains("Subject: Gefeliciteerd Bcc: x@elders.example") && !head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    let body = &app.mails_to(FATIMA, "decision").await[0].body_text;
    assert!(body.contains("Wat een mooi plan!") && body.contains("/link/") && body.contains("> Een plan voor iedereen"), "{body}");
});

on_both!(a_set_goes_as_it_was_seen_or_not_at_all, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let mut all = Vec::new();
    for name in ["a", "b", "c"] {
        all.push(Applicant::complete(&app, &call, &format!("{name}@voorbeeld.example")).await);
    }
    call.close(&app).await;
    sent(&app).await;
    for applicant in &all[..2] {
        decide(&official, &call, &applicant.id, "refused").await;
    }
    let confirm = call.path("/brieven/vrijgeven?staat=held");
    official.get(&call.path("/brieven")).await.assert_shows("Geef 2 mails vrij");
    let mark = hidden(&official.get(&confirm).await.html(), "mark");
    decide(&official, &call, &all[2].id, "refused").await;
    let release =
        async |mark: &str| official.post("/do/letters/release-all", &[("form[call]", call.slug.as_str()), ("form[mark]", mark)]).await;
    assert!(release(&mark).await.location().starts_with(&call.path("/brieven/vrijgeven")));
    official.get(&confirm).await.assert_shows("De selectie is intussen veranderd");
    assert!(sent(&app).await.is_empty());
    let mark = hidden(&official.get(&confirm).await.html(), "mark");
    assert_eq!(release(&mark).await.location(), call.path("/brieven"));
    assert_eq!(sent(&app).await.len(), 3);
    let refused = proposal::Entity::find().filter(proposal::Column::State.eq(ProposalState::Refused)).count(app.state.db.reader()).await;
    assert_eq!(refused.expect("a count"), 3);
    assert!(release(&mark).await.location().starts_with(&call.path("/brieven/vrijgeven")));
});

on_both!(organisers_hold_what_waits_and_see_no_key, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let _fatima = Applicant::complete(&app, &call, FATIMA).await;
    let organiser = app.sign_in(&app.organiser("Olga Ordening").await, None).await;
    let receipt = app.mails_to(FATIMA, "receipt").await.remove(0);
    assert_eq!(act(&organiser, None, "hold", &receipt, &[]).await.status(), 302);
    organiser.get("/vandaag").await.assert_shows("mail ligt apart");
    organiser.get("/vandaag/mails").await.assert_shows("Ontvangen: je voorstel");
    assert!(sent(&app).await.iter().all(|(_, content)| !content.contains("WC-2026-00001")));
    app.advance(TimeDelta::days(5));
    act(&organiser, None, "release", &receipt, &[]).await;
    assert_eq!(sent(&app).await.len(), 1);

    let key = app.mails_to(FATIMA, "proposal_link").await.remove(0);
    let link = link_in(&key.body_text, "/voorstellen/");
    let page = organiser.get(&format!("/vandaag/mails/{}", key.id)).await;
    page.assert_shows("In deze mail staat een sleutel");
    assert!(!page.html().contains(&link) && !page.html().contains("/link/"));
    assert_eq!(organiser.get(&format!("/vandaag/mails/{}/html", key.id)).await.status(), 404);
    let row = outbox::Entity::find_by_id(key.id).one(app.state.db.reader()).await.expect("a read").expect("a row");
    assert_eq!(row.letter, "");
    // Filters, and pages that go on where the one before ended.
    let mut copy = outbox::ActiveModel::from(row);
    for number in 0..40 {
        copy.id = Set(uuid::Uuid::now_v7());
        copy.message_id = Set(format!("kopie-{number}"));
        copy.subject = Set(format!("Kopie {number}."));
        outbox::Entity::insert(copy.clone()).exec_without_returning(app.state.db.writer()).await.expect("a copy");
    }
    let first = organiser.get("/vandaag/mails?staat=sent&q=KOPIE").await;
    let page = first.html();
    let next =
        page.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page").replace("&amp;", "&");
    assert!(first.shows("Kopie 39.") && !first.shows("Kopie 9."));
    let second = organiser.get(&next).await;
    assert!(second.shows("Kopie 9.") && second.shows("Kopie 0.") && !second.shows("Kopie 10."));
    assert!(!organiser.get("/vandaag/mails?staat=sent&soort=receipt").await.shows("Kopie 39."));

    // One that was given up is what the page opens on, and goes again: once, with its audit row.
    copy.id = Set(uuid::Uuid::now_v7());
    copy.message_id = Set("mislukt".to_owned());
    copy.subject = Set("Mislukt.".to_owned());
    copy.status = Set("failed".to_owned());
    let failed = outbox::Entity::insert(copy).exec_with_returning(app.state.db.writer()).await.expect("a copy");
    organiser.get("/vandaag/mails").await.assert_shows("Mislukt.");
    let id = failed.id.to_string();
    assert_eq!(organiser.post("/do/desk/resend", &[("form[mail]", &id)]).await.location(), "/vandaag/mails");
    assert_eq!(organiser.post("/do/desk/resend", &[("form[mail]", &id)]).await.status(), 409);
    let again = outbox::Entity::find_by_id(failed.id).one(app.state.db.reader()).await.expect("a read").expect("a row");
    assert_eq!((again.status.as_str(), again.attempts), ("waiting", 0));
    let audited = audit::Entity::find().filter(audit::Column::Action.eq("mail.resend")).all(app.state.db.reader()).await.expect("a read");
    assert_eq!(audited.iter().map(|row| row.object_id).collect::<Vec<_>>(), [Some(failed.id)]);
});

on_both!(a_funder_writes_its_own_letters, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let page = format!("/partijen/{}/brieven/award/nl", call.funder.slug);
    official.get(&format!("/partijen/{}/brieven", call.funder.slug)).await.assert_shows("Tekst van Wijkcall");
    let ours = official.get(&page).await;
    ours.assert_shows("Goed nieuws: ‘{titel}’ is toegekend.");
    ours.assert_shows("Goed nieuws: ‘Zon op de galerij’ is toegekend.");
    let save = async |button: &str, version: &str, subject: &str, body: &str| {
        let fields = [
            ("form[party]", call.funder.slug.as_str()),
            ("form[kind]", "award"),
            ("form[locale]", "nl"),
            ("form[version]", version),
            ("form[do]", button),
            ("form[subject]", subject),
            ("form[body]", body),
        ];
        official.post("/do/templates/save", &fields).await
    };
    let good = "Beste {aanvrager},\r\n\r\n{gegevens}\r\n\r\nDe gemeente vindt:\r\n\r\n{reden}\r\n\r\nBezwaar maken kan zes weken.";
    for (subject, body, problem) in [
        ("Besluit", "Dag {naam}\n\n{gegevens}\n\n{reden}", "Dit invulwoord kennen we niet: {naam}"),
        ("Besluit", "Dag\n\n{gegevens}", "{reden} ontbreekt"),
        ("Besluit", "Dag {reden}\n\n{gegevens}", "in een eigen alinea"),
        ("Besluit {gegevens}", good, "{gegevens} kan niet in het onderwerp"),
        ("Besluit", "<h1>Dag</h1>\n\n{gegevens}\n\n{reden}", "Gebruik gewone tekst"),
        ("Besluit", "https://elders.example\n\n{gegevens}\n\n{reden}", "https://elders.example"),
    ] {
        assert_eq!(save("save", "0", subject, body).await.location(), page);
        official.get(&page).await.assert_shows(problem);
    }
    save("preview", "0", "Over {titel}", good).await;
    let preview = official.get(&page).await;
    preview.assert_shows("De tekst is nog niet bewaard");
    preview.assert_shows("Beste Zonnige buren,");
    assert_eq!(save("save", "0", "Over {titel}\r\nBcc: x@elders.example", good).await.location(), page);
    official.get(&page).await.assert_shows("De tekst is bewaard");
    assert_eq!(save("save", "0", "Over {titel}", good).await.status(), 409);
    official.get(&format!("/partijen/{}/brieven", call.funder.slug)).await.assert_shows("Eigen tekst");

    let fatima = Applicant::complete(&app, &call, FATIMA).await;
    call.close(&app).await;
    decide(&official, &call, &fatima.id, "awarded").await;
    let letter = app.mails_to(FATIMA, "decision").await.remove(0);
    assert_eq!(letter.subject, "Over Zon op de galerij Bcc: x@elders.example");
    let body = &letter.body_text;
    assert!(
        body.contains("Beste Zonnige buren,") && body.contains("Bezwaar maken kan zes weken.") && body.contains("€\u{a0}1.000"),
        "{body}"
    );
    assert!(body.contains("> Een plan voor iedereen") && body.contains("/link/"), "{body}");

    // Back to our words, from the next letter on.
    let reset = [("form[party]", call.funder.slug.as_str()), ("form[kind]", "award"), ("form[locale]", "nl")];
    assert_eq!(official.post("/do/templates/reset", &reset).await.location(), page);
    assert!(app.mails_to(FATIMA, "decision").await[0].body_text.contains("Beste Zonnige buren,"));
    act(&official, Some(&call), "discard", &letter, &[("form[reason]", "Met onze eigen tekst")]).await;
    decide(&official, &call, &fatima.id, "awarded").await;
    assert!(letter_to(&app, FATIMA).await.subject.starts_with("Toegekend"));
    let saved =
        audit::Entity::find().filter(audit::Column::Action.is_in(["template.save", "template.reset"])).count(app.state.db.reader()).await;
    assert_eq!(saved.expect("a count"), 2);
});

on_both!(an_organiser_writes_to_a_selection, async |app: TestApp| {
    app.areas().await;
    let [one, two, off] = [app.person("Een Eigenaar").await, app.person("Twee Eigenaren").await, app.person("Wil Niet").await];
    for (name, owner) in [("Buurt A", &one), ("Buurt B", &one), ("Buurt C", &two), ("Buurt D", &off)] {
        app.party(name, PartyKind::ResidentsGroup, owner).await;
    }
    app.party("Gemeente Kampen", PartyKind::Municipality, &two).await;
    let unwilling = app.sign_in(&off, None).await;
    unwilling.post("/do/notifications/choose", &[("form[rhythms][segment]", "off")]).await;
    let person = app.organiser("Olga Ordening").await;
    let organiser = app.sign_in(&person, None).await;
    organiser.get("/partijen?soort=residents_group").await.assert_shows("Mail deze partijen");
    let save = async |more: &[(&str, &str)]| {
        let mut fields = vec![
            ("form[to]", "parties"),
            ("form[kind]", "residents_group"),
            ("form[subject]", "Kom je ook?"),
            ("form[body]", "Dinsdag is er koffie."),
        ];
        for (name, value) in more {
            fields.retain(|(other, _)| other != name);
            fields.push((name, value));
        }
        organiser.post("/do/segments/save", &fields).await
    };
    assert_eq!(save(&[("form[body]", "Zie www.elders.example")]).await.location(), "/vandaag/schrijven");
    organiser.get("/vandaag/schrijven").await.assert_shows("Hier staat een link naar een andere site");
    let page = save(&[]).await.location();
    let seen = organiser.get(&page).await;
    seen.assert_shows("2 mensen krijgen deze mail.");
    seen.assert_shows("1 adres kwam vaker voor");
    seen.assert_shows("1 mens wil zulke mail niet");
    assert!(organiser.get(&format!("{page}/html")).await.html().contains("Dinsdag is er koffie."));
    let id = page.rsplit('/').next().expect("an id").to_owned();
    let form = |html: &str| [("form[mail]", id.clone()), ("form[version]", hidden(html, "version")), ("form[mark]", hidden(html, "mark"))];
    let post = async |verb: &str, html: &str| {
        let form = form(html);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        organiser.post(&format!("/do/segments/{verb}"), &fields).await
    };
    assert_eq!(post("try", &seen.html()).await.location(), page);
    let mails = sent(&app).await;
    assert_eq!(mails.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), [person.email.as_str()]);
    assert!(mails[0].1.contains("Subject: Proef: Kom je ook?") && mails[0].1.contains("List-Unsubscribe:"));
    // Whoever came since was not seen.
    let three = app.person("Drie Erbij").await;
    app.party("Buurt E", PartyKind::ResidentsGroup, &three).await;
    assert_eq!(post("queue", &seen.html()).await.status(), 409);
    let seen = organiser.get(&page).await;
    seen.assert_shows("3 mensen krijgen deze mail.");
    assert_eq!(post("queue", &seen.html()).await.location(), format!("/vandaag/mails?staat=held&over=segment:{id}"));
    assert_eq!(post("queue", &seen.html()).await.status(), 409);
    organiser.get(&page).await.assert_shows("klaargezet voor 3 mensen");
    assert!(sent(&app).await.is_empty());
    // One of them unsubscribes before it goes; the organiser changes the words for all.
    let letter = app.mails_to(&one.email, "segment").await.remove(0);
    act(&organiser, None, "edit", &letter, &[("form[subject]", "Kom je ook?"), ("form[texts][0]", "Woensdag is er koffie.")]).await;
    app.sign_in(&three, None).await.post("/do/notifications/choose", &[("form[rhythms][segment]", "off")]).await;
    let confirm = format!("/vandaag/mails/vrijgeven?staat=held&over=segment:{id}");
    let mark = hidden(&organiser.get(&confirm).await.html(), "mark");
    let about = format!("segment:{id}");
    let release = [("form[about]", about.as_str()), ("form[mark]", mark.as_str())];
    assert_eq!(organiser.post("/do/letters/release-all", &release).await.location(), "/vandaag/mails");
    let mut mails = sent(&app).await;
    mails.sort();
    assert_eq!(mails.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), [one.email.as_str(), two.email.as_str()]);
    assert!(mails.iter().all(|(_, content)| content.contains("Woensdag is er koffie.")));
    organiser.get("/vandaag/mails?staat=suppressed").await.assert_shows(&three.email);

    // Those who take part in proposals to a call, as far as they know how it stands.
    let call = Call::open(&app).await;
    let fatima = Applicant::complete(&app, &call, FATIMA).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    decide(&official, &call, &fatima.id, "refused").await;
    for (state, count) in [("submitted", "1 mens krijgt deze mail."), ("refused", "Niemand krijgt deze mail.")] {
        let page = save(&[("form[to]", "proposals"), ("form[call]", &call.slug), ("form[state]", state)]).await.location();
        organiser.get(&page).await.assert_shows(count);
    }
});

on_both!(an_organiser_writes_to_who_posted_in_two_languages, async |app: TestApp| {
    app.areas().await;
    let [fatima, gerda, bram] = [app.person("Fatima Bakker").await, app.person("Gerda Molenaar").await, app.person("Bram Visser").await];
    // Two needs of one person are one mail; a need that is closed counts no more.
    let hers = app.sign_in(&fatima, None).await;
    for title in ["Moestuin gezocht", "Keuken gezocht"] {
        crate::alerts::post(&hers, title).await;
    }
    crate::alerts::post(&app.sign_in(&gerda, None).await, "Eten over").await;
    let his = app.sign_in(&bram, None).await;
    let closed = crate::alerts::post(&his, "Klaar ermee").await;
    assert_eq!(his.post("/do/bakery/close", &[("form[listing]", &closed)]).await.status(), 302);
    let english = account::ActiveModel { id: Set(gerda.id), locale: Set(Locale::En), ..Default::default() };
    account::Entity::update(english).exec(app.state.db.writer()).await.expect("another language");

    let person = app.organiser("Olga Ordening").await;
    let organiser = app.sign_in(&person, None).await;
    let save = async |more: &[(&str, &str)]| {
        let mut fields = vec![
            ("form[to]", "need"),
            ("form[theme]", "voedsel"),
            ("form[area]", "Zwolle"),
            ("form[subject]", "Kom je ook?"),
            ("form[body]", "Dinsdag is er koffie."),
        ];
        for (name, value) in more {
            fields.retain(|(other, _)| other != name);
            fields.push((name, value));
        }
        organiser.post("/do/segments/save", &fields).await.location()
    };
    for (more, count) in [
        (("form[theme]", "energie"), "Niemand krijgt deze mail."),
        (("form[area]", "Assendorp, Zwolle"), "Niemand krijgt deze mail."),
        (("form[to]", "offer"), "Niemand krijgt deze mail."),
        (("form[theme]", ""), "2 mensen krijgen deze mail."),
    ] {
        organiser.get(&save(&[more]).await).await.assert_shows(count);
    }
    let dutch = organiser.get(&save(&[]).await).await;
    dutch.assert_shows("Voor iedereen met een behoefte in de bakkerij: Voedsel, Zwolle");
    dutch.assert_shows("1 adres kwam vaker voor");
    dutch.assert_shows("1 van hen leest Wijkcall in het Engels en krijgt nu de Nederlandse tekst.");

    // Half an English mail is none.
    assert_eq!(save(&[("form[english_subject]", "Will you come?")]).await, "/vandaag/schrijven");
    organiser.get("/vandaag/schrijven").await.assert_shows("Will you come?");
    let both = [("form[english_subject]", "Will you come?"), ("form[english_body]", "There is coffee on Tuesday.")];
    let page = save(&both).await;
    let seen = organiser.get(&page).await;
    seen.assert_shows("1 van hen krijgt de Engelse tekst.");
    seen.assert_shows("There is coffee on Tuesday.");
    assert!(organiser.get(&format!("{page}/html?taal=en")).await.html().contains("There is coffee on Tuesday."));
    assert!(organiser.get(&format!("{page}/html")).await.html().contains("Dinsdag is er koffie."));
    organiser.get(&format!("{page}/bewerken")).await.assert_shows("There is coffee on Tuesday.");
    let html = seen.html();
    let id = page.rsplit('/').next().expect("an id");
    let fields = [("form[mail]", id.to_owned()), ("form[version]", hidden(&html, "version")), ("form[mark]", hidden(&html, "mark"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    organiser.post("/do/segments/try", &fields).await;
    let subjects = |mails: Vec<outbox::Model>| mails.into_iter().map(|mail| mail.subject).collect::<Vec<_>>();
    assert_eq!(subjects(app.mails_to(&person.email, "segment").await), ["Proef: Kom je ook?", "Test: Will you come?"]);
    organiser.post("/do/segments/queue", &fields).await;
    assert_eq!(subjects(app.mails_to(&fatima.email, "segment").await), ["Kom je ook?"]);
    assert_eq!(subjects(app.mails_to(&gerda.email, "segment").await), ["Will you come?"]);
    // Other words for the Dutch mail leave the English one as it is.
    let letter = app.mails_to(&fatima.email, "segment").await.remove(0);
    act(&organiser, None, "edit", &letter, &[("form[subject]", "Kom je wel?"), ("form[texts][0]", "Woensdag is er koffie.")]).await;
    assert_eq!(subjects(app.mails_to(&fatima.email, "segment").await), ["Kom je wel?"]);
    assert_eq!(subjects(app.mails_to(&gerda.email, "segment").await), ["Will you come?"]);
});

#[tokio::test]
async fn the_demo_has_a_letter_that_waits() {
    let app = TestApp::start(Engine::Sqlite, Environment::Demo).await;
    let areas = app::areas::import::read_csv(include_str!("../../demo/areas.csv"));
    app::areas::commands::import(&app.state.db, areas.rows, app.now()).await.expect("the areas");
    let mut content = Content::default();
    for file in [
        include_str!("../../demo/parties.toml"),
        include_str!("../../demo/people.toml"),
        include_str!("../../demo/calls.toml"),
        include_str!("../../demo/proposals.toml"),
        include_str!("../../demo/listings.toml"),
    ] {
        content.add(toml::from_str(file).expect("a file of the demo"));
    }
    seed::write(&app.state.db, &content, app.now()).await.expect("the demo");
    verdicts::decide(&app.state, &content, app.now()).await.expect("the verdicts");
    let organiser = app.sign_in(&app.organiser("Olga Ordening").await, None).await;
    organiser.get("/vandaag/mails").await.assert_shows("Besluit over ‘Tuinen en portieken van lege woningen’");
}
