//! What a party is.

use crate::infra::i18n::Texts;

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
