//! "Bedoelde u ...?": the likeliest known word for one that no document has.

use tantivy::{Searcher, Term};

use super::analysis::Word;
use super::schema::Fields;
use super::terms::documents_having;

/// Unknown words of a query that are looked up; a query with more of them is not a typing error.
const MOST_UNKNOWN: usize = 3;

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// What was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The whole text with the words replaced.
    pub text: String,
    /// The new words alone.
    pub words: String,
}

/// Replaces the unknown words of a query by the known ones that are nearest (most documents first among equals); none if all words are
/// known or nothing is near. A word counts as known if its stem or a compound part is.
///
/// # Errors
/// When the index cannot be read.
pub fn correct(searcher: &Searcher, fields: &Fields, text: &str, words: &[Word]) -> tantivy::Result<Option<Correction>> {
    let known = |word: &Word| word.terms.all().any(|term| documents_having(searcher, &[fields.title_parts, fields.text_parts], term) > 0);
    let unknown: Vec<&Word> = words.iter().filter(|word| word.terms.folded.chars().count() >= SHORTEST && !known(word)).collect();
    if unknown.is_empty() || unknown.len() > MOST_UNKNOWN {
        return Ok(None);
    }
    let mut corrected = String::with_capacity(text.len());
    let mut copied = 0;
    let mut new_words: Vec<String> = Vec::new();
    for word in unknown {
        if let Some(better) = nearest(searcher, fields, &word.terms.folded)? {
            corrected.push_str(&text[copied..word.from]);
            corrected.push_str(&better);
            copied = word.to;
            new_words.push(better);
        }
    }
    corrected.push_str(&text[copied..]);
    Ok((!new_words.is_empty()).then(|| Correction { text: corrected, words: new_words.join(" ") }))
}

/// The known word at the smallest edit distance: at most one for short words, two from eight letters on.
fn nearest(searcher: &Searcher, fields: &Fields, word: &str) -> tantivy::Result<Option<String>> {
    let letters: Vec<char> = word.chars().collect();
    let allowed = if letters.len() < 8 { 1 } else { 2 };
    let mut best: Option<(usize, u64, String)> = None;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.folded)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let Ok(candidate) = std::str::from_utf8(stream.key()) else { continue };
            if candidate.len().abs_diff(word.len()) > 2 * allowed {
                continue;
            }
            let Some(distance) = distance_within(&letters, candidate, allowed) else { continue };
            let having = searcher.doc_freq(&Term::from_field_text(fields.folded, candidate))?;
            let better = best.as_ref().is_none_or(|(nearest, most, known)| {
                (distance, std::cmp::Reverse(having), candidate) < (*nearest, std::cmp::Reverse(*most), known.as_str())
            });
            if better {
                best = Some((distance, having, candidate.to_owned()));
            }
        }
    }
    Ok(best.map(|(_, _, word)| word))
}

/// The number of inserted, removed, changed or swapped letters (optimal string alignment), if at most `allowed`.
fn distance_within(word: &[char], candidate: &str, allowed: usize) -> Option<usize> {
    let candidate: Vec<char> = candidate.chars().collect();
    if word.len().abs_diff(candidate.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, letter) in word.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in candidate.iter().enumerate() {
            let change = row[j] + usize::from(letter != other);
            let mut cost = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && word[i - 1] == *other && *letter == candidate[j - 1] {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        if next.iter().min().is_some_and(|least| *least > allowed) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_swaps_once_and_stops_at_the_limit() {
        let word: Vec<char> = "buurthuis".chars().collect();
        assert_eq!(distance_within(&word, "buurthuis", 2), Some(0));
        assert_eq!(distance_within(&word, "buruthuis", 2), Some(1));
        assert_eq!(distance_within(&word, "buurthus", 2), Some(1));
        assert_eq!(distance_within(&word, "bruurthuus", 2), Some(2));
        assert_eq!(distance_within(&word, "ziekenhuis", 2), None);
    }
}
