//! With a model of a handful of words, made here by hand: every word has its own direction, and words that mean the same have one together.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::model::{FILES, Model, Purpose};
use super::*;
use crate::infra::search::meaning::made_by_hand::write_model;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_model(folder.path(), &[&["trekker", "tractor"], &["tuin", "hof"], &["sjoelbak", "dambord"]]).expect("the files");
    folder
}

fn sentence(folder: &Path) -> String {
    Model::open(folder).expect_err("a broken model").to_string()
}

#[test]
fn words_that_mean_the_same_are_near() {
    let folder = folder();
    let model = Model::open(folder.path()).expect("a model");
    let query = model.embed(Purpose::Query, "tractor").expect("a vector");
    let near = model.embed(Purpose::Passage, "onze trekker").expect("a vector");
    let far = model.embed(Purpose::Passage, "onze tuin").expect("a vector");
    assert!(query.cosine(&near) > query.cosine(&far) + 0.3, "{} {}", query.cosine(&near), query.cosine(&far));
    assert_eq!(query.dimension(), model.dimension());
}

#[test]
fn a_text_is_read_behind_the_word_for_what_it_is() {
    assert_eq!((Purpose::Query.prefix(), Purpose::Passage.prefix()), ("query: ", "passage: "));
    let folder = folder();
    let model = Model::open(folder.path()).expect("a model");
    let [query, passage] = [Purpose::Query, Purpose::Passage].map(|purpose| model.embed(purpose, "tuin").expect("a vector"));
    assert!(query.cosine(&passage) < 0.999, "the model of these tests knows both words");
}

#[test]
fn odd_texts_are_read_like_any_other() {
    let folder = folder();
    let model = Model::open(folder.path()).expect("a model");
    let long = "tractor ".repeat(10_000);
    for text in ["", " ", "😀", "\u{0}", "'; drop table", &"é".repeat(5_000), &long] {
        let vector = model.embed(Purpose::Query, text).expect("a vector");
        assert!((vector.cosine(&vector) - 1.0).abs() < 0.01);
    }
}

#[test]
fn another_model_has_another_name() {
    let (one, other) = (folder(), tempfile::tempdir().expect("a folder"));
    write_model(other.path(), &[&["trekker"], &["tractor"]]).expect("the files");
    let name = |folder: &Path| Model::open(folder).expect("a model").name().to_owned();
    assert_eq!(name(one.path()), name(folder().path()));
    assert_ne!(name(one.path()), name(other.path()));
}

#[test]
fn what_is_wrong_with_the_files_is_told() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let whole = FILES.map(|name| fs::read(at(name)).expect("a file"));
    let restore = || FILES.iter().zip(&whole).for_each(|(name, bytes)| fs::write(at(name), bytes).expect("written"));
    for name in FILES {
        fs::remove_file(at(name)).expect("removed");
        let said = sentence(folder.path());
        assert!(said.contains(name) && said.contains("cannot be read"), "{said}");
        for garbage in [Vec::new(), b"{".to_vec(), vec![0xff; 100], vec![0; 100]] {
            fs::write(at(name), garbage).expect("written");
            assert!(sentence(folder.path()).contains(name), "{}", sentence(folder.path()));
        }
        restore();
    }
    let weights = &whole[2];
    for length in [7, 9, 300, weights.len() / 2, weights.len() - 1] {
        fs::write(at("model.safetensors"), &weights[..length]).expect("written");
        assert!(sentence(folder.path()).contains("model.safetensors"), "{length}: {}", sentence(folder.path()));
    }
    restore();
    let config = String::from_utf8(whole[0].clone()).expect("text");
    for (from, to, says) in [
        ("\"num_hidden_layers\":1", "\"num_hidden_layers\":2", "encoder.layer.1"),
        ("\"intermediate_size\":4", "\"intermediate_size\":5", "shape"),
        ("\"num_attention_heads\":2", "\"num_attention_heads\":5", "do not go together"),
        ("\"num_attention_heads\":2", "\"num_attention_heads\":0", "do not go together"),
        ("\"model_type\":\"bert\"", "\"model_type\":\"gpt2\"", "another kind"),
        ("\"max_position_embeddings\":", "\"max_position_embeddings\":9", "shape"),
    ] {
        assert!(config.contains(from), "{config}");
        fs::write(at("config.json"), config.replacen(from, to, 1)).expect("written");
        assert!(sentence(folder.path()).contains(says), "{to}: {}", sentence(folder.path()));
    }
    restore();
    assert!(Model::open(folder.path()).is_ok());
}

#[test]
fn weights_that_are_cut_off_while_in_use_are_an_error_and_no_more() {
    let folder = folder();
    let model = Model::open(folder.path()).expect("a model");
    fs::File::options().write(true).open(folder.path().join("model.safetensors")).and_then(|file| file.set_len(64)).expect("cut off");
    let said = model.embed(Purpose::Query, "tractor").expect_err("no words left").to_string();
    assert!(said.contains("model.safetensors"), "{said}");
}

#[test]
fn a_query_is_answered_in_time_or_by_words_alone() {
    let folder = folder();
    let meaning = Meaning::new(folder.path()).with_patience(Duration::from_secs(60));
    assert!(meaning.sought("tractor", 5).is_none(), "no posts");
    let model = meaning.model().expect("a model");
    let ids: Vec<Uuid> = (1..=2).map(|number| Uuid::from_u64_pair(1, number)).collect();
    for (id, text) in ids.iter().zip(["een trekker", "een tuin"]) {
        meaning.put(*id, 1, &model.embed(Purpose::Passage, text).expect("a vector"));
    }
    let sought = meaning.sought(" tractor ", 5).expect("known");
    assert_eq!(sought.nearest().first(), ids.first());
    assert!(meaning.sought("", 5).is_none());
    let hurried = Meaning::new(folder.path()).with_patience(Duration::ZERO);
    hurried.put(ids[0], 1, &model.embed(Purpose::Passage, "een trekker").expect("a vector"));
    assert!(hurried.sought("tractor", 5).is_none());
}

#[test]
fn a_folder_that_is_not_there_holds_up_nobody() {
    let meaning = Meaning::new(Path::new("/nowhere/at/all")).with_patience(Duration::from_secs(60));
    meaning.put(Uuid::from_u64_pair(1, 1), 1, &Vector::new(&[1.0, 0.0]).expect("a vector"));
    assert!(meaning.sought("tractor", 5).is_none());
    let started = Instant::now();
    assert!((0..100).all(|_| meaning.sought("tractor", 5).is_none()));
    assert!(started.elapsed() < Duration::from_secs(5), "it is not looked for again at once");
    assert!(meaning.model().is_none());
}

#[test]
fn posts_without_a_vector_of_their_version_are_listed_and_those_that_are_gone() {
    let meaning = Meaning::new(Path::new("/nowhere/at/all"));
    let id = |number| Uuid::from_u64_pair(1, number);
    let vector = Vector::new(&[1.0, 0.0]).expect("a vector");
    meaning.put(id(1), 1, &vector);
    meaning.put(id(2), 1, &vector);
    meaning.put(id(3), 1, &vector);
    let (lacking, gone) = meaning.compare(&[(id(1), 1), (id(2), 2), (id(4), 1)]);
    assert_eq!((lacking, gone), (vec![id(2), id(4)], vec![id(3)]));
}

#[test]
fn search_finds_by_meaning_what_has_none_of_its_words_and_only_where_that_is_asked() {
    use crate::infra::search::document::{DocumentKind, SearchDocument};
    use crate::infra::search::index::{Change, SearchIndex};
    use crate::infra::search::query::{Search, Sort, Words};

    let now = chrono::DateTime::UNIX_EPOCH;
    let folder = folder();
    let meaning = Arc::new(Meaning::new(folder.path()).with_patience(Duration::from_secs(60)));
    let mut index = SearchIndex::in_memory().expect("an index");
    let texts = ["Onze trekker", "De tuin", "Dambord", "Gereedschap", "Trekker met kar"];
    let post = |number: usize, text: &str| SearchDocument::new(Uuid::from_u64_pair(1, number as u64), DocumentKind::Offer, text, "", now);
    let posts: Vec<SearchDocument> = texts.iter().enumerate().map(|(number, text)| post(number, text)).collect();
    index.apply(&posts.iter().cloned().map(|post| Change::Put(Box::new(post))).collect::<Vec<_>>(), 1).expect("applied");
    let titles = |index: &SearchIndex, search: &Search| -> Vec<String> {
        index.search(search).expect("an answer").hits.into_iter().map(|hit| hit.document.title).collect()
    };
    let search = Search::new("sjoelbak gereedschap", now);
    assert_eq!(titles(&index, &search), ["Gereedschap"], "without a model");

    index.weights.meant = 2;
    index.read_for_meaning(Arc::clone(&meaning));
    assert_eq!(titles(&index, &search), ["Gereedschap"], "while no post has a vector");
    let model = meaning.model().expect("a model");
    for post in &posts {
        meaning.put(post.id, 1, &model.embed(Purpose::Passage, &passage(&post.title, &post.text)).expect("a vector"));
    }
    let found = index.search(&search).expect("an answer");
    assert_eq!((found.total, found.hits.len()), (2, 2));
    assert_eq!(found.hits.iter().map(|hit| hit.by_meaning).collect::<Vec<_>>(), [false, true], "which one has no word of it");
    assert_eq!(titles(&index, &search), ["Gereedschap", "Dambord"]);
    assert_eq!(titles(&index, &Search { offset: 1, limit: 1, ..search.clone() }), ["Dambord"], "pages fit together");
    assert_eq!(titles(&index, &Search { kinds: vec![DocumentKind::Need], ..search.clone() }), Vec::<String>::new(), "filters hold");
    assert_eq!(titles(&index, &Search { sort: Sort::Newest, ..search.clone() }), ["Gereedschap"]);
    assert_eq!(titles(&index, &Search { words: Words::All, ..search.clone() }), Vec::<String>::new());
    assert_eq!(titles(&index, &Search::new("", now)).len(), texts.len());

    fs::remove_dir_all(folder.path()).expect("removed");
    assert_eq!(titles(&index, &search), ["Gereedschap", "Dambord"], "an open model needs its folder no more");
}
