//! The closed list of kinds of mail.

crate::closed_list! {
    /// What a mail is about; the name is stored with each mail and in the preferences.
    pub enum MailKind {
        SignIn = "sign_in",
        /// A new mail address of an account.
        Address = "address",
        Setup = "setup",
        Invitation = "invitation",
        Membership = "membership",
        Receipt = "receipt",
        CoApplicant = "co_applicant",
        Clarification = "clarification",
        Decision = "decision",
        ProposalLink = "proposal_link",
        CallPublished = "call_published",
        DeadlineSoon = "deadline_soon",
        NewMatch = "new_match",
        /// What is new for a saved search, at once.
        SearchAlert = "search_alert",
        /// The same, gathered per day or week.
        SearchDigest = "search_digest",
        IntroductionAsked = "introduction_asked",
        IntroductionReminder = "introduction_reminder",
        IntroductionBothYes = "introduction_both_yes",
        IntroductionDeclined = "introduction_declined",
        ListingExpires = "listing_expires",
        /// Sent by an operator to see whether mail works.
        Test = "test",
    }
}

impl MailKind {
    /// Says whether people may switch it off. The others belong to what somebody does here: to sign in, to submit a proposal, to belong to a party.
    pub fn can_be_switched_off(self) -> bool {
        match self {
            Self::CallPublished
            | Self::DeadlineSoon
            | Self::NewMatch
            | Self::SearchAlert
            | Self::SearchDigest
            | Self::IntroductionAsked
            | Self::IntroductionReminder
            | Self::IntroductionBothYes
            | Self::IntroductionDeclined
            | Self::ListingExpires => true,
            Self::SignIn
            | Self::Address
            | Self::Setup
            | Self::Invitation
            | Self::Membership
            | Self::Receipt
            | Self::CoApplicant
            | Self::Clarification
            | Self::Decision
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
            Self::Setup => "mail-kind-setup",
            Self::Invitation => "mail-kind-invitation",
            Self::Membership => "mail-kind-membership",
            Self::Receipt => "mail-kind-receipt",
            Self::CoApplicant => "mail-kind-co-applicant",
            Self::Clarification => "mail-kind-clarification",
            Self::Decision => "mail-kind-decision",
            Self::ProposalLink => "mail-kind-proposal-link",
            Self::CallPublished => "mail-kind-call-published",
            Self::DeadlineSoon => "mail-kind-deadline-soon",
            Self::NewMatch => "mail-kind-new-match",
            Self::SearchAlert => "mail-kind-search-alert",
            Self::SearchDigest => "mail-kind-search-digest",
            Self::IntroductionAsked => "mail-kind-introduction-asked",
            Self::IntroductionReminder => "mail-kind-introduction-reminder",
            Self::IntroductionBothYes => "mail-kind-introduction-both-yes",
            Self::IntroductionDeclined => "mail-kind-introduction-declined",
            Self::ListingExpires => "mail-kind-listing-expires",
            Self::Test => "mail-kind-test",
        }
    }

    /// Gives the key of the sentence that says why somebody gets it.
    pub fn why_key(self) -> &'static str {
        match self {
            Self::SignIn => "mail-why-sign-in",
            Self::Address => "mail-why-address",
            Self::Setup => "mail-why-setup",
            Self::Invitation => "mail-why-invitation",
            Self::Membership => "mail-why-membership",
            Self::Receipt => "mail-why-receipt",
            Self::CoApplicant => "mail-why-co-applicant",
            Self::Clarification => "mail-why-clarification",
            Self::Decision => "mail-why-decision",
            Self::ProposalLink => "mail-why-proposal-link",
            Self::CallPublished => "mail-why-call-published",
            Self::DeadlineSoon => "mail-why-deadline-soon",
            Self::NewMatch => "mail-why-new-match",
            Self::SearchAlert => "mail-why-search-alert",
            Self::SearchDigest => "mail-why-search-digest",
            Self::IntroductionAsked => "mail-why-introduction-asked",
            Self::IntroductionReminder => "mail-why-introduction-reminder",
            Self::IntroductionBothYes => "mail-why-introduction-both-yes",
            Self::IntroductionDeclined => "mail-why-introduction-declined",
            Self::ListingExpires => "mail-why-listing-expires",
            Self::Test => "mail-why-test",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_of_an_account_and_of_an_own_proposal_always_go() {
        for kind in [
            "sign_in",
            "address",
            "setup",
            "invitation",
            "membership",
            "receipt",
            "co_applicant",
            "clarification",
            "decision",
            "proposal_link",
        ] {
            assert!(!kind.parse::<MailKind>().expect("a kind").can_be_switched_off(), "{kind}");
        }
        assert_eq!(MailKind::switchable().count(), 10);
    }
}
