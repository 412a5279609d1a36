//! The web and job processes around `app`.
