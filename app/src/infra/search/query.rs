//! A search: free text and filters in, a page of hits with counts out.
//!
//! Free text is analysed, never parsed as a query language: no input is an error. Words are joined by "or" and ranked by BM25 over stems and
//! the parts of compounds, the title counting more; what is spelled alike counts a little, so that a typing error still finds. [`Words::All`]
//! narrows that down to what has every word.

use std::ops::Range;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::TantivyDocument;
use tantivy::query::{AllQuery, EmptyQuery, Query};

use super::analysis::{Wanted, Word, with_analyzer};
use super::collect::{Counting, Counts, Pass};
use super::document::{DocumentKind, Language, SearchDocument};
use super::index::{SearchError, SearchIndex};
use super::required;
use super::schema::{Facet, Fields};
use super::suggest;
use super::sum::Sum;
use super::terms::{Having, WeightedTerm, rarity, telling_terms};
use super::weights::Weights;

/// Bytes of a query that are read; more says nothing more.
const LONGEST_TEXT: usize = 100_000;

/// The deepest result that can be asked for.
pub const DEEPEST: usize = 10_000;

/// The share of a word's pieces that a document must have to be found by spelling alone, as a fraction. Fewer only help to rank what is
/// found anyway, so that the number of results stays sensible.
const ALIKE: (usize, usize) = (1, 3);

/// The order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best fit first; without text, newest first.
    #[default]
    Relevance,
    Newest,
    /// Nearest to `Search::near` first; newest first without it.
    Nearest,
    /// What closes first comes first; what never closes, last.
    Deadline,
}

/// Whether posts that do not take answers yet are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opening {
    #[default]
    Any,
    OpenNow,
}

/// How many of the words of a text a post must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Words {
    /// Any; the more and the rarer, the higher it ranks.
    #[default]
    Any,
    /// Every one, as [`required`] says; what a search that is kept asks for.
    All,
}

/// What to look for. Within one filter any value fits; all filters must fit.
#[derive(Debug, Clone)]
pub struct Search {
    pub text: String,
    pub words: Words,
    pub kinds: Vec<DocumentKind>,
    pub themes: Vec<String>,
    pub resources: Vec<String>,
    /// CBS codes; a municipality includes its districts and neighbourhoods.
    pub areas: Vec<String>,
    pub party_kinds: Vec<String>,
    /// Latitude, longitude and a radius in kilometres; without an end it is only the place from which distances order.
    pub near: Option<(f64, f64, f64)>,
    /// What expires at or before this moment is not found.
    pub now: DateTime<Utc>,
    pub opening: Opening,
    pub offset: usize,
    pub limit: usize,
    pub sort: Sort,
}

impl Search {
    /// A search for a text, without filters: the first twenty.
    pub fn new(text: impl Into<String>, now: DateTime<Utc>) -> Self {
        Self {
            text: text.into(),
            words: Words::Any,
            kinds: Vec::new(),
            themes: Vec::new(),
            resources: Vec::new(),
            areas: Vec::new(),
            party_kinds: Vec::new(),
            near: None,
            now,
            opening: Opening::Any,
            offset: 0,
            limit: 20,
            sort: Sort::Relevance,
        }
    }

    /// Lists the accepted values per facet, in the order of [`Facet::ALL`]; an empty list accepts all.
    pub(crate) fn accepted(&self) -> [Vec<String>; Facet::ALL.len()] {
        [
            self.kinds.iter().map(|kind| kind.key().to_owned()).collect(),
            self.themes.clone(),
            self.resources.clone(),
            self.areas.clone(),
            self.party_kinds.clone(),
        ]
    }
}

/// Where the words that were searched for stand, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    pub title: Vec<Range<usize>>,
    pub text: Vec<Range<usize>>,
}

/// One result.
#[derive(Debug, Clone)]
pub struct Hit {
    pub document: SearchDocument,
    /// By words (BM25), and by meaning where there is a model; comparable within one search only.
    pub score: f64,
    pub highlights: Highlights,
    /// Whether it has none of the words, and only means the same; never without a model.
    pub by_meaning: bool,
}

/// How many results have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    pub key: String,
    pub count: u64,
}

/// Counts per value, most first. Each list ignores the filter on itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    pub kinds: Vec<FacetCount>,
    pub themes: Vec<FacetCount>,
    pub resources: Vec<FacetCount>,
    pub areas: Vec<FacetCount>,
    pub party_kinds: Vec<FacetCount>,
}

/// A page of results.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub total: usize,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// The text with unknown words replaced by the likeliest known ones, if there are any.
    pub did_you_mean: Option<String>,
}

impl SearchIndex {
    /// Searches. Blocking, a few milliseconds.
    ///
    /// # Errors
    /// Only when the index itself cannot be read.
    pub fn search(&self, search: &Search) -> Result<Found, SearchError> {
        let (searcher, fields) = self.searcher();
        let text = clip(&search.text);
        let mut asked = Asked::read(text, Language::Nl);
        let required = (search.words == Words::All && !asked.dutch.is_empty()).then(|| asked.dutch.clone());
        let having = Having::of(&searcher);
        let correction = suggest::correct(&searcher, &having, &fields, text, &asked)?;
        if let Some(correction) = &correction {
            // The unknown words find nothing; those that were probably meant are looked for beside them.
            asked.dutch.extend(with_analyzer(|analyzer| analyzer.words(&correction.words)));
        }
        let query = text_query(&having, &fields, &self.weights, text, &asked);
        let query = match required {
            Some(required) => required::narrowed(query, &fields, &required),
            None => query,
        };
        let keep = search.offset.saturating_add(search.limit).min(DEEPEST);
        let collected = match self.sought(search, text) {
            Some(sought) => self.collect_fused(&searcher, &fields, query, &sought, self.pass(search, keep))?,
            None => searcher.search(&query, &self.pass(search, keep))?,
        };
        let wanted = Wanted::of(asked.dutch.iter().chain(&asked.english).flat_map(|word| word.terms.all()));
        let mut hits = Vec::with_capacity(search.limit.min(collected.best.len()));
        for (rank, address) in collected.best.into_iter().skip(search.offset) {
            let row: TantivyDocument = searcher.doc(address)?;
            if let Some(document) = fields.read(&row) {
                let highlights = highlights(&document, &wanted);
                hits.push(Hit { document, score: rank.value, highlights, by_meaning: rank.by_meaning });
            }
        }
        Ok(Found {
            total: collected.total,
            hits,
            facets: facets(collected.counts),
            did_you_mean: correction.map(|correction| correction.text),
        })
    }

    pub(super) fn pass(&self, search: &Search, keep: usize) -> Pass {
        let sort = match search.sort {
            Sort::Relevance if search.text.trim().is_empty() => Sort::Newest,
            Sort::Nearest if search.near.is_none() => Sort::Newest,
            sort => sort,
        };
        Pass {
            accepted: search.accepted(),
            now: search.now.timestamp_millis(),
            opening: search.opening,
            near: search.near,
            sort,
            keep: keep.max(1),
            counting: Counting::Facets,
            values: self.values(),
        }
    }
}

fn clip(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The words of what is asked. What people type may be Dutch or English; a post says which.
pub(crate) struct Asked {
    pub(crate) dutch: Vec<Word>,
    pub(crate) english: Vec<Word>,
}

impl Asked {
    pub(crate) fn read(text: &str, language: Language) -> Self {
        with_analyzer(|analyzer| Self {
            dutch: if language == Language::Nl { analyzer.words(text) } else { Vec::new() },
            english: analyzer.words_in(text, Language::En),
        })
    }
}

/// No text finds everything; text without a single word to search by finds nothing.
pub(crate) fn text_query(having: &Having<'_>, fields: &Fields, weights: &Weights, text: &str, asked: &Asked) -> Box<dyn Query> {
    if text.trim().is_empty() {
        return Box::new(AllQuery);
    }
    let documents = having.documents();
    let in_text = |term: &str| having.in_any(&[fields.title_parts, fields.text_parts], term);
    let mut sum = Sum::new(fields, weights);
    let mut add = |field, term: &str, weight| {
        let (term, having) = having.in_field(field, term);
        sum.add(term, weight, having);
    };
    for WeightedTerm { term, weight, tells: _, is_whole } in telling_terms(&asked.dutch, weights, documents, in_text) {
        add(fields.title_parts, &term, weight * weights.title);
        add(fields.text_parts, &term, weight);
        if is_whole && weights.whole > 0.0 {
            add(fields.title_stem, &term, weight * weights.title * weights.whole);
            add(fields.text_stem, &term, weight * weights.whole);
        }
    }
    for (root, weight) in telling_roots(fields, weights, &asked.dutch, having) {
        add(fields.title_roots, &root, weight * weights.title);
        add(fields.text_roots, &root, weight);
    }
    let in_english = |term: &str| having.in_field(fields.english, term).1;
    for term in telling_terms(&asked.english, weights, documents, in_english) {
        add(fields.english, &term.term, term.weight);
    }
    for (word, weight) in spelled(weights, &asked.dutch, in_text, documents) {
        let mut grams = word.terms.grams();
        grams.sort_unstable();
        grams.dedup();
        let least = (grams.len() * ALIKE.0).div_ceil(ALIKE.1);
        sum.add_spelled(grams.iter().map(|gram| having.in_field(fields.grams, gram)), weight, least);
    }
    if sum.is_empty() { Box::new(EmptyQuery) } else { Box::new(sum) }
}

/// The rarest roots of a text with their weights.
fn telling_roots(fields: &Fields, weights: &Weights, words: &[Word], having: &Having<'_>) -> Vec<(String, f32)> {
    if weights.root <= 0.0 {
        return Vec::new();
    }
    let mut counts: FxHashMap<&str, f32> = FxHashMap::default();
    for root in words.iter().flat_map(|word| &word.terms.roots) {
        *counts.entry(root).or_default() += 1.0;
    }
    let tells = |(root, count): (&str, f32)| {
        let weight = weights.root * (1.0 + count.ln());
        (weight * rarity(having.documents(), having.in_any(&[fields.title_roots, fields.text_roots], root)), weight, root.to_owned())
    };
    let mut roots: Vec<(f32, f32, String)> = counts.into_iter().map(tells).collect();
    roots.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.2.cmp(&right.2)));
    roots.into_iter().take(weights.terms).map(|(_, weight, root)| (root, weight)).collect()
}

/// The rarest words, each of which may hold a typing error, with the weight of their pieces.
fn spelled<'a>(weights: &Weights, words: &'a [Word], having: impl Fn(&str) -> u64, documents: u64) -> Vec<(&'a Word, f32)> {
    let mut seen = FxHashSet::default();
    let distinct = words.iter().filter(|word| seen.insert(word.terms.folded.as_str()));
    let mut telling: Vec<(f32, &Word)> = distinct.map(|word| (rarity(documents, having(&word.terms.stem)), word)).collect();
    telling.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.terms.folded.cmp(&right.1.terms.folded)));
    let is_known = |word: &Word| word.terms.all().any(|term| having(term) > 0);
    let weight = |word: &Word| if is_known(word) { weights.piece } else { weights.piece_unknown };
    telling.into_iter().take(weights.spelled).map(|(_, word)| (word, weight(word))).collect()
}

fn highlights(document: &SearchDocument, wanted: &Wanted<'_>) -> Highlights {
    if wanted.is_empty() {
        return Highlights::default();
    }
    let mark = |text: &str| with_analyzer(|analyzer| analyzer.marks(text, document.language, wanted));
    Highlights { title: mark(&document.title), text: mark(&document.text) }
}

fn facets(counts: Counts) -> Facets {
    let mut facets = Facets::default();
    for (facet, counts) in Facet::ALL.into_iter().zip(counts) {
        let mut list: Vec<FacetCount> = counts.into_iter().map(|(key, count)| FacetCount { key: key.to_string(), count }).collect();
        list.sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.key.cmp(&right.key)));
        match facet {
            Facet::Kind => facets.kinds = list,
            Facet::Theme => facets.themes = list,
            Facet::Resource => facets.resources = list,
            Facet::Area => facets.areas = list,
            Facet::PartyKind => facets.party_kinds = list,
        }
    }
    facets
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
