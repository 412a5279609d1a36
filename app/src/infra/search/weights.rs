//! The one table of what counts how much, in search and in the score of a pair.
//!
//! The values were set by measuring (`make tune DATA=...` tries the neighbours of each with cross-validation) and stand here only.

/// What counts how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// A word in the title, against 1 for one in the text. Titles are short, which BM25 counts in their favour already.
    pub title: f32,
    /// A whole word, beside what its parts bring: so that `moestuin` finds moestuinen before other gardens.
    pub whole: f32,
    /// A compound part of a word of the query, against 1 for the word.
    pub part: f32,
    /// A synonym or what an abbreviation stands for, against 1 for the word.
    pub related: f32,
    /// The first letters of a word, which derived words share, against 1 for the word.
    pub root: f32,
    /// How much a long field counts against what stands in it (BM25's b, from 0 to 1): whole words, roots and pieces in full, compound parts less,
    /// since a text in compounds is not a longer one.
    pub length: f32,
    pub length_parts: f32,
    /// A piece of five letters, for typing errors and what no list splits.
    pub piece: f32,
    /// The same for a word that no post has.
    pub piece_unknown: f32,
    /// Words of a query that are compared by their pieces: the rarest.
    pub spelled: usize,
    /// Terms that a text is searched by: those with the highest weight times rarity. More is slower and not better.
    pub terms: usize,
    /// Where there is a model: what meaning counts for beside words, of 1.
    pub meaning: f32,
    /// Posts that are found by meaning alone, at most: those nearest to the query.
    pub meant: usize,
    /// The parts of the score of a pair, of 1 together; with a model, meaning comes beside them and takes its share of all.
    pub pair: PairWeights,
}

/// The parts of the score of a pair, and how its text is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairWeights {
    pub text: f64,
    pub themes: f64,
    pub contribution: f64,
    pub place: f64,
    pub time: f64,
    pub trust: f64,
    /// Where there is a model.
    pub meaning: f64,
    /// b / (b + self_share * self): with as much in common as this share of the post itself, the value of text is one half.
    pub self_share: f64,
    /// A word in the title, against 1 for one in the text.
    pub title: f64,
    /// A compound part, a synonym, against 1 for a whole word.
    pub part: f64,
    pub related: f64,
}

impl Weights {
    /// The table.
    pub const TABLE: Self = Self {
        title: 0.6,
        whole: 0.7,
        part: 0.8,
        related: 0.5,
        root: 1.3,
        length: 1.0,
        length_parts: 0.75,
        piece: 0.1,
        piece_unknown: 0.3,
        spelled: 12,
        terms: 30,
        meaning: 0.4,
        meant: 30,
        pair: PairWeights {
            text: 0.35,
            themes: 0.20,
            contribution: 0.15,
            place: 0.15,
            time: 0.10,
            trust: 0.05,
            meaning: 0.15,
            self_share: 0.35,
            title: 2.0,
            part: 1.0,
            related: 0.7,
        },
    };

    /// Those of the table that a file or a measurement may name.
    pub const NAMES: [&str; 24] = [
        "title",
        "whole",
        "part",
        "related",
        "root",
        "length",
        "length_parts",
        "piece",
        "piece_unknown",
        "spelled",
        "terms",
        "meaning",
        "meant",
        "pair.text",
        "pair.themes",
        "pair.contribution",
        "pair.place",
        "pair.time",
        "pair.trust",
        "pair.meaning",
        "pair.self_share",
        "pair.title",
        "pair.part",
        "pair.related",
    ];

    /// Reads one by its name.
    pub fn get(&self, name: &str) -> Option<f64> {
        let mut copy = *self;
        copy.place(name).map(|place| place.read())
    }

    /// These with one changed; none for an unknown name.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Option<Self> {
        self.place(name)?.write(value);
        Some(self)
    }

    fn place(&mut self, name: &str) -> Option<Place<'_>> {
        let pair = &mut self.pair;
        Some(match name {
            "title" => Place::Search(&mut self.title),
            "whole" => Place::Search(&mut self.whole),
            "part" => Place::Search(&mut self.part),
            "related" => Place::Search(&mut self.related),
            "root" => Place::Search(&mut self.root),
            "length" => Place::Search(&mut self.length),
            "length_parts" => Place::Search(&mut self.length_parts),
            "piece" => Place::Search(&mut self.piece),
            "piece_unknown" => Place::Search(&mut self.piece_unknown),
            "spelled" => Place::Count(&mut self.spelled),
            "terms" => Place::Count(&mut self.terms),
            "meaning" => Place::Search(&mut self.meaning),
            "meant" => Place::Count(&mut self.meant),
            "pair.text" => Place::Pair(&mut pair.text),
            "pair.themes" => Place::Pair(&mut pair.themes),
            "pair.contribution" => Place::Pair(&mut pair.contribution),
            "pair.place" => Place::Pair(&mut pair.place),
            "pair.time" => Place::Pair(&mut pair.time),
            "pair.trust" => Place::Pair(&mut pair.trust),
            "pair.meaning" => Place::Pair(&mut pair.meaning),
            "pair.self_share" => Place::Pair(&mut pair.self_share),
            "pair.title" => Place::Pair(&mut pair.title),
            "pair.part" => Place::Pair(&mut pair.part),
            "pair.related" => Place::Pair(&mut pair.related),
            _ => return None,
        })
    }
}

enum Place<'a> {
    Search(&'a mut f32),
    Count(&'a mut usize),
    Pair(&'a mut f64),
}

impl Place<'_> {
    #[expect(clippy::cast_precision_loss, reason = "counts of a few dozen")]
    fn read(&self) -> f64 {
        match self {
            Self::Search(value) => f64::from(**value),
            Self::Count(value) => **value as f64,
            Self::Pair(value) => **value,
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "weights are small and not negative")]
    fn write(self, to: f64) {
        match self {
            Self::Search(value) => *value = to as f32,
            Self::Count(value) => *value = to as usize,
            Self::Pair(value) => *value = to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_and_writes_its_own_weight() {
        for name in Weights::NAMES {
            let changed = Weights::TABLE.with(name, 7.0).expect("a weight");
            assert_eq!(changed.get(name), Some(7.0));
            let others = Weights::NAMES.into_iter().filter(|other| *other != name);
            others.for_each(|other| assert_eq!(changed.get(other), Weights::TABLE.get(other), "{name} changed {other}"));
        }
        assert_eq!(Weights::TABLE.with("onbekend", 1.0), None);
    }

    #[test]
    fn the_parts_of_a_pair_add_up_to_one() {
        let pair = Weights::TABLE.pair;
        let sum = pair.text + pair.themes + pair.contribution + pair.place + pair.time + pair.trust;
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}
