//! Proposals, as applicants and funders see them.

use app::{
    calls::model::{CallId, CallState, QuestionId, QuestionKind},
    infra::db::entity::{attachment, audit, call, call_question, co_applicant, decision, proposal},
    parties::model::{MemberRole, PartyKind},
    proposals::model::{Outcome, ProposalState, field_of},
    values::Cents,
};
use axum_test::multipart::{MultipartForm, Part};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use server::config::Limits;

use crate::{
    matrix::World,
    support::{Answer, Browser, Party, Person, TestApp, on_both},
};

/// A call that is open for ten days, with one question of each sort that matters here.
pub struct Call {
    pub id: CallId,
    pub slug: String,
    why: QuestionId,
    drawing: QuestionId,
    pub funder: Party,
    pub official: Person,
    pub closes_at: DateTime<Utc>,
}

impl Call {
    pub async fn open(app: &TestApp) -> Self {
        let official = app.person("Anna de Ambtenaar").await;
        let funder = app.party("Gemeente Zwolle", PartyKind::Municipality, &official).await;
        Self::of(app, "zon-op-dieze", funder, official).await
    }

    /// One more, of a funder that is there.
    pub async fn beside(app: &TestApp, slug: &str, funder: &Party, official: &Person) -> Self {
        Self::of(app, slug, funder.clone(), official.clone()).await
    }

    async fn of(app: &TestApp, slug: &str, funder: Party, official: Person) -> Self {
        let now = app.now();
        let closes_at = now + TimeDelta::days(10);
        let (id, why, drawing) = (CallId::new(), QuestionId::new(), QuestionId::new());
        call::ActiveModel {
            id: Set(id),
            slug: Set(slug.to_owned()),
            party_id: Set(funder.id),
            title: Set("Zon op Dieze".to_owned()),
            summary: Set("Daken vol.".to_owned()),
            body: Set(String::new()),
            conditions: Set(String::new()),
            who_may_apply: Set(r#"["residents_group","cooperative"]"#.to_owned()),
            ceiling_cents: Set(Some(Cents(1_000_000))),
            max_cents: Set(Some(Cents(600_000))),
            opens_at: Set(Some(now - TimeDelta::days(1))),
            closes_at: Set(Some(closes_at)),
            state: Set(CallState::Published),
            published_at: Set(Some(now - TimeDelta::days(1))),
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
        for (position, (question, kind, required)) in
            [(why, QuestionKind::LongText, true), (drawing, QuestionKind::File, false)].into_iter().enumerate()
        {
            call_question::ActiveModel {
                id: Set(question),
                call_id: Set(id),
                position: Set(i32::try_from(position).expect("a small number")),
                kind: Set(kind),
                label: Set(if required { "Waarom hier?" } else { "Tekening" }.to_owned()),
                help: Set(String::new()),
                required: Set(required),
                word_limit: Set(required.then_some(5)),
                options: Set("[]".to_owned()),
            }
            .insert(app.state.db.writer())
            .await
            .expect("a question");
        }
        Self { id, slug: slug.to_owned(), why, drawing, funder, official, closes_at }
    }

    pub async fn close(&self, app: &TestApp) {
        app.advance(self.closes_at - app.now());
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/calls/{}{rest}", self.slug)
    }
}

/// Somebody who works on one proposal.
pub struct Applicant {
    pub browser: Browser,
    pub id: String,
}

impl Applicant {
    /// Starts with a name and an address only.
    pub async fn by_mail(app: &TestApp, call: &Call, email: &str) -> Self {
        let browser = app.visitor();
        let answer = browser
            .post(
                "/do/proposals/start",
                &[
                    ("form[slug]", &call.slug),
                    ("form[applicant]", "group"),
                    ("form[kind]", "residents_group"),
                    ("form[group]", "Zonnige buren"),
                    ("form[name]", "Fatima Bakker"),
                    ("form[email]", email),
                ],
            )
            .await;
        Self { id: id_in(&answer.location()), browser }
    }

    /// Starts for a party.
    pub async fn signed_in(app: &TestApp, call: &Call, person: &Person, party: &Party) -> Self {
        let browser = app.sign_in(person, Some(party)).await;
        let applicant = party.id.to_string();
        let answer = browser.post("/do/proposals/start", &[("form[slug]", &call.slug), ("form[applicant]", &applicant)]).await;
        Self { id: id_in(&answer.location()), browser }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/voorstellen/{}{rest}", self.id)
    }

    pub async fn get(&self, rest: &str) -> Answer {
        self.browser.get(&self.path(rest)).await
    }

    /// Saves the form with what is given, over a plan that can be sent in.
    pub async fn save(&self, call: &Call, button: &str, changes: &[(&str, &str)]) -> Answer {
        let page = self.get("/bewerken").await.html();
        let why = format!("form[answers][{}]", field_of(call.why));
        let mut fields = vec![
            ("form[id]", self.id.as_str()),
            ("form[do]", button),
            ("form[title]", "Zon op de galerij"),
            ("form[summary]", "Wij delen één dak."),
            (why.as_str(), "Omdat de zon hier schijnt"),
            ("form[budget][0][label]", "Uitleg"),
            ("form[budget][0][amount]", "€ 1.000"),
            ("form[budget][1][label]", "Rekenmeester"),
            ("form[budget][1][amount]", "500,50"),
            ("form[budget][2][label]", ""),
            ("form[budget][2][amount]", ""),
            ("form[own_contribution]", "100"),
            ("form[areas][0]", "Diezerpoort, Zwolle"),
            ("form[areas][1]", ""),
        ];
        let version = hidden(&page, "version");
        fields.push(("form[version]", &version));
        for (name, value) in changes {
            fields.retain(|(other, _)| other != name);
            fields.push((name, value));
        }
        self.browser.post("/do/proposals/save", &fields).await
    }

    pub async fn submit(&self) -> Answer {
        let token = hidden(&self.get("/controleren").await.html(), "token");
        self.browser.post("/do/proposals/submit", &[("form[id]", &self.id), ("form[token]", &token)]).await
    }

    /// Writes a whole proposal and sends it in.
    pub async fn complete(app: &TestApp, call: &Call, email: &str) -> Self {
        let applicant = Self::by_mail(app, call, email).await;
        applicant.save(call, "save", &[]).await;
        assert!(applicant.submit().await.location().ends_with("/ontvangst"));
        applicant
    }

    pub async fn upload(&self, name: &str, content: Vec<u8>, question: Option<QuestionId>) -> Answer {
        let mut form = MultipartForm::new();
        if let Some(question) = question {
            form = form.add_text("question", question.to_string());
        }
        form = form.add_part("file", Part::bytes(content).file_name(name));
        Answer::from(
            self.browser
                .server()
                .post(&self.path("/bestanden"))
                .add_header("accept", "text/html")
                .add_header("sec-fetch-site", "same-origin")
                .multipart(form)
                .await,
        )
    }

    pub async fn row(&self, app: &TestApp) -> proposal::Model {
        let id = self.id.parse::<app::proposals::model::ProposalId>().expect("an id");
        proposal::Entity::find_by_id(id).one(app.state.db.reader()).await.expect("the database").expect("the proposal")
    }
}

fn id_in(location: &str) -> String {
    location
        .strip_prefix("/voorstellen/")
        .and_then(|rest| rest.split(['/', '?']).next())
        .unwrap_or_else(|| panic!("no proposal in {location:?}"))
        .to_owned()
}

pub fn hidden(html: &str, name: &str) -> String {
    let field = format!("name=\"form[{name}]\" value=\"");
    html.split(&field).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Gives the path behind the first link to a place in a mail.
pub fn link_in(body: &str, place: &str) -> String {
    let start = body.find(place).unwrap_or_else(|| panic!("no {place} in {body}"));
    body[start..].split_whitespace().next().expect("a word").to_owned()
}

on_both!(a_visitor_writes_and_sends_in_a_proposal_with_only_an_address, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let visitor = app.visitor();
    visitor.get(&call.path("/voorstel")).await.assert_shows("Je naam");
    let refused =
        visitor.post("/do/proposals/start", &[("form[slug]", &call.slug), ("form[applicant]", "group"), ("form[email]", "fatima")]).await;
    assert_eq!(refused.location(), call.path("/voorstel"));
    visitor.get(&call.path("/voorstel")).await.assert_shows("Vul een geldig e-mailadres in");

    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    fatima.get("/bewerken").await.assert_shows("We hebben je ook een link gemaild");
    let letters = app.mails_to("fatima@voorbeeld.example", "proposal_link").await;
    assert_eq!(letters.len(), 1);

    // Everything can be saved, also what cannot be sent in.
    let saved = fatima.save(&call, "save", &[("form[budget][0][amount]", "veel geld"), ("form[title]", "Zon \"op\" <de> galerij")]).await;
    assert_eq!(saved.location(), fatima.path("/bewerken"));
    let page = fatima.get("/bewerken").await;
    page.assert_shows("Je concept is bewaard.");
    assert!(page.html().contains("value=\"veel geld\""));
    page.assert_shows("\u{a0}500,50");
    let check = fatima.get("/controleren").await;
    check.assert_shows("Vul een bedrag in");
    assert!(check.html().contains(&format!("{}?controle=1#budget[0][amount]", fatima.path("/bewerken"))));
    assert_eq!(hidden(&check.html(), "token"), "");
    fatima.get("/bewerken?controle=1").await.assert_shows("Vul een bedrag in");

    // From another browser, by the link in the mail.
    let path = link_in(&letters[0].body_text, "/voorstellen/");
    let elsewhere = app.visitor();
    elsewhere.get(&path).await.assert_shows("Open mijn voorstel");
    assert_eq!(elsewhere.get(&fatima.path("/bewerken")).await.status(), 303);
    let token = path.rsplit('/').next().expect("a token");
    let opened = elsewhere.post("/do/proposals/open", &[("form[id]", &fatima.id), ("form[token]", token)]).await;
    assert_eq!(opened.location(), fatima.path("/bewerken"));
    let fatima = Applicant { browser: elsewhere, id: fatima.id };

    let checked = fatima.save(&call, "check", &[]).await;
    assert_eq!(checked.location(), fatima.path("/controleren"));
    let check = fatima.get("/controleren").await;
    check.assert_shows("Omdat de zon hier schijnt");
    check.assert_shows("€\u{a0}1.400,50");
    let sent = fatima.submit().await;
    assert_eq!(sent.location(), fatima.path("/ontvangst"));
    let receipt = fatima.get("/ontvangst").await;
    receipt.assert_shows("WC-2026-00001");
    let letters = app.mails_to("fatima@voorbeeld.example", "receipt").await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].body_text.contains("WC-2026-00001"));
    fatima.get("").await.assert_shows("We hebben je voorstel ontvangen.");
    fatima.browser.get("/voorstellen").await.assert_shows("Zon op de galerij");

    let row = fatima.row(&app).await;
    assert_eq!((row.state, row.requested_cents, row.own_contribution_cents), (ProposalState::Submitted, Cents(140_050), Cents(10_000)));
    let actions: Vec<String> = audit::Entity::find()
        .filter(audit::Column::ObjectId.eq(row.id.0))
        .all(app.state.db.reader())
        .await
        .expect("the audit")
        .into_iter()
        .map(|row| row.action)
        .collect();
    assert_eq!(actions, ["proposal.start", "proposal.save", "proposal.save", "proposal.submit"]);
});

on_both!(pressing_twice_sends_in_once, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    fatima.save(&call, "save", &[]).await;
    let token = hidden(&fatima.get("/controleren").await.html(), "token");
    let fields = [("form[id]", fatima.id.as_str()), ("form[token]", token.as_str())];
    let press = || fatima.browser.post("/do/proposals/submit", &fields);
    let answers = tokio::join!(press(), press(), press(), press());
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        assert_eq!(answer.location(), fatima.path("/ontvangst"));
    }
    assert_eq!(press().await.location(), fatima.path("/ontvangst"));
    assert_eq!(fatima.row(&app).await.receipt_number.as_deref(), Some("WC-2026-00001"));
    assert_eq!(app.mails_to("fatima@voorbeeld.example", "receipt").await.len(), 1);
    assert_eq!(proposal::Entity::find().count(app.state.db.reader()).await.expect("a count"), 1);

    // Another proposal gets the next number.
    let other = Applicant::complete(&app, &call, "bram@voorbeeld.example").await;
    assert_eq!(other.row(&app).await.receipt_number.as_deref(), Some("WC-2026-00002"));
});

on_both!(only_what_was_checked_is_sent_in, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    fatima.save(&call, "save", &[]).await;
    let token = hidden(&fatima.get("/controleren").await.html(), "token");
    fatima.save(&call, "save", &[("form[title]", "Iets heel anders")]).await;
    let sent = fatima.browser.post("/do/proposals/submit", &[("form[id]", &fatima.id), ("form[token]", &token)]).await;
    assert_eq!(sent.location(), fatima.path("/controleren"));
    assert_eq!(fatima.row(&app).await.state, ProposalState::Draft);
    fatima.get("/controleren").await.assert_shows("Iets heel anders");
});

on_both!(two_people_at_the_same_draft_see_each_others_text, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let version = hidden(&fatima.get("/bewerken").await.html(), "version");
    fatima.save(&call, "save", &[("form[title]", "De eerste titel")]).await;
    let late = fatima.save(&call, "save", &[("form[version]", &version), ("form[title]", "De tweede titel")]).await;
    assert_eq!(late.location(), fatima.path("/bewerken"));
    let page = fatima.get("/bewerken").await;
    page.assert_shows("De eerste titel");
    assert!(page.html().contains("value=\"De tweede titel\""));
    // Seen by the person, so the next time it is saved.
    fatima.save(&call, "save", &[("form[title]", "De tweede titel")]).await;
    assert!(fatima.row(&app).await.draft_json.expect("a draft").contains("De tweede titel"));
});

on_both!(from_the_second_of_the_deadline_nothing_is_taken_and_nothing_is_lost, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    fatima.save(&call, "save", &[("form[co][0][name]", "Bram"), ("form[co][0][email]", "bram@voorbeeld.example")]).await;
    fatima.upload("plan.pdf", b"%PDF-1.7 plan".to_vec(), Some(call.drawing)).await;
    let token = hidden(&fatima.get("/controleren").await.html(), "token");
    call.close(&app).await;
    let sent = fatima.browser.post("/do/proposals/submit", &[("form[id]", &fatima.id), ("form[token]", &token)]).await;
    assert_eq!(sent.location(), fatima.path("/controleren"));
    let check = fatima.get("/controleren").await;
    check.assert_shows("De call is gesloten");
    for text in ["Zon op de galerij", "Omdat de zon hier schijnt", "Bram", "plan.pdf"] {
        check.assert_shows(text);
    }
    let row = fatima.row(&app).await;
    assert_eq!((row.state, row.receipt_number), (ProposalState::Draft, None));
    assert_eq!(app.mails_to("bram@voorbeeld.example", "co_applicant").await.len(), 0);
    // No new ones either.
    let late = app.visitor();
    late.get(&call.path("/voorstel")).await.assert_shows("Deze call is gesloten.");
    // Just in time is in time.
    let again = Call::of(&app, "tweede-call", call.funder.clone(), call.official.clone()).await;
    let bram = Applicant::by_mail(&app, &again, "bram@voorbeeld.example").await;
    bram.save(&again, "save", &[]).await;
    app.advance(TimeDelta::days(10) - TimeDelta::microseconds(1));
    assert_eq!(bram.submit().await.location(), bram.path("/ontvangst"));
});

on_both!(limits_on_the_page_hold_on_the_server, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let why = format!("form[answers][{}]", field_of(call.why));
    fatima.save(&call, "save", &[(&why, "een twee drie vier vijf zes"), ("form[budget][0][amount]", "6.000")]).await;
    let page = fatima.get("/bewerken").await;
    page.assert_shows("6 van 5 woorden");
    let check = fatima.get("/controleren").await;
    check.assert_shows("hoogstens 5 woorden");
    check.assert_shows("hoogstens 6.000 euro");
    let sent = fatima.browser.post("/do/proposals/submit", &[("form[id]", &fatima.id), ("form[token]", "")]).await;
    assert_eq!(sent.location(), fatima.path("/controleren"));
    assert_eq!(fatima.row(&app).await.state, ProposalState::Draft);
});

on_both!(lines_and_people_come_and_go_without_script, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let added = fatima.save(&call, "add-line", &[]).await;
    assert_eq!(added.location(), format!("{}?regels=4#budget", fatima.path("/bewerken")));
    assert!(fatima.get("/bewerken?regels=4").await.html().contains("id=\"budget[3][label]\""));
    fatima.save(&call, "line:0", &[]).await;
    let page = fatima.get("/bewerken").await.html();
    assert!(!page.contains("value=\"Uitleg\"") && page.contains("value=\"Rekenmeester\""));

    let bram = [("form[co][0][name]", "Bram"), ("form[co][0][email]", "Bram@voorbeeld.example"), ("form[co][0][role]", "Penningmeester")];
    fatima.save(&call, "invite", &bram).await;
    fatima.save(&call, "invite", &bram).await;
    assert_eq!(app.mails_to("bram@voorbeeld.example", "co_applicant").await.len(), 1);
    fatima.get("/bewerken").await.assert_shows("Uitgenodigd");
    fatima.save(&call, "co:0", &bram).await;
    assert_eq!(co_applicant::Entity::find().count(app.state.db.reader()).await.expect("a count"), 0);
    assert!(!fatima.get("/bewerken").await.shows("Uitgenodigd"));
});

on_both!(a_co_applicant_joins_by_mail_and_reads_along, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let people = [
        ("form[co][0][name]", "Bram"),
        ("form[co][0][email]", "bram@voorbeeld.example"),
        ("form[co][1][name]", "Chaima"),
        ("form[co][1][email]", "chaima@voorbeeld.example"),
    ];
    fatima.save(&call, "save", &people).await;
    fatima.submit().await;
    let letters = app.mails_to("bram@voorbeeld.example", "co_applicant").await;
    let path = link_in(&letters[0].body_text, "/voorstellen/uitnodiging/");
    let token = path.rsplit('/').next().expect("a token").to_owned();

    let bram = app.person("Bram Bos").await;
    let browser = app.sign_in(&bram, None).await;
    assert_eq!(browser.get(&fatima.path("")).await.status(), 404);
    browser.get(&path).await.assert_shows("Zonnige buren vraagt of je meedoet");
    let joined = browser.post("/do/proposals/join", &[("form[token]", &token), ("form[answer]", "accepted")]).await;
    assert_eq!(joined.location(), fatima.path(""));
    // From another device the account is enough; working on it is for the applicant.
    let browser = app.sign_in(&bram, None).await;
    browser.get(&fatima.path("")).await.assert_shows("Omdat de zon hier schijnt");
    browser.get("/voorstellen").await.assert_shows("Zon op de galerij");
    assert_eq!(browser.get(&fatima.path("/bewerken")).await.status(), 404);

    let letters = app.mails_to("chaima@voorbeeld.example", "co_applicant").await;
    let path = link_in(&letters[0].body_text, "/voorstellen/uitnodiging/");
    let token = path.rsplit('/').next().expect("a token").to_owned();
    let chaima = app.visitor();
    chaima.post("/do/proposals/join", &[("form[token]", &token), ("form[answer]", "declined")]).await;
    chaima.get(&path).await.assert_shows("niet meedoet");
    let again = chaima.post("/do/proposals/join", &[("form[token]", &token), ("form[answer]", "accepted")]).await;
    assert_eq!(again.status(), 409);

    // Who joined hears of the withdrawal, who declined does not.
    fatima.browser.post("/do/proposals/withdraw", &[("form[id]", &fatima.id)]).await;
    assert_eq!(app.mails_to("bram@voorbeeld.example", "withdrawn").await.len(), 1);
    assert_eq!(app.mails_to("chaima@voorbeeld.example", "withdrawn").await.len(), 0);
});

on_both!(a_submitted_proposal_changes_until_the_deadline_under_the_same_number, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let fatima = Applicant::complete(&app, &call, "fatima@voorbeeld.example").await;
    let first = fatima.row(&app).await;
    fatima.save(&call, "save", &[("form[title]", "Zon op alle galerijen")]).await;
    fatima.get("").await.assert_shows("Er zijn aanpassingen die je nog niet hebt ingediend.");
    let seen = official.get(&call.path(&format!("/voorstellen/{}", fatima.id))).await;
    seen.assert_shows("Zon op de galerij");
    assert!(!seen.shows("alle galerijen"));

    assert_eq!(fatima.submit().await.location(), fatima.path("/ontvangst"));
    let second = fatima.row(&app).await;
    assert_eq!(second.receipt_number, first.receipt_number);
    assert!(second.version > first.version);
    official.get(&call.path("/voorstellen")).await.assert_shows("Zon op alle galerijen");
    assert_eq!(app.mails_to("fatima@voorbeeld.example", "receipt").await.len(), 2);

    fatima.save(&call, "save", &[("form[title]", "Toch maar niet")]).await;
    fatima.browser.post("/do/proposals/undo", &[("form[id]", &fatima.id)]).await;
    assert!(fatima.get("/bewerken").await.html().contains("value=\"Zon op alle galerijen\""));
});

on_both!(nobody_else_finds_a_proposal, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = app.person("Fatima Bakker").await;
    let dieze = app.party("Buurtgroep Dieze", PartyKind::ResidentsGroup, &fatima).await;
    let mine = Applicant::signed_in(&app, &call, &fatima, &dieze).await;
    mine.save(&call, "save", &[]).await;
    mine.submit().await;

    let stranger = app.person("Willem Wind").await;
    let other_funder = app.party("Fonds Oost", PartyKind::Organisation, &stranger).await;
    let organiser = app.organiser("Olga Ordening").await;
    for browser in [app.sign_in(&stranger, Some(&other_funder)).await, app.sign_in(&organiser, None).await] {
        for rest in ["", "/bewerken", "/controleren", "/ontvangst", "/intrekken", "/bestanden"] {
            assert_eq!(browser.get(&mine.path(rest)).await.status(), 404, "{rest}");
        }
        for rest in ["/voorstellen".to_owned(), format!("/voorstellen/{}", mine.id), "/voorstellen.csv".to_owned()] {
            assert_eq!(browser.get(&call.path(&rest)).await.status(), 404, "{rest}");
        }
        for (action, fields) in [
            ("save", vec![("form[id]", mine.id.as_str()), ("form[version]", "2")]),
            ("submit", vec![("form[id]", mine.id.as_str())]),
            ("withdraw", vec![("form[id]", mine.id.as_str())]),
            ("undo", vec![("form[id]", mine.id.as_str())]),
            ("clarify", vec![("form[id]", mine.id.as_str()), ("form[answer]", "x")]),
            ("ask", vec![("form[slug]", call.slug.as_str()), ("form[id]", mine.id.as_str()), ("form[question]", "x")]),
            (
                "decide",
                vec![
                    ("form[slug]", call.slug.as_str()),
                    ("form[id]", mine.id.as_str()),
                    ("form[outcome]", "refused"),
                    ("form[reason]", "x"),
                ],
            ),
        ] {
            assert_eq!(browser.post(&format!("/do/proposals/{action}"), &fields).await.status(), 404, "{action}");
        }
    }
    // A visitor is asked to sign in, whether it exists or not.
    let visitor = app.visitor();
    for id in [mine.id.as_str(), "019f0000-0000-7000-8000-000000000000", "geen-id"] {
        let answer = visitor.get(&format!("/voorstellen/{id}")).await;
        assert_eq!(answer.status(), 303);
        assert!(answer.location().starts_with("/inloggen"));
    }
    // A viewer of the applicant's party reads; a viewer of the funder reads and does not decide.
    let viewer = app.person("Vera Vos").await;
    app.add_member(&dieze, &viewer, MemberRole::Viewer).await;
    let browser = app.sign_in(&viewer, Some(&dieze)).await;
    assert_eq!(browser.get(&mine.path("")).await.status(), 200);
    assert_eq!(browser.get(&mine.path("/bewerken")).await.status(), 404);
    let reader = app.person("Lies Lezer").await;
    app.add_member(&call.funder, &reader, MemberRole::Viewer).await;
    let browser = app.sign_in(&reader, Some(&call.funder)).await;
    let page = browser.get(&call.path(&format!("/voorstellen/{}", mine.id))).await;
    page.assert_shows("Omdat de zon hier schijnt");
    assert!(!page.shows("Neem het besluit"));
    let fields = [("form[slug]", call.slug.as_str()), ("form[id]", &mine.id), ("form[outcome]", "refused"), ("form[reason]", "x")];
    assert_eq!(browser.post("/do/proposals/decide", &fields).await.status(), 404);
});

on_both!(a_funder_never_sees_a_draft, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let draft = Applicant::by_mail(&app, &call, "kanarie-adres@voorbeeld.example").await;
    let why = format!("form[answers][{}]", field_of(call.why));
    let canary = "KANARIE-7203";
    let all = [
        ("form[title]", canary),
        ("form[summary]", canary),
        (why.as_str(), canary),
        ("form[budget][0][label]", canary),
        ("form[co][0][name]", canary),
        ("form[co][0][email]", "kanarie@voorbeeld.example"),
    ];
    draft.save(&call, "save", &all).await;
    // Changes to a submitted proposal are a draft again.
    let submitted = Applicant::complete(&app, &call, "fatima@voorbeeld.example").await;
    submitted.save(&call, "save", &all).await;
    for path in [
        "/voorstellen".to_owned(),
        "/voorstellen?status=draft".to_owned(),
        "/voorstellen.csv".to_owned(),
        "/voorstellen.csv?status=draft".to_owned(),
        format!("/voorstellen/{}", submitted.id),
    ] {
        let answer = official.get(&call.path(&path)).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert!(!answer.html().to_lowercase().contains("kanarie"), "{path}");
    }
    official.get(&call.path("/voorstellen")).await.assert_shows("Er wordt aan 1 concept gewerkt.");
    assert_eq!(official.get(&call.path(&format!("/voorstellen/{}", draft.id))).await.status(), 404);
    assert_eq!(official.get(&draft.path("")).await.status(), 404);
});

on_both!(a_funder_asks_one_thing_and_decides_with_a_reason, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let fatima = Applicant::complete(&app, &call, "fatima@voorbeeld.example").await;
    let page = call.path(&format!("/voorstellen/{}", fatima.id));
    let ask = [("form[slug]", call.slug.as_str()), ("form[id]", &fatima.id), ("form[question]", "Wie maakt het schoon?")];
    assert_eq!(official.post("/do/proposals/ask", &ask).await.location(), page);
    assert_eq!(official.post("/do/proposals/ask", &ask).await.status(), 409);
    let letters = app.mails_to("fatima@voorbeeld.example", "clarification").await;
    assert!(letters[0].body_text.contains("Wie maakt het schoon?"));
    call.close(&app).await;
    fatima.get("").await.assert_shows("Wie maakt het schoon?");
    let answer = [("form[id]", fatima.id.as_str()), ("form[answer]", "Dat doen wij zelf.")];
    assert_eq!(fatima.browser.post("/do/proposals/clarify", &answer).await.location(), fatima.path(""));
    assert_eq!(fatima.browser.post("/do/proposals/clarify", &answer).await.status(), 409);
    official.get(&page).await.assert_shows("Dat doen wij zelf.");
    assert_eq!(app.mails_to(&call.official.email, "clarification_answered").await.len(), 1);

    let decide = async |outcome: &str, amount: &str, reason: &str| {
        let fields = [
            ("form[slug]", call.slug.as_str()),
            ("form[id]", &fatima.id),
            ("form[outcome]", outcome),
            ("form[amount]", amount),
            ("form[reason]", reason),
        ];
        official.post("/do/proposals/decide", &fields).await
    };
    decide("awarded", "1400,50", "  ").await;
    official.get(&page).await.assert_shows("Vul dit veld in.");
    decide("awarded", "1400,51", "Goed plan.").await;
    official.get(&page).await.assert_shows("Dit is meer dan de 1.400 euro die is gevraagd.");
    assert_eq!(decide("awarded", "1.000", "Goed plan.").await.location(), page);
    assert_eq!(decide("refused", "", "Toch niet.").await.status(), 409);
    let letters = app.mails_to("fatima@voorbeeld.example", "decision").await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].body_text.contains("Goed plan."));
    // The applicant hears of it with the letter.
    assert!(!fatima.get("").await.shows("toegekend"));
    let id = letters[0].id.to_string();
    let release = [("form[mail]", id.as_str()), ("form[call]", call.slug.as_str()), ("form[version]", "1")];
    assert_eq!(official.post("/do/letters/release", &release).await.location(), call.path(&format!("/brieven/{id}")));
    let seen = fatima.get("").await;
    seen.assert_shows("Het voorstel is toegekend");
    seen.assert_shows("€\u{a0}1.000");
    let list = official.get(&call.path("/voorstellen")).await;
    list.assert_shows("€\u{a0}9.000");
    let withdraw = fatima.browser.post("/do/proposals/withdraw", &[("form[id]", &fatima.id)]).await;
    assert_eq!(withdraw.status(), 409);
});

on_both!(awards_stay_under_the_ceiling_also_at_the_same_time, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let applicant = Applicant::by_mail(&app, &call, &format!("{name}@voorbeeld.example")).await;
        applicant.save(&call, "save", &[("form[budget][0][amount]", "5.000")]).await;
        applicant.submit().await;
        ids.push(applicant.id);
    }
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let award = |id: &str| {
        let fields: Vec<(&str, String)> = vec![
            ("form[slug]", call.slug.clone()),
            ("form[id]", id.to_owned()),
            ("form[outcome]", "awarded".to_owned()),
            ("form[amount]", "5.000".to_owned()),
            ("form[reason]", "Goed plan.".to_owned()),
        ];
        let official = &official;
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            official.post("/do/proposals/decide", &fields).await
        }
    };
    // Not before the deadline.
    award(&ids[0]).await;
    official.get(&call.path(&format!("/voorstellen/{}", ids[0]))).await.assert_shows("Toekennen kan pas als de call gesloten is.");
    call.close(&app).await;
    tokio::join!(award(&ids[0]), award(&ids[1]), award(&ids[2]));
    let awarded = decision::Entity::find().filter(decision::Column::Outcome.eq(Outcome::Awarded)).count(app.state.db.reader()).await;
    assert_eq!(awarded.expect("a count"), 2);
});

on_both!(the_export_holds_every_row_and_no_formula, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let applicant = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    applicant.save(&call, "save", &[("form[title]", "=HYPERLINK(\"x\")")]).await;
    applicant.submit().await;
    let row = applicant.row(&app).await;
    for number in 0..60_i64 {
        let mut copy: proposal::ActiveModel = row.clone().into();
        copy.id = Set(app::proposals::model::ProposalId::new());
        copy.title = Set(format!("Voorstel nummer {number}"));
        copy.access_token_hash = Set(format!("hash {number}"));
        copy.receipt_number = Set(Some(format!("WC-2025-{number:05}")));
        copy.submit_token = Set(None);
        // Two at a time were sent in at the same moment.
        copy.submitted_at = Set(Some(app.now() + TimeDelta::seconds(number / 2)));
        copy.insert(app.state.db.writer()).await.expect("a copy");
    }
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    let export = official.get(&call.path("/voorstellen.csv")).await;
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(export.header("content-disposition").starts_with("attachment"));
    let text = export.html();
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let titles: Vec<String> = csv.records().map(|record| record.expect("a row")[1].to_owned()).collect();
    assert_eq!(titles.len(), 61);
    assert!(titles.contains(&"'=HYPERLINK(\"x\")".to_owned()));

    // The pages hold each of them once.
    let (statements, first) = app.statements(official.get(&call.path("/voorstellen"))).await;
    assert_eq!(statements, 3, "session and person; call and totals; rows");
    let first = first.html();
    let next =
        first.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page").replace("&amp;", "&");
    let second = official.get(&next).await.html();
    for number in 0..60 {
        let title = format!("Voorstel nummer {number}<");
        assert_eq!(first.matches(&title).count() + second.matches(&title).count(), 1, "{title}");
    }
    assert!(!second.contains("rel=\"next\""));
    let refused = official.get(&call.path("/voorstellen?status=refused")).await;
    refused.assert_shows("Nog geen voorstellen");
});

on_both!(files_are_recognised_kept_and_given_to_the_right_people, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let there = fatima.upload("../../plan één.exe", b"%PDF-1.7 plan".to_vec(), Some(call.drawing)).await;
    assert_eq!(there.location(), fatima.path("/bestanden"));
    let page = fatima.get("/bestanden").await;
    page.assert_shows("Het bestand is toegevoegd.");
    page.assert_shows("plan één.pdf");
    page.assert_shows("Tekening");

    fatima.upload("plan.pdf", b"MZ\x90\0program".to_vec(), None).await;
    fatima.get("/bestanden").await.assert_shows("Dit soort bestand nemen we niet aan.");
    fatima.upload("groot.txt", vec![b'a'; 100_001], None).await;
    fatima.get("/bestanden").await.assert_shows("Dit bestand is te groot.");
    let huge = fatima.upload("reus.txt", vec![b'a'; Limits::default().upload_bytes + 100_000], None).await;
    assert_eq!(huge.status(), 413);
    fatima.upload("leeg.txt", Vec::new(), None).await;
    fatima.get("/bestanden").await.assert_shows("Kies een bestand dat niet leeg is.");
    for number in 0..9 {
        fatima.upload(&format!("{number}.txt"), format!("tekst {number}").into_bytes(), None).await;
    }
    fatima.upload("elf.txt", b"te veel".to_vec(), None).await;
    fatima.get("/bestanden").await.assert_shows("hoogstens 10 bestanden");
    assert_eq!(attachment::Entity::find().count(app.state.db.reader()).await.expect("a count"), 10);

    // What no browser sends is refused in plain words.
    for (content_type, body) in [
        ("multipart/form-data", "x"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf"),
        ("multipart/form-data; boundary=x", "\0\0\0"),
        ("text/plain", "x"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"question\"\r\n\r\n\u{1}\r\n--x--\r\n"),
    ] {
        let answer = fatima
            .browser
            .server()
            .post(&fatima.path("/bestanden"))
            .add_header("accept", "text/html")
            .add_header("sec-fetch-site", "same-origin")
            .content_type(content_type)
            .bytes(body.to_owned().into())
            .await;
        assert!(answer.status_code().as_u16() < 500, "{content_type} {body:?}: {}", answer.status_code());
    }

    let file = attachment::Entity::find().filter(attachment::Column::FileName.eq("plan één.pdf")).one(app.state.db.reader()).await;
    let file = file.expect("the database").expect("the file");
    let path = fatima.path(&format!("/bestanden/{}", file.id));
    let official = app.sign_in(&call.official, Some(&call.funder)).await;
    // A draft's file is no business of the funder.
    assert_eq!(official.get(&path).await.status(), 404);
    fatima.save(&call, "save", &[]).await;
    fatima.submit().await;
    for browser in [&official, &fatima.browser] {
        let download = browser.get(&path).await;
        assert_eq!(download.bytes(), b"%PDF-1.7 plan");
        assert_eq!(download.header("content-type"), "application/pdf");
        assert!(download.header("content-disposition").starts_with("attachment; filename=\"plan __n.pdf\""));
        assert_eq!(download.header("x-content-type-options"), "nosniff");
        assert_eq!(download.header("content-security-policy"), "sandbox; default-src 'none'");
    }
    let stranger = app.person("Willem Wind").await;
    assert_eq!(app.sign_in(&stranger, None).await.get(&path).await.status(), 404);
    assert_eq!(app.visitor().get(&path).await.status(), 303);

    let file_id = file.id.to_string();
    fatima.browser.post("/do/proposals/detach", &[("form[id]", &fatima.id), ("form[file]", &file_id)]).await;
    assert_eq!(fatima.browser.get(&path).await.status(), 404);
    call.close(&app).await;
    fatima.get("/bestanden").await.assert_shows("De bestanden kunnen niet meer veranderen.");
    fatima.upload("laat.txt", b"te laat".to_vec(), None).await;
    assert_eq!(attachment::Entity::find().count(app.state.db.reader()).await.expect("a count"), 9);
});

on_both!(a_draft_can_be_thrown_away_and_a_proposal_withdrawn, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let fatima = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    fatima.save(&call, "save", &[]).await;
    fatima.get("/intrekken").await.assert_shows("Concept weggooien");
    let gone = fatima.browser.post("/do/proposals/withdraw", &[("form[id]", &fatima.id)]).await;
    assert_eq!(gone.location(), "/voorstellen");
    assert_eq!(proposal::Entity::find().count(app.state.db.reader()).await.expect("a count"), 0);

    let bram = Applicant::complete(&app, &call, "bram@voorbeeld.example").await;
    bram.get("/intrekken").await.assert_shows("Voorstel intrekken");
    assert_eq!(bram.row(&app).await.state, ProposalState::Submitted);
    bram.browser.post("/do/proposals/withdraw", &[("form[id]", &bram.id)]).await;
    bram.get("").await.assert_shows("Er gebeurt niets meer mee.");
    assert_eq!(app.mails_to("bram@voorbeeld.example", "withdrawn").await.len(), 1);
    assert_eq!(bram.submit().await.status(), 409);
    let _ = call.id;
});

/// Puts into the table's world: an open call with a draft and a submitted proposal of the party, one by mail, and a closed call of the party itself.
pub async fn fill(world: &mut World) {
    let app = world.app.clone();
    let official = app.person("Anna de Ambtenaar").await;
    let funder = app.party("Gemeente Deventer", PartyKind::Municipality, &official).await;
    let call = Call::of(&app, "daken-vol", funder, official).await;
    let owner = world.people["owner"].clone();
    let party = world.party.clone();
    world.name("open", &call.slug);

    let draft = Applicant::signed_in(&app, &call, &owner, &party).await;
    draft.upload("plan.pdf", b"%PDF-1.7 plan".to_vec(), None).await;
    draft.save(&call, "invite", &[("form[co][0][name]", "Bram"), ("form[co][0][email]", "bram@voorbeeld.example")]).await;
    let file = attachment::Entity::find().one(app.state.db.reader()).await.expect("the database").expect("a file");
    let letters = app.mails_to("bram@voorbeeld.example", "co_applicant").await;
    let invitation = link_in(&letters[0].body_text, "/voorstellen/uitnodiging/");
    world.name("draft", &draft.id);
    world.name("draft.version", hidden(&draft.get("/bewerken").await.html(), "version"));
    world.name("draft.token", hidden(&draft.get("/controleren").await.html(), "token"));
    world.name("draft.file", file.id);
    world.name("co", invitation.rsplit('/').next().expect("a token"));

    let submitted = Applicant::signed_in(&app, &call, &owner, &party).await;
    submitted.save(&call, "save", &[]).await;
    submitted.submit().await;
    let official = app.sign_in(&call.official, None).await;
    official.post("/do/proposals/ask", &[("form[slug]", &call.slug), ("form[id]", &submitted.id), ("form[question]", "Wie dan?")]).await;
    world.name("submitted", &submitted.id);

    let mailed = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let letters = app.mails_to("fatima@voorbeeld.example", "proposal_link").await;
    let link = link_in(&letters[0].body_text, "/voorstellen/");
    world.name("mailed", &mailed.id);
    world.name("mailed.token", link.rsplit('/').next().expect("a token"));

    let own = Call::of(&app, "eigen-call", party.clone(), owner.clone()).await;
    let received = Applicant::complete(&app, &own, "chaima@voorbeeld.example").await;
    let unsent = Applicant::by_mail(&app, &own, "daan@voorbeeld.example").await;
    let decided = Applicant::complete(&app, &own, "eva@voorbeeld.example").await;
    let assessed = Applicant::complete(&app, &own, "gea@voorbeeld.example").await;
    let awarded = Applicant::signed_in(&app, &own, &owner, &party).await;
    awarded.save(&own, "save", &[]).await;
    awarded.submit().await;
    let row = call::Entity::find_by_id(own.id).one(app.state.db.reader()).await.expect("the database").expect("the call");
    let mut row: call::ActiveModel = row.into();
    row.closes_at = Set(Some(app.now()));
    row.update(app.state.db.writer()).await.expect("a closed call");
    world.name("own call", &own.slug);
    world.name("received", &received.id);
    world.name("assessed", &assessed.id);
    world.name("awarded", &awarded.id);
    world.name("unsent", &unsent.id);
    world.name("facts", "{gegevens}");
    let organiser = app.sign_in(&world.people["organiser"], None).await;
    let written = [("form[to]", "parties"), ("form[subject]", "Kom je ook?"), ("form[body]", "Dinsdag is er koffie.")];
    let answer = organiser.post("/do/segments/save", &written).await;
    world.name("segment", answer.location().rsplit('/').next().expect("an id"));
    // A decision that its applicant does not know yet.
    let owner = app.sign_in(&world.people["owner"], Some(&world.party)).await;
    let refusal =
        [("form[slug]", own.slug.as_str()), ("form[id]", decided.id.as_str()), ("form[outcome]", "refused"), ("form[reason]", "Te klein.")];
    owner.post("/do/proposals/decide", &refusal).await;
    world.name("letter", app.mails_to("eva@voorbeeld.example", "decision").await[0].id);
    world.name("mail.key", app.mails_to("bram@voorbeeld.example", "co_applicant").await[0].id);
}
