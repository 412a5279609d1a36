//! `wijkcall evaluate`: measures the quality of search and matching on a judged set in BEIR form.
//!
//! Prints one JSON object. Queries that say what they seek (theme, resource, area) are ranked as a need against offers, by the score of a
//! pair; the others as text in the search box.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use app::bakery::matching;
use app::infra::search::evaluate::{Entry, Run, evaluate};
use app::infra::search::index::SearchIndex;
use app::infra::search::judged::JudgedSet;
use app::infra::search::meaning::judged::JudgedVectors;

/// Measures the quality of the ranking on a judged set.
#[derive(Debug, clap::Args)]
pub struct EvaluateArgs {
    /// Documents, one JSON object a line: `_id`, `title`, `text`, and `theme`, `resource`, `area`, `party_kind` where known.
    #[arg(long, value_name = "FILE")]
    pub corpus: PathBuf,
    /// Queries, in the same form.
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Grades, tab-separated with a header: query-id, corpus-id, score.
    #[arg(long, value_name = "FILE")]
    pub qrels: PathBuf,
    /// Writes the ranked lists to this file: query-id, corpus-id, score.
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// The length of each ranked list.
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    pub top: usize,
    /// Ranks by meaning too, with the model in this folder; every document is embedded first.
    #[arg(long, value_name = "FOLDER")]
    pub model: Option<PathBuf>,
    /// Keeps what was embedded in this file and takes it from there the next time; the times of queries are then without embedding.
    #[arg(long, value_name = "FILE", requires = "model")]
    pub vectors: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or a line of it is not what it should be: the message names the file and the line.
pub fn run(args: EvaluateArgs) -> anyhow::Result<()> {
    let set = JudgedSet::read(String::new(), &args.corpus, &args.queries, &args.qrels)?;
    let folder = tempfile::tempdir().context("no temporary folder for the index")?;
    let mut index = SearchIndex::open(folder.path())?;
    let vectors = match &args.model {
        None => None,
        Some(folder) => Some(JudgedVectors::open(folder, args.vectors.as_deref())?.of(&set)?),
    };
    if let Some(vectors) = &vectors {
        index.read_for_meaning(vectors.meaning.clone());
    }
    // Every document is equally fresh: the moment does not matter.
    let now = chrono::DateTime::UNIX_EPOCH;
    let mut rank = |index: &SearchIndex, query: &Entry| {
        if let Some(vectors) = &vectors {
            vectors.post(query, matching::JUDGED);
        }
        matching::rank_judged(index, query, now, args.top)
    };
    let (quality, ranked) = evaluate(&index, &set, now, &mut rank)?;
    if let Some(path) = &args.run {
        write_run(path, &ranked).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &quality)?;
    writeln!(out)?;
    Ok(())
}

fn write_run(path: &Path, run: &Run) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "query-id\tcorpus-id\tscore")?;
    for (query, documents) in run {
        for (document, score) in documents {
            writeln!(file, "{query}\t{document}\t{score}")?;
        }
    }
    file.flush()
}
