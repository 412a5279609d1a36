//! The reports on a proposal, on its page.

use leptos::prelude::*;

use super::{model::ReportId, queries::Report};
use crate::{infra::i18n::Texts, values::Cents};

/// A list of reports; `path` says where each of them is.
pub fn list(t: Texts, reports: Vec<Report>, path: impl Fn(ReportId) -> String) -> AnyView {
    let rows = reports
        .into_iter()
        .map(|report| {
            let href = t.href(path(report.id));
            let name = t.with("report-name", &[("day", t.date(report.due_on).into())]);
            let first = report.asks.lines().next().unwrap_or_default().chars().take(120).collect::<String>();
            view! { <li><div><a href=href>{name}</a><p class="wk-meta"><span>{first}</span></p></div><span class=report.state.badge()>{report.state.label(t)}</span></li> }
        })
        .collect_view();
    view! { <ul class="wk-worklist" role="list">{rows}</ul> }.into_any()
}

/// What was submitted, and what the funder said of it.
pub fn submitted_view(t: Texts, report: &Report) -> impl IntoView + use<> {
    use crate::proposals::parts::paragraphs;
    let spent = report.spent.map(|Cents(cents)| view! { <p><strong>{t.get("report-spent")}</strong>": "{t.money(Cents(cents))}</p> });
    let said = (!report.reason.is_empty()).then(|| {
        view! { <section class="wk-section"><h2>{t.get("report-reason-title")}</h2>
        {report.judged_at.map(|at| view! { <p class="wk-meta"><span>{t.moment(at)}</span></p> })}{paragraphs(&report.reason)}</section> }
    });
    view! {
        {report.submitted_at.map(|at| view! {
            <section class="wk-section"><h2>{t.get("report-text")}</h2><p class="wk-meta"><span>{t.moment(at)}</span></p>{paragraphs(&report.body)}{spent}</section>
        })}
        {said}
    }
}
