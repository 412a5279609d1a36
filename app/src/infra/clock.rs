//! The time, as an argument. Commands and queries take `now`; only the edge asks the clock.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::Amsterdam, Tz};

/// The zone in which deadlines are written and read.
pub const ZONE: Tz = Amsterdam;

/// Where the time comes from: the system, or a test that turns the hands itself.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// Makes a clock that stands still at `start`.
    pub fn fixed(start: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(start)))
    }

    /// Gives the time to the microsecond, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(time) => *time.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock forward; the system's clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Fixed(time) = self {
            let mut time = time.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *time += by;
        }
    }
}

/// Gives the moment at which it is that time in Amsterdam; an hour that happens twice is the first one, an hour that is skipped is the one after.
pub fn from_local(local: NaiveDateTime) -> DateTime<Utc> {
    ZONE.from_local_datetime(&local)
        .earliest()
        .or_else(|| ZONE.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())
        .map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// Gives the day that it is in Amsterdam at that moment.
pub fn local_day(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&ZONE).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> DateTime<Utc> {
        from_local(text.parse().expect("a date and time"))
    }

    #[test]
    fn the_clock_change_has_an_answer_for_every_hour() {
        assert_eq!(local("2026-03-29T02:30:00").to_rfc3339(), "2026-03-29T01:30:00+00:00");
        assert_eq!(local("2026-10-25T02:30:00").to_rfc3339(), "2026-10-25T00:30:00+00:00");
        assert_eq!(local("2026-07-01T12:00:00").to_rfc3339(), "2026-07-01T10:00:00+00:00");
    }
}
