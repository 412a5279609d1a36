//! A mail to a selection in a second language: its English subject and text, empty when there is none.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(
            manager,
            "alter table segment add column english_subject text not null default '';
             alter table segment add column english_body text not null default ''",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, "alter table segment drop column english_subject; alter table segment drop column english_body").await
    }
}
