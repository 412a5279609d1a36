//! Which matches an organiser wants to see.

use crate::{
    areas::model::AreaCode,
    bakery::{model::ListingId, policy::Judge},
    themes::Theme,
};

/// The lowest score that can be asked for, in points of a hundred; below it nothing is kept.
pub const LOWEST_POINTS: i32 = 35;

/// The score from which matches are shown when nobody asks for another, in points: that of `bakery::model::STRONG_SCORE`.
pub const STRONG_POINTS: i32 = 50;

/// The filter of the matches page and its export.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchFilter {
    pub theme: Option<Theme>,
    /// As it was typed: a name, a label or a code.
    pub area: String,
    /// In points of a hundred.
    pub lowest: i32,
    /// Also what is on the shortlist or was introduced.
    pub handled: Handled,
}

/// Whether matches that somebody has taken up are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    Hidden,
    Shown,
}

impl MatchFilter {
    /// Reads the filter out of a query string's values.
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            theme: value("thema").and_then(|theme| theme.parse().ok()),
            area: value("gebied").unwrap_or_default().trim().chars().take(100).collect(),
            lowest: value("score").and_then(|score| score.parse().ok()).unwrap_or(STRONG_POINTS).clamp(LOWEST_POINTS, 100),
            handled: if value("alles").is_some_and(|value| !value.is_empty()) { Handled::Shown } else { Handled::Hidden },
        }
    }

    /// Writes the filter as values of a query string.
    pub fn pairs(&self) -> [(&'static str, String); 4] {
        let score = if self.lowest == STRONG_POINTS { String::new() } else { self.lowest.to_string() };
        let handled = if self.handled == Handled::Shown { "ja" } else { "" };
        [
            ("thema", self.theme.map(|theme| theme.as_str().to_owned()).unwrap_or_default()),
            ("gebied", self.area.clone()),
            ("score", score),
            ("alles", handled.to_owned()),
        ]
    }
}

/// Where a page of matches ends: the next one goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub score: f64,
    pub need: ListingId,
    pub offer: ListingId,
}

impl Cursor {
    /// Reads what [`Cursor::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('_');
        let score: f64 = parts.next()?.parse().ok()?;
        let cursor = Self { score, need: parts.next()?.parse().ok()?, offer: parts.next()?.parse().ok()? };
        score.is_finite().then_some(cursor)
    }

    pub fn text(&self) -> String {
        format!("{}_{}_{}", self.score, self.need, self.offer)
    }
}

/// What the database is asked for.
#[derive(Clone, Debug)]
pub struct MatchQuery {
    pub theme: Option<Theme>,
    /// The areas that count, with all that lie in them; none for everywhere.
    pub areas: Option<Vec<AreaCode>>,
    /// Between 0 and 1.
    pub lowest: f64,
    pub handled: Handled,
    /// The organiser who looks.
    pub judge: Judge,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_address() {
        let cursor = Cursor { score: 0.123_456_789_012_345_67, need: ListingId::new(), offer: ListingId::new() };
        assert_eq!(Cursor::read(&cursor.text()), Some(cursor));
        assert_eq!(Cursor::read("NaN_x_y"), None);
    }

    #[test]
    fn a_filter_survives_its_address() {
        let filter = MatchFilter { theme: Some(Theme::Energy), area: "Zwolle".to_owned(), lowest: 60, handled: Handled::Shown };
        let pairs = filter.pairs();
        let again = MatchFilter::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()));
        assert_eq!(again, filter);
    }
}
