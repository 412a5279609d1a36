//! `/calls/:slug`

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    accounts::model::Actor,
    areas::model::AreaCode,
    calls::{
        cards::{badge, next_moment, theme_links},
        model::{Call, CallState, Phase, Question, QuestionKind, show},
        policy,
        queries::{self, Recorded, Standing},
    },
    error::AppError,
    infra::{db::Object, i18n::Texts, markdown},
    notifications::{button::FollowButton, history::mails_about, things::Thing},
    paths,
    request::RequestCx,
    themes::Theme,
    ui::{
        breadcrumb::breadcrumb,
        page::{Page, page},
    },
    values::Cents,
};

#[component]
pub fn CallPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let call = policy::see(cx.actor(), queries::by_slug(cx.db().reader(), &slug).await?)?;
        let shown = Shown::load(&cx, call).await?;
        let title = shown.call.title.clone();
        Ok(Page::new(title, shown.view(&cx)))
    })
}

/// A call with everything that its page shows.
pub(super) struct Shown {
    pub call: Call,
    themes: Vec<Theme>,
    areas: Vec<(AreaCode, String)>,
    questions: Vec<Question>,
    changes: Vec<Recorded>,
    standing: Standing,
    /// What was mailed about it, for those who may know.
    mails: Option<AnyView>,
}

impl Shown {
    /// Loads what belongs to a call, in three statements, and for organisers one more.
    pub async fn load(cx: &RequestCx, call: Call) -> Result<Self, AppError> {
        let db = cx.db().reader();
        let account = match cx.actor() {
            Actor::Person(person) => Some(person.id),
            Actor::Anonymous => None,
        };
        let ((themes, areas), standing) = queries::beside(db, call.id, account).await?;
        Ok(Self {
            themes,
            areas,
            questions: queries::questions(db, call.id).await?,
            changes: queries::changes(db, call.id).await?,
            standing,
            mails: mails_about(cx, Object::new("call", call.id)).await?,
            call,
        })
    }

    pub fn view(self, cx: &RequestCx) -> impl IntoView + use<> {
        let t = cx.t();
        let now = cx.now();
        let Self { call, themes, areas, questions, changes, standing, mails } = self;
        let lead = call.summary.clone();
        let eyebrow = t.with("calls-of", &[("funder", call.funder.name.clone().into())]);
        let conditions = (!call.conditions.is_empty()).then(|| {
            view! { <section class="wk-section"><h2>{t.get("calls-part-conditions")}</h2><div class="wk-prose" inner_html=markdown::to_html(&call.conditions)></div></section> }
        });
        view! {
            {breadcrumb(t, vec![(t.get("calls-title"), paths::CALLS.to_owned())], call.title.clone())}
            {banner(t, &call)}
            <header class="wk-page-header">
                <p class="wk-cluster">{badge(t, &call.life, now)}<span class="wk-eyebrow">{eyebrow}</span></p>
                <h1>{call.title.clone()}</h1>
                {(!lead.is_empty()).then(|| view! { <p class="wk-lead">{lead}</p> })}
                {actions(cx, &call, now)}
            </header>
            <div class="wk-sidebar wk-sidebar--end">
                <aside aria-label=t.get("calls-facts")>
                    <div class="wk-stack">
                        {facts(t, &call, &themes, areas, standing, now)}
                        {follow(cx, &call, standing)}
                    </div>
                </aside>
                <div>
                    <section><h2 class="wk-visually-hidden">{t.get("calls-part-body")}</h2><div class="wk-prose" inner_html=markdown::to_html(&call.body)></div></section>
                    {conditions}
                    {questions_preview(t, questions)}
                    {join(t, &call, now)}
                    {history(t, changes)}
                    {mails}
                </div>
            </div>
        }
    }
}

/// What a visitor must know first: that it is a draft, or that it was withdrawn.
fn banner(t: Texts, call: &Call) -> Option<AnyView> {
    match call.life.state {
        CallState::Published => None,
        CallState::Draft => Some(
            view! {
                <div class="wk-alert wk-alert--info">
                    <h2 class="wk-alert__title">{t.get("calls-draft-title")}</h2>
                    <p>{t.get("calls-draft-text")}</p>
                    <p><a href=t.href(paths::call_edit(&call.slug))>{t.get("calls-back-to-form")}</a></p>
                </div>
            }
            .into_any(),
        ),
        CallState::Withdrawn => Some(
            view! {
                <div class="wk-alert wk-alert--warning">
                    <h2 class="wk-alert__title">{t.get("calls-withdrawn-title")}</h2>
                    <p>{call.life.withdrawn_reason.clone()}</p>
                </div>
            }
            .into_any(),
        ),
    }
}

fn actions(cx: &RequestCx, call: &Call, now: DateTime<Utc>) -> impl IntoView + use<> {
    let t = cx.t();
    let start = call.is_open(now).then(|| {
        view! { <a class="wk-button wk-button--primary" href=t.href(paths::proposal_start(&call.slug))>{t.get("calls-start")}</a> }
    });
    let edit = (policy::may_edit(cx.actor(), call) && call.life.state != CallState::Withdrawn)
        .then(|| view! { <a class="wk-button wk-button--secondary" href=t.href(paths::call_edit(&call.slug))>{t.get("calls-edit")}</a> });
    let proposals = (policy::may_read_proposals(cx.actor(), call) && call.life.state != CallState::Draft).then(
        || view! { <a class="wk-button wk-button--secondary" href=t.href(paths::call_proposals(&call.slug))>{t.get("calls-proposals")}</a> },
    );
    (start.is_some() || edit.is_some() || proposals.is_some()).then(|| view! { <div class="wk-actions">{start}{proposals}{edit}</div> })
}

/// After the reading: when it closes and where to begin.
fn join(t: Texts, call: &Call, now: DateTime<Utc>) -> Option<impl IntoView + use<>> {
    call.is_open(now).then(|| {
        let (label, lasting, moment) = next_moment(t, &call.life, now);
        view! {
            <section class="wk-section"><div class="wk-panel wk-panel--accent">
                <h2 class="wk-h3">{t.get("calls-join")}</h2>
                <p>{format!("{label} {lasting}")}{moment.map(|moment| format!(": {moment}."))}" "{t.get("calls-join-text")}</p>
                <div class="wk-cluster"><a class="wk-button wk-button--primary" href=t.href(paths::proposal_start(&call.slug))>{t.get("calls-start")}</a></div>
            </div></section>
        }
    })
}

fn facts(
    t: Texts,
    call: &Call,
    themes: &[Theme],
    areas: Vec<(AreaCode, String)>,
    standing: Standing,
    now: DateTime<Utc>,
) -> impl IntoView + use<> {
    let (when_label, when, moment) = next_moment(t, &call.life, now);
    let fact = |label: String, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let money = |key: &'static str, amount: Option<Cents>| amount.map(|amount| fact(t.get(key), t.money(amount)));
    let moment_of = |key: &'static str, moment: Option<DateTime<Utc>>| moment.map(|moment| fact(t.get(key), t.moment(moment)));
    let phase = call.phase(now);
    let opens = (phase != Phase::Scheduled).then(|| moment_of("calls-opened-at", call.life.opens_at)).flatten();
    let closes = (phase == Phase::Scheduled).then(|| moment_of("calls-part-closes", call.life.closes_at)).flatten();
    let who: Vec<String> = call.who_may_apply.iter().map(|kind| kind.label(t)).collect();
    let areas = (!areas.is_empty()).then(|| {
        let links = areas.into_iter().map(|(code, label)| view! { <li><a href=t.href(paths::area(code))>{label}</a></li> }).collect_view();
        view! { <div><dt>{t.get("calls-part-areas")}</dt><dd><ul role="list">{links}</ul></dd></div> }
    });
    let no_money = (call.ceiling.is_none() && call.max.is_none()).then(|| fact(t.get("calls-available"), t.get("calls-no-money")));
    view! {
        <div class="wk-panel">
            <h2 class="wk-h3">{t.get("calls-facts")}</h2>
            <dl class="wk-data wk-data--stacked">
                <div><dt>{when_label}</dt><dd><strong>{when}</strong>{moment.map(|moment| view! { <br/>{moment} })}</dd></div>
                {opens}{closes}
                {no_money}
                {money("calls-part-ceiling", call.ceiling)}
                {money("calls-part-max", call.max)}
                {(!who.is_empty()).then(|| fact(t.get("calls-who"), who.join(", ")))}
                {areas}
            </dl>
            {remainder(t, call.ceiling, standing.awarded)}
            {(!themes.is_empty()).then(|| theme_links(t, themes))}
        </div>
    }
}

/// What is left of the money, once something has been awarded.
fn remainder(t: Texts, ceiling: Option<Cents>, Cents(awarded): Cents) -> Option<impl IntoView + use<>> {
    let Cents(ceiling) = ceiling.filter(|_| awarded > 0)?;
    let left = ceiling.saturating_sub(awarded).max(0);
    let text = t.with("calls-remainder", &[("left", t.money(Cents(left)).into()), ("total", t.money(Cents(ceiling)).into())]);
    let (label, max, value) = (text.clone(), (ceiling / 100).to_string(), (left / 100).to_string());
    Some(
        view! { <div class="wk-budget"><p>{text}</p><meter class="wk-meter wk-meter--large" min="0" max=max value=value aria-label=label></meter></div> },
    )
}

fn follow(cx: &RequestCx, call: &Call, standing: Standing) -> Option<impl IntoView + use<>> {
    let t = cx.t();
    if call.life.state == CallState::Draft {
        return None;
    }
    let follows = cx.actor().is_signed_in().then_some(standing.followed);
    let calendar = (call.phase(cx.now()) != Phase::Closed).then(|| {
        view! { <p><a href=paths::call_calendar(&call.slug)>{t.get("calls-to-calendar")}</a></p> }
    });
    Some(view! {
        <FollowButton t=t thing=Thing::Call(call.id) follows=follows back=paths::call(&call.slug)/>
        {calendar}
        <p><a href=paths::CALLS_ATOM>{t.get("calls-atom")}</a></p>
    })
}

fn questions_preview(t: Texts, questions: Vec<Question>) -> Option<impl IntoView + use<>> {
    if questions.is_empty() {
        return None;
    }
    let items = questions
        .into_iter()
        .map(|question| {
            let Question { id: _, kind, label, help, required, word_limit, options } = question;
            let how = match (kind, word_limit) {
                (QuestionKind::LongText, Some(limit)) => t.with("calls-question-words", &[("count", limit.into())]),
                _ => kind.label(t),
            };
            view! {
                <li>
                    <h3 class="wk-h4">{label}</h3>
                    <p class="wk-meta"><span>{how}</span>{(!required).then(|| view! { <span>{t.get("calls-question-optional")}</span> })}</p>
                    {(!help.is_empty()).then(|| view! { <p class="wk-hint">{help}</p> })}
                    {(!options.is_empty()).then(|| view! { <p class="wk-meta">{options.into_iter().map(|option| view! { <span>{option}</span> }).collect_view()}</p> })}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="wk-section">
            <h2>{t.get("calls-questions-title")}</h2>
            <p>{t.get("calls-questions-text")}</p>
            <ol class="wk-questions">{items}</ol>
        </section>
    })
}

fn history(t: Texts, changes: Vec<Recorded>) -> Option<impl IntoView + use<>> {
    if changes.is_empty() {
        return None;
    }
    let side = |key: &'static str, text: String| {
        let text = if text.is_empty() { t.get("calls-change-empty") } else { text };
        view! { <div><dt>{t.get(key)}</dt><dd>{text}</dd></div> }
    };
    let items = changes
        .into_iter()
        .map(|Recorded { at, difference }| {
            let (before, after) = (show(difference.part, &difference.before, t), show(difference.part, &difference.after, t));
            view! {
                <li class="wk-timeline__item" data-state="done">
                    <h3>{difference.part.label(t)}</h3>
                    <p class="wk-meta"><time datetime=at.to_rfc3339()>{t.moment(at)}</time></p>
                    <details class="wk-details"><summary>{t.get("calls-change-what")}</summary>
                        <dl class="wk-data wk-data--stacked">{side("calls-change-before", before)}{side("calls-change-after", after)}</dl>
                    </details>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="wk-section" id="wijzigingen">
            <h2>{t.get("calls-history-title")}</h2>
            <p>{t.get("calls-history-text")}</p>
            <ol class="wk-timeline">{items}</ol>
        </section>
    })
}
