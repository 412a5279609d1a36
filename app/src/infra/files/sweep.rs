//! Taking files away that nothing points at.
//!
//! A file that is stored again, because somebody sends the same once more, is written anew: it is young again. So a file that is old and that no row points
//! at cannot come into use but by an upload that makes it young. [`Files::remove`] looks at its age once more while no upload can put a file in its
//! place (the lock), and only then takes it away; what a transaction is about to point at is therefore never removed.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};
use tokio::task::spawn_blocking;

use super::Files;

/// How often an upload in the way is waited for.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

impl Files {
    /// Lists stored files that were written before that moment.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn stored_before(&self, before: DateTime<Utc>) -> io::Result<Vec<String>> {
        let root = self.root.clone();
        blocking(move || {
            let mut found = Vec::new();
            // One folder for each two first digits.
            for folder in entries(&root)?.filter(|entry| entry.file_name().len() == 2) {
                for file in entries(&folder.path())? {
                    if let (Ok(name), true) = (file.file_name().into_string(), is_older(&file.path(), before)?) {
                        found.push(name);
                    }
                }
            }
            Ok(found)
        })
        .await
    }

    /// Removes those of these files that were not written again since that moment, and gives how many. The caller knows that no row points at them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn remove(&self, hashes: Vec<String>, before: DateTime<Utc>) -> io::Result<u64> {
        for _ in 0..TRIES {
            let (files, hashes) = (self.clone(), hashes.clone());
            if let Some(removed) = blocking(move || files.remove_alone(&hashes, before)).await? {
                return Ok(removed);
            }
            tokio::time::sleep(PAUSE).await;
        }
        // The next time, then.
        Ok(0)
    }

    /// `None` while an upload is in the way.
    fn remove_alone(&self, hashes: &[String], before: DateTime<Utc>) -> io::Result<Option<u64>> {
        let lock = self.lock_file()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let mut removed = 0;
        for hash in hashes {
            let place = self.place(hash);
            if is_older(&place, before)? {
                fs::remove_file(&place)?;
                removed += 1;
            }
        }
        Ok(Some(removed))
    }

    /// Removes what uploads that broke off left behind before that moment, and gives how many.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn empty_quarantine(&self, before: DateTime<Utc>) -> io::Result<u64> {
        let quarantine = self.quarantine();
        blocking(move || {
            let mut removed = 0;
            for left in entries(&quarantine)? {
                if is_older(&left.path(), before)? {
                    fs::remove_file(left.path())?;
                    removed += 1;
                }
            }
            Ok(removed)
        })
        .await
    }

    /// Makes a stored file young, so that it stays for a while after nothing points at it any more. One that has gone is fine too.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn keep_a_while(&self, hash: &str, now: DateTime<Utc>) -> io::Result<()> {
        let place = self.place(hash);
        blocking(move || match File::options().append(true).open(place) {
            Ok(file) => file.set_modified(SystemTime::from(now)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// The file that an upload locks together with others, and a removal alone.
    pub(super) fn lock_file(&self) -> io::Result<File> {
        File::options().create(true).append(true).open(self.root.join("lock"))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// None when there is no such folder (yet).
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = fs::DirEntry>> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found.collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(found.into_iter())
}

/// No for one that has gone meanwhile.
fn is_older(path: &Path, than: DateTime<Utc>) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(data) => Ok(data.is_file() && data.modified()? < SystemTime::from(than)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use chrono::TimeDelta;
    use futures::stream;

    use super::*;

    async fn store(files: &Files) -> String {
        let chunks: [Result<Bytes, io::Error>; 1] = [Ok(Bytes::from_static(b"%PDF-1.7 een plan"))];
        files.receive(stream::iter(chunks), 100).await.expect("a pdf").hash
    }

    #[tokio::test]
    async fn what_is_old_goes_unless_it_came_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::new(folder.path());
        assert!(files.stored_before(DateTime::<Utc>::MAX_UTC).await.expect("a list").is_empty());
        let hash = store(&files).await;
        let long_ago: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().expect("a moment");
        let before = long_ago + TimeDelta::days(7);
        assert!(files.stored_before(before).await.expect("a list").is_empty(), "it is young");
        files.keep_a_while(&hash, long_ago).await.expect("its time");
        let old = files.stored_before(before).await.expect("a list");
        assert_eq!(old, std::slice::from_ref(&hash));
        // Somebody sends it again after the list was made.
        store(&files).await;
        assert_eq!(files.remove(old.clone(), before).await.expect("a look"), 0);
        assert!(files.open(&hash).await.is_ok());
        files.keep_a_while(&hash, long_ago).await.expect("its time");
        let upload = files.lock_file().expect("the lock");
        upload.lock_shared().expect("an upload");
        assert_eq!(files.remove(old.clone(), before).await.expect("a look"), 0, "an upload is in the way");
        upload.unlock().expect("the end of the upload");
        assert_eq!(files.remove(old, before).await.expect("a removal"), 1);
        assert!(files.open(&hash).await.is_err());
    }

    #[tokio::test]
    async fn leftovers_of_uploads_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::new(folder.path());
        store(&files).await;
        let left = files.quarantine().join("left");
        fs::write(&left, "half").expect("a leftover");
        let long_ago: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().expect("a moment");
        assert_eq!(files.empty_quarantine(long_ago).await.expect("a look"), 0);
        File::options().append(true).open(&left).expect("it").set_modified(SystemTime::from(long_ago)).expect("its time");
        assert_eq!(files.empty_quarantine(long_ago + TimeDelta::days(1)).await.expect("a removal"), 1);
    }
}
