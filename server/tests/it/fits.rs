//! "Wat past bij mij?": six questions once, and everything that fits, with the reasons why the rest does not.

use crate::{
    bakery::{NEED, OFFER, Typed, pair, posted, settle},
    matrix::World,
    support::{Answer, Browser, TestApp, on_both},
};

/// The party of the table has answers; people alone have none.
pub async fn fill(world: &mut World) {
    let owner = world.app.sign_in(&world.people["owner"], Some(&world.party)).await;
    answer(&owner, &[("seeks", "geld"), ("brings", "uren")]).await;
}

async fn answer(browser: &Browser, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("form[kinds][0]".to_owned(), "residents_group"), ("form[place]".to_owned(), "Diezerpoort, Zwolle")];
    for (name, value) in more {
        let is_list = matches!(*name, "kinds" | "themes" | "brings" | "seeks");
        let name = if is_list { format!("form[{name}][0]") } else { format!("form[{name}]") };
        fields.retain(|(other, _)| *other != name);
        fields.push((name, value));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    browser.post("/do/fits/answer", &fields).await
}

on_both!(six_answers_show_what_fits_and_why_the_rest_does_not, async |app: TestApp| {
    let pair = pair(&app).await;
    let giver = app.sign_in(&pair.giver, None).await;
    posted(&giver, "", Typed { title: "Kabels over", body: "Een rol kabel.", kind: "materiaal", ..OFFER }).await;
    settle(&app).await;
    let visitor = app.sign_in(&app.person("Vera Visser").await, None).await;
    let empty = visitor.get("/past-bij-mij").await;
    empty.assert_shows("Begin met de vragen");

    // What is wrong stands at its question, and what was typed is kept.
    let refused = answer(&visitor, &[("place", "Nergenshuizen"), ("reach_km", "ver")]).await;
    assert_eq!(refused.location(), "/past-bij-mij/vragen");
    let form = visitor.get("/past-bij-mij/vragen").await;
    form.assert_shows("Kies bij vraag 4 of 5 minstens één ding.");
    assert!(form.html().contains("value=\"Nergenshuizen\""));

    assert_eq!(answer(&visitor, &[("seeks", "ruimte"), ("themes", "energie"), ("reach_km", "5")]).await.location(), "/past-bij-mij");
    let mine = visitor.get("/past-bij-mij").await;
    mine.assert_shows("Je antwoorden zijn bewaard.");
    mine.assert_shows("Diezerpoort, Zwolle, tot 5 km");
    mine.assert_shows(OFFER.title);
    mine.assert_shows("Waarom past dit?");
    mine.assert_shows("Je hebt niet ingevuld wat je kunt brengen (vraag 4).");
    assert!(!mine.shows("Kabels over"), "something else");
    assert!(!mine.shows(NEED.title), "nothing to bring");
    visitor.get("/past-bij-mij?toon=offer&pagina=1").await.assert_shows(OFFER.title);
    assert!(!visitor.get("/past-bij-mij?toon=offer&pagina=999").await.shows(OFFER.title));

    // Changed: in the place of the earlier answers.
    answer(&visitor, &[("seeks", "ruimte"), ("themes", "cultuur")]).await;
    assert!(!visitor.get("/past-bij-mij").await.shows(OFFER.title), "another theme");
    answer(&visitor, &[("brings", "ruimte")]).await;
    let mine = visitor.get("/past-bij-mij").await;
    mine.assert_shows(NEED.title);
    assert!(!mine.shows(OFFER.title));
    let form = visitor.get("/past-bij-mij/vragen").await;
    form.assert_shows("Wijzig je antwoorden");
    assert!(form.html().contains("value=\"Diezerpoort, Zwolle\""));

    // Nobody else sees them, and own posts fit nobody's own answers.
    giver.get("/past-bij-mij").await.assert_shows("Begin met de vragen");
    answer(&visitor, &[("seeks", "materiaal")]).await;
    visitor.get("/past-bij-mij").await.assert_shows("Kabels over");
    answer(&giver, &[("seeks", "materiaal")]).await;
    assert!(!giver.get("/past-bij-mij").await.shows("Kabels over"), "the own offer");

    assert_eq!(visitor.post("/do/fits/delete", &[]).await.location(), "/past-bij-mij");
    visitor.get("/past-bij-mij").await.assert_shows("Begin met de vragen");
    assert_eq!(visitor.post("/do/fits/delete", &[]).await.status(), 404);
});

on_both!(every_open_call_fits_or_says_why_not, async |app: TestApp| {
    let world = crate::matrix::world(app).await;
    let app = &world.app;
    let visitor = app.sign_in(&world.people["stranger"], None).await;
    let title = "Zon op Dieze";
    let fits = async |more: &[(&str, &str)]| {
        answer(&visitor, more).await;
        let html = visitor.get("/past-bij-mij").await.html();
        let (fit, others) = html.split_once("id=\"niet\"").unwrap_or((&html, ""));
        fit.contains(title) && !others.contains(title)
    };
    assert!(fits(&[("seeks", "geld")]).await);
    assert!(fits(&[("seeks", "geld"), ("place", "Zwolle"), ("themes", "energie")]).await, "the call lies in the place");
    assert!(fits(&[("seeks", "geld"), ("place", "Assendorp"), ("reach_km", "2")]).await, "near enough");
    assert!(!fits(&[("seeks", "geld"), ("place", "Assendorp"), ("reach_km", "1")]).await, "too far");

    let why = async |more: &[(&str, &str)], reason: &str| {
        answer(&visitor, more).await;
        let mine = visitor.get("/past-bij-mij").await;
        mine.assert_shows("Calls die nu niet passen, en waarom niet");
        mine.assert_shows(reason);
    };
    why(&[("seeks", "geld"), ("kinds", "municipality")], "Meedoen kan alleen als:").await;
    why(&[("seeks", "geld"), ("themes", "cultuur")], "De call gaat over").await;
    why(&[("seeks", "geld"), ("place", "Assendorp")], "De call is voor Diezerpoort, Zwolle, 1,6 km van Assendorp, Zwolle.").await;
    why(&[("seeks", "kennis")], "De call biedt geld, en dat zoek je niet.").await;
    why(&[("seeks", "geld"), ("starts_on", "2036-01-01")], "voordat je kunt.").await;

    // A party's answers are seen by its members, and changed by those who edit.
    let viewer = app.sign_in(&world.people["viewer"], Some(&world.party)).await;
    let theirs = viewer.get("/past-bij-mij").await;
    theirs.assert_shows("De antwoorden van Buurtvereniging Dieze");
    assert!(!theirs.shows("Wijzig je antwoorden"));
});
