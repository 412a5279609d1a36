//! Which events all followers were told of, and indexes for finding what happened lately.

crate::step! {
    up: "
    create table followers_told (
        key text not null primary key,
        at {time} not null
    );
    create index call_change_at on call_change (at);
    create index call_withdrawn on call (withdrawn_at) where withdrawn_at is not null;
    create index listing_created on listing (created_at);
    create index decision_told on decision (told_at) where told_at is not null;
    create index proposal_draft on proposal (updated_at) where state = 'draft';
    create index proposal_waiting on proposal (submitted_at) where state = 'submitted'
    ",
    undo: "
    drop index proposal_waiting;
    drop index proposal_draft;
    drop index decision_told;
    drop index listing_created;
    drop index call_withdrawn;
    drop index call_change_at;
    drop table followers_told
    "
}
