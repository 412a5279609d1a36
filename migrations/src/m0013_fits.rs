//! What a person or a party answered once to see what fits: the six questions of "Wat past bij mij?".

crate::step! {
    up: "
    create table fit_profile (
        id {uuid} not null primary key,
        account_id {uuid} references account (id) on delete cascade,
        party_id {uuid} references party (id) on delete cascade,
        answers text not null,
        created_at {time} not null,
        updated_at {time} not null,
        check ((account_id is null) <> (party_id is null))
    );
    create unique index fit_profile_account on fit_profile (account_id);
    create unique index fit_profile_party on fit_profile (party_id)
    ",
    down: ["fit_profile"]
}
