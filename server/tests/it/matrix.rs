//! Who may do what: every endpoint is asked by every role, and answers as `authorization.txt` says.
//!
//! To add a row, write a line into the table. What stands between braces in its request is filled in from [`world`]; a slice that needs an object there adds a
//! line to it. Each cell that may write is tried in a program of its own, on a copy of that world; the others share one. A request is valid but for who
//! sends it.

use std::{collections::BTreeMap, path::Path};

use app::{
    accounts::model::AccountRole,
    infra::db::entity::audit,
    parties::model::{MemberRole, PartyKind},
};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _};

use crate::support::{Answer, Browser, Party, Person, TestApp, on_both};

const TABLE: &str = include_str!("authorization.txt");
pub const ROLES: [&str; 7] = ["anonymous", "stranger", "viewer", "editor", "owner", "organiser", "admin"];

/// People of every role, the party to which viewer, editor and owner belong, and what the table's requests speak of.
pub struct World {
    /// What the slices fill it through.
    pub app: TestApp,
    pub party: Party,
    /// By role; `anonymous` is nobody.
    pub people: BTreeMap<&'static str, Person>,
    names: BTreeMap<String, String>,
}

impl World {
    /// Says what stands for `{name}` in a request.
    pub fn name(&mut self, name: &str, value: impl ToString) {
        self.names.insert(format!("{{{name}}}"), value.to_string());
    }

    pub fn fill_in(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

/// Makes the world of the table.
pub async fn world(app: TestApp) -> World {
    app.areas().await;
    let mut people = BTreeMap::new();
    for role in &ROLES[1..] {
        let account = match *role {
            "organiser" => AccountRole::Organiser,
            "admin" => AccountRole::Admin,
            _ => AccountRole::Member,
        };
        people.insert(*role, app.person_with_role(role, account).await);
    }
    let party = app.party_without_members("Buurtvereniging Dieze", PartyKind::ResidentsGroup).await;
    for (role, member) in [("viewer", MemberRole::Viewer), ("editor", MemberRole::Editor), ("owner", MemberRole::Owner)] {
        app.add_member(&party, &people[role], member).await;
    }
    let mut world = World { app, party, people, names: BTreeMap::new() };
    world.name("party", world.party.slug.clone());
    world.name("party.id", world.party.id);
    crate::accounts::fill(&mut world).await;
    crate::alerts::fill(&mut world).await;
    crate::notifications::fill(&mut world).await;
    crate::calls::fill(&mut world).await;
    crate::parties::fill(&mut world).await;
    crate::bakery::fill(&mut world).await;
    crate::fits::fill(&mut world).await;
    crate::proposals::fill(&mut world).await;
    crate::assessments::fill(&mut world).await;
    crate::reports::fill(&mut world).await;
    world
}

/// A line of the table.
pub struct Row {
    line: usize,
    /// `GET /partijen/{slug}`, as the routes name it.
    pub endpoint: &'static str,
    state: &'static str,
    pub request: &'static str,
    expected: Vec<&'static str>,
}

/// Gives all lines of the table.
pub fn rows() -> Vec<Row> {
    let lines = TABLE.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 3 + ROLES.len(), "line {}: {line}", index + 1);
            Row { line: index + 1, endpoint: cells[0], state: cells[1], request: cells[2], expected: cells[3..].to_vec() }
        })
        .collect()
}

/// `name=value&other=value` of the table as the fields that a browser posts; a name without brackets is one of `form`.
pub fn fields(request: &str) -> Vec<(String, String)> {
    let pairs = request.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| {
            let (first, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
            (format!("form[{first}]{rest}"), value.to_owned())
        })
        .collect()
}

impl Row {
    /// Gives what that role gets.
    pub fn answers(&self, role: &str) -> &'static str {
        ROLES.iter().zip(&self.expected).find(|(known, _)| **known == role).map_or("", |(_, expected)| expected)
    }

    pub fn is_get(&self) -> bool {
        self.endpoint.starts_with("GET")
    }

    /// Gives path and fields, as this world fills them in.
    pub fn request(&self, world: &World) -> (String, Vec<(String, String)>) {
        let path = self.endpoint.split_once(' ').map_or(self.endpoint, |(_, path)| path);
        let request = world.fill_in(self.request);
        if self.is_get() {
            return (if request == "-" { path.to_owned() } else { request }, Vec::new());
        }
        // A path with a part that differs stands before the fields.
        match request.split_once(' ') {
            Some((own, rest)) if own.starts_with('/') => (own.to_owned(), fields(rest)),
            _ => (path.to_owned(), fields(&request)),
        }
    }
}

async fn ask(browser: &Browser, world: &World, row: &Row) -> Answer {
    let (path, fields) = row.request(world);
    if row.is_get() {
        return browser.get(&path).await;
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&path, &fields).await
}

/// Signs the person of a role in, as the table means it.
pub async fn browser_of(app: &TestApp, world: &World, role: &str) -> Browser {
    match world.people.get(role) {
        Some(person) => app.sign_in(person, Some(&world.party).filter(|_| matches!(role, "viewer" | "editor" | "owner"))).await,
        None => app.visitor(),
    }
}

async fn written(app: &TestApp) -> u64 {
    audit::Entity::find().count(app.state.db.reader()).await.expect("the audit log")
}

/// Tries one cell; gives what came instead of what stands in it.
async fn try_cell(app: &TestApp, world: &World, row: &Row, role: &'static str, expected: &str) -> Option<String> {
    let browser = browser_of(app, world, role).await;
    let before = written(app).await;
    let answer = ask(&browser, world, row).await;
    let wrote = written(app).await > before;
    let (status, location) = (answer.status().as_u16(), answer.location());
    let get = row.is_get();
    let as_expected = match expected {
        "ok" if get => status == 200 && !wrote,
        "ok" => (status == 302 || status == 200) && wrote,
        "sign-in" => status == 303 && location.starts_with("/inloggen") && !wrote,
        "code" => status == 303 && location.starts_with("/inloggen/code") && !wrote,
        other => match world.fill_in(other).split_once(':') {
            Some((code, to)) => code == status.to_string() && location.split('?').next() == Some(to),
            None => other == status.to_string() && !wrote,
        },
    };
    let came = format!("{status}{}{}", if location.is_empty() { "" } else { ":" }, location);
    (!as_expected).then(|| {
        format!(
            "line {}: {} [{}] as {role}: {came}{} instead of {expected}",
            row.line,
            row.endpoint,
            row.state,
            if wrote { " (written)" } else { "" }
        )
    })
}

/// Whether nothing can come of it when it goes as expected.
fn leaves_all_as_it_is(row: &Row, expected: &str) -> bool {
    row.is_get() || matches!(expected, "sign-in" | "code" | "400" | "401" | "404")
}

on_both!(every_endpoint_answers_every_role_as_the_table_says, async |app: TestApp| {
    let world = world(app).await;
    let rest = world.app.clone().at_rest().await;
    let shared = rest.start().await;
    let mut wrong = Vec::new();
    for row in rows() {
        for (role, expected) in ROLES.iter().zip(&row.expected) {
            if leaves_all_as_it_is(&row, expected) {
                shared.state.db.writer().execute_unprepared("delete from rate_limit").await.expect("no limits");
                wrong.extend(try_cell(&shared, &world, &row, role, expected).await);
            } else {
                let own = rest.start().await;
                wrong.extend(try_cell(&own, &world, &row, role, expected).await);
                rest.stop(own).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells differ:\n{}", wrong.len(), wrong.join("\n"));
});

/// Endpoints of the plain axum routers, which cannot be asked for theirs: read from the code. Those of the process itself are for everybody.
fn plain_endpoints(folder: &Path, found: &mut Vec<String>) {
    const OPEN: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
    for entry in std::fs::read_dir(folder).expect("a source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            plain_endpoints(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            for rest in text.split(".route(").skip(1) {
                let mut strings = rest.trim_start().splitn(3, '"');
                if let (Some(""), Some(route), Some(handler)) = (strings.next(), strings.next(), strings.next())
                    && !OPEN.contains(&route)
                {
                    let handler = handler.split(".route(").next().unwrap_or_default();
                    for (call, method) in [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")] {
                        if handler.lines().take(3).any(|line| line.contains(call)) {
                            found.push(format!("{method} {route}"));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_endpoint_has_a_row() {
    let mut endpoints: Vec<String> =
        leptos_axum::generate_route_list(app::routes::App).iter().map(|route| format!("GET {}", route.path())).collect();
    endpoints.extend(leptos::server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}")));
    for folder in ["src", "../app/src"] {
        plain_endpoints(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut endpoints);
    }
    endpoints.sort();
    endpoints.dedup();
    let rows = rows();
    let missing: Vec<&String> = endpoints.iter().filter(|endpoint| !rows.iter().any(|row| row.endpoint == *endpoint)).collect();
    let gone: Vec<&str> = rows.iter().map(|row| row.endpoint).filter(|endpoint| !endpoints.iter().any(|known| known == endpoint)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "endpoints without a row: {missing:#?}\nrows without an endpoint: {gone:#?}");
}
