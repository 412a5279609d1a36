//! Parties, their members, and how people come to belong to them.

use app::{
    infra::db::entity::{invitation, membership, party},
    parties::model::{MemberRole, MembershipState, PartyKind},
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::{
    matrix::World,
    support::{Party, Person, TestApp, on_both},
};

/// Puts an invitation and a request to join into the world of the authorization table.
pub async fn fill(world: &mut World) {
    let owner = world.app.sign_in(&world.people["owner"], None).await;
    let slug = world.party.slug.clone();
    owner.post("/do/parties/invite", &[("form[party]", &slug), ("form[email]", "gast@voorbeeld.example"), ("form[role]", "viewer")]).await;
    let token = invitation_token(&world.app, "gast@voorbeeld.example").await;
    world.name("invitation", token);
    let row = invitation::Entity::find().one(world.app.state.db.reader()).await.expect("the invitations").expect("the invitation");
    world.name("invitation.id", row.id);
    let asking = world.app.person("Vrager Jansen").await;
    request(&world.app, &world.party, &asking).await;
    world.name("asking.id", asking.id);
    let (viewer, editor) = (world.people["viewer"].id, world.people["editor"].id);
    world.name("viewer.id", viewer);
    world.name("editor.id", editor);
}

async fn request(app: &TestApp, party: &Party, person: &Person) {
    membership::ActiveModel {
        party_id: Set(party.id),
        account_id: Set(person.id),
        role: Set(MemberRole::Editor),
        state: Set(MembershipState::Requested),
        created_at: Set(app.now()),
    }
    .insert(app.state.db.writer())
    .await
    .expect("a request");
}

async fn invitation_token(app: &TestApp, email: &str) -> String {
    let mails = app.mails_to(email, "invitation").await;
    let body = &mails.last().expect("a mail").body_text;
    body.split("/uitnodiging/").nth(1).expect("a link").chars().take_while(char::is_ascii_hexdigit).collect()
}

async fn owners(app: &TestApp, party: &Party) -> u64 {
    membership::Entity::find()
        .filter(membership::Column::PartyId.eq(party.id))
        .filter(membership::Column::Role.eq(MemberRole::Owner))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .count(app.state.db.reader())
        .await
        .expect("the members")
}

on_both!(somebody_registers_a_party_and_an_organiser_verifies_it, async |app: TestApp| {
    app.areas().await;
    let person = app.person("Noor Bos").await;
    let browser = app.sign_in(&person, None).await;
    let mut fields = vec![
        ("form[kind]", "company"),
        ("form[name]", "Wijkbedrijf & Co"),
        ("form[description]", "Wij knippen heggen.\n\nMet buren."),
        ("form[area]", "diezerpoort, zwolle"),
        ("form[website]", "wijkbedrijf.example"),
        ("form[kvk_number]", "1234"),
    ];
    let answer = browser.post("/do/parties/register", &fields).await;
    let form = browser.get(&answer.location()).await;
    form.assert_shows("Een KvK-nummer heeft acht cijfers.");
    form.assert_shows("Wij knippen heggen.");
    fields[5] = ("form[kvk_number]", "12 34 56 78");
    let page = browser.post("/do/parties/register", &fields).await.location();
    assert_eq!(page, "/partijen/wijkbedrijf-co");
    let answer = browser.get(&page).await;
    for text in
        ["Wijkbedrijf & Co", "Nog niet gecontroleerd", "Diezerpoort, Zwolle", "12345678", "https://wijkbedrijf.example", "Wijzig gegevens"]
    {
        answer.assert_shows(text);
    }
    let organiser = app.sign_in(&app.organiser("Sanne").await, None).await;
    organiser.get("/vandaag/partijen").await.assert_shows("Wijkbedrijf & Co");
    organiser.get(&page).await.assert_shows("Markeer als gecontroleerd");
    organiser.post("/do/parties/verify", &[("form[party]", "wijkbedrijf-co")]).await;
    app.visitor().get(&page).await.assert_shows("Gecontroleerd");
    organiser.get("/vandaag/partijen").await.assert_shows("Alles is gecontroleerd");
    // Another name has to be verified again; a form that was opened before somebody else saved is refused.
    fields[1] = ("form[name]", "Wijkbedrijf Dieze");
    let fields: Vec<_> = fields.into_iter().chain([("form[party]", "wijkbedrijf-co"), ("form[version]", "1")]).collect();
    assert_eq!(browser.post("/do/parties/change", &fields).await.location(), page);
    browser.get(&page).await.assert_shows("Nog niet gecontroleerd");
    assert_eq!(browser.post("/do/parties/change", &fields).await.status(), 409);
});

on_both!(two_parties_of_the_same_name_have_their_own_address, async |app: TestApp| {
    let browser = app.sign_in(&app.person("Noor Bos").await, None).await;
    let mut pages = Vec::new();
    for _ in 0..2 {
        let fields = [("form[kind]", "residents_group"), ("form[name]", "Nieuw"), ("form[description]", "Een groep.")];
        pages.push(browser.post("/do/parties/register", &fields).await.location());
    }
    assert_ne!(pages[0], pages[1]);
    for page in pages {
        assert_eq!(browser.get(&page).await.status(), 200, "{page}");
    }
});

on_both!(somebody_without_an_account_accepts_an_invitation, async |app: TestApp| {
    let owner = app.person("Fatima Bakker").await;
    let party = app.party("Buurtvereniging Dieze", PartyKind::ResidentsGroup, &owner).await;
    let browser = app.sign_in(&owner, Some(&party)).await;
    let invite = [("form[party]", party.slug.as_str()), ("form[email]", "Gast@Voorbeeld.example"), ("form[role]", "editor")];
    browser.post("/do/parties/invite", &invite).await;
    let stale = invitation_token(&app, "gast@voorbeeld.example").await;
    browser.post("/do/parties/invite", &invite).await;
    let token = invitation_token(&app, "gast@voorbeeld.example").await;
    let page = format!("/uitnodiging/{token}");
    app.visitor().get(&format!("/uitnodiging/{stale}")).await.assert_shows("Deze link werkt niet meer");
    app.visitor().get(&page).await.assert_shows("Je bent uitgenodigd door Buurtvereniging Dieze");
    // Somebody else who is signed in cannot take it.
    let other = app.sign_in(&app.person("Piet Snel").await, None).await;
    other.get(&page).await.assert_shows("Deze uitnodiging is voor gast@voorbeeld.example");
    other.post("/do/parties/accept_invitation", &[("form[token]", &token)]).await;
    let guest = app.visitor();
    let answer = guest.post("/do/parties/accept_invitation", &[("form[token]", &token)]).await;
    guest.get(&answer.location()).await.assert_shows("Vul dit veld in.");
    let accept = [("form[token]", token.as_str()), ("form[name]", "Gast Vrij")];
    assert_eq!(guest.post("/do/parties/accept_invitation", &accept).await.location(), "/partijen/buurtvereniging-dieze");
    let members = guest.get("/partijen/buurtvereniging-dieze/leden").await;
    members.assert_shows("Gast Vrij");
    assert!(!members.shows("Nodig iemand uit"), "an editor does not invite");
    app.visitor().get(&page).await.assert_shows("Deze link werkt niet meer");
});

on_both!(somebody_with_an_account_signs_in_before_accepting, async |app: TestApp| {
    let owner = app.person("Fatima Bakker").await;
    let party = app.party("Buurtvereniging Dieze", PartyKind::ResidentsGroup, &owner).await;
    let invited = app.person("Piet Snel").await;
    let browser = app.sign_in(&owner, Some(&party)).await;
    let invite = [("form[party]", party.slug.as_str()), ("form[email]", invited.email.as_str()), ("form[role]", "viewer")];
    browser.post("/do/parties/invite", &invite).await;
    let token = invitation_token(&app, &invited.email).await;
    let accept = [("form[token]", token.as_str()), ("form[name]", "Iemand anders")];
    let visitor = app.visitor();
    visitor.get(&format!("/uitnodiging/{token}")).await.assert_shows("Log eerst in als piet.snel@voorbeeld.example");
    visitor.post("/do/parties/accept_invitation", &accept).await;
    assert_eq!(visitor.get("/account").await.status(), 303, "the link alone is no way into an account");
    let piet = app.sign_in(&invited, None).await;
    assert_eq!(piet.post("/do/parties/accept_invitation", &accept).await.location(), "/partijen/buurtvereniging-dieze");
    assert_eq!(piet.get("/partijen/buurtvereniging-dieze/leden").await.status(), 200);
    // Who belongs already is not invited again; an invitation ends after two weeks.
    browser.post("/do/parties/invite", &invite).await;
    browser.get("/partijen/buurtvereniging-dieze/leden").await.assert_shows("Deze persoon is al lid.");
    browser.post("/do/parties/invite", &[invite[0], ("form[email]", "laat@voorbeeld.example"), invite[2]]).await;
    app.advance(TimeDelta::days(14));
    let late = invitation_token(&app, "laat@voorbeeld.example").await;
    app.visitor().get(&format!("/uitnodiging/{late}")).await.assert_shows("Deze link werkt niet meer");
});

on_both!(a_request_to_join_is_admitted_or_declined_and_mailed, async |app: TestApp| {
    let owner = app.person("Fatima Bakker").await;
    let party = app.party("Buurtvereniging Dieze", PartyKind::ResidentsGroup, &owner).await;
    let browser = app.sign_in(&owner, Some(&party)).await;
    let form = [("form[party]", party.slug.as_str())];
    for (name, endpoint, subject) in [
        ("Piet Snel", "/do/parties/admit", "Je hoort nu bij Buurtvereniging Dieze"),
        ("Jan Traag", "/do/parties/decline", "Je vraag aan Buurtvereniging Dieze"),
    ] {
        let person = app.person(name).await;
        let asking = app.sign_in(&person, None).await;
        for _ in 0..2 {
            asking.post("/do/parties/join", &form).await;
        }
        asking.get("/partijen/buurtvereniging-dieze").await.assert_shows("Je hebt gevraagd om lid te worden.");
        assert_eq!(asking.get("/partijen/buurtvereniging-dieze/leden").await.status(), 404, "asking is not belonging");
        browser.get("/partijen/buurtvereniging-dieze/leden").await.assert_shows("Zij willen lid worden");
        let id = person.id.to_string();
        browser.post(endpoint, &[form[0], ("form[id]", &id)]).await;
        let mails = app.mails_to(&person.email, "membership").await;
        assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), [subject]);
        assert_eq!(browser.post(endpoint, &[form[0], ("form[id]", &id)]).await.status(), 409, "it was answered");
    }
    assert_eq!(app.mails_to(&owner.email, "membership").await.len(), 2, "asking twice is one request");
});

on_both!(a_party_is_never_without_an_owner, async |app: TestApp| {
    let (owner, other) = (app.person("Fatima Bakker").await, app.person("Piet Snel").await);
    let party = app.party("Buurtvereniging Dieze", PartyKind::ResidentsGroup, &owner).await;
    app.add_member(&party, &other, MemberRole::Viewer).await;
    let browser = app.sign_in(&owner, Some(&party)).await;
    let (own, others) = (owner.id.to_string(), other.id.to_string());
    let slug = ("form[party]", party.slug.as_str());
    for (endpoint, fields) in [
        ("/do/parties/leave", vec![slug]),
        ("/do/parties/remove_member", vec![slug, ("form[id]", &own)]),
        ("/do/parties/change_role", vec![slug, ("form[id]", &own), ("form[role]", "viewer")]),
    ] {
        let answer = browser.post(endpoint, &fields).await;
        browser.get(&answer.location()).await.assert_shows("Een partij heeft altijd een eigenaar.");
        assert_eq!(owners(&app, &party).await, 1, "{endpoint}");
    }
    browser.post("/do/parties/change_role", &[slug, ("form[id]", &others), ("form[role]", "owner")]).await;
    assert_eq!(owners(&app, &party).await, 2);
    // Both go at the same time: one of them stays.
    let second = app.sign_in(&other, Some(&party)).await;
    let fields = [slug];
    futures::join!(browser.post("/do/parties/leave", &fields), second.post("/do/parties/leave", &fields));
    assert_eq!(owners(&app, &party).await, 1);
});

on_both!(the_list_is_filtered_and_leafed_through_in_few_statements, async |app: TestApp| {
    app.areas().await;
    for number in 0..40 {
        let party = app.party_without_members(&format!("Groep {number:02}"), PartyKind::ResidentsGroup).await;
        let area = if number % 2 == 0 { "WK019311" } else { "WK019321" };
        party::Entity::update_many()
            .set(party::ActiveModel { area_code: Set(Some(area.parse().expect("a code"))), ..Default::default() })
            .filter(party::Column::Id.eq(party.id))
            .exec(app.state.db.writer())
            .await
            .expect("an area");
    }
    app.party_without_members("Bedrijf 100%", PartyKind::Company).await;
    let visitor = app.visitor();
    let (statements, page) = app.statements(visitor.get("/partijen")).await;
    assert!(statements <= 3, "{statements} statements");
    page.assert_shows("Bedrijf 100%");
    assert!(!page.shows("Groep 35"));
    let html = page.html();
    let query = html.split("href=\"/partijen?").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    visitor.get(&format!("/partijen?{}", query.replace("&amp;", "&"))).await.assert_shows("Groep 35");
    let found = visitor.get("/partijen?q=100%25").await;
    assert!(found.shows("Bedrijf 100%") && !found.shows("Groep 01"));
    let found = visitor.get("/partijen?gebied=Diezerpoort%2C%20Zwolle").await;
    assert!(found.shows("Groep 02") && !found.shows("Groep 01"));
    visitor.get("/partijen?gebied=Zwolle").await.assert_shows("Groep 01");
    visitor.get("/partijen?soort=municipality").await.assert_shows("Geen partijen gevonden");
    visitor.get("/partijen?gebied=Atlantis").await.assert_shows("Dit gebied kennen we niet.");
});
