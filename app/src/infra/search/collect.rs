//! One pass over the matching documents: filters, total, counts per facet, and the best of them in a stable order.
//!
//! A facet's counts ignore the filter on that same facet, so that a visitor sees what another choice would give.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::km_between;
use super::query::{Opening, Sort};
use super::schema::{Facet, column};
use super::values::{IndexValues, SegmentValues};

const FACETS: usize = Facet::ALL.len();

/// Values of a facet that are named: the most frequent ones, and those that were asked for. Only areas have more.
const MOST_VALUES: usize = 100;

/// How a document ranks: the chosen order first, then the newest, then its id; so equal input gives equal order.
#[derive(Debug, Clone, Copy)]
pub struct Rank {
    pub value: f64,
    published: i64,
    pub(super) tie: u64,
    /// Whether only its meaning finds it. Says nothing about the order.
    pub(super) by_meaning: bool,
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then(self.published.cmp(&other.published)).then(self.tie.cmp(&other.tie))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rank {}

/// Whether a distance lies within so many kilometres. Without an end everything does, also what has no place: then the distance only orders.
pub(super) fn is_near(km: f64, distance: Option<f64>) -> bool {
    km.is_infinite() || distance.is_some_and(|distance| distance <= km)
}

/// Counts per value of each facet, in the order of [`Facet::ALL`]; each list in no order.
pub type Counts = [Vec<(Arc<str>, u64)>; FACETS];

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Collected {
    pub total: usize,
    /// Best first.
    pub best: Vec<(Rank, DocAddress)>,
    pub counts: Counts,
}

/// What the pass over one segment gives.
pub struct SegmentFruit {
    total: usize,
    best: Vec<(Rank, DocAddress)>,
    values: Arc<SegmentValues>,
    counts: [Vec<u64>; FACETS],
}

/// The filters and the order of a search.
#[derive(Debug, Clone)]
pub struct Pass {
    /// Accepted values per facet; an empty list accepts all.
    pub accepted: [Vec<String>; FACETS],
    /// Milliseconds since 1970.
    pub now: i64,
    pub opening: Opening,
    /// Latitude, longitude, kilometres.
    pub near: Option<(f64, f64, f64)>,
    pub sort: Sort,
    /// How many of the best are kept.
    pub keep: usize,
    pub counting: Counting,
    pub(super) values: Arc<IndexValues>,
}

/// Whether values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    Nothing,
    Facets,
}

/// The pass over one segment.
pub struct SegmentPass {
    pass: Pass,
    segment: SegmentOrdinal,
    values: Arc<SegmentValues>,
    /// Per facet whether a value is asked for; a facet that accepts all is not in it.
    accepted: Vec<(usize, Vec<bool>)>,
    counts: [Vec<u64>; FACETS],
    opens: Arc<dyn ColumnValues<i64>>,
    published: Arc<dyn ColumnValues<i64>>,
    tie: Arc<dyn ColumnValues<u64>>,
    lat: Column<f64>,
    lon: Column<f64>,
    total: usize,
    best: BinaryHeap<Reverse<(Rank, DocId)>>,
}

impl SegmentPass {
    fn distance(&self, doc: DocId) -> Option<f64> {
        let (lat, lon, _) = self.pass.near?;
        Some(km_between(lat, lon, self.lat.first(doc)?, self.lon.first(doc)?))
    }

    fn passes_plain_filters(&self, doc: DocId) -> bool {
        let open = self.pass.opening == Opening::Any || self.opens.get_val(doc) <= self.pass.now;
        let near = self.pass.near.is_none_or(|(_, _, km)| is_near(km, self.distance(doc)));
        open && near
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our age fit in 53 bits; none-expiring ones sort last together")]
    fn value(&self, doc: DocId, score: Score) -> f64 {
        match self.pass.sort {
            Sort::Relevance => f64::from(score),
            Sort::Newest => self.published.get_val(doc) as f64,
            Sort::Nearest => -self.distance(doc).unwrap_or(f64::MAX),
            Sort::Deadline => -(self.values.row(doc).expires as f64),
        }
    }

    fn rank(&self, doc: DocId, value: f64) -> Rank {
        Rank { value, published: self.published.get_val(doc), tie: self.tie.get_val(doc), by_meaning: false }
    }
}

impl SegmentCollector for SegmentPass {
    type Fruit = SegmentFruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        let row = self.values.row(doc);
        let mut refused = None;
        for (facet, accepted) in &self.accepted {
            let accepts = |value: &u32| accepted.get(*value as usize).copied().unwrap_or_default();
            if !row.of(*facet).iter().any(accepts) {
                if refused.is_some() || self.pass.counting == Counting::Nothing {
                    return;
                }
                refused = Some(*facet);
            }
        }
        if row.expires <= self.pass.now || !self.passes_plain_filters(doc) {
            return;
        }
        if self.pass.counting == Counting::Facets {
            for (facet, counts) in self.counts.iter_mut().enumerate().filter(|(facet, _)| refused.is_none_or(|refused| refused == *facet)) {
                for value in row.of(facet) {
                    if let Some(count) = counts.get_mut(*value as usize) {
                        *count += 1;
                    }
                }
            }
        }
        if refused.is_some() {
            return;
        }
        self.total += 1;
        let value = self.value(doc, score);
        if self.best.len() < self.pass.keep {
            self.best.push(Reverse((self.rank(doc, value), doc)));
        } else if self.best.peek().is_some_and(|worst| worst.0.0.value <= value) {
            let candidate = (self.rank(doc, value), doc);
            if let Some(mut worst) = self.best.peek_mut()
                && worst.0 < candidate
            {
                *worst = Reverse(candidate);
            }
        }
    }

    fn harvest(self) -> SegmentFruit {
        let segment = self.segment;
        let best = self.best.into_iter().map(|Reverse((rank, doc))| (rank, DocAddress::new(segment, doc))).collect();
        SegmentFruit { total: self.total, best, values: self.values, counts: self.counts }
    }
}

impl Collector for Pass {
    type Fruit = Collected;
    type Child = SegmentPass;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPass> {
        let values = self.values.of(reader)?;
        let asked = self.accepted.iter().enumerate().filter(|(_, accepted)| !accepted.is_empty());
        let mut accepted = Vec::new();
        for (facet, names) in asked {
            let mut accepts = vec![false; values.len(facet)];
            for number in names.iter().filter_map(|name| values.number(facet, name)) {
                accepts[number as usize] = true;
            }
            accepted.push((facet, accepts));
        }
        let counts = std::array::from_fn(|facet| vec![0; if self.counting == Counting::Facets { values.len(facet) } else { 0 }]);
        let columns = reader.fast_fields();
        Ok(SegmentPass {
            pass: self.clone(),
            segment,
            values,
            accepted,
            counts,
            opens: columns.i64(column::OPENS)?.first_or_default_col(i64::MIN),
            published: columns.i64(column::PUBLISHED)?.first_or_default_col(0),
            tie: columns.u64(column::TIE)?.first_or_default_col(0),
            lat: columns.f64(column::LAT)?,
            lon: columns.f64(column::LON)?,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<SegmentFruit>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        let mut counts: [Vec<u64>; FACETS] = Default::default();
        for segment in segments {
            all.total += segment.total;
            all.best.extend(segment.best);
            for (facet, (into, from)) in counts.iter_mut().zip(segment.counts).enumerate() {
                for (number, count) in segment.values.in_index(facet).zip(from).filter(|(_, count)| *count > 0) {
                    let number = number as usize;
                    if into.len() <= number {
                        into.resize(number + 1, 0);
                    }
                    into[number] += count;
                }
            }
        }
        all.best.sort_by(|(left, _), (right, _)| right.cmp(left));
        all.best.truncate(self.keep);
        for (facet, (into, counts)) in all.counts.iter_mut().zip(counts).enumerate() {
            *into = self.named(facet, &counts);
        }
        Ok(all)
    }
}

impl Pass {
    fn named(&self, facet: usize, counts: &[u64]) -> Vec<(Arc<str>, u64)> {
        let mut found: Vec<(u32, u64)> = (0..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
        if found.len() > MOST_VALUES {
            let accepted: Vec<u32> = self.accepted[facet].iter().filter_map(|name| self.values.number(facet, name)).collect();
            found.select_nth_unstable_by_key(MOST_VALUES, |(number, count)| (!accepted.contains(number), Reverse(*count), *number));
            found.truncate(MOST_VALUES);
        }
        let names = self.values.names(facet, found.iter().map(|(number, _)| *number));
        names.into_iter().zip(found.into_iter().map(|(_, count)| count)).collect()
    }
}
