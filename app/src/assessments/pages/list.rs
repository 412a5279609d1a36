//! `/beoordelen`

use leptos::prelude::*;

use crate::{
    assessments::{model::Standing, policy, queries, queries::Assigned},
    infra::{clock::local_day, i18n::Texts},
    paths,
    ui::page::{Page, page},
};

/// What waits for somebody to assess, and what is done.
#[component]
pub fn AssessmentsPage() -> impl IntoView {
    page(async move |cx| {
        let t = cx.t();
        let person = cx.actor().person()?;
        let all = queries::of_account(cx.db().reader(), person.id).await?;
        // The same rule as for one of them.
        let all: Vec<Assigned> =
            all.into_iter().filter_map(|row| policy::assess(cx.actor(), Some(row)).ok().map(|may| may.assigned().clone())).collect();
        let (waiting, rest): (Vec<Assigned>, Vec<Assigned>) = all.into_iter().partition(|row| row.waits && row.standing.is_open());
        let done = rest.iter().filter(|row| row.standing == Standing::Submitted).count();
        let asked = waiting.len() + done;
        let today = local_day(cx.now());
        let title = t.get("assessments-title");
        let progress = (asked > 0).then(|| {
            let text = t.with("assessments-progress", &[("done", done.into()), ("asked", asked.into())]);
            view! { <p class="wk-steps">{text.clone()}" "<progress class="wk-progress" max=asked value=done aria-label=text></progress></p> }
        });
        let list = if waiting.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("assessments-empty-title")}</h2><p>{t.get("assessments-empty")}</p></div> }.into_any()
        } else {
            let rows = waiting
                .into_iter()
                .map(|row| {
                    let badge = if row.due_on < today {
                        ("wk-badge wk-badge--negative", t.get("assessment-late"))
                    } else {
                        (row.standing.badge(), row.standing.label(t))
                    };
                    line(t, row, badge)
                })
                .collect_view();
            view! { <ul class="wk-worklist" role="list">{rows}</ul> }.into_any()
        };
        let rest = (!rest.is_empty()).then(|| {
            let rows = rest
                .into_iter()
                .rev()
                .map(|row| {
                    let badge = if row.standing.is_open() {
                        ("wk-badge", t.get("assessment-decided"))
                    } else {
                        (row.standing.badge(), row.standing.label(t))
                    };
                    line(t, row, badge)
                })
                .collect_view();
            view! { <section class="wk-section"><h2>{t.get("assessments-done")}</h2><ul class="wk-worklist" role="list">{rows}</ul></section> }
        });
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("assessments-lead")}</p></header>
                    {progress}
                    {list}
                    {rest}
                </div>
            },
        ))
    })
}

/// One of them; `badge` is its class and its words.
fn line(t: Texts, row: Assigned, (class, label): (&'static str, String)) -> impl IntoView + use<> {
    view! {
        <li><div><a href=t.href(paths::assessment(row.proposal))>{row.title}</a>
            <p class="wk-meta"><span>{row.applicant}</span><span>{row.call}</span><span>{t.get("assessment-due")}" "{t.date(row.due_on)}</span></p></div>
            <span class=class>{label}</span></li>
    }
}
