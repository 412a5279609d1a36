//! Reading what people type: lenient in form, strict in meaning.
//!
//! Readers return a [`Problem`], a text key with at most one number; [`FieldErrors`] collects them per field, and travels through the session
//! to the page that shows the form again with everything that was typed.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    infra::{clock::from_local, i18n::Texts},
    typed,
    values::Cents,
};

pub use typed::words;

/// What is wrong with one field: the key of a sentence, and the number or the word in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    key: String,
    n: Option<i64>,
    #[serde(default)]
    word: Option<String>,
}

impl Problem {
    pub fn new(key: &'static str) -> Self {
        Self { key: key.to_owned(), n: None, word: None }
    }

    /// Adds the number that the sentence calls `$n`.
    pub fn n(mut self, n: i64) -> Self {
        self.n = Some(n);
        self
    }

    /// Adds the word that the sentence calls `$word`.
    pub fn word(mut self, word: &str) -> Self {
        self.word = Some(word.chars().take(60).collect());
        self
    }

    pub fn text(&self, t: Texts) -> String {
        match (self.n, &self.word) {
            (Some(n), _) => t.with(&self.key, &[("n", n.into())]),
            (None, Some(word)) => t.with(&self.key, &[("word", word.clone().into())]),
            (None, None) => t.get(&self.key),
        }
    }
}

/// What is wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(Vec<(String, Problem)>);

impl FieldErrors {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, field: impl Into<String>, problem: Problem) {
        self.0.push((field.into(), problem));
    }

    /// Gives the first problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.0.iter().map(|(field, problem)| (field.as_str(), problem))
    }

    /// Keeps a good value and notes a bad one: `let title = errors.check("title", input::line(&form.title, 90));`
    pub fn check<T>(&mut self, field: impl Into<String>, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(field, problem)).ok()
    }
}

/// Removes control characters and double spaces.
fn tidy(text: &str) -> String {
    text.split_whitespace().map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Reads one line of at most `max` characters that must be there.
///
/// # Errors
/// When it is empty or too long.
pub fn line(text: &str, max: usize) -> Result<String, Problem> {
    match optional_line(text, max)? {
        line if line.is_empty() => Err(Problem::new("problem-required")),
        line => Ok(line),
    }
}

/// Reads one line of at most `max` characters that may be empty.
///
/// # Errors
/// When it is too long.
pub fn optional_line(text: &str, max: usize) -> Result<String, Problem> {
    let line = tidy(text);
    if line.chars().count() > max { Err(too_long(max)) } else { Ok(line) }
}

/// Reads text of several lines that must be there.
///
/// # Errors
/// When it is empty or longer than `max` characters.
pub fn text(text: &str, max: usize) -> Result<String, Problem> {
    match optional_text(text, max)? {
        text if text.is_empty() => Err(Problem::new("problem-required")),
        text => Ok(text),
    }
}

/// Reads text of several lines that may be empty. Line ends become `\n`, other control characters go.
///
/// # Errors
/// When it is longer than `max` characters.
pub fn optional_text(text: &str, max: usize) -> Result<String, Problem> {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    let text = text.trim();
    if text.chars().count() > max { Err(too_long(max)) } else { Ok(text.to_owned()) }
}

fn too_long(max: usize) -> Problem {
    Problem::new("problem-too-long").n(i64::try_from(max).unwrap_or(i64::MAX))
}

/// Reads a mail address and gives it in lower case.
///
/// # Errors
/// When lettre would not accept it, or it holds a control character.
pub fn email(text: &str) -> Result<String, Problem> {
    let address = text.trim().to_lowercase();
    if address.is_empty() {
        return Err(Problem::new("problem-required"));
    }
    let plain = address.len() <= 254 && !address.chars().any(|c| c.is_control() || c.is_whitespace());
    let dotted =
        address.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.'));
    if plain && dotted && address.parse::<lettre::Address>().is_ok() { Ok(address) } else { Err(Problem::new("problem-email")) }
}

/// Makes the part of an address out of a title: lower case letters and digits with hyphens, at most 60 characters; never empty.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        let plain = match c {
            'a'..='z' | '0'..='9' => c,
            'à' | 'á' | 'â' | 'ä' | 'å' | 'ã' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            _ => '-',
        };
        if plain != '-' {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "zonder-naam".to_owned() } else { slug.to_owned() }
}

/// Reads one line for a mail of ours: plain text, with no link but to this site (`own` is its address).
///
/// # Errors
/// As [`line()`], and when there is markup or a link to elsewhere in it.
pub fn own_line(text: &str, max: usize, own: &str) -> Result<String, Problem> {
    line(text, max).and_then(|line| plain(line, own))
}

/// Reads paragraphs for a mail of ours: plain text, with no link but to this site (`own` is its address).
///
/// # Errors
/// As [`optional_text`], and when there is markup or a link to elsewhere in it.
pub fn own_words(text: &str, max: usize, own: &str) -> Result<String, Problem> {
    optional_text(text, max).and_then(|text| plain(text, own))
}

fn plain(text: String, own: &str) -> Result<String, Problem> {
    let markup = text.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')));
    if markup {
        return Err(Problem::new("problem-markup"));
    }
    let is_own = |link: &str| {
        let link = link.trim_end_matches(['.', ',', ')', ':', ';', '!']);
        link.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    };
    for word in text.split_whitespace() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let low = word.to_ascii_lowercase();
        let is_link = low.contains("://") || low.contains("www.") || low.starts_with("mailto:");
        if is_link && !is_own(word) {
            return Err(Problem::new("problem-foreign-link").word(word));
        }
    }
    Ok(text)
}

/// Reads an amount as people write it: `50000`, `50.000,-`, `€ 1.250,50`, `1250.5`; at least zero.
///
/// # Errors
/// When it is not an amount, negative, or above ten billion euros.
pub fn money(text: &str) -> Result<Cents, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new("problem-required"));
    }
    typed::cents(text).map(Cents).ok_or_else(|| Problem::new("problem-amount"))
}

/// Reads a number with an optional decimal: `12`, `2,5`, `2.5`; above zero.
///
/// # Errors
/// When it is not such a number.
pub fn quantity(text: &str) -> Result<f64, Problem> {
    let number: f64 = text.trim().replace(',', ".").parse().map_err(|_| Problem::new("problem-number"))?;
    if number.is_finite() && number > 0.0 && number <= 1e9 { Ok(number) } else { Err(Problem::new("problem-number")) }
}

/// Reads a whole number between `min` and `max`.
///
/// # Errors
/// When it is not one.
pub fn whole(text: &str, min: i32, max: i32) -> Result<i32, Problem> {
    text.trim().parse().ok().filter(|number| (min..=max).contains(number)).ok_or_else(|| Problem::new("problem-whole-number"))
}

/// Reads a day: `2026-11-21` (what a date field posts), `21-11-2026`, `21/11/2026`.
///
/// # Errors
/// When it is not a day between 2000 and 2100.
pub fn date(text: &str) -> Result<NaiveDate, Problem> {
    let typed = text.trim().replace(['/', '.'], "-");
    if typed.is_empty() {
        return Err(Problem::new("problem-required"));
    }
    ["%Y-%m-%d", "%d-%m-%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(&typed, format).ok())
        .filter(|day| (2000..=2100).contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| Problem::new("problem-date"))
}

/// Reads a day and a time of day in Amsterdam; an empty time is `default`.
///
/// # Errors
/// When either is not one.
pub fn moment(day: &str, time: &str, default: NaiveTime) -> Result<DateTime<Utc>, Problem> {
    let day = date(day)?;
    let typed = time.trim().replace(['.', 'u'], ":");
    let time = if typed.is_empty() {
        default
    } else {
        ["%H:%M", "%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(&typed, format).ok())
            .ok_or_else(|| Problem::new("problem-time"))?
    };
    Ok(from_local(day.and_time(time)))
}

/// Reads a web address; `http://` and `https://` only, and a bare name gets `https://`.
///
/// # Errors
/// When it is not one.
pub fn website(text: &str) -> Result<Option<String>, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let address = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let valid = address.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| host.contains('.')) && !address.contains('@')
    });
    if valid && address.len() <= 300 { Ok(Some(address)) } else { Err(Problem::new("problem-website")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, cents) in [
            ("50000", 5_000_000),
            ("50.000,-", 5_000_000),
            ("€ 1.250,50", 125_050),
            ("1250.5", 125_050),
            ("1,250.50", 125_050),
            ("0", 0),
            ("12,5", 1_250),
            ("1.000.000", 100_000_000),
            (" 75 euro ", 7_500),
            ("€50.000", 5_000_000),
        ] {
            assert_eq!(money(typed), Ok(Cents(cents)), "{typed}");
        }
        for typed in ["-5", "vijf", "1.2.3", "12.34.56", "99999999999999999999", "1e9", ",", "5000.000"] {
            assert_eq!(money(typed), Err(Problem::new("problem-amount")), "{typed}");
        }
        assert_eq!(money("  "), Err(Problem::new("problem-required")));
    }

    #[test]
    fn addresses_with_a_line_end_never_pass() {
        assert_eq!(email(" Fatima@Voorbeeld.EXAMPLE "), Ok("fatima@voorbeeld.example".to_owned()));
        for typed in ["a@b", "a b@c.nl", "a@c.nl\r\nBcc: x@y.nl", "a@.nl", "@c.nl", "a@c.nl\u{0}", "<a@c.nl>"] {
            assert!(email(typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn days_and_times_are_read_in_both_orders() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
        assert_eq!(date("2026-11-21"), Ok(day));
        assert_eq!(date("21/11/2026"), Ok(day));
        assert!(date("31-02-2026").is_err() && date("21-11-0026").is_err());
        let noon = moment("21-11-2026", "13.00", NaiveTime::MIN).expect("a moment");
        assert_eq!(noon.to_rfc3339(), "2026-11-21T12:00:00+00:00");
    }

    #[test]
    fn lines_lose_control_characters_and_have_a_limit() {
        assert_eq!(line("  Een\u{7} wijk \n vol zon ", 90), Ok("Een wijk vol zon".to_owned()));
        assert_eq!(line("   ", 90), Err(Problem::new("problem-required")));
        assert_eq!(line("abcd", 3), Err(Problem::new("problem-too-long").n(3)));
        assert_eq!(optional_text("een\r\ntwee\u{0}", 90), Ok("een\ntwee".to_owned()));
        assert_eq!(words(" een  twee\ndrie "), 3);
    }

    #[test]
    fn words_of_a_mail_link_to_this_site_alone() {
        let read = |text: &str| own_words(text, 500, "https://wijkcall.example");
        for text in ["Zie https://wijkcall.example/calls/zon.", "Bel (038) 123. 5 < 7 <3", "(https://wijkcall.example)"] {
            assert_eq!(read(text), Ok(text.to_owned()));
        }
        for text in [
            "https://elders.example",
            "Zie (HTTPS://elders.example)",
            "www.elders.example",
            "https://wijkcall.example.elders.nl",
            "mailto:a@b.nl",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["<a href=x>", "Hallo <b>jij</b>", "<!-- -->"] {
            assert_eq!(read(text), Err(Problem::new("problem-markup")), "{text}");
        }
        assert_eq!(own_line("Een\r\nBcc: x@y.nl", 90, ""), Ok("Een Bcc: x@y.nl".to_owned()));
    }

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug("  Coöperatie 't Pleintje & Zo! "), "cooperatie-t-pleintje-zo");
        assert_eq!(slug("日本"), "zonder-naam");
        assert!(slug(&"wijk ".repeat(40)).len() <= 60);
    }

    #[test]
    fn web_addresses_are_http_and_without_a_user() {
        assert_eq!(website("voorbeeld.example"), Ok(Some("https://voorbeeld.example".to_owned())));
        assert_eq!(website(""), Ok(None));
        for typed in ["javascript:alert(1)", "https://a@b.nl", "ftp://a.nl", "https://geenpunt"] {
            assert!(website(typed).is_err(), "{typed}");
        }
    }
}
