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

use std::{path::Path, sync::Arc};

use app::{
    accounts::model::AccountRole,
    infra::{
        clock::Clock,
        db::{Audit, Db, Object, entity::outbox},
        i18n::Locale,
        mail::{Because, Block, Letter, Recipient, outbox::send_again},
    },
    notifications::model::Event,
    parties::model::{MemberRole, PartyKind},
    state::{AppState, Assets, Environment, Settings},
};
use axum::Router;
use axum_test::{TestResponse, TestServer};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, EntityTrait as _, QueryOrder as _};
use server::{Shell, build_router, config::Limits};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower_sessions::cookie::Cookie;
use uuid::Uuid;

pub use people::{Party, Person};

#[path = "../../../../app/src/infra/search/meaning/made_by_hand.rs"]
mod made_by_hand;
pub use made_by_hand::write_model;

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

/// The key with which it signs and seals.
pub const KEY: &str = "a key for tests that nobody else has";

/// The program.
#[derive(Clone)]
pub struct TestApp {
    pub state: AppState,
    router: Router,
    /// The name of its PostgreSQL database.
    postgres: Option<String>,
    // Removed with the last clone.
    _folder: Arc<TempDir>,
}

/// A letter to somebody without an account.
pub fn letter_to(address: String, kind: Event, subject: String) -> (Recipient, Letter) {
    let to = Recipient { address, name: "Fatima Bakker".to_owned(), account_id: None, locale: Locale::Nl };
    let letter = Letter {
        kind,
        transactional: !kind.can_be_switched_off(),
        subject,
        blocks: vec![Block::Text("Er is iets te doen.".to_owned())],
        button: None,
        object: Object::new("call", Uuid::nil()),
        dedupe_key: None,
        because: Because::default(),
    };
    (to, letter)
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
                return Self::over(db, None, folder, environment, clock);
            }
            Engine::Postgres => Admin::connect().await.database().await,
        };
        Self::over(Db::connect(&address_of(&db)).await.expect("a PostgreSQL database"), Some(db), folder, environment, clock)
    }

    /// Stops the program; what it left can be started from again and again.
    pub async fn at_rest(self) -> AtRest {
        let (environment, now) = (self.state.settings.environment, self.now());
        let folder = tempfile::tempdir().expect("a folder for the state");
        let files = self.state.settings.state_dir.join("files");
        if files.exists() {
            std::fs::rename(files, folder.path().join("files")).expect("its files");
        }
        let postgres = match &self.postgres {
            Some(name) => {
                // A database can be copied while nobody is connected to it.
                self.state.db.writer().clone().close().await.expect("the connections close");
                Some((Admin::connect().await, name.clone()))
            }
            None => {
                let file = folder.path().join("db.sqlite");
                self.state
                    .db
                    .writer()
                    .execute_unprepared(&format!("vacuum into '{}'", file.display()))
                    .await
                    .expect("a copy of the database");
                None
            }
        };
        AtRest { folder, postgres, environment, now }
    }

    fn over(db: Db, postgres: Option<String>, folder: TempDir, environment: Environment, clock: Clock) -> Self {
        let settings = Settings {
            public_url: PUBLIC_URL.to_owned(),
            environment,
            mail_from: "Wijkcall <post@wijkcall.example>".to_owned(),
            smtp_url: None,
            dkim: None,
            mail: app::infra::mail::MailSettings::default(),
            secret_key: KEY.as_bytes().to_vec(),
            state_dir: folder.path().to_owned(),
            upload_max_bytes: 100_000,
            map_tiles: None,
            map_credit: String::new(),
            search_model: None,
        };
        let state = AppState::new(db, clock, settings, Assets::default());
        let router = Self::router_of(&state);
        Self { state, router, postgres, _folder: Arc::new(folder) }
    }

    /// Gives the address of its database, for another process.
    pub fn database_url(&self) -> String {
        match &self.postgres {
            Some(name) => address_of(name),
            None => format!("sqlite://{}/db.sqlite", self.state.settings.state_dir.display()),
        }
    }

    /// Makes the router of a state.
    pub fn router_of(state: &AppState) -> Router {
        let shell = Shell { public_url: PUBLIC_URL.to_owned(), proxies: Vec::new(), limits: Limits::default(), tiles: None };
        build_router(state.clone(), &shell).expect("the router")
    }

    /// Starts the program again on the same state, with the model of this folder.
    pub fn with_model(&self, model: &Path) -> Self {
        let settings = Settings { search_model: Some(model.to_owned()), ..(*self.state.settings).clone() };
        let state = AppState::new(self.state.db.clone(), self.state.clock.clone(), settings, Assets::default());
        Self { router: Self::router_of(&state), state, ..self.clone() }
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

    /// Gives all mails, opened, the oldest first.
    pub async fn mails(&self) -> Vec<outbox::Model> {
        let rows = outbox::Entity::find().order_by_asc(outbox::Column::Id).all(self.state.db.reader()).await.expect("the outbox");
        rows.into_iter().map(|row| self.state.post.open(row).expect("our own key")).collect()
    }

    /// Gives the mails of a kind to an address.
    pub async fn mails_to(&self, address: &str, kind: &str) -> Vec<outbox::Model> {
        self.mails().await.into_iter().filter(|mail| mail.to_address == address && mail.kind == kind).collect()
    }

    /// Puts letters into the outbox: of whom and what they are is in them.
    pub async fn enqueue(&self, letters: Vec<(Recipient, Letter)>, audit: Audit) {
        let tx = self.state.db.begin().await.expect("a transaction");
        self.state.post.enqueue_all(&tx, letters, self.now()).await.expect("the rows");
        tx.commit(audit, self.now()).await.expect("a commit");
    }

    /// Lets a mail go again that was given up.
    pub async fn send_again(&self, mail: Uuid) {
        let tx = self.state.db.begin().await.expect("a transaction");
        assert!(send_again(&tx, mail, self.now()).await.expect("a change"));
        tx.commit(Audit::new("mail.resend", Object::new("mail", mail)), self.now()).await.expect("a commit");
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

    /// Says whether the page shows that text, looking past the empty comments that leptos puts between texts and the marks around
    /// words that were found.
    pub fn shows(&self, text: &str) -> bool {
        let html = ["<!>", "<mark>", "</mark>"].iter().fold(self.html(), |html, sign| html.replace(sign, ""));
        html.contains(&text.replace('&', "&amp;").replace('<', "&lt;"))
    }

    /// Stops the test, with the page, when it does not show that text.
    #[track_caller]
    pub fn assert_shows(&self, text: &str) {
        assert!(self.shows(text), "{} does not show {text:?}:\n{}", self.status(), self.html());
    }
}

/// A program that does not run: its database and files.
pub struct AtRest {
    folder: TempDir,
    postgres: Option<(Admin, String)>,
    environment: Environment,
    now: DateTime<Utc>,
}

impl AtRest {
    /// Starts the program on a copy of the database and with the same files, its clock where it stood.
    pub async fn start(&self) -> TestApp {
        let folder = tempfile::tempdir().expect("a folder for the state");
        let files = self.folder.path().join("files");
        if files.exists() {
            std::os::unix::fs::symlink(files, folder.path().join("files")).expect("the same files");
        }
        let (address, postgres) = match &self.postgres {
            Some((admin, template)) => {
                let name = admin.copy_of(template).await;
                (address_of(&name), Some(name))
            }
            None => {
                let file = folder.path().join("db.sqlite");
                std::fs::copy(self.folder.path().join("db.sqlite"), &file).expect("a copy of the database");
                (format!("sqlite://{}", file.display()), None)
            }
        };
        let db = Db::connect(&address).await.expect("the copy");
        TestApp::over(db, postgres, folder, self.environment, Clock::fixed(self.now))
    }

    /// Stops a program that [`AtRest::start`] started; its database goes.
    pub async fn stop(&self, app: TestApp) {
        if let (Some((admin, _)), Some(name)) = (&self.postgres, &app.postgres) {
            app.state.db.writer().clone().close().await.expect("the connections close");
            admin.run(format!("drop database {name} with (force)")).await;
        }
    }
}

/// The PostgreSQL server of the tests.
#[expect(clippy::disallowed_methods, reason = "with-postgres tells the address that way; it is no setting of the program")]
fn server_address() -> String {
    std::env::var("WIJKCALL_TEST_POSTGRES_URL").expect("a PostgreSQL server: run `make integration`, or server/tests/with-postgres COMMAND")
}

fn address_of(database: &str) -> String {
    let admin = server_address();
    let (server, _) = admin.rsplit_once('/').expect("an address with a database");
    format!("{server}/{database}")
}

/// Makes and removes databases on it.
struct Admin(DatabaseConnection);

impl Admin {
    async fn connect() -> Self {
        let mut options = ConnectOptions::new(server_address());
        options.max_connections(1);
        Self(Database::connect(options).await.expect("the PostgreSQL server"))
    }

    async fn run(&self, statement: String) {
        self.0.execute_unprepared(&statement).await.expect("databases come and go");
    }

    async fn copy_of(&self, template: &str) -> String {
        let name = format!("test_{}", Uuid::now_v7().simple());
        self.run(format!("create database {name} template {template}")).await;
        name
    }

    /// Makes a migrated database, and gives its name.
    async fn database(&self) -> String {
        static TEMPLATE: OnceCell<()> = OnceCell::const_new();
        // Each process of the test run has its own template.
        let template = format!("template_{}", std::process::id());
        TEMPLATE
            .get_or_init(async || {
                self.run(format!("create database {template}")).await;
                let db = Database::connect(address_of(&template)).await.expect("the template");
                <migrations::Migrator as migrations::MigratorTrait>::up(&db, None).await.expect("the schema");
                db.close().await.expect("the connection closes");
            })
            .await;
        self.copy_of(&template).await
    }
}
