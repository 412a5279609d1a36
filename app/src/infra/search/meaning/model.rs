//! A model in a folder: the three standard files, and what can be asked of them.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokenizers::Tokenizer;

use super::ModelError;
use super::config::Config;
use super::encoder::Encoder;
use super::tensors::TensorFile;
use super::vector::Vector;

/// The files of a model.
pub const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];

/// Raised when vectors are made in another way, so that posts get new ones.
const WAY: &str = "e5-1";

/// What a text is for; the model was trained with these words before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Looking for passages.
    Query,
    /// Being found.
    Passage,
}

impl Purpose {
    /// The words that the model expects before a text.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Query => "query: ",
            Self::Passage => "passage: ",
        }
    }

    /// Tokens that are read at most: somebody waits for a query.
    fn tokens(self) -> usize {
        match self {
            Self::Query => 128,
            Self::Passage => 512,
        }
    }
}

/// Bytes per token that are looked at: no word has more, and the rest of a long text is cut off anyway.
const BYTES_PER_TOKEN: usize = 16;

/// A model, ready to be asked from any thread.
pub struct Model {
    tokenizer: Tokenizer,
    encoder: Encoder,
    /// Tokens that a text may have.
    positions: usize,
    dimension: usize,
    name: String,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Model {
    /// Opens the files of a folder. Blocking, about a second.
    ///
    /// # Errors
    /// In one sentence what is wrong with which file.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let [config_path, tokenizer_path, weights_path] = FILES.map(|name| folder.join(name));
        let read = |path: &Path| std::fs::read(path).map_err(|source| ModelError::Unreadable { path: path.to_owned(), source });
        let (config_file, tokenizer_file) = (read(&config_path)?, read(&tokenizer_path)?);
        let config = Config::read(&config_path, &config_file)?;
        let broken = |why: String| ModelError::Broken { path: tokenizer_path.clone(), why };
        // The library trusts its file: a damaged one may break it off.
        let mut tokenizer = catch_unwind(|| Tokenizer::from_bytes(&tokenizer_file))
            .map_err(|_| broken("it is damaged".to_owned()))?
            .map_err(|error| broken(error.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| broken(error.to_string()))?;
        let file = TensorFile::open(&weights_path)?;
        let mut digest = Sha256::new_with_prefix(WAY);
        digest.update(&config_file);
        digest.update(&tokenizer_file);
        file.sample(|piece| digest.update(piece)).map_err(|source| ModelError::Unreadable { path: weights_path, source })?;
        let encoder = Encoder::read(file, &config)?;
        let name = hex::encode(&digest.finalize()[..16]);
        Ok(Self { tokenizer, encoder, positions: config.max_position_embeddings, dimension: config.hidden_size, name })
    }

    /// The name of exactly this model, out of what is in its files; another model has another.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers of a vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// What a text means, as a direction of length one. Blocking, some tens of milliseconds.
    ///
    /// # Errors
    /// When the file of the weights cannot be read any more, or the files do not belong together.
    pub fn embed(&self, purpose: Purpose, text: &str) -> Result<Vector, ModelError> {
        let most = purpose.tokens().min(self.positions);
        let text = clip(text, most * BYTES_PER_TOKEN);
        let text = format!("{}{text}", purpose.prefix());
        let cannot = |why: String| ModelError::Mismatch(format!("tokenizer.json cannot read a text: {why}"));
        let read = catch_unwind(AssertUnwindSafe(|| self.tokenizer.encode_fast(text, true)));
        let encoding = read.map_err(|_| cannot("it is damaged".to_owned()))?.map_err(|error| cannot(error.to_string()))?;
        let mut tokens = encoding.get_ids().to_vec();
        if tokens.len() > most
            && let Some(end) = tokens.last().copied()
        {
            tokens.truncate(most - 1);
            tokens.push(end);
        }
        let direction = self.encoder.embed(&tokens)?;
        Vector::new(&direction).ok_or_else(|| ModelError::Mismatch(format!("a direction of {} numbers cannot be used", direction.len())))
    }

    /// Looks whether the model knows what Dutch sentences mean.
    ///
    /// # Errors
    /// When a text cannot be read.
    pub fn examine(&self) -> Result<Examination, ModelError> {
        let started = Instant::now();
        let mut examination = Examination { texts: 0, right: 0, of: 0, time: Duration::ZERO };
        for [text, paraphrase, stranger] in KNOWN_ANSWERS {
            let query = self.embed(Purpose::Query, text)?;
            let (near, far) = (self.embed(Purpose::Passage, paraphrase)?, self.embed(Purpose::Passage, stranger)?);
            examination.texts += 3;
            examination.of += 1;
            examination.right += usize::from(query.cosine(&near) > query.cosine(&far) + CLEARLY);
        }
        examination.time = started.elapsed();
        Ok(examination)
    }
}

/// What somebody looks for, with a text that answers it in other words, and one about something else.
const KNOWN_ANSWERS: [[&str; 3]; 6] = [
    [
        "ruimte voor een buurtmaaltijd",
        "Zaal met keuken beschikbaar om met de straat te eten.",
        "Fietsen worden in het weekend gratis gerepareerd.",
    ],
    ["tuin opknappen", "Hovenier helpt met snoeien en onkruid wieden.", "De bibliotheek is maandag gesloten."],
    ["computerles voor ouderen", "Vrijwilligers leren senioren omgaan met internet.", "Het voetbalveld krijgt nieuw gras."],
    ["kapotte fiets laten maken", "Rijwielhersteller plakt banden en stelt remmen af.", "Het koor zoekt nieuwe stemmen."],
    ["vervoer naar de dokter", "Ik breng buurtgenoten met mijn auto naar het ziekenhuis.", "De basisschool zoekt voorleesouders."],
    ["zonnepanelen op het dak", "Samen groene stroom opwekken met de buurt.", "Eetclub voor alleenstaanden op vrijdag."],
];

/// How much nearer is no accident; multilingual-e5-small makes three times this difference and more.
const CLEARLY: f32 = 0.01;

/// What came out of an examination.
#[derive(Debug, Clone, Copy)]
pub struct Examination {
    /// Texts that were embedded.
    pub texts: u32,
    /// Cases in which the paraphrase was nearer than the stranger ...
    pub right: usize,
    /// ... of so many.
    pub of: usize,
    pub time: Duration,
}

/// The beginning of a text, cut off between two characters.
pub(super) fn clip(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
