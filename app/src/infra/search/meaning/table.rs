//! The vectors of all posts, in memory: some 800 bytes for each.

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::fusion::share;
use super::vector::{self, Vector};

/// With fewer posts nothing can be said about what is usual between two of them.
const FEWEST: usize = 8;

/// Posts that are compared with others to see what is usual, and with how many.
const SAMPLED: (usize, usize) = (100, 1_000);

/// What is usual is looked at anew when the number of posts has changed by this share.
const CHANGED: usize = 10;

/// Vectors of one model, each under the id of its post.
#[derive(Debug, Default)]
pub(super) struct Table {
    dimension: usize,
    ids: Vec<Uuid>,
    versions: Vec<i32>,
    scales: Vec<f32>,
    numbers: Vec<i16>,
    rows: FxHashMap<u64, usize>,
    usual: Option<(usize, Usual)>,
}

/// What is usual between two posts of these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    /// The cosine of two that have nothing to do with each other.
    pub(super) median: f32,
    /// That of a post and the nearest of some others.
    pub(super) nearest: f32,
}

/// The posts nearest to a direction, and how all others lie.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    /// Nearest first.
    pub(super) best: Vec<Uuid>,
    pub(super) median: f32,
    pub(super) most: f32,
}

/// How a post is known to the index's columns: by the last 64 bits of its id, of which 62 are random.
fn tie(id: Uuid) -> u64 {
    id.as_u64_pair().1
}

impl Table {
    /// Takes a vector in; one of another dimension is refused.
    pub(super) fn put(&mut self, id: Uuid, version: i32, vector: &Vector) -> bool {
        if self.ids.is_empty() {
            self.dimension = vector.dimension();
        }
        if vector.dimension() != self.dimension {
            return false;
        }
        match self.rows.get(&tie(id)).copied() {
            Some(row) => {
                self.versions[row] = version;
                self.scales[row] = vector.scale;
                self.numbers[row * self.dimension..(row + 1) * self.dimension].copy_from_slice(&vector.numbers);
            }
            None => {
                self.rows.insert(tie(id), self.ids.len());
                self.ids.push(id);
                self.versions.push(version);
                self.scales.push(vector.scale);
                self.numbers.extend_from_slice(&vector.numbers);
            }
        }
        true
    }

    /// Forgets a post.
    pub(super) fn remove(&mut self, id: Uuid) {
        let Some(row) = self.rows.remove(&tie(id)) else { return };
        let last = self.ids.len() - 1;
        self.ids.swap_remove(row);
        self.versions.swap_remove(row);
        self.scales.swap_remove(row);
        self.numbers.copy_within(last * self.dimension.., row * self.dimension);
        self.numbers.truncate(last * self.dimension);
        if let Some(moved) = self.ids.get(row) {
            self.rows.insert(tie(*moved), row);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The version of a post that its vector was made of.
    pub(super) fn version(&self, id: Uuid) -> Option<i32> {
        Some(self.versions[*self.rows.get(&tie(id))?])
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.ids.iter().copied()
    }

    pub(super) fn vector(&self, id: Uuid) -> Option<Vector> {
        let (numbers, scale) = self.row(*self.rows.get(&tie(id))?);
        Some(Vector { scale, numbers: numbers.into() })
    }

    fn row(&self, row: usize) -> (&[i16], f32) {
        (&self.numbers[row * self.dimension..(row + 1) * self.dimension], self.scales[row])
    }

    /// The cosine of a direction and the post with these last bits of its id.
    pub(super) fn cosine(&self, to: &Vector, tie: u64) -> Option<f32> {
        let row = *self.rows.get(&tie)?;
        (to.dimension() == self.dimension).then(|| vector::cosine((&to.numbers, to.scale), self.row(row)))
    }

    /// The cosine of two posts.
    pub(super) fn between(&self, one: Uuid, other: Uuid) -> Option<f32> {
        let (one, other) = (self.rows.get(&tie(one))?, self.rows.get(&tie(other))?);
        Some(vector::cosine(self.row(*one), self.row(*other)))
    }

    /// Looks at every post for those nearest to a direction, of those that lie at least this share of the way from what is usual to the nearest; none
    /// when there are no posts or no difference between them.
    pub(super) fn near(&self, to: &Vector, most: usize, least: f64) -> Option<Near> {
        if self.ids.is_empty() || to.dimension() != self.dimension {
            return None;
        }
        let own = (&*to.numbers, to.scale);
        let cosines: Vec<f32> = (0..self.ids.len()).map(|row| vector::cosine(own, self.row(row))).collect();
        let mut sorted = cosines.clone();
        let middle = median(&mut sorted)?;
        let most = most.min(sorted.len());
        // The best, without sorting all.
        let mut rows: Vec<usize> = (0..cosines.len()).collect();
        let better =
            |one: &usize, other: &usize| cosines[*other].total_cmp(&cosines[*one]).then_with(|| self.ids[*one].cmp(&self.ids[*other]));
        if most < rows.len() {
            rows.select_nth_unstable_by(most, better);
            rows.truncate(most);
        }
        rows.sort_unstable_by(better);
        let highest = rows.first().map(|row| cosines[*row])?;
        let is_near = |row: &usize| share(cosines[*row], middle, highest) >= least;
        let best = rows.into_iter().filter(is_near).map(|row| self.ids[row]).collect();
        (highest > middle).then_some(Near { best, median: middle, most: highest })
    }

    /// What is usual between two posts, looked at anew when there are many more or fewer; none for a handful.
    pub(super) fn usual(&mut self) -> Option<Usual> {
        let now = self.ids.len();
        if let Some((then, usual)) = self.usual
            && now.abs_diff(then) * CHANGED <= then
        {
            return Some(usual);
        }
        self.usual = self.look_around().map(|usual| (now, usual));
        self.usual.map(|(_, usual)| usual)
    }

    fn look_around(&self) -> Option<Usual> {
        let all = self.ids.len();
        if all < FEWEST {
            return None;
        }
        let (mut cosines, mut nearest) = (Vec::new(), Vec::new());
        for one in (0..all).step_by(all.div_ceil(SAMPLED.0)) {
            let others = (0..all).step_by(all.div_ceil(SAMPLED.1)).filter(|other| *other != one);
            let from = cosines.len();
            cosines.extend(others.map(|other| vector::cosine(self.row(one), self.row(other))));
            nearest.extend(cosines[from..].iter().copied().max_by(f32::total_cmp));
        }
        let usual = Usual { median: median(&mut cosines)?, nearest: median(&mut nearest)? };
        (usual.nearest > usual.median).then_some(usual)
    }
}

/// The one in the middle, the lower of two; none of nothing.
fn median(numbers: &mut [f32]) -> Option<f32> {
    let middle = numbers.len().saturating_sub(1) / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u64) -> Uuid {
        Uuid::from_u64_pair(7, number)
    }

    fn towards(angle: f32) -> Vector {
        Vector::new(&[angle.cos(), angle.sin()]).expect("a vector")
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn the_nearest_come_first_and_the_median_tells_what_is_usual() {
        let mut table = Table::default();
        (0..9_u8).for_each(|at| assert!(table.put(id(at.into()), 1, &towards(f32::from(at) * 0.1))));
        let near = table.near(&towards(0.0), 3, 0.0).expect("posts");
        assert_eq!(near.best, [id(0), id(1), id(2)]);
        assert!((near.most - 1.0).abs() < 1e-3 && (near.median - 0.4_f32.cos()).abs() < 1e-3, "{near:?}");
        assert_eq!(table.near(&towards(0.0), 9, 0.5).expect("posts").best, [id(0), id(1), id(2)], "those on the way");
        assert!(Table::default().near(&towards(0.0), 3, 0.0).is_none());
        assert!(!table.put(id(99), 1, &Vector::new(&[1.0, 0.0, 0.0]).expect("a vector")), "of another dimension");
    }

    #[test]
    fn what_is_removed_or_put_again_leaves_the_others_in_place() {
        let mut table = Table::default();
        (0..5_u8).for_each(|at| assert!(table.put(id(at.into()), 1, &towards(f32::from(at) * 0.1))));
        table.remove(id(1));
        table.remove(id(4));
        table.remove(id(77));
        assert!(table.put(id(2), 2, &towards(1.0)));
        assert_eq!((table.len(), table.version(id(2)), table.version(id(1))), (3, Some(2), None));
        let cosine = table.between(id(0), id(3)).expect("both are there");
        assert!((cosine - 0.3_f32.cos()).abs() < 1e-3, "{cosine}");
        assert!(table.between(id(0), id(4)).is_none());
    }

    #[test]
    fn a_handful_of_posts_says_nothing_about_what_is_usual() {
        let mut table = Table::default();
        (0..7_u8).for_each(|at| assert!(table.put(id(at.into()), 1, &towards(f32::from(at) * 0.1))));
        assert_eq!(table.usual(), None);
        (7..12_u8).for_each(|at| assert!(table.put(id(at.into()), 1, &towards(f32::from(at) * 0.1))));
        let usual = table.usual().expect("enough posts");
        assert!(usual.nearest > usual.median && usual.nearest > 0.99, "{usual:?}");
        assert_eq!(table.usual(), Some(usual), "remembered");
    }
}
