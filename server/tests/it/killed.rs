//! Two processes of the program empty one outbox over real connections; one of them is killed (SIGKILL) again and again, at random moments.
//!
//! No mail is lost, and a kill leaves at most one mail on each of its connections that goes twice: what was handed over and not yet marked. With twenty kills and ten
//! thousand mails it is `make bench-kill`; here are fewer of both.

use std::{
    collections::BTreeMap,
    process::Stdio,
    time::{Duration, Instant},
};

use app::{
    infra::{
        clock::Clock,
        db::{Audit, Object, entity::outbox},
        mail::outbox::Status,
    },
    notifications::model::Event,
    state::Environment,
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, sea_query::Expr};
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::support::{
    Engine, KEY, TestApp, letter_to,
    smtp::{Mode, SmtpServer},
};

/// Connections of a worker.
const LINES: usize = 4;

/// In all; a worker that hangs must not hang the test.
const PATIENCE: Duration = Duration::from_secs(180);

async fn fill(app: &TestApp, count: usize) {
    let letters = (0..count).map(|number| letter_to(format!("a{number}@voorbeeld.example"), Event::Receipt, format!("Mail {number}")));
    app.enqueue(letters.collect(), Audit::new("test", Object::new("call", Uuid::nil()))).await;
}

async fn count(app: &TestApp, status: Status) -> u64 {
    outbox::Entity::find().filter(outbox::Column::Status.eq(status.as_str())).count(app.state.db.reader()).await.expect("a count")
}

/// A worker with a state folder of its own, on the database of the test.
fn start(app: &TestApp, server: &SmtpServer, folder: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_wijkcall"))
        .args(["worker", "--database-url", &app.database_url(), "--state-dir"])
        .arg(folder)
        .env("WIJKCALL_SMTP_URL", server.url())
        .env("WIJKCALL_SECRET_KEY", KEY)
        .env("WIJKCALL_LOG_LEVEL", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts")
}

async fn kill_at_random(engine: Engine, mails: usize, kills: usize) {
    let begin = Instant::now();
    let app = TestApp::start_at(engine, Environment::Development, Clock::System).await;
    app.areas().await;
    fill(&app, mails).await;
    let mut server = SmtpServer::start().await;
    server.become_(Mode::Slow).await;
    let folders: Vec<tempfile::TempDir> = (0..2).map(|_| tempfile::tempdir().expect("a folder")).collect();
    let mut survivor = start(&app, &server, folders[0].path());
    let mut told = Vec::new();
    for kill in 0..kills {
        let before = server.count();
        let mut doomed = start(&app, &server, folders[1].path());
        let after = Duration::from_millis(rand::random_range(300..1_500));
        tokio::time::sleep(after).await;
        doomed.kill().await.expect("it is killed");
        told.push(format!("kill {kill} after {after:?}: {} mails meanwhile", server.count() - before));
        assert!(survivor.try_wait().expect("its state").is_none(), "the survivor ended by itself");
    }
    let left = count(&app, Status::Waiting).await;
    // What the killed ones had in hand comes back when their leases end; the survivor has nothing in hand when nothing waits and nothing moves.
    let mut sent = 0;
    while sent < mails as u64 {
        assert!(begin.elapsed() < PATIENCE, "{sent} of {mails} went\n{}", told.join("\n"));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = count(&app, Status::Sent).await;
        if now == sent && count(&app, Status::Waiting).await == 0 {
            outbox::Entity::update_many()
                .col_expr(outbox::Column::LeaseUntil, Expr::value(app.now() - TimeDelta::seconds(1)))
                .filter(outbox::Column::Status.eq(Status::Sending.as_str()))
                .exec(app.state.db.writer())
                .await
                .expect("their leases end");
        }
        sent = now;
    }
    survivor.kill().await.expect("it is killed");
    let arrivals = server.taken().into_iter().fold(BTreeMap::<String, usize>::new(), |mut arrivals, mail| {
        *arrivals.entry(mail.message_id).or_default() += 1;
        arrivals
    });
    let doubles: usize = arrivals.values().map(|times| times - 1).sum();
    eprintln!(
        "{engine:?}: {mails} mails, {kills} kills, {} mails waited after the last of them, {doubles} arrived twice, in {:.1} s",
        left,
        begin.elapsed().as_secs_f64()
    );
    assert_eq!(arrivals.len(), mails, "each mail arrived");
    assert!(left > 0, "there was work until the last kill\n{}", told.join("\n"));
    assert!(doubles <= kills * LINES, "{doubles} doubles after {kills} kills\n{}", told.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_sqlite() {
    kill_at_random(Engine::Sqlite, 1_500, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_postgres() {
    kill_at_random(Engine::Postgres, 1_500, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: make bench-kill"]
async fn ten_thousand_mails_and_twenty_kills() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        kill_at_random(engine, 10_000, 20).await;
    }
}
