//! One module per table, as the migrations make them. Entities are used by `queries.rs` and `commands.rs` only.

/// Declares the entity of a table from its columns.
macro_rules! entity {
    ($module:ident, $table:tt, { $($columns:tt)* }) => {
        pub mod $module {
            #[allow(unused_imports, reason = "not every table needs every type")]
            use super::types::*;

            #[derive(Clone, Debug, PartialEq, sea_orm::DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($columns)*
            }

            #[derive(Clone, Copy, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
            pub enum Relation {}

            impl sea_orm::ActiveModelBehavior for ActiveModel {}
        }
    };
}

mod accounts;
mod alerts;
mod assessments;
mod bakery;
mod calls;
mod fits;
mod foundation;
mod meaning;
mod parties;
mod proposals;
mod reports;

pub use accounts::*;
pub use alerts::*;
pub use assessments::*;
pub use bakery::*;
pub use calls::*;
pub use fits::*;
pub use foundation::*;
pub use meaning::*;
pub use parties::*;
pub use proposals::*;
pub use reports::*;

/// What the columns are made of.
mod types {
    pub use chrono::{DateTime, NaiveDate, Utc};
    pub use sea_orm::entity::prelude::*;

    pub use crate::{
        accounts::model::{AccountId, AccountRole, LinkPurpose},
        alerts::model::{AlertState, Rhythm, SavedSearchId, Target},
        areas::model::{AreaCode, AreaKind},
        assessments::model::{AssessmentId, Interest, Mark},
        bakery::model::{Answer, IntroductionId, IntroductionState, ListingId, ListingState, Opinion, Resource, Side},
        calls::model::{CallId, CallState, QuestionId, QuestionKind},
        fits::model::FitProfileId,
        infra::i18n::Locale,
        parties::model::{MemberRole, MembershipState, PartyId, PartyKind},
        proposals::model::{CoApplicantState, Outcome, ProposalId, ProposalState},
        reports::model::{ReportId, ReportState},
        themes::Theme,
        values::Cents,
    };
}
