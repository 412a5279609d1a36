//! Who may do what with a saved search: the person whose it is.

use std::sync::Arc;

use super::queries::SavedSearch;
use crate::{
    accounts::model::{Actor, Person},
    error::AppError,
};

/// The permission to change and delete a saved search.
#[derive(Clone, Debug)]
pub struct MayEdit {
    pub(super) person: Arc<Person>,
    pub(super) search: SavedSearch,
}

impl MayEdit {
    pub fn search(&self) -> &SavedSearch {
        &self.search
    }
}

/// Lets a person change an own search.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for that of somebody else.
pub fn edit(actor: &Actor, search: Option<SavedSearch>) -> Result<MayEdit, AppError> {
    let person = actor.person()?;
    let search = search.filter(|search| search.account_id == person.id).ok_or(AppError::NotFound)?;
    Ok(MayEdit { person: person.clone(), search })
}
