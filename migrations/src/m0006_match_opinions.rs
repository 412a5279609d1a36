//! What people say of matches: it fits, or it does not. One opinion for a pair and whose list it is.

crate::step! {
    up: "
    create table match_opinion (
        need_id {uuid} not null references listing (id) on delete cascade,
        offer_id {uuid} not null references listing (id) on delete cascade,
        judge {uuid} not null,
        opinion text not null check (opinion in ('fits', 'fits_not')),
        account_id {uuid} references account (id) on delete set null,
        given_at {time} not null,
        primary key (need_id, offer_id, judge)
    );
    create index match_opinion_offer on match_opinion (offer_id, judge)
    ",
    down: ["match_opinion"]
}
