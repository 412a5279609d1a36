//! Canaries: a word of its own in every personal, published and confidential text of the database, as `privacy.txt` names them, and then a look as everybody
//! at everything: pages and what they link to, feeds, exports, search, mails and logs. A word that comes out where it should not is a leak.
//!
//! Words behind a secret link (an invitation, a link in a mail) are for whoever has that link; those links are not followed.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Arc, Mutex},
};

use app::{
    infra::db::entity::{
        account, call, call_question, fit_profile, letter_template, mail_preference, mail_suppression, notice, outbox, proposal,
        saved_search, session,
    },
    proposals::model::Draft,
    state::Environment,
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, Statement,
};

use crate::{
    matrix::{self, ROLES, Row, World, browser_of, rows},
    privacy::{columns, lines},
    support::{Browser, Engine, TestApp},
};

const START: &str = "kanarie";

/// Requests that hold a secret of somebody.
const SECRET_LINKS: [&str; 6] = ["{link}", "{answer}", "{renewal}", "{mailed.token}", "{co}", "{invitation}"];

/// Texts that are a key of another table, or one of a few words, and take no word of their own.
const KEYS: [&str; 3] = ["assessment.interest", "assessment.mark", "proposal_area.area_code"];

/// Where a word was put.
struct Canary {
    column: &'static str,
    seen_by: Vec<&'static str>,
    /// Which row of its table.
    row: usize,
}

/// All words, by word.
type Canaries = BTreeMap<String, Canary>;

/// The next word: letters only, so that a search takes it for one.
fn word(canaries: &Canaries) -> String {
    let mut rest = canaries.len();
    let mut end = String::new();
    for _ in 0..4 {
        end.push(char::from(b'a' + u8::try_from(rest % 26).expect("a letter")));
        rest /= 26;
    }
    format!("{START}{end}x")
}

/// What a column takes for a text.
fn text_for(column: &str, word: &str, there: Option<&str>) -> Option<String> {
    match column.rsplit_once('.').map_or(column, |(_, name)| name) {
        "email" | "contact_email" | "to_address" | "address" => Some(format!("{word}@voorbeeld.example")),
        "answers" => Some(format!("{{\"place\":\"{word}\"}}")),
        "criteria" => Some(format!("{{\"target\":\"bakkerij\",\"text\":\"{word}\"}}")),
        "file_name" => Some(format!("{word}.pdf")),
        "draft_json" => {
            let mut draft: Draft = serde_json::from_str(there?).expect("a draft");
            draft.title = word.to_owned();
            draft.summary = word.to_owned();
            Some(serde_json::to_string(&draft).expect("a draft"))
        }
        _ => Some(word.to_owned()),
    }
}

/// Which rows of a table get words in what is confidential until it is published.
fn unpublished(table: &str) -> &'static str {
    match table {
        "call" => " where state = 'draft'",
        "call_question" => " where call_id in (select id from call where state = 'draft')",
        _ => panic!("say which rows of {table} are not published"),
    }
}

/// Puts a word into each text of each row.
async fn plant(app: &TestApp) -> Canaries {
    let db = app.state.db.writer();
    let backend = db.get_database_backend();
    let row_id = if app.state.db.is_postgres() { "ctid::text" } else { "cast(rowid as text)" };
    let mut canaries = Canaries::new();
    let mut tables: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let texts: BTreeSet<String> =
        columns(app).await.into_iter().filter(|column| column.is_text).map(|column| format!("{}.{}", column.table, column.name)).collect();
    for line in lines() {
        if matches!(line.class, "personal" | "published" | "confidential") && texts.contains(line.column) && !KEYS.contains(&line.column) {
            let table = line.column.split('.').next().unwrap_or_default().to_owned();
            tables.entry(table).or_default().push(line);
        }
    }
    for (table, lines) in tables {
        let rows = if lines.iter().any(|line| line.class == "published") { unpublished(&table) } else { "" };
        let names: Vec<&str> = lines.iter().filter_map(|line| Some(line.column.split_once('.')?.1)).collect();
        let select = format!("select {row_id}, {} from {table}{rows}", names.join(", "));
        let found = db.query_all_raw(Statement::from_string(backend, select)).await.expect("the rows");
        for (row, there) in found.iter().enumerate() {
            let id: String = there.try_get_by_index(0).expect("the row");
            let mut changes = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                let old: Option<String> = there.try_get_by_index(at + 1).expect("a text");
                let word = word(&canaries);
                if let Some(text) = text_for(line.column, &word, old.as_deref()) {
                    changes.push(format!("{} = '{}'", names[at], text.replace('\'', "''")));
                    canaries.insert(word, Canary { column: line.column, seen_by: line.seen_by.clone(), row });
                }
            }
            let id = if app.state.db.is_postgres() { format!("ctid = '{id}'::tid") } else { format!("rowid = {id}") };
            db.execute_unprepared(&format!("update {table} set {} where {id}", changes.join(", "))).await.expect("words in their places");
        }
        for line in &lines {
            let tried = canaries.values().any(|canary| canary.column == line.column);
            assert!(tried, "no row with {} in this test's world, so nobody knows who sees it: make one in `prepare`", line.column);
        }
    }
    canaries
}

/// Makes rows that the world of the matrix lacks.
async fn prepare(world: &World) {
    let app = &world.app;
    let owner = browser_of(app, world, "owner").await;
    let fill = |text: &str| world.fill_in(text);
    for (path, fields) in [
        (
            "/do/proposals/decide",
            vec![("slug", "{own call}"), ("id", "{received}"), ("outcome", "awarded"), ("amount", "1000"), ("reason", "Goed plan")],
        ),
        ("/do/proposals/clarify", vec![("id", "{submitted}"), ("answer", "Wij zelf")]),
    ] {
        let fields: Vec<(String, String)> = fields.into_iter().map(|(name, value)| (format!("form[{name}]"), fill(value))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(owner.post(path, &fields).await.status(), 302, "{path}");
    }
    let db = app.state.db.writer();
    let draft = call::Entity::find().filter(call::Column::Slug.eq(fill("{call.draft}"))).one(db).await.expect("a read").expect("a draft");
    call_question::ActiveModel {
        id: Set(app::calls::model::QuestionId::new()),
        call_id: Set(draft.id),
        position: Set(7),
        kind: Set(app::calls::model::QuestionKind::ShortText),
        label: Set("Waarom?".to_owned()),
        help: Set("Kort".to_owned()),
        required: Set(false),
        word_limit: Set(None),
        options: Set("[]".to_owned()),
    }
    .insert(db)
    .await
    .expect("a question");
    mail_preference::ActiveModel {
        address: Set(world.people["owner"].email.clone()),
        kind: Set("new_match".to_owned()),
        enabled: Set(true),
        rhythm: Set(app::alerts::model::Rhythm::Direct),
        updated_at: Set(app.now()),
    }
    .insert(db)
    .await
    .expect("a preference");
    mail_suppression::ActiveModel {
        address: Set("weg@voorbeeld.example".to_owned()),
        id: Set(uuid::Uuid::now_v7()),
        answer: Set("550 5.1.1 no such mailbox".to_owned()),
        created_at: Set(app.now()),
    }
    .insert(db)
    .await
    .expect("a mailbox that is not there");
    letter_template::ActiveModel {
        party_id: Set(world.party.id),
        kind: Set("award".to_owned()),
        locale: Set(app::infra::i18n::Locale::Nl),
        subject: Set("Goed nieuws".to_owned()),
        body: Set("Goed nieuws".to_owned()),
        updated_at: Set(app.now()),
        version: Set(1),
    }
    .insert(db)
    .await
    .expect("a text of a party");
}

/// The words in a text.
fn words_in(text: &str) -> BTreeSet<String> {
    text.match_indices(START).map(|(at, _)| text[at..].chars().take_while(char::is_ascii_lowercase).collect()).collect()
}

/// Pages of this site that a page links to.
fn links_in(html: &str) -> BTreeSet<String> {
    let links = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours =
        links.filter(|link| link.starts_with('/') && !["/pkg/", "/assets/", "/fonts/", "/en"].iter().any(|other| link.starts_with(other)));
    ours.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&")).collect()
}

/// What one role meets.
struct Seen {
    /// Each word with the first page on which it stands.
    words: BTreeMap<String, String>,
    leaked: Vec<String>,
}

/// Looks at every page of the table and at what these link to.
async fn look(browser: &Browser, world: &World, secrets: &BTreeMap<String, &'static str>) -> Seen {
    let known = |row: &Row| row.is_get() && !SECRET_LINKS.iter().any(|secret| row.request.contains(secret));
    let mut open: BTreeSet<String> = rows().iter().filter(|row| known(row)).map(|row| row.request(world).0).collect();
    let (mut visited, mut words, mut leaked) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
    for _ in 0..2 {
        let mut found = BTreeSet::new();
        for path in std::mem::take(&mut open) {
            let answer = browser.get(&path).await;
            assert!(!answer.status().is_server_error(), "{}: {path}", answer.status());
            let text = String::from_utf8_lossy(&answer.bytes()).into_owned();
            found.extend(links_in(&text));
            for word in words_in(&text) {
                words.entry(word).or_insert_with(|| path.clone());
            }
            leaked.extend(
                secrets.iter().filter(|(secret, _)| text.contains(secret.as_str())).map(|(_, column)| format!("{column} on {path}")),
            );
            visited.insert(path);
        }
        open = found.into_iter().filter(|path| !visited.contains(path)).collect();
    }
    Seen { words, leaked }
}

/// The secrets of the database as they stand there.
async fn secrets(app: &TestApp) -> BTreeMap<String, &'static str> {
    let db = app.state.db.reader();
    let mut secrets = BTreeMap::new();
    for line in lines().into_iter().filter(|line| line.class == "secret") {
        let (table, name) = line.column.split_once('.').expect("a column");
        let select = format!("select {name} from {table} where {name} is not null");
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), select)).await.expect("the rows") {
            let secret: String = row.try_get_by_index(0).expect("a text");
            if secret.len() >= 16 {
                secrets.insert(secret, line.column);
            }
        }
    }
    secrets
}

/// Words that are a role's own: of the account, its sessions, its saved searches and its choices about mail.
async fn own(app: &TestApp, world: &World) -> BTreeMap<String, &'static str> {
    let db = app.state.db.reader();
    let role_of = |id| world.people.iter().find(|(_, person)| person.id == id).map(|(role, _)| *role);
    let mut own = BTreeMap::new();
    for row in account::Entity::find().all(db).await.expect("the accounts") {
        if let Some(role) = role_of(row.id) {
            own.extend(words_in(&format!("{} {}", row.email, row.name)).into_iter().map(|word| (word, role)));
        }
    }
    for row in session::Entity::find().all(db).await.expect("the sessions") {
        if let Some(role) = row.account_id.and_then(role_of) {
            own.extend(words_in(&row.user_agent).into_iter().map(|word| (word, role)));
        }
    }
    for row in saved_search::Entity::find().all(db).await.expect("the saved searches") {
        if let Some(role) = role_of(row.account_id) {
            own.extend(words_in(&format!("{} {}", row.name, row.criteria)).into_iter().map(|word| (word, role)));
        }
    }
    for row in notice::Entity::find().all(db).await.expect("the notices") {
        if let Some(role) = role_of(row.account_id) {
            own.extend(words_in(&row.title).into_iter().map(|word| (word, role)));
        }
    }
    for row in fit_profile::Entity::find().all(db).await.expect("the answers") {
        if let Some(role) = row.account_id.and_then(role_of) {
            own.extend(words_in(&row.answers).into_iter().map(|word| (word, role)));
        }
    }
    for row in mail_preference::Entity::find().all(db).await.expect("the preferences") {
        own.extend(words_in(&row.address).into_iter().map(|word| (word, "owner")));
    }
    own
}

/// Words of proposals that are neither the party's nor sent to it.
async fn of_others(app: &TestApp, world: &World) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for name in ["{mailed}", "{unsent}"] {
        let id = world.fill_in(name).parse::<app::proposals::model::ProposalId>().expect("an id");
        let row = proposal::Entity::find_by_id(id).one(app.state.db.reader()).await.expect("a read").expect("a proposal");
        words.extend(words_in(&format!("{row:?}")));
    }
    assert!(words.len() > 10);
    words
}

/// A search for a word that nobody may find answers as one for a word that is nowhere: the same hits, counts, facets and suggestions.
///
/// The own name stands above each page, so it is no word to look for.
async fn search(browser: &Browser, canaries: &Canaries, own: &BTreeMap<String, &'static str>, role: &str) -> Vec<String> {
    async fn answer(browser: &Browser, path: &str, word: &str) -> String {
        let answer = browser.get(&format!("{path}{word}")).await;
        let html = answer.html().replace(word, "");
        // A new one for each page.
        let mut parts = html.split("nonce=\"");
        let first = parts.next().unwrap_or_default().to_owned();
        let rest: String = parts.map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect();
        format!("{} {first}{rest}", answer.status())
    }
    let mut wrong = Vec::new();
    for path in ["/calls?q=", "/bakkerij?q=", "/partijen?q=", "/api/v1/calls?zoek=", "/calls.atom?q="] {
        let nowhere = answer(browser, path, "kanarieqqqqqx").await;
        for (word, canary) in canaries.iter().filter(|(word, _)| own.get(*word).is_none_or(|whose| *whose != role)) {
            if answer(browser, path, word).await != nowhere {
                wrong.push(format!("{path} finds {}", canary.column));
            }
        }
    }
    wrong.dedup();
    wrong
}

/// Lets weeks go by, so that everything is mailed that goes by itself, and gives what stands in a mail to somebody whom it does not concern.
async fn mails(app: &TestApp, canaries: &Canaries) -> Vec<String> {
    let before: BTreeSet<_> = app.mails().await.into_iter().map(|mail: outbox::Model| mail.id).collect();
    for _ in 0..30 {
        app::search::catch_up(&app.state).await.expect("the index follows");
        app::jobs::round(&app.state).await;
        app.advance(TimeDelta::days(1));
    }
    let mails: Vec<_> = app.mails().await.into_iter().filter(|mail| !before.contains(&mail.id)).collect();
    assert!(!mails.is_empty(), "nothing was mailed");
    let table_of = |column: &'static str| column.split('.').next().unwrap_or_default();
    let mut wrong = BTreeSet::new();
    for mail in mails {
        let to: Vec<&Canary> = words_in(&mail.to_address).iter().filter_map(|word| canaries.get(word)).collect();
        for word in words_in(&format!("{} {} {}", mail.subject, mail.body_text, mail.body_html)) {
            let Some(canary) = canaries.get(&word) else { continue };
            let of_the_reader = to.iter().any(|to| (table_of(to.column), to.row) == (table_of(canary.column), canary.row));
            if !of_the_reader && !canary.seen_by.contains(&"mails") {
                wrong.insert(format!("{} in a mail {}", canary.column, mail.kind));
            }
        }
    }
    wrong.into_iter().collect()
}

/// A log that is kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn nothing_comes_out_where_it_should_not(engine: Engine) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(move || writer.clone()).finish();
    // This test and all that it starts run on one thread.
    let _guard = tracing::subscriber::set_default(subscriber);

    let world = matrix::world(TestApp::start(engine, Environment::Production).await).await;
    prepare(&world).await;
    let canaries = plant(&world.app).await;
    let rest = world.app.clone().at_rest().await;
    let app = rest.start().await;
    app::search::catch_up(&app.state).await.expect("the index");
    let (secrets, own, of_others) = (secrets(&app).await, own(&app, &world).await, of_others(&app, &world).await);

    let mut wrong = Vec::new();
    let mut met = BTreeSet::new();
    for role in ROLES {
        let browser = browser_of(&app, &world, role).await;
        let Seen { words, leaked } = look(&browser, &world, &secrets).await;
        wrong.extend(leaked.into_iter().map(|leak| format!("{role} sees {leak}")));
        for (word, path) in words {
            let Some(Canary { column, seen_by, row: _ }) = canaries.get(&word) else { continue };
            met.insert(*column);
            let may = match role {
                _ if seen_by.contains(&"self") && own.get(&word) == Some(&role) => true,
                "viewer" | "editor" | "owner" => seen_by.contains(&"party") && !of_others.contains(&word),
                "organiser" | "admin" => seen_by.contains(&"desk"),
                _ => false,
            };
            if !may {
                wrong.push(format!("{role} sees {column} on {path}"));
            }
        }
    }
    // The words do come out where they belong; otherwise this test would see nothing.
    for column in [
        "account.email",
        "call.title",
        "introduction.message",
        "proposal.title",
        "proposal.draft_json",
        "proposal_answer.value",
        "shortlist_item.note",
    ] {
        assert!(met.contains(column), "nobody sees {column}; met: {met:?}");
    }
    for role in ["anonymous", "stranger"] {
        let browser = browser_of(&app, &world, role).await;
        wrong.extend(search(&browser, &canaries, &own, role).await.into_iter().map(|leak| format!("{role}: {leak}")));
    }
    wrong.extend(mails(&app, &canaries).await);
    let log = String::from_utf8_lossy(&log.0.lock().expect("the log")).into_owned();
    assert!(log.contains("answered"), "the log is empty");
    wrong.extend(words_in(&log).iter().filter_map(|word| Some(format!("{} in the log", canaries.get(word)?.column))));
    wrong.extend(secrets.iter().filter(|(secret, _)| log.contains(secret.as_str())).map(|(_, column)| format!("{column} in the log")));
    rest.stop(app).await;
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} leaks:\n{}", wrong.len(), wrong.join("\n"));
}

mod nothing_comes_out_where_it_should_not_on {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        nothing_comes_out_where_it_should_not(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        nothing_comes_out_where_it_should_not(Engine::Postgres).await;
    }
}
