//! The pages of "Wat past bij mij?".

mod overview;
mod questions;

pub use overview::FitsPage;
pub use questions::QuestionsPage;

use leptos::prelude::*;

use crate::{infra::i18n::Texts, paths};

/// The way to the pages.
fn breadcrumb(t: Texts, here: Option<String>) -> impl IntoView {
    let title = t.get("fits-title");
    let own = match here {
        None => view! { <li><span aria-current="page">{title}</span></li> }.into_any(),
        Some(here) => view! { <li><a href=t.href(paths::FITS)>{title}</a></li><li><span aria-current="page">{here}</span></li> }.into_any(),
    };
    view! { <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol><li><a href=t.href(paths::HOME)>"Wijkcall"</a></li>{own}</ol></nav> }
}
