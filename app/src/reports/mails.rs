//! The mails about reports.

use chrono::NaiveDate;

use super::model::{ReportId, Verdict};
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
};

/// A report that somebody hears of.
pub struct About<'a> {
    pub id: ReportId,
    pub title: &'a str,
    pub number: &'a str,
    pub asks: &'a str,
    pub due_on: NaiveDate,
    /// Where its button leads.
    pub path: String,
}

impl About<'_> {
    /// The applicants are asked for it.
    pub fn asked(&self, t: Texts) -> Letter {
        let values = [("title", self.title.into()), ("number", self.number.into()), ("day", t.date(self.due_on).into())];
        let blocks = vec![
            Block::Text(t.with("mail-report-asked-text", &values)),
            Block::Quote(self.asks.to_owned()),
            Block::Facts(vec![(t.get("report-due"), t.date(self.due_on))]),
        ];
        self.letter(Event::ReportAsked, t.with("mail-report-asked-subject", &values), blocks, t.get("mail-to-proposal"))
    }

    /// The applicants are reminded, before the date or, when it is `today` after that, of a date that passed.
    pub fn reminder(&self, t: Texts, today: NaiveDate) -> Letter {
        let values = [("title", self.title.into()), ("number", self.number.into()), ("day", t.date(self.due_on).into())];
        let (subject, text) = if today > self.due_on {
            ("mail-report-late-subject", "mail-report-late-text")
        } else {
            ("mail-report-due-subject", "mail-report-due-text")
        };
        let blocks = vec![Block::Text(t.with(text, &values)), Block::Quote(self.asks.to_owned())];
        Letter { transactional: false, ..self.letter(Event::ReportDue, t.with(subject, &values), blocks, t.get("mail-to-proposal")) }
    }

    /// The funder hears that it is there.
    pub fn submitted(&self, t: Texts) -> Letter {
        let values = [("title", self.title.into()), ("number", self.number.into())];
        let blocks = vec![Block::Text(t.with("mail-report-submitted-text", &values)), Block::Quote(self.asks.to_owned())];
        self.letter(Event::ReportSubmitted, t.with("mail-report-submitted-subject", &values), blocks, t.get("mail-report-button"))
    }

    /// The applicants hear what the funder thinks of it.
    pub fn judged(&self, t: Texts, verdict: Verdict, reason: &str) -> Letter {
        let values = [("title", self.title.into()), ("number", self.number.into())];
        let (subject, text) = match verdict {
            Verdict::Approved => ("mail-report-approved-subject", "mail-report-approved-text"),
            Verdict::Returned => ("mail-report-returned-subject", "mail-report-returned-text"),
        };
        let mut blocks = vec![Block::Text(t.with(text, &values))];
        if !reason.is_empty() {
            blocks.push(Block::Quote(reason.to_owned()));
        }
        self.letter(Event::ReportJudged, t.with(subject, &values), blocks, t.get("mail-to-proposal"))
    }

    fn letter(&self, kind: Event, subject: String, blocks: Vec<Block>, button: String) -> Letter {
        Letter {
            kind,
            transactional: true,
            subject,
            blocks,
            button: Some((button, self.path.clone())),
            object: Object::new("report", self.id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}
