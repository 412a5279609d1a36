//! Accounts and what every slice leans on: sessions, rate limits, audit, change log, outbox.

crate::step! {
    up: "
    create table account (
        id {uuid} not null primary key,
        email text not null unique check (email = lower(email)),
        name text not null,
        password_hash text,
        totp_secret text,
        totp_enabled_at {time},
        totp_last_step bigint,
        role text not null check (role in ('member', 'organiser', 'admin')),
        locale text not null check (locale in ('nl', 'en')),
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null
    );
    create table login_link (
        id {uuid} not null primary key,
        token_hash text not null unique,
        email text not null,
        name text,
        purpose text not null check (purpose in ('sign_in', 'setup')),
        next_path text,
        created_at {time} not null,
        expires_at {time} not null,
        used_at {time}
    );
    create index login_link_expires on login_link (expires_at);
    create table session (
        id text not null primary key,
        public_id {uuid} not null unique,
        account_id {uuid} references account (id) on delete cascade,
        data text not null,
        user_agent text not null,
        created_at {time} not null,
        last_seen_at {time} not null,
        expires_at {time} not null
    );
    create index session_account on session (account_id);
    create index session_expires on session (expires_at);
    create table rate_limit (
        key text not null,
        window_start bigint not null,
        hits integer not null,
        primary key (key, window_start)
    );
    create table audit (
        id {uuid} not null primary key,
        at {time} not null,
        account_id {uuid},
        party_id {uuid},
        action text not null,
        object_kind text not null,
        object_id {uuid},
        outcome text not null
    );
    create index audit_object on audit (object_kind, object_id, at);
    create table change_log (
        seq {seq},
        object_kind text not null,
        object_id {uuid} not null,
        at {time} not null
    );
    create table outbox (
        id {uuid} not null primary key,
        kind text not null,
        account_id {uuid} references account (id) on delete set null,
        to_address text not null,
        to_name text not null,
        subject text not null,
        body_text text not null,
        body_html text not null,
        unsubscribe_url text,
        object_kind text not null,
        object_id {uuid},
        status text not null check (status in ('waiting', 'sending', 'sent', 'failed', 'suppressed')),
        attempts integer not null,
        next_attempt_at {time} not null,
        lease_owner text,
        lease_until {time},
        message_id text not null unique,
        dedupe_key text unique,
        last_error text,
        created_at {time} not null,
        sent_at {time}
    );
    create index outbox_due on outbox (status, next_attempt_at);
    create index outbox_object on outbox (object_kind, object_id);
    create table mail_preference (
        address text not null,
        kind text not null,
        enabled boolean not null,
        updated_at {time} not null,
        primary key (address, kind)
    );
    create table follow (
        account_id {uuid} not null references account (id) on delete cascade,
        object_kind text not null check (object_kind in ('area', 'call', 'party')),
        object_key text not null,
        created_at {time} not null,
        primary key (account_id, object_kind, object_key)
    );
    create index follow_object on follow (object_kind, object_key)
    ",
    down: ["follow", "mail_preference", "outbox", "change_log", "audit", "rate_limit", "session", "login_link", "account"]
}
