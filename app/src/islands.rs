//! Everything that runs in the browser. An island adds comfort to a page that works without it.
