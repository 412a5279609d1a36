//! What an area is.

use std::str::FromStr;

crate::closed_list! {
    /// How large an area is.
    pub enum AreaKind {
        Country = "country",
        Municipality = "municipality",
        District = "district",
        Neighbourhood = "neighbourhood",
    }
}

/// A CBS code: `NL00`, `GM0193`, `WK019311`, `BU01931100`. Newer codes may hold letters after the prefix.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType)]
pub struct AreaCode(String);

/// A text that is not an area code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not an area code")]
pub struct NotAnAreaCode;

impl AreaCode {
    /// Gives the code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl sea_orm::TryFromU64 for AreaCode {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("AreaCode"))
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AreaCode {
    type Err = NotAnAreaCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim().to_ascii_uppercase();
        let length = match code.get(..2) {
            Some("NL") => 4,
            Some("GM") => 6,
            Some("WK") => 8,
            Some("BU") => 10,
            _ => return Err(NotAnAreaCode),
        };
        if code.len() == length && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) { Ok(Self(code)) } else { Err(NotAnAreaCode) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_cbs_writes_them() {
        for code in ["NL00", "GM0193", "WK019311", "wk0193AA", " BU01931100 "] {
            assert!(code.parse::<AreaCode>().is_ok(), "{code}");
        }
        for code in ["", "GM193", "XX0193", "GM01-3", "WK0193é1", "BU0193110"] {
            assert_eq!(code.parse::<AreaCode>(), Err(NotAnAreaCode), "{code}");
        }
    }
}
