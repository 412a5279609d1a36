//! The lemma of forms that the stemmer leads elsewhere: plurals, and forms of verbs.
//!
//! Kraaij-Pohlmann cuts `zoekt` as it cuts `zoeken`, but not `speelt` as `spelen`, and no stemmer can know `gezocht`. `lists/plurals.txt` and
//! `lists/strong_verbs.txt` are kept by hand; `lists/verbs.txt` holds the regular forms that the stemmer gets wrong, derived by `make words`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::compounds::{compounds, lines};

/// Forms that no rule leads to their lemma.
static IRREGULAR: LazyLock<FxHashMap<String, &'static str>> =
    LazyLock::new(|| lines(include_str!("lists/plurals.txt")).flat_map(forms_of).filter(|(form, lemma)| form != lemma).collect());

/// Every form on a line of a list with its lemma, the lemma itself first; `+x` is the lemma with x behind it.
fn forms_of(line: &'static str) -> impl Iterator<Item = (String, &'static str)> {
    let mut words = line.split_whitespace();
    let lemma = words.next().unwrap_or_default();
    let forms = words.map(move |form| form.strip_prefix('+').map_or_else(|| form.to_owned(), |ending| format!("{lemma}{ending}")));
    std::iter::once(lemma.to_owned()).chain(forms).map(move |form| (form, lemma))
}

/// The lemma of an irregular form.
pub fn irregular_lemma(form: &str) -> Option<&'static str> {
    IRREGULAR.get(form).copied()
}

/// The lemma of a word that is no form of a verb; the word itself where none is known.
pub fn lemma(word: &str) -> &str {
    irregular_lemma(word).or_else(|| compounds().lemma(word)).unwrap_or(word)
}

/// The line of the list that names what a form may have before it begins so.
const PREFIXES: &str = "prefixes ";

struct Verbs {
    /// Regular form to infinitive.
    regular: FxHashMap<&'static str, &'static str>,
    /// Strong or irregular form to infinitive.
    strong: FxHashMap<&'static str, &'static str>,
    /// What a form may have before it.
    prefixes: Vec<&'static str>,
}

static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let (prefixes, strong): (Vec<_>, Vec<_>) = lines(include_str!("lists/strong_verbs.txt")).partition(|line| line.starts_with(PREFIXES));
    Verbs {
        regular: lines(include_str!("lists/verbs.txt")).flat_map(forms_of_verb).collect(),
        strong: strong.into_iter().flat_map(forms_of_verb).collect(),
        prefixes: prefixes.into_iter().flat_map(|line| line.split_whitespace().skip(1)).collect(),
    }
});

/// Every form on a line of a list of verbs with its infinitive, which stands first.
fn forms_of_verb(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut words = line.split_whitespace();
    let infinitive = words.next().unwrap_or_default();
    words.map(move |form| (form, infinitive))
}

/// The infinitive of a form of a verb that the stemmer leads elsewhere, with the prefix of the form.
pub fn infinitive(form: &str) -> Option<String> {
    let Verbs { regular, strong, prefixes } = &*VERBS;
    if let Some(infinitive) = strong.get(form).or_else(|| regular.get(form)) {
        return Some((*infinitive).to_owned());
    }
    // Of regular forms only those in -dt: no noun looks like that, as toerist looks like toe + rist.
    let behind = |rest: &str| strong.get(rest).or_else(|| regular.get(rest).filter(|_| rest.ends_with("dt")));
    prefixes.iter().find_map(|prefix| behind(form.strip_prefix(prefix)?).map(|infinitive| format!("{prefix}{infinitive}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_of_verbs_is_understood() {
        for list in [include_str!("lists/verbs.txt"), include_str!("lists/strong_verbs.txt")] {
            for line in lines(list).filter(|line| !line.starts_with(PREFIXES)) {
                let words: Vec<&str> = line.split_whitespace().collect();
                assert!(words.len() > 1 && words[0].ends_with('n') && !words[1..].contains(&words[0]), "{line}");
                assert!(words.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())), "{line}");
            }
        }
        assert!(VERBS.regular.len() > 8_000 && VERBS.strong.len() > 300 && VERBS.prefixes.contains(&"aan"));
    }

    #[test]
    fn an_infinitive_is_no_form_of_another_verb() {
        let Verbs { regular, strong, .. } = &*VERBS;
        for (form, infinitive) in regular.iter().chain(strong) {
            let leads_on = regular.contains_key(infinitive) || strong.contains_key(infinitive);
            assert!(!leads_on, "{form} leads to {infinitive}, which leads on");
        }
    }
}
