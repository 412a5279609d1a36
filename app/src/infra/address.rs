//! What an address and a form may hold: text.
//!
//! PostgreSQL refuses a NUL in a text, and bytes that are no UTF-8 are no text at all. Nobody types either, so a request with them is refused before
//! anything reads it, and no page, list or command has to think of it.

use std::borrow::Cow;

use percent_encoding::percent_decode;

fn decoded(encoded: &[u8]) -> Option<String> {
    percent_decode(encoded).decode_utf8().ok().map(Cow::into_owned)
}

/// Says whether a path holds text without control characters; no address of ours has one.
pub fn is_path(path: &str) -> bool {
    decoded(path.as_bytes()).is_some_and(|path| !path.chars().any(char::is_control))
}

/// Says whether the query of an address, or the body of a form, holds text. Line ends are text: forms have fields of several lines.
pub fn is_form(encoded: &[u8]) -> bool {
    decoded(encoded).is_some_and(|form| !form.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_and_nothing_else() {
        for path in ["/", "/calls/caf%C3%A9", "/calls/zon%20op%20dak", "/calls/100%"] {
            assert!(is_path(path), "{path}");
        }
        for path in ["/calls/%00", "/calls/a%0Ab", "/calls/%7F", "/calls/%FF", "/calls/%F0%9F", "/%ED%A0%80"] {
            assert!(!is_path(path), "{path}");
        }
        assert!(is_form(b"q=zon&text=een%0D%0Atwee+drie"));
        for form in [b"q=%00".as_slice(), b"q=\0", b"q=%C3", b"\xff=1", b"na%00am=1"] {
            assert!(!is_form(form), "{form:?}");
        }
    }
}
