//! The index follows a log that lives in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::super::query::Search;
use super::*;

#[derive(Default)]
pub(super) struct Store {
    posts: Mutex<BTreeMap<(DocumentKind, Uuid), SearchDocument>>,
    log: Mutex<Vec<ChangeRow>>,
}

impl Store {
    pub(super) fn put(&self, number: u128, version: i32, title: &str) {
        let mut post = SearchDocument::new(Uuid::from_u128(number), DocumentKind::Need, title, "", DateTime::UNIX_EPOCH);
        post.version = version;
        self.log(post.id);
        self.posts.lock().expect("no test panics with the lock").insert((post.kind, post.id), post);
    }

    pub(super) fn remove(&self, number: u128) {
        let id = Uuid::from_u128(number);
        self.posts.lock().expect("no test panics with the lock").remove(&(DocumentKind::Need, id));
        self.log(id);
    }

    fn log(&self, id: Uuid) {
        let mut log = self.log.lock().expect("no test panics with the lock");
        let seq = i64::try_from(log.len()).expect("a short log") + 1;
        log.push(ChangeRow { seq, kind: DocumentKind::Need, id });
    }
}

impl Source for &Store {
    async fn changes_after(&self, seq: i64, limit: u64) -> Result<Vec<ChangeRow>, SourceError> {
        let log = self.log.lock().expect("no test panics with the lock");
        Ok(log.iter().filter(|row| row.seq > seq).take(usize::try_from(limit)?).copied().collect())
    }

    async fn load(&self, posts: &[(DocumentKind, Uuid)]) -> Result<Vec<SearchDocument>, SourceError> {
        let all = self.posts.lock().expect("no test panics with the lock");
        Ok(posts.iter().filter_map(|post| all.get(post).cloned()).collect())
    }

    async fn all(&self, after: Option<(DocumentKind, Uuid)>, limit: u64) -> Result<Vec<SearchDocument>, SourceError> {
        let all = self.posts.lock().expect("no test panics with the lock");
        Ok(all.iter().filter(|(key, _)| Some(**key) > after).take(usize::try_from(limit)?).map(|(_, post)| post.clone()).collect())
    }

    async fn last_seq(&self) -> Result<i64, SourceError> {
        Ok(self.log.lock().expect("no test panics with the lock").last().map_or(0, |row| row.seq))
    }
}

pub(super) fn count(index: &SearchIndex, text: &str) -> usize {
    index.search(&Search::new(text, DateTime::UNIX_EPOCH)).expect("a sound index").total
}

pub(super) async fn catch_up(index: &Arc<SearchIndex>, store: &Store) {
    while step(index, &store).await.expect("a sound index") > 0 {}
}

#[tokio::test]
async fn changes_are_applied_once_and_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::default();
    {
        let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
        store.put(1, 1, "Moestuin zoekt compost");
        catch_up(&index, &store).await;
        store.put(2, 1, "Bakfiets te leen");
        store.put(1, 2, "Moestuin zoekt houtsnippers");
        catch_up(&index, &store).await;
        assert_eq!((count(&index, "compost"), count(&index, "houtsnippers"), count(&index, "bakfiets")), (0, 1, 1));
        assert_eq!(index.last_applied(), Some(3));
    }
    let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
    assert!(!index.needs_rebuild());
    assert_eq!((index.last_applied(), index.len()), (Some(3), 2));
    store.remove(2);
    catch_up(&index, &store).await;
    assert_eq!(count(&index, "bakfiets"), 0);
    assert!(verify(&index, &&store).await.expect("a report").is_equal());
}

#[tokio::test]
async fn a_damaged_or_foreign_index_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::default();
    store.put(1, 1, "Zonnepanelen op het buurthuis");
    for damage in ["meta.json", "made-by", "postings", "folder"] {
        {
            let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
            catch_up(&index, &store).await;
            assert_eq!(count(&index, "zonnepaneel"), 1);
        }
        let number = super::super::folder::current(folder.path()).expect("a current generation");
        let generation = super::super::folder::generation(folder.path(), number);
        match damage {
            "folder" => std::fs::remove_dir_all(&generation).expect("a folder to remove"),
            "postings" => {
                let files = std::fs::read_dir(&generation).expect("a folder").filter_map(Result::ok).map(|entry| entry.path());
                let file =
                    files.filter(|path| path.extension().is_some_and(|ending| ending == "idx" || ending == "term" || ending == "store"));
                for file in file {
                    let bytes = std::fs::read(&file).expect("a file");
                    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("half a file");
                }
            }
            name => std::fs::write(generation.join(name), "{").expect("a broken file"),
        }
        let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
        assert!(index.needs_rebuild(), "after damage to {damage}");
        catch_up(&index, &store).await;
        assert_eq!(count(&index, "zonnepaneel"), 1, "after damage to {damage}");
    }
    let folders = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(folders, 2, "one generation and the file that names it");
}

#[tokio::test]
async fn search_goes_on_while_a_new_index_is_built() {
    let store = Store::default();
    store.put(1, 1, "Leesmaatje voor kinderen");
    let index = Arc::new(SearchIndex::in_memory().expect("an index"));
    catch_up(&index, &store).await;
    let building = index.start_rebuild().expect("a second index");
    assert_eq!(count(&index, "kind"), 1);
    building.finish(7).expect("a swap");
    assert_eq!((count(&index, "kind"), index.last_applied()), (0, Some(7)));
}

#[tokio::test]
async fn verify_names_every_difference() {
    let store = Store::default();
    store.put(1, 1, "een");
    store.put(2, 1, "twee");
    let index = Arc::new(SearchIndex::in_memory().expect("an index"));
    catch_up(&index, &store).await;
    store.put(1, 2, "een anders");
    store.remove(2);
    store.put(3, 1, "drie");
    let report = verify(&index, &&store).await.expect("a report");
    let expected =
        Report { checked: 2, missing: vec![Uuid::from_u128(3)], extra: vec![Uuid::from_u128(2)], outdated: vec![Uuid::from_u128(1)] };
    assert_eq!(report, expected);
}

#[tokio::test]
async fn following_stops_when_asked_and_hears_the_ring() {
    let store: &'static Store = Box::leak(Box::default());
    let index = Arc::new(SearchIndex::in_memory().expect("an index"));
    let (ring, shutdown) = (Arc::new(Notify::new()), CancellationToken::new());
    let task = tokio::spawn(follow(Arc::clone(&index), store, Arc::clone(&ring), shutdown.clone()));
    store.put(1, 1, "Buurtbus zoekt chauffeur");
    ring.notify_one();
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if count(&index, "chauffeur") == 1 {
            break;
        }
    }
    assert_eq!(count(&index, "chauffeur"), 1);
    shutdown.cancel();
    task.await.expect("a clean end");
}
