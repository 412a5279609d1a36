//! Posts and searches without end, grown from judged sets by recombination; the same ones in each run.

use app::infra::search::document::{DocumentKind, Place, SearchDocument};
use app::infra::search::judged::JudgedSet;
use app::infra::search::query::Search;
use app::themes::Theme;
use chrono::{DateTime, Days, TimeDelta, Utc};
use uuid::Uuid;

const SEED: u64 = 2_026;

/// As many as there are.
const MUNICIPALITIES: u64 = 342;

/// Words of a text, at least; the last sentence is always whole.
const WORDS: (u64, u64) = (25, 45);

/// A small source of numbers (splitmix64).
pub struct Dice(u64);

impl Dice {
    /// The numbers that belong to one post or search.
    pub fn of(kind: u64, number: u64) -> Self {
        Self(SEED ^ kind.wrapping_mul(0xD1B5_4A32_D192_ED03) ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    #[expect(clippy::cast_precision_loss, reason = "a share of 2^53")]
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(usize::try_from(self.below(of.len() as u64)).ok()?)
    }
}

/// The moment at which everything is asked.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Days::new(20_000)
}

/// What posts and searches are made of.
pub struct Mill {
    titles: Vec<String>,
    sentences: Vec<String>,
    /// Short queries of the sets, as people type them.
    short: Vec<String>,
    /// Long ones, as people describe a need.
    long: Vec<String>,
}

impl Mill {
    /// Takes titles and sentences from the documents, and searches from the queries.
    pub fn of(sets: &[JudgedSet]) -> Self {
        let words = |text: &str| text.split_whitespace().count();
        let documents = || sets.iter().flat_map(|set| &set.corpus);
        let queries = || sets.iter().flat_map(|set| &set.queries).map(|query| format!("{} {}", query.title, query.text).trim().to_owned());
        let short: Vec<String> = queries().filter(|text| words(text) <= 8).collect();
        let long = queries().filter(|text| words(text) >= 80).collect();
        let mut titles: Vec<String> =
            documents().map(|entry| entry.title.clone()).filter(|title| (1..=12).contains(&words(title))).collect();
        titles.extend(short.iter().filter(|text| words(text) >= 2).cloned());
        let sentences = documents().flat_map(|entry| entry.text.split_inclusive(['.', '?', '!'])).map(str::trim);
        let sentences = sentences.filter(|sentence| (4..=40).contains(&words(sentence))).map(str::to_owned).collect();
        Self { titles, sentences, short, long }
    }

    /// The post with this number: a title of one document; sentences of others, 25 to 45 words and the rest of the last; and everything else by lot.
    pub fn post(&self, number: u64) -> SearchDocument {
        let mut dice = Dice::of(1, number);
        let kind = match dice.below(100) {
            0..45 => DocumentKind::Need,
            45..95 => DocumentKind::Offer,
            _ => DocumentKind::Call,
        };
        let title = dice.one(&self.titles).cloned().unwrap_or_default();
        let wanted = WORDS.0 + dice.below(WORDS.1 - WORDS.0);
        let mut text = String::new();
        while (text.split_whitespace().count() as u64) < wanted {
            let Some(sentence) = dice.one(&self.sentences) else { break };
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(sentence);
        }
        let id = Uuid::from_u64_pair(0x0190_0000_0000_7000 | (number << 16), dice.next());
        let age = TimeDelta::minutes(i64::try_from(dice.below(365 * 24 * 60)).unwrap_or_default());
        let mut post = SearchDocument::new(id, kind, title, text, now() - age);
        self.dress(&mut post, &mut dice);
        post
    }

    fn dress(&self, post: &mut SearchDocument, dice: &mut Dice) {
        const RESOURCES: [&str; 8] = ["uren", "kennis", "ruimte", "materiaal", "geld", "opdracht", "korting", "vervoermiddel"];
        post.themes = themes(dice);
        for _ in 0..1 + dice.below(2) {
            let amount = dice.percent(40).then(|| (1 + dice.below(200)) as f64);
            post.resources.extend(dice.one(&RESOURCES).map(|resource| ((*resource).to_owned(), amount)));
        }
        let municipality = municipality(dice);
        let (district, neighbourhood) = (dice.below(12), dice.below(6));
        post.areas = vec![
            format!("BU{municipality:04}{district:02}{neighbourhood:02}"),
            format!("WK{municipality:04}{district:02}"),
            format!("GM{municipality:04}"),
            "NL00".to_owned(),
        ];
        // Municipalities in rows over the land, and some kilometres round each.
        let (row, column) = ((municipality / 19) as f64, (municipality % 19) as f64);
        post.place = Some(Place {
            code: post.areas[0].clone(),
            lat: 51.0 + row * 0.13 + dice.share() * 0.1,
            lon: 3.6 + column * 0.18 + dice.share() * 0.12,
            reach_km: dice.percent(50).then(|| (2 + dice.below(30)) as f64),
        });
        post.online = dice.percent(10);
        post.party = Some(Uuid::from_u64_pair(3, dice.below(200_000)));
        post.party_kind = dice.one(&["person", "company", "residents", "organisation", "municipality"]).map(|kind| (*kind).to_owned());
        post.party_verified = dice.percent(30);
        // Some have expired since.
        post.expires_at = Some(post.published_at + Days::new(if dice.percent(5) { 30 } else { 400 }));
    }

    /// What somebody types, with one to three filters: needs or offers always, a theme and a municipality each in one of three.
    pub fn search(&self, number: u64) -> Search {
        let mut dice = Dice::of(2, number);
        let mut search = Search::new(dice.one(&self.short).cloned().unwrap_or_default(), now());
        search.kinds = vec![if dice.percent(50) { DocumentKind::Need } else { DocumentKind::Offer }];
        if dice.percent(33) {
            search.themes = themes(&mut dice).into_iter().take(1).collect();
        }
        if dice.percent(33) {
            search.areas = vec![format!("GM{:04}", municipality(&mut dice))];
        }
        search.limit = 50;
        search
    }

    /// A need of eighty words and more.
    pub fn long_need(&self, number: u64) -> SearchDocument {
        let mut dice = Dice::of(3, number);
        let text = dice.one(&self.long).or(dice.one(&self.sentences)).cloned().unwrap_or_default();
        let mut post = SearchDocument::new(Uuid::from_u64_pair(4, number), DocumentKind::Need, "", text, now());
        self.dress(&mut post, &mut dice);
        post
    }
}

fn themes(dice: &mut Dice) -> Vec<String> {
    let mut themes: Vec<String> = Vec::new();
    for _ in 0..1 + dice.below(3) {
        themes.extend(dice.one(Theme::ALL).map(|theme| theme.as_str().to_owned()).filter(|theme| !themes.contains(theme)));
    }
    themes
}

/// Few are large.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a number below 342")]
fn municipality(dice: &mut Dice) -> u64 {
    (dice.share().powi(2) * MUNICIPALITIES as f64) as u64
}
