//! Saved searches and what they alert on.

crate::step! {
    up: "
    create table saved_search (
        id {uuid} not null primary key,
        account_id {uuid} not null references account (id) on delete cascade,
        name text not null,
        target text not null check (target in ('bakkerij', 'calls')),
        criteria text not null,
        rhythm text not null check (rhythm in ('direct', 'daily', 'weekly', 'off')),
        created_at {time} not null,
        updated_at {time} not null,
        unique (account_id, target, criteria)
    );
    create table search_alert (
        search_id {uuid} not null references saved_search (id) on delete cascade,
        object_id {uuid} not null,
        object_kind text not null check (object_kind in ('call', 'listing')),
        state text not null check (state in ('waiting', 'told', 'left_out')),
        found_at {time} not null,
        done_at {time},
        primary key (search_id, object_id)
    );
    create index search_alert_waiting on search_alert (found_at) where state = 'waiting';
    create table alert_post (
        object_id {uuid} not null primary key,
        object_kind text not null check (object_kind in ('call', 'listing')),
        facts text not null
    );
    create table job_cursor (
        name text not null primary key,
        seq bigint not null
    );
    insert into job_cursor (name, seq) values ('alerts', 0)
    ",
    down: ["job_cursor", "alert_post", "search_alert", "saved_search"]
}
