//! The files of an index as we want them: damage is noticed, and what is small does not depend on the disk while it is read.
//!
//! tantivy keeps a checksum in every file of a segment, but none in the two small ones that say which segments there are (`meta.json`, `.managed.json`).
//! Those get one here, behind their text, so that a flipped byte is an error and never another index.
//!
//! Files up to [`KEPT`] bytes are read into memory once instead of being mapped: cutting off a mapped file would kill the process that reads it.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr};

/// Files up to so many bytes are kept in memory while they are in use: all of an index of some ten thousand posts.
const KEPT: usize = 8 << 20;

/// Stands between the text of a file and its checksum.
const MARK: &[u8] = b"\nsha256 ";

/// A folder on disk, with the checks above.
#[derive(Clone)]
pub(super) struct Disk {
    under: Box<dyn Directory>,
    /// What readers hold of the small files.
    kept: Arc<Mutex<HashMap<PathBuf, Weak<[u8]>>>>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Disk").field(&self.under).finish()
    }
}

/// Puts something between an index and its disk; tests let it fail.
pub(super) type Layer = Arc<dyn Fn(MmapDirectory) -> Box<dyn Directory> + Send + Sync>;

impl Disk {
    /// Opens a folder that is there.
    pub(super) fn open(folder: &Path, layer: Option<&Layer>) -> tantivy::Result<Self> {
        let disk = MmapDirectory::open(folder)?;
        let under = layer.map_or_else(|| Box::new(disk.clone()) as Box<dyn Directory>, |layer| layer(disk.clone()));
        Ok(Self { under, kept: Arc::default() })
    }

    fn forget(&self, path: &Path) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

fn sealed(data: &[u8]) -> Vec<u8> {
    let mut sealed = data.to_vec();
    sealed.extend_from_slice(MARK);
    sealed.extend_from_slice(hex::encode(Sha256::digest(data)).as_bytes());
    sealed
}

/// The text of a file whose checksum is right.
fn unsealed(mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let end = sealed.len().checked_sub(MARK.len() + 64)?;
    let (data, seal) = sealed.split_at(end);
    let is_whole = seal.strip_prefix(MARK)? == hex::encode(Sha256::digest(data)).as_bytes();
    is_whole.then(|| {
        sealed.truncate(end);
        sealed
    })
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if let Some(bytes) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(path).and_then(Weak::upgrade) {
            return Ok(Arc::new(OwnedBytes::new(bytes)));
        }
        let file = self.under.get_file_handle(path)?;
        if file.len() > KEPT {
            return Ok(file);
        }
        let mapped = file.read_bytes(0..file.len()).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        let bytes: Arc<[u8]> = Arc::from(mapped.as_slice());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, held| held.strong_count() > 0);
        kept.insert(path.to_owned(), Arc::downgrade(&bytes));
        Ok(Arc::new(OwnedBytes::new(bytes)))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.forget(path);
        self.under.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.under.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.forget(path);
        self.under.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let damaged = || OpenReadError::wrap_io_error(io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong"), path.to_owned());
        unsealed(self.under.atomic_read(path)?).ok_or_else(damaged)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.under.atomic_write(path, &sealed(data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.under.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.under.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.under.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_other_byte_breaks_the_seal() {
        let whole = sealed(b"{\"payload\": \"12\"}");
        assert_eq!(unsealed(whole.clone()).as_deref(), Some(b"{\"payload\": \"12\"}".as_slice()));
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(unsealed(damaged), None, "byte {at}");
            assert_eq!(unsealed(whole[..at].to_vec()), None, "{at} bytes");
        }
    }
}
