//! What needs and offers are and what becomes of them.

use crate::infra::i18n::Texts;

crate::id! {
    /// A need or an offer.
    ListingId
}

crate::id! {
    /// Both sides of a match being asked.
    IntroductionId
}

crate::closed_list! {
    /// Whether something is asked or offered.
    pub enum Side {
        Need = "need",
        Offer = "offer",
    }
}

crate::closed_list! {
    /// What a need asks for or an offer brings.
    pub enum Resource {
        Money = "geld",
        Hours = "uren",
        Space = "ruimte",
        Materials = "materiaal",
        Knowledge = "kennis",
        Discount = "korting",
        Vehicle = "vervoermiddel",
        Assignment = "opdracht",
    }
}

crate::closed_list! {
    /// What is stored; an open listing also ends when it expires.
    pub enum ListingState {
        Open = "open",
        Closed = "closed",
    }
}

crate::closed_list! {
    /// Where an introduction stands.
    pub enum IntroductionState {
        Asked = "asked",
        BothYes = "both_yes",
        Declined = "declined",
        Lapsed = "lapsed",
    }
}

crate::closed_list! {
    /// What one side answered.
    pub enum Answer {
        Yes = "yes",
        No = "no",
    }
}

impl Resource {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Money => "resource-money",
            Self::Hours => "resource-hours",
            Self::Space => "resource-space",
            Self::Materials => "resource-materials",
            Self::Knowledge => "resource-knowledge",
            Self::Discount => "resource-discount",
            Self::Vehicle => "resource-vehicle",
            Self::Assignment => "resource-assignment",
        })
    }
}

impl Side {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Need => "side-need",
            Self::Offer => "side-offer",
        })
    }

    pub fn opposite(self) -> Self {
        match self {
            Self::Need => Self::Offer,
            Self::Offer => Self::Need,
        }
    }
}
