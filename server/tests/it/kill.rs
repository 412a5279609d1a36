//! The program is killed at random moments while people send in proposals and post listings.
//!
//! Twenty rounds of `kill -9` on one SQLite database. What was acknowledged must be there, once; and the search index, made by the same process,
//! must equal the database when the program has come up again.

use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use app::{
    calls::model::{CallId, CallState},
    infra::{
        clock::Clock,
        db::entity::{call, listing, proposal},
        i18n::Locale,
        tokens,
    },
    parties::model::PartyKind,
    proposals::model::{BudgetRow, Draft, ProposalId, ProposalState},
    state::Environment,
    values::Cents,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{Engine, Party, Person, TestApp};

const ROUNDS: usize = 20;
/// Drafts that wait to be sent in; more than twenty rounds can send.
const DRAFTS: usize = 1_500;

/// The running program.
struct Site {
    address: String,
    cookie: String,
}

impl Site {
    /// Asks and gives status, `Location` and body; `None` when the program was killed before it had answered.
    async fn ask(&self, method: &str, path: &str, body: &str) -> Option<(u16, String, String)> {
        let mut stream = TcpStream::connect(&self.address).await.ok()?;
        let (address, cookie, length) = (&self.address, &self.cookie, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nCookie: wijkcall={cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
        Some((status, location, body.to_owned()))
    }

    /// Sends a proposal in and says whether that was acknowledged. Every third one is sent twice at the same time.
    async fn submit(&self, id: ProposalId, twice: bool) -> bool {
        let Some((200, _, html)) = self.ask("GET", &format!("/voorstellen/{id}/controleren"), "").await else { return false };
        let field = "name=\"form[token]\" value=\"";
        let Some(token) = html.split(field).nth(1).and_then(|rest| rest.split('"').next()) else { return false };
        let body = format!("form[id]={id}&form[token]={token}");
        let acknowledged = |answer: Option<(u16, String, String)>| answer.is_some_and(|(_, location, _)| location.ends_with("/ontvangst"));
        if twice {
            let (one, other) =
                tokio::join!(self.ask("POST", "/do/proposals/submit", &body), self.ask("POST", "/do/proposals/submit", &body));
            acknowledged(one) | acknowledged(other)
        } else {
            acknowledged(self.ask("POST", "/do/proposals/submit", &body).await)
        }
    }

    /// Posts a need with that title and says whether that was acknowledged.
    async fn post_need(&self, title: &str) -> bool {
        let body = format!(
            "form[side]=need&form[title]={title}&form[body]=Wie+helpt+ons+met+zonnepanelen&form[themes][]=energie&form[resources][0][kind]=uren&form[area]=GM0193"
        );
        self.ask("POST", "/do/bakery/post", &body).await.is_some_and(|(_, location, _)| location.starts_with("/bakkerij/"))
    }
}

/// Makes an open call without questions, and drafts that can be sent in as they are.
async fn drafts(app: &TestApp, funder: &Party, applicant: &Person, group: &Party) -> Vec<ProposalId> {
    let now = app.now();
    let call_id = CallId::new();
    call::ActiveModel {
        id: Set(call_id),
        slug: Set("zon-op-dieze".to_owned()),
        party_id: Set(funder.id),
        title: Set("Zon op Dieze".to_owned()),
        summary: Set("Daken vol.".to_owned()),
        body: Set("Doe mee.".to_owned()),
        conditions: Set(String::new()),
        who_may_apply: Set(r#"["residents_group"]"#.to_owned()),
        ceiling_cents: Set(Some(Cents(100_000_000))),
        max_cents: Set(Some(Cents(1_000_000))),
        opens_at: Set(Some(now - TimeDelta::days(1))),
        closes_at: Set(Some(now + TimeDelta::days(1))),
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
    let draft = Draft {
        title: "Zon op ons dak".to_owned(),
        summary: "Wij leggen samen panelen.".to_owned(),
        budget: vec![BudgetRow { label: "Panelen".to_owned(), amount: "500".to_owned() }],
        own_contribution: "0".to_owned(),
        areas: vec!["GM0193".to_owned()],
        ..Draft::default()
    };
    let draft = serde_json::to_string(&draft).expect("a draft");
    let rows: Vec<proposal::ActiveModel> = (0..DRAFTS)
        .map(|_| proposal::ActiveModel {
            id: Set(ProposalId::new()),
            call_id: Set(call_id),
            party_id: Set(Some(group.id)),
            account_id: Set(Some(applicant.id)),
            applicant_kind: Set(PartyKind::ResidentsGroup),
            applicant_name: Set(group.name.clone()),
            draft_json: Set(Some(draft.clone())),
            contact_email: Set(applicant.email.clone()),
            contact_name: Set(applicant.name.clone()),
            locale: Set(Locale::Nl),
            access_token_hash: Set(tokens::random().hash),
            title: Set("Zon op ons dak".to_owned()),
            summary: Set(String::new()),
            requested_cents: Set(Cents(0)),
            own_contribution_cents: Set(Cents(0)),
            state: Set(ProposalState::Draft),
            receipt_number: Set(None),
            submit_token: Set(None),
            submitted_at: Set(None),
            withdrawn_at: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
        })
        .collect();
    let ids = rows.iter().filter_map(|row| row.id.try_as_ref().copied()).collect();
    for batch in rows.chunks(500) {
        proposal::Entity::insert_many(batch.to_vec()).exec_without_returning(app.state.db.writer()).await.expect("drafts");
    }
    ids
}

/// What was acknowledged: proposals and titles of needs.
type Acknowledged = Arc<Mutex<(Vec<ProposalId>, Vec<String>)>>;

fn count(acknowledged: &Acknowledged) -> usize {
    let acknowledged = acknowledged.lock().expect("a list");
    acknowledged.0.len() + acknowledged.1.len()
}

fn command(app: &TestApp, port: u16, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wijkcall"));
    command
        .args(arguments)
        .env_clear()
        .env("WIJKCALL_STATE_DIR", &app.state.settings.state_dir)
        .env("WIJKCALL_DATABASE_URL", format!("sqlite://{}/db.sqlite", app.state.settings.state_dir.display()))
        .env("WIJKCALL_LISTEN", format!("127.0.0.1:{port}"))
        .env("WIJKCALL_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .env("WIJKCALL_LOG_LEVEL", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled_by_kill_9() {
    let app = TestApp::start_at(Engine::Sqlite, Environment::Development, Clock::System).await;
    app.areas().await;
    let official = app.person("Anna Ambtenaar").await;
    let funder = app.party("Gemeente Zwolle", PartyKind::Municipality, &official).await;
    let applicant = app.person("Fatima Bakker").await;
    let group = app.party("Buurtgroep Dieze", PartyKind::ResidentsGroup, &applicant).await;
    let waiting = Arc::new(Mutex::new(drafts(&app, &funder, &applicant, &group).await));
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
    let site = Arc::new(Site { address: format!("127.0.0.1:{port}"), cookie: app.session(&applicant, Some(&group)).await });
    let acknowledged = Acknowledged::default();
    let mut slowest = Duration::ZERO;

    for round in 0..ROUNDS {
        let started = Instant::now();
        let mut child = command(&app, port, &["serve"]).spawn().expect("the program starts");
        while site.ask("GET", "/healthz", "").await.is_none_or(|(status, ..)| status != 200) {
            assert!(started.elapsed() < Duration::from_secs(20), "round {round}: the program does not come up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        slowest = slowest.max(started.elapsed());
        let mut people = tokio::task::JoinSet::new();
        for person in 0..6 {
            let (site, waiting, acknowledged) = (site.clone(), waiting.clone(), acknowledged.clone());
            people.spawn(async move {
                for number in 0.. {
                    if person < 4 {
                        let Some(id) = waiting.lock().expect("a list").pop() else { return };
                        if !site.submit(id, number % 3 == 0).await {
                            return;
                        }
                        acknowledged.lock().expect("a list").0.push(id);
                    } else {
                        let title = format!("Bericht-{round}-{person}-{number}");
                        if !site.post_need(&title).await {
                            return;
                        }
                        acknowledged.lock().expect("a list").1.push(title);
                    }
                }
            });
        }
        // Somewhere in the middle of the work, however slow the machine is.
        let before = count(&acknowledged);
        let enough = rand::random_range(3..9);
        while count(&acknowledged) - before < enough && started.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..200))).await;
        // On Unix this is SIGKILL.
        child.kill().expect("the program is killed");
        child.wait().expect("and gone");
        people.join_all().await;
    }

    let (proposals, needs) = Arc::try_unwrap(acknowledged).expect("everybody has stopped").into_inner().expect("a list");
    println!("{ROUNDS} rounds: {} proposals and {} needs acknowledged, up again within {slowest:?}", proposals.len(), needs.len());
    assert!(
        proposals.len() + needs.len() >= 2 * ROUNDS && !proposals.is_empty() && !needs.is_empty(),
        "the test did something: {} and {}",
        proposals.len(),
        needs.len()
    );

    let rows = proposal::Entity::find()
        .filter(proposal::Column::State.eq(ProposalState::Submitted))
        .all(app.state.db.writer())
        .await
        .expect("rows");
    let there: BTreeSet<ProposalId> = rows.iter().map(|row| row.id).collect();
    let lost: Vec<_> = proposals.iter().filter(|id| !there.contains(id)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let receipts: BTreeSet<_> = rows.iter().filter_map(|row| row.receipt_number.clone()).collect();
    assert_eq!(receipts.len(), rows.len(), "every proposal has a receipt number of its own");

    let titles: Vec<String> =
        listing::Entity::find().all(app.state.db.writer()).await.expect("rows").into_iter().map(|row| row.title).collect();
    for title in &needs {
        assert_eq!(titles.iter().filter(|there| *there == title).count(), 1, "{title} is there once");
    }

    // Once more, without being killed: the index catches up by itself.
    let mut child = command(&app, port, &["serve"]).spawn().expect("the program starts");
    let started = Instant::now();
    while site.ask("GET", "/readyz", "").await.is_none_or(|(_, _, body)| !body.contains("\"changes_behind\":0")) {
        assert!(started.elapsed() < Duration::from_secs(10), "the index does not catch up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    child.kill().expect("the program is killed");
    child.wait().expect("and gone");
    let verified = command(&app, port, &["index", "verify"]).status().expect("a verdict");
    assert!(verified.success(), "the index differs from the database");
}
