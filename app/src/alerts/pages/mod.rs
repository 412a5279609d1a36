//! The pages of saved searches.

mod list;
mod new;
mod one;

pub use list::SavedSearchesPage;
pub use new::NewSavedSearchPage;
pub use one::SavedSearchPage;

use leptos::prelude::*;

use super::model::Rhythm;
use crate::{
    infra::i18n::Texts,
    ui::form::{Choices, Fields, TextField},
};

/// The fields that a new search and one that changes have in common.
fn name_and_rhythm(t: Texts, fields: &Fields, name: String, rhythm: String) -> impl IntoView + use<> {
    let rhythms = Rhythm::ALL.iter().map(|rhythm| (rhythm.as_str().to_owned(), rhythm.label(t))).collect();
    view! {
        <TextField fields=fields.clone() name="name" label=t.get("alerts-name") hint=t.get("alerts-name-hint") value=name/>
        <Choices fields=fields.clone() name="rhythm" label=t.get("alerts-rhythm") values=vec![rhythm] options=rhythms/>
    }
}

/// What a search asks for, as a list that cannot be pressed.
fn asked(t: Texts, target: String, labels: Vec<String>) -> impl IntoView {
    let labels = if labels.is_empty() { vec![t.get("alerts-everything")] } else { labels };
    let tags = std::iter::once(target).chain(labels).map(|label| view! { <li class="wk-tag">{label}</li> }).collect_view();
    view! { <ul class="wk-tags" role="list" aria-label=t.get("alerts-asks")>{tags}</ul> }
}
