//! What posts are counted and filtered by, in memory: reading it from the columns of the index takes longer than the rest of a search.
//!
//! A segment never changes, so its values are read once, at the first search in it or before. Values have a number per segment, in the order of
//! their names, and one number in the whole index, by which the counts of segments are added up. It takes some sixty bytes a post.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::schema::Facet;

const FACETS: usize = Facet::ALL.len();

/// The values of one facet in one segment.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Where the values of each post begin, and at last where they end.
    starts: Vec<u32>,
    /// Numbers within the segment, post by post.
    values: Vec<u32>,
    /// In alphabetical order: the name of each number, and its number in the index.
    names: Vec<(Arc<str>, u32)>,
}

impl Values {
    fn read(segment: &SegmentReader, facet: Facet, numbered: &mut Names) -> tantivy::Result<Self> {
        let Some(column) = segment.fast_fields().str(facet.name())? else { return Ok(Self::default()) };
        let mut names = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            names.push(numbered.number(&String::from_utf8_lossy(stream.key())));
        }
        let (mut starts, mut values) = (Vec::with_capacity(segment.max_doc() as usize + 1), Vec::new());
        for doc in 0..segment.max_doc() {
            starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
            values.extend(column.ords().values_for_doc(doc).filter_map(|value| u32::try_from(value).ok()));
        }
        starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
        Ok(Self { starts, values, names })
    }

    /// The values of a post, as numbers below [`Self::len`].
    pub(super) fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        let (Some(from), Some(to)) = (self.starts.get(doc), self.starts.get(doc + 1)) else { return &[] };
        self.values.get(*from as usize..*to as usize).unwrap_or_default()
    }

    /// The number of a value in this segment; none if no post of it has that value.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.names.binary_search_by(|(other, _)| (**other).cmp(name)).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The number in the whole index of each value of the segment.
    pub(super) fn in_index(&self) -> impl Iterator<Item = u32> {
        self.names.iter().map(|(_, number)| *number)
    }

    /// How many different values there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
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

/// The values of every facet in one segment.
pub(super) type SegmentValues = [Values; FACETS];

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
        let mut values = SegmentValues::default();
        for ((into, facet), names) in values.iter_mut().zip(Facet::ALL).zip(names) {
            *into = Values::read(segment, facet, names)?;
        }
        let values = Arc::new(values);
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
