//! Kept searches find the same posts as the index does.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::document::{DocumentKind, Place};
use super::super::index::Change;
use super::super::query::{Sort, Words};
use super::*;

const WORDS: [&str; 16] = [
    "zonnepanelen",
    "zonnepaneel",
    "zon",
    "panelen",
    "moestuin",
    "tuin",
    "buurtmoestuin",
    "buurt",
    "fiets",
    "fietsen",
    "bakfiets",
    "de",
    "vrijwilligers",
    "vrijwilliger",
    "café",
    "xyzzy",
];
const THEMES: [&str; 3] = ["energie", "voedsel", "mobiliteit"];
const AREAS: [&[&str]; 4] = [&["BU01931120", "WK019311", "GM0193", "NL00"], &["WK019321", "GM0193", "NL00"], &["GM0150", "NL00"], &[]];

fn some_of(values: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(proptest::sample::select(values), 0..=most).prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn document()(
        title in some_of(&WORDS, 3), text in some_of(&WORDS, 6), kind in proptest::sample::select(DocumentKind::ALL.to_vec()),
        themes in some_of(&THEMES, 2), resources in some_of(&["geld", "uren"], 2), area in 0..AREAS.len(),
        party_kind in proptest::option::of(Just("company".to_owned())), place in proptest::option::of((52.0..53.0, 6.0..7.0)),
    ) -> SearchDocument {
        let mut document = SearchDocument::new(Uuid::new_v4(), kind, title.join(" "), text.join(" "), chrono::DateTime::UNIX_EPOCH);
        document.themes = themes;
        document.resources = resources.into_iter().map(|resource| (resource, None)).collect();
        document.areas = AREAS[area].iter().map(|code| (*code).to_owned()).collect();
        document.party_kind = party_kind;
        document.place = place.map(|(lat, lon)| Place { code: "GM0193".to_owned(), lat, lon, reach_km: None });
        document
    }
}

prop_compose! {
    fn search()(
        text in some_of(&WORDS, 3), kinds in proptest::sample::subsequence(DocumentKind::ALL.to_vec(), 0..=3),
        themes in some_of(&THEMES, 2), resources in some_of(&["geld", "uren"], 1),
        areas in some_of(&["BU01931120", "WK019311", "GM0193", "NL00", "GM0150", "GM9999"], 2), party_kinds in some_of(&["company", "fund"], 1),
        near in proptest::option::of((52.0..53.0, 6.0..7.0, prop_oneof![1.0..80.0, Just(f64::INFINITY)])),
        sort in proptest::sample::select(vec![Sort::Relevance, Sort::Newest, Sort::Nearest, Sort::Deadline]),
    ) -> Search {
        Search {
            words: Words::All, kinds, themes, resources, areas, party_kinds, near, sort, limit: 100,
            ..Search::new(text.join(" "), chrono::DateTime::UNIX_EPOCH)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_kept_search_finds_a_post_exactly_when_the_index_does(
        documents in proptest::collection::vec(document(), 1..8), searches in proptest::collection::vec(search(), 1..40),
    ) {
        let index = SearchIndex::in_memory().expect("an index");
        let changes: Vec<Change> = documents.iter().cloned().map(|document| Change::Put(Box::new(document))).collect();
        let mut percolator = Percolator::default();
        // Some are kept before there is anything to count by, some after, some twice, and some are taken away.
        let (early, late) = searches.split_at(searches.len() / 2);
        early.iter().enumerate().for_each(|(key, search)| percolator.put(key, search, &index.frequencies()));
        index.apply(&changes, 1).expect("an index");
        late.iter().enumerate().for_each(|(key, search)| percolator.put(early.len() + key, search, &index.frequencies()));
        early.iter().enumerate().step_by(3).for_each(|(key, search)| percolator.put(key, search, &index.frequencies()));
        let gone: Vec<usize> = (0..searches.len()).step_by(5).collect();
        gone.iter().for_each(|key| percolator.remove(key));
        let mut from_percolator: Vec<(usize, Uuid)> = Vec::new();
        for document in &documents {
            from_percolator.extend(percolator.matching(&Post::of(document)).into_iter().map(|key| (key, document.id)));
        }
        from_percolator.sort_unstable();
        let mut from_index: Vec<(usize, Uuid)> = Vec::new();
        for (key, search) in searches.iter().enumerate().filter(|(key, _)| !gone.contains(key)) {
            from_index.extend(index.search(search).expect("found").hits.into_iter().map(|hit| (key, hit.document.id)));
        }
        from_index.sort_unstable();
        prop_assert_eq!(from_percolator, from_index);
    }
}

fn finds(text: &str, post: &str) -> bool {
    let index = SearchIndex::in_memory().expect("an index");
    let mut percolator = Percolator::default();
    percolator.put((), &Search { words: Words::All, ..Search::new(text, chrono::DateTime::UNIX_EPOCH) }, &index.frequencies());
    let document = SearchDocument::new(Uuid::nil(), DocumentKind::Need, post, "", chrono::DateTime::UNIX_EPOCH);
    !percolator.matching(&Post::of(&document)).is_empty()
}

#[test]
fn every_word_must_be_there_in_some_form() {
    for (text, post) in [
        ("zonnepanelen", "Een zonnepaneel over"),
        ("zonnepaneel", "Zonnepanelen op het dak"),
        ("zonnepanelen", "Panelen voor zon"),
        ("tuin", "Buurtmoestuin zoekt compost"),
        ("de fietsen", "Bakfiets te leen"),
        ("", "Wat dan ook"),
    ] {
        assert!(finds(text, post), "{text} in {post}");
    }
    for (text, post) in [
        ("zonnepanelen", "In de zon zitten"),
        ("moestuin compost", "Moestuin zoekt vrijwilligers"),
        ("bakfiets", "Fiets te leen"),
        ("het de", "Het en de"),
        ("moestiun", "Moestuin"),
    ] {
        assert!(!finds(text, post), "{text} in {post}");
    }
}
