//! Calls with their own questions and their history after publishing.

crate::step! {
    up: "
    create table call (
        id {uuid} not null primary key,
        slug text not null unique,
        party_id {uuid} not null references party (id),
        title text not null,
        summary text not null,
        body text not null,
        conditions text not null,
        who_may_apply text not null,
        ceiling_cents bigint check (ceiling_cents >= 0),
        max_cents bigint check (max_cents >= 0),
        opens_at {time},
        closes_at {time},
        state text not null check (state in ('draft', 'published', 'withdrawn')),
        published_at {time},
        closed_early_at {time},
        withdrawn_at {time},
        withdrawn_reason text,
        created_by {uuid} references account (id) on delete set null,
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null,
        check (state = 'draft' or (opens_at is not null and closes_at is not null and published_at is not null))
    );
    create index call_state_closes on call (state, closes_at, id);
    create index call_state_published on call (state, published_at, id);
    create index call_party on call (party_id, updated_at);
    create table call_theme (
        call_id {uuid} not null references call (id) on delete cascade,
        theme text not null,
        primary key (call_id, theme)
    );
    create index call_theme_theme on call_theme (theme, call_id);
    create table call_area (
        call_id {uuid} not null references call (id) on delete cascade,
        area_code text not null references area (code),
        primary key (call_id, area_code)
    );
    create index call_area_area on call_area (area_code, call_id);
    create table call_question (
        id {uuid} not null primary key,
        call_id {uuid} not null references call (id) on delete cascade,
        position integer not null,
        kind text not null check (kind in ('short_text', 'long_text', 'choice', 'number', 'amount', 'date', 'yes_no', 'file')),
        label text not null,
        help text not null,
        required boolean not null,
        word_limit integer check (word_limit > 0),
        options text not null
    );
    create index call_question_call on call_question (call_id, position);
    create table call_change (
        id {uuid} not null primary key,
        call_id {uuid} not null references call (id) on delete cascade,
        at {time} not null,
        account_id {uuid} references account (id) on delete set null,
        field text not null,
        before_text text not null,
        after_text text not null
    );
    create index call_change_call on call_change (call_id, at)
    ",
    down: ["call_change", "call_question", "call_area", "call_theme", "call"]
}
