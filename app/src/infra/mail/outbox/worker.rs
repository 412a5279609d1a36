//! The worker that empties the outbox: it takes rows by lease, sends them over a few connections side by side, and has them marked.

use std::{
    collections::{HashSet, VecDeque},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Statement, sea_query::Expr};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    super::{
        message::{self, Prepared, masked},
        transport::{Failure, Line, Transport},
    },
    SWITCHED_OFF, Status, limits,
    marks::{AddressNews, Becomes, Mark, Marks},
    pause::{self, Turn},
    suppression,
};
use crate::{
    infra::db::{
        Db,
        entity::{mail_preference, outbox},
    },
    state::AppState,
};

/// How a worker works.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Connections side by side.
    pub lines: usize,
    /// Rows taken at once.
    pub batch: u64,
    /// For how long they are taken.
    pub lease: TimeDelta,
    /// How long a worker goes on with the rows it took; the time for one mail comes on top, and both fit in the lease.
    pub budget: Duration,
    /// The pause when there is nothing to do.
    pub idle: Duration,
    /// The pause when the server cannot be reached.
    pub unreachable: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lines: 4,
            batch: 200,
            lease: TimeDelta::minutes(5),
            budget: Duration::from_secs(120),
            idle: Duration::from_secs(1),
            unreachable: Duration::from_secs(15),
        }
    }
}

/// When a mail is tried again, by how often it was tried.
fn backoff(attempts: i32) -> TimeDelta {
    TimeDelta::minutes(match attempts {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        4 => 60,
        5 => 240,
        _ => 480,
    })
}

/// A server that could not be reached says nothing about a mail, so that the mail need not wait for hours after the server is back.
const LONGEST_WAIT_FOR_A_SERVER: TimeDelta = TimeDelta::minutes(15);

/// A mail older than this is given up.
const PATIENCE: TimeDelta = TimeDelta::days(3);

/// What one round of a worker did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub taken: usize,
    pub sent: usize,
    pub later: usize,
    pub failed: usize,
    pub suppressed: usize,
    /// Given back without a try, because the line broke or the time was up.
    pub given_back: usize,
    /// Waits until there is room for it; see `limits`.
    pub held_back: usize,
    /// Whether the server could not be reached.
    pub unreachable: bool,
}

/// Why a worker stops taking from its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Halt {
    Broken,
    Unreachable,
    /// Mail pauses from now on.
    Paused,
}

/// Empties the outbox until it is told to stop; then it finishes the mails that are on the line.
pub async fn run(state: AppState, transport: Transport, shutdown: CancellationToken) {
    let worker = Worker::new(state, transport, Pace::default());
    while !shutdown.is_cancelled() {
        let pause = match worker.round(&shutdown).await {
            Ok(Round { unreachable: true, .. }) => worker.pace.unreachable,
            Ok(round) if round.sent + round.held_back > 0 && u64::try_from(round.taken) == Ok(worker.pace.batch) => continue,
            Ok(_) => worker.pace.idle,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                Duration::from_secs(5)
            }
        };
        worker.hang_up().await;
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    worker.hang_up().await;
}

/// One who sends mails.
pub struct Worker {
    state: AppState,
    transport: Transport,
    pace: Pace,
    /// Stands in the rows that it has taken.
    id: String,
    marks: Marks,
    /// Open connections between two rounds that follow each other.
    lines: Mutex<Vec<Line>>,
    /// What failed since something went, by weight.
    failures: AtomicU32,
}

/// What a round shares between its lines.
struct Work {
    queue: Mutex<VecDeque<outbox::Model>>,
    halt: Mutex<Option<Halt>>,
    round: Mutex<Round>,
    switched_off: HashSet<(String, String)>,
    suppressed: HashSet<String>,
    began: Instant,
    until: Instant,
    /// Whether its one mail shows if the server is well again.
    is_try: bool,
}

/// What a reader switches off holds within a minute, also for a worker that is busy with what it took before.
const FRESH: Duration = Duration::from_secs(20);

/// What became of a mail with which nothing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Sent,
    SwitchedOff,
    NoSuchMailbox,
}

/// What there is to do with a row.
enum Next {
    /// It stays here.
    Not(Done),
    Deliver(Box<Prepared>),
}

impl Worker {
    pub fn new(state: AppState, transport: Transport, pace: Pace) -> Self {
        Self {
            state,
            transport,
            pace,
            id: Uuid::new_v4().to_string(),
            marks: Marks::default(),
            lines: Mutex::default(),
            failures: AtomicU32::new(0),
        }
    }

    /// Closes the connections that were kept for the next round.
    pub async fn hang_up(&self) {
        let lines = std::mem::take(&mut *locked(&self.lines));
        futures::future::join_all(lines.into_iter().map(Line::close)).await;
    }

    fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// Takes what is due, sends it, marks it.
    ///
    /// # Errors
    /// When the database refuses; rows that were taken come back when their lease ends.
    pub async fn round(&self, shutdown: &CancellationToken) -> Result<Round, DbErr> {
        let db = &self.state.db;
        if !is_due(db, self.now()).await? {
            return Ok(Round::default());
        }
        let turn = pause::turn(db, self.now()).await?;
        if turn == Turn::Wait {
            return Ok(Round::default());
        }
        let rows = self.take(turn).await?;
        let taken = rows.len();
        let (rows, held_back) = limits::let_through(&self.state, &self.id, rows, self.now()).await?;
        let work = Work {
            switched_off: switched_off(db, &rows).await?,
            suppressed: suppression::among(db.reader(), &rows).await?,
            queue: Mutex::new(rows.into()),
            halt: Mutex::new(None),
            round: Mutex::new(Round { taken, held_back, ..Round::default() }),
            began: Instant::now(),
            until: Instant::now() + self.pace.budget,
            is_try: turn == Turn::Try,
        };
        if work.is_try && held_back == taken {
            pause::try_again(db, self.now()).await?;
        }
        // A connection costs more than a mail: a few mails are not worth more than one.
        let lines = self.pace.lines.min(taken.div_ceil(10)).max(1);
        futures::future::join_all((0..lines).map(|_| self.work(&work, shutdown))).await;
        if taken < usize::try_from(self.pace.batch).unwrap_or(usize::MAX) {
            self.hang_up().await;
        }
        let rest: Vec<outbox::Model> = locked(&work.queue).drain(..).collect();
        let halt = *locked(&work.halt);
        let mut round = *locked(&work.round);
        if halt == Some(Halt::Unreachable) {
            round.unreachable = true;
            let outcome = Err(Failure::Unreachable("the mail server could not be reached".to_owned()));
            let marks = rest.iter().map(|row| self.mark(&work, row, &outcome)).collect();
            self.marks.write_all(db, &self.id, marks, self.now()).await?;
            round.later += rest.len();
        } else {
            round.given_back = rest.len();
            self.give_back(&rest).await?;
        }
        Ok(round)
    }

    /// Takes rows that are due, the longest waiting first; rows of a worker that died come first into the queue again. For a try it takes one, of those that were
    /// tried before the one that was tried least: a server may want to see a mail twice, and a mail that never goes must not be the only one that is tried.
    async fn take(&self, turn: Turn) -> Result<Vec<outbox::Model>, DbErr> {
        let (db, now) = (self.state.db.writer(), self.now());
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Status, Expr::value(Status::Waiting.as_str()))
            .col_expr(outbox::Column::LeaseOwner, Expr::value(None::<String>))
            .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
            .filter(outbox::Column::Status.eq(Status::Sending.as_str()))
            .filter(outbox::Column::LeaseUntil.lt(now))
            .exec(db)
            .await?;
        let backend = db.get_database_backend();
        // SQLite has one writer at a time; on PostgreSQL the lock makes a second worker step over the rows of the first.
        let lock = if self.state.db.is_postgres() { "for update skip locked" } else { "" };
        let (order, most) = match turn {
            Turn::Try => ("case when attempts = 0 then 1 else 0 end, attempts, next_attempt_at, id", 1),
            Turn::Go | Turn::Wait => ("next_attempt_at, id", self.pace.batch),
        };
        let statement = Statement::from_sql_and_values(
            backend,
            format!(
                "with due as materialized (
                     select id from outbox where status = 'waiting' and next_attempt_at <= $1 order by {order} limit $2 {lock}
                 )
                 update outbox set status = 'sending', attempts = attempts + 1, lease_owner = $3, lease_until = $4
                 where id in (select id from due) and status = 'waiting' returning *"
            ),
            [now.into(), i64::try_from(most).unwrap_or(i64::MAX).into(), self.id.clone().into(), (now + self.pace.lease).into()],
        );
        let mut rows = outbox::Entity::find().from_raw_sql(statement).all(db).await?;
        rows.sort_by_key(|row| (row.next_attempt_at, row.id));
        Ok(rows)
    }

    /// Sends one row after the other over one line.
    async fn work(&self, work: &Work, shutdown: &CancellationToken) {
        let mut line = locked(&self.lines).pop();
        while let Some(row) = self.next(work, shutdown) {
            let (outcome, tells_of_server) = self.send(work, &row, &mut line).await;
            match &outcome {
                Ok(_) | Err(Failure::Later(_) | Failure::Refused(_) | Failure::NoSuchMailbox(_)) => {}
                Err(Failure::Broken(_)) => {
                    locked(&work.halt).get_or_insert(Halt::Broken);
                }
                Err(Failure::Unreachable(_)) => *locked(&work.halt) = Some(Halt::Unreachable),
            }
            if let Err(error) = self.watch_server(work, &outcome, tells_of_server).await {
                tracing::error!(%error, "whether mail pauses cannot be noted");
            }
            let mark = self.mark(work, &row, &outcome);
            if let Err(error) = self.marks.write(&self.state.db, &self.id, mark, self.now()).await {
                tracing::error!(mail = %row.id, %error, "a mail, and those that were marked with it, cannot be marked; they may go twice");
            }
        }
        locked(&self.lines).extend(line);
    }

    fn next(&self, work: &Work, shutdown: &CancellationToken) -> Option<outbox::Model> {
        let stop = locked(&work.halt).is_some() || shutdown.is_cancelled() || Instant::now() > work.until;
        if stop { None } else { locked(&work.queue).pop_front() }
    }

    /// Sends a row, and says whether what came of it tells something about the server.
    async fn send(&self, work: &Work, row: &outbox::Model, line: &mut Option<Line>) -> (Result<Done, Failure>, bool) {
        match self.prepare(work, row).await {
            Ok(Next::Not(done)) => (Ok(done), false),
            Ok(Next::Deliver(mail)) => (self.transport.deliver(line, &mail).await.map(|()| Done::Sent), true),
            // A wrong setting stops all mail, a row of which no mail can be made only itself.
            Err(failure) => {
                let tells = matches!(failure, Failure::Unreachable(_));
                (Err(failure), tells)
            }
        }
    }

    async fn prepare(&self, work: &Work, row: &outbox::Model) -> Result<Next, Failure> {
        if row.unsubscribe_url.is_some() && self.is_switched_off(work, row).await {
            return Ok(Next::Not(Done::SwitchedOff));
        }
        if work.suppressed.contains(&row.to_address) && suppression::holds_for(&row.kind) {
            return Ok(Next::Not(Done::NoSuchMailbox));
        }
        let row = self.state.post.open(row.clone()).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(Next::Deliver(Box::new(message::build(&row, &message::Sender::of(&self.state.settings)?)?)))
    }

    async fn is_switched_off(&self, work: &Work, row: &outbox::Model) -> bool {
        if work.began.elapsed() < FRESH {
            return work.switched_off.contains(&(row.to_address.clone(), row.kind.clone()));
        }
        // A database that does not answer now does not make a mail unwanted.
        switched_off(&self.state.db, std::slice::from_ref(row))
            .await
            .is_ok_and(|off| !off.is_empty() && off.iter().any(|(_, kind)| *kind == row.kind))
    }

    /// Begins a pause of all mail when too much failed in a row, and ends it when a try went well.
    async fn watch_server(&self, work: &Work, outcome: &Result<Done, Failure>, tells_of_server: bool) -> Result<(), DbErr> {
        let (db, now) = (&self.state.db, self.now());
        match outcome {
            _ if !tells_of_server => {
                if work.is_try {
                    pause::try_again(db, now).await?;
                }
            }
            Ok(_) | Err(Failure::NoSuchMailbox(_)) => {
                self.failures.store(0, Ordering::Relaxed);
                if work.is_try {
                    pause::end(db, now).await?;
                }
            }
            Err(failure) if work.is_try => pause::go_on(db, failure).await?,
            Err(failure) => {
                let weight = pause::weight(failure);
                if self.failures.fetch_add(weight, Ordering::Relaxed) + weight >= pause::ENOUGH {
                    self.failures.store(0, Ordering::Relaxed);
                    locked(&work.halt).get_or_insert(Halt::Paused);
                    pause::begin(db, failure, now).await?;
                }
            }
        }
        Ok(())
    }

    /// Says what becomes of a row, and counts it.
    fn mark(&self, work: &Work, row: &outbox::Model, outcome: &Result<Done, Failure>) -> Mark {
        let now = self.now();
        let end = row.created_at + PATIENCE;
        // A mail that waited for its worker, not for a server, gets its tries too.
        let old = now >= end && row.attempts >= 3;
        let next = |wait: TimeDelta| Some(if now < end { Ord::min(now + wait, end) } else { now + wait });
        let (status, next_attempt_at) = match outcome {
            Ok(Done::Sent) => (Status::Sent, None),
            Ok(Done::SwitchedOff | Done::NoSuchMailbox) => (Status::Suppressed, None),
            Err(Failure::Refused(_) | Failure::NoSuchMailbox(_)) => (Status::Failed, None),
            Err(_) if old => (Status::Failed, None),
            Err(Failure::Unreachable(_)) => (Status::Waiting, next(backoff(row.attempts).min(LONGEST_WAIT_FOR_A_SERVER))),
            Err(Failure::Later(_) | Failure::Broken(_)) => (Status::Waiting, next(backoff(row.attempts))),
        };
        count(work, row, status, outcome);
        let last_error = match outcome {
            Ok(Done::NoSuchMailbox) => Some(suppression::REASON.to_owned()),
            Ok(Done::SwitchedOff) => Some(SWITCHED_OFF.to_owned()),
            Ok(Done::Sent) => None,
            Err(failure) => Some(failure.to_string()),
        };
        let address = row.to_address.clone();
        let address = match outcome {
            Err(Failure::NoSuchMailbox(answer)) => Some(AddressNews::NoSuchMailbox { address, answer: answer.clone() }),
            Ok(Done::Sent) if work.suppressed.contains(&address) => Some(AddressNews::Arrived { address }),
            _ => None,
        };
        Mark { id: row.id, becomes: Becomes { status: status.as_str(), next_attempt_at, last_error }, address }
    }

    /// Gives rows back as if they had not been taken.
    async fn give_back(&self, rows: &[outbox::Model]) -> Result<(), DbErr> {
        if rows.is_empty() {
            return Ok(());
        }
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Status, Expr::value(Status::Waiting.as_str()))
            .col_expr(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).sub(1))
            .col_expr(outbox::Column::LeaseOwner, Expr::value(None::<String>))
            .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
            .filter(outbox::Column::Id.is_in(rows.iter().map(|row| row.id)))
            .filter(outbox::Column::Status.eq(Status::Sending.as_str()))
            .filter(outbox::Column::LeaseOwner.eq(&self.id))
            .exec(self.state.db.writer())
            .await?;
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Counts and logs, without naming anybody. What a server answers may hold an address, so that it stands in the row only.
fn count(work: &Work, row: &outbox::Model, status: Status, outcome: &Result<Done, Failure>) {
    let mut round = locked(&work.round);
    match status {
        Status::Sent => round.sent += 1,
        Status::Suppressed => round.suppressed += 1,
        Status::Failed => round.failed += 1,
        Status::Waiting | Status::Sending | Status::Held | Status::Discarded => round.later += 1,
    }
    metrics::counter!("mail_total", "status" => status.as_str()).increment(1);
    let (mail, kind, to, attempts) = (row.id, &row.kind, masked(&row.to_address), row.attempts);
    let why = match outcome {
        Ok(_) => "",
        Err(Failure::Unreachable(_)) => "the server could not be reached",
        Err(Failure::Broken(_)) => "the line broke",
        Err(Failure::Later(_)) => "the server said later",
        Err(Failure::Refused(_)) => "refused",
        Err(Failure::NoSuchMailbox(_)) => "there is no such mailbox",
    };
    match status {
        Status::Sent => tracing::info!(%mail, kind, to, attempts, "mail sent"),
        Status::Suppressed => tracing::info!(%mail, kind, to, "mail suppressed"),
        Status::Failed => tracing::error!(%mail, kind, to, attempts, why, "mail given up"),
        Status::Waiting | Status::Sending | Status::Held | Status::Discarded => {
            tracing::warn!(%mail, kind, to, attempts, why, "mail waits")
        }
    }
}

/// Says whether there is something to take; asked every second, so it does not write.
async fn is_due(db: &Db, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let due = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(
            outbox::Column::Status
                .eq(Status::Waiting.as_str())
                .and(outbox::Column::NextAttemptAt.lte(now))
                .or(outbox::Column::Status.eq(Status::Sending.as_str()).and(outbox::Column::LeaseUntil.lt(now))),
        )
        .limit(1)
        .into_tuple::<Uuid>()
        .one(db.reader())
        .await?;
    Ok(due.is_some())
}

/// Gives which of these addresses switched off which kinds.
async fn switched_off(db: &Db, rows: &[outbox::Model]) -> Result<HashSet<(String, String)>, DbErr> {
    let addresses: HashSet<&str> = rows.iter().filter(|row| row.unsubscribe_url.is_some()).map(|row| row.to_address.as_str()).collect();
    if addresses.is_empty() {
        return Ok(HashSet::new());
    }
    let preferences = mail_preference::Entity::find()
        .filter(mail_preference::Column::Address.is_in(addresses))
        .filter(mail_preference::Column::Enabled.eq(false))
        .all(db.reader())
        .await?;
    Ok(preferences.into_iter().map(|preference| (preference.address, preference.kind)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_waits_longer_each_time_and_three_days_in_all() {
        let minutes: Vec<i64> = (0..8).map(|attempts| backoff(attempts).num_minutes()).collect();
        assert_eq!(minutes, [1, 1, 5, 15, 60, 240, 480, 480]);
    }

    #[test]
    fn a_round_fits_in_its_lease() {
        let pace = Pace::default();
        let longest = pace.budget + super::super::super::Patience::default().total;
        assert!(TimeDelta::from_std(longest).expect("a short time") + TimeDelta::minutes(1) < pace.lease);
    }
}
