//! The form posts of saved searches.

use leptos::{prelude::*, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    commands::{self, NotSaved},
    model::{MAX_NAME, MOST_SEARCHES, Rhythm, Target},
    policy::{self, MayEdit},
    queries,
};
use crate::{
    error::AppError,
    infra::search::required::words_of,
    input::{self, FieldErrors, Problem},
    paths,
    request::{RequestCx, post},
    ui::find::{query_pairs, query_string},
};

/// The names under which the forms keep what was typed.
pub const SAVE_FORM: &str = "save-search";
pub const CHANGE_FORM: &str = "change-search";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SaveForm {
    /// In what it looks.
    pub target: String,
    /// The query of its results page.
    pub query: String,
    pub name: String,
    pub rhythm: String,
}

/// Keeps a search.
#[server(prefix = "/do", endpoint = "alerts/save", input = PostUrl)]
pub async fn save_search(form: SaveForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let target: Target = form.target.parse().map_err(|_| AppError::BadRequest)?;
        let pairs = query_pairs(&form.query);
        let back =
            paths::saved_search_new(target.as_str(), &query_string(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
        let mut errors = FieldErrors::default();
        let criteria = queries::read_criteria(cx.db().reader(), target, &pairs).await?;
        if !criteria.text.is_empty() && words_of(&criteria.text).is_empty() {
            errors.add("query", Problem::new("alerts-problem-words"));
        }
        let name = errors.check("name", input::line(&form.name, MAX_NAME));
        let rhythm = errors.check("rhythm", form.rhythm.parse::<Rhythm>().map_err(|_| Problem::new("problem-required")));
        let (Some(name), Some(rhythm), true) = (name, rhythm, errors.is_empty()) else {
            return cx.back_with(back, SAVE_FORM, &form, errors).await;
        };
        match commands::save(cx.db(), &person, name, &criteria, rhythm, cx.now()).await? {
            Ok(_) => {
                cx.notify("alerts-saved").await?;
                Ok(paths::SAVED_SEARCHES.to_owned())
            }
            Err(why) => {
                let problem = match why {
                    NotSaved::Same(_) => Problem::new("alerts-problem-same"),
                    NotSaved::TooMany => Problem::new("alerts-problem-many").n(i64::try_from(MOST_SEARCHES).unwrap_or(i64::MAX)),
                };
                errors.add("name", problem);
                cx.back_with(back, SAVE_FORM, &form, errors).await
            }
        }
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    pub id: String,
    pub name: String,
    pub rhythm: String,
}

/// Gives a search another name or rhythm.
#[server(prefix = "/do", endpoint = "alerts/change", input = PostUrl)]
pub async fn change_search(form: ChangeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = editable(&cx, &form.id).await?;
        let mut errors = FieldErrors::default();
        let name = errors.check("name", input::line(&form.name, MAX_NAME));
        let rhythm = errors.check("rhythm", form.rhythm.parse::<Rhythm>().map_err(|_| Problem::new("problem-required")));
        let (Some(name), Some(rhythm)) = (name, rhythm) else {
            return cx.back_with(paths::saved_search(may.search().id), CHANGE_FORM, &form, errors).await;
        };
        commands::change(cx.db(), may, name, rhythm, cx.now()).await?;
        cx.notify("alerts-changed").await?;
        Ok(paths::SAVED_SEARCHES.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRef {
    pub id: String,
}

/// Deletes a search.
#[server(prefix = "/do", endpoint = "alerts/delete", input = PostUrl)]
pub async fn delete_search(form: SearchRef) -> Result<(), AppError> {
    post(async move |cx| {
        let may = editable(&cx, &form.id).await?;
        commands::delete(cx.db(), may, cx.now()).await?;
        cx.notify("alerts-deleted").await?;
        Ok(paths::SAVED_SEARCHES.to_owned())
    })
    .await
}

async fn editable(cx: &RequestCx, id: &str) -> Result<MayEdit, AppError> {
    cx.actor().person()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    policy::edit(cx.actor(), queries::by_id(cx.db().reader(), id).await?)
}
