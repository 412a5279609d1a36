//! Whose act caused a mail, for the limits per party and per address; and the pause of all mail while the mail server takes nothing.

crate::step! {
    up: "
    alter table outbox add column party_id {uuid};
    create index outbox_address_sent on outbox (to_address, sent_at);
    create index outbox_party_sent on outbox (party_id, sent_at) where party_id is not null;
    create table mail_pause (
        id integer not null primary key check (id = 1),
        since {time} not null,
        answer text not null,
        probes integer not null,
        probe_at {time} not null
    )
    ",
    undo: "
    drop table mail_pause;
    drop index outbox_party_sent;
    drop index outbox_address_sent;
    alter table outbox drop column party_id
    "
}
