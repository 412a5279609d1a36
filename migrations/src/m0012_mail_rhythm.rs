//! How often somebody hears of a kind of event, and which notices wait for a round-up.

crate::step! {
    up: "
    alter table mail_preference add column rhythm text not null default 'direct' check (rhythm in ('direct', 'daily', 'weekly', 'off'));
    update mail_preference set rhythm = 'off' where not enabled;
    alter table notice add column digest_at {time};
    alter table notice add column digested_at {time};
    create index notice_object on notice (object_id, event);
    create index notice_digest on notice (digest_at) where digest_at is not null and digested_at is null
    ",
    undo: "
    drop index notice_digest;
    drop index notice_object;
    alter table notice drop column digested_at;
    alter table notice drop column digest_at;
    alter table mail_preference drop column rhythm
    "
}
