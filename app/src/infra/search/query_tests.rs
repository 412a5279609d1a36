//! Searches in a small index of real Dutch words.

use chrono::Days;
use uuid::Uuid;

use super::super::document::Place;
use super::super::index::Change;
use super::*;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Days::new(20_000)
}

fn posts() -> Vec<SearchDocument> {
    let titles = [
        (DocumentKind::Need, "Zonnepanelen op het dak van de school", "Wij zoeken een coöperatie die wil investeren.", "energie", "GM0193"),
        (DocumentKind::Offer, "Energiecoach komt aan huis", "Advies over isolatie en zonne-energie.", "energie", "GM0193"),
        (DocumentKind::Offer, "Bakfiets te leen", "Voor verhuizingen in de buurt.", "mobiliteit", "GM0150"),
        (DocumentKind::Call, "Groen in Assendorp", "Bewoners nemen het onderhoud van parken over.", "openbare_ruimte", "GM0193"),
        (DocumentKind::Need, "Buurtmoestuin zoekt compost", "Ook vrijwilligers zijn welkom.", "voedsel", "GM0193"),
    ];
    let documents = (1_u128..).zip(titles).map(|(number, (kind, title, text, theme, area))| {
        let mut document = SearchDocument::new(Uuid::from_u128(number), kind, title, text, now() - Days::new(10));
        document.themes = vec![theme.to_owned()];
        document.areas = vec!["NL00".to_owned(), area.to_owned()];
        document.party_kind = Some("residents_group".to_owned());
        document
    });
    documents.collect()
}

fn index(documents: Vec<SearchDocument>) -> SearchIndex {
    let index = SearchIndex::in_memory().expect("an index");
    let changes: Vec<Change> = documents.into_iter().map(|document| Change::Put(Box::new(document))).collect();
    index.apply(&changes, 1).expect("an index");
    index
}

fn titles(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.document.title.as_str()).collect()
}

#[test]
fn compounds_plurals_and_accents_are_found() {
    let index = index(posts());
    let first = |text: &str| titles(&index.search(&Search::new(text, now())).expect("found")).first().map(|title| (*title).to_owned());
    for (text, title) in [
        ("paneel", "Zonnepanelen op het dak van de school"),
        ("scholen", "Zonnepanelen op het dak van de school"),
        ("cooperaties", "Zonnepanelen op het dak van de school"),
        ("tuin", "Buurtmoestuin zoekt compost"),
        ("FIETSEN", "Bakfiets te leen"),
        ("park", "Groen in Assendorp"),
    ] {
        assert_eq!(first(text).as_deref(), Some(title), "{text}");
    }
}

#[test]
fn no_input_is_an_error() {
    let index = index(posts());
    let long = "buurt zonnepanelen moestuin ".repeat(10_000);
    for text in [
        "",
        " ",
        "a",
        "de het een",
        "🌻🚲",
        "title:(a AND",
        "\"",
        "'; DROP TABLE calls; --",
        "*",
        "[1 TO",
        "\0\u{202e}",
        "é",
        long.as_str(),
    ] {
        let found = index.search(&Search::new(text, now())).expect("found");
        assert_eq!(found.total, if text.trim().is_empty() { 5 } else { found.total });
    }
    let mut beyond = Search::new("", now());
    (beyond.offset, beyond.limit) = (usize::MAX, usize::MAX);
    assert!(index.search(&beyond).expect("found").hits.is_empty());
    assert_eq!(index.search(&Search::new("de het een", now())).expect("found").total, 0);
}

#[test]
fn a_facet_counts_as_if_it_were_not_chosen() {
    let index = index(posts());
    let mut search = Search::new("", now());
    search.themes = vec!["energie".to_owned()];
    search.areas = vec!["GM0193".to_owned()];
    let found = index.search(&search).expect("found");
    assert_eq!(found.total, 2);
    let count = |list: &[FacetCount], key: &str| list.iter().find(|entry| entry.key == key).map_or(0, |entry| entry.count);
    assert_eq!((count(&found.facets.themes, "voedsel"), count(&found.facets.themes, "energie")), (1, 2));
    assert_eq!(count(&found.facets.themes, "mobiliteit"), 0, "it lies in another municipality");
    assert_eq!((count(&found.facets.areas, "GM0193"), count(&found.facets.areas, "GM0150")), (2, 0));
    assert_eq!((count(&found.facets.kinds, "need"), count(&found.facets.kinds, "offer")), (1, 1));
    search.kinds = vec![DocumentKind::Call];
    search.themes = vec!["onbekend".to_owned()];
    assert_eq!(index.search(&search).expect("found").total, 0);
}

#[test]
fn what_is_over_is_never_found_and_what_opens_later_on_request_not() {
    let mut documents = posts();
    documents[0].expires_at = Some(now());
    documents[1].opens_at = Some(now() + Days::new(1));
    let index = index(documents);
    let mut search = Search::new("zonne energie", now());
    assert_eq!(titles(&index.search(&search).expect("found")), ["Energiecoach komt aan huis"]);
    search.opening = Opening::OpenNow;
    assert_eq!(index.search(&search).expect("found").total, 0);
    search.now = now() - Days::new(1);
    assert_eq!(titles(&index.search(&search).expect("found")), ["Zonnepanelen op het dak van de school"]);
}

#[test]
fn orders_are_stable_and_pages_fit_together() {
    let mut documents = posts();
    documents[2].published_at = now();
    documents[3].expires_at = Some(now() + Days::new(3));
    for (document, lat) in documents.iter_mut().zip([52.5, 52.6, 52.51, 52.7]) {
        document.place = Some(Place { code: "GM0193".to_owned(), lat, lon: 6.1, reach_km: None });
    }
    let index = index(documents);
    let mut search = Search::new("", now());
    assert_eq!(titles(&index.search(&search).expect("found"))[0], "Bakfiets te leen", "newest first");
    search.sort = Sort::Deadline;
    assert_eq!(titles(&index.search(&search).expect("found"))[0], "Groen in Assendorp");
    search.sort = Sort::Nearest;
    search.near = Some((52.5, 6.1, 15.0));
    let all = index.search(&search).expect("found");
    assert_eq!(titles(&all), ["Zonnepanelen op het dak van de school", "Bakfiets te leen", "Energiecoach komt aan huis"]);
    search.limit = 1;
    let pages: Vec<String> = (0..4)
        .flat_map(|offset| {
            search.offset = offset;
            titles(&index.search(&search).expect("found")).into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(pages, titles(&all));
}

#[test]
fn distance_without_an_end_orders_and_takes_nothing_away() {
    let mut posts = posts();
    let (near, far) = (
        Some(Place { code: "GM0193".to_owned(), lat: 52.5, lon: 6.1, reach_km: None }),
        Some(Place { code: "GM0150".to_owned(), lat: 52.2, lon: 6.1, reach_km: None }),
    );
    posts.iter_mut().for_each(|post| post.place = None);
    posts[1].place = far;
    posts[3].place = near;
    let expected = [posts[3].title.clone(), posts[1].title.clone()];
    let index = index(posts);
    let mut search = Search::new("", now());
    search.sort = Sort::Nearest;
    search.near = Some((52.51, 6.1, f64::INFINITY));
    let found = index.search(&search).expect("found");
    assert_eq!(found.total, 5);
    assert_eq!(titles(&found)[..2], expected);
    search.near = Some((52.51, 6.1, 5.0));
    assert_eq!(titles(&index.search(&search).expect("found")), expected[..1]);
}

#[test]
fn hits_show_where_the_words_stand() {
    let index = index(posts());
    let found = index.search(&Search::new("panelen school", now())).expect("found");
    let hit = &found.hits[0];
    let marked: Vec<&str> = hit.highlights.title.iter().map(|range| &hit.document.title[range.clone()]).collect();
    assert_eq!(marked, ["Zonnepanelen", "school"]);
}

#[test]
fn a_typing_error_still_finds_and_does_not_find_everything() {
    let index = index(posts());
    let found = index.search(&Search::new("bakfeits", now())).expect("found");
    assert_eq!(titles(&found), ["Bakfiets te leen"]);
    assert_eq!(titles(&index.search(&Search::new("zonepanelen", now())).expect("found"))[0], "Zonnepanelen op het dak van de school");
    assert_eq!(index.search(&Search::new("xylofoon", now())).expect("found").total, 0);
}

#[test]
fn an_unknown_word_gets_a_suggestion() {
    let index = index(posts());
    let found = index.search(&Search::new("een bakfeits lenen", now())).expect("found");
    assert_eq!(found.did_you_mean.as_deref(), Some("een bakfiets lenen"));
    assert_eq!(index.search(&Search::new("bakfiets", now())).expect("found").did_you_mean, None);
}
