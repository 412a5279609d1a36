//! Form posts about parties.

use leptos::{prelude::server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    commands::{self, Invitee, StaysOwner},
    model::{MemberRole, PartyDraft, PartyKind, kvk_number},
    policy::{self, MayRun},
    queries,
};
use crate::{
    accounts,
    accounts::model::{AccountId, Actor},
    areas,
    error::AppError,
    infra::limits::Limit,
    input::{self, FieldErrors, Problem},
    paths,
    request::{RequestCx, post},
};

const PARTIES_BY_ACCOUNT: Limit = Limit { name: "party-account", hits: 10, window_seconds: 86_400 };
const INVITATIONS_BY_ACCOUNT: Limit = Limit { name: "invite-account", hits: 50, window_seconds: 86_400 };
const REQUESTS_BY_ACCOUNT: Limit = Limit { name: "join-account", hits: 20, window_seconds: 86_400 };
const TOKENS_FROM_CLIENT: Limit = Limit { name: "token-client", hits: 60, window_seconds: 900 };

/// The form about a party.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyForm {
    /// The slug of a party that is changed.
    pub party: String,
    pub version: String,
    pub kind: String,
    pub name: String,
    pub description: String,
    pub area: String,
    pub website: String,
    pub kvk_number: String,
}

async fn read(cx: &RequestCx, form: &PartyForm) -> Result<Result<PartyDraft, FieldErrors>, AppError> {
    let mut errors = FieldErrors::default();
    let kind = errors.check("kind", form.kind.parse::<PartyKind>().map_err(|_| Problem::new("party-kind-missing")));
    let name = errors.check("name", input::line(&form.name, 120));
    let description = errors.check("description", input::text(&form.description, 2_000));
    let area = match form.area.trim() {
        "" => None,
        typed => match areas::queries::by_typed(cx.db().reader(), typed).await? {
            Some(area) => Some(area.code),
            None => {
                errors.add("area", Problem::new("area-unknown"));
                None
            }
        },
    };
    let website = errors.check("website", input::website(&form.website));
    let kvk_number = errors.check("kvk_number", kvk_number(&form.kvk_number));
    let (Some(kind), Some(name), Some(description), Some(website), Some(kvk_number)) = (kind, name, description, website, kvk_number)
    else {
        return Ok(Err(errors));
    };
    Ok(if errors.is_empty() { Ok(PartyDraft { kind, name, description, area, website, kvk_number }) } else { Err(errors) })
}

/// Registers a party.
#[server(prefix = "/do", endpoint = "parties/register", input = PostUrl)]
pub async fn register_party(form: PartyForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?;
        let draft = match read(&cx, &form).await? {
            Ok(draft) => draft,
            Err(errors) => return cx.back_with(paths::NEW_PARTY.to_owned(), "party", &form, errors).await,
        };
        cx.limit_for(PARTIES_BY_ACCOUNT, &person.id.to_string()).await?;
        let (id, slug) = commands::register(cx.db(), person, draft, cx.now()).await?;
        accounts::session::act_for(&cx, Some(id)).await?;
        cx.notify("party-registered").await?;
        Ok(paths::party(&slug))
    })
    .await
}

async fn run(cx: &RequestCx, slug: &str) -> Result<MayRun, AppError> {
    policy::run(cx.actor(), queries::by_slug(cx.db().reader(), slug).await?)
}

/// Changes what a party's page says.
#[server(prefix = "/do", endpoint = "parties/change", input = PostUrl)]
pub async fn change_party(form: PartyForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        let version = form.version.parse().map_err(|_| AppError::BadRequest)?;
        let draft = match read(&cx, &form).await? {
            Ok(draft) => draft,
            Err(errors) => return cx.back_with(paths::party_edit(&form.party), "party", &form, errors).await,
        };
        commands::change(cx.db(), may, draft, version, cx.now()).await?;
        cx.notify("party-changed").await?;
        Ok(paths::party(&form.party))
    })
    .await
}

/// The form that invites somebody.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub party: String,
    pub email: String,
    pub role: String,
}

/// Invites somebody to a party.
#[server(prefix = "/do", endpoint = "parties/invite", input = PostUrl)]
pub async fn invite_member(form: InviteForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        let page = paths::party_members(&form.party);
        let mut errors = FieldErrors::default();
        let email = errors.check("email", input::email(&form.email));
        let role = errors.check("role", form.role.parse::<MemberRole>().map_err(|_| Problem::new("problem-required")));
        let (Some(email), Some(role)) = (email, role) else { return cx.back_with(page, "invite", &form, errors).await };
        cx.limit_for(INVITATIONS_BY_ACCOUNT, &cx.actor().person()?.id.to_string()).await?;
        match commands::invite(cx.state(), may, email, role, cx.t().locale, cx.now()).await {
            Ok(()) => {
                cx.notify("party-invited").await?;
                Ok(page)
            }
            Err(AppError::Conflict) => {
                errors.add("email", Problem::new("party-member-already"));
                cx.back_with(page, "invite", &form, errors).await
            }
            Err(error) => Err(error),
        }
    })
    .await
}

/// A form about one member, request or invitation of a party.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    pub party: String,
    /// An account, or an invitation.
    pub id: String,
    pub role: String,
}

impl MemberForm {
    fn account(&self) -> Result<AccountId, AppError> {
        self.id.parse().map_err(|_| AppError::NotFound)
    }
}

/// Takes an invitation back.
#[server(prefix = "/do", endpoint = "parties/withdraw_invitation", input = PostUrl)]
pub async fn withdraw_invitation(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        let id = form.id.parse().map_err(|_| AppError::NotFound)?;
        commands::withdraw_invitation(cx.db(), may, id, cx.now()).await?;
        cx.notify("party-invitation-withdrawn").await?;
        Ok(paths::party_members(&form.party))
    })
    .await
}

/// The form behind an invitation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub token: String,
    pub name: String,
}

/// Accepts an invitation. Somebody without an account gets one and is signed in: the link has shown that the address is theirs.
#[server(prefix = "/do", endpoint = "parties/accept_invitation", input = PostUrl)]
pub async fn accept_invitation(form: AcceptForm) -> Result<(), AppError> {
    post(async move |cx| {
        cx.limit(TOKENS_FROM_CLIENT).await?;
        let page = paths::invitation(&form.token);
        let Some(invited) = queries::open_invitation(cx.db().reader(), &form.token, cx.now()).await? else { return Ok(page) };
        let invitee = match (invited.account_id, cx.actor()) {
            (Some(account), Actor::Person(person)) if person.id == account => Invitee::Known(account),
            // The page says with which address to sign in first.
            (Some(_), _) | (None, Actor::Person(_)) => return Ok(page),
            (None, Actor::Anonymous) => {
                let mut errors = FieldErrors::default();
                let Some(name) = errors.check("name", input::line(&form.name, 100)) else {
                    return cx.back_with(page, "accept-invitation", &form, errors).await;
                };
                Invitee::New { name, locale: cx.t().locale }
            }
        };
        let Some(account) = commands::accept_invitation(cx.db(), &invited, invitee, cx.now()).await? else { return Ok(page) };
        if !cx.actor().is_signed_in() {
            accounts::session::open(&cx, account, "").await?;
        }
        accounts::session::act_for(&cx, Some(invited.party_id)).await?;
        cx.notify("party-joined").await?;
        Ok(paths::party(&invited.party_slug))
    })
    .await
}

/// Asks to belong to a party.
#[server(prefix = "/do", endpoint = "parties/join", input = PostUrl)]
pub async fn join_party(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::join(cx.actor(), queries::by_slug(cx.db().reader(), &form.party).await?)?;
        cx.limit_for(REQUESTS_BY_ACCOUNT, &cx.actor().person()?.id.to_string()).await?;
        commands::ask_to_join(cx.state(), may, cx.now()).await?;
        cx.notify("party-join-asked").await?;
        Ok(paths::party(&form.party))
    })
    .await
}

/// Lets somebody who asked belong to the party.
#[server(prefix = "/do", endpoint = "parties/admit", input = PostUrl)]
pub async fn admit_member(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        commands::admit(cx.state(), may, form.account()?, cx.now()).await?;
        cx.notify("party-admitted").await?;
        Ok(paths::party_members(&form.party))
    })
    .await
}

/// Declines a request to join.
#[server(prefix = "/do", endpoint = "parties/decline", input = PostUrl)]
pub async fn decline_member(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        commands::decline(cx.state(), may, form.account()?, cx.now()).await?;
        cx.notify("party-declined").await?;
        Ok(paths::party_members(&form.party))
    })
    .await
}

/// Gives a member another role.
#[server(prefix = "/do", endpoint = "parties/change_role", input = PostUrl)]
pub async fn change_role(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        let role = form.role.parse().map_err(|_| AppError::BadRequest)?;
        let done = commands::change_role(cx.db(), may, form.account()?, role, cx.now()).await;
        after(&cx, done, "party-role-changed", paths::party_members(&form.party), &form).await
    })
    .await
}

/// Takes a member out of the party.
#[server(prefix = "/do", endpoint = "parties/remove_member", input = PostUrl)]
pub async fn remove_member(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = run(&cx, &form.party).await?;
        let done = commands::remove(cx.db(), may, form.account()?, cx.now()).await;
        after(&cx, done, "party-member-removed", paths::party_members(&form.party), &form).await
    })
    .await
}

/// Leaves a party.
#[server(prefix = "/do", endpoint = "parties/leave", input = PostUrl)]
pub async fn leave_party(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::look(cx.actor(), queries::by_slug(cx.db().reader(), &form.party).await?)?;
        let done = commands::leave(cx.db(), may, cx.now()).await;
        after(&cx, done, "party-left", paths::party(&form.party), &form).await
    })
    .await
}

/// Goes on, or back to the members' page with the reason why a party keeps its owner.
async fn after(
    cx: &RequestCx,
    done: Result<(), StaysOwner>,
    text_key: &'static str,
    page: String,
    form: &MemberForm,
) -> Result<String, AppError> {
    match done {
        Ok(()) => {
            cx.notify(text_key).await?;
            Ok(page)
        }
        Err(StaysOwner::LastOwner) => {
            let mut errors = FieldErrors::default();
            errors.add("members", Problem::new("party-last-owner"));
            cx.back_with(paths::party_members(&form.party), "members", form, errors).await
        }
        Err(StaysOwner::Refused(error)) => Err(error),
    }
}

/// Says that a party is who it says it is.
#[server(prefix = "/do", endpoint = "parties/verify", input = PostUrl)]
pub async fn verify_party(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::verify(cx.actor().organiser()?, queries::by_slug(cx.db().reader(), &form.party).await?)?;
        commands::verify(cx.db(), may, cx.now()).await?;
        cx.notify("party-verified-now").await?;
        Ok(paths::party(&form.party))
    })
    .await
}

/// Takes the verification of a party back.
#[server(prefix = "/do", endpoint = "parties/take_back_verification", input = PostUrl)]
pub async fn take_back_verification(form: MemberForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::verify(cx.actor().organiser()?, queries::by_slug(cx.db().reader(), &form.party).await?)?;
        commands::take_back_verification(cx.db(), may, cx.now()).await?;
        cx.notify("party-verification-taken-back").await?;
        Ok(paths::party(&form.party))
    })
    .await
}
