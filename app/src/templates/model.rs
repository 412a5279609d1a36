//! What a template holds, and what comes in the place of its placeholders.

use std::collections::HashMap;

use crate::{
    infra::{
        i18n::{Locale, Texts},
        mail::Block,
    },
    input::{self, FieldErrors, Problem},
};

crate::closed_list! {
    /// A letter of which a party can write the text.
    pub enum TemplateKind {
        Award = "award",
        Refusal = "refusal",
        Receipt = "receipt",
    }
}

crate::closed_list! {
    /// What a text can ask for.
    pub enum Placeholder {
        Title = "title",
        Number = "number",
        Call = "call",
        Funder = "funder",
        Applicant = "applicant",
        Amount = "amount",
        Deadline = "deadline",
        /// A table with the facts, in a paragraph of its own.
        Facts = "facts",
        /// Why it was decided so, in a paragraph of its own.
        Reason = "reason",
    }
}

pub const MAX_SUBJECT: usize = 150;
pub const MAX_BODY: usize = 6_000;

/// What a party wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub subject: String,
    /// Paragraphs with an empty line between them.
    pub body: String,
    /// How often it was saved; 0 for our own words.
    pub version: i32,
}

/// What comes in the place of placeholders.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub words: HashMap<Placeholder, String>,
    pub facts: Vec<(String, String)>,
    pub reason: String,
}

impl TemplateKind {
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Award => "template-award",
            Self::Refusal => "template-refusal",
            Self::Receipt => "template-receipt",
        })
    }

    /// Gives what a text of this kind may ask for.
    pub fn placeholders(self) -> &'static [Placeholder] {
        use Placeholder::{Amount, Applicant, Call, Deadline, Facts, Funder, Number, Reason, Title};
        match self {
            Self::Award => &[Title, Number, Call, Funder, Applicant, Amount, Facts, Reason],
            Self::Refusal => &[Title, Number, Call, Funder, Applicant, Facts, Reason],
            Self::Receipt => &[Title, Number, Call, Funder, Applicant, Deadline, Facts],
        }
    }

    /// Gives what a text of this kind cannot do without.
    pub fn obligatory(self) -> &'static [Placeholder] {
        match self {
            Self::Award | Self::Refusal => &[Placeholder::Facts, Placeholder::Reason],
            Self::Receipt => &[Placeholder::Facts],
        }
    }
}

impl Placeholder {
    /// Gives its name as it stands in a text of that language.
    pub fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Title, Locale::Nl) => "titel",
            (Self::Number, Locale::Nl) => "nummer",
            (Self::Call, Locale::Nl | Locale::En) => "call",
            (Self::Funder, Locale::Nl) => "organisatie",
            (Self::Applicant, Locale::Nl) => "aanvrager",
            (Self::Amount, Locale::Nl) => "bedrag",
            (Self::Deadline, Locale::Nl) => "sluiting",
            (Self::Facts, Locale::Nl) => "gegevens",
            (Self::Reason, Locale::Nl) => "reden",
            (Self::Title, Locale::En) => "title",
            (Self::Number, Locale::En) => "number",
            (Self::Funder, Locale::En) => "organisation",
            (Self::Applicant, Locale::En) => "applicant",
            (Self::Amount, Locale::En) => "amount",
            (Self::Deadline, Locale::En) => "deadline",
            (Self::Facts, Locale::En) => "facts",
            (Self::Reason, Locale::En) => "reason",
        }
    }

    /// Gives it as it stands in a text: `{titel}`.
    pub fn written(self, locale: Locale) -> String {
        format!("{{{}}}", self.name(locale))
    }

    pub fn explained(self, t: Texts) -> String {
        t.get(match self {
            Self::Title => "template-word-title",
            Self::Number => "template-word-number",
            Self::Call => "template-word-call",
            Self::Funder => "template-word-funder",
            Self::Applicant => "template-word-applicant",
            Self::Amount => "template-word-amount",
            Self::Deadline => "template-word-deadline",
            Self::Facts => "template-word-facts",
            Self::Reason => "template-word-reason",
        })
    }

    /// Says whether it stands in a paragraph of its own.
    fn is_block(self) -> bool {
        matches!(self, Self::Facts | Self::Reason)
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'text> {
    Words(&'text str),
    /// What stands between braces.
    Name(&'text str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, next) = after.split_once('}').unwrap_or((after, ""));
        pieces.push(Piece::Words(before));
        pieces.push(Piece::Name(name.trim()));
        rest = next;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

fn placeholder(name: &str, kind: TemplateKind, locale: Locale) -> Option<Placeholder> {
    kind.placeholders().iter().copied().find(|placeholder| placeholder.name(locale).eq_ignore_ascii_case(name))
}

/// Reads what somebody typed; `own` is the address of this site, to which alone a text may link.
///
/// # Errors
/// What is wrong with which field.
pub fn read(kind: TemplateKind, locale: Locale, subject: &str, body: &str, own: &str) -> Result<Template, FieldErrors> {
    let mut errors = FieldErrors::default();
    let subject = errors.check("subject", input::own_line(subject, MAX_SUBJECT, own)).unwrap_or_default();
    let body = errors.check("body", input::text(body, MAX_BODY).and_then(|_| input::own_words(body, MAX_BODY, own))).unwrap_or_default();
    let mut found = Vec::new();
    for (field, text) in [("subject", &subject), ("body", &body)] {
        for piece in pieces(text) {
            let Piece::Name(name) = piece else { continue };
            match placeholder(name, kind, locale) {
                None => errors.add(field, Problem::new("template-problem-unknown").word(&format!("{{{name}}}"))),
                Some(known) if known.is_block() && field == "subject" => {
                    errors.add(field, Problem::new("template-problem-not-here").word(&known.written(locale)));
                }
                Some(known) => found.push(known),
            }
        }
    }
    for paragraph in paragraphs(&body) {
        let block = pieces(paragraph).into_iter().find_map(|piece| match piece {
            Piece::Name(name) => placeholder(name, kind, locale).filter(|placeholder| placeholder.is_block()),
            Piece::Words(_) => None,
        });
        if let Some(block) = block.filter(|_| alone(paragraph, kind, locale).is_none()) {
            errors.add("body", Problem::new("template-problem-alone").word(&block.written(locale)));
        }
    }
    if !body.is_empty() {
        for needed in kind.obligatory().iter().filter(|needed| !found.contains(needed)) {
            errors.add("body", Problem::new("template-problem-missing").word(&needed.written(locale)));
        }
    }
    if errors.is_empty() { Ok(Template { subject, body, version: 0 }) } else { Err(errors) }
}

fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

/// Gives the placeholder that is all of a paragraph.
fn alone(paragraph: &str, kind: TemplateKind, locale: Locale) -> Option<Placeholder> {
    let name = paragraph.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    placeholder(name, kind, locale).filter(|placeholder| placeholder.is_block())
}

impl Template {
    /// Makes the subject and the parts of a letter. What comes in the place of a placeholder is never read as one.
    pub fn fill(&self, kind: TemplateKind, locale: Locale, values: &Values) -> (String, Vec<Block>) {
        let filled = |text: &str| -> String {
            let word = |piece: Piece<'_>| match piece {
                Piece::Words(words) => words.to_owned(),
                Piece::Name(name) => {
                    placeholder(name, kind, locale).and_then(|known| values.words.get(&known).cloned()).unwrap_or_default()
                }
            };
            pieces(text).into_iter().map(word).collect()
        };
        let block = |paragraph: &str| match alone(paragraph, kind, locale) {
            Some(Placeholder::Reason) => Block::Quote(values.reason.clone()),
            Some(_) => Block::Facts(values.facts.clone()),
            None => Block::Text(filled(paragraph)),
        };
        (filled(&self.subject), paragraphs(&self.body).map(block).collect())
    }

    /// Gives our own words for a letter, as a template.
    pub fn ours(kind: TemplateKind, locale: Locale) -> Self {
        let t = Texts::new(locale);
        let word = |placeholder: Placeholder| placeholder.written(locale);
        let title = [("title", word(Placeholder::Title).into())];
        let (facts, reason) = (word(Placeholder::Facts), word(Placeholder::Reason));
        let (subject, parts) = match kind {
            TemplateKind::Award => (
                t.with("mail-decision-awarded-subject", &title),
                vec![t.with("mail-decision-awarded-text", &title), facts, t.get("mail-decision-reason"), reason],
            ),
            TemplateKind::Refusal => (
                t.with("mail-decision-refused-subject", &title),
                vec![t.with("mail-decision-refused-text", &title), facts, t.get("mail-decision-reason"), reason],
            ),
            TemplateKind::Receipt => {
                let deadline = [("deadline", word(Placeholder::Deadline).into())];
                (
                    t.with("mail-receipt-subject", &[("number", word(Placeholder::Number).into())]),
                    vec![t.get("mail-receipt-text"), facts, t.with("mail-receipt-change", &deadline), t.get("mail-receipt-next")],
                )
            }
        };
        Self { subject, body: parts.join("\n\n"), version: 0 }
    }
}

impl Values {
    /// Gives invented values, to see what a text looks like.
    pub fn example(kind: TemplateKind, t: Texts, funder: &str) -> Self {
        let number = "WC-2026-00042";
        let words = [
            (Placeholder::Title, t.get("template-example-title")),
            (Placeholder::Number, number.to_owned()),
            (Placeholder::Call, t.get("template-example-call")),
            (Placeholder::Funder, funder.to_owned()),
            (Placeholder::Applicant, t.get("template-example-applicant")),
            (Placeholder::Amount, t.money(crate::values::Cents(1_250_000))),
            (Placeholder::Deadline, t.get("template-example-deadline")),
        ];
        let words: HashMap<Placeholder, String> = words.into_iter().collect();
        let word = |placeholder| words.get(&placeholder).cloned().unwrap_or_default();
        let mut facts = vec![(t.get("proposal-receipt-number"), number.to_owned()), (t.get("proposal-call"), word(Placeholder::Call))];
        if kind == TemplateKind::Award {
            facts.push((t.get("proposal-awarded"), word(Placeholder::Amount)));
        }
        Self { facts, reason: t.get("template-example-reason"), words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://wijkcall.example";

    fn problems(kind: TemplateKind, subject: &str, body: &str) -> Vec<String> {
        let errors = read(kind, Locale::Nl, subject, body, OWN).err().unwrap_or_default();
        errors.iter().map(|(field, problem)| format!("{field}: {}", problem.text(Texts::new(Locale::En)))).collect()
    }

    #[test]
    fn our_own_words_are_a_good_template() {
        for kind in TemplateKind::ALL {
            for locale in [Locale::Nl, Locale::En] {
                let ours = Template::ours(*kind, locale);
                assert_eq!(read(*kind, locale, &ours.subject, &ours.body, OWN), Ok(ours), "{kind:?} {locale:?}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let good = "Dag\n\n{gegevens}\n\n{reden}";
        assert!(problems(TemplateKind::Award, "Over {titel}", good).is_empty());
        let wrong = |subject: &str, body: &str| problems(TemplateKind::Award, subject, body).join(" ");
        for (subject, body, word) in [
            ("Besluit", "Dag {naam}\n\n{gegevens}\n\n{reden}", "{naam}"),
            ("Besluit", "Dag\n\n{gegevens}", "{reden}"),
            ("Besluit", "Dag {gegevens}\n\n{reden}", "{gegevens}"),
            ("Besluit {reden}", good, "{reden}"),
            ("Besluit", "Dag {titel\n\n{gegevens}\n\n{reden}", "{titel"),
            ("Besluit", "Dag {sluiting}\n\n{gegevens}\n\n{reden}", "{sluiting}"),
            ("Besluit", "Zie https://elders.example\n\n{gegevens}\n\n{reden}", "https://elders.example"),
        ] {
            assert!(wrong(subject, body).contains(word), "{subject} {body}: {}", wrong(subject, body));
        }
        assert!(!problems(TemplateKind::Award, "", "").is_empty() && !problems(TemplateKind::Award, "<b>x</b>", good).is_empty());
    }

    #[test]
    fn a_value_is_never_read_as_a_placeholder() {
        let template =
            Template { subject: "Over {titel}".to_owned(), body: "{titel} en {bedrag}\n\n{gegevens}\n\n{reden}".to_owned(), version: 1 };
        let mut values = Values::example(TemplateKind::Award, Texts::new(Locale::Nl), "Gemeente Zwolle");
        values.words.insert(Placeholder::Title, "{reden} {bedrag}".to_owned());
        values.words.insert(Placeholder::Amount, "€ 5".to_owned());
        let (subject, blocks) = template.fill(TemplateKind::Award, Locale::Nl, &values);
        assert_eq!(subject, "Over {reden} {bedrag}");
        assert_eq!(blocks.first(), Some(&Block::Text("{reden} {bedrag} en € 5".to_owned())));
        assert!(matches!(blocks.get(1), Some(Block::Facts(_))) && matches!(blocks.get(2), Some(Block::Quote(_))));
    }
}
