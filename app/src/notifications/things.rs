//! What somebody can follow, and of which events a follower hears.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::Event;
use crate::{
    areas::model::AreaCode, calls::model::CallId, infra::i18n::Texts, parties::model::PartyId, proposals::model::ProposalId, themes::Theme,
};

crate::closed_list! {
    /// What kind of thing; the name is the one in the table `follow`.
    pub enum ThingKind {
        Area = "area",
        Call = "call",
        Party = "party",
        Proposal = "proposal",
        Theme = "theme",
    }
}

crate::closed_list! {
    /// What somebody wants about following a thing.
    pub enum Wish {
        Start = "start",
        Stop = "stop",
    }
}

/// Something that somebody can follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    Area(AreaCode),
    Call(CallId),
    Party(PartyId),
    Proposal(ProposalId),
    Theme(Theme),
}

impl Thing {
    /// Reads what is stored or posted.
    pub fn read(kind: &str, key: &str) -> Option<Self> {
        Some(match kind.parse().ok()? {
            ThingKind::Area => Self::Area(key.parse().ok()?),
            ThingKind::Call => Self::Call(key.parse().ok()?),
            ThingKind::Party => Self::Party(key.parse().ok()?),
            ThingKind::Proposal => Self::Proposal(key.parse().ok()?),
            ThingKind::Theme => Self::Theme(key.parse().ok()?),
        })
    }

    pub fn kind(&self) -> ThingKind {
        match self {
            Self::Area(_) => ThingKind::Area,
            Self::Call(_) => ThingKind::Call,
            Self::Party(_) => ThingKind::Party,
            Self::Proposal(_) => ThingKind::Proposal,
            Self::Theme(_) => ThingKind::Theme,
        }
    }

    /// Names it among those of its kind.
    pub fn key(&self) -> String {
        match self {
            Self::Area(code) => code.to_string(),
            Self::Call(id) => id.to_string(),
            Self::Party(id) => id.to_string(),
            Self::Proposal(id) => id.to_string(),
            Self::Theme(theme) => theme.as_str().to_owned(),
        }
    }

    /// Names it in the link of a mail that stops just this: `volgt:call:...`.
    pub fn link_name(&self) -> String {
        format!("{LINKED}{self}")
    }

    /// Reads [`Thing::link_name`].
    pub fn of_link(name: &str) -> Option<Self> {
        let (kind, key) = name.strip_prefix(LINKED)?.split_once(':')?;
        Self::read(kind, key)
    }
}

const LINKED: &str = "volgt:";

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind().as_str(), self.key())
    }
}

impl ThingKind {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Area => "following-area",
            Self::Call => "following-call",
            Self::Party => "following-party",
            Self::Proposal => "following-proposal",
            Self::Theme => "following-theme",
        })
    }

    /// Gives the events of which a follower hears.
    pub fn events(self) -> &'static [Event] {
        match self {
            Self::Area => &[Event::CallPublished],
            Self::Call => &[Event::CallChanged, Event::DeadlineSoon],
            Self::Party | Self::Theme => &[Event::CallPublished, Event::ListingPosted],
            Self::Proposal => &[Event::ProposalNews],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_read_back_from_its_link() {
        for thing in [
            Thing::Area("WK019311".parse().expect("a code")),
            Thing::Call(CallId::new()),
            Thing::Party(PartyId::new()),
            Thing::Proposal(ProposalId::new()),
            Thing::Theme(Theme::Energy),
        ] {
            assert_eq!(Thing::of_link(&thing.link_name()), Some(thing));
        }
        for name in ["", "volgt:", "volgt:call", "volgt:call:x", "volgt:mens:energie", "theme:energie"] {
            assert_eq!(Thing::of_link(name), None, "{name}");
        }
    }
}
