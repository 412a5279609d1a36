//! Signing up and in, the second factor, and the own account.

use app::{
    accounts::commands::{self, LinkRequest},
    infra::{
        db::entity::{account, login_link, mail_preference, session},
        i18n::Locale,
        passwords, tokens, totp,
    },
    state::Environment,
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};

use crate::{
    matrix::World,
    support::{Browser, Engine, Person, TestApp, on_both},
};

/// Puts a link, a password and a session of the owner's into the world of the authorization table.
pub async fn fill(world: &mut World) {
    let owner = world.people["owner"].clone();
    set_password(&world.app, &owner, "appeltaart met slagroom").await;
    let link = link_for(&world.app, &owner.email).await;
    world.name("link", link);
    world.name("owner.id", owner.id);
    drop(world.app.sign_in(&owner, None).await);
    let open = session::Entity::find().one(world.app.state.db.reader()).await.expect("the sessions").expect("a session");
    world.name("session", open.public_id);
}

async fn set_password(app: &TestApp, person: &Person, password: &str) {
    let hash = passwords::hash(password.to_owned()).await.expect("a hash");
    let row = account::Entity::find_by_id(person.id).one(app.state.db.reader()).await.expect("the accounts").expect("the account");
    let mut row = row.into_active_model();
    row.password_hash = Set(Some(hash));
    row.update(app.state.db.writer()).await.expect("a password");
}

/// Has a link mailed and gives its token.
async fn link_for(app: &TestApp, email: &str) -> String {
    let request = LinkRequest { email: email.to_owned(), name: None, next: String::new(), locale: Locale::Nl };
    commands::mail_link(&app.state, request, app.now()).await.expect("a link");
    token_in_mail(app, email).await
}

/// Gives the token of the link in the last mail to an address.
async fn token_in_mail(app: &TestApp, email: &str) -> String {
    let mails = app.mails_to(email, "sign_in").await;
    let body = &mails.last().expect("a mail").body_text;
    let token: String = body.split("/inloggen/link/").nth(1).expect("a link").chars().take_while(char::is_ascii_hexdigit).collect();
    let known = login_link::Entity::find().filter(login_link::Column::TokenHash.eq(tokens::hash(&token)));
    assert!(known.one(app.state.db.reader()).await.expect("the links").is_some(), "the token is stored as a hash");
    token
}

on_both!(somebody_signs_up_with_a_link_and_it_works_once, async |app: TestApp| {
    let browser = app.visitor();
    let answer = browser
        .post("/do/accounts/sign_up", &[("form[name]", "Noor"), ("form[email]", " Noor@Voorbeeld.example"), ("form[next]", "/over")])
        .await;
    assert_eq!(answer.location(), "/inloggen/verstuurd");
    let token = token_in_mail(&app, "noor@voorbeeld.example").await;
    let page = format!("/inloggen/link/{token}");
    // A scanner that opens the link, even twice, uses nothing up.
    for _ in 0..2 {
        app.visitor().get(&page).await.assert_shows("noor@voorbeeld.example");
    }
    let before = session::Entity::find().all(app.state.db.reader()).await.expect("the sessions").len();
    let answer = browser.post("/do/accounts/use_link", &[("form[token]", &token)]).await;
    assert_eq!(answer.location(), "/over");
    assert_eq!(session::Entity::find().all(app.state.db.reader()).await.expect("the sessions").len(), before + 1);
    browser.get("/account").await.assert_shows("noor@voorbeeld.example");
    // A second time it says that it does not work any more, also to who pressed the button.
    let other = app.visitor();
    let answer = other.post("/do/accounts/use_link", &[("form[token]", &token)]).await;
    assert_eq!(answer.location(), page);
    other.get(&page).await.assert_shows("Deze link werkt niet meer");
    assert_eq!(other.get("/account").await.status(), 303);
});

on_both!(an_address_without_an_account_gets_the_same_answer_and_is_asked_for_a_name, async |app: TestApp| {
    let known = app.person("Fatima Bakker").await;
    let mut answers = Vec::new();
    for email in [known.email.as_str(), "nieuw@voorbeeld.example"] {
        let answer = app.visitor().post("/do/accounts/ask_link", &[("form[email]", email)]).await;
        answers.push((answer.status(), answer.location()));
        assert_eq!(app.mails_to(email, "sign_in").await.len(), 1);
    }
    assert_eq!(answers[0], answers[1]);
    let token = token_in_mail(&app, "nieuw@voorbeeld.example").await;
    let browser = app.visitor();
    let answer = browser.post("/do/accounts/use_link", &[("form[token]", &token)]).await;
    let page = answer.location();
    browser.get(&page).await.assert_shows("Vul dit veld in.");
    let answer = browser.post("/do/accounts/use_link", &[("form[token]", &token), ("form[name]", "Bo")]).await;
    assert_eq!(answer.location(), "/account");
});

on_both!(a_link_is_over_after_a_quarter_of_an_hour, async |app: TestApp| {
    let token = link_for(&app, "laat@voorbeeld.example").await;
    app.advance(TimeDelta::minutes(15));
    app.visitor().get(&format!("/inloggen/link/{token}")).await.assert_shows("Deze link werkt niet meer");
    let browser = app.visitor();
    browser.post("/do/accounts/use_link", &[("form[token]", &token), ("form[name]", "Laat")]).await;
    assert_eq!(browser.get("/account").await.status(), 303);
});

/// Gives the path of the link in the last mail about a new address.
async fn address_link(app: &TestApp, email: &str) -> String {
    let mails = app.mails_to(email, "address").await;
    let body = &mails.last().expect("a mail").body_text;
    let from = body.find("/account/adres?").expect("a link");
    body[from..].split_whitespace().next().expect("a link").to_owned()
}

/// Gives the fields of the form behind such a link.
fn address_fields(link: &str) -> Vec<(&'static str, String)> {
    let query = link.split_once('?').expect("a query").1;
    let value = |name: &str| {
        let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).expect("a value");
        value.replace("%40", "@").replace("%2E", ".")
    };
    vec![("form[email]", value("naar")), ("form[until]", value("tot")), ("form[signature]", value("teken"))]
}

async fn confirm(browser: &Browser, link: &str) -> String {
    let fields = address_fields(link);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/do/accounts/change_address", &fields).await.location()
}

on_both!(an_address_changes_only_by_the_link_that_went_to_it, async |app: TestApp| {
    let (person, other) = (app.person("Fatima Bakker").await, app.person("Bo Visser").await);
    let (here, there) = (app.sign_in(&person, None).await, app.sign_in(&person, None).await);
    let new = "fatima@nieuw.example";
    let old = person.email.as_str();
    here.post("/do/notifications/choose", &[("form[rhythms][new_match]", "weekly")]).await;
    let choices = async |address: &str| {
        let rows = mail_preference::Entity::find().filter(mail_preference::Column::Address.eq(address));
        rows.all(app.state.db.reader()).await.expect("the choices").len()
    };
    let chosen = choices(old).await;
    assert!(chosen > 0);
    here.post("/do/accounts/ask_address", &[("form[email]", old)]).await;
    here.get("/account").await.assert_shows("Dit is al je adres.");
    here.post("/do/accounts/ask_address", &[("form[email]", new)]).await;
    here.get("/account").await.assert_shows("We hebben een link naar je nieuwe adres gemaild.");
    let link = address_link(&app, new).await;
    // Neither another person nor another address can use it, and looking changes nothing.
    let stranger = app.sign_in(&other, None).await;
    stranger.get(&link).await.assert_shows("Deze link werkt niet meer");
    assert_eq!(confirm(&stranger, &link).await, "/account/adres");
    assert_eq!(confirm(&here, &link.replace("nieuw", "anders")).await, "/account/adres");
    here.get(&link).await.assert_shows("Voortaan log je in met");
    here.get("/account").await.assert_shows(old);

    assert_eq!(confirm(&here, &link).await, "/account");
    here.get("/account").await.assert_shows(new);
    assert_eq!(there.get("/account").await.status(), 303, "the other session has ended");
    assert_eq!(app.mails_to(old, "address").await.len(), 1, "the old address hears of it");
    assert_eq!((choices(old).await, choices(new).await), (0, chosen));
    // It works once, and the old address signs in to nothing of hers.
    here.get(&link).await.assert_shows("Deze link werkt niet meer");
    assert_eq!(confirm(&here, &link).await, "/account/adres");
});

on_both!(an_address_with_an_account_is_not_taken_over, async |app: TestApp| {
    let (person, other) = (app.person("Fatima Bakker").await, app.person("Bo Visser").await);
    let here = app.sign_in(&person, None).await;
    here.post("/do/accounts/ask_address", &[("form[email]", &other.email)]).await;
    here.get("/account").await.assert_shows("We hebben een link naar je nieuwe adres gemaild.");
    let mails = app.mails_to(&other.email, "address").await;
    assert!(mails.len() == 1 && !mails[0].body_text.contains("/account/adres?"), "no link that changes anything");
    // Somebody signs up with the address between the link and the button.
    here.post("/do/accounts/ask_address", &[("form[email]", "later@nieuw.example")]).await;
    let link = address_link(&app, "later@nieuw.example").await;
    let token = link_for(&app, "later@nieuw.example").await;
    app.visitor().post("/do/accounts/use_link", &[("form[token]", &token), ("form[name]", "Later")]).await;
    assert_eq!(confirm(&here, &link).await, "/account/adres");
    // After an hour it is over.
    here.post("/do/accounts/ask_address", &[("form[email]", "laat@nieuw.example")]).await;
    let link = address_link(&app, "laat@nieuw.example").await;
    app.advance(TimeDelta::hours(1));
    here.get(&link).await.assert_shows("Deze link werkt niet meer");
    // With a password that one is asked for.
    set_password(&app, &person, "appeltaart met slagroom").await;
    here.post("/do/accounts/ask_address", &[("form[email]", "anders@nieuw.example")]).await;
    here.get("/account").await.assert_shows("Dit is niet je huidige wachtwoord.");
    assert!(app.mails_to("anders@nieuw.example", "address").await.is_empty());
});

on_both!(a_password_is_set_and_used_and_ends_other_sessions, async |app: TestApp| {
    let person = app.person("Fatima Bakker").await;
    let (here, there) = (app.sign_in(&person, None).await, app.sign_in(&person, None).await);
    here.post("/do/accounts/set_password", &[("form[password]", "fatima.bakker")]).await;
    here.get("/account").await.assert_shows("Kies iets anders dan je naam of e-mailadres.");
    here.post("/do/accounts/set_password", &[("form[password]", "appeltaart met slagroom")]).await;
    here.get("/account").await.assert_shows("Je nieuwe wachtwoord is bewaard.");
    assert_eq!(there.get("/account").await.status(), 303, "the other session has ended");
    let browser = app.visitor();
    let sign_in = async |email: &str, password: &str| {
        browser.post("/do/accounts/sign_in", &[("form[address]", email), ("form[password]", password)]).await.location()
    };
    // A wrong password and an unknown address get the same answer.
    for (email, password) in [(person.email.as_str(), "appeltaart"), ("niemand@voorbeeld.example", "appeltaart met slagroom")] {
        let page = sign_in(email, password).await;
        let answer = browser.get(&page).await;
        answer.assert_shows("Dit e-mailadres en dit wachtwoord horen niet bij elkaar.");
        assert!(!answer.shows(password), "a password is never shown again");
    }
    assert_eq!(sign_in(&person.email, "appeltaart met slagroom").await, "/account");
    // More than ten tries for one address in a quarter of an hour are refused.
    let mut last = 0;
    for _ in 0..10 {
        let guess = app.visitor();
        let answer = guess.post("/do/accounts/sign_in", &[("form[address]", &person.email), ("form[password]", "gok")]).await;
        last = answer.status().as_u16();
    }
    assert_eq!(last, 429);
});

async fn stored_secret(app: &TestApp, person: &Person) -> String {
    let row = account::Entity::find_by_id(person.id).one(app.state.db.reader()).await.expect("the accounts").expect("the account");
    row.totp_secret.expect("a secret")
}

on_both!(the_secret_of_a_second_factor_is_sealed_also_one_from_before, async |app: TestApp| {
    let person = app.person("Noor Bos").await;
    let browser = app.sign_in(&person, None).await;
    let page = browser.get("/account/tweede-stap").await.html();
    let secret: String =
        page.split("secret=").nth(1).expect("a link for the app").chars().take_while(char::is_ascii_alphanumeric).collect();
    let waiting = session::Entity::find().all(app.state.db.reader()).await.expect("the sessions");
    assert!(waiting.iter().all(|session| !session.data.contains(&secret)), "it is sealed while it is set up");
    let give = async |code: String| browser.post("/do/accounts/set_up_code", &[("form[code]", &code), ("form[next]", "/account")]).await;
    assert_eq!(give(totp::code_at(&secret, app.now()).expect("a code")).await.location(), "/account");
    let sealed = stored_secret(&app, &person).await;
    assert!(sealed.starts_with("sealed:1:") && !sealed.contains(&secret));
    assert_eq!(commands::seal_second_factors(&app.state.db, &app.state.seal).await.expect("a look"), 0);

    // As it was stored before secrets were sealed.
    let change = account::ActiveModel { id: Set(person.id), totp_secret: Set(Some(secret.clone())), ..Default::default() };
    change.update(app.state.db.writer()).await.expect("an old row");
    assert_eq!(commands::seal_second_factors(&app.state.db, &app.state.seal).await.expect("a look"), 1);
    assert!(stored_secret(&app, &person).await.starts_with("sealed:1:"));
    app.advance(TimeDelta::minutes(5));
    let code = totp::code_at(&secret, app.now()).expect("a code");
    let answer = browser.post("/do/accounts/remove_code", &[("form[code]", &code)]).await;
    assert_eq!(answer.location(), "/account");
});

on_both!(mails_are_sealed_until_they_go, async |app: TestApp| {
    let token = {
        let person = app.person("Noor Bos").await;
        link_for(&app, &person.email).await
    };
    let rows = app::infra::db::entity::outbox::Entity::find().all(app.state.db.reader()).await.expect("the outbox");
    assert!(!rows.is_empty() && rows.iter().all(|row| !format!("{row:?}").contains(&token)), "a copy of the database opens no account");
});

on_both!(an_organiser_sets_up_a_second_factor_and_a_code_counts_once, async |app: TestApp| {
    let admin = commands::create_admin(&app.state.db, "sanne@voorbeeld.example", "Sanne", app.now()).await.expect("an admin");
    let browser = app.visitor();
    let answer = browser.post("/do/accounts/use_link", &[("form[token]", &admin)]).await;
    assert_eq!(answer.location(), "/account/tweede-stap?next=%2Faccount");
    let page = browser.get(&answer.location()).await.html();
    let secret = page.split("secret=").nth(1).and_then(|rest| rest.split('&').next()).expect("a secret").to_owned();
    assert!(page.contains("<svg"), "a QR code is drawn");
    let code = totp::code_at(&secret, app.now()).expect("a code");
    let answer = browser.post("/do/accounts/set_up_code", &[("form[code]", &code), ("form[next]", "/over")]).await;
    assert_eq!(answer.location(), "/over");
    // Elsewhere the code is asked for; the one that was used does not count again.
    let token = link_for(&app, "sanne@voorbeeld.example").await;
    let other = app.visitor();
    let answer = other.post("/do/accounts/use_link", &[("form[token]", &token)]).await;
    assert_eq!(answer.location(), "/inloggen/code?next=%2Faccount");
    let answer = other.post("/do/accounts/give_code", &[("form[code]", &code)]).await;
    other.get(&answer.location()).await.assert_shows("Deze code klopt niet of is al gebruikt.");
    // Without the code nothing is open: no page, no form, no name in the frame.
    assert_eq!(other.get("/account").await.location(), "/inloggen/code?next=%2Faccount");
    assert_eq!(
        other.post("/do/accounts/change_profile", &[("form[name]", "Ander"), ("form[locale]", "nl")]).await.location(),
        "/inloggen/code"
    );
    assert!(!other.get("/").await.shows("Sanne"));
    app.advance(TimeDelta::seconds(30));
    let code = totp::code_at(&secret, app.now()).expect("a code");
    let answer = other.post("/do/accounts/give_code", &[("form[code]", &code), ("form[next]", "/account")]).await;
    assert_eq!(answer.location(), "/account");
    assert_eq!(other.get("/inloggen/code").await.location(), "/", "it was given");
});

on_both!(the_first_admin_comes_in_by_a_link_that_works_once, async |app: TestApp| {
    let stale = commands::create_setup_link(&app.state.db, app.now()).await.expect("a link");
    let token = commands::create_setup_link(&app.state.db, app.now()).await.expect("a link");
    app.visitor().get(&format!("/inloggen/link/{stale}")).await.assert_shows("Deze link werkt niet meer");
    let browser = app.visitor();
    browser.get(&format!("/inloggen/link/{token}")).await.assert_shows("Wijkcall inrichten");
    let fields = [("form[token]", token.as_str()), ("form[name]", "Bea"), ("form[email]", "bea@voorbeeld.example")];
    let answer = browser.post("/do/accounts/use_link", &fields).await;
    assert_eq!(answer.location(), "/account/tweede-stap?next=%2Faccount");
    assert!(app::accounts::queries::has_admin(app.state.db.reader()).await.expect("an answer"));
    app.visitor().get(&format!("/inloggen/link/{token}")).await.assert_shows("Deze link werkt niet meer");
});

on_both!(sessions_are_listed_and_ended, async |app: TestApp| {
    let person = app.person("Fatima Bakker").await;
    let (here, there, third) = (app.sign_in(&person, None).await, app.sign_in(&person, None).await, app.sign_in(&person, None).await);
    let page = here.get("/account").await;
    page.assert_shows("Dit apparaat");
    let id = page.html().split("end_session").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).expect("a session")[..36].to_owned();
    here.post("/do/accounts/end_session", &[("form[id]", &id)]).await;
    let open = [there.get("/account").await.status().as_u16(), third.get("/account").await.status().as_u16()];
    assert_eq!(open.iter().filter(|status| **status == 200).count(), 1, "one of the two has ended: {open:?}");
    here.post("/do/accounts/end_other_sessions", &[]).await;
    assert_eq!((there.get("/account").await.status().as_u16(), third.get("/account").await.status().as_u16()), (303, 303));
    assert_eq!(here.get("/account").await.status(), 200);
});

on_both!(a_name_is_changed_and_mistakes_are_shown_with_what_was_typed, async |app: TestApp| {
    let browser = app.sign_in(&app.person("Fatima Bakker").await, None).await;
    let answer = browser.post("/do/accounts/change_profile", &[("form[name]", ""), ("form[locale]", "en")]).await;
    assert_eq!(answer.location(), "/account");
    browser.get("/account").await.assert_shows("Vul dit veld in.");
    browser.post("/do/accounts/change_profile", &[("form[name]", "Fatima el Bakker"), ("form[locale]", "en")]).await;
    browser.get("/account").await.assert_shows("Fatima el Bakker");
});

on_both!(signing_out_closes_the_session_and_next_stays_on_the_site, async |app: TestApp| {
    let person = app.person("Fatima Bakker").await;
    let browser = app.sign_in(&person, None).await;
    browser.post("/do/accounts/sign_out", &[]).await;
    assert_eq!(browser.get("/account").await.location(), "/inloggen?next=%2Faccount");
    set_password(&app, &person, "appeltaart met slagroom").await;
    let fields =
        [("form[address]", person.email.as_str()), ("form[password]", "appeltaart met slagroom"), ("form[next]", "//elders.example")];
    assert_eq!(browser.post("/do/accounts/sign_in", &fields).await.location(), "/account");
});

#[tokio::test]
async fn only_the_demo_signs_in_invented_people() {
    let demo = TestApp::start(Engine::Sqlite, Environment::Demo).await;
    let organiser = demo.organiser("Sanne Oldenkamp").await;
    let browser = demo.visitor();
    browser.get("/inloggen").await.assert_shows("Sanne Oldenkamp");
    let id = organiser.id.to_string();
    assert_eq!(browser.post("/do/accounts/demo_sign_in", &[("form[id]", &id)]).await.location(), "/account");
    browser.get("/account").await.assert_shows("Je bent ingelogd als sanne.oldenkamp@voorbeeld.example");
}
