//! Machinery without domain words: database, mail, search, texts, sessions.
