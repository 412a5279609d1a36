//! Words while typing: what the beginning of a word may become.
//!
//! The dictionary of terms is sorted, so the words with one beginning stand together; the most common of them are offered, one of each stem, and only
//! those with which the search at hand finds something.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::analysis::with_analyzer;
use super::collect::{Counting, Pass};
use super::index::{SearchError, SearchIndex};
use super::query::Search;
use super::schema::Fields;

/// Words with the same beginning that are looked at per segment; a beginning with more of them says too little yet.
const MOST_WALKED: usize = 20_000;

/// Candidates of which is checked whether they find anything.
const MOST_TRIED: usize = 24;

impl SearchIndex {
    /// Gives the words that begin so and with which this search finds something, the most common first; its text is not looked at. A word that is
    /// already complete is among them.
    ///
    /// # Errors
    /// Only when the index itself cannot be read.
    pub fn complete(&self, beginning: &str, within: &Search, limit: usize) -> Result<Vec<String>, SearchError> {
        let (searcher, fields) = self.searcher();
        let beginning = with_analyzer(|analyzer| analyzer.folded(beginning));
        if beginning.is_empty() {
            return Ok(Vec::new());
        }
        let pass = Pass { counting: Counting::Nothing, ..self.pass(within, 1) };
        let mut stems = FxHashSet::default();
        let mut words = Vec::new();
        for word in beginning_so(&searcher, &fields, &beginning)?.into_iter().take(MOST_TRIED) {
            // Words that are not searched for, such as "het", have no stem.
            let Some(stem) = with_analyzer(|analyzer| analyzer.words(&word).pop()).map(|word| word.terms.stem.clone()) else { continue };
            if stems.contains(&stem) {
                continue;
            }
            let query = TermQuery::new(Term::from_field_text(fields.folded, &word), IndexRecordOption::Basic);
            if searcher.search(&query, &pass)?.total == 0 {
                continue;
            }
            stems.insert(stem);
            words.push(word);
            if words.len() == limit {
                break;
            }
        }
        Ok(words)
    }
}

/// All words that begin so, those of the most documents first.
fn beginning_so(searcher: &Searcher, fields: &Fields, beginning: &str) -> tantivy::Result<Vec<String>> {
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.folded)?;
        let mut stream = index.terms().range().ge(beginning.as_bytes()).into_stream()?;
        let mut walked = 0;
        while walked < MOST_WALKED && stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
            walked += 1;
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                *found.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    let mut found: Vec<(String, u64)> = found.into_iter().collect();
    found.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
    Ok(found.into_iter().map(|(word, _)| word).collect())
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::infra::search::document::{DocumentKind, SearchDocument};
    use crate::infra::search::index::Change;

    #[test]
    fn words_are_completed_by_what_can_be_found() {
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).single().expect("a moment");
        let index = SearchIndex::in_memory().expect("an index");
        let post = |kind, title: &str| Change::Put(Box::new(SearchDocument::new(Uuid::now_v7(), kind, title, "", now)));
        let posts = [
            post(DocumentKind::Offer, "Plat dak"),
            post(DocumentKind::Offer, "Daken en dak voor zonnepanelen"),
            post(DocumentKind::Need, "Dakpannen gezocht, het dakterras"),
            post(DocumentKind::Call, "Dakgroen, café"),
        ];
        index.apply(&posts, 1).expect("indexed");
        let mut search = Search::new("", now);
        search.kinds = vec![DocumentKind::Offer, DocumentKind::Need];
        let complete = |beginning: &str, limit| index.complete(beginning, &search, limit).expect("words");
        assert_eq!(complete("da", 9), ["dak", "dakpannen", "dakterras"], "one of each stem, and nothing of calls");
        assert_eq!(complete("ZONN", 9), ["zonnepanelen"]);
        assert_eq!(complete("dak", 1), ["dak"]);
        for nothing in ["", " ", "het", "caf", "\u{ffff}", "dak dak"] {
            assert!(complete(nothing, 9).is_empty(), "{nothing:?}");
        }
        search.kinds = vec![DocumentKind::Call];
        assert_eq!(index.complete("caf", &search, 9).expect("words"), ["cafe"]);
    }
}
