//! The form posts of a party's texts.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    commands,
    model::{self, TemplateKind},
    policy,
};
use crate::{error::AppError, infra::i18n::Locale, input::FieldErrors, paths, request::post};

/// The name under which the form comes back.
pub const FORM: &str = "template";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    /// Its slug.
    pub party: String,
    pub kind: String,
    pub locale: String,
    pub version: String,
    pub subject: String,
    pub body: String,
    /// `save`, or `preview` to see what it looks like first.
    #[serde(rename = "do")]
    pub button: String,
}

fn which(form: &TemplateForm) -> Result<(TemplateKind, Locale), AppError> {
    Ok((form.kind.parse().map_err(|_| AppError::NotFound)?, form.locale.parse().map_err(|_| AppError::NotFound)?))
}

/// Keeps a text of a party, or shows what it would look like.
#[server(prefix = "/do", endpoint = "templates/save", input = PostUrl)]
pub async fn save_template(form: TemplateForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::write(cx.actor(), &form.party)?;
        let (kind, locale) = which(&form)?;
        let version = form.version.parse().map_err(|_| AppError::BadRequest)?;
        let page = paths::party_template(may.slug(), kind.as_str(), locale.as_str());
        let template = match model::read(kind, locale, &form.subject, &form.body, &cx.state().settings.public_url) {
            Ok(template) => template,
            Err(errors) => return cx.back_with(page, FORM, &form, errors).await,
        };
        if form.button == "preview" {
            return cx.back_with(page, FORM, &form, FieldErrors::default()).await;
        }
        commands::save(cx.db(), &may, kind, locale, template, version, cx.now()).await?;
        cx.notify("template-saved").await?;
        Ok(page)
    })
    .await
}

/// Goes back to our own words.
#[server(prefix = "/do", endpoint = "templates/reset", input = PostUrl)]
pub async fn reset_template(form: TemplateForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::write(cx.actor(), &form.party)?;
        let (kind, locale) = which(&form)?;
        commands::reset(cx.db(), &may, kind, locale, cx.now()).await?;
        cx.notify("template-was-reset").await?;
        Ok(paths::party_template(may.slug(), kind.as_str(), locale.as_str()))
    })
    .await
}
