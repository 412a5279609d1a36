//! The pages of a party's texts.

mod list;
mod one;

pub use list::TemplatesPage;
pub use one::TemplatePage;

use leptos::prelude::*;

use super::policy::MayWrite;
use crate::{
    infra::i18n::{Locale, Texts},
    paths,
};

/// The way to these pages.
fn breadcrumb(t: Texts, may: &MayWrite, here: Option<String>) -> impl IntoView + use<> {
    let list = paths::party_templates(may.slug());
    let current = here.is_none().then_some("page");
    view! {
        <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
            <li><a href=t.href(paths::party(may.slug()))>{may.name().to_owned()}</a></li>
            <li><a href=t.href(list) aria-current=current>{t.get("templates-title")}</a></li>
            {here.map(|name| view! { <li><span aria-current="page">{name}</span></li> })}
        </ol></nav>
    }
}

fn language(t: Texts, locale: Locale) -> String {
    match locale {
        Locale::Nl => t.get("template-dutch"),
        Locale::En => t.get("template-english"),
    }
}
