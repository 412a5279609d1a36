//! Form posts of applicants and funders.

use std::collections::BTreeMap;

use leptos::{prelude::*, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    access,
    commands::{self, Refusal, Start, Verdict},
    model::{self, BudgetRow, CoApplicantState, CoRow, Draft, MAX_NAME, Outcome, ProposalState},
    queries,
};
use crate::{
    error::AppError,
    infra::limits::Limit,
    input::{self, FieldErrors, Problem},
    parties::model::PartyKind,
    paths,
    request::{RequestCx, answer, post},
    ui::form::saved_note,
};

/// Names of the forms that come back with errors.
pub const START_FORM: &str = "proposal-start";
pub const DRAFT_FORM: &str = "proposal-draft";
pub const ANSWER_FORM: &str = "proposal-answer";
pub const ASK_FORM: &str = "proposal-ask";
pub const DECIDE_FORM: &str = "proposal-decide";
pub const UPLOAD_FORM: &str = "proposal-upload";

/// The longest question, answer and reason.
pub const MAX_TEXT: usize = 3_000;

const STARTS: Limit = Limit { name: "proposal-start", hits: 60, window_seconds: 3_600 };
const STARTS_OF_ADDRESS: Limit = Limit { name: "proposal-start-address", hits: 5, window_seconds: 3_600 };
const INVITATIONS: Limit = Limit { name: "proposal-invite", hits: 60, window_seconds: 86_400 };

/// Turns a refusal that no field can show into an error.
fn plain(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::Fields(_) => AppError::BadRequest,
        Refusal::Closed | Refusal::Changed => AppError::Conflict,
        Refusal::Other(error) => error,
    }
}

/// The values of [`StartForm::applicant`] that are not the id of a party.
pub const MYSELF: &str = "self";
pub const GROUP: &str = "group";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StartForm {
    pub slug: String,
    /// [`MYSELF`], [`GROUP`] or the id of a party.
    pub applicant: String,
    pub kind: String,
    pub group: String,
    pub name: String,
    pub email: String,
}

/// Starts a proposal.
#[server(prefix = "/do", endpoint = "proposals/start", input = PostUrl)]
pub async fn start_proposal(form: StartForm) -> Result<(), AppError> {
    post(async move |cx| {
        let call = queries::call_by_slug(cx.db().reader(), &form.slug).await?.ok_or(AppError::NotFound)?;
        let page = paths::proposal_start(&call.slug);
        let start = match read_start(&cx, &form, &call.who_may_apply) {
            Ok(start) => start,
            Err(errors) => return cx.back_with(page, START_FORM, &form, errors).await,
        };
        let signed_in = cx.actor().is_signed_in();
        cx.limit(STARTS).await?;
        if !signed_in {
            // Anybody can type an address; the mail with the link goes there.
            cx.limit_for(STARTS_OF_ADDRESS, &start.contact_email).await?;
        }
        match commands::start(cx.state(), cx.actor(), &call, start, cx.now()).await {
            Ok(id) => {
                if !signed_in {
                    access::let_write(cx.session(), id).await?;
                }
                cx.notify("proposal-started").await?;
                Ok(paths::proposal_draft(id))
            }
            // The page says that the call is closed.
            Err(Refusal::Closed) => Ok(page),
            Err(refusal) => Err(plain(refusal)),
        }
    })
    .await
}

fn read_start(cx: &RequestCx, form: &StartForm, allowed: &[PartyKind]) -> Result<Start, FieldErrors> {
    let mut errors = FieldErrors::default();
    let locale = cx.t().locale;
    let person = cx.actor().person().ok().cloned();
    let (name, email) = match &person {
        Some(person) => (Some(person.name.clone()), Some(person.email.clone())),
        None => (errors.check("name", input::line(&form.name, MAX_NAME)), errors.check("email", input::email(&form.email))),
    };
    let party = person.as_ref().and_then(|person| {
        let id = form.applicant.parse().ok()?;
        person.membership(id).filter(|membership| person.may_edit_for(membership.party_id))
    });
    let applicant = match (form.applicant.as_str(), party) {
        (MYSELF, _) if model::may_apply_as(PartyKind::Person, allowed) => name.clone().map(|name| (PartyKind::Person, name)),
        (_, Some(party)) if model::may_apply_as(party.kind, allowed) => Some((party.kind, party.name.clone())),
        (GROUP, _) => {
            let kind = form.kind.parse().ok().filter(|kind| *kind != PartyKind::Person && model::may_apply_as(*kind, allowed));
            let kind = errors.check("kind", kind.ok_or_else(|| Problem::new("problem-proposal-kind")));
            let group = errors.check("group", input::line(&form.group, MAX_NAME));
            kind.zip(group)
        }
        _ => errors.check("applicant", Err(Problem::new("problem-proposal-applicant"))),
    };
    match (name, email, applicant) {
        (Some(contact_name), Some(contact_email), Some((applicant_kind, applicant_name))) if errors.is_empty() => Ok(Start {
            account_id: person.as_ref().map(|person| person.id),
            party_id: party.map(|party| party.party_id),
            applicant_kind,
            applicant_name,
            contact_name,
            contact_email,
            locale,
        }),
        _ => Err(errors),
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    pub id: String,
    pub token: String,
}

/// Opens a proposal by the link in a mail.
#[server(prefix = "/do", endpoint = "proposals/open", input = PostUrl)]
pub async fn open_proposal(form: LinkForm) -> Result<(), AppError> {
    post(async move |cx| {
        let proposal = commands::open_link(cx.state(), cx.actor(), &form.id, &form.token, cx.now()).await?;
        access::let_write(cx.session(), proposal.id).await?;
        let draft = proposal.state == ProposalState::Draft;
        Ok(if draft { paths::proposal_draft(proposal.id) } else { paths::proposal(proposal.id) })
    })
    .await
}

/// The draft as it is posted. `do` names the button.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub id: String,
    pub version: String,
    #[serde(rename = "do")]
    pub button: String,
    pub title: String,
    pub summary: String,
    pub answers: BTreeMap<String, String>,
    pub budget: Vec<BudgetRow>,
    pub own_contribution: String,
    pub areas: Vec<String>,
    pub co: Vec<CoRow>,
}

impl DraftForm {
    /// Gives what was typed.
    pub fn draft(&self) -> Draft {
        let Self { id: _, version: _, button: _, title, summary, answers, budget, own_contribution, areas, co } = self.clone();
        Draft { title, summary, answers, budget, own_contribution, areas, co }
    }

    /// Fills the form with a draft.
    pub fn of(id: String, version: i32, draft: Draft) -> Self {
        let Draft { title, summary, answers, budget, own_contribution, areas, co } = draft;
        Self { id, version: version.to_string(), button: String::new(), title, summary, answers, budget, own_contribution, areas, co }
    }
}

/// What the button of a draft asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Button {
    Save,
    Check,
    Files,
    Invite,
    AddLine,
    RemoveLine(usize),
    AddCo,
    RemoveCo(usize),
}

fn button(name: &str) -> Button {
    match name.split_once(':') {
        Some(("line", index)) => index.parse().map_or(Button::Save, Button::RemoveLine),
        Some(("co", index)) => index.parse().map_or(Button::Save, Button::RemoveCo),
        _ => match name {
            "check" => Button::Check,
            "files" => Button::Files,
            "invite" => Button::Invite,
            "add-line" => Button::AddLine,
            "add-co" => Button::AddCo,
            _ => Button::Save,
        },
    }
}

/// Saves a draft, whatever is in it, and does what the button says.
#[server(prefix = "/do", endpoint = "proposals/save", input = PostUrl)]
pub async fn save_draft(form: DraftForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let id = may.proposal().id;
        let expected: i32 = form.version.parse().map_err(|_| AppError::BadRequest)?;
        let (button, mut draft) = (button(&form.button), form.draft());
        let lines = draft.budget.len();
        match button {
            Button::RemoveLine(index) if index < draft.budget.len() => drop(draft.budget.remove(index)),
            Button::RemoveCo(index) if index < draft.co.len() => drop(draft.co.remove(index)),
            _ => {}
        }
        let draft = draft.tidied();
        let (state, now) = (cx.state(), cx.now());
        let saved = match button {
            Button::RemoveCo(_) => commands::remove_co_applicants(state, &may, &draft, expected, now).await,
            Button::Invite => {
                cx.limit_for(INVITATIONS, &id.to_string()).await?;
                commands::invite(state, &may, &draft, expected, now).await.map(|_| ())
            }
            _ => commands::save(state, &may, &draft, expected, now).await.map(|_| ()),
        };
        let page = paths::proposal_draft(id);
        match saved {
            Ok(()) => {}
            Err(Refusal::Changed) => {
                let mut errors = FieldErrors::default();
                errors.add("title", Problem::new("problem-proposal-changed"));
                return cx.back_with(page, DRAFT_FORM, &form, errors).await;
            }
            Err(refusal) => return Err(plain(refusal)),
        }
        Ok(match button {
            Button::Save => {
                cx.notify("proposal-saved").await?;
                page
            }
            Button::Check => paths::proposal_check(id),
            Button::Files => paths::proposal_files(id),
            Button::Invite => {
                cx.notify("proposal-co-sent").await?;
                format!("{page}#co")
            }
            Button::AddLine => format!("{page}?regels={}#budget", lines.saturating_add(1).min(model::MAX_LINES)),
            Button::RemoveLine(_) => format!("{page}#budget"),
            Button::AddCo => format!("{page}?mensen=1#co"),
            Button::RemoveCo(_) => format!("{page}#co"),
        })
    })
    .await
}

/// What the page shows and keeps after a draft saved itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub note: String,
    pub version: i32,
}

/// Saves a draft while somebody is typing.
#[server(prefix = "/do", endpoint = "proposals/keep", input = PostUrl)]
pub async fn keep_draft(form: DraftForm) -> Result<Kept, AppError> {
    answer(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let expected = form.version.parse().map_err(|_| AppError::BadRequest)?;
        let version = commands::save(cx.state(), &may, &form.draft().tidied(), expected, cx.now()).await.map_err(plain)?;
        Ok(Kept { note: saved_note(cx.t(), cx.now(), 0), version })
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubmitForm {
    pub id: String,
    pub token: String,
}

/// Sends a proposal in.
#[server(prefix = "/do", endpoint = "proposals/submit", input = PostUrl)]
pub async fn submit_proposal(form: SubmitForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let id = may.proposal().id;
        match commands::submit(cx.state(), &may, &form.token, cx.now()).await {
            Ok(()) => Ok(paths::proposal_receipt(id)),
            // The check page shows what is missing, that the deadline has passed, or what is stored now.
            Err(Refusal::Fields(_) | Refusal::Closed | Refusal::Changed) => Ok(paths::proposal_check(id)),
            Err(Refusal::Other(error)) => Err(error),
        }
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    pub id: String,
}

/// Takes a submitted proposal back, or throws a draft away.
#[server(prefix = "/do", endpoint = "proposals/withdraw", input = PostUrl)]
pub async fn withdraw_proposal(form: ProposalForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        if may.proposal().state == ProposalState::Draft {
            commands::discard(cx.state(), &may, cx.now()).await.map_err(plain)?;
            cx.notify("proposal-discarded").await?;
            return Ok(paths::PROPOSALS.to_owned());
        }
        commands::withdraw(cx.state(), &may, cx.now()).await.map_err(plain)?;
        cx.notify("proposal-withdrawn").await?;
        Ok(paths::proposal(may.proposal().id))
    })
    .await
}

/// Forgets what was typed since the last submission.
#[server(prefix = "/do", endpoint = "proposals/undo", input = PostUrl)]
pub async fn undo_changes(form: ProposalForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        commands::undo_changes(cx.state(), &may, cx.now()).await.map_err(plain)?;
        cx.notify("proposal-changes-undone").await?;
        Ok(paths::proposal(may.proposal().id))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub id: String,
    pub answer: String,
}

/// Answers what the funder asked.
#[server(prefix = "/do", endpoint = "proposals/clarify", input = PostUrl)]
pub async fn answer_clarification(form: AnswerForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let mut errors = FieldErrors::default();
        let page = paths::proposal(may.proposal().id);
        let Some(answer) = errors.check("answer", input::text(&form.answer, MAX_TEXT)) else {
            return cx.back_with(page, ANSWER_FORM, &form, errors).await;
        };
        commands::answer_clarification(cx.state(), &may, answer, cx.now()).await.map_err(plain)?;
        cx.notify("proposal-answered").await?;
        Ok(page)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    pub token: String,
    /// `accepted` or `declined`.
    pub answer: String,
}

/// Answers the invitation to take part.
#[server(prefix = "/do", endpoint = "proposals/join", input = PostUrl)]
pub async fn answer_invitation(form: InvitationForm) -> Result<(), AppError> {
    post(async move |cx| {
        let answer = form.answer.parse().ok().filter(|answer| *answer != CoApplicantState::Invited).ok_or(AppError::BadRequest)?;
        let id = commands::answer_invitation(cx.state(), cx.actor(), &form.token, answer, cx.now()).await?;
        if answer == CoApplicantState::Declined {
            return Ok(paths::proposal_invitation(&form.token));
        }
        access::let_read(cx.session(), id).await?;
        cx.notify("proposal-joined").await?;
        Ok(paths::proposal(id))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileForm {
    pub id: String,
    pub file: String,
}

/// Takes a file from a proposal.
#[server(prefix = "/do", endpoint = "proposals/detach", input = PostUrl)]
pub async fn detach_file(form: FileForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let file = form.file.parse().map_err(|_| AppError::NotFound)?;
        commands::detach(cx.state(), &may, file, cx.now()).await.map_err(plain)?;
        cx.notify("proposal-file-gone").await?;
        Ok(paths::proposal_files(may.proposal().id))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub slug: String,
    pub id: String,
    pub question: String,
}

/// Asks the applicant one thing.
#[server(prefix = "/do", endpoint = "proposals/ask", input = PostUrl)]
pub async fn ask_clarification(form: AskForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id = form.id.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::call_proposal(&may.call().slug, id);
        let mut errors = FieldErrors::default();
        let Some(question) = errors.check("question", input::text(&form.question, MAX_TEXT)) else {
            return cx.back_with(page, ASK_FORM, &form, errors).await;
        };
        commands::ask(cx.state(), &may, id, question, cx.now()).await.map_err(plain)?;
        cx.notify("proposal-asked").await?;
        Ok(page)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    pub slug: String,
    pub id: String,
    /// `awarded` or `refused`.
    pub outcome: String,
    pub amount: String,
    pub reason: String,
}

/// Awards or refuses.
#[server(prefix = "/do", endpoint = "proposals/decide", input = PostUrl)]
pub async fn decide_proposal(form: DecideForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: model::ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::call_proposal(&may.call().slug, id);
        let mut errors = FieldErrors::default();
        let outcome: Option<Outcome> = errors.check("outcome", form.outcome.parse().map_err(|_| Problem::new("problem-outcome")));
        let reason = errors.check("reason", input::text(&form.reason, MAX_TEXT));
        let (Some(outcome), Some(reason)) = (outcome, reason) else {
            return cx.back_with(page, DECIDE_FORM, &form, errors).await;
        };
        let verdict = Verdict { outcome, amount: form.amount.clone(), reason };
        match commands::decide(cx.state(), &may, id, verdict, cx.now()).await {
            Ok(()) => {
                cx.notify("proposal-decided").await?;
                Ok(page)
            }
            Err(Refusal::Fields(errors)) => cx.back_with(page, DECIDE_FORM, &form, errors).await,
            Err(Refusal::Closed) => {
                errors.add("outcome", Problem::new("problem-award-early"));
                cx.back_with(page, DECIDE_FORM, &form, errors).await
            }
            Err(refusal) => Err(plain(refusal)),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_button_saves() {
        assert_eq!(button(""), Button::Save);
        assert_eq!(button("co:x"), Button::Save);
        assert_eq!(button("co:3"), Button::RemoveCo(3));
    }
}
