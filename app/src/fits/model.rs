//! The six questions and their answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    areas::model::AreaCode,
    bakery::model::Resource,
    input::{self, FieldErrors, Problem},
    parties::model::PartyKind,
    themes::Theme,
};

crate::id! {
    /// The answers of a person or a party.
    FitProfileId
}

/// As far as somebody goes at most; the country is not larger.
pub const MAX_REACH_KM: i32 = 300;

/// What was answered. An empty list, or no value, means that it does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// As what kind of party one takes part.
    pub kinds: Vec<PartyKind>,
    pub themes: Vec<Theme>,
    /// The place by its name, and its code.
    pub place: String,
    pub area: Option<AreaCode>,
    pub reach_km: Option<i32>,
    /// What one can bring, and what one looks for.
    pub brings: Vec<Resource>,
    pub seeks: Vec<Resource>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
}

/// What was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswersForm {
    pub kinds: Vec<String>,
    pub themes: Vec<String>,
    pub place: String,
    pub reach_km: String,
    pub brings: Vec<String>,
    pub seeks: Vec<String>,
    pub starts_on: String,
    pub ends_on: String,
}

/// Reads the names of a closed list; what is not in it was not offered.
fn named<T: std::str::FromStr + PartialEq>(names: &[String]) -> Vec<T> {
    let mut all = Vec::new();
    for value in names.iter().filter_map(|name| name.parse().ok()) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

fn optional<T>(typed: &str, read: impl FnOnce(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if typed.trim().is_empty() { Ok(None) } else { read(typed).map(Some) }
}

impl AnswersForm {
    /// Shows the answers again in the form.
    pub fn of(answers: &Answers) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            kinds: answers.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
            themes: answers.themes.iter().map(|theme| theme.as_str().to_owned()).collect(),
            place: answers.place.clone(),
            reach_km: answers.reach_km.map(|km| km.to_string()).unwrap_or_default(),
            brings: answers.brings.iter().map(|resource| resource.as_str().to_owned()).collect(),
            seeks: answers.seeks.iter().map(|resource| resource.as_str().to_owned()).collect(),
            starts_on: day(answers.starts_on),
            ends_on: day(answers.ends_on),
        }
    }

    /// Reads the form. `area` is what the database made of the place that was typed, with its label; `kind` is that of the party for which one answers.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the questions.
    pub fn parse(&self, area: Option<(AreaCode, String)>, kind: Option<PartyKind>) -> Result<Answers, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kinds = kind.map_or_else(|| named(&self.kinds), |kind| vec![kind]);
        if kinds.is_empty() {
            errors.add("kinds", Problem::new("problem-choose"));
        }
        let unknown = if self.place.trim().is_empty() { "problem-required" } else { "problem-area" };
        let area = errors.check("place", area.ok_or_else(|| Problem::new(unknown)));
        let reach_km = errors.check("reach_km", optional(&self.reach_km, |typed| input::whole(typed, 1, MAX_REACH_KM)));
        let (brings, seeks) = (named(&self.brings), named(&self.seeks));
        if brings.is_empty() && seeks.is_empty() {
            errors.add("brings", Problem::new("problem-fit-nothing"));
        }
        let starts_on = errors.check("starts_on", optional(&self.starts_on, input::date));
        let ends_on = errors.check("ends_on", optional(&self.ends_on, input::date));
        if let (Some(Some(starts)), Some(Some(ends))) = (starts_on, ends_on)
            && starts > ends
        {
            errors.add("ends_on", Problem::new("problem-ends-before-start"));
        }
        let (Some((area, place)), Some(reach_km), Some(starts_on), Some(ends_on), true) =
            (area, reach_km, starts_on, ends_on, errors.is_empty())
        else {
            return Err(errors);
        };
        let themes = Theme::parse_all(&self.themes);
        Ok(Answers { kinds, themes, place, area: Some(area), reach_km, brings, seeks, starts_on, ends_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> AnswersForm {
        AnswersForm {
            kinds: vec!["person".to_owned(), "person".to_owned(), "koning".to_owned()],
            themes: vec!["energie".to_owned()],
            place: "zwolle".to_owned(),
            reach_km: " 10 ".to_owned(),
            seeks: vec!["geld".to_owned()],
            ..AnswersForm::default()
        }
    }

    fn zwolle() -> Option<(AreaCode, String)> {
        Some(("GM0193".parse().expect("a code"), "Zwolle".to_owned()))
    }

    #[test]
    fn answers_are_read_and_shown_again() {
        let answers = typed().parse(zwolle(), None).expect("answers");
        assert_eq!(
            (answers.kinds.as_slice(), answers.place.as_str(), answers.reach_km),
            ([PartyKind::Person].as_slice(), "Zwolle", Some(10))
        );
        let again = AnswersForm::of(&answers).parse(zwolle(), None).expect("answers");
        assert_eq!(again, answers);
        assert_eq!(typed().parse(zwolle(), Some(PartyKind::Company)).expect("answers").kinds, [PartyKind::Company]);
        let json = serde_json::to_string(&answers).expect("JSON");
        assert_eq!(serde_json::from_str::<Answers>(&json).expect("answers"), answers);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_its_field() {
        let form = AnswersForm {
            reach_km: "ver".to_owned(),
            starts_on: "2026-12-31".to_owned(),
            ends_on: "2026-12-01".to_owned(),
            ..AnswersForm::default()
        };
        let errors = form.parse(None, None).expect_err("errors");
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["kinds", "place", "reach_km", "brings", "ends_on"]);
        assert!(AnswersForm { place: "Nergenshuizen".to_owned(), ..typed() }.parse(None, None).is_err());
    }
}
