//! Search by words and by meaning together, where there is a model.
//!
//! The posts nearest to the query come beside those that its words find, and the best of both are ranked by [`Fusion`](super::meaning::fusion::Fusion).
//! Whatever comes behind those keeps its order by words, so that the pages of one search fit together.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use tantivy::Searcher;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermSetQuery};
use uuid::Uuid;

use super::collect::{Collected, Counting, Pass};
use super::index::{SearchError, SearchIndex};
use super::meaning::Sought;
use super::query::{Search, Sort, Words};
use super::schema::Fields;

/// The best by words whose order meaning can change.
const HEAD: usize = 200;

impl SearchIndex {
    /// What a search means. Only text that is ranked by how well it fits is read for its meaning: what every word must be in, or what stands in
    /// another order, has nothing between it that only resembles.
    pub(super) fn sought(&self, search: &Search, text: &str) -> Option<Sought> {
        let is_ranked = search.sort == Sort::Relevance && search.words == Words::Any && !text.trim().is_empty();
        self.meaning.as_ref().filter(|_| is_ranked && self.weights.meaning > 0.0)?.sought(text, self.weights.meant)
    }

    /// Collects what `by_words` finds together with what is near in meaning.
    pub(super) fn collect_fused(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        by_words: Box<dyn Query>,
        sought: &Sought,
        pass: Pass,
    ) -> Result<Collected, SearchError> {
        let near = || Box::new(BoostQuery::new(posts_query(fields, sought.nearest()), 0.0)) as Box<dyn Query>;
        let keep = pass.keep;
        let among_near = Pass { keep: sought.nearest().len().max(1), counting: Counting::Nothing, ..pass.clone() };
        let both = BooleanQuery::new(vec![(Occur::Should, by_words.box_clone()), (Occur::Should, near())]);
        let mut collected = searcher.search(&both, &Pass { keep: keep.max(HEAD), ..pass })?;
        let near = searcher.search(&BooleanQuery::new(vec![(Occur::Must, near()), (Occur::Should, by_words)]), &among_near)?.best;

        let highest = collected.best.first().map_or(0.0, |(rank, _)| rank.value);
        let fusion = sought.fusion(self.weights.meaning, highest);
        let tail = collected.best.split_off(HEAD.min(collected.best.len()));
        let mut seen = FxHashSet::default();
        let mut best: Vec<_> = collected.best.into_iter().chain(near).filter(|(_, address)| seen.insert(*address)).collect();
        for (rank, _) in &mut best {
            rank.by_meaning = rank.value <= 0.0;
            let cosine = self.meaning.as_ref().and_then(|meaning| meaning.cosine(sought, rank.tie));
            rank.value = fusion.score(rank.value, cosine);
        }
        best.sort_by_key(|(rank, _)| Reverse(*rank));
        best.extend(tail.into_iter().filter(|(_, address)| !seen.contains(address)));
        best.truncate(keep);
        Ok(Collected { best, ..collected })
    }
}

/// Finds exactly these posts.
pub(super) fn posts_query(fields: &Fields, posts: &[Uuid]) -> Box<dyn Query> {
    Box::new(TermSetQuery::new(posts.iter().map(|id| fields.id_term(*id))))
}
