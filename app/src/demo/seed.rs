//! Writes the demo into an empty database.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::content::{Answer, Call, Content, Listing, Proposal};
use crate::{
    accounts::model::{AccountId, AccountRole},
    bakery::model::{self as bakery, IntroductionId, IntroductionState, ListingId, ListingState},
    calls::model::{CallId, CallState, QuestionId},
    infra::{
        clock::{from_local, local_day},
        db::{
            Audit, Db, Object, Tx,
            entity::{
                account, budget_line, call, call_area, call_question, call_theme, clarification, co_applicant, decision, introduction,
                listing, listing_resource, listing_theme, membership, party, proposal, proposal_answer, proposal_area, receipt_counter,
                shortlist_item,
            },
        },
        i18n::Locale,
        tokens,
    },
    input,
    parties::model::{MembershipState, PartyId, PartyKind},
    proposals::model::{CoApplicantState, Outcome, ProposalId, ProposalState},
    values::Cents,
};

/// How many rows one insert statement carries; both databases have a limit on its variables.
const BATCH: usize = 500;

/// Writes everything in one transaction.
///
/// # Errors
/// When a key in the content does not exist, or the database refuses; then nothing is written.
pub async fn write(db: &Db, content: &Content, now: DateTime<Utc>) -> Result<()> {
    let mut seed = Seed {
        now,
        tx: db.begin().await?,
        parties: HashMap::new(),
        people: HashMap::new(),
        owners: HashMap::new(),
        calls: HashMap::new(),
        listings: HashMap::new(),
    };
    seed.people_and_parties(content).await?;
    for call in &content.call {
        seed.call(call).await?;
    }
    seed.proposals(&content.proposal, content).await?;
    seed.listings(&content.listing).await?;
    seed.pairs(content).await?;
    let Seed { tx, .. } = seed;
    tx.commit(Audit::new("demo.seed", Object::new("demo", Uuid::now_v7())), now).await?;
    Ok(())
}

/// Somebody who was written.
struct WrittenPerson {
    id: AccountId,
    name: String,
    email: String,
}

/// A call that was written, and its questions in order.
struct WrittenCall {
    id: CallId,
    questions: Vec<QuestionId>,
    closes_at: DateTime<Utc>,
    opens_at: DateTime<Utc>,
    funder: AccountId,
}

struct Seed {
    now: DateTime<Utc>,
    tx: Tx,
    parties: HashMap<String, (PartyId, PartyKind, String)>,
    people: HashMap<String, WrittenPerson>,
    /// One person who acts for each party.
    owners: HashMap<String, String>,
    calls: HashMap<String, WrittenCall>,
    listings: HashMap<String, ListingId>,
}

impl Seed {
    fn days(&self, days: f64) -> DateTime<Utc> {
        #[expect(clippy::cast_possible_truncation, reason = "a few hundred days in minutes")]
        let minutes = (days * 1_440.0) as i64;
        self.now + TimeDelta::minutes(minutes)
    }

    fn party(&self, key: &str) -> Result<PartyId> {
        self.parties.get(key).map(|(id, ..)| *id).with_context(|| format!("no party {key}"))
    }

    fn person(&self, key: &str) -> Result<&WrittenPerson> {
        self.people.get(key).with_context(|| format!("no person {key}"))
    }

    /// Gives the party, if any, and the person who acts.
    fn author(&self, party: Option<&str>, person: Option<&str>) -> Result<(Option<PartyId>, &WrittenPerson)> {
        match (party, person) {
            (Some(party), _) => {
                let owner = self.owners.get(party).with_context(|| format!("nobody acts for {party}"))?;
                Ok((Some(self.party(party)?), self.person(owner)?))
            }
            (None, Some(person)) => Ok((None, self.person(person)?)),
            (None, None) => anyhow::bail!("neither party nor person"),
        }
    }

    async fn people_and_parties(&mut self, content: &Content) -> Result<()> {
        let now = self.now;
        for person in &content.person {
            let id = AccountId::new();
            self.people.insert(person.key.clone(), WrittenPerson { id, name: person.name.clone(), email: person.email.clone() });
            let row = account::ActiveModel {
                id: Set(id),
                email: Set(person.email.clone()),
                name: Set(person.name.clone()),
                password_hash: Set(None),
                totp_secret: Set(None),
                totp_enabled_at: Set((person.role != AccountRole::Member).then_some(now)),
                totp_last_step: Set(None),
                role: Set(person.role),
                locale: Set(Locale::Nl),
                created_at: Set(now - TimeDelta::days(120)),
                updated_at: Set(now),
                version: Set(1),
            };
            account::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        for party in &content.party {
            let id = PartyId::new();
            self.parties.insert(party.key.clone(), (id, party.kind, party.name.clone()));
            let row = party::ActiveModel {
                id: Set(id),
                slug: Set(input::slug(&party.name)),
                kind: Set(party.kind),
                name: Set(party.name.clone()),
                description: Set(party.description.clone()),
                area_code: Set(Some(party.area.clone())),
                website: Set(party.website.clone()),
                kvk_number: Set(None),
                verified_at: Set(party.verified.then_some(now - TimeDelta::days(90))),
                verified_by: Set(None),
                created_at: Set(now - TimeDelta::days(100)),
                updated_at: Set(now),
                version: Set(1),
            };
            party::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        for person in &content.person {
            let account_id = self.person(&person.key)?.id;
            for member in &person.memberships {
                let row = membership::ActiveModel {
                    party_id: Set(self.party(&member.party)?),
                    account_id: Set(account_id),
                    role: Set(member.role),
                    state: Set(MembershipState::Active),
                    created_at: Set(now - TimeDelta::days(90)),
                };
                membership::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
                if member.role == crate::parties::model::MemberRole::Owner {
                    self.owners.entry(member.party.clone()).or_insert_with(|| person.key.clone());
                }
            }
        }
        Ok(())
    }

    async fn call(&mut self, call: &Call) -> Result<()> {
        let id = CallId::new();
        // Calls open in the morning and close at the end of a working day.
        let at = |days: f64, hour: u32| from_local(local_day(self.days(days)).and_hms_opt(hour, 0, 0).unwrap_or_default());
        let (opens_at, closes_at) = (at(call.opens_in_days, 9), at(call.closes_in_days, 17));
        let published_at = (call.state != CallState::Draft).then(|| opens_at.min(self.now) - TimeDelta::days(3));
        let (party_id, author) = self.author(Some(&call.party), None)?;
        let funder = author.id;
        let row = call::ActiveModel {
            id: Set(id),
            slug: Set(input::slug(&call.title)),
            party_id: Set(party_id.context("a call has a party")?),
            title: Set(call.title.clone()),
            summary: Set(call.summary.clone()),
            body: Set(call.body.trim().to_owned()),
            conditions: Set(call.conditions.trim().to_owned()),
            who_may_apply: Set(serde_json::to_string(&call.who_may_apply)?),
            ceiling_cents: Set(Some(Cents(call.ceiling_cents))),
            max_cents: Set(Some(Cents(call.max_cents))),
            opens_at: Set(Some(opens_at)),
            closes_at: Set(Some(closes_at)),
            state: Set(call.state),
            published_at: Set(published_at),
            closed_early_at: Set(None),
            withdrawn_at: Set((call.state == CallState::Withdrawn).then(|| self.now - TimeDelta::days(5))),
            withdrawn_reason: Set((call.state == CallState::Withdrawn)
                .then(|| "Het vervoerbedrijf gaat de lijn zelf weer rijden. Daarom is deze call niet meer nodig.".to_owned())),
            created_by: Set(Some(funder)),
            created_at: Set(opens_at.min(self.now) - TimeDelta::days(20)),
            updated_at: Set(opens_at.min(self.now)),
            version: Set(1),
        };
        call::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        let themes = call.themes.iter().map(|theme| call_theme::ActiveModel { call_id: Set(id), theme: Set(*theme) });
        call_theme::Entity::insert_many(themes).exec_without_returning(self.tx.on()).await?;
        let areas = call.areas.iter().map(|area| call_area::ActiveModel { call_id: Set(id), area_code: Set(area.clone()) });
        call_area::Entity::insert_many(areas).exec_without_returning(self.tx.on()).await?;
        let mut questions = Vec::new();
        for (position, question) in (0..).zip(&call.question) {
            let question_id = QuestionId::new();
            questions.push(question_id);
            let row = call_question::ActiveModel {
                id: Set(question_id),
                call_id: Set(id),
                position: Set(position),
                kind: Set(question.kind),
                label: Set(question.label.clone()),
                help: Set(question.help.clone()),
                required: Set(question.required),
                word_limit: Set(question.word_limit),
                options: Set(serde_json::to_string(&question.options)?),
            };
            call_question::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        self.tx.changed(Object::new("call", id));
        self.calls.insert(call.key.clone(), WrittenCall { id, questions, closes_at, opens_at, funder });
        Ok(())
    }

    async fn proposals(&mut self, proposals: &[Proposal], content: &Content) -> Result<()> {
        let mut rows = Vec::with_capacity(proposals.len());
        let mut answers = Vec::new();
        let mut lines = Vec::new();
        let mut areas = Vec::new();
        for (number, item) in (1_i64..).zip(proposals) {
            let call = self.calls.get(&item.call).with_context(|| format!("no call {}", item.call))?;
            let (party_id, WrittenPerson { id: account_id, name, email }) = self.author(item.party.as_deref(), item.person.as_deref())?;
            let (as_what, in_whose_name) = match item.party.as_ref().and_then(|key| self.parties.get(key)) {
                Some((_, kind, party)) => (*kind, party.clone()),
                None => (PartyKind::Person, name.clone()),
            };
            let id = ProposalId::new();
            // Spread over the time that the call was open.
            let open_minutes = (call.closes_at.min(self.now) - call.opens_at).num_minutes().max(60);
            let submitted_at = call.opens_at + TimeDelta::minutes(open_minutes * (number % 9 + 1) / 11);
            let sent = item.state != ProposalState::Draft;
            let total: Cents = item.budget.iter().map(|line| Cents(line.amount_cents)).sum();
            rows.push(proposal::ActiveModel {
                id: Set(id),
                call_id: Set(call.id),
                party_id: Set(party_id),
                account_id: Set(Some(*account_id)),
                applicant_kind: Set(as_what),
                applicant_name: Set(in_whose_name),
                contact_email: Set(email.clone()),
                contact_name: Set(name.clone()),
                locale: Set(Locale::Nl),
                access_token_hash: Set(tokens::random().hash),
                draft_json: Set(None),
                title: Set(item.title.clone()),
                summary: Set(item.summary.trim().to_owned()),
                requested_cents: Set(Cents((total.0 - item.own_contribution_cents).max(0))),
                own_contribution_cents: Set(Cents(item.own_contribution_cents)),
                state: Set(item.state),
                receipt_number: Set(sent.then(|| format!("WC-{}-{number:05}", local_day(self.now).format("%Y")))),
                submit_token: Set(None),
                submitted_at: Set(sent.then_some(submitted_at)),
                withdrawn_at: Set((item.state == ProposalState::Withdrawn).then_some(submitted_at + TimeDelta::hours(6))),
                created_at: Set(submitted_at - TimeDelta::hours(30)),
                updated_at: Set(submitted_at),
                version: Set(1),
            });
            for Answer { question, value } in &item.answers {
                let question_id = *call.questions.get(*question).with_context(|| format!("{}: no question {question}", item.key))?;
                answers.push(proposal_answer::ActiveModel {
                    proposal_id: Set(id),
                    question_id: Set(question_id),
                    value: Set(answer_text(value)),
                });
            }
            lines.extend((0..).zip(&item.budget).map(|(position, line)| budget_line::ActiveModel {
                id: Set(Uuid::now_v7()),
                proposal_id: Set(id),
                position: Set(position),
                label: Set(line.label.clone()),
                amount_cents: Set(Cents(line.amount_cents)),
            }));
            areas.extend(item.areas.iter().map(|area| proposal_area::ActiveModel { proposal_id: Set(id), area_code: Set(area.clone()) }));
        }
        let ids: Vec<ProposalId> = rows.iter().filter_map(|row| row.id.try_as_ref().copied()).collect();
        let counter = receipt_counter::ActiveModel { year: Set(local_day(self.now).year()), last: Set(i32::try_from(rows.len())?) };
        receipt_counter::Entity::insert(counter).exec_without_returning(self.tx.on()).await?;
        insert_all::<proposal::Entity, _>(&self.tx, rows).await?;
        insert_all::<proposal_answer::Entity, _>(&self.tx, answers).await?;
        insert_all::<budget_line::Entity, _>(&self.tx, lines).await?;
        insert_all::<proposal_area::Entity, _>(&self.tx, areas).await?;
        for (id, item) in ids.into_iter().zip(proposals) {
            self.after_submitting(id, item, content).await?;
        }
        Ok(())
    }

    /// Writes what others did with a proposal.
    async fn after_submitting(&self, id: ProposalId, item: &Proposal, content: &Content) -> Result<()> {
        let call = self.calls.get(&item.call).context("the call was found before")?;
        for key in &item.co_applicants {
            let party = content.party.iter().find(|party| party.key == *key).with_context(|| format!("no party {key}"))?;
            let (_, WrittenPerson { id: account_id, name, email }) = self.author(Some(key), None)?;
            let row = co_applicant::ActiveModel {
                id: Set(Uuid::now_v7()),
                proposal_id: Set(id),
                email: Set(email.clone()),
                name: Set(name.clone()),
                role: Set(format!("Namens {}", party.name)),
                token_hash: Set(tokens::random().hash),
                state: Set(CoApplicantState::Accepted),
                account_id: Set(Some(*account_id)),
                invited_at: Set(call.opens_at),
                answered_at: Set(Some(call.opens_at + TimeDelta::hours(20))),
            };
            co_applicant::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        if let Some(asked) = &item.clarification {
            let asked_at = self.now - TimeDelta::days(2);
            let row = clarification::ActiveModel {
                proposal_id: Set(id),
                question: Set(asked.question.clone()),
                asked_by: Set(Some(call.funder)),
                asked_at: Set(asked_at),
                answer: Set(asked.answer.clone()),
                answered_at: Set(asked.answer.as_ref().map(|_| asked_at + TimeDelta::hours(9))),
            };
            clarification::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        let outcome = match item.state {
            ProposalState::Awarded => Outcome::Awarded,
            ProposalState::Refused => Outcome::Refused,
            ProposalState::Draft | ProposalState::Submitted | ProposalState::Withdrawn => return Ok(()),
        };
        let total: Cents = item.budget.iter().map(|line| Cents(line.amount_cents)).sum();
        let decided_at = (call.closes_at + TimeDelta::days(14)).min(self.now);
        let row = decision::ActiveModel {
            proposal_id: Set(id),
            outcome: Set(outcome),
            reason: Set(item.decision_reason.clone().unwrap_or_default()),
            awarded_cents: Set(if outcome == Outcome::Awarded { Cents((total.0 - item.own_contribution_cents).max(0)) } else { Cents(0) }),
            decided_by: Set(Some(call.funder)),
            decided_at: Set(decided_at),
            told_at: Set(Some(decided_at)),
        };
        decision::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        Ok(())
    }

    async fn listings(&mut self, listings: &[Listing]) -> Result<()> {
        let mut rows = Vec::with_capacity(listings.len());
        let mut themes = Vec::new();
        let mut resources = Vec::new();
        for (number, item) in (0_i64..).zip(listings) {
            let id = ListingId::new();
            let (party_id, author) = self.author(item.party.as_deref(), item.person.as_deref())?;
            let published_at = (self.now + TimeDelta::days(item.expires_in_days - 60)).min(self.now - TimeDelta::hours(number % 200 + 1));
            let day = |days: Option<i64>| days.map(|days| local_day(self.now) + TimeDelta::days(days));
            rows.push(listing::ActiveModel {
                id: Set(id),
                side: Set(item.side),
                account_id: Set(author.id),
                party_id: Set(party_id),
                title: Set(item.title.clone()),
                body: Set(item.body.trim().to_owned()),
                locale: Set(Locale::Nl),
                area_code: Set(item.area.clone()),
                reach_km: Set(item.reach_km),
                online: Set(item.online),
                starts_on: Set(day(item.starts_in_days)),
                ends_on: Set(day(item.ends_in_days)),
                state: Set(ListingState::Open),
                published_at: Set(published_at),
                expires_at: Set(self.now + TimeDelta::days(item.expires_in_days)),
                expiry_mailed_at: Set(None),
                closed_at: Set(None),
                matched_version: Set(0),
                matches_mailed_on: Set(None),
                created_at: Set(published_at),
                updated_at: Set(published_at),
                version: Set(1),
            });
            themes.extend(item.themes.iter().map(|theme| listing_theme::ActiveModel { listing_id: Set(id), theme: Set(*theme) }));
            resources.extend(item.resources.iter().map(|part| listing_resource::ActiveModel {
                listing_id: Set(id),
                resource: Set(part.kind),
                quantity: Set(part.quantity),
                unit: Set(part.unit.clone()),
            }));
            self.tx.changed(Object::new("listing", id));
            self.listings.insert(item.key.clone(), id);
        }
        insert_all::<listing::Entity, _>(&self.tx, rows).await?;
        insert_all::<listing_theme::Entity, _>(&self.tx, themes).await?;
        insert_all::<listing_resource::Entity, _>(&self.tx, resources).await?;
        Ok(())
    }

    async fn pairs(&self, content: &Content) -> Result<()> {
        let find = |key: &String| self.listings.get(key).copied().with_context(|| format!("no listing {key}"));
        let organiser = content.person.iter().find(|person| person.role == AccountRole::Organiser).context("no organiser")?;
        let organiser = self.person(&organiser.key)?.id;
        for (number, item) in (1_i64..).zip(&content.introduction) {
            let asked_at = self.now - TimeDelta::days(number * 2);
            let answered = asked_at + TimeDelta::hours(26);
            let (need_answer, offer_answer) = match item.state {
                IntroductionState::BothYes => (Some(bakery::Answer::Yes), Some(bakery::Answer::Yes)),
                IntroductionState::Declined => (Some(bakery::Answer::Yes), Some(bakery::Answer::No)),
                IntroductionState::Asked => (Some(bakery::Answer::Yes).filter(|_| number % 2 == 0), None),
                IntroductionState::Lapsed => (None, None),
            };
            let asked_at = if item.state == IntroductionState::Lapsed { self.now - TimeDelta::days(25) } else { asked_at };
            let row = introduction::ActiveModel {
                id: Set(IntroductionId::new()),
                need_id: Set(find(&item.need)?),
                offer_id: Set(find(&item.offer)?),
                state: Set(item.state),
                message: Set(String::new()),
                asked_by: Set(Some(organiser)),
                asked_at: Set(asked_at),
                need_answer: Set(need_answer),
                need_answered_at: Set(need_answer.map(|_| answered)),
                offer_answer: Set(offer_answer),
                offer_answered_at: Set(offer_answer.map(|_| answered + TimeDelta::hours(3))),
                reminded_at: Set((item.state == IntroductionState::Lapsed).then(|| asked_at + TimeDelta::days(7))),
                closed_at: Set(match item.state {
                    IntroductionState::Asked => None,
                    IntroductionState::Lapsed => Some(asked_at + TimeDelta::days(21)),
                    IntroductionState::BothYes | IntroductionState::Declined => Some(answered + TimeDelta::hours(3)),
                }),
                version: Set(1),
            };
            introduction::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        for item in &content.shortlist {
            let row = shortlist_item::ActiveModel {
                id: Set(Uuid::now_v7()),
                need_id: Set(Some(find(&item.need)?)),
                offer_id: Set(Some(find(&item.offer)?)),
                proposal_id: Set(None),
                note: Set(item.note.clone()),
                account_id: Set(Some(organiser)),
                created_at: Set(self.now - TimeDelta::days(1)),
                updated_at: Set(self.now - TimeDelta::days(1)),
                version: Set(1),
            };
            shortlist_item::Entity::insert(row).exec_without_returning(self.tx.on()).await?;
        }
        Ok(())
    }
}

/// Inserts rows in batches.
async fn insert_all<E, M>(tx: &Tx, rows: Vec<M>) -> Result<()>
where
    E: EntityTrait,
    M: sea_orm::ActiveModelTrait<Entity = E> + Send + Clone,
{
    for batch in rows.chunks(BATCH) {
        E::insert_many(batch.iter().cloned()).exec_without_returning(tx.on()).await?;
    }
    Ok(())
}

/// Writes an answer as it is stored: text as it is, an amount in cents, yes as `true`.
fn answer_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// Makes more proposals and listings out of those there are, to measure with: every new one takes its title from one and the two halves of its text from two others.
pub fn grow(content: &mut Content, proposals: usize, listings: usize) {
    let base = content.listing.clone();
    for number in base.len()..listings.max(base.len()) {
        let (one, other) = (&base[number % base.len()], &base[(number * 7 + 3) % base.len()]);
        let mut item = one.clone();
        item.key = format!("{}-{number}", one.key);
        item.body = format!("{} {}", half(&other.body, true), half(&one.body, false));
        item.area = other.area.clone();
        item.expires_in_days = 10 + i64::try_from(number % 70).unwrap_or(0);
        content.listing.push(item);
    }
    let base = content.proposal.clone();
    for number in base.len()..proposals.max(base.len()) {
        let (one, other) = (&base[number % base.len()], &base[(number * 7 + 3) % base.len()]);
        let mut item = one.clone();
        item.key = format!("{}-{number}", one.key);
        item.summary = format!("{} {}", half(&other.summary, true), half(&one.summary, false));
        item.co_applicants.clear();
        content.proposal.push(item);
    }
}

fn half(text: &str, first: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (start, end) = words.split_at(words.len() / 2);
    if first { start } else { end }.join(" ")
}
