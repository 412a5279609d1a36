//! Markdown of people, made safe: the only place where text becomes HTML that is not escaped.

use comrak::{Options, markdown_to_html};

/// Renders Markdown to HTML in which only harmless elements are left. Headings start at level 3, below the page's own.
pub fn to_html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    // An amount stays on one line with its sign.
    let html = markdown_to_html(&markdown.replace("€ ", "€\u{a0}"), &options);
    let html =
        ["1", "2"].iter().fold(html, |html, level| html.replace(&format!("<h{level}>"), "<h3>").replace(&format!("</h{level}>"), "</h3>"));
    let mut cleaner = ammonia::Builder::default();
    cleaner.rm_tags(["img"]).link_rel(Some("nofollow noopener noreferrer"));
    cleaner.clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn script_and_images_are_gone_and_headings_are_lowered() {
        let html = to_html("# Kop\n\n**vet** <script>alert(1)</script> ![x](https://elders.example/x.png) [link](javascript:alert(1))");
        assert!(html.contains("<h3>Kop</h3>") && html.contains("<strong>vet</strong>"), "{html}");
        assert!(!html.contains("script") && !html.contains("<img"), "{html}");
    }
}
