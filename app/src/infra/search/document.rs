//! What the index holds: one self-contained document per post, so that a list of results or a match needs no database.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of post a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Call,
    Need,
    Offer,
}

impl DocumentKind {
    /// All kinds, in the order of display.
    pub const ALL: [Self; 3] = [Self::Call, Self::Need, Self::Offer];

    /// The key in the index, in facets and in URLs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Need => "need",
            Self::Offer => "offer",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind that answers this one; a call is answered by people, not by another document.
    pub fn opposite(self) -> Option<Self> {
        match self {
            Self::Call => None,
            Self::Need => Some(Self::Offer),
            Self::Offer => Some(Self::Need),
        }
    }
}

/// The language a post is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Nl,
    En,
}

/// Where a post is about: the centre of its area, and how far its author reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The CBS code of the area (`BU01930101`); a code tells whether two posts share a neighbourhood, district or municipality.
    pub code: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How far away a counterpart may be, in kilometres; none for no limit.
    pub reach_km: Option<f64>,
}

impl Place {
    /// The distance to another point in kilometres along the great circle (haversine, mean radius 6371 km).
    pub fn km_to(&self, lat: f64, lon: f64) -> f64 {
        km_between(self.lat, self.lon, lat, lon)
    }
}

/// The distance between two points in kilometres along the great circle.
pub fn km_between(lat: f64, lon: f64, other_lat: f64, other_lon: f64) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let a = half(lat, other_lat) + lat.to_radians().cos() * other_lat.to_radians().cos() * half(lon, other_lon);
    2.0 * 6371.0 * a.clamp(0.0, 1.0).sqrt().asin()
}

/// One post as the index knows it. What is confidential is never in here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchDocument {
    pub id: Uuid,
    pub kind: DocumentKind,
    /// The row's version, for `verify`.
    pub version: i32,
    pub title: String,
    /// Plain text, without markup.
    pub text: String,
    pub language: Language,
    /// Theme keys.
    pub themes: Vec<String>,
    /// Resource keys, with an amount where one was given (euros, hours, square metres, ...: equal keys have equal units).
    pub resources: Vec<(String, Option<f64>)>,
    /// CBS codes, each with its ancestors, so that a filter on a municipality finds its neighbourhoods.
    pub areas: Vec<String>,
    pub place: Option<Place>,
    /// Needs no meeting in person, so that distance says nothing.
    pub online: bool,
    pub party: Option<Uuid>,
    pub party_kind: Option<String>,
    pub party_verified: bool,
    /// The period in which it is wanted or available; open where a date is missing. Both days included.
    pub starts: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    /// From this moment on it is never found.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it starts to take answers; it may be shown before that.
    pub opens_at: Option<DateTime<Utc>>,
    pub published_at: DateTime<Utc>,
    /// Whether it takes more counterparts.
    pub capacity_left: bool,
}

impl SearchDocument {
    /// A document with these texts and nothing else, published at `published_at`: a start for builders and tests.
    pub fn new(id: Uuid, kind: DocumentKind, title: impl Into<String>, text: impl Into<String>, published_at: DateTime<Utc>) -> Self {
        Self {
            id,
            kind,
            version: 1,
            title: title.into(),
            text: text.into(),
            language: Language::Nl,
            themes: Vec::new(),
            resources: Vec::new(),
            areas: Vec::new(),
            place: None,
            online: false,
            party: None,
            party_kind: None,
            party_verified: false,
            starts: None,
            ends: None,
            expires_at: None,
            opens_at: None,
            published_at,
            capacity_left: true,
        }
    }

    /// Whether it may be found at this moment.
    pub fn is_findable(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|expires| expires > now)
    }

    /// Whether it takes answers at this moment.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.is_findable(now) && self.opens_at.is_none_or(|opens| opens <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_between_zwolle_and_deventer_is_about_28_km() {
        let km = km_between(52.5126, 6.0936, 52.2661, 6.1552);
        assert!((27.0..29.0).contains(&km), "{km}");
        assert_eq!(km_between(52.5, 6.0, 52.5, 6.0), 0.0);
    }

    #[test]
    fn kinds_have_their_key_and_opposite() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(DocumentKind::Need.opposite(), Some(DocumentKind::Offer));
        assert_eq!(DocumentKind::Call.opposite(), None);
    }
}
