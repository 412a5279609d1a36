//! The description of the API, put together from the slices' parts; served at `/api/v1/openapi.json` and printed by `wijkcall openapi`.

use utoipa::OpenApi as _;

use crate::{bakery, calls};

/// Gives the description as JSON (OpenAPI 3.1).
pub fn json() -> String {
    let mut description = calls::api_v1::Description::openapi();
    description.merge(bakery::api_v1::Description::openapi());
    description.to_pretty_json().unwrap_or_else(|error| {
        tracing::error!(%error, "the description of the API cannot be written");
        "{}".to_owned()
    })
}
