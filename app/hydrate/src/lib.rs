//! The browser's half of the islands: what wasm-bindgen turns into `pkg/app.js`.

// Load-bearing: without this line the linker drops `app`, the build succeeds and no island is exported.
use app as _;

/// Wakes the islands of the page; called once by the loader script in the page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
