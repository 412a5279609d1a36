//! Where the words of a text stand: runs of letters and digits, with what people write inside a word or number.

/// Units that are written to the number before them: `50m2` is a number and a unit.
const UNITS: [&str; 24] = [
    "m2", "m²", "m3", "m³", "m", "km", "cm", "mm", "kg", "kwh", "kwp", "kw", "mw", "mwh", "gb", "uur", "uren", "jaar", "jarige", "euro",
    "eur", "liter", "pers", "k",
];

/// Letters that stay sounds alone are before a hyphen, one word with what follows: e-bike, co-housing, t-shirt.
const BOUND: [&str; 2] = ["co", "re"];

/// Lists the byte ranges of the words of a text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if let Some(unit) = waiting.take() {
            return Some(unit);
        }
        let from = at + text[at..].find(char::is_alphanumeric)?;
        let mut to = run_end(text, from);
        let first = &text[from..to];
        if first.bytes().all(|byte| byte.is_ascii_digit()) {
            to = number_end(text, to);
        } else if let Some(unit) = unit_start(first) {
            waiting = Some((from + unit, to));
            at = to;
            return Some((from, from + unit));
        } else if (first.chars().count() == 1 || BOUND.iter().any(|bound| first.eq_ignore_ascii_case(bound)))
            && text[to..].strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        {
            to = run_end(text, to + 1);
        }
        at = to;
        Some((from, to))
    })
}

/// Letters that were typed as a base letter and a separate accent stay one word.
fn is_combining(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn run_end(text: &str, from: usize) -> usize {
    text[from..].find(|character: char| !character.is_alphanumeric() && !is_combining(character)).map_or(text.len(), |length| from + length)
}

/// Where a number ends that began with digits: points between thousands and a decimal comma belong to it (`50.000`, `2,5`).
fn number_end(text: &str, mut to: usize) -> usize {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    while text[to..].starts_with('.') && digits(to + 1) == 3 && run_end(text, to + 1) == to + 4 {
        to += 4;
    }
    if text[to..].starts_with(',') && (1..=2).contains(&digits(to + 1)) && run_end(text, to + 1) == to + 1 + digits(to + 1) {
        to += 1 + digits(to + 1);
    }
    to
}

/// Where the unit begins in digits with a unit.
fn unit_start(run: &str) -> Option<usize> {
    let digits = run.bytes().take_while(u8::is_ascii_digit).count();
    let unit = run[digits..].to_lowercase();
    (digits > 0 && UNITS.contains(&unit.as_str())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).map(|(from, to)| &text[from..to]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("Wij zoeken: een café, mét terras 🌻!"), ["Wij", "zoeken", "een", "café", "mét", "terras"]);
        assert_eq!(
            words("coo\u{308}peratie foto's zzp'er wijk-/buurtteam"),
            ["coo\u{308}peratie", "foto", "s", "zzp", "er", "wijk", "buurtteam"]
        );
        assert!(words("").is_empty() && words(" … 🌻🚲 \0").is_empty());
    }

    #[test]
    fn numbers_stay_whole_and_part_from_their_unit() {
        assert_eq!(words("€ 50.000,- of 1.250.000 euro, 2,5 uur"), ["50.000", "of", "1.250.000", "euro", "2,5", "uur"]);
        assert_eq!(words("50m2 en 12 m², 3D, CO2, 65plus"), ["50", "m2", "en", "12", "m²", "3D", "CO2", "65plus"]);
        assert_eq!(words("1.2.3 of 10,20,30 op 3.5"), ["1", "2", "3", "of", "10,20", "30", "op", "3", "5"]);
    }

    #[test]
    fn a_single_letter_belongs_to_the_word_behind_its_hyphen() {
        assert_eq!(words("e-bike, t-shirt en co-housing; e- of x-"), ["e-bike", "t-shirt", "en", "co-housing", "e", "of", "x"]);
        assert_eq!(words("zzp-netwerk"), ["zzp", "netwerk"]);
    }
}
