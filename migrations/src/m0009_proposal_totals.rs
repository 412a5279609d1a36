//! An index from which what a call received is added up without reading its proposals.

crate::step! {
    up: "create index proposal_call_requested on proposal (call_id, state, requested_cents)",
    undo: "drop index proposal_call_requested"
}
