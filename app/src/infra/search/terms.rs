//! Telling terms: which words of a text say what it is about, and how much each weighs.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::analysis::Word;
use super::weights::Weights;

/// A term of a query with its weight: 1 + ln(how often the query has it), times what its kind counts.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    pub term: String,
    pub weight: f32,
    /// The weight times the rarity of the term.
    pub tells: f32,
    /// Whether it is the stem of a whole word of the query.
    pub is_whole: bool,
}

/// How rare a term is among `documents`, as BM25 counts it.
#[expect(clippy::cast_precision_loss, reason = "counts of documents, of which the logarithm is taken")]
pub fn rarity(documents: u64, having: u64) -> f32 {
    let having = having.min(documents) as f32;
    (1.0 + (documents as f32 - having + 0.5) / (having + 0.5)).ln()
}

/// Picks the terms of a text that tell most, best first. `having` gives the number of documents with a term; terms that no document has
/// find nothing and are left out.
pub fn telling_terms(words: &[Word], weights: &Weights, documents: u64, mut having: impl FnMut(&str) -> u64) -> Vec<WeightedTerm> {
    let mut counts: FxHashMap<&str, (f32, f32)> = FxHashMap::default();
    for word in words {
        let terms = &word.terms;
        let parts = terms.parts.iter().map(|term| (term, weights.part));
        let related = terms.related.iter().map(|term| (term, weights.related));
        for (term, counts_as) in std::iter::once((&terms.stem, 1.0)).chain(parts).chain(related) {
            let (count, most) = counts.entry(term).or_default();
            *count += 1.0;
            *most = counts_as.max(*most);
        }
    }
    let whole: FxHashSet<&str> = words.iter().map(|word| word.terms.stem.as_str()).collect();
    let mut terms: Vec<WeightedTerm> = counts
        .into_iter()
        .filter_map(|(term, (count, counts_as))| {
            let weight = counts_as * (1.0 + count.ln());
            let having = having(term);
            let is_whole = whole.contains(term);
            (having > 0).then(|| WeightedTerm { term: term.to_owned(), weight, tells: weight * rarity(documents, having), is_whole })
        })
        .collect();
    terms.sort_by(|left, right| right.tells.total_cmp(&left.tells).then_with(|| left.term.cmp(&right.term)));
    terms.truncate(weights.terms);
    terms
}

/// How many documents have a term: each is looked up once.
pub(crate) struct Having<'a> {
    searcher: &'a Searcher,
    known: RefCell<FxHashMap<Term, u64>>,
}

impl<'a> Having<'a> {
    pub(crate) fn of(searcher: &'a Searcher) -> Self {
        Self { searcher, known: RefCell::default() }
    }

    pub(crate) fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// In one field, with the term itself.
    pub(crate) fn in_field(&self, field: Field, term: &str) -> (Term, u64) {
        let term = Term::from_field_text(field, term);
        if let Some(having) = self.known.borrow().get(&term) {
            return (term, *having);
        }
        let having = self.searcher.doc_freq(&term).unwrap_or_default();
        self.known.borrow_mut().insert(term.clone(), having);
        (term, having)
    }

    /// In any of these fields (at least: in the field where most have it).
    pub(crate) fn in_any(&self, fields: &[Field], term: &str) -> u64 {
        fields.iter().map(|field| self.in_field(*field, term).1).max().unwrap_or_default()
    }
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
            term if term.starts_with("fiet") => 10,
            term if term.starts_with("hijskra") => 1,
            _ => 0,
        };
        let terms = telling_terms(&words, &Weights::TABLE, 100, having);
        assert_eq!(terms.len(), 3);
        assert!(terms[0].term.starts_with("hijskra") && terms[2].term == "buurt", "{terms:?}");
    }
}
