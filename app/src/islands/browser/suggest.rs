//! A search box that suggests, by the combobox pattern of the ARIA Authoring Practices: the focus stays in the box, the arrows walk through the list,
//! Enter takes what they point at, Escape closes it. Without an answer of the server it is the plain box that it was.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Response};

use super::listen;

/// How long somebody must stop typing before suggestions are asked for.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Clone)]
struct Combobox {
    input: HtmlInputElement,
    list: HtmlElement,
    status: Element,
    url: Rc<str>,
    state: Rc<RefCell<State>>,
}

#[derive(Default)]
struct State {
    waiting: Option<TimeoutHandle>,
    options: Vec<(HtmlElement, Option<String>)>,
    active: Option<usize>,
}

/// Makes the field with that id suggest into the list `{id}-suggestions`, and tell `{id}-status` how many.
pub(in crate::islands) fn suggest(input: &str, url: &str) {
    let _ = Combobox::find(input, url).map(|combobox| combobox.start());
}

impl Combobox {
    fn find(id: &str, url: &str) -> Option<Self> {
        let element = |id: &str| document().get_element_by_id(id);
        Some(Self {
            input: element(id)?.dyn_into().ok()?,
            list: element(&format!("{id}-suggestions"))?.dyn_into().ok()?,
            status: element(&format!("{id}-status"))?,
            url: url.into(),
            state: Rc::default(),
        })
    }

    fn start(self) {
        let list = self.list.id();
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-expanded", "false"),
            ("aria-controls", list.as_str()),
            ("autocomplete", "off"),
        ] {
            let _ = self.input.set_attribute(name, value);
        }
        let on_input = self.clone();
        listen(&self.input, "input", move |_: Event| on_input.typed());
        let on_key = self.clone();
        listen(&self.input, "keydown", move |event: KeyboardEvent| on_key.pressed(&event));
        let on_blur = self.clone();
        listen(&self.input, "blur", move |_: Event| on_blur.close());
        // The focus stays in the box while the mouse chooses.
        listen(&self.list, "mousedown", |event: Event| event.prevent_default());
        let on_click = self.clone();
        listen(&self.list, "click", move |event: Event| {
            let option = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("[role=option]").ok()?);
            let at = option.and_then(|option| on_click.state.borrow().options.iter().position(|(other, _)| **other == option));
            on_click.choose(at);
        });
    }

    fn typed(&self) {
        let mut state = self.state.borrow_mut();
        if let Some(waiting) = state.waiting.take() {
            waiting.clear();
        }
        let combobox = self.clone();
        let ask = move || spawn_local(async move { combobox.ask().await });
        state.waiting = set_timeout_with_handle(ask, PAUSE).ok();
    }

    async fn ask(&self) {
        let typed = self.input.value();
        if typed.trim().chars().count() < 2 {
            return self.close();
        }
        let url = format!("{}?q={}", self.url, String::from(js_sys::encode_uri_component(&typed)));
        let answer = fetch(&url).await;
        // Somebody who typed on has asked anew; who left wants no list.
        let is_asked = self.input.value() == typed && document().active_element().is_some_and(|focused| focused == **self.input);
        if is_asked && answer.and_then(|answer| self.show(&answer)).is_none() {
            self.close();
        }
    }

    fn show(&self, answer: &JsValue) -> Option<()> {
        self.close();
        let told: js_sys::Array = get(answer, "options")?.dyn_into().ok()?;
        for (number, told) in told.iter().enumerate() {
            let option: HtmlElement = document().create_element("li").ok()?.dyn_into().ok()?;
            option.set_id(&format!("{}-{number}", self.list.id()));
            option.set_attribute("role", "option").ok()?;
            option.set_attribute("aria-selected", "false").ok()?;
            for name in ["text", "note"] {
                let part = document().create_element("span").ok()?;
                part.set_text_content(get(&told, name)?.as_string().as_deref());
                option.append_child(&part).ok()?;
            }
            self.list.append_child(&option).ok()?;
            self.state.borrow_mut().options.push((option, get(&told, "href").and_then(|href| href.as_string())));
        }
        self.status.set_text_content(get(answer, "note")?.as_string().as_deref());
        let some = told.length() > 0;
        self.list.set_hidden(!some);
        self.input.set_attribute("aria-expanded", if some { "true" } else { "false" }).ok()
    }

    fn close(&self) {
        let mut state = self.state.borrow_mut();
        state.options.clear();
        state.active = None;
        drop(state);
        self.list.set_text_content(None);
        self.list.set_hidden(true);
        self.status.set_text_content(None);
        let _ = self.input.set_attribute("aria-expanded", "false");
        let _ = self.input.remove_attribute("aria-activedescendant");
    }

    fn pressed(&self, event: &KeyboardEvent) {
        let (count, active) = (self.state.borrow().options.len(), self.state.borrow().active);
        if count == 0 || event.is_composing() {
            return;
        }
        match event.key().as_str() {
            // One step beyond either end is the box itself.
            "ArrowDown" => self.point_at(active.map_or(Some(0), |at| Some(at + 1).filter(|next| *next < count))),
            "ArrowUp" => self.point_at(active.map_or(Some(count - 1), |at| at.checked_sub(1))),
            "Enter" if active.is_some() => self.choose(active),
            "Escape" => self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    fn point_at(&self, at: Option<usize>) {
        let mut state = self.state.borrow_mut();
        state.active = at;
        let _ = self.input.remove_attribute("aria-activedescendant");
        for (number, (option, _)) in state.options.iter().enumerate() {
            let chosen = at == Some(number);
            let _ = option.set_attribute("aria-selected", if chosen { "true" } else { "false" });
            if chosen {
                let _ = self.input.set_attribute("aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
        }
    }

    /// Goes to the page of an option, or searches for its words.
    fn choose(&self, at: Option<usize>) {
        let Some((option, href)) = at.and_then(|at| self.state.borrow().options.get(at).cloned()) else { return };
        if let Some(href) = href {
            let _ = window().location().set_href(&href);
        } else if let Some(text) = option.first_element_child().and_then(|text| text.text_content()) {
            self.input.set_value(&text);
            self.close();
            let _ = self.input.form().map(|form| form.request_submit());
        }
    }
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).ok()
}

async fn fetch(url: &str) -> Option<JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.json().ok()?).await.ok()
}
