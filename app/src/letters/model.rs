//! Which letters are looked at.

use uuid::Uuid;

use crate::{infra::mail::outbox::Status, notifications::model::Event, paths, ui::find::query_string};

/// The states in the order in which they are shown; what is on its way is shown with what waits.
pub const STATES: [Status; 6] = [Status::Held, Status::Failed, Status::Waiting, Status::Sent, Status::Suppressed, Status::Discarded];

/// What mails can be about, as the filter offers it.
pub const SUBJECTS: [&str; 10] =
    ["account", "assessment", "call", "introduction", "listing", "party", "proposal", "report", "saved_search", "segment"];

/// The most mails that are released at once.
pub const MOST: u64 = 5_000;

/// Where letters are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Desk,
    /// At the call on which is decided.
    Call {
        slug: String,
        title: String,
    },
}

impl Place {
    /// Gives the slug of the call; nothing at the desk.
    pub fn call(&self) -> &str {
        match self {
            Self::Desk => "",
            Self::Call { slug, .. } => slug,
        }
    }

    pub fn list(&self) -> String {
        match self {
            Self::Desk => paths::DESK_MAILS.to_owned(),
            Self::Call { slug, .. } => paths::call_letters(slug),
        }
    }

    pub fn letter(&self, id: Uuid) -> String {
        format!("{}/{id}", self.list())
    }

    /// The page that lists what the filter finds.
    pub fn found(&self, filter: &Filter) -> String {
        format!("{}?{}", self.list(), query(filter))
    }

    /// The page on which somebody releases all that the filter finds.
    pub fn confirm(&self, filter: &Filter) -> String {
        format!("{}/vrijgeven?{}", self.list(), query(filter))
    }
}

fn query(filter: &Filter) -> String {
    let pairs = filter.pairs();
    query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// What the list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub status: Status,
    pub kind: Option<Event>,
    /// What they are about: a kind of thing, and which one.
    pub about: Option<(&'static str, Option<Uuid>)>,
    /// Part of the subject or the address.
    pub text: String,
}

impl Filter {
    /// Reads the filter out of a query string's values.
    pub fn read(value: impl Fn(&str) -> String) -> Self {
        Self {
            status: value("staat").parse().ok().filter(|status| STATES.contains(status)).unwrap_or(Status::Held),
            kind: value("soort").parse().ok(),
            about: about(&value("over")),
            text: value("q").trim().chars().filter(|c| !c.is_control()).take(100).collect(),
        }
    }

    /// Writes the filter as values of a query string.
    pub fn pairs(&self) -> [(&'static str, String); 4] {
        let about = match self.about {
            None => String::new(),
            Some((kind, None)) => kind.to_owned(),
            Some((kind, Some(id))) => format!("{kind}:{id}"),
        };
        [
            ("staat", self.status.as_str().to_owned()),
            ("soort", self.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default()),
            ("over", about),
            ("q", self.text.clone()),
        ]
    }

    /// Says whether it leaves out something beside the state.
    pub fn is_narrow(&self) -> bool {
        self.kind.is_some() || self.about.is_some() || !self.text.is_empty()
    }
}

fn about(text: &str) -> Option<(&'static str, Option<Uuid>)> {
    let (kind, id) = match text.split_once(':') {
        Some((kind, id)) => (kind, Some(id.parse().ok()?)),
        None => (text, None),
    };
    SUBJECTS.into_iter().find(|known| *known == kind).map(|kind| (kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_its_address() {
        let filter = Filter {
            status: Status::Failed,
            kind: Some(Event::Decision),
            about: Some(("proposal", Some(Uuid::from_u128(7)))),
            text: "zon op dieze".to_owned(),
        };
        let pairs = filter.pairs();
        let read = |pairs: &[(&str, String)]| {
            Filter::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default())
        };
        assert_eq!(read(&pairs), filter);
        let nothing = read(&[("staat", "sending".to_owned()), ("over", "wallet:x".to_owned())]);
        assert_eq!((nothing.status, nothing.is_narrow()), (Status::Held, false));
    }
}
