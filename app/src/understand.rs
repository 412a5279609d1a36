//! What somebody means who types "zonnepanelen in Diezerpoort": a place to look in, beside the words to look for. One function for the search boxes of the
//! site and the API, so that the same words find the same everywhere.
//!
//! A filter that nobody asked for hides results, so the rules are narrow, and every filter found this way is shown with a link that takes the words as words
//! ([`LITERAL`]). The address keeps what was typed.
//!
//! A **place** is taken from the text when it is the name of just one area (of the largest kind of that name) and
//! - stands behind a word that leads to a place ("in", "rond", "gemeente", "in de buurt van"), or
//! - is all that was typed, or
//! - has two words or more, or its municipality behind it ("Centrum Zwolle"), or
//! - is a municipality or district of at least four letters.
//!
//! Names that are ordinary words (`WORDS`: "buren", "best", "centrum") count only behind such a word and with a capital letter. Behind a leading word, a name
//! of which only parts are areas ("Dieze" for Dieze-Oost and Dieze-West) means the area that holds those parts. Nothing is taken from a text of more than
//! `MOST_WORDS` words: that is a story, not a question.
//!
//! A **theme** is taken only when nothing but its name is left ("zorg", "thema zorg", "zorg in Zwolle"); inside a longer text it is offered as a link
//! ([`Understood::offered`]), because "werk" and "zorg" are words of every second post. "Geld" is also a contribution and is only ever offered.

use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    areas::{
        self,
        model::{AreaCode, AreaKind},
        queries::NamedArea,
    },
    infra::i18n::{Locale, Texts},
    themes::Theme,
};

/// The name in an address that asks to take all words as words.
pub const LITERAL: &str = "letterlijk";

/// Longer texts are left as they are.
const MOST_WORDS: usize = 12;

/// The longest name of an area, in words.
const LONGEST_NAME: usize = 5;

/// What stands before a place, the longest first.
const LEADS: [&[&str]; 22] = [
    &["in", "de", "buurt", "van"],
    &["in", "de", "omgeving", "van"],
    &["in", "het", "centrum", "van"],
    &["in", "de", "gemeente"],
    &["in", "de", "buurt"],
    &["in", "de", "wijk"],
    &["in", "the", "area", "of"],
    &["omgeving", "van"],
    &["buurt", "van"],
    &["in", "de"],
    &["in", "het"],
    &["in"],
    &["te"],
    &["rond"],
    &["rondom"],
    &["nabij"],
    &["omgeving"],
    &["gemeente"],
    &["wijk"],
    &["buurt"],
    &["near"],
    &["around"],
];

/// Names of areas that are words in a sentence.
const WORDS: [&str; 44] = [
    "akkers",
    "beek",
    "berg",
    "bergen",
    "best",
    "binnenstad",
    "bos",
    "brug",
    "buiten",
    "buren",
    "buitengebied",
    "centrum",
    "dam",
    "dorp",
    "echt",
    "elst",
    "grave",
    "haren",
    "haven",
    "heel",
    "hoek",
    "hout",
    "kern",
    "kom",
    "land",
    "laren",
    "leek",
    "lent",
    "losser",
    "made",
    "markt",
    "noord",
    "oost",
    "park",
    "putten",
    "rijen",
    "sluis",
    "stad",
    "station",
    "veld",
    "velden",
    "west",
    "zand",
    "zuid",
];

/// An area that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeantArea {
    pub code: AreaCode,
    /// Its name, with the municipality: `Diezerpoort, Zwolle`.
    pub label: String,
    /// As it was typed.
    pub typed: String,
}

/// A text with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// The words to look for.
    pub text: String,
    pub area: Option<MeantArea>,
    pub theme: Option<Theme>,
    /// Themes whose name stands in the text.
    pub offered: Vec<Theme>,
}

impl Understood {
    /// Takes all words as words.
    pub fn literal(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// What was chosen beside the text; a place is not looked for beside another one, nor a theme beside another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// Areas that were chosen.
    pub areas: usize,
    /// Themes that were chosen.
    pub themes: usize,
    /// All words are to be taken as words.
    pub literal: bool,
}

/// Finds out what a text means, in at most three statements; none for a text without words.
///
/// # Errors
/// When the database refuses.
pub async fn understand(db: &impl ConnectionTrait, text: &str, beside: Beside) -> Result<Understood, DbErr> {
    if beside.literal {
        return Ok(Understood::literal(text));
    }
    let meant = meaning(db, text).await?;
    let clashes = (meant.area.is_some() && beside.areas > 0) || (meant.theme.is_some() && beside.themes > 0);
    Ok(if clashes { Understood::literal(text) } else { meant })
}

async fn meaning(db: &impl ConnectionTrait, text: &str) -> Result<Understood, DbErr> {
    let words = words(text);
    if words.is_empty() || words.len() > MOST_WORDS {
        return Ok(Understood::literal(text));
    }
    let known = areas::queries::by_names(db, &names(&words)).await?;
    let mut found = choose(&words, &known);
    if found.is_none()
        && let Some((span, beginning)) = led_word(&words)
    {
        let parts = areas::queries::by_name_beginning(db, &format!("{beginning}-")).await?;
        found = holder(&parts).map(|code| (span, code));
    }
    let Some((span, code)) = found else { return Ok(with_theme(text.to_owned(), None, &words)) };
    let label = areas::queries::labels(db, std::slice::from_ref(&code)).await?.remove(&code).unwrap_or_default();
    let typed = words[span.from..span.to].iter().map(|word| word.typed).collect::<Vec<_>>().join(" ");
    let left: Vec<Word<'_>> = words[..span.lead].iter().chain(&words[span.to..]).copied().collect();
    let text = left.iter().map(|word| word.typed).collect::<Vec<_>>().join(" ");
    Ok(with_theme(text, Some(MeantArea { code, label, typed }), &left))
}

/// Takes a theme that is all that is left.
fn with_theme(text: String, area: Option<MeantArea>, words: &[Word<'_>]) -> Understood {
    let plain: Vec<String> = words.iter().map(|word| word.plain()).collect();
    let names: Vec<(Theme, String)> =
        Theme::ALL.iter().flat_map(|theme| theme_names(*theme).into_iter().map(|name| (*theme, name))).collect();
    let named = |theme: Theme, words: &[String]| names.iter().any(|(other, name)| *other == theme && *name == words.join(" "));
    let rest = match plain.split_first() {
        Some((first, rest)) if matches!(first.as_str(), "thema" | "theme") => rest,
        _ => &plain,
    };
    let whole = Theme::ALL.iter().copied().find(|theme| named(*theme, rest));
    if let Some(theme) = whole.filter(|theme| *theme != Theme::Money) {
        return Understood { text: String::new(), area, theme: Some(theme), offered: Vec::new() };
    }
    let stands = |theme: &Theme| (1..=2).any(|length| plain.windows(length).any(|words| named(*theme, words)));
    Understood { text, area, theme: None, offered: Theme::ALL.iter().copied().filter(stands).collect() }
}

/// What a theme is called in both languages, also by half of its name: "Openbare ruimte en groen", "openbare ruimte", "groen".
fn theme_names(theme: Theme) -> Vec<String> {
    let mut names = Vec::new();
    for locale in Locale::ALL {
        let label = theme.label(Texts::new(*locale)).to_lowercase();
        names.extend([" en ", " and ", ", "].iter().flat_map(|mark| label.split(mark)).map(str::to_owned));
        names.push(label);
    }
    names
}

/// A word as typed, without the marks around it.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    typed: &'a str,
}

impl Word<'_> {
    fn plain(self) -> String {
        self.typed.to_lowercase()
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let marks = |c: char| !c.is_alphanumeric() && c != '\'';
    text.split_whitespace()
        .map(|word| Word { typed: word.trim_matches(marks) })
        .filter(|word| !word.typed.is_empty())
        .take(MOST_WORDS + 1)
        .collect()
}

/// All names that may stand in the words, in lower case; with a hyphen too, as in Dieze-Oost.
fn names(words: &[Word<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    for from in 0..words.len() {
        for to in from + 1..=words.len().min(from + LONGEST_NAME) {
            let plain: Vec<String> = words[from..to].iter().map(|word| word.plain()).collect();
            names.push(plain.join(" "));
            if to > from + 1 {
                names.push(plain.join("-"));
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Where a name stands: the words before it that lead to it begin at `lead`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    lead: usize,
    from: usize,
    to: usize,
}

fn lead(words: &[Word<'_>], from: usize) -> usize {
    let fits = |lead: &[&str]| {
        from >= lead.len() && words[from - lead.len()..from].iter().zip(lead.iter()).all(|(word, expected)| word.plain() == **expected)
    };
    LEADS.iter().find(|lead| fits(lead)).map_or(from, |lead| from - lead.len())
}

/// Chooses the place that is meant: the longest name, then one that is led to, then the last.
fn choose(words: &[Word<'_>], known: &[NamedArea]) -> Option<(Span, AreaCode)> {
    let mut best: Option<((usize, bool, usize), Span, AreaCode)> = None;
    for from in 0..words.len() {
        for to in from + 1..=words.len().min(from + LONGEST_NAME) {
            let plain: Vec<String> = words[from..to].iter().map(|word| word.plain()).collect();
            let named = |area: &&NamedArea| {
                let name = area.name.to_lowercase();
                name == plain.join(" ") || name == plain.join("-")
            };
            let named: Vec<&NamedArea> = known.iter().filter(named).collect();
            let lead = lead(words, from);
            for (to, area) in with_municipality(words, to, &named, known).into_iter().chain(largest(&named).map(|area| (to, area))) {
                let span = Span { lead, from, to };
                let key = (to - from, lead < from, from);
                if is_meant(words, span, area) && best.as_ref().is_none_or(|(better, ..)| key > *better) {
                    best = Some((key, span, area.code.clone()));
                }
            }
        }
    }
    best.map(|(_, span, code)| (span, code))
}

/// The only area of the largest kind.
fn largest<'a>(named: &[&'a NamedArea]) -> Option<&'a NamedArea> {
    let kind = named.iter().map(|area| area.kind).min()?;
    let mut largest = named.iter().filter(|area| area.kind == kind);
    largest.next().filter(|_| largest.next().is_none()).copied()
}

/// The area whose municipality stands right behind its name.
fn with_municipality<'a>(words: &[Word<'_>], to: usize, named: &[&'a NamedArea], known: &[NamedArea]) -> Option<(usize, &'a NamedArea)> {
    for end in (to + 1..=words.len().min(to + LONGEST_NAME)).rev() {
        let behind: Vec<String> = words[to..end].iter().map(|word| word.plain()).collect();
        let is_municipality = |area: &&NamedArea| area.kind == AreaKind::Municipality && area.name.to_lowercase() == behind.join(" ");
        let Some(municipality) = known.iter().find(is_municipality) else { continue };
        let digits = municipality.code.as_str().get(2..6);
        let inside = |area: &&&NamedArea| area.code != municipality.code && area.code.as_str().get(2..6) == digits;
        if let Some(area) = largest(&named.iter().filter(inside).copied().collect::<Vec<_>>()) {
            return Some((end, area));
        }
    }
    None
}

fn is_meant(words: &[Word<'_>], span: Span, area: &NamedArea) -> bool {
    let is_led = span.lead < span.from;
    if span.to - span.from > 1 {
        return true;
    }
    let word = words[span.from];
    if WORDS.contains(&word.plain().as_str()) {
        return is_led && word.typed.starts_with(char::is_uppercase);
    }
    let is_all = span.lead == 0 && span.to == words.len();
    let is_large = matches!(area.kind, AreaKind::Municipality | AreaKind::District) && word.typed.chars().count() >= 4;
    is_led || is_all || is_large
}

/// The first single word that is led to and could be the beginning of names.
fn led_word(words: &[Word<'_>]) -> Option<(Span, String)> {
    (1..words.len()).find_map(|from| {
        let word = words[from];
        let (lead, plain) = (lead(words, from), word.plain());
        let is_name = plain.chars().count() >= 4 && plain.chars().all(char::is_alphabetic) && !WORDS.contains(&plain.as_str());
        (lead < from && is_name).then_some((Span { lead, from, to: from + 1 }, plain))
    })
}

/// The one district or municipality that directly holds all of these parts.
fn holder(parts: &[NamedArea]) -> Option<AreaCode> {
    let (first, others) = parts.split_first()?;
    let parent = first.parent.clone()?;
    let same = !others.is_empty() && others.iter().all(|part| part.parent.as_ref() == Some(&parent));
    (same && parent.as_str().starts_with("WK")).then_some(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str, name: &str, parent: &str) -> NamedArea {
        let kind = match &code[..2] {
            "GM" => AreaKind::Municipality,
            "WK" => AreaKind::District,
            _ => AreaKind::Neighbourhood,
        };
        NamedArea { code: code.parse().expect("a code"), kind, name: name.to_owned(), parent: parent.parse().ok() }
    }

    fn known() -> Vec<NamedArea> {
        vec![
            area("GM0193", "Zwolle", "NL00"),
            area("GM0753", "Best", "NL00"),
            area("GM0214", "Buren", "NL00"),
            area("GM0518", "'s-Gravenhage", "NL00"),
            area("WK019311", "Diezerpoort", "GM0193"),
            area("WK019310", "Binnenstad", "GM0193"),
            area("WK051801", "Binnenstad", "GM0518"),
            area("BU01931101", "Dieze-Oost", "WK019311"),
            area("BU01931102", "Dieze-West", "WK019311"),
            area("BU01931103", "Oude Veerweg", "WK019311"),
            area("BU01931104", "Tuin", "WK019311"),
            area("WK019312", "Stadshagen", "GM0193"),
            area("WK075312", "Stadshagen", "GM0753"),
        ]
    }

    fn meant(text: &str) -> Option<(String, String)> {
        let words = words(text);
        let (span, code) = choose(&words, &known())?;
        let left = words[..span.lead].iter().chain(&words[span.to..]).map(|word| word.typed).collect::<Vec<_>>().join(" ");
        Some((left, code.to_string()))
    }

    #[test]
    fn places_are_taken_from_the_text() {
        for (text, left, code) in [
            ("zonnepanelen in Diezerpoort", "zonnepanelen", "WK019311"),
            ("zonnepanelen Zwolle", "zonnepanelen", "GM0193"),
            ("zwolle", "", "GM0193"),
            ("in Zwolle", "", "GM0193"),
            ("Zwolle: zonnepanelen", "zonnepanelen", "GM0193"),
            ("hulp in de buurt van Zwolle gezocht", "hulp gezocht", "GM0193"),
            ("oude veerweg moestuin", "moestuin", "BU01931103"),
            ("moestuin dieze oost", "moestuin", "BU01931101"),
            ("feest in de Binnenstad Zwolle", "feest", "WK019310"),
            ("feest binnenstad, Zwolle", "feest", "WK019310"),
            ("schuur in Best", "schuur", "GM0753"),
            ("speeltuin Stadshagen Zwolle", "speeltuin", "WK019312"),
            ("zaal in 's-Gravenhage", "zaal", "GM0518"),
        ] {
            assert_eq!(meant(text), Some((left.to_owned(), code.to_owned())), "{text}");
        }
    }

    #[test]
    fn words_stay_words() {
        for text in [
            "hulp voor mijn buren",
            "hulp bij buren",
            "het best in zonnepanelen",
            "feest in de binnenstad",
            "feest in Binnenstad",
            "tuin gezocht",
            "speeltuin in Stadshagen",
            "Zwolsche",
            "in",
            "",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert!(words(&"woord ".repeat(10_000)).len() > MOST_WORDS);
    }

    #[test]
    fn parts_of_one_district_mean_that_district() {
        let words = words("zonnepanelen in Dieze");
        let (span, beginning) = led_word(&words).expect("a word");
        assert_eq!((span, beginning.as_str()), (Span { lead: 1, from: 2, to: 3 }, "dieze"));
        let known = known();
        let parts: Vec<NamedArea> = known.iter().filter(|area| area.name.starts_with("Dieze-")).cloned().collect();
        assert_eq!(holder(&parts), "WK019311".parse().ok());
        assert_eq!(holder(&parts[..1]), None, "one part is not the whole");
        assert_eq!(holder(&[parts[0].clone(), area("BU07530001", "Dieze-Zuid", "WK075312")]), None, "two places");
    }

    #[test]
    fn themes_are_taken_when_they_are_all_that_is_asked() {
        let of = |text: &str| {
            let understood = with_theme(text.to_owned(), None, &words(text));
            (understood.text, understood.theme, understood.offered)
        };
        assert_eq!(of("Zorg"), (String::new(), Some(Theme::Care), vec![]));
        assert_eq!(of("openbare ruimte"), (String::new(), Some(Theme::PublicSpace), vec![]));
        assert_eq!(of("thema werk"), (String::new(), Some(Theme::Work), vec![]));
        assert_eq!(of("zorg voor ouderen"), ("zorg voor ouderen".to_owned(), None, vec![Theme::Care]));
        assert_eq!(of("geld"), ("geld".to_owned(), None, vec![Theme::Money]));
        assert_eq!(of("Openbare ruimte en groen"), (String::new(), Some(Theme::PublicSpace), vec![]));
        assert_eq!(of("zorgboerderij"), ("zorgboerderij".to_owned(), None, vec![]));
        assert_eq!(of("thema"), ("thema".to_owned(), None, vec![]));
    }
}
