//! Form posts about getting in and about the own account.

use leptos::{prelude::server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::{self, AddressLink, LinkRequest, LinkUse, Profile},
    model::{AccountId, LinkPurpose, Person, Secret, new_password, second_factor_of},
    queries, session,
};
use crate::{
    error::AppError,
    infra::{
        i18n::Locale,
        limits::Limit,
        passwords,
        session::{key, row_id},
        totp,
    },
    input::{self, FieldErrors, Problem},
    parties::model::PartyId,
    paths,
    request::{RequestCx, post},
    state::Environment,
};

const LINKS_TO_ADDRESS: Limit = Limit { name: "link-address", hits: 5, window_seconds: 3_600 };
const LINKS_FROM_CLIENT: Limit = Limit { name: "link-client", hits: 30, window_seconds: 3_600 };
const PASSWORDS_FOR_ADDRESS: Limit = Limit { name: "password-address", hits: 10, window_seconds: 900 };
const PASSWORDS_FROM_CLIENT: Limit = Limit { name: "password-client", hits: 50, window_seconds: 900 };
const TOKENS_FROM_CLIENT: Limit = Limit { name: "token-client", hits: 60, window_seconds: 900 };
const CODES_OF_ACCOUNT: Limit = Limit { name: "code-account", hits: 10, window_seconds: 900 };

const NAME_MAX: usize = 100;

/// The form that asks for a link, to sign in or to sign up with.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    pub name: String,
    pub email: String,
    pub next: String,
}

/// Mails a link to sign in.
#[server(prefix = "/do", endpoint = "accounts/ask_link", input = PostUrl)]
pub async fn ask_link(form: LinkForm) -> Result<(), AppError> {
    post(async move |cx| {
        let mut errors = FieldErrors::default();
        let Some(email) = errors.check("email", input::email(&form.email)) else {
            return cx.back_with(paths::sign_in(&form.next), "sign-in-link", &form, errors).await;
        };
        send_link(&cx, email, None, form.next).await
    })
    .await
}

/// Mails a link to sign up. An address that has an account already gets a link that signs in; the answer is the same.
#[server(prefix = "/do", endpoint = "accounts/sign_up", input = PostUrl)]
pub async fn sign_up(form: LinkForm) -> Result<(), AppError> {
    post(async move |cx| {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", input::line(&form.name, NAME_MAX));
        let email = errors.check("email", input::email(&form.email));
        let (Some(name), Some(email)) = (name, email) else {
            return cx.back_with(paths::sign_up(&form.next), "sign-up", &form, errors).await;
        };
        send_link(&cx, email, Some(name), form.next).await
    })
    .await
}

async fn send_link(cx: &RequestCx, email: String, name: Option<String>, next: String) -> Result<String, AppError> {
    cx.limit(LINKS_FROM_CLIENT).await?;
    cx.limit_for(LINKS_TO_ADDRESS, &email).await?;
    let request = LinkRequest { email, name, next: paths::local(&next).to_owned(), locale: cx.t().locale };
    commands::mail_link(cx.state(), request, cx.now()).await?;
    Ok(paths::LINK_SENT.to_owned())
}

/// The form behind a link.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UseLinkForm {
    pub token: String,
    pub name: String,
    pub email: String,
}

/// Uses up a link, and signs in.
#[server(prefix = "/do", endpoint = "accounts/use_link", input = PostUrl)]
pub async fn use_link(form: UseLinkForm) -> Result<(), AppError> {
    post(async move |cx| {
        cx.limit(TOKENS_FROM_CLIENT).await?;
        let page = paths::sign_in_link(&form.token);
        // The page of a link that does not work says so.
        let Some(link) = queries::open_link(cx.db().reader(), &form.token, cx.now()).await? else { return Ok(page) };
        let mut errors = FieldErrors::default();
        let name = if link.asks_name { errors.check("name", input::line(&form.name, NAME_MAX)) } else { None };
        let email = if link.purpose == LinkPurpose::Setup { errors.check("email", input::email(&form.email)) } else { None };
        if !errors.is_empty() {
            return cx.back_with(page, "use-link", &form, errors).await;
        }
        let used = LinkUse { token: form.token, name, email };
        match commands::use_link(cx.db(), used, cx.t().locale, cx.now()).await? {
            Some((account, next)) => session::open(&cx, account, &next).await,
            None => Ok(page),
        }
    })
    .await
}

/// The form that signs in with a password. The field is not called `email`, since it stands beside a form that has one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub address: String,
    pub password: Secret,
    pub next: String,
}

/// Signs in with a password.
#[server(prefix = "/do", endpoint = "accounts/sign_in", input = PostUrl)]
pub async fn sign_in(form: PasswordForm) -> Result<(), AppError> {
    post(async move |cx| {
        let PasswordForm { address, password, next } = form;
        let mut errors = FieldErrors::default();
        if let Some(email) = errors.check("address", input::email(&address)) {
            cx.limit(PASSWORDS_FROM_CLIENT).await?;
            cx.limit_for(PASSWORDS_FOR_ADDRESS, &email).await?;
            if let Some(account) = commands::sign_in_with_password(cx.db(), &email, password.0, cx.now()).await? {
                return session::open(&cx, account, &next).await;
            }
            errors.add("password", Problem::new("account-password-wrong"));
        }
        let again = PasswordForm { address, password: Secret::default(), next: next.clone() };
        cx.back_with(paths::sign_in(&next), "sign-in-password", &again, errors).await
    })
    .await
}

/// The form with the code of the second factor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: Secret,
    pub next: String,
}

/// Gives the second factor.
#[server(prefix = "/do", endpoint = "accounts/give_code", input = PostUrl)]
pub async fn give_code(form: CodeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.half_signed_in().map_or_else(|| cx.actor().person(), Ok)?.clone();
        if let Some(step) = step_of_account(&cx, &person, &form.code.0).await?
            && commands::give_second_factor(cx.db(), &person, step, cx.now()).await?
        {
            session::second_factor(&cx, true).await?;
            return Ok(paths::local(&form.next).to_owned());
        }
        let again = CodeForm { code: Secret::default(), next: form.next.clone() };
        cx.back_with(paths::second_factor(&form.next), "second-factor", &again, wrong_code()).await
    })
    .await
}

async fn step_of_account(cx: &RequestCx, person: &Person, code: &str) -> Result<Option<i64>, AppError> {
    cx.limit_for(CODES_OF_ACCOUNT, &person.id.to_string()).await?;
    let account = queries::by_id(cx.db().reader(), person.id).await?.ok_or(AppError::SignInRequired)?;
    let Some(sealed) = account.totp_secret.filter(|_| account.totp_enabled_at.is_some()) else { return Ok(None) };
    Ok(totp::step_of(&open_secret(cx, person, &sealed)?, code, cx.now()))
}

/// Opens the secret of a second factor.
fn open_secret(cx: &RequestCx, person: &Person, sealed: &str) -> Result<String, AppError> {
    cx.state().seal.open(&second_factor_of(person.id), sealed).map_err(|error| {
        tracing::error!(%error, account = %person.id, "the secret of a second factor cannot be read; `wijkcall doctor` tells how many");
        AppError::Internal
    })
}

fn wrong_code() -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add("code", Problem::new("account-code-wrong"));
    errors
}

/// Sets up the second factor, with a code of the secret that the page showed.
#[server(prefix = "/do", endpoint = "accounts/set_up_code", input = PostUrl)]
pub async fn set_up_code(form: CodeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        cx.limit_for(CODES_OF_ACCOUNT, &person.id.to_string()).await?;
        let account = queries::by_id(cx.db().reader(), person.id).await?.ok_or(AppError::SignInRequired)?;
        if account.totp_enabled_at.is_some() {
            return Err(AppError::Conflict);
        }
        let page = paths::second_factor_setup(&form.next);
        let Some(sealed) = cx.session().get::<String>(key::TOTP_SETUP).await? else { return Ok(page) };
        let Some(step) = totp::step_of(&open_secret(&cx, &person, &sealed)?, &form.code.0, cx.now()) else {
            let again = CodeForm { code: Secret::default(), next: form.next.clone() };
            return cx.back_with(page, "second-factor-setup", &again, wrong_code()).await;
        };
        commands::set_up_second_factor(cx.db(), &person, sealed, step, cx.now()).await?;
        session::second_factor(&cx, true).await?;
        cx.notify("account-second-factor-on").await?;
        Ok(paths::local(&form.next).to_owned())
    })
    .await
}

/// Switches the second factor off.
#[server(prefix = "/do", endpoint = "accounts/remove_code", input = PostUrl)]
pub async fn remove_code(form: CodeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let row = row_id(cx.session());
        if let Some(step) = step_of_account(&cx, &person, &form.code.0).await?
            && commands::remove_second_factor(cx.db(), &person, step, row.as_deref(), cx.now()).await?
        {
            session::second_factor(&cx, false).await?;
            cx.notify("account-second-factor-off").await?;
            return Ok(paths::ACCOUNT.to_owned());
        }
        cx.back_with(paths::SECOND_FACTOR_SETUP.to_owned(), "second-factor-remove", &CodeForm::default(), wrong_code()).await
    })
    .await
}

/// A form that is only a button.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ButtonForm {
    /// Which one, where there are several.
    pub id: String,
    /// Where to go afterwards.
    pub next: String,
}

/// Signs out.
#[server(prefix = "/do", endpoint = "accounts/sign_out", input = PostUrl)]
pub async fn sign_out() -> Result<(), AppError> {
    post(async move |cx| {
        session::close(&cx).await?;
        cx.notify("account-signed-out").await?;
        Ok(paths::HOME.to_owned())
    })
    .await
}

/// Chooses for whom the person acts; without an id it is for the person alone.
#[server(prefix = "/do", endpoint = "accounts/act_for", input = PostUrl)]
pub async fn act_for(form: ButtonForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let party = match form.id.as_str() {
            "" => None,
            id => {
                let party: PartyId = id.parse().map_err(|_| AppError::NotFound)?;
                Some(person.membership(party).ok_or(AppError::NotFound)?.party_id)
            }
        };
        session::act_for(&cx, party).await?;
        Ok(paths::local(&form.next).to_owned())
    })
    .await
}

/// Signs in as an invented person; only in the demo.
#[server(prefix = "/do", endpoint = "accounts/demo_sign_in", input = PostUrl)]
pub async fn demo_sign_in(form: ButtonForm) -> Result<(), AppError> {
    post(async move |cx| {
        if cx.state().settings.environment != Environment::Demo {
            return Err(AppError::NotFound);
        }
        let id: AccountId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let person = queries::demo_person(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?;
        session::open(&cx, person.id, &form.next).await
    })
    .await
}

/// The form with name and language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub name: String,
    pub locale: String,
}

/// Changes name and language.
#[server(prefix = "/do", endpoint = "accounts/change_profile", input = PostUrl)]
pub async fn change_profile(form: ProfileForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let mut errors = FieldErrors::default();
        let name = errors.check("name", input::line(&form.name, NAME_MAX));
        let locale = errors.check("locale", form.locale.parse::<Locale>().map_err(|_| Problem::new("problem-required")));
        let (Some(name), Some(locale)) = (name, locale) else {
            return cx.back_with(paths::ACCOUNT.to_owned(), "profile", &form, errors).await;
        };
        commands::change_profile(cx.db(), person, Profile { name, locale }, cx.now()).await?;
        cx.notify("account-saved").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// The form that asks for another mail address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    pub email: String,
    /// Of an account that has a password. Not called `current`, since it stands beside a form that has one.
    pub password_now: Secret,
}

/// Mails a link to the new address, with which it takes the place of the old one.
#[server(prefix = "/do", endpoint = "accounts/ask_address", input = PostUrl)]
pub async fn ask_address(form: AddressForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let mut errors = FieldErrors::default();
        let email = errors.check("email", input::email(&form.email));
        if email.as_ref() == Some(&person.email) {
            errors.add("email", Problem::new("account-address-same"));
        }
        check_current_password(&cx, person, "password_now", form.password_now.0, &mut errors).await?;
        let Some(email) = email.filter(|_| errors.is_empty()) else {
            let again = AddressForm { email: form.email, password_now: Secret::default() };
            return cx.back_with(paths::ACCOUNT.to_owned(), "address", &again, errors).await;
        };
        cx.limit(LINKS_FROM_CLIENT).await?;
        cx.limit_for(LINKS_TO_ADDRESS, &email).await?;
        commands::ask_new_address(cx.state(), person, &email, cx.now()).await?;
        cx.notify("account-address-asked").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// Asks for the password of an account that has one.
async fn check_current_password(
    cx: &RequestCx,
    person: &Person,
    field: &str,
    typed: String,
    errors: &mut FieldErrors,
) -> Result<(), AppError> {
    cx.limit_for(PASSWORDS_FOR_ADDRESS, &person.email).await?;
    let account = queries::by_id(cx.db().reader(), person.id).await?.ok_or(AppError::SignInRequired)?;
    if account.password_hash.is_some() && !passwords::fits(typed, account.password_hash).await.map_err(|_| AppError::Internal)? {
        errors.add(field, Problem::new("account-current-password-wrong"));
    }
    Ok(())
}

/// Gives the account the address to which the link was mailed.
#[server(prefix = "/do", endpoint = "accounts/change_address", input = PostUrl)]
pub async fn change_address(form: AddressLink) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let row = row_id(cx.session());
        if !commands::change_address(cx.state(), person, &form, row.as_deref(), cx.now()).await? {
            // The page of a link that does not work says so.
            return Ok(paths::NEW_ADDRESS.to_owned());
        }
        cx.session().cycle_id().await?;
        cx.notify("account-address-changed").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// The form that sets or changes the password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SetPasswordForm {
    pub current: Secret,
    pub password: Secret,
}

/// Sets or changes the password.
#[server(prefix = "/do", endpoint = "accounts/set_password", input = PostUrl)]
pub async fn set_password(form: SetPasswordForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let mut errors = FieldErrors::default();
        check_current_password(&cx, person, "current", form.current.0, &mut errors).await?;
        let password = errors.check("password", new_password(&form.password.0, &person.email, &person.name));
        let Some(password) = password.filter(|_| errors.is_empty()) else {
            return cx.back_with(paths::ACCOUNT.to_owned(), "password", &SetPasswordForm::default(), errors).await;
        };
        let row = row_id(cx.session());
        commands::set_password(cx.db(), person, password, row.as_deref(), cx.now()).await?;
        cx.session().cycle_id().await?;
        cx.notify("account-password-set").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// Ends one of the own sessions.
#[server(prefix = "/do", endpoint = "accounts/end_session", input = PostUrl)]
pub async fn end_session(form: ButtonForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let id: Uuid = form.id.parse().map_err(|_| AppError::NotFound)?;
        commands::end_session(cx.db(), person, id, cx.now()).await?;
        cx.notify("account-session-ended").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// Ends all own sessions but this one.
#[server(prefix = "/do", endpoint = "accounts/end_other_sessions", input = PostUrl)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let row = row_id(cx.session());
        commands::end_other_sessions(cx.db(), person, row.as_deref(), cx.now()).await?;
        cx.notify("account-sessions-ended").await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}
