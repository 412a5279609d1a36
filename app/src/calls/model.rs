//! What a call is and what it may become.

crate::id! {
    /// A call.
    CallId
}

crate::id! {
    /// A call's own question.
    QuestionId
}

crate::closed_list! {
    /// What is stored; what visitors see follows from it and the clock.
    pub enum CallState {
        Draft = "draft",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

crate::closed_list! {
    /// How a question is answered.
    pub enum QuestionKind {
        ShortText = "short_text",
        LongText = "long_text",
        Choice = "choice",
        Number = "number",
        Amount = "amount",
        Date = "date",
        YesNo = "yes_no",
        File = "file",
    }
}
