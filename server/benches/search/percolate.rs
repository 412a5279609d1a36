//! One new post against 100,000 kept searches, beside running each of them on an index of that one post.

use std::time::Instant;

use app::infra::search::document::SearchDocument;
use app::infra::search::index::{Change, SearchIndex};
use app::infra::search::percolate::{Percolator, Post};
use app::infra::search::query::{Search, Words};
use serde::{Deserialize, Serialize};

use super::Times;
use super::growth::{Dice, Mill, now};

const SEARCHES: u64 = 100_000;
/// Posts that are there already; they say which words are rare.
const INDEXED: u64 = 10_000;
const POSTS: u64 = 2_000;
/// Searches that are also run one by one, on so many posts each.
const SAMPLE: (usize, u64) = (1_000, 3);

/// What one part of the benchmark says.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Percolated {
    pub searches: usize,
    pub times: Times,
    /// Searches that find a post, on average.
    pub found: f64,
    /// Milliseconds for running each search on an index of one post, from a sample.
    pub one_by_one_ms: f64,
    /// Where the two do not agree.
    pub differences: usize,
}

/// A search that somebody might keep: mostly one to three words of a post, with a filter or two of it; sometimes filters alone.
fn search(mill: &Mill, number: u64) -> Search {
    let mut dice = Dice::of(7, number);
    let post = mill.post(dice.next() % 1_000_000);
    let words: Vec<&str> = post.text.split_whitespace().filter(|word| word.len() > 4).collect();
    let count = if dice.percent(15) { 0 } else { 1 + dice.below(3) };
    let text: Vec<&str> = (0..count).filter_map(|_| dice.one(&words).copied()).collect();
    let mut search = Search { words: Words::All, limit: 1, ..Search::new(text.join(" "), now()) };
    search.kinds = if dice.percent(50) { vec![post.kind] } else { Vec::new() };
    if count == 0 || dice.percent(30) {
        search.themes = dice.one(&post.themes).cloned().into_iter().collect();
    }
    if count == 0 || dice.percent(40) {
        search.areas = dice.one(&post.areas).cloned().into_iter().collect();
    }
    if dice.percent(10) {
        search.resources = dice.one(&post.resources).map(|(resource, _)| resource.clone()).into_iter().collect();
    }
    search
}

/// Keeps the searches, tests posts against them, and compares with the index.
pub fn measure(mill: &Mill) -> anyhow::Result<Percolated> {
    let index = SearchIndex::in_memory()?;
    let put = |post: SearchDocument| Change::Put(Box::new(SearchDocument { expires_at: None, ..post }));
    index.apply(&(0..INDEXED).map(|number| put(mill.post(number))).collect::<Vec<_>>(), 1)?;
    let searches: Vec<Search> = (0..SEARCHES).map(|number| search(mill, number)).collect();
    let mut percolator = Percolator::default();
    let frequencies = index.frequencies();
    searches.iter().enumerate().for_each(|(number, search)| percolator.put(number, search, &frequencies));

    let (mut times, mut found) = (Vec::new(), 0);
    for number in 0..POSTS {
        let post = mill.post(2_000_000 + number);
        let start = Instant::now();
        found += percolator.matching(&Post::of(&post)).len();
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }

    let (mut seconds, mut differences) = (0.0, 0);
    for number in 0..SAMPLE.1 {
        let post = mill.post(2_000_000 + number);
        let fast = percolator.matching(&Post::of(&post));
        let one = SearchIndex::in_memory()?;
        one.apply(&[put(post)], 1)?;
        let start = Instant::now();
        for (number, search) in searches.iter().enumerate().take(SAMPLE.0) {
            differences += usize::from((one.search(search)?.total == 1) != fast.contains(&number));
        }
        seconds += start.elapsed().as_secs_f64();
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]
    let percolated = Percolated {
        searches: percolator.len(),
        times: Times::of(times),
        found: found as f64 / POSTS as f64,
        one_by_one_ms: seconds * 1_000.0 * SEARCHES as f64 / (SAMPLE.0 as f64 * SAMPLE.1 as f64),
        differences,
    };
    println!("{percolated:?}");
    Ok(percolated)
}
