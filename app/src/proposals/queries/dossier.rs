//! What is in a proposal: as it was submitted, and as it stands in the form.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use uuid::Uuid;

use super::{CallRef, ProposalView};
use crate::{
    areas,
    calls::model::{Question, QuestionId, QuestionKind},
    infra::db::related::{self, Related},
    proposals::model::{
        BudgetRow, CoApplicantState, CoRow, Draft, Known, MAX_AREAS, Outcome, ProposalId, Rules, answer_typed, field_of, typed_money,
    },
    values::Cents,
};

/// Submitted answers by question.
pub type Answers = HashMap<QuestionId, String>;

#[derive(FromQueryResult)]
struct QuestionRow {
    id: QuestionId,
    kind: QuestionKind,
    label: String,
    help: String,
    required: bool,
    word_limit: Option<i32>,
    options: String,
    answer: Option<String>,
}

/// Gives what a call asks, and what was submitted as an answer, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn rules_and_answers(db: &impl ConnectionTrait, call: &CallRef, id: ProposalId) -> Result<(Rules, Answers), DbErr> {
    let sql = "select q.id, q.kind, q.label, q.help, q.required, q.word_limit, q.options, a.value as answer
         from call_question q left join proposal_answer a on a.question_id = q.id and a.proposal_id = $2
         where q.call_id = $1 order by q.position";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [call.id.0.into(), id.0.into()]);
    let mut answers = Answers::new();
    let mut questions = Vec::new();
    for QuestionRow { id, kind, label, help, required, word_limit, options, answer } in
        QuestionRow::find_by_statement(statement).all(db).await?
    {
        answers.extend(answer.map(|answer| (id, answer)));
        questions.push(Question {
            id,
            kind,
            label,
            help,
            required,
            word_limit,
            options: serde_json::from_str(&options).unwrap_or_default(),
        });
    }
    Ok((Rules { questions, ceiling: call.ceiling, max: call.max }, answers))
}

/// A file that belongs to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub id: Uuid,
    pub question: Option<QuestionId>,
    pub name: String,
    pub bytes: i64,
}

/// What a proposal holds several of.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub budget: Vec<(String, Cents)>,
    /// Labels, by code.
    pub areas: Vec<String>,
    /// In the order of inviting.
    pub co: Vec<Co>,
    /// The oldest first.
    pub files: Vec<Attached>,
}

#[derive(FromQueryResult)]
struct PartsRow {
    budget: Related<(String, Cents)>,
    areas: Related<(String, Option<String>)>,
    co: Related<(String, String, String, CoApplicantState)>,
    files: Related<(Uuid, Option<QuestionId>, String, i64)>,
}

/// Loads the parts of a proposal, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn parts(db: &impl ConnectionTrait, id: ProposalId) -> Result<Parts, DbErr> {
    let backend = db.get_database_backend();
    let budget = related::rows(backend, "b.label, b.amount_cents", "budget_line b where b.proposal_id = $1", "b.position");
    // The code of a district or neighbourhood holds the digits of its municipality.
    let areas = related::rows(
        backend,
        "a.name, m.name",
        "proposal_area pa join area a on a.code = pa.area_code
         left join area m on a.kind in ('district', 'neighbourhood') and m.code = 'GM' || substr(a.code, 3, 4) where pa.proposal_id = $1",
        "a.code",
    );
    let co = related::rows(backend, "x.name, x.email, x.role, x.state", "co_applicant x where x.proposal_id = $1", "x.invited_at, x.id");
    let (file, question) = (related::uuid_text(backend, "f.id"), related::uuid_text(backend, "f.question_id"));
    let columns = format!("{file}, case when f.question_id is null then null else {question} end, f.file_name, f.size_bytes");
    let files = related::rows(backend, &columns, "attachment f where f.proposal_id = $1", "f.id");
    let sql = format!("select {budget} as budget, {areas} as areas, {co} as co, {files} as files");
    let row = PartsRow::find_by_statement(Statement::from_sql_and_values(backend, sql, [id.0.into()])).one(db).await?;
    Ok(row.map(PartsRow::parts).unwrap_or_default())
}

impl PartsRow {
    fn parts(self) -> Parts {
        let area = |(name, municipality): (String, Option<String>)| match municipality {
            Some(municipality) => format!("{name}, {municipality}"),
            None => name,
        };
        Parts {
            budget: self.budget.0,
            areas: self.areas.0.into_iter().map(area).collect(),
            co: self.co.0.into_iter().map(|(name, email, role, state)| Co { name, email, role, state }).collect(),
            files: self.files.0.into_iter().map(|(id, question, name, bytes)| Attached { id, question, name, bytes }).collect(),
        }
    }
}

/// Gives what stands in the form: what was typed since the last submission, or what was submitted.
pub fn draft(proposal: &ProposalView, rules: &Rules, answers: &Answers, parts: &Parts) -> Draft {
    if let Some(draft) = proposal.draft_json.as_deref().and_then(|json| serde_json::from_str(json).ok()) {
        return draft;
    }
    let typed = |question: &Question| Some((field_of(question.id), answer_typed(question.kind, answers.get(&question.id)?)));
    let row = |(label, amount): &(String, Cents)| BudgetRow { label: label.clone(), amount: typed_money(*amount) };
    let own = proposal.own;
    Draft {
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        answers: rules.questions.iter().filter_map(typed).collect(),
        budget: parts.budget.iter().map(row).collect(),
        own_contribution: if own == Cents(0) { String::new() } else { typed_money(own) },
        areas: parts.areas.clone(),
        co: parts.co.iter().map(|co| CoRow { name: co.name.clone(), email: co.email.clone(), role: co.role.clone() }).collect(),
    }
}

/// Looks up what a form cannot know by itself, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn known(db: &impl ConnectionTrait, proposal: &ProposalView, parts: &Parts, draft: &Draft) -> Result<Known, DbErr> {
    let typed: Vec<&str> = draft.areas.iter().take(MAX_AREAS + 1).map(String::as_str).collect();
    let areas = areas::queries::all_typed(db, &typed).await?.into_iter().map(|(typed, place)| (typed, place.code)).collect();
    let files = parts.files.iter().filter_map(|file| file.question).collect();
    Ok(Known { areas, files, contact_email: proposal.contact_email.clone() })
}

/// One answer as it is shown.
#[derive(Clone, Debug)]
pub struct Answer {
    pub label: String,
    pub kind: QuestionKind,
    pub value: String,
}

/// A file as it is listed.
#[derive(Clone, Debug)]
pub struct FileRow {
    pub id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub question: Option<String>,
}

/// A co-applicant as it is listed.
#[derive(Clone, Debug)]
pub struct Co {
    pub name: String,
    pub email: String,
    pub role: String,
    pub state: CoApplicantState,
}

/// What was asked, and answered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: String,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// What was decided.
#[derive(Clone, Debug)]
pub struct Decided {
    pub outcome: Outcome,
    pub reason: String,
    pub awarded: Cents,
    pub decided_at: DateTime<Utc>,
    /// When the applicants heard of it; only the funder meets a decision without.
    pub told_at: Option<DateTime<Utc>>,
}

/// Everything of a proposal that is shown, as it was submitted.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub title: String,
    pub summary: String,
    pub answers: Vec<Answer>,
    pub budget: Vec<(String, Cents)>,
    pub own: Cents,
    pub requested: Cents,
    pub areas: Vec<String>,
    pub co: Vec<Co>,
    pub files: Vec<FileRow>,
    pub asked: Option<Asked>,
    pub decided: Option<Decided>,
}

/// Puts together what was submitted.
pub fn dossier(proposal: &ProposalView, rules: &Rules, mut answers: Answers, parts: Parts) -> Dossier {
    let files = file_rows(parts.files, rules);
    let answer = |question: &Question| {
        let value = answers.remove(&question.id)?;
        Some(Answer { label: question.label.clone(), kind: question.kind, value })
    };
    Dossier {
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        answers: rules.questions.iter().filter_map(answer).collect(),
        budget: parts.budget,
        own: proposal.own,
        requested: proposal.requested,
        areas: parts.areas,
        co: parts.co,
        files,
        asked: proposal.asked.clone(),
        decided: proposal.decided.clone(),
    }
}

/// Lists files for the screen.
pub fn file_rows(files: Vec<Attached>, rules: &Rules) -> Vec<FileRow> {
    let label = |id: QuestionId| rules.questions.iter().find(|question| question.id == id).map(|question| question.label.clone());
    let row = |Attached { id, question, name, bytes }| FileRow { id, name, bytes, question: question.and_then(label) };
    files.into_iter().map(row).collect()
}
