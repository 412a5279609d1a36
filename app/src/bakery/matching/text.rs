//! How much of what a post says another one says too.
//!
//! BM25 without its length correction: posts are short, and the score of a post against itself sets the scale. Without that correction a
//! word that goes can never make the others count for more.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Surroundings;

use crate::infra::search::analysis::{Terms, with_analyzer};
use crate::infra::search::document::SearchDocument;
use crate::infra::search::terms::rarity;
use crate::infra::search::weights::PairWeights;

/// BM25's saturation of repeated words.
const K1: f64 = 1.2;

/// A shared word tells something if at most about a fifth of the documents have it: ln((1 - 1/5) / (1/5) + 1) = 1.6.
const TELLING: f32 = 1.5;

/// A post is read by this many terms.
const MOST_TERMS: usize = 25;

/// Words shown as a reason.
const MOST_WORDS: usize = 6;

/// A word that both posts have, as each wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWord {
    pub ours: String,
    pub theirs: String,
}

struct Occurrence {
    /// As written.
    word: String,
    terms: Arc<Terms>,
    in_title: bool,
}

/// A post with its words, ready to be compared.
pub struct Post<'a> {
    pub document: &'a SearchDocument,
    words: Vec<Occurrence>,
    counts: Counts,
}

impl<'a> Post<'a> {
    /// Reads the words of a post.
    pub fn new(document: &'a SearchDocument) -> Self {
        let mut words = Vec::new();
        for (text, in_title) in [(&document.title, true), (&document.text, false)] {
            let found = with_analyzer(|analyzer| analyzer.words_in(text, document.language));
            words.extend(found.into_iter().map(|word| Occurrence {
                word: text[word.from..word.to].to_owned(),
                terms: word.terms,
                in_title,
            }));
        }
        let counts = count(&words, "");
        Self { document, words, counts }
    }

    /// Lists its terms, each once, in no order.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(String::as_str)
    }
}

/// What a term is of the word that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Related,
    Part,
    Whole,
}

/// How often a term occurs in a post.
#[derive(Debug, Clone, Copy)]
struct Count {
    in_title: f64,
    in_text: f64,
    /// The strongest way in which it does.
    kind: Kind,
}

impl Count {
    fn weighed(self, weights: &PairWeights) -> f64 {
        self.in_title * weights.title + self.in_text
    }
}

type Counts = FxHashMap<String, Count>;

/// How often each term occurs, but for the word `left_out` (folded).
fn count(words: &[Occurrence], left_out: &str) -> Counts {
    let mut counts = Counts::default();
    for occurrence in words.iter().filter(|occurrence| occurrence.terms.folded != left_out) {
        let terms = &occurrence.terms;
        let parts = terms.parts.iter().map(|term| (term, Kind::Part));
        let related = terms.related.iter().map(|term| (term, Kind::Related));
        for (term, kind) in std::iter::once((&terms.stem, Kind::Whole)).chain(parts).chain(related) {
            if !counts.contains_key(term) {
                counts.insert(term.clone(), Count { in_title: 0.0, in_text: 0.0, kind });
            }
            if let Some(count) = counts.get_mut(term) {
                *(if occurrence.in_title { &mut count.in_title } else { &mut count.in_text }) += 1.0;
                count.kind = count.kind.max(kind);
            }
        }
    }
    counts
}

/// How much of `from` is in `to`: 0 to 1.
pub(super) fn value(from: &Post<'_>, to: &Post<'_>, around: &Surroundings<'_>) -> f64 {
    value_of(&from.counts, &to.counts, around)
}

fn value_of(from: &Counts, to: &Counts, around: &Surroundings<'_>) -> f64 {
    let weights = &around.weights;
    let (mut common, mut own) = (0.0, 0.0);
    for (term, weight) in telling(from, to, around) {
        let saturated = |count: &Count| count.weighed(weights) * (K1 + 1.0) / (count.weighed(weights) + K1);
        common += to.get(term).map_or(0.0, |count| weight * saturated(count));
        own += from.get(term).map_or(0.0, |count| weight * saturated(count));
    }
    if common > 0.0 { common / (common + weights.self_share * own) } else { 0.0 }
}

/// The best terms of a text with their weights. A word that nobody else uses cannot be asked of a counterpart and does not count.
fn telling<'a>(from: &'a Counts, to: &Counts, around: &Surroundings<'_>) -> Vec<(&'a str, f64)> {
    let documents = around.statistics.documents();
    let mut terms: Vec<(&str, f64)> = Vec::with_capacity(from.len());
    for (term, count) in from {
        let having = around.statistics.having(term);
        if having > 1 || to.contains_key(term) {
            let counts_as = match count.kind {
                Kind::Whole => 1.0,
                Kind::Part => around.weights.part,
                Kind::Related => around.weights.related,
            };
            let often = 1.0 + count.weighed(&around.weights).ln();
            terms.push((term, counts_as * often * f64::from(rarity(documents, having.max(1)))));
        }
    }
    terms.sort_by(|left, right| right.1.total_cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    terms.truncate(MOST_TERMS);
    terms
}

/// Whether both have a word that tells something.
pub(super) fn shares_telling_word(ours: &Post<'_>, theirs: &Post<'_>, around: &Surroundings<'_>) -> bool {
    let statistics = around.statistics;
    let documents = statistics.documents();
    ours.counts.keys().filter(|term| theirs.counts.contains_key(*term)).any(|term| rarity(documents, statistics.having(term)) >= TELLING)
}

/// The words that both have and that carry the match, strongest first. A word is a reason only if the score falls when either side
/// leaves it out; that is tried for each, by `score` of the values of text in both directions.
pub(super) fn shared_words(
    ours: &Post<'_>,
    theirs: &Post<'_>,
    around: &Surroundings<'_>,
    score: impl Fn(f64, f64) -> f64,
) -> Vec<SharedWord> {
    let statistics = around.statistics;
    let documents = statistics.documents();
    let mut shared: Vec<(f32, &Occurrence, &Occurrence)> = Vec::new();
    let mut seen = FxHashSet::default();
    for our_word in &ours.words {
        let strongest = our_word
            .terms
            .all()
            .filter(|term| theirs.counts.contains_key(*term))
            .map(|term| (rarity(documents, statistics.having(term)), term));
        let Some((weight, term)) = strongest.max_by(|left, right| left.0.total_cmp(&right.0)) else { continue };
        let Some(their_word) = theirs.words.iter().find(|word| word.terms.all().any(|other| other == term)) else { continue };
        if seen.insert(our_word.terms.folded.as_str()) {
            shared.push((weight, our_word, their_word));
        }
    }
    shared.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.terms.folded.cmp(&right.1.terms.folded)));
    let score_of = |ours: &Counts, theirs: &Counts| score(value_of(ours, theirs, around), value_of(theirs, ours, around));
    let full = score_of(&ours.counts, &theirs.counts);
    let mut words = Vec::new();
    for (_, our_word, their_word) in shared {
        let without_ours = score_of(&count(&ours.words, &our_word.terms.folded), &theirs.counts);
        let without_theirs = score_of(&ours.counts, &count(&theirs.words, &their_word.terms.folded));
        if without_ours < full && without_theirs < full {
            words.push(SharedWord { ours: our_word.word.clone(), theirs: their_word.word.clone() });
            if words.len() == MOST_WORDS {
                break;
            }
        }
    }
    words
}
