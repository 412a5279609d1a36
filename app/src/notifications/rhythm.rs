//! When somebody hears: at once, outside of quiet hours, or in a round-up at seven in the morning in Amsterdam, each day or on a chosen day of the week.
//!
//! The moment is fixed when something happens and stands with the notice, or with the mail. A round-up takes all notices whose moment has come and marks
//! them in the transaction that writes its mail, so that a late run or a restart loses and repeats nothing. Another choice counts for what happens afterwards.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Timelike, Utc, Weekday};

use super::model::Event;
use crate::{
    alerts::model::Rhythm,
    infra::clock::{ZONE, from_local, local_day},
};

/// The hour in Amsterdam at which round-ups go.
pub const HOUR: i64 = 7;

/// When a person reads mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// The day of what comes once a week.
    pub weekday: Weekday,
    pub quiet: Option<Quiet>,
}

impl Default for Habits {
    /// Mondays, and no mail at night.
    fn default() -> Self {
        Self { weekday: Weekday::Mon, quiet: Some(Quiet { from: 22, until: 7 }) }
    }
}

impl Habits {
    /// Reads what is stored.
    pub fn stored(weekday: i32, quiet_from: Option<i32>, quiet_until: Option<i32>) -> Self {
        let quiet = quiet_from.zip(quiet_until).and_then(|(from, until)| Quiet::new(from, until));
        Self { weekday: weekday_numbered(weekday).unwrap_or(Weekday::Mon), quiet }
    }
}

/// Gives the day with that number, from Monday, 1, to Sunday, 7.
pub fn weekday_numbered(number: i32) -> Option<Weekday> {
    u8::try_from(number).ok().and_then(|number| number.checked_sub(1)).and_then(|number| Weekday::try_from(number).ok())
}

/// Hours in which no mail comes, except what somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: u32,
    until: u32,
}

impl Quiet {
    /// Makes quiet hours of two different hours of a day; the first may be later, for a night.
    pub fn new(from: i32, until: i32) -> Option<Self> {
        let hour = |hour: i32| u32::try_from(hour).ok().filter(|hour| *hour < 24);
        Some(Self { from: hour(from)?, until: hour(until)? }).filter(|quiet| quiet.from != quiet.until)
    }

    /// Gives the hours: from, until.
    pub fn hours(self) -> (u32, u32) {
        (self.from, self.until)
    }

    fn holds(self, hour: u32) -> bool {
        if self.from < self.until { (self.from..self.until).contains(&hour) } else { hour >= self.from || hour < self.until }
    }

    /// Gives when the quiet hours end in which `now` lies; none when it lies in none.
    pub fn end(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !self.holds(now.with_timezone(&ZONE).hour()) {
            return None;
        }
        let today = local_day(now);
        (0..=2)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .map(|day| from_local(day.and_time(NaiveTime::MIN) + TimeDelta::hours(self.until.into())))
            .find(|moment| *moment > now)
    }
}

/// Gives the first moment after `now` at which a round-up of that rhythm goes; none for what goes at once, or not at all.
pub fn next_digest(rhythm: Rhythm, weekday: Weekday, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = local_day(now);
    let fits = |day: chrono::NaiveDate| match rhythm {
        Rhythm::Daily => true,
        Rhythm::Weekly => day.weekday() == weekday,
        Rhythm::Direct | Rhythm::Off => false,
    };
    (0..=8)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|day| fits(*day))
        .map(|day| from_local(day.and_time(NaiveTime::MIN) + TimeDelta::hours(HOUR)))
        .find(|moment| *moment > now)
}

/// When and how somebody hears of an event, the soonest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// By a mail of its own, not before that moment.
    Mail(DateTime<Utc>),
    /// In the round-up of that moment.
    RoundUp(DateTime<Utc>),
    /// By notice alone.
    NoMail,
}

/// Says when somebody hears of an event. `own` is the rhythm that a person chose for its kind and `party` the one for the party that it is about, if it is
/// about one. What is switched off for the kind stays off; a rhythm that the kind does not have becomes the next shorter one.
pub fn when(event: Event, own: Option<Rhythm>, party: Option<Rhythm>, habits: Habits, now: DateTime<Utc>) -> When {
    let mail = if event.urgency() == super::model::Urgency::Now { None } else { habits.quiet.and_then(|quiet| quiet.end(now)) };
    let mail = When::Mail(mail.unwrap_or(now));
    let own = own.filter(|rhythm| event.rhythms().contains(rhythm)).unwrap_or(event.usual_rhythm());
    let rhythm = if own == Rhythm::Off { own } else { party.map_or(own, |rhythm| event.at_most(rhythm)) };
    match (rhythm, own) {
        // Its mail is written all the same, and kept back with the reason when it is to be sent.
        (Rhythm::Off, Rhythm::Off) => mail,
        (Rhythm::Off, _) => When::NoMail,
        _ => next_digest(rhythm, habits.weekday, now).map_or(mail, When::RoundUp),
    }
}

impl Event {
    /// Gives the rhythms from which somebody can choose. A date that may pass does not wait for a week; what a saved search finds has a rhythm of its own.
    pub fn rhythms(self) -> &'static [Rhythm] {
        match self {
            Self::SearchAlert | Self::SearchDigest | Self::Segment | Self::Digest => &[Rhythm::Direct, Rhythm::Off],
            Self::CallChanged
            | Self::DeadlineSoon
            | Self::ProposalNews
            | Self::AssessmentWaiting
            | Self::ReportDue
            | Self::IntroductionAsked
            | Self::IntroductionReminder
            | Self::IntroductionBothYes => &[Rhythm::Direct, Rhythm::Daily, Rhythm::Off],
            event if event.can_be_switched_off() => &[Rhythm::Direct, Rhythm::Daily, Rhythm::Weekly, Rhythm::Off],
            _ => &[Rhythm::Direct],
        }
    }

    /// Gives the rhythm of who did not choose one. There may be many posts in a day.
    pub fn usual_rhythm(self) -> Rhythm {
        if self == Self::ListingPosted { Rhythm::Daily } else { Rhythm::Direct }
    }

    /// Gives that rhythm, or the next shorter one that this kind has.
    fn at_most(self, rhythm: Rhythm) -> Rhythm {
        let has = |rhythm: &Rhythm| self.rhythms().contains(rhythm);
        match rhythm {
            Rhythm::Weekly => [Rhythm::Weekly, Rhythm::Daily].into_iter().find(has),
            other => Some(other).filter(has),
        }
        .unwrap_or(Rhythm::Direct)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use proptest::prelude::*;

    use super::*;
    use crate::parties::model::PartyId;

    /// Three years with all their changes of the clock, in minutes.
    const MINUTES: i64 = 3 * 365 * 24 * 60;

    fn at(minutes: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().expect("a moment") + TimeDelta::minutes(minutes)
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn seven_in_the_morning_is_local_also_when_the_clock_changes() {
        for (now, rhythm, weekday, expected) in [
            ("2026-03-28T06:00:00Z", Rhythm::Daily, Weekday::Mon, "2026-03-29T05:00:00Z"),
            ("2026-03-29T05:00:00Z", Rhythm::Daily, Weekday::Mon, "2026-03-30T05:00:00Z"),
            ("2026-10-24T05:00:00Z", Rhythm::Daily, Weekday::Mon, "2026-10-25T06:00:00Z"),
            ("2026-10-20T12:00:00Z", Rhythm::Weekly, Weekday::Mon, "2026-10-26T06:00:00Z"),
            ("2026-10-26T05:59:59Z", Rhythm::Weekly, Weekday::Mon, "2026-10-26T06:00:00Z"),
            ("2026-10-26T06:00:00Z", Rhythm::Weekly, Weekday::Mon, "2026-11-02T06:00:00Z"),
            ("2026-10-20T12:00:00Z", Rhythm::Weekly, Weekday::Sun, "2026-10-25T06:00:00Z"),
            ("2026-10-25T06:00:00Z", Rhythm::Weekly, Weekday::Sun, "2026-11-01T06:00:00Z"),
        ] {
            assert_eq!(next_digest(rhythm, weekday, moment(now)), Some(moment(expected)), "{now} {rhythm:?}");
        }
        assert_eq!(next_digest(Rhythm::Direct, Weekday::Mon, at(0)), None);
        assert_eq!(next_digest(Rhythm::Off, Weekday::Mon, at(0)), None);
    }

    #[test]
    fn quiet_hours_end_at_their_local_hour_also_when_the_clock_changes() {
        let night = Quiet::new(22, 7).expect("a night");
        for (now, expected) in [
            ("2026-10-24T19:59:59Z", None),
            ("2026-10-24T20:00:00Z", Some("2026-10-25T06:00:00Z")),
            ("2026-10-25T05:59:59Z", Some("2026-10-25T06:00:00Z")),
            ("2026-10-25T06:00:00Z", None),
            ("2026-03-28T21:00:00Z", Some("2026-03-29T05:00:00Z")),
            ("2026-03-29T04:59:59Z", Some("2026-03-29T05:00:00Z")),
            ("2026-03-29T05:00:00Z", None),
        ] {
            assert_eq!(night.end(moment(now)), expected.map(moment), "{now}");
        }
        let noon = Quiet::new(12, 13).expect("an hour");
        assert_eq!(noon.end(moment("2026-01-01T11:30:00Z")), Some(moment("2026-01-01T12:00:00Z")));
        for (from, until) in [(7, 7), (-1, 7), (22, 24)] {
            assert_eq!(Quiet::new(from, until), None);
        }
    }

    #[test]
    fn a_party_chooses_between_what_its_kind_has() {
        let now = moment("2026-11-03T23:30:00Z");
        let habits = Habits::default();
        let seven = moment("2026-11-04T06:00:00Z");
        let monday = moment("2026-11-09T06:00:00Z");
        for (event, own, party, expected) in [
            (Event::Receipt, None, Some(Rhythm::Off), When::Mail(now)),
            (Event::Decision, None, None, When::Mail(seven)),
            (Event::NewMatch, None, None, When::Mail(seven)),
            (Event::NewMatch, Some(Rhythm::Daily), Some(Rhythm::Weekly), When::RoundUp(monday)),
            (Event::NewMatch, Some(Rhythm::Weekly), Some(Rhythm::Direct), When::Mail(seven)),
            (Event::NewMatch, Some(Rhythm::Weekly), Some(Rhythm::Off), When::NoMail),
            (Event::NewMatch, Some(Rhythm::Off), Some(Rhythm::Direct), When::Mail(seven)),
            (Event::IntroductionAsked, None, Some(Rhythm::Weekly), When::RoundUp(seven)),
        ] {
            assert_eq!(when(event, own, party, habits, now), expected, "{event:?} {own:?} {party:?}");
        }
    }

    /// What happens to one reader, and with how many parties it has to do.
    #[derive(Clone, Debug)]
    struct Happening {
        minute: i64,
        urgent: bool,
        parties: Vec<usize>,
        habits: Habits,
    }

    fn happenings() -> impl Strategy<Value = Vec<Happening>> {
        let habits = (0..7_i32, prop::option::of((0..24_i32, 0..24_i32))).prop_map(|(day, quiet)| Habits {
            weekday: weekday_numbered(day + 1).expect("a day"),
            quiet: quiet.and_then(|(from, until)| Quiet::new(from, until)),
        });
        let one = (0..MINUTES, any::<bool>(), prop::collection::vec(0..4_usize, 1..4), habits)
            .prop_map(|(minute, urgent, parties, habits)| Happening { minute, urgent, parties, habits });
        prop::collection::vec(one, 1..150)
    }

    proptest! {
        /// Quiet hours end within a day, at their hour, and what comes then is not kept back again.
        #[test]
        fn quiet_hours_end(minute in 0..MINUTES, from in 0..24_i32, until in 0..24_i32) {
            let Some(quiet) = Quiet::new(from, until) else { return Ok(()) };
            let Some(end) = quiet.end(at(minute)) else { return Ok(()) };
            prop_assert!(end > at(minute) && end - at(minute) <= TimeDelta::hours(25));
            let local = end.with_timezone(&ZONE);
            // In the night of spring two o'clock is three o'clock.
            let skipped = until == 2 && local.hour() == 3;
            prop_assert!(local.minute() == 0 && (i64::from(local.hour()) == i64::from(until) || skipped), "{local}");
            prop_assert!(skipped || quiet.end(end).is_none());
        }

        /// Whatever happens when, to a member of how many parties, with whichever habits and however late or often the job runs, also when each run is broken off
        /// the first time: each event is told once, by the first run after its moment; urgent ones at once.
        #[test]
        fn nothing_is_lost_or_told_twice_in_three_years(
            mut events in happenings(),
            rhythms in prop::collection::vec(0..3_usize, 4),
            own in 0..3_usize,
            mut runs in prop::collection::vec(0..MINUTES + 14 * 24 * 60, 1..300),
            broken in prop::collection::vec(any::<bool>(), 300),
        ) {
            const CHOICES: [Rhythm; 3] = [Rhythm::Direct, Rhythm::Daily, Rhythm::Weekly];
            events.sort_by_key(|event| event.minute);
            runs.sort_unstable();
            runs.push(MINUTES + 15 * 24 * 60);
            let parties: Vec<(PartyId, Rhythm)> = rhythms.iter().map(|choice| (PartyId::new(), CHOICES[*choice])).collect();
            let mut waiting: Vec<(usize, DateTime<Utc>)> = Vec::new();
            let mut told: Vec<usize> = Vec::new();
            let mut next = events.iter().enumerate().peekable();
            for (number, run) in runs.iter().enumerate() {
                while let Some((index, event)) = next.next_if(|(_, event)| event.minute <= *run) {
                    let happened = at(event.minute);
                    let kind = if event.urgent { Event::Receipt } else { Event::NewMatch };
                    let mut ways: Vec<When> = event.parties.iter().map(|party| {
                        let (_, rhythm) = parties[*party];
                        when(kind, Some(CHOICES[own]), if event.urgent { None } else { Some(rhythm) }, event.habits, happened)
                    }).collect();
                    // Somebody who hears of it through several parties hears it once, the soonest way.
                    ways.sort_unstable();
                    let due = match ways[0] {
                        When::Mail(due) => {
                            let quiet = event.habits.quiet.filter(|_| !event.urgent).and_then(|quiet| quiet.end(happened));
                            prop_assert_eq!(due, quiet.unwrap_or(happened));
                            due
                        }
                        When::RoundUp(due) => {
                            let local = due.with_timezone(&ZONE);
                            prop_assert!(!event.urgent && (local.hour(), local.minute()) == (7, 0));
                            let weekly = event.parties.iter().all(|party| parties[*party].1 == Rhythm::Weekly);
                            prop_assert!(!weekly || local.weekday() == event.habits.weekday);
                            let longest = if weekly { TimeDelta::days(7) } else { TimeDelta::days(1) } + TimeDelta::hours(1);
                            prop_assert!(due > happened && due - happened <= longest);
                            due
                        }
                        When::NoMail => return Err(TestCaseError::fail("nobody switched it off")),
                    };
                    prop_assert!(ways.iter().all(|way| *way >= ways[0]));
                    waiting.push((index, due));
                }
                // A run that is broken off before its commit leaves all as it was.
                if number + 1 < runs.len() && broken[number % broken.len()] {
                    continue;
                }
                let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, due)| *due <= at(*run));
                told.extend(now.into_iter().map(|(index, _)| index));
                waiting = later;
            }
            prop_assert!(waiting.is_empty());
            told.sort_unstable();
            prop_assert_eq!(told, (0..events.len()).collect::<Vec<_>>());
        }
    }
}
