//! What a saved search is, and when its mails go.

use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    areas::model::AreaCode,
    bakery::model::{Resource, Side},
    infra::{
        clock::{from_local, local_day},
        i18n::Texts,
    },
    notifications::rhythm::HOUR,
    parties::model::PartyKind,
    paths,
    themes::Theme,
};

crate::id! {
    /// A saved search.
    SavedSearchId
}

crate::closed_list! {
    /// In what a search looks; the name is also the one in the address.
    pub enum Target {
        Bakery = "bakkerij",
        Calls = "calls",
    }
}

crate::closed_list! {
    /// How often somebody hears of what is new.
    pub enum Rhythm {
        Direct = "direct",
        Daily = "daily",
        Weekly = "weekly",
        Off = "off",
    }
}

crate::closed_list! {
    /// What became of a post that a search found.
    pub enum AlertState {
        Waiting = "waiting",
        Told = "told",
        /// Gone before it was told, told through another search, or the search was switched off.
        LeftOut = "left_out",
    }
}

/// The longest name, in characters.
pub const MAX_NAME: usize = 80;

/// Characters of a text that are read.
pub const MAX_TEXT: usize = 300;

/// Searches that one person can keep.
pub const MOST_SEARCHES: u64 = 50;

/// Values of one filter that are read.
const MOST_VALUES: usize = 30;

/// The kind of mail in which that rhythm tells; none when it tells nothing.
pub fn mail_kind(rhythm: Rhythm) -> Option<crate::notifications::model::Event> {
    use crate::notifications::model::Event;
    match rhythm {
        Rhythm::Direct => Some(Event::SearchAlert),
        Rhythm::Daily | Rhythm::Weekly => Some(Event::SearchDigest),
        Rhythm::Off => None,
    }
}

impl Target {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Bakery => "nav-bakery",
            Self::Calls => "calls-title",
        })
    }
}

impl Rhythm {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Direct => "alerts-direct",
            Self::Daily => "alerts-daily",
            Self::Weekly => "alerts-weekly",
            Self::Off => "alerts-off",
        })
    }
}

/// A saved search as a mail names it to its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub id: SavedSearchId,
    pub name: String,
    /// How often its owner hears of it, to come back to after it was stopped.
    pub rhythm: Rhythm,
}

const LINKED: &str = "zoekopdracht:";

impl Heard {
    /// Names it in the link of a mail that stops just this: `zoekopdracht:daily:...`.
    pub fn link_name(&self) -> String {
        format!("{LINKED}{}:{}", self.rhythm.as_str(), self.id)
    }
}

/// Reads [`Heard::link_name`].
pub fn of_link(name: &str) -> Option<(SavedSearchId, Rhythm)> {
    let (rhythm, id) = name.strip_prefix(LINKED)?.split_once(':')?;
    let rhythm: Rhythm = rhythm.parse().ok()?;
    (rhythm != Rhythm::Off).then_some((id.parse().ok()?, rhythm))
}

/// Gives the last moment at or before `now` at which gathered mails go: seven in the morning in Amsterdam, for a week on its `weekday`.
pub fn last_digest(rhythm: Rhythm, weekday: Weekday, now: DateTime<Utc>) -> DateTime<Utc> {
    let seven = |day: chrono::NaiveDate| from_local(day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(HOUR));
    let today = local_day(now);
    let (day, step) = match rhythm {
        Rhythm::Weekly => (today - TimeDelta::days(today.weekday().days_since(weekday).into()), TimeDelta::days(7)),
        _ => (today, TimeDelta::days(1)),
    };
    if seven(day) <= now { seven(day) } else { seven(day - step) }
}

/// What a saved search asks for. Within one list any value fits; all lists must fit, and every word of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criteria {
    pub target: Target,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<Side>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    /// Of a post the kind of its party; of a call who may apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub party_kinds: Vec<PartyKind>,
}

impl Criteria {
    /// Reads the query of a results page; what is not understood is left out. The area of calls may be a name, which only the database knows:
    /// the caller puts it into `areas`.
    pub fn read(target: Target, pairs: &[(String, String)]) -> Self {
        let all = |name: &'static str| pairs.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str());
        fn parse<'a, T: std::str::FromStr + Ord>(values: impl Iterator<Item = &'a str>) -> Vec<T> {
            let mut values: Vec<T> = values.take(MOST_VALUES).filter_map(|value| value.parse().ok()).collect();
            values.sort_unstable();
            values.dedup();
            values
        }
        let bakery = target == Target::Bakery;
        Self {
            target,
            text: all("q").next().unwrap_or_default().trim().chars().take(MAX_TEXT).collect(),
            sides: if bakery { parse(all("soort")) } else { Vec::new() },
            themes: parse(all("thema")),
            resources: if bakery { parse(all("inbreng")) } else { Vec::new() },
            areas: parse(all("gebied")),
            party_kinds: parse(all(if bakery { "partij" } else { "wie" })),
        }
    }

    /// Lists what it asks for as it stands in the query of its results page. `name` gives the label of an area.
    pub fn pairs(&self, name: impl Fn(&AreaCode) -> Option<String>) -> Vec<(&'static str, String)> {
        let Self { target, text, sides, themes, resources, areas, party_kinds } = self;
        let mut pairs = vec![("q", text.clone())];
        if !text.is_empty() {
            pairs.push(("woorden", "alle".to_owned()));
        }
        if *target == Target::Calls {
            pairs.push(("fase", "alle".to_owned()));
        }
        pairs.extend(sides.iter().map(|side| ("soort", side.as_str().to_owned())));
        pairs.extend(themes.iter().map(|theme| ("thema", theme.as_str().to_owned())));
        pairs.extend(resources.iter().map(|resource| ("inbreng", resource.as_str().to_owned())));
        pairs.extend(areas.iter().map(|area| {
            // The calls show the area as it was typed.
            let shown = if *target == Target::Calls { name(area) } else { None };
            ("gebied", shown.unwrap_or_else(|| area.to_string()))
        }));
        let kind = if *target == Target::Calls { "wie" } else { "partij" };
        pairs.extend(party_kinds.iter().map(|party_kind| (kind, party_kind.as_str().to_owned())));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// Gives the path of its results page.
    pub fn results(&self, name: impl Fn(&AreaCode) -> Option<String>) -> String {
        let path = match self.target {
            Target::Bakery => paths::BAKERY,
            Target::Calls => paths::CALLS,
        };
        let pairs = self.pairs(name);
        let query = crate::ui::find::query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Names each thing that it asks for; `name` gives the label of an area.
    pub fn labels(&self, t: Texts, name: impl Fn(&AreaCode) -> Option<String>) -> Vec<String> {
        let Self { target: _, text, sides, themes, resources, areas, party_kinds } = self;
        let mut labels = Vec::new();
        if !text.is_empty() {
            labels.push(format!("“{text}”"));
        }
        labels.extend(sides.iter().map(|side| side.label(t)));
        labels.extend(themes.iter().map(|theme| theme.label(t)));
        labels.extend(resources.iter().map(|resource| resource.label(t)));
        labels.extend(areas.iter().map(|area| name(area).unwrap_or_else(|| area.to_string())));
        labels.extend(party_kinds.iter().map(|kind| kind.label(t)));
        labels
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Timelike as _};

    use super::*;
    use crate::infra::clock::ZONE;

    #[test]
    fn a_query_is_read_and_written_back() {
        let typed = [
            ("q", " moestuin "),
            ("thema", "voedsel"),
            ("thema", "voedsel"),
            ("thema", "zeilen"),
            ("gebied", "gm0193"),
            ("soort", "need"),
            ("pagina", "3"),
            ("volgorde", "dichtbij"),
            ("bij", "Zwolle"),
        ];
        let pairs: Vec<(String, String)> = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let criteria = Criteria::read(Target::Bakery, &pairs);
        assert_eq!(criteria.results(|_| None), "/bakkerij?q=moestuin&woorden=alle&soort=need&thema=voedsel&gebied=GM0193");
        let again = serde_json::to_string(&criteria).expect("JSON");
        assert_eq!(serde_json::from_str::<Criteria>(&again).expect("criteria"), criteria);
        let calls = Criteria::read(Target::Calls, &pairs);
        assert_eq!(calls.results(|_| Some("Zwolle".to_owned())), "/calls?q=moestuin&woorden=alle&fase=alle&thema=voedsel&gebied=Zwolle");
    }

    proptest::proptest! {
        /// Each moment belongs to one window, also in the weeks in which the clock changes.
        #[test]
        fn windows_follow_each_other_without_gap_or_overlap(seconds in 1_790_000_000_i64..1_900_000_000, weekly: bool, day in 0..7_u8) {
            let weekday = Weekday::try_from(day).expect("a day");
            let rhythm = if weekly { Rhythm::Weekly } else { Rhythm::Daily };
            let now = Utc.timestamp_opt(seconds, 0).single().expect("a moment");
            let start = last_digest(rhythm, weekday, now);
            let local = start.with_timezone(&ZONE);
            proptest::prop_assert_eq!((local.hour(), local.minute(), local.second()), (7, 0, 0));
            proptest::prop_assert!(!weekly || local.weekday() == weekday);
            proptest::prop_assert!(start <= now);
            // It is its own window's beginning, and the moment before it belongs to the window before.
            proptest::prop_assert_eq!(last_digest(rhythm, weekday, start), start);
            let before = last_digest(rhythm, weekday, start - TimeDelta::seconds(1));
            let days = if weekly { 7 } else { 1 };
            proptest::prop_assert_eq!(local_day(before) + TimeDelta::days(days), local_day(start));
            proptest::prop_assert!(now - start < TimeDelta::days(days) + TimeDelta::hours(1));
        }

        /// However late or often the job runs, what was found is told once: by the first run after the window in which it was found.
        #[test]
        fn everything_is_told_once_by_the_first_run_after_its_window(
            found in proptest::collection::vec(1_792_000_000_i64..1_795_000_000, 1..40), runs in proptest::collection::vec(1_792_000_000_i64..1_796_000_000, 1..60),
            weekly: bool, day in 0..7_u8,
        ) {
            let weekday = Weekday::try_from(day).expect("a day");
            let rhythm = if weekly { Rhythm::Weekly } else { Rhythm::Daily };
            let at = |seconds: i64| Utc.timestamp_opt(seconds, 0).single().expect("a moment");
            let mut runs: Vec<DateTime<Utc>> = runs.into_iter().map(at).collect();
            runs.sort_unstable();
            let mut waiting: Vec<DateTime<Utc>> = found.into_iter().map(at).collect();
            let mut mails: Vec<DateTime<Utc>> = Vec::new();
            for run in &runs {
                // A job sees what was found before it ran.
                let (due, rest): (Vec<_>, Vec<_>) = waiting.iter().partition(|found| **found <= *run && **found < last_digest(rhythm, weekday, *run));
                for found in &due {
                    let sooner = runs.iter().find(|sooner| last_digest(rhythm, weekday, **sooner) > *found);
                    proptest::prop_assert_eq!(sooner, Some(run));
                }
                if !due.is_empty() {
                    mails.push(last_digest(rhythm, weekday, *run));
                }
                waiting = rest;
            }
            let count = mails.len();
            mails.dedup();
            proptest::prop_assert_eq!(mails.len(), count, "at most one mail for a window");
            proptest::prop_assert!(waiting.iter().all(|found| runs.last().is_none_or(|last| last_digest(rhythm, weekday, *last) <= *found)));
        }
    }
}
