//! Measures search and matching beside PostgreSQL full text on the same data in the same run: `make bench-search DATA="FOLDER FOLDER:CORPUS ..."`.
//!
//! Each folder is a judged set in BEIR form. `--part NAME` (repeatable) measures only that: `quality`, `percolate`, or a number of posts
//! (10000, 100000, 1000000). What was measured is kept in the folder of `--keep`, and the table of `--table` is written from everything that is
//! kept, each part with its own day. `--beside` notes that other work ran on the machine meanwhile; `--alone` leaves PostgreSQL out of a number of posts.
//!
//! PostgreSQL is taken from WIJKCALL_TEST_POSTGRES_URL, where `server/tests/with-postgres` leaves one.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod growth;
mod ours;
mod percolate;
mod postgres;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use app::infra::{clock::Clock, search::judged::JudgedSet};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use self::growth::Mill;
use self::ours::Life;
use self::postgres::Postgres;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// Quality of one set by both.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct QualityRow {
    name: String,
    documents: usize,
    queries: usize,
    ours: [f64; 3],
    postgres: [f64; 3],
}

/// What one engine does with so many posts.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Engine {
    index_seconds: f64,
    index_bytes: u64,
    search: Times,
    matches: Times,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SizeRow {
    postgres_version: String,
    posts: usize,
    ours: Engine,
    /// None where it was left out.
    postgres: Option<Engine>,
    findable: Times,
    opened_ms: f64,
    #[serde(default)]
    healed_seconds: Option<f64>,
}

/// Milliseconds of so many tries.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Times {
    tries: usize,
    p50: f64,
    p99: f64,
}

impl Times {
    fn of(mut milliseconds: Vec<f64>) -> Self {
        use app::infra::search::evaluate::percentile;
        milliseconds.sort_by(f64::total_cmp);
        Self { tries: milliseconds.len(), p50: percentile(&milliseconds, 50), p99: percentile(&milliseconds, 99) }
    }
}

/// A part as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<T> {
    day: NaiveDate,
    /// Other work ran on the machine.
    beside: bool,
    figures: T,
}

struct Keeper {
    folder: PathBuf,
    day: NaiveDate,
    beside: bool,
}

impl Keeper {
    fn keep<T: Serialize>(&self, part: &str, figures: T) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let kept = Kept { day: self.day, beside: self.beside, figures };
        Ok(std::fs::write(self.folder.join(format!("{part}.json")), serde_json::to_vec_pretty(&kept)?)?)
    }

    fn kept<T: DeserializeOwned>(&self, part: &str) -> Option<Kept<T>> {
        serde_json::from_slice(&std::fs::read(self.folder.join(format!("{part}.json"))).ok()?).ok()
    }
}

fn main() -> anyhow::Result<()> {
    let (mut folders, mut parts, mut keep, mut table, mut beside, mut alone) = (Vec::new(), Vec::new(), None, None, false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--part" => parts.extend(arguments.next()),
            "--keep" => keep = arguments.next(),
            "--table" => table = arguments.next(),
            "--beside" => beside = true,
            "--alone" => alone = true,
            _ => folders.push(argument),
        }
    }
    anyhow::ensure!(!folders.is_empty(), "name the folders of judged sets: make bench-search DATA=\"FOLDER FOLDER:CORPUS ...\"");
    if parts.is_empty() {
        parts = ["quality", "percolate"].map(str::to_owned).into_iter().chain(SIZES.map(|size| size.to_string())).collect();
    }
    let sets: Vec<JudgedSet> = folders.iter().map(|folder| JudgedSet::open(folder)).collect::<Result<_, _>>()?;
    let mill = Arc::new(Mill::of(&sets));
    let keeper =
        Keeper { folder: keep.unwrap_or_else(|| "target/bench-search".to_owned()).into(), day: Clock::System.now().date_naive(), beside };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        for part in &parts {
            println!("== {part}");
            match part.as_str() {
                "quality" => keeper.keep(part, quality(&sets, &Postgres::start().await?).await?)?,
                "percolate" => keeper.keep(part, percolate::measure(&mill)?)?,
                size => {
                    let posts = size.parse().with_context(|| format!("no part is called {size}"))?;
                    let postgres = if alone { None } else { Some(Postgres::start().await?) };
                    keeper.keep(part, grown(&mill, posts, postgres).await?)?;
                }
            }
        }
        anyhow::Ok(())
    })?;
    if let Some(file) = table {
        std::fs::write(&file, table::text(&keeper)).with_context(|| format!("{file} cannot be written"))?;
        println!("written to {file}");
    }
    Ok(())
}

async fn quality(sets: &[JudgedSet], postgres: &Postgres) -> anyhow::Result<Vec<QualityRow>> {
    let mut rows = Vec::new();
    for set in sets {
        let ours = ours::quality(set)?;
        let row = QualityRow {
            name: set.name.clone(),
            documents: set.corpus.len(),
            queries: set.queries.len(),
            ours,
            postgres: postgres.quality(set).await?,
        };
        println!("{:16} nDCG@10 {:.3}, PostgreSQL {:.3}", row.name, row.ours[0], row.postgres[0]);
        rows.push(row);
    }
    Ok(rows)
}

async fn grown(mill: &Arc<Mill>, posts: usize, postgres: Option<Postgres>) -> anyhow::Result<SizeRow> {
    let (ours, Life { findable, opened_ms, healed_seconds }) = ours::measure(mill, posts).await?;
    println!("ours {ours:?}\nfindable {findable:?}, opened in {opened_ms:.0} ms, healed in {healed_seconds:?} s");
    let mut row = SizeRow { postgres_version: String::new(), posts, ours, postgres: None, findable, opened_ms, healed_seconds };
    if let Some(postgres) = postgres {
        let theirs = postgres.measure(mill, posts).await?;
        println!("PostgreSQL {theirs:?}");
        (row.postgres, row.postgres_version) = (Some(theirs), postgres.version().await?);
    }
    Ok(row)
}
