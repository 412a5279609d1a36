//! Which needs and offers fit the answers, by the parts of the matching that need no words.

use uuid::Uuid;

use super::{model::Answers, policy::Whose};
use crate::{
    areas::queries::Point,
    bakery::{
        matching::{PairScore, Part, PartKind, Surroundings, may_match, parts::TrustFacts, score_pair, text::Post},
        model::{Resource, Side},
        search::kind_of,
    },
    infra::search::{
        document::{Place, SearchDocument},
        index::{SearchError, SearchIndex},
        query::Search,
        weights::PairWeights,
    },
};

/// The newest posts that are looked at; what is older than so many others is found by searching.
pub const MOST_LOOKED_AT: usize = 2_000;

/// A post that fits, with the reasons.
#[derive(Clone, Debug)]
pub struct Fitting {
    pub document: SearchDocument,
    pub score: f64,
    pub parts: Vec<Part>,
    pub caution: Option<Part>,
}

/// Makes the post that the answers would be: an offer of what one brings, or a need of what one looks for; none when that was left open. `chain` are the
/// areas in which the place lies.
pub fn as_post(
    answers: &Answers,
    side: Side,
    whose: Whose,
    place: Option<&Point>,
    chain: Vec<String>,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<SearchDocument> {
    let resources: &[Resource] = match side {
        Side::Need => &answers.seeks,
        Side::Offer => &answers.brings,
    };
    if resources.is_empty() {
        return None;
    }
    let whose = match whose {
        Whose::Person(account) => account.0,
        Whose::Party(party) => party.0,
    };
    let mut post = SearchDocument::new(Uuid::nil(), kind_of(side), "", "", now);
    post.themes = answers.themes.iter().map(|theme| theme.as_str().to_owned()).collect();
    post.resources = resources.iter().map(|resource| (resource.as_str().to_owned(), None)).collect();
    post.areas = chain;
    post.place = place.map(|point| Place {
        code: point.code.as_str().to_owned(),
        lat: point.lat,
        lon: point.lon,
        reach_km: answers.reach_km.map(f64::from),
    });
    post.party = Some(whose);
    post.starts = answers.starts_on;
    post.ends = answers.ends_on;
    Some(post)
}

/// Lists the open posts of the other side that share a theme, where themes were named, and that may be matched; the best first. Blocking.
///
/// # Errors
/// When the index cannot be read.
pub fn fitting(index: &SearchIndex, ours: &SearchDocument) -> Result<Vec<Fitting>, SearchError> {
    let now = ours.published_at;
    let search = Search {
        kinds: ours.kind.opposite().into_iter().collect(),
        themes: ours.themes.clone(),
        limit: MOST_LOOKED_AT,
        ..Search::new("", now)
    };
    let statistics = index.statistics();
    let weights = PairWeights { text: 0.0, ..index.weights.pair };
    let around = Surroundings { now, statistics: &statistics, weights, facts: &|_| TrustFacts::default() };
    let post = Post::new(ours);
    let mut found = Vec::new();
    for hit in index.search(&search)?.hits {
        if may_match(ours, &hit.document, now) {
            let PairScore { score, mut parts, caution, .. } = score_pair(&post, &Post::new(&hit.document), &around);
            parts.retain(|part| part.kind != PartKind::Text);
            let caution = caution.filter(|part| part.kind != PartKind::Text);
            found.push(Fitting { document: hit.document, score, parts, caution });
        }
    }
    // Among equals the newest stays first.
    found.sort_by(|left, right| right.score.total_cmp(&left.score));
    Ok(found)
}
