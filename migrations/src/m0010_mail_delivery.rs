//! Addresses to which nothing goes, because there is no such mailbox.

crate::step! {
    up: "
    create table mail_suppression (
        address text not null primary key,
        id {uuid} not null unique,
        answer text not null,
        created_at {time} not null
    )
    ",
    down: ["mail_suppression"]
}
