//! `/calls/:slug/brieven` and what lies below it, for who decides on that call.

use leptos::prelude::*;

use super::{asked, letter, list, param, release};
use crate::{
    letters::{model::Place, policy},
    proposals::{access, queries::CallRef},
    ui::page::page,
};

fn place(call: &CallRef) -> Place {
    Place::Call { slug: call.slug.clone(), title: call.title.clone() }
}

/// The letters of the call.
#[component]
pub fn CallLettersPage() -> impl IntoView {
    let (slug, asked) = (param("slug"), asked());
    page(async move |cx| {
        let funder = access::funder_reader(&cx, &slug).await?;
        list::page_of(&cx, &place(funder.call()), &policy::funder_reads(&funder), asked).await
    })
}

/// One letter.
#[component]
pub fn CallLetterPage() -> impl IntoView {
    let (slug, id) = (param("slug"), param("id"));
    page(async move |cx| {
        let funder = access::funder_reader(&cx, &slug).await?;
        letter::page_of(&cx, &place(funder.call()), &policy::funder_reads(&funder), &id).await
    })
}

/// Releasing what a filter finds.
#[component]
pub fn CallReleasePage() -> impl IntoView {
    let (slug, asked) = (param("slug"), asked());
    page(async move |cx| {
        let funder = access::funder_actor(&cx, &slug).await?;
        release::page_of(&cx, &place(funder.call()), &policy::funder(&funder), &asked.filter).await
    })
}
