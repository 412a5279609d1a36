//! Who hears of what when: at once, after quiet hours, or in a round-up; and once, through however many parties.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Letter, Recipient};
use crate::{
    accounts::model::AccountId,
    alerts::model::Rhythm,
    infra::db::{
        Tx,
        entity::{mail_habit, mail_preference, notice, party_rhythm},
    },
    notifications::{
        model::{Channel, Event},
        rhythm::{Habits, When, when},
    },
    parties::model::PartyId,
};

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 5_000;

/// What the readers of some letters chose, and what they were told already.
pub(super) struct Plan {
    chosen: HashMap<(String, Event), Rhythm>,
    habits: HashMap<AccountId, Habits>,
    parties: HashMap<(AccountId, PartyId), Rhythm>,
    told: HashSet<String>,
}

impl Plan {
    /// Reads it for these letters.
    pub(super) async fn of<'a>(tx: &Tx, letters: impl IntoIterator<Item = (&'a Recipient, &'a Letter)>) -> Result<Self, DbErr> {
        let letters: Vec<(&Recipient, &Letter)> = letters.into_iter().collect();
        let mut chosen = HashMap::new();
        let addresses: HashSet<&str> =
            letters.iter().filter(|(to, letter)| may_wait(to, letter)).map(|(to, _)| to.address.as_str()).collect();
        for some in addresses.into_iter().collect::<Vec<_>>().chunks(VALUES) {
            let rows =
                mail_preference::Entity::find().filter(mail_preference::Column::Address.is_in(some.iter().copied())).all(tx.on()).await?;
            chosen.extend(rows.into_iter().filter_map(|row| Some(((row.address, row.kind.parse().ok()?), row.rhythm))));
        }
        let mut habits = HashMap::new();
        for some in accounts(&letters, |_| true).chunks(VALUES) {
            let rows = mail_habit::Entity::find().filter(mail_habit::Column::AccountId.is_in(some.iter().copied())).all(tx.on()).await?;
            habits.extend(rows.into_iter().map(|row| (row.account_id, Habits::stored(row.weekday, row.quiet_from, row.quiet_until))));
        }
        let mut parties = HashMap::new();
        for some in accounts(&letters, |letter| letter.because.party.is_some()).chunks(VALUES) {
            let rows =
                party_rhythm::Entity::find().filter(party_rhythm::Column::AccountId.is_in(some.iter().copied())).all(tx.on()).await?;
            parties.extend(rows.into_iter().map(|row| ((row.account_id, row.party_id), row.rhythm)));
        }
        let mut told = HashSet::new();
        let keys: Vec<&str> = letters.iter().filter_map(|(_, letter)| letter.dedupe_key.as_deref()).collect();
        for some in keys.chunks(VALUES) {
            let rows: Vec<Option<String>> = notice::Entity::find()
                .select_only()
                .column(notice::Column::DedupeKey)
                .filter(notice::Column::DedupeKey.is_in(some.iter().copied()))
                .into_tuple()
                .all(tx.on())
                .await?;
            told.extend(rows.into_iter().flatten());
        }
        Ok(Self { chosen, habits, parties, told })
    }

    /// Says for each letter when its reader hears of it. Who was told of it before hears nothing, and who is concerned twice, as a member of two parties may
    /// be, is told once: the soonest way.
    pub(super) fn schedule(&self, letters: Vec<(Recipient, Letter)>, now: DateTime<Utc>) -> Vec<(Recipient, Letter, When)> {
        let mut places: HashMap<(String, Event, Uuid, String), usize> = HashMap::new();
        let mut scheduled: Vec<(Recipient, Letter, When)> = Vec::with_capacity(letters.len());
        for (to, letter) in letters {
            if letter.dedupe_key.as_ref().is_some_and(|key| self.told.contains(key)) {
                continue;
            }
            let when = self.when(&to, &letter, now);
            let key = (to.address.clone(), letter.kind, letter.object.id, letter.subject.clone());
            match places.get(&key).and_then(|place| scheduled.get_mut(*place)) {
                Some(sooner) if sooner.2 <= when => {}
                Some(later) => *later = (to, letter, when),
                None => {
                    places.insert(key, scheduled.len());
                    scheduled.push((to, letter, when));
                }
            }
        }
        scheduled
    }

    /// Says from when on a mail of that kind may go to somebody.
    pub(super) fn not_before(&self, to: &Recipient, event: Event, now: DateTime<Utc>) -> DateTime<Utc> {
        let habits = to.account_id.map(|account| self.habits.get(&account).copied().unwrap_or_default());
        match habits.map(|habits| when(event, Some(Rhythm::Direct), None, habits, now)) {
            Some(When::Mail(moment)) => moment,
            _ => now,
        }
    }

    fn when(&self, to: &Recipient, letter: &Letter, now: DateTime<Utc>) -> When {
        // Somebody without an account cannot choose; a letter to them goes at once.
        let Some(account) = to.account_id else { return When::Mail(now) };
        let habits = self.habits.get(&account).copied().unwrap_or_default();
        if !may_wait(to, letter) {
            return when(letter.kind, Some(Rhythm::Direct), None, habits, now);
        }
        let own = self.chosen.get(&(to.address.clone(), letter.kind)).copied();
        let party = letter.because.party.and_then(|party| self.parties.get(&(account, party)).copied());
        when(letter.kind, own, party, habits, now)
    }
}

/// The accounts that read some of these letters, each once.
fn accounts(letters: &[(&Recipient, &Letter)], which: impl Fn(&Letter) -> bool) -> Vec<AccountId> {
    let all: HashSet<AccountId> = letters.iter().filter(|(_, letter)| which(letter)).filter_map(|(to, _)| to.account_id).collect();
    all.into_iter().collect()
}

/// A round-up is made of notices, so that it needs one.
fn may_wait(to: &Recipient, letter: &Letter) -> bool {
    to.account_id.is_some() && !letter.transactional && letter.kind.channel() == Channel::Both && letter.kind.can_be_switched_off()
}
