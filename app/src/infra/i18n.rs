//! Texts in Dutch and English, and the way both write money, dates and numbers.
//!
//! Every text a person reads stands in `locales/<language>/<slice>.ftl`. [`Texts`] is a small handle that is passed around by value.
//! The tests at the end keep both languages complete and free of keys that nobody uses.

use std::{borrow::Cow, fmt::Write as _, sync::LazyLock};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use intl_memoizer::concurrent::IntlLangMemoizer;

use super::clock::ZONE;
use crate::values::Cents;

crate::closed_list! {
    /// A language of the site.
    pub enum Locale {
        Nl = "nl",
        En = "en",
    }
}

/// Names the files of one language; a slice adds its file here.
macro_rules! sources {
    ($language:literal) => {
        &[
            include_str!(concat!("../../locales/", $language, "/accounts.ftl")),
            include_str!(concat!("../../locales/", $language, "/alerts.ftl")),
            include_str!(concat!("../../locales/", $language, "/areas.ftl")),
            include_str!(concat!("../../locales/", $language, "/assessments.ftl")),
            include_str!(concat!("../../locales/", $language, "/calls.ftl")),
            include_str!(concat!("../../locales/", $language, "/bakery.ftl")),
            include_str!(concat!("../../locales/", $language, "/common.ftl")),
            include_str!(concat!("../../locales/", $language, "/desk.ftl")),
            include_str!(concat!("../../locales/", $language, "/fits.ftl")),
            include_str!(concat!("../../locales/", $language, "/letters.ftl")),
            include_str!(concat!("../../locales/", $language, "/mail.ftl")),
            include_str!(concat!("../../locales/", $language, "/notifications.ftl")),
            include_str!(concat!("../../locales/", $language, "/parties.ftl")),
            include_str!(concat!("../../locales/", $language, "/proposals.ftl")),
            include_str!(concat!("../../locales/", $language, "/reports.ftl")),
            include_str!(concat!("../../locales/", $language, "/segments.ftl")),
            include_str!(concat!("../../locales/", $language, "/templates.ftl")),
        ]
    };
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [bundle("nl", sources!("nl")), bundle("en", sources!("en"))]);

fn bundle(language: &str, sources: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(language.parse().into_iter().collect());
    // The marks that keep scripts of opposite direction apart would show up in mails and titles.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(if language == Locale::Nl.as_str() { dutch_number } else { english_number }));
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, errors)| {
            tracing::error!(language, ?errors, "a text file has errors");
            partial
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language, ?errors, "a text exists twice");
        }
    }
    bundle
}

fn dutch_number(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    whole_number(Locale::Nl, value)
}

fn english_number(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    whole_number(Locale::En, value)
}

/// Writes a whole number within a text as people read it; anything else is left to Fluent.
fn whole_number(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(Texts::new(locale).quantity(number.value)),
        _ => None,
    }
}

const MONTHS: [[&str; 12]; 2] = [
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
];

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    pub locale: Locale,
}

impl Texts {
    pub fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// Gives the text of a key. A key without a text is shown as itself; a test keeps that from happening.
    pub fn get(self, key: &str) -> String {
        self.format(key, None)
    }

    /// Gives the text of a key with its variables filled in: `t.with("calls-found", &[("count", 3.into())])`.
    pub fn with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&args))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &BUNDLES[self.locale as usize];
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, locale = self.locale.as_str(), "a text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, locale = self.locale.as_str(), ?errors, "a text cannot be filled in");
        }
        text
    }

    /// Gives the address of a page in this language: English lives under `/en`.
    pub fn href(self, path: impl Into<Cow<'static, str>>) -> String {
        let path = path.into();
        match self.locale {
            Locale::Nl => path.into_owned(),
            Locale::En if path == "/" => "/en".to_owned(),
            Locale::En => format!("/en{path}"),
        }
    }

    /// Writes an amount: `€ 50.000` or `€ 12,50`; in English `€50,000` and `€12.50`.
    pub fn money(self, amount: Cents) -> String {
        let sign = if amount.0 < 0 { "-" } else { "" };
        let (euros, cents) = (amount.0.unsigned_abs() / 100, amount.0.unsigned_abs() % 100);
        let (lead, decimal) = match self.locale {
            Locale::Nl => ("€\u{a0}", ','),
            Locale::En => ("€", '.'),
        };
        let mut text = format!("{lead}{sign}{}", self.grouped(euros));
        if cents > 0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{decimal}{cents:02}");
        }
        text
    }

    /// Writes a whole number with its thousands grouped.
    pub fn number(self, number: u64) -> String {
        self.grouped(number)
    }

    /// Writes a quantity with at most one decimal.
    pub fn quantity(self, quantity: f64) -> String {
        let tenths = (quantity.abs() * 10.0).round().min(9e15);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded two lines up")]
        let tenths = tenths as u64;
        let sign = if quantity < 0.0 { "-" } else { "" };
        let decimal = if self.locale == Locale::Nl { ',' } else { '.' };
        match tenths % 10 {
            0 => format!("{sign}{}", self.grouped(tenths / 10)),
            rest => format!("{sign}{}{decimal}{rest}", self.grouped(tenths / 10)),
        }
    }

    /// Writes a day: `21 november 2026`.
    pub fn date(self, day: NaiveDate) -> String {
        format!("{} {} {}", day.day(), MONTHS[self.locale as usize][day.month0() as usize], day.year())
    }

    /// Writes a moment in Amsterdam's time: `21 november 2026, 17.00 uur`.
    pub fn moment(self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&ZONE);
        let date = self.date(local.date_naive());
        match self.locale {
            Locale::Nl => format!("{date}, {}.{:02} uur", local.hour(), local.minute()),
            Locale::En => format!("{date}, {}:{:02}", local.hour(), local.minute()),
        }
    }

    fn grouped(self, number: u64) -> String {
        let separator = if self.locale == Locale::Nl { '.' } else { ',' };
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;

    const NL: Texts = Texts { locale: Locale::Nl };
    const EN: Texts = Texts { locale: Locale::En };

    #[test]
    fn money_dates_and_numbers_are_written_as_each_language_does() {
        assert_eq!(NL.money(Cents(5_000_000)), "€\u{a0}50.000");
        assert_eq!(NL.money(Cents(-1_250)), "€\u{a0}-12,50");
        assert_eq!(EN.money(Cents(5_000_005)), "€50,000.05");
        assert_eq!(NL.quantity(2.5), "2,5");
        assert_eq!(EN.quantity(1500.0), "1,500");
        let many = [("n", 12_500.into())];
        assert_eq!(
            (NL.with("problem-too-long", &many), EN.with("problem-too-long", &many)),
            ("Maak dit korter: hoogstens 12.500 tekens.".to_owned(), "Make this shorter: 12,500 characters at most.".to_owned())
        );
        let moment = "2026-11-21T16:05:00Z".parse().expect("a moment");
        assert_eq!(NL.moment(moment), "21 november 2026, 17.05 uur");
        assert_eq!(EN.moment(moment), "21 November 2026, 17:05");
        assert_eq!(EN.href("/calls"), "/en/calls");
    }

    fn keys(locale: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale);
        let mut keys = BTreeSet::new();
        for file in std::fs::read_dir(folder).expect("the folder of texts").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a text file");
            let name = file.file_name().to_string_lossy().into_owned();
            assert!(include_str!("i18n.rs").contains(&format!("/{name}\"")), "{name} is not in the list of sources");
            for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let key = line.split([' ', '=']).next().expect("split gives one part").to_owned();
                assert!(keys.insert(key.clone()), "{locale}: {key} exists twice");
            }
        }
        keys
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a source folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push_str(&std::fs::read_to_string(path).expect("a source file"));
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        assert_eq!(keys("nl").symmetric_difference(&keys("en")).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn every_text_is_used_and_every_used_text_exists() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src"), &mut code);
        let keys = keys("nl");
        let unused: Vec<_> = keys.iter().filter(|key| !code.contains(&format!("\"{key}\""))).collect();
        assert_eq!(unused, Vec::<&String>::new(), "texts that no code asks for");
        let missing: Vec<_> = ["t.get(\"", "t.with(\"", "Problem::new(\"", "cx.notify(\""]
            .iter()
            .flat_map(|call| code.split(call).skip(1))
            .filter_map(|rest| rest.split('"').next())
            .filter(|key| *key != "calls-found" && !key.starts_with(',') && !keys.contains(*key))
            .collect();
        assert_eq!(missing, Vec::<&str>::new(), "texts that code asks for and no file has");
    }

    #[test]
    fn every_text_can_be_read() {
        for (language, sources) in [("nl", sources!("nl") as &[&str]), ("en", sources!("en"))] {
            for source in sources {
                assert!(FluentResource::try_new((*source).to_owned()).is_ok(), "{language}: {}", &source[..source.len().min(80)]);
            }
        }
    }
}
