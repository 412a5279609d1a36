//! The browser's side of the islands.

mod suggest;

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, EventTarget, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, Request,
    RequestInit, Response, SubmitEvent, UrlSearchParams,
};

pub(super) use self::suggest::suggest;
use crate::typed;

/// How long somebody must stop typing before the form is saved.
const PAUSE: Duration = Duration::from_secs(2);

/// Listens for as long as the page lives.
fn listen<E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static>(target: &EventTarget, event: &str, act: impl FnMut(E) + 'static) {
    let act = Closure::<dyn FnMut(E)>::new(act);
    if target.add_event_listener_with_callback(event, act.as_ref().unchecked_ref()).is_ok() {
        act.forget();
    }
}

/// Where a form is with saving itself.
#[derive(Default)]
struct Saving {
    waiting: Option<TimeoutHandle>,
    under_way: bool,
    /// The button that was pressed during a save.
    pressed: Option<Option<HtmlElement>>,
}

/// Saves the form with that id some time after each change, and reports the note, or nothing when it failed.
pub(super) fn autosave(form: &str, url: &str, report: impl Fn(Option<String>) + Clone + 'static) {
    let Some(form) = document().get_element_by_id(form).and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    let saving = Rc::new(RefCell::new(Saving::default()));
    let save = {
        let (form, url, saving) = (form.clone(), url.to_owned(), saving.clone());
        move || {
            saving.borrow_mut().under_way = true;
            let (form, url, saving, report) = (form.clone(), url.clone(), saving.clone(), report.clone());
            spawn_local(async move {
                report(send(&form, &url).await);
                let mut saving = saving.borrow_mut();
                saving.under_way = false;
                if let Some(button) = saving.pressed.take() {
                    drop(saving);
                    let _ = form.request_submit_with_submitter(button.as_ref());
                }
            });
        }
    };
    {
        let saving = saving.clone();
        listen(&form, "input", move |_: Event| {
            let mut saving = saving.borrow_mut();
            if let Some(waiting) = saving.waiting.take() {
                waiting.clear();
            }
            saving.waiting = set_timeout_with_handle(save.clone(), PAUSE).ok();
        });
    }
    listen(&form, "submit", move |event: SubmitEvent| {
        let mut saving = saving.borrow_mut();
        if let Some(waiting) = saving.waiting.take() {
            waiting.clear();
        }
        if saving.under_way {
            event.prevent_default();
            saving.pressed = Some(event.submitter());
        }
    });
}

async fn send(form: &HtmlFormElement, url: &str) -> Option<String> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(FormData::new_with_form(form).ok()?.as_ref()).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&fields);
    let request = Request::new_with_str_and_init(url, &init).ok()?;
    request.headers().set("Accept", "application/json").ok()?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let answer = JsFuture::from(response.json().ok()?).await.ok()?;
    let get = |name: &str| js_sys::Reflect::get(&answer, &JsValue::from_str(name)).ok();
    if let Some(version) = get("version").and_then(|version| version.as_f64())
        && let Ok(Some(field)) = form.query_selector("[name='form[version]']")
    {
        field.dyn_into::<HtmlInputElement>().ok()?.set_value(&version.to_string());
    }
    get("note")?.as_string()
}

/// Counts again after every change on the page.
pub(super) fn keep_counts() {
    let document = document();
    listen(&document.clone(), "input", move |_: Event| {
        each(&document, "[data-words]", |place| count_words(&document, place));
        each(&document, "[data-sum]", |place| add_up(&document, place));
    });
}

fn each(document: &Document, selector: &str, act: impl Fn(&Element) -> Option<()>) {
    let Ok(found) = document.query_selector_all(selector) else { return };
    for index in 0..found.length() {
        let _ = found.get(index).and_then(|node| node.dyn_into::<Element>().ok()).and_then(|element| act(&element));
    }
}

fn fill_in(place: &Element, text: &str) -> Option<()> {
    place.set_text_content(Some(&place.get_attribute("data-text")?.replace('#', text)));
    Some(())
}

fn count_words(document: &Document, place: &Element) -> Option<()> {
    let field = document.get_element_by_id(&place.get_attribute("data-for")?)?.dyn_into::<HtmlTextAreaElement>().ok()?;
    let words = typed::words(&field.value());
    let limit: usize = place.get_attribute("data-words")?.parse().ok()?;
    place.toggle_attribute_with_force("data-over", words > limit).ok()?;
    fill_in(place, &words.to_string())
}

fn add_up(document: &Document, place: &Element) -> Option<()> {
    let fields = document.query_selector_all(&place.get_attribute("data-sum")?).ok()?;
    let amounts = (0..fields.length()).filter_map(|index| fields.get(index)?.dyn_into::<HtmlInputElement>().ok());
    let total: i64 = amounts.filter_map(|field| typed::cents(&field.value())).sum();
    let group = place.get_attribute("data-group").unwrap_or_default();
    fill_in(place, &written(total, &group))
}

/// Writes an amount as the server does: thousands grouped by `group`, cents only when there are some.
fn written(cents: i64, group: &str) -> String {
    let euros = (cents / 100).to_string();
    let mut text = String::new();
    for (index, digit) in euros.chars().enumerate() {
        if index > 0 && (euros.len() - index).is_multiple_of(3) {
            text.push_str(group);
        }
        text.push(digit);
    }
    let decimal = if group == "." { ',' } else { '.' };
    if cents % 100 == 0 { text } else { format!("{text}{decimal}{:02}", cents % 100) }
}
