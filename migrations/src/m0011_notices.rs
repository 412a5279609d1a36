//! What people find on the page with notices.

crate::step! {
    up: "
    create table notice (
        id {uuid} not null primary key,
        account_id {uuid} not null references account (id) on delete cascade,
        event text not null,
        title text not null,
        path text not null,
        object_kind text not null,
        object_id {uuid} not null,
        dedupe_key text unique,
        created_at {time} not null,
        read_at {time}
    );
    create index notice_account on notice (account_id, id);
    create index notice_unread on notice (account_id) where read_at is null
    ",
    down: ["notice"]
}
