//! `wijkcall evaluate`: measures the quality of search and matching on a judged set in BEIR form.
//!
//! Prints one JSON object. Queries that say what they seek (theme, resource, area) are ranked as a need against offers, by the score of a
//! pair; the others as text in the search box.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use app::bakery::matching;
use app::infra::search::document::DocumentKind;
use app::infra::search::evaluate::{Entry, Grades, Run, document, evaluate, rank_by_text};
use app::infra::search::index::SearchIndex;
use serde::de::DeserializeOwned;

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
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or a line of it is not what it should be: the message names the file and the line.
pub fn run(args: EvaluateArgs) -> anyhow::Result<()> {
    let corpus: Vec<Entry> = read_lines(&args.corpus)?;
    let queries: Vec<Entry> = read_lines(&args.queries)?;
    let grades = read_grades(&args.qrels)?;
    let folder = tempfile::tempdir().context("no temporary folder for the index")?;
    let index = SearchIndex::open(folder.path())?;
    // Every document is equally fresh: the moment does not matter.
    let now = chrono::DateTime::UNIX_EPOCH;
    let (quality, ranked) = evaluate(&index, &corpus, &queries, &grades, now, &mut |index, entry| {
        if entry.theme.keys().is_empty() && entry.resource.keys().is_empty() {
            return rank_by_text(index, entry, args.top, now);
        }
        let need = document(entry, DocumentKind::Need, u128::MAX, now);
        matching::rank_all(index, &need, now, args.top)
    })?;
    if let Some(path) = &args.run {
        write_run(path, &ranked).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &quality)?;
    writeln!(out)?;
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn read_lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), at + 1))).collect()
}

fn read_grades(path: &Path) -> anyhow::Result<Grades> {
    let text = read(path)?;
    let mut grades: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let grade = line.split('\t').collect::<Vec<_>>();
        let [query, document, grade] = grade.as_slice() else {
            anyhow::bail!("{}, line {}: expected three columns, separated by tabs", path.display(), at + 1);
        };
        let grade: f64 = grade.trim().parse().with_context(|| format!("{}, line {}: the score is no number", path.display(), at + 1))?;
        grades.entry((*query).to_owned()).or_default().insert((*document).to_owned(), grade);
    }
    Ok(grades.into_iter().map(|(query, documents)| (query, documents.into_iter().collect())).collect())
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
