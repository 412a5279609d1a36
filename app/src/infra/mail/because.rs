//! Why a letter goes to its reader, and the links in its foot that stop just that.

use serde::{Deserialize, Serialize};

use super::one_line;
use crate::{
    alerts::model::Heard,
    infra::i18n::Texts,
    notifications::things::{Thing, ThingKind},
    parties::model::PartyId,
};

/// Beside its kind, what makes a letter concern its reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Because {
    /// The party for which its reader, a member, hears of it. Members choose a rhythm for each of their parties.
    pub party: Option<PartyId>,
    /// What its reader follows, with its name: the foot of the mail names each of them, with a link that stops just that.
    pub follows: Vec<(Thing, String)>,
    /// The searches that its reader keeps and for which this is new; the foot has a link for each of them too.
    pub searches: Vec<Heard>,
}

impl Because {
    /// For a party that its reader belongs to.
    pub fn of_party(party: Option<PartyId>) -> Self {
        Self { party, ..Self::default() }
    }

    /// For what its reader follows, with its name.
    pub fn of_following(follows: Vec<(Thing, String)>) -> Self {
        Self { follows, ..Self::default() }
    }

    /// For searches that its reader keeps.
    pub fn of_searches(searches: Vec<Heard>) -> Self {
        Self { searches, ..Self::default() }
    }

    /// Names what its reader follows; what somebody gave a title stands between quotes.
    pub(super) fn followed(&self, t: Texts) -> impl Iterator<Item = String> {
        self.follows.iter().map(move |(thing, name)| match thing.kind() {
            ThingKind::Call | ThingKind::Proposal => t.with("quoted", &[("title", one_line(name).into())]),
            ThingKind::Area | ThingKind::Party | ThingKind::Theme => one_line(name),
        })
    }

    /// Gives the links that each stop one thing of these: what they say, and their name in the address.
    pub(super) fn stops(&self, t: Texts) -> Vec<(String, String)> {
        let follows = self.followed(t).zip(&self.follows).map(|(name, (thing, _))| ("mail-stop-following", name, thing.link_name()));
        let searches = self.searches.iter().map(|search| ("mail-stop-search", one_line(&search.name), search.link_name()));
        follows.chain(searches).map(|(key, name, link)| (t.with(key, &[("name", name.into())]), link)).collect()
    }
}
