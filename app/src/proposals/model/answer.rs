//! One answer: as typed, as stored, as shown.

use super::draft::{MAX_LONG, MAX_SHORT};
use crate::{
    calls::model::{Question, QuestionKind},
    infra::i18n::Texts,
    input::{self, Problem},
    values::Cents,
};

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
