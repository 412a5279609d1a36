//! The whole program in a test: its router over a database of its own, with a clock that the test turns.
//!
//! ```ignore
//! on_both!(a_visitor_sees_the_calls, async |app: TestApp| {
//!     let answer = app.visitor().get("/calls").await;
//!     assert_eq!(answer.status(), 200);
//! });
//! ```
//! runs on SQLite and on the PostgreSQL that `server/tests/with-postgres` starts.

mod people;
pub mod smtp;

use std::sync::Arc;

use app::{
    accounts::model::AccountRole,
    infra::{
        clock::Clock,
        db::{Db, entity::outbox},
    },
    parties::model::{MemberRole, PartyKind},
    state::{AppState, Assets, Environment, Settings},
};
use axum::Router;
use axum_test::{TestResponse, TestServer};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _};
use server::{Shell, build_router, config::Limits};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower_sessions::cookie::Cookie;
use uuid::Uuid;

pub use people::{Party, Person};

/// Declares a test that runs on both databases.
macro_rules! on_both {
    ($name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, $test).await;
            }

            #[tokio::test]
            async fn postgres() {
                $crate::support::run($crate::support::Engine::Postgres, $test).await;
            }
        }
    };
}
pub(crate) use on_both;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Runs a test in a program of its own.
pub async fn run<Test, Testing>(engine: Engine, test: Test)
where
    Test: FnOnce(TestApp) -> Testing,
    Testing: Future<Output = ()>,
{
    test(TestApp::start(engine, Environment::Development).await).await;
}

/// The address at which the program believes to be.
pub const PUBLIC_URL: &str = "http://wijkcall.example";

/// The program.
#[derive(Clone)]
pub struct TestApp {
    pub state: AppState,
    router: Router,
    // Removed with the last clone.
    _folder: Arc<TempDir>,
}

impl TestApp {
    /// Starts the program on an empty, migrated database; its clock stands at Monday 2 November 2026, 10.00 in Amsterdam.
    pub async fn start(engine: Engine, environment: Environment) -> Self {
        Self::start_at(engine, environment, Clock::fixed("2026-11-02T09:00:00Z".parse().expect("a moment"))).await
    }

    /// Starts the program with another clock.
    pub async fn start_at(engine: Engine, environment: Environment, clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the state");
        let db = match engine {
            Engine::Sqlite => {
                let db = Db::connect(&format!("sqlite://{}/db.sqlite", folder.path().display())).await.expect("an SQLite database");
                db.migrate().await.expect("the schema");
                db
            }
            Engine::Postgres => Db::connect(&postgres_database().await).await.expect("a PostgreSQL database"),
        };
        Self::over(db, folder, environment, clock)
    }

    /// Starts the program on a copy of this one's SQLite database and the same files, with its clock where it stands.
    pub async fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the state");
        let file = folder.path().join("db.sqlite");
        self.state.db.writer().execute_unprepared(&format!("vacuum into '{}'", file.display())).await.expect("a copy of the database");
        let files = self.state.settings.state_dir.join("files");
        if files.exists() {
            std::os::unix::fs::symlink(files, folder.path().join("files")).expect("the same files");
        }
        let db = Db::connect(&format!("sqlite://{}", file.display())).await.expect("the copy");
        Self::over(db, folder, self.state.settings.environment, Clock::fixed(self.now()))
    }

    fn over(db: Db, folder: TempDir, environment: Environment, clock: Clock) -> Self {
        let settings = Settings {
            public_url: PUBLIC_URL.to_owned(),
            environment,
            mail_from: "Wijkcall <post@wijkcall.example>".to_owned(),
            smtp_url: None,
            secret_key: b"a key for tests that nobody else has".to_vec(),
            state_dir: folder.path().to_owned(),
            upload_max_bytes: 100_000,
        };
        let state = AppState::new(db, clock, settings, Assets::default());
        let shell = Shell { public_url: PUBLIC_URL.to_owned(), proxies: Vec::new(), limits: Limits::default() };
        let router = build_router(state.clone(), &shell).expect("the router");
        Self { state, router, _folder: Arc::new(folder) }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.state.clock.advance(by);
    }

    /// Opens a browser without cookies.
    pub fn visitor(&self) -> Browser {
        Browser { server: TestServer::builder().mock_transport().save_cookies().build(self.router.clone()) }
    }

    /// Gives all mails, the oldest first.
    pub async fn mails(&self) -> Vec<outbox::Model> {
        outbox::Entity::find().order_by_asc(outbox::Column::Id).all(self.state.db.reader()).await.expect("the outbox")
    }

    /// Gives the mails of a kind to an address.
    pub async fn mails_to(&self, address: &str, kind: &str) -> Vec<outbox::Model> {
        self.mails().await.into_iter().filter(|mail| mail.to_address == address && mail.kind == kind).collect()
    }

    /// Counts the statements of a piece of work; nothing else may run meanwhile.
    pub async fn statements<T>(&self, work: impl Future<Output = T>) -> (u64, T) {
        let before = self.state.db.statements();
        let done = work.await;
        (self.state.db.statements() - before, done)
    }

    /// Makes a person with the role of a member.
    pub async fn person(&self, name: &str) -> Person {
        self.person_with_role(name, AccountRole::Member).await
    }

    /// Makes a verified party of which `owner` is the owner.
    pub async fn party(&self, name: &str, kind: PartyKind, owner: &Person) -> Party {
        let party = self.party_without_members(name, kind).await;
        self.add_member(&party, owner, MemberRole::Owner).await;
        party
    }
}

/// A browser with its own cookies.
pub struct Browser {
    server: TestServer,
}

/// What came back.
pub struct Answer {
    response: TestResponse,
}

impl Browser {
    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        Answer { response: self.server.get(path).add_header("accept", "text/html").await }
    }

    /// Posts a form as a browser on our own page does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let response =
            self.server.post(path).add_header("accept", "text/html").add_header("sec-fetch-site", "same-origin").form(fields).await;
        Answer { response }
    }

    /// Puts a cookie into the jar.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.server.add_cookie(Cookie::new(name.to_owned(), value.to_owned()));
    }

    /// The server below, for requests that a browser does not make by itself.
    pub fn server(&self) -> &TestServer {
        &self.server
    }
}

impl From<TestResponse> for Answer {
    fn from(response: TestResponse) -> Self {
        Self { response }
    }
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.response.status_code()
    }

    /// Where a redirect leads to; empty when it is none.
    pub fn location(&self) -> String {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> String {
        self.response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    pub fn html(&self) -> String {
        self.response.text()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.response.as_bytes().to_vec()
    }

    /// Says whether the page shows that text, looking past the empty comments that leptos puts between texts.
    pub fn shows(&self, text: &str) -> bool {
        self.html().replace("<!>", "").contains(&text.replace('&', "&amp;").replace('<', "&lt;"))
    }

    /// Stops the test, with the page, when it does not show that text.
    #[track_caller]
    pub fn assert_shows(&self, text: &str) {
        assert!(self.shows(text), "{} does not show {text:?}:\n{}", self.status(), self.html());
    }
}

/// Makes a PostgreSQL database of its own from a migrated template, and gives its address.
#[expect(clippy::disallowed_methods, reason = "with-postgres tells the address that way; it is no setting of the program")]
async fn postgres_database() -> String {
    static TEMPLATE: OnceCell<()> = OnceCell::const_new();
    let admin = std::env::var("WIJKCALL_TEST_POSTGRES_URL")
        .expect("a PostgreSQL server: run `make integration`, or server/tests/with-postgres COMMAND");
    let address = |name: &str| admin.rsplit_once('/').map(|(server, _)| format!("{server}/{name}")).expect("an address with a database");
    let run = async |statement: String| {
        let db = sea_orm::Database::connect(&admin).await.expect("the PostgreSQL server");
        db.execute_unprepared(&statement).await.expect("a database can be made");
        db.close().await.expect("the connection closes");
    };
    // Each process of the test run has its own template.
    let template = format!("template_{}", std::process::id());
    TEMPLATE
        .get_or_init(async || {
            run(format!("create database {template}")).await;
            let db = sea_orm::Database::connect(address(&template)).await.expect("the template");
            <migrations::Migrator as migrations::MigratorTrait>::up(&db, None).await.expect("the schema");
            db.close().await.expect("the connection closes");
        })
        .await;
    let name = format!("test_{}", Uuid::now_v7().simple());
    run(format!("create database {name} template {template}")).await;
    address(&name)
}
