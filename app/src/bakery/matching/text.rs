//! How much of what a post says another one says too.
//!
//! BM25 without its length correction: posts are short, and the score of a post against itself sets the scale. Without that correction a
//! word that goes can never make the others count for more.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

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
    /// Found out when it is first compared.
    telling: OnceLock<Vec<Telling>>,
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
        Self { document, words, counts, telling: OnceLock::new() }
    }

    fn telling(&self, around: &Surroundings<'_>) -> &[Telling] {
        self.telling.get_or_init(|| telling(&self.counts, around))
    }

    /// Lists its terms, each once, in no order.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(Term::as_str)
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

type Counts = FxHashMap<Term, Count>;

/// One of the terms of a word, held with them: posts are compared by thousands, and copies of texts would take most of the time.
#[derive(Clone)]
struct Term {
    of: Arc<Terms>,
    /// Its place in [`Terms::all`].
    at: usize,
}

impl Term {
    fn as_str(&self) -> &str {
        let Terms { stem, parts, related, .. } = &*self.of;
        match self.at.checked_sub(1) {
            None => stem.as_str(),
            Some(at) => parts.get(at).or_else(|| related.get(at - parts.len())).map_or("", String::as_str),
        }
    }
}

impl Borrow<str> for Term {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Term {}

impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// How often each term occurs, but for the word `left_out` (folded).
fn count(words: &[Occurrence], left_out: &str) -> Counts {
    let mut counts = Counts::default();
    for occurrence in words.iter().filter(|occurrence| occurrence.terms.folded != left_out) {
        let terms = &occurrence.terms;
        for at in 0..=terms.parts.len() + terms.related.len() {
            let kind = match at {
                0 => Kind::Whole,
                at if at <= terms.parts.len() => Kind::Part,
                _ => Kind::Related,
            };
            let term = Term { of: Arc::clone(terms), at };
            let counted = counts.entry(term).or_insert(Count { in_title: 0.0, in_text: 0.0, kind });
            *(if occurrence.in_title { &mut counted.in_title } else { &mut counted.in_text }) += 1.0;
            counted.kind = counted.kind.max(kind);
        }
    }
    counts
}

/// A term with its weight, and how many documents have it.
struct Telling {
    term: Term,
    weight: f64,
    having: u64,
}

/// How much of `from` is in `to`: 0 to 1.
pub(super) fn value(from: &Post<'_>, to: &Post<'_>, around: &Surroundings<'_>) -> f64 {
    value_of(from.telling(around), &from.counts, &to.counts, around)
}

/// Reads the best terms; a word that nobody else uses cannot be asked of a counterpart and does not count.
fn value_of(telling: &[Telling], from: &Counts, to: &Counts, around: &Surroundings<'_>) -> f64 {
    let weights = &around.weights;
    let saturated = |count: &Count| count.weighed(weights) * (K1 + 1.0) / (count.weighed(weights) + K1);
    let (mut common, mut own) = (0.0, 0.0);
    let shared = telling.iter().map(|telling| (telling, to.get(&telling.term)));
    for (telling, there) in shared.filter(|(telling, there)| telling.having > 1 || there.is_some()).take(MOST_TERMS) {
        common += there.map_or(0.0, |count| telling.weight * saturated(count));
        own += from.get(&telling.term).map_or(0.0, |count| telling.weight * saturated(count));
    }
    if common > 0.0 { common / (common + weights.self_share * own) } else { 0.0 }
}

/// The terms of a text, those that tell most first.
fn telling(counts: &Counts, around: &Surroundings<'_>) -> Vec<Telling> {
    let documents = around.statistics.documents();
    let weighed = |(term, count): (&Term, &Count)| {
        let having = around.statistics.having(term.as_str());
        let counts_as = match count.kind {
            Kind::Whole => 1.0,
            Kind::Part => around.weights.part,
            Kind::Related => around.weights.related,
        };
        let often = 1.0 + count.weighed(&around.weights).ln();
        Telling { term: term.clone(), weight: counts_as * often * f64::from(rarity(documents, having.max(1))), having }
    };
    let mut terms: Vec<Telling> = counts.iter().map(weighed).collect();
    terms.sort_by(|left, right| right.weight.total_cmp(&left.weight).then_with(|| left.term.as_str().cmp(right.term.as_str())));
    terms
}

/// Whether both have a word that tells something.
pub(super) fn shares_telling_word(ours: &Post<'_>, theirs: &Post<'_>, around: &Surroundings<'_>) -> bool {
    let statistics = around.statistics;
    let documents = statistics.documents();
    ours.counts
        .keys()
        .filter(|term| theirs.counts.contains_key(*term))
        .any(|term| rarity(documents, statistics.having(term.as_str())) >= TELLING)
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
    let full = score(value(ours, theirs, around), value(theirs, ours, around));
    let (our_telling, their_telling) = (ours.telling(around), theirs.telling(around));
    let mut words = Vec::new();
    for (_, our_word, their_word) in shared {
        let fewer = count(&ours.words, &our_word.terms.folded);
        let ahead = value_of(&telling(&fewer, around), &fewer, &theirs.counts, around);
        let without_ours = score(ahead, value_of(their_telling, &theirs.counts, &fewer, around));
        let fewer = count(&theirs.words, &their_word.terms.folded);
        let back = value_of(&telling(&fewer, around), &fewer, &ours.counts, around);
        let without_theirs = score(value_of(our_telling, &ours.counts, &fewer, around), back);
        if without_ours < full && without_theirs < full {
            words.push(SharedWord { ours: our_word.word.clone(), theirs: their_word.word.clone() });
            if words.len() == MOST_WORDS {
                break;
            }
        }
    }
    words
}
