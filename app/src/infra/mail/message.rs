//! A row of the outbox as a message in the format of mail (RFC 5322), ready to go over the line.

use std::{panic::AssertUnwindSafe, time::SystemTime};

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{dkim::Dkim, one_line, transport::Failure};
use crate::{infra::db::entity::outbox, state::Settings};

/// A message and its envelope.
#[derive(Debug)]
pub struct Prepared {
    /// The id of its row, for logs.
    pub id: uuid::Uuid,
    pub from: Address,
    pub to: Address,
    /// Headers and body, each line ended by CR LF.
    pub content: String,
}

/// Who mails come from.
pub struct Sender<'a> {
    /// `Wijkcall <post@wijkcall.example>`.
    pub from: Mailbox,
    /// Where other servers send what they cannot deliver: the sender on the envelope.
    pub return_to: Address,
    pub dkim: Option<&'a Dkim>,
}

impl<'a> Sender<'a> {
    /// Reads it from the settings.
    ///
    /// # Errors
    /// When one of them is no mail address.
    pub fn of(settings: &'a Settings) -> Result<Self, Failure> {
        let from = mailbox("mail_from", &settings.mail_from)?;
        let return_to = match &settings.mail.return_to {
            Some(address) => mailbox("mail.return_to", address)?.email,
            None => from.email.clone(),
        };
        Ok(Self { from, return_to, dkim: settings.dkim.as_ref() })
    }
}

impl Sender<'static> {
    /// One without anything else.
    ///
    /// # Errors
    /// When it is no mail address.
    pub fn plain(from: &str) -> Result<Self, Failure> {
        let from = mailbox("mail_from", from)?;
        Ok(Self { return_to: from.email.clone(), from, dkim: None })
    }
}

fn mailbox(setting: &str, text: &str) -> Result<Mailbox, Failure> {
    let problem = || Failure::Unreachable(format!("the setting `{setting}` is not a mail address: {text:?}"));
    if text.chars().any(char::is_control) {
        return Err(problem());
    }
    text.parse().map_err(|_| problem())
}

/// Reads an address strictly. lettre lets line ends through in some places, and an address ends up in commands to the server.
fn address(text: &str) -> Result<Address, Failure> {
    let plain = text.len() <= 254 && !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';'));
    plain.then(|| text.parse().ok()).flatten().ok_or_else(|| Failure::Refused("this is not a mail address".to_owned()))
}

/// Builds the message of a row. Whatever a row holds, the answer is a message or a refusal, never a panic: one bad row must not stop the others.
///
/// # Errors
/// [`Failure::Refused`] when no message can be made of it.
pub fn build(row: &outbox::Model, sender: &Sender<'_>) -> Result<Prepared, Failure> {
    std::panic::catch_unwind(AssertUnwindSafe(|| compose(row, sender)))
        .unwrap_or_else(|_| Err(Failure::Refused("no message can be made of this row".to_owned())))
}

fn compose(row: &outbox::Model, sender: &Sender<'_>) -> Result<Prepared, Failure> {
    let to = address(&row.to_address)?;
    let name = one_line(&row.to_name);
    let mut message = Message::builder()
        .from(sender.from.clone())
        .to(Mailbox::new((!name.is_empty()).then_some(name), to.clone()))
        .subject(one_line(&row.subject))
        // The same for each attempt, so that a mailbox can drop a second copy.
        .message_id(Some(row.message_id.clone()))
        .date(SystemTime::from(row.created_at))
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header("X-Auto-Response-Suppress", "All".to_owned()));
    if let Some(url) = &row.unsubscribe_url {
        message = message
            .raw_header(header("List-Unsubscribe", format!("<{}>", one_line(url))))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let message = message
        .multipart(MultiPart::alternative_plain_html(row.body_text.clone(), row.body_html.clone()))
        .map_err(|error| Failure::Refused(error.to_string()))?;
    let content = String::from_utf8(message.formatted()).map_err(|error| Failure::Refused(error.to_string()))?;
    let mut content = with_whole_line_ends(&content);
    if let Some(dkim) = sender.dkim {
        let signature = dkim.signature(&content).map_err(|error| Failure::Unreachable(format!("the mail cannot be signed: {error}")))?;
        content.insert_str(0, &signature);
    }
    Ok(Prepared { id: row.id, from: sender.return_to.clone(), to, content })
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Ends each line with CR LF; a lone CR or LF would let text pass for the end of a message on some servers.
fn with_whole_line_ends(content: &str) -> String {
    let mut whole = String::with_capacity(content.len() + 64);
    let mut rest = content.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                whole.push_str("\r\n");
            }
            '\n' => whole.push_str("\r\n"),
            c => whole.push(c),
        }
    }
    whole
}

/// Shows enough of an address to find a problem, and too little to know who it is: `f***@voorbeeld.example`.
pub fn masked(address: &str) -> String {
    let (user, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = user.chars().take(1).collect();
    one_line(&format!("{first}***@{domain}"))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn row() -> outbox::Model {
        let moment = "2026-11-02T09:00:00Z".parse().expect("a moment");
        outbox::Model {
            id: uuid::Uuid::from_u128(7),
            kind: "new_match".to_owned(),
            account_id: None,
            to_address: "fatima@voorbeeld.example".to_owned(),
            to_name: "Fatima Bakker".to_owned(),
            subject: "Een ruimte die past".to_owned(),
            body_text: "Hallo".to_owned(),
            body_html: "<p>Hallo</p>".to_owned(),
            unsubscribe_url: Some("https://wijkcall.example/uitschrijven?adres=fatima%40voorbeeld%2Eexample&soort=new_match&code=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".to_owned()),
            object_kind: "listing".to_owned(),
            object_id: None,
            status: "waiting".to_owned(),
            attempts: 0,
            next_attempt_at: moment,
            lease_owner: None,
            lease_until: None,
            message_id: "<7@wijkcall.example>".to_owned(),
            dedupe_key: None,
            last_error: None,
            created_at: moment,
            sent_at: None,
            letter: String::new(),
            batch: None,
            version: 1,
            discarded_reason: None,
            party_id: None,
        }
    }

    fn from() -> Sender<'static> {
        Sender::plain("Wijkcall <post@wijkcall.example>").expect("a sender")
    }

    fn headers(prepared: &Prepared) -> String {
        let (headers, _) = prepared.content.split_once("\r\n\r\n").expect("headers and a body");
        let headers = headers.replace("\r\n", "\n");
        headers.lines().filter(|line| !line.contains("boundary=") && !line.starts_with("Content-Type")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_headers_say_what_machines_want_to_know() {
        insta::assert_snapshot!(headers(&build(&row(), &from()).expect("a message")), @r#"
        From: Wijkcall <post@wijkcall.example>
        To: "Fatima Bakker" <fatima@voorbeeld.example>
        Subject: Een ruimte die past
        Message-ID: <7@wijkcall.example>
        Date: Mon, 02 Nov 2026 09:00:00 +0000
        Auto-Submitted: auto-generated
        X-Auto-Response-Suppress: All
        List-Unsubscribe: <https://wijkcall.example/uitschrijven?adres=fatima%40voorbeeld%2Eexample&soort=new_match&code=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        MIME-Version: 1.0
        "#);
    }

    #[test]
    fn text_of_people_adds_no_header() {
        let mut bad = row();
        bad.subject = "Hallo\r\nBcc: x@elders.example\r\n\r\nAndere inhoud".to_owned();
        bad.to_name = "Fatima\r\nBcc: x@elders.example".to_owned();
        bad.unsubscribe_url = None;
        let prepared = build(&bad, &from()).expect("a message");
        let headers = headers(&prepared);
        assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{headers}");
        assert_eq!(prepared.to.to_string(), "fatima@voorbeeld.example");
    }

    #[test]
    fn an_address_with_a_line_end_is_refused() {
        for bad in [
            "a@voorbeeld.example\r\nRCPT TO:<b@elders.example>",
            "\"a\r\nRCPT TO:<b@elders.example>\"@voorbeeld.example",
            "a@voorbeeld.example>",
            "a@voorbeeld.example,b@elders.example",
            "a b@voorbeeld.example",
            "\u{0}@voorbeeld.example",
            "a@[1.2.3.4]\n",
            "geen adres",
            "",
        ] {
            let row = outbox::Model { to_address: bad.to_owned(), ..row() };
            assert!(matches!(build(&row, &from()), Err(Failure::Refused(_))), "{bad:?}");
        }
        assert!(mailbox("mail_from", "Wijk\r\ncall <post@wijkcall.example>").is_err());
    }

    #[test]
    fn any_text_of_people_makes_a_message_or_a_refusal() {
        proptest::proptest!(|(name in ".{0,40}", subject in "\\PC{0,80}|.{0,80}", body in "(.|\n|\r){0,200}")| {
            let row = outbox::Model { to_name: name, subject, body_text: body.clone(), body_html: body, ..row() };
            let prepared = build(&row, &from()).expect("a message");
            let content = &prepared.content;
            proptest::prop_assert_eq!(content.matches('\n').count(), content.matches("\r\n").count());
            proptest::prop_assert_eq!(content.matches('\r').count(), content.matches("\r\n").count());
            let (headers, _) = content.split_once("\r\n\r\n").expect("headers and a body");
            let names: Vec<&str> = headers.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).filter_map(|line| line.split(':').next()).collect();
            proptest::prop_assert_eq!(names.len(), 11, "{:?}", names);
        });
    }

    #[test]
    fn a_masked_address_names_nobody() {
        assert_eq!(masked("fatima@voorbeeld.example"), "f***@voorbeeld.example");
        assert_eq!(masked(""), "***@");
    }
}
