//! Who hears of what when: at once, or in a round-up.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::{Letter, Recipient};
use crate::{
    alerts::model::Rhythm,
    infra::db::{
        Tx,
        entity::{mail_preference, notice},
    },
    notifications::{
        model::{Channel, Event},
        rhythm::next_digest,
    },
};

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 5_000;

/// What the readers of some letters chose, and what they were told already.
pub(super) struct Plan {
    chosen: HashMap<(String, Event), Rhythm>,
    told: HashSet<String>,
}

impl Plan {
    /// Reads it for these letters.
    pub(super) async fn of(tx: &Tx, letters: &[(Recipient, Letter)]) -> Result<Self, DbErr> {
        let mut chosen = HashMap::new();
        let addresses: HashSet<&str> =
            letters.iter().filter(|(to, letter)| may_wait(to, letter)).map(|(to, _)| to.address.as_str()).collect();
        for some in addresses.into_iter().collect::<Vec<_>>().chunks(VALUES) {
            let rows =
                mail_preference::Entity::find().filter(mail_preference::Column::Address.is_in(some.iter().copied())).all(tx.on()).await?;
            chosen.extend(rows.into_iter().filter_map(|row| Some(((row.address, row.kind.parse().ok()?), row.rhythm))));
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
        Ok(Self { chosen, told })
    }

    /// Says whether the reader was told of it before.
    pub(super) fn was_told(&self, letter: &Letter) -> bool {
        letter.dedupe_key.as_ref().is_some_and(|key| self.told.contains(key))
    }

    /// Gives when it goes into a round-up; none when it is mailed by itself.
    pub(super) fn digest_at(&self, to: &Recipient, letter: &Letter, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !may_wait(to, letter) {
            return None;
        }
        let rhythm = self.chosen.get(&(to.address.clone(), letter.kind)).filter(|rhythm| letter.kind.rhythms().contains(rhythm))?;
        next_digest(*rhythm, now)
    }
}

/// A round-up is made of notices, so that it needs one.
fn may_wait(to: &Recipient, letter: &Letter) -> bool {
    to.account_id.is_some() && !letter.transactional && letter.kind.channel() == Channel::Both && letter.kind.can_be_switched_off()
}
