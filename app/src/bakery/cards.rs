//! How listings and matches look, here and at the organiser's desk.

use std::{collections::HashMap, ops::Range};

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    api::JudgeMatch,
    matching::{
        Part, PartKind,
        parts::{Evidence, Nearness},
    },
    model::{Contribution, ListingId, Opinion, Resource, Side, last_day},
    queries::{self, CardFacts, ListingView},
    search::{kind_of, side_of},
};
use crate::{
    areas::model::AreaCode,
    calls::cards::theme_tags,
    error::AppError,
    infra::{
        i18n::Texts,
        search::{
            document::SearchDocument,
            query::{Highlights, Search},
        },
    },
    paths,
    request::RequestCx,
    themes::Theme,
    ui::form::Hidden,
};

/// Characters of a listing's text on a card.
const EXCERPT: usize = 180;

/// What a card shows of a listing.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: ListingId,
    pub side: Side,
    pub title: String,
    pub excerpt: String,
    pub themes: Vec<Theme>,
    pub contributions: Vec<Contribution>,
    pub area: String,
    pub online: bool,
    pub until: String,
    /// Where the words that were searched for stand.
    pub marks: Highlights,
    /// How far it is from the place that was asked for.
    pub km: Option<f64>,
    /// Whether a search found it by its meaning alone.
    pub by_meaning: bool,
}

impl Card {
    /// Marks the words that were searched for; the excerpt then begins where the first of them stands.
    pub fn with_marks(mut self, document: &SearchDocument, highlights: &Highlights) -> Self {
        let (excerpt, text) = excerpt_around(&document.text, &highlights.text);
        self.excerpt = excerpt;
        self.marks = Highlights { title: highlights.title.clone(), text };
        self
    }

    /// Makes a card of a search result; a call has none.
    pub fn of_document(t: Texts, document: &SearchDocument, facts: &HashMap<ListingId, CardFacts>) -> Option<Self> {
        let id = ListingId(document.id);
        let CardFacts { area, contributions } = facts.get(&id).cloned().unwrap_or_default();
        Some(Self {
            id,
            side: side_of(document.kind)?,
            title: document.title.clone(),
            excerpt: excerpt(&document.text),
            themes: document.themes.iter().filter_map(|theme| theme.parse().ok()).collect(),
            contributions,
            area,
            online: document.online,
            until: document.expires_at.map(|moment| t.date(last_day(moment))).unwrap_or_default(),
            marks: Highlights::default(),
            km: None,
            by_meaning: false,
        })
    }

    pub fn of_listing(t: Texts, listing: &ListingView) -> Self {
        Self {
            id: listing.id,
            side: listing.side,
            title: listing.title.clone(),
            excerpt: excerpt(&listing.body),
            themes: listing.themes.clone(),
            contributions: listing.contributions.clone(),
            area: listing.area.clone(),
            online: listing.online,
            until: t.date(last_day(listing.expires_at)),
            marks: Highlights::default(),
            km: None,
            by_meaning: false,
        }
    }
}

/// What stands open in an area, or anywhere.
#[derive(Clone, Debug)]
pub struct Latest {
    /// The newest of them.
    pub cards: Vec<Card>,
    pub needs: u64,
    pub offers: u64,
}

/// Finds the newest needs and offers in turn, and counts them all.
///
/// # Errors
/// When the index or the database refuses.
pub async fn latest(cx: &RequestCx, area: Option<&AreaCode>, limit: usize) -> Result<Latest, AppError> {
    newest(cx, area.map(|area| area.as_str().to_owned()), None, limit).await
}

/// The same about a theme.
///
/// # Errors
/// As [`latest`].
pub async fn latest_about(cx: &RequestCx, theme: Theme, limit: usize) -> Result<Latest, AppError> {
    newest(cx, None, Some(theme.as_str().to_owned()), limit).await
}

async fn newest(cx: &RequestCx, area: Option<String>, theme: Option<String>, limit: usize) -> Result<Latest, AppError> {
    let t = cx.t();
    let search = |side: Side| {
        let mut search = Search::new(String::new(), cx.now());
        search.kinds = vec![kind_of(side)];
        search.areas = area.iter().cloned().collect();
        search.themes = theme.iter().cloned().collect();
        search.limit = limit;
        search
    };
    let (need, offer) = (search(Side::Need), search(Side::Offer));
    let (needs, offers) = cx.state().search.ask(move |index| Ok((index.search(&need)?, index.search(&offer)?))).await?;
    let (need_count, offer_count) = (needs.total, offers.total);
    let documents: Vec<SearchDocument> = alternating(needs.hits, offers.hits).into_iter().take(limit).map(|hit| hit.document).collect();
    let ids: Vec<ListingId> = documents.iter().map(|document| ListingId(document.id)).collect();
    let facts = queries::card_facts(cx.db().reader(), &ids).await?;
    Ok(Latest {
        cards: documents.iter().filter_map(|document| Card::of_document(t, document, &facts)).collect(),
        needs: need_count as u64,
        offers: offer_count as u64,
    })
}

/// Takes one of each in turn, and then what is left of the longer.
fn alternating<T>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let mut all = Vec::new();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return all,
            (one, other) => all.extend(one.into_iter().chain(other)),
        }
    }
}

/// Cuts a piece out of a text that shows the first of the words, and says where they stand in it.
fn excerpt_around(text: &str, words: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let first = words.first().map_or(0, |word| word.start);
    let lead = text.get(..first).unwrap_or_default();
    let begin = if lead.chars().count() > EXCERPT / 2 {
        // Some words before it, from the beginning of a word on.
        let back = lead.char_indices().rev().nth(EXCERPT / 4).map_or(0, |(at, _)| at);
        lead[back..].find(char::is_whitespace).map_or(back, |at| back + at + 1)
    } else {
        0
    };
    let piece = excerpt(&text[begin..]);
    let prefix = if begin > 0 { "…" } else { "" };
    let shown = piece.trim_end_matches('…').len();
    let inside = |word: &&Range<usize>| word.start >= begin && word.end - begin <= shown;
    let moved = |word: &Range<usize>| word.start - begin + prefix.len()..word.end - begin + prefix.len();
    let marks = words.iter().filter(inside).map(moved).collect();
    (format!("{prefix}{piece}"), marks)
}

/// A text with marks at these places, which stand in order; a place that is not in the text is left out.
fn marked(text: &str, places: &[Range<usize>]) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut done = 0;
    for place in places {
        let (Some(before), Some(word)) = (text.get(done..place.start), text.get(place.clone())) else { continue };
        parts.push(before.to_owned().into_any());
        parts.push(view! { <mark>{word.to_owned()}</mark> }.into_any());
        done = place.end;
    }
    parts.push(text.get(done..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}

/// Cuts a text after a word.
fn excerpt(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        return text.to_owned();
    }
    let cut: String = text.chars().take(EXCERPT).collect();
    let whole = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';')))
}

/// The mark of a need or an offer.
pub fn kind_mark(t: Texts, side: Side) -> impl IntoView + use<> {
    let class = match side {
        Side::Need => "wk-kind wk-kind--need",
        Side::Offer => "wk-kind wk-kind--offer",
    };
    view! { <span class=class>{side.label(t)}</span> }
}

/// A listing in a list.
pub fn listing_card(t: Texts, card: Card) -> impl IntoView {
    let class = match card.side {
        Side::Need => "wk-card wk-listing-card wk-listing-card--need",
        Side::Offer => "wk-card wk-listing-card wk-listing-card--offer",
    };
    let kinds: Vec<String> = card.contributions.iter().map(|part| part.resource.label(t)).collect();
    view! {
        <li class=class>
            <div class="wk-listing-card__top">{kind_mark(t, card.side)}<span>{kinds.join(", ")}</span></div>
            <h3 class="wk-card__title"><a href=t.href(paths::listing(card.id))>{marked(&card.title, &card.marks.title)}</a></h3>
            <p>{marked(&card.excerpt, &card.marks.text)}</p>
            {theme_tags(t, &card.themes)}
            {meta(t, &card)}
        </li>
    }
}

fn meta(t: Texts, card: &Card) -> impl IntoView + use<> {
    view! {
        <p class="wk-meta">
            <span>{card.area.clone()}</span>
            {card.km.map(|km| view! { <span>{t.with("listing-km", &[("km", t.quantity((km * 10.0).round() / 10.0).into())])}</span> })}
            {card.online.then(|| view! { <span>{t.get("listing-online")}</span> })}
            {card.by_meaning.then(|| view! { <span>{t.get("listing-by-meaning")}</span> })}
            <span>{t.with("listing-until", &[("date", card.until.as_str().into())])}</span>
        </p>
    }
}

/// Why a need and an offer fit.
#[derive(Clone, Debug)]
pub struct Why {
    pub score: f64,
    pub parts: Vec<Part>,
    pub caution: Option<Part>,
    /// Whether the reasons show without a click.
    pub open: bool,
}

/// A match: its score, one or both of its listings, its reasons, and what can be done with it.
pub fn match_card(t: Texts, score: f64, listings: Vec<Card>, why: Option<Why>, actions: AnyView) -> impl IntoView {
    let points = points(score);
    let label = t.with("match-score", &[("score", points.into())]);
    let pair = listings
        .into_iter()
        .map(|card| {
            let contributions: Vec<String> = card.contributions.iter().map(|part| part.text(t)).collect();
            view! {
                <div>
                    {kind_mark(t, card.side)}
                    <h3><a href=t.href(paths::listing(card.id))>{card.title.clone()}</a></h3>
                    <p>{card.excerpt.clone()}</p>
                    <p class="wk-meta"><span>{card.area.clone()}</span>{contributions.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}</p>
                </div>
            }
        })
        .collect_view();
    let why = why.map(|why| reasons(t, &why));
    view! {
        <article class="wk-match">
            <div class="wk-match__score"><strong>{points}</strong><span>{t.get("match-of-100")}</span><meter class="wk-meter" min="0" max="100" value=points aria-label=label></meter></div>
            <div class="wk-match__pair">{pair}</div>
            {why}
            {actions}
        </article>
    }
}

fn reasons(t: Texts, why: &Why) -> impl IntoView + use<> {
    let caution = why.caution.as_ref().map(|part| view! { <p class="wk-note">{caution(t, part)}</p> });
    view! {
        <details class="wk-details" open=why.open><summary>{t.get("match-why")}</summary>{part_list(t, &why.parts)}</details>
        {caution}
    }
}

/// The parts of a score, each with its reason and how many of its points it brings.
pub fn part_list(t: Texts, parts: &[Part]) -> impl IntoView + use<> {
    let lines = parts
        .iter()
        .map(|part| {
            let (points, most) = (points(part.contribution), points(part.weight));
            let label = t.with("match-points", &[("points", points.into()), ("most", most.into())]);
            view! { <li><span><strong>{part_name(t, part.kind)}</strong>": "{reason(t, part)}</span><meter class="wk-meter" min="0" max=most value=points aria-label=label></meter><span class="wk-num">{format!("{points} / {most}")}</span></li> }
        })
        .collect_view();
    view! { <ul class="wk-reasons" role="list">{lines}</ul> }
}

/// What a score is made of, in one or two words.
pub fn part_name(t: Texts, kind: PartKind) -> String {
    t.get(match kind {
        PartKind::Text => "part-text",
        PartKind::Meaning => "part-meaning",
        PartKind::Themes => "part-themes",
        PartKind::Contribution => "part-contribution",
        PartKind::Place => "part-place",
        PartKind::Time => "part-time",
        PartKind::Trust => "part-trust",
    })
}

/// The match that an opinion is about, and the page to come back to.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    pub need: ListingId,
    pub offer: ListingId,
    /// The side whose list it is; none at the desk.
    pub own: Option<Side>,
    /// Of the other one, for who cannot see where the button stands.
    pub title: &'a str,
    pub opinion: Option<Opinion>,
    pub back: &'a str,
}

/// The buttons that say whether a match fits, or take back what was said.
pub fn opinion_buttons(t: Texts, judged: &Judged<'_>) -> impl IntoView + use<> {
    let Judged { need, offer, own, title, opinion, back } = *judged;
    let button = |value: &'static str, label: String| {
        view! { <button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[opinion]" value=value>{label}<span class="wk-visually-hidden">": "{title.to_owned()}</span></button> }
    };
    let (mark, buttons) = match opinion {
        None => (
            None,
            view! { {button(Opinion::Fits.as_str(), t.get("opinion-fits"))}{button(Opinion::FitsNot.as_str(), t.get("opinion-fits-not"))} }
                .into_any(),
        ),
        Some(said) => {
            let (class, label) = match said {
                Opinion::Fits => ("wk-badge wk-badge--positive", t.get("opinion-fits")),
                Opinion::FitsNot => ("wk-badge", t.get("opinion-fits-not")),
            };
            (Some(view! { <span class=class>{label}</span> }), button("", t.get("opinion-take-back")).into_any())
        }
    };
    view! {
        <form class="wk-inline-form" method="post" action=t.href(JudgeMatch::PATH)>
            <Hidden name="need" value=need.to_string()/><Hidden name="offer" value=offer.to_string()/>
            <Hidden name="own" value=own.map_or("", Side::as_str)/><Hidden name="back" value=back/>
            {mark}{buttons}
        </form>
    }
}

/// Gives a share of one as points of a hundred.
pub fn points(share: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let points = (share.clamp(0.0, 1.0) * 100.0).round() as i32;
    points
}

/// From these values on two texts are about the same, or about things that belong together.
const SAME_SUBJECT: f64 = 0.6;
const RELATED_SUBJECT: f64 = 0.3;

/// Says in words what a part of a score rests on.
fn reason(t: Texts, part: &Part) -> String {
    match &part.evidence {
        Evidence::Words(words) if words.is_empty() => t.get("reason-no-words"),
        Evidence::Words(words) => {
            let mut named: Vec<String> = Vec::new();
            for word in words {
                let (ours, theirs) = (word.ours.to_lowercase(), word.theirs.to_lowercase());
                let text = if ours == theirs { ours } else { format!("{ours} / {theirs}") };
                if !named.contains(&text) {
                    named.push(text);
                }
            }
            t.with("reason-words", &[("words", named.join(", ").into())])
        }
        Evidence::Meaning => t.get(match part.value {
            value if value >= SAME_SUBJECT => "reason-same-meaning",
            value if value >= RELATED_SUBJECT => "reason-near-meaning",
            _ => "reason-other-meaning",
        }),
        Evidence::Themes(themes) if themes.is_empty() => t.get("reason-no-theme"),
        Evidence::Themes(themes) => {
            let names: Vec<String> = themes.iter().filter_map(|theme| theme.parse::<Theme>().ok()).map(|theme| theme.label(t)).collect();
            t.with("reason-themes", &[("count", names.len().into()), ("themes", names.join(", ").into())])
        }
        Evidence::Contributions(given) if given.is_empty() => t.get("reason-no-contribution"),
        Evidence::Contributions(given) => {
            let label = |key: &str| key.parse::<Resource>().map(|resource| resource.label(t)).unwrap_or_default();
            let texts: Vec<String> = given
                .iter()
                .map(|given| {
                    let name = |key: &str, amount: Option<f64>| match amount {
                        Some(amount) => format!("{} ({})", label(key), t.quantity(amount)),
                        None => label(key),
                    };
                    let (wanted, offered) = (name(&given.wanted, given.wanted_amount), name(&given.offered, given.offered_amount));
                    if wanted == offered { wanted } else { format!("{wanted} / {offered}") }
                })
                .collect();
            t.with("reason-contributions", &[("contributions", texts.join(", ").into())])
        }
        Evidence::Place { nearness, km, .. } => {
            let near = t.get(match nearness {
                Nearness::SameNeighbourhood => "reason-same-neighbourhood",
                Nearness::SameDistrict => "reason-same-district",
                Nearness::SameMunicipality => "reason-same-municipality",
                Nearness::Elsewhere => "reason-elsewhere",
            });
            match km {
                Some(km) if *nearness != Nearness::SameNeighbourhood && *km >= 0.05 => {
                    format!("{near}, {}", t.with("reason-km", &[("km", t.quantity(*km).into())]))
                }
                _ => near,
            }
        }
        Evidence::Time { from: Some(from), until: Some(until), .. } => {
            t.with("reason-period", &[("from", t.date(*from).into()), ("until", t.date(*until).into())])
        }
        Evidence::Time { published_at, .. } => {
            t.with("reason-fresh", &[("date", t.date(crate::infra::clock::local_day(*published_at)).into())])
        }
        Evidence::Trust { verified: true, .. } => t.get("reason-verified"),
        Evidence::Trust { verified: false, .. } => t.get("reason-not-verified"),
    }
}

/// Says in words what to look at before connecting.
fn caution(t: Texts, part: &Part) -> String {
    match (&part.evidence, part.kind) {
        (Evidence::Place { km: Some(km), reach_km: Some(reach), .. }, _) if km > reach => {
            t.with("caution-reach", &[("km", t.quantity(*km).into()), ("reach", t.quantity(*reach).into())])
        }
        (Evidence::Place { km: Some(km), .. }, _) => t.with("caution-far", &[("km", t.quantity(*km).into())]),
        (_, PartKind::Text | PartKind::Meaning) => t.get("caution-words"),
        (_, PartKind::Themes) => t.get("caution-themes"),
        (_, PartKind::Contribution) => t.get("caution-contribution"),
        (_, PartKind::Place) => t.get("caution-place"),
        (_, PartKind::Time) => t.get("caution-time"),
        (_, PartKind::Trust) => t.get("caution-trust"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_shows_the_first_word_and_where_it_stands() {
        let text = format!("{}groot plat dak in de buurt", "Wij zoeken al een tijd naar ruimte. ".repeat(8));
        let at = text.find("dak").expect("the word");
        let one = |from: usize, to: usize| std::iter::once(from..to).collect::<Vec<_>>();
        let (excerpt, marks) = excerpt_around(&text, &one(at, at + 3));
        assert!(excerpt.starts_with('…') && excerpt.chars().count() <= EXCERPT + 2, "{excerpt}");
        assert_eq!(&excerpt[marks[0].clone()], "dak");
        let (short, marks) = excerpt_around("Een dak", &one(4, 7));
        assert_eq!((short.as_str(), marks), ("Een dak", one(4, 7)));
        assert_eq!(excerpt_around("", &[]), (String::new(), vec![]));
        let long = "é".repeat(1_000);
        let (piece, marks) = excerpt_around(&long, &one(900, 902));
        assert!(piece.chars().count() <= EXCERPT + 2 && marks.iter().all(|mark| piece.get(mark.clone()).is_some()));
    }
}
