//! An index whose disk fails: at any step of a commit, at any file, at rest and while it is in use.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::super::disk::Layer;
use super::super::folder;
use super::tests::{Store, catch_up, count};
use super::*;

/// A disk that gives up after so many steps, or that is full.
#[derive(Clone, Debug)]
struct Failing {
    under: MmapDirectory,
    trouble: Arc<Trouble>,
}

#[derive(Debug)]
struct Trouble {
    /// Steps that still succeed.
    left: AtomicUsize,
    is_full: AtomicBool,
}

impl Trouble {
    fn after(steps: usize) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(steps), is_full: AtomicBool::new(false) })
    }

    fn step(&self) -> io::Result<()> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the disk is full"));
        }
        let one_less = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        one_less.map(drop).map_err(|_| io::Error::other("the process died"))
    }

    fn layer(self: &Arc<Self>) -> Layer {
        let trouble = Arc::clone(self);
        Arc::new(move |under| Box::new(Failing { under, trouble: Arc::clone(&trouble) }))
    }
}

/// A file of which the last write before the end arrives by half.
struct FailingFile {
    under: WritePtr,
    trouble: Arc<Trouble>,
}

impl io::Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.trouble.step() {
            self.under.write_all(&bytes[..bytes.len() / 2])?;
            self.under.flush()?;
            return Err(error);
        }
        self.under.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.under.flush()
    }
}

impl TerminatingWrite for FailingFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.trouble.step()?;
        self.under.terminate_ref(token)
    }
}

impl Directory for Failing {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.under.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |error: io::Error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.trouble.step().map_err(failed)?;
        self.under.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.under.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error: io::Error| OpenWriteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.trouble.step().map_err(failed)?;
        let under = self.under.open_write(path)?;
        Ok(io::BufWriter::with_capacity(256, Box::new(FailingFile { under, trouble: Arc::clone(&self.trouble) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.under.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.trouble.step()?;
        self.under.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.trouble.step()?;
        self.under.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.under.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.under.watch(callback)
    }
}

/// A store of some posts and an index of it in a folder.
async fn filled(folder: &Path) -> Store {
    let store = Store::default();
    for number in 1..=20 {
        store.put(number, 1, "Zonnepanelen op het buurthuis");
    }
    let index = Arc::new(SearchIndex::open(folder).expect("an index"));
    catch_up(&index, &store).await;
    store.put(3, 2, "Bakfiets te leen");
    store.remove(4);
    catch_up(&index, &store).await;
    store
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

async fn assert_equal(index: &Arc<SearchIndex>, store: &Store, after: &str) {
    let report = verify(index, &store).await.expect("a report");
    assert!(report.is_equal(), "after {after}: {report:?}");
}

/// The seconds that a follower needs until nothing is left to do, waiting included.
async fn heals_within(index: &Arc<SearchIndex>, store: &Store, longest: Duration, after: &str) {
    let (start, mut waited, mut failures) = (std::time::Instant::now(), Duration::ZERO, 0);
    loop {
        let wait = turn(index, &store, &mut failures).await;
        if wait == POLL && failures == 0 {
            return;
        }
        waited += wait;
        assert!(waited + start.elapsed() < longest, "still behind after {after}");
    }
}

#[tokio::test]
async fn a_commit_may_break_off_at_any_step() {
    let (template, work) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let store = filled(template.path()).await;
    store.put(21, 1, "Buurtbus zoekt chauffeur");
    store.put(3, 3, "Bakfiets te koop");
    store.remove(5);
    let mut broken_off = 0;
    for steps in 0.. {
        let folder = work.path().join(steps.to_string());
        copy(template.path(), &folder);
        let trouble = Trouble::after(steps);
        let outcome = match SearchIndex::open_through(&folder, Some(trouble.layer())) {
            Ok(index) => {
                let index = Arc::new(index);
                let outcome = step(&index, &&store).await;
                assert!(count(&index, "zonnepaneel") >= 16, "search goes on after {steps} steps");
                outcome.is_ok()
            }
            Err(_) => false,
        };
        let index = Arc::new(SearchIndex::open(&folder).expect("an index"));
        catch_up(&index, &store).await;
        assert_equal(&index, &store, &format!("{steps} steps")).await;
        assert_eq!((count(&index, "chauffeur"), count(&index, "leen")), (1, 0), "after {steps} steps");
        drop(index);
        fs::remove_dir_all(&folder).expect("a folder to remove");
        if outcome && trouble.left.load(Ordering::SeqCst) > 0 {
            break;
        }
        broken_off += 1;
    }
    assert!(broken_off > 20, "a commit has {broken_off} steps");
}

/// The files of an index, below its folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("current")];
    let number = folder::current(folder).expect("a current generation");
    let generation = folder::generation(folder, number);
    let name = PathBuf::from(generation.file_name().expect("a name"));
    files.extend(fs::read_dir(&generation).expect("a folder").filter_map(Result::ok).map(|entry| name.join(entry.file_name())));
    files.sort();
    files
}

#[derive(Debug, Clone, Copy)]
enum Damage {
    Deleted,
    Emptied,
    CutOff,
    /// A byte at so many tenths of the file.
    Flipped(usize),
}

const DAMAGES: [Damage; 6] =
    [Damage::Deleted, Damage::Emptied, Damage::CutOff, Damage::Flipped(0), Damage::Flipped(5), Damage::Flipped(10)];

impl Damage {
    /// Damages the very file that others have open.
    fn to(self, file: &Path) {
        let length = fs::metadata(file).expect("a file").len();
        let open = || fs::OpenOptions::new().write(true).open(file).expect("a file");
        match self {
            Self::Deleted => fs::remove_file(file).expect("a file to remove"),
            Self::Emptied => open().set_len(0).expect("a shorter file"),
            Self::CutOff => open().set_len(length / 2).expect("a shorter file"),
            Self::Flipped(tenths) => {
                use std::os::unix::fs::FileExt;
                let at = (length * tenths as u64 / 10).min(length.saturating_sub(1));
                let mut byte = [0];
                if fs::File::open(file).expect("a file").read_at(&mut byte, at).expect("a byte") == 1 {
                    open().write_all_at(&[byte[0] ^ 1], at).expect("another byte");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_file_may_be_damaged_at_rest() {
    let (template, work) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let store = filled(template.path()).await;
    for (number, file) in files(template.path()).into_iter().enumerate() {
        for damage in DAMAGES {
            let folder = work.path().join(number.to_string());
            copy(template.path(), &folder);
            damage.to(&folder.join(&file));
            let after = format!("{damage:?} of {}", file.display());
            let index = Arc::new(SearchIndex::open(&folder).expect("an index"));
            catch_up(&index, &store).await;
            assert_equal(&index, &store, &after).await;
            assert_eq!((count(&index, "zonnepaneel"), count(&index, "bakfiets")), (18, 1), "after {after}");
            drop(index);
            fs::remove_dir_all(&folder).expect("a folder to remove");
        }
    }
}

#[tokio::test]
async fn every_file_may_be_damaged_while_it_is_in_use() {
    let (template, work) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let store = filled(template.path()).await;
    for (number, file) in files(template.path()).into_iter().enumerate() {
        for damage in [Damage::Deleted, Damage::CutOff, Damage::Flipped(5)] {
            let folder = work.path().join(number.to_string());
            copy(template.path(), &folder);
            let after = format!("{damage:?} of {}", file.display());
            let index = Arc::new(SearchIndex::open(&folder).expect("an index"));
            assert_eq!(count(&index, "zonnepaneel"), 18);
            damage.to(&folder.join(&file));
            assert_eq!((count(&index, "zonnepaneel"), count(&index, "bakfiets")), (18, 1), "search goes on after {after}");
            store.put(3, 4 + i32::try_from(number).expect("few files"), "Bakfiets te leen");
            heals_within(&index, &store, Duration::from_secs(60), &after).await;
            assert_equal(&index, &store, &after).await;
            assert_eq!((count(&index, "zonnepaneel"), count(&index, "bakfiets")), (18, 1), "after {after}");
            drop(index);
            let index = Arc::new(SearchIndex::open(&folder).expect("an index"));
            catch_up(&index, &store).await;
            assert_equal(&index, &store, &format!("{after} and a restart")).await;
            drop(index);
            fs::remove_dir_all(&folder).expect("a folder to remove");
        }
    }
}

/// As `make bench-search` measures it with 10,000 posts, here with as many as a test has time for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_goes_on_while_two_thousand_posts_heal() {
    const POSTS: u32 = 2_000;
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::default();
    (1..=POSTS).for_each(|number| store.put(number.into(), 1, "Zonnepanelen op het buurthuis"));
    let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
    catch_up(&index, &store).await;
    for file in files(folder.path()).iter().filter(|file| file.extension().is_some()) {
        Damage::CutOff.to(&folder.path().join(file));
    }
    let healed = Arc::new(AtomicBool::new(false));
    let searching = std::thread::spawn({
        let (index, healed) = (Arc::clone(&index), Arc::clone(&healed));
        move || {
            let mut searches = 0;
            while !healed.load(Ordering::SeqCst) {
                assert_eq!(count(&index, "zonnepaneel"), POSTS as usize);
                searches += 1;
            }
            searches
        }
    });
    store.put(u128::from(POSTS) + 1, 1, "Bakfiets te leen");
    let start = std::time::Instant::now();
    heals_within(&index, &store, Duration::from_secs(60), "every file is cut off").await;
    healed.store(true, Ordering::SeqCst);
    let searches = searching.join().expect("every search is answered");
    eprintln!("{POSTS} posts healed in {:.1} s beside {searches} searches", start.elapsed().as_secs_f64());
    assert!(searches > 0);
    assert_equal(&index, &store, "every file is cut off").await;
    assert_eq!(count(&index, "bakfiets"), 1);
}

#[tokio::test]
async fn the_folder_may_go_while_it_is_in_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path()).await;
    let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
    fs::remove_dir_all(folder.path()).expect("a folder to remove");
    assert_eq!(count(&index, "bakfiets"), 1, "search goes on");
    // Nothing was posted meanwhile, and it heals nevertheless.
    heals_within(&index, &store, Duration::from_secs(60), "the folder is gone").await;
    assert_equal(&index, &store, "the folder is gone").await;
    store.put(30, 1, "Buurtbus zoekt chauffeur");
    heals_within(&index, &store, Duration::from_secs(60), "the folder is gone").await;
    drop(index);
    let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
    assert_eq!((index.needs_rebuild(), count(&index, "chauffeur")), (false, 1), "what was built anew is on disk");
}

#[tokio::test]
async fn a_full_disk_holds_the_index_up_and_breaks_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path()).await;
    let trouble = Trouble::after(usize::MAX);
    let index = Arc::new(SearchIndex::open_through(folder.path(), Some(trouble.layer())).expect("an index"));
    trouble.is_full.store(true, Ordering::SeqCst);
    store.put(30, 1, "Buurtbus zoekt chauffeur");
    let mut failures = 0;
    for _ in 0..8 {
        let wait = turn(&index, &&store, &mut failures).await;
        assert!((AFTER_ERROR..=LONGEST_AFTER_ERROR).contains(&wait), "{wait:?}");
        assert_eq!((count(&index, "zonnepaneel"), count(&index, "chauffeur")), (18, 0), "search goes on");
    }
    let generations = fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok).filter(|entry| entry.path().is_dir()).count();
    assert_eq!(generations, 1, "what a rebuild had begun does not fill the disk more");
    trouble.is_full.store(false, Ordering::SeqCst);
    heals_within(&index, &store, Duration::from_secs(60), "a full disk").await;
    assert_eq!(count(&index, "chauffeur"), 1);
    assert_equal(&index, &store, "a full disk").await;
}
