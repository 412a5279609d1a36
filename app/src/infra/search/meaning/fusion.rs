//! Two rankings made into one by their scores: words by BM25, meaning by cosine.
//!
//! Cosines of these models lie close together and mean nothing by themselves, so both scores are brought to about 0..1 among what one query finds:
//! `(1 - w) bm25 / max + w (cos - median) / (max - median)`. Ranks instead of scores (reciprocal rank fusion) gained nothing in measurements.

/// How the scores of one query lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fusion {
    /// What meaning counts for, of 1.
    pub weight: f64,
    /// The highest score by words; 0 where no word was found.
    pub words: f64,
    /// The cosine in the middle of all posts, and the highest.
    pub median: f32,
    pub most: f32,
}

impl Fusion {
    /// The score of a post by both; one that has no vector yet counts as having nothing to do with the query.
    pub fn score(&self, words: f64, cosine: Option<f32>) -> f64 {
        let words = if self.words > 0.0 { words / self.words } else { 0.0 };
        let meaning = cosine.map_or(0.0, |cosine| share(cosine, self.median, self.most));
        (1.0 - self.weight) * words + self.weight * meaning
    }
}

/// Where a cosine lies between what is usual and the highest: 0 and 1, and below 0 what has less in common than usual.
pub(super) fn share(cosine: f32, median: f32, most: f32) -> f64 {
    if most > median { f64::from((cosine - median) / (most - median)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUSION: Fusion = Fusion { weight: 0.4, words: 20.0, median: 0.80, most: 0.90 };

    #[test]
    fn both_scores_count_by_their_weight() {
        let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-6, "{one} {other}");
        close(FUSION.score(20.0, Some(0.90)), 1.0);
        close(FUSION.score(10.0, Some(0.85)), 0.6 * 0.5 + 0.4 * 0.5);
        close(FUSION.score(0.0, Some(0.90)), 0.4);
        close(FUSION.score(20.0, None), 0.6);
        close(FUSION.score(0.0, Some(0.80)), 0.0);
    }

    #[test]
    fn nothing_to_divide_by_is_no_error() {
        assert_eq!(Fusion { words: 0.0, ..FUSION }.score(0.0, None), 0.0);
        assert_eq!(Fusion { most: 0.80, ..FUSION }.score(20.0, Some(0.9)), 0.6);
    }
}
