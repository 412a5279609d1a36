//! What a proposal is and what it may become.
//!
//! A [`Draft`] holds what was typed, as it was typed: it can always be saved. [`read`] makes the [`Content`] of it that can be sent in, or says what is
//! wrong with which field. What was sent in stays as it is until it is sent in again.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    areas::model::AreaCode,
    calls::model::{Question, QuestionId, QuestionKind},
    infra::{clock, i18n::Texts},
    input::{self, FieldErrors, Problem},
    parties::model::PartyKind,
    values::Cents,
};

crate::id! {
    /// A proposal.
    ProposalId
}

crate::closed_list! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Draft = "draft",
        Submitted = "submitted",
        Withdrawn = "withdrawn",
        Awarded = "awarded",
        Refused = "refused",
    }
}

crate::closed_list! {
    /// What a co-applicant answered.
    pub enum CoApplicantState {
        Invited = "invited",
        Accepted = "accepted",
        Declined = "declined",
    }
}

crate::closed_list! {
    /// What a funder decided.
    pub enum Outcome {
        Awarded = "awarded",
        Refused = "refused",
    }
}

/// What can happen to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Submit,
    Withdraw,
    Ask,
    Award,
    Refuse,
}

/// A step that the state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not from this state")]
pub struct NotNow;

impl ProposalState {
    /// Gives the state after a step; a submitted proposal may be submitted again, in a new version.
    ///
    /// # Errors
    /// [`NotNow`] when the step is not possible from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Draft | Self::Submitted, Step::Submit) | (Self::Submitted, Step::Ask) => Ok(Self::Submitted),
            (Self::Submitted, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::Submitted, Step::Award) => Ok(Self::Awarded),
            (Self::Submitted, Step::Refuse) => Ok(Self::Refused),
            _ => Err(NotNow),
        }
    }

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Draft => "proposal-state-draft",
            Self::Submitted => "proposal-state-submitted",
            Self::Withdrawn => "proposal-state-withdrawn",
            Self::Awarded => "proposal-state-awarded",
            Self::Refused => "proposal-state-refused",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Draft | Self::Withdrawn => "wk-badge",
            Self::Submitted => "wk-badge wk-badge--info",
            Self::Awarded => "wk-badge wk-badge--positive",
            Self::Refused => "wk-badge wk-badge--negative",
        }
    }
}

impl CoApplicantState {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Invited => "proposal-co-invited",
            Self::Accepted => "proposal-co-accepted",
            Self::Declined => "proposal-co-declined",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Invited => "wk-badge wk-badge--info",
            Self::Accepted => "wk-badge wk-badge--positive",
            Self::Declined => "wk-badge wk-badge--negative",
        }
    }
}

/// One line of a budget, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetRow {
    pub label: String,
    pub amount: String,
}

/// One co-applicant, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoRow {
    pub name: String,
    pub email: String,
    pub role: String,
}

/// A proposal as it is typed. Answers stand under [`field_of`] their question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub title: String,
    pub summary: String,
    pub answers: BTreeMap<String, String>,
    pub budget: Vec<BudgetRow>,
    pub own_contribution: String,
    pub areas: Vec<String>,
    pub co: Vec<CoRow>,
}

/// The most lines, co-applicants and areas that a proposal takes, and the most files.
pub const MAX_LINES: usize = 40;
pub const MAX_CO_APPLICANTS: usize = 20;
pub const MAX_AREAS: usize = 10;
pub const MAX_FILES: u64 = 10;

pub const MAX_TITLE: usize = 120;
pub const MAX_SUMMARY: usize = 4_000;
pub const MAX_SHORT: usize = 300;
pub const MAX_LONG: usize = 12_000;
pub const MAX_NAME: usize = 100;

impl BudgetRow {
    fn is_empty(&self) -> bool {
        self.label.trim().is_empty() && self.amount.trim().is_empty()
    }
}

impl CoRow {
    fn is_empty(&self) -> bool {
        [&self.name, &self.email, &self.role].iter().all(|text| text.trim().is_empty())
    }
}

impl Draft {
    /// Leaves out rows in which nothing was typed.
    pub fn tidied(mut self) -> Self {
        self.budget.retain(|row| !row.is_empty());
        self.co.retain(|row| !row.is_empty());
        self.areas.retain(|area| !area.trim().is_empty());
        self.answers.retain(|_, answer| !answer.trim().is_empty());
        self
    }

    /// Adds up what can be read of the amounts; a line that cannot be read counts for nothing until it is mended.
    pub fn sums(&self) -> Sums {
        let total = self.budget.iter().filter_map(|row| input::money(&row.amount).ok()).sum();
        let own = input::money(&self.own_contribution).unwrap_or_default();
        Sums { total, own, requested: Cents((total.0 - own.0).max(0)) }
    }
}

/// What a budget adds up to: `requested` is the total less the own contribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub total: Cents,
    pub own: Cents,
    pub requested: Cents,
}

/// Gives the name of the form field of a question.
pub fn field_of(question: QuestionId) -> String {
    // It starts with a letter, because a number between brackets would be read as a place in a list.
    format!("q{}", question.0.simple())
}

/// What the call asks.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub questions: Vec<Question>,
    pub ceiling: Option<Cents>,
    pub max: Option<Cents>,
}

impl Rules {
    /// Says whether there is money to ask for; without it a budget is not needed.
    pub fn has_money(&self) -> bool {
        self.ceiling.is_some() || self.max.is_some()
    }

    /// Gives the most that one proposal may ask.
    pub fn limit(&self) -> Option<Cents> {
        [self.max, self.ceiling].into_iter().flatten().min()
    }
}

/// A co-applicant that can be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoApplicant {
    pub name: String,
    pub email: String,
    pub role: String,
}

/// A proposal that can be sent in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub title: String,
    pub summary: String,
    /// In the form in which they are stored; see [`answer_text`].
    pub answers: Vec<(QuestionId, String)>,
    pub budget: Vec<(String, Cents)>,
    pub sums: Sums,
    pub areas: Vec<AreaCode>,
    pub co: Vec<CoApplicant>,
}

/// What the database knows and the form does not.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What each typed area was understood as.
    pub areas: HashMap<String, AreaCode>,
    /// The questions with a file.
    pub files: HashSet<QuestionId>,
    pub contact_email: String,
}

/// Makes of a draft what can be sent in.
///
/// # Errors
/// Everything that is wrong, by field.
pub fn read(draft: &Draft, rules: &Rules, known: &Known) -> Result<Content, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = errors.check("title", input::line(&draft.title, MAX_TITLE));
    let summary = errors.check("summary", input::text(&draft.summary, MAX_SUMMARY));
    let areas = read_areas(draft, known, &mut errors);
    let answers = read_answers(draft, rules, known, &mut errors);
    let (budget, sums) = read_budget(draft, rules, &mut errors);
    let co = read_co_applicants(draft, &known.contact_email, &mut errors);
    match (title, summary) {
        (Some(title), Some(summary)) if errors.is_empty() => Ok(Content { title, summary, answers, budget, sums, areas, co }),
        _ => Err(errors),
    }
}

fn read_areas(draft: &Draft, known: &Known, errors: &mut FieldErrors) -> Vec<AreaCode> {
    let mut areas: Vec<AreaCode> = Vec::new();
    for typed in &draft.areas {
        match known.areas.get(typed.trim()) {
            Some(code) if !areas.contains(code) => areas.push(code.clone()),
            Some(_) => {}
            None => errors.add("areas", Problem::new("problem-proposal-area")),
        }
    }
    if areas.len() > MAX_AREAS {
        errors.add("areas", Problem::new("problem-proposal-areas").n(number(MAX_AREAS)));
    }
    areas
}

fn read_answers(draft: &Draft, rules: &Rules, known: &Known, errors: &mut FieldErrors) -> Vec<(QuestionId, String)> {
    let mut answers = Vec::new();
    for question in &rules.questions {
        let field = field_of(question.id);
        let typed = draft.answers.get(&field).map_or("", |answer| answer.trim());
        let missing = if question.kind == QuestionKind::File { !known.files.contains(&question.id) } else { typed.is_empty() };
        if missing {
            if question.required {
                let key = if question.kind == QuestionKind::File { "problem-proposal-file" } else { "problem-required" };
                errors.add(format!("answers[{field}]"), Problem::new(key));
            }
        } else if question.kind != QuestionKind::File
            && let Some(answer) = errors.check(format!("answers[{field}]"), read_answer(question, typed))
        {
            answers.push((question.id, answer));
        }
    }
    answers
}

/// Reads one answer into the form in which it is stored.
pub fn read_answer(question: &Question, typed: &str) -> Result<String, Problem> {
    let answer = match question.kind {
        QuestionKind::ShortText => input::line(typed, MAX_SHORT)?,
        QuestionKind::LongText => input::text(typed, MAX_LONG)?,
        QuestionKind::Choice if question.options.iter().any(|option| option == typed) => typed.to_owned(),
        QuestionKind::YesNo if matches!(typed, "true" | "false") => typed.to_owned(),
        QuestionKind::Choice | QuestionKind::YesNo | QuestionKind::File => return Err(Problem::new("problem-required")),
        QuestionKind::Number if typed.chars().all(|c| matches!(c, '0' | ',' | '.')) && typed.contains('0') => "0".to_owned(),
        QuestionKind::Number => input::quantity(typed)?.to_string(),
        QuestionKind::Amount => input::money(typed)?.0.to_string(),
        QuestionKind::Date => input::date(typed)?.to_string(),
    };
    match question.word_limit {
        Some(limit) if matches!(question.kind, QuestionKind::ShortText | QuestionKind::LongText) => {
            let words = input::words(&answer);
            if usize::try_from(limit).is_ok_and(|limit| words > limit) {
                return Err(Problem::new("problem-proposal-words").n(i64::from(limit)));
            }
            Ok(answer)
        }
        _ => Ok(answer),
    }
}

fn read_budget(draft: &Draft, rules: &Rules, errors: &mut FieldErrors) -> (Vec<(String, Cents)>, Sums) {
    let mut lines = Vec::new();
    let mut readable = true;
    for (index, row) in draft.budget.iter().enumerate() {
        let label = errors.check(format!("budget[{index}][label]"), input::line(&row.label, MAX_NAME));
        let amount = errors.check(format!("budget[{index}][amount]"), input::money(&row.amount));
        match (label, amount) {
            (Some(label), Some(amount)) => lines.push((label, amount)),
            _ => readable = false,
        }
    }
    let own = match draft.own_contribution.trim() {
        "" => Some(Cents(0)),
        typed => errors.check("own_contribution", input::money(typed)),
    };
    let (Some(own), true) = (own, readable) else { return (lines, Sums::default()) };
    let total: Cents = lines.iter().map(|(_, amount)| *amount).sum();
    if draft.budget.len() > MAX_LINES {
        errors.add("budget", Problem::new("problem-proposal-lines").n(number(MAX_LINES)));
    }
    if rules.has_money() && lines.is_empty() {
        errors.add("budget", Problem::new("problem-proposal-budget"));
    } else if own > total {
        errors.add("own_contribution", Problem::new("problem-proposal-own"));
    } else if rules.limit().is_some_and(|limit| total.0 - own.0 > limit.0) {
        errors.add("budget", Problem::new("problem-proposal-maximum").n(rules.limit().unwrap_or_default().0 / 100));
    }
    (lines, Sums { total, own, requested: Cents((total.0 - own.0).max(0)) })
}

fn read_co_applicants(draft: &Draft, contact_email: &str, errors: &mut FieldErrors) -> Vec<CoApplicant> {
    let mut all: Vec<CoApplicant> = Vec::new();
    for (index, row) in draft.co.iter().enumerate() {
        let name = errors.check(format!("co[{index}][name]"), input::line(&row.name, MAX_NAME));
        let email = errors.check(format!("co[{index}][email]"), input::email(&row.email));
        let role = errors.check(format!("co[{index}][role]"), input::optional_line(&row.role, MAX_NAME));
        let (Some(name), Some(email), Some(role)) = (name, email, role) else { continue };
        if email == contact_email || all.iter().any(|other| other.email == email) {
            errors.add(format!("co[{index}][email]"), Problem::new("problem-proposal-co-double"));
        } else {
            all.push(CoApplicant { name, email, role });
        }
    }
    if draft.co.len() > MAX_CO_APPLICANTS {
        errors.add("co", Problem::new("problem-proposal-co-many").n(number(MAX_CO_APPLICANTS)));
    }
    all
}

/// Gives those co-applicants of a draft that can be invited as they stand.
pub fn invitable(draft: &Draft, contact_email: &str) -> Vec<CoApplicant> {
    read_co_applicants(draft, contact_email, &mut FieldErrors::default()).into_iter().take(MAX_CO_APPLICANTS).collect()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Writes a stored answer for people to read.
pub fn answer_text(kind: QuestionKind, stored: &str, t: Texts) -> String {
    match kind {
        QuestionKind::Amount => stored.parse().map_or_else(|_| stored.to_owned(), |cents| t.money(Cents(cents))),
        QuestionKind::Number => stored.parse().map_or_else(|_| stored.to_owned(), |number| t.quantity(number)),
        QuestionKind::Date => stored.parse().map_or_else(|_| stored.to_owned(), |day| t.date(day)),
        QuestionKind::YesNo if stored == "true" => t.get("proposal-yes"),
        QuestionKind::YesNo => t.get("proposal-no"),
        _ => stored.to_owned(),
    }
}

/// Writes a stored answer as somebody would type it.
pub fn answer_typed(kind: QuestionKind, stored: &str) -> String {
    match kind {
        QuestionKind::Amount => stored.parse().map_or_else(|_| stored.to_owned(), |cents| typed_money(Cents(cents))),
        QuestionKind::Number => stored.replace('.', ","),
        _ => stored.to_owned(),
    }
}

/// Writes an amount as somebody would type it: `1250` or `1250,50`.
pub fn typed_money(amount: Cents) -> String {
    match (amount.0 / 100, amount.0 % 100) {
        (euros, 0) => euros.to_string(),
        (euros, cents) => format!("{euros},{cents:02}"),
    }
}

/// Writes a receipt number: the year in Amsterdam and the how-manieth of it.
pub fn receipt_number(submitted_at: DateTime<Utc>, number: i32) -> String {
    format!("WC-{}-{number:05}", clock::local_day(submitted_at).year())
}

/// Says whether somebody may apply as that kind, by the call's list.
pub fn may_apply_as(kind: PartyKind, allowed: &[PartyKind]) -> bool {
    allowed.is_empty() || allowed.contains(&kind)
}

/// Gives what may still be awarded of a ceiling; `None` without a ceiling.
pub fn remainder(ceiling: Option<Cents>, awarded: Cents) -> Option<Cents> {
    ceiling.map(|ceiling| Cents((ceiling.0 - awarded.0).max(0)))
}

/// Reads the amount of an award.
///
/// # Errors
/// When it is no amount, nothing, more than was asked, or more than is left.
pub fn read_award(typed: &str, requested: Cents, remainder: Option<Cents>) -> Result<Cents, Problem> {
    let amount = input::money(typed)?;
    if amount > requested {
        Err(Problem::new("problem-award-requested").n(requested.0 / 100))
    } else if let Some(left) = remainder.filter(|left| amount > *left) {
        Err(Problem::new("problem-award-remainder").n(left.0 / 100))
    } else if amount == Cents(0) && requested > Cents(0) {
        Err(Problem::new("problem-amount"))
    } else {
        Ok(amount)
    }
}

/// Makes text harmless for a spreadsheet, which would take a cell that starts like this for a formula.
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn question(kind: QuestionKind) -> Question {
        Question {
            id: QuestionId::new(),
            kind,
            label: String::new(),
            help: String::new(),
            required: true,
            word_limit: None,
            options: Vec::new(),
        }
    }

    fn draft() -> Draft {
        Draft {
            title: "Zon op de galerij".to_owned(),
            summary: "Wij delen één dak.".to_owned(),
            budget: vec![
                BudgetRow { label: "Uitleg".to_owned(), amount: "1.000".to_owned() },
                BudgetRow { label: "Rekenmeester".to_owned(), amount: "€ 500,50".to_owned() },
            ],
            own_contribution: "100".to_owned(),
            ..Draft::default()
        }
    }

    fn problems(draft: &Draft, rules: &Rules) -> Vec<(String, Problem)> {
        let errors = read(draft, rules, &Known::default()).expect_err("something is wrong");
        errors.iter().map(|(field, problem)| (field.to_owned(), problem.clone())).collect()
    }

    #[test]
    fn a_step_needs_the_right_state() {
        use ProposalState::{Awarded, Draft, Refused, Submitted, Withdrawn};
        let possible = [
            (Draft, Step::Submit, Submitted),
            (Submitted, Step::Submit, Submitted),
            (Submitted, Step::Withdraw, Withdrawn),
            (Submitted, Step::Ask, Submitted),
            (Submitted, Step::Award, Awarded),
            (Submitted, Step::Refuse, Refused),
        ];
        for from in ProposalState::ALL.iter().copied() {
            for step in [Step::Submit, Step::Withdraw, Step::Ask, Step::Award, Step::Refuse] {
                let expected = possible.iter().find(|(state, other, _)| (*state, *other) == (from, step)).map(|(_, _, to)| *to);
                assert_eq!(from.after(step).ok(), expected, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn a_budget_adds_up_and_stays_under_the_maximum() {
        let rules = Rules { max: Some(Cents(140_050)), ceiling: Some(Cents(1_000_000)), ..Rules::default() };
        let content = read(&draft(), &rules, &Known::default()).expect("it can be sent in");
        assert_eq!(content.sums, Sums { total: Cents(150_050), own: Cents(10_000), requested: Cents(140_050) });
        assert_eq!(draft().sums(), content.sums);

        let tight = Rules { max: Some(Cents(140_000)), ..rules.clone() };
        assert_eq!(problems(&draft(), &tight), [("budget".to_owned(), Problem::new("problem-proposal-maximum").n(1_400))]);
        let tight = Rules { max: None, ceiling: Some(Cents(100_000)), ..rules.clone() };
        assert_eq!(problems(&draft(), &tight), [("budget".to_owned(), Problem::new("problem-proposal-maximum").n(1_000))]);

        let own = Draft { own_contribution: "1.500,51".to_owned(), ..draft() };
        assert_eq!(problems(&own, &rules), [("own_contribution".to_owned(), Problem::new("problem-proposal-own"))]);
        let none = Draft { budget: Vec::new(), own_contribution: String::new(), ..draft() };
        assert_eq!(problems(&none, &rules), [("budget".to_owned(), Problem::new("problem-proposal-budget"))]);
        assert!(read(&none, &Rules::default(), &Known::default()).is_ok());

        let mut bad = draft();
        bad.budget[1].amount = "veel".to_owned();
        assert_eq!(problems(&bad, &rules), [("budget[1][amount]".to_owned(), Problem::new("problem-amount"))]);
        assert_eq!(bad.sums().total, Cents(100_000));
    }

    #[test]
    fn answers_are_checked_by_kind_and_shown_as_people_write() {
        let t = Texts::new(crate::infra::i18n::Locale::Nl);
        for (kind, typed, stored, shown) in [
            (QuestionKind::ShortText, " een  buurt ", "een buurt", "een buurt"),
            (QuestionKind::Number, "1500", "1500", "1.500"),
            (QuestionKind::Number, "2,5", "2.5", "2,5"),
            (QuestionKind::Number, "0", "0", "0"),
            (QuestionKind::Amount, "€ 1.250,50", "125050", "€\u{a0}1.250,50"),
            (QuestionKind::Date, "1-6-2027", "2027-06-01", "1 juni 2027"),
        ] {
            assert_eq!(read_answer(&question(kind), typed).as_deref(), Ok(stored), "{typed}");
            assert_eq!(answer_text(kind, stored, t), shown);
            assert_eq!(read_answer(&question(kind), &answer_typed(kind, stored)).as_deref(), Ok(stored), "{typed} again");
        }
        for (kind, typed) in
            [(QuestionKind::Number, "veel"), (QuestionKind::Date, "morgen"), (QuestionKind::YesNo, "ja"), (QuestionKind::Choice, "x")]
        {
            assert!(read_answer(&question(kind), typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_required_answer_is_missed_and_a_strange_one_left_out() {
        let (asked, file) = (question(QuestionKind::LongText), question(QuestionKind::File));
        let fields = [asked.id, file.id].map(|id| format!("answers[{}]", field_of(id)));
        let rules = Rules { questions: vec![asked, file.clone()], ..Rules::default() };
        let mut draft = draft();
        draft.answers.insert("qx".to_owned(), "van een andere vraag".to_owned());
        let found = problems(&draft, &rules);
        assert_eq!(
            found,
            [(fields[0].clone(), Problem::new("problem-required")), (fields[1].clone(), Problem::new("problem-proposal-file"))]
        );
        draft.answers.insert(field_of(rules.questions[0].id), "Zo.".to_owned());
        let known = Known { files: HashSet::from([file.id]), ..Known::default() };
        assert_eq!(read(&draft, &rules, &known).expect("it can be sent in").answers.len(), 1);
    }

    #[test]
    fn co_applicants_are_invited_once() {
        let row = |name: &str, email: &str| CoRow { name: name.to_owned(), email: email.to_owned(), role: String::new() };
        let rows = vec![
            row("Fatima", "Fatima@voorbeeld.example"),
            row("", "a@b.nl"),
            row("Nog eens", "fatima@voorbeeld.example"),
            row("Ik", "ik@b.nl"),
        ];
        let draft = Draft { co: rows, ..draft() };
        let invited: Vec<String> = invitable(&draft, "ik@b.nl").into_iter().map(|co| co.email).collect();
        assert_eq!(invited, ["fatima@voorbeeld.example"]);
        let errors =
            read(&draft, &Rules::default(), &Known { contact_email: "ik@b.nl".to_owned(), ..Known::default() }).expect_err("three");
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["co[1][name]", "co[2][email]", "co[3][email]"]);
    }

    #[test]
    fn an_award_fits_what_was_asked_and_what_is_left() {
        let left = remainder(Some(Cents(100_000)), Cents(60_000));
        assert_eq!(left, Some(Cents(40_000)));
        assert_eq!(read_award("400", Cents(50_000), left), Ok(Cents(40_000)));
        assert_eq!(read_award("400,01", Cents(50_000), left), Err(Problem::new("problem-award-remainder").n(400)));
        assert_eq!(read_award("300", Cents(20_000), left), Err(Problem::new("problem-award-requested").n(200)));
        assert!(read_award("0", Cents(20_000), left).is_err() && read_award("0", Cents(0), None).is_ok());
    }

    #[test]
    fn receipts_and_cells_are_written_in_one_form() {
        assert_eq!(receipt_number("2026-12-31T23:30:00Z".parse().expect("a moment"), 42), "WC-2027-00042");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("Zon"), "Zon");
        assert_eq!(typed_money(Cents(125_005)), "1250,05");
    }

    proptest! {
        #[test]
        fn the_word_limit_counts_as_the_page_does(text in "[ \n\ta-z0-9é,.-]{0,200}", limit in 1i32..40) {
            let question = Question { word_limit: Some(limit), ..question(QuestionKind::LongText) };
            let typed = text.trim();
            prop_assume!(!typed.is_empty());
            let too_many = input::words(typed) > limit as usize;
            prop_assert_eq!(read_answer(&question, typed).is_err(), too_many);
        }

        #[test]
        fn whatever_is_typed_can_be_kept(title in any::<String>(), amount in any::<String>()) {
            let draft = Draft { title, budget: vec![BudgetRow { label: "x".to_owned(), amount }], ..Draft::default() };
            let stored = serde_json::to_string(&draft).expect("it can be written");
            prop_assert!(!stored.contains('\0'));
            prop_assert_eq!(serde_json::from_str::<Draft>(&stored).expect("it can be read"), draft.clone());
            let _ = read(&draft, &Rules::default(), &Known::default());
        }
    }
}
