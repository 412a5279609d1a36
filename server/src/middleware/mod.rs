//! What happens to every request before and after the product sees it, outermost first:
//!
//! 1. `language`: `/en/...` becomes `...` in English, before the route is chosen;
//! 2. `record`: a request id, one log line, figures;
//! 3. `headers`: the browser wall, on errors and files too;
//! 4. `panics`: a panic becomes a page; an address of a form that is asked for as a page becomes one too;
//!
//! and then, for pages and forms only (not for files and health):
//!
//! 5. `load`: more than so many at once are answered with 503;
//! 6. `origin`: a post from another site is refused;
//! 7. `limits`: size and time;
//! 8. compression.

pub mod client;
pub mod headers;
pub mod language;
pub mod limits;
pub mod origin;
pub mod page;
pub mod record;

use std::any::Any;

use axum::response::Response;
use http::StatusCode;

/// The answer to a request whose handler panicked. The panic itself was logged by the hook.
pub fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    metrics::counter!("http_panics_total").increment(1);
    page::answer(StatusCode::INTERNAL_SERVER_ERROR)
}
