//! The button that follows a thing, on the page of that thing.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    api::FollowThing,
    things::{Thing, ThingKind, Wish},
};
use crate::{infra::i18n::Texts, paths, ui::form::Hidden};

/// Starts or stops following; a visitor is led to signing in, and comes back.
#[component]
pub fn FollowButton(
    t: Texts,
    thing: Thing,
    /// Whether the reader follows it; none for a visitor.
    follows: Option<bool>,
    /// The page on which it stands.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let (start, hint) = match thing.kind() {
        ThingKind::Area => ("follow-area", "follow-area-hint"),
        ThingKind::Call => ("follow-call", "follow-call-hint"),
        ThingKind::Party => ("follow-party", "follow-party-hint"),
        ThingKind::Proposal => ("follow-proposal", "follow-proposal-hint"),
        ThingKind::Theme => ("follow-theme", "follow-theme-hint"),
    };
    match follows {
        None => view! {
            <div class="wk-actions"><a class="wk-button wk-button--secondary" href=t.href(paths::sign_in(&back))>{t.get(start)}</a><span>{t.get(hint)}</span></div>
        }
        .into_any(),
        Some(follows) => {
            let (wish, label, hint) = if follows { (Wish::Stop, "follow-stop", "follow-on") } else { (Wish::Start, start, hint) };
            view! {
                <form method="post" action=t.href(FollowThing::PATH)>
                    <Hidden name="kind" value=thing.kind().as_str()/>
                    <Hidden name="key" value=thing.key()/>
                    <Hidden name="wish" value=wish.as_str()/>
                    <Hidden name="back" value=back/>
                    <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get(label)}</button><span>{t.get(hint)}</span></div>
                </form>
            }
            .into_any()
        }
    }
}
