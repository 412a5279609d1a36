//! The closed list of events of which people hear, by mail and on the page with notices. `events.txt` is the same list for people to read.

crate::closed_list! {
    /// What happened; the name is stored with each mail and notice, and in the preferences.
    pub enum Event {
        SignIn = "sign_in",
        /// A new mail address of an account.
        Address = "address",
        Invitation = "invitation",
        Membership = "membership",
        Receipt = "receipt",
        CoApplicant = "co_applicant",
        Clarification = "clarification",
        ClarificationAnswered = "clarification_answered",
        Decision = "decision",
        Withdrawn = "withdrawn",
        ProposalLink = "proposal_link",
        CallPublished = "call_published",
        /// A call was changed, or withdrawn, after it was published.
        CallChanged = "call_changed",
        /// The deadline of a call is seven days, or one day, away.
        DeadlineSoon = "deadline_soon",
        /// Something was posted by a party, or about a theme, that somebody follows.
        ListingPosted = "listing_posted",
        /// A proposal that somebody follows was decided on or withdrawn, or a question about it answered.
        ProposalNews = "proposal_news",
        /// A proposal was begun and left.
        DraftWaiting = "draft_waiting",
        /// A call is closed, and proposals to it wait for a decision.
        CallWaiting = "call_waiting",
        /// Somebody is asked to assess a proposal.
        AssessmentAsked = "assessment_asked",
        /// The date for it is near, or has passed.
        AssessmentWaiting = "assessment_waiting",
        /// The funder of an awarded proposal asks for a report.
        ReportAsked = "report_asked",
        /// The date for it is near, or has passed.
        ReportDue = "report_due",
        ReportSubmitted = "report_submitted",
        /// The funder approved a report, or returned it.
        ReportJudged = "report_judged",
        NewMatch = "new_match",
        /// What is new for a saved search, at once.
        SearchAlert = "search_alert",
        /// The same, gathered per day or week.
        SearchDigest = "search_digest",
        IntroductionAsked = "introduction_asked",
        IntroductionReminder = "introduction_reminder",
        IntroductionBothYes = "introduction_both_yes",
        IntroductionDeclined = "introduction_declined",
        /// The same, for the organiser who asked.
        IntroductionEnded = "introduction_ended",
        ListingExpires = "listing_expires",
        /// What an organiser writes to a selection of people.
        Segment = "segment",
        /// What waited for a round-up, by day or by week.
        Digest = "digest",
        /// Sent by an operator to see whether mail works.
        Test = "test",
    }
}

crate::closed_list! {
    /// Whom an event concerns. Nobody else hears of it.
    pub enum Concerned {
        /// Whoever typed the address; it may belong to nobody.
        Visitor = "visitor",
        Invited = "invited",
        /// The owners of a party, or who asked to join it.
        Party = "party",
        /// Everybody who takes part in a proposal.
        Applicants = "applicants",
        /// Who asked in the name of the funder.
        Funder = "funder",
        /// Who is asked to assess a proposal.
        Assessor = "assessor",
        /// Who follows an area or a call, began a draft, or saved a search.
        Followers = "followers",
        /// The author of a need or an offer.
        Author = "author",
        Organiser = "organiser",
        /// Whom an organiser chose from a list.
        Chosen = "chosen",
        Operator = "operator",
    }
}

crate::closed_list! {
    /// How soon somebody should hear.
    pub enum Urgency {
        /// Somebody waits for it behind the screen, or a date may pass.
        Now = "now",
        /// Today is early enough.
        Today = "today",
        /// It can wait for a round-up.
        Sometime = "sometime",
    }
}

crate::closed_list! {
    /// Where somebody hears of it.
    pub enum Channel {
        /// By mail alone: it is about the address itself, or holds a link that is a key.
        Mail = "mail",
        /// By mail and among the notices.
        Both = "mail and notice",
    }
}

impl Event {
    /// Says whom it concerns.
    pub fn concerns(self) -> Concerned {
        match self {
            Self::SignIn | Self::Address | Self::ProposalLink => Concerned::Visitor,
            Self::Invitation | Self::CoApplicant => Concerned::Invited,
            Self::Membership => Concerned::Party,
            Self::Receipt | Self::Clarification | Self::Decision | Self::Withdrawn => Concerned::Applicants,
            Self::DraftWaiting | Self::ReportAsked | Self::ReportDue | Self::ReportJudged => Concerned::Applicants,
            Self::ClarificationAnswered | Self::CallWaiting | Self::ReportSubmitted => Concerned::Funder,
            Self::AssessmentAsked | Self::AssessmentWaiting => Concerned::Assessor,
            Self::CallPublished
            | Self::CallChanged
            | Self::DeadlineSoon
            | Self::ListingPosted
            | Self::ProposalNews
            | Self::SearchAlert
            | Self::SearchDigest
            | Self::Digest => Concerned::Followers,
            Self::NewMatch
            | Self::IntroductionAsked
            | Self::IntroductionReminder
            | Self::IntroductionBothYes
            | Self::IntroductionDeclined
            | Self::ListingExpires => Concerned::Author,
            Self::IntroductionEnded => Concerned::Organiser,
            Self::Segment => Concerned::Chosen,
            Self::Test => Concerned::Operator,
        }
    }

    /// Says how soon they should hear.
    pub fn urgency(self) -> Urgency {
        match self {
            Self::SignIn
            | Self::Address
            | Self::Invitation
            | Self::CoApplicant
            | Self::ProposalLink
            | Self::Receipt
            | Self::Withdrawn
            | Self::Test => Urgency::Now,
            Self::Membership
            | Self::Clarification
            | Self::ClarificationAnswered
            | Self::Decision
            | Self::CallChanged
            | Self::DeadlineSoon
            | Self::ProposalNews
            | Self::AssessmentAsked
            | Self::AssessmentWaiting
            | Self::ReportAsked
            | Self::ReportDue
            | Self::ReportSubmitted
            | Self::ReportJudged
            | Self::IntroductionAsked
            | Self::IntroductionReminder
            | Self::IntroductionBothYes
            | Self::SearchAlert
            | Self::Segment => Urgency::Today,
            Self::CallPublished
            | Self::ListingPosted
            | Self::DraftWaiting
            | Self::CallWaiting
            | Self::NewMatch
            | Self::SearchDigest
            | Self::Digest
            | Self::IntroductionDeclined
            | Self::IntroductionEnded
            | Self::ListingExpires => Urgency::Sometime,
        }
    }

    /// Says where they hear of it.
    pub fn channel(self) -> Channel {
        match self {
            Self::SignIn
            | Self::Address
            | Self::Invitation
            | Self::CoApplicant
            | Self::ProposalLink
            | Self::Segment
            | Self::Digest
            | Self::Test => Channel::Mail,
            _ => Channel::Both,
        }
    }

    /// Says whether the mail itself opens something, so that nobody but its reader may see what is in it.
    pub fn is_a_key(self) -> bool {
        matches!(self, Self::SignIn | Self::Address | Self::Invitation | Self::CoApplicant | Self::ProposalLink)
    }

    /// Says whether people may switch it off. The others belong to what somebody does here: to sign in, to submit a proposal, to belong to a party.
    pub fn can_be_switched_off(self) -> bool {
        match self {
            Self::CallPublished
            | Self::CallChanged
            | Self::DeadlineSoon
            | Self::ListingPosted
            | Self::ProposalNews
            | Self::DraftWaiting
            | Self::CallWaiting
            | Self::AssessmentWaiting
            | Self::ReportDue
            | Self::NewMatch
            | Self::SearchAlert
            | Self::SearchDigest
            | Self::IntroductionAsked
            | Self::IntroductionReminder
            | Self::IntroductionBothYes
            | Self::IntroductionDeclined
            | Self::IntroductionEnded
            | Self::ListingExpires
            | Self::Digest
            | Self::Segment => true,
            Self::SignIn
            | Self::Address
            | Self::Invitation
            | Self::Membership
            | Self::Receipt
            | Self::CoApplicant
            | Self::Clarification
            | Self::ClarificationAnswered
            | Self::AssessmentAsked
            | Self::ReportAsked
            | Self::ReportSubmitted
            | Self::ReportJudged
            | Self::Decision
            | Self::Withdrawn
            | Self::ProposalLink
            | Self::Test => false,
        }
    }

    /// Gives the kinds that people may switch off, in the order in which they are shown.
    pub fn switchable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| kind.can_be_switched_off())
    }

    /// Gives the key of its name.
    pub fn name_key(self) -> &'static str {
        match self {
            Self::SignIn => "mail-kind-sign-in",
            Self::Address => "mail-kind-address",
            Self::Invitation => "mail-kind-invitation",
            Self::Membership => "mail-kind-membership",
            Self::Receipt => "mail-kind-receipt",
            Self::CoApplicant => "mail-kind-co-applicant",
            Self::Clarification => "mail-kind-clarification",
            Self::ClarificationAnswered => "mail-kind-clarification-answered",
            Self::Withdrawn => "mail-kind-withdrawn",
            Self::IntroductionEnded => "mail-kind-introduction-ended",
            Self::Decision => "mail-kind-decision",
            Self::ProposalLink => "mail-kind-proposal-link",
            Self::CallPublished => "mail-kind-call-published",
            Self::CallChanged => "mail-kind-call-changed",
            Self::DeadlineSoon => "mail-kind-deadline-soon",
            Self::ListingPosted => "mail-kind-listing-posted",
            Self::ProposalNews => "mail-kind-proposal-news",
            Self::DraftWaiting => "mail-kind-draft-waiting",
            Self::CallWaiting => "mail-kind-call-waiting",
            Self::AssessmentAsked => "mail-kind-assessment-asked",
            Self::AssessmentWaiting => "mail-kind-assessment-waiting",
            Self::ReportAsked => "mail-kind-report-asked",
            Self::ReportDue => "mail-kind-report-due",
            Self::ReportSubmitted => "mail-kind-report-submitted",
            Self::ReportJudged => "mail-kind-report-judged",
            Self::NewMatch => "mail-kind-new-match",
            Self::SearchAlert => "mail-kind-search-alert",
            Self::SearchDigest => "mail-kind-search-digest",
            Self::IntroductionAsked => "mail-kind-introduction-asked",
            Self::IntroductionReminder => "mail-kind-introduction-reminder",
            Self::IntroductionBothYes => "mail-kind-introduction-both-yes",
            Self::IntroductionDeclined => "mail-kind-introduction-declined",
            Self::ListingExpires => "mail-kind-listing-expires",
            Self::Segment => "mail-kind-segment",
            Self::Digest => "mail-kind-digest",
            Self::Test => "mail-kind-test",
        }
    }

    /// Gives the key of the sentence that says why somebody gets it.
    pub fn why_key(self) -> &'static str {
        match self {
            Self::SignIn => "mail-why-sign-in",
            Self::Address => "mail-why-address",
            Self::Invitation => "mail-why-invitation",
            Self::Membership => "mail-why-membership",
            Self::Receipt => "mail-why-receipt",
            Self::CoApplicant => "mail-why-co-applicant",
            Self::Clarification => "mail-why-clarification",
            Self::ClarificationAnswered => "mail-why-clarification-answered",
            Self::Withdrawn => "mail-why-withdrawn",
            Self::IntroductionEnded => "mail-why-introduction-ended",
            Self::Decision => "mail-why-decision",
            Self::ProposalLink => "mail-why-proposal-link",
            Self::CallPublished => "mail-why-call-published",
            Self::CallChanged => "mail-why-call-changed",
            Self::DeadlineSoon => "mail-why-deadline-soon",
            Self::ListingPosted => "mail-why-listing-posted",
            Self::ProposalNews => "mail-why-proposal-news",
            Self::DraftWaiting => "mail-why-draft-waiting",
            Self::CallWaiting => "mail-why-call-waiting",
            Self::AssessmentAsked => "mail-why-assessment-asked",
            Self::AssessmentWaiting => "mail-why-assessment-waiting",
            Self::ReportAsked => "mail-why-report-asked",
            Self::ReportDue => "mail-why-report-due",
            Self::ReportSubmitted => "mail-why-report-submitted",
            Self::ReportJudged => "mail-why-report-judged",
            Self::NewMatch => "mail-why-new-match",
            Self::SearchAlert => "mail-why-search-alert",
            Self::SearchDigest => "mail-why-search-digest",
            Self::IntroductionAsked => "mail-why-introduction-asked",
            Self::IntroductionReminder => "mail-why-introduction-reminder",
            Self::IntroductionBothYes => "mail-why-introduction-both-yes",
            Self::IntroductionDeclined => "mail-why-introduction-declined",
            Self::ListingExpires => "mail-why-listing-expires",
            Self::Segment => "mail-why-segment",
            Self::Digest => "mail-why-digest",
            Self::Test => "mail-why-test",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::infra::i18n::{Locale, Texts};

    /// The table that people read says the same as the code.
    #[test]
    fn every_event_has_its_row() {
        let row = |event: &Event| {
            let choice = if event.can_be_switched_off() { "yes" } else { "no" };
            format!(
                "{} | {} | {} | {} | {choice} | {}",
                event.as_str(),
                event.concerns().as_str(),
                event.urgency().as_str(),
                event.channel().as_str(),
                Texts::new(Locale::En).get(event.why_key())
            )
        };
        let code: Vec<String> = Event::ALL.iter().map(row).collect();
        let table: Vec<&str> = include_str!("events.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert_eq!(table, code, "events.txt should be:\n{}", code.join("\n"));
    }

    /// An event of which no letter tells is none.
    #[test]
    fn every_event_happens() {
        fn read(folder: &Path, all: &mut String) {
            for entry in fs::read_dir(folder).expect("a source folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    read(&path, all);
                } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("notifications/model.rs") {
                    all.push_str(&fs::read_to_string(&path).expect("a source file"));
                }
            }
        }
        let mut source = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
        for event in Event::ALL {
            assert!(source.contains(&format!("Event::{event:?}")), "{event:?}");
        }
    }

    #[test]
    fn mails_of_an_account_and_of_an_own_proposal_always_go() {
        for kind in
            ["sign_in", "address", "invitation", "membership", "receipt", "co_applicant", "clarification", "decision", "proposal_link"]
        {
            assert!(!kind.parse::<Event>().expect("a kind").can_be_switched_off(), "{kind}");
        }
        assert_eq!(Event::switchable().count(), 20);
    }
}
