//! What the database knows of people: `privacy.txt` names every column, and what is said there of who may see it is tried in `canaries.rs`.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, Statement};

use crate::support::{TestApp, on_both};

const TABLE: &str = include_str!("../../../app/src/infra/db/entity/privacy.txt");

/// A line of the table.
pub struct Line {
    /// `account.email`.
    pub column: &'static str,
    pub class: &'static str,
    pub seen_by: Vec<&'static str>,
}

/// Gives all lines of the table.
pub fn lines() -> Vec<Line> {
    let lines = TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [column, class, seen_by, kept, export, erasure] = cells[..] else { panic!("{line}") };
            assert!(
                ["public", "published", "personal", "confidential", "internal", "secret", "technical"].contains(&class),
                "no such class: {line}"
            );
            assert!(
                !kept.is_empty() && ["yes", "no"].contains(&export) && ["gone", "emptied", "kept", "unlinked"].contains(&erasure),
                "{line}"
            );
            let seen_by: Vec<&str> = seen_by.split(' ').filter(|word| *word != "-").collect();
            assert!(seen_by.iter().all(|word| ["self", "party", "desk", "mails"].contains(word)), "{line}");
            Line { column, class, seen_by }
        })
        .collect()
}

/// A column as the database has it.
pub struct Column {
    pub table: String,
    pub name: String,
    pub is_text: bool,
}

/// Gives all columns of the product's own tables.
pub async fn columns(app: &TestApp) -> Vec<Column> {
    let db = app.state.db.reader();
    let statement = if app.state.db.is_postgres() {
        "select table_name::text, column_name::text, data_type::text from information_schema.columns where table_schema = 'public' and table_name <> 'seaql_migrations'"
    } else {
        "select m.name, c.name, c.type from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not in ('seaql_migrations', 'sqlite_sequence')"
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), statement)).await.expect("the schema");
    let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).expect("a name");
    rows.iter().map(|row| Column { table: text(row, 0), name: text(row, 1), is_text: text(row, 2).eq_ignore_ascii_case("text") }).collect()
}

on_both!(every_column_has_its_line, async |app: TestApp| {
    let there: BTreeSet<String> = columns(&app).await.iter().map(|column| format!("{}.{}", column.table, column.name)).collect();
    let told: Vec<&str> = lines().iter().map(|line| line.column).collect();
    let mut named: BTreeSet<String> = BTreeSet::new();
    let twice: Vec<&&str> = told.iter().filter(|column| !named.insert((**column).to_owned())).collect();
    let missing: Vec<&String> = there.difference(&named).collect();
    let gone: Vec<&String> = named.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty() && twice.is_empty(),
        "columns without a line in privacy.txt: {missing:#?}\nlines without a column: {gone:#?}\ntwice: {twice:?}"
    );
});
