//! The form of a call: what is typed, and how it becomes [`Content`]. The names are those of the fields on the page.

use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use super::model::{
    Call, Content, DEFAULT_WORDS, MAX_BODY, MAX_HELP, MAX_LABEL, MAX_OPTIONS, MAX_QUESTIONS, MAX_SUMMARY, MAX_TITLE, Question, QuestionId,
    QuestionKind,
};
use crate::{
    areas::{self, model::AreaCode},
    infra::{clock::ZONE, i18n::Texts},
    input::{self, FieldErrors, Problem},
    parties::model::PartyKind,
    themes::Theme,
    values::Cents,
};

/// The last minute of a day, for a deadline without a time.
const END_OF_DAY: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// What is posted. Buttons tell by `do` what to do beside saving.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CallForm {
    pub slug: String,
    pub version: String,
    #[serde(rename = "do")]
    pub action: String,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub conditions: String,
    pub who_may_apply: Vec<String>,
    pub ceiling: String,
    pub max: String,
    pub opens_date: String,
    pub opens_time: String,
    pub closes_date: String,
    pub closes_time: String,
    pub themes: Vec<String>,
    pub areas: Vec<String>,
    pub questions: Vec<QuestionForm>,
}

/// One question as it is posted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionForm {
    pub id: String,
    pub kind: String,
    pub label: String,
    pub help: String,
    /// `true` or nothing.
    pub required: String,
    pub word_limit: String,
    /// One answer a line.
    pub options: String,
}

/// What a button of the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Save,
    Preview,
    Publish,
    AddQuestion,
    RemoveQuestion(usize),
    MoveUp(usize),
    MoveDown(usize),
}

impl Action {
    /// Reads a button's value; something unknown saves.
    pub fn read(text: &str) -> Self {
        let (word, index) = text.split_once(':').unwrap_or((text, ""));
        match (word, index.parse()) {
            ("preview", _) => Self::Preview,
            ("publish", _) => Self::Publish,
            ("add_question", _) => Self::AddQuestion,
            ("remove_question", Ok(index)) => Self::RemoveQuestion(index),
            ("up", Ok(index)) => Self::MoveUp(index),
            ("down", Ok(index)) => Self::MoveDown(index),
            _ => Self::Save,
        }
    }
}

impl CallForm {
    /// Fills in the form from what is stored.
    pub fn of(t: Texts, call: &Call, content: Content) -> Self {
        let Content { title, summary, body, conditions, who_may_apply, ceiling, max, opens_at, closes_at, themes, areas, questions } =
            content;
        let (opens_date, opens_time) = local(opens_at);
        let (closes_date, closes_time) = local(closes_at);
        Self {
            slug: call.slug.clone(),
            version: call.version.to_string(),
            action: String::new(),
            title,
            summary,
            body,
            conditions,
            who_may_apply: who_may_apply.iter().map(|kind| kind.as_str().to_owned()).collect(),
            ceiling: amount(t, ceiling),
            max: amount(t, max),
            opens_date,
            opens_time,
            closes_date,
            closes_time,
            themes: themes.iter().map(|theme| theme.as_str().to_owned()).collect(),
            areas: areas.into_iter().map(|(_, label)| label).collect(),
            questions: questions.into_iter().map(QuestionForm::of).collect(),
        }
    }

    /// Adds, removes or moves a question, as a button asked.
    pub fn rearrange(&mut self, action: Action) {
        let questions = &mut self.questions;
        match action {
            Action::AddQuestion if questions.len() < MAX_QUESTIONS => questions.push(QuestionForm::of(Question::blank())),
            Action::RemoveQuestion(index) if index < questions.len() => {
                questions.remove(index);
            }
            Action::MoveUp(index) if (1..questions.len()).contains(&index) => questions.swap(index - 1, index),
            Action::MoveDown(index) if index.saturating_add(1) < questions.len() => questions.swap(index, index + 1),
            _ => {}
        }
    }

    /// Finds the areas that were typed; `known` are those that need no looking up.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn find_areas(&self, db: &impl ConnectionTrait, known: &[(AreaCode, String)]) -> Result<FoundAreas, DbErr> {
        let mut found = FoundAreas::default();
        let typed = self.areas.iter().map(|typed| typed.trim()).filter(|typed| !typed.is_empty()).take(50);
        let new: Vec<&str> = typed.clone().filter(|typed| !known.iter().any(|(_, label)| label == typed)).collect();
        let places = areas::queries::all_typed(db, &new).await?;
        for typed in typed {
            let area = match known.iter().find(|(_, label)| label == typed) {
                Some(area) => Some(area.clone()),
                None => places.get(typed).map(|place| (place.code.clone(), place.label.clone())),
            };
            match area {
                Some((code, label)) if !found.areas.iter().any(|(there, _)| *there == code) => found.areas.push((code, label)),
                Some(_) => {}
                None => found.unknown = true,
            }
        }
        Ok(found)
    }

    /// Reads what was typed. Where that makes no sense, what was stored stays, and the problem is noted.
    pub fn read(&self, before: &Content, areas: FoundAreas) -> (Content, FieldErrors) {
        let mut errors = FieldErrors::default();
        let title = errors.check("title", input::optional_line(&self.title, MAX_TITLE));
        let summary = errors.check("summary", input::optional_text(&self.summary, MAX_SUMMARY));
        let body = errors.check("body", input::optional_text(&self.body, MAX_BODY));
        let conditions = errors.check("conditions", input::optional_text(&self.conditions, MAX_BODY));
        let ceiling = errors.check("ceiling", money(&self.ceiling));
        let max = errors.check("max", money(&self.max));
        let opens_at = errors.check("opens_date", moment(&self.opens_date, &self.opens_time, NaiveTime::MIN));
        let closes_at = errors.check("closes_date", moment(&self.closes_date, &self.closes_time, END_OF_DAY));
        if areas.unknown {
            errors.add("areas", Problem::new("calls-problem-area-unknown"));
        }
        let questions = self
            .questions
            .iter()
            .take(MAX_QUESTIONS)
            .enumerate()
            .map(|(index, question)| question.read(index, before, &mut errors))
            .collect();
        let content = Content {
            title: title.unwrap_or_else(|| before.title.clone()),
            summary: summary.unwrap_or_else(|| before.summary.clone()),
            body: body.unwrap_or_else(|| before.body.clone()),
            conditions: conditions.unwrap_or_else(|| before.conditions.clone()),
            who_may_apply: PartyKind::ALL
                .iter()
                .copied()
                .filter(|kind| self.who_may_apply.iter().any(|name| name == kind.as_str()))
                .collect(),
            ceiling: ceiling.unwrap_or(before.ceiling),
            max: max.unwrap_or(before.max),
            opens_at: opens_at.unwrap_or(before.opens_at),
            closes_at: closes_at.unwrap_or(before.closes_at),
            themes: Theme::parse_all(&self.themes),
            areas: areas.areas,
            questions,
        };
        (content, errors)
    }
}

/// What became of the typed areas.
#[derive(Clone, Debug, Default)]
pub struct FoundAreas {
    areas: Vec<(AreaCode, String)>,
    /// Whether one of them does not exist.
    unknown: bool,
}

impl QuestionForm {
    fn of(question: Question) -> Self {
        let Question { id, kind, label, help, required, word_limit, options } = question;
        Self {
            id: id.to_string(),
            kind: kind.as_str().to_owned(),
            label,
            help,
            required: if required { "true".to_owned() } else { String::new() },
            word_limit: word_limit.map(|limit| limit.to_string()).unwrap_or_default(),
            options: options.join("\n"),
        }
    }

    fn read(&self, index: usize, before: &Content, errors: &mut FieldErrors) -> Question {
        let mut check =
            |field: &str, result: Result<String, Problem>| errors.check(format!("questions[{index}][{field}]"), result).unwrap_or_default();
        let label = check("label", input::optional_line(&self.label, MAX_LABEL));
        let help = check("help", input::optional_line(&self.help, MAX_HELP));
        let kind: QuestionKind = self.kind.parse().unwrap_or(QuestionKind::LongText);
        let options = if kind == QuestionKind::Choice {
            check("options", input::optional_text(&self.options, MAX_OPTIONS * 200))
        } else {
            String::new()
        };
        let word_limit = if kind == QuestionKind::LongText {
            let limit = if self.word_limit.trim().is_empty() { Ok(DEFAULT_WORDS) } else { input::whole(&self.word_limit, 1, 5_000) };
            errors.check(format!("questions[{index}][word_limit]"), limit)
        } else {
            None
        };
        // An id that this call does not have is none.
        let id = self.id.parse::<QuestionId>().ok().filter(|id| before.questions.iter().any(|question| question.id == *id));
        Question {
            id: id.unwrap_or_default(),
            kind,
            label,
            help,
            required: !self.required.is_empty(),
            word_limit,
            options: distinct_lines(&options),
        }
    }
}

fn distinct_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|there| there == line) && lines.len() < MAX_OPTIONS {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn money(typed: &str) -> Result<Option<Cents>, Problem> {
    if typed.trim().is_empty() { Ok(None) } else { input::money(typed).map(Some) }
}

fn moment(day: &str, time: &str, default: NaiveTime) -> Result<Option<DateTime<Utc>>, Problem> {
    if day.trim().is_empty() { Ok(None) } else { input::moment(day, time, default).map(Some) }
}

fn local(moment: Option<DateTime<Utc>>) -> (String, String) {
    moment
        .map(|moment| moment.with_timezone(&ZONE))
        .map(|local| (local.format("%Y-%m-%d").to_string(), local.format("%H:%M").to_string()))
        .unwrap_or_default()
}

/// Writes an amount as it stands in a field behind the euro sign.
fn amount(t: Texts, amount: Option<Cents>) -> String {
    amount.map(|amount| t.money(amount).trim_start_matches(['€', '\u{a0}']).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_arranges_the_questions() {
        let mut form = CallForm::default();
        form.rearrange(Action::read("add_question"));
        form.rearrange(Action::read("add_question"));
        form.questions[0].label = "een".to_owned();
        form.questions[1].label = "twee".to_owned();
        let labels = |form: &CallForm| form.questions.iter().map(|question| question.label.clone()).collect::<Vec<_>>();
        form.rearrange(Action::read("up:1"));
        assert_eq!(labels(&form), ["twee", "een"]);
        for nothing in ["up:0", "down:1", "down:18446744073709551615", "up:9", "remove_question:7", "remove_question:x"] {
            form.rearrange(Action::read(nothing));
            assert_eq!(labels(&form), ["twee", "een"], "{nothing}");
        }
        form.rearrange(Action::read("down:0"));
        form.rearrange(Action::read("remove_question:0"));
        assert_eq!(labels(&form), ["twee"]);
        for _ in 0..50 {
            form.rearrange(Action::AddQuestion);
        }
        assert_eq!(form.questions.len(), MAX_QUESTIONS);
    }

    #[test]
    fn what_makes_no_sense_leaves_what_was_stored() {
        let before = Content { ceiling: Some(Cents(100)), ..Content::default() };
        let question = QuestionForm { kind: "choice".to_owned(), options: "a\n\nb\r\na".to_owned(), ..QuestionForm::default() };
        let form = CallForm {
            ceiling: "veel".to_owned(),
            max: "50.000,-".to_owned(),
            closes_date: "2026-12-01".to_owned(),
            questions: vec![question],
            ..CallForm::default()
        };
        let (content, errors) = form.read(&before, FoundAreas::default());
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["ceiling"]);
        assert_eq!((content.ceiling, content.max), (Some(Cents(100)), Some(Cents(5_000_000))));
        assert_eq!(content.closes_at.expect("a deadline").to_rfc3339(), "2026-12-01T22:59:00+00:00");
        assert_eq!(content.questions[0].options, ["a", "b"]);
    }
}
