//! What the server and the browser must read in the same way: the number of words in a text, and an amount of money.

/// The largest amount that can be typed: ten billion euros.
const MAX_CENTS: i64 = 1_000_000_000_000;

/// Counts words: runs of characters between white space.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Reads an amount in cents as people write it: `50000`, `50.000,-`, `€ 1.250,50`, `1250.5`; `None` when it is not one, is negative or too large.
pub fn cents(text: &str) -> Option<i64> {
    let typed: String =
        text.to_ascii_lowercase().replace("euro", "").replace("eur", "").chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let typed = typed.trim_end_matches(",-").trim_end_matches(",--").trim_end_matches(".-");
    // The last separator followed by one or two digits starts the cents; every other one groups thousands.
    let (whole, decimals) = match typed.rfind([',', '.']) {
        Some(at) if (1..=2).contains(&(typed.len() - at - 1)) => (&typed[..at], &typed[at + 1..]),
        _ => (typed, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    if !grouped || digits.is_empty() || digits.len() > 12 || !digits.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let euros: i64 = digits.parse().ok()?;
    let cents: i64 = format!("{decimals:0<2}").parse().ok()?;
    Some(euros * 100 + cents).filter(|total| *total <= MAX_CENTS)
}
