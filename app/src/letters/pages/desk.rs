//! `/vandaag/mails` and what lies below it, for organisers.

use leptos::prelude::*;

use super::{asked, letter, list, param, release};
use crate::{
    desk::pause,
    letters::{model::Place, policy},
    ui::page::{Page, page},
};

/// All mail.
#[component]
pub fn DeskMailsPage() -> impl IntoView {
    let asked = asked();
    page(async move |cx| {
        let may = policy::organiser_reads(&cx.actor().organiser()?);
        let paused = pause::banner(&cx).await?;
        let page = list::page_of(&cx, &Place::Desk, &may, asked).await?;
        Ok(Page { body: view! { {paused}{page.body} }.into_any(), ..page })
    })
}

/// One mail.
#[component]
pub fn DeskMailPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let may = policy::organiser_reads(&cx.actor().organiser()?);
        letter::page_of(&cx, &Place::Desk, &may, &id).await
    })
}

/// Releasing what a filter finds.
#[component]
pub fn DeskReleasePage() -> impl IntoView {
    let asked = asked();
    page(async move |cx| {
        let may = policy::organiser(&cx.actor().organiser()?);
        release::page_of(&cx, &Place::Desk, &may, &asked.filter).await
    })
}
