//! What posts are counted and filtered by, in memory: reading it from the columns of the index takes longer than the rest of a search.
//!
//! A segment never changes, so its values are read once, at the first search in it or before. Values have a number per segment, in the order of
//! their names, and one number in the whole index, by which the counts of segments are added up. It takes some seventy bytes a post.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::schema::{Facet, column};

const FACETS: usize = Facet::ALL.len();

/// What a search wants to know of every post of a segment. What belongs to one post stands together, so that it comes into the cache at once.
#[derive(Debug, Default)]
pub(super) struct SegmentValues {
    /// Where the row of each post begins, and at last where the last one ends.
    starts: Vec<u32>,
    /// Per post the two halves of the moment at which it expires, where the values of each facet end, and all values, by their numbers in the segment.
    rows: Vec<u32>,
    /// Per facet in alphabetical order: the name of each number, and its number in the index.
    names: [Vec<(Arc<str>, u32)>; FACETS],
}

/// What is known of one post.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) expires: i64,
    ends: &'a [u32],
    values: &'a [u32],
}

/// The numbers before the values of a post.
const HEAD: usize = 2 + FACETS;

impl<'a> Row<'a> {
    /// The values of a facet, as numbers below [`SegmentValues::len`].
    pub(super) fn of(self, facet: usize) -> &'a [u32] {
        let end = |facet: usize| self.ends.get(facet).map_or(0, |end| *end as usize);
        let from = facet.checked_sub(1).map_or(0, end);
        self.values.get(from..end(facet)).unwrap_or_default()
    }
}

impl SegmentValues {
    fn read(segment: &SegmentReader, numbered: &mut [Names; FACETS]) -> tantivy::Result<Self> {
        let mut read = Self::default();
        let mut columns = Vec::with_capacity(FACETS);
        for ((facet, names), numbered) in Facet::ALL.into_iter().zip(&mut read.names).zip(numbered) {
            let column = segment.fast_fields().str(facet.name())?;
            if let Some(column) = &column {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    names.push(numbered.number(&String::from_utf8_lossy(stream.key())));
                }
            }
            columns.push(column);
        }
        let expires = segment.fast_fields().i64(column::EXPIRES)?.first_or_default_col(i64::MAX);
        for doc in 0..segment.max_doc() {
            read.starts.push(length(&read.rows));
            let [a, b, c, d, e, f, g, h] = expires.get_val(doc).to_le_bytes();
            read.rows.extend([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]);
            let ends = read.rows.len();
            read.rows.extend([0; FACETS]);
            for (facet, column) in columns.iter().enumerate() {
                if let Some(column) = column {
                    read.rows.extend(column.ords().values_for_doc(doc).filter_map(|value| u32::try_from(value).ok()));
                }
                read.rows[ends + facet] = length(&read.rows[ends + FACETS..]);
            }
        }
        read.starts.push(length(&read.rows));
        Ok(read)
    }

    /// What is known of a post; nothing is of one that is not there, and it expired long ago.
    pub(super) fn row(&self, doc: DocId) -> Row<'_> {
        let at = |doc: usize| self.starts.get(doc).map_or(0, |start| *start as usize);
        let row = self.rows.get(at(doc as usize)..at(doc as usize + 1)).unwrap_or_default();
        match row.split_at_checked(HEAD) {
            Some(([low, high, ends @ ..], values)) => {
                let ([a, b, c, d], [e, f, g, h]) = (low.to_le_bytes(), high.to_le_bytes());
                Row { expires: i64::from_le_bytes([a, b, c, d, e, f, g, h]), ends, values }
            }
            _ => Row { expires: i64::MIN, ends: &[], values: &[] },
        }
    }

    /// The number of a value in this segment; none if no post of it has that value.
    pub(super) fn number(&self, facet: usize, name: &str) -> Option<u32> {
        let names = self.names.get(facet)?;
        names.binary_search_by(|(other, _)| (**other).cmp(name)).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The number in the whole index of each value of the segment.
    pub(super) fn in_index(&self, facet: usize) -> impl Iterator<Item = u32> {
        self.names.get(facet).into_iter().flatten().map(|(_, number)| *number)
    }

    /// How many different values there are.
    pub(super) fn len(&self, facet: usize) -> usize {
        self.names.get(facet).map_or(0, Vec::len)
    }
}

/// A segment is smaller: it has at most two thousand million posts, and far fewer fit in memory.
fn length(numbers: &[u32]) -> u32 {
    u32::try_from(numbers.len()).unwrap_or(u32::MAX)
}

/// The names of all values of a facet that were seen, with their number.
#[derive(Debug, Default)]
struct Names {
    numbers: FxHashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> (Arc<str>, u32) {
        if let Some((name, number)) = self.numbers.get_key_value(name) {
            return (Arc::clone(name), *number);
        }
        let name: Arc<str> = Arc::from(name);
        // Four billion names do not fit in memory.
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(Arc::clone(&name));
        self.numbers.insert(Arc::clone(&name), number);
        (name, number)
    }
}

/// The values of all segments of an index.
#[derive(Debug, Default)]
pub(super) struct IndexValues {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    names: [Names; FACETS],
    segments: FxHashMap<SegmentId, Arc<SegmentValues>>,
}

impl IndexValues {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The values of a segment.
    pub(super) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<SegmentValues>> {
        let mut kept = self.kept();
        let Kept { names, segments } = &mut *kept;
        if let Some(values) = segments.get(&segment.segment_id()) {
            return Ok(Arc::clone(values));
        }
        let values = Arc::new(SegmentValues::read(segment, names)?);
        segments.insert(segment.segment_id(), Arc::clone(&values));
        Ok(values)
    }

    /// Reads what a search will want, and forgets segments that are no longer there.
    pub(super) fn prepare(&self, searcher: &Searcher) -> tantivy::Result<()> {
        let there: FxHashSet<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.kept().segments.retain(|segment, _| there.contains(segment));
        for segment in searcher.segment_readers() {
            self.of(segment)?;
        }
        Ok(())
    }

    /// The names of values, by their numbers in the index.
    pub(super) fn names(&self, facet: usize, numbers: impl Iterator<Item = u32>) -> Vec<Arc<str>> {
        let kept = self.kept();
        let Some(names) = kept.names.get(facet) else { return Vec::new() };
        numbers.map(|number| names.names.get(number as usize).cloned().unwrap_or_else(|| Arc::from(""))).collect()
    }

    /// The number of a value in the index.
    pub(super) fn number(&self, facet: usize, name: &str) -> Option<u32> {
        self.kept().names.get(facet)?.numbers.get(name).copied()
    }
}
