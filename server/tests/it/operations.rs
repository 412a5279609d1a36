//! What an administrator does from the command line.

use std::process::{Command, Output};

use app::{
    areas::{self, import},
    infra::{
        db::{Db, entity::area},
        seal::Seal,
    },
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, Statement};

use crate::support::{TestApp, on_both};

on_both!(the_schema_goes_down_and_up_again, async |app: TestApp| {
    let db = app.state.db.writer();
    Migrator::down(db, None).await.expect("every step can be undone");
    let tables = if app.state.db.is_postgres() {
        "select count(*) from information_schema.tables where table_schema = 'public' and table_name <> 'seaql_migrations'"
    } else {
        "select count(*) from sqlite_master where type = 'table' and name not in ('seaql_migrations', 'sqlite_sequence')"
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), tables)).await.expect("a count").expect("a row");
    assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), 0, "undoing every step leaves nothing behind");
    Migrator::up(db, None).await.expect("and done again");
    assert!(Migrator::get_pending_migrations(db).await.expect("a list").is_empty());
});

on_both!(areas_are_imported_all_or_none_and_again, async |app: TestApp| {
    let demo = include_str!("../../demo/areas.csv");
    let read = import::read_csv(demo);
    assert_eq!(read.wrong, []);
    let rows = read.rows.len();
    for _ in 0..2 {
        assert_eq!(areas::commands::import(&app.state.db, read.rows.clone(), app.now()).await.expect("imported"), rows);
        assert_eq!(area::Entity::find().count(app.state.db.reader()).await.expect("a count"), rows as u64);
    }
    let orphan = import::read_csv("code,year,name,latitude,longitude\nGM9998,2024,Nieuw,52,6\nBU99990000,2024,Los,52,6\n");
    let refused = areas::commands::import(&app.state.db, orphan.rows, app.now()).await.expect_err("a parent is missing");
    assert_eq!(refused.to_string(), "BU99990000 lies in WK999900, which is neither in this list nor there already");
    assert_eq!(area::Entity::find().count(app.state.db.reader()).await.expect("a count"), rows as u64);
});

on_both!(readiness_tells_what_runs_late, async |app: TestApp| {
    let answer = app.visitor().get("/readyz").await;
    assert_eq!(answer.status(), 200);
    insta::allow_duplicates! {
        insta::assert_snapshot!(answer.html(), @r#"{"database":"ok","mail":{"given_up":0,"held":0,"state":"ok","waiting":0},"search":{"changes_behind":0,"state":"ok"}}"#);
    }
});

/// The program itself, with a state folder of its own.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path in UTF-8").to_owned()
    }

    fn run(&self, state: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_wijkcall"))
            .args(arguments)
            .args(["--state-dir", &self.path(state)])
            .output()
            .expect("the program starts")
    }

    #[track_caller]
    fn done(&self, state: &str, arguments: &[&str]) -> String {
        let output = self.run(state, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    #[track_caller]
    fn refused(&self, state: &str, arguments: &[&str]) -> String {
        let output = self.run(state, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).trim().to_owned()
    }
}

#[test]
fn a_backup_is_made_checked_and_put_back() {
    let machine = Machine::new();
    let areas = machine.path("areas.csv");
    std::fs::write(&areas, "code,year,name,latitude,longitude\nNL00,2024,Nederland,52,5\n").expect("written");
    assert_eq!(machine.done("old", &["import", "areas", &areas]), "areas imported: 1");
    std::fs::create_dir_all(machine.path("old/files/ab")).expect("a folder");
    std::fs::write(machine.path("old/files/ab/cd"), "a plan").expect("written");

    let backup = machine.done("old", &["backup", "--to", &machine.path("backups")]);
    assert!(machine.done("old", &["backup", "verify", &backup]).starts_with("2 files of "));
    assert!(machine.refused("old", &["restore", &backup]).contains("is there already"));
    assert_eq!(machine.done("new", &["restore", &backup]), format!("2 files restored to {}", machine.path("new")));
    assert_eq!(std::fs::read_to_string(machine.path("new/files/ab/cd")).expect("restored"), "a plan");
    assert!(machine.done("new", &["doctor"]).contains("ok     database: SQLite, up to date"));

    std::fs::write(format!("{backup}/files/ab/cd"), "a plot").expect("written");
    assert_eq!(machine.refused("old", &["backup", "verify", &backup]), "wijkcall: files/ab/cd is not what it was when the backup was made");
    assert!(machine.refused("newer", &["restore", &backup]).contains("files/ab/cd is not what it was"));
    assert!(!std::path::Path::new(&machine.path("newer/db.sqlite")).exists());
}

#[test]
fn wrong_rows_are_told_and_nothing_is_imported() {
    let machine = Machine::new();
    let areas = machine.path("areas.csv");
    std::fs::write(&areas, "code,year,name,latitude,longitude\nNL00,2024,Nederland,52,5\nGM1,2024,X,52,5\nGM0001,2024,,52,5\n")
        .expect("written");
    let told = machine.refused("state", &["import", "areas", &areas]);
    insta::assert_snapshot!(told, @r"
    row 3: `GM1` is no code of a country (NL00), municipality (GM....), district (WK......) or neighbourhood (BU........)
    row 4: `name` is missing
    wijkcall: 2 rows are wrong; nothing was imported
    ");
}

#[test]
fn a_test_mail_is_written_where_mail_goes() {
    let machine = Machine::new();
    assert_eq!(
        machine.done("state", &["send-test-mail", "beheer@wijkcall.example"]),
        format!("a mail was written to {}", machine.path("state/mail"))
    );
    assert!(machine.refused("state", &["send-test-mail", "nobody"]).starts_with("wijkcall: the mail was not sent: "));
}

#[test]
fn the_first_admin_gets_a_link() {
    let machine = Machine::new();
    let link = machine.done("state", &["admin", "setup-link", "--public-url", "https://wijkcall.example"]);
    assert!(link.starts_with("https://wijkcall.example/inloggen/link/"), "{link}");
    let link = machine.done("state", &["admin", "create", "Beheer@wijkcall.example", "Fatima Bakker"]);
    assert!(link.starts_with("http://127.0.0.1:3000/inloggen/link/"), "{link}");
    assert!(machine.refused("state", &["admin", "create", "beheer", "Fatima Bakker"]).starts_with("wijkcall: beheer: "));
}

#[test]
fn nobody_answers_a_healthcheck_when_nothing_runs() {
    let machine = Machine::new();
    assert!(machine.refused("state", &["healthcheck", "--listen", "127.0.0.1:1"]).starts_with("wijkcall: no answer from 127.0.0.1:1"));
}

#[tokio::test]
async fn the_doctor_says_when_the_key_is_another_one() {
    let machine = Machine::new();
    machine.done("state", &["admin", "create", "anna@voorbeeld.example", "Anna"]);
    assert!(machine.done("state", &["doctor"]).contains("ok     secrets: the key opens all 0 second factors"));
    let db = Db::connect(&format!("sqlite://{}", machine.path("state/db.sqlite"))).await.expect("the database");
    let sealed = Seal::new(b"the key that was there before, or not").seal("account.totp_secret:", "GEZDGNBVGY3TQOJQ");
    db.writer().execute_unprepared(&format!("update account set totp_secret = '{sealed}'")).await.expect("a secret");
    let output = machine.run("state", &["doctor"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("WRONG  secrets: the setting `secret_key` does not open 1 of 1 second factors"), "{told}");
}

#[test]
fn an_account_is_given_a_role() {
    let machine = Machine::new();
    machine.done("state", &["admin", "create", "anna@voorbeeld.example", "Anna"]);
    assert_eq!(
        machine.done("state", &["admin", "role", "Anna@voorbeeld.example", "organiser"]),
        "anna@voorbeeld.example is now: organiser"
    );
    assert!(
        machine.refused("state", &["admin", "role", "bea@voorbeeld.example", "organiser"]).contains("bea@voorbeeld.example has no account")
    );
}
