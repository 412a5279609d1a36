//! The configuration as a person meets it: the program, its exit code and what it says.

use std::process::{Command, Output};

fn wijkcall(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wijkcall")).args(arguments).envs(variables.iter().copied()).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[test]
fn a_mistake_is_one_sentence_and_exit_code_2() {
    let output = wijkcall(&["config", "show"], &[("WIJKCALL_LISTEN", "here")]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @"wijkcall: The setting `listen` must be an address and a port, such as 127.0.0.1:3000 or [::1]:3000 (its value comes from the variable WIJKCALL_LISTEN).");
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_wrong_key_in_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wijkcall.toml");
    std::fs::write(&file, "publik_url = \"http://a.example\"\n").unwrap();
    let output = wijkcall(&["config", "show", "--config", file.to_str().unwrap()], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("wijkcall: The setting `publik_url` in the file "), "{}", text(&output.stderr));
}

#[test]
fn production_does_not_start_unsafe() {
    let output = wijkcall(&["config", "show"], &[("WIJKCALL_ENV", "production")]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @r#"wijkcall: The setting `public_url` must start with https:// when env is "production"."#);
}

#[test]
fn the_default_file_is_a_valid_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wijkcall.toml");
    std::fs::write(&file, wijkcall(&["config", "default"], &[]).stdout).unwrap();
    let output = wijkcall(&["config", "show"], &[("WIJKCALL_CONFIG", file.to_str().unwrap())]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("listen = \"127.0.0.1:3000\" # the file "));
}

#[test]
fn a_command_that_does_not_exist_is_exit_code_2() {
    assert_eq!(wijkcall(&["serf"], &[]).status.code(), Some(2));
}
