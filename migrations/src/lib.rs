//! The database schema, one file per step.
