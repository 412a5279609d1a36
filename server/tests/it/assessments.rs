//! Assessing proposals: who is asked, who may read what and when, and reminders.

use app::{
    infra::db::entity::{assessment, attachment, audit, decision, membership, outbox},
    jobs,
    parties::model::MemberRole,
    proposals::model::ProposalId,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::{
    matrix::World,
    proposals::{Applicant, Call},
    support::{Answer, Browser, Person, TestApp, on_both},
};

/// A closed call with one proposal, and people of its party.
struct Round {
    call: Call,
    applicant: Applicant,
    /// A viewer and an editor.
    vera: Person,
    ed: Person,
    official: Browser,
    of_vera: Browser,
    of_ed: Browser,
}

const ADDRESS: &str = "fatima@voorbeeld.example";
/// What stands in the proposal and not in its title.
const INSIDE: &str = "Wij delen";

impl Round {
    async fn new(app: &TestApp) -> Self {
        app.areas().await;
        let call = Call::open(app).await;
        let (vera, ed) = (app.person("Vera Kijker").await, app.person("Ed Itor").await);
        app.add_member(&call.funder, &vera, MemberRole::Viewer).await;
        app.add_member(&call.funder, &ed, MemberRole::Editor).await;
        let applicant = Applicant::by_mail(app, &call, ADDRESS).await;
        applicant.upload("plan.pdf", b"%PDF-1.7 plan".to_vec(), None).await;
        applicant.save(&call, "save", &[]).await;
        assert!(applicant.submit().await.location().ends_with("/ontvangst"));
        call.close(app).await;
        let (official, of_vera, of_ed) = (
            app.sign_in(&call.official, Some(&call.funder)).await,
            app.sign_in(&vera, Some(&call.funder)).await,
            app.sign_in(&ed, Some(&call.funder)).await,
        );
        Self { call, applicant, vera, ed, official, of_vera, of_ed }
    }

    fn page(&self) -> String {
        self.call.path(&format!("/voorstellen/{}", self.applicant.id))
    }

    fn own(&self) -> String {
        format!("/beoordelen/{}", self.applicant.id)
    }

    async fn ask(&self, people: &[&Person], due_on: &str) -> Answer {
        let names: Vec<(String, String)> =
            people.iter().enumerate().map(|(at, person)| (format!("form[people][{at}]"), person.id.to_string())).collect();
        let mut fields = vec![("form[slug]", self.call.slug.as_str()), ("form[id]", &self.applicant.id), ("form[due_on]", due_on)];
        fields.extend(names.iter().map(|(name, id)| (name.as_str(), id.as_str())));
        self.official.post("/do/assessments/ask", &fields).await
    }

    /// Asks, and sees that it was done.
    async fn asked(&self, people: &[&Person], due_on: &str) {
        let answer = self.ask(people, due_on).await;
        assert_eq!(answer.location(), self.page(), "{}", answer.html());
    }

    async fn declare(&self, browser: &Browser, interest: &str) -> Answer {
        browser.post("/do/assessments/declare", &[("form[id]", &self.applicant.id), ("form[interest]", interest)]).await
    }

    async fn judge(&self, browser: &Browser, mark: &str, reasons: &str, button: &str) -> Answer {
        let fields = [("form[id]", self.applicant.id.as_str()), ("form[mark]", mark), ("form[reasons]", reasons), ("form[do]", button)];
        browser.post("/do/assessments/judge", &fields).await
    }

    async fn of(&self, app: &TestApp, person: &Person) -> assessment::Model {
        let found = assessment::Entity::find().filter(assessment::Column::AccountId.eq(person.id)).one(app.state.db.reader()).await;
        found.expect("a read").expect("an assessment")
    }

    async fn withdraw(&self, app: &TestApp, person: &Person) -> Answer {
        let id = self.of(app, person).await.id.to_string();
        let fields = [("form[slug]", self.call.slug.as_str()), ("form[id]", &self.applicant.id), ("form[assessment]", &id)];
        self.official.post("/do/assessments/withdraw", &fields).await
    }

    async fn decide(&self, browser: &Browser) -> Answer {
        let fields = [
            ("form[slug]", self.call.slug.as_str()),
            ("form[id]", &self.applicant.id),
            ("form[outcome]", "refused"),
            ("form[reason]", "Te duur."),
        ];
        browser.post("/do/proposals/decide", &fields).await
    }
}

on_both!(people_are_asked_judge_and_see_each_other_afterwards, async |app: TestApp| {
    let round = Round::new(&app).await;
    round.official.get(&round.page()).await.assert_shows("Er is nog niemand gevraagd.");
    let form = round.official.get(&format!("{}/beoordelaars", round.page())).await;
    form.assert_shows("Vera Kijker");
    form.assert_shows("Ed Itor");
    // What is wrong comes back at its field.
    assert_eq!(round.ask(&[], "gisteren").await.location(), format!("{}/beoordelaars", round.page()));
    let refused = round.official.get(&format!("{}/beoordelaars", round.page())).await;
    refused.assert_shows("Kies minstens één persoon.");
    round.ask(&[&round.vera], "2026-11-12").await;
    round.official.get(&format!("{}/beoordelaars", round.page())).await.assert_shows("Kies een dag na vandaag");

    round.asked(&[&round.vera, &round.ed], "2026-11-26").await;
    assert_eq!(round.ask(&[&round.vera], "2026-11-26").await.location(), format!("{}/beoordelaars", round.page()), "asked already");
    let mail = app.mails_to(&round.vera.email, "assessment_asked").await;
    assert_eq!(mail.len(), 1);
    let text = &mail[0].body_text;
    assert!(text.contains("26 november 2026") && text.contains("Zon op de galerij") && text.contains("Zonnige buren"), "{text}");
    assert!(text.contains(&format!("/beoordelen/{}", round.applicant.id)) && !text.contains(INSIDE), "{text}");
    round.of_vera.get("/").await.assert_shows("Te beoordelen (1)");
    round.of_vera.get("/beoordelen").await.assert_shows("0 van 1 beoordeeld");
    round.of_vera.get("/meldingen").await.assert_shows("Wil je voorstel");

    // Title and applicant until the interest is declared; a declaration is chosen.
    let before = round.of_vera.get(&round.own()).await;
    before.assert_shows("Heb je een belang bij dit voorstel?");
    before.assert_shows("Zonnige buren");
    assert!(!before.shows(INSIDE));
    assert_eq!(round.judge(&round.of_vera, "4", "Mooi.", "submit").await.status(), 409, "not before declaring");
    round.declare(&round.of_vera, "").await;
    round.of_vera.get(&round.own()).await.assert_shows("Kies of je een belang hebt.");
    assert_eq!(round.declare(&round.of_vera, "none").await.location(), round.own());
    round.of_vera.get(&round.own()).await.assert_shows(INSIDE);
    assert_eq!(round.declare(&round.of_vera, "none").await.status(), 409, "once");

    // A draft may lack anything, and is nobody else's business.
    assert_eq!(round.judge(&round.of_vera, "", "Nog niet klaar.", "save").await.location(), round.own());
    round.of_vera.get(&round.own()).await.assert_shows("Nog niet klaar.");
    assert!(!round.official.get(&round.page()).await.shows("Nog niet klaar."));
    round.judge(&round.of_vera, "", "", "submit").await;
    round.of_vera.get(&round.own()).await.assert_shows("Kies een oordeel.");
    round.judge(&round.of_vera, "4", &"a".repeat(3_001), "submit").await;
    round.of_vera.get(&round.own()).await.assert_shows("Maak dit korter: hoogstens 3.000 tekens.");
    assert!(round.of(&app, &round.vera).await.submitted_at.is_none());

    // The editor who is asked too sees no judgement before the own one, on no page.
    round.declare(&round.of_ed, "none").await;
    assert_eq!(round.judge(&round.of_vera, "4", "Sterk plan.", "submit").await.location(), round.own());
    assert_eq!(round.judge(&round.of_vera, "1", "Bedacht me.", "submit").await.status(), 409, "submitted once");
    let hers = round.of_vera.get(&round.own()).await;
    hers.assert_shows("Sterk plan.");
    hers.assert_shows("4, goed");
    for path in [round.own(), round.page()] {
        let page = round.of_ed.get(&path).await;
        assert!(!page.shows("Sterk plan.") && !page.shows("Gemiddeld"), "{path}");
    }
    round.of_ed.get(&round.page()).await.assert_shows("Lever eerst jouw beoordeling in");
    let page = round.official.get(&round.page()).await;
    page.assert_shows("Gemiddeld 4 van 5 (1 cijfer)");
    page.assert_shows("Bezig");
    round.judge(&round.of_ed, "na", "Dit gaat mij niet aan.", "submit").await;
    for (browser, path) in
        [(&round.of_ed, round.own()), (&round.of_ed, round.page()), (&round.of_vera, round.own()), (&round.official, round.page())]
    {
        let page = browser.get(&path).await;
        page.assert_shows("Sterk plan.");
        page.assert_shows("Dit gaat mij niet aan.");
        page.assert_shows("Gemiddeld 4 van 5 (1 cijfer)");
    }
    round.of_vera.get("/beoordelen").await.assert_shows("1 van 1 beoordeeld");
    assert!(!round.of_vera.get("/").await.shows("Te beoordelen ("));
    let written: Vec<String> =
        audit::Entity::find().all(app.state.db.reader()).await.expect("the log").into_iter().map(|row| row.action).collect();
    for (action, times) in [("ask", 1), ("declare", 2), ("save", 1), ("submit", 2)] {
        assert_eq!(written.iter().filter(|row| **row == format!("assessment.{action}")).count(), times, "{action}");
    }
});

on_both!(an_interest_closes_the_proposal_everywhere, async |app: TestApp| {
    let round = Round::new(&app).await;
    let follow = [("form[kind]", "proposal"), ("form[key]", &round.applicant.id), ("form[wish]", "start"), ("form[back]", "/")];
    round.of_ed.post("/do/notifications/follow", &follow).await;
    round.of_vera.post("/do/notifications/follow", &follow).await;
    round.of_ed.get(&round.page()).await.assert_shows(INSIDE);
    let file = attachment::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a file").id;
    let file = round.applicant.path(&format!("/bestanden/{file}"));
    assert_eq!(round.of_ed.get(&file).await.status(), 200);
    round.asked(&[&round.ed], "2026-11-26").await;
    let csv = round.call.path("/voorstellen.csv");
    let closed = async |what: &str| {
        let page = round.of_ed.get(&round.page()).await;
        page.assert_shows("Je leest het pas als");
        assert!(!page.shows(INSIDE) && !page.shows(ADDRESS) && !page.shows("Toekennen"), "{what}");
        assert_eq!(round.of_ed.get(&file).await.status(), 404, "{what}");
        assert_eq!(round.of_ed.get(&format!("{}/beoordelaars", round.page())).await.status(), 404, "{what}");
        for path in [csv.clone(), round.call.path("/voorstellen"), round.own()] {
            let page = round.of_ed.get(&path).await;
            page.assert_shows("Zon op de galerij");
            assert!(!page.shows(ADDRESS) && !page.shows("1.500") && !page.shows("1500.00") && !page.shows(INSIDE), "{what}: {path}");
        }
        assert_eq!(round.decide(&round.of_ed).await.status(), 404, "{what}");
        let question = [("form[slug]", round.call.slug.as_str()), ("form[id]", &round.applicant.id), ("form[question]", "Hoe dan?")];
        assert_eq!(round.of_ed.post("/do/proposals/ask", &question).await.status(), 404, "{what}");
    };
    assert!(String::from_utf8_lossy(&round.official.get(&csv).await.bytes()).contains(ADDRESS));
    closed("asked").await;
    // Declared without one: open again. Declared later: closed for good, also when the request is withdrawn.
    round.declare(&round.of_ed, "none").await;
    round.of_ed.get(&round.page()).await.assert_shows(INSIDE);
    assert_eq!(round.of_ed.get(&file).await.status(), 200);
    round.judge(&round.of_ed, "2", "Eerste indruk.", "save").await;
    assert_eq!(round.declare(&round.of_ed, "conflict").await.location(), round.own());
    closed("declared").await;
    round.of_ed.get(&round.own()).await.assert_shows("Je hebt gezegd dat je een belang hebt.");
    assert_eq!(round.judge(&round.of_ed, "5", "Toch.", "submit").await.status(), 409);
    assert_eq!(round.declare(&round.of_ed, "none").await.status(), 409);
    assert_eq!(round.withdraw(&app, &round.ed).await.status(), 409);
    let page = round.official.get(&round.page()).await;
    page.assert_shows("Heeft een belang");
    assert!(!page.shows("Eerste indruk."));
    let again = round.official.get(&format!("{}/beoordelaars", round.page())).await;
    assert!(!again.shows(&round.ed.id.to_string()) && again.shows("Vera Kijker"), "somebody else can be asked");

    // The letter of the decision, and the news of it, are part of the proposal.
    assert_eq!(round.decide(&round.official).await.status(), 302);
    let held = outbox::Entity::find().filter(outbox::Column::Status.eq("held")).one(app.state.db.reader()).await;
    let letter = round.call.path(&format!("/brieven/{}", held.expect("a read").expect("a letter").id));
    assert_eq!(
        (round.official.get(&letter).await.status(), round.of_ed.get(&letter).await.status()),
        (200.try_into().expect("ok"), 404.try_into().expect("not found"))
    );
    assert!(!round.of_ed.get(&round.call.path("/brieven?staat=held")).await.shows(ADDRESS));
    let id = letter.rsplit('/').next().expect("an id").to_owned();
    let release = [("form[mail]", id.as_str()), ("form[call]", &round.call.slug), ("form[version]", "1")];
    assert_eq!(round.of_ed.post("/do/letters/release", &release).await.status(), 404);
    assert_eq!(round.official.post("/do/letters/release", &release).await.status(), 302);
    for _ in 0..2 {
        jobs::round(&app.state).await;
    }
    assert_eq!(app.mails_to(&round.vera.email, "proposal_news").await.len(), 1);
    assert!(app.mails_to(&round.ed.email, "proposal_news").await.is_empty());
    closed("decided").await;
});

on_both!(nobody_else_meets_an_assessment, async |app: TestApp| {
    const WORD: &str = "kanariezang";
    let round = Round::new(&app).await;
    let [contact, colleague, stranger, viewer] =
        [app.person("Bram Visser").await, app.person("Nel Jansen").await, app.person("Sjoerd Ver").await, app.person("Kees Kijkt").await];
    let (organiser, admin) =
        (app.organiser("Otto Organisator").await, app.person_with_role("Ada Beheer", app::accounts::model::AccountRole::Admin).await);
    app.add_member(&round.call.funder, &viewer, MemberRole::Viewer).await;
    let group = app.party("Zonnige buren", app::parties::model::PartyKind::ResidentsGroup, &contact).await;
    app.add_member(&group, &colleague, MemberRole::Editor).await;
    let mut row: app::infra::db::entity::proposal::ActiveModel = round.applicant.row(&app).await.into();
    row.party_id = Set(Some(group.id));
    row.update(app.state.db.writer()).await.expect("a proposal of a party");
    round.asked(&[&round.vera, &round.ed], "2026-11-26").await;
    round.declare(&round.of_vera, "none").await;
    round.judge(&round.of_vera, "2", WORD, "submit").await;
    round.declare(&round.of_ed, "conflict").await;
    app.advance(TimeDelta::days(20));
    for _ in 0..3 {
        jobs::round(&app.state).await;
    }
    round.official.get(&round.page()).await.assert_shows(WORD);
    for person in [&contact, &colleague, &stranger, &viewer, &organiser, &admin, &round.ed] {
        let browser = app.sign_in(person, None).await;
        for path in [
            round.page(),
            round.own(),
            "/beoordelen".to_owned(),
            format!("{}/beoordelaars", round.page()),
            round.call.path("/voorstellen"),
            round.call.path("/voorstellen.csv"),
            round.call.path(""),
            round.applicant.path(""),
            "/voorstellen".to_owned(),
            "/meldingen".to_owned(),
            "/vandaag".to_owned(),
            "/vandaag/mails?staat=waiting".to_owned(),
        ] {
            let page = browser.get(&path).await;
            assert!(!page.shows(WORD) && !page.shows("2, matig") && !page.shows("Gemiddeld"), "{} sees it at {path}", person.name);
            if person.id != round.ed.id {
                assert!(!page.shows("Heeft een belang"), "{} sees it at {path}", person.name);
            }
        }
        let its = [("form[id]", round.applicant.id.as_str()), ("form[mark]", "5"), ("form[reasons]", "x"), ("form[do]", "submit")];
        let expected = if person.id == round.ed.id { 409 } else { 404 };
        assert_eq!(browser.post("/do/assessments/judge", &its).await.status(), expected, "{}", person.name);
    }
    let page = round.applicant.get("").await;
    assert!(page.shows(INSIDE) && !page.shows(WORD) && !page.shows("oordel"), "the applicant does not know of it");
    for mail in app.mails().await {
        assert!(!mail.body_text.contains(WORD) && !mail.body_html.contains(WORD));
        if mail.kind.starts_with("assessment") {
            assert!([&round.vera.email, &round.ed.email].contains(&&mail.to_address), "{} to {}", mail.kind, mail.to_address);
        }
    }
});

on_both!(a_request_is_withdrawn_and_made_again, async |app: TestApp| {
    let round = Round::new(&app).await;
    round.asked(&[&round.vera], "2026-11-26").await;
    assert!(!round.of_vera.get(&round.page()).await.shows(INSIDE), "asked is closed");
    round.declare(&round.of_vera, "none").await;
    round.judge(&round.of_vera, "3", "Half werk.", "save").await;
    assert_eq!(round.withdraw(&app, &round.vera).await.location(), round.page());
    assert_eq!(round.withdraw(&app, &round.vera).await.status(), 409, "once");
    round.of_vera.get(&round.own()).await.assert_shows("Je hoeft dit voorstel niet meer te beoordelen.");
    round.of_vera.get(&round.page()).await.assert_shows(INSIDE);
    assert_eq!(round.judge(&round.of_vera, "3", "Half werk.", "submit").await.status(), 409);
    // Asked again: declared anew, and the draft is there.
    round.asked(&[&round.vera], "2026-12-10").await;
    assert_eq!(app.mails_to(&round.vera.email, "assessment_asked").await.len(), 2);
    assert!(!round.of_vera.get(&round.page()).await.shows(INSIDE));
    round.declare(&round.of_vera, "none").await;
    round.of_vera.get(&round.own()).await.assert_shows("Half werk.");
    assert_eq!(round.judge(&round.of_vera, "3", "Heel werk.", "submit").await.location(), round.own());
    assert_eq!(round.withdraw(&app, &round.vera).await.status(), 409, "what was judged stays");
    // Who leaves the party reads nothing any more; the judgement stays, also when the account goes.
    membership::Entity::delete_many()
        .filter(membership::Column::AccountId.eq(round.vera.id))
        .exec(app.state.db.writer())
        .await
        .expect("she leaves");
    let gone = app.sign_in(&round.vera, None).await;
    assert_eq!(gone.get(&round.own()).await.status(), 404);
    assert!(!gone.get("/beoordelen").await.shows("Zon op de galerij"));
    app::infra::db::entity::account::Entity::delete_by_id(round.vera.id).exec(app.state.db.writer()).await.expect("the account goes");
    let page = round.official.get(&round.page()).await;
    page.assert_shows("Heel werk.");
    page.assert_shows("Iemand zonder account");
    // Nothing is asked about what was decided, or before the call is closed.
    assert_eq!(round.decide(&round.official).await.status(), 302);
    assert_eq!(round.ask(&[&round.ed], "2026-12-10").await.status(), 409);
    round.official.get(&format!("{}/beoordelaars", round.page())).await.assert_shows("al besloten");
    let open = Call::beside(&app, "nog-open", &round.call.funder, &round.call.official).await;
    let early = Applicant::complete(&app, &open, "vroeg@voorbeeld.example").await;
    let person = round.ed.id.to_string();
    let fields = [("form[slug]", "nog-open"), ("form[id]", &early.id), ("form[due_on]", "2026-12-10"), ("form[people][0]", &person)];
    round.official.post("/do/assessments/ask", &fields).await;
    round.official.get(&open.path(&format!("/voorstellen/{}/beoordelaars", early.id))).await.assert_shows("als de call gesloten is");
    assert_eq!(assessment::Entity::find().count(app.state.db.reader()).await.expect("a count"), 1);
});

on_both!(pressing_twice_at_once_hands_in_once, async |app: TestApp| {
    let round = Round::new(&app).await;
    round.asked(&[&round.vera], "2026-11-26").await;
    round.declare(&round.of_vera, "none").await;
    let answers = futures::future::join_all((0..5).map(|_| round.judge(&round.of_vera, "4", "Goed.", "submit"))).await;
    let done = answers.iter().filter(|answer| answer.status() == 302).count();
    assert_eq!((done, answers.iter().filter(|answer| answer.status() == 409).count()), (1, 4));
});

on_both!(an_assessor_who_is_behind_is_reminded_twice_and_no_more, async |app: TestApp| {
    let mut round = Round::new(&app).await;
    // 12 November; the others stop it, each by another act.
    let mut others = Vec::new();
    for name in ["Sub Mit", "Bel Ang", "Weg Genomen", "Uit Getreden"] {
        let person = app.person(name).await;
        app.add_member(&round.call.funder, &person, MemberRole::Viewer).await;
        others.push((app.sign_in(&person, None).await, person));
    }
    let people: Vec<&Person> = others.iter().map(|(_, person)| person).chain([&round.vera]).collect();
    round.asked(&people, "2026-11-20").await;
    let waiting = async |person: &Person| app.mails_to(&person.email, "assessment_waiting").await.len();
    let day = async |days: i64| {
        app.advance(TimeDelta::days(days));
        for _ in 0..3 {
            jobs::round(&app.state).await;
            app.advance(TimeDelta::seconds(20));
        }
    };
    round.declare(&round.of_vera, "none").await;
    day(4).await;
    assert_eq!(waiting(&round.vera).await, 0, "16 November");
    day(1).await;
    assert_eq!(waiting(&round.vera).await, 1, "17 November, three days before");
    let mail = app.mails_to(&round.vera.email, "assessment_waiting").await.remove(0);
    assert!(mail.body_text.contains("nog tot en met 20 november 2026") && !mail.body_text.contains(INSIDE), "{}", mail.body_text);
    for (_, person) in &others {
        assert_eq!(waiting(person).await, 1, "{}", person.name);
    }
    round.declare(&others[0].0, "none").await;
    round.judge(&others[0].0, "4", "Goed.", "submit").await;
    round.declare(&others[1].0, "conflict").await;
    round.withdraw(&app, &others[2].1).await;
    let leaves = membership::Entity::delete_many().filter(membership::Column::AccountId.eq(others[3].1.id));
    leaves.exec(app.state.db.writer()).await.expect("one leaves");
    day(3).await;
    assert_eq!(waiting(&round.vera).await, 1, "20 November is the day itself");
    // The job did not run for a week.
    app.advance(TimeDelta::days(7));
    day(0).await;
    assert_eq!(waiting(&round.vera).await, 2);
    assert!(app.mails_to(&round.vera.email, "assessment_waiting").await[1].subject.contains("te laat"));
    // Sessions do not last that long.
    app.sign_in(&round.vera, None).await.get("/beoordelen").await.assert_shows("Te laat");
    for _ in 0..40 {
        day(1).await;
    }
    assert_eq!(waiting(&round.vera).await, 2, "no more");
    for (_, person) in &others {
        assert_eq!(waiting(person).await, 1, "{}", person.name);
    }

    // Another date is another date, until the decision; who is asked within three days of it has just heard.
    let today = app.now().date_naive();
    round.official = app.sign_in(&round.call.official, Some(&round.call.funder)).await;
    round.asked(&[&round.ed], &(today + TimeDelta::days(2)).to_string()).await;
    day(1).await;
    assert_eq!(waiting(&round.ed).await, 0);
    let official = app.sign_in(&round.call.official, Some(&round.call.funder)).await;
    assert_eq!(round.decide(&official).await.status(), 302);
    day(5).await;
    assert_eq!(waiting(&round.ed).await, 0, "decided");
    assert_eq!(assessment::Entity::find().count(app.state.db.reader()).await.expect("a count"), 6);
    assert_eq!(decision::Entity::find().count(app.state.db.reader()).await.expect("a count"), 1);
});

/// Puts into the table's world: {assessed}, which the viewer is reading and a colleague has judged.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    let colleague = app.person("Bea Oordelaar").await;
    app.add_member(&world.party, &colleague, MemberRole::Viewer).await;
    let owner = app.sign_in(&world.people["owner"], Some(&world.party)).await;
    let (slug, id) = (world.fill_in("{own call}"), world.fill_in("{assessed}"));
    let people = [world.people["viewer"].id.to_string(), colleague.id.to_string()];
    let ask = [
        ("form[slug]", slug.as_str()),
        ("form[id]", &id),
        ("form[people][0]", &people[0]),
        ("form[people][1]", &people[1]),
        ("form[due_on]", "2026-11-20"),
    ];
    assert_eq!(owner.post("/do/assessments/ask", &ask).await.status(), 302);
    for (person, mark, button) in [(&world.people["viewer"], "3", "save"), (&colleague, "4", "submit")] {
        let browser = app.sign_in(person, Some(&world.party)).await;
        browser.post("/do/assessments/declare", &[("form[id]", &id), ("form[interest]", "none")]).await;
        let judge = [("form[id]", id.as_str()), ("form[mark]", mark), ("form[reasons]", "Omdat het past."), ("form[do]", button)];
        assert_eq!(browser.post("/do/assessments/judge", &judge).await.status(), 302);
    }
    let proposal: ProposalId = id.parse().expect("an id");
    let row = assessment::Entity::find()
        .filter(assessment::Column::ProposalId.eq(proposal))
        .filter(assessment::Column::AccountId.eq(world.people["viewer"].id))
        .one(app.state.db.reader())
        .await;
    world.name("assessment", row.expect("a read").expect("an assessment").id);
}
