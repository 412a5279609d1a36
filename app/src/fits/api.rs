//! The form posts of "Wat past bij mij?".

use leptos::{prelude::*, server_fn::codec::PostUrl};

use super::{commands, model::AnswersForm, policy};
use crate::{areas, error::AppError, paths, request::post};

/// The name under which the form keeps what was typed.
pub const ANSWERS_FORM: &str = "fit-answers";

/// Keeps the answers.
#[server(prefix = "/do", endpoint = "fits/answer", input = PostUrl)]
pub async fn answer_questions(form: AnswersForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::answer(cx.actor())?;
        let area = areas::queries::by_typed(cx.db().reader(), &form.place).await?;
        match form.parse(area.map(|area| (area.code, area.label)), may.kind()) {
            Ok(answers) => {
                commands::answer(cx.db(), may, &answers, cx.now()).await?;
                cx.notify("fits-saved").await?;
                Ok(paths::FITS.to_owned())
            }
            Err(errors) => cx.back_with(paths::FITS_QUESTIONS.to_owned(), ANSWERS_FORM, &form, errors).await,
        }
    })
    .await
}

/// Deletes the answers.
#[server(prefix = "/do", endpoint = "fits/delete", input = PostUrl)]
pub async fn delete_answers() -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::answer(cx.actor())?;
        commands::delete(cx.db(), may, cx.now()).await?;
        cx.notify("fits-deleted").await?;
        Ok(paths::FITS.to_owned())
    })
    .await
}
