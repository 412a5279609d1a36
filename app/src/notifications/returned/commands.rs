//! Notes what other servers tell of our mails.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    infra::{
        db::{Audit, Db, Object, Tx, entity::outbox},
        mail::{
            outbox::{COMPLAINT, RETURNED, Status, suppression},
            returned::{News, Report},
        },
    },
    notifications::{commands::switch_off, model::Event},
};

/// A server does not try longer than that to deliver a mail.
const LATEST: TimeDelta = TimeDelta::days(30);

/// What was done with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is not about a mail that we sent to that address, or says nothing new: nothing changed.
    Nothing,
    /// It stands with the mail.
    Kept,
    /// And nothing goes to that address any more.
    AddressStopped,
    /// And that kind of mail does not go there any more.
    KindStopped,
}

/// Notes one report: with the mail that it is about, and for its address when it says so.
///
/// # Errors
/// When the database refuses; then nothing of it is noted.
pub async fn note(db: &Db, report: &Report, now: DateTime<Utc>) -> Result<Noted, DbErr> {
    let tx = db.begin().await?;
    let Some(mail) = mail_of(&tx, report, now).await? else { return Ok(Noted::Nothing) };
    let (noted, status, reason) = match &report.news {
        News::Failed { code, answer } => {
            let noted = if report.news.names_no_mailbox() { Noted::AddressStopped } else { Noted::Kept };
            (noted, Some(Status::Failed), format!("{RETURNED}{code} {answer}").trim_end().to_owned())
        }
        News::Complaint => {
            let stops = mail.kind.parse::<Event>().is_ok_and(Event::can_be_switched_off);
            (if stops { Noted::KindStopped } else { Noted::Kept }, None, COMPLAINT.to_owned())
        }
    };
    if mail.last_error.as_ref().is_some_and(|before| *before == reason) {
        return Ok(Noted::Nothing);
    }
    let mut update = outbox::Entity::update_many().col_expr(outbox::Column::LastError, Expr::value(reason.clone()));
    if let Some(status) = status {
        update = update.col_expr(outbox::Column::Status, Expr::value(status.as_str()));
    }
    update.filter(outbox::Column::Id.eq(mail.id)).filter(outbox::Column::Status.eq(&mail.status)).exec(tx.on()).await?;
    let outcome = match noted {
        Noted::AddressStopped => {
            suppression::add(tx.on(), &mail.to_address, &reason, now).await?;
            "address_stopped"
        }
        Noted::KindStopped => {
            if let Ok(kind) = mail.kind.parse() {
                switch_off(&tx, &mail.to_address, kind, now).await?;
            }
            "kind_stopped"
        }
        Noted::Kept | Noted::Nothing => "kept",
    };
    let action = if status.is_some() { "mail.returned" } else { "mail.complaint" };
    tx.commit(Audit::new(action, Object::new("mail", mail.id)).outcome(outcome), now).await?;
    tracing::info!(mail = %mail.id, kind = mail.kind, outcome, "another server told of a mail");
    Ok(noted)
}

/// Finds the mail: one that was handed over, to that very address, not long ago.
async fn mail_of(tx: &Tx, report: &Report, now: DateTime<Utc>) -> Result<Option<outbox::Model>, DbErr> {
    let message_id = report.message_id.trim().trim_matches(['<', '>']);
    let found = outbox::Entity::find()
        .filter(outbox::Column::MessageId.eq(format!("<{message_id}>")))
        // Not while a worker has it in hand; "failed" too, for the second of two reports.
        .filter(outbox::Column::Status.is_in([Status::Sent, Status::Waiting, Status::Failed].map(Status::as_str)))
        .filter(outbox::Column::Attempts.gt(0))
        .filter(outbox::Column::CreatedAt.gt(now - LATEST))
        .one(tx.on())
        .await?;
    // A complaint often leaves the address out.
    let is_anonymous = report.news == News::Complaint && report.recipients.is_empty();
    Ok(found.filter(|mail| is_anonymous || report.recipients.iter().any(|address| address.eq_ignore_ascii_case(&mail.to_address))))
}
