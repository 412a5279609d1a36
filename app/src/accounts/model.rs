//! What a person is to the product, and who acts in a request.

use std::sync::Arc;

use crate::{
    error::AppError,
    infra::{
        db::{Audit, Object},
        i18n::Locale,
    },
    input::Problem,
    parties::model::{MemberRole, PartyId, PartyKind},
};

/// The shortest password, in characters. Length counts for more than odd signs (NIST SP 800-63B).
const PASSWORD_MIN: usize = 12;
const PASSWORD_MAX: usize = 200;

crate::id! {
    /// A person's account.
    AccountId
}

crate::closed_list! {
    /// What a person may do on the whole site; what one may do for a party is a [`MemberRole`].
    pub enum AccountRole {
        Member = "member",
        Organiser = "organiser",
        Admin = "admin",
    }
}

crate::closed_list! {
    /// What a link in a mail is for.
    pub enum LinkPurpose {
        SignIn = "sign_in",
        Setup = "setup",
    }
}

/// Something typed that must not appear in a log.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Somebody whom anybody may be in the demo.
#[derive(Clone, Debug)]
pub struct InventedPerson {
    pub email: String,
    pub title_nl: String,
    pub title_en: String,
}

/// One party for which a person may act.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Membership {
    pub party_id: PartyId,
    pub slug: String,
    pub name: String,
    pub kind: PartyKind,
    pub verified: bool,
    pub role: MemberRole,
}

/// A person who is signed in, as policies see it.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: Locale,
    /// Active memberships only.
    pub memberships: Vec<Membership>,
    /// Notices that were not opened.
    pub unread: i64,
    /// For organisers: mails that are held or failed.
    pub mails_to_see: i64,
    /// Proposals that wait for this person's assessment.
    pub to_assess: i64,
    /// The party chosen in the menu; always one of the memberships.
    pub acting_for: Option<PartyId>,
    /// Whether a second factor is set up, and given in this session.
    pub second_factor: SecondFactor,
}

/// What the database knows of a person who is signed in; read together with the session.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Known {
    pub email: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: Locale,
    pub second_factor_set_up: bool,
    /// Notices that were not opened.
    #[serde(default)]
    pub unread: i64,
    /// For organisers: mails that are held or failed.
    #[serde(default)]
    pub mails_to_see: i64,
    /// Proposals that wait for this person's assessment.
    #[serde(default)]
    pub to_assess: i64,
    /// Active memberships only, by name.
    pub memberships: Vec<Membership>,
}

/// Where a person is with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    NotSetUp,
    Asked,
    Given,
}

impl Person {
    /// Makes a person of what the database and the session know.
    pub fn new(id: AccountId, known: Known, acting_for: Option<PartyId>, second_factor_given: bool) -> Self {
        let Known { email, name, role, locale, second_factor_set_up, unread, mails_to_see, to_assess, memberships } = known;
        let second_factor = match (second_factor_set_up, second_factor_given) {
            (_, true) => SecondFactor::Given,
            (false, false) => SecondFactor::NotSetUp,
            (true, false) => SecondFactor::Asked,
        };
        let acting_for = acting_for.filter(|party| memberships.iter().any(|membership| membership.party_id == *party));
        Self { id, email, name, role, locale, memberships, unread, mails_to_see, to_assess, acting_for, second_factor }
    }

    /// Gives the membership in that party.
    pub fn membership(&self, party: PartyId) -> Option<&Membership> {
        self.memberships.iter().find(|membership| membership.party_id == party)
    }

    /// Says whether the person may change things in that party's name.
    pub fn may_edit_for(&self, party: PartyId) -> bool {
        self.membership(party).is_some_and(|membership| membership.role != MemberRole::Viewer)
    }

    /// Says whether the person decides who belongs to that party.
    pub fn owns(&self, party: PartyId) -> bool {
        self.membership(party).is_some_and(|membership| membership.role == MemberRole::Owner)
    }

    /// Gives the membership that is chosen in the menu.
    pub fn acting(&self) -> Option<&Membership> {
        self.acting_for.and_then(|party| self.membership(party))
    }
}

/// Who makes the request.
#[derive(Clone, Debug)]
pub enum Actor {
    Anonymous,
    Person(Arc<Person>),
}

impl Actor {
    /// Gives the person.
    ///
    /// # Errors
    /// [`AppError::SignInRequired`] for a visitor who is not signed in.
    pub fn person(&self) -> Result<&Arc<Person>, AppError> {
        match self {
            Self::Anonymous => Err(AppError::SignInRequired),
            Self::Person(person) => Ok(person),
        }
    }

    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// Gives the person if it is an organiser (or admin) who gave the second factor.
    ///
    /// # Errors
    /// [`AppError::SignInRequired`], [`AppError::NotFound`] for other people, [`AppError::SecondFactorRequired`].
    pub fn organiser(&self) -> Result<Organiser, AppError> {
        let person = self.person()?;
        match (person.role, person.second_factor) {
            (AccountRole::Member, _) => Err(AppError::NotFound),
            (_, SecondFactor::Given) => Ok(Organiser(person.clone())),
            _ => Err(AppError::SecondFactorRequired),
        }
    }

    /// Gives the person if it is an admin who gave the second factor.
    ///
    /// # Errors
    /// As [`Actor::organiser`].
    pub fn admin(&self) -> Result<Admin, AppError> {
        let Organiser(person) = self.organiser()?;
        if person.role == AccountRole::Admin { Ok(Admin(person)) } else { Err(AppError::NotFound) }
    }
}

/// The permission to do an organiser's work; made by [`Actor::organiser`] only.
#[derive(Clone, Debug)]
pub struct Organiser(Arc<Person>);

/// The permission to do an admin's work; made by [`Actor::admin`] only.
#[derive(Clone, Debug)]
pub struct Admin(Arc<Person>);

impl Organiser {
    pub fn person(&self) -> &Arc<Person> {
        &self.0
    }
}

impl Admin {
    pub fn person(&self) -> &Arc<Person> {
        &self.0
    }
}

impl Person {
    /// Starts the audit row of something that this person does.
    pub fn audit(&self, action: &'static str, object: Object) -> Audit {
        Audit::new(action, object).by(self.id, self.acting_for)
    }
}

/// Reads a new password.
///
/// # Errors
/// When it is too short, too long, or just the name or address of the person.
pub fn new_password(typed: &str, email: &str, name: &str) -> Result<String, Problem> {
    let length = typed.chars().count();
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let local_part = email.split('@').next().unwrap_or(email);
    if length < PASSWORD_MIN {
        Err(Problem::new("account-password-short").n(PASSWORD_MIN as i64))
    } else if length > PASSWORD_MAX {
        Err(Problem::new("problem-too-long").n(PASSWORD_MAX as i64))
    } else if [email, local_part, name].into_iter().any(|known| plain(known) == plain(typed)) {
        Err(Problem::new("account-password-known"))
    } else {
        Ok(typed.to_owned())
    }
}

/// Gives the names of browser and system that a user agent speaks of, as far as people know them.
pub fn device(user_agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    // The order matters: Edge also says Chrome, Chrome also says Safari, Android also says Linux.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrom", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    (find(&browsers), find(&systems))
}

/// Names the secret of a second factor to the seal.
pub fn second_factor_of(id: AccountId) -> String {
    format!("account.totp_secret:{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_the_name() {
        let read = |typed: &str| new_password(typed, "fatima.bakker@voorbeeld.example", "Fatima el Bakker");
        assert_eq!(read("kort"), Err(Problem::new("account-password-short").n(12)));
        assert_eq!(read(&"a".repeat(201)), Err(Problem::new("problem-too-long").n(200)));
        for known in ["Fatima.Bakker@voorbeeld.example", "fatimabakker", "fatima el bakker"] {
            assert_eq!(read(known), Err(Problem::new("account-password-known")), "{known}");
        }
        assert_eq!(read("éénentwintig stoelen"), Ok("éénentwintig stoelen".to_owned()));
    }

    #[test]
    fn devices_are_named_as_people_know_them() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(device(firefox), (Some("Firefox"), Some("Linux")));
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(device(edge), (Some("Edge"), Some("Windows")));
        assert_eq!(device("curl/8"), (None, None));
    }
}
