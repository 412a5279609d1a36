//! What every page has, whoever asks.

use crate::support::{TestApp, on_both};

on_both!(pages_exist_in_both_languages_and_unknown_ones_have_a_way_out, async |app: TestApp| {
    let visitor = app.visitor();
    let home = visitor.get("/").await;
    assert_eq!(home.status(), 200);
    assert!(home.html().contains("<html lang=\"nl\""));
    assert!(home.html().contains("href=\"/en\""));
    let english = visitor.get("/en").await;
    assert!(english.html().contains("<html lang=\"en\""));
    assert!(english.html().contains("href=\"/en/calls\""));
    let missing = visitor.get("/bestaat-niet").await;
    assert_eq!(missing.status(), 404);
    missing.assert_shows("Deze pagina is er niet");
});

on_both!(a_visitor_without_a_session_costs_no_statement, async |app: TestApp| {
    let (statements, about) = app.statements(app.visitor().get("/inloggen")).await;
    assert_eq!((statements, about.status().as_u16()), (0, 200));
});

on_both!(who_is_signed_in_sees_the_own_name, async |app: TestApp| {
    let fatima = app.person("Fatima Bakker").await;
    let dieze = app.party("Buurtgroep Dieze", app::parties::model::PartyKind::ResidentsGroup, &fatima).await;
    let browser = app.sign_in(&fatima, Some(&dieze)).await;
    let (statements, home) = app.statements(browser.get("/inloggen/verstuurd")).await;
    home.assert_shows("Fatima Bakker");
    home.assert_shows("Buurtgroep Dieze");
    assert_eq!(statements, 1, "session and person");
});
