//! `/over`, `/toegankelijkheid` and `/privacy`: running text, kept as Markdown in `app/pages/<language>/`.

use leptos::prelude::*;

use crate::{
    infra::{
        i18n::{Locale, Texts},
        markdown,
    },
    ui::page::{Page, page},
};

/// The two languages of one text.
struct Text {
    nl: &'static str,
    en: &'static str,
}

macro_rules! text {
    ($name:literal) => {
        Text { nl: include_str!(concat!("../../../pages/nl/", $name)), en: include_str!(concat!("../../../pages/en/", $name)) }
    };
}

const ABOUT: Text = text!("about.md");
const ACCESSIBILITY: Text = text!("accessibility.md");
const PRIVACY: Text = text!("privacy.md");

/// What Wijkcall is.
#[component]
pub fn AboutPage() -> impl IntoView {
    page(async |cx| Ok(running(cx.t(), cx.t().get("nav-about"), &ABOUT)))
}

/// How accessible the site is, and where to complain.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    page(async |cx| Ok(running(cx.t(), cx.t().get("nav-accessibility"), &ACCESSIBILITY)))
}

/// What is kept about people.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    page(async |cx| Ok(running(cx.t(), cx.t().get("nav-privacy"), &PRIVACY)))
}

/// Shows a text: the part before its first heading as the lead, each `## heading` as a section.
fn running(t: Texts, title: String, text: &Text) -> Page {
    let text = match t.locale {
        Locale::Nl => text.nl,
        Locale::En => text.en,
    };
    let mut parts = text.split("\n## ");
    let lead = parts.next().unwrap_or_default().trim();
    let sections = parts
        .map(|part| {
            let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
            view! { <section class="wk-section"><h2>{heading}</h2><div class="wk-prose" inner_html=markdown::to_html(body)></div></section> }
        })
        .collect_view();
    Page::new(
        title.clone(),
        view! {
            <article class="wk-narrow">
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
                {sections}
            </article>
        },
    )
}
