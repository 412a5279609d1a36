//! One letter as text and as HTML.
//!
//! The HTML is made for mail programs: tables for the frame, styles on the elements, and a style sheet only for what makes it nicer (dark mode, a small
//! screen). What people wrote is escaped, and an address in it does not become a link: not by us, and not by a mail program that looks for
//! addresses by itself either, in the HTML or in the text. An address to answer to is a block of its own, [`Block::Contact`].

use super::{Block, Letter, Recipient};
use crate::{infra::i18n::Texts, notifications::model::Urgency, paths};

/// Gives the text and the HTML of a letter. `absolute` makes an address of a path.
pub(super) fn both(
    letter: &Letter,
    to: &Recipient,
    stops: Vec<(String, String)>,
    unsubscribe_url: Option<&str>,
    absolute: &dyn Fn(&str) -> String,
) -> (String, String) {
    let t = Texts::new(to.locale);
    let greeting = match addressable(&to.name) {
        Some(name) => t.with("mail-greeting-name", &[("name", name.into())]),
        None => t.get("mail-greeting"),
    };
    let frame = Frame { t, greeting, why: why(t, letter), links: links(t, letter, stops, unsubscribe_url, absolute), absolute };
    (text(letter, &frame), html(letter, &frame))
}

/// What stands around the letter itself.
struct Frame<'a> {
    t: Texts,
    greeting: String,
    why: String,
    /// Labels and addresses at the foot.
    links: Vec<(String, String)>,
    absolute: &'a dyn Fn(&str) -> String,
}

/// Names what its reader follows, or else says what such a mail is about.
fn why(t: Texts, letter: &Letter) -> String {
    let names: Vec<String> = letter.because.followed(t).collect();
    if names.is_empty() { t.get(letter.kind.why_key()) } else { t.with("mail-why-following", &[("names", names.join(", ").into())]) }
}

/// `stops` are the links that stop one thing; the one behind them stops the kind.
fn links(
    t: Texts,
    letter: &Letter,
    stops: Vec<(String, String)>,
    unsubscribe_url: Option<&str>,
    absolute: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let mut links = stops;
    if let Some(url) = unsubscribe_url {
        let kind = t.get(letter.kind.name_key());
        links.push((t.with("mail-unsubscribe", &[("kind", kind.into())]), url.to_owned()));
        links.push((t.get("mail-preferences"), absolute(paths::MAILS)));
    }
    links.push((t.get("mail-site"), absolute(paths::HOME)));
    links
}

/// Gives a name that may stand in the greeting. Anybody can have a mail sent to anybody (to sign in), so that a name must not carry a message:
/// one that is long, or holds what could be an address, a number or a sentence, is left out.
fn addressable(name: &str) -> Option<&str> {
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    let no_address =
        !name.split(' ').any(|word| word.trim_end_matches('.').contains('.') && word.split('.').any(|part| part.chars().count() > 2));
    (!name.is_empty() && name.chars().count() <= 60 && name.chars().all(plain) && no_address).then_some(name)
}

fn text(letter: &Letter, frame: &Frame<'_>) -> String {
    let mut parts = vec![frame.greeting.clone()];
    for block in &letter.blocks {
        parts.push(match block {
            Block::Text(words) => unlinked(&printable(words)).trim().to_owned(),
            Block::Quote(words) => unlinked(&printable(words))
                .trim()
                .lines()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect::<Vec<_>>()
                .join("\n"),
            Block::Facts(facts) => facts
                .iter()
                .map(|(name, value)| format!("{name}: {}", unlinked(&printable(value)).trim().lines().collect::<Vec<_>>().join("\n  ")))
                .collect::<Vec<_>>()
                .join("\n"),
            Block::Contact { name, address } => format!("{}\n{}", unlinked(&printable(name)), printable(address)),
            Block::Link { label, path } => format!("{}:\n{}", unlinked(&printable(label)), (frame.absolute)(path)),
        });
    }
    if let Some((label, path)) = &letter.button {
        parts.push(format!("{label}:\n{}", (frame.absolute)(path)));
    }
    parts.push(frame.t.get("mail-signature"));
    let mut foot = vec![format!("{}\n{}", frame.t.get("mail-why"), unlinked(&printable(&frame.why)))];
    foot.extend(frame.links.iter().map(|(label, url)| format!("{}: {url}", unlinked(&printable(label)))));
    // The line with "-- " is where mail programs begin to show less.
    parts.push(format!("-- \n{}", foot.join("\n")));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

const FONT: &str = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BODY_TEXT: &str = "margin:0 0 16px;font-size:16px;line-height:1.55;color:#16231d";

/// The parts of the page that a mail program may leave out: dark mode and small screens.
const STYLE: &str = "
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0}
a{color:#0f5640}
@media (max-width:600px){.pad{padding-left:20px!important;padding-right:20px!important}.wide{width:100%!important}}
@media (prefers-color-scheme:dark){
.page{background:#0b2c22!important}.card{background:#103a2e!important;border-color:#2f6452!important}
.ink,.ink p,.ink td,.ink h1{color:#fbf8f2!important}.quiet,.quiet p,.quiet a{color:#c9dbd1!important}
.quote{background:#174a3b!important;border-color:#ffc845!important;color:#fbf8f2!important}
.facts td{border-color:#2f6452!important}.ink a{color:#ffc845!important}
.button{background:#ffc845!important}.button a{color:#16231d!important}
}";

fn html(letter: &Letter, frame: &Frame<'_>) -> String {
    let subject = unlinked(&escape(&letter.subject));
    let mut inner = format!(
        "<h1 style=\"margin:0 0 20px;font-size:23px;line-height:1.25;font-weight:700;color:#16231d\">{subject}</h1><p style=\"{BODY_TEXT}\">{}</p>",
        escape(&frame.greeting)
    );
    for block in &letter.blocks {
        inner += &match block {
            Block::Text(words) => paragraphs(words),
            Block::Quote(words) => quote(words),
            Block::Facts(facts) => table(facts),
            Block::Contact { name, address } => contact(name, address),
            Block::Link { label, path } => {
                format!(
                    "<p style=\"{BODY_TEXT}\"><a href=\"{}\" style=\"color:#0f5640\">{}</a></p>",
                    escape(&(frame.absolute)(path)),
                    unlinked(&escape(label))
                )
            }
        };
    }
    if let Some((label, path)) = &letter.button {
        inner += &button(label, &(frame.absolute)(path));
    }
    inner += &format!("<p style=\"margin:0;font-size:16px;line-height:1.55;color:#16231d\">{}</p>", escape(&frame.t.get("mail-signature")));
    document(frame, &subject, &preheader(letter), &inner)
}

fn document(frame: &Frame<'_>, subject: &str, preheader: &str, inner: &str) -> String {
    let why = format!(
        "<p style=\"margin:0 0 8px\"><strong>{}</strong><br>{}</p>",
        escape(&frame.t.get("mail-why")),
        unlinked(&escape(&frame.why))
    );
    let links: Vec<String> = frame
        .links
        .iter()
        .map(|(label, url)| format!("<a href=\"{}\" style=\"color:#5a5449\">{}</a>", escape(url), unlinked(&escape(label))))
        .collect();
    format!(
        "<!DOCTYPE html>
<html lang=\"{lang}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"supported-color-schemes\" content=\"light dark\">
<title>{subject}</title>
<style>{STYLE}</style>
</head>
<body class=\"page\" style=\"margin:0;padding:0;background:#f6f1e8;{FONT}\">
<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">{preheader}{padding}</div>
<table role=\"presentation\" class=\"page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"background:#f6f1e8\"><tr><td align=\"center\" style=\"padding:28px 12px\">
<table role=\"presentation\" class=\"wide\" width=\"560\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:560px;max-width:100%\">
<tr><td class=\"ink pad\" style=\"padding:0 36px 16px;{FONT}\"><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>
<td width=\"30\" height=\"30\" align=\"center\" style=\"width:30px;height:30px;background:#0f5640;border-radius:8px;{FONT};font-size:18px;font-weight:700;line-height:30px;color:#ffc845!important\"><span style=\"color:#ffc845\">W</span></td>
<td style=\"padding-left:10px;{FONT};font-size:18px;font-weight:700;color:#16231d\">Wijkcall</td></tr></table></td></tr>
<tr><td class=\"card ink pad\" style=\"padding:32px 36px;background:#ffffff;border:1px solid #e3dac9;border-radius:14px;{FONT}\">
{inner}
</td></tr>
<tr><td class=\"quiet pad\" style=\"padding:20px 36px;{FONT};font-size:13px;line-height:1.5;color:#5a5449\">
{why}<p style=\"margin:0;line-height:1.9\">{links}</p>
</td></tr>
</table>
</td></tr></table>
</body>
</html>
",
        lang = frame.t.locale.as_str(),
        // Keeps what follows out of the line that a list of mails shows.
        padding = "&#847;&zwnj;&nbsp;".repeat(40),
        links = links.join("<br>\n"),
    )
}

/// Gives what a list of mails shows beside the subject: what can be counted or dated, if that is there, and else how the letter begins.
fn preheader(letter: &Letter) -> String {
    let facts = letter.blocks.iter().find_map(|block| match block {
        Block::Facts(facts) => Some(facts.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" · ")),
        _ => None,
    });
    let first = letter.blocks.iter().find_map(|block| match block {
        Block::Text(words) => Some(words.clone()),
        _ => None,
    });
    // Of news, what is new stands in the subject; of the rest, the first sentence says what to do.
    let chosen = if letter.kind.urgency() == Urgency::Sometime { facts.or(first) } else { first.or(facts) };
    let words = chosen.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    unlinked(&escape(&words.chars().take(120).collect::<String>()))
}

fn paragraphs(words: &str) -> String {
    words
        .trim()
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| format!("<p style=\"{BODY_TEXT}\">{}</p>", unlinked(&escape(paragraph.trim())).replace('\n', "<br>")))
        .collect()
}

fn quote(words: &str) -> String {
    format!(
        "<blockquote class=\"quote\" style=\"margin:0 0 20px;padding:12px 16px;border-left:4px solid #0f5640;background:#eff6f0;border-radius:0 8px 8px 0;font-size:16px;line-height:1.55;color:#16231d\">{}</blockquote>",
        unlinked(&escape(words.trim())).replace('\n', "<br>")
    )
}

fn table(facts: &[(String, String)]) -> String {
    let rows: String = facts
        .iter()
        .map(|(name, value)| {
            format!(
                "<tr><td style=\"padding:9px 16px 9px 0;border-top:1px solid #e3dac9;font-size:15px;line-height:1.45;color:#5a5449;vertical-align:top\" width=\"34%\">{}</td><td style=\"padding:9px 0;border-top:1px solid #e3dac9;font-size:15px;line-height:1.45;font-weight:600;color:#16231d;vertical-align:top\">{}</td></tr>",
                escape(name),
                unlinked(&escape(value.trim())).replace('\n', "<br>")
            )
        })
        .collect();
    format!(
        "<table class=\"facts\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 20px\">{rows}</table>"
    )
}

/// Somebody to answer to. The address is one to which we mail ourselves.
fn contact(name: &str, address: &str) -> String {
    let to = percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%40", "@")
        .replace("%2E", ".");
    format!(
        "<p style=\"{BODY_TEXT}\"><strong>{}</strong><br><a href=\"mailto:{}\" style=\"color:#0f5640\">{}</a></p>",
        unlinked(&escape(name)),
        escape(&to),
        escape(address)
    )
}

fn button(label: &str, url: &str) -> String {
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:8px 0 24px\"><tr><td class=\"button\" style=\"background:#0f5640;border-radius:10px\"><a href=\"{}\" style=\"display:inline-block;padding:13px 24px;{FONT};font-size:16px;font-weight:700;line-height:1.2;color:#ffffff;text-decoration:none\">{}</a></td></tr></table>",
        escape(url),
        escape(label)
    )
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if is_printable(c) => safe.push(c),
            _ => safe.push(' '),
        }
    }
    safe
}

/// Says whether a character shows itself, or ends a line; those that turn the direction of text around could show another address than there is.
fn is_printable(c: char) -> bool {
    (!c.is_control() || c == '\n') && !super::turns_text(c)
}

fn printable(words: &str) -> String {
    words.chars().map(|c| if is_printable(c) { c } else { ' ' }).collect()
}

/// Puts a space of no width where a mail program would see an address: in `://`, after `@`, and after a dot within a word that holds a letter.
fn unlinked(escaped: &str) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        text.push(c);
        let in_a_word = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphabetic());
        if (c == '.' && in_a_word) || c == '@' || (c == ':' && rest.peek() == Some(&'/')) {
            text.push('\u{200b}');
        }
        before = c;
    }
    text
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        infra::{
            db::Object,
            i18n::Locale,
            mail::{Because, Post},
        },
        notifications::model::Event,
    };

    fn letter() -> Letter {
        Letter {
            kind: Event::IntroductionAsked,
            transactional: false,
            subject: "Wil je kennismaken met Repaircafé Assendorp?".to_owned(),
            blocks: vec![
                Block::Text("Repaircafé Assendorp zoekt een ruimte. Jij biedt er een aan.\n\nWil je kennismaken?".to_owned()),
                Block::Quote("Twee avonden <per> maand.\nZie https://voorbeeld.example of bel".to_owned()),
                Block::Facts(vec![("Wijk".to_owned(), "Assendorp, Zwolle".to_owned()), ("Vanaf".to_owned(), "1 maart 2027".to_owned())]),
                Block::Link { label: "Bekijk de behoefte".to_owned(), path: "/bakkerij/ruimte".to_owned() },
            ],
            button: Some(("Geef antwoord".to_owned(), "/kennismaking/1".to_owned())),
            object: Object::new("introduction", Uuid::nil()),
            dedupe_key: None,
            because: Because::default(),
        }
    }

    fn render(letter: &Letter, name: &str, locale: Locale) -> (String, String) {
        let post = Post::new("https://wijkcall.example", b"key");
        let to = Recipient { address: "a@voorbeeld.example".to_owned(), name: name.to_owned(), account_id: None, locale };
        let unsubscribe = (!letter.transactional).then(|| "https://wijkcall.example/uitschrijven?x=1&y=2".to_owned());
        both(letter, &to, Vec::new(), unsubscribe.as_deref(), &|path| post.absolute(locale, path))
    }

    #[test]
    fn the_text_says_all_that_the_html_says() {
        // Where a mail program would see an address, spaces of no width stand; here as "|".
        insta::assert_snapshot!(render(&letter(), "Fatima Bakker", Locale::Nl).0.replace('\u{200b}', "|"), @r"
        Hallo Fatima Bakker,

        Repaircafé Assendorp zoekt een ruimte. Jij biedt er een aan.

        Wil je kennismaken?

        > Twee avonden <per> maand.
        > Zie https:|//voorbeeld.|example of bel

        Wijk: Assendorp, Zwolle
        Vanaf: 1 maart 2027

        Bekijk de behoefte:
        https://wijkcall.example/bakkerij/ruimte

        Geef antwoord:
        https://wijkcall.example/kennismaking/1

        Groeten van Wijkcall

        -- 
        Waarom krijg ik deze mail?
        Je krijgt deze mail omdat je een behoefte of aanbod hebt geplaatst.
        Stop mails van de soort ‘Vraag om kennis te maken’: https://wijkcall.example/uitschrijven?x=1&y=2
        Kies welke mails je krijgt: https://wijkcall.example/account/mails
        Naar Wijkcall: https://wijkcall.example/
        ");
    }

    #[test]
    fn a_mail_about_an_own_act_cannot_be_switched_off() {
        let letter = Letter { kind: Event::SignIn, transactional: true, ..letter() };
        let (text, html) = render(&letter, "", Locale::En);
        assert!(text.starts_with("Hello,\n") && text.contains("https://wijkcall.example/en/kennismaking/1"), "{text}");
        for page in [&text, &html] {
            assert!(!page.contains("uitschrijven") && !page.contains("/account/mails"), "{page}");
        }
    }

    #[test]
    fn text_of_people_becomes_no_markup_and_no_link() {
        let bad = "<a href=\"https://elders.example\">klik</a> www.elders.example javascript:alert(1) \u{0} a@elders.example";
        let letter = Letter {
            subject: bad.to_owned(),
            blocks: vec![
                Block::Text(bad.to_owned()),
                Block::Quote(bad.to_owned()),
                Block::Facts(vec![(bad.to_owned(), bad.to_owned())]),
                Block::Link { label: bad.to_owned(), path: "javascript:alert(1)".to_owned() },
            ],
            button: Some((bad.to_owned(), "//elders.example\"><script>".to_owned())),
            ..letter()
        };
        let (_, html) = render(&letter, "Win geld op elders.example", Locale::Nl);
        assert!(!html.contains("<script") && !html.contains("<a href=\"https://elders") && html.contains("Hallo,<"), "{html}");
        let targets: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(targets.iter().all(|target| target.starts_with("https://wijkcall.example/")), "{targets:?}");
        let (_, quoted) = html.split_once("<blockquote").expect("a quote");
        let (quoted, _) = quoted.split_once("</blockquote>").expect("its end");
        assert!(!quoted.contains("https://") && !quoted.contains("elders.example"), "{quoted}");
    }

    #[test]
    fn a_name_that_carries_a_message_is_left_out() {
        for name in ["Fatima Bakker", "J.P. van 't Hof", "Anne-Marie", "drs. Zoë"] {
            assert_eq!(addressable(name), Some(name));
        }
        for name in ["", "Win geld op elders.example", "https://elders.example", "Bel 06 12345678", "a@b", &"a".repeat(61)] {
            assert_eq!(addressable(name), None, "{name}");
        }
    }

    #[test]
    fn every_kind_says_why() {
        for kind in Event::ALL.iter().copied() {
            let letter = Letter { kind, ..letter() };
            for locale in [Locale::Nl, Locale::En] {
                let why = Texts::new(locale).get(kind.why_key());
                assert!(render(&letter, "", locale).0.contains(&why), "{kind:?}");
            }
        }
    }
}
