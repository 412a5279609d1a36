//! Measures the ranking on judged sets and tries other weights, with cross-validation: `make tune DATA="FOLDER FOLDER ..."`.
//!
//! Each folder holds `corpus.jsonl` (or that of the folder named behind a colon, `FOLDER:CORPUS`), `queries.jsonl` and `qrels.tsv`. Without
//! more, prints the quality of each set. `--grid NAME=VALUE,VALUE,...` (repeatable) tries each value, one weight at a time, chooses on
//! four fifths of the queries of all sets and shows what that gives on the unseen fifth, fold by fold, with a paired test per set.
//! `--model FOLDER` ranks by meaning too, and `--vectors FILE` keeps what was embedded for the next run.
//! `--set NAME=VALUE` changes a weight first, `--typos` adds each set once more with one typing error in each query, `--save FILE` and
//! `--against FILE` compare two states of the program query by query.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use app::bakery::matching;
use app::infra::search::document::DocumentKind;
use app::infra::search::evaluate::{Entry, document, ndcg};
use app::infra::search::index::{SearchError, SearchIndex};
use app::infra::search::judged::JudgedSet;
use app::infra::search::meaning::judged::{JudgedVectors, SetVectors};
use app::infra::search::weights::Weights;
use chrono::{DateTime, Utc};

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
const FOLDS: usize = 5;

struct Set {
    judged: JudgedSet,
    index: SearchIndex,
    vectors: Option<SetVectors>,
}

type Failure = Box<dyn std::error::Error>;

impl Set {
    fn over(judged: JudgedSet, model: &mut Option<JudgedVectors>) -> Result<Self, Failure> {
        let mut index = SearchIndex::in_memory()?;
        let building = index.start_rebuild()?;
        building.add((0_u128..).zip(&judged.corpus).map(|(number, entry)| document(entry, DocumentKind::Offer, number, NOW)).collect())?;
        building.finish(0)?;
        let vectors = model.as_mut().map(|model| model.of(&judged)).transpose()?;
        if let Some(vectors) = &vectors {
            index.read_for_meaning(vectors.meaning.clone());
        }
        Ok(Self { judged, index, vectors })
    }

    /// nDCG@10 of every query.
    fn measure(&mut self, weights: Weights) -> Result<Vec<f64>, SearchError> {
        self.index.weigh(weights);
        let JudgedSet { name: _, corpus, queries, grades } = &self.judged;
        let one = |query: &Entry| {
            if let Some(vectors) = &self.vectors {
                vectors.post(query, matching::JUDGED);
            }
            let ranked = matching::rank_judged(&self.index, query, NOW, 20)?;
            let ids = ranked.iter().filter_map(|(id, _)| corpus.get(usize::try_from(id.as_u128()).ok()?));
            let ids: Vec<&str> = ids.map(|entry| entry.id.as_str()).filter(|id| *id != query.id).collect();
            Ok(grades.get(&query.id).map_or(0.0, |grades| ndcg(&ids, grades, 10)))
        };
        queries.iter().map(one).collect()
    }

    fn with_typos(&self) -> JudgedSet {
        let wrong = |query: &Entry| Entry { title: misspelled(&query.title), text: misspelled(&query.text), ..query.clone() };
        let JudgedSet { name, corpus, queries, grades } = self.judged.clone();
        JudgedSet { name: format!("{name}+typo"), corpus, queries: queries.iter().map(wrong).collect(), grades }
    }
}

/// One letter of the longest word dropped, doubled or swapped with the next, always the same for the same text.
fn misspelled(text: &str) -> String {
    let Some(longest) = text.split_whitespace().filter(|word| word.is_ascii()).max_by_key(|word| word.len()).filter(|word| word.len() > 4)
    else {
        return text.to_owned();
    };
    let seed: usize = longest.bytes().map(usize::from).sum();
    let at = 1 + seed % (longest.len() - 2);
    let mut letters: Vec<char> = longest.chars().collect();
    match seed % 3 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    text.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

#[expect(clippy::cast_precision_loss, reason = "counts of queries")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / (values.len().max(1) as f64)
}

/// The chance of a difference of means at least this large if signs were random (Fisher's randomization test, 10,000 draws).
#[expect(clippy::cast_precision_loss, reason = "counts of draws")]
fn chance(differences: &[f64]) -> f64 {
    let observed = differences.iter().sum::<f64>().abs();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let draws = 10_000;
    let extreme = (0..draws)
        .filter(|_| differences.iter().map(|value| if random() & 1 == 0 { *value } else { -value }).sum::<f64>().abs() >= observed - 1e-12);
    (extreme.count() + 1) as f64 / f64::from(draws + 1)
}

fn compare(out: &mut impl Write, name: &str, before: &[f64], after: &[f64]) -> std::io::Result<()> {
    let differences: Vec<f64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    let (better, worse) =
        (differences.iter().filter(|value| **value > 1e-9).count(), differences.iter().filter(|value| **value < -1e-9).count());
    writeln!(
        out,
        "  {name:16} {:.4} -> {:.4}  {better:4} better {worse:4} worse  p = {:.4}",
        mean(before),
        mean(after),
        chance(&differences)
    )
}

/// Chooses on the queries outside each fold, and keeps what the choice gives inside it.
fn cross_validate(out: &mut impl Write, sets: &[Set], tried: &[(String, Vec<Vec<f64>>)]) -> std::io::Result<()> {
    let mut unseen: Vec<Vec<f64>> = sets.iter().map(|set| vec![0.0; set.judged.queries.len()]).collect();
    for fold in 0..FOLDS {
        let seen = |scores: &[Vec<f64>]| -> f64 {
            scores
                .iter()
                .map(|scores| {
                    mean(&scores.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, score)| *score).collect::<Vec<_>>())
                })
                .sum()
        };
        let Some((label, chosen)) = tried.iter().max_by(|left, right| seen(&left.1).total_cmp(&seen(&right.1))) else { return Ok(()) };
        write!(out, "  fold {}: {label:24} unseen:", fold + 1)?;
        for ((set, scores), unseen) in sets.iter().zip(chosen).zip(&mut unseen) {
            let inside: Vec<usize> = (0..scores.len()).filter(|at| at % FOLDS == fold).collect();
            inside.iter().for_each(|at| unseen[*at] = scores[*at]);
            write!(out, " {} {:.3}", set.judged.name, mean(&inside.iter().map(|at| scores[*at]).collect::<Vec<_>>()))?;
        }
        writeln!(out)?;
    }
    for (at, set) in sets.iter().enumerate() {
        compare(out, &set.judged.name, &tried[0].1[at], &unseen[at])?;
    }
    Ok(())
}

fn main() -> Result<(), Failure> {
    let mut weights = Weights::TABLE;
    let (mut folders, mut grid, mut save, mut against, mut typos) = (Vec::new(), Vec::new(), None, None, false);
    let (mut model, mut kept) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--set" | "--grid" => {
                let value = arguments.next().ok_or("NAME=VALUE is missing")?;
                let (name, values) = value.split_once('=').ok_or("NAME=VALUE is missing")?;
                let values: Vec<f64> = values.split(',').map(str::parse).collect::<Result<_, _>>()?;
                if argument == "--grid" {
                    grid.push((name.to_owned(), values));
                } else {
                    weights = weights.with(name, values[0]).ok_or_else(|| format!("no weight is called {name}"))?;
                }
            }
            "--save" => save = arguments.next(),
            "--against" => against = arguments.next(),
            "--typos" => typos = true,
            "--model" => model = arguments.next(),
            "--vectors" => kept = arguments.next(),
            _ => folders.push(argument),
        }
    }
    let mut model = model.map(|folder| JudgedVectors::open(Path::new(&folder), kept.as_deref().map(Path::new))).transpose()?;
    let mut sets = Vec::new();
    for folder in folders {
        sets.push(Set::over(JudgedSet::open(&folder)?, &mut model)?);
    }
    if typos {
        let wrong: Vec<Set> = sets.iter().map(|set| Set::over(set.with_typos(), &mut model)).collect::<Result<_, _>>()?;
        sets.extend(wrong);
    }
    let mut out = std::io::stdout().lock();
    let base: Vec<Vec<f64>> = sets.iter_mut().map(|set| set.measure(weights)).collect::<Result<_, _>>()?;
    for (set, scores) in sets.iter().zip(&base) {
        writeln!(out, "{:16} {:.4}", set.judged.name, mean(scores))?;
    }
    let named: BTreeMap<&str, &Vec<f64>> = sets.iter().map(|set| set.judged.name.as_str()).zip(&base).collect();
    if let Some(path) = save {
        std::fs::write(path, serde_json::to_vec(&named)?)?;
    }
    if let Some(path) = against {
        let before: BTreeMap<String, Vec<f64>> = serde_json::from_slice(&std::fs::read(path)?)?;
        for (name, after) in &named {
            if let Some(before) = before.get(*name) {
                compare(&mut out, name, before, after)?;
            }
        }
    }
    for (name, values) in grid {
        let mut tried = vec![(format!("{name} as it is"), base.clone())];
        for value in values {
            let changed = weights.with(&name, value).ok_or_else(|| format!("no weight is called {name}"))?;
            tried.push((format!("{name}={value}"), sets.iter_mut().map(|set| set.measure(changed)).collect::<Result<_, _>>()?));
        }
        writeln!(out, "{name}:")?;
        for (label, scores) in &tried {
            write!(out, "  {label:24}")?;
            scores.iter().for_each(|scores| drop(write!(out, " {:.4}", mean(scores))));
            writeln!(out)?;
        }
        cross_validate(&mut out, &sets, &tried)?;
    }
    Ok(())
}
