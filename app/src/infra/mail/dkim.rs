//! A signature in the head of a mail (DKIM, RFC 6376): the receiving server sees that it comes from this domain and that nobody changed it.
//!
//! Signed with RSA (2,048 bits or more) or Ed25519 (RFC 8463), `relaxed` on both sides, so that servers on the way may fold lines anew. The name `From` is
//! listed once more than it occurs, so that a second one cannot be added.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use sha2::{Digest as _, Sha256};

/// What is signed, when it is there.
const SIGNED: [&str; 10] = [
    "from",
    "to",
    "subject",
    "message-id",
    "date",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "mime-version",
    "content-type",
];

/// Who signs, and with what.
#[derive(Clone)]
pub struct Dkim {
    domain: String,
    selector: String,
    key: Arc<Key>,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// Why nothing can be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DkimError {
    #[error("must be a name such as wijkcall.example, in letters, digits, dots and hyphens")]
    Name,
    #[error("must be a private key in PEM, RSA of 2,048 bits or more, or Ed25519")]
    Key,
    #[error("the key does not sign")]
    Signing,
}

impl fmt::Debug for Dkim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dkim({}._domainkey.{})", self.selector, self.domain)
    }
}

impl Dkim {
    /// Takes a private key in PEM, whose public half stands in the DNS at `SELECTOR._domainkey.DOMAIN`.
    ///
    /// # Errors
    /// When a name cannot be one, or the key cannot be read.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Self, DkimError> {
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !is_name(domain) || !is_name(selector) {
            return Err(DkimError::Name);
        }
        let inner: String = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(inner).map_err(|_| DkimError::Key)?;
        let key = RsaKeyPair::from_pkcs8(&der)
            .or_else(|_| RsaKeyPair::from_der(&der))
            .map(Key::Rsa)
            .or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map(Key::Ed25519))
            .map_err(|_| DkimError::Key)?;
        Ok(Self { domain: domain.to_ascii_lowercase(), selector: selector.to_owned(), key: Arc::new(key) })
    }

    /// Gives the header to put before a message whose lines end with CR LF.
    ///
    /// # Errors
    /// [`DkimError::Signing`], which a key that could be read does not give.
    pub fn signature(&self, message: &str) -> Result<String, DkimError> {
        let (head, body) = message.split_once("\r\n\r\n").unwrap_or((message, ""));
        let headers = unfolded(head);
        let names: Vec<&str> = SIGNED.into_iter().filter(|name| headers.iter().any(|(there, _)| there == name)).chain(["from"]).collect();
        let algorithm = match *self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let unsigned = format!(
            "v=1; a={algorithm}; c=relaxed/relaxed; d={}; s={};\r\n\th={};\r\n\tbh={};\r\n\tb=",
            self.domain,
            self.selector,
            names.join(":"),
            STANDARD.encode(Sha256::digest(relaxed_body(body))),
        );
        let signature = STANDARD.encode(self.sign(&to_be_signed(&headers, &names, &unsigned))?);
        let mut folded = String::with_capacity(signature.len() + 24);
        for (number, c) in signature.chars().enumerate() {
            if number > 0 && number % 72 == 0 {
                folded.push_str("\r\n\t");
            }
            folded.push(c);
        }
        Ok(format!("DKIM-Signature: {unsigned}{folded}\r\n"))
    }

    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Gives the name and the content of the record (TXT) that must stand in the DNS for others to check a signature.
    pub fn record(&self) -> (String, String) {
        let (kind, public) = match &*self.key {
            Key::Rsa(key) => ("rsa", with_algorithm(key.public().as_ref())),
            Key::Ed25519(key) => ("ed25519", key.public_key().as_ref().to_vec()),
        };
        (format!("{}._domainkey.{}", self.selector, self.domain), format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(public)))
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>, DkimError> {
        match &*self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).map_err(|_| DkimError::Signing)?;
                Ok(signature)
            }
            // RFC 8463 signs the hash.
            Key::Ed25519(key) => Ok(key.sign(&Sha256::digest(text)).as_ref().to_vec()),
        }
    }
}

/// Puts a public key of RSA (PKCS #1) into the frame that names its algorithm (SubjectPublicKeyInfo, RFC 5280), as the DNS holds it.
fn with_algorithm(key: &[u8]) -> Vec<u8> {
    const RSA: [u8; 15] = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let bits: Vec<u8> = std::iter::once(0).chain(key.iter().copied()).collect();
    let inner: Vec<u8> = RSA.into_iter().chain(der(0x03, &bits)).collect();
    der(0x30, &inner)
}

/// One value of DER: its tag, its length in two bytes when it is long, its content.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let length = match digits.as_slice() {
        [] => vec![0],
        [short] if *short < 0x80 => vec![*short],
        long => std::iter::once(0x80 | u8::try_from(long.len()).unwrap_or(0)).chain(long.iter().copied()).collect(),
    };
    [tag].into_iter().chain(length).chain(content.iter().copied()).collect()
}

/// Gives names in small letters and values, each on one line.
fn unfolded(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push_str(line);
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.to_owned()));
        }
    }
    headers
}

/// Gives the headers by name, the last of a name first, and the signature's own without what it signs (RFC 6376, 3.7). A name that does not occur any more counts for nothing.
fn to_be_signed(headers: &[(String, String)], names: &[&str], unsigned: &str) -> String {
    let mut text = String::new();
    for (position, name) in names.iter().enumerate() {
        let before = names.iter().take(position).filter(|other| *other == name).count();
        if let Some((name, value)) = headers.iter().rev().filter(|(there, _)| there == name).nth(before) {
            text.push_str(&format!("{name}:{}\r\n", relaxed(value)));
        }
    }
    text.push_str(&format!("dkim-signature:{}", relaxed(&unsigned.replace("\r\n", ""))));
    text
}

/// Spaces and tabs become one space, none at the ends.
fn relaxed(value: &str) -> String {
    value.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The body with runs of spaces as one, none at the end of a line, and no empty lines at the end (RFC 6376, 3.4.4).
fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in body.split("\r\n") {
        let indent = if line.starts_with([' ', '\t']) { " " } else { "" };
        let words = relaxed(line);
        lines.push(if words.is_empty() { words } else { format!("{indent}{words}") });
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    /// The message, the key and the answers of RFC 8463, appendix A.
    const MESSAGE: &str = "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\n\
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n\
        Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    const PUBLIC: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn key() -> String {
        let mut der = hex::decode("302e020100300506032b657004220420").expect("the head of the key");
        der.extend(STANDARD.decode(SEED).expect("the seed"));
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
    }

    #[test]
    fn what_is_signed_is_that_of_the_standard() {
        let (head, body) = MESSAGE.split_once("\r\n\r\n").expect("a head and a body");
        assert_eq!(STANDARD.encode(Sha256::digest(relaxed_body(body))), "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
        let unsigned = "v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n q=dns/txt; s=brisbane; \
            t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
        let names = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"];
        let dkim = Dkim::new("football.example.com", "brisbane", &key()).expect("the key");
        let signature = dkim.sign(&to_be_signed(&unfolded(head), &names, unsigned)).expect("a signature");
        assert_eq!(STANDARD.encode(signature), "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==");
    }

    #[test]
    fn a_signed_mail_can_be_checked_and_a_changed_one_not() {
        let dkim = Dkim::new("Wijkcall.example", "post", &key()).expect("the key");
        let header = dkim.signature(MESSAGE).expect("a signature");
        assert!(header.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=wijkcall.example; s=post;\r\n\th=from:to:subject:message-id:date:from;\r\n"), "{header}");
        assert!(header.lines().all(|line| line.len() < 100), "{header}");
        let value = header.strip_prefix("DKIM-Signature: ").expect("the name");
        let (unsigned, signature) = value.split_once("\tb=").expect("a signature");
        let signature = STANDARD.decode(signature.replace(['\r', '\n', '\t'], "")).expect("base64");
        let names: Vec<&str> = unsigned.split_once("h=").and_then(|(_, rest)| rest.split_once(';')).expect("names").0.split(':').collect();
        let check = |message: &str| {
            let (head, _) = message.split_once("\r\n\r\n").expect("a head");
            let text = to_be_signed(&unfolded(head), &names, &format!("{unsigned}\tb="));
            UnparsedPublicKey::new(&ED25519, STANDARD.decode(PUBLIC).expect("the key")).verify(&Sha256::digest(text), &signature).is_ok()
        };
        assert!(check(MESSAGE));
        assert!(check(&MESSAGE.replace("Suzie Q ", "Suzie\r\n\tQ   ")), "folded on the way");
        assert!(!check(&MESSAGE.replace("dinner", "lunch")));
        assert!(!check(&format!("From: someone@else.example\r\n{MESSAGE}")), "a second sender");
    }

    #[test]
    fn the_record_for_the_dns_is_that_of_the_standard() {
        let dkim = Dkim::new("football.example.com", "brisbane", &key()).expect("the key");
        assert_eq!(dkim.record(), ("brisbane._domainkey.football.example.com".to_owned(), format!("v=DKIM1; k=ed25519; p={PUBLIC}")));
        // Of 2,048 bits: a sequence of 290 bytes with the algorithm and 271 bytes of key.
        let framed = with_algorithm(&[7; 270]);
        assert_eq!(
            (framed.len(), &framed[..4], &framed[19..25]),
            (294, &[0x30, 0x82, 0x01, 0x22][..], &[0x03, 0x82, 0x01, 0x0f, 0x00, 0x07][..])
        );
    }

    #[test]
    fn an_empty_body_and_a_wrong_key_have_an_answer() {
        assert_eq!(relaxed_body("\r\n\r\n"), "");
        assert_eq!(relaxed_body(" a \t b \r\n\r\n"), " a b\r\n");
        assert_eq!(Dkim::new("a.example", "post", "no key").map(|_| ()), Err(DkimError::Key));
        assert_eq!(Dkim::new("a example", "post", &key()).map(|_| ()), Err(DkimError::Name));
        assert_eq!(format!("{:?}", Dkim::new("a.example", "post", &key())), "Ok(Dkim(post._domainkey.a.example))");
    }
}
