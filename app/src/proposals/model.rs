//! What a proposal is and what it may become.

crate::id! {
    /// A proposal.
    ProposalId
}

crate::closed_list! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Draft = "draft",
        Submitted = "submitted",
        Withdrawn = "withdrawn",
        Awarded = "awarded",
        Refused = "refused",
    }
}

crate::closed_list! {
    /// What a co-applicant answered.
    pub enum CoApplicantState {
        Invited = "invited",
        Accepted = "accepted",
        Declined = "declined",
    }
}

crate::closed_list! {
    /// What a funder decided.
    pub enum Outcome {
        Awarded = "awarded",
        Refused = "refused",
    }
}
