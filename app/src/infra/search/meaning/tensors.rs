//! Numbers out of a file in safetensors form: a length, a header in JSON that says where each tensor lies, and the numbers.
//!
//! Everything the header says is checked against the file before it is believed. Rows can be read one by one, so that the big table of words stays
//! on disk, where the operating system keeps what is used.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use half::{bf16, f16};
use serde::Deserialize;

use super::ModelError;

/// The longest header that is read; that of a model of this kind has some 20 kB.
const LONGEST_HEADER: u64 = 16 << 20;

/// An open file with the places of its tensors.
pub(super) struct TensorFile {
    file: File,
    path: PathBuf,
    tensors: HashMap<String, Tensor>,
}

/// Where a tensor lies.
#[derive(Debug, Clone)]
struct Tensor {
    numbers: Numbers,
    shape: Vec<usize>,
    from: u64,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Numbers {
    F32,
    F16,
    BF16,
}

impl Numbers {
    fn bytes(self) -> u64 {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::BF16 => 2,
        }
    }

    fn read(self, bytes: &[u8]) -> Vec<f32> {
        match self {
            Self::F32 => bytes.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
            Self::F16 => bytes.as_chunks::<2>().0.iter().map(|number| f16::from_le_bytes(*number).to_f32()).collect(),
            Self::BF16 => bytes.as_chunks::<2>().0.iter().map(|number| bf16::from_le_bytes(*number).to_f32()).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Described {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

impl TensorFile {
    /// Opens a file and reads where its tensors lie.
    pub(super) fn open(path: &Path) -> Result<Self, ModelError> {
        let unreadable = |source| ModelError::Unreadable { path: path.to_owned(), source };
        let broken = |why: String| ModelError::Broken { path: path.to_owned(), why };
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let mut head = [0; 8];
        file.read_exact_at(&mut head, 0).map_err(|_| broken("it is shorter than eight bytes".to_owned()))?;
        let header = u64::from_le_bytes(head);
        if header > LONGEST_HEADER || header + 8 > length {
            return Err(broken("it is no safetensors file, or was cut off in its header".to_owned()));
        }
        let mut text = vec![0; usize::try_from(header).unwrap_or_default()];
        file.read_exact_at(&mut text, 8).map_err(unreadable)?;
        let described: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&text).map_err(|error| broken(format!("its header cannot be read: {error}")))?;
        let mut tensors = HashMap::with_capacity(described.len());
        for (name, value) in described.into_iter().filter(|(name, _)| name != "__metadata__") {
            let Described { dtype, shape, data_offsets: (from, until) } =
                serde_json::from_value(value).map_err(|error| broken(format!("its header cannot be read at `{name}`: {error}")))?;
            let numbers = match dtype.as_str() {
                "F32" => Numbers::F32,
                "F16" => Numbers::F16,
                "BF16" => Numbers::BF16,
                // Such as the positions that some files carry along; asking for one by name says that it is missing.
                _ => continue,
            };
            let size = shape.iter().try_fold(numbers.bytes(), |size, side| size.checked_mul(u64::try_from(*side).ok()?));
            let end = until.checked_add(8 + header);
            if until.checked_sub(from) != size || end.is_none_or(|end| end > length) {
                return Err(broken(format!("`{name}` does not lie within it; the file was probably cut off")));
            }
            tensors.insert(name, Tensor { numbers, shape, from: from + 8 + header });
        }
        Ok(Self { file, path: path.to_owned(), tensors })
    }

    /// The bytes of the whole file at some places, for telling one file from another.
    pub(super) fn sample(&self, mut with: impl FnMut(&[u8])) -> std::io::Result<()> {
        const PLACES: u64 = 64;
        let length = self.file.metadata()?.len();
        with(&length.to_le_bytes());
        let mut piece = [0; 4096];
        for place in 0..PLACES {
            let read = self.file.read_at(&mut piece, length / PLACES * place)?;
            with(&piece[..read]);
        }
        Ok(())
    }

    /// Whether there is a tensor with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Reads a whole tensor.
    pub(super) fn read(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let tensor = self.tensor(name, shape)?;
        self.numbers(tensor.numbers, tensor.from, shape.iter().product())
    }

    /// Checks a table of which single rows will be read.
    pub(super) fn rows(&self, name: &str, shape: [usize; 2]) -> Result<Rows, ModelError> {
        let tensor = self.tensor(name, &shape)?;
        Ok(Rows { numbers: tensor.numbers, from: tensor.from, count: shape[0], width: shape[1] })
    }

    /// Reads one row of a table.
    pub(super) fn row(&self, rows: &Rows, at: usize) -> Result<Vec<f32>, ModelError> {
        let why =
            || ModelError::Mismatch(format!("tokenizer.json knows a word with number {at}, and model.safetensors has {}", rows.count));
        let before = u64::try_from(at.min(rows.count) * rows.width).unwrap_or_default() * rows.numbers.bytes();
        if at < rows.count { self.numbers(rows.numbers, rows.from + before, rows.width) } else { Err(why()) }
    }

    fn tensor(&self, name: &str, shape: &[usize]) -> Result<&Tensor, ModelError> {
        let broken = |why| ModelError::Broken { path: self.path.clone(), why };
        let tensor = self.tensors.get(name).ok_or_else(|| broken(format!("`{name}` is missing or not of floating-point numbers")))?;
        if tensor.shape != shape {
            return Err(ModelError::Mismatch(format!(
                "config.json asks for `{name}` with shape {shape:?}, and model.safetensors has {:?}",
                tensor.shape
            )));
        }
        Ok(tensor)
    }

    fn numbers(&self, numbers: Numbers, from: u64, count: usize) -> Result<Vec<f32>, ModelError> {
        let mut bytes = vec![0; count * usize::try_from(numbers.bytes()).unwrap_or(4)];
        self.file.read_exact_at(&mut bytes, from).map_err(|source| ModelError::Unreadable { path: self.path.clone(), source })?;
        Ok(numbers.read(&bytes))
    }
}

/// A table of which single rows are read.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    numbers: Numbers,
    from: u64,
    count: usize,
    width: usize,
}
