//! What nobody types: characters that are no text, numbers out of range, very long words, in every place of every address and in every field of every
//! form. A page may refuse them; it may not break.

use crate::{
    matrix::{self, Row, World, browser_of, rows},
    support::{Browser, TestApp, on_both},
};

/// No text: refused before anything reads it.
const NO_TEXT: [&str; 4] = ["%00", "a%00b", "%FF", "%F0%9F"];

/// Text that no address of ours has.
const STRANGE: [&str; 8] =
    ["%EF%BF%BF", "'", "%22%3E%3Cscript%3E", "%25", "-1", "99999999999999999999", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%8C%B3%E2%80%8B"];

/// Every parameter that a page, feed, export or API reads.
const PARAMETERS: [&str; 35] = [
    "adres",
    "alles",
    "bij",
    "call",
    "code",
    "controle",
    "cursor",
    "doelgroep",
    "fase",
    "gebied",
    "inbreng",
    "mensen",
    "na",
    "naar",
    "next",
    "over",
    "pagina",
    "paginaGrootte",
    "partij",
    "q",
    "regels",
    "score",
    "soort",
    "sorteer",
    "staat",
    "status",
    "teken",
    "thema",
    "toon",
    "tot",
    "volgorde",
    "voor",
    "wie",
    "woorden",
    "zoek",
];

/// The parts of an address that its route leaves open, each replaced in turn.
fn with_other_parts(row: &Row, path: &str, other: &str) -> Vec<String> {
    let route = row.endpoint.split_once(' ').map_or(row.endpoint, |(_, route)| route);
    let (path, query) = path.split_once('?').map_or((path, String::new()), |(path, query)| (path, format!("?{query}")));
    let (route, parts): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    let open = route.iter().enumerate().filter(|(_, part)| part.starts_with('{')).map(|(at, _)| at);
    open.map(|at| {
        let mut parts = parts.clone();
        parts[at] = other;
        format!("{}{query}", parts.join("/"))
    })
    .collect()
}

fn with_parameters(path: &str, names: &[&str], value: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    let query: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
    format!("{path}{sign}{}", query.join("&"))
}

/// Gives what broke, or was not refused as expected.
async fn visit(browser: &Browser, path: &str, expected: Option<u16>) -> Option<String> {
    let status = browser.get(path).await.status();
    let fine = expected.map_or(!status.is_server_error(), |expected| status.as_u16() == expected);
    (!fine).then(|| format!("{status}: {}", path.chars().take(200).collect::<String>()))
}

/// One row for each GET route, the first of it in the table.
fn pages() -> Vec<Row> {
    let mut pages: Vec<Row> = rows().into_iter().filter(Row::is_get).collect();
    pages.dedup_by_key(|row| row.endpoint);
    pages
}

async fn addresses(browser: &Browser, world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    let long = "a".repeat(3_000);
    for row in pages() {
        let (path, _) = row.request(world);
        for other in NO_TEXT {
            for path in with_other_parts(&row, &path, other) {
                wrong.extend(visit(browser, &path, Some(404)).await);
            }
        }
        for other in STRANGE {
            for path in with_other_parts(&row, &path, other) {
                wrong.extend(visit(browser, &path, None).await);
            }
            wrong.extend(visit(browser, &with_parameters(&path, &PARAMETERS, other), None).await);
        }
        for path in with_other_parts(&row, &path, &long) {
            wrong.extend(visit(browser, &path, None).await);
        }
        wrong.extend(visit(browser, &with_parameters(&path, &PARAMETERS, &long[..1_000]), None).await);
        for name in PARAMETERS {
            wrong.extend(visit(browser, &with_parameters(&path, &[name], "%00"), Some(400)).await);
        }
        wrong.extend(visit(browser, &with_parameters(&path, &PARAMETERS, "%FF"), Some(400)).await);
    }
    wrong
}

async fn forms(browser: &Browser, world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows().into_iter().filter(|row| !row.is_get()) {
        let (path, fields) = row.request(world);
        for at in 0..fields.len() {
            let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            for (other, expected) in [("a\0b", Some(400)), ("\u{ffff}\u{200b}'", None), ("99999999999999999999", None)] {
                fields[at].1 = other;
                let status = browser.post(&path, &fields).await.status();
                let fine = expected.map_or(!status.is_server_error(), |expected| status.as_u16() == expected);
                if !fine {
                    wrong.push(format!("{status}: {path} with {other:?} as {}", fields[at].0));
                }
            }
        }
    }
    wrong
}

on_both!(no_address_and_no_form_breaks_a_page, async |app: TestApp| {
    let world = matrix::world(app).await;
    let mut wrong = Vec::new();
    for role in ["owner", "organiser"] {
        let browser = browser_of(&world.app, &world, role).await;
        wrong.extend(addresses(&browser, &world).await);
    }
    let browser = browser_of(&world.app, &world, "owner").await;
    wrong.extend(forms(&browser, &world).await);
    assert!(wrong.is_empty(), "{} requests were not answered well:\n{}", wrong.len(), wrong.join("\n"));
});
