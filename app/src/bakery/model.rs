//! What needs and offers are and what becomes of them.
//!
//! A listing is open until its author closes it or it expires; renewing gives it sixty more days. An introduction is asked, and ends when both sides
//! said yes, one said no, or three weeks went by.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    areas::model::AreaCode,
    infra::{
        clock::{from_local, local_day},
        i18n::{Locale, Texts},
    },
    input::{self, FieldErrors, Problem},
    parties::model::PartyId,
    themes::Theme,
};

crate::id! {
    /// A need or an offer.
    ListingId
}

crate::id! {
    /// Both sides of a match being asked.
    IntroductionId
}

crate::closed_list! {
    /// Whether something is asked or offered.
    pub enum Side {
        Need = "need",
        Offer = "offer",
    }
}

crate::closed_list! {
    /// What a need asks for or an offer brings.
    pub enum Resource {
        Money = "geld",
        Hours = "uren",
        Space = "ruimte",
        Materials = "materiaal",
        Knowledge = "kennis",
        Discount = "korting",
        Vehicle = "vervoermiddel",
        Assignment = "opdracht",
    }
}

crate::closed_list! {
    /// What is stored; an open listing also ends when it expires.
    pub enum ListingState {
        Open = "open",
        Closed = "closed",
    }
}

crate::closed_list! {
    /// Where an introduction stands.
    pub enum IntroductionState {
        Asked = "asked",
        BothYes = "both_yes",
        Declined = "declined",
        Lapsed = "lapsed",
    }
}

crate::closed_list! {
    /// What one side answered.
    pub enum Answer {
        Yes = "yes",
        No = "no",
    }
}

crate::closed_list! {
    /// What somebody says of a match.
    pub enum Opinion {
        Fits = "fits",
        FitsNot = "fits_not",
    }
}

/// Days for which a listing stands when nobody chose otherwise, and which renewing gives.
pub const DEFAULT_DAYS: i64 = 60;

/// The longest a listing can stand without being renewed.
pub const MAX_DAYS: i64 = 180;

/// Days before its end on which the author is asked to renew.
pub const EXPIRY_NOTICE_DAYS: i64 = 7;

/// Matches from this score on are mailed to both sides, and wait at the organiser's desk; weaker ones are shown on the listing's own page only.
pub const STRONG_SCORE: f64 = 0.5;

/// After so many days without an answer a side is asked once more.
pub const REMIND_AFTER_DAYS: i64 = 7;

/// After so many days without two answers an introduction lapses.
pub const LAPSE_AFTER_DAYS: i64 = 21;

const MAX_TITLE: usize = 100;
const MAX_BODY: usize = 3_000;
const MAX_UNIT: usize = 40;
const MAX_THEMES: i64 = 4;
const MAX_REACH_KM: i32 = 300;

impl Resource {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Money => "resource-money",
            Self::Hours => "resource-hours",
            Self::Space => "resource-space",
            Self::Materials => "resource-materials",
            Self::Knowledge => "resource-knowledge",
            Self::Discount => "resource-discount",
            Self::Vehicle => "resource-vehicle",
            Self::Assignment => "resource-assignment",
        })
    }
}

impl Side {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Need => "side-need",
            Self::Offer => "side-offer",
        })
    }

    pub fn opposite(self) -> Self {
        match self {
            Self::Need => Self::Offer,
            Self::Offer => Self::Need,
        }
    }
}

/// One kind of contribution with how much of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub resource: Resource,
    pub quantity: Option<f64>,
    pub unit: String,
}

impl Contribution {
    /// Writes it as people say it: `Uren: 2 uur per week`.
    pub fn text(&self, t: Texts) -> String {
        let amount = self.quantity.map(|quantity| t.quantity(quantity));
        let parts: Vec<String> = amount.into_iter().chain((!self.unit.is_empty()).then(|| self.unit.clone())).collect();
        if parts.is_empty() { self.resource.label(t) } else { format!("{}: {}", self.resource.label(t), parts.join(" ")) }
    }
}

/// Where a listing stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// Open, with so few days left that the author is asked to renew.
    Expiring,
    Expired,
    Closed,
}

impl Standing {
    /// Says where a listing stands at `now`.
    pub fn at(state: ListingState, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        match state {
            ListingState::Closed => Self::Closed,
            ListingState::Open if expires_at <= now => Self::Expired,
            ListingState::Open if expires_at <= now + TimeDelta::days(EXPIRY_NOTICE_DAYS) => Self::Expiring,
            ListingState::Open => Self::Open,
        }
    }

    /// Says whether others can see and match it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Open | Self::Expiring)
    }

    /// Gives its name on the screen and the tone of its badge.
    pub fn badge(self, t: Texts) -> (String, &'static str) {
        match self {
            Self::Open => (t.get("listing-open"), "wk-badge wk-badge--positive"),
            Self::Expiring => (t.get("listing-expiring"), "wk-badge wk-badge--warning"),
            Self::Expired => (t.get("listing-expired"), "wk-badge"),
            Self::Closed => (t.get("listing-closed"), "wk-badge"),
        }
    }
}

/// Gives the moment at which a day is over in Amsterdam.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    from_local((day + TimeDelta::days(1)).and_time(chrono::NaiveTime::MIN))
}

/// Gives the last day on which a listing stands.
pub fn last_day(expires_at: DateTime<Utc>) -> NaiveDate {
    local_day(expires_at - TimeDelta::seconds(1))
}

/// Gives until when a listing stands after renewing; never earlier than it already did.
pub fn renewed(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    end_of(local_day(now) + TimeDelta::days(DEFAULT_DAYS)).max(expires_at)
}

/// What a person typed to post or change a listing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingForm {
    /// Empty for a new one.
    pub listing: String,
    pub version: String,
    /// `check` to look at it first; anything else posts or saves.
    #[serde(rename = "do")]
    pub action: String,
    pub side: String,
    /// The party in whose name; empty for the person alone.
    pub party: String,
    pub title: String,
    pub body: String,
    pub themes: Vec<String>,
    pub resources: Vec<ContributionForm>,
    pub area: String,
    pub reach_km: String,
    pub online: String,
    pub starts_on: String,
    pub ends_on: String,
    pub expires_on: String,
}

/// One line of contributions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContributionForm {
    pub kind: String,
    pub quantity: String,
    pub unit: String,
}

/// A listing as it will be stored, but for its area, which only the database knows.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingDraft {
    pub side: Side,
    pub party_id: Option<PartyId>,
    pub title: String,
    pub body: String,
    pub locale: Locale,
    pub themes: Vec<Theme>,
    pub contributions: Vec<Contribution>,
    pub area_code: AreaCode,
    pub reach_km: Option<i32>,
    pub online: bool,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub expires_at: DateTime<Utc>,
}

impl ListingForm {
    /// Reads the form. `area` is what the database made of the area that was typed.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn parse(&self, area: Option<AreaCode>, locale: Locale, now: DateTime<Utc>) -> Result<ListingDraft, FieldErrors> {
        let today = local_day(now);
        let mut errors = FieldErrors::default();
        let side = errors.check("side", self.side.parse().map_err(|_| Problem::new("problem-choose")));
        let party_id = errors.check("party", chosen_party(&self.party));
        let title = errors.check("title", input::line(&self.title, MAX_TITLE).and_then(without_address));
        let body = errors.check("body", input::text(&self.body, MAX_BODY).and_then(without_address));
        let themes = errors.check("themes", themes(&self.themes));
        let contributions = self.contributions(&mut errors);
        let area_code = errors.check("area", area.ok_or_else(|| self.area_problem()));
        let reach_km = errors.check("reach_km", optional(&self.reach_km, |typed| input::whole(typed, 1, MAX_REACH_KM)));
        let starts_on = errors.check("starts_on", optional(&self.starts_on, input::date));
        let ends_on = errors.check("ends_on", optional(&self.ends_on, input::date));
        if let (Some(Some(starts)), Some(Some(ends))) = (starts_on, ends_on)
            && starts > ends
        {
            errors.add("ends_on", Problem::new("problem-ends-before-start"));
        } else if let Some(Some(ends)) = ends_on
            && ends < today
        {
            errors.add("ends_on", Problem::new("problem-in-the-past"));
        }
        let expires_at = errors.check("expires_on", expiry(&self.expires_on, today));
        let parsed = (|| {
            Some(ListingDraft {
                side: side?,
                party_id: party_id?,
                title: title?,
                body: body?,
                locale,
                themes: themes?,
                contributions: contributions?,
                area_code: area_code?,
                reach_km: reach_km?,
                online: !self.online.is_empty(),
                starts_on: starts_on?,
                ends_on: ends_on?,
                expires_at: expires_at?,
            })
        })();
        parsed.filter(|_| errors.is_empty()).ok_or(errors)
    }

    fn area_problem(&self) -> Problem {
        Problem::new(if self.area.trim().is_empty() { "problem-required" } else { "problem-area" })
    }

    /// Reads the lines that name a kind; the same kind twice counts once.
    fn contributions(&self, errors: &mut FieldErrors) -> Option<Vec<Contribution>> {
        let mut contributions: Vec<Contribution> = Vec::new();
        let mut sound = true;
        for (index, line) in self.resources.iter().enumerate() {
            let field = |name: &str| format!("resources[{index}][{name}]");
            if line.kind.is_empty() {
                if !line.quantity.trim().is_empty() || !line.unit.trim().is_empty() {
                    errors.add(field("kind"), Problem::new("problem-choose"));
                    sound = false;
                }
                continue;
            }
            let resource = errors.check(field("kind"), line.kind.parse().map_err(|_| Problem::new("problem-choose")));
            let quantity = errors.check(field("quantity"), optional(&line.quantity, input::quantity));
            let unit = errors.check(field("unit"), input::optional_line(&line.unit, MAX_UNIT));
            match (resource, quantity, unit) {
                (Some(resource), Some(quantity), Some(unit)) if !contributions.iter().any(|known| known.resource == resource) => {
                    contributions.push(Contribution { resource, quantity, unit });
                }
                (Some(_), Some(_), Some(_)) => {}
                _ => sound = false,
            }
        }
        if sound && contributions.is_empty() {
            errors.add("resources[0][kind]", Problem::new("problem-one-contribution"));
        }
        (sound && !contributions.is_empty()).then_some(contributions)
    }
}

fn chosen_party(text: &str) -> Result<Option<PartyId>, Problem> {
    optional(text, |id| id.parse().map_err(|_| Problem::new("problem-choose")))
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn themes(names: &[String]) -> Result<Vec<Theme>, Problem> {
    let themes = Theme::parse_all(names);
    match i64::try_from(themes.len()).unwrap_or(i64::MAX) {
        0 => Err(Problem::new("problem-one-theme")),
        count if count > MAX_THEMES => Err(Problem::new("problem-too-many-themes").n(MAX_THEMES)),
        _ => Ok(themes),
    }
}

/// Refuses text with a mail address: people are introduced here, and an address on a public page is harvested.
fn without_address(text: String) -> Result<String, Problem> {
    let is_address = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric()).split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    if text.split_whitespace().any(is_address) { Err(Problem::new("problem-address-in-text")) } else { Ok(text) }
}

fn expiry(typed: &str, today: NaiveDate) -> Result<DateTime<Utc>, Problem> {
    let day = if typed.trim().is_empty() { today + TimeDelta::days(DEFAULT_DAYS) } else { input::date(typed)? };
    if day < today {
        return Err(Problem::new("problem-in-the-past"));
    }
    if day > today + TimeDelta::days(MAX_DAYS) {
        return Err(Problem::new("problem-too-far").n(MAX_DAYS));
    }
    Ok(end_of(day))
}

/// What both sides answered so far and what that makes of the introduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    pub state: IntroductionState,
    pub need: Option<Answer>,
    pub offer: Option<Answer>,
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    #[error("this side has answered already")]
    Answered,
    #[error("the introduction is over")]
    Over,
}

impl Answers {
    pub fn of(self, side: Side) -> Option<Answer> {
        match side {
            Side::Need => self.need,
            Side::Offer => self.offer,
        }
    }

    /// Takes the answer of one side. One no ends it; two times yes introduces.
    ///
    /// # Errors
    /// When that side has answered, or the introduction is over.
    pub fn give(mut self, side: Side, answer: Answer) -> Result<Self, AnswerError> {
        if self.of(side).is_some() {
            return Err(AnswerError::Answered);
        }
        if self.state != IntroductionState::Asked {
            return Err(AnswerError::Over);
        }
        match side {
            Side::Need => self.need = Some(answer),
            Side::Offer => self.offer = Some(answer),
        }
        self.state = match (answer, self.of(side.opposite())) {
            (Answer::No, _) => IntroductionState::Declined,
            (Answer::Yes, Some(Answer::Yes)) => IntroductionState::BothYes,
            (Answer::Yes, _) => IntroductionState::Asked,
        };
        Ok(self)
    }
}

impl IntroductionState {
    /// Gives its name on the screen and the tone of its badge.
    pub fn badge(self, t: Texts) -> (String, &'static str) {
        match self {
            Self::Asked => (t.get("introduction-asked"), "wk-badge wk-badge--info"),
            Self::BothYes => (t.get("introduction-both-yes"), "wk-badge wk-badge--positive"),
            Self::Declined => (t.get("introduction-declined"), "wk-badge wk-badge--negative"),
            Self::Lapsed => (t.get("introduction-lapsed"), "wk-badge"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-21T11:00:00Z".parse().expect("a moment")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn form() -> ListingForm {
        ListingForm {
            side: "need".to_owned(),
            title: " Stuk grond  gezocht ".to_owned(),
            body: "Met twaalf gezinnen.".to_owned(),
            themes: vec!["voedsel".to_owned(), "bestaat_niet".to_owned()],
            resources: vec![
                ContributionForm { kind: "ruimte".to_owned(), quantity: "300".to_owned(), unit: "m²".to_owned() },
                ContributionForm::default(),
            ],
            area: "Zwolle".to_owned(),
            ..ListingForm::default()
        }
    }

    fn area() -> Option<AreaCode> {
        Some("GM0193".parse().expect("a code"))
    }

    #[test]
    fn a_listing_stands_for_sixty_days_unless_said_otherwise() {
        let draft = form().parse(area(), Locale::Nl, now()).expect("a sound form");
        assert_eq!((draft.title.as_str(), draft.themes.as_slice()), ("Stuk grond gezocht", &[Theme::Food][..]));
        assert_eq!(draft.contributions, [Contribution { resource: Resource::Space, quantity: Some(300.0), unit: "m²".to_owned() }]);
        assert_eq!(last_day(draft.expires_at), day("2027-01-20"));
        let until = |typed: &str| ListingForm { expires_on: typed.to_owned(), ..form() }.parse(area(), Locale::Nl, now());
        assert_eq!(until("21-11-2026").map(|draft| last_day(draft.expires_at)), Ok(day("2026-11-21")));
        assert!(until("20-11-2026").is_err() && until("2027-05-21").is_err() && until("2027-05-20").is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let bad = ListingForm {
            body: "Mail naar jan@voorbeeld.example, graag".to_owned(),
            themes: Vec::new(),
            resources: vec![ContributionForm { kind: String::new(), quantity: "3".to_owned(), unit: String::new() }],
            starts_on: "2026-12-02".to_owned(),
            ends_on: "2026-12-01".to_owned(),
            reach_km: "ver".to_owned(),
            ..form()
        };
        let errors = bad.parse(None, Locale::Nl, now()).expect_err("a bad form");
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["body", "themes", "resources[0][kind]", "area", "reach_km", "ends_on"]);
    }

    #[test]
    fn a_listing_ends_by_itself_or_by_hand() {
        let at = |state, days| Standing::at(state, now() + TimeDelta::days(days), now());
        assert_eq!(at(ListingState::Open, 30), Standing::Open);
        assert_eq!(at(ListingState::Open, 7), Standing::Expiring);
        assert_eq!(at(ListingState::Open, 0), Standing::Expired);
        assert_eq!(at(ListingState::Closed, 30), Standing::Closed);
        assert!(!at(ListingState::Open, -1).is_public() && at(ListingState::Open, 1).is_public());
    }

    #[test]
    fn renewing_never_shortens() {
        let long = now() + TimeDelta::days(170);
        assert_eq!(renewed(long, now()), long);
        assert_eq!(last_day(renewed(now() - TimeDelta::days(3), now())), day("2027-01-20"));
    }

    #[test]
    fn two_times_yes_introduces_and_one_no_ends_it() {
        let asked = Answers { state: IntroductionState::Asked, need: None, offer: None };
        let one = asked.give(Side::Need, Answer::Yes).expect("an open introduction");
        assert_eq!(one.state, IntroductionState::Asked);
        let both = one.give(Side::Offer, Answer::Yes).expect("an open introduction");
        assert_eq!(both.state, IntroductionState::BothYes);
        let no = one.give(Side::Offer, Answer::No).expect("an open introduction");
        assert_eq!(no.state, IntroductionState::Declined);
        assert_eq!(one.give(Side::Need, Answer::No), Err(AnswerError::Answered));
        assert_eq!(no.give(Side::Need, Answer::Yes), Err(AnswerError::Answered));
        let lapsed = Answers { state: IntroductionState::Lapsed, ..asked };
        assert_eq!(lapsed.give(Side::Need, Answer::Yes), Err(AnswerError::Over));
    }
}
