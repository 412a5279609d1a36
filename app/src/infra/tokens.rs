//! Secrets that travel in links: random ones that are stored as a hash, and signed ones that need no row.

use rand::RngExt;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A random token of 256 bits. The text goes into a link, the hash into the database.
pub struct Token {
    /// 64 hexadecimal digits.
    pub text: String,
    /// What [`hash`] makes of the text.
    pub hash: String,
}

/// Makes a token from the system's randomness.
pub fn random() -> Token {
    let bytes: [u8; 32] = rand::rng().random();
    let text = hex::encode(bytes);
    let hash = hash(&text);
    Token { text, hash }
}

/// Gives the hash under which a token is stored (SHA-256, hexadecimal). Tokens are random, so a fast hash is enough.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Signs what a link says (`purpose` and `subject`), so that nobody can write such a link but us.
pub fn sign(key: &[u8], purpose: &str, subject: &str) -> String {
    hex::encode(hmac(key, &[purpose.as_bytes(), &[0], subject.as_bytes()]))
}

/// Derives a key of its own for a purpose from the configured one.
pub fn derive(key: &[u8], purpose: &str) -> [u8; 32] {
    hmac(key, &[b"derive\0", purpose.as_bytes()])
}

/// HMAC-SHA-256 (RFC 2104) with a key that is hashed to 32 bytes first.
fn hmac(key: &[u8], message: &[&[u8]]) -> [u8; 32] {
    let key = Sha256::digest(key);
    let pad = |byte: u8| -> [u8; 64] {
        let mut block = [byte; 64];
        for (slot, part) in block.iter_mut().zip(key.iter()) {
            *slot ^= part;
        }
        block
    };
    let inner = message.iter().fold(Sha256::new().chain_update(pad(0x36)), |hash, part| hash.chain_update(part)).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// Says whether a signature is ours, in constant time.
pub fn is_signed(key: &[u8], purpose: &str, subject: &str, signature: &str) -> bool {
    sign(key, purpose, subject).as_bytes().ct_eq(signature.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_one_purpose_and_one_subject() {
        let signature = sign(b"key", "unsubscribe", "a@example.nl");
        assert!(is_signed(b"key", "unsubscribe", "a@example.nl", &signature));
        assert!(!is_signed(b"key", "renew", "a@example.nl", &signature));
        assert!(!is_signed(b"key", "unsubscribe", "b@example.nl", &signature));
        assert!(!is_signed(b"other", "unsubscribe", "a@example.nl", &signature));
        assert!(!is_signed(b"key", "unsubscribe", "a@example.nl", ""));
    }

    #[test]
    fn the_signature_is_hmac_sha_256() {
        // Computed with Python's hmac module over b"p\0s", key sha256(b"k").
        assert_eq!(sign(b"k", "p", "s"), "33ed30453c5d9234bf034c21506ebc3d301231bd23367af23e9cb4a92040af63");
    }

    #[test]
    fn random_tokens_differ_and_are_stored_by_their_hash() {
        let (one, other) = (random(), random());
        assert_ne!(one.text, other.text);
        assert_eq!(one.hash, hash(&one.text));
    }
}
