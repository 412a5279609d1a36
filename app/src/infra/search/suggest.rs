//! "Bedoelde u ...?": the likeliest known word for one that no document has.
//!
//! A Levenshtein automaton walks the dictionary of terms and visits only what is near; of the words at equal distance the one that most
//! documents have is the likeliest.

use std::cmp::Reverse;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy_fst::Automaton;

use super::analysis::Word;
use super::query::Asked;
use super::schema::Fields;
use super::terms::Having;

/// Unknown words of a query that are looked up; a query with more of them is not a typing error.
const MOST_UNKNOWN: usize = 3;

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// From this length on two errors are allowed.
const LONG: usize = 8;

/// Longer words are not looked up.
const LONGEST: usize = 40;

/// Swapped neighbours count as one error. Making a builder takes a moment, so there is one for each distance.
static BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|errors| LevenshteinAutomatonBuilder::new(errors, true)));

/// What was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The whole text with the words replaced.
    pub text: String,
    /// The new words alone.
    pub words: String,
}

/// Replaces the unknown words of a query by the known ones that are nearest (most documents first among equals); none if all words are
/// known or nothing is near. A word counts as known if its stem, a compound part or a related word is, or if it is a known English word.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn correct(
    searcher: &Searcher,
    having: &Having<'_>,
    fields: &Fields,
    text: &str,
    asked: &Asked,
) -> tantivy::Result<Option<Correction>> {
    let has = |fields: &[_], word: &Word| word.terms.all().any(|term| having.in_any(fields, term) > 0);
    let english = |word: &Word| asked.english.iter().any(|other| other.from == word.from && has(&[fields.english], other));
    let known = |word: &Word| has(&[fields.title_parts, fields.text_parts], word) || english(word);
    let is_long = |word: &Word| (SHORTEST..=LONGEST).contains(&word.terms.folded.chars().count());
    let unknown: Vec<&Word> = asked.dutch.iter().filter(|word| is_long(word) && !known(word)).take(MOST_UNKNOWN + 1).collect();
    if unknown.is_empty() || unknown.len() > MOST_UNKNOWN {
        return Ok(None);
    }
    let mut corrected = String::with_capacity(text.len());
    let mut copied = 0;
    let mut new_words: Vec<String> = Vec::new();
    for word in unknown {
        if let Some(better) = nearest(searcher, fields, &word.terms.folded)? {
            corrected.push_str(&text[copied..word.from]);
            corrected.push_str(&better);
            copied = word.to;
            new_words.push(better);
        }
    }
    corrected.push_str(&text[copied..]);
    Ok((!new_words.is_empty()).then(|| Correction { text: corrected, words: new_words.join(" ") }))
}

/// The known word at the smallest edit distance: at most one for short words, two from eight letters on.
fn nearest(searcher: &Searcher, fields: &Fields, word: &str) -> tantivy::Result<Option<String>> {
    let near = Near(BUILDERS[usize::from(word.chars().count() >= LONG)].build_dfa(word));
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.folded)?;
        let mut stream = index.terms().search(&near).into_stream()?;
        while stream.advance() {
            if let Ok(candidate) = std::str::from_utf8(stream.key()) {
                *found.entry(candidate.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    let best = found.into_iter().min_by_key(|(candidate, having)| (near.errors(candidate), Reverse(*having), candidate.clone()));
    Ok(best.map(|(candidate, _)| candidate))
}

/// The automaton of the words near one word, in the form in which the dictionary of terms is walked.
struct Near(DFA);

impl Near {
    fn errors(&self, word: &str) -> u8 {
        match self.0.eval(word) {
            Distance::Exact(errors) | Distance::AtLeast(errors) => errors,
        }
    }
}

impl Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_are_one_error() {
        let near = Near(BUILDERS[1].build_dfa("buurthuis"));
        let errors = ["buurthuis", "buruthuis", "buurthus", "bruurthuus", "ziekenhuis"].map(|word| near.errors(word));
        assert_eq!(errors, [0, 1, 1, 2, 3]);
    }
}
