use super::*;
use crate::{infra::i18n::Locale, input::FieldErrors, themes::Theme};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn now() -> DateTime<Utc> {
    at("2026-11-21T12:00:00Z")
}

fn funder() -> Funder {
    Funder { id: PartyId::new(), slug: "gemeente".to_owned(), name: "Gemeente".to_owned(), kind: PartyKind::Municipality, verified: true }
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
