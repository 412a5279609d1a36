//! Reports on awarded proposals: asked, written, judged, and reminded of.

use app::{
    infra::db::entity::{audit, decision, outbox, proposal, report},
    jobs,
    parties::model::{MemberRole, PartyKind},
    proposals::model::{Outcome, ProposalId, ProposalState},
    values::Cents,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::{
    matrix::World,
    proposals::{Applicant, Call, link_in},
    support::{Answer, Browser, Person, TestApp, on_both},
};

/// An awarded proposal of a party, of which the applicants know.
struct Award {
    call: Call,
    applicant: Applicant,
    contact: Person,
    official: Browser,
}

const CONTACT: &str = "fatima.bakker@voorbeeld.example";

async fn rounds(app: &TestApp) {
    for _ in 0..3 {
        jobs::round(&app.state).await;
        app.advance(TimeDelta::seconds(20));
    }
}

/// Awards a proposal, and lets the applicants know.
async fn award(app: &TestApp, id: &str) {
    let id: ProposalId = id.parse().expect("an id");
    let now = app.now();
    decision::ActiveModel {
        proposal_id: Set(id),
        outcome: Set(Outcome::Awarded),
        reason: Set("Goed plan.".to_owned()),
        awarded_cents: Set(Cents(100_000)),
        decided_by: Set(None),
        decided_at: Set(now),
        told_at: Set(Some(now)),
    }
    .insert(app.state.db.writer())
    .await
    .expect("a decision");
    proposal::ActiveModel { id: Set(id), state: Set(ProposalState::Awarded), ..Default::default() }
        .update(app.state.db.writer())
        .await
        .expect("a proposal");
}

impl Award {
    async fn new(app: &TestApp) -> Self {
        app.areas().await;
        let call = Call::open(app).await;
        let contact = app.person("Fatima Bakker").await;
        let group = app.party("Zonnige buren", PartyKind::ResidentsGroup, &contact).await;
        let applicant = Applicant::signed_in(app, &call, &contact, &group).await;
        applicant.save(&call, "save", &[]).await;
        assert!(applicant.submit().await.location().ends_with("/ontvangst"));
        call.close(app).await;
        award(app, &applicant.id).await;
        let official = app.sign_in(&call.official, Some(&call.funder)).await;
        Self { call, applicant, contact, official }
    }

    fn page(&self, rest: &str) -> String {
        self.call.path(&format!("/voorstellen/{}{rest}", self.applicant.id))
    }

    async fn ask(&self, asks: &str, due_on: &str) -> Answer {
        let fields =
            [("form[slug]", self.call.slug.as_str()), ("form[id]", &self.applicant.id), ("form[asks]", asks), ("form[due_on]", due_on)];
        self.official.post("/do/reports/ask", &fields).await
    }

    /// Asks, and gives the report.
    async fn asked(&self, app: &TestApp, asks: &str, due_on: &str) -> String {
        let answer = self.ask(asks, due_on).await;
        assert_eq!(answer.location(), self.page("/verslagen"), "{}", answer.html());
        let rows = report::Entity::find().order_by_desc(report::Column::Id).all(app.state.db.reader()).await.expect("reports");
        rows.into_iter().find(|row| row.asks == asks).expect("a report").id.to_string()
    }

    async fn write(&self, browser: &Browser, report: &str, body: &str, spent: &str, button: &str) -> Answer {
        let fields = [
            ("form[id]", self.applicant.id.as_str()),
            ("form[report]", report),
            ("form[body]", body),
            ("form[spent]", spent),
            ("form[do]", button),
        ];
        browser.post("/do/reports/write", &fields).await
    }

    async fn judge(&self, browser: &Browser, report: &str, verdict: &str, reason: &str) -> Answer {
        let fields = [
            ("form[slug]", self.call.slug.as_str()),
            ("form[id]", &self.applicant.id),
            ("form[report]", report),
            ("form[verdict]", verdict),
            ("form[reason]", reason),
        ];
        browser.post("/do/reports/judge", &fields).await
    }
}

on_both!(a_report_is_asked_written_returned_and_approved, async |app: TestApp| {
    let all = Award::new(&app).await;
    all.official.get(&all.page("")).await.assert_shows("Verslagen vragen en lezen");
    assert!(!all.applicant.get("").await.shows("Verslagen"), "nothing is asked");
    // What is wrong comes back at its field.
    assert_eq!(all.ask("", "2026-11-12").await.location(), all.page("/verslagen"));
    all.official.get(&all.page("/verslagen")).await.assert_shows("Kies een dag na vandaag");
    let report = all.asked(&app, "Wat is er gedaan?", "2027-03-01").await;
    let mails = app.mails_to(CONTACT, "report_asked").await;
    assert!(mails.len() == 1 && mails[0].body_text.contains("Wat is er gedaan?") && mails[0].body_text.contains("1 maart 2027"));
    all.applicant.get("").await.assert_shows("Verslag vóór 1 maart 2027");
    let own = all.applicant.path(&format!("/verslagen/{report}"));
    let its = all.page(&format!("/verslagen/{report}"));

    // A draft is of the applicants alone, whatever is in it.
    assert_eq!(all.write(&all.applicant.browser, &report, "Half af.", "weet niet", "save").await.location(), own);
    let form = all.applicant.browser.get(&own).await;
    form.assert_shows("Half af.");
    assert!(form.html().contains("value=\"weet niet\""));
    assert!(!all.official.get(&its).await.shows("Half af."));
    assert_eq!(all.judge(&all.official, &report, "approved", "").await.status(), 409, "there is nothing to judge");
    all.write(&all.applicant.browser, &report, "", "weet niet", "submit").await;
    let form = all.applicant.browser.get(&own).await;
    form.assert_shows("Er gaat nog iets mis op 2 plekken");
    all.write(&all.applicant.browser, &report, &"a".repeat(20_001), "", "submit").await;
    all.applicant.browser.get(&own).await.assert_shows("hoogstens 20.000 tekens");

    // Pressing twice at once hands in once.
    let answers =
        futures::future::join_all((0..4).map(|_| all.write(&all.applicant.browser, &report, "De daken liggen vol.", "1.250,50", "submit")))
            .await;
    assert_eq!(answers.iter().filter(|answer| answer.status() == 302).count(), 1);
    assert_eq!(app.mails_to(&all.call.official.email, "report_submitted").await.len(), 1);
    assert_eq!(all.write(&all.applicant.browser, &report, "Nog iets.", "", "save").await.status(), 409, "handed in");
    let page = all.official.get(&its).await;
    page.assert_shows("De daken liggen vol.");
    page.assert_shows("1.250,50");

    // Returned with a reason; approved after that.
    all.judge(&all.official, &report, "returned", "").await;
    assert!(app.mails_to(CONTACT, "report_judged").await.is_empty(), "a reason is obligatory");
    assert_eq!(all.judge(&all.official, &report, "returned", "Wie deed er mee?").await.location(), its);
    let form = all.applicant.browser.get(&own).await;
    form.assert_shows("Wie deed er mee?");
    form.assert_shows("De daken liggen vol.");
    assert_eq!(all.write(&all.applicant.browser, &report, "Veertig buren.", "1250", "save").await.location(), own);
    assert!(!all.official.get(&its).await.shows("Veertig buren."), "a draft again");
    all.write(&all.applicant.browser, &report, "Veertig buren.", "1250", "submit").await;
    assert_eq!(app.mails_to(&all.call.official.email, "report_submitted").await.len(), 2);
    assert_eq!(all.judge(&all.official, &report, "approved", "").await.location(), its);
    all.applicant.browser.get(&own).await.assert_shows("Het verslag is goedgekeurd.");
    let subjects: Vec<String> = app.mails_to(CONTACT, "report_judged").await.into_iter().map(|mail| mail.subject).collect();
    assert!(subjects.len() == 2 && subjects[0].ends_with("teruggestuurd") && subjects[1].ends_with("goedgekeurd"), "{subjects:?}");
    for (browser, verdict) in [(&all.official, "approved"), (&all.official, "returned")] {
        assert_eq!(all.judge(browser, &report, verdict, "Toch niet.").await.status(), 409, "approved is approved");
    }
    let log = audit::Entity::find().all(app.state.db.reader()).await.expect("the log");
    for (action, times) in [("ask", 1), ("save", 2), ("submit", 2), ("judge", 2)] {
        assert_eq!(log.iter().filter(|row| row.action == format!("report.{action}")).count(), times, "{action}");
    }
});

on_both!(reports_are_for_those_who_take_part, async |app: TestApp| {
    let all = Award::new(&app).await;
    let [viewer, reader, stranger] = [app.person("Vera Kijker").await, app.person("Lou Lezer").await, app.person("Sjoerd Ver").await];
    let organiser = app.organiser("Otto Organisator").await;
    app.add_member(&all.call.funder, &viewer, MemberRole::Viewer).await;
    let group = proposal::Entity::find().one(app.state.db.reader()).await.expect("a read").expect("a proposal").party_id.expect("a party");
    let group = crate::support::Party { id: group, slug: String::new(), name: String::new() };
    app.add_member(&group, &reader, MemberRole::Viewer).await;
    let report = all.asked(&app, "Wat is er gedaan?", "2026-12-20").await;
    let (own, its) = (all.applicant.path(&format!("/verslagen/{report}")), all.page(&format!("/verslagen/{report}")));
    all.write(&all.applicant.browser, &report, "Kanariezang.", "10", "submit").await;
    for (person, reads_own, reads_its) in [(&viewer, 404, 200), (&reader, 200, 404), (&stranger, 404, 404), (&organiser, 404, 404)] {
        let browser = app.sign_in(person, None).await;
        assert_eq!(browser.get(&own).await.status(), reads_own, "{}", person.name);
        assert_eq!(browser.get(&its).await.status(), reads_its, "{}", person.name);
        assert_eq!(browser.get(&all.page("/verslagen")).await.status(), reads_its, "{}", person.name);
        assert_eq!(all.write(&browser, &report, "x", "", "save").await.status(), 404, "{}", person.name);
        assert_eq!(all.judge(&browser, &report, "approved", "").await.status(), 404, "{}", person.name);
    }
    // A report of another proposal is none of this one.
    let other = Call::beside(&app, "andere-call", &all.call.funder, &all.call.official).await;
    let second = Applicant::complete(&app, &other, "dina@voorbeeld.example").await;
    assert_eq!(second.get(&format!("/verslagen/{report}")).await.status(), 404);
    // Nothing is asked before the applicants know of the award; who has no account is led in by the mail.
    let fields = [("form[slug]", "andere-call"), ("form[id]", &second.id), ("form[asks]", "Wat dan?"), ("form[due_on]", "2026-12-20")];
    assert_eq!(all.official.post("/do/reports/ask", &fields).await.status(), 409);
    let page = other.path(&format!("/voorstellen/{}/verslagen", second.id));
    assert_eq!(all.official.get(&page).await.status(), 404);
    award(&app, &second.id).await;
    assert_eq!(all.official.post("/do/reports/ask", &fields).await.location(), page);
    let mail = app.mails_to("dina@voorbeeld.example", "report_asked").await.remove(0);
    let link = link_in(&mail.body_text, "/voorstellen/");
    let (id, token) = link.trim_start_matches("/voorstellen/").split_once("/link/").expect("a link");
    let visitor = app.visitor();
    let opened = visitor.post("/do/proposals/open", &[("form[id]", id), ("form[token]", token)]).await;
    visitor.get(&opened.location()).await.assert_shows("Verslag vóór 20 december 2026");
    for mail in app.mails().await {
        assert!(!mail.body_text.contains("Kanariezang"), "{}", mail.kind);
    }
});

on_both!(a_report_that_is_due_is_reminded_of_three_times, async |app: TestApp| {
    let all = Award::new(&app).await;
    // It is 12 November.
    let waiting = async || app.mails_to(CONTACT, "report_due").await.len();
    let day = async |days: i64| {
        app.advance(TimeDelta::days(days));
        rounds(&app).await;
    };
    all.asked(&app, "Op tijd?", "2026-12-01").await;
    let sent = all.asked(&app, "Verstuurd?", "2026-12-01").await;
    all.write(&all.applicant.browser, &sent, "Ja.", "", "submit").await;
    let gone = all.asked(&app, "Weg?", "2026-12-01").await;
    let withdraw = [("form[slug]", all.call.slug.as_str()), ("form[id]", &all.applicant.id), ("form[report]", &gone)];
    assert_eq!(all.official.post("/do/reports/withdraw", &withdraw).await.location(), all.page("/verslagen"));
    assert_eq!(all.official.post("/do/reports/withdraw", &withdraw).await.status(), 409, "once");
    assert_eq!(all.write(&all.applicant.browser, &gone, "Toch.", "", "submit").await.status(), 409);
    day(4).await;
    assert_eq!(waiting().await, 0);
    day(1).await;
    assert_eq!(waiting().await, 1, "17 November, fourteen days before");
    day(10).await;
    assert_eq!(waiting().await, 1);
    day(1).await;
    assert_eq!(waiting().await, 2, "28 November, three days before");
    day(3).await;
    assert_eq!(waiting().await, 2, "the day itself");
    for _ in 0..45 {
        day(1).await;
    }
    assert_eq!(waiting().await, 3, "once after it, and no more");
    let last = app.mails_to(CONTACT, "report_due").await.remove(2);
    assert!(last.subject.contains("te laat") && last.body_text.contains("Op tijd?"), "{}", last.body_text);
    assert!(
        outbox::Entity::find().filter(outbox::Column::Kind.eq("report_due")).all(app.state.db.reader()).await.expect("mails").len() == 3
    );
    let _ = &all.contact;
});

/// Puts into the table's world: {awarded}, of the party to its own call, with {report} that is asked and {report.sent} that was handed in.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    let (slug, id) = (world.fill_in("{own call}"), world.fill_in("{awarded}"));
    award(&app, &id).await;
    let owner = app.sign_in(&world.people["owner"], Some(&world.party)).await;
    for (name, asks) in [("report", "Wat is er gedaan?"), ("report.sent", "Wie deed er mee?"), ("report.back", "Wat kostte het?")] {
        let ask = [("form[slug]", slug.as_str()), ("form[id]", &id), ("form[asks]", asks), ("form[due_on]", "2026-11-20")];
        assert_eq!(owner.post("/do/reports/ask", &ask).await.status(), 302);
        let found = report::Entity::find().filter(report::Column::Asks.eq(asks)).one(app.state.db.reader()).await;
        let report = found.expect("a read").expect("a report").id.to_string();
        let write = |button| {
            [("form[id]", id.clone()), ("form[report]", report.clone()), ("form[body]", "Van alles.".to_owned()), ("form[do]", button)]
        };
        let buttons: &[&str] = match name {
            "report" => &["save"],
            _ => &["submit"],
        };
        for button in buttons {
            let fields = write((*button).to_owned());
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(owner.post("/do/reports/write", &fields).await.status(), 302);
        }
        if name == "report.back" {
            let judge = [
                ("form[slug]", slug.as_str()),
                ("form[id]", &id),
                ("form[report]", &report),
                ("form[verdict]", "returned"),
                ("form[reason]", "Met bedragen graag."),
            ];
            assert_eq!(owner.post("/do/reports/judge", &judge).await.status(), 302);
        }
        world.name(name, report);
    }
}
