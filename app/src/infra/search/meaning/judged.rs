//! The vectors of a judged set, for measuring; kept in a file between runs, since embedding some thousand documents takes minutes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Model, Purpose};
use super::vector::Vector;
use super::{Meaning, ModelError, passage};
use crate::infra::search::evaluate::Entry;
use crate::infra::search::judged::JudgedSet;

/// Bytes of the name of a text in the file.
const NAME: usize = 32;

/// As long as it takes: a measurement must not depend on how busy the machine is.
const PATIENCE: Duration = Duration::from_secs(600);

/// Why vectors cannot be made or kept.
#[derive(Debug, thiserror::Error)]
pub enum JudgedError {
    #[error("the model cannot be used: {0}")]
    Model(#[from] ModelError),
    #[error("the file with vectors cannot be used: {0}")]
    File(#[from] io::Error),
}

/// A model with the vectors that it has made, here and in earlier runs.
pub struct JudgedVectors {
    model: Model,
    folder: std::path::PathBuf,
    known: FxHashMap<Vec<u8>, Vector>,
    file: Option<File>,
}

/// The vectors of one set.
#[derive(Debug)]
pub struct SetVectors {
    pub meaning: Arc<Meaning>,
    posts: FxHashMap<String, Vector>,
}

impl SetVectors {
    /// Puts a query among the posts under this id, as if it had been posted.
    pub fn post(&self, query: &Entry, id: Uuid) {
        if let Some(vector) = self.posts.get(&query.id) {
            self.meaning.put(id, 1, vector);
        }
    }
}

impl JudgedVectors {
    /// Opens a model, and the file in which its vectors are kept.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn open(folder: &Path, kept: Option<&Path>) -> Result<Self, JudgedError> {
        let model = Model::open(folder)?;
        let mut known = FxHashMap::default();
        let file = match kept {
            None => None,
            Some(path) => {
                let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                for row in bytes.chunks_exact(NAME + 4 + 2 * model.dimension()) {
                    let (name, vector) = row.split_at(NAME);
                    known.extend(Vector::from_bytes(vector).map(|vector| (name.to_vec(), vector)));
                }
                Some(file)
            }
        };
        Ok(Self { model, folder: folder.to_owned(), known, file })
    }

    fn vector(&mut self, purpose: Purpose, text: &str) -> Result<Vector, JudgedError> {
        let name = Sha256::new_with_prefix(self.model.name()).chain_update(purpose.prefix()).chain_update(text).finalize().to_vec();
        if let Some(vector) = self.known.get(&name) {
            return Ok(vector.clone());
        }
        let vector = self.model.embed(purpose, text)?;
        if let Some(file) = &mut self.file {
            file.write_all(&[name.as_slice(), &vector.to_bytes()].concat())?;
        }
        self.known.insert(name, vector.clone());
        Ok(vector)
    }

    /// Embeds the documents of a set, the queries that are ranked as posts, and where vectors are kept, those that are ranked as text.
    ///
    /// # Errors
    /// When the model cannot read a text or the file cannot be written.
    pub fn of(&mut self, set: &JudgedSet) -> Result<SetVectors, JudgedError> {
        let meaning = Meaning::new(&self.folder).with_patience(PATIENCE);
        for (number, entry) in (0..).zip(&set.corpus) {
            let vector = self.vector(Purpose::Passage, &passage(&entry.title, &entry.text))?;
            meaning.put(Uuid::from_u128(number), 1, &vector);
        }
        let mut posts = FxHashMap::default();
        for query in &set.queries {
            if query.is_post() {
                posts.insert(query.id.clone(), self.vector(Purpose::Passage, &passage(&query.title, &query.text))?);
            } else if self.file.is_some() {
                let text = format!("{} {}", query.title, query.text);
                meaning.remember(&text, self.vector(Purpose::Query, text.trim())?);
            }
        }
        Ok(SetVectors { meaning: Arc::new(meaning), posts })
    }
}
