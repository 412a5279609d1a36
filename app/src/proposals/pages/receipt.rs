//! `/voorstellen/:id/ontvangst`

use leptos::prelude::*;

use super::parts::{breadcrumb, param};
use crate::{
    error::AppError,
    paths,
    proposals::access,
    ui::page::{Page, page},
};

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::reader(&cx, &id).await?;
        let proposal = may.proposal();
        let (Some(number), Some(at)) = (proposal.receipt_number.clone(), proposal.submitted_at) else { return Err(AppError::NotFound) };
        let deadline = proposal.call.life.deadline().map(|at| t.moment(at)).unwrap_or_default();
        let title = t.get("proposal-receipt-title");
        let links = vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title")), (paths::proposal(&id), proposal.title.clone())];
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    <div class="wk-alert wk-alert--ok" role="status"><h1 class="wk-alert__title">{title}</h1>
                        <p>{t.with("proposal-receipt-text", &[("title", proposal.title.as_str().into()), ("moment", t.moment(at).into())])}</p></div>
                    <div class="wk-receipt"><p>{t.get("proposal-receipt-number")}</p><p class="wk-receipt__number">{number}</p></div>
                    <p>{t.with("proposal-receipt-mail", &[("email", proposal.contact_email.as_str().into())])}</p>
                    <section class="wk-section"><h2>{t.get("proposal-next-title")}</h2>
                        <ol>
                            <li>{t.with("proposal-next-change", &[("deadline", deadline.into())])}</li>
                            <li>{t.get("proposal-next-read")}</li>
                            <li>{t.get("proposal-next-decision")}</li>
                        </ol>
                    </section>
                    <div class="wk-actions">
                        <a class="wk-button wk-button--primary" href=t.href(paths::proposal(&id))>{t.get("proposal-to-proposal")}</a>
                        <a class="wk-button wk-button--secondary" href=t.href(paths::PROPOSALS)>{t.get("proposal-own-title")}</a>
                    </div>
                </div>
            },
        ))
    })
}
