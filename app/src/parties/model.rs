//! What a party is.

use crate::{areas::model::AreaCode, infra::i18n::Texts, input::Problem};

crate::id! {
    /// A party.
    PartyId
}

crate::closed_list! {
    /// What kind of party.
    pub enum PartyKind {
        Municipality = "municipality",
        Company = "company",
        Organisation = "organisation",
        ResidentsGroup = "residents_group",
        Cooperative = "cooperative",
        Person = "person",
    }
}

crate::closed_list! {
    /// What a person may do for a party: owners decide who belongs to it, editors act, viewers read.
    pub enum MemberRole {
        Owner = "owner",
        Editor = "editor",
        Viewer = "viewer",
    }
}

crate::closed_list! {
    /// Whether a membership counts yet.
    pub enum MembershipState {
        Active = "active",
        Requested = "requested",
    }
}

impl MemberRole {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Owner => "party-role-owner",
            Self::Editor => "party-role-editor",
            Self::Viewer => "party-role-viewer",
        })
    }
}

impl MemberRole {
    /// Says what it lets somebody do.
    pub fn explanation(self, t: Texts) -> String {
        t.get(match self {
            Self::Owner => "party-role-owner-text",
            Self::Editor => "party-role-editor-text",
            Self::Viewer => "party-role-viewer-text",
        })
    }
}

impl PartyKind {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Municipality => "party-kind-municipality",
            Self::Company => "party-kind-company",
            Self::Organisation => "party-kind-organisation",
            Self::ResidentsGroup => "party-kind-residents-group",
            Self::Cooperative => "party-kind-cooperative",
            Self::Person => "party-kind-person",
        })
    }
}

/// A party as it is shown and changed.
#[derive(Clone, Debug)]
pub struct Party {
    pub id: PartyId,
    pub slug: String,
    pub kind: PartyKind,
    pub name: String,
    pub description: String,
    pub area: Option<AreaCode>,
    pub website: Option<String>,
    pub kvk_number: Option<String>,
    pub verified: bool,
    pub version: i32,
}

/// What an owner fills in about a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyDraft {
    pub kind: PartyKind,
    pub name: String,
    pub description: String,
    pub area: Option<AreaCode>,
    pub website: Option<String>,
    pub kvk_number: Option<String>,
}

/// Reads a number of the Chamber of Commerce: eight digits, with or without spaces, dots and hyphens; or nothing.
///
/// # Errors
/// When it is not one.
pub fn kvk_number(typed: &str) -> Result<Option<String>, Problem> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect();
    match digits.len() {
        0 => Ok(None),
        8 if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(digits)),
        _ => Err(Problem::new("party-kvk-wrong")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_chamber_of_commerce_has_eight_digits() {
        assert_eq!(kvk_number(" 1234.56-78 "), Ok(Some("12345678".to_owned())));
        assert_eq!(kvk_number(""), Ok(None));
        for wrong in ["1234567", "123456789", "1234567a", "１２３４５６７８"] {
            assert!(kvk_number(wrong).is_err(), "{wrong}");
        }
    }
}
