//! The Dutch text chain: words, lower case, folded diacritics, stop words, compound parts, plural overrides, Kraaij-Pohlmann stemmer.
//!
//! Everything that reads text goes through [`Analyzer`], so that the index, a query, a highlight and the score of a pair see the same
//! terms. What stands in the index for each word: its stem together with those of its compound parts, its pieces of five letters, and the
//! word itself.
//!
//! tantivy's `Stemmer(Language::Dutch)` is Kraaij-Pohlmann since 0.27 and Porter before; together with our own word lists that makes the
//! chain part of the index's format. Whoever changes a list or a step raises [`CHAIN`], and indexes rebuild themselves.

use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, SplitCompoundWords, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// Names the chain; an index that was made with another one is rebuilt.
pub const CHAIN: &str = "tantivy-0.27/nl-2";

/// Longer words are noise (addresses, keys); the longest Dutch compounds in use stay below it. In bytes.
const LONGEST_WORD: usize = 60;

/// Letters in a piece of a word.
const GRAM: usize = 5;

/// Words whose analysis one analyzer remembers before it starts anew.
const REMEMBERED: usize = 20_000;

static STOP_WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("lists/stopwords.txt")).flat_map(str::split_whitespace).collect());

/// Inflected form to lemma, from both lists; a form in `compounds.txt` wins.
static LEMMAS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let plurals = lines(include_str!("lists/plurals.txt"));
    plurals.chain(lines(include_str!("lists/compounds.txt"))).flat_map(forms_of).filter(|(form, lemma)| form != lemma).collect()
});

/// tantivy's own compound filter over the forms in `compounds.txt`; none if the list is unusable, which a test rules out.
static COMPOUNDS: LazyLock<Option<SplitCompoundWords>> = LazyLock::new(|| {
    let parts: FxHashSet<String> =
        lines(include_str!("lists/compounds.txt")).flat_map(forms_of).map(|(form, _)| form).filter(|form| form.len() > 2).collect();
    SplitCompoundWords::from_dictionary(parts).ok()
});

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Every form on a line of a list with its lemma, the lemma itself first.
fn forms_of(line: &'static str) -> impl Iterator<Item = (String, &'static str)> {
    let mut words = line.split_whitespace();
    let lemma = words.next().unwrap_or_default();
    let forms = words.map(move |form| form.strip_prefix('+').map_or_else(|| form.to_owned(), |ending| format!("{lemma}{ending}")));
    std::iter::once(lemma.to_owned()).chain(forms).map(move |form| (form, lemma))
}

/// What a word is searched by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The word in lower case without diacritics.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// The stems of its compound parts, each once, without its own; empty for a word that is not split.
    pub parts: Vec<String>,
}

impl Terms {
    /// Lists the stem and the stems of the parts.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.stem.as_str()).chain(self.parts.iter().map(String::as_str))
    }

    /// Lists the pieces of `GRAM` letters of the word, its begin and end marked; a short word is one piece.
    pub fn grams(&self) -> Vec<String> {
        let marked: Vec<char> = std::iter::once('^').chain(self.folded.chars()).chain(['$']).collect();
        if marked.len() <= GRAM {
            return vec![marked.into_iter().collect()];
        }
        marked.windows(GRAM).map(|piece| piece.iter().collect()).collect()
    }
}

/// A word of a text: where it stands (byte range) and what it is searched by.
#[derive(Debug, Clone)]
pub struct Word {
    pub from: usize,
    pub to: usize,
    pub terms: Arc<Terms>,
}

/// The chain. Cheap to use again, since it remembers words; a clone starts with an empty memory.
pub struct Analyzer {
    fold: TextAnalyzer,
    stem: TextAnalyzer,
    split: Option<TextAnalyzer>,
    /// None stands for a stop word.
    known: FxHashMap<String, Option<Arc<Terms>>>,
}

impl Clone for Analyzer {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// Makes an analyzer; the word lists are read once per process.
    pub fn new() -> Self {
        Self {
            fold: TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).filter(LowerCaser).build(),
            stem: TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::Dutch)).build(),
            split: COMPOUNDS.clone().map(|compounds| TextAnalyzer::builder(RawTokenizer::default()).filter(compounds).build()),
            known: FxHashMap::default(),
        }
    }

    /// Lists the words of a text that are not stop words, in order.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        raw_words(text).filter_map(|(from, to)| self.terms(&text[from..to]).map(|terms| Word { from, to, terms })).collect()
    }

    /// The terms of one word as it was written; none for a stop word, a single letter or an endless word.
    pub fn terms(&mut self, word: &str) -> Option<Arc<Terms>> {
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let terms = self.analyze(word).map(Arc::new);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(word.to_owned(), terms.clone());
        terms
    }

    fn analyze(&mut self, word: &str) -> Option<Terms> {
        let bare: String = word.chars().filter(|character| !is_combining(*character)).collect();
        let folded = run(&mut self.fold, &bare).pop().unwrap_or_default();
        let is_letter = folded.chars().count() == 1 && !folded.chars().all(char::is_numeric);
        if folded.is_empty() || folded.len() > LONGEST_WORD || is_letter || STOP_WORDS.contains(folded.as_str()) {
            return None;
        }
        let stem = self.stem_of(&folded);
        let mut parts = Vec::new();
        for part in self.parts_of(&folded) {
            let part = self.stem_of(&part);
            if part != stem && !parts.contains(&part) {
                parts.push(part);
            }
        }
        Some(Terms { folded, stem, parts })
    }

    fn stem_of(&mut self, folded: &str) -> String {
        let lemma = LEMMAS.get(folded).copied().unwrap_or(folded);
        run(&mut self.stem, lemma).pop().unwrap_or_else(|| lemma.to_owned())
    }

    /// The parts of a compound; empty for a word that does not fall apart into two or more of them.
    fn parts_of(&mut self, folded: &str) -> Vec<String> {
        let parts = self.split.as_mut().map(|split| run(split, folded)).unwrap_or_default();
        if parts.len() > 1 { parts } else { Vec::new() }
    }
}

/// Lends this thread's analyzer, which remembers the words it has seen.
pub fn with_analyzer<T>(use_it: impl FnOnce(&mut Analyzer) -> T) -> T {
    thread_local! {
        static ANALYZER: std::cell::RefCell<Analyzer> = std::cell::RefCell::new(Analyzer::new());
    }
    ANALYZER.with(|analyzer| match analyzer.try_borrow_mut() {
        Ok(mut analyzer) => use_it(&mut analyzer),
        Err(_) => use_it(&mut Analyzer::new()),
    })
}

fn run(chain: &mut TextAnalyzer, word: &str) -> Vec<String> {
    let mut tokens = Vec::with_capacity(1);
    chain.token_stream(word).process(&mut |token| tokens.push(token.text.clone()));
    tokens
}

/// Letters that were typed as a base letter and a separate accent stay one word.
fn is_combining(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn raw_words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, first) = characters.by_ref().find(|(_, character)| character.is_alphanumeric())?;
        let mut to = from + first.len_utf8();
        while let Some((at, character)) = characters.next_if(|(_, next)| next.is_alphanumeric() || is_combining(*next)) {
            to = at + character.len_utf8();
        }
        Some((from, to))
    })
}

/// Which terms of a word a field of the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The word as it is written, folded: for typing errors.
    Folded,
    /// The stem and those of the parts.
    Parts,
    /// Pieces of five letters: what remains of a word with a typing error, and of a compound that no list splits.
    Grams,
}

impl Output {
    /// The name under which tantivy knows this output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folded => "nl_folded",
            Self::Parts => "nl_parts",
            Self::Grams => "nl_grams",
        }
    }
}

/// The chain as a tokenizer of tantivy.
#[derive(Clone)]
pub struct DutchTokenizer {
    analyzer: Analyzer,
    output: Output,
}

impl DutchTokenizer {
    /// Makes the tokenizer of one output.
    pub fn new(output: Output) -> Self {
        Self { analyzer: Analyzer::new(), output }
    }
}

impl Tokenizer for DutchTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Vec::new();
        for (position, word) in self.analyzer.words(text).iter().enumerate() {
            let token =
                |text: &str| Token { offset_from: word.from, offset_to: word.to, position, text: text.to_owned(), position_length: 1 };
            match self.output {
                Output::Folded => tokens.push(token(&word.terms.folded)),
                Output::Parts => tokens.extend(word.terms.all().map(token)),
                Output::Grams => tokens.extend(word.terms.grams().iter().map(|gram| token(gram))),
            }
        }
        Tokens { tokens, next: 0, spare: Token::default() }
    }
}

/// The tokens of one text.
pub struct Tokens {
    tokens: Vec<Token>,
    next: usize,
    spare: Token,
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        self.next.checked_sub(1).and_then(|at| self.tokens.get(at)).unwrap_or(&self.spare)
    }

    fn token_mut(&mut self) -> &mut Token {
        self.next.checked_sub(1).and_then(|at| self.tokens.get_mut(at)).unwrap_or(&mut self.spare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(word: &str) -> Vec<String> {
        Analyzer::new().terms(word).map(|terms| terms.all().map(str::to_owned).collect()).unwrap_or_default()
    }

    #[test]
    fn the_compound_list_makes_a_filter() {
        assert!(COMPOUNDS.is_some());
    }

    #[test]
    fn singular_and_plural_share_a_stem() {
        for (one, many) in [
            ("fiets", "fietsen"),
            ("kind", "kinderen"),
            ("stad", "steden"),
            ("paneel", "panelen"),
            ("bewoner", "bewoners"),
            ("huis", "huizen"),
            ("initiatief", "initiatieven"),
        ] {
            assert_eq!(terms(one)[0], terms(many)[0], "{one} and {many}");
        }
    }

    #[test]
    fn a_compound_is_found_by_its_parts() {
        assert!(terms("zonnepanelen").contains(&terms("zon")[0]));
        assert!(terms("zonnepanelen").contains(&terms("paneel")[0]));
        assert!(terms("buurtmoestuinen").contains(&terms("tuin")[0]));
        assert!(terms("bewonersinitiatief").contains(&terms("bewoner")[0]));
        assert_eq!(terms("vertrokken").len(), 1, "no compound, no parts");
    }

    #[test]
    fn accents_case_and_stop_words_fall_away() {
        assert_eq!(terms("Coöperatie"), terms("cooperatie"));
        assert_eq!(terms("coo\u{308}peratie"), terms("coöperatie"));
        assert_eq!(terms("ENERGIE"), terms("energie"));
        assert!(terms("het").is_empty() && terms("Daarom").is_empty() && terms("s").is_empty());
    }

    #[test]
    fn words_keep_their_place_in_the_text() {
        let text = "Wij zoeken een café, mét terras 🌻!";
        let words: Vec<&str> = Analyzer::new().words(text).iter().map(|word| &text[word.from..word.to]).collect();
        assert_eq!(words, ["zoeken", "café", "terras"]);
    }
}
