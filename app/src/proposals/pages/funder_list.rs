//! `/calls/:slug/voorstellen`, for the members of the call's party.

use leptos::prelude::*;

use super::parts::{breadcrumb, call_links, param, query};
use crate::{
    infra::i18n::Texts,
    paths,
    proposals::{
        access,
        model::{ProposalState, remainder},
        queries::{self, After, PAGE, SubmittedRow, Totals},
    },
    ui::page::{Page, page},
    values::Cents,
};

/// The states that a funder can choose from; drafts are not among them.
const STATES: [ProposalState; 4] = [ProposalState::Submitted, ProposalState::Awarded, ProposalState::Refused, ProposalState::Withdrawn];

#[component]
pub fn CallProposalsPage() -> impl IntoView {
    let (slug, status, after) = (param("slug"), query("status"), query("na"));
    page(async move |cx| {
        let t = cx.t();
        let (may, totals) = access::funder_lists(&cx, &slug).await?;
        let (db, call) = (cx.db().reader(), may.call());
        let state = status.parse().ok().filter(|state| STATES.contains(state));
        let after = After::parse(&after);
        let mut rows = queries::submitted(db, &may, state, after, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let next = rows.last().filter(|_| more).and_then(|row| Some(After { submitted_at: row.submitted_at?, id: row.id }));
        let path = paths::call_proposals(&call.slug);
        let address = move |state: Option<ProposalState>, after: Option<After>| {
            let query: Vec<String> = [state.map(|state| format!("status={}", state.as_str())), after.map(|after| format!("na={after}"))]
                .into_iter()
                .flatten()
                .collect();
            if query.is_empty() { t.href(path.clone()) } else { t.href(format!("{path}?{}", query.join("&"))) }
        };
        let title = t.get("proposal-received-title");
        let csv = csv_path(&call.slug, state);
        let untold = (totals.untold > 0).then(|| {
            view! {
                <div class="wk-alert wk-alert--warning"><p>{t.with("proposal-untold-count", &[("count", totals.untold.into())])}</p>
                    <p><a class="wk-button wk-button--primary" href=t.href(paths::call_letters(&call.slug))>{t.get("letters-title")}</a></p></div>
            }
        });
        let letters =
            (totals.untold == 0).then(|| view! { <p><a href=t.href(paths::call_letters(&call.slug))>{t.get("letters-title")}</a></p> });
        let list = if rows.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("proposal-received-empty-title")}</h2><p>{t.get("proposal-received-empty")}</p></div> }
                .into_any()
        } else {
            table(t, &call.slug, rows).into_any()
        };
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, call_links(t, &call.slug, &call.title), title.clone())}
                <header class="wk-page-header"><p class="wk-eyebrow">{call.title.clone()}</p><h1>{title}</h1>{letters}</header>
                {untold}
                {figures(t, &totals, call.ceiling)}
                <nav class="wk-tabs" aria-label=t.get("proposal-received-tabs")><ul>{tabs(t, &totals, state, &address)}</ul></nav>
                <div class="wk-results"><p role="status">{t.with("proposal-drafts", &[("count", totals.of(ProposalState::Draft).into())])}</p>
                    <a href=csv download="">{t.get("proposal-csv")}</a></div>
                {list}
                {(after.is_some() || next.is_some()).then(|| view! {
                    <nav class="wk-pagination" aria-label=t.get("proposal-pages")>
                        {after.map(|_| view! { <a href=address(state, None)>{t.get("proposal-first")}</a> })}
                        {next.map(|next| view! { <a rel="next" href=address(state, Some(next))>{t.get("proposal-next")}</a> })}
                    </nav>
                })}
            },
        ))
    })
}

/// The export of what the list shows; a file, so without a language.
fn csv_path(slug: &str, state: Option<ProposalState>) -> String {
    let query = state.map(|state| format!("?status={}", state.as_str())).unwrap_or_default();
    format!("{}.csv{query}", paths::call_proposals(slug))
}

fn tabs(
    t: Texts,
    totals: &Totals,
    chosen: Option<ProposalState>,
    address: &impl Fn(Option<ProposalState>, Option<After>) -> String,
) -> Vec<AnyView> {
    let all = [(None, t.get("proposal-all"), totals.submitted())];
    let states = STATES.map(|state| (Some(state), state.label(t), totals.of(state)));
    all.into_iter()
        .chain(states)
        .map(|(state, label, count)| {
            let current = (state == chosen).then_some("page");
            view! { <li><a href=address(state, None) aria-current=current>{label}" "<span class="wk-counter">{count}</span></a></li> }
                .into_any()
        })
        .collect()
}

fn figures(t: Texts, totals: &Totals, ceiling: Option<Cents>) -> impl IntoView + use<> {
    let left = remainder(ceiling, totals.awarded);
    let tile = |number: String, label: &str| {
        view! { <div class="wk-tile"><span class="wk-tile__number">{number}</span><span class="wk-tile__label">{t.get(label)}</span></div> }
    };
    view! {
        <div class="wk-grid wk-grid--2">
            {tile(totals.submitted().to_string(), "proposal-count")}
            {tile(t.money(totals.requested), "proposal-sum-requested")}
            {tile(t.money(totals.awarded), "proposal-sum-awarded")}
            {left.map(|left| tile(t.money(left), "proposal-sum-left"))}
        </div>
    }
}

fn table(t: Texts, slug: &str, rows: Vec<SubmittedRow>) -> impl IntoView + use<> {
    let rows = rows
        .into_iter()
        .map(|row| {
            let untold = row.is_untold().then(|| view! { <p class="wk-meta"><span>{t.get("proposal-untold-mark")}</span></p> });
            let requested = if row.barred > 0 { "-".to_owned() } else { t.money(row.requested_cents) };
            let awarded = row.awarded_cents.filter(|_| row.state == ProposalState::Awarded).map_or_else(|| "-".to_owned(), |amount| t.money(amount));
            view! {
                <tr>
                    <th scope="row"><a href=t.href(paths::call_proposal(slug, row.id))>{row.title}</a></th>
                    <td data-label=t.get("proposal-applicant-name")>{row.applicant_name}<br/><span class="wk-muted">{row.applicant_kind.label(t)}</span></td>
                    <td data-label=t.get("proposal-status")><div><span class=row.state.badge()>{row.state.label(t)}</span>{untold}</div></td>
                    <td class="wk-num" data-label=t.get("proposal-requested")>{requested}</td>
                    <td class="wk-num" data-label=t.get("proposal-awarded")>{awarded}</td>
                    <td data-label=t.get("proposal-submitted-at")>{row.submitted_at.map(|at| t.moment(at))}<br/><span class="wk-mono">{row.receipt_number}</span></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="wk-table-wrap" tabindex="0" role="region" aria-label=t.get("proposal-received-title")><table class="wk-table wk-table--cards">
            <thead><tr><th scope="col">{t.get("proposal-title")}</th><th scope="col">{t.get("proposal-applicant-name")}</th><th scope="col">{t.get("proposal-status")}</th>
                <th scope="col" class="wk-num">{t.get("proposal-requested")}</th><th scope="col" class="wk-num">{t.get("proposal-awarded")}</th>
                <th scope="col">{t.get("proposal-submitted-at")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}
