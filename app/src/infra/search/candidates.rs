//! Which documents may answer another one: by its telling words, and by theme and place alone.

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use super::collect::Counting;
use super::collect::Pass;
use super::document::SearchDocument;
use super::index::{SearchError, SearchIndex};
use super::query::{Asked, Opening, Sort, text_query};
use super::schema::{Facet, Fields};
use super::terms::documents_having;

/// Candidates by their words.
const BY_TEXT: usize = 100;

/// More candidates by theme or place alone, newest first.
const BY_THEME_OR_PLACE: usize = 50;

/// Lists the documents of the opposite kind that are open now and share words, a theme or an area with `document`: those with the best
/// words first, without `document` itself. Blocking.
///
/// # Errors
/// When the index cannot be read.
pub fn candidates(index: &SearchIndex, document: &SearchDocument, now: DateTime<Utc>) -> Result<Vec<SearchDocument>, SearchError> {
    let (searcher, fields) = index.searcher();
    let text = format!("{}\n{}", document.title, document.text);
    let by_text = text_query(&searcher, &fields, &index.weights, &text, &Asked::read(&text, document.language));
    let keys = |facet, keys: &[String]| keys.iter().map(|key| key_query(&fields, facet, key)).collect::<Vec<_>>();
    let mut clauses = keys(Facet::Theme, &document.themes);
    clauses.extend(keys(Facet::Area, &document.areas));
    let by_key: Box<dyn Query> = if clauses.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(clauses)) };
    let mut seen = FxHashSet::from_iter([document.id]);
    let mut found = Vec::new();
    for (query, sort, keep) in [(by_text, Sort::Relevance, BY_TEXT), (by_key, Sort::Newest, BY_THEME_OR_PLACE)] {
        let pass = pass(document, now, sort, keep);
        for (_, address) in searcher.search(&query, &pass)?.best {
            let row: TantivyDocument = searcher.doc(address)?;
            found.extend(fields.read(&row).filter(|candidate| seen.insert(candidate.id)));
        }
    }
    Ok(found)
}

fn key_query(fields: &Fields, facet: Facet, key: &str) -> (Occur, Box<dyn Query>) {
    let term = Term::from_field_text(fields.facet(facet), key);
    (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
}

fn pass(document: &SearchDocument, now: DateTime<Utc>, sort: Sort, keep: usize) -> Pass {
    let mut accepted: [Vec<String>; Facet::ALL.len()] = Default::default();
    accepted[0] = document.kind.opposite().map(|kind| kind.key().to_owned()).into_iter().collect();
    Pass { accepted, now: now.timestamp_millis(), opening: Opening::OpenNow, near: None, sort, keep, counting: Counting::Nothing }
}

/// How common words and themes are; the index gives it, and tests make it up.
pub trait Statistics {
    /// The number of documents.
    fn documents(&self) -> u64;
    /// How many of them have this term.
    fn having(&self, term: &str) -> u64;
    /// How many of them have this theme.
    fn having_theme(&self, theme: &str) -> u64;
}

/// The statistics of an index at one moment, remembering what was asked.
pub struct IndexStatistics {
    searcher: Searcher,
    fields: Fields,
    terms: RefCell<FxHashMap<String, u64>>,
}

impl SearchIndex {
    /// The statistics of now.
    pub fn statistics(&self) -> IndexStatistics {
        let (searcher, fields) = self.searcher();
        IndexStatistics { searcher, fields, terms: RefCell::default() }
    }
}

impl Statistics for IndexStatistics {
    fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    fn having(&self, term: &str) -> u64 {
        if let Some(known) = self.terms.borrow().get(term) {
            return *known;
        }
        let having = documents_having(&self.searcher, &[self.fields.title_parts, self.fields.text_parts, self.fields.english], term);
        self.terms.borrow_mut().insert(term.to_owned(), having);
        having
    }

    fn having_theme(&self, theme: &str) -> u64 {
        documents_having(&self.searcher, &[self.fields.facet(Facet::Theme)], theme)
    }
}
