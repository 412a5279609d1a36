//! What a funder fills in, and what must be there before the public sees it.

use chrono::{DateTime, Utc};

use super::{Call, Funder, QuestionId, QuestionKind};
use crate::{
    areas::model::AreaCode,
    input::{FieldErrors, Problem},
    parties::model::PartyKind,
    themes::Theme,
    values::Cents,
};

/// The longest texts, in characters.
pub const MAX_TITLE: usize = 120;
pub const MAX_SUMMARY: usize = 400;
pub const MAX_BODY: usize = 20_000;
pub const MAX_LABEL: usize = 300;
pub const MAX_HELP: usize = 500;
pub const MAX_OPTIONS: usize = 20;
pub const MAX_QUESTIONS: usize = 30;

/// Words of a long answer when the funder did not say.
pub const DEFAULT_WORDS: i32 = 300;

/// A question that every applicant answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub kind: QuestionKind,
    pub label: String,
    pub help: String,
    pub required: bool,
    /// For long text only.
    pub word_limit: Option<i32>,
    /// For a choice only.
    pub options: Vec<String>,
}

impl Question {
    /// Makes an empty question to fill in.
    pub fn blank() -> Self {
        Self {
            id: QuestionId::new(),
            kind: QuestionKind::LongText,
            label: String::new(),
            help: String::new(),
            required: true,
            word_limit: None,
            options: Vec::new(),
        }
    }
}

/// Everything that a funder fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub title: String,
    pub summary: String,
    pub body: String,
    pub conditions: String,
    pub who_may_apply: Vec<PartyKind>,
    pub ceiling: Option<Cents>,
    pub max: Option<Cents>,
    /// Nothing means: as soon as it is published.
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub themes: Vec<Theme>,
    /// Codes with their labels, which the history shows as they were.
    pub areas: Vec<(AreaCode, String)>,
    pub questions: Vec<Question>,
}

impl Content {
    /// Puts together what is in the rows of a call.
    pub fn of(call: &Call, themes: Vec<Theme>, areas: Vec<(AreaCode, String)>, questions: Vec<Question>) -> Self {
        Self {
            title: call.title.clone(),
            summary: call.summary.clone(),
            body: call.body.clone(),
            conditions: call.conditions.clone(),
            who_may_apply: call.who_may_apply.clone(),
            ceiling: call.ceiling,
            max: call.max,
            opens_at: call.life.opens_at,
            closes_at: call.life.closes_at,
            themes,
            areas,
            questions,
        }
    }
}

/// Content with which somebody can really apply; made by [`ready`] only.
#[derive(Clone, Debug)]
pub struct Ready(pub(super) Box<Content>);

impl Ready {
    pub fn content(&self) -> &Content {
        &self.0
    }
}

/// Checks that a call can be published.
///
/// # Errors
/// What is missing, per field.
pub fn ready(funder: &Funder, content: Content, now: DateTime<Utc>) -> Result<Ready, FieldErrors> {
    let mut missing = FieldErrors::default();
    if !funder.verified || !may_fund(funder.kind) {
        missing.add("title", Problem::new("calls-problem-not-verified"));
    }
    // An opening that has passed means: at once.
    let content = Content { opens_at: Some(content.opens_at.map_or(now, |start| start.max(now))), ..content };
    check_deadline(&content, now, &mut missing);
    check_content(&content, &mut missing);
    if missing.is_empty() { Ok(Ready(Box::new(content))) } else { Err(missing) }
}

/// Says which kinds of party may publish calls.
pub fn may_fund(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Municipality | PartyKind::Organisation | PartyKind::Company | PartyKind::Cooperative)
}

pub(super) fn check_deadline(content: &Content, now: DateTime<Utc>, missing: &mut FieldErrors) {
    if content.closes_at.is_some_and(|end| end <= now) {
        missing.add("closes_date", Problem::new("calls-problem-deadline-passed"));
    }
}

/// The rules that hold for every call that the public can see, at any time.
pub(super) fn check_content(content: &Content, missing: &mut FieldErrors) {
    let mut need = |wrong: bool, field: &str, key: &'static str| {
        if wrong && missing.of(field).is_none() {
            missing.add(field, Problem::new(key));
        }
    };
    need(content.title.is_empty(), "title", "calls-problem-title");
    need(content.summary.is_empty(), "summary", "calls-problem-summary");
    need(content.body.is_empty(), "body", "calls-problem-body");
    need(content.ceiling.zip(content.max).is_some_and(|(ceiling, max)| max > ceiling), "max", "calls-problem-max-above-ceiling");
    need(content.ceiling == Some(Cents(0)), "ceiling", "calls-problem-zero");
    need(content.max == Some(Cents(0)), "max", "calls-problem-zero");
    need(content.closes_at.is_none(), "closes_date", "calls-problem-deadline");
    need(
        content.opens_at.zip(content.closes_at).is_some_and(|(start, end)| end <= start),
        "closes_date",
        "calls-problem-deadline-before-opening",
    );
    need(content.who_may_apply.is_empty(), "who_may_apply", "calls-problem-who");
    need(content.themes.is_empty(), "themes", "calls-problem-themes");
    need(content.areas.is_empty(), "areas", "calls-problem-areas");
    for (index, question) in content.questions.iter().enumerate() {
        need(question.label.is_empty(), &format!("questions[{index}][label]"), "calls-problem-question-label");
        let few = question.kind == QuestionKind::Choice && question.options.len() < 2;
        need(few, &format!("questions[{index}][options]"), "calls-problem-question-options");
    }
}
