//! Secrets at rest: what has to be read again, and so cannot be kept as a hash, is sealed with a key derived from the configured one. A copy of the database
//! alone, such as a backup, opens none of it.
//!
//! A sealed text names its subject (which column of which row), so that it cannot be moved to another row. Text from before it was sealed is read as it is.

use std::fmt;

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use rand::RngExt;

use super::tokens;

/// What a sealed text starts with: which way of sealing it is.
const MARK: &str = "sealed:1:";
const NONCE: usize = 24;

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Seal(XChaCha20Poly1305);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

/// The key is not the one that sealed this, or the text was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret key does not open this")]
pub struct Closed;

impl Seal {
    /// Derives the key from the configured one.
    pub fn new(secret_key: &[u8]) -> Self {
        Self(XChaCha20Poly1305::new(&tokens::derive(secret_key, "seal").into()))
    }

    /// Seals a text; sealed twice it looks different each time.
    pub fn seal(&self, subject: &str, text: &str) -> String {
        let nonce: [u8; NONCE] = rand::rng().random();
        let payload = Payload { msg: text.as_bytes(), aad: subject.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).expect("a text is shorter than the cipher's limit of 256 GB");
        format!("{MARK}{}{}", hex::encode(nonce), hex::encode(sealed))
    }

    /// Opens a sealed text of that subject; a text that was never sealed is given back.
    ///
    /// # Errors
    /// [`Closed`].
    pub fn open(&self, subject: &str, text: &str) -> Result<String, Closed> {
        let Some(sealed) = text.strip_prefix(MARK) else { return Ok(text.to_owned()) };
        let bytes = hex::decode(sealed).map_err(|_| Closed)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Closed)?;
        let text = self.0.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: subject.as_bytes() }).map_err(|_| Closed)?;
        String::from_utf8(text).map_err(|_| Closed)
    }
}

/// Says whether a text is sealed.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_with_its_key_and_subject_only() {
        let seal = Seal::new(b"a key");
        let sealed = seal.seal("account:1", "GEZDGNBVGY3TQOJQ");
        assert!(is_sealed(&sealed) && !sealed.contains("GEZD"));
        assert_eq!(seal.open("account:1", &sealed).as_deref(), Ok("GEZDGNBVGY3TQOJQ"));
        assert_ne!(sealed, seal.seal("account:1", "GEZDGNBVGY3TQOJQ"));
        assert_eq!(seal.open("account:2", &sealed), Err(Closed));
        assert_eq!(Seal::new(b"another").open("account:1", &sealed), Err(Closed));
        let (start, last) = sealed.split_at(sealed.len() - 1);
        let changed = format!("{start}{}", if last == "0" { '1' } else { '0' });
        for broken in [changed.as_str(), start, "sealed:1:", "sealed:1:zz"] {
            assert_eq!(seal.open("account:1", broken), Err(Closed), "{broken}");
        }
    }

    #[test]
    fn a_text_from_before_is_read_as_it_is() {
        let seal = Seal::new(b"a key");
        for text in ["GEZDGNBVGY3TQOJQ", "", "Beste Noor"] {
            assert_eq!(seal.open("any", text).as_deref(), Ok(text));
        }
    }
}
