//! Searching the other way round: which of very many kept searches find this one post?
//!
//! Each search is kept under its rarest word, or without words under the rarest of its filters, so that a post is compared only with the searches
//! that its own words and values point to: a few of a hundred thousand. Those are then tested in full. A kept search asks for all of its words
//! (`Words::All`), and finds a post here exactly when it finds it in the index; a test over the demo's posts holds that.
//!
//! What changes with the clock (a post expires, a call opens) is the caller's to look at.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{Searcher, Term};

use super::analysis::{Terms, with_analyzer};
use super::collect::is_near;
use super::document::{SearchDocument, km_between};
use super::index::SearchIndex;
use super::query::Search;
use super::required::{has_word, words_of};
use super::schema::{Facet, Fields};
use super::terms::documents_having;

const FACETS: usize = Facet::ALL.len();

/// How common terms and values are. Only how fast the answer comes depends on it.
pub trait Frequencies {
    /// The number of posts with a term.
    fn of_term(&self, term: &str) -> u64;

    /// The number of posts with a value of a facet.
    fn of_value(&self, facet: Facet, value: &str) -> u64;
}

/// Frequencies as an index has them at one moment.
pub struct IndexFrequencies {
    searcher: Searcher,
    fields: Fields,
}

impl SearchIndex {
    /// Gives how common terms and values are now.
    pub fn frequencies(&self) -> IndexFrequencies {
        let (searcher, fields) = self.searcher();
        IndexFrequencies { searcher, fields }
    }
}

impl Frequencies for IndexFrequencies {
    fn of_term(&self, term: &str) -> u64 {
        documents_having(&self.searcher, &[self.fields.title_parts, self.fields.text_parts], term)
    }

    fn of_value(&self, facet: Facet, value: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(self.fields.facet(facet), value)).unwrap_or_default()
    }
}

/// A post as searches are tested against it.
#[derive(Debug, Clone, Default)]
pub struct Post {
    terms: FxHashSet<String>,
    values: [FxHashSet<String>; FACETS],
    place: Option<(f64, f64)>,
}

impl Post {
    /// Reads a document the way the index does.
    pub fn of(document: &SearchDocument) -> Self {
        let mut terms = FxHashSet::default();
        with_analyzer(|analyzer| {
            for text in [&document.title, &document.text] {
                for word in analyzer.words(text) {
                    for term in word.terms.all() {
                        if !terms.contains(term) {
                            terms.insert(term.to_owned());
                        }
                    }
                }
            }
        });
        let mut post = Self { terms, values: Default::default(), place: document.place.as_ref().map(|place| (place.lat, place.lon)) };
        post.set(Facet::Kind, [document.kind.key().to_owned()]);
        post.set(Facet::Theme, document.themes.iter().cloned());
        post.set(Facet::Resource, document.resources.iter().map(|(resource, _)| resource.clone()));
        post.set(Facet::Area, document.areas.iter().cloned());
        post.set(Facet::PartyKind, document.party_kind.clone());
        post
    }

    /// Puts other values in the place of a facet's own.
    pub fn set(&mut self, facet: Facet, values: impl IntoIterator<Item = String>) {
        self.values[facet as usize] = values.into_iter().collect();
    }

    /// Adds values to those that a facet has.
    pub fn add(&mut self, facet: Facet, values: impl IntoIterator<Item = String>) {
        self.values[facet as usize].extend(values);
    }
}

/// Where a search is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Anchor {
    Term(String),
    Value(Facet, String),
    /// Asks for nothing by which it could be kept.
    Rest,
}

#[derive(Debug)]
struct Kept<K> {
    key: K,
    words: Vec<Arc<Terms>>,
    accepted: [Vec<String>; FACETS],
    near: Option<(f64, f64, f64)>,
    anchors: Vec<Anchor>,
}

impl<K> Kept<K> {
    fn finds(&self, post: &Post) -> bool {
        self.words.iter().all(|word| has_word(word, |term| post.terms.contains(term)))
            && self
                .accepted
                .iter()
                .zip(&post.values)
                .all(|(accepted, values)| accepted.is_empty() || accepted.iter().any(|value| values.contains(value)))
            && self.near.is_none_or(|(lat, lon, km)| is_near(km, post.place.map(|place| km_between(lat, lon, place.0, place.1))))
    }
}

/// All kept searches, by a key of the caller.
#[derive(Debug)]
pub struct Percolator<K> {
    places: FxHashMap<K, u32>,
    kept: Vec<Option<Kept<K>>>,
    free: Vec<u32>,
    by_term: FxHashMap<String, Vec<u32>>,
    by_value: [FxHashMap<String, Vec<u32>>; FACETS],
    rest: Vec<u32>,
}

impl<K> Default for Percolator<K> {
    fn default() -> Self {
        Self {
            places: FxHashMap::default(),
            kept: Vec::new(),
            free: Vec::new(),
            by_term: FxHashMap::default(),
            by_value: Default::default(),
            rest: Vec::new(),
        }
    }
}

impl<K: Clone + Eq + Hash> Percolator<K> {
    /// The number of searches.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no search.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Keeps a search, in the place of the one with the same key. Its text must hold every word; order, page and clock do not matter.
    pub fn put(&mut self, key: K, search: &Search, frequencies: &impl Frequencies) {
        self.remove(&key);
        let words = words_of(&search.text);
        if words.is_empty() && !search.text.trim().is_empty() {
            // A text without a single word to search by finds nothing.
            return;
        }
        let accepted = search.accepted();
        let anchors = anchors(&words, &accepted, frequencies);
        let kept = Kept { key: key.clone(), words, accepted, near: search.near, anchors: anchors.clone() };
        let place = match self.free.pop() {
            Some(place) => {
                self.kept[place as usize] = Some(kept);
                place
            }
            None => {
                // Four billion searches do not fit in memory.
                let Ok(place) = u32::try_from(self.kept.len()) else { return };
                self.kept.push(Some(kept));
                place
            }
        };
        self.places.insert(key, place);
        for anchor in anchors {
            self.list(anchor).push(place);
        }
    }

    /// Forgets a search.
    pub fn remove(&mut self, key: &K) {
        let Some(place) = self.places.remove(key) else { return };
        let Some(kept) = self.kept.get_mut(place as usize).and_then(Option::take) else { return };
        for anchor in kept.anchors {
            self.list(anchor).retain(|other| *other != place);
        }
        self.free.push(place);
    }

    fn list(&mut self, anchor: Anchor) -> &mut Vec<u32> {
        match anchor {
            Anchor::Term(term) => self.by_term.entry(term).or_default(),
            Anchor::Value(facet, value) => self.by_value[facet as usize].entry(value).or_default(),
            Anchor::Rest => &mut self.rest,
        }
    }

    /// Lists the searches that find a post, in no order.
    pub fn matching(&self, post: &Post) -> Vec<K> {
        let mut candidates = self.rest.clone();
        if self.by_term.len() < post.terms.len() {
            candidates.extend(self.by_term.iter().filter(|(term, _)| post.terms.contains(*term)).flat_map(|(_, places)| places));
        } else {
            candidates.extend(post.terms.iter().filter_map(|term| self.by_term.get(term)).flatten());
        }
        for (lists, values) in self.by_value.iter().zip(&post.values) {
            candidates.extend(values.iter().filter_map(|value| lists.get(value)).flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
        let kept = candidates.into_iter().filter_map(|place| self.kept.get(place as usize)?.as_ref());
        kept.filter(|kept| kept.finds(post)).map(|kept| kept.key.clone()).collect()
    }
}

/// A word is found by its stem or by all of its parts, so it is kept under the stem and under one part.
fn anchors(words: &[Arc<Terms>], accepted: &[Vec<String>; FACETS], frequencies: &impl Frequencies) -> Vec<Anchor> {
    let rarest_part = |word: &Terms| word.parts.iter().map(|part| (frequencies.of_term(part), part.clone())).min();
    let by_word = |word: &Arc<Terms>| {
        let part = rarest_part(word);
        let posts = frequencies.of_term(&word.stem) + part.as_ref().map_or(0, |(posts, _)| *posts);
        let terms = std::iter::once(word.stem.clone()).chain(part.map(|(_, part)| part));
        // Of words that are equally rare, a long one says most.
        ((posts, usize::MAX - word.folded.len()), terms.map(Anchor::Term).collect::<Vec<_>>())
    };
    if let Some((_, anchors)) = words.iter().map(by_word).min_by_key(|(rank, _)| *rank) {
        return anchors;
    }
    let by_values = |(facet, values): (Facet, &Vec<String>)| {
        let posts: u64 = values.iter().map(|value| frequencies.of_value(facet, value)).sum();
        ((posts, values.len()), values.iter().map(|value| Anchor::Value(facet, value.clone())).collect::<Vec<_>>())
    };
    let filters = Facet::ALL.into_iter().zip(accepted).filter(|(_, values)| !values.is_empty());
    filters.map(by_values).min_by_key(|(rank, _)| *rank).map_or_else(|| vec![Anchor::Rest], |(_, anchors)| anchors)
}

#[cfg(test)]
#[path = "percolate_tests.rs"]
mod tests;
