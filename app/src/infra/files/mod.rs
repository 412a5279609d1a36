//! Files that people send: streamed into quarantine, recognised by content, then stored under the hash of what they hold.
//!
//! Pictures are made anew ([`pictures`]), so that nothing is stored of them but what can be seen. A file is safe after fsync(file), rename, fsync(directory), in this order. Which row points at a stored file is the business of a slice; a stored file is
//! never changed, may belong to several rows, and goes when it has belonged to none for a while (`sweep`).

pub mod pictures;
mod sweep;

use std::{
    io,
    path::{Path, PathBuf},
};

use axum::body::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt as _,
    task::spawn_blocking,
};
use uuid::Uuid;

use pictures::Unusable;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub media_type: &'static str,
    /// The ending of its name, without the dot.
    pub extension: &'static str,
}

/// What is taken, by content.
const KINDS: &[Kind] = &[
    Kind { media_type: "application/pdf", extension: "pdf" },
    Kind { media_type: "image/png", extension: "png" },
    Kind { media_type: "image/jpeg", extension: "jpg" },
    Kind { media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", extension: "docx" },
    Kind { media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extension: "xlsx" },
    Kind { media_type: "application/vnd.oasis.opendocument.text", extension: "odt" },
    Kind { media_type: "application/vnd.oasis.opendocument.spreadsheet", extension: "ods" },
];
const TEXT: Kind = Kind { media_type: "text/plain", extension: "txt" };

/// How much of a file is looked at to recognise it.
const HEAD: usize = 8_192;

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256, hexadecimal.
    pub hash: String,
    pub bytes: u64,
    pub kind: Kind,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the file is empty")]
    Empty,
    #[error("the file is too large")]
    TooLarge,
    #[error("this kind of file is not taken")]
    Kind,
    #[error("the picture cannot be read")]
    Picture,
    #[error("the picture has too many points")]
    PictureTooLarge,
    #[error("the upload broke off")]
    Broken,
    #[error("the file could not be stored")]
    Disk(#[from] io::Error),
}

impl From<Unusable> for Refused {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Unreadable => Self::Picture,
            Unusable::TooLarge => Self::PictureTooLarge,
            Unusable::Disk(error) => Self::Disk(error),
        }
    }
}

/// The folder of files.
#[derive(Clone, Debug)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Takes the folder in which the product keeps its state.
    pub fn new(state_dir: &Path) -> Self {
        Self { root: state_dir.join("files") }
    }

    /// Streams a file into quarantine and stores it when it is of a kind that is taken and at most `max` bytes.
    ///
    /// # Errors
    /// [`Refused`]; then nothing is left of it.
    pub async fn receive<E>(&self, mut chunks: impl Stream<Item = Result<Bytes, E>> + Unpin, max: u64) -> Result<Stored, Refused> {
        let quarantine = self.quarantine();
        if !fs::try_exists(&quarantine).await? {
            fs::create_dir_all(&quarantine).await?;
            if let Some(state) = self.root.parent() {
                sync_folder(state).await?;
            }
        }
        let mut held = Held::new(&quarantine);
        let mut file = File::create_new(&held.0).await?;
        let mut hash = Sha256::new();
        let mut head = Vec::new();
        let mut text = TextCheck::default();
        let mut bytes: u64 = 0;
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Refused::Broken)?;
            bytes = bytes.saturating_add(chunk.len() as u64);
            if bytes > max {
                return Err(Refused::TooLarge);
            }
            hash.update(&chunk);
            text.add(&chunk);
            head.extend_from_slice(&chunk[..chunk.len().min(HEAD.saturating_sub(head.len()))]);
            file.write_all(&chunk).await?;
        }
        if bytes == 0 {
            return Err(Refused::Empty);
        }
        let kind = kind_of(&head, &text).ok_or(Refused::Kind)?;
        file.sync_all().await?;
        drop(file);
        let mut hash = hex::encode(hash.finalize());
        if let Some(format) = pictures::format_of(kind.media_type) {
            let anew = Held::new(&quarantine);
            (hash, bytes) = pictures::make_anew(held.0.clone(), anew.0.clone(), format).await?;
            held = anew;
        }
        self.store(&held.0, &hash).await?;
        Ok(Stored { hash, bytes, kind })
    }

    /// Moves a file to its place; one that is there already is replaced by the same bytes.
    async fn store(&self, from: &Path, hash: &str) -> io::Result<()> {
        let place = self.place(hash);
        let folder = place.parent().unwrap_or(&self.root).to_owned();
        if !fs::try_exists(&folder).await? {
            fs::create_dir_all(&folder).await?;
            sync_folder(&self.root).await?;
        }
        // Released when it goes out of scope.
        let lock = self.lock_file()?;
        let _lock = spawn_blocking(move || lock.lock_shared().map(|()| lock)).await.map_err(io::Error::other)??;
        fs::rename(from, &place).await?;
        sync_folder(&folder).await
    }

    /// Opens a stored file.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub async fn open(&self, hash: &str) -> io::Result<File> {
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        File::open(self.place(hash)).await
    }

    fn quarantine(&self) -> PathBuf {
        self.root.join("quarantine")
    }

    fn place(&self, hash: &str) -> PathBuf {
        self.root.join(&hash[..2]).join(hash)
    }
}

/// A file in quarantine, which goes when it was not taken.
struct Held(PathBuf);

impl Held {
    fn new(quarantine: &Path) -> Self {
        Self(quarantine.join(Uuid::now_v7().simple().to_string()))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Renamed, it is not there any more.
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).await?.sync_all().await
}

/// Whether what was seen so far is plain UTF-8 text.
#[derive(Default)]
struct TextCheck {
    broken: bool,
    /// The start of a character whose rest is in the next chunk.
    rest: Vec<u8>,
}

impl TextCheck {
    fn add(&mut self, chunk: &[u8]) {
        if self.broken {
            return;
        }
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(chunk);
        let valid = match std::str::from_utf8(&bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => {
                self.broken = true;
                return;
            }
        };
        self.broken = bytes[..valid].iter().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t'));
        self.rest = bytes.split_off(valid);
    }

    fn is_text(&self) -> bool {
        !self.broken && self.rest.is_empty()
    }
}

/// Recognises a kind by content.
fn kind_of(head: &[u8], text: &TextCheck) -> Option<Kind> {
    match infer::get(head) {
        Some(found) => KINDS.iter().copied().find(|kind| kind.media_type == found.mime_type()),
        None if text.is_text() && !looks_active(head) => Some(TEXT),
        None => None,
    }
}

/// Text that a browser would run when it is shown as a page.
fn looks_active(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    ["<!doctype", "<html", "<?xml", "<svg", "<script"].iter().any(|tag| start.starts_with(tag))
}

/// Makes a name harmless: no folders, no control characters, at most 120 characters, and the ending of its kind.
pub fn safe_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')).collect();
    let stem = clean.rsplit_once('.').map_or(clean.as_str(), |(stem, _)| stem).trim().trim_matches('.');
    let stem: String = stem.chars().take(110).collect();
    let stem = if stem.is_empty() { "bestand" } else { &stem };
    format!("{stem}.{}", kind.extension)
}

/// Writes the header that makes a browser save a file under its name (RFC 6266, with an ASCII name for older ones).
pub fn disposition(name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ' { c } else { '_' }).collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    async fn receive(files: &Files, chunks: &[&[u8]], max: u64) -> Result<Stored, Refused> {
        let chunks: Vec<Result<Bytes, io::Error>> = chunks.iter().map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        files.receive(stream::iter(chunks), max).await
    }

    fn left_in_quarantine(folder: &Path) -> usize {
        std::fs::read_dir(folder.join("files/quarantine")).expect("the quarantine").count()
    }

    #[tokio::test]
    async fn a_file_is_stored_under_its_hash_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::new(folder.path());
        let one = receive(&files, &[b"%PDF-1.7 ", b"een plan"], 100).await.expect("a pdf");
        let other = receive(&files, &[b"%PDF-1.7 een plan"], 100).await.expect("the same pdf");
        assert_eq!(one, other);
        assert_eq!((one.bytes, one.kind.extension), (17, "pdf"));
        assert_eq!(one.hash, hex::encode(Sha256::digest(b"%PDF-1.7 een plan")));
        assert!(files.open(&one.hash).await.is_ok());
        assert!(files.open("../../etc/passwd").await.is_err());
        assert_eq!(left_in_quarantine(folder.path()), 0);
    }

    #[tokio::test]
    async fn what_is_not_taken_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::new(folder.path());
        assert!(matches!(receive(&files, &[], 100).await, Err(Refused::Empty)));
        assert!(matches!(receive(&files, &[b"12345", b"678901"], 10).await, Err(Refused::TooLarge)));
        for bad in [
            b"MZ\x90\0program".as_slice(),
            b"<!DOCTYPE html><script>",
            b"<svg onload=x>",
            b"GIF89a...",
            b"a\0b",
            b"\xff\xfe\xfd",
            b"#!/bin/sh\n\x07",
        ] {
            assert!(matches!(receive(&files, &[bad], 100).await, Err(Refused::Kind)), "{bad:?}");
        }
        let broken: Vec<Result<Bytes, ()>> = vec![Ok(Bytes::from_static(b"%PDF")), Err(())];
        assert!(matches!(files.receive(stream::iter(broken), 100).await, Err(Refused::Broken)));
        assert_eq!(left_in_quarantine(folder.path()), 0);
    }

    #[tokio::test]
    async fn text_may_be_cut_within_a_character() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = "caf\u{e9}, straat".as_bytes();
        let stored = receive(&Files::new(folder.path()), &[&bytes[..4], &bytes[4..]], 100).await.expect("a text");
        assert_eq!(stored.kind, TEXT);
    }

    #[test]
    fn names_are_made_harmless() {
        for (name, safe) in [
            ("plan.PDF", "plan.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\map\\begroting v2.final.exe", "begroting v2.final.pdf"),
            ("\u{0}\r\n", "bestand.pdf"),
            (".htaccess", "bestand.pdf"),
            ("a\"b<c>.pdf", "abc.pdf"),
        ] {
            assert_eq!(safe_name(name, KINDS[0]), safe, "{name:?}");
        }
        assert_eq!(disposition("begroting é.pdf"), "attachment; filename=\"begroting _.pdf\"; filename*=UTF-8''begroting%20%C3%A9%2Epdf");
    }
}
