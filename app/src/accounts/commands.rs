//! What changes about people and their ways in.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    mails::SignInLink,
    model::{AccountId, AccountRole, LinkPurpose, Person, second_factor_of},
    queries,
};
use crate::{
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{account, login_link, session},
        },
        i18n::{Locale, Texts},
        mail::Recipient,
        passwords,
        seal::{Seal, is_sealed},
        tokens,
    },
    state::AppState,
};

/// How long a link in a mail works.
const LINK_LIFE: TimeDelta = TimeDelta::minutes(15);
/// How long a link works that an operator gets on the console.
const SETUP_LIFE: TimeDelta = TimeDelta::hours(24);

/// Who asks for a link, and where to go after its use.
#[derive(Clone, Debug)]
pub struct LinkRequest {
    pub email: String,
    /// Known when somebody signs up.
    pub name: Option<String>,
    pub next: String,
    pub locale: Locale,
}

/// Mails a link to sign in or sign up. Takes the same road for every address.
///
/// # Errors
/// When the database refuses.
pub async fn mail_link(state: &AppState, request: LinkRequest, now: DateTime<Utc>) -> Result<(), AppError> {
    let LinkRequest { email, name, next, locale } = request;
    let tx = state.db.begin().await?;
    let known = queries::by_email(tx.on(), &email).await?;
    let (link_id, token) = insert_link(&tx, LinkPurpose::SignIn, &email, name, Some(next), LINK_LIFE, now).await?;
    let recipient = Recipient {
        address: email,
        name: known.as_ref().map(|account| account.name.clone()).unwrap_or_default(),
        account_id: known.as_ref().map(|account| account.id),
        locale: known.map_or(locale, |account| account.locale),
    };
    let letter = SignInLink { link_id, token: &token, minutes: LINK_LIFE.num_minutes() }.letter(Texts::new(recipient.locale));
    state.post.enqueue(&tx, &recipient, letter, now).await?;
    tx.commit(Audit::new("account.ask_link", Object::new("login_link", link_id)), now).await?;
    Ok(())
}

/// Writes a link; gives its id and the token to put into it. Links that ended a day ago are removed on the way.
async fn insert_link(
    tx: &Tx,
    purpose: LinkPurpose,
    email: &str,
    name: Option<String>,
    next_path: Option<String>,
    life: TimeDelta,
    now: DateTime<Utc>,
) -> Result<(Uuid, String), DbErr> {
    login_link::Entity::delete_many().filter(login_link::Column::ExpiresAt.lt(now - TimeDelta::days(1))).exec(tx.on()).await?;
    let token = tokens::random();
    let id = Uuid::now_v7();
    login_link::ActiveModel {
        id: Set(id),
        token_hash: Set(token.hash),
        email: Set(email.to_owned()),
        name: Set(name),
        purpose: Set(purpose),
        next_path: Set(next_path),
        created_at: Set(now),
        expires_at: Set(now + life),
        used_at: Set(None),
    }
    .insert(tx.on())
    .await?;
    Ok((id, token.text))
}

/// What comes with pressing the button behind a link.
#[derive(Clone, Debug, Default)]
pub struct LinkUse {
    pub token: String,
    /// For somebody whose name is not known yet.
    pub name: Option<String>,
    /// For the first admin, whose link knows no address.
    pub email: Option<String>,
}

/// Uses up a link: gives the account, which is made if there was none, and where to go. `None` when the link does not work (any more).
///
/// # Errors
/// [`AppError::BadRequest`] without a name or address that the link asks for, and when the database refuses.
pub async fn use_link(db: &Db, used: LinkUse, locale: Locale, now: DateTime<Utc>) -> Result<Option<(AccountId, String)>, AppError> {
    let tx = db.begin().await?;
    let hash = tokens::hash(&used.token);
    let taken = login_link::Entity::update_many()
        .col_expr(login_link::Column::UsedAt, Expr::value(now))
        .filter(login_link::Column::TokenHash.eq(&hash))
        .filter(login_link::Column::UsedAt.is_null())
        .filter(login_link::Column::ExpiresAt.gt(now))
        .exec(tx.on())
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let link = login_link::Entity::find().filter(login_link::Column::TokenHash.eq(hash)).one(tx.on()).await?.ok_or(AppError::Internal)?;
    let (role, email) = match link.purpose {
        LinkPurpose::SignIn => (AccountRole::Member, link.email),
        LinkPurpose::Setup => (AccountRole::Admin, used.email.ok_or(AppError::BadRequest)?),
    };
    let (id, action) = match queries::by_email(tx.on(), &email).await? {
        Some(known) => {
            if role == AccountRole::Admin {
                give_role(&tx, known.id, AccountRole::Admin, now).await?;
            }
            (known.id, "account.sign_in")
        }
        None => {
            let name = link.name.or(used.name).ok_or(AppError::BadRequest)?;
            (insert_account(&tx, NewAccount { email, name, role, locale }, now).await?, "account.sign_up")
        }
    };
    tx.commit(Audit::new(action, Object::new("account", id)).by(id, None::<Uuid>), now).await?;
    Ok(Some((id, link.next_path.unwrap_or_default())))
}

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// In lower case, as `input::email` gives it.
    pub email: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: Locale,
}

/// Adds a person within a transaction; the address must be confirmed by then.
///
/// # Errors
/// When the address has an account already, or the database refuses.
pub async fn insert_account(tx: &Tx, new: NewAccount, now: DateTime<Utc>) -> Result<AccountId, DbErr> {
    let NewAccount { email, name, role, locale } = new;
    let id = AccountId::new();
    account::ActiveModel {
        id: Set(id),
        email: Set(email),
        name: Set(name),
        password_hash: Set(None),
        totp_secret: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(None),
        role: Set(role),
        locale: Set(locale),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(tx.on())
    .await?;
    Ok(id)
}

/// Gives an account a role, and ends its sessions, so that everybody who uses it signs in again.
async fn give_role(tx: &Tx, id: AccountId, role: AccountRole, now: DateTime<Utc>) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Role, Expr::value(role))
        .col_expr(account::Column::UpdatedAt, Expr::value(now))
        .filter(account::Column::Id.eq(id))
        .exec(tx.on())
        .await?;
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(tx.on()).await?;
    Ok(())
}

/// Gives the account of an address a role; says whether there is such an account.
///
/// # Errors
/// When the database refuses.
pub async fn change_role(db: &Db, email: &str, role: AccountRole, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let Some(known) = queries::by_email(tx.on(), email).await? else { return Ok(false) };
    give_role(&tx, known.id, role, now).await?;
    tx.commit(Audit::new("account.change_role", Object::new("account", known.id)).outcome(role.as_str()), now).await?;
    Ok(true)
}

/// Checks a password; the answer for an unknown address takes as long as for a wrong password.
///
/// # Errors
/// When the database refuses.
pub async fn sign_in_with_password(db: &Db, email: &str, password: String, now: DateTime<Utc>) -> Result<Option<AccountId>, AppError> {
    let account = queries::by_email(db.reader(), email).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = passwords::fits(password, hash).await.map_err(|_| AppError::Internal)?;
    let Some(id) = account.map(|account| account.id).filter(|_| fits) else { return Ok(None) };
    let tx = db.begin().await?;
    tx.commit(Audit::new("account.sign_in", Object::new("account", id)).by(id, None::<Uuid>), now).await?;
    Ok(Some(id))
}

/// What a person changes about the own account.
#[derive(Clone, Debug)]
pub struct Profile {
    pub name: String,
    pub locale: Locale,
}

/// Changes name and language.
///
/// # Errors
/// When the database refuses.
pub async fn change_profile(db: &Db, person: &Person, profile: Profile, now: DateTime<Utc>) -> Result<(), AppError> {
    let Profile { name, locale } = profile;
    let columns = account::ActiveModel { name: Set(name), locale: Set(locale), ..Default::default() };
    change_account(db, person, columns, "account.change_profile", now).await
}

/// Writes columns of the own account, in a transaction of its own.
async fn change_account(
    db: &Db,
    person: &Person,
    columns: account::ActiveModel,
    action: &'static str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    update_account(&tx, person.id, columns, now).await?;
    tx.commit(person.audit(action, Object::new("account", person.id)), now).await?;
    Ok(())
}

async fn update_account(tx: &Tx, id: AccountId, columns: account::ActiveModel, now: DateTime<Utc>) -> Result<(), DbErr> {
    account::Entity::update_many()
        .set(account::ActiveModel { updated_at: Set(now), ..columns })
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(id))
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Sets or changes the password, and ends all other sessions. `session` is the row of the session that asks.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(db: &Db, person: &Person, password: String, session: Option<&str>, now: DateTime<Utc>) -> Result<(), AppError> {
    let hash = passwords::hash(password).await.map_err(|_| AppError::Internal)?;
    let tx = db.begin().await?;
    update_account(&tx, person.id, account::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() }, now).await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.set_password", Object::new("account", person.id)), now).await?;
    Ok(())
}

async fn delete_other_sessions(tx: &Tx, account: AccountId, session: Option<&str>) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::Id.ne(session.unwrap_or_default()))
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Ends one of the own sessions; one that has ended meanwhile is fine too.
///
/// # Errors
/// When the database refuses.
pub async fn end_session(db: &Db, person: &Person, public_id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(person.id))
        .filter(session::Column::PublicId.eq(public_id))
        .exec(tx.on())
        .await?;
    tx.commit(person.audit("account.end_session", Object::new("account", person.id)), now).await?;
    Ok(())
}

/// Ends all own sessions but the one that asks.
///
/// # Errors
/// When the database refuses.
pub async fn end_other_sessions(db: &Db, person: &Person, session: Option<&str>, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.end_other_sessions", Object::new("account", person.id)), now).await?;
    Ok(())
}

/// Sets up the second factor with the secret, sealed, that the app has; `step` is that of the code which proved it.
///
/// # Errors
/// When the database refuses.
pub async fn set_up_second_factor(db: &Db, person: &Person, sealed: String, step: i64, now: DateTime<Utc>) -> Result<(), AppError> {
    let columns = account::ActiveModel {
        totp_secret: Set(Some(sealed)),
        totp_enabled_at: Set(Some(now)),
        totp_last_step: Set(Some(step)),
        ..Default::default()
    };
    change_account(db, person, columns, "account.set_up_second_factor", now).await
}

/// Takes a code of the second factor. A step counts once, whoever is first.
///
/// # Errors
/// When the database refuses.
pub async fn give_second_factor(db: &Db, person: &Person, step: i64, now: DateTime<Utc>) -> Result<bool, AppError> {
    let tx = db.begin().await?;
    if !take_step(tx.on(), person.id, step).await? {
        return Ok(false);
    }
    tx.commit(person.audit("account.give_second_factor", Object::new("account", person.id)), now).await?;
    Ok(true)
}

async fn take_step(db: &impl ConnectionTrait, id: AccountId, step: i64) -> Result<bool, DbErr> {
    let taken = account::Entity::update_many()
        .col_expr(account::Column::TotpLastStep, Expr::value(step))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::TotpEnabledAt.is_not_null())
        .filter(Condition::any().add(account::Column::TotpLastStep.is_null()).add(account::Column::TotpLastStep.lt(step)))
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Switches the second factor off, with a code of it, and ends all other sessions. `false` when the code was used before.
///
/// # Errors
/// When the database refuses.
pub async fn remove_second_factor(
    db: &Db,
    person: &Person,
    step: i64,
    session: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let tx = db.begin().await?;
    if !take_step(tx.on(), person.id, step).await? {
        return Ok(false);
    }
    let columns = account::ActiveModel { totp_secret: Set(None), totp_enabled_at: Set(None), ..Default::default() };
    update_account(&tx, person.id, columns, now).await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.remove_second_factor", Object::new("account", person.id)), now).await?;
    Ok(true)
}

/// Seals secrets of second factors that were stored before they were sealed, and gives how many.
///
/// # Errors
/// When the database refuses.
pub async fn seal_second_factors(db: &Db, seal: &Seal) -> Result<usize, DbErr> {
    let open: Vec<(AccountId, String)> =
        queries::second_factors(db.reader()).await?.into_iter().filter(|(_, secret)| !is_sealed(secret)).collect();
    for (id, secret) in &open {
        account::Entity::update_many()
            .col_expr(account::Column::TotpSecret, Expr::value(seal.seal(&second_factor_of(*id), secret)))
            .filter(account::Column::Id.eq(*id))
            // Unless it was changed meanwhile.
            .filter(account::Column::TotpSecret.eq(secret))
            .exec(db.writer())
            .await?;
    }
    Ok(open.len())
}

/// Makes an account for an admin, or makes an account an admin's. Gives the token of a link to sign in with, good for a day.
///
/// # Errors
/// When the database refuses.
pub async fn create_admin(db: &Db, email: &str, name: &str, now: DateTime<Utc>) -> Result<String, DbErr> {
    let tx = db.begin().await?;
    let id = match queries::by_email(tx.on(), email).await? {
        Some(known) => {
            give_role(&tx, known.id, AccountRole::Admin, now).await?;
            known.id
        }
        None => {
            let new = NewAccount { email: email.to_owned(), name: name.to_owned(), role: AccountRole::Admin, locale: Locale::Nl };
            insert_account(&tx, new, now).await?
        }
    };
    let (_, token) = insert_link(&tx, LinkPurpose::SignIn, email, None, None, SETUP_LIFE, now).await?;
    tx.commit(Audit::new("account.create_admin", Object::new("account", id)), now).await?;
    Ok(token)
}

/// Makes the link with which the first admin sets up the site, good for a day; earlier ones stop working. Gives its token.
///
/// # Errors
/// When the database refuses.
pub async fn create_setup_link(db: &Db, now: DateTime<Utc>) -> Result<String, DbErr> {
    let tx = db.begin().await?;
    login_link::Entity::delete_many().filter(login_link::Column::Purpose.eq(LinkPurpose::Setup)).exec(tx.on()).await?;
    let (id, token) = insert_link(&tx, LinkPurpose::Setup, "", None, None, SETUP_LIFE, now).await?;
    tx.commit(Audit::new("account.create_setup_link", Object::new("login_link", id)), now).await?;
    Ok(token)
}
