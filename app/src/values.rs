//! Small value types that every slice shares: ids, closed lists with a stored name, money.

/// Declares a newtype over a uuid, one per kind of row, so that ids of different kinds cannot be mixed up.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// Makes a new id, sorted by the moment it is made (uuid v7).
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                // Ids are made before the insert, never by the database.
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

/// Declares a closed list whose members are stored, posted and exported under a fixed name.
#[macro_export]
macro_rules! closed_list {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$member_doc:meta])* $member:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sea_orm::EnumIter, sea_orm::DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$member_doc])* #[serde(rename = $text)] #[sea_orm(string_value = $text)] $member),+
        }

        impl $name {
            /// All members in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// Gives the stored name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$member => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($text => Ok(Self::$member),)+ _ => Err($crate::values::UnknownName) }
            }
        }
    };
}

/// A name that is not in the closed list.
#[derive(Debug, thiserror::Error)]
#[error("not a name of this list")]
pub struct UnknownName;

/// An amount of money in euro cents.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType,
)]
pub struct Cents(pub i64);

impl std::iter::Sum for Cents {
    /// Adds up, and stays at the largest amount rather than overflow.
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |total, Cents(amount)| total.saturating_add(amount)))
    }
}
