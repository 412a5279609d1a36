//! A thousand mails in each kind of bad weather, and workers that are killed at random.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    infra::{
        db::{Audit, Object, entity::outbox},
        i18n::Locale,
        mail::{
            Because, Block, Letter, Patience, Recipient, Transport,
            outbox::{Pace, Worker, pause},
        },
    },
    notifications::model::Event,
    state::Environment,
};
use chrono::TimeDelta;
use sea_orm::EntityTrait as _;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{
    AtRest, Engine, TestApp,
    smtp::{Mode, SmtpServer, Step},
};

const MAILS: usize = 1_000;

/// A fiftieth of what a worker allows a server.
const PATIENCE: Patience =
    Patience { connect: Duration::from_millis(200), step: Duration::from_millis(300), total: Duration::from_millis(800) };

/// The worker must be free again within a minute and a half; scaled as the patience is, with room for a slow machine.
const FREE_AGAIN: Duration = Duration::from_secs(10);

fn letter(number: usize) -> Letter {
    let words = if number == 500 { "poison" } else { "Er is iets te doen." };
    Letter {
        kind: Event::Receipt,
        transactional: true,
        subject: format!("Mail {number}"),
        blocks: vec![Block::Text(words.to_owned())],
        button: None,
        object: Object::new("call", Uuid::nil()),
        dedupe_key: None,
        because: Because::default(),
    }
}

async fn fill(app: &TestApp, count: usize) {
    let to = |number: usize| Recipient {
        address: format!("a{number}@voorbeeld.example"),
        name: "Fatima Bakker".to_owned(),
        account_id: None,
        locale: Locale::Nl,
    };
    let tx = app.state.db.begin().await.expect("a transaction");
    let letters = (0..count).map(|number| (to(number), letter(number))).collect();
    app.state.post.enqueue_all(&tx, letters, app.now()).await.expect("the rows");
    tx.commit(Audit::new("test", Object::new("call", Uuid::nil())), app.now()).await.expect("a commit");
}

/// A program with a thousand mails in its outbox; they are written once and copied.
async fn filled() -> TestApp {
    static FULL: OnceCell<AtRest> = OnceCell::const_new();
    let full = FULL.get_or_init(async || {
        let app = TestApp::start(Engine::Sqlite, Environment::Development).await;
        fill(&app, MAILS).await;
        app.at_rest().await
    });
    full.await.start().await
}

async fn rows(app: &TestApp) -> Vec<outbox::Model> {
    outbox::Entity::find().all(app.state.db.reader()).await.expect("the outbox")
}

fn worker(app: &TestApp, server: &SmtpServer, options: &str, pace: Pace) -> Worker {
    let transport = Transport::smtp(&format!("{}{options}", server.url()), PATIENCE).expect("a server");
    Worker::new(app.state.clone(), transport, pace)
}

/// Works for so many rounds, or until nothing is due.
async fn work(worker: &Worker, rounds: usize) {
    for _ in 0..rounds {
        let start = Instant::now();
        let round = worker.round(&CancellationToken::new()).await.expect("a round");
        assert!(start.elapsed() < FREE_AGAIN, "the worker was busy for {:?}", start.elapsed());
        if round.taken == 0 {
            break;
        }
    }
    worker.hang_up().await;
}

/// How often each mail arrived.
fn arrivals(server: &SmtpServer) -> BTreeMap<String, usize> {
    server.taken().into_iter().fold(BTreeMap::new(), |mut arrivals, mail| {
        *arrivals.entry(mail.message_id).or_default() += 1;
        arrivals
    })
}

/// What a mode does to mails before the server is well again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Harm {
    /// They wait.
    Waits,
    /// Some of them are given up, to be seen; the others wait.
    GivenUp,
    /// They may arrive twice.
    Doubles,
    /// They go.
    None,
}

/// The server misbehaves for some rounds, and is well again: every mail arrives.
async fn storm(mode: Mode, options: &str, rounds: usize, harm: Harm) {
    let app = filled().await;
    let mut server = SmtpServer::start().await;
    server.become_(mode).await;
    work(&worker(&app, &server, options, Pace::default()), rounds).await;
    let before = rows(&app).await;
    let count = |status: &str| before.iter().filter(|mail| mail.status == status).count();
    match harm {
        Harm::Waits | Harm::Doubles => assert_eq!((count("waiting"), count("sent")), (MAILS, 0), "while {mode:?}"),
        // After some of them in a row all mail pauses, so that the others never meet that server.
        Harm::GivenUp => {
            assert!((20..=30).contains(&count("failed")), "while {mode:?}: {}", count("failed"));
            assert_eq!(count("failed") + count("waiting"), MAILS, "while {mode:?}");
        }
        Harm::None => assert!(count("sent") >= MAILS - 1, "while {mode:?}: {}", count("sent")),
    }
    assert!(harm == Harm::None || before.iter().any(|mail| mail.last_error.is_some()), "while {mode:?}");
    server.become_(Mode::Accept).await;
    app.advance(TimeDelta::hours(9));
    if harm == Harm::GivenUp {
        for mail in before.iter().filter(|mail| mail.status == "failed") {
            app.send_again(mail.id).await;
        }
    }
    work(&worker(&app, &server, "", Pace::default()), 20).await;
    let after = rows(&app).await;
    assert!(after.iter().all(|mail| mail.status == "sent"), "after {mode:?}");
    let arrivals = arrivals(&server);
    assert_eq!(arrivals.len(), MAILS, "after {mode:?} each mail arrived");
    assert!(after.iter().all(|mail| arrivals.contains_key(&mail.message_id)), "after {mode:?} under its own name");
    let doubles = arrivals.values().filter(|times| **times > 1).count();
    assert!(harm == Harm::Doubles || doubles == 0, "after {mode:?}: {doubles} doubles");
    // A row knows how often it was tried: no copy went that no row tells of.
    let tries: BTreeMap<&str, usize> =
        after.iter().map(|mail| (mail.message_id.as_str(), usize::try_from(mail.attempts).unwrap_or(0))).collect();
    assert!(harm == Harm::GivenUp || arrivals.iter().all(|(id, times)| *times <= tries[id.as_str()]), "after {mode:?}");
}

macro_rules! storms {
    ($($name:ident: $mode:expr, $options:literal, $rounds:literal, $harm:expr;)*) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            storm($mode, $options, $rounds, $harm).await;
        })*
    };
}

storms! {
    nobody_listens: Mode::Refuse, "", 2, Harm::Waits;
    silence_at_connecting: Mode::HangAt(Step::Connect), "", 2, Harm::Waits;
    silence_at_hello: Mode::HangAt(Step::Hello), "", 3, Harm::Waits;
    silence_at_the_sender: Mode::HangAt(Step::Sender), "", 3, Harm::Waits;
    silence_at_the_recipient: Mode::HangAt(Step::Recipient), "", 3, Harm::Waits;
    silence_at_data: Mode::HangAt(Step::Data), "", 3, Harm::Waits;
    silence_after_the_content: Mode::HangAt(Step::Content), "", 3, Harm::Waits;
    later_at_the_recipient: Mode::LaterAt(Step::Recipient), "", 2, Harm::Waits;
    later_after_the_content: Mode::LaterAt(Step::Content), "", 2, Harm::Waits;
    no_to_the_sender: Mode::NoAt(Step::Sender), "", 2, Harm::Waits;
    no_to_the_recipient: Mode::NoAt(Step::Recipient), "", 10, Harm::GivenUp;
    no_to_the_content: Mode::NoAt(Step::Content), "", 10, Harm::GivenUp;
    gone_after_the_content: Mode::DropAfterData, "", 10, Harm::Doubles;
    tls_that_breaks: Mode::BrokenTls, "?tls=required", 2, Harm::Waits;
    a_byte_at_a_time: Mode::Trickle, "", 3, Harm::Waits;
    a_line_for_each_mail: Mode::CloseAfterEach, "", 10, Harm::None;
    one_mail_that_hangs: Mode::HangAtPoison, "", 10, Harm::None;
}

/// Two workers empty one outbox; twenty times one of them, with one connection, is killed at random. Each kill leaves at most one mail that goes twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_leaves_at_most_one_double() {
    const KILLS: usize = 20;
    let app = filled().await;
    let server = SmtpServer::start().await;
    // What is counted here are kills: a machine that is busy must not make a line break by itself.
    let patience = Patience { connect: Duration::from_secs(20), step: Duration::from_secs(20), total: Duration::from_secs(60) };
    let worker = |lines| {
        let transport = Transport::smtp(&server.url(), patience).expect("a server");
        Worker::new(app.state.clone(), transport, Pace { lines, batch: 20, ..Pace::default() })
    };
    let survivor = Arc::new(worker(2));
    let mut told = Vec::new();
    for kill in 0..KILLS {
        let doomed = worker(1);
        let doomed = tokio::spawn(async move { while doomed.round(&CancellationToken::new()).await.is_ok_and(|round| round.taken > 0) {} });
        let surviving = {
            let survivor = survivor.clone();
            tokio::spawn(async move { survivor.round(&CancellationToken::new()).await })
        };
        let after = Duration::from_micros(rand::random_range(1_000..60_000));
        tokio::time::sleep(after).await;
        doomed.abort();
        let _ = doomed.await;
        let round = surviving.await.expect("the survivor").expect("a round");
        // What the killed one had taken comes back.
        app.advance(TimeDelta::minutes(6));
        let doubles = arrivals(&server).values().map(|times| times - 1).sum::<usize>();
        told.push(format!("kill {kill} after {after:?}: {doubles} doubles so far; the survivor: {round:?}"));
        if doubles > kill {
            panic!("{doubles} doubles after {kill} kills that could show\n{}\n{}", told.join("\n"), doubled(&app, &server).await);
        }
    }
    work(&survivor, 200).await;
    let arrivals = arrivals(&server);
    let total: usize = arrivals.values().map(|times| times - 1).sum();
    assert_eq!(arrivals.len(), MAILS, "each mail arrived");
    assert!(rows(&app).await.iter().all(|mail| mail.status == "sent"));
    // One mail may have been in the hands of two that were killed: then it comes three times, which is still one double for each kill.
    let tries: BTreeMap<String, usize> =
        rows(&app).await.into_iter().map(|mail| (mail.message_id, usize::try_from(mail.attempts).unwrap_or(0))).collect();
    if total > KILLS || arrivals.iter().any(|(id, times)| *times > tries[id]) {
        panic!("{total} doubles\n{}\n{}", told.join("\n"), doubled(&app, &server).await);
    }
}

/// Tells of the mails that arrived more than once what their rows know, and of the pause if there is one.
async fn doubled(app: &TestApp, server: &SmtpServer) -> String {
    let arrivals = arrivals(server);
    let mut lines = vec![format!("pause: {:?}", pause::now(app.state.db.reader()).await)];
    for mail in rows(app).await {
        if let Some(times) = arrivals.get(&mail.message_id).filter(|times| **times > 1) {
            let outbox::Model { subject, status, attempts, lease_owner, next_attempt_at, last_error, .. } = mail;
            lines.push(format!(
                "{subject} came {times} times: {status}, {attempts} tries, of {lease_owner:?}, due {next_attempt_at}, {last_error:?}"
            ));
        }
    }
    lines.join("\n")
}
