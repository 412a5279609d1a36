//! What a text finds and how it ranks: the sum of many weighted terms, counted over all posts of a segment at once.
//!
//! A search has dozens of terms, most of them in many posts. Walking through all lists side by side, as tantivy's own queries do, costs several times
//! more than taking them one after the other and adding to one number per post. The scores are those of BM25, with a
//! length correction of our own.

use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::schema::Fields;
use super::terms::rarity;
use super::weights::Weights;

/// BM25's saturation, as tantivy has it.
const K1: f32 = 1.2;

/// How much the length of a field counts against a post (BM25's b).
#[derive(Debug, Clone)]
struct Lengths {
    parts: [Field; 2],
    of_parts: f32,
    of_others: f32,
}

impl Lengths {
    fn b(&self, field: Field) -> f32 {
        if self.parts.contains(&field) { self.of_parts } else { self.of_others }
    }
}

/// Terms of which any finds, and words that find by spelling.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    lengths: Lengths,
    terms: Vec<Weighted>,
    spelled: Vec<Spelled>,
}

#[derive(Debug, Clone)]
struct Weighted {
    term: Term,
    weight: f32,
    /// How many posts have it.
    having: u64,
}

/// A word by its pieces: it finds what has enough of them, and all of them add to the score.
#[derive(Debug, Clone)]
struct Spelled {
    pieces: Vec<Weighted>,
    least: u16,
}

impl Sum {
    /// A sum without terms.
    pub(super) fn new(fields: &Fields, weights: &Weights) -> Self {
        let lengths = Lengths { parts: [fields.title_parts, fields.text_parts], of_parts: weights.length_parts, of_others: weights.length };
        Self { lengths, terms: Vec::new(), spelled: Vec::new() }
    }

    /// Adds a term; one that no post has changes nothing.
    pub(super) fn add(&mut self, term: Term, weight: f32, having: u64) {
        if having > 0 {
            self.terms.push(Weighted { term, weight, having });
        }
    }

    /// Adds a word by its pieces, with how many posts have each; it finds what has `least` of them.
    pub(super) fn add_spelled(&mut self, pieces: impl Iterator<Item = (Term, u64)>, weight: f32, least: usize) {
        let pieces: Vec<Weighted> =
            pieces.filter(|(_, having)| *having > 0).map(|(term, having)| Weighted { term, weight, having }).collect();
        if pieces.len() >= least && !pieces.is_empty() {
            self.spelled.push(Spelled { pieces, least: u16::try_from(least.max(1)).unwrap_or(u16::MAX) });
        } else if !pieces.is_empty() {
            // Too few to find anything; they still rank.
            self.spelled.push(Spelled { pieces, least: u16::MAX });
        }
    }

    /// Whether nothing can be found.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.spelled.iter().all(|word| word.least == u16::MAX)
    }
}

impl Query for Sum {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scale = match scoring {
            EnableScoring::Disabled { .. } => None,
            EnableScoring::Enabled { statistics_provider, .. } => {
                let documents = statistics_provider.total_num_docs()?;
                let mut norms: FxHashMap<Field, Arc<Norms>> = FxHashMap::default();
                for weighted in self.terms.iter().chain(self.spelled.iter().flat_map(|word| &word.pieces)) {
                    let field = weighted.term.field();
                    if let Entry::Vacant(place) = norms.entry(field) {
                        let words = statistics_provider.total_num_tokens(field)?;
                        place.insert(Arc::new(norms_of(words, documents, self.lengths.b(field))));
                    }
                }
                Some(Scale { documents, norms })
            }
        };
        Ok(Box::new(SumWeight { sum: self.clone(), scale }))
    }
}

/// K1 * (1 - b + b * length / mean length) for each length that a field can have, by the number under which tantivy keeps it.
type Norms = [f32; 256];

#[expect(clippy::cast_precision_loss, reason = "numbers of words")]
fn norms_of(words: u64, documents: u64, b: f32) -> Norms {
    let mean = words as f32 / documents.max(1) as f32;
    let mut norms = [0.0; 256];
    for (id, norm) in (0..=u8::MAX).zip(&mut norms) {
        *norm = K1 * (1.0 - b + b * FieldNormReader::id_to_fieldnorm(id) as f32 / mean);
    }
    norms
}

struct Scale {
    documents: u64,
    norms: FxHashMap<Field, Arc<Norms>>,
}

struct SumWeight {
    sum: Sum,
    /// None where no score is wanted.
    scale: Option<Scale>,
}

impl SumWeight {
    fn found(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Found> {
        let mut found = Found::over(segment.max_doc(), self.scale.is_some());
        for weighted in &self.sum.terms {
            self.each(segment, weighted, boost, |doc, score| {
                found.find(doc);
                found.add(doc, score);
            })?;
        }
        // Per post how many pieces of the word at hand it has; the upper half says which word that is, so that nothing has to be wiped.
        let mut pieces = vec![0_u32; if self.sum.spelled.is_empty() { 0 } else { segment.max_doc() as usize }];
        for (number, word) in (1_u32..).zip(&self.sum.spelled) {
            let base = number << 16;
            for weighted in &word.pieces {
                self.each(segment, weighted, boost, |doc, score| {
                    found.add(doc, score);
                    if let Some(count) = pieces.get_mut(doc as usize) {
                        *count = if *count >> 16 == number { *count + 1 } else { base + 1 };
                        if *count == base + u32::from(word.least) {
                            found.find(doc);
                        }
                    }
                })?;
            }
        }
        Ok(found)
    }

    /// Calls `each` with every post that has a term and what it adds there.
    fn each(&self, segment: &SegmentReader, weighted: &Weighted, boost: Score, mut each: impl FnMut(DocId, Score)) -> tantivy::Result<()> {
        let field = weighted.term.field();
        let scored = match &self.scale {
            Some(scale) => scale.norms.get(&field).map(|norms| (norms, rarity(scale.documents, weighted.having))),
            None => None,
        };
        let option = if scored.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let Some(mut postings) = segment.inverted_index(field)?.read_block_postings(&weighted.term, option)? else { return Ok(()) };
        let lengths = segment.get_fieldnorms_reader(field)?;
        while !postings.docs().is_empty() {
            match scored {
                None => postings.docs().iter().for_each(|doc| each(*doc, 0.0)),
                Some((norms, rarity)) => {
                    let most = boost * weighted.weight * rarity * (1.0 + K1);
                    for (doc, often) in postings.docs().iter().zip(postings.freqs()) {
                        let often = *often as f32;
                        each(*doc, most * often / (often + norms[usize::from(lengths.fieldnorm_id(*doc))]));
                    }
                }
            }
            postings.advance();
        }
        Ok(())
    }
}

impl Weight for SumWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = self.found(segment, boost)?;
        found.doc = found.next(0);
        Ok(Box::new(found))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut found = self.found(segment, 1.0)?;
        if found.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("post {doc} is not found")));
        }
        Ok(Explanation::new("the sum of its terms", found.score()))
    }
}

/// What is found in a segment.
struct Found {
    /// A bit for every post.
    found: Vec<u64>,
    /// A score for every post; empty where no score is wanted.
    scores: Vec<f32>,
    doc: DocId,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("doc", &self.doc).finish_non_exhaustive()
    }
}

impl Found {
    fn over(posts: u32, scored: bool) -> Self {
        let scores = vec![0.0; if scored { posts as usize } else { 0 }];
        Self { found: vec![0; (posts as usize).div_ceil(64)], scores, doc: 0 }
    }

    fn find(&mut self, doc: DocId) {
        if let Some(bits) = self.found.get_mut(doc as usize / 64) {
            *bits |= 1 << (doc % 64);
        }
    }

    fn add(&mut self, doc: DocId, score: Score) {
        if let Some(sum) = self.scores.get_mut(doc as usize) {
            *sum += score;
        }
    }

    /// The first post that is found from `doc` on.
    fn next(&self, doc: DocId) -> DocId {
        let mut at = doc as usize / 64;
        let Some(first) = self.found.get(at) else { return TERMINATED };
        let mut bits = first & (u64::MAX << (doc % 64));
        while bits == 0 {
            at += 1;
            let Some(more) = self.found.get(at) else { return TERMINATED };
            bits = *more;
        }
        u32::try_from(at * 64).map_or(TERMINATED, |from| from + bits.trailing_zeros())
    }
}

impl DocSet for Found {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.next(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.next(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.found.iter().map(|bits| bits.count_ones()).sum()
    }
}

impl Scorer for Found {
    fn score(&mut self) -> Score {
        self.scores.get(self.doc as usize).copied().unwrap_or_default()
    }
}
