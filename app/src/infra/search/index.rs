//! The index itself: one folder with generations, of which a small file names the current one.
//!
//! A commit carries the number of the last change it contains, in the same atomic write as the documents; so after `kill -9` the index
//! knows exactly where it is, and applying a change again is harmless (a document is removed by its id before it is added).
//!
//! A generation that is missing, damaged or made by another chain is never repaired: a new one is built beside it ([`SearchIndex::start_rebuild`])
//! and takes its place in one step, while searches go on in the old one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{Directory, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError};
use uuid::Uuid;

use super::analysis::CHAIN;
use super::candidates::Remembered;
use super::disk::{Disk, Layer};
use super::document::SearchDocument;
use super::folder;
use super::meaning::Meaning;
use super::schema::{FIELDS, Fields, column};
use super::values::IndexValues;
use super::weights::Weights;

/// Memory for documents that wait for a commit, per writing thread, in bytes.
const WRITER_MEMORY: usize = 32 << 20;

/// A segment of which a larger share was removed or replaced is written anew.
const MOST_REMOVED: f32 = 0.3;

/// What can go wrong with an index. None of it is caused by the text of a query.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the search index cannot be read or written: {0}")]
    Index(#[from] TantivyError),
    #[error("the folder of the search index cannot be used: {0}")]
    Folder(#[from] io::Error),
    #[error("a document has no JSON form: {0}")]
    Document(#[from] serde_json::Error),
    /// The indexer belongs to another process on this machine.
    #[error("another process writes this search index")]
    Busy,
}

/// A change to the index.
#[derive(Debug, Clone)]
pub enum Change {
    Put(Box<SearchDocument>),
    Remove(Uuid),
}

/// One complete index. Generations are numbered; an index in memory has number 0 throughout.
struct Generation {
    number: u64,
    fields: Fields,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    values: Arc<IndexValues>,
    /// Whether it was made by this very chain; an older one with equal fields can be searched until it is replaced.
    is_current_chain: bool,
}

impl Generation {
    fn create(home: &Home, number: u64) -> Result<Self, SearchError> {
        let fields = Fields::new();
        let mut index = match home {
            Home::Memory => Index::create_in_ram(fields.schema.clone()),
            Home::Folder(root, layer) => {
                let folder = folder::generation(root, number);
                std::fs::create_dir_all(&folder)?;
                let disk = Disk::open(&folder, layer.as_ref())?;
                if Index::exists(&disk).map_err(TantivyError::from)? {
                    return Err(TantivyError::IndexAlreadyExists.into());
                }
                let index = Index::create(disk, fields.schema.clone(), IndexSettings::default())?;
                folder::write_durably(&folder, folder::MADE_BY, &made_by())?;
                index
            }
        };
        index.set_tokenizers(Fields::tokenizers());
        Self::over(number, fields, index, true)
    }

    /// Opens a generation; none if it is missing, damaged or has other fields.
    fn open(root: &Path, layer: Option<&Layer>, number: u64) -> Option<Self> {
        let folder = folder::generation(root, number);
        let made = std::fs::read_to_string(folder.join(folder::MADE_BY)).ok()?;
        let fields = Fields::new();
        let mut index = Index::open(Disk::open(&folder, layer).ok()?).ok()?;
        index.set_tokenizers(Fields::tokenizers());
        let is_sound = index.schema() == fields.schema && index.validate_checksum().is_ok_and(|damaged| damaged.is_empty());
        let has_known_fields = made.split_once(' ').is_some_and(|(fields, _)| fields == FIELDS);
        if !is_sound || !has_known_fields {
            return None;
        }
        Self::over(number, fields, index, made == made_by()).ok()
    }

    fn over(number: u64, fields: Fields, index: Index, is_current_chain: bool) -> Result<Self, SearchError> {
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let values = Arc::<IndexValues>::default();
        values.prepare(&reader.searcher())?;
        Ok(Self { number, fields, index, reader, writer: Mutex::new(None), values, is_current_chain })
    }

    /// Takes up what was committed.
    fn reload(&self) -> Result<(), SearchError> {
        self.reader.reload()?;
        Ok(self.values.prepare(&self.reader.searcher())?)
    }

    fn last_applied(&self) -> Option<i64> {
        self.index.load_metas().ok()?.payload?.parse().ok()
    }

    /// Adds and removes documents and commits them together with the number of the last change.
    fn commit(&self, changes: &[Change], last: Option<i64>) -> Result<(), SearchError> {
        let mut slot = self.writer();
        let outcome = self.write(&mut slot, changes, last);
        if outcome.is_err() {
            *slot = None; // Drops what was not committed and frees the lock; the next call starts afresh.
        }
        outcome?;
        self.reload()
    }

    fn write(&self, slot: &mut Option<IndexWriter>, changes: &[Change], last: Option<i64>) -> Result<(), SearchError> {
        let writer = match slot {
            Some(writer) => writer,
            None => slot.insert(self.open_writer()?),
        };
        for change in changes {
            match change {
                Change::Remove(id) => {
                    writer.delete_term(self.fields.id_term(*id));
                }
                Change::Put(document) => {
                    writer.delete_term(self.fields.id_term(document.id));
                    writer.add_document(self.fields.write(document)?)?;
                }
            }
        }
        if let Some(last) = last {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&last.to_string());
            commit.commit()?;
        }
        Ok(())
    }

    /// Opens the writer and removes the files of a commit that was killed: a file with the name of the next one would stop it.
    fn open_writer(&self) -> Result<IndexWriter, SearchError> {
        let writer = self.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(|error| match error {
            TantivyError::LockFailure(..) => SearchError::Busy,
            other => SearchError::Index(other),
        })?;
        writer.garbage_collect_files().wait()?;
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(MOST_REMOVED);
        writer.set_merge_policy(Box::new(merges));
        Ok(writer)
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Merges all segments into one: each segment has its own dictionaries, in which every word of a query is looked up.
    fn merge(&self) -> Result<(), SearchError> {
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1
            && let Some(writer) = &mut *self.writer()
        {
            writer.merge(&segments).wait()?;
        }
        Ok(())
    }

    /// Waits for merges and gives the writer's lock back.
    fn release_writer(&self) {
        if let Some(writer) = self.writer().take() {
            let _ = writer.wait_merging_threads();
        }
    }
}

fn made_by() -> String {
    format!("{FIELDS} {CHAIN}")
}

#[derive(Clone)]
enum Home {
    Memory,
    Folder(PathBuf, Option<Layer>),
}

/// The index of one node. Share it in an `Arc`.
pub struct SearchIndex {
    home: Home,
    pub(crate) weights: Weights,
    pub(super) remembered: Arc<Mutex<Remembered>>,
    pub(super) meaning: Option<Arc<Meaning>>,
    live: RwLock<Arc<Generation>>,
}

impl SearchIndex {
    /// Opens the index in a folder, which is made if it is not there. What cannot be used is set aside and [`Self::needs_rebuild`] says so.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn open(root: &Path) -> Result<Self, SearchError> {
        Self::open_through(root, None)
    }

    /// Opens it with something between the index and its disk.
    pub(super) fn open_through(root: &Path, layer: Option<Layer>) -> Result<Self, SearchError> {
        std::fs::create_dir_all(root)?;
        let current = folder::current(root);
        let sound = current.and_then(|number| Generation::open(root, layer.as_ref(), number));
        let home = Home::Folder(root.to_owned(), layer);
        let live = match sound {
            Some(generation) => generation,
            None => {
                if current.is_some() {
                    tracing::warn!(current, "the search index is damaged or of another version; it is built anew");
                }
                let generation = Generation::create(&home, folder::next_number(root)?)?;
                folder::make_current(root, generation.number)?;
                generation
            }
        };
        Ok(Self { home, weights: Weights::TABLE, remembered: Arc::default(), meaning: None, live: RwLock::new(Arc::new(live)) })
    }

    /// An index in memory, for tests and measuring.
    ///
    /// # Errors
    /// When tantivy cannot start a thread.
    pub fn in_memory() -> Result<Self, SearchError> {
        let generation = Generation::create(&Home::Memory, 0)?;
        let live = RwLock::new(Arc::new(generation));
        Ok(Self { home: Home::Memory, weights: Weights::TABLE, remembered: Arc::default(), meaning: None, live })
    }

    /// Ranks by other weights than those of the table: for measuring.
    pub fn weigh(&mut self, weights: Weights) {
        self.weights = weights;
    }

    /// Ranks by meaning too, as far as posts have a vector.
    pub fn read_for_meaning(&mut self, meaning: Arc<Meaning>) {
        self.meaning = Some(meaning);
    }

    fn live(&self) -> Arc<Generation> {
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it has never been filled, or was filled by another chain.
    pub fn needs_rebuild(&self) -> bool {
        let live = self.live();
        !live.is_current_chain || live.last_applied().is_none()
    }

    /// The number of the last change that is in the index; none for one that was never filled.
    pub fn last_applied(&self) -> Option<i64> {
        self.live().last_applied()
    }

    /// Applies changes and commits them together with the number of the last one. Findable when this returns. Blocking.
    ///
    /// # Errors
    /// When the index cannot be written; then nothing of it was applied.
    pub fn apply(&self, changes: &[Change], last: i64) -> Result<(), SearchError> {
        self.live().commit(changes, Some(last))
    }

    /// The number of documents.
    pub fn len(&self) -> u64 {
        self.live().reader.searcher().num_docs()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether another process has put a new generation in place.
    pub fn was_replaced(&self) -> bool {
        match &self.home {
            Home::Memory => false,
            Home::Folder(root, _) => folder::current(root).is_some_and(|number| number != self.live().number),
        }
    }

    /// Takes up what another process of this node has committed or rebuilt.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let live = self.live();
        if let Home::Folder(root, layer) = &self.home
            && let Some(number) = folder::current(root)
            && number != live.number
            && let Some(generation) = Generation::open(root, layer.as_ref(), number)
        {
            live.release_writer();
            *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(generation);
            return Ok(());
        }
        live.reload()
    }

    /// The id and version of every document, in no order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ids_and_versions(&self) -> Result<Vec<(Uuid, i32)>, SearchError> {
        let searcher = self.live().reader.searcher();
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            let Some(ids) = segment.fast_fields().str(column::ID)? else { continue };
            let versions = segment.fast_fields().i64(column::VERSION)?;
            for doc in segment.doc_ids_alive() {
                let mut id = String::with_capacity(32);
                let ordinal = ids.ords().first(doc).unwrap_or(u64::MAX);
                if ids.ord_to_str(ordinal, &mut id)?
                    && let Ok(id) = Uuid::try_parse(&id)
                {
                    all.push((id, versions.first(doc).and_then(|version| version.try_into().ok()).unwrap_or_default()));
                }
            }
        }
        Ok(all)
    }

    /// The document with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn document(&self, id: Uuid) -> Result<Option<SearchDocument>, SearchError> {
        let live = self.live();
        let searcher = live.reader.searcher();
        for (number, segment) in (0_u32..).zip(searcher.segment_readers()) {
            let term = live.fields.id_term(id);
            let postings = segment.inverted_index(live.fields.id)?.read_postings(&term, tantivy::schema::IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            use tantivy::DocSet;
            while postings.doc() != tantivy::TERMINATED {
                let doc = postings.doc();
                if !segment.is_deleted(doc) {
                    let row: TantivyDocument = searcher.doc(tantivy::DocAddress::new(number, doc))?;
                    return Ok(live.fields.read(&row));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// A stable view for one search, with the handles of its fields.
    pub(crate) fn searcher(&self) -> (Searcher, Fields) {
        let live = self.live();
        (live.reader.searcher(), live.fields.clone())
    }

    pub(super) fn values(&self) -> Arc<IndexValues> {
        Arc::clone(&self.live().values)
    }

    /// Starts a new generation beside the current one. Leftovers of rebuilds that died are removed.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn start_rebuild(&self) -> Result<Rebuild<'_>, SearchError> {
        let number = match &self.home {
            Home::Memory => 0,
            Home::Folder(root, _) => {
                std::fs::create_dir_all(root)?;
                folder::remove_leftovers(root, self.live().number);
                folder::next_number(root)?.max(self.live().number + 1)
            }
        };
        Ok(Rebuild { of: self, generation: Generation::create(&self.home, number)? })
    }

    /// Removes what rebuilds that failed have left.
    pub(super) fn remove_leftovers(&self) {
        if let Home::Folder(root, _) = &self.home {
            folder::remove_leftovers(root, self.live().number);
        }
    }

    /// The bytes that the current generation takes on disk.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn bytes(&self) -> Result<u64, SearchError> {
        Ok(self.live().reader.searcher().space_usage()?.total().get_bytes())
    }
}

/// A generation that is being filled.
pub struct Rebuild<'a> {
    of: &'a SearchIndex,
    generation: Generation,
}

impl Rebuild<'_> {
    /// Adds documents that are not yet in it. Blocking.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn add(&self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        let changes: Vec<Change> = documents.into_iter().map(|document| Change::Put(Box::new(document))).collect();
        let mut slot = self.generation.writer();
        if slot.is_none() {
            // Everything becomes one segment in the end; merging on the way would write it twice.
            slot.insert(self.generation.open_writer()?).set_merge_policy(Box::new(NoMergePolicy));
        }
        self.generation.write(&mut slot, &changes, None)
    }

    /// Commits, makes it one segment, puts the new generation in the place of the old one in one step, and removes the old one.
    ///
    /// # Errors
    /// When the index cannot be written; then the old one stays.
    pub fn finish(self, last: i64) -> Result<(), SearchError> {
        self.generation.commit(&[], Some(last))?;
        self.generation.merge()?;
        self.generation.release_writer();
        self.generation.reload()?;
        let old = self.of.live();
        if let Home::Folder(root, _) = &self.of.home {
            folder::make_current(root, self.generation.number)?;
        }
        *self.of.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(self.generation);
        old.release_writer();
        if let Home::Folder(root, _) = &self.of.home {
            folder::remove_leftovers(root, self.of.live().number);
        }
        Ok(())
    }
}

/// Whether no other process writes the generation in this folder.
pub(super) fn is_unlocked(folder: &Path) -> bool {
    MmapDirectory::open(folder).is_ok_and(|directory| directory.acquire_lock(&tantivy::directory::INDEX_WRITER_LOCK).is_ok())
}
