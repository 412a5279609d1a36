//! What posts mean.

use super::types;

entity!(post_vector, "post_vector", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: Uuid,
    /// Of the post, when the vector was made of it.
    pub version: i32,
    /// The name of the model that made it.
    pub model: String,
    /// As `infra::search::meaning::vector` writes it.
    pub vector: Vec<u8>,
});
