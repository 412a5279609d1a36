//! What posts mean, where the operator gave a model: one vector for each, made anew when the post or the model changes.
//!
//! A post is a call or a listing, so that no key can refer to it; the job that makes the vectors removes those of posts that are gone.

crate::step! {
    up: "
    create table post_vector (
        post_id {uuid} not null primary key,
        version integer not null,
        model text not null,
        vector {bytes} not null
    )
    ",
    down: ["post_vector"]
}
