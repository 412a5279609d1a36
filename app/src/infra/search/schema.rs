//! The fields of the index, and a document's way in and out of them.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

use super::analysis::{DutchTokenizer, Output};
use super::document::{DocumentKind, Language, Place, SearchDocument};

/// Raised with every change of the fields; an index with other fields is rebuilt.
pub const FIELDS: &str = "fields-4";

/// Bytes up to which a text can be a title.
const TITLE_LENGTH: usize = 200;

/// The names of the columns that are read per segment.
pub mod column {
    pub const ID: &str = "id";
    pub const VERSION: &str = "version";
    pub const EXPIRES: &str = "expires";
    pub const OPENS: &str = "opens";
    pub const PUBLISHED: &str = "published";
    pub const TIE: &str = "tie";
    pub const LAT: &str = "lat";
    pub const LON: &str = "lon";
}

/// What results are counted and filtered by. The order is that of [`Facet::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Kind,
    Theme,
    Resource,
    Area,
    PartyKind,
}

impl Facet {
    pub const ALL: [Self; 5] = [Self::Kind, Self::Theme, Self::Resource, Self::Area, Self::PartyKind];

    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Theme => "theme",
            Self::Resource => "resource",
            Self::Area => "area",
            Self::PartyKind => "party_kind",
        }
    }
}

/// The handles of all fields.
#[derive(Debug, Clone)]
pub struct Fields {
    pub schema: Schema,
    pub id: Field,
    /// The whole document as JSON.
    pub document: Field,
    /// Stems of whole words.
    pub title_stem: Field,
    pub text_stem: Field,
    /// Stems of whole words with those of their compound parts and what is related.
    pub title_parts: Field,
    pub text_parts: Field,
    /// Title and themes in pieces of five letters, for typing errors and what no word list knows.
    pub grams: Field,
    /// Roots of the words of the title and of the text.
    pub title_roots: Field,
    pub text_roots: Field,
    /// Title and text of posts in English, by English stems.
    pub english: Field,
    /// Title and text as written, for "bedoelde u".
    pub folded: Field,
    facets: [Field; 5],
    version: Field,
    expires: Field,
    opens: Field,
    published: Field,
    tie: Field,
    lat: Field,
    lon: Field,
}

impl Fields {
    /// Lays out the fields.
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let text = |output: Output, record: IndexRecordOption| {
            let indexing = TextFieldIndexing::default().set_tokenizer(output.name()).set_index_option(record);
            TextOptions::default().set_indexing_options(indexing.set_fieldnorms(record != IndexRecordOption::Basic))
        };
        let raw = || TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(IndexRecordOption::Basic);
        let key = || TextOptions::default().set_indexing_options(raw()).set_fast("raw");
        let counted = IndexRecordOption::WithFreqs;
        let id = schema.add_text_field(column::ID, key());
        let document = schema.add_bytes_field("document", STORED);
        let title_stem = schema.add_text_field("title_stem", text(Output::Stem, counted));
        let text_stem = schema.add_text_field("text_stem", text(Output::Stem, counted));
        let title_parts = schema.add_text_field("title_parts", text(Output::Parts, counted));
        let text_parts = schema.add_text_field("text_parts", text(Output::Parts, counted));
        let grams = schema.add_text_field("grams", text(Output::Grams, counted));
        let title_roots = schema.add_text_field("title_roots", text(Output::Roots, counted));
        let text_roots = schema.add_text_field("text_roots", text(Output::Roots, counted));
        let english = schema.add_text_field("english", text(Output::English, counted));
        let folded = schema.add_text_field("folded", text(Output::Folded, IndexRecordOption::Basic));
        let facets = Facet::ALL.map(|facet| schema.add_text_field(facet.name(), key()));
        let version = schema.add_i64_field(column::VERSION, FAST);
        let expires = schema.add_i64_field(column::EXPIRES, FAST);
        let opens = schema.add_i64_field(column::OPENS, FAST);
        let published = schema.add_i64_field(column::PUBLISHED, FAST);
        let tie = schema.add_u64_field(column::TIE, FAST);
        let lat = schema.add_f64_field(column::LAT, FAST | INDEXED);
        let lon = schema.add_f64_field(column::LON, FAST);
        let schema = schema.build();
        Self {
            schema,
            id,
            document,
            title_stem,
            text_stem,
            title_parts,
            text_parts,
            grams,
            title_roots,
            text_roots,
            english,
            folded,
            facets,
            version,
            expires,
            opens,
            published,
            tie,
            lat,
            lon,
        }
    }

    /// The tokenizers that the fields name.
    pub fn tokenizers() -> TokenizerManager {
        let tokenizers = TokenizerManager::default();
        for output in Output::ALL {
            tokenizers.register(output.name(), DutchTokenizer::new(output));
        }
        tokenizers
    }

    /// The field of a facet.
    pub fn facet(&self, facet: Facet) -> Field {
        let at = Facet::ALL.iter().position(|other| *other == facet).unwrap_or_default();
        self.facets[at]
    }

    /// The term that names one document.
    pub fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_text(self.id, id.as_simple().encode_lower(&mut Uuid::encode_buffer()))
    }

    /// Writes a document into the fields.
    ///
    /// # Errors
    /// When it has no JSON form, which a finite `SearchDocument` always has.
    pub fn write(&self, document: &SearchDocument) -> Result<TantivyDocument, serde_json::Error> {
        let mut row = TantivyDocument::default();
        row.add_text(self.id, document.id.as_simple().encode_lower(&mut Uuid::encode_buffer()));
        row.add_bytes(self.document, &serde_json::to_vec(&Row::of(document))?);
        for field in [self.title_stem, self.title_parts, self.title_roots, self.grams, self.folded] {
            row.add_text(field, &document.title);
        }
        for field in [self.text_stem, self.text_parts, self.text_roots, self.folded] {
            row.add_text(field, &document.text);
        }
        document.themes.iter().for_each(|theme| row.add_text(self.grams, theme));
        // What is as short as a title and has none is its own title.
        if document.title.trim().is_empty() && document.text.len() <= TITLE_LENGTH {
            row.add_text(self.grams, &document.text);
        }
        if document.language == Language::En {
            row.add_text(self.english, &document.title);
            row.add_text(self.english, &document.text);
        }
        row.add_text(self.facet(Facet::Kind), document.kind.key());
        document.themes.iter().for_each(|theme| row.add_text(self.facet(Facet::Theme), theme));
        document.resources.iter().for_each(|(resource, _)| row.add_text(self.facet(Facet::Resource), resource));
        document.areas.iter().for_each(|area| row.add_text(self.facet(Facet::Area), area));
        document.party_kind.iter().for_each(|kind| row.add_text(self.facet(Facet::PartyKind), kind));
        row.add_i64(self.version, document.version.into());
        row.add_i64(self.expires, document.expires_at.map_or(i64::MAX, |at| at.timestamp_millis()));
        row.add_i64(self.opens, document.opens_at.map_or(i64::MIN, |at| at.timestamp_millis()));
        row.add_i64(self.published, document.published_at.timestamp_millis());
        row.add_u64(self.tie, document.id.as_u64_pair().1);
        if let Some(place) = &document.place {
            row.add_f64(self.lat, place.lat);
            row.add_f64(self.lon, place.lon);
        }
        Ok(row)
    }

    /// Reads a stored document back; none if it is not one of ours.
    pub fn read(&self, row: &TantivyDocument) -> Option<SearchDocument> {
        let bytes = row.get_first(self.document)?;
        serde_json::from_slice(bytes.as_bytes()?).ok().map(Row::document)
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

/// A document as it is kept: values without names, since half of a short post would be names.
#[derive(Serialize, Deserialize)]
struct Row<'a>(
    Uuid,
    DocumentKind,
    i32,
    Cow<'a, str>,
    Cow<'a, str>,
    Language,
    Cow<'a, [String]>,
    Cow<'a, [(String, Option<f64>)]>,
    Cow<'a, [String]>,
    Option<(Cow<'a, str>, f64, f64, Option<f64>)>,
    bool,
    Option<Uuid>,
    Option<Cow<'a, str>>,
    bool,
    (Option<NaiveDate>, Option<NaiveDate>),
    (Option<DateTime<Utc>>, Option<DateTime<Utc>>, DateTime<Utc>),
    bool,
);

impl<'a> Row<'a> {
    fn of(document: &'a SearchDocument) -> Self {
        let SearchDocument {
            id,
            kind,
            version,
            title,
            text,
            language,
            themes,
            resources,
            areas,
            place,
            online,
            party,
            party_kind,
            party_verified,
            starts,
            ends,
            expires_at,
            opens_at,
            published_at,
            capacity_left,
        } = document;
        Self(
            *id,
            *kind,
            *version,
            title.into(),
            text.into(),
            *language,
            themes.into(),
            resources.into(),
            areas.into(),
            place.as_ref().map(|Place { code, lat, lon, reach_km }| (code.into(), *lat, *lon, *reach_km)),
            *online,
            *party,
            party_kind.as_ref().map(Cow::from),
            *party_verified,
            (*starts, *ends),
            (*expires_at, *opens_at, *published_at),
            *capacity_left,
        )
    }

    fn document(self) -> SearchDocument {
        let Self(
            id,
            kind,
            version,
            title,
            text,
            language,
            themes,
            resources,
            areas,
            place,
            online,
            party,
            party_kind,
            party_verified,
            (starts, ends),
            (expires_at, opens_at, published_at),
            capacity_left,
        ) = self;
        SearchDocument {
            id,
            kind,
            version,
            title: title.into(),
            text: text.into(),
            language,
            themes: themes.into(),
            resources: resources.into(),
            areas: areas.into(),
            place: place.map(|(code, lat, lon, reach_km)| Place { code: code.into(), lat, lon, reach_km }),
            online,
            party,
            party_kind: party_kind.map(String::from),
            party_verified,
            starts,
            ends,
            expires_at,
            opens_at,
            published_at,
            capacity_left,
        }
    }
}
