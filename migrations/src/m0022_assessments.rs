//! Assessments: who is asked to assess a proposal, whether that person has an interest in it, and the judgement.
//!
//! What somebody judged stays when the account goes; whose it was goes with the account.

crate::step! {
    up: "
    create table assessment (
        id {uuid} not null primary key,
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        account_id {uuid} references account (id) on delete set null,
        asked_by {uuid} references account (id) on delete set null,
        asked_at {time} not null,
        due_on date not null,
        interest text check (interest in ('none', 'conflict')),
        declared_at {time},
        mark text check (mark in ('1', '2', '3', '4', '5', 'na')),
        reasons text not null,
        saved_at {time},
        submitted_at {time},
        withdrawn_at {time},
        reminded_on date
    );
    create unique index assessment_of on assessment (proposal_id, account_id);
    create index assessment_account on assessment (account_id);
    create index assessment_due on assessment (due_on)
    ",
    down: ["assessment"]
}
