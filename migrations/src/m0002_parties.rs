//! Areas, parties and the people who act for them.

crate::step! {
    up: "
    create table area (
        code text not null primary key,
        year integer not null,
        kind text not null check (kind in ('country', 'municipality', 'district', 'neighbourhood')),
        name text not null,
        parent_code text references area (code),
        latitude double precision not null check (latitude between -90 and 90),
        longitude double precision not null check (longitude between -180 and 180)
    );
    create index area_parent on area (parent_code);
    create index area_kind_name on area (kind, name);
    create table party (
        id {uuid} not null primary key,
        slug text not null unique,
        kind text not null check (kind in ('municipality', 'company', 'organisation', 'residents_group', 'cooperative', 'person')),
        name text not null,
        description text not null,
        area_code text references area (code),
        website text,
        kvk_number text,
        verified_at {time},
        verified_by {uuid} references account (id) on delete set null,
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null
    );
    create index party_name on party (name);
    create index party_verified on party (verified_at);
    create table membership (
        party_id {uuid} not null references party (id) on delete cascade,
        account_id {uuid} not null references account (id) on delete cascade,
        role text not null check (role in ('owner', 'editor', 'viewer')),
        state text not null check (state in ('active', 'requested')),
        created_at {time} not null,
        primary key (party_id, account_id)
    );
    create index membership_account on membership (account_id);
    create table invitation (
        id {uuid} not null primary key,
        party_id {uuid} not null references party (id) on delete cascade,
        email text not null,
        role text not null check (role in ('owner', 'editor', 'viewer')),
        token_hash text not null unique,
        invited_by {uuid} references account (id) on delete set null,
        created_at {time} not null,
        expires_at {time} not null,
        accepted_at {time}
    );
    create index invitation_party on invitation (party_id)
    ",
    down: ["invitation", "membership", "party", "area"]
}
