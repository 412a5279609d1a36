//! The businessbakkerij: needs and offers, the matches found between them, shortlist and introductions.

crate::step! {
    up: "
    create table listing (
        id {uuid} not null primary key,
        side text not null check (side in ('need', 'offer')),
        account_id {uuid} not null references account (id),
        party_id {uuid} references party (id),
        title text not null,
        body text not null,
        locale text not null check (locale in ('nl', 'en')),
        area_code text not null references area (code),
        reach_km integer check (reach_km > 0),
        online boolean not null,
        starts_on date,
        ends_on date,
        state text not null check (state in ('open', 'closed')),
        published_at {time} not null,
        expires_at {time} not null,
        expiry_mailed_at {time},
        closed_at {time},
        matched_version integer not null,
        matches_mailed_on date,
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null
    );
    create index listing_state_expires on listing (state, expires_at);
    create index listing_account on listing (account_id, updated_at);
    create index listing_party on listing (party_id, updated_at);
    create table listing_theme (
        listing_id {uuid} not null references listing (id) on delete cascade,
        theme text not null,
        primary key (listing_id, theme)
    );
    create table listing_resource (
        listing_id {uuid} not null references listing (id) on delete cascade,
        resource text not null,
        quantity double precision check (quantity > 0),
        unit text not null,
        primary key (listing_id, resource)
    );
    create table listing_match (
        need_id {uuid} not null references listing (id) on delete cascade,
        offer_id {uuid} not null references listing (id) on delete cascade,
        score double precision not null,
        found_at {time} not null,
        need_mailed_at {time},
        offer_mailed_at {time},
        primary key (need_id, offer_id)
    );
    create index listing_match_offer on listing_match (offer_id);
    create index listing_match_score on listing_match (score);
    create table shortlist_item (
        id {uuid} not null primary key,
        need_id {uuid} references listing (id) on delete cascade,
        offer_id {uuid} references listing (id) on delete cascade,
        proposal_id {uuid} references proposal (id) on delete cascade,
        note text not null,
        account_id {uuid} references account (id) on delete set null,
        created_at {time} not null,
        updated_at {time} not null,
        version integer not null,
        unique (need_id, offer_id),
        unique (proposal_id),
        check ((need_id is not null and offer_id is not null and proposal_id is null) or (need_id is null and offer_id is null and proposal_id is not null))
    );
    create table introduction (
        id {uuid} not null primary key,
        need_id {uuid} not null references listing (id) on delete cascade,
        offer_id {uuid} not null references listing (id) on delete cascade,
        state text not null check (state in ('asked', 'both_yes', 'declined', 'lapsed')),
        message text not null,
        asked_by {uuid} references account (id) on delete set null,
        asked_at {time} not null,
        need_answer text check (need_answer in ('yes', 'no')),
        need_answered_at {time},
        offer_answer text check (offer_answer in ('yes', 'no')),
        offer_answered_at {time},
        reminded_at {time},
        closed_at {time},
        version integer not null,
        unique (need_id, offer_id)
    );
    create index introduction_state on introduction (state, asked_at);
    create index introduction_offer on introduction (offer_id)
    ",
    down: ["introduction", "shortlist_item", "listing_match", "listing_resource", "listing_theme", "listing"]
}
