//! Everything that runs in the browser. An island adds comfort to a page that works without it; its words come from the server as props and answers.

// The server renders the islands too, and has no browser to talk to.
#[cfg_attr(not(feature = "hydrate"), path = "no_browser.rs")]
mod browser;

use leptos::prelude::*;

/// Saves a form while somebody is typing, and says when it did.
///
/// The form is sent to `url` two seconds after the last change. The answer is JSON: `note` is shown, and `version` becomes the value of the
/// form's field `form[version]`. A press on a button waits for a save that is under way.
#[island]
pub fn AutoSave(
    /// The id of the form.
    form: String,
    url: String,
    /// What to say when it could not be saved.
    failed: String,
) -> impl IntoView {
    let (note, set_note) = signal(String::new());
    Effect::new(move |_| {
        let failed = failed.clone();
        browser::autosave(&form, &url, move |saved| set_note.set(saved.unwrap_or_else(|| failed.clone())));
    });
    // The place is there from the start, so that a screen reader hears what comes into it.
    let class = move || if note.get().is_empty() { "wk-visually-hidden" } else { "wk-saved" };
    view! { <p class=class role="status">{note}</p> }
}

/// Keeps the counts of the page up to date while somebody is typing.
///
/// - `<p data-words="150" data-for="summary" data-text="# van 150 woorden">` counts the words of the field with that id;
/// - `<output data-sum="#lines .amount" data-text="€ #" data-group=".">` adds up the amounts in the fields of that selector.
#[island]
pub fn LiveCounts() -> impl IntoView {
    Effect::new(|_| browser::keep_counts());
}

/// Suggestions below a search box while somebody types in it; the box stands in the page and works without them.
#[island]
pub fn Suggestions(
    /// The id of the box.
    input: String,
    /// Where suggestions are asked for: `url?q=...`.
    url: String,
    /// The name of the list.
    label: String,
) -> impl IntoView {
    let (list, status) = (format!("{input}-suggestions"), format!("{input}-status"));
    Effect::new(move |_| browser::suggest(&input, &url));
    view! {
        <ul class="wk-suggestions" id=list role="listbox" aria-label=label hidden></ul>
        <p class="wk-visually-hidden" id=status role="status"></p>
    }
}
