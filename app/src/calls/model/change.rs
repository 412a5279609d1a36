//! What may change after a call was published, and how the change is shown.

use chrono::{DateTime, Utc};

use super::{
    Content, Phase, Question,
    content::{check_content, check_deadline},
};
use crate::{infra::i18n::Texts, input::FieldErrors, parties::model::PartyKind, themes::Theme, values::Cents};

crate::closed_list! {
    /// A part of a call whose changes are shown to the public.
    pub enum Part {
        Title = "title",
        Summary = "summary",
        Body = "body",
        Conditions = "conditions",
        WhoMayApply = "who_may_apply",
        Ceiling = "ceiling",
        Max = "max",
        OpensAt = "opens_at",
        ClosesAt = "closes_at",
        Themes = "themes",
        Areas = "areas",
        Questions = "questions",
    }
}

impl Part {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Title => "calls-part-title",
            Self::Summary => "calls-part-summary",
            Self::Body => "calls-part-body",
            Self::Conditions => "calls-part-conditions",
            Self::WhoMayApply => "calls-part-who",
            Self::Ceiling => "calls-part-ceiling",
            Self::Max => "calls-part-max",
            Self::OpensAt => "calls-part-opens",
            Self::ClosesAt => "calls-part-closes",
            Self::Themes => "calls-part-themes",
            Self::Areas => "calls-part-areas",
            Self::Questions => "calls-part-questions",
        })
    }
}

/// One change after publishing, as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub part: Part,
    pub before: String,
    pub after: String,
}

/// Content that may take the place of what is public, with what changes by it; made by [`amend`] only.
#[derive(Clone, Debug)]
pub struct Amended {
    content: Content,
    differences: Vec<Difference>,
}

impl Amended {
    pub fn content(&self) -> &Content {
        &self.content
    }

    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

/// Checks a change to a call that is public already. The opening is fixed once it has passed, and so is the deadline; questions keep their
/// number, order and kind, since people have been answering them, and only their wording changes.
///
/// # Errors
/// What is wrong, per field.
pub fn amend(phase: Phase, before: &Content, mut after: Content, now: DateTime<Utc>) -> Result<Amended, FieldErrors> {
    if phase != Phase::Scheduled {
        after.opens_at = before.opens_at;
    }
    if !matches!(phase, Phase::Scheduled | Phase::Open) {
        after.closes_at = before.closes_at;
    }
    after.opens_at = after.opens_at.or(Some(now));
    after.questions = reword(&before.questions, &after.questions);
    let mut missing = FieldErrors::default();
    if matches!(phase, Phase::Scheduled | Phase::Open) {
        check_deadline(&after, now, &mut missing);
    }
    check_content(&after, &mut missing);
    if !missing.is_empty() {
        return Err(missing);
    }
    let differences = differences(before, &after);
    Ok(Amended { content: after, differences })
}

fn reword(before: &[Question], after: &[Question]) -> Vec<Question> {
    before
        .iter()
        .map(|question| match after.iter().find(|new| new.id == question.id) {
            Some(new) => Question { label: new.label.clone(), help: new.help.clone(), ..question.clone() },
            None => question.clone(),
        })
        .collect()
}

/// Lists what differs, each side as text that [`Part`] says how to show: money in cents, moments in RFC 3339, lists joined by line ends.
pub fn differences(before: &Content, after: &Content) -> Vec<Difference> {
    fn lines<T>(items: &[T], line: impl Fn(&T) -> String) -> String {
        items.iter().map(line).collect::<Vec<_>>().join("\n")
    }
    fn money(amount: Option<Cents>) -> String {
        amount.map(|Cents(cents)| cents.to_string()).unwrap_or_default()
    }
    fn moment(moment: Option<DateTime<Utc>>) -> String {
        moment.map(|moment| moment.to_rfc3339()).unwrap_or_default()
    }
    let text = |content: &Content, part: Part| match part {
        Part::Title => content.title.clone(),
        Part::Summary => content.summary.clone(),
        Part::Body => content.body.clone(),
        Part::Conditions => content.conditions.clone(),
        Part::WhoMayApply => lines(&content.who_may_apply, |kind| kind.as_str().to_owned()),
        Part::Ceiling => money(content.ceiling),
        Part::Max => money(content.max),
        Part::OpensAt => moment(content.opens_at),
        Part::ClosesAt => moment(content.closes_at),
        Part::Themes => lines(&content.themes, |theme| theme.as_str().to_owned()),
        Part::Areas => lines(&content.areas, |(_, label)| label.clone()),
        Part::Questions => lines(
            &content.questions,
            |Question { label, help, .. }| {
                if help.is_empty() { label.clone() } else { format!("{label} ({help})") }
            },
        ),
    };
    Part::ALL
        .iter()
        .map(|part| Difference { part: *part, before: text(before, *part), after: text(after, *part) })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

/// Writes one side of a difference in the reader's language.
pub fn show(part: Part, text: &str, t: Texts) -> String {
    fn each(text: &str, line: impl Fn(&str) -> Option<String>) -> String {
        text.lines().filter_map(line).collect::<Vec<_>>().join(", ")
    }
    match part {
        Part::Ceiling | Part::Max => text.parse().map(|cents| t.money(Cents(cents))).unwrap_or_default(),
        Part::OpensAt | Part::ClosesAt => text.parse().map(|moment| t.moment(moment)).unwrap_or_default(),
        Part::WhoMayApply => each(text, |kind| kind.parse::<PartyKind>().ok().map(|kind| kind.label(t))),
        Part::Themes => each(text, |theme| theme.parse::<Theme>().ok().map(|theme| theme.label(t))),
        Part::Title | Part::Summary | Part::Body | Part::Conditions | Part::Areas | Part::Questions => text.to_owned(),
    }
}
