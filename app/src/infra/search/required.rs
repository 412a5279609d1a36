//! What it means that every word of a text must be in a post: the one rule for a search that asks for all words, in the index and outside of it.
//!
//! A post has a word when the stem of that word is in it, as a word or as a part of a compound (`tuin` is in "buurtmoestuin"), or when all parts of
//! that word are in it (`zonnepanelen` is in "een zonnepaneel" and in "panelen voor zon"). What is only spelled alike does not count.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::analysis::{Terms, Word, with_analyzer};
use super::schema::Fields;

/// Says whether a post has a word; `has` says whether it has a term.
pub fn has_word(word: &Terms, has: impl Fn(&str) -> bool) -> bool {
    has(&word.stem) || (!word.parts.is_empty() && word.parts.iter().all(|part| has(part)))
}

/// Lists the words of a text that a post must have, each once.
pub fn words_of(text: &str) -> Vec<Arc<Terms>> {
    each_once(&with_analyzer(|analyzer| analyzer.words(text)))
}

fn each_once(words: &[Word]) -> Vec<Arc<Terms>> {
    let mut seen = FxHashSet::default();
    words.iter().filter(|word| seen.insert(word.terms.folded.as_str())).map(|word| Arc::clone(&word.terms)).collect()
}

/// Narrows a query down to the posts that have every one of the words; their order stays what the query makes of it.
pub(crate) fn narrowed(query: Box<dyn Query>, fields: &Fields, words: &[Word]) -> Box<dyn Query> {
    let term = |term: &str| -> Box<dyn Query> {
        let within = [fields.title_parts, fields.text_parts].map(|field| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::Basic)))
        });
        Box::new(BooleanQuery::new(within.into()))
    };
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, query)];
    for word in each_once(words) {
        let mut ways: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, term(&word.stem))];
        if !word.parts.is_empty() {
            let parts = word.parts.iter().map(|part| (Occur::Must, term(part))).collect();
            ways.push((Occur::Should, Box::new(BooleanQuery::new(parts))));
        }
        clauses.push((Occur::Must, Box::new(BoostQuery::new(Box::new(BooleanQuery::new(ways)), 0.0))));
    }
    Box::new(BooleanQuery::new(clauses))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_three_parts_is_found_by_its_three_parts() {
        for (asked, written, found) in [
            ("buurtmoestuin", "een moestuin voor de buurt", true),
            ("buurtmoestuinen", "moes uit de tuin van onze buurt", true),
            ("buurtmoestuin", "een moestuin", false),
            ("zonnepanelen", "panelen die zon vangen", true),
        ] {
            let post = words_of(written);
            let has = |term: &str| post.iter().any(|word| word.all().any(|other| other == term));
            assert_eq!(words_of(asked).iter().all(|word| has_word(word, has)), found, "{asked} in {written}");
        }
    }
}
