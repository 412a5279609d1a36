//! Proposals: drafts, what was submitted, and what the funder did with it.

crate::step! {
    up: "
    create table proposal (
        id {uuid} not null primary key,
        call_id {uuid} not null references call (id),
        party_id {uuid} references party (id),
        account_id {uuid} references account (id) on delete set null,
        applicant_kind text not null
            check (applicant_kind in ('municipality', 'company', 'organisation', 'residents_group', 'cooperative', 'person')),
        applicant_name text not null,
        contact_email text not null,
        contact_name text not null,
        locale text not null check (locale in ('nl', 'en')),
        access_token_hash text not null unique,
        title text not null,
        summary text not null,
        requested_cents bigint not null check (requested_cents >= 0),
        own_contribution_cents bigint not null check (own_contribution_cents >= 0),
        draft_json text,
        state text not null check (state in ('draft', 'submitted', 'withdrawn', 'awarded', 'refused')),
        receipt_number text unique,
        submit_token text unique,
        submitted_at {time},
        withdrawn_at {time},
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null,
        check (state = 'draft' or state = 'withdrawn' or (submitted_at is not null and receipt_number is not null))
    );
    create index proposal_call on proposal (call_id, state, submitted_at, id);
    create index proposal_call_time on proposal (call_id, submitted_at, id);
    create index proposal_account on proposal (account_id, updated_at);
    create index proposal_party on proposal (party_id, updated_at);
    create table receipt_counter (
        year integer not null primary key,
        last integer not null
    );
    create table proposal_answer (
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        question_id {uuid} not null references call_question (id),
        value text not null,
        primary key (proposal_id, question_id)
    );
    create table budget_line (
        id {uuid} not null primary key,
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        position integer not null,
        label text not null,
        amount_cents bigint not null
    );
    create index budget_line_proposal on budget_line (proposal_id, position);
    create table proposal_area (
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        area_code text not null references area (code),
        primary key (proposal_id, area_code)
    );
    create table co_applicant (
        id {uuid} not null primary key,
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        email text not null,
        name text not null,
        role text not null,
        token_hash text not null unique,
        state text not null check (state in ('invited', 'accepted', 'declined')),
        account_id {uuid} references account (id) on delete set null,
        invited_at {time} not null,
        answered_at {time},
        unique (proposal_id, email)
    );
    create index co_applicant_account on co_applicant (account_id);
    create table attachment (
        id {uuid} not null primary key,
        proposal_id {uuid} not null references proposal (id) on delete cascade,
        question_id {uuid} references call_question (id),
        file_hash text not null,
        file_name text not null,
        media_type text not null,
        size_bytes bigint not null,
        uploaded_at {time} not null
    );
    create index attachment_proposal on attachment (proposal_id);
    create table clarification (
        proposal_id {uuid} not null primary key references proposal (id) on delete cascade,
        question text not null,
        asked_by {uuid} references account (id) on delete set null,
        asked_at {time} not null,
        answer text,
        answered_at {time}
    );
    create table decision (
        proposal_id {uuid} not null primary key references proposal (id) on delete cascade,
        outcome text not null check (outcome in ('awarded', 'refused')),
        reason text not null,
        awarded_cents bigint not null check (awarded_cents >= 0),
        decided_by {uuid} references account (id) on delete set null,
        decided_at {time} not null
    )
    ",
    down: ["decision", "clarification", "attachment", "co_applicant", "proposal_area", "budget_line", "proposal_answer", "receipt_counter", "proposal"]
}
