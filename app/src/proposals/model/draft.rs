//! A proposal as it is typed, and what of it can be sent in.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::answer::read_answer;
use crate::{
    areas::model::AreaCode,
    calls::model::{Question, QuestionId, QuestionKind},
    input::{self, FieldErrors, Problem},
    values::Cents,
};

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
    /// In the form in which they are stored; see [`super::answer_text`].
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
