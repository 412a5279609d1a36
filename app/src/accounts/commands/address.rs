//! Another mail address: asked for here, confirmed by a link in a mail to that address.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};
use serde::{Deserialize, Serialize};

use super::{delete_other_sessions, update_account};
use crate::{
    accounts::{
        mails::{AddressChanged, AddressLinkMail, AddressTaken},
        model::{AccountId, Person},
        queries,
    },
    error::AppError,
    infra::{
        db::{
            Object, Tx,
            entity::{account, co_applicant, mail_preference, proposal},
        },
        i18n::Texts,
        mail::Recipient,
        tokens,
    },
    state::AppState,
};

/// How long the link to a new address works.
const LINK_LIFE: TimeDelta = TimeDelta::hours(1);
/// What the link is signed for.
const LINK: &str = "new_address";

/// What the link to a new address carries. The old address is signed with it, so it works once, and needs no row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressLink {
    pub email: String,
    /// Seconds since 1970.
    pub until: i64,
    pub signature: String,
}

fn subject(person: &Person, email: &str, until: i64) -> String {
    format!("{}:{}:{email}:{until}", person.id, person.email)
}

/// Says whether a link is this person's, and still works.
pub fn reads_address_link(state: &AppState, person: &Person, link: &AddressLink, now: DateTime<Utc>) -> bool {
    link.until > now.timestamp()
        && tokens::is_signed(&state.settings.secret_key, LINK, &subject(person, &link.email, link.until), &link.signature)
}

/// Mails a link to the new address. An address that has an account already is told so, and the visitor sees no difference.
///
/// # Errors
/// When the database refuses.
pub async fn ask_new_address(state: &AppState, person: &Person, email: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let object = Object::new("account", person.id);
    let taken = queries::by_email(tx.on(), email).await?.is_some();
    let to = Recipient { address: email.to_owned(), name: person.name.clone(), account_id: None, locale: person.locale };
    let t = Texts::new(to.locale);
    let letter = if taken {
        AddressTaken { id: person.id }.letter(t)
    } else {
        let until = (now + LINK_LIFE).timestamp();
        let signature = tokens::sign(&state.settings.secret_key, LINK, &subject(person, email, until));
        let link = AddressLink { email: email.to_owned(), until, signature };
        AddressLinkMail { id: person.id, old: &person.email, link: &link, minutes: LINK_LIFE.num_minutes() }.letter(t)
    };
    state.post.enqueue(&tx, &to, letter, now).await?;
    tx.commit(person.audit("account.ask_new_address", object), now).await?;
    Ok(())
}

/// Gives the account its new address, with the proposals and choices that stood on the old one; ends all other sessions and tells the old address.
/// `session` is the row of the session that asks. `false` when the link does not work (any more), or somebody has that address by now.
///
/// # Errors
/// When the database refuses.
pub async fn change_address(
    state: &AppState,
    person: &Person,
    link: &AddressLink,
    session: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    if !reads_address_link(state, person, link, now) {
        return Ok(false);
    }
    let tx = state.db.begin().await?;
    if queries::by_email(tx.on(), &link.email).await?.is_some() {
        return Ok(false);
    }
    let columns = account::ActiveModel { email: Set(link.email.clone()), ..Default::default() };
    update_account(&tx, person.id, columns, now).await?;
    move_to(&tx, person.id, &person.email, &link.email).await?;
    delete_other_sessions(&tx, person.id, session).await?;
    let old = Recipient { address: person.email.clone(), name: person.name.clone(), account_id: None, locale: person.locale };
    let letter = AddressChanged { id: person.id, new: &link.email }.letter(Texts::new(old.locale));
    state.post.enqueue(&tx, &old, letter, now).await?;
    tx.commit(person.audit("account.change_address", Object::new("account", person.id)), now).await?;
    Ok(true)
}

/// Brings along what is kept by address.
async fn move_to(tx: &Tx, id: AccountId, old: &str, new: &str) -> Result<(), DbErr> {
    proposal::Entity::update_many()
        .col_expr(proposal::Column::ContactEmail, Expr::value(new))
        .filter(proposal::Column::AccountId.eq(id))
        .filter(proposal::Column::ContactEmail.eq(old))
        .exec(tx.on())
        .await?;
    // A proposal has each co-applicant's address once.
    let there = Query::select()
        .column(co_applicant::Column::ProposalId)
        .from(co_applicant::Entity)
        .and_where(co_applicant::Column::Email.eq(new))
        .to_owned();
    co_applicant::Entity::update_many()
        .col_expr(co_applicant::Column::Email, Expr::value(new))
        .filter(co_applicant::Column::AccountId.eq(id))
        .filter(co_applicant::Column::Email.eq(old))
        .filter(co_applicant::Column::ProposalId.not_in_subquery(there))
        .exec(tx.on())
        .await?;
    // What was chosen by the new address itself stays.
    let chosen = mail_preference::Entity::find().filter(mail_preference::Column::Address.eq(old)).all(tx.on()).await?;
    if !chosen.is_empty() {
        let rows = chosen.into_iter().map(|row| mail_preference::ActiveModel {
            address: Set(new.to_owned()),
            kind: Set(row.kind),
            enabled: Set(row.enabled),
            rhythm: Set(row.rhythm),
            updated_at: Set(row.updated_at),
        });
        mail_preference::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns([mail_preference::Column::Address, mail_preference::Column::Kind]).do_nothing().to_owned())
            .exec_without_returning(tx.on())
            .await?;
        mail_preference::Entity::delete_many().filter(mail_preference::Column::Address.eq(old)).exec(tx.on()).await?;
    }
    Ok(())
}
