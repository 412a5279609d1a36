//! Codes of an authenticator app (TOTP, RFC 6238): six digits, thirty seconds, SHA-1, as every such app knows them.

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, QrCode};
use rand::RngExt;
use totp_rs::{Builder, Secret, Totp};

/// Makes a new secret of 160 bits, as text to type into an app.
pub fn new_secret() -> String {
    let bytes: [u8; 20] = rand::rng().random();
    Secret::new_stack(bytes).to_base32()
}

fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).build().ok()
}

/// Gives the step (count of thirty seconds) to which a code belongs, or `None` when it is wrong. A step before or after now counts too.
///
/// The caller keeps the step, and accepts none that is not later.
pub fn step_of(secret: &str, code: &str, now: DateTime<Utc>) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let step = totp(secret)?.check(&code, u64::try_from(now.timestamp()).ok()?)?;
    i64::try_from(step).ok()
}

/// Gives the code that an app shows at that moment.
pub fn code_at(secret: &str, now: DateTime<Utc>) -> Option<String> {
    Some(totp(secret)?.generate(u64::try_from(now.timestamp()).ok()?).to_string())
}

/// Gives the address that an app on the same device opens.
pub fn address(secret: &str, account: &str) -> String {
    let account = utf8_percent_encode(account, NON_ALPHANUMERIC);
    format!("otpauth://totp/Wijkcall:{account}?secret={secret}&issuer=Wijkcall")
}

/// Draws an address as a QR code: an SVG with one path, dark on white with the quiet border that scanners need.
pub fn qr_svg(address: &str, label: &str) -> Option<String> {
    const BORDER: usize = 4;
    let code = QrCode::new(address.as_bytes()).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path += &format!("M{} {}h1v1h-1z", index % width + BORDER, index / width + BORDER);
        }
    }
    let size = width + 2 * BORDER;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"220\" height=\"220\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret is `12345678901234567890`; the last six of the eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            let now = DateTime::from_timestamp(seconds, 0).expect("a moment");
            assert_eq!(step_of(secret, code, now), Some(seconds / 30), "{seconds}");
            assert_eq!(code_at(secret, now).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_code_lives_about_a_minute_and_may_be_typed_with_a_space() {
        let secret = new_secret();
        let now = DateTime::from_timestamp(1_800_000_015, 0).expect("a moment");
        let code = code_at(&secret, now).expect("a code");
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        assert!(step_of(&secret, &spaced, now + chrono::TimeDelta::seconds(29)).is_some());
        assert!(step_of(&secret, &code, now + chrono::TimeDelta::seconds(90)).is_none());
        for wrong in ["", "12345", "abcdef", "1234567", "１２３４５６"] {
            assert_eq!(step_of(&secret, wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn the_drawing_is_one_svg_without_style() {
        let svg = qr_svg(&address("GEZDGNBVGY3TQOJQ", "a@b.nl"), "QR").expect("it fits");
        assert!(svg.starts_with("<svg ") && !svg.contains("style") && svg.contains("crispEdges"));
    }
}
