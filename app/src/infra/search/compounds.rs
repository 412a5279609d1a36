//! Which Dutch words are compounds, and where they fall apart: `buurtmoestuin` is buurt, moes and tuin.
//!
//! After Koehn and Knight (2003), with productivity in the place of frequency: how many words of the dictionary begin or end with a part.
//! A word is split where the geometric mean of its parts' productivity beats its own. The figures stand in `lists/words.txt`, which
//! `make words` derives from the dictionary of OpenTaal; what people know better stands in `lists/exceptions.txt`.
//!
//! The linking letters -s-, -en-, -e- and -n- stay with the part before them (`bewoners|initiatief`); the forms in which a word links
//! are counted each by itself, and lead to its lemma.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Shorter parts are chance.
const SHORTEST_PART: usize = 3;

/// No word in use has more parts.
const MOST_PARTS: usize = 5;

/// How productive a part must be, by its length in letters from [`SHORTEST_PART`] on: short letter sequences occur everywhere.
const LEAST_LEFT: [u32; 4] = [10, 5, 3, 2];
const LEAST_RIGHT: [u32; 4] = [16, 5, 3, 2];

/// A word that is known but in few compounds may be one part beside a productive one, from this length on; that costs a little.
const SHORTEST_UNCOUNTED: usize = 5;
const UNCOUNTED: f32 = -1.0;

/// After these endings a linking -s- is the rule.
const LINKING_S: [&str; 4] = ["ing", "heid", "teit", "schap"];

/// What each part beyond two costs, in units of ln(productivity): else many short parts win from few long ones.
const PART_COST: f32 = 0.6;

static TABLE: LazyLock<Compounds> =
    LazyLock::new(|| Compounds::read(include_str!("lists/words.txt"), include_str!("lists/exceptions.txt")));

/// The table that belongs to this program.
pub fn compounds() -> &'static Compounds {
    &TABLE
}

#[derive(Debug, Clone, Copy)]
struct Form {
    lemma: u32,
    /// How many words begin with it; none for what is never a part that others follow.
    left: Option<u32>,
}

#[derive(Debug, Clone)]
struct Lemma {
    text: String,
    /// How many words end with it; none for what is never the last part.
    right: Option<u32>,
}

/// Productivity of parts, with their forms, and the exceptions.
#[derive(Debug, Clone, Default)]
pub struct Compounds {
    forms: FxHashMap<String, Form>,
    lemmas: Vec<Lemma>,
    /// Never split.
    whole: FxHashSet<String>,
    /// Split so, and not otherwise.
    known: FxHashMap<String, Vec<String>>,
}

impl Compounds {
    /// Reads the derived table and the reviewed exceptions; a line that is not understood is left out, which a test rules out.
    ///
    /// The table has one lemma a line, with the number of words that begin and end with it, then its other forms, `+x` for the lemma with
    /// x behind it, each with the number of words that begin with it: `bewoner 2 31 +s:40`. A hyphen stands for never. A line `=word` keeps a word whole.
    /// An exception is a word that stays whole, or a split: `zorg|loos`.
    pub fn read(table: &str, exceptions: &str) -> Self {
        let mut compounds = Self::default();
        for line in lines(table) {
            match line.strip_prefix('=') {
                Some(word) => drop(compounds.whole.insert(word.to_owned())),
                None => drop(compounds.read_lemma(line)),
            }
        }
        for line in lines(exceptions) {
            let parts: Vec<String> = line.split('|').map(str::to_owned).collect();
            match parts.as_slice() {
                [word] => drop(compounds.whole.insert(word.clone())),
                _ => drop(compounds.known.insert(parts.concat(), parts)),
            }
        }
        compounds
    }

    fn read_lemma(&mut self, line: &str) -> Option<()> {
        let mut words = line.split_whitespace();
        let text = words.next()?;
        let (left, right) = (words.next()?.parse().ok(), words.next()?.parse().ok());
        self.add(text, text, left, right);
        for form in words {
            let (form, left) = form.split_once(':').unwrap_or((form, "0"));
            let form = form.strip_prefix('+').map_or_else(|| form.to_owned(), |ending| format!("{text}{ending}"));
            self.add(&form, text, left.parse().ok(), None);
        }
        Some(())
    }

    /// Adds a form of a lemma, with the number of words that begin with the form and that end with the lemma. A form keeps its first lemma.
    pub fn add(&mut self, form: &str, lemma: &str, left: Option<u32>, right: Option<u32>) {
        let next = self.lemmas.len();
        let at = match self.forms.get(lemma) {
            Some(known) => known.lemma as usize,
            None => {
                self.lemmas.push(Lemma { text: lemma.to_owned(), right });
                next
            }
        };
        let Ok(lemma) = u32::try_from(at) else { return };
        self.forms.entry(form.to_owned()).or_insert(Form { lemma, left });
    }

    /// The lemma of a form, if it is one of the table.
    pub fn lemma(&self, form: &str) -> Option<&str> {
        let form = self.forms.get(form)?;
        self.lemmas.get(form.lemma as usize).map(|lemma| lemma.text.as_str())
    }

    fn right(&self, form: Form) -> Option<u32> {
        self.lemmas.get(form.lemma as usize)?.right
    }

    /// The productivity of a word itself, at either end of others.
    fn own(&self, word: &str) -> u32 {
        self.forms.get(word).map_or(0, |form| form.left.unwrap_or_default() + self.right(*form).unwrap_or_default())
    }

    fn score(&self, part: &str, is_last: bool) -> Option<f32> {
        let form = match self.forms.get(part) {
            Some(form) => *form,
            None => *LINKING_S
                .iter()
                .find_map(|ending| self.forms.get(part.strip_suffix('s').filter(|word| !is_last && word.ends_with(ending))?))?,
        };
        let (count, least) = if is_last { (self.right(form)?, LEAST_RIGHT) } else { (form.left?, LEAST_LEFT) };
        let at = part.len().checked_sub(SHORTEST_PART)?.min(least.len() - 1);
        #[expect(clippy::cast_precision_loss, reason = "counts of words, of which the logarithm is taken")]
        let productive = (count >= least[at]).then(|| (count as f32).ln());
        productive.or_else(|| (part.len() >= SHORTEST_UNCOUNTED).then_some(UNCOUNTED))
    }

    /// The parts of a word in lower case without diacritics, linking letters with the part before them; empty for one that is not split.
    pub fn split<'w>(&self, word: &'w str) -> Vec<&'w str> {
        if word.len() < 2 * SHORTEST_PART || !word.bytes().all(|letter| letter.is_ascii_lowercase()) || self.whole.contains(word) {
            return Vec::new();
        }
        if let Some(known) = self.known.get(word) {
            return cut(word, known.iter().map(String::len));
        }
        if let Some(lemma) = self.lemma(word).filter(|lemma| *lemma != word)
            && (self.whole.contains(lemma) || self.best(lemma).is_empty())
        {
            return Vec::new();
        }
        self.best(word)
    }

    /// The best way to cut a word, by parts counted from the end: `ways[at][n]` is the best sum of scores of `word[at..]` in n parts, with
    /// the length of the first of them.
    fn best<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut ways: Vec<[Option<(f32, usize)>; MOST_PARTS + 1]> = vec![[None; MOST_PARTS + 1]; word.len() + 1];
        for at in (0..=word.len() - SHORTEST_PART).rev() {
            if let Some(score) = self.score(&word[at..], true) {
                ways[at][1] = Some((score, word.len() - at));
            }
            for end in at + SHORTEST_PART..word.len() {
                if ways[end].iter().all(Option::is_none) {
                    continue;
                }
                let Some(score) = self.score(&word[at..end], false) else { continue };
                for parts in 2..=MOST_PARTS {
                    if let Some((rest, _)) = ways[end][parts - 1]
                        && ways[at][parts].is_none_or(|(best, _)| score + rest > best)
                    {
                        ways[at][parts] = Some((score + rest, end - at));
                    }
                }
            }
        }
        let mean = |parts: usize| {
            #[expect(clippy::cast_precision_loss, reason = "at most five")]
            ways[0][parts].map(|(sum, _)| sum / parts as f32 - PART_COST * (parts as f32 - 2.0))
        };
        let best = (2..=MOST_PARTS).filter_map(|parts| Some((mean(parts)?, parts))).max_by(|left, right| left.0.total_cmp(&right.0));
        #[expect(clippy::cast_precision_loss, reason = "a count of words, of which the logarithm is taken")]
        let own = (self.own(word) as f32).max(1.0).ln();
        let Some((_, parts)) = best.filter(|(score, _)| *score > own) else { return Vec::new() };
        let mut at = 0;
        let lengths = (1..=parts).rev().map_while(|parts| {
            let (_, length) = ways[at][parts]?;
            at += length;
            Some(length)
        });
        self.joined(word, lengths.collect())
    }

    /// Joins neighbours that are together a known word which does not fall apart: `kan|toor|ruimte` has but two parts.
    fn joined<'w>(&self, word: &'w str, mut lengths: Vec<usize>) -> Vec<&'w str> {
        let mut first = 0;
        let mut from = 0;
        while first < lengths.len() {
            let is_whole = |count: &usize| {
                let to = from + lengths[first..first + count].iter().sum::<usize>();
                let known = &word[from..to];
                let is_word = self.forms.contains_key(known) || self.whole.contains(known);
                known.len() < word.len() && is_word && self.split(known).is_empty()
            };
            if let Some(count) = (2..=lengths.len() - first).rev().find(is_whole) {
                let joined = lengths.drain(first..first + count).sum();
                lengths.insert(first, joined);
            }
            from += lengths[first];
            first += 1;
        }
        cut(word, lengths.into_iter())
    }
}

fn cut(word: &str, lengths: impl Iterator<Item = usize>) -> Vec<&str> {
    let mut rest = word;
    lengths
        .map_while(|length| {
            let (part, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(part)
        })
        .collect()
}

/// The lines of a list without comments and empty ones.
pub(super) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> String {
        let parts = compounds().split(word);
        if parts.is_empty() { word.to_owned() } else { parts.join("|") }
    }

    #[test]
    fn compounds_fall_apart_with_their_linking_letters() {
        for right in [
            "zonne|panelen",
            "bewoners|initiatief",
            "energie|cooperatie",
            "speel|tuin",
            "wandel|club",
            "kinder|opvang",
            "fietsen|stalling",
            "gezondheids|centrum",
            "ouderen|zorg",
            "buurt|moes|tuinen",
            "woning|corporaties",
            "vrijwilligers|organisatie",
            "kantoor|ruimte",
            "elektriciteits|net",
        ] {
            assert_eq!(split(&right.replace('|', "")), right);
        }
    }

    #[test]
    fn words_that_look_like_compounds_stay_whole() {
        let simple = [
            "vertrokken",
            "kwartier",
            "oordeel",
            "oordelen",
            "vooroordeel",
            "verhaal",
            "achterstand",
            "onderhoud",
            "voorstel",
            "aanbod",
            "overleg",
            "samenwerking",
            "vriendschap",
            "gezelschap",
            "gereedschap",
            "kantoor",
            "jongeren",
            "ondernemer",
            "maatschappelijk",
            "werkloos",
            "verstandelijk",
            "natuurlijk",
            "politie",
            "organisatie",
            "bestuur",
            "begroting",
            "gemeente",
            "kinderen",
            "huizen",
            "panelen",
            "uitvoering",
            "tegenstander",
            "opdracht",
            "vergadering",
            "telefoon",
            "conciliatie",
            "",
            "a",
            "aaaaaaaaaaaaaaaaaaaa",
            "zzzzzz",
            "straße",
            "365dagen",
        ];
        for word in simple {
            assert_eq!(split(word), word);
        }
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        let table = include_str!("lists/words.txt");
        for line in lines(table).filter(|line| !line.starts_with('=')) {
            let lemma = line.split_whitespace().next().unwrap_or_default();
            assert!(compounds().forms.contains_key(lemma), "{line}");
        }
        assert!(compounds().lemmas.len() > 20_000);
        assert_eq!(compounds().lemma("panelen"), Some("paneel"));
    }

    /// A split is right if each of its cuts stands in the judged list; it is complete if it has all of them.
    #[test]
    fn at_least_95_percent_of_judged_splits_are_right() {
        let (mut made, mut right, mut compound, mut complete, mut words) = (0, 0, 0, 0, 0);
        let mut wrong = Vec::new();
        for line in lines(include_str!("lists/judged.txt")) {
            let word = line.replace('|', "");
            let cuts =
                |split: &str| -> FxHashSet<usize> { split.match_indices('|').enumerate().map(|(before, (at, _))| at - before).collect() };
            let found = split(&word);
            let (judged, cut) = (cuts(line), cuts(&found));
            words += 1;
            made += usize::from(!cut.is_empty());
            compound += usize::from(!judged.is_empty());
            complete += usize::from(!judged.is_empty() && judged == cut);
            if cut.is_subset(&judged) {
                right += usize::from(!cut.is_empty());
            } else {
                wrong.push(found);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "at most five hundred")]
        let share = |part: usize, of: usize| 100.0 * part as f64 / of as f64;
        let (precision, recall) = (share(right, made), share(complete, compound));
        eprintln!(
            "{words} words: {made} split, {right} of them right ({precision:.1} %); {complete} of {compound} compounds complete ({recall:.1} %)"
        );
        assert_eq!(words, 500);
        assert!(precision >= 95.0, "{precision}: {wrong:?}");
        assert!(recall >= 85.0, "{recall}");
    }
}
