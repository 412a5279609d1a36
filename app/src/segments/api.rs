//! The form posts of mails to a selection, for organisers.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::{self, Draft},
    model::{Audience, MAX_BODY, MAX_SUBJECT, STATES, Words},
};
use crate::{
    error::AppError,
    input::{self, FieldErrors, Problem},
    paths,
    proposals::model::ProposalState,
    request::post,
};

/// The name under which the form comes back.
pub const FORM: &str = "segment";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentForm {
    /// The mail that is changed; empty for a new one.
    pub mail: String,
    pub version: String,
    /// `parties`, `proposals`, `need` or `offer`.
    pub to: String,
    pub name: String,
    pub kind: String,
    pub area: String,
    pub theme: String,
    pub call: String,
    pub state: String,
    pub subject: String,
    pub body: String,
    /// The same words for those who read English; both or none.
    pub english_subject: String,
    pub english_body: String,
}

fn audience(form: &SegmentForm, errors: &mut FieldErrors) -> Option<Audience> {
    let area = errors.check("area", input::optional_line(&form.area, 120));
    if form.to == "parties" {
        let text = errors.check("name", input::optional_line(&form.name, 100))?;
        return Some(Audience::Parties { text, kind: form.kind.parse().ok(), area: area? });
    }
    if let Ok(side) = form.to.parse() {
        return Some(Audience::Listings { side, theme: form.theme.parse().ok(), area: area? });
    }
    if form.to != "proposals" {
        errors.add("to", Problem::new("problem-required"));
        return None;
    }
    let call = errors.check("call", input::line(&form.call, 100))?;
    let state: Option<ProposalState> = form.state.parse().ok().filter(|state| STATES.contains(state));
    let state = errors.check("state", state.ok_or_else(|| Problem::new("problem-required")))?;
    Some(Audience::Proposals { call, state })
}

/// Reads the English words; none when both fields are empty.
fn english(form: &SegmentForm, own: &str, errors: &mut FieldErrors) -> Option<Words> {
    if form.english_subject.trim().is_empty() && form.english_body.trim().is_empty() {
        return None;
    }
    let subject = errors.check("english_subject", input::own_line(&form.english_subject, MAX_SUBJECT, own));
    let text = input::text(&form.english_body, MAX_BODY).and_then(|text| input::own_words(&text, MAX_BODY, own));
    Some(Words { subject: subject?, body: errors.check("english_body", text)? })
}

/// Keeps a mail and shows whom it reaches.
#[server(prefix = "/do", endpoint = "segments/save", input = PostUrl)]
pub async fn save_segment(form: SegmentForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let seen = match form.mail.as_str() {
            "" => None,
            mail => Some((mail.parse().map_err(|_| AppError::NotFound)?, form.version.parse().map_err(|_| AppError::BadRequest)?)),
        };
        let own = &cx.state().settings.public_url;
        let mut errors = FieldErrors::default();
        let audience = audience(&form, &mut errors);
        let subject = errors.check("subject", input::own_line(&form.subject, MAX_SUBJECT, own));
        let body = errors.check("body", input::text(&form.body, MAX_BODY).and_then(|text| input::own_words(&text, MAX_BODY, own)));
        let english = english(&form, own, &mut errors);
        let (Some(audience), Some(subject), Some(body), true) = (audience, subject, body, errors.is_empty()) else {
            let page = seen.map_or_else(|| paths::DESK_SEGMENT.to_owned(), |(id, _): (Uuid, i32)| paths::desk_segment_edit(id));
            return cx.back_with(page, FORM, &form, errors).await;
        };
        let id = commands::save(cx.db(), &organiser, seen, Draft { audience, dutch: Words { subject, body }, english }, cx.now()).await?;
        Ok(paths::desk_segment(id))
    })
    .await
}

/// A mail, as it was seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenForm {
    pub mail: String,
    pub version: String,
    pub mark: String,
}

/// Sends the mail to the organiser alone.
#[server(prefix = "/do", endpoint = "segments/try", input = PostUrl)]
pub async fn try_segment(form: SeenForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let id = form.mail.parse().map_err(|_| AppError::NotFound)?;
        commands::try_out(cx.state(), &organiser, id, cx.now()).await?;
        cx.notify("segment-tried").await?;
        Ok(paths::desk_segment(id))
    })
    .await
}

/// Puts the mail aside for everybody whom it reaches.
#[server(prefix = "/do", endpoint = "segments/queue", input = PostUrl)]
pub async fn queue_segment(form: SeenForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let id = form.mail.parse().map_err(|_| AppError::NotFound)?;
        let version = form.version.parse().map_err(|_| AppError::BadRequest)?;
        commands::queue(cx.state(), &organiser, id, version, &form.mark, cx.now()).await?;
        cx.notify("segment-queued").await?;
        Ok(format!("{}?staat=held&over=segment:{id}", paths::DESK_MAILS))
    })
    .await
}
