//! The form posts of mails and following.

use std::collections::HashMap;

use leptos::{prelude::*, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    access,
    commands::{self, Choices},
    policy::{self, Found},
    rhythm::{Habits, Quiet, weekday_numbered},
    things::{Thing, Wish},
};
use crate::{
    areas,
    error::AppError,
    input::{FieldErrors, Problem},
    parties::model::PartyId,
    paths,
    request::post,
};

/// The name under which the form to follow an area comes back.
pub const FOLLOW_FORM: &str = "follow-area";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailsForm {
    /// The rhythm of each kind that is named.
    pub rhythms: HashMap<String, String>,
    /// The rhythm for each party that is named; `own` for the own one.
    pub parties: HashMap<String, String>,
    /// From Monday, 1, to Sunday, 7. Without it the hours are not read either.
    pub weekday: String,
    /// Hours; the first is `never` when any hour is fine.
    pub quiet_from: String,
    pub quiet_until: String,
}

/// The name under which the form with mails comes back.
pub const MAILS_FORM: &str = "mails";

/// The choice of a party that follows the own rhythm.
pub const OWN: &str = "own";

/// What stands before the id of a party: a name in a form that begins with a digit is taken for a number.
const PARTY: &str = "id-";

/// Names a party in [`MailsForm::parties`].
pub fn party_key(party: PartyId) -> String {
    format!("{PARTY}{party}")
}

/// The choice of no quiet hours.
pub const NEVER: &str = "never";

impl MailsForm {
    fn read(&self) -> Result<Choices, FieldErrors> {
        let kinds = self.rhythms.iter().filter_map(|(kind, rhythm)| Some((kind.parse().ok()?, rhythm.parse().ok()?))).collect();
        let rhythm = |rhythm: &str| if rhythm == OWN { Some(None) } else { rhythm.parse().ok().map(Some) };
        let party = |key: &str| key.strip_prefix(PARTY)?.parse().ok();
        let parties = self.parties.iter().filter_map(|(key, chosen)| Some((party(key)?, rhythm(chosen)?))).collect();
        let mut choices = Choices { kinds, parties, habits: None };
        if self.weekday.is_empty() {
            return Ok(choices);
        }
        let mut errors = FieldErrors::default();
        let weekday = self.weekday.parse().ok().and_then(weekday_numbered);
        if weekday.is_none() {
            errors.add("weekday", Problem::new("problem-required"));
        }
        let hour = |hour: &str| hour.parse().unwrap_or(-1);
        let quiet = match self.quiet_from.as_str() {
            NEVER => None,
            from => {
                let quiet = Quiet::new(hour(from), hour(&self.quiet_until));
                if quiet.is_none() {
                    errors.add("quiet_until", Problem::new("mails-problem-quiet"));
                }
                quiet
            }
        };
        match weekday {
            Some(weekday) if errors.is_empty() => {
                choices.habits = Some(Habits { weekday, quiet });
                Ok(choices)
            }
            _ => Err(errors),
        }
    }
}

/// Chooses how often the own address hears of what.
#[server(prefix = "/do", endpoint = "notifications/choose", input = PostUrl)]
pub async fn choose_mails(form: MailsForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let choices = match form.read() {
            Ok(choices) => choices,
            Err(errors) => return cx.back_with(paths::MAILS.to_owned(), MAILS_FORM, &form, errors).await,
        };
        commands::choose_mails(cx.db(), &person, choices, cx.now()).await?;
        cx.notify("mails-saved").await?;
        Ok(paths::MAILS.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    /// Its id.
    pub notice: String,
}

/// Opens a notice and leads to what it is about.
#[server(prefix = "/do", endpoint = "notifications/open", input = PostUrl)]
pub async fn open_notice(form: NoticeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let id = form.notice.parse().map_err(|_| AppError::NotFound)?;
        commands::open_notice(cx.db(), &person, id, cx.now()).await
    })
    .await
}

/// Marks all notices as read.
#[server(prefix = "/do", endpoint = "notifications/read_all", input = PostUrl)]
pub async fn read_notices() -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        commands::read_notices(cx.db(), &person, cx.now()).await?;
        Ok(paths::NOTICES.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AreaForm {
    /// A code, a label or a name.
    pub area: String,
}

/// Starts following an area that was typed.
#[server(prefix = "/do", endpoint = "notifications/follow_area", input = PostUrl)]
pub async fn follow_area(form: AreaForm) -> Result<(), AppError> {
    post(async move |cx| {
        cx.actor().person()?;
        let Some(area) = areas::queries::by_typed(cx.db().reader(), &form.area).await? else {
            let mut errors = FieldErrors::default();
            let key = if form.area.trim().is_empty() { "problem-required" } else { "mails-problem-area" };
            errors.add("area", Problem::new(key));
            return cx.back_with(paths::FOLLOWING.to_owned(), FOLLOW_FORM, &form, errors).await;
        };
        let may = policy::follow(cx.actor(), Thing::Area(area.code), Found::Public)?;
        commands::follow(cx.db(), may, cx.now()).await?;
        cx.notify("mails-followed").await?;
        Ok(paths::FOLLOWING.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowForm {
    /// What, as in `things`.
    pub kind: String,
    pub key: String,
    pub wish: String,
    /// The page to come back to.
    pub back: String,
}

/// Starts or stops following what a page is about.
#[server(prefix = "/do", endpoint = "notifications/follow", input = PostUrl)]
pub async fn follow_thing(form: FollowForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        match form.wish.parse().map_err(|_| AppError::BadRequest)? {
            Wish::Start => {
                let may = access::follower(&cx, &form.kind, &form.key).await?;
                commands::follow(cx.db(), may, cx.now()).await?;
                cx.notify("follow-started").await?;
            }
            Wish::Stop => {
                let thing = Thing::read(&form.kind, &form.key).ok_or(AppError::NotFound)?;
                commands::unfollow(cx.db(), &cx.state().post, &person, &thing, cx.now()).await?;
                cx.notify("follow-stopped").await?;
            }
        }
        Ok(paths::local(&form.back).to_owned())
    })
    .await
}
