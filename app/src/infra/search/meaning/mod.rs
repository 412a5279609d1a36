//! What texts mean, by a small embedding model that an operator may give; without one nothing here runs and search is by words alone.
//!
//! [`model::Model`] reads the three standard files of intfloat/multilingual-e5-small and turns a text into a [`vector::Vector`]: near each other for
//! texts that mean the same. [`Meaning`] keeps the vectors of all posts in memory, which the host makes in a job and stores, and finds those near to a
//! query. A query is embedded in a thread of its own: somebody who searches waits for [`PATIENCE`] at most and then gets what the words find. The
//! vector is kept, so that the next one who asks the same has it.
//!
//! Files that are broken or gone are told in the log, looked at again after [`PAUSE`], and never stop a search.

mod config;
mod encoder;
pub mod fusion;
pub mod judged;
#[cfg(test)]
mod made_by_hand;
pub mod model;
mod table;
mod tensors;
pub mod vector;

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use uuid::Uuid;

use self::fusion::Fusion;
use self::model::{Model, Purpose};
use self::table::Table;
use self::vector::Vector;

/// How long a search waits for the vector of its text.
pub const PATIENCE: Duration = Duration::from_millis(250);

/// The time until a model that could not be used is tried again.
pub const PAUSE: Duration = Duration::from_secs(60);

/// A post is found by its meaning alone if it lies at least this share of the way from what is usual for the query to what is nearest to it: so
/// few stand out where one fits well, and no cosine has to mean anything by itself.
const NEAR: f64 = 0.5;

/// Queries whose vectors are kept; then all are forgotten, which costs each of them a few milliseconds once.
const MOST_KNOWN: usize = 2_000;

/// Bytes of a query that are read.
const LONGEST_QUERY: usize = 2_048;

/// Queries that may wait for their vector; more are answered by words alone.
const MOST_WAITING: usize = 16;

/// Why a model cannot be used, in one sentence for an operator.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} is not what it should be: {why}", path.display())]
    Broken { path: PathBuf, why: String },
    #[error("the files do not fit: {0}")]
    Mismatch(String),
}

/// The text of a post as it is embedded.
pub fn passage(title: &str, text: &str) -> String {
    format!("{title}\n{text}").trim().to_owned()
}

/// The model of a site with the vectors of its posts. Share it in an `Arc`.
#[derive(Debug)]
pub struct Meaning {
    inner: Arc<Inner>,
    patience: Duration,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    opened: Mutex<Opened>,
    table: RwLock<Table>,
    asked: Mutex<Asked>,
    ring: Condvar,
}

#[derive(Debug)]
enum Opened {
    NotYet,
    Failed(Instant),
    Open(Arc<Model>),
}

/// Queries that wait for their vector or have it.
#[derive(Debug, Default)]
struct Asked {
    known: FxHashMap<String, Arc<Vector>>,
    waiting: VecDeque<String>,
    /// A thread takes care of those that wait.
    attended: bool,
    /// Nothing can be embedded until then.
    out_until: Option<Instant>,
    closed: bool,
}

/// What a query means beside the posts there are.
#[derive(Debug, Clone)]
pub struct Sought {
    vector: Arc<Vector>,
    near: table::Near,
}

impl Sought {
    /// The posts nearest to it, nearest first.
    pub fn nearest(&self) -> &[Uuid] {
        &self.near.best
    }

    /// How the scores of this query are made into one; `words` is the highest by words.
    pub fn fusion(&self, weight: f32, words: f64) -> Fusion {
        Fusion { weight: weight.into(), words, median: self.near.median, most: self.near.most }
    }
}

/// How near posts of a site usually are.
#[derive(Debug, Clone)]
pub struct Likeness {
    of: Arc<Inner>,
    usual: table::Usual,
}

impl Likeness {
    /// How much two posts are about the same, from 0 for as much as any two to 1 for as much as a post and its nearest; none while one of them has no
    /// vector.
    pub fn of(&self, one: Uuid, other: Uuid) -> Option<f64> {
        let cosine = self.of.read().between(one, other)?;
        Some(fusion::share(cosine, self.usual.median, self.usual.nearest).clamp(0.0, 1.0))
    }
}

impl Meaning {
    /// Names the folder of a model; its files are read when they are first needed.
    pub fn new(folder: &Path) -> Self {
        let inner = Inner {
            folder: folder.to_owned(),
            opened: Mutex::new(Opened::NotYet),
            table: RwLock::default(),
            asked: Mutex::default(),
            ring: Condvar::new(),
        };
        Self { inner: Arc::new(inner), patience: PATIENCE }
    }

    /// The same with another time that a search waits: for measuring and for tests.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The model; none while its files cannot be used, which the log tells. Blocking, about a second the first time.
    pub fn model(&self) -> Option<Arc<Model>> {
        self.inner.model()
    }

    /// Takes over the vector of a post.
    pub fn put(&self, id: Uuid, version: i32, vector: &Vector) {
        if !self.inner.write().put(id, version, vector) {
            tracing::warn!(%id, "a vector of another dimension was left out");
        }
    }

    /// Forgets a post.
    pub fn remove(&self, id: Uuid) {
        self.inner.write().remove(id);
    }

    /// The number of posts that have a vector.
    pub fn len(&self) -> usize {
        self.inner.read().len()
    }

    /// Whether no post has a vector.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Compares the vectors with the posts that there are: which posts lack one of their version, and which are no longer there.
    pub fn compare(&self, posts: &[(Uuid, i32)]) -> (Vec<Uuid>, Vec<Uuid>) {
        let table = self.inner.read();
        let there: rustc_hash::FxHashSet<Uuid> = posts.iter().map(|(id, _)| *id).collect();
        let lacking = posts.iter().filter(|(id, version)| table.version(*id) != Some(*version)).map(|(id, _)| *id).collect();
        (lacking, table.ids().filter(|id| !there.contains(id)).collect())
    }

    /// What a query means; none when the model is off, slow or not ready, so that words alone decide.
    pub fn sought(&self, text: &str, most: usize) -> Option<Sought> {
        if self.is_empty() {
            return None;
        }
        let vector = self.vector(model::clip(text.trim(), LONGEST_QUERY))?;
        let near = self.inner.read().near(&vector, most, NEAR)?;
        Some(Sought { vector, near })
    }

    /// The cosine of a query and the post with these last bits of its id.
    pub(super) fn cosine(&self, sought: &Sought, tie: u64) -> Option<f32> {
        self.inner.read().cosine(&sought.vector, tie)
    }

    /// The posts nearest to a post, itself among them.
    pub fn beside(&self, id: Uuid, most: usize) -> Vec<Uuid> {
        let table = self.inner.read();
        table.vector(id).and_then(|vector| table.near(&vector, most, 0.0)).map(|near| near.best).unwrap_or_default()
    }

    /// How near posts are usually; none while there is only a handful.
    pub fn likeness(&self) -> Option<Likeness> {
        let usual = self.inner.write().usual()?;
        Some(Likeness { of: Arc::clone(&self.inner), usual })
    }

    /// Keeps the vector of a query, as if it had been asked before.
    pub fn remember(&self, text: &str, vector: Vector) {
        self.inner.asked().known.insert(model::clip(text.trim(), LONGEST_QUERY).to_owned(), Arc::new(vector));
    }

    fn vector(&self, text: &str) -> Option<Arc<Vector>> {
        let mut asked = self.inner.asked();
        if let Some(vector) = asked.known.get(text) {
            return Some(Arc::clone(vector));
        }
        if asked.out_until.is_some_and(|until| Instant::now() < until) || text.is_empty() || asked.waiting.len() >= MOST_WAITING {
            return None;
        }
        if !asked.attended {
            let inner = Arc::clone(&self.inner);
            let thread = std::thread::Builder::new().name("meaning".to_owned()).spawn(move || inner.attend());
            asked.attended = thread.is_ok();
        }
        if !asked.waiting.iter().any(|other| other == text) {
            asked.waiting.push_back(text.to_owned());
        }
        self.inner.ring.notify_all();
        let until = Instant::now() + self.patience;
        loop {
            if let Some(vector) = asked.known.get(text) {
                return Some(Arc::clone(vector));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || asked.out_until.is_some_and(|until| Instant::now() < until) {
                return None;
            }
            asked = self.inner.ring.wait_timeout(asked, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Meaning {
    fn drop(&mut self) {
        self.inner.asked().closed = true;
        self.inner.ring.notify_all();
    }
}

impl Inner {
    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn model(&self) -> Option<Arc<Model>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        match &*opened {
            Opened::Open(model) => return Some(Arc::clone(model)),
            Opened::Failed(at) if at.elapsed() < PAUSE => return None,
            Opened::NotYet | Opened::Failed(_) => {}
        }
        match Model::open(&self.folder) {
            Ok(model) => {
                tracing::info!(model = model.name(), "search reads for meaning too");
                let model = Arc::new(model);
                *opened = Opened::Open(Arc::clone(&model));
                Some(model)
            }
            Err(error) => {
                tracing::error!(%error, "the model of the setting `search.model` cannot be used; search goes on by words alone");
                *opened = Opened::Failed(Instant::now());
                None
            }
        }
    }

    /// Embeds the queries that wait, until nobody can ask any more.
    fn attend(&self) {
        loop {
            let mut asked = self.asked();
            let text = loop {
                if asked.closed {
                    return;
                }
                match asked.waiting.front() {
                    Some(text) => break text.clone(),
                    None => asked = self.ring.wait(asked).unwrap_or_else(PoisonError::into_inner),
                }
            };
            drop(asked);
            let vector = self.model().and_then(|model| {
                let told =
                    |error: &ModelError| tracing::error!(%error, "a query cannot be read for its meaning; search goes on by words alone");
                model.embed(Purpose::Query, &text).inspect_err(told).ok()
            });
            let mut asked = self.asked();
            asked.waiting.pop_front();
            match vector {
                Some(vector) => {
                    if asked.known.len() >= MOST_KNOWN {
                        asked.known.clear();
                    }
                    asked.known.insert(text, Arc::new(vector));
                }
                None => {
                    asked.waiting.clear();
                    asked.out_until = Some(Instant::now() + PAUSE);
                }
            }
            self.ring.notify_all();
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
