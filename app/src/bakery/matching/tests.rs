//! The properties that a score of a pair has, tried on made-up posts of real words.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::infra::search::document::{DocumentKind, Place};
use crate::infra::search::index::Change;
use crate::infra::search::weights::Weights;

const WORDS: [&str; 24] = [
    "zonnepanelen",
    "buurthuis",
    "senioren",
    "hardlopen",
    "moestuin",
    "compost",
    "vrijwilligers",
    "bakfiets",
    "taalles",
    "koffie",
    "huiskamer",
    "reparatie",
    "energiecoach",
    "isolatie",
    "speeltuin",
    "onderhoud",
    "dak",
    "paneel",
    "tuin",
    "fiets",
    "bewoners",
    "woningen",
    "kinderen",
    "zoeken",
];
const THEMES: [&str; 5] = ["energie", "zorg", "voedsel", "werk", "ontmoeten"];
const RESOURCES: [&str; 5] = ["uren", "ruimte", "materiaal", "kennis", "geld"];

/// Statistics in which words that come later in the list are more common.
struct Fixed(HashMap<String, u64>);

impl Fixed {
    fn new() -> Self {
        let mut counts = HashMap::new();
        for (number, word) in (2_u64..).zip(WORDS) {
            let document = SearchDocument::new(Uuid::nil(), DocumentKind::Need, word, "", DateTime::UNIX_EPOCH);
            for term in Post::new(&document).terms() {
                counts.insert(term.to_owned(), number * 3);
            }
        }
        Self(counts)
    }
}

impl Statistics for Fixed {
    fn documents(&self) -> u64 {
        1_000
    }

    fn having(&self, term: &str) -> u64 {
        self.0.get(term).copied().unwrap_or(5)
    }

    fn having_theme(&self, theme: &str) -> u64 {
        THEMES.iter().position(|other| *other == theme).map_or(10, |at| 20 * (at as u64 + 1))
    }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Days::new(20_000)
}

fn nobody(_: Uuid) -> TrustFacts {
    TrustFacts::default()
}

fn score(ours: &SearchDocument, theirs: &SearchDocument) -> PairScore {
    let statistics = Fixed::new();
    score_pair(
        &Post::new(ours),
        &Post::new(theirs),
        &Surroundings { now: now(), statistics: &statistics, weights: Weights::TABLE.pair, facts: &nobody },
    )
}

fn words_shown(ours: &SearchDocument, theirs: &SearchDocument) -> Vec<SharedWord> {
    let statistics = Fixed::new();
    reasons(
        &Post::new(ours),
        &Post::new(theirs),
        &Surroundings { now: now(), statistics: &statistics, weights: Weights::TABLE.pair, facts: &nobody },
    )
}

prop_compose! {
    fn post(kind: DocumentKind)(
        number in 1_u64..1_000_000,
        title in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..4),
        text in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..30),
        themes in prop::sample::subsequence(THEMES.to_vec(), 0..4),
        resources in prop::collection::vec((prop::sample::select(RESOURCES.to_vec()), prop::option::of(1.0..100.0_f64)), 0..3),
        place in prop::option::of((52.4..52.6_f64, 6.0..6.2_f64, prop::option::of(0.5..20.0_f64))),
        municipality in prop::sample::select(vec!["GM0193", "GM0150"]),
        age in 0_u64..400,
    ) -> SearchDocument {
        let mut post = SearchDocument::new(Uuid::from_u64_pair(7, number), kind, title.join(" "), text.join(" "), now() - Days::new(age));
        post.themes = themes.into_iter().map(str::to_owned).collect();
        post.resources = resources.into_iter().map(|(key, amount)| (key.to_owned(), amount)).collect();
        post.areas = vec![municipality.to_owned()];
        post.place = place.map(|(lat, lon, reach_km)| Place { code: municipality.to_owned(), lat, lon, reach_km });
        post
    }
}

fn without(text: &str, word: &str) -> String {
    text.split(' ').filter(|other| !other.eq_ignore_ascii_case(word)).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn contributions_add_up_to_the_score(need in post(DocumentKind::Need), offer in post(DocumentKind::Offer)) {
        let pair = score(&need, &offer);
        let sum: f64 = pair.parts.iter().map(|part| part.contribution).sum();
        let weights: f64 = pair.parts.iter().map(|part| part.weight).sum();
        prop_assert!((sum - pair.score).abs() < 1e-9 && (weights - 1.0).abs() < 1e-9);
        prop_assert!(pair.parts.iter().all(|part| (0.0..=1.0).contains(&part.value) && (part.value * part.weight - part.contribution).abs() < 1e-9));
        prop_assert!((0.0..=1.0).contains(&pair.score));
    }

    #[test]
    fn both_sides_see_the_same_score(need in post(DocumentKind::Need), offer in post(DocumentKind::Offer)) {
        let (ours, theirs) = (score(&need, &offer), score(&offer, &need));
        prop_assert!((ours.score - theirs.score).abs() < 1e-12);
        prop_assert_eq!((ours.forward, ours.backward), (theirs.backward, theirs.forward));
        prop_assert_eq!(ours.has_evidence, theirs.has_evidence);
    }

    #[test]
    fn nearer_is_never_lower(need in post(DocumentKind::Need), offer in post(DocumentKind::Offer), share in 0.0..1.0_f64) {
        let (mut need, mut offer) = (need, offer);
        need.place.get_or_insert(Place { code: "GM0193".to_owned(), lat: 52.5, lon: 6.1, reach_km: Some(3.0) });
        offer.place.get_or_insert(Place { code: "GM0193".to_owned(), lat: 52.45, lon: 6.05, reach_km: None });
        let mut nearer = offer.clone();
        if let (Some(from), Some(place)) = (&need.place, &mut nearer.place) {
            place.lat = from.lat + (place.lat - from.lat) * share;
            place.lon = from.lon + (place.lon - from.lon) * share;
        }
        prop_assert!(score(&need, &nearer).score >= score(&need, &offer).score - 1e-9);
    }

    #[test]
    fn one_more_shared_theme_is_never_lower(need in post(DocumentKind::Need), offer in post(DocumentKind::Offer), theme in prop::sample::select(THEMES.to_vec())) {
        let mut richer = (need.clone(), offer.clone());
        for post in [&mut richer.0, &mut richer.1] {
            if !post.themes.iter().any(|other| other == theme) {
                post.themes.push(theme.to_owned());
            }
        }
        prop_assert!(score(&richer.0, &richer.1).score >= score(&need, &offer).score - 1e-9);
    }

    #[test]
    fn a_word_shown_as_a_reason_carries_the_score(need in post(DocumentKind::Need), offer in post(DocumentKind::Offer)) {
        let before = score(&need, &offer).score;
        for word in words_shown(&need, &offer) {
            let mut poorer = offer.clone();
            poorer.title = without(&offer.title, &word.theirs);
            poorer.text = without(&offer.text, &word.theirs);
            prop_assert!(score(&need, &poorer).score < before, "{} in the offer", word.theirs);
            let mut poorer = need.clone();
            poorer.title = without(&need.title, &word.ours);
            poorer.text = without(&need.text, &word.ours);
            prop_assert!(score(&poorer, &offer).score < before, "{} in the need", word.ours);
        }
    }

    #[test]
    fn equal_input_gives_equal_order(need in post(DocumentKind::Need), offers in prop::collection::vec(post(DocumentKind::Offer), 1..12)) {
        let list = |offers: &[SearchDocument]| {
            let mut matches: Vec<Match> = offers.iter().map(|offer| {
                let pair = score(&need, offer);
                Match { other: offer.clone(), score: pair.score, forward: pair.forward, backward: pair.backward, parts: pair.parts, caution: pair.caution }
            }).collect();
            sort_matches(&mut matches);
            matches.into_iter().map(|shown| (shown.other.id, shown.other.title)).collect::<Vec<_>>()
        };
        let mut unique = offers.clone();
        unique.sort_by_key(|offer| offer.id);
        unique.dedup_by_key(|offer| offer.id);
        let forth = list(&unique);
        unique.reverse();
        prop_assert_eq!(forth, list(&unique));
    }
}

fn offer(number: u64, title: &str, text: &str) -> SearchDocument {
    SearchDocument::new(Uuid::from_u64_pair(1, number), DocumentKind::Offer, title, text, now())
}

fn need(title: &str, text: &str) -> SearchDocument {
    SearchDocument::new(Uuid::from_u64_pair(2, 1), DocumentKind::Need, title, text, now())
}

#[test]
fn what_may_not_match_is_never_scored() {
    let ours = need("Hardloopclub voor senioren", "");
    let theirs = offer(1, "Hardlooptrainer", "");
    assert!(may_match(&ours, &theirs, now()));
    assert!(!may_match(&ours, &ours, now()), "two needs");
    let change = |change: fn(&mut SearchDocument)| {
        let mut changed = theirs.clone();
        change(&mut changed);
        changed
    };
    assert!(!may_match(&ours, &change(|post| post.expires_at = Some(now())), now()), "expired at this very moment");
    assert!(!may_match(&ours, &change(|post| post.opens_at = Some(now() + Days::new(1))), now()), "opens tomorrow");
    assert!(!may_match(&ours, &change(|post| post.capacity_left = false), now()), "full");
    let mut dated = ours.clone();
    dated.ends = NaiveDate::from_ymd_opt(2026, 5, 1);
    assert!(!may_match(&dated, &change(|post| post.starts = NaiveDate::from_ymd_opt(2026, 5, 2)), now()), "no common day");
    let mut hours = ours.clone();
    hours.resources = vec![("uren".to_owned(), None)];
    assert!(!may_match(&hours, &change(|post| post.resources = vec![("ruimte".to_owned(), None)]), now()), "space for hours");
    let mut same = (ours.clone(), theirs.clone());
    same.0.party = Some(Uuid::from_u128(5));
    same.1.party = Some(Uuid::from_u128(5));
    assert!(!may_match(&same.0, &same.1, now()), "one party");
}

#[test]
fn a_match_beyond_the_wished_reach_says_so() {
    let mut ours = need("Zonnepanelen op het buurthuis", "wie heeft isolatie");
    ours.place = Some(Place { code: "BU01930101".to_owned(), lat: 52.5, lon: 6.1, reach_km: Some(2.0) });
    let mut theirs = offer(1, "Zonnepanelen voor buurthuizen", "met isolatie");
    theirs.place = Some(Place { code: "BU01500101".to_owned(), lat: 52.528, lon: 6.1, reach_km: None });
    let pair = score(&ours, &theirs);
    assert!(pair.forward < pair.backward);
    let Some(Evidence::Place { km: Some(km), reach_km: Some(reach), .. }) = pair.caution.map(|part| part.evidence) else {
        panic!("no caution")
    };
    assert!((3.0..3.3).contains(&km) && reach == 2.0, "{km}");
}

#[test]
fn the_index_gives_matches_with_words_as_each_side_wrote_them() {
    let index = SearchIndex::in_memory().expect("an index");
    let party = Uuid::from_u128(9);
    let mut posts: Vec<SearchDocument> =
        (1..=5).map(|number| offer(number, "Trainer voor een hardloopclub", "Ervaren met ouderen in de wijk")).collect();
    posts.iter_mut().for_each(|post| post.party = Some(party));
    posts.push(offer(6, "Aanhanger te leen", "Alleen in het weekend"));
    posts.push(offer(7, "Hardlopen met 65-plussers", "Wandelen mag ook"));
    for number in 10..40 {
        posts.push(offer(number, "Vergaderruimte", "Zaal met koffie"));
    }
    let ours = need("Wij zoeken een hardlooptrainer", "Voor de senioren in onze buurt, hardlopen op dinsdag");
    let changes: Vec<Change> = posts.into_iter().chain([ours.clone()]).map(|post| Change::Put(Box::new(post))).collect();
    index.apply(&changes, 1).expect("an index");
    let matches = matches_for(&index, &ours, now(), 10, &nobody).expect("matches");
    assert_eq!(matches.iter().filter(|shown| shown.other.party == Some(party)).count(), 2, "two of one party");
    assert!(matches.iter().all(|shown| !shown.other.title.starts_with("Aanhanger") && !shown.other.title.starts_with("Vergader")));
    let first = &matches[0];
    let Some(Evidence::Words(words)) = first.parts.first().map(|part| part.evidence.clone()) else { panic!("no words") };
    assert!(
        words.iter().any(|word| ["hardlopen", "hardlooptrainer"].contains(&word.ours.as_str())
            && ["hardloopclub", "Hardlopen", "Trainer"].contains(&word.theirs.as_str())),
        "{words:?}"
    );
    assert_eq!(matches, matches_for(&index, &ours, now(), 10, &nobody).expect("matches"));
}
