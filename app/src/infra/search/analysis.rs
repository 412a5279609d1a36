//! The text chain: words, lower case, folded diacritics, stop words, lemma, Kraaij-Pohlmann stemmer, compound parts, related words.
//!
//! Everything that reads text goes through [`Analyzer`], so that the index, a query, a highlight and the score of a pair see the same
//! terms. A word is searched by its stem, by the stems of its compound parts, by what it is related to (synonyms, what an abbreviation
//! stands for), by its pieces of five letters, and as it is written. English posts go through an English stemmer beside that.
//!
//! tantivy's `Stemmer(Language::Dutch)` is Kraaij-Pohlmann since 0.27 and Porter before; together with our own word lists that makes the
//! chain part of the index's format. Whoever changes a list or a step raises [`CHAIN`], and indexes rebuild themselves.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tantivy::tokenizer::{AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use super::compounds::{compounds, lines};
use super::document;
use super::lemmas::{infinitive, lemma};
use super::tokens::tokens;

/// Names the chain; an index that was made with another one is rebuilt.
pub const CHAIN: &str = "tantivy-0.27/nl-5";

/// Longer words are noise (addresses, keys); the longest Dutch compounds in use stay below it. In bytes.
const LONGEST_WORD: usize = 60;

/// Letters in a piece of a word.
const GRAM: usize = 5;

/// Letters of a root.
const ROOT: usize = 5;

/// Words whose analysis is remembered, in so many lists, of which one starts anew when it is full.
const REMEMBERED: usize = 100_000;
const LISTS: usize = 16;

static STOP_WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("lists/stopwords.txt")).flat_map(str::split_whitespace).collect());

/// Stem to the stems that stand for the words it is related to.
static RELATED: LazyLock<FxHashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut chain = Chain::new();
    let mut related: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for line in lines(include_str!("lists/synonyms.txt")) {
        let words: Vec<&str> = before_reason(line).split_whitespace().collect();
        let Some(first) = words.first() else { continue };
        // One term for the group; no word has a stem that begins so.
        let group = format!("={first}");
        for word in words {
            related.entry(chain.stem(word)).or_default().push(group.clone());
        }
    }
    for line in lines(include_str!("lists/abbreviations.txt")) {
        let mut words = before_reason(line).split_whitespace();
        let Some(short) = words.next() else { continue };
        let short = chain.stem(short);
        related.entry(short).or_default().extend(words.map(|word| chain.stem(word)));
    }
    related
});

/// What stands on a line before the reason for it.
fn before_reason(line: &'static str) -> &'static str {
    line.split_once('#').map_or(line, |(words, _)| words)
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
    /// Neighbouring parts as one word (moestuin of `buurtmoestuin`), stems of what it stands for, and groups of synonyms.
    pub related: Vec<String>,
    /// The first letters of the simple words in it, which derived words share (bestuur, bestuurlijk, bestuurder).
    pub roots: Vec<String>,
}

impl Terms {
    /// Lists the stem, the stems of the parts, and what is related.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.stem).chain(&self.parts).chain(&self.related).map(String::as_str)
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

/// The steps for one word.
struct Chain {
    fold: TextAnalyzer,
    dutch: TextAnalyzer,
    english: TextAnalyzer,
}

impl Chain {
    fn new() -> Self {
        let only = |language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        Self {
            fold: TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).filter(LowerCaser).build(),
            dutch: only(Language::Dutch),
            english: only(Language::English),
        }
    }

    /// Lower case, letters and digits only, without diacritics.
    fn fold(&mut self, word: &str) -> String {
        let is_kept = |character: &char| character.is_alphanumeric() || *character == ',';
        let bare: String = word.chars().filter(is_kept).collect();
        run(&mut self.fold, &bare)
    }

    /// The stem of a folded word: that of its lemma; for a compound, the stems of its parts together.
    fn stem(&mut self, folded: &str) -> String {
        self.simple_stems(folded).concat()
    }

    /// The stems of the simple words in a folded word: one, or those of the parts of a compound.
    fn simple_stems(&mut self, folded: &str) -> Vec<String> {
        let infinitive = infinitive(folded);
        let word = infinitive.as_deref().unwrap_or(folded);
        match compounds().split(word).as_slice() {
            [] => vec![self.simple_stem(word)],
            parts => parts.iter().map(|part| self.simple_stem(part)).collect(),
        }
    }

    fn simple_stem(&mut self, part: &str) -> String {
        match infinitive(part) {
            Some(infinitive) => run(&mut self.dutch, lemma(&infinitive)),
            None => run(&mut self.dutch, lemma(part)),
        }
    }
}

/// What this process remembers of words, for all threads.
#[derive(Default)]
struct Memory {
    lists: [RwLock<FxHashMap<Box<str>, Remembered>>; LISTS],
}

static DUTCH: LazyLock<Memory> = LazyLock::new(Memory::default);
static ENGLISH: LazyLock<Memory> = LazyLock::new(Memory::default);

#[derive(Clone)]
struct Remembered {
    traces: Traces,
    /// None for a stop word.
    terms: Option<Arc<Terms>>,
}

impl Memory {
    fn list(&self, word: &str) -> &RwLock<FxHashMap<Box<str>, Remembered>> {
        &self.lists[usize::from(trace(word)) % LISTS]
    }

    /// Reads what is remembered of a word.
    fn read<T>(&self, word: &str, read: impl FnOnce(&Remembered) -> T) -> Option<T> {
        self.list(word).read().unwrap_or_else(PoisonError::into_inner).get(word).map(read)
    }

    fn write(&self, word: &str, terms: Option<Arc<Terms>>) -> Remembered {
        let remembered = Remembered { traces: terms.as_deref().map_or([0; TRACES], traces), terms };
        let mut list = self.list(word).write().unwrap_or_else(PoisonError::into_inner);
        if list.len() >= REMEMBERED / LISTS {
            list.clear();
        }
        list.insert(Box::from(word), remembered.clone());
        remembered
    }
}

/// A few bits of a term, to see quickly that it is not among those that are looked for. Never 0.
fn trace(term: &str) -> u16 {
    let mut hasher = FxHasher::default();
    term.hash(&mut hasher);
    let [.., high, low] = hasher.finish().to_le_bytes();
    u16::from_le_bytes([low, high]) | 1 << 15
}

/// The traces of a word's terms, then zeros; a word with more terms has [`ANY`] for its last.
type Traces = [u16; TRACES];
const TRACES: usize = 6;
const ANY: u16 = 1;

fn traces(terms: &Terms) -> Traces {
    let mut traces = [0; TRACES];
    for (at, term) in terms.all().enumerate() {
        match traces.get_mut(at) {
            Some(place) => *place = trace(term),
            None => traces[TRACES - 1] = ANY,
        }
    }
    traces
}

/// Terms that are looked for in texts.
pub(crate) struct Wanted<'a> {
    terms: FxHashSet<&'a str>,
    /// A bit for each of the last twelve bits of a trace.
    bits: Box<[u64; 64]>,
}

impl<'a> Wanted<'a> {
    pub(crate) fn of(terms: impl Iterator<Item = &'a str>) -> Self {
        let mut wanted = Self { terms: terms.collect(), bits: Box::new([0; 64]) };
        for term in &wanted.terms {
            let trace = trace(term);
            wanted.bits[usize::from(trace >> 6) % 64] |= 1 << (trace % 64);
        }
        wanted
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn has(&self, word: &Remembered) -> bool {
        let may_be = |trace: &u16| *trace == ANY || (*trace != 0 && self.bits[usize::from(*trace >> 6) % 64] >> (*trace % 64) & 1 == 1);
        word.traces.iter().any(may_be) && word.terms.as_ref().is_some_and(|terms| terms.all().any(|term| self.terms.contains(term)))
    }
}

/// The chain. What it finds out about a word is remembered by the process.
pub struct Analyzer {
    chain: Chain,
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
        Self { chain: Chain::new() }
    }

    /// Lists the words of a Dutch text that are not stop words, in order.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        self.words_in(text, document::Language::Nl)
    }

    /// Lists the words of a text in a language that are not stop words, in order.
    pub fn words_in(&mut self, text: &str, language: document::Language) -> Vec<Word> {
        tokens(text).filter_map(|(from, to)| self.terms_in(&text[from..to], language).map(|terms| Word { from, to, terms })).collect()
    }

    /// The terms of one Dutch word as it was written; none for a stop word, a single letter or an endless word.
    pub fn terms(&mut self, word: &str) -> Option<Arc<Terms>> {
        self.terms_in(word, document::Language::Nl)
    }

    fn terms_in(&mut self, word: &str, language: document::Language) -> Option<Arc<Terms>> {
        self.remembered(word, language, |word| word.terms.clone())
    }

    fn remembered<T>(&mut self, word: &str, language: document::Language, read: impl Fn(&Remembered) -> T) -> T {
        let memory = if language == document::Language::En { &ENGLISH } else { &DUTCH };
        memory.read(word, &read).unwrap_or_else(|| read(&memory.write(word, analyze(&mut self.chain, word, language).map(Arc::new))))
    }

    /// Lists where the words of a text stand that have one of the wanted terms, in bytes.
    pub(crate) fn marks(&mut self, text: &str, language: document::Language, wanted: &Wanted<'_>) -> Vec<Range<usize>> {
        let has = |(from, to): &(usize, usize)| self.remembered(&text[*from..*to], language, |word| wanted.has(word));
        tokens(text).filter(has).map(|(from, to)| from..to).collect()
    }

    /// The stem of a word in lower case without diacritics, by the stemmer alone.
    pub fn stemmed(&mut self, word: &str) -> String {
        run(&mut self.chain.dutch, word)
    }

    /// A word in lower case without diacritics.
    pub fn folded(&mut self, word: &str) -> String {
        self.chain.fold(word)
    }
}

fn analyze(chain: &mut Chain, word: &str, language: document::Language) -> Option<Terms> {
    let folded = chain.fold(word);
    let is_letter = folded.chars().count() == 1 && !folded.chars().all(char::is_numeric);
    let is_stop_word = || match language {
        document::Language::Nl => STOP_WORDS.contains(folded.as_str()),
        document::Language::En => ENGLISH_STOP_WORDS.contains(folded.as_str()),
    };
    if folded.is_empty() || folded.len() > LONGEST_WORD || is_letter || is_stop_word() {
        return None;
    }
    if language == document::Language::En {
        let stem = run(&mut chain.english, &folded);
        return Some(Terms { folded, stem, parts: Vec::new(), related: Vec::new(), roots: Vec::new() });
    }
    let simple = chain.simple_stems(&folded);
    let stem = simple.concat();
    let (mut parts, mut roots, mut related) = (Vec::new(), Vec::new(), Vec::new());
    for part in &simple {
        add(&mut roots, part.char_indices().nth(ROOT).map_or(part.as_str(), |(end, _)| &part[..end]));
        if *part != stem {
            add(&mut parts, part);
        }
    }
    for length in 2..simple.len() {
        simple.windows(length).for_each(|neighbours| add(&mut related, &neighbours.concat()));
    }
    let known: Vec<&Vec<String>> = std::iter::once(&stem).chain(&parts).chain(&related).filter_map(|term| RELATED.get(term)).collect();
    known.into_iter().flatten().for_each(|other| add(&mut related, other));
    related.retain(|other| *other != stem && !parts.contains(other));
    Some(Terms { folded, stem, parts, related, roots })
}

fn add(terms: &mut Vec<String>, term: &str) {
    if !terms.iter().any(|known| known == term) {
        terms.push(term.to_owned());
    }
}

/// Lends this thread's analyzer.
pub fn with_analyzer<T>(use_it: impl FnOnce(&mut Analyzer) -> T) -> T {
    thread_local! {
        static ANALYZER: std::cell::RefCell<Analyzer> = std::cell::RefCell::new(Analyzer::new());
    }
    ANALYZER.with(|analyzer| match analyzer.try_borrow_mut() {
        Ok(mut analyzer) => use_it(&mut analyzer),
        Err(_) => use_it(&mut Analyzer::new()),
    })
}

fn run(chain: &mut TextAnalyzer, word: &str) -> String {
    let mut out = None;
    chain.token_stream(word).process(&mut |token| out = Some(token.text.clone()));
    out.unwrap_or_else(|| word.to_owned())
}

static ENGLISH_STOP_WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("lists/stopwords_en.txt")).flat_map(str::split_whitespace).collect());

/// Which terms of a word a field of the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The word as it is written, folded: for typing errors.
    Folded,
    /// The stem.
    Stem,
    /// The stem, those of the parts, and what is related.
    Parts,
    /// Pieces of five letters: what remains of a word with a typing error, and of a compound that no list splits.
    Grams,
    /// The roots of the simple words in it.
    Roots,
    /// The stem of an English word.
    English,
}

impl Output {
    pub const ALL: [Self; 6] = [Self::Folded, Self::Stem, Self::Parts, Self::Grams, Self::Roots, Self::English];

    /// The name under which tantivy knows this output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folded => "nl_folded",
            Self::Stem => "nl_stem",
            Self::Parts => "nl_parts",
            Self::Grams => "nl_grams",
            Self::Roots => "nl_roots",
            Self::English => "en_stem",
        }
    }
}

/// The chain as a tokenizer of tantivy.
#[derive(Clone)]
pub struct DutchTokenizer {
    output: Output,
}

impl DutchTokenizer {
    /// Makes the tokenizer of one output.
    pub fn new(output: Output) -> Self {
        Self { output }
    }
}

impl Tokenizer for DutchTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let language = if self.output == Output::English { document::Language::En } else { document::Language::Nl };
        let words = with_analyzer(|analyzer| analyzer.words_in(text, language));
        let mut tokens = Vec::with_capacity(words.len());
        for (position, word) in words.iter().enumerate() {
            let token =
                |text: &str| Token { offset_from: word.from, offset_to: word.to, position, text: text.to_owned(), position_length: 1 };
            match self.output {
                Output::Folded => tokens.push(token(&word.terms.folded)),
                Output::Stem | Output::English => tokens.push(token(&word.terms.stem)),
                Output::Parts => tokens.extend(word.terms.all().map(token)),
                Output::Roots => tokens.extend(word.terms.roots.iter().map(|root| token(root))),
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
#[path = "analysis_tests.rs"]
mod tests;
