//! The form posts of letters. Each asks first who may: an organiser, or for the letters of a call who decides on it.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::{self, Refusal},
    model::{Filter, Place},
    policy::{self, MayAct},
};
use crate::{
    error::AppError,
    infra::{
        db::Object,
        mail::{kept::Wording, outbox},
    },
    input::{self, FieldErrors, Problem},
    paths,
    proposals::access,
    request::{RequestCx, post},
};

/// The name under which the form that changes a letter comes back.
pub const EDIT_FORM: &str = "letter-edit";
/// The same of the form that discards one.
pub const DISCARD_FORM: &str = "letter-discard";

const MAX_SUBJECT: usize = 150;
const MAX_TEXT: usize = 5_000;
const MAX_REASON: usize = 500;

/// One letter, as somebody saw it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterForm {
    pub mail: String,
    /// The call whose letters these are; empty at the desk.
    pub call: String,
    pub version: String,
    /// Why it does not go.
    pub reason: String,
}

/// Other words for a letter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditForm {
    pub mail: String,
    pub call: String,
    pub version: String,
    pub subject: String,
    pub texts: Vec<String>,
}

/// All held letters that fit a filter, as somebody saw them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SetForm {
    pub call: String,
    pub kind: String,
    pub about: String,
    pub text: String,
    pub mark: String,
}

/// Finds out who may, and where the letters are shown.
async fn actor(cx: &RequestCx, call: &str) -> Result<(MayAct, Place), AppError> {
    if call.is_empty() {
        return Ok((policy::organiser(&cx.actor().organiser()?), Place::Desk));
    }
    let may = access::funder_actor(cx, call).await?;
    Ok((policy::funder(&may), Place::Call { slug: may.call().slug.clone(), title: may.call().title.clone() }))
}

fn id(text: &str) -> Result<Uuid, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

fn number(text: &str) -> Result<i32, AppError> {
    text.parse().map_err(|_| AppError::BadRequest)
}

/// Puts other words into a letter that is held.
#[server(prefix = "/do", endpoint = "letters/edit", input = PostUrl)]
pub async fn edit_letter(form: EditForm) -> Result<(), AppError> {
    post(async move |cx| {
        let (may, place) = actor(&cx, &form.call).await?;
        let (id, version) = (id(&form.mail)?, number(&form.version)?);
        let own = &cx.state().settings.public_url;
        let mut errors = FieldErrors::default();
        let subject = errors.check("subject", input::own_line(&form.subject, MAX_SUBJECT, own));
        let mut texts = Vec::new();
        for (at, text) in form.texts.iter().enumerate() {
            texts.extend(errors.check(format!("texts[{at}]"), input::own_words(text, MAX_TEXT, own)));
        }
        if texts.iter().all(String::is_empty) && errors.is_empty() && !form.texts.is_empty() {
            errors.add("texts[0]", Problem::new("problem-required"));
        }
        let Some(subject) = subject.filter(|_| errors.is_empty()) else {
            return cx.back_with(place.letter(id), EDIT_FORM, &form, errors).await;
        };
        commands::edit(cx.state(), &may, id, version, &Wording { subject, texts }, cx.now()).await?;
        cx.notify("letter-edited").await?;
        Ok(place.letter(id))
    })
    .await
}

/// Lets a letter go.
#[server(prefix = "/do", endpoint = "letters/release", input = PostUrl)]
pub async fn release_letter(form: LetterForm) -> Result<(), AppError> {
    post(async move |cx| {
        let (may, place) = actor(&cx, &form.call).await?;
        let id = id(&form.mail)?;
        commands::release(cx.state(), &may, id, number(&form.version)?, cx.now()).await?;
        cx.notify("letter-released").await?;
        Ok(place.letter(id))
    })
    .await
}

/// Puts a letter aside that waits.
#[server(prefix = "/do", endpoint = "letters/hold", input = PostUrl)]
pub async fn hold_letter(form: LetterForm) -> Result<(), AppError> {
    post(async move |cx| {
        let (may, place) = actor(&cx, &form.call).await?;
        let id = id(&form.mail)?;
        commands::hold(cx.state(), &may, id, cx.now()).await?;
        cx.notify("letter-held").await?;
        Ok(place.letter(id))
    })
    .await
}

/// Decides that a letter does not go.
#[server(prefix = "/do", endpoint = "letters/discard", input = PostUrl)]
pub async fn discard_letter(form: LetterForm) -> Result<(), AppError> {
    post(async move |cx| {
        let (may, place) = actor(&cx, &form.call).await?;
        let (id, version) = (id(&form.mail)?, number(&form.version)?);
        let mut errors = FieldErrors::default();
        let Some(reason) = errors.check("reason", input::line(&form.reason, MAX_REASON)) else {
            return cx.back_with(place.letter(id), DISCARD_FORM, &form, errors).await;
        };
        commands::discard(cx.state(), &may, id, version, &reason, cx.now()).await?;
        cx.notify("letter-discarded").await?;
        Ok(place.letter(id))
    })
    .await
}

/// Lets all held letters go that fit a filter and that somebody saw.
#[server(prefix = "/do", endpoint = "letters/release-all", input = PostUrl)]
pub async fn release_letters(form: SetForm) -> Result<(), AppError> {
    post(async move |cx| {
        let (may, place) = actor(&cx, &form.call).await?;
        let filter = Filter::read(|name| match name {
            "soort" => form.kind.clone(),
            "over" => form.about.clone(),
            "q" => form.text.clone(),
            _ => String::new(),
        });
        match commands::release_all(cx.state(), &may, &filter, &form.mark, cx.now()).await {
            Ok(_) => {
                cx.notify("letters-released").await?;
                Ok(place.list())
            }
            Err(Refusal::Changed) => {
                cx.notify("letters-changed").await?;
                Ok(place.confirm(&filter))
            }
            Err(Refusal::TooMany) => {
                cx.notify("letters-too-many").await?;
                Ok(place.confirm(&filter))
            }
            Err(Refusal::Other(error)) => Err(error),
        }
    })
    .await
}

/// A mail, or an address to which nothing goes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailForm {
    pub mail: String,
}

/// Lets mail go again to an address that its server did not know.
#[server(prefix = "/do", endpoint = "desk/lift", input = PostUrl)]
pub async fn lift_suppression(form: MailForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let id: Uuid = form.mail.parse().map_err(|_| AppError::NotFound)?;
        let audit = organiser.person().audit("mail.lift", Object::new("mail_suppression", id));
        if !outbox::suppression::lift(cx.db(), id, audit, cx.now()).await? {
            return Err(AppError::NotFound);
        }
        cx.notify("desk-lifted").await?;
        Ok(format!("{}?staat=suppressed", paths::DESK_MAILS))
    })
    .await
}

/// Lets a mail that was given up go again.
#[server(prefix = "/do", endpoint = "desk/resend", input = PostUrl)]
pub async fn resend_mail(form: MailForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::organiser(&cx.actor().organiser()?);
        commands::send_again(cx.db(), &may, id(&form.mail)?, cx.now()).await?;
        cx.notify("desk-resent").await?;
        Ok(paths::DESK_MAILS.to_owned())
    })
    .await
}
