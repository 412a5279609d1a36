//! What an assessment is and what it may become.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    infra::i18n::Texts,
    input::{self, FieldErrors, Problem},
    proposals::model::NotNow,
};

/// The most characters of somebody's reasons.
pub const MAX_REASONS: usize = 3_000;

/// How many days before the date somebody is reminded; a second time is the day after it.
pub const REMIND_DAYS: i64 = 3;

/// How far away the date may be, in days.
const FURTHEST: i64 = 366;

crate::id! {
    /// An assessment.
    AssessmentId
}

crate::closed_list! {
    /// Whether an assessor has something to do with a proposal or its applicant.
    pub enum Interest {
        None = "none",
        Conflict = "conflict",
    }
}

crate::closed_list! {
    /// What somebody thinks of a proposal.
    pub enum Mark {
        One = "1",
        Two = "2",
        Three = "3",
        Four = "4",
        Five = "5",
        /// Says nothing about the proposal; it does not count.
        NotApplicable = "na",
    }
}

impl Mark {
    /// Gives the number that counts; none for what does not apply.
    pub fn score(self) -> Option<i32> {
        match self {
            Self::One => Some(1),
            Self::Two => Some(2),
            Self::Three => Some(3),
            Self::Four => Some(4),
            Self::Five => Some(5),
            Self::NotApplicable => None,
        }
    }

    /// Gives the level in words, with its number.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::One => "assessment-mark-1",
            Self::Two => "assessment-mark-2",
            Self::Three => "assessment-mark-3",
            Self::Four => "assessment-mark-4",
            Self::Five => "assessment-mark-5",
            Self::NotApplicable => "assessment-mark-na",
        })
    }
}

/// Where an assessment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Asked,
    /// Without an interest, and at work.
    Reading,
    Conflict,
    Submitted,
    Withdrawn,
}

/// What can happen to an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Declare(Interest),
    Save,
    Submit,
    Withdraw,
    AskAgain,
}

impl Standing {
    /// Reads it from what is stored. A declared interest outlives everything.
    pub fn of(interest: Option<Interest>, submitted_at: Option<DateTime<Utc>>, withdrawn_at: Option<DateTime<Utc>>) -> Self {
        match interest {
            Some(Interest::Conflict) => Self::Conflict,
            _ if submitted_at.is_some() => Self::Submitted,
            _ if withdrawn_at.is_some() => Self::Withdrawn,
            Some(Interest::None) => Self::Reading,
            None => Self::Asked,
        }
    }

    /// Gives where it stands after a step.
    ///
    /// # Errors
    /// [`NotNow`] when the step is not possible from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Asked, Step::Declare(Interest::None)) | (Self::Reading, Step::Save) => Ok(Self::Reading),
            (Self::Asked | Self::Reading, Step::Declare(Interest::Conflict)) => Ok(Self::Conflict),
            (Self::Reading, Step::Submit) => Ok(Self::Submitted),
            (Self::Asked | Self::Reading, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::Withdrawn, Step::AskAgain) => Ok(Self::Asked),
            _ => Err(NotNow),
        }
    }

    /// Says whether the assessor has something to do still.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Reading)
    }

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Asked => "assessment-asked",
            Self::Reading => "assessment-reading",
            Self::Conflict => "assessment-conflict",
            Self::Submitted => "assessment-submitted",
            Self::Withdrawn => "assessment-withdrawn",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Asked | Self::Reading => "wk-badge wk-badge--info",
            Self::Conflict => "wk-badge wk-badge--negative",
            Self::Submitted => "wk-badge wk-badge--positive",
            Self::Withdrawn => "wk-badge",
        }
    }
}

/// What somebody wrote; a draft may lack either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    pub mark: Option<Mark>,
    pub reasons: String,
}

/// Reads a draft: whatever is in it, as long as it fits.
///
/// # Errors
/// By field.
pub fn read_draft(mark: &str, reasons: &str) -> Result<Judgement, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mark = if mark.is_empty() { None } else { errors.check("mark", read_mark(mark)) };
    match errors.check("reasons", input::optional_text(reasons, MAX_REASONS)) {
        Some(reasons) if errors.is_empty() => Ok(Judgement { mark, reasons }),
        _ => Err(errors),
    }
}

/// Reads what is handed in: a mark and the reasons for it.
///
/// # Errors
/// By field.
pub fn read_whole(mark: &str, reasons: &str) -> Result<Judgement, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mark = errors.check("mark", read_mark(mark));
    let reasons = errors.check("reasons", input::text(reasons, MAX_REASONS));
    match reasons {
        Some(reasons) if errors.is_empty() => Ok(Judgement { mark, reasons }),
        _ => Err(errors),
    }
}

fn read_mark(typed: &str) -> Result<Mark, Problem> {
    typed.parse().map_err(|_| Problem::new("problem-assessment-mark"))
}

/// Reads the day before whose end somebody judges: from tomorrow on.
///
/// # Errors
/// When it is no day, today or earlier, or more than a year away.
pub fn read_due(typed: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let day = input::date(typed)?;
    let days = day.signed_duration_since(today).num_days();
    if (1..=FURTHEST).contains(&days) { Ok(day) } else { Err(Problem::new("problem-assessment-due")) }
}

/// The mean of some marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// In tenths, rounded.
    pub tenths: i32,
    /// Of how many marks; what does not apply is not among them.
    pub count: i32,
}

impl Mean {
    /// Adds up; none without a mark that counts.
    pub fn of(marks: impl IntoIterator<Item = Mark>) -> Option<Self> {
        let scores: Vec<i32> = marks.into_iter().filter_map(Mark::score).collect();
        let count = i32::try_from(scores.len()).ok().filter(|count| *count > 0)?;
        let sum: i32 = scores.iter().sum();
        Some(Self { tenths: (sum * 20 + count) / (count * 2), count })
    }
}

/// Says whether an assessor is reminded today: once some days before the date and once after it, each unless that person heard of it since.
/// `heard_on` is the day of asking or of the last reminder.
pub fn is_reminded(due_on: NaiveDate, heard_on: NaiveDate, today: NaiveDate) -> bool {
    let before = due_on - TimeDelta::days(REMIND_DAYS);
    if today > due_on { heard_on <= due_on } else { today >= before && heard_on < before }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_step_needs_the_right_standing() {
        use Standing::{Asked, Conflict, Reading, Submitted, Withdrawn};
        let (none, conflict) = (Step::Declare(Interest::None), Step::Declare(Interest::Conflict));
        let possible = [
            (Asked, none, Reading),
            (Asked, conflict, Conflict),
            (Asked, Step::Withdraw, Withdrawn),
            (Reading, conflict, Conflict),
            (Reading, Step::Save, Reading),
            (Reading, Step::Submit, Submitted),
            (Reading, Step::Withdraw, Withdrawn),
            (Withdrawn, Step::AskAgain, Asked),
        ];
        for from in [Asked, Reading, Conflict, Submitted, Withdrawn] {
            for step in [none, conflict, Step::Save, Step::Submit, Step::Withdraw, Step::AskAgain] {
                let expected = possible.iter().find(|(at, other, _)| (*at, *other) == (from, step)).map(|(_, _, to)| *to);
                assert_eq!(from.after(step).ok(), expected, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn what_does_not_apply_is_no_zero() {
        assert_eq!(Mean::of([Mark::Four, Mark::NotApplicable, Mark::Three]), Some(Mean { tenths: 35, count: 2 }));
        assert_eq!(Mean::of([Mark::Five, Mark::Four, Mark::Four]), Some(Mean { tenths: 43, count: 3 }));
        assert_eq!(Mean::of([Mark::NotApplicable]), None);
        assert_eq!(Mean::of([]), None);
    }

    #[test]
    fn a_draft_may_lack_anything_and_a_judgement_nothing() {
        assert_eq!(read_draft("", ""), Ok(Judgement::default()));
        assert!(read_draft("6", "").is_err() && read_whole("", "Goed.").is_err() && read_whole("4", " ").is_err());
        assert!(read_draft("", &"a".repeat(MAX_REASONS + 1)).is_err() && read_whole("4", &"a".repeat(MAX_REASONS)).is_ok());
        assert_eq!(read_whole("na", "Geen mening."), Ok(Judgement { mark: Some(Mark::NotApplicable), reasons: "Geen mening.".to_owned() }));
    }

    #[test]
    fn the_date_lies_ahead() {
        let today = day("2026-11-02");
        assert_eq!(read_due("3-11-2026", today), Ok(day("2026-11-03")));
        for typed in ["", "2026-11-02", "2026-11-01", "2028-01-01", "gisteren"] {
            assert!(read_due(typed, today).is_err(), "{typed}");
        }
    }

    proptest! {
        /// However the job runs: at most one reminder before the date, from three days before on, and at most one after it; none of them missing when it runs daily.
        #[test]
        fn a_reminder_goes_at_most_twice(away in 1i64..30, runs in proptest::collection::vec(any::<bool>(), 60), daily in any::<bool>()) {
            let asked_on = day("2026-11-02");
            let due_on = asked_on + TimeDelta::days(away);
            let mut heard_on = asked_on;
            let mut reminded = Vec::new();
            for (offset, runs) in (0i64..).zip(runs) {
                let today = asked_on + TimeDelta::days(offset);
                for _ in 0..2 {
                    if (runs || daily) && is_reminded(due_on, heard_on, today) {
                        heard_on = today;
                        reminded.push(today);
                    }
                }
            }
            let (before, after): (Vec<NaiveDate>, Vec<NaiveDate>) = reminded.into_iter().partition(|today| *today <= due_on);
            prop_assert!(before.len() <= 1 && after.len() <= 1);
            prop_assert!(before.iter().all(|today| (due_on - *today).num_days() <= REMIND_DAYS));
            if daily {
                prop_assert_eq!(before.len(), usize::from(away > REMIND_DAYS), "who was asked three days before knows");
                prop_assert_eq!(after, [due_on + TimeDelta::days(1)]);
            }
        }
    }
}
