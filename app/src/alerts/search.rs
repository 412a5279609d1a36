//! A saved search as a search of the index.

use chrono::{DateTime, Utc};

use super::model::{Criteria, Target};
use crate::{
    bakery::{model::Side, search::kind_of},
    infra::search::{
        document::DocumentKind,
        query::{Search, Words},
    },
};

/// Gives the search. Of calls, area and who may apply are values that [`super::posts`] gives to a post; the index knows them differently, and the
/// list of calls takes them from the database.
pub fn of_criteria(criteria: &Criteria, now: DateTime<Utc>) -> Search {
    let Criteria { target, text, sides, themes, resources, areas, party_kinds } = criteria;
    let kinds = match target {
        Target::Calls => vec![DocumentKind::Call],
        Target::Bakery => (if sides.is_empty() { Side::ALL } else { sides }).iter().map(|side| kind_of(*side)).collect(),
    };
    Search {
        words: Words::All,
        kinds,
        themes: themes.iter().map(|theme| theme.as_str().to_owned()).collect(),
        resources: resources.iter().map(|resource| resource.as_str().to_owned()).collect(),
        areas: areas.iter().map(|area| area.as_str().to_owned()).collect(),
        party_kinds: party_kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        ..Search::new(text.clone(), now)
    }
}
