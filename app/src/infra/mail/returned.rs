//! Reads what other servers send back: that a mail could not be delivered (RFC 3464), and that its reader complains of it (RFC 5965).
//!
//! Whoever can write to the address on the envelope can write such a mail. So nothing is taken from it but which of our mails it is about, by its Message-ID, which
//! nobody knows who did not get that mail, and for which address; what may follow from it is decided by `notifications::returned`.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _};

use super::{one_line, smtp};

/// The longest mail that is read.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The longest answer that is kept.
const LONGEST_ANSWER: usize = 300;

/// What another server says of one of our mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Between `<` and `>`.
    pub message_id: String,
    /// The addresses it speaks of: as we wrote it, and where it ended up.
    pub recipients: Vec<String>,
    pub news: News,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It did not arrive and will not.
    Failed {
        /// The enhanced status code, `5.1.1`.
        code: String,
        /// What the server said.
        answer: String,
    },
    /// Its reader does not want it.
    Complaint,
}

impl News {
    /// Says that a mail did not arrive; the answer is cut to what is kept.
    pub fn failed(code: &str, answer: &str) -> Self {
        Self::Failed { code: one_line(code).chars().take(12).collect(), answer: one_line(answer).chars().take(LONGEST_ANSWER).collect() }
    }

    /// Says whether it tells that there is no such mailbox, so that no other mail will arrive there either.
    pub fn names_no_mailbox(&self) -> bool {
        matches!(self, Self::Failed { code, .. } if smtp::NO_MAILBOX.contains(&code.as_str()))
    }
}

/// Reads a mail; nothing when it tells nothing of a mail of ours that must be acted on, such as "still trying".
pub fn read(mail: &[u8]) -> Vec<Report> {
    let Some(message) = MessageParser::default().parse(mail.get(..MAX_BYTES).unwrap_or(mail)) else { return Vec::new() };
    let Some(message_id) = returned_id(&message) else { return Vec::new() };
    let report = |recipients, news| Report { message_id: message_id.clone(), recipients, news };
    let mut reports = Vec::new();
    for part in &message.parts {
        if is(part, "message", "delivery-status") {
            reports.extend(groups(part.contents()).iter().filter_map(failed).map(|(to, news)| report(to, news)));
        } else if is(part, "message", "feedback-report") {
            reports.extend(groups(part.contents()).first().and_then(complaint).map(|(to, news)| report(to, news)));
        }
    }
    reports
}

fn is(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|content| {
        content.ctype().eq_ignore_ascii_case(kind) && content.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

/// Gives the Message-ID of the mail that came back, which is enclosed whole or with its headers alone.
fn returned_id(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| {
        if let Some(enclosed) = part.message() {
            return enclosed.message_id().map(ToOwned::to_owned);
        }
        let headers = is(part, "text", "rfc822-headers") || is(part, "message", "rfc822") || is(part, "message", "rfc822-headers");
        headers.then(|| MessageParser::default().parse(part.contents())?.message_id().map(ToOwned::to_owned)).flatten()
    })
}

/// Names and values, the names in small letters.
type Group = Vec<(String, String)>;

/// Takes fields apart: groups between empty lines, with folded lines put together.
fn groups(content: &[u8]) -> Vec<Group> {
    let text = String::from_utf8_lossy(content);
    let mut groups = vec![Group::new()];
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            groups.push(Group::new());
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = groups.last_mut().and_then(|group| group.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':')
            && let Some(group) = groups.last_mut()
        {
            group.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn field<'a>(group: &'a Group, name: &str) -> Option<&'a str> {
    group.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

/// Gives what stands behind a type: `rfc822; a@voorbeeld.example`.
fn behind_type(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim().trim_matches(['<', '>'])
}

fn addresses(group: &Group, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| field(group, name)).map(|value| behind_type(value).to_owned()).collect()
}

/// Reads the fields of one recipient; none when the mail may still arrive, or did.
fn failed(group: &Group) -> Option<(Vec<String>, News)> {
    let action = field(group, "action")?;
    if !action.split_whitespace().next()?.eq_ignore_ascii_case("failed") {
        return None;
    }
    let code = field(group, "status")?.split_whitespace().next()?;
    let answer = field(group, "diagnostic-code").map(behind_type).unwrap_or_default();
    Some((addresses(group, &["original-recipient", "final-recipient"]), News::failed(code, answer)))
}

/// Reads a complaint; none when it says that the reader does want it, or speaks of something else.
fn complaint(group: &Group) -> Option<(Vec<String>, News)> {
    let kind = field(group, "feedback-type")?.to_ascii_lowercase();
    ["abuse", "opt-out", "opt-out-list"].contains(&kind.as_str()).then(|| (addresses(group, &["original-rcpt-to"]), News::Complaint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounce(fields: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.voorbeeld.example\r\nTo: retour@wijkcall.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\r\n\r\n\
             --x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.voorbeeld.example\r\n\r\n{fields}\r\n\
             --x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <1@wijkcall.example>\r\nFrom: post@wijkcall.example\r\nSubject: x\r\n\r\nHallo\r\n--x--\r\n"
        )
    }

    const GONE: &str = "Final-Recipient: rfc822; weg@voorbeeld.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  no such user\r\n";

    #[test]
    fn a_mail_that_came_back_is_read() {
        let reports = read(bounce(GONE).as_bytes());
        let news = News::Failed { code: "5.1.1".to_owned(), answer: "550 5.1.1 no such user".to_owned() };
        assert!(news.names_no_mailbox());
        assert_eq!(
            reports,
            [Report { message_id: "1@wijkcall.example".to_owned(), recipients: vec!["weg@voorbeeld.example".to_owned()], news }]
        );
        // The headers alone.
        let headers = bounce(GONE).replace("message/rfc822", "text/rfc822-headers");
        assert_eq!(read(headers.as_bytes()), reports);
        // Only codes that name the mailbox.
        let full = read(bounce(&GONE.replace("5.1.1", "5.2.2")).as_bytes());
        assert!(full.len() == 1 && !full[0].news.names_no_mailbox());
    }

    #[test]
    fn what_may_still_arrive_is_no_failure() {
        for fields in [GONE.replace("failed", "delayed"), GONE.replace("failed", "relayed"), "Action: failed".to_owned(), String::new()] {
            assert_eq!(read(bounce(&fields).as_bytes()), [], "{fields}");
        }
    }

    #[test]
    fn a_complaint_is_read_and_its_opposite_is_none() {
        let arf = "From: <abuse@voorbeeld.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: y/1\r\n\
            Version: 1\r\nOriginal-Rcpt-To: <a@voorbeeld.example>\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <2@wijkcall.example>\r\n\r\nx\r\n--x--\r\n";
        let reports = read(arf.as_bytes());
        assert_eq!(
            reports,
            [Report {
                message_id: "2@wijkcall.example".to_owned(),
                recipients: vec!["a@voorbeeld.example".to_owned()],
                news: News::Complaint
            }]
        );
        assert_eq!(read(arf.replace("abuse\r\nUser", "not-spam\r\nUser").as_bytes()), []);
    }

    #[test]
    fn anything_else_says_nothing() {
        for mail in ["", "\r\n\r\n", "hallo", "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n--x\r\n--x--", "\u{0}\u{1}"] {
            assert_eq!(read(mail.as_bytes()), []);
        }
        // Without the mail itself there is nothing to tie it to.
        assert_eq!(read(bounce(GONE).replace("Message-ID: <1@wijkcall.example>\r\n", "").as_bytes()), []);
        // A deep nest does not break it.
        let nest = (0..2_000).map(|_| "Content-Type: message/rfc822\r\n\r\n").collect::<String>();
        assert_eq!(read(nest.as_bytes()), []);
    }
}
