//! `/partijen/:slug/brieven`

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{breadcrumb, language};
use crate::{
    infra::i18n::Locale,
    paths,
    templates::{model::TemplateKind, policy, queries},
    ui::page::{Page, page},
};

/// Which texts are there, and whose words they have.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let may = policy::write(cx.actor(), &slug)?;
        let written = queries::of_party(cx.db().reader(), may.party()).await?;
        let all = TemplateKind::ALL.iter().flat_map(|kind| [(*kind, Locale::Nl), (*kind, Locale::En)]);
        let rows = all
            .map(|(kind, locale)| {
                let path = paths::party_template(may.slug(), kind.as_str(), locale.as_str());
                let (class, word) = if written.contains_key(&(kind, locale)) {
                    ("wk-badge wk-badge--positive", t.get("template-own-words"))
                } else {
                    ("wk-badge", t.get("template-our-words"))
                };
                view! { <li><div><a href=t.href(path)>{kind.label(t)}</a><p class="wk-meta"><span>{language(t, locale)}</span></p></div><span class=class>{word}</span></li> }
            })
            .collect_view();
        let title = t.get("templates-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    {breadcrumb(t, &may, None)}
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("templates-lead")}</p></header>
                    <ul class="wk-worklist" role="list">{rows}</ul>
                </div>
            },
        ))
    })
}
