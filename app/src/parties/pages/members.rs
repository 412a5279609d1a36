//! `/partijen/{slug}/leden`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::super::{
    api::{AdmitMember, ChangeRole, DeclineMember, InviteForm, InviteMember, LeaveParty, MemberForm, RemoveMember, WithdrawInvitation},
    model::{MemberRole, MembershipState},
    policy,
    queries::{self, Invited, Member},
};
use crate::{
    accounts::model::AccountId,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// Who belongs to a party. Owners invite, admit, and change roles here.
#[component]
pub fn MembersPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let may = policy::look(cx.actor(), queries::by_slug(db, &slug).await?)?;
        let party = may.party().clone();
        let (asking, members): (Vec<Member>, Vec<Member>) =
            queries::list_members(db, party.id).await?.into_iter().partition(|member| member.state == MembershipState::Requested);
        let owner = may.is_owner();
        let invited = if owner { queries::list_invited(db, party.id, cx.now()).await? } else { Vec::new() };
        let (_, refused): (MemberForm, FieldErrors) = cx.kept_form("members").await?.unwrap_or_default();
        let (invite, errors) = cx.kept_form("invite").await?.unwrap_or_else(|| {
            (InviteForm { role: MemberRole::Editor.as_str().to_owned(), ..InviteForm::default() }, FieldErrors::default())
        });
        let refused = Fields::new(t, refused);
        let fields = Fields::new(t, errors);
        let title = t.with("party-members-of", &[("name", party.name.as_str().into())]);
        let me = may.person().id;
        Ok(Page::new(
            title.clone(),
            view! {
                <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                    <li><a href=t.href(paths::PARTIES)>{t.get("nav-parties")}</a></li>
                    <li><a href=t.href(paths::party(&slug))>{party.name.clone()}</a></li>
                </ol></nav>
                <ErrorSummary fields=refused/>
                <ErrorSummary fields=fields.clone()/>
                <header class="wk-page-header"><h1>{title}</h1></header>
                {(owner && !asking.is_empty()).then(|| requests(t, &slug, asking))}
                {members_table(t, &slug, members, owner, me)}
                {(!invited.is_empty()).then(|| invitations(t, &slug, invited))}
                {owner.then(|| invite_form(t, &slug, fields, invite))}
                <section class="wk-section">
                    <h2>{t.get("party-leave-title")}</h2>
                    <form method="post" action=t.href(LeaveParty::PATH)>
                        <Hidden name="party" value=slug/>
                        <p>{t.get("party-leave-text")}</p>
                        <button class="wk-button wk-button--secondary" type="submit">{t.get("party-leave")}</button>
                    </form>
                </section>
            },
        ))
    })
}

fn requests(t: Texts, slug: &str, asking: Vec<Member>) -> impl IntoView + use<> {
    let button = |path: &'static str, id: AccountId, name: String, label: String, class: &'static str| {
        view! {
            <form class="wk-inline-form" method="post" action=t.href(path)>
                <Hidden name="party" value=slug/><Hidden name="id" value=id.to_string()/>
                <button class=class type="submit">{label}<span class="wk-visually-hidden">": "{name}</span></button>
            </form>
        }
    };
    let list = asking
        .into_iter()
        .map(|Member { id, name, email, .. }| {
            view! {
                <li>
                    <div><strong>{name.clone()}</strong><p class="wk-meta"><span>{email}</span></p></div>
                    <div class="wk-cluster">
                        {button(AdmitMember::PATH, id, name.clone(), t.get("party-admit"), "wk-button wk-button--primary wk-button--small")}
                        {button(DeclineMember::PATH, id, name, t.get("party-decline"), "wk-button wk-button--secondary wk-button--small")}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <section class="wk-panel wk-panel--accent"><h2>{t.get("party-requests")}</h2><ul class="wk-worklist" role="list">{list}</ul></section> }
}

fn members_table(t: Texts, slug: &str, members: Vec<Member>, owner: bool, me: AccountId) -> impl IntoView + use<> {
    let rows = members
        .into_iter()
        .map(|Member { id, name, email, role, .. }| {
            let role_cell = if owner {
                let select = format!("role-{id}");
                let options = MemberRole::ALL
                    .iter()
                    .map(|option| view! { <option value=option.as_str() selected=*option == role>{option.label(t)}</option> })
                    .collect_view();
                view! {
                    <form class="wk-inline-form" method="post" action=t.href(ChangeRole::PATH)>
                        <Hidden name="party" value=slug/><Hidden name="id" value=id.to_string()/>
                        <label class="wk-visually-hidden" for=select.clone()>{t.with("party-role-of", &[("name", name.as_str().into())])}</label>
                        <select class="wk-select" id=select name="form[role]">{options}</select>
                        <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("form-save")}<span class="wk-visually-hidden">": "{name.clone()}</span></button>
                    </form>
                }
                .into_any()
            } else {
                view! { {role.label(t)} }.into_any()
            };
            let remove = (owner && id != me).then(|| {
                view! {
                    <form class="wk-inline-form" method="post" action=t.href(RemoveMember::PATH)>
                        <Hidden name="party" value=slug/><Hidden name="id" value=id.to_string()/>
                        <button class="wk-button wk-button--danger wk-button--small" type="submit">{t.get("party-remove")}<span class="wk-visually-hidden">": "{name.clone()}</span></button>
                    </form>
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label=t.get("account-name")>{name}{(id == me).then(|| view! { " "<span class="wk-badge">{t.get("party-you")}</span> })}</th>
                    <td data-label=t.get("account-email")>{email}</td>
                    <td data-label=t.get("party-member-role")>{role_cell}</td>
                    {owner.then(|| view! { <td class="wk-table__actions">{remove}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="wk-table-wrap" id="members"><table class="wk-table wk-table--cards">
            <caption class="wk-visually-hidden">{t.get("party-members")}</caption>
            <thead><tr>
                <th scope="col">{t.get("account-name")}</th><th scope="col">{t.get("account-email")}</th><th scope="col">{t.get("party-member-role")}</th>
                {owner.then(|| view! { <td></td> })}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

fn invitations(t: Texts, slug: &str, invited: Vec<Invited>) -> impl IntoView + use<> {
    let list = invited
        .into_iter()
        .map(|Invited { id, email, role, expires_at }| {
            view! {
                <li>
                    <div><strong>{email.clone()}</strong><p class="wk-meta"><span>{role.label(t)}</span><span>{t.with("party-invited-until", &[("moment", t.moment(expires_at).into())])}</span></p></div>
                    <form class="wk-inline-form" method="post" action=t.href(WithdrawInvitation::PATH)>
                        <Hidden name="party" value=slug/><Hidden name="id" value=id.to_string()/>
                        <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("party-invitation-withdraw")}<span class="wk-visually-hidden">": "{email}</span></button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! { <section class="wk-section"><h2>{t.get("party-invitations")}</h2><ul class="wk-worklist" role="list">{list}</ul></section> }
}

fn invite_form(t: Texts, slug: &str, fields: Fields, form: InviteForm) -> impl IntoView + use<> {
    let roles =
        MemberRole::ALL.iter().map(|role| (role.as_str().to_owned(), format!("{}: {}", role.label(t), role.explanation(t)))).collect();
    view! {
        <section class="wk-section wk-narrow">
            <h2>{t.get("party-invite-title")}</h2>
            <form class="wk-form" method="post" novalidate=true action=t.href(InviteMember::PATH)>
                <Hidden name="party" value=slug/>
                <TextField fields=fields.clone() name="email" label=t.get("account-email") hint=t.get("party-invite-hint") value=form.email kind="email"/>
                <Choices fields=fields name="role" label=t.get("party-member-role") values=vec![form.role] options=roles/>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("party-invite")}</button></div>
            </form>
        </section>
    }
}
