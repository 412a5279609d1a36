//! The parts of a score, each between 0 and 1 and with its evidence as data; texts are made in the page.

use chrono::{DateTime, NaiveDate, Utc};

use super::text::{self, Post, SharedWord};
use super::{Part, PartKind, Surroundings};
use crate::infra::search::candidates::Statistics;
use crate::infra::search::document::SearchDocument;
use crate::infra::search::terms::rarity;

/// Days after which a post counts half as fresh.
const HALF_FRESH_DAYS: f64 = 60.0;

/// The lowest value of time: a wanted period that is only half covered is still worth a talk.
const LOWEST_TIME: f64 = 0.5;

/// Up to this many times the reach a counterpart is still shown, with a warning; beyond it never.
const REACH_SLACK: f64 = 2.0;

/// The value of two places of which only is known that they are not the same.
const ELSEWHERE: f64 = 0.25;

/// The value of a kind of contribution that is not what was asked for but often serves.
const RELATED: f64 = 0.5;

/// What is known of a party from earlier matches; never a personal trait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrustFacts {
    /// Introductions that were put to it.
    pub asked: u32,
    /// Those it answered in time, with yes or no.
    pub answered: u32,
    /// Introductions that happened.
    pub introduced: u32,
    /// Those that both sides called a match afterwards.
    pub confirmed: u32,
}

/// How near two places are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    SameNeighbourhood,
    SameDistrict,
    SameMunicipality,
    /// Elsewhere, at a known or unknown distance.
    Elsewhere,
}

/// One kind of contribution: what is asked and what stands against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub wanted: String,
    pub offered: String,
    pub wanted_amount: Option<f64>,
    pub offered_amount: Option<f64>,
}

/// What a part rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// Filled in for matches that are shown; empty while ranking.
    Words(Vec<SharedWord>),
    /// The value of the part says how much the texts are about the same; a model has no words for why.
    Meaning,
    Themes(Vec<String>),
    Contributions(Vec<Given>),
    Place {
        nearness: Nearness,
        km: Option<f64>,
        reach_km: Option<f64>,
    },
    /// The days on which both are available, open where a date is missing, and when the other was published.
    Time {
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
        published_at: DateTime<Utc>,
    },
    Trust {
        verified: bool,
        facts: TrustFacts,
    },
}

/// The pair as seen from one side: does `to` serve `from`?
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) from: &'a Post<'a>,
    pub(super) to: &'a Post<'a>,
}

/// All parts that apply, with weights that add up to 1.
pub(super) fn parts_of(side: Side<'_>, around: &Surroundings<'_>) -> Vec<Part> {
    let (from, to) = (side.from.document, side.to.document);
    let found = PartKind::ALL.map(|kind| {
        let part = match kind {
            PartKind::Text => Some((text::value(side.from, side.to, around), Evidence::Words(Vec::new()))),
            PartKind::Meaning => around.statistics.likeness(from.id, to.id).map(|likeness| (likeness, Evidence::Meaning)),
            PartKind::Themes => themes(from, to, around.statistics),
            PartKind::Contribution => contribution(from, to),
            PartKind::Place => place(from, to),
            PartKind::Time => Some(time(from, to, around.now)),
            PartKind::Trust => Some(trust(to, around)),
        };
        part.map(|(value, evidence)| (kind, kind.weight(&around.weights), value.clamp(0.0, 1.0), evidence))
    });
    let applying: f64 = found.iter().flatten().map(|(_, weight, ..)| weight).sum();
    let share = |(kind, weight, value, evidence)| {
        let weight: f64 = weight / applying;
        Part { kind, weight, value, contribution: weight * value, evidence }
    };
    found.into_iter().flatten().map(share).collect()
}

/// Whether both carry one same theme.
pub(super) fn shares_theme(ours: &SearchDocument, theirs: &SearchDocument) -> bool {
    ours.themes.iter().any(|theme| theirs.themes.contains(theme))
}

/// Weighted Jaccard: the rarity of the shared themes by that of all. It does not apply where neither has a theme.
fn themes(from: &SearchDocument, to: &SearchDocument, statistics: &dyn Statistics) -> Option<(f64, Evidence)> {
    let weight = |theme: &str| f64::from(rarity(statistics.documents(), statistics.having_theme(theme).max(1)));
    let mut all: Vec<&String> = from.themes.iter().chain(&to.themes).collect();
    all.sort_unstable();
    all.dedup();
    let shared: Vec<String> =
        all.iter().filter(|theme| from.themes.contains(theme) && to.themes.contains(theme)).map(|theme| (*theme).clone()).collect();
    let whole: f64 = all.iter().map(|theme| weight(theme)).sum();
    let common: f64 = shared.iter().map(|theme| weight(theme)).sum();
    (!all.is_empty()).then(|| (if whole > 0.0 { common / whole } else { 0.0 }, Evidence::Themes(shared)))
}

/// How well one kind of contribution serves where another was asked for: 1 for the same, [`RELATED`] for kinds that often replace each
/// other (an assignment is work: hours and knowledge; a discount and materials save money; knowledge helps with everything), else 0.
fn serves(one: &str, other: &str) -> f64 {
    const RELATIONS: [(&str, &str); 5] =
        [("opdracht", "uren"), ("geld", "korting"), ("geld", "materiaal"), ("korting", "materiaal"), ("materiaal", "vervoermiddel")];
    let is_related = RELATIONS.iter().any(|(left, right)| (*left, *right) == (one, other) || (*right, *left) == (one, other));
    match () {
        () if one == other => 1.0,
        () if is_related || one == "kennis" || other == "kennis" => RELATED,
        () => 0.0,
    }
}

/// Whether anything that one brings serves the other; where one side names nothing, that is for people to find out.
pub(super) fn contributions_fit(ours: &SearchDocument, theirs: &SearchDocument) -> bool {
    let (ours, theirs) = (&ours.resources, &theirs.resources);
    ours.is_empty() || theirs.is_empty() || ours.iter().any(|(our, _)| theirs.iter().any(|(their, _)| serves(our, their) > 0.0))
}

/// Per kind that `from` names: min(theirs, ours) / ours, where both give an amount, else whether it is there; then the mean.
fn contribution(from: &SearchDocument, to: &SearchDocument) -> Option<(f64, Evidence)> {
    if from.resources.is_empty() || to.resources.is_empty() {
        return None;
    }
    let mut sum = 0.0;
    let mut given = Vec::new();
    for (asked, asked_amount) in &from.resources {
        let best = to.resources.iter().map(|(key, amount)| (covers(asked, *asked_amount, key, *amount), key, amount));
        if let Some((value, key, amount)) = best.max_by(|left, right| left.0.total_cmp(&right.0)).filter(|(value, ..)| *value > 0.0) {
            sum += value;
            given.push(Given { wanted: asked.clone(), offered: key.clone(), wanted_amount: *asked_amount, offered_amount: *amount });
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "there are eight kinds of contribution")]
    let kinds = from.resources.len() as f64;
    Some((sum / kinds, Evidence::Contributions(given)))
}

fn covers(asked: &str, asked_amount: Option<f64>, given: &str, given_amount: Option<f64>) -> f64 {
    let amount = match (asked_amount, given_amount) {
        (Some(asked_amount), Some(given_amount)) if asked == given && asked_amount > 0.0 => (given_amount / asked_amount).clamp(0.0, 1.0),
        _ => 1.0,
    };
    serves(asked, given) * amount
}

/// Kilometres after which a place counts half, for what can pass between the two; none where distance does not matter.
fn halving_km(from: &SearchDocument, to: &SearchDocument) -> Option<f64> {
    let km = |key: &str| match key {
        "geld" | "korting" => None,
        "ruimte" | "materiaal" => Some(5.0),
        "kennis" => Some(15.0),
        _ => Some(2.0),
    };
    let common: Vec<&str> =
        from.resources.iter().map(|(key, _)| key.as_str()).filter(|key| to.resources.iter().any(|(other, _)| other == key)).collect();
    if common.is_empty() {
        return Some(2.0);
    }
    common.into_iter().filter_map(km).reduce(f64::max)
}

fn nearness(from: &SearchDocument, to: &SearchDocument) -> Nearness {
    let shares = |prefix: &str| from.areas.iter().any(|code| code.starts_with(prefix) && to.areas.contains(code));
    // A name without a code, as in data from elsewhere, is that of a district.
    let shares_name = || {
        from.areas
            .iter()
            .any(|name| !["BU", "WK", "GM", "NL", "PV"].iter().any(|prefix| name.starts_with(prefix)) && to.areas.contains(name))
    };
    match () {
        () if shares("BU") => Nearness::SameNeighbourhood,
        () if shares("WK") || shares_name() => Nearness::SameDistrict,
        () if shares("GM") => Nearness::SameMunicipality,
        () => Nearness::Elsewhere,
    }
}

fn km(from: &SearchDocument, to: &SearchDocument) -> Option<f64> {
    let (from, to) = (from.place.as_ref()?, to.place.as_ref()?);
    Some(from.km_to(to.lat, to.lon))
}

/// Same neighbourhood 1, district 0.9, municipality 0.75, and never less than what the distance gives: 1 halving per so many kilometres.
/// Beyond the own reach it halves once more per reach. Money and what is online have no place.
fn place(from: &SearchDocument, to: &SearchDocument) -> Option<(f64, Evidence)> {
    if from.online || to.online {
        return None;
    }
    let halving = halving_km(from, to)?;
    let nearness = nearness(from, to);
    let km = km(from, to);
    if km.is_none() && (from.areas.is_empty() || to.areas.is_empty()) {
        return None;
    }
    let by_area = match nearness {
        Nearness::SameNeighbourhood => 1.0,
        Nearness::SameDistrict => 0.9,
        Nearness::SameMunicipality => 0.75,
        Nearness::Elsewhere if km.is_none() => ELSEWHERE,
        Nearness::Elsewhere => 0.0,
    };
    let by_distance = km.map_or(0.0, |km| (-km / halving).exp2());
    let reach_km = from.place.as_ref().and_then(|place| place.reach_km);
    let beyond = km.zip(reach_km).map_or(1.0, |(km, reach)| if km > reach { (-km / reach.max(0.1)).exp2() } else { 1.0 });
    Some((f64::max(by_area, by_distance) * beyond, Evidence::Place { nearness, km, reach_km }))
}

/// Whether neither reach is exceeded by far; a little beyond is shown with a warning.
pub(super) fn is_in_reach(ours: &SearchDocument, theirs: &SearchDocument) -> bool {
    if ours.online || theirs.online {
        return true;
    }
    let Some(km) = km(ours, theirs) else { return true };
    let reaches = [&ours.place, &theirs.place].into_iter().flatten().filter_map(|place| place.reach_km);
    reaches.into_iter().all(|reach| km <= reach * REACH_SLACK)
}

/// The days that both have, open where a date is missing.
fn common_period(ours: &SearchDocument, theirs: &SearchDocument) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let from = [ours.starts, theirs.starts].into_iter().flatten().max();
    let until = [ours.ends, theirs.ends].into_iter().flatten().min();
    (from, until)
}

/// Whether there is a day that both have.
pub(super) fn periods_overlap(ours: &SearchDocument, theirs: &SearchDocument) -> bool {
    !matches!(common_period(ours, theirs), (Some(from), Some(until)) if from > until)
}

/// The covered share of the wanted period, times how fresh the other is; at least [`LOWEST_TIME`].
fn time(from: &SearchDocument, to: &SearchDocument, now: DateTime<Utc>) -> (f64, Evidence) {
    #[expect(clippy::cast_precision_loss, reason = "days of one period")]
    let days = |from: NaiveDate, until: NaiveDate| ((until - from).num_days() + 1).max(0) as f64;
    let (first, last) = common_period(from, to);
    let covered = match (from.starts, from.ends, first, last) {
        (Some(starts), Some(ends), Some(first), Some(last)) if starts <= ends => days(first, last) / days(starts, ends),
        _ => 1.0,
    };
    #[expect(clippy::cast_precision_loss, reason = "seconds of a post's age")]
    let age_days = (now - to.published_at).num_seconds().max(0) as f64 / 86_400.0;
    let value = f64::max(LOWEST_TIME, covered.clamp(0.0, 1.0) * (-age_days / HALF_FRESH_DAYS).exp2());
    (value, Evidence::Time { from: first, until: last, published_at: to.published_at })
}

/// 0.4 for everybody, 0.3 for a verified party, 0.15 each for having answered and for confirmed matches (lower bounds, so that one
/// lucky case says little).
fn trust(to: &SearchDocument, around: &Surroundings<'_>) -> (f64, Evidence) {
    let facts = to.party.map(|party| (around.facts)(party)).unwrap_or_default();
    let verified = if to.party_verified { 0.3 } else { 0.0 };
    let earned = lower_bound(facts.answered, facts.asked) + lower_bound(facts.confirmed, facts.introduced);
    (0.4 + verified + 0.15 * earned, Evidence::Trust { verified: to.party_verified, facts })
}

/// The lower end of the 95 % interval of a share (Wilson 1927); 0 without cases.
fn lower_bound(good: u32, all: u32) -> f64 {
    if all == 0 {
        return 0.0;
    }
    let (z, n) = (1.96_f64, f64::from(all));
    let share = f64::from(good.min(all)) / n;
    let middle = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    ((middle - spread) / (1.0 + z * z / n)).max(0.0)
}
