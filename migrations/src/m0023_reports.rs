//! Reports on awarded proposals: what is asked and by when, what was written, and what the funder thought of it.

crate::step! {
    up: "
    create table report (
        id {uuid} not null primary key,
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        asks text not null,
        due_on date not null,
        asked_by {uuid} references account (id) on delete set null,
        asked_at {time} not null,
        state text not null check (state in ('asked', 'submitted', 'returned', 'approved', 'withdrawn')),
        draft text,
        draft_spent text,
        saved_at {time},
        body text not null,
        spent_cents bigint check (spent_cents >= 0),
        submitted_at {time},
        reason text not null,
        judged_by {uuid} references account (id) on delete set null,
        judged_at {time},
        reminded_on date
    );
    create index report_proposal on report (proposal_id, due_on);
    create index report_due on report (state, due_on)
    ",
    down: ["report"]
}
