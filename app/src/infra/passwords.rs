//! Passwords, kept as argon2id hashes.
//!
//! One hash takes 19 MiB and a good part of a core, so only a few are made at a time; the others wait their turn.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// How many hashes are made at the same time.
static SEATS: Semaphore = Semaphore::const_new(2);

/// A hash that no password fits, for people without one.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| digest(&super::tokens::random().text));

/// The password could not be hashed: out of memory, or the process is stopping.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashingFailed;

fn digest(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Makes the hash under which a password is kept.
///
/// # Errors
/// [`HashingFailed`].
pub async fn hash(password: String) -> Result<String, HashingFailed> {
    let _seat = SEATS.acquire().await.map_err(|_| HashingFailed)?;
    spawn_blocking(move || digest(&password)).await.ok().flatten().ok_or(HashingFailed)
}

/// Says whether a password fits. Without a hash it takes as long and says no, so that the time tells nothing about who has an account.
///
/// # Errors
/// [`HashingFailed`].
pub async fn fits(password: String, hash: Option<String>) -> Result<bool, HashingFailed> {
    let _seat = SEATS.acquire().await.map_err(|_| HashingFailed)?;
    spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.or_else(|| NOBODY.clone())?;
        let hash = PasswordHash::new(&hash).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await
    .ok()
    .flatten()
    .ok_or(HashingFailed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let stored = hash("koffie met appeltaart".to_owned()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits("koffie met appeltaart".to_owned(), Some(stored.clone())).await.expect("an answer"));
        assert!(!fits("koffie zonder appeltaart".to_owned(), Some(stored)).await.expect("an answer"));
        assert!(!fits("koffie met appeltaart".to_owned(), None).await.expect("an answer"));
    }
}
