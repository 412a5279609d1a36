//! Text for a spreadsheet.

/// Keeps a spreadsheet from taking a text for a formula (OWASP: CSV injection).
pub fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        assert_eq!(cell("=HYPERLINK(\"http://kwaad.example\")"), "'=HYPERLINK(\"http://kwaad.example\")");
        for text in ["+31", "-1", "@a", "\tx", "\nx"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("Twee bakfietsen = handig"), "Twee bakfietsen = handig");
    }
}
