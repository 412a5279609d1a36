//! Where a page stands.

use leptos::prelude::*;

use crate::infra::i18n::Texts;

/// The way to a page: the pages above it, as labels and paths, and its own name.
pub fn breadcrumb(t: Texts, above: Vec<(String, String)>, here: String) -> impl IntoView + use<> {
    let above = above.into_iter().map(|(label, path)| view! { <li><a href=t.href(path)>{label}</a></li> }).collect_view();
    view! { <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>{above}<li><span aria-current="page">{here}</span></li></ol></nav> }
}
