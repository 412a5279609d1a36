//! Which documents may answer another one: by its telling words, and by theme and place alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};
use uuid::Uuid;

use super::collect::Counting;
use super::collect::Pass;
use super::document::SearchDocument;
use super::fused::posts_query;
use super::index::{SearchError, SearchIndex};
use super::meaning::Likeness;
use super::query::{Asked, Opening, Sort, text_query};
use super::schema::{Facet, Fields};
use super::terms::{Having, documents_having};
use super::weights::Weights;

/// Candidates by their words.
const BY_TEXT: usize = 100;

/// More candidates by what they mean, where there is a model.
const BY_MEANING: usize = 100;

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
    // Spelling helps what is typed into a box; for a whole post it costs most of the time and brings no candidate that its words do not.
    let weights = Weights { spelled: 0, ..index.weights };
    let by_text = text_query(&Having::of(&searcher), &fields, &weights, &text, &Asked::read(&text, document.language));
    let keys = |facet, keys: &[String]| keys.iter().map(|key| key_query(&fields, facet, key)).collect::<Vec<_>>();
    let mut clauses = keys(Facet::Theme, &document.themes);
    // Everything lies in the country.
    let areas: Vec<String> = document.areas.iter().filter(|code| !code.starts_with("NL")).cloned().collect();
    clauses.extend(keys(Facet::Area, &areas));
    let by_key: Box<dyn Query> = if clauses.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(clauses)) };
    let mut seen = FxHashSet::from_iter([document.id]);
    let mut found = Vec::new();
    let mut queries = vec![(by_text, Sort::Relevance, BY_TEXT), (by_key, Sort::Newest, BY_THEME_OR_PLACE)];
    if let Some(meaning) = &index.meaning {
        queries.push((posts_query(&fields, &meaning.beside(document.id, BY_MEANING)), Sort::Newest, BY_MEANING));
    }
    for (query, sort, keep) in queries {
        let pass = pass(index, document, now, sort, keep);
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

fn pass(index: &SearchIndex, document: &SearchDocument, now: DateTime<Utc>, sort: Sort, keep: usize) -> Pass {
    let mut accepted: [Vec<String>; Facet::ALL.len()] = Default::default();
    accepted[0] = document.kind.opposite().map(|kind| kind.key().to_owned()).into_iter().collect();
    let (now, opening, counting) = (now.timestamp_millis(), Opening::OpenNow, Counting::Nothing);
    Pass { accepted, now, opening, near: None, sort, keep, counting, values: index.values() }
}

/// How common words and themes are; the index gives it, and tests make it up.
pub trait Statistics {
    /// The number of documents.
    fn documents(&self) -> u64;
    /// How many of them have this term.
    fn having(&self, term: &str) -> u64;
    /// How many of them have this theme.
    fn having_theme(&self, theme: &str) -> u64;
    /// How much two of them are about the same, from 0 to 1; none without a model.
    fn likeness(&self, _one: Uuid, _other: Uuid) -> Option<f64> {
        None
    }
}

/// What an index remembers of its statistics: how many of so many documents have a term.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    documents: u64,
    terms: FxHashMap<String, u64>,
}

/// Terms that are remembered at most.
const MOST_REMEMBERED: usize = 300_000;

/// A smaller index is asked each time: it answers at once, and one post more changes it.
const REMEMBERED_FROM: u64 = 5_000;

/// Remembered counts are used until the number of documents has changed by this share: how rare a word is changes slowly.
const CHANGED: u64 = 100;

/// The statistics of an index at about this moment.
pub struct IndexStatistics {
    documents: u64,
    searcher: Searcher,
    fields: Fields,
    remembered: Arc<Mutex<Remembered>>,
    likeness: Option<Likeness>,
}

impl SearchIndex {
    /// The statistics of about now.
    pub fn statistics(&self) -> IndexStatistics {
        let (searcher, fields) = self.searcher();
        let now = searcher.num_docs();
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = now.abs_diff(remembered.documents) * CHANGED;
        if changed > remembered.documents || now < REMEMBERED_FROM || remembered.terms.len() > MOST_REMEMBERED {
            *remembered = Remembered { documents: now, terms: FxHashMap::default() };
        }
        let likeness = self.meaning.as_ref().and_then(|meaning| meaning.likeness());
        IndexStatistics { documents: remembered.documents, searcher, fields, remembered: Arc::clone(&self.remembered), likeness }
    }
}

impl IndexStatistics {
    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Statistics for IndexStatistics {
    fn documents(&self) -> u64 {
        self.documents
    }

    fn having(&self, term: &str) -> u64 {
        if let Some(known) = self.remembered().terms.get(term) {
            return *known;
        }
        let having = documents_having(&self.searcher, &[self.fields.title_parts, self.fields.text_parts, self.fields.english], term);
        self.remembered().terms.insert(term.to_owned(), having);
        having
    }

    fn likeness(&self, one: Uuid, other: Uuid) -> Option<f64> {
        self.likeness.as_ref()?.of(one, other)
    }

    fn having_theme(&self, theme: &str) -> u64 {
        documents_having(&self.searcher, &[self.fields.facet(Facet::Theme)], theme)
    }
}
