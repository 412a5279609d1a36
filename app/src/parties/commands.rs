//! What changes about parties and who belongs to them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    mails::{Invitation, JoinAnswer, JoinAnswered, JoinAsked},
    model::{MemberRole, MembershipState, PartyDraft, PartyId},
    policy::{MayJoin, MayLook, MayRun, MayVerify},
    queries::{self, Member, OpenInvitation},
};
use crate::{
    accounts::{
        self,
        commands::NewAccount,
        model::{AccountId, AccountRole, Person},
    },
    bakery::model::ListingId,
    calls::model::CallId,
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{call, invitation, listing, membership, party},
        },
        i18n::{Locale, Texts},
        mail::Recipient,
        tokens,
    },
    input,
    state::AppState,
};

/// How long an invitation can be accepted.
const INVITATION_LIFE: TimeDelta = TimeDelta::days(14);

/// Registers a party, with the person as its first owner. Gives its slug.
///
/// # Errors
/// When the database refuses.
pub async fn register(db: &Db, person: &Person, draft: PartyDraft, now: DateTime<Utc>) -> Result<(PartyId, String), AppError> {
    let PartyDraft { kind, name, description, area, website, kvk_number } = draft;
    let tx = db.begin().await?;
    let id = PartyId::new();
    let slug = free_slug(tx.on(), &name, id).await?;
    party::ActiveModel {
        id: Set(id),
        slug: Set(slug.clone()),
        kind: Set(kind),
        name: Set(name),
        description: Set(description),
        area_code: Set(area),
        website: Set(website),
        kvk_number: Set(kvk_number),
        verified_at: Set(None),
        verified_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(tx.on())
    .await?;
    let owner = NewMember { party: id, account: person.id, role: MemberRole::Owner, state: MembershipState::Active };
    insert_member(&tx, owner, now).await?;
    tx.commit(person.audit("party.register", Object::new("party", id)), now).await?;
    Ok((id, slug))
}

/// Gives the slug of a name; one that is taken, or the name of a page of ours, gets a part of the id behind it.
async fn free_slug(db: &impl ConnectionTrait, name: &str, id: PartyId) -> Result<String, DbErr> {
    let slug = input::slug(name);
    let taken = slug == "nieuw" || party::Entity::find().filter(party::Column::Slug.eq(&slug)).count(db).await? > 0;
    let tail = id.0.simple().to_string();
    Ok(if taken { format!("{slug}-{}", &tail[tail.len() - 8..]) } else { slug })
}

struct NewMember {
    party: PartyId,
    account: AccountId,
    role: MemberRole,
    state: MembershipState,
}

/// Adds a member or a request; of somebody who is there already, a request becomes a membership and nothing else changes.
async fn insert_member(tx: &Tx, new: NewMember, now: DateTime<Utc>) -> Result<(), DbErr> {
    let NewMember { party, account, role, state } = new;
    let row = membership::ActiveModel {
        party_id: Set(party),
        account_id: Set(account),
        role: Set(role),
        state: Set(state),
        created_at: Set(now),
    };
    membership::Entity::insert(row)
        .on_conflict(OnConflict::columns([membership::Column::PartyId, membership::Column::AccountId]).do_nothing().to_owned())
        .exec_without_returning(tx.on())
        .await?;
    if state == MembershipState::Active {
        membership::Entity::update_many()
            .col_expr(membership::Column::State, Expr::value(state))
            .col_expr(membership::Column::Role, Expr::value(role))
            .filter(membership::Column::PartyId.eq(party))
            .filter(membership::Column::AccountId.eq(account))
            .filter(membership::Column::State.eq(MembershipState::Requested))
            .exec(tx.on())
            .await?;
    }
    Ok(())
}

/// Changes what a party's page says. Its address stays, since others link to it.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else changed it after `version`.
pub async fn change(db: &Db, may: MayRun, draft: PartyDraft, version: i32, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayRun { person, party } = may;
    let PartyDraft { kind, name, description, area, website, kvk_number } = draft;
    let mut tx = db.begin().await?;
    // Verification was of this name and kind; with another one it starts again.
    let verified_at = if party.kind == kind && party.name == name { sea_orm::ActiveValue::NotSet } else { Set(None) };
    let columns = party::ActiveModel {
        kind: Set(kind),
        name: Set(name),
        description: Set(description),
        area_code: Set(area),
        website: Set(website),
        kvk_number: Set(kvk_number),
        verified_at,
        updated_at: Set(now),
        version: Set(version.saturating_add(1)),
        ..Default::default()
    };
    let changed = party::Entity::update_many()
        .set(columns)
        .filter(party::Column::Id.eq(party.id))
        .filter(party::Column::Version.eq(version))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 {
        return Err(AppError::Conflict);
    }
    found_again(&mut tx, party.id).await?;
    tx.commit(person.audit("party.change", Object::new("party", party.id)), now).await?;
    Ok(())
}

/// Notes that the calls and posts of a party must be indexed again: they are found by its name and kind.
async fn found_again(tx: &mut Tx, party: PartyId) -> Result<(), DbErr> {
    let calls = call::Entity::find().select_only().column(call::Column::Id).filter(call::Column::PartyId.eq(party));
    for id in calls.into_tuple::<CallId>().all(tx.on()).await? {
        tx.changed(Object::new("call", id));
    }
    let posts = listing::Entity::find().select_only().column(listing::Column::Id).filter(listing::Column::PartyId.eq(party));
    for id in posts.into_tuple::<ListingId>().all(tx.on()).await? {
        tx.changed(Object::new("listing", id));
    }
    Ok(())
}

/// Invites an address; an earlier invitation of the same address stops working.
///
/// # Errors
/// [`AppError::Conflict`] for a member.
pub async fn invite(
    state: &AppState,
    may: MayRun,
    email: String,
    role: MemberRole,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let MayRun { person, party } = may;
    let tx = state.db.begin().await?;
    let known = accounts::queries::by_email(tx.on(), &email).await?;
    if let Some(known) = &known
        && queries::member(tx.on(), party.id, known.id).await?.is_some_and(|member| member.state == MembershipState::Active)
    {
        return Err(AppError::Conflict);
    }
    invitation::Entity::delete_many()
        .filter(invitation::Column::PartyId.eq(party.id))
        .filter(invitation::Column::Email.eq(&email))
        .filter(invitation::Column::AcceptedAt.is_null())
        .exec(tx.on())
        .await?;
    let id = Uuid::now_v7();
    let token = tokens::random();
    invitation::ActiveModel {
        id: Set(id),
        party_id: Set(party.id),
        email: Set(email.clone()),
        role: Set(role),
        token_hash: Set(token.hash),
        invited_by: Set(Some(person.id)),
        created_at: Set(now),
        expires_at: Set(now + INVITATION_LIFE),
        accepted_at: Set(None),
    }
    .insert(tx.on())
    .await?;
    let recipient = Recipient {
        address: email,
        name: known.as_ref().map(|account| account.name.clone()).unwrap_or_default(),
        account_id: known.as_ref().map(|account| account.id),
        locale: known.map_or(locale, |account| account.locale),
    };
    let mail = Invitation { id, token: &token.text, party: &party, inviter: &person.name, role, days: INVITATION_LIFE.num_days() };
    state.post.enqueue(&tx, &recipient, mail.letter(Texts::new(recipient.locale)), now).await?;
    tx.commit(person.audit("party.invite", Object::new("party", party.id)), now).await?;
    Ok(())
}

/// Takes an invitation back.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw_invitation(db: &Db, may: MayRun, id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayRun { person, party } = may;
    let tx = db.begin().await?;
    invitation::Entity::delete_many()
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::PartyId.eq(party.id))
        .filter(invitation::Column::AcceptedAt.is_null())
        .exec(tx.on())
        .await?;
    tx.commit(person.audit("party.withdraw_invitation", Object::new("party", party.id)), now).await?;
    Ok(())
}

/// Who accepts an invitation.
#[derive(Clone, Debug)]
pub enum Invitee {
    Known(AccountId),
    /// Somebody without an account; the link in the mail has shown that the address is theirs.
    New {
        name: String,
        locale: Locale,
    },
}

/// Accepts an invitation; gives the account that now belongs to the party. `None` when somebody else was first.
///
/// # Errors
/// When the database refuses.
pub async fn accept_invitation(
    db: &Db,
    invited: &OpenInvitation,
    invitee: Invitee,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, AppError> {
    let tx = db.begin().await?;
    let taken = invitation::Entity::update_many()
        .col_expr(invitation::Column::AcceptedAt, Expr::value(now))
        .filter(invitation::Column::Id.eq(invited.id))
        .filter(invitation::Column::AcceptedAt.is_null())
        .exec(tx.on())
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let account = match invitee {
        Invitee::Known(account) => account,
        Invitee::New { name, locale } => {
            let new = NewAccount { email: invited.email.clone(), name, role: AccountRole::Member, locale };
            accounts::commands::insert_account(&tx, new, now).await?
        }
    };
    let member = NewMember { party: invited.party_id, account, role: invited.role, state: MembershipState::Active };
    insert_member(&tx, member, now).await?;
    tx.commit(Audit::new("party.accept_invitation", Object::new("party", invited.party_id)).by(account, None::<Uuid>), now).await?;
    Ok(Some(account))
}

/// Asks to belong to a party, and tells its owners. Asking twice is asking once.
///
/// # Errors
/// When the database refuses.
pub async fn ask_to_join(state: &AppState, may: MayJoin, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayJoin { person, party } = may;
    let tx = state.db.begin().await?;
    if queries::member(tx.on(), party.id, person.id).await?.is_some() {
        return Ok(());
    }
    let request = NewMember { party: party.id, account: person.id, role: MemberRole::Editor, state: MembershipState::Requested };
    insert_member(&tx, request, now).await?;
    for owner in queries::list_members(tx.on(), party.id).await? {
        if owner.role == MemberRole::Owner && owner.state == MembershipState::Active {
            let recipient = recipient(&owner);
            let mail = JoinAsked { party: &party, name: &person.name, email: &person.email };
            state.post.enqueue(&tx, &recipient, mail.letter(Texts::new(recipient.locale)), now).await?;
        }
    }
    tx.commit(person.audit("party.ask_to_join", Object::new("party", party.id)), now).await?;
    Ok(())
}

fn recipient(member: &Member) -> Recipient {
    Recipient { address: member.email.clone(), name: member.name.clone(), account_id: Some(member.id), locale: member.locale }
}

/// Lets somebody who asked belong to the party, as an editor.
///
/// # Errors
/// [`AppError::Conflict`] when there is no such request (any more).
pub async fn admit(state: &AppState, may: MayRun, account: AccountId, now: DateTime<Utc>) -> Result<(), AppError> {
    answer(state, may, account, JoinAnswer::Welcome, now).await
}

/// Declines a request to join.
///
/// # Errors
/// As [`admit`].
pub async fn decline(state: &AppState, may: MayRun, account: AccountId, now: DateTime<Utc>) -> Result<(), AppError> {
    answer(state, may, account, JoinAnswer::No, now).await
}

async fn answer(state: &AppState, may: MayRun, account: AccountId, answer: JoinAnswer, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayRun { person, party } = may;
    let tx = state.db.begin().await?;
    let asking = queries::member(tx.on(), party.id, account).await?.filter(|member| member.state == MembershipState::Requested);
    let asking = asking.ok_or(AppError::Conflict)?;
    let action = match answer {
        JoinAnswer::Welcome => {
            let member = NewMember { party: party.id, account, role: MemberRole::Editor, state: MembershipState::Active };
            insert_member(&tx, member, now).await?;
            "party.admit"
        }
        JoinAnswer::No => {
            membership::Entity::delete_by_id((party.id, account)).exec(tx.on()).await?;
            "party.decline"
        }
    };
    let recipient = recipient(&asking);
    let letter = JoinAnswered { party: &party, answer }.letter(Texts::new(recipient.locale));
    state.post.enqueue(&tx, &recipient, letter, now).await?;
    tx.commit(person.audit(action, Object::new("party", party.id)), now).await?;
    Ok(())
}

/// Why a member cannot go or get another role.
#[derive(Debug, thiserror::Error)]
pub enum StaysOwner {
    #[error("a party is never without an owner")]
    LastOwner,
    #[error("refused")]
    Refused(AppError),
}

impl From<DbErr> for StaysOwner {
    fn from(error: DbErr) -> Self {
        Self::Refused(error.into())
    }
}

/// Gives a member another role.
///
/// # Errors
/// [`StaysOwner::LastOwner`]; [`AppError::Conflict`] for somebody who is no member (any more).
pub async fn change_role(db: &Db, may: MayRun, account: AccountId, role: MemberRole, now: DateTime<Utc>) -> Result<(), StaysOwner> {
    let MayRun { person, party } = may;
    let tx = db.begin().await?;
    if role != MemberRole::Owner {
        keep_an_owner(&tx, party.id, account).await?;
    }
    let changed = membership::Entity::update_many()
        .col_expr(membership::Column::Role, Expr::value(role))
        .filter(membership::Column::PartyId.eq(party.id))
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 {
        return Err(StaysOwner::Refused(AppError::Conflict));
    }
    tx.commit(person.audit("party.change_role", Object::new("party", party.id)), now).await?;
    Ok(())
}

/// Takes a member out of the party.
///
/// # Errors
/// As [`change_role`].
pub async fn remove(db: &Db, may: MayRun, account: AccountId, now: DateTime<Utc>) -> Result<(), StaysOwner> {
    let MayRun { person, party } = may;
    let audit = person.audit("party.remove_member", Object::new("party", party.id));
    delete_member(db, party.id, account, audit, now).await
}

/// Leaves the party.
///
/// # Errors
/// As [`change_role`].
pub async fn leave(db: &Db, may: MayLook, now: DateTime<Utc>) -> Result<(), StaysOwner> {
    let audit = may.person.audit("party.leave", Object::new("party", may.party.id));
    delete_member(db, may.party.id, may.person.id, audit, now).await
}

async fn delete_member(db: &Db, party: PartyId, account: AccountId, audit: Audit, now: DateTime<Utc>) -> Result<(), StaysOwner> {
    let tx = db.begin().await?;
    keep_an_owner(&tx, party, account).await?;
    let gone = membership::Entity::delete_by_id((party, account)).exec(tx.on()).await?;
    if gone.rows_affected == 0 {
        return Err(StaysOwner::Refused(AppError::Conflict));
    }
    tx.commit(audit, now).await?;
    Ok(())
}

/// Refuses when nobody but `account` owns the party. The row of the party is locked, so that two owners cannot go at the same time.
async fn keep_an_owner(tx: &Tx, party: PartyId, account: AccountId) -> Result<(), StaysOwner> {
    party::Entity::find_by_id(party).lock_exclusive().one(tx.on()).await?;
    let others = membership::Entity::find()
        .filter(membership::Column::PartyId.eq(party))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .filter(membership::Column::Role.eq(MemberRole::Owner))
        .filter(membership::Column::AccountId.ne(account))
        .count(tx.on())
        .await?;
    if others == 0 { Err(StaysOwner::LastOwner) } else { Ok(()) }
}

/// Says that a party is who it says it is.
///
/// # Errors
/// When the database refuses.
pub async fn verify(db: &Db, may: MayVerify, now: DateTime<Utc>) -> Result<(), AppError> {
    let by = may.person.id;
    mark(db, may, Some((now, by)), "party.verify", now).await
}

/// Takes the verification of a party back.
///
/// # Errors
/// When the database refuses.
pub async fn take_back_verification(db: &Db, may: MayVerify, now: DateTime<Utc>) -> Result<(), AppError> {
    mark(db, may, None, "party.take_back_verification", now).await
}

async fn mark(
    db: &Db,
    may: MayVerify,
    mark: Option<(DateTime<Utc>, AccountId)>,
    action: &'static str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let MayVerify { person, party } = may;
    let (at, by) = mark.unzip();
    let mut tx = db.begin().await?;
    party::Entity::update_many()
        .set(party::ActiveModel { verified_at: Set(at), verified_by: Set(by), updated_at: Set(now), ..Default::default() })
        .filter(party::Column::Id.eq(party.id))
        .exec(tx.on())
        .await?;
    found_again(&mut tx, party.id).await?;
    tx.commit(person.audit(action, Object::new("party", party.id)), now).await?;
    Ok(())
}
