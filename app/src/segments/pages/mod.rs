//! The pages of mails to a selection: writing one, and seeing it with whom it reaches.

mod one;
mod write;

pub use one::{SegmentPage, router};
pub use write::{EditSegmentPage, WriteSegmentPage};

use leptos::prelude::*;

use super::model::Audience;
use crate::{bakery::model::Side, infra::i18n::Texts};

/// Says in words whom a mail is for.
fn whom(t: Texts, audience: &Audience) -> String {
    match audience {
        Audience::Parties { text, kind, area } => {
            let parts = [kind.map(|kind| kind.label(t)), Some(text.clone()), Some(area.clone())];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            if parts.is_empty() {
                t.get("segment-all-parties")
            } else {
                t.with("segment-some-parties", &[("which", parts.join(", ").into())])
            }
        }
        Audience::Listings { side, theme, area } => {
            let parts = [theme.map(|theme| theme.label(t)), Some(area.clone())];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            let (all, some) = match side {
                Side::Need => ("segment-all-needs", "segment-some-needs"),
                Side::Offer => ("segment-all-offers", "segment-some-offers"),
            };
            if parts.is_empty() { t.get(all) } else { t.with(some, &[("which", parts.join(", ").into())]) }
        }
        Audience::Proposals { call, state } => {
            t.with("segment-proposals-of", &[("call", call.as_str().into()), ("state", state.label(t).to_lowercase().into())])
        }
    }
}

fn param(name: &str) -> String {
    leptos_router::hooks::use_params_map().get_untracked().get(name).unwrap_or_default()
}
