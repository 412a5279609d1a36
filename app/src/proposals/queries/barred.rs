//! Who is barred from reading a proposal: somebody who was asked to assess it, as long as the interest in it is not declared, and for ever who declared one.
//!
//! Of all people of the funder these alone read nothing but its title and who sent it in. Every read for a funder looks here.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, Query, SelectStatement, SimpleExpr},
};

use crate::{
    accounts::model::AccountId,
    assessments::model::Interest,
    infra::db::entity::{assessment, proposal},
    proposals::model::ProposalId,
};

/// Gives the same as [`is_barred`] as a condition for a statement of one's own, of the columns or values with these names.
pub fn bars(proposal: &str, account: &str) -> String {
    format!(
        "exists (select 1 from assessment barring where barring.proposal_id = {proposal} and barring.account_id = {account}
             and (barring.interest = 'conflict' or (barring.interest is null and barring.withdrawn_at is null)))"
    )
}

fn barring(account: AccountId) -> Condition {
    let undeclared = assessment::Column::Interest.is_null().and(assessment::Column::WithdrawnAt.is_null());
    Condition::all().add(assessment::Column::AccountId.eq(account)).add(assessment::Column::Interest.eq(Interest::Conflict).or(undeclared))
}

/// Lists the proposals from which an account is barred, for a statement of one's own.
pub fn barred_from(account: AccountId) -> SelectStatement {
    Query::select().column(assessment::Column::ProposalId).from(assessment::Entity).cond_where(barring(account)).to_owned()
}

/// Gives 1 for a row of `proposal` from which an account is barred.
pub(super) fn barred_mark(account: AccountId) -> SimpleExpr {
    let mut of_row = barred_from(account);
    of_row.and_where(Expr::col((assessment::Entity, assessment::Column::ProposalId)).equals((proposal::Entity, proposal::Column::Id)));
    Expr::case(Expr::exists(of_row), 1).finally(0).into()
}

/// Says whether an account is barred from a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn is_barred(db: &impl ConnectionTrait, proposal: ProposalId, account: AccountId) -> Result<bool, DbErr> {
    let rows = assessment::Entity::find().filter(assessment::Column::ProposalId.eq(proposal)).filter(barring(account)).count(db).await?;
    Ok(rows > 0)
}
