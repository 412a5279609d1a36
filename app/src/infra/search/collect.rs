//! One pass over the matching documents: filters, total, counts per facet, and the best of them in a stable order.
//!
//! A facet's counts ignore the filter on that same facet, so that a visitor sees what another choice would give.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::km_between;
use super::query::{Opening, Sort};
use super::schema::{Facet, column};

const FACETS: usize = Facet::ALL.len();

/// Values of a facet that are counted by name, per segment: the most frequent ones. Only areas have more.
const MOST_VALUES: usize = 1_000;

/// How a document ranks: the chosen order first, then the newest, then its id; so equal input gives equal order.
#[derive(Debug, Clone, Copy)]
pub struct Rank {
    pub value: f64,
    published: i64,
    tie: u64,
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

/// Counts per value of each facet, in the order of [`Facet::ALL`].
pub type Counts = [FxHashMap<String, u64>; FACETS];

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Collected {
    pub total: usize,
    /// Best first.
    pub best: Vec<(Rank, DocAddress)>,
    pub counts: Counts,
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
}

/// Whether values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    Nothing,
    Facets,
}

struct FacetColumn {
    column: Option<StrColumn>,
    /// Accepted ordinals of this segment; none accepts all.
    accepted: Option<Vec<u64>>,
    counts: Vec<u64>,
}

impl FacetColumn {
    fn open(segment: &SegmentReader, facet: Facet, accepted: &[String]) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(facet.name())?;
        let ordinals = match (&column, accepted.is_empty()) {
            (_, true) => None,
            (None, false) => Some(Vec::new()),
            (Some(column), false) => {
                let mut ordinals = Vec::with_capacity(accepted.len());
                for value in accepted {
                    ordinals.extend(column.dictionary().term_ord(value.as_bytes())?);
                }
                Some(ordinals)
            }
        };
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Self { column, accepted: ordinals, counts: vec![0; values] })
    }

    fn accepts(&self, doc: DocId) -> bool {
        let Some(accepted) = &self.accepted else { return true };
        self.column.as_ref().is_some_and(|column| column.ords().values_for_doc(doc).any(|value| accepted.contains(&value)))
    }

    fn count(&mut self, doc: DocId) {
        let Some(column) = &self.column else { return };
        for value in column.ords().values_for_doc(doc) {
            if let Some(count) = usize::try_from(value).ok().and_then(|at| self.counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    /// The most frequent values, and those that were asked for, by name. Names are read in one walk over the dictionary: one at a time costs
    /// more than the whole search where a facet has thousands of values.
    fn harvest(self) -> FxHashMap<String, u64> {
        let Some(column) = self.column else { return FxHashMap::default() };
        let mut found: Vec<(u64, u64)> = (0..).zip(self.counts).filter(|(_, count)| *count > 0).collect();
        if found.len() > MOST_VALUES {
            let accepted = self.accepted.unwrap_or_default();
            found.sort_unstable_by_key(|(ordinal, count)| (!accepted.contains(ordinal), Reverse(*count), *ordinal));
            found.truncate(MOST_VALUES);
            found.sort_unstable();
        }
        let ordinals: Vec<u64> = found.iter().map(|(ordinal, _)| *ordinal).collect();
        let mut counts = found.into_iter().map(|(_, count)| count);
        let mut named = FxHashMap::default();
        let walked = column.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
            if let (Some(count), Ok(name)) = (counts.next(), std::str::from_utf8(name)) {
                named.insert(name.to_owned(), count);
            }
        });
        if let Err(error) = walked {
            tracing::error!(%error, "the values of a facet cannot be read");
        }
        named
    }
}

/// The pass over one segment.
pub struct SegmentPass {
    pass: Pass,
    segment: SegmentOrdinal,
    facets: [FacetColumn; FACETS],
    expires: Arc<dyn ColumnValues<i64>>,
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
        let findable = self.expires.get_val(doc) > self.pass.now;
        let open = self.pass.opening == Opening::Any || self.opens.get_val(doc) <= self.pass.now;
        let near = self.pass.near.is_none_or(|(_, _, km)| self.distance(doc).is_some_and(|distance| distance <= km));
        findable && open && near
    }

    fn rank(&self, doc: DocId, score: Score) -> Rank {
        let published = self.published.get_val(doc);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of our age fit in 53 bits; none-expiring ones sort last together")]
        let value = match self.pass.sort {
            Sort::Relevance => f64::from(score),
            Sort::Newest => published as f64,
            Sort::Nearest => -self.distance(doc).unwrap_or(f64::MAX),
            Sort::Deadline => -(self.expires.get_val(doc) as f64),
        };
        Rank { value, published, tie: self.tie.get_val(doc) }
    }
}

impl SegmentCollector for SegmentPass {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        if !self.passes_plain_filters(doc) {
            return;
        }
        let mut refusing = (0..FACETS).filter(|at| !self.facets[*at].accepts(doc));
        let refused = (refusing.next(), refusing.next());
        if self.pass.counting == Counting::Facets {
            match refused {
                (None, _) => self.facets.iter_mut().for_each(|facet| facet.count(doc)),
                (Some(only), None) => self.facets[only].count(doc),
                _ => {}
            }
        }
        if refused.0.is_some() {
            return;
        }
        self.total += 1;
        let candidate = (self.rank(doc, score), doc);
        if self.best.len() < self.pass.keep {
            self.best.push(Reverse(candidate));
        } else if let Some(mut worst) = self.best.peek_mut()
            && worst.0 < candidate
        {
            *worst = Reverse(candidate);
        }
    }

    fn harvest(self) -> Collected {
        let segment = self.segment;
        let best = self.best.into_iter().map(|Reverse((rank, doc))| (rank, DocAddress::new(segment, doc))).collect();
        Collected { total: self.total, best, counts: self.facets.map(FacetColumn::harvest) }
    }
}

impl Collector for Pass {
    type Fruit = Collected;
    type Child = SegmentPass;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPass> {
        let mut facets = Vec::with_capacity(FACETS);
        for (facet, accepted) in Facet::ALL.into_iter().zip(&self.accepted) {
            facets.push(FacetColumn::open(reader, facet, accepted)?);
        }
        let facets = facets.try_into().map_err(|_| tantivy::TantivyError::InternalError("a facet has no column".to_owned()))?;
        let columns = reader.fast_fields();
        Ok(SegmentPass {
            pass: self.clone(),
            segment,
            facets,
            expires: columns.i64(column::EXPIRES)?.first_or_default_col(i64::MAX),
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

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for segment in segments {
            all.total += segment.total;
            all.best.extend(segment.best);
            for (into, from) in all.counts.iter_mut().zip(segment.counts) {
                for (value, count) in from {
                    *into.entry(value).or_default() += count;
                }
            }
        }
        all.best.sort_by(|(left, _), (right, _)| right.cmp(left));
        all.best.truncate(self.keep);
        Ok(all)
    }
}
