//! Letters that somebody reads before they go: held and discarded mails with what they are made of, decisions that the applicant does not know yet, mails to
//! a selection of people, and a party's own texts.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    sea_orm::{DbBackend, DbErr},
};

const STATES: &str = "'waiting', 'held', 'sending', 'sent', 'failed', 'suppressed', 'discarded'";
const OLD_STATES: &str = "'waiting', 'sending', 'sent', 'failed', 'suppressed'";

/// The columns that were there before.
const OLD: &str =
    "id, kind, account_id, to_address, to_name, subject, body_text, body_html, unsubscribe_url, object_kind, object_id, status, attempts,
     next_attempt_at, lease_owner, lease_until, message_id, dedupe_key, last_error, created_at, sent_at";

const REST: &str = "
    update outbox set batch = id;
    create index outbox_status on outbox (status, id);
    create index outbox_batch on outbox (batch);

    alter table decision add column told_at {time};
    update decision set told_at = decided_at;

    create table segment (
        id {uuid} not null primary key,
        audience text not null,
        subject text not null,
        body text not null,
        created_by {uuid} references account (id) on delete set null,
        created_at {time} not null,
        updated_at {time} not null,
        queued_at {time},
        people integer not null,
        version integer not null
    );
    create table letter_template (
        party_id {uuid} not null references party (id) on delete cascade,
        kind text not null,
        locale text not null,
        subject text not null,
        body text not null,
        updated_at {time} not null,
        version integer not null,
        primary key (party_id, kind, locale)
    )
";

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0014_letters"
    }
}

/// SQLite cannot change what a column may hold, so that the table is made anew.
fn rebuilt(states: &str, more: &str) -> String {
    format!(
        "create table outbox_anew (
            id {{uuid}} not null primary key,
            kind text not null,
            account_id {{uuid}} references account (id) on delete set null,
            to_address text not null,
            to_name text not null,
            subject text not null,
            body_text text not null,
            body_html text not null,
            unsubscribe_url text,
            object_kind text not null,
            object_id {{uuid}},
            status text not null check (status in ({states})),
            attempts integer not null,
            next_attempt_at {{time}} not null,
            lease_owner text,
            lease_until {{time}},
            message_id text not null unique,
            dedupe_key text unique,
            last_error text,
            created_at {{time}} not null,
            sent_at {{time}}{more}
        );
        insert into outbox_anew ({OLD}) select {OLD} from outbox;
        drop table outbox;
        alter table outbox_anew rename to outbox;
        create index outbox_due on outbox (status, next_attempt_at);
        create index outbox_object on outbox (object_kind, object_id);"
    )
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = match manager.get_database_backend() {
            DbBackend::Postgres => format!(
                "alter table outbox drop constraint outbox_status_check, add constraint outbox_status_check check (status in ({STATES})),
                     add column letter text not null default '', add column batch {{uuid}}, add column version integer not null default 1,
                     add column discarded_reason text;"
            ),
            _ => rebuilt(
                STATES,
                ", letter text not null default '', batch {uuid}, version integer not null default 1, discarded_reason text",
            ),
        };
        crate::run(manager, &format!("{columns}{REST}")).await
    }

    /// What was held must not go by itself, and what was discarded never.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let rows = "drop table letter_template; drop table segment; alter table decision drop column told_at;
            update outbox set status = 'failed' where status = 'held'; delete from outbox where status = 'discarded';";
        let columns = match manager.get_database_backend() {
            DbBackend::Postgres => format!(
                "drop index outbox_status; drop index outbox_batch;
                 alter table outbox drop column letter, drop column batch, drop column version, drop column discarded_reason,
                     drop constraint outbox_status_check, add constraint outbox_status_check check (status in ({OLD_STATES}))"
            ),
            _ => rebuilt(OLD_STATES, ""),
        };
        crate::run(manager, &format!("{rows}{columns}")).await
    }
}
