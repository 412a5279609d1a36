//! Links in mails, and accounts that come of them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::give_role;
use crate::{
    accounts::{
        mails::SignInLink,
        model::{AccountId, AccountRole, LinkPurpose},
        queries,
    },
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{account, login_link},
        },
        i18n::{Locale, Texts},
        mail::Recipient,
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
