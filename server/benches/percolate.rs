//! One new post against 100,000 saved searches, beside running each of them on an index of that one post: `cargo bench -p server --bench percolate`.
//!
//! Posts and searches are made out of the demo's needs and offers: a post takes sentences of several, a search takes words and filters of one.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use app::{
    bakery::search::kind_of,
    demo::content::Content,
    infra::search::{
        document::SearchDocument,
        index::{Change, SearchIndex},
        percolate::{Percolator, Post},
        query::{Search, Words},
    },
};
use chrono::DateTime;
use uuid::Uuid;

const SEARCHES: usize = 100_000;
const INDEXED: usize = 2_000;
const POSTS: usize = 1_000;
/// Searches that are also run one by one.
const SAMPLE: usize = 2_000;

/// A small source of numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

fn demo() -> anyhow::Result<Vec<SearchDocument>> {
    let content: Content = toml::from_str(include_str!("../demo/listings.toml"))?;
    let document = |listing: app::demo::content::Listing| {
        let mut document = SearchDocument::new(Uuid::now_v7(), kind_of(listing.side), listing.title, listing.body, DateTime::UNIX_EPOCH);
        document.themes = listing.themes.iter().map(|theme| theme.as_str().to_owned()).collect();
        document.resources = listing.resources.iter().map(|part| (part.kind.as_str().to_owned(), part.quantity)).collect();
        let code = listing.area.as_str();
        let digits = |letters: &str, end: usize| code.get(2..end).map(|digits| format!("{letters}{digits}"));
        document.areas = [digits("BU", 10), digits("WK", 8), digits("GM", 6), Some("NL00".to_owned())].into_iter().flatten().collect();
        document.party_kind = Some(if listing.party.is_some() { "company" } else { "person" }.to_owned());
        document
    };
    Ok(content.listing.into_iter().map(document).collect())
}

/// A new post out of sentences of three others.
fn post(dice: &mut Dice, of: &[SearchDocument]) -> Option<SearchDocument> {
    let mut document = dice.one(of)?.clone();
    document.id = Uuid::now_v7();
    for _ in 0..2 {
        let sentences: Vec<&str> = dice.one(of)?.text.split(". ").collect();
        document.text = format!("{} {}", document.text, dice.one(&sentences)?);
    }
    document.themes = dice.one(of)?.themes.clone();
    document.areas = dice.one(of)?.areas.clone();
    Some(document)
}

/// A search that somebody might keep: mostly one or two words with a filter or two, sometimes filters alone.
fn search(dice: &mut Dice, of: &[SearchDocument]) -> Option<Search> {
    let document = dice.one(of)?;
    let words: Vec<&str> = document.text.split_whitespace().filter(|word| word.len() > 4).collect();
    let count = if dice.percent(15) { 0 } else { 1 + dice.below(3) };
    let text: Vec<&str> = (0..count).filter_map(|_| dice.one(&words).copied()).collect();
    let mut search = Search { words: Words::All, limit: 1, ..Search::new(text.join(" "), DateTime::UNIX_EPOCH) };
    search.kinds = if dice.percent(50) { vec![document.kind] } else { Vec::new() };
    if count == 0 || dice.percent(30) {
        search.themes = dice.one(&document.themes).cloned().into_iter().collect();
    }
    if count == 0 || dice.percent(40) {
        search.areas = dice.one(&document.areas).cloned().into_iter().collect();
    }
    if dice.percent(10) {
        search.resources = dice.one(&document.resources).map(|(resource, _)| resource.clone()).into_iter().collect();
    }
    Some(search)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn main() -> anyhow::Result<()> {
    let demo = demo()?;
    let mut dice = Dice(2_026);
    let indexed: Vec<SearchDocument> = (0..INDEXED).filter_map(|_| post(&mut dice, &demo)).collect();
    let index = SearchIndex::in_memory()?;
    let changes: Vec<Change> = indexed.iter().cloned().map(|document| Change::Put(Box::new(document))).collect();
    index.apply(&changes, 1)?;
    let searches: Vec<Search> = (0..SEARCHES).filter_map(|_| search(&mut dice, &demo)).collect();

    let start = Instant::now();
    let mut percolator = Percolator::default();
    let frequencies = index.frequencies();
    searches.iter().enumerate().for_each(|(number, search)| percolator.put(number, search, &frequencies));
    println!("kept {} searches in {:.0} ms", percolator.len(), millis(start.elapsed()));

    let posts: Vec<SearchDocument> = (0..POSTS).filter_map(|_| post(&mut dice, &demo)).collect();
    let mut times = Vec::with_capacity(posts.len());
    let mut found = 0;
    for document in &posts {
        let start = Instant::now();
        found += percolator.matching(&Post::of(document)).len();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!(
        "one post against them: p50 {:.2} ms, p99 {:.2} ms, found by {} on average",
        millis(at(50)),
        millis(at(99)),
        found / posts.len().max(1)
    );

    let mut slow = Duration::ZERO;
    let mut differences = 0;
    for document in posts.iter().take(5) {
        let one = SearchIndex::in_memory()?;
        one.apply(&[Change::Put(Box::new(document.clone()))], 1)?;
        let fast: Vec<usize> = percolator.matching(&Post::of(document));
        let start = Instant::now();
        for (number, search) in searches.iter().enumerate().take(SAMPLE) {
            differences += usize::from((one.search(search)?.total == 1) != fast.contains(&number));
        }
        slow += start.elapsed();
    }
    let each = slow.as_secs_f64() / (5.0 * f64::from(u32::try_from(SAMPLE)?));
    println!(
        "each search on an index of one post: {:.1} ms for {SEARCHES} (from a sample), {differences} differences",
        each * 1e5 * 1_000.0
    );
    Ok(())
}
