//! Form fields to name an area: a line with suggestions, where a name, a label or a code is understood (`queries::by_typed`).

use leptos::prelude::*;

use super::model::AreaCode;
use crate::ui::form::{Fields, TextField};

/// The list of suggestions; once on a page with one or more [`AreaField`].
#[component]
pub fn AreaSuggestions(
    /// From `queries::choices`.
    choices: Vec<(AreaCode, String)>,
) -> impl IntoView {
    let options = choices.into_iter().map(|(_, label)| view! { <option value=label></option> }).collect_view();
    view! { <datalist id="area-suggestions">{options}</datalist> }
}

/// One area.
#[component]
pub fn AreaField(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What was typed, or the label of the area chosen before.
    #[prop(into)]
    value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! { <TextField fields=fields name=name label=label value=value hint=hint optional=optional list="area-suggestions" autocomplete="off"/> }
}

/// Several areas: a line for each, and one more to fill in; posted as `name[0]`, `name[1]`, ...
#[component]
pub fn AreasField(
    fields: Fields,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    values: Vec<String>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let t = fields.t;
    let rows = values.len().max(2) + 1;
    let error = fields.error(&name);
    let lines = (0..rows)
        .map(|index| {
            // The error summary leads to the first line.
            let id = if index == 0 { name.clone() } else { format!("{name}-{index}") };
            let value = values.get(index).cloned().unwrap_or_default();
            view! { <div class="wk-field"><input class="wk-input" id=id name=format!("form[{name}][{index}]") value=value list="area-suggestions" autocomplete="off"
                aria-label=t.with("area-line", &[("number", (index + 1).into())]) aria-invalid=error.is_some().then_some("true")/></div> }
        })
        .collect_view();
    view! {
        <fieldset class=if error.is_some() { "wk-fieldset wk-fieldset--invalid" } else { "wk-fieldset" }>
            <legend class="wk-legend">{label}{optional.then(|| view! { " "<span class="wk-optional">{t.get("form-optional")}</span> })}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="wk-hint">{hint}</p> })}
            {error.clone().map(|text| view! { <p class="wk-error">{text}</p> })}
            {lines}
        </fieldset>
    }
}
