//! Form fields as the NL Design System asks for them: label, hint, error, field, in that order; the summary above the form.
//!
//! A field called `title` has the id `title` and is posted as `form[title]`, which a server function reads as a field of its argument `form`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{
    infra::{clock::ZONE, i18n::Texts},
    input::FieldErrors,
};

/// What all fields of one form share. Cheap to clone.
#[derive(Clone)]
pub struct Fields {
    pub t: Texts,
    errors: Arc<FieldErrors>,
}

impl Fields {
    pub fn new(t: Texts, errors: FieldErrors) -> Self {
        Self { t, errors: Arc::new(errors) }
    }

    /// Gives the error of a field in words.
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|problem| problem.text(self.t))
    }
}

/// Gives the name under which a field is posted: `title` is `form[title]`, `budget[0][label]` is `form[budget][0][label]`.
fn posted(name: &str) -> String {
    match name.split_once('[') {
        Some((first, rest)) => format!("form[{first}][{rest}"),
        None => format!("form[{name}]"),
    }
}

/// Says when a draft was saved, and how many of its fields could not be.
pub fn saved_note(t: Texts, now: DateTime<Utc>, left_out: usize) -> String {
    let time = now.with_timezone(&ZONE).format("%H:%M").to_string();
    if left_out == 0 {
        t.with("form-saved", &[("time", time.into())])
    } else {
        t.with("form-saved-except", &[("time", time.into()), ("count", left_out.into())])
    }
}

/// The list of what is wrong, with links to the fields; nothing when all is well.
#[component]
pub fn ErrorSummary(fields: Fields) -> impl IntoView {
    let t = fields.t;
    (!fields.errors.is_empty()).then(|| {
        let problems = fields
            .errors
            .iter()
            .map(|(field, problem)| view! { <li><a href=format!("#{field}")>{problem.text(t)}</a></li> })
            .collect_view();
        view! {
            <div class="wk-error-summary" role="alert" tabindex="-1" autofocus>
                <h2>{t.with("form-error-title", &[("count", fields.errors.iter().count().into())])}</h2>
                <ul>{problems}</ul>
            </div>
        }
    })
}

/// The parts around a field: label, hint, error and which of them describe it.
struct Frame {
    invalid: bool,
    described_by: Option<String>,
    label: AnyView,
    hint: AnyView,
    error: AnyView,
}

fn frame(fields: &Fields, name: &str, label: String, hint: String, optional: bool) -> Frame {
    let t = fields.t;
    let error = fields.error(name);
    let ids = [(!hint.is_empty()).then(|| format!("{name}-hint")), error.as_ref().map(|_| format!("{name}-error"))];
    let described_by = ids.iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    Frame {
        invalid: error.is_some(),
        described_by: (!described_by.is_empty()).then_some(described_by),
        label: view! { {label}{optional.then(|| view! { " "<span class="wk-optional">{t.get("form-optional")}</span> })} }.into_any(),
        hint: (!hint.is_empty()).then(|| view! { <p class="wk-hint" id=format!("{name}-hint")>{hint}</p> }).into_any(),
        error: error.map(|text| view! { <p class="wk-error" id=format!("{name}-error")>{text}</p> }).into_any(),
    }
}

fn field_class(base: &'static str, invalid: bool) -> String {
    if invalid { format!("{base} {base}--invalid") } else { base.to_owned() }
}

/// One line of text. `kind` is the input's type; `size` is `""`, `short` or `medium`; `before` stands in front of it (`€`).
#[component]
pub fn TextField(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] size: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    /// The id of a list of suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
    #[prop(optional)] before: Option<&'static str>,
) -> impl IntoView {
    let Frame { invalid, described_by, label, hint, error } = frame(&fields, &name, label, hint, optional);
    let class = if size.is_empty() { "wk-input".to_owned() } else { format!("wk-input wk-input--{size}") };
    let input = view! {
        <input class=class id=name.clone() name=posted(&name) type=kind value=value autocomplete=autocomplete inputmode=inputmode list=list
            aria-required=(!optional).then_some("true") aria-invalid=invalid.then_some("true") aria-describedby=described_by/>
    };
    let input = match before {
        Some(text) => view! { <div class="wk-affix"><span class="wk-affix__text">{text}</span>{input}</div> }.into_any(),
        None => input.into_any(),
    };
    view! { <div class=field_class("wk-field", invalid)><label class="wk-label" for=name>{label}</label>{hint}{error}{input}</div> }
}

/// Text of several lines.
#[component]
pub fn TextArea(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 6)] rows: u8,
    #[prop(optional)] word_limit: Option<i32>,
) -> impl IntoView {
    let Frame { invalid, described_by, label, hint, error } = frame(&fields, &name, label, hint, optional);
    let t = fields.t;
    let count = word_limit.map(|limit| {
        let words = i64::try_from(crate::input::words(&value)).unwrap_or(i64::MAX);
        // The island writes the number of words in the place of the `#`.
        let template = t.with("form-words", &[("words", "#".into()), ("limit", limit.into())]);
        view! { <p class="wk-count" data-words=limit data-for=name.clone() data-text=template>{t.with("form-words", &[("words", words.into()), ("limit", limit.into())])}</p> }
    });
    view! {
        <div class=field_class("wk-field", invalid)>
            <label class="wk-label" for=name.clone()>{label}</label>{hint}{error}
            <textarea class="wk-textarea" id=name.clone() name=posted(&name) rows=rows
                aria-required=(!optional).then_some("true") aria-invalid=invalid.then_some("true") aria-describedby=described_by>{value}</textarea>
            {count}
        </div>
    }
}

/// One of a list, in a menu. The empty choice comes first when `optional` or nothing is chosen.
#[component]
pub fn Select(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let Frame { invalid, described_by, label, hint, error } = frame(&fields, &name, label, hint, optional);
    let empty = (optional || value.is_empty()).then(|| view! { <option value="">{fields.t.get("form-choose")}</option> });
    let options = options
        .into_iter()
        .map(|(option, text)| view! { <option value=option.clone() selected=option == value>{text}</option> })
        .collect_view();
    view! {
        <div class=field_class("wk-field", invalid)>
            <label class="wk-label" for=name.clone()>{label}</label>{hint}{error}
            <select class="wk-select" id=name.clone() name=posted(&name)
                aria-required=(!optional).then_some("true") aria-invalid=invalid.then_some("true") aria-describedby=described_by>{empty}{options}</select>
        </div>
    }
}

/// Some or one of a list, all visible. With `many` the values are posted as `form[name][]`.
#[component]
pub fn Choices(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What is chosen.
    values: Vec<String>,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(optional)] many: bool,
) -> impl IntoView {
    let Frame { invalid, described_by, label, hint, error } = frame(&fields, &name, label, hint, optional);
    let (class, kind, posted) =
        if many { ("wk-checkbox", "checkbox", format!("{}[]", posted(&name))) } else { ("wk-radio", "radio", posted(&name)) };
    let choices = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, text))| {
            // The error summary leads to the first choice.
            let id = if index == 0 { name.clone() } else { format!("{name}-{index}") };
            let checked = values.contains(&option);
            view! { <div class="wk-choice"><input class=class type=kind id=id.clone() name=posted.clone() value=option checked=checked/><label for=id>{text}</label></div> }
        })
        .collect_view();
    view! {
        <fieldset class=field_class("wk-fieldset", invalid) aria-describedby=described_by>
            <legend class="wk-legend">{label}</legend>{hint}{error}
            <div class="wk-choices">{choices}</div>
        </fieldset>
    }
}

/// One thing to tick; posted as `true` or not at all.
#[component]
pub fn Tick(fields: Fields, #[prop(into)] name: String, #[prop(into)] label: String, checked: bool) -> impl IntoView {
    let error = fields.error(&name);
    let invalid = error.is_some();
    let described_by = invalid.then(|| format!("{name}-error"));
    view! {
        <div class=field_class("wk-field", invalid)>
            {error.map(|text| view! { <p class="wk-error" id=format!("{name}-error")>{text}</p> })}
            <div class="wk-choice">
                <input class="wk-checkbox" type="checkbox" id=name.clone() name=posted(&name) value="true" checked=checked aria-describedby=described_by/>
                <label for=name>{label}</label>
            </div>
        </div>
    }
}

/// A value that goes along unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=posted(&name) value=value/> }
}
