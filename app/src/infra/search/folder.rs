//! The folder of an index: numbered generations and a file that names the current one.
//!
//! A file is safe after fsync(file), rename, fsync(folder), in this order.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::index::is_unlocked;

/// Says by which fields and chain a generation was made.
pub(super) const MADE_BY: &str = "made-by";

const CURRENT: &str = "current";
const PREFIX: &str = "generation-";

/// The folder of a generation.
pub(super) fn generation(root: &Path, number: u64) -> PathBuf {
    root.join(format!("{PREFIX}{number}"))
}

/// The number of the current generation; none if the file is missing or says nothing sensible.
pub(super) fn current(root: &Path) -> Option<u64> {
    fs::read_to_string(root.join(CURRENT)).ok()?.trim().parse().ok()
}

/// Names the current generation, in one step.
pub(super) fn make_current(root: &Path, number: u64) -> io::Result<()> {
    write_durably(root, CURRENT, &number.to_string())
}

/// A number that no generation in this folder has.
pub(super) fn next_number(root: &Path) -> io::Result<u64> {
    Ok(numbers(root)?.into_iter().max().unwrap_or_default() + 1)
}

/// Removes every generation but this one, except those that a process is writing. What cannot be removed now is tried again next time.
pub(super) fn remove_leftovers(root: &Path, keep: u64) {
    for number in numbers(root).unwrap_or_default() {
        let folder = generation(root, number);
        let is_broken = !folder.join("meta.json").exists();
        if number != keep
            && (is_broken || is_unlocked(&folder))
            && let Err(error) = fs::remove_dir_all(&folder)
        {
            tracing::warn!(%error, number, "an old generation of the search index cannot be removed");
        }
    }
}

fn numbers(root: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.strip_prefix(PREFIX)).and_then(|number| number.parse::<u64>().ok()));
    }
    Ok(numbers)
}

/// Writes a small file so that after a power cut either the old or the new content is there.
pub(super) fn write_durably(folder: &Path, name: &str, content: &str) -> io::Result<()> {
    let beside = folder.join(format!("{name}.new"));
    let mut file = File::create(&beside)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(name))?;
    File::open(folder)?.sync_all()
}
