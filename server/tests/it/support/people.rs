//! People and parties that a test needs before it starts, put straight into the database.

use std::collections::HashMap;

use app::{
    accounts::model::{AccountId, AccountRole},
    areas::model::AreaKind,
    infra::{
        db::entity::{account, area, membership, party},
        i18n::Locale,
        session::{DbSessions, key},
    },
    parties::model::{MemberRole, MembershipState, PartyId, PartyKind},
};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};
use tower_sessions::{
    SessionStore as _,
    cookie::time,
    session::{Id, Record},
};

use super::{Browser, TestApp};

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub name: String,
    pub email: String,
}

/// A party.
#[derive(Clone, Debug)]
pub struct Party {
    pub id: PartyId,
    pub slug: String,
    pub name: String,
}

impl TestApp {
    pub async fn person_with_role(&self, name: &str, role: AccountRole) -> Person {
        let now = self.now();
        let email = format!("{}@voorbeeld.example", name.to_lowercase().replace(' ', "."));
        let person = Person { id: AccountId::new(), name: name.to_owned(), email };
        account::ActiveModel {
            id: Set(person.id),
            email: Set(person.email.clone()),
            name: Set(person.name.clone()),
            password_hash: Set(None),
            totp_secret: Set(None),
            // Organisers have a second factor from the start; `sign_in` says that it was given.
            totp_enabled_at: Set((role != AccountRole::Member).then_some(now)),
            totp_last_step: Set(None),
            role: Set(role),
            locale: Set(Locale::Nl),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
        }
        .insert(self.state.db.writer())
        .await
        .expect("a person");
        person
    }

    pub async fn organiser(&self, name: &str) -> Person {
        self.person_with_role(name, AccountRole::Organiser).await
    }

    /// Makes a verified party in which nobody is a member yet.
    pub async fn party_without_members(&self, name: &str, kind: PartyKind) -> Party {
        let now = self.now();
        let party = Party { id: PartyId::new(), slug: name.to_lowercase().replace(' ', "-"), name: name.to_owned() };
        party::ActiveModel {
            id: Set(party.id),
            slug: Set(party.slug.clone()),
            kind: Set(kind),
            name: Set(party.name.clone()),
            description: Set(String::new()),
            area_code: Set(None),
            website: Set(None),
            kvk_number: Set(None),
            verified_at: Set(Some(now)),
            verified_by: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
        }
        .insert(self.state.db.writer())
        .await
        .expect("a party");
        party
    }

    pub async fn add_member(&self, party: &Party, person: &Person, role: MemberRole) {
        membership::ActiveModel {
            party_id: Set(party.id),
            account_id: Set(person.id),
            role: Set(role),
            state: Set(MembershipState::Active),
            created_at: Set(self.now()),
        }
        .insert(self.state.db.writer())
        .await
        .expect("a membership");
    }

    /// Makes Zwolle with two districts: `GM0193`, `WK019311` (Diezerpoort) and `WK019321` (Assendorp).
    pub async fn areas(&self) {
        for (code, kind, name, parent, latitude, longitude) in [
            ("NL00", AreaKind::Country, "Nederland", None, 52.13, 5.29),
            ("GM0193", AreaKind::Municipality, "Zwolle", Some("NL00"), 52.512, 6.094),
            ("WK019311", AreaKind::District, "Diezerpoort", Some("GM0193"), 52.519, 6.098),
            ("WK019321", AreaKind::District, "Assendorp", Some("GM0193"), 52.505, 6.102),
        ] {
            area::ActiveModel {
                code: Set(code.parse().expect("a code")),
                year: Set(2026),
                kind: Set(kind),
                name: Set(name.to_owned()),
                parent_code: Set(parent.map(|parent: &str| parent.parse().expect("a code"))),
                latitude: Set(latitude),
                longitude: Set(longitude),
            }
            .insert(self.state.db.writer())
            .await
            .expect("an area");
        }
    }

    /// Opens a browser in which that person is signed in, for a party or for herself, the second factor given.
    pub async fn sign_in(&self, person: &Person, acting_for: Option<&Party>) -> Browser {
        let mut browser = self.visitor();
        browser.set_cookie("wijkcall", &self.session(person, acting_for).await);
        browser
    }

    /// Makes a session in which that person is signed in, and gives the value of its cookie.
    pub async fn session(&self, person: &Person, acting_for: Option<&Party>) -> String {
        let mut data = HashMap::from([
            (key::ACCOUNT.to_owned(), serde_json::json!(person.id)),
            (key::SECOND_FACTOR.to_owned(), serde_json::json!(true)),
            (key::SEEN.to_owned(), serde_json::json!(self.now().timestamp())),
        ]);
        if let Some(party) = acting_for {
            data.insert(key::ACTING_FOR.to_owned(), serde_json::json!(party.id));
        }
        let expiry_date = time::OffsetDateTime::from_unix_timestamp(self.now().timestamp()).expect("a moment") + time::Duration::days(14);
        let mut record = Record { id: Id::default(), data, expiry_date };
        DbSessions::new(self.state.db.clone(), self.state.clock.clone()).create(&mut record).await.expect("a session");
        record.id.to_string()
    }
}
