//! The mails about assessing: one letter for the asking and one for the reminder. They hold no more of the proposal than its title and who sent it in.

use chrono::NaiveDate;

use super::model::AssessmentId;
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    parties::model::PartyId,
    paths,
    proposals::model::ProposalId,
};

/// What somebody is asked to assess.
pub struct Asked<'a> {
    pub id: AssessmentId,
    pub proposal: ProposalId,
    pub title: &'a str,
    pub applicant: &'a str,
    pub number: &'a str,
    pub call: &'a str,
    /// The party of the call, to which the reader belongs.
    pub party: PartyId,
    pub due_on: NaiveDate,
}

impl Asked<'_> {
    /// Asks for it.
    pub fn letter(&self, t: Texts) -> Letter {
        let values = [("number", self.number.into()), ("day", t.date(self.due_on).into()), ("call", self.call.into())];
        Letter {
            transactional: true,
            ..self.written(
                t,
                Event::AssessmentAsked,
                t.with("mail-assessment-asked-subject", &values),
                vec![
                    Block::Text(t.with("mail-assessment-asked-text", &values)),
                    Block::Facts(self.facts(t)),
                    Block::Text(t.get("mail-assessment-asked-interest")),
                ],
            )
        }
    }

    /// Reminds of it, before the date or, when it is `today` after that, of a date that passed.
    pub fn reminder(&self, t: Texts, today: NaiveDate) -> Letter {
        let values = [("number", self.number.into()), ("day", t.date(self.due_on).into())];
        let (subject, text) = if today > self.due_on {
            ("mail-assessment-late-subject", "mail-assessment-late-text")
        } else {
            ("mail-assessment-waiting-subject", "mail-assessment-waiting-text")
        };
        let blocks = vec![Block::Text(t.with(text, &values)), Block::Facts(self.facts(t))];
        self.written(t, Event::AssessmentWaiting, t.with(subject, &values), blocks)
    }

    fn facts(&self, t: Texts) -> Vec<(String, String)> {
        vec![
            (t.get("proposal-title"), self.title.to_owned()),
            (t.get("proposal-applicant-name"), self.applicant.to_owned()),
            (t.get("proposal-call"), self.call.to_owned()),
            (t.get("assessment-due"), t.date(self.due_on)),
        ]
    }

    fn written(&self, t: Texts, kind: Event, subject: String, blocks: Vec<Block>) -> Letter {
        Letter {
            kind,
            transactional: false,
            subject,
            blocks,
            button: Some((t.get("mail-assessment-button"), paths::assessment(self.proposal))),
            object: Object::new("assessment", self.id),
            dedupe_key: None,
            because: Because::of_party(Some(self.party)),
        }
    }
}
