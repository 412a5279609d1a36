//! When somebody reads mail, how often a member wants to hear for each party, and more kinds of things that can be followed.

crate::step! {
    up: "
    create table mail_habit (
        account_id {uuid} not null primary key references account (id) on delete cascade,
        weekday integer not null check (weekday between 1 and 7),
        quiet_from integer check (quiet_from between 0 and 23),
        quiet_until integer check (quiet_until between 0 and 23),
        updated_at {time} not null,
        check ((quiet_from is null) = (quiet_until is null))
    );
    create table party_rhythm (
        account_id {uuid} not null references account (id) on delete cascade,
        party_id {uuid} not null references party (id) on delete cascade,
        rhythm text not null check (rhythm in ('direct', 'daily', 'weekly', 'off')),
        updated_at {time} not null,
        primary key (account_id, party_id)
    );
    create index party_rhythm_party on party_rhythm (party_id);
    create table followed (
        account_id {uuid} not null references account (id) on delete cascade,
        object_kind text not null check (object_kind in ('area', 'call', 'party', 'proposal', 'theme')),
        object_key text not null,
        created_at {time} not null,
        primary key (account_id, object_kind, object_key)
    );
    insert into followed (account_id, object_kind, object_key, created_at) select account_id, object_kind, object_key, created_at from follow;
    drop table follow;
    alter table followed rename to follow;
    create index follow_object on follow (object_kind, object_key)
    ",
    undo: "
    create table followed (
        account_id {uuid} not null references account (id) on delete cascade,
        object_kind text not null check (object_kind in ('area', 'call', 'party')),
        object_key text not null,
        created_at {time} not null,
        primary key (account_id, object_kind, object_key)
    );
    insert into followed (account_id, object_kind, object_key, created_at)
        select account_id, object_kind, object_key, created_at from follow where object_kind in ('area', 'call', 'party');
    drop table follow;
    alter table followed rename to follow;
    create index follow_object on follow (object_kind, object_key);
    drop table party_rhythm;
    drop table mail_habit
    "
}
