//! One letter as text and as HTML.

use super::{Block, Letter, Recipient};
use crate::infra::i18n::Texts;

/// Gives the text and the HTML of a letter. `absolute` makes an address of a path.
pub(super) fn both(letter: &Letter, to: &Recipient, unsubscribe_url: Option<&str>, absolute: &dyn Fn(&str) -> String) -> (String, String) {
    let t = Texts::new(to.locale);
    let greeting =
        if to.name.is_empty() { t.get("mail-greeting") } else { t.with("mail-greeting-name", &[("name", to.name.as_str().into())]) };
    let mut text = format!("{greeting}\n\n");
    let mut html = format!("<p>{}</p>", escape(&greeting));
    for block in &letter.blocks {
        match block {
            Block::Text(words) => {
                text += &format!("{words}\n\n");
                html += &format!("<p>{}</p>", escape(words));
            }
            Block::Quote(words) => {
                let quoted: Vec<String> = words.lines().map(|line| format!("> {line}")).collect();
                text += &format!("{}\n\n", quoted.join("\n"));
                html += &format!("<blockquote>{}</blockquote>", escape(words).replace('\n', "<br>"));
            }
            Block::Facts(facts) => {
                for (name, value) in facts {
                    text += &format!("{name}: {value}\n");
                    html += &format!("<p><strong>{}</strong><br>{}</p>", escape(name), escape(value));
                }
                text += "\n";
            }
            Block::Link { label, path } => {
                let url = absolute(path);
                text += &format!("{label}: {url}\n\n");
                html += &format!("<p><a href=\"{}\">{}</a></p>", escape(&url), escape(label));
            }
        }
    }
    if let Some((label, path)) = &letter.button {
        let url = absolute(path);
        text += &format!("{label}:\n{url}\n\n");
        html += &format!("<p><a class=\"button\" href=\"{}\">{}</a></p>", escape(&url), escape(label));
    }
    text += &t.get("mail-signature");
    html += &format!("<p>{}</p>", escape(&t.get("mail-signature")));
    if let Some(url) = unsubscribe_url {
        text += &format!("\n\n{}: {url}", t.get("mail-unsubscribe"));
        html += &format!("<p><a href=\"{}\">{}</a></p>", escape(url), escape(&t.get("mail-unsubscribe")));
    }
    (text, html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
