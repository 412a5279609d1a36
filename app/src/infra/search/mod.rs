//! Finding and comparing documents in Dutch: a tantivy index that follows a change log.
//!
//! It knows documents, not the product: [`document`] says what one is; a host implements [`follow::Source`] over its database and starts
//! [`follow::follow`]; pages call [`index::SearchIndex::search`]. The index is derived and can be thrown away at any time.
//!
//! Everything that touches tantivy is plain blocking code; an async caller decides on `spawn_blocking`.

pub mod analysis;
pub mod candidates;
pub mod collect;
mod complete;
pub mod compounds;
mod disk;
pub mod document;
pub mod evaluate;
mod folder;
pub mod follow;
mod fused;
pub mod index;
pub mod judged;
pub mod lemmas;
pub mod meaning;
pub mod percolate;
pub mod query;
pub mod required;
pub mod schema;
mod suggest;
mod sum;
pub mod terms;
mod tokens;
mod values;
pub mod weights;
