//! `/account/tweede-stap`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::super::{
    api::{CodeForm, RemoveCode, SetUpCode},
    model::{AccountRole, second_factor_of},
    queries,
};
use crate::{
    error::AppError,
    infra::{i18n::Texts, session::key, totp},
    input::FieldErrors,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// Sets the second factor up, or switches it off.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let person = cx.actor().person()?;
        let account = queries::by_id(cx.db().reader(), person.id).await?.ok_or(AppError::SignInRequired)?;
        if account.totp_enabled_at.is_some() {
            let (_, errors): (CodeForm, FieldErrors) = cx.kept_form("second-factor-remove").await?.unwrap_or_default();
            return Ok(removal(t, errors));
        }
        // The secret stays the same while its page is looked at again; it counts only after a code proved that an app has it.
        let (seal, subject) = (&cx.state().seal, second_factor_of(person.id));
        let begun = cx.session().get::<String>(key::TOTP_SETUP).await?.and_then(|sealed| seal.open(&subject, &sealed).ok());
        let secret = match begun {
            Some(secret) => secret,
            None => {
                let secret = totp::new_secret();
                cx.session().insert(key::TOTP_SETUP, seal.seal(&subject, &secret)).await?;
                secret
            }
        };
        let (_, errors): (CodeForm, FieldErrors) = cx.kept_form("second-factor-setup").await?.unwrap_or_default();
        Ok(set_up(t, Fields::new(t, errors), secret, &person.email, next, person.role != AccountRole::Member))
    })
}

fn set_up(t: Texts, fields: Fields, secret: String, email: &str, next: String, obliged: bool) -> Page {
    let address = totp::address(&secret, email);
    let drawing = totp::qr_svg(&address, &t.get("account-qr-label"));
    // Groups of four are easier to type over.
    let groups: Vec<String> = secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let title = t.get("account-second-factor-title");
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow wk-stack wk-stack--l">
                <ErrorSummary fields=fields.clone()/>
                <header class="wk-page-header">
                    <h1>{title}</h1>
                    <p class="wk-lead">{t.get("account-second-factor-lead")}</p>
                    {obliged.then(|| view! { <p>{t.get("account-second-factor-obliged")}</p> })}
                </header>
                <ol>
                    <li>{t.get("account-second-factor-step-app")}</li>
                    <li>
                        <p>{t.get("account-second-factor-step-scan")}</p>
                        {drawing.map(|svg| view! { <div class="wk-qr" inner_html=svg></div> })}
                        <p>{t.get("account-second-factor-type")}" "<code class="wk-mono">{groups.join(" ")}</code></p>
                        <p><a href=address>{t.get("account-second-factor-open")}</a></p>
                    </li>
                    <li>{t.get("account-second-factor-step-code")}</li>
                </ol>
                <form class="wk-form" method="post" novalidate=true action=t.href(SetUpCode::PATH)>
                    <Hidden name="next" value=next/>
                    <TextField fields=fields name="code" label=t.get("account-code") hint=t.get("account-code-hint") value=""
                        size="short" inputmode="numeric" autocomplete="one-time-code"/>
                    <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-second-factor-button")}</button></div>
                </form>
            </div>
        },
    )
}

fn removal(t: Texts, errors: FieldErrors) -> Page {
    let fields = Fields::new(t, errors);
    let title = t.get("account-second-factor-remove-title");
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow wk-stack wk-stack--l">
                <ErrorSummary fields=fields.clone()/>
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("account-second-factor-remove-lead")}</p></header>
                <form class="wk-form" method="post" novalidate=true action=t.href(RemoveCode::PATH)>
                    <TextField fields=fields name="code" label=t.get("account-code") hint=t.get("account-code-hint") value=""
                        size="short" inputmode="numeric" autocomplete="one-time-code"/>
                    <div class="wk-actions"><button class="wk-button wk-button--danger" type="submit">{t.get("account-second-factor-remove")}</button></div>
                </form>
            </div>
        },
    )
}
