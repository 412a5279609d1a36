use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::calls::model::{Question, QuestionId, QuestionKind};

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
    assert_eq!(found, [(fields[0].clone(), Problem::new("problem-required")), (fields[1].clone(), Problem::new("problem-proposal-file"))]);
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
    let errors = read(&draft, &Rules::default(), &Known { contact_email: "ik@b.nl".to_owned(), ..Known::default() }).expect_err("three");
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
fn receipts_and_amounts_are_written_in_one_form() {
    assert_eq!(receipt_number("2026-12-31T23:30:00Z".parse().expect("a moment"), 42), "WC-2027-00042");
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
