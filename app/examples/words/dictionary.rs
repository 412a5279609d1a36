//! Reading a hunspell dictionary.

use rustc_hash::FxHashMap;

/// A way to make a form of a word.
struct Rule {
    strip: String,
    add: String,
    condition: String,
}

impl Rule {
    fn apply(&self, word: &str) -> Option<String> {
        let stem = word.strip_suffix(self.strip.as_str())?;
        holds(&self.condition, word).then(|| format!("{stem}{}", self.add))
    }
}

/// Whether a word ends as a condition of hunspell says: letters, `.` for any, `[ab]` for one of them, `[^ab]` for none of them.
fn holds(condition: &str, word: &str) -> bool {
    let mut tests: Vec<(bool, Vec<char>)> = Vec::new();
    let mut characters = condition.chars();
    while let Some(character) = characters.next() {
        tests.push(match character {
            '.' => (false, Vec::new()),
            '[' => {
                let set: Vec<char> = characters.by_ref().take_while(|character| *character != ']').collect();
                match set.split_first() {
                    Some(('^', rest)) => (false, rest.to_vec()),
                    _ => (true, set),
                }
            }
            other => (true, vec![other]),
        });
    }
    let letters: Vec<char> = word.chars().rev().collect();
    tests.len() <= letters.len() && tests.iter().rev().zip(letters).all(|((wanted, set), letter)| set.contains(&letter) == *wanted)
}

/// What the flags of the dictionary add to a word.
pub struct Rules(FxHashMap<String, Vec<Rule>>);

impl Rules {
    pub fn read(aff: &str) -> Self {
        let mut rules: FxHashMap<String, Vec<Rule>> = FxHashMap::default();
        for line in aff.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let ["SFX", flag, strip, add, condition, ..] = fields.as_slice() else { continue };
            let add = add.split('/').next().unwrap_or_default();
            // Flags with C only say how words may be joined.
            if !flag.starts_with('C') && !add.ends_with('-') {
                let strip = if *strip == "0" { "" } else { strip };
                rules.entry((*flag).to_owned()).or_default().push(Rule {
                    strip: plain(strip),
                    add: plain(add),
                    condition: plain(condition),
                });
            }
        }
        Self(rules)
    }

    /// The forms that a flag makes of a word.
    pub fn forms<'a>(&'a self, flag: &str, word: &'a str) -> impl Iterator<Item = String> + 'a {
        self.0.get(flag).into_iter().flatten().filter_map(|rule| rule.apply(word))
    }
}

/// The dictionary writes ij as one character.
fn plain(word: &str) -> String {
    word.replace('ĳ', "ij")
}

/// A word of the dictionary with its flags, two characters each.
pub struct Entry<'a> {
    pub word: String,
    pub flags: Vec<&'a str>,
}

/// The words in small letters, without names and what the dictionary forbids.
pub fn entries(dic: &str) -> impl Iterator<Item = Entry<'_>> {
    dic.lines().skip(1).filter_map(|line| {
        let (word, flags) = line.split_once('/').unwrap_or((line, ""));
        let flags: Vec<&str> = (0..flags.len() / 2).filter_map(|at| flags.get(2 * at..2 * at + 2)).collect();
        let word = plain(word);
        let is_kept = !flags.contains(&"Fw") && !flags.contains(&"PN") && word.chars().all(|letter| letter.is_lowercase());
        is_kept.then_some(Entry { word, flags })
    })
}
