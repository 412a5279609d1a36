//! Indexes for lists that grow and for the jobs that look for what waits.

crate::step! {
    up: "
    create index area_name on area (lower(name));
    create index introduction_asked on introduction (asked_at, id);
    create index shortlist_item_created on shortlist_item (created_at, id);
    create index listing_unmatched on listing (updated_at) where matched_version < version;
    create index listing_match_need_untold on listing_match (score) where need_mailed_at is null;
    create index listing_match_offer_untold on listing_match (score) where offer_mailed_at is null
    ",
    undo: "
    drop index listing_match_offer_untold;
    drop index listing_match_need_untold;
    drop index listing_unmatched;
    drop index shortlist_item_created;
    drop index introduction_asked;
    drop index area_name
    "
}
