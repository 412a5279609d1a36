//! What a call is and what it may become.
//!
//! Stored is a [`CallState`]; what visitors see is a [`Phase`], which follows from the state and the clock, so that a call opens and closes by itself.
//! [`Life::step`] is the one door through which the state changes, and only a [`Ready`] call can go through it to be published.

use chrono::{DateTime, Utc};

use crate::{
    accounts::model::AccountId,
    areas::model::AreaCode,
    infra::i18n::Texts,
    input::{self, FieldErrors, Problem},
    parties::model::{PartyId, PartyKind},
    themes::Theme,
    values::Cents,
};

crate::id! {
    /// A call.
    CallId
}

crate::id! {
    /// A call's own question.
    QuestionId
}

crate::closed_list! {
    /// What is stored; what visitors see follows from it and the clock.
    pub enum CallState {
        Draft = "draft",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

crate::closed_list! {
    /// How a question is answered.
    pub enum QuestionKind {
        ShortText = "short_text",
        LongText = "long_text",
        Choice = "choice",
        Number = "number",
        Amount = "amount",
        Date = "date",
        YesNo = "yes_no",
        File = "file",
    }
}

crate::closed_list! {
    /// What visitors see of a call's state at one moment. The names are those of the public address and the API.
    pub enum Phase {
        Draft = "concept",
        Scheduled = "gepland",
        Open = "open",
        Closed = "gesloten",
        Withdrawn = "ingetrokken",
    }
}

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

crate::closed_list! {
    /// What somebody wants about following a call.
    pub enum Follow {
        Start = "start",
        Stop = "stop",
    }
}

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

impl QuestionKind {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::ShortText => "calls-question-short-text",
            Self::LongText => "calls-question-long-text",
            Self::Choice => "calls-question-choice",
            Self::Number => "calls-question-number",
            Self::Amount => "calls-question-amount",
            Self::Date => "calls-question-date",
            Self::YesNo => "calls-question-yes-no",
            Self::File => "calls-question-file",
        })
    }
}

impl Phase {
    /// The phases of calls that everybody may see.
    pub const PUBLIC: [Self; 4] = [Self::Open, Self::Scheduled, Self::Closed, Self::Withdrawn];

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Draft => "calls-phase-draft",
            Self::Scheduled => "calls-phase-scheduled",
            Self::Open => "calls-phase-open",
            Self::Closed => "calls-phase-closed",
            Self::Withdrawn => "calls-phase-withdrawn",
        })
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

/// The party that publishes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funder {
    pub id: PartyId,
    pub slug: String,
    pub name: String,
    pub kind: PartyKind,
    pub verified: bool,
}

/// A call without its lists (themes, areas, questions).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: CallId,
    pub slug: String,
    pub funder: Funder,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Markdown.
    pub conditions: String,
    pub who_may_apply: Vec<PartyKind>,
    /// All the money there is.
    pub ceiling: Option<Cents>,
    /// The most that one proposal may ask.
    pub max: Option<Cents>,
    pub life: Life,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
}

impl Call {
    /// Gives what visitors see at that moment.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        self.life.phase(now)
    }

    /// Says whether proposals are taken at that moment.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.life.is_open(now)
    }

    /// Says whether a party of that kind may apply; somebody without a party counts as a person.
    pub fn may_apply(&self, kind: Option<PartyKind>) -> bool {
        self.who_may_apply.contains(&kind.unwrap_or(PartyKind::Person))
    }
}

/// Gives what visitors see of a call at that moment.
pub fn phase(call: &Call, now: DateTime<Utc>) -> Phase {
    call.phase(now)
}

/// Where a call is between draft and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub state: CallState,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub closed_early_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_reason: Option<String>,
}

/// What a funder does with a call.
#[derive(Clone, Debug)]
pub enum Step {
    Publish(Ready),
    /// Ends the time to apply now.
    CloseEarly,
    /// Takes the call back, with the reason that everybody can read.
    Withdraw(String),
}

/// The call's phase does not allow the step.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a call in this phase cannot take this step")]
pub struct NotAllowed;

impl Life {
    /// Gives a draft's.
    pub fn draft() -> Self {
        Self {
            state: CallState::Draft,
            opens_at: None,
            closes_at: None,
            published_at: None,
            closed_early_at: None,
            withdrawn_at: None,
            withdrawn_reason: None,
        }
    }

    /// Gives what visitors see: open from `opens_at` up to, and not including, `closes_at`.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        match self.state {
            CallState::Draft => Phase::Draft,
            CallState::Withdrawn => Phase::Withdrawn,
            CallState::Published if self.closed_early_at.is_some() || self.closes_at.is_none_or(|end| end <= now) => Phase::Closed,
            CallState::Published if self.opens_at.is_some_and(|start| start > now) => Phase::Scheduled,
            CallState::Published => Phase::Open,
        }
    }

    /// Says whether proposals are taken: from the moment of opening, up to and without the moment of closing.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.phase(now) == Phase::Open
    }

    /// Says whether the deadline has passed, or the call was closed before it.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= now)
    }

    /// Gives the moment from which nothing is taken any more.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        [self.closes_at, self.closed_early_at].into_iter().flatten().min()
    }

    /// Takes a step.
    ///
    /// # Errors
    /// [`NotAllowed`] when the phase at `now` does not allow it.
    pub fn step(self, step: Step, now: DateTime<Utc>) -> Result<Self, NotAllowed> {
        match (self.phase(now), step) {
            (Phase::Draft, Step::Publish(Ready(content))) => Ok(Self {
                state: CallState::Published,
                opens_at: content.opens_at,
                closes_at: content.closes_at,
                published_at: Some(now),
                ..self
            }),
            (Phase::Open, Step::CloseEarly) => Ok(Self { closes_at: Some(now), closed_early_at: Some(now), ..self }),
            (Phase::Scheduled | Phase::Open | Phase::Closed, Step::Withdraw(reason)) => {
                Ok(Self { state: CallState::Withdrawn, withdrawn_at: Some(now), withdrawn_reason: Some(reason), ..self })
            }
            _ => Err(NotAllowed),
        }
    }
}

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
pub struct Ready(Box<Content>);

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

fn check_deadline(content: &Content, now: DateTime<Utc>, missing: &mut FieldErrors) {
    if content.closes_at.is_some_and(|end| end <= now) {
        missing.add("closes_date", Problem::new("calls-problem-deadline-passed"));
    }
}

/// The rules that hold for every call that the public can see, at any time.
fn check_content(content: &Content, missing: &mut FieldErrors) {
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

/// Words that are pages beside the calls, so no call can have them as its address.
const RESERVED: [&str; 2] = ["nieuw", "beheer"];

/// Makes the readable part of a call's address from its title.
pub fn slug(title: &str) -> String {
    let slug = input::slug(title);
    if RESERVED.contains(&slug.as_str()) { format!("call-{slug}") } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infra::i18n::Locale;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    fn now() -> DateTime<Utc> {
        at("2026-11-21T12:00:00Z")
    }

    fn funder() -> Funder {
        Funder {
            id: PartyId::new(),
            slug: "gemeente".to_owned(),
            name: "Gemeente".to_owned(),
            kind: PartyKind::Municipality,
            verified: true,
        }
    }

    fn content() -> Content {
        Content {
            title: "500 daken vol zon".to_owned(),
            summary: "Wie legt de panelen?".to_owned(),
            body: "Alles.".to_owned(),
            who_may_apply: vec![PartyKind::Company],
            ceiling: Some(Cents(60_000_000)),
            max: Some(Cents(15_000_000)),
            closes_at: Some(at("2026-12-01T16:00:00Z")),
            themes: vec![Theme::Energy],
            areas: vec![("WK019311".parse().expect("a code"), "Diezerpoort, Zwolle".to_owned())],
            ..Content::default()
        }
    }

    fn published(content: Content) -> Life {
        let ready = ready(&funder(), content, now()).expect("complete");
        Life::draft().step(Step::Publish(ready), now()).expect("a draft can be published")
    }

    fn fields(errors: &FieldErrors) -> Vec<&str> {
        errors.iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn the_deadline_is_the_first_moment_at_which_nothing_is_taken() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let mut life = Life {
            state: CallState::Published,
            opens_at: Some(at("2026-11-01T08:00:00Z")),
            closes_at: Some(at("2026-11-21T16:00:00Z")),
            ..Life::draft()
        };
        assert!(!life.is_open(at("2026-11-01T07:59:59.999999Z")));
        assert!(life.is_open(at("2026-11-01T08:00:00Z")));
        assert!(life.is_open(at("2026-11-21T15:59:59.999999Z")));
        assert!(!life.is_open(at("2026-11-21T16:00:00Z")));
        life.closed_early_at = Some(at("2026-11-10T00:00:00Z"));
        assert!(!life.is_open(at("2026-11-10T00:00:00Z")) && life.is_over(at("2026-11-10T00:00:00Z")));
        life = Life { state: CallState::Withdrawn, closed_early_at: None, ..life };
        assert!(!life.is_open(at("2026-11-02T00:00:00Z")));
    }

    #[test]
    fn a_call_opens_and_closes_by_itself_at_the_second() {
        let life = published(Content { opens_at: Some(at("2026-11-25T08:00:00Z")), ..content() });
        assert_eq!(life.phase(at("2026-11-25T07:59:59Z")), Phase::Scheduled);
        assert_eq!(life.phase(at("2026-11-25T08:00:00Z")), Phase::Open);
        assert_eq!(life.phase(at("2026-12-01T15:59:59Z")), Phase::Open);
        assert_eq!(life.phase(at("2026-12-01T16:00:00Z")), Phase::Closed);
        assert_eq!(published(content()).phase(now()), Phase::Open);
        assert_eq!(Life::draft().phase(now()), Phase::Draft);
    }

    #[test]
    fn an_empty_draft_lists_everything_that_is_missing() {
        let missing = ready(&funder(), Content::default(), now()).expect_err("nothing is filled in");
        assert_eq!(fields(&missing), ["title", "summary", "body", "closes_date", "who_may_apply", "themes", "areas"]);
    }

    #[test]
    fn a_call_to_which_nobody_could_submit_is_not_ready() {
        let choice = Question { kind: QuestionKind::Choice, options: vec!["Ja".to_owned()], ..Question::blank() };
        for (content, expected) in [
            (Content { closes_at: Some(now()), ..content() }, vec!["closes_date"]),
            (Content { opens_at: Some(at("2026-12-01T16:00:00Z")), ..content() }, vec!["closes_date"]),
            (Content { max: Some(Cents(60_000_001)), ..content() }, vec!["max"]),
            (Content { ceiling: Some(Cents(0)), max: None, ..content() }, vec!["ceiling"]),
            (Content { questions: vec![choice], ..content() }, vec!["questions[0][label]", "questions[0][options]"]),
        ] {
            let missing = ready(&funder(), content, now()).expect_err("not ready");
            assert_eq!(fields(&missing), expected);
        }
        for funder in [Funder { verified: false, ..funder() }, Funder { kind: PartyKind::Person, ..funder() }] {
            assert!(ready(&funder, content(), now()).is_err());
        }
    }

    #[test]
    fn every_step_has_its_phases() {
        let open = published(content());
        let scheduled = published(Content { opens_at: Some(at("2026-11-25T08:00:00Z")), ..content() });
        let withdraw = || Step::Withdraw("Geen geld meer.".to_owned());
        let again = Step::Publish(ready(&funder(), content(), now()).expect("complete"));
        assert_eq!(open.clone().step(again, now()), Err(NotAllowed));
        assert_eq!(Life::draft().step(withdraw(), now()), Err(NotAllowed));
        assert_eq!(scheduled.clone().step(Step::CloseEarly, now()), Err(NotAllowed));
        let closed = open.step(Step::CloseEarly, now()).expect("open");
        assert_eq!(closed.phase(now()), Phase::Closed);
        assert_eq!(closed.clone().step(Step::CloseEarly, now()), Err(NotAllowed));
        for life in [closed, scheduled] {
            let gone = life.step(withdraw(), now()).expect("public");
            assert_eq!(gone.phase(now()), Phase::Withdrawn);
            assert_eq!(gone.step(withdraw(), now()), Err(NotAllowed));
        }
    }

    #[test]
    fn a_change_shows_what_it_was_and_keeps_the_questions_in_place() {
        let question = Question { label: "Wat kost het?".to_owned(), ..Question::blank() };
        let before = Content { opens_at: Some(now()), questions: vec![question.clone()], ..content() };
        let after = Content {
            closes_at: Some(at("2026-12-08T16:00:00Z")),
            opens_at: Some(at("2027-01-01T00:00:00Z")),
            questions: vec![
                Question { kind: QuestionKind::File, label: "Wat kost het samen?".to_owned(), ..question.clone() },
                Question::blank(),
            ],
            ..before.clone()
        };
        let amended = amend(Phase::Open, &before, after.clone(), now()).expect("a good change");
        assert_eq!(amended.content().questions, [Question { label: "Wat kost het samen?".to_owned(), ..question }]);
        let t = Texts::new(Locale::Nl);
        let shown: Vec<_> = amended.differences().iter().map(|d| (d.part, show(d.part, &d.before, t), show(d.part, &d.after, t))).collect();
        assert_eq!(
            shown,
            [
                (Part::ClosesAt, "1 december 2026, 17.00 uur".to_owned(), "8 december 2026, 17.00 uur".to_owned()),
                (Part::Questions, "Wat kost het?".to_owned(), "Wat kost het samen?".to_owned()),
            ]
        );
        let late = amend(Phase::Closed, &before, after, at("2026-12-02T00:00:00Z")).expect("wording may change");
        assert_eq!(late.content().closes_at, before.closes_at);
        assert!(amend(Phase::Open, &before, Content { closes_at: Some(now()), ..before.clone() }, now()).is_err());
        assert!(amend(Phase::Open, &before, Content { themes: Vec::new(), ..before.clone() }, now()).is_err());
        assert_eq!(amend(Phase::Open, &before, before.clone(), now()).expect("the same").differences(), []);
    }

    #[test]
    fn an_address_is_never_a_page_of_ours() {
        assert_eq!(slug("500 daken, één wijk vol zon!"), "500-daken-een-wijk-vol-zon");
        assert_eq!(slug("Nieuw"), "call-nieuw");
    }
}
