//! The outbox against an SMTP server that misbehaves in every way: no mail is lost, and the worker is free again soon.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use app::{
    infra::{
        db::{Audit, Object, entity::outbox},
        i18n::Locale,
        mail::{
            Because, Block, Dkim, Letter, Patience, Recipient, Transport,
            outbox::{self as worker, Pace, Round, Worker, suppression},
        },
    },
    notifications::model::Event,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{
    TestApp, on_both,
    smtp::{Mode, SmtpServer, Step},
};

const PATIENCE: Patience =
    Patience { connect: Duration::from_millis(300), step: Duration::from_millis(300), total: Duration::from_millis(900) };

/// How long one round may take in a test, whatever the server does.
const FREE_AGAIN: Duration = Duration::from_secs(8);

fn pace() -> Pace {
    Pace { lines: 2, batch: 10, ..Pace::default() }
}

fn worker(app: &TestApp, server: &SmtpServer, options: &str) -> Worker {
    let transport = Transport::smtp(&format!("{}{options}", server.url()), PATIENCE).expect("a server");
    Worker::new(app.state.clone(), transport, pace())
}

fn letter(kind: Event, subject: &str) -> Letter {
    Letter {
        kind,
        transactional: !kind.can_be_switched_off(),
        subject: subject.to_owned(),
        blocks: vec![Block::Text("Er is iets te doen.\n.\nEen punt op een regel is geen einde.".to_owned())],
        button: None,
        object: Object::new("call", Uuid::nil()),
        dedupe_key: None,
        because: Because::default(),
    }
}

async fn enqueue(app: &TestApp, address: &str, letter: Letter) {
    let to = Recipient { address: address.to_owned(), name: "Fatima Bakker".to_owned(), account_id: None, locale: Locale::Nl };
    let tx = app.state.db.begin().await.expect("a transaction");
    app.state.post.enqueue(&tx, &to, letter, app.now()).await.expect("a row");
    tx.commit(Audit::new("test", Object::new("call", Uuid::nil())), app.now()).await.expect("a commit");
}

async fn fill(app: &TestApp, count: usize) {
    for number in 0..count {
        enqueue(app, &format!("a{number}@voorbeeld.example"), letter(Event::Receipt, &format!("Mail {number}"))).await;
    }
}

/// Works until nothing is due, a bounded number of times.
async fn work(worker: &Worker) -> Vec<Round> {
    let mut rounds = Vec::new();
    for _ in 0..30 {
        let start = Instant::now();
        let round = worker.round(&CancellationToken::new()).await.expect("a round");
        assert!(start.elapsed() < FREE_AGAIN, "the worker was busy for {:?}", start.elapsed());
        let idle = round.taken == 0;
        rounds.push(round);
        if idle {
            break;
        }
    }
    rounds
}

async fn statuses(app: &TestApp) -> BTreeMap<String, usize> {
    app.mails().await.into_iter().fold(BTreeMap::new(), |mut statuses, mail| {
        *statuses.entry(mail.status).or_default() += 1;
        statuses
    })
}

/// The server misbehaves, then it is well again and the clock goes on: every mail arrives, and twice only if it was taken before.
async fn heals(app: TestApp, mode: Mode, options: &str) {
    let mut server = SmtpServer::start().await;
    fill(&app, 12).await;
    server.become_(mode).await;
    work(&worker(&app, &server, options)).await;
    let before = server.taken();
    assert_eq!(statuses(&app).await, BTreeMap::from([("waiting".to_owned(), 12)]), "while {mode:?}");
    assert!(app.mails().await.iter().any(|mail| mail.last_error.is_some()), "while {mode:?}");
    server.become_(Mode::Accept).await;
    // Longer than any wait, shorter than giving up.
    app.advance(TimeDelta::hours(9));
    work(&worker(&app, &server, "")).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 12)]), "after {mode:?}");
    let after: Vec<String> = server.taken().into_iter().skip(before.len()).map(|mail| mail.message_id).collect();
    let expected: BTreeSet<String> = app.mails().await.into_iter().map(|mail| mail.message_id).collect();
    assert_eq!(after.iter().cloned().collect::<BTreeSet<_>>(), expected, "after {mode:?} each mail arrived");
    assert_eq!(after.len(), 12, "after {mode:?} each mail arrived once");
    assert!(before.iter().all(|mail| expected.contains(&mail.message_id)), "a second copy has the same Message-ID");
    assert_eq!(before.is_empty(), mode != Mode::DropAfterData, "{mode:?}");
}

on_both!(nothing_is_lost_when_nobody_listens, async |app: TestApp| heals(app, Mode::Refuse, "").await);
on_both!(nothing_is_lost_when_the_server_says_nothing, async |app: TestApp| heals(app, Mode::HangAt(Step::Connect), "").await);
on_both!(nothing_is_lost_when_the_server_never_answers, async |app: TestApp| heals(app, Mode::HangAt(Step::Content), "").await);
on_both!(nothing_is_lost_when_the_server_says_later, async |app: TestApp| heals(app, Mode::LaterAt(Step::Recipient), "").await);
on_both!(nothing_is_lost_when_the_line_breaks, async |app: TestApp| heals(app, Mode::DropAfterData, "").await);
on_both!(nothing_is_lost_when_tls_is_broken, async |app: TestApp| heals(app, Mode::BrokenTls, "?tls=required").await);
on_both!(nothing_goes_without_the_tls_that_was_asked_for, async |app: TestApp| {
    let server = SmtpServer::start().await;
    fill(&app, 1).await;
    work(&worker(&app, &server, "?tls=required")).await;
    assert_eq!(server.taken(), []);
    assert_eq!(app.mails().await[0].last_error.as_deref(), Some("TLS: the server offers none"));
});

on_both!(a_mailbox_that_does_not_exist_is_given_up_and_the_others_go, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    server.become_(Mode::NoSuchMailbox).await;
    enqueue(&app, "weg@voorbeeld.example", letter(Event::Receipt, "Eén")).await;
    fill(&app, 3).await;
    work(&worker(&app, &server, "")).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("failed".to_owned(), 1), ("sent".to_owned(), 3)]));
    let failed = app.mails_to("weg@voorbeeld.example", "receipt").await.remove(0);
    assert_eq!(failed.last_error.as_deref(), Some("recipient: permanent error (550): 5.1.1 no such mailbox"));
    let standing = worker::standing(&app.state.db).await.expect("the counts");
    assert_eq!((standing.waiting, standing.failed), (0, 1));
    // Nothing more goes to that address, except what its reader asks for now.
    server.become_(Mode::Accept).await;
    enqueue(&app, "weg@voorbeeld.example", letter(Event::Receipt, "Twee")).await;
    work(&worker(&app, &server, "")).await;
    let held = app.mails_to("weg@voorbeeld.example", "receipt").await.remove(1);
    assert_eq!((held.status.as_str(), held.last_error.as_deref()), ("suppressed", Some("no such mailbox")));
    let listed = suppression::list(app.state.db.reader()).await.expect("the addresses");
    assert_eq!((listed.len(), listed[0].address.as_str(), listed[0].answer.contains("5.1.1")), (1, "weg@voorbeeld.example", true));
    enqueue(&app, "weg@voorbeeld.example", letter(Event::SignIn, "Inloggen")).await;
    work(&worker(&app, &server, "")).await;
    assert_eq!(suppression::list(app.state.db.reader()).await.expect("the addresses"), [], "a mail arrived");
    // Somebody sends the first one again by hand.
    app.send_again(failed.id).await;
    work(&worker(&app, &server, "")).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 5), ("suppressed".to_owned(), 1)]));
});

on_both!(a_poisonous_row_does_not_stop_the_others, async |app: TestApp| {
    let server = SmtpServer::start().await;
    fill(&app, 2).await;
    for (number, address) in
        ["a@voorbeeld.example>\r\nRCPT TO:<b@elders.example", "geen adres", "\u{0}@voorbeeld.example", ""].into_iter().enumerate()
    {
        // PostgreSQL does not take a NUL.
        if app.state.db.is_postgres() && address.contains('\0') {
            continue;
        }
        let row = app.mails().await.remove(0);
        let id = Uuid::now_v7();
        let poison = outbox::ActiveModel {
            id: Set(id),
            to_address: Set(address.to_owned()),
            to_name: Set("Naam\r\nBcc: b@elders.example".to_owned()),
            message_id: Set(format!("<poison-{number}@voorbeeld.example>")),
            // Before all others.
            next_attempt_at: Set(app.now() - TimeDelta::hours(1)),
            ..row.into()
        };
        outbox::Entity::insert(poison).exec_without_returning(app.state.db.writer()).await.expect("a row");
    }
    fill(&app, 2).await;
    work(&worker(&app, &server, "")).await;
    let statuses = statuses(&app).await;
    assert_eq!(statuses.get("sent"), Some(&4), "{statuses:?}");
    assert_eq!(statuses.get("waiting"), None, "{statuses:?}");
    assert!(server.taken().iter().all(|mail| mail.to.starts_with('a') && !mail.content.contains("elders.example")));
});

on_both!(a_mail_is_given_up_after_three_days, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    server.become_(Mode::LaterAt(Step::Recipient)).await;
    fill(&app, 1).await;
    let worker = worker(&app, &server, "");
    let mut tries = 0;
    while statuses(&app).await.contains_key("waiting") {
        tries += worker.round(&CancellationToken::new()).await.expect("a round").taken;
        app.advance(TimeDelta::minutes(1));
        assert!(tries < 30);
    }
    let mail = app.mails().await.remove(0);
    assert_eq!((mail.status.as_str(), mail.attempts), ("failed", 15));
    assert_eq!((app.now() - mail.created_at).num_hours(), 72);
});

on_both!(two_workers_never_take_the_same_mail, async |app: TestApp| {
    let server = SmtpServer::start().await;
    fill(&app, 60).await;
    let workers: Vec<Worker> = (0..4).map(|_| worker(&app, &server, "")).collect();
    futures::future::join_all(workers.iter().map(work)).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 60)]));
    let taken: Vec<String> = server.taken().into_iter().map(|mail| mail.message_id).collect();
    assert_eq!(taken.len(), 60);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 60);
});

on_both!(the_rows_of_a_worker_that_died_go_after_its_lease, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    server.become_(Mode::HangAt(Step::Content)).await;
    fill(&app, 3).await;
    let dying = worker(&app, &server, "");
    // Dropped in the middle, as a crash does.
    let _ = tokio::time::timeout(Duration::from_millis(150), dying.round(&CancellationToken::new())).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sending".to_owned(), 3)]));
    server.become_(Mode::Accept).await;
    let next = worker(&app, &server, "");
    assert_eq!(next.round(&CancellationToken::new()).await.expect("a round").taken, 0, "the lease is still on");
    app.advance(TimeDelta::minutes(6));
    work(&next).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 3)]));
});

on_both!(a_worker_that_is_told_to_stop_gives_its_rows_back, async |app: TestApp| {
    let server = SmtpServer::start().await;
    fill(&app, 3).await;
    let stop = CancellationToken::new();
    stop.cancel();
    let round = worker(&app, &server, "").round(&stop).await.expect("a round");
    assert_eq!((round.taken, round.given_back), (3, 3));
    assert!(app.mails().await.iter().all(|mail| mail.status == "waiting" && mail.attempts == 0 && mail.lease_owner.is_none()));
});

on_both!(what_a_reader_switched_off_does_not_go, async |app: TestApp| {
    let server = SmtpServer::start().await;
    enqueue(&app, "fatima@voorbeeld.example", letter(Event::NewMatch, "Een match")).await;
    enqueue(&app, "fatima@voorbeeld.example", letter(Event::Receipt, "Ontvangen")).await;
    enqueue(&app, "bram@voorbeeld.example", letter(Event::NewMatch, "Een match")).await;
    app::infra::db::entity::mail_preference::ActiveModel {
        address: Set("fatima@voorbeeld.example".to_owned()),
        kind: Set("new_match".to_owned()),
        enabled: Set(false),
        rhythm: Set(app::alerts::model::Rhythm::Off),
        updated_at: Set(app.now()),
    }
    .insert(app.state.db.writer())
    .await
    .expect("a choice");
    work(&worker(&app, &server, "")).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 2), ("suppressed".to_owned(), 1)]));
    assert_eq!(app.mails_to("fatima@voorbeeld.example", "new_match").await[0].status, "suppressed");
    let taken = server.taken();
    let of = |address: &str| taken.iter().find(|mail| mail.to == address).expect("a mail").content.clone();
    assert!(of("bram@voorbeeld.example").contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    assert!(!of("fatima@voorbeeld.example").contains("List-Unsubscribe"));
});

on_both!(without_a_server_mails_become_files, async |app: TestApp| {
    fill(&app, 2).await;
    let transport = Transport::from_settings(&app.state.settings).expect("a folder");
    work(&Worker::new(app.state.clone(), transport, pace())).await;
    assert_eq!(statuses(&app).await, BTreeMap::from([("sent".to_owned(), 2)]));
    for mail in app.mails().await {
        let file = app.state.settings.mail_dir().join(format!("{}.eml", mail.id));
        let content = std::fs::read_to_string(file).expect("a file");
        assert!(content.contains(&mail.message_id) && content.contains(&format!("To: \"Fatima Bakker\" <{}>", mail.to_address)));
    }
});

on_both!(an_organiser_lets_mail_go_to_an_address_again, async |app: TestApp| {
    let mut server = SmtpServer::start().await;
    server.become_(Mode::NoSuchMailbox).await;
    enqueue(&app, "weg@voorbeeld.example", letter(Event::Receipt, "Eén")).await;
    work(&worker(&app, &server, "")).await;
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    let page = desk.get("/vandaag/mails?staat=suppressed").await;
    page.assert_shows("weg@voorbeeld.example");
    page.assert_shows("recipient: permanent error (550): 5.1.1 no such mailbox");
    let id = suppression::list(app.state.db.reader()).await.expect("the addresses")[0].id;
    desk.post("/do/desk/lift", &[("form[mail]", &id.to_string())]).await;
    let page = desk.get("/vandaag/mails?staat=suppressed").await;
    page.assert_shows("We mailen weer naar dit adres.");
    assert!(!page.shows("weg@voorbeeld.example"));
});

#[tokio::test]
async fn a_mail_is_signed_when_there_is_a_key() {
    let app = TestApp::start(crate::support::Engine::Sqlite, app::state::Environment::Development).await;
    // The key of RFC 8463, appendix A.
    let key = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
    let dkim = Dkim::new("wijkcall.example", "post", key).expect("a key");
    let mut state = app.state.clone();
    state.settings = std::sync::Arc::new(app::state::Settings { dkim: Some(dkim), ..(*app.state.settings).clone() });
    let server = SmtpServer::start().await;
    fill(&app, 1).await;
    let transport = Transport::smtp(&server.url(), PATIENCE).expect("a server");
    work(&Worker::new(state, transport, pace())).await;
    let mail = server.taken().remove(0).content;
    assert!(
        mail.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=wijkcall.example; s=post;\n\th=from:to:subject:"),
        "{mail}"
    );
}
