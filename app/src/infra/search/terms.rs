//! Telling terms: which words of a text say what it is about, and how much each weighs.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::analysis::Word;

/// A long text is searched by this many terms: better than by all of them (measured), and many times faster.
pub const MOST_TERMS: usize = 25;

/// A term of a query with its weight: 1 + ln(how often the query has it).
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    pub term: String,
    pub weight: f32,
    /// The weight times the rarity of the term.
    pub tells: f32,
}

/// How rare a term is among `documents`, as BM25 counts it.
#[expect(clippy::cast_precision_loss, reason = "counts of documents, of which the logarithm is taken")]
pub fn rarity(documents: u64, having: u64) -> f32 {
    let having = having.min(documents) as f32;
    (1.0 + (documents as f32 - having + 0.5) / (having + 0.5)).ln()
}

/// Picks the terms of a text that tell most, best first. `having` gives the number of documents with a term; terms that no document has
/// find nothing and are left out.
pub fn telling_terms(words: &[Word], documents: u64, mut having: impl FnMut(&str) -> u64) -> Vec<WeightedTerm> {
    let mut counts: FxHashMap<&str, f32> = FxHashMap::default();
    for word in words {
        word.terms.all().for_each(|term| *counts.entry(term).or_default() += 1.0);
    }
    let mut terms: Vec<WeightedTerm> = counts
        .into_iter()
        .filter_map(|(term, count)| {
            let weight = 1.0 + count.ln();
            let having = having(term);
            (having > 0).then(|| WeightedTerm { term: term.to_owned(), weight, tells: weight * rarity(documents, having) })
        })
        .collect();
    terms.sort_by(|left, right| right.tells.total_cmp(&left.tells).then_with(|| left.term.cmp(&right.term)));
    terms.truncate(MOST_TERMS);
    terms
}

/// The number of documents that have a term in any of these fields (at least: in the field where most have it).
pub fn documents_having(searcher: &Searcher, fields: &[Field], term: &str) -> u64 {
    fields.iter().filter_map(|field| searcher.doc_freq(&Term::from_field_text(*field, term)).ok()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infra::search::analysis::Analyzer;

    #[test]
    fn rare_words_tell_more_and_unknown_words_nothing() {
        let words = Analyzer::new().words("fiets fiets buurt onbekendwoord hijskraan");
        let having = |term: &str| match term {
            "buurt" => 90,
            "hijskran" | "hijskraan" => 1,
            "onbekendwoord" => 0,
            _ => 10,
        };
        let terms = telling_terms(&words, 100, having);
        assert_eq!(terms.len(), 3);
        assert!(terms[0].term.starts_with("hijskra") && terms[2].term == "buurt", "{terms:?}");
    }
}
