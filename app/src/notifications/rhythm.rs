//! When a round-up goes: at seven in the morning in Amsterdam, each day or on Mondays.
//!
//! The moment is fixed when something happens and stands with the notice. A round-up takes all notices whose moment has come and marks them in the
//! transaction that writes its mail, so that a late run or a restart loses and repeats nothing.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};

use super::model::Event;
use crate::{
    alerts::model::Rhythm,
    infra::clock::{from_local, local_day},
};

/// The hour in Amsterdam at which round-ups go.
const HOUR: i64 = 7;

/// Gives the first moment after `now` at which a round-up of that rhythm goes; none for what goes at once, or not at all.
pub fn next_digest(rhythm: Rhythm, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = local_day(now);
    let fits = |day: chrono::NaiveDate| match rhythm {
        Rhythm::Daily => true,
        Rhythm::Weekly => day.weekday() == Weekday::Mon,
        Rhythm::Direct | Rhythm::Off => false,
    };
    (0..=8)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|day| fits(*day))
        .map(|day| from_local(day.and_time(NaiveTime::MIN) + TimeDelta::hours(HOUR)))
        .find(|moment| *moment > now)
}

impl Event {
    /// Gives the rhythms from which somebody can choose. A date that may pass does not wait for a Monday; what a saved search finds has a rhythm of its own.
    pub fn rhythms(self) -> &'static [Rhythm] {
        match self {
            Self::SearchAlert | Self::SearchDigest | Self::Digest => &[Rhythm::Direct, Rhythm::Off],
            Self::DeadlineSoon | Self::IntroductionAsked | Self::IntroductionReminder | Self::IntroductionBothYes => {
                &[Rhythm::Direct, Rhythm::Daily, Rhythm::Off]
            }
            event if event.can_be_switched_off() => &[Rhythm::Direct, Rhythm::Daily, Rhythm::Weekly, Rhythm::Off],
            _ => &[Rhythm::Direct],
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Timelike as _};
    use proptest::prelude::*;

    use super::*;
    use crate::infra::clock::ZONE;

    /// Three years with all their changes of the clock, in minutes.
    const MINUTES: i64 = 3 * 365 * 24 * 60;

    fn at(minutes: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().expect("a moment") + TimeDelta::minutes(minutes)
    }

    #[test]
    fn seven_in_the_morning_is_local_also_when_the_clock_changes() {
        for (now, rhythm, expected) in [
            ("2026-03-28T06:00:00Z", Rhythm::Daily, "2026-03-29T05:00:00Z"),
            ("2026-03-29T05:00:00Z", Rhythm::Daily, "2026-03-30T05:00:00Z"),
            ("2026-10-24T05:00:00Z", Rhythm::Daily, "2026-10-25T06:00:00Z"),
            ("2026-10-20T12:00:00Z", Rhythm::Weekly, "2026-10-26T06:00:00Z"),
            ("2026-10-26T05:59:59Z", Rhythm::Weekly, "2026-10-26T06:00:00Z"),
            ("2026-10-26T06:00:00Z", Rhythm::Weekly, "2026-11-02T06:00:00Z"),
        ] {
            let now: DateTime<Utc> = now.parse().expect("a moment");
            assert_eq!(next_digest(rhythm, now), Some(expected.parse().expect("a moment")), "{now} {rhythm:?}");
        }
        assert_eq!(next_digest(Rhythm::Direct, at(0)), None);
        assert_eq!(next_digest(Rhythm::Off, at(0)), None);
    }

    proptest! {
        /// Whatever happens when, and however late or often the job runs: each event is told once, in the first round-up after its moment.
        #[test]
        fn nothing_is_lost_or_told_twice_in_three_years(
            mut events in prop::collection::vec((0..MINUTES, any::<bool>()), 1..200),
            mut runs in prop::collection::vec(0..MINUTES + 14 * 24 * 60, 1..400),
        ) {
            events.sort_unstable();
            runs.sort_unstable();
            runs.push(MINUTES + 15 * 24 * 60);
            let mut waiting = Vec::new();
            let mut told = Vec::new();
            let mut next = events.iter().peekable();
            for run in runs {
                while let Some((happened, weekly)) = next.next_if(|(happened, _)| *happened <= run) {
                    let rhythm = if *weekly { Rhythm::Weekly } else { Rhythm::Daily };
                    let due = next_digest(rhythm, at(*happened)).expect("a moment");
                    let local = due.with_timezone(&ZONE);
                    prop_assert_eq!((local.hour(), local.minute()), (7, 0));
                    prop_assert!(!weekly || local.weekday() == Weekday::Mon);
                    let longest = if *weekly { TimeDelta::days(7) } else { TimeDelta::days(1) } + TimeDelta::hours(1);
                    prop_assert!(due > at(*happened) && due - at(*happened) <= longest);
                    waiting.push(due);
                }
                let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|due| *due <= at(run));
                told.extend(now);
                waiting = later;
            }
            prop_assert!(waiting.is_empty());
            prop_assert_eq!(told.len(), events.len());
        }
    }
}
