//! Following, reminders, and the one rule for all events: whoever is concerned in several ways hears once, and nobody hears of what is not theirs.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    infra::db::entity::{call, follow, listing, membership, notice, outbox, proposal},
    jobs,
    notifications::model::Event,
    parties::model::{MemberRole, PartyKind},
    proposals::model::ProposalId,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::{
    calls::{begin, complete},
    proposals::{Applicant, Call},
    support::{Answer, Browser, Person, TestApp, on_both},
};

async fn wish(browser: &Browser, kind: &str, key: &str, wish: &str) -> Answer {
    let fields = [("form[kind]", kind), ("form[key]", key), ("form[wish]", wish), ("form[back]", "/account/volgen")];
    browser.post("/do/notifications/follow", &fields).await
}

async fn follow(browser: &Browser, kind: &str, key: impl ToString) {
    let answer = wish(browser, kind, &key.to_string(), "start").await;
    assert_eq!(answer.location(), "/account/volgen", "{}", answer.html());
}

async fn choose(browser: &Browser, kind: &str, rhythm: &str) {
    browser.post("/do/notifications/choose", &[(&format!("form[rhythms][{kind}]"), rhythm)]).await;
}

async fn search(browser: &Browser, target: &str, query: &str, rhythm: &str) {
    let fields = [("form[target]", target), ("form[query]", query), ("form[name]", query), ("form[rhythm]", rhythm)];
    browser.post("/do/alerts/save", &fields).await;
}

async fn rounds(app: &TestApp) {
    for _ in 0..3 {
        jobs::round(&app.state).await;
        app.advance(TimeDelta::seconds(20));
    }
}

async fn count(app: &TestApp, person: &Person, kind: &str) -> usize {
    app.mails_to(&person.email, kind).await.len()
}

async fn post(browser: &Browser, party: &str, title: &str) -> String {
    let fields = [
        ("form[party]", party),
        ("form[side]", "need"),
        ("form[title]", title),
        ("form[body]", "Voor de hele buurt, om samen te doen."),
        ("form[themes][0]", "voedsel"),
        ("form[resources][0][kind]", "ruimte"),
        ("form[area]", "Diezerpoort, Zwolle"),
        ("form[expires_on]", ""),
    ];
    let answer = browser.post("/do/bakery/post", &fields).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
    answer.location().rsplit('/').next().expect("a path").to_owned()
}

/// Lets the letter of a decision go.
async fn release(app: &TestApp, official: &Browser, slug: &str) {
    let held = outbox::Entity::find().filter(outbox::Column::Status.eq("held")).one(app.state.db.reader()).await;
    let id = held.expect("a read").expect("a held letter").id.to_string();
    let answer = official.post("/do/letters/release", &[("form[mail]", &id), ("form[call]", slug), ("form[version]", "1")]).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
}

/// The path behind the link of a mail that stops following a thing.
fn stop_link(mail: &outbox::Model, thing: &str) -> String {
    let place = format!("soort=volgt:{thing}");
    let link = mail.body_text.split_whitespace().find(|word| word.contains(&place));
    let link = link.unwrap_or_else(|| panic!("no {place} in {}", mail.body_text));
    link.strip_prefix("http://wijkcall.example").expect("our own address").to_owned()
}

on_both!(a_call_reaches_who_follows_it_in_any_way_once, async |app: TestApp| {
    app.areas().await;
    let official = app.person("Noor de Wit").await;
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &official).await;
    let mut people = Vec::new();
    for name in ["Fatima Bakker", "Bram Visser", "Carla Smit", "Dora Mulder"] {
        let person = app.person(name).await;
        let browser = app.sign_in(&person, None).await;
        people.push((person, browser));
    }
    let [(fatima, hers), (bram, his), (carla, of_carla), (dora, of_dora)] = people.try_into().unwrap_or_else(|_| panic!("four people"));
    follow(&hers, "area", "GM0193").await;
    follow(&hers, "theme", "energie").await;
    follow(&hers, "party", zwolle.id).await;
    // Who hears at once through a search is not told again; a search that gathers leaves out what was told.
    follow(&his, "theme", "energie").await;
    search(&his, "calls", "thema=energie", "direct").await;
    follow(&of_carla, "party", zwolle.id).await;
    search(&of_carla, "calls", "thema=energie", "daily").await;
    follow(&of_dora, "theme", "zorg").await;
    let browser = app.sign_in(&official, Some(&zwolle)).await;
    let slug = begin(&browser, &zwolle, "Zon op Dieze").await;
    app.advance(TimeDelta::minutes(1));
    assert_eq!(browser.post("/do/calls/save", &complete(&slug, "1", "publish")).await.location(), "/calls/zon-op-dieze");
    rounds(&app).await;
    assert_eq!((count(&app, &fatima, "call_published").await, count(&app, &carla, "call_published").await), (1, 1));
    assert_eq!((count(&app, &bram, "call_published").await, count(&app, &bram, "search_alert").await), (0, 1));
    assert_eq!(count(&app, &dora, "call_published").await, 0);
    app.advance(TimeDelta::days(1));
    rounds(&app).await;
    assert_eq!(count(&app, &carla, "search_digest").await, 0);

    // The mail names what is followed; its link stops just that, without signing in, and can be taken back.
    let mail = app.mails_to(&fatima.email, "call_published").await.remove(0);
    assert_eq!(mail.party_id, Some(zwolle.id), "it counts for the limit of whose call it is");
    for name in ["Energie", "Gemeente Zwolle", "Zwolle"] {
        assert!(mail.body_text.contains(&format!("Volg {name} niet meer: http://wijkcall.example/uitschrijven")), "{}", mail.body_text);
    }
    assert!(mail.body_text.contains("omdat je dit volgt: "), "{}", mail.body_text);
    let link = stop_link(&mail, "theme:energie");
    let visitor = app.visitor();
    visitor.get(&link).await.assert_shows("Wil je dit niet meer volgen?");
    let follows = async || {
        follow::Entity::find().filter(follow::Column::AccountId.eq(fatima.id)).count(app.state.db.reader()).await.expect("a count")
    };
    assert_eq!(follows().await, 3, "looking is not pressing");
    assert_eq!(visitor.post(&link, &[("uit", "1")]).await.location(), link);
    visitor.get(&link).await.assert_shows("Je volgt dit niet meer");
    assert_eq!(follows().await, 2);
    assert!(!hers.get("/account/volgen").await.shows("/themas/energie"));
    visitor.post(&link, &[("aan", "1")]).await;
    assert_eq!(follows().await, 3);
    assert_eq!(visitor.post(&link.replace("energie", "zorg"), &[("uit", "1")]).await.status(), 404, "the code is for that thing");

    // Of three things a mail program stops the kind; of one it stops that one, and what still waits on account of it.
    assert!(mail.unsubscribe_url.as_deref().is_some_and(|url| url.contains("soort=call_published")), "{:?}", mail.unsubscribe_url);
    let mail = app.mails_to(&carla.email, "call_published").await.remove(0);
    let url = mail.unsubscribe_url.expect("a way out");
    assert!(url.contains(&format!("soort=volgt:party:{}", zwolle.id)), "{url}");
    assert!(mail.body_text.contains(&format!("Volg Gemeente Zwolle niet meer: {url}")), "{}", mail.body_text);
    assert_eq!(mail.status, "waiting");
    let path = url.strip_prefix("http://wijkcall.example").expect("our own address");
    assert_eq!(visitor.server().post(path).text("List-Unsubscribe=One-Click").await.status_code(), 200);
    let mail = app.mails_to(&carla.email, "call_published").await.remove(0);
    assert_eq!((mail.status.as_str(), mail.last_error.as_deref()), ("suppressed", Some("switched off by the reader")));
    let page = visitor.get(path).await;
    page.assert_shows("Je volgt dit niet meer");
    page.assert_shows("Je krijgt geen bericht meer over: Gemeente Zwolle.");
    page.assert_shows("Stop mails van de soort ‘Nieuwe call van wat je volgt’");
});

on_both!(a_post_reaches_followers_of_its_party_and_theme_once, async |app: TestApp| {
    app.areas().await;
    let [fatima, bram, poster, colleague] = [
        app.person("Fatima Bakker").await,
        app.person("Bram Visser").await,
        app.person("Henk de Boer").await,
        app.person("Collega Smit").await,
    ];
    let garden = app.party("De Tuin", PartyKind::Organisation, &poster).await;
    app.add_member(&garden, &colleague, MemberRole::Viewer).await;
    let [hers, his, of_poster, of_colleague] = [
        app.sign_in(&fatima, None).await,
        app.sign_in(&bram, None).await,
        app.sign_in(&poster, Some(&garden)).await,
        app.sign_in(&colleague, None).await,
    ];
    for browser in [&hers, &his, &of_poster, &of_colleague] {
        follow(browser, "party", garden.id).await;
        follow(browser, "theme", "voedsel").await;
    }
    for browser in [&hers, &of_poster, &of_colleague] {
        choose(browser, "listing_posted", "direct").await;
    }
    search(&hers, "bakkerij", "q=tuin", "weekly").await;
    app.advance(TimeDelta::minutes(1));
    let id = post(&of_poster, &garden.id.to_string(), "Tuin gezocht").await;
    rounds(&app).await;
    assert_eq!(count(&app, &fatima, "listing_posted").await, 1);
    assert_eq!(count(&app, &colleague, "listing_posted").await, 1);
    assert_eq!(count(&app, &poster, "listing_posted").await, 0, "who posted it knows");
    assert_eq!(count(&app, &bram, "listing_posted").await, 0, "posts come together, unless somebody chooses otherwise");
    app.advance(TimeDelta::days(1));
    rounds(&app).await;
    assert_eq!(count(&app, &bram, "digest").await, 1);
    // Renewed or changed is not posted again; what was told is left out of the weekly search.
    of_poster.post("/do/bakery/renew", &[("form[listing]", &id)]).await;
    app.advance(TimeDelta::days(7));
    rounds(&app).await;
    assert_eq!((count(&app, &fatima, "listing_posted").await, count(&app, &fatima, "search_digest").await), (1, 0));
    assert_eq!(count(&app, &bram, "digest").await, 1);
});

on_both!(a_change_of_a_call_is_told_once_it_has_settled, async |app: TestApp| {
    app.areas().await;
    let official = app.person("Noor de Wit").await;
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &official).await;
    let fatima = app.person("Fatima Bakker").await;
    let (hers, browser) = (app.sign_in(&fatima, None).await, app.sign_in(&official, Some(&zwolle)).await);
    let slug = begin(&browser, &zwolle, "Zon op Dieze").await;
    browser.post("/do/calls/save", &complete(&slug, "1", "publish")).await;
    let slug = "zon-op-dieze";
    let id = call::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a call").id;
    for browser in [&hers, &browser] {
        follow(browser, "call", id).await;
    }
    let drafter = app.visitor();
    let start = [
        ("form[slug]", slug),
        ("form[applicant]", "group"),
        ("form[kind]", "residents_group"),
        ("form[group]", "Zonnige buren"),
        ("form[name]", "Dina"),
        ("form[email]", "dina@voorbeeld.example"),
    ];
    assert!(drafter.post("/do/proposals/start", &start).await.location().starts_with("/voorstellen/"));
    app.advance(TimeDelta::minutes(5));
    let change = async |version: &str, day: &str, summary: &str| {
        let mut fields = complete(slug, version, "save");
        fields.retain(|(name, _)| !matches!(*name, "form[closes_date]" | "form[summary]"));
        fields.extend([("form[closes_date]", day), ("form[summary]", summary)]);
        let answer = browser.post("/do/calls/save", &fields).await;
        assert_eq!(answer.location(), format!("/calls/{slug}"), "{}", answer.html());
    };
    change("2", "2026-11-25", "Wie legt de panelen?").await;
    app.advance(TimeDelta::minutes(10));
    rounds(&app).await;
    change("3", "2026-11-27", "Wie legt ze?").await;
    app.advance(TimeDelta::minutes(10));
    rounds(&app).await;
    assert_eq!(count(&app, &fatima, "call_changed").await, 0, "it has not settled");
    app.advance(TimeDelta::minutes(10));
    rounds(&app).await;
    let mails = app.mails_to(&fatima.email, "call_changed").await;
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Andere sluitingsdatum: ‘Zon op Dieze’"]);
    let text = &mails[0].body_text;
    assert!(
        text.contains("27 november 2026") && !text.contains("25 november") && text.contains("aangepast, lees het op de pagina"),
        "{text}"
    );
    assert_eq!(app.mails_to("dina@voorbeeld.example", "call_changed").await.len(), 1, "who has a draft must know");
    assert_eq!(count(&app, &official, "call_changed").await, 0, "who changed it knows");
    // Nobody who stopped hears that it is withdrawn.
    assert_eq!(wish(&hers, "call", &id.to_string(), "stop").await.status(), 302);
    browser.post("/do/calls/withdraw", &[("form[slug]", slug), ("form[reason]", "Het geld is op.")]).await;
    rounds(&app).await;
    assert_eq!(count(&app, &fatima, "call_changed").await, 1);
    let mails = app.mails_to("dina@voorbeeld.example", "call_changed").await;
    assert!(mails.len() == 2 && mails[1].body_text.contains("Het geld is op."), "{}", mails.len());
});

on_both!(followers_of_a_proposal_hear_what_they_may_see, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let [viewer, leaver, contact, neighbour] =
        [app.person("Vera Kijker").await, app.person("Lena Weg").await, app.person("Fatima Bakker").await, app.person("Bram Visser").await];
    for person in [&viewer, &leaver] {
        app.add_member(&call.funder, person, MemberRole::Viewer).await;
    }
    let group = app.party("Zonnige buren", PartyKind::ResidentsGroup, &contact).await;
    app.add_member(&group, &neighbour, MemberRole::Viewer).await;
    let applicant = Applicant::signed_in(&app, &call, &contact, &group).await;
    applicant.save(&call, "save", &[]).await;
    let of_viewer = app.sign_in(&viewer, None).await;
    assert_eq!(wish(&of_viewer, "proposal", &applicant.id, "start").await.status(), 404, "a draft is of its applicants alone");
    assert!(applicant.submit().await.location().ends_with("/ontvangst"));
    let of_leaver = app.sign_in(&leaver, None).await;
    let of_neighbour = app.sign_in(&neighbour, None).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    for browser in [&of_viewer, &of_leaver, &of_neighbour, &official, &applicant.browser] {
        follow(browser, "proposal", &applicant.id).await;
    }
    of_viewer.get(&format!("/calls/{}/voorstellen/{}", call.slug, applicant.id)).await.assert_shows("Volg niet meer");
    of_neighbour.get(&format!("/voorstellen/{}", applicant.id)).await.assert_shows("Volg niet meer");
    of_leaver.get("/account/volgen").await.assert_shows("Zon op de galerij");
    membership::Entity::delete_many()
        .filter(membership::Column::AccountId.eq(leaver.id))
        .exec(app.state.db.writer())
        .await
        .expect("she leaves");
    let page = app.sign_in(&leaver, None).await.get("/account/volgen").await;
    assert!(!page.shows("Zon op de galerij"));
    page.assert_shows("Voorstel (niet meer te zien)");
    app.advance(call.closes_at - app.now());
    let decide = [
        ("form[slug]", call.slug.as_str()),
        ("form[id]", &applicant.id),
        ("form[outcome]", "awarded"),
        ("form[amount]", "1.000"),
        ("form[reason]", "Goed plan."),
    ];
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let answer = official.post("/do/proposals/decide", &decide).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
    rounds(&app).await;
    assert_eq!(count(&app, &viewer, "proposal_news").await, 0, "nobody hears before the applicants");
    release(&app, &official, &call.slug).await;
    rounds(&app).await;
    let news = async |person: &Person| count(&app, person, "proposal_news").await;
    assert_eq!((news(&viewer).await, news(&neighbour).await), (1, 1));
    assert_eq!((news(&leaver).await, news(&call.official).await), (0, 0), "who left does not hear, and who decided knows");
    assert_eq!((news(&contact).await, count(&app, &contact, "decision").await), (0, 1), "an applicant hears of the own proposal, once");
    let link = |mail: &outbox::Model| mail.body_text.contains(&format!("/calls/{}/voorstellen/", call.slug));
    assert!(link(&app.mails_to(&viewer.email, "proposal_news").await[0]));
    assert!(!link(&app.mails_to(&neighbour.email, "proposal_news").await[0]));
});

on_both!(a_draft_that_is_left_is_reminded_of_once, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    // Open long enough, so that its deadline is not near.
    let far = app.now() + TimeDelta::days(40);
    call::ActiveModel { id: Set(call.id), closes_at: Set(Some(far)), ..Default::default() }
        .update(app.state.db.writer())
        .await
        .expect("a call");
    let left = Applicant::by_mail(&app, &call, "dina@voorbeeld.example").await;
    let busy = Applicant::by_mail(&app, &call, "bezig@voorbeeld.example").await;
    let gone = Applicant::by_mail(&app, &call, "weg@voorbeeld.example").await;
    let sent = Applicant::by_mail(&app, &call, "klaar@voorbeeld.example").await;
    app.advance(TimeDelta::days(2));
    busy.save(&call, "save", &[]).await;
    sent.save(&call, "save", &[]).await;
    assert!(sent.submit().await.location().ends_with("/ontvangst"));
    gone.browser.post("/do/proposals/withdraw", &[("form[id]", &gone.id)]).await;
    let count = async |name: &str| app.mails_to(&format!("{name}@voorbeeld.example"), "draft_waiting").await.len();
    rounds(&app).await;
    assert_eq!(count("dina").await, 0);
    app.advance(TimeDelta::days(1));
    rounds(&app).await;
    assert_eq!((count("dina").await, count("bezig").await, count("weg").await, count("klaar").await), (1, 0, 0, 0));
    let mail = app.mails_to("dina@voorbeeld.example", "draft_waiting").await.remove(0);
    assert!(mail.body_text.contains(&format!("/voorstellen/{}/link/", left.id)), "the way back needs no account: {}", mail.body_text);
    app.advance(TimeDelta::days(20));
    rounds(&app).await;
    assert_eq!((count("dina").await, count("bezig").await, count("klaar").await), (1, 1, 0), "late, and once");
});

on_both!(a_deadline_is_near_twice_and_moves, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let [fatima, late] = [app.person("Fatima Bakker").await, app.person("Te Laat").await];
    let hers = app.sign_in(&fatima, None).await;
    follow(&hers, "call", call.id).await;
    let count = async |person: &Person| count(&app, person, "deadline_soon").await;
    let to = async |before: TimeDelta| {
        app.advance(call.closes_at - before - app.now());
        rounds(&app).await;
    };
    to(TimeDelta::days(7) + TimeDelta::minutes(5)).await;
    assert_eq!(count(&fatima).await, 0);
    to(TimeDelta::days(7)).await;
    assert_eq!(count(&fatima).await, 1);
    follow(&app.sign_in(&late, None).await, "call", call.id).await;
    to(TimeDelta::days(3)).await;
    assert_eq!((count(&fatima).await, count(&late).await), (1, 0), "who follows it since then has just seen it");
    to(TimeDelta::days(1)).await;
    assert_eq!((count(&fatima).await, count(&late).await), (2, 1));
    // Moved, it comes near anew; a run that is late reminds once.
    let closes_at = call.closes_at + TimeDelta::days(20);
    let moved = call::ActiveModel { id: Set(call.id), closes_at: Set(Some(closes_at)), ..Default::default() };
    moved.update(app.state.db.writer()).await.expect("a call");
    rounds(&app).await;
    assert_eq!(count(&fatima).await, 2);
    app.advance(closes_at - TimeDelta::hours(5) - app.now());
    rounds(&app).await;
    assert_eq!((count(&fatima).await, count(&late).await), (3, 2));
    wish(&app.sign_in(&fatima, None).await, "call", &call.id.to_string(), "stop").await;
    app.advance(TimeDelta::days(1));
    rounds(&app).await;
    assert_eq!(count(&fatima).await, 3);
});

on_both!(a_funder_is_reminded_of_proposals_without_a_decision, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let viewer = app.person("Vera Kijker").await;
    app.add_member(&call.funder, &viewer, MemberRole::Viewer).await;
    let one = Applicant::complete(&app, &call, "een@voorbeeld.example").await;
    Applicant::complete(&app, &call, "twee@voorbeeld.example").await;
    let count = async || count(&app, &call.official, "call_waiting").await;
    let days = async |days: i64| {
        app.advance(call.closes_at + TimeDelta::days(days) - app.now());
        rounds(&app).await;
    };
    days(13).await;
    assert_eq!(count().await, 0);
    days(14).await;
    assert_eq!(count().await, 1);
    assert!(app.mails_to(&call.official.email, "call_waiting").await[0].body_text.contains("Er wachten nog 2 voorstellen"));
    // Two at the same time, and much later: once more.
    app.advance(call.closes_at + TimeDelta::days(43) - app.now());
    tokio::join!(jobs::round(&app.state), jobs::round(&app.state));
    rounds(&app).await;
    assert_eq!(count().await, 2);
    assert_eq!(app.mails_to(&viewer.email, "call_waiting").await.len(), 0, "a viewer decides nothing");
    let id: ProposalId = one.id.parse().expect("an id");
    assert!(proposal::Entity::find_by_id(id).one(app.state.db.reader()).await.expect("a read").is_some());
    days(80).await;
    assert_eq!(count().await, 2);
});

on_both!(whoever_decided_is_not_reminded, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let one = Applicant::complete(&app, &call, "een@voorbeeld.example").await;
    app.advance(call.closes_at - app.now() + TimeDelta::days(1));
    let refuse = [("form[slug]", call.slug.as_str()), ("form[id]", &one.id), ("form[outcome]", "refused"), ("form[reason]", "Te duur.")];
    let answer = app.sign_in(&call.official, Some(&call.funder)).await.post("/do/proposals/decide", &refuse).await;
    assert_eq!(answer.status(), 302, "{}", answer.html());
    app.advance(TimeDelta::days(20));
    rounds(&app).await;
    assert_eq!(count(&app, &call.official, "call_waiting").await, 0);
});

/// Events of which other tests tell: about an account, an assessment, a party, a report, a match, an introduction, a listing that ends, and round-ups.
const ELSEWHERE: [&str; 25] = [
    "address",
    "assessment_asked",
    "assessment_waiting",
    "clarification",
    "co_applicant",
    "digest",
    "draft_waiting",
    "introduction_asked",
    "introduction_both_yes",
    "introduction_declined",
    "introduction_ended",
    "introduction_reminder",
    "invitation",
    "listing_expires",
    "membership",
    "new_match",
    "proposal_link",
    "report_asked",
    "report_due",
    "report_judged",
    "report_submitted",
    "search_digest",
    "segment",
    "sign_in",
    "test",
];

on_both!(somebody_in_every_role_hears_of_each_event_once, async |app: TestApp| {
    app.areas().await;
    // Fatima works for the funder, asks in its name and decides; she is also the contact of the group that applies, follows everything there is, keeps
    // searches for all of it, and belongs to the party that posts.
    let fatima = app.person("Fatima Bakker").await;
    let outsider = app.person("Otto Buiten").await;
    let zwolle = app.party("Gemeente Zwolle", PartyKind::Municipality, &fatima).await;
    let group = app.party("Zonnige buren", PartyKind::ResidentsGroup, &fatima).await;
    let poster = app.person("Henk de Boer").await;
    app.add_member(&group, &poster, MemberRole::Owner).await;
    let hers = app.sign_in(&fatima, Some(&zwolle)).await;
    for (kind, key) in [
        ("area", "GM0193".to_owned()),
        ("area", "WK019311".to_owned()),
        ("theme", "energie".to_owned()),
        ("theme", "voedsel".to_owned()),
        ("party", zwolle.id.to_string()),
        ("party", group.id.to_string()),
    ] {
        follow(&hers, kind, key).await;
    }
    choose(&hers, "listing_posted", "direct").await;
    search(&hers, "bakkerij", "q=moestuin", "direct").await;
    app.advance(TimeDelta::minutes(1));
    post(&app.sign_in(&poster, Some(&group)).await, &group.id.to_string(), "Tuin gezocht").await;
    post(&app.sign_in(&outsider, None).await, "", "Moestuin gezocht").await;
    let slug = begin(&hers, &zwolle, "Groen in Dieze").await;
    hers.post("/do/calls/save", &complete(&slug, "1", "publish")).await;
    rounds(&app).await;
    let found = call::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a call");
    follow(&hers, "call", found.id).await;
    follow(&app.sign_in(&poster, None).await, "call", found.id).await;
    let call = Call::beside(&app, "zon-op-daken", &zwolle, &fatima).await;
    follow(&hers, "call", call.id).await;
    let applicant = Applicant::signed_in(&app, &call, &fatima, &group).await;
    applicant.save(&call, "save", &[]).await;
    let draft = Applicant::by_mail(&app, &call, "fatima.bakker@voorbeeld.example").await;
    assert!(applicant.submit().await.location().ends_with("/ontvangst"));
    for id in [&applicant.id] {
        follow(&hers, "proposal", id).await;
    }
    rounds(&app).await;
    let ask = [("form[slug]", call.slug.as_str()), ("form[id]", &applicant.id), ("form[question]", "Wie maakt het schoon?")];
    hers.post("/do/proposals/ask", &ask).await;
    let clarify = [("form[id]", applicant.id.as_str()), ("form[answer]", "Dat doen wij zelf.")];
    applicant.browser.post("/do/proposals/clarify", &clarify).await;
    hers.post("/do/calls/close", &[("form[slug]", &found.slug)]).await;
    rounds(&app).await;
    app.advance(call.closes_at - TimeDelta::days(7) - app.now());
    rounds(&app).await;
    app.advance(call.closes_at - TimeDelta::hours(20) - app.now());
    rounds(&app).await;
    let second = Applicant::complete(&app, &call, "twee@voorbeeld.example").await;
    let third = Applicant::complete(&app, &call, "drie@voorbeeld.example").await;
    follow(&app.sign_in(&fatima, Some(&zwolle)).await, "proposal", &third.id).await;
    third.browser.post("/do/proposals/withdraw", &[("form[id]", &third.id)]).await;
    app.advance(call.closes_at - app.now());
    let decide =
        [("form[slug]", call.slug.as_str()), ("form[id]", &applicant.id), ("form[outcome]", "refused"), ("form[reason]", "Te duur.")];
    let official = app.sign_in(&fatima, Some(&zwolle)).await;
    official.post("/do/proposals/decide", &decide).await;
    release(&app, &official, &call.slug).await;
    rounds(&app).await;
    app.advance(TimeDelta::days(15));
    rounds(&app).await;

    let mut told: BTreeMap<(String, String, Option<String>, String), usize> = BTreeMap::new();
    for mail in app.mails().await {
        let object = mail.object_id.map(|id| id.to_string());
        *told.entry((mail.to_address, mail.kind, object, mail.subject)).or_default() += 1;
    }
    // The same event about the same thing comes twice only where it happens twice: a deadline that comes near twice.
    let twice: Vec<_> = told.iter().filter(|((_, kind, ..), count)| **count > 1 && kind != "deadline_soon").collect();
    assert!(twice.is_empty(), "{twice:?}");
    let deadlines = app.mails_to(&fatima.email, "deadline_soon").await.len();
    assert_eq!(deadlines, 2, "as a follower and with a draft, she is reminded of a deadline once each time");
    let notices =
        notice::Entity::find().filter(notice::Column::AccountId.eq(fatima.id)).all(app.state.db.reader()).await.expect("her notices");
    let keys: BTreeSet<_> = notices.iter().filter_map(|notice| notice.dedupe_key.clone()).collect();
    assert_eq!(keys.len(), notices.iter().filter(|notice| notice.dedupe_key.is_some()).count());
    // An author hears of the own proposal, and an outsider of nothing.
    for kind in ["receipt", "clarification", "clarification_answered", "decision"] {
        assert_eq!(count(&app, &fatima, kind).await, 1, "{kind}");
    }
    assert_eq!(app.mails().await.iter().filter(|mail| mail.to_address == outsider.email).count(), 0);
    assert_eq!(listing::Entity::find().count(app.state.db.reader()).await.expect("a count"), 2);
    let _ = (draft, second);
    // Every event of the list happened here, or in a test that is about it.
    let here: BTreeSet<String> = told.into_keys().map(|(_, kind, ..)| kind).collect();
    let missing: Vec<&str> =
        Event::ALL.iter().map(|event| event.as_str()).filter(|event| !here.contains(*event) && !ELSEWHERE.contains(event)).collect();
    assert!(missing.is_empty(), "{missing:?}");
});
