//! Holds the forbidden directions of imports; the order itself is told in `src/lib.rs`.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Gives what a file imports from this crate, one path per imported name: `calls::pages`, `infra::db::entity::call`.
fn imports(text: &str) -> Vec<String> {
    // Tests may look everywhere.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut all = Vec::new();
    for part in text.split("use crate::").skip(1) {
        let statement = part.split(';').next().unwrap_or_default();
        expand("", statement, &mut all);
    }
    // Paths in the code itself.
    for part in text.split("crate::").skip(1) {
        all.push(part.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect());
    }
    all
}

/// Takes the braces of a `use` apart.
fn expand(prefix: &str, tree: &str, all: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some((head, rest)) = tree.split_once('{')
        && !head.contains(',')
    {
        let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&format!("{prefix}{}", head.trim()), &inner[start..at], all);
                    start = at + 1;
                }
                _ => {}
            }
        }
        expand(&format!("{prefix}{}", head.trim()), &inner[start..], all);
        return;
    }
    if !tree.is_empty() {
        all.push(format!("{prefix}{tree}"));
    }
}

/// Where a rule does not hold yet or on purpose: the file, what it imports, and why.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("ui/layout.rs", "accounts::api::", "the frame holds the forms that are on every page: sign out, act for another party"),
    ("parties/pages/invitation.rs", "accounts::api::SignOut", "an invitation for another address offers to sign out first"),
    (
        "notifications/pages/following.rs",
        "alerts::api::DeleteSearch",
        "among what somebody follows are saved searches, and each can be stopped",
    ),
];

/// What a kind of file may not import, and why.
fn forbidden(kind: &str) -> &'static [(&'static str, &'static str)] {
    const UP: [(&str, &str); 3] =
        [("::pages", "pages are above"), ("::api", "form posts are above"), ("routes", "the route table is above")];
    match kind {
        "model" => &[
            ("infra::db::entity", "a model knows no table"),
            ("::queries", "a model knows no database"),
            ("::commands", "a model knows no database"),
            UP[0],
            UP[1],
            UP[2],
        ],
        "infra" => &[
            ("::queries", "machinery knows no slice"),
            ("::commands", "machinery knows no slice"),
            ("::policy", "machinery knows no slice"),
            UP[0],
            UP[1],
            UP[2],
        ],
        "queries" | "policy" => &[("::commands", "reads do not write"), ("::jobs", "jobs are above"), UP[0], UP[1], UP[2]],
        "commands" => &[("::jobs", "jobs are above"), ("request", "a command knows no request"), UP[0], UP[1], UP[2]],
        "api" => &[("infra::db::entity", "entities stay in queries and commands"), UP[0]],
        "pages" => &[("infra::db::entity", "entities stay in queries and commands")],
        _ => &[],
    }
}

fn kind_of(relative: &str) -> &str {
    if relative.starts_with("infra/") {
        return "infra";
    }
    ["model", "queries", "policy", "commands", "api", "pages"]
        .into_iter()
        .find(|kind| relative.contains(&format!("/{kind}.rs")) || relative.contains(&format!("/{kind}/")))
        .unwrap_or("")
}

#[test]
fn imports_never_lead_upward() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    assert!(all.len() > 30, "the source is where the test looks");
    let mut wrong = Vec::new();
    let mut used = [false; EXCEPTIONS.len()];
    for path in all {
        let relative = path.strip_prefix(&source).expect("below the source").to_string_lossy().into_owned();
        let slice = relative.split('/').next().unwrap_or_default().to_owned();
        let text = fs::read_to_string(&path).expect("a source file");
        for import in imports(&text) {
            if let Some(at) = EXCEPTIONS.iter().position(|(file, what, _)| relative.starts_with(file) && import.starts_with(what)) {
                used[at] = true;
                continue;
            }
            for (part, reason) in forbidden(kind_of(&relative)) {
                let hit =
                    if part.starts_with("::") { format!("::{import}::").contains(&format!("{part}::")) } else { import.starts_with(part) };
                if hit {
                    wrong.push(format!("{relative} imports {import}: {reason}"));
                }
            }
            let mut parts = import.split("::");
            let (other, inside) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if other != slice && matches!(inside, "pages" | "api") && relative != "routes.rs" {
                wrong.push(format!("{relative} imports {import}: pages and form posts belong to their slice"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(used, [true; EXCEPTIONS.len()], "an exception that nobody needs any more");
}

#[test]
fn the_test_sees_what_is_imported() {
    let text =
        "use crate::{\n    calls::{model::CallId, pages::CallPage},\n    infra::db::entity::call,\n};\nfn f() { crate::routes::provide() }";
    let all = imports(text);
    for expected in ["calls::model::CallId", "calls::pages::CallPage", "infra::db::entity::call", "routes::provide"] {
        assert!(all.iter().any(|import| import == expected), "{expected} in {all:?}");
    }
}
