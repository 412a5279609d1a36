//! Search by meaning, where the operator gave a model: here one made by hand, which knows a few words.

use std::process::Command;

use app::infra::db::entity::post_vector;
use sea_orm::EntityTrait as _;

use crate::{
    bakery::{OFFER, Typed, pair, posted},
    support::{TestApp, on_both, write_model},
};

/// As the jobs do after publishing. `writer` is the process that started first, which writes the index; all others read along.
async fn settle(writer: &TestApp, app: &TestApp) {
    app::search::catch_up(&writer.state).await.expect("the index follows");
    app.state.search.ask(|index| index.refresh()).await.expect("it is read along");
    app::meaning::catch_up(&app.state).await.expect("the vectors are made");
}

async fn vectors(app: &TestApp) -> Vec<post_vector::Model> {
    post_vector::Entity::find().all(app.state.db.reader()).await.expect("a read")
}

/// Whether a search shows a post, in one of some tries: a search on a busy machine may not wait for the model.
async fn finds(app: &TestApp, text: &str, title: &str) -> bool {
    for _ in 0..20 {
        let page = app.visitor().get(&format!("/bakkerij?q={text}")).await;
        assert_eq!(page.status(), 200);
        if page.shows(title) && !page.shows("Niets gevonden") {
            return true;
        }
    }
    false
}

on_both!(a_post_is_found_by_what_it_means_and_read_anew_when_it_or_the_model_changes, async |writer: TestApp| {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    for folder in [&first, &second] {
        std::fs::create_dir(folder).expect("a folder");
    }
    write_model(&first, &[&["trekker", "tractor"], &["kleinvee", "kip"]]).expect("a model");
    write_model(&second, &[&["trekker", "kip"], &["kleinvee"], &["tractor"]]).expect("a model");

    let pair = pair(&writer).await;
    let browser = writer.sign_in(&pair.giver, None).await;
    let lent = posted(&browser, "", Typed { title: "Trekker te leen", body: "Voor wie er een nodig heeft.", ..OFFER }).await;
    settle(&writer, &writer).await;
    assert_eq!(vectors(&writer).await, [], "without a model");
    assert!(!finds(&writer, "tractor", "Trekker te leen").await);

    let app = writer.with_model(&first);
    assert!(!finds(&app, "tractor", "Trekker te leen").await, "nothing is read inside a request but the query");
    settle(&writer, &app).await;
    let made = vectors(&app).await;
    assert_eq!(made.len(), 3);
    assert!(finds(&app, "tractor", "Trekker te leen").await);
    let visitor = app.visitor();
    let mark = "Gaat over hetzelfde, in andere woorden";
    assert!(visitor.get("/bakkerij?q=tractor").await.shows(mark), "what has none of the words says why it is here");
    assert!(!finds(&app, "tractor", OFFER.title).await, "only what is near");
    assert!(finds(&app, "trekker", "Trekker te leen").await);
    assert!(!visitor.get("/bakkerij?q=trekker").await.shows(mark));
    settle(&writer, &app).await;
    assert_eq!(vectors(&app).await, made, "once is enough");

    // What another process made is taken up, not made again.
    let beside = app.with_model(&first);
    settle(&writer, &beside).await;
    assert_eq!(vectors(&app).await, made);
    assert!(finds(&beside, "tractor", "Trekker te leen").await);

    let fields = [
        ("form[listing]", lent.as_str()),
        ("form[version]", "1"),
        ("form[side]", "offer"),
        ("form[title]", "Kleinvee te leen"),
        ("form[body]", "Voor wie er een nodig heeft."),
        ("form[themes][0]", "energie"),
        ("form[resources][0][kind]", "ruimte"),
        ("form[area]", "Diezerpoort, Zwolle"),
        ("form[expires_on]", ""),
    ];
    let changed = browser.post("/do/bakery/change", &fields).await;
    assert_eq!(changed.location(), format!("/bakkerij/{lent}"), "{}", changed.html());
    settle(&writer, &app).await;
    assert!(finds(&app, "kip", "Kleinvee te leen").await, "an edit is read anew");

    let app = app.with_model(&second);
    settle(&writer, &app).await;
    let again = vectors(&app).await;
    assert_eq!(again.len(), 3);
    assert!(again.iter().all(|row| made.iter().all(|old| old.model != row.model)), "another model makes its own");

    assert_eq!(browser.post("/do/bakery/close", &[("form[listing]", &lent)]).await.status(), 302);
    settle(&writer, &app).await;
    assert_eq!(vectors(&app).await.len(), 2, "what is not public any more is forgotten");
});

on_both!(search_answers_by_words_when_the_model_is_gone_or_broken, async |app: TestApp| {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("model");
    std::fs::create_dir(&model).expect("a folder");
    write_model(&model, &[&["loods", "hal"]]).expect("a model");
    pair(&app).await;
    let with = app.with_model(&model);
    settle(&app, &with).await;
    assert_eq!(vectors(&app).await.len(), 2);

    std::fs::File::create(model.join("model.safetensors")).expect("emptied");
    assert!(finds(&with, "zonnepanelen", OFFER.title).await, "while it runs");
    let broken = app.with_model(&model);
    settle(&app, &broken).await;
    assert!(finds(&broken, "zonnepanelen", OFFER.title).await, "and from a start on");
    std::fs::remove_dir_all(&model).expect("removed");
    let gone = app.with_model(&model);
    settle(&app, &gone).await;
    assert!(finds(&gone, "zonnepanelen", OFFER.title).await);
    assert!(!finds(&gone, "tuinkabouter", OFFER.title).await);
    assert_eq!(vectors(&app).await.len(), 2, "for when it comes back");
});

/// Runs `wijkcall model check` and gives whether it went well, with what it said.
fn check(folder: &std::path::Path) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wijkcall")).arg("model").arg("check").arg(folder).output().expect("it runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_command_says_whether_a_model_can_be_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let (good, said) = check(&folder.path().join("nowhere"));
    assert!(!good && said.contains("cannot be used") && said.contains("config.json cannot be read"), "{said}");
    // It reads, but knows nothing of what it is asked.
    write_model(folder.path(), &[&["trekker"]]).expect("a model");
    let (good, said) = check(folder.path());
    assert!(!good && said.contains("does not know what Dutch texts mean"), "{said}");
    let answers: [&[&str]; 6] = [
        &["buurtmaaltijd", "keuken"],
        &["tuin", "hovenier"],
        &["computerles", "internet"],
        &["fiets", "rijwielhersteller"],
        &["dokter", "ziekenhuis"],
        &["zonnepanelen", "stroom"],
    ];
    write_model(folder.path(), &answers).expect("a model");
    let (good, said) = check(folder.path());
    assert!(good && said.contains("can be used") && said.contains("6 of 6"), "{said}");
    std::fs::write(folder.path().join("config.json"), "{}").expect("written");
    let (good, said) = check(folder.path());
    assert!(!good && said.contains("config.json is not what it should be"), "{said}");
}
