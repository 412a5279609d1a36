//! Whether a call fits, and if not, why not: every condition that is not met is named.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::model::Answers;
use crate::{
    areas::{model::AreaCode, queries::Point},
    bakery::model::Resource,
    calls::queries::Card,
    infra::{clock::local_day, search::document::km_between},
    parties::model::PartyKind,
    themes::Theme,
};

/// A condition of a call that is not met.
#[derive(Clone, Debug, PartialEq)]
pub enum Misfit {
    /// Others may apply.
    Applicant(Vec<PartyKind>),
    /// It is about something else.
    Themes(Vec<Theme>),
    /// It is for these places, the nearest of which is so far away.
    Area(Vec<String>, Option<f64>),
    /// It closes before one has time.
    Closes(NaiveDate),
    /// It brings money, which is not looked for.
    Money,
}

/// Lists what keeps a call from fitting, in the order of the questions; nothing when it fits. `points` knows the areas of both.
pub fn misfits(answers: &Answers, call: &Card, points: &HashMap<AreaCode, Point>) -> Vec<Misfit> {
    let mut found = Vec::new();
    if !answers.kinds.is_empty() && !answers.kinds.iter().any(|kind| call.who_may_apply.contains(kind)) {
        found.push(Misfit::Applicant(call.who_may_apply.clone()));
    }
    let themes_differ = !answers.themes.is_empty() && !call.themes.is_empty();
    if themes_differ && !answers.themes.iter().any(|theme| call.themes.contains(theme)) {
        found.push(Misfit::Themes(call.themes.clone()));
    }
    if let Some(own) = &answers.area {
        let fits = |code: &AreaCode| holds(code, own, points) || holds(own, code, points) || is_in_reach(answers, km(own, code, points));
        if !call.areas.is_empty() && !call.areas.iter().any(|(code, _)| fits(code)) {
            let nearest = call.areas.iter().filter_map(|(code, _)| km(own, code, points)).min_by(f64::total_cmp);
            found.push(Misfit::Area(call.areas.iter().map(|(_, label)| label.clone()).collect(), nearest));
        }
    }
    let has_money = call.ceiling.is_some() || call.max.is_some();
    if has_money && !answers.seeks.is_empty() && !answers.seeks.contains(&Resource::Money) {
        found.push(Misfit::Money);
    }
    if let (Some(starts), Some(closes)) = (answers.starts_on, call.life.closes_at.map(local_day))
        && closes < starts
    {
        found.push(Misfit::Closes(closes));
    }
    found
}

/// Says whether an area is, or lies in, another one.
fn holds(large: &AreaCode, small: &AreaCode, points: &HashMap<AreaCode, Point>) -> bool {
    let parents = std::iter::successors(Some(small), |code| points.get(*code).and_then(|point| point.parent.as_ref()));
    // Country, municipality, district, neighbourhood.
    parents.take(4).any(|code| code == large)
}

fn km(one: &AreaCode, other: &AreaCode, points: &HashMap<AreaCode, Point>) -> Option<f64> {
    let (one, other) = (points.get(one)?, points.get(other)?);
    Some(km_between(one.lat, one.lon, other.lat, other.lon))
}

fn is_in_reach(answers: &Answers, km: Option<f64>) -> bool {
    answers.reach_km.zip(km).is_some_and(|(reach, km)| km <= f64::from(reach))
}
