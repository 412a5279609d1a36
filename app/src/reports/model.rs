//! What a report is and what it may become.

use chrono::{NaiveDate, TimeDelta};

use crate::{
    infra::i18n::Texts,
    input::{self, FieldErrors, Problem},
    proposals::model::NotNow,
    values::Cents,
};

/// The most characters of a report.
pub const MAX_BODY: usize = 20_000;

/// The most characters of what is asked, and of a reason.
pub const MAX_TEXT: usize = 3_000;

/// How many days before the date the applicants are reminded, the last first; once more is the day after it.
pub const REMIND_DAYS: [i64; 2] = [3, 14];

/// How far away the date may be, in days.
const FURTHEST: i64 = 3_660;

crate::id! {
    /// A report.
    ReportId
}

crate::closed_list! {
    /// Where a report stands.
    pub enum ReportState {
        Asked = "asked",
        Submitted = "submitted",
        Returned = "returned",
        Approved = "approved",
        Withdrawn = "withdrawn",
    }
}

crate::closed_list! {
    /// What the funder thinks of a report.
    pub enum Verdict {
        Approved = "approved",
        Returned = "returned",
    }
}

/// What can happen to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Save,
    Submit,
    Judge(Verdict),
    Withdraw,
}

impl ReportState {
    /// Gives where it stands after a step.
    ///
    /// # Errors
    /// [`NotNow`] when the step is not possible from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Asked | Self::Returned, Step::Save) => Ok(self),
            (Self::Asked | Self::Returned, Step::Submit) => Ok(Self::Submitted),
            (Self::Submitted, Step::Judge(Verdict::Approved)) => Ok(Self::Approved),
            (Self::Submitted, Step::Judge(Verdict::Returned)) => Ok(Self::Returned),
            (Self::Asked, Step::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(NotNow),
        }
    }

    /// Says whether the applicants have something to do still.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Returned)
    }

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Asked => "report-asked",
            Self::Submitted => "report-submitted",
            Self::Returned => "report-returned",
            Self::Approved => "report-approved",
            Self::Withdrawn => "report-withdrawn",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Asked | Self::Submitted => "wk-badge wk-badge--info",
            Self::Returned => "wk-badge wk-badge--negative",
            Self::Approved => "wk-badge wk-badge--positive",
            Self::Withdrawn => "wk-badge",
        }
    }
}

/// A report that can be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub body: String,
    pub spent: Option<Cents>,
}

/// Reads a report that is handed in.
///
/// # Errors
/// By field.
pub fn read_content(body: &str, spent: &str) -> Result<Content, FieldErrors> {
    let mut errors = FieldErrors::default();
    let body = errors.check("body", input::text(body, MAX_BODY));
    let spent = if spent.trim().is_empty() { Some(None) } else { errors.check("spent", input::money(spent)).map(Some) };
    match (body, spent) {
        (Some(body), Some(spent)) if errors.is_empty() => Ok(Content { body, spent }),
        _ => Err(errors),
    }
}

/// A draft as it was typed, as long as it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub body: String,
    pub spent: String,
}

/// Reads a draft.
///
/// # Errors
/// By field, when something is too long.
pub fn read_draft(body: &str, spent: &str) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let body = errors.check("body", input::optional_text(body, MAX_BODY));
    let spent = errors.check("spent", input::optional_line(spent, 40));
    match (body, spent) {
        (Some(body), Some(spent)) if errors.is_empty() => Ok(Draft { body, spent }),
        _ => Err(errors),
    }
}

/// Reads the day before whose end a report is due: from tomorrow on.
///
/// # Errors
/// When it is no day, today or earlier, or more than ten years away.
pub fn read_due(typed: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let day = input::date(typed)?;
    let days = day.signed_duration_since(today).num_days();
    if (1..=FURTHEST).contains(&days) { Ok(day) } else { Err(Problem::new("problem-report-due")) }
}

/// Says whether applicants are reminded today: at two moments before the date and once after it, each unless they heard of it since.
/// `heard_on` is the day of asking or of the last reminder.
pub fn is_reminded(due_on: NaiveDate, heard_on: NaiveDate, today: NaiveDate) -> bool {
    let moments = [due_on + TimeDelta::days(1)].into_iter().chain(REMIND_DAYS.map(|days| due_on - TimeDelta::days(days)));
    moments.into_iter().find(|moment| *moment <= today).is_some_and(|moment| heard_on < moment)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_step_needs_the_right_state() {
        use ReportState::{Approved, Asked, Returned, Submitted, Withdrawn};
        let (approve, send_back) = (Step::Judge(Verdict::Approved), Step::Judge(Verdict::Returned));
        let possible = [
            (Asked, Step::Save, Asked),
            (Asked, Step::Submit, Submitted),
            (Asked, Step::Withdraw, Withdrawn),
            (Returned, Step::Save, Returned),
            (Returned, Step::Submit, Submitted),
            (Submitted, approve, Approved),
            (Submitted, send_back, Returned),
        ];
        for from in ReportState::ALL.iter().copied() {
            for step in [Step::Save, Step::Submit, approve, send_back, Step::Withdraw] {
                let expected = possible.iter().find(|(at, other, _)| (*at, *other) == (from, step)).map(|(_, _, to)| *to);
                assert_eq!(from.after(step).ok(), expected, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn an_amount_is_optional_and_a_text_is_not() {
        assert_eq!(read_content("Klaar.", " "), Ok(Content { body: "Klaar.".to_owned(), spent: None }));
        assert_eq!(read_content("Klaar.", "1.250,50").map(|content| content.spent), Ok(Some(Cents(125_050))));
        assert!(read_content("", "10").is_err() && read_content("Klaar.", "veel").is_err());
        assert!(read_content(&"a".repeat(MAX_BODY + 1), "").is_err() && read_draft("", "veel").is_ok());
        let today = day("2026-11-02");
        assert!(read_due("2026-11-03", today).is_ok() && read_due("2026-11-02", today).is_err() && read_due("2099-01-01", today).is_err());
    }

    proptest! {
        /// However the job runs: at most one reminder in each of the three spells, and none of them missing when it runs daily.
        #[test]
        fn a_reminder_goes_at_most_three_times(away in 1i64..60, runs in proptest::collection::vec(any::<bool>(), 90), daily in any::<bool>()) {
            let asked_on = day("2026-11-02");
            let due_on = asked_on + TimeDelta::days(away);
            let mut heard_on = asked_on;
            let mut reminded = Vec::new();
            for (offset, runs) in (0i64..).zip(runs) {
                let today = asked_on + TimeDelta::days(offset);
                for _ in 0..2 {
                    if (runs || daily) && is_reminded(due_on, heard_on, today) {
                        heard_on = today;
                        reminded.push((due_on - today).num_days());
                    }
                }
            }
            prop_assert!(reminded.iter().all(|days| *days <= 14));
            for spell in [4..=14, 0..=3, -100..=-1] {
                prop_assert!(reminded.iter().filter(|days| spell.contains(*days)).count() <= 1, "{:?}", reminded);
            }
            if daily {
                let expected: Vec<i64> = [14, 3, -1].into_iter().filter(|days| *days < away).collect();
                prop_assert_eq!(reminded, expected, "who was asked on that day knows");
            }
        }
    }
}
