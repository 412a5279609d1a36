//! What goes around a mail: limits per address and per party, the pause while the server takes nothing, and what other servers send back.

use std::{
    collections::BTreeMap,
    io::Write as _,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use app::{
    infra::{
        db::{
            Audit, Object,
            entity::{audit, mail_preference, outbox},
        },
        mail::{
            MailSettings, Patience, Transport,
            outbox::{
                Pace, Round, Worker,
                pause::{self, Pause},
                suppression,
            },
            returned::{News, Report},
        },
    },
    notifications::{
        model::Event,
        returned::commands::{Noted, note},
    },
    state::Settings,
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{
    TestApp, letter_to, on_both,
    smtp::{Mode, SmtpServer, Step},
};

const PATIENCE: Patience = Patience { connect: Duration::from_secs(2), step: Duration::from_secs(2), total: Duration::from_secs(5) };

fn worker(app: &TestApp, server: &SmtpServer, mail: MailSettings) -> Worker {
    let transport = Transport::smtp(&server.url(), PATIENCE).expect("a server");
    let settings = Settings { mail, ..(*app.state.settings).clone() };
    let state = app::state::AppState { settings: Arc::new(settings), ..app.state.clone() };
    Worker::new(state, transport, Pace { lines: 2, batch: 30, ..Pace::default() })
}

async fn round(worker: &Worker) -> Round {
    let round = worker.round(&CancellationToken::new()).await.expect("a round");
    worker.hang_up().await;
    round
}

async fn work(worker: &Worker) {
    while round(worker).await.taken > 0 {}
}

async fn enqueue(app: &TestApp, to: impl Iterator<Item = String>, kind: Event, party: Option<Uuid>) {
    let letters = to.map(|address| letter_to(address, kind, format!("Mail {}", Uuid::now_v7()))).collect();
    app.enqueue(letters, Audit { party_id: party, ..Audit::new("test", Object::new("call", Uuid::nil())) }).await;
}

fn many(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("a{number}@voorbeeld.example"))
}

fn to_one(count: usize) -> impl Iterator<Item = String> {
    std::iter::repeat_n("fatima@voorbeeld.example".to_owned(), count)
}

async fn statuses(app: &TestApp) -> BTreeMap<String, usize> {
    app.mails().await.into_iter().fold(BTreeMap::new(), |mut statuses, mail| {
        *statuses.entry(mail.status).or_default() += 1;
        statuses
    })
}

fn counts(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(status, count)| ((*status).to_owned(), *count)).collect()
}

async fn audited(app: &TestApp, action: &str) -> Vec<audit::Model> {
    audit::Entity::find().filter(audit::Column::Action.eq(action)).all(app.state.db.reader()).await.expect("the audit")
}

async fn paused(app: &TestApp) -> Option<Pause> {
    pause::now(app.state.db.reader()).await.expect("the pause")
}

on_both!(an_address_gets_no_more_than_the_settings_say_and_nothing_is_lost, async |app: TestApp| {
    let server = SmtpServer::start().await;
    let worker = worker(&app, &server, MailSettings { address_per_hour: 3, address_per_day: 7, ..MailSettings::default() });
    enqueue(&app, to_one(10), Event::NewMatch, None).await;
    enqueue(&app, to_one(4), Event::SignIn, None).await;
    enqueue(&app, many(5), Event::NewMatch, None).await;
    work(&worker).await;
    // Three of the ten, what somebody waits for, and everything for others.
    assert_eq!(statuses(&app).await, counts(&[("sent", 12), ("waiting", 7)]));
    let waiting: Vec<outbox::Model> = app.mails().await.into_iter().filter(|mail| mail.status == "waiting").collect();
    assert!(waiting.iter().all(|mail| mail.attempts == 0 && mail.last_error.as_deref() == Some("limit of the address")));
    assert!(waiting.iter().all(|mail| mail.next_attempt_at == app.now() + TimeDelta::hours(1)));
    let organiser = app.organiser("Olga Vos").await;
    app.sign_in(&organiser, None).await.get("/vandaag/mails?staat=waiting").await.assert_shows("Wacht: dit adres kreeg net al veel mails");
    // By the hour, until the day is full; then on the next day.
    let begin = app.now();
    let mut sent = vec![12];
    while statuses(&app).await.contains_key("waiting") {
        app.advance(TimeDelta::hours(1));
        work(&worker).await;
        sent.push(statuses(&app).await["sent"]);
        assert!(app.now() - begin < TimeDelta::days(3), "{sent:?}");
    }
    assert_eq!(sent[..4], [12, 15, 16, 16]);
    assert_eq!((sent.last(), app.now() - begin), (Some(&19), TimeDelta::hours(24)));
    assert_eq!(server.taken().len(), 19);
});

on_both!(a_party_causes_no_more_than_the_settings_say, async |app: TestApp| {
    let server = SmtpServer::start().await;
    let worker = worker(&app, &server, MailSettings { party_per_day: 4, ..MailSettings::default() });
    let owner = app.person("Bram Visser").await;
    let party = app.party("Buurtvereniging Dieze", app::parties::model::PartyKind::ResidentsGroup, &owner).await;
    enqueue(&app, many(6), Event::Invitation, Some(party.id.0)).await;
    enqueue(&app, many(6), Event::Invitation, None).await;
    work(&worker).await;
    assert_eq!(statuses(&app).await, counts(&[("sent", 10), ("waiting", 2)]));
    assert!(app.mails().await.iter().filter(|mail| mail.status == "waiting").all(|mail| mail.party_id == Some(party.id)
        && mail.last_error.as_deref() == Some("limit of the party")
        && mail.next_attempt_at == app.now() + TimeDelta::days(1)));
    app.advance(TimeDelta::days(1));
    work(&worker).await;
    assert_eq!(statuses(&app).await, counts(&[("sent", 12)]));
});

on_both!(two_workers_together_keep_to_the_limits, async |app: TestApp| {
    let server = SmtpServer::start().await;
    let settings = || MailSettings { address_per_hour: 10, ..MailSettings::default() };
    let workers: Vec<Worker> = (0..3).map(|_| worker(&app, &server, settings())).collect();
    enqueue(&app, to_one(80), Event::NewMatch, None).await;
    futures::future::join_all(workers.iter().map(work)).await;
    // Each counts what the others have in hand, so that there may be fewer for some minutes, but never more.
    let sent = async || statuses(&app).await.get("sent").copied().unwrap_or_default();
    assert!(sent().await <= 10, "{}", sent().await);
    app.advance(TimeDelta::minutes(6));
    work(&workers[0]).await;
    assert_eq!(statuses(&app).await, counts(&[("sent", 10), ("waiting", 70)]));
});

on_both!(mail_pauses_while_the_server_takes_nothing_and_goes_on_by_itself, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    let workers = [worker(&app, &server, MailSettings::default()), worker(&app, &server, MailSettings::default())];
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    enqueue(&app, many(60), Event::Receipt, None).await;
    assert_eq!(paused(&app).await, None);
    server.become_(Mode::NoAt(Step::Content)).await;
    let begun = app.now();
    work(&workers[0]).await;
    // Some are lost to the server's "no, never", and can be sent again by hand; the others never met it.
    let failed = statuses(&app).await["failed"];
    assert!((20..=22).contains(&failed), "{failed}");
    let pause = paused(&app).await.expect("a pause");
    assert_eq!((pause.since, pause.waiting), (begun, 60 - i64::try_from(failed).expect("a number")));
    assert!(pause.answer.contains("554"), "{pause:?}");
    assert_eq!(audited(&app, "mail.pause").await.len(), 1);
    for page in ["/vandaag", "/vandaag/mails"] {
        let page = desk.get(page).await;
        page.assert_shows("Er gaat geen mail uit sinds 2 november 2026");
        page.assert_shows(&format!("Er wachten {} mails.", pause.waiting));
        page.assert_shows("554");
    }
    // No worker goes on, on no node; after a minute one mail is tried, by one of them.
    assert_eq!((round(&workers[0]).await.taken, round(&workers[1]).await.taken), (0, 0));
    server.become_(Mode::Refuse).await;
    app.advance(TimeDelta::minutes(1));
    let (one, other) = tokio::join!(round(&workers[0]), round(&workers[1]));
    assert_eq!(one.taken + other.taken, 1);
    assert!(paused(&app).await.expect("a pause").answer.starts_with("connecting"), "the last answer");
    app.advance(TimeDelta::minutes(1));
    assert_eq!(round(&workers[1]).await.taken, 0, "the next try is later");
    // The server is well: one mail ends the pause, and all others go.
    server.become_(Mode::Accept).await;
    app.advance(TimeDelta::minutes(2));
    assert_eq!(round(&workers[1]).await, Round { taken: 1, sent: 1, ..Round::default() });
    assert_eq!(paused(&app).await, None);
    assert!(!desk.get("/vandaag").await.shows("Er gaat geen mail uit"));
    app.advance(TimeDelta::minutes(2));
    work(&workers[0]).await;
    assert_eq!(statuses(&app).await, counts(&[("failed", failed), ("sent", 60 - failed)]));
    assert_eq!(audited(&app, "mail.resume").await.len(), 1);
});

on_both!(one_bad_mail_or_mailbox_makes_no_pause, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    server.become_(Mode::NoSuchMailbox).await;
    let worker = worker(&app, &server, MailSettings::default());
    enqueue(&app, (0..40).map(|number| format!("weg{number}@voorbeeld.example")), Event::Receipt, None).await;
    enqueue(&app, (0..40).map(|number| format!("geen adres {number}")), Event::Receipt, None).await;
    work(&worker).await;
    assert_eq!(statuses(&app).await, counts(&[("failed", 80)]));
    assert_eq!(paused(&app).await, None);
});

/// Sends one mail of a kind, and gives it as it stands in the outbox.
async fn sent(app: &TestApp, kind: Event) -> outbox::Model {
    let server = SmtpServer::start().await;
    enqueue(app, to_one(1), kind, None).await;
    work(&worker(app, &server, MailSettings::default())).await;
    app.mails_to("fatima@voorbeeld.example", kind.as_str()).await.remove(0)
}

fn failed(mail: &outbox::Model, code: &str) -> Report {
    Report {
        message_id: mail.message_id.clone(),
        recipients: vec!["Fatima@Voorbeeld.example".to_owned()],
        news: News::failed(code, "550 geen\r\nbrievenbus"),
    }
}

async fn suppressed(app: &TestApp) -> Vec<String> {
    suppression::list(app.state.db.reader()).await.expect("the addresses").into_iter().map(|row| row.address).collect()
}

async fn noted(app: &TestApp, report: &Report) -> Noted {
    note(&app.state.db, report, app.now()).await.expect("noted")
}

on_both!(a_mail_that_comes_back_stops_an_address_that_is_not_there, async |app: TestApp| {
    let mail = sent(&app, Event::Receipt).await;
    assert_eq!(noted(&app, &failed(&mail, "5.1.1")).await, Noted::AddressStopped);
    assert_eq!(noted(&app, &failed(&mail, "5.1.1")).await, Noted::Nothing, "the second time");
    let mail = app.mails().await.remove(0);
    assert_eq!((mail.status.as_str(), mail.last_error.as_deref()), ("failed", Some("returned: 5.1.1 550 geen brievenbus")));
    assert_eq!(suppressed(&app).await, ["fatima@voorbeeld.example"]);
    let noted = audited(&app, "mail.returned").await;
    assert_eq!((noted.len(), noted[0].object_id, noted[0].outcome.as_str()), (1, Some(mail.id), "address_stopped"));
    // An organiser sees why, and lifts it.
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    desk.get("/vandaag/mails?staat=failed").await.assert_shows("Teruggekomen: 5.1.1 550 geen brievenbus");
    desk.get("/vandaag/mails?staat=suppressed").await.assert_shows("fatima@voorbeeld.example");
    let id = suppression::list(app.state.db.reader()).await.expect("the addresses")[0].id;
    desk.post("/do/desk/lift", &[("form[mail]", &id.to_string())]).await;
    assert!(suppressed(&app).await.is_empty());
});

on_both!(a_full_mailbox_stops_nothing_else, async |app: TestApp| {
    let mail = sent(&app, Event::Receipt).await;
    for code in ["5.2.2", "5.7.1", "4.4.7"] {
        assert_eq!(noted(&app, &failed(&mail, code)).await, Noted::Kept, "{code}");
    }
    assert!(suppressed(&app).await.is_empty());
    assert_eq!(statuses(&app).await, counts(&[("failed", 1)]));
});

on_both!(who_complains_gets_no_more_of_that_kind, async |app: TestApp| {
    let complaint = |mail: &outbox::Model| Report { message_id: mail.message_id.clone(), recipients: Vec::new(), news: News::Complaint };
    let mail = sent(&app, Event::NewMatch).await;
    assert_eq!(noted(&app, &complaint(&mail)).await, Noted::KindStopped);
    assert_eq!(noted(&app, &complaint(&mail)).await, Noted::Nothing);
    let off = mail_preference::Entity::find().all(app.state.db.reader()).await.expect("choices");
    assert_eq!(off.iter().map(|choice| (choice.kind.as_str(), choice.enabled)).collect::<Vec<_>>(), [("new_match", false)]);
    assert_eq!(audited(&app, "mail.complaint").await.len(), 1);
    // What belongs to what somebody does here goes on; it stands with the mail.
    let receipt = sent(&app, Event::Receipt).await;
    assert_eq!(noted(&app, &complaint(&receipt)).await, Noted::Kept);
    let organiser = app.organiser("Olga Vos").await;
    app.sign_in(&organiser, None).await.get("/vandaag/mails?staat=sent").await.assert_shows("De ontvanger meldde deze mail als ongewenst");
    // The next one of that kind stays here, with the reason.
    sent(&app, Event::NewMatch).await;
    let held = app.mails().await.into_iter().filter(|mail| mail.status == "suppressed").collect::<Vec<_>>();
    assert_eq!(held.iter().map(|mail| mail.last_error.as_deref()).collect::<Vec<_>>(), [Some("switched off by the reader")]);
});

on_both!(what_is_forged_or_unknown_changes_nothing, async |app: TestApp| {
    let mail = sent(&app, Event::NewMatch).await;
    let other = |change: &dyn Fn(&mut Report)| {
        let mut report = failed(&mail, "5.1.1");
        change(&mut report);
        report
    };
    let unknown = [
        other(&|report| report.message_id = format!("<{}@wijkcall.example>", Uuid::now_v7())),
        other(&|report| report.message_id = String::new()),
        other(&|report| report.message_id = "' or 1=1 --".to_owned()),
        other(&|report| report.recipients = vec!["bram@voorbeeld.example".to_owned()]),
        other(&|report| report.recipients = Vec::new()),
        Report { recipients: vec!["bram@voorbeeld.example".to_owned()], news: News::Complaint, ..failed(&mail, "") },
    ];
    for report in unknown {
        assert_eq!(noted(&app, &report).await, Noted::Nothing, "{report:?}");
    }
    // One that has not gone, and one of long ago.
    enqueue(&app, to_one(1), Event::Receipt, None).await;
    let waiting = app.mails_to("fatima@voorbeeld.example", "receipt").await.remove(0);
    assert_eq!(noted(&app, &failed(&waiting, "5.1.1")).await, Noted::Nothing);
    app.advance(TimeDelta::days(31));
    assert_eq!(noted(&app, &failed(&mail, "5.1.1")).await, Noted::Nothing);
    assert_eq!(statuses(&app).await, counts(&[("sent", 1), ("waiting", 1)]));
    assert!(suppressed(&app).await.is_empty() && audited(&app, "mail.returned").await.is_empty());
});

const SECRET: &str = "een geheim van de mailprovider";

/// The program with a secret for the provider.
fn with_secret(app: &TestApp) -> axum_test::TestServer {
    let mail = MailSettings { webhook_secret: Some(SECRET.to_owned()), ..MailSettings::default() };
    let settings = Arc::new(Settings { mail, ..(*app.state.settings).clone() });
    let state = app::state::AppState { settings, ..app.state.clone() };
    axum_test::TestServer::builder().mock_transport().build(TestApp::router_of(&state))
}

on_both!(a_mail_provider_tells_with_its_secret, async |app: TestApp| {
    let mail = sent(&app, Event::Receipt).await;
    let report = serde_json::json!({ "type": "bounce", "message_id": mail.message_id, "recipient": "fatima@voorbeeld.example", "status": "5.1.1", "diagnostic": "weg" });
    let body = serde_json::json!({ "reports": [report, { "type": "complaint", "message_id": "<x@y>" }] }).to_string();
    let server = with_secret(&app);
    let post = async |authorization: &str, content: &str, body: &str| {
        let request = server.post("/api/mail/returned").add_header("authorization", authorization).content_type(content);
        request.bytes(body.as_bytes().to_vec().into()).await
    };
    for wrong in ["", "Bearer", "Bearer iets anders", SECRET, "Bearer een geheim van de mailprovide"] {
        assert_eq!(post(wrong, "application/json", &body).await.status_code(), 401, "{wrong}");
    }
    assert_eq!(app.visitor().server().post("/api/mail/returned").await.status_code(), 404, "off");
    let bearer = format!("Bearer {SECRET}");
    for wrong in ["", "{}", "[]", r#"{"reports":[{"type":"welcome"}]}"#, "\u{0}"] {
        assert_eq!(post(&bearer, "application/json", wrong).await.status_code(), 400, "{wrong}");
    }
    let large = format!("{{\"reports\":[], \"x\": \"{}\"}}", "x".repeat(600_000));
    assert_eq!(post(&bearer, "application/json", &large).await.status_code(), 413);
    assert!(suppressed(&app).await.is_empty());
    assert_eq!(post(&bearer, "application/json", &body).await.text(), r#"{"ignored":1,"noted":1}"#);
    assert_eq!(suppressed(&app).await, ["fatima@voorbeeld.example"]);
    // The same as a whole mail is known by now.
    let whole = returned_mail(&mail.message_id, "fatima@voorbeeld.example");
    assert_eq!(post(&bearer, "message/rfc822", &whole).await.text(), r#"{"ignored":0,"noted":1}"#);
    assert_eq!(post(&bearer, "message/rfc822", "niets").await.text(), r#"{"ignored":0,"noted":0}"#);
});

fn returned_mail(message_id: &str, to: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
         --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {to}\r\nAction: failed\r\n\
         Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--x--\r\n"
    )
}

/// The program itself, as a mail server runs it.
#[tokio::test]
async fn the_program_reads_what_a_mail_server_pipes_into_it() {
    let app =
        TestApp::start_at(crate::support::Engine::Sqlite, app::state::Environment::Development, app::infra::clock::Clock::System).await;
    let mail = sent(&app, Event::Receipt).await;
    let state = app.state.settings.state_dir.to_str().expect("a path").to_owned();
    let pipe = |state: &str, mail: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_wijkcall"))
            .args(["bounce", "--state-dir", state])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        program.stdin.take().expect("its input").write_all(mail.as_bytes()).expect("it reads");
        let output = program.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let whole = returned_mail(&mail.message_id, "fatima@voorbeeld.example");
    assert_eq!(
        pipe(&state, "Subject: hallo\r\n\r\nhallo"),
        (Some(0), "this mail tells nothing of a mail that was sent from here".to_owned())
    );
    assert_eq!(pipe(&state, &whole), (Some(0), "noted: there is no such mailbox, and no more mail goes there".to_owned()));
    assert_eq!(pipe(&state, &whole), (Some(0), "nothing: no mail of that name went to that address, or this was known".to_owned()));
    assert_eq!(suppressed(&app).await, ["fatima@voorbeeld.example"]);
    // Without a database the mail server keeps the mail, and tries again.
    assert_eq!(pipe("/dev/null/nowhere", &whole).0, Some(75));
}
