//! Everything that is kept, as one page of tables.

use std::fmt::Write as _;

use super::percolate::Percolated;
use super::{Engine, Keeper, Kept, QualityRow, SIZES, SizeRow, Times};

/// The speeds to reach on two cores: posts; search p50 and p99, matches p50 and p99 in milliseconds; megabytes; seconds of building.
const AIMS: [(usize, [f64; 6]); 2] = [(100_000, [2.0, 10.0, 5.0, 20.0, 80.0, 25.0]), (1_000_000, [15.0, 60.0, 40.0, 120.0, 800.0, 360.0])];

const HEAD: &str = "# Search and matching, measured

Written by `make bench-search DATA=\"FOLDER FOLDER:CORPUS ...\"`, which takes judged sets in BEIR form; do not edit.

Wijkcall's own index and ranking beside the full text of PostgreSQL: `to_tsvector('dutch')` with the title weighted A and a GIN index, any of the words, ordered by
`ts_rank`. Both get the same data in the same run, one question at a time, PostgreSQL on the same machine with its data in memory and without waiting for the disk.
";

const HOW: &str = "
## How

- **Posts** are grown from the sets by recombination, with a fixed seed: a title of one document, whole sentences of others until 25 to 45 words are reached, and themes, means,
  a place, a party and dates by lot; few municipalities are large, many are small. So words are as frequent together as they are in the sets, and 1,000,000 posts share the vocabulary of some
  thousands of documents, which makes lists of occurrences longer than they would be in life.
- **Search**: what the short queries of the sets say (up to eight words), needs or offers, in one of three a theme and in one of three a municipality; 50 results. Wijkcall counts the
  results and five facets and marks the words beside that; PostgreSQL gives the 50 rows alone.
- **Matches**: a need of 80 words and more (the long queries of the sets) against all offers. Wijkcall scores pairs in both directions and explains the 50 that it shows; PostgreSQL ranks by any
  word of the text.
- **Building** is that of a rebuild without reading the database; for PostgreSQL the column and the index, and **size** is that of both. Wijkcall's size includes the documents, from which
  lists are shown without the database.
- **Findable**: from a row in the change log until the post can be found, with the follower that every node runs and posts at irregular moments.
- **Opened**: from the start of a process until an index that is there answers, checksums of all files included.
- **Healed**: every file of an index in use is cut off in the middle; from then until it is built anew and has the next change, noticing included. Searches are answered all the while.
- **Quality**: nDCG@10 with gain 2^grade - 1. Sets whose queries say themes and means are ranked by the score of a pair, others as text in the search box.
";

/// The page.
pub fn text(keeper: &Keeper) -> String {
    let mut out = HEAD.to_owned();
    write(keeper, &mut out).expect("writing to a string does not fail");
    out
}

fn write(keeper: &Keeper, out: &mut String) -> std::fmt::Result {
    let sizes: Vec<Kept<SizeRow>> = SIZES.iter().filter_map(|size| keeper.kept(&size.to_string())).collect();
    writeln!(
        out,
        "\nMachine: {}.{}",
        machine(),
        sizes
            .iter()
            .find(|kept| !kept.figures.postgres_version.is_empty())
            .map(|kept| format!(" PostgreSQL {}.", kept.figures.postgres_version))
            .unwrap_or_default()
    )?;
    if !sizes.is_empty() {
        speed(out, &sizes)?;
    }
    if let Some(kept) = keeper.kept::<Percolated>("percolate") {
        percolated(out, &kept)?;
    }
    if let Some(kept) = keeper.kept::<Vec<QualityRow>>("quality") {
        quality(out, &kept)?;
    }
    out.push_str(HOW);
    Ok(())
}

fn day<T>(kept: &Kept<T>) -> String {
    format!("{}{}", kept.day, if kept.beside { ", other work ran beside it" } else { "" })
}

/// A figure with the aim behind it, and a mark where that is not reached.
fn aimed(value: f64, aim: Option<f64>, decimals: usize) -> String {
    match aim {
        Some(aim) if value > aim => format!("**{value:.decimals$}** (aim {aim})"),
        Some(aim) => format!("{value:.decimals$} (aim {aim})"),
        None => format!("{value:.decimals$}"),
    }
}

fn speed(out: &mut String, sizes: &[Kept<SizeRow>]) -> std::fmt::Result {
    writeln!(out, "\n## Speed\n\nMilliseconds, seconds and megabytes; the aim in brackets, bold where it is missed.\n")?;
    writeln!(
        out,
        "| posts | engine | search p50 | p99 | matches p50 | p99 | size MB | building s | tries |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    for kept in sizes {
        let SizeRow { posts, ours, postgres, .. } = &kept.figures;
        let aims = AIMS.iter().find(|(size, _)| size == posts).map(|(_, aims)| *aims);
        for (name, engine, aims) in [("Wijkcall", Some(ours), aims), ("PostgreSQL", postgres.as_ref(), None)] {
            let Some(engine) = engine else {
                writeln!(out, "| {posts} | {name} | not measured | | | | | | |")?;
                continue;
            };
            let Engine { index_seconds, index_bytes, search, matches } = engine;
            #[expect(clippy::cast_precision_loss, reason = "megabytes")]
            let values = [search.p50, search.p99, matches.p50, matches.p99, *index_bytes as f64 / 1e6, *index_seconds];
            let cells: Vec<String> =
                values.iter().enumerate().map(|(at, value)| aimed(*value, aims.map(|aims| aims[at]), if at < 4 { 2 } else { 1 })).collect();
            writeln!(out, "| {posts} | {name} | {} | {}, {} |", cells.join(" | "), search.tries, matches.tries)?;
        }
    }
    writeln!(out, "\n| posts | published to findable p50 | p99 | opened | healed s | measured |\n|---|---|---|---|---|---|")?;
    for kept in sizes {
        let SizeRow { posts, findable, opened_ms, healed_seconds, .. } = &kept.figures;
        let healed = healed_seconds.map_or_else(|| "-".to_owned(), |seconds| aimed(seconds, (*posts == 10_000).then_some(60.0), 1));
        let findable = (findable.p50, aimed(findable.p99, Some(1_000.0), 0));
        writeln!(out, "| {posts} | {:.0} | {} | {opened_ms:.0} | {healed} | {} |", findable.0, findable.1, day(kept))?;
    }
    Ok(())
}

fn percolated(out: &mut String, kept: &Kept<Percolated>) -> std::fmt::Result {
    let Percolated { searches, times: Times { tries, p50, p99 }, found, one_by_one_ms, differences } = kept.figures;
    writeln!(out, "\n## One new post against {searches} kept searches\n")?;
    writeln!(
        out,
        "{} ms at p50, {p99:.2} at p99, over {tries} posts that {found:.0} searches find on average. Each search on an index of that one post: {one_by_one_ms:.0} ms (from a sample), with \
         {differences} different answers. Measured {}.",
        aimed(p50, Some(2.0), 2),
        day(kept)
    )
}

fn quality(out: &mut String, kept: &Kept<Vec<QualityRow>>) -> std::fmt::Result {
    writeln!(out, "\n## Quality\n\nMeasured {}.\n", day(kept))?;
    writeln!(
        out,
        "| set | documents | queries | nDCG@10 | recall@20 | MRR@10 | PostgreSQL nDCG@10 | recall@20 | MRR@10 |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    for QualityRow { name, documents, queries, ours, postgres } in &kept.figures {
        let figures: Vec<String> = ours.iter().chain(postgres).map(|value| format!("{value:.3}")).collect();
        writeln!(out, "| {name} | {documents} | {queries} | {} |", figures.join(" | "))?;
    }
    Ok(())
}

/// What kind of machine this is: no name of it.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok());
    let memory = kilobytes.map(|kilobytes| format!(", {} GiB of memory", (kilobytes + (1 << 19)) >> 20)).unwrap_or_default();
    format!("{cores} cores (shared){memory}")
}
