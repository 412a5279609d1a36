//! A conversation with an SMTP server, over lettre's connection, with a limit on every step.
//!
//! lettre's own pool is not used: it limits the time of connecting only, and its small writes wait for each other (Nagle's algorithm). Here every
//! connection is opened with TCP_NODELAY, also for TLS from the first byte, and a message is one write, so that there is nothing to wait for.

use std::{fmt, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Quit, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
    },
};
use tokio::{net::TcpStream, time::timeout};

use super::{
    message::Prepared,
    one_line, tls,
    transport::{Failure, TransportError, in_words},
};

/// How long a server may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To connect, TLS included.
    pub connect: Duration,
    /// To answer one command.
    pub step: Duration,
    /// For one mail with everything before it.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), step: Duration::from_secs(25), total: Duration::from_secs(50) }
    }
}

/// What protects the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    Plain,
    /// STARTTLS if the server offers it.
    Opportunistic,
    /// STARTTLS or nothing.
    Required,
    /// TLS from the first byte.
    Implicit,
}

/// An SMTP server.
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    tls: TlsParameters,
    /// For TLS from the first byte.
    implicit_tls: tls::Client,
    credentials: Option<Credentials>,
    hello: ClientId,
    pub(super) patience: Patience,
}

impl Smtp {
    /// Reads `smtp://HOST:25`, `smtp://USER:PASSWORD@HOST:587?tls=required` (or `tls=opportunistic`) or `smtps://USER:PASSWORD@HOST`.
    /// `ca=FILE` adds a certificate (PEM) of an authority of one's own.
    ///
    /// # Errors
    /// When it is none of these, or would send a password in the clear over a network.
    pub fn parse(url: &str, patience: Patience) -> Result<Self, TransportError> {
        let wrong = |why: &str| TransportError(why.to_owned());
        let uri: http::Uri = url.parse().map_err(|_| wrong("is not an address"))?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| wrong("names no server"))?.trim_matches(['[', ']']).to_owned();
        let mut security = match uri.scheme_str() {
            Some("smtp") => Security::Plain,
            Some("smtps") => Security::Implicit,
            _ => return Err(wrong("must start with smtp:// or smtps://")),
        };
        let mut tls = TlsParameters::builder(host.clone());
        let mut authorities = Vec::new();
        for (name, value) in uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('=')) {
            match (name, value, security) {
                ("tls", "required", Security::Plain) => security = Security::Required,
                ("tls", "opportunistic", Security::Plain) => security = Security::Opportunistic,
                ("ca", file, _) => {
                    let pem = std::fs::read(decoded(file))
                        .map_err(|error| TransportError(format!("names a certificate that cannot be read: {error}")))?;
                    tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| wrong("names a certificate that is not PEM"))?);
                    authorities.push(pem);
                }
                _ => return Err(TransportError(format!("has an unknown option {name}={value}"))),
            }
        }
        let credentials = uri.authority().and_then(|authority| authority.as_str().rsplit_once('@')).map(|(user, _)| {
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            Credentials::new(decoded(user), decoded(password))
        });
        let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        if credentials.is_some() && !here && matches!(security, Security::Plain | Security::Opportunistic) {
            return Err(wrong("would send a password in the clear; add ?tls=required, or use smtps://"));
        }
        let port = uri.port_u16().unwrap_or(match security {
            Security::Plain | Security::Opportunistic => 25,
            Security::Required => 587,
            Security::Implicit => 465,
        });
        let tls = tls.build().map_err(|error| TransportError(format!("cannot be used with TLS: {error}")))?;
        let implicit_tls =
            tls::Client::new(&host, &authorities).ok_or_else(|| wrong("names a server or certificate that cannot be used with TLS"))?;
        Ok(Self { host, port, security, tls, implicit_tls, credentials, hello: ClientId::default(), patience })
    }

    /// Connects, and signs in if there is something to sign in with.
    ///
    /// # Errors
    /// [`Failure::Unreachable`], whatever it is.
    pub async fn open(&self) -> Result<SmtpLine, Failure> {
        let mut step = Step::Connecting;
        let mut connection = match timeout(self.patience.connect, self.connect(&mut step)).await {
            Ok(Ok(connected)) => connected,
            Ok(Err(words)) => return Err(Failure::Unreachable(format!("{step}: {words}"))),
            Err(_) => return Err(Failure::Unreachable(format!("{step}: nothing within {}", in_words(self.patience.connect)))),
        };
        if let Some(credentials) = &self.credentials {
            let asking = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            match timeout(self.patience.step, asking).await {
                Ok(answer) => {
                    answer.map_err(|error| Failure::Unreachable(format!("signing in: {}", shown(&error))))?;
                }
                Err(_) => return Err(Failure::Unreachable(format!("signing in took longer than {}", in_words(self.patience.step)))),
            }
        }
        Ok(SmtpLine { connection, step: self.patience.step, usable: true, sent: 0, closed_between: false })
    }

    /// Says where mail goes, what protects it, how we call ourselves (EHLO), and what is worth a look.
    pub fn in_words(&self, line: &SmtpLine) -> String {
        let offers_tls = line.connection.can_starttls();
        let security = match self.security {
            Security::Plain if offers_tls => "without TLS, although the server offers it: add ?tls=required",
            Security::Plain => "without TLS",
            Security::Opportunistic => "with TLS when it is offered",
            Security::Required | Security::Implicit => "with TLS",
        };
        let signed_in = if self.credentials.is_some() { ", signed in" } else { "" };
        let hello = self.hello.to_string();
        let strange =
            if hello.contains('.') { "" } else { ", which has no dot, so that many servers refuse it: set the host name of this machine" };
        format!(
            "{}:{} answers as {}, {security}{signed_in}; we say EHLO {hello}{strange}",
            self.host,
            self.port,
            line.connection.server_info().name()
        )
    }

    /// Connects, and notes in `step` how far that came.
    async fn connect(&self, step: &mut Step) -> Result<AsyncSmtpConnection, String> {
        let server = (self.host.as_str(), self.port);
        let words = |error: Error| shown(&error);
        let stream = TcpStream::connect(server).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        if self.security == Security::Implicit {
            *step = Step::Tls;
            let stream = self.implicit_tls.wrap(stream).await.map_err(|error| error.to_string())?;
            *step = Step::Greeting;
            return AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await.map_err(words);
        }
        *step = Step::Greeting;
        let mut connection = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await.map_err(words)?;
        *step = Step::Tls;
        match self.security {
            Security::Required if !connection.can_starttls() => return Err("the server offers none".to_owned()),
            Security::Required => connection.starttls(self.tls.clone(), &self.hello).await.map_err(words)?,
            Security::Opportunistic if connection.can_starttls() => {
                connection.starttls(self.tls.clone(), &self.hello).await.map_err(words)?;
            }
            _ => {}
        }
        Ok(connection)
    }
}

/// How far opening a connection came: its words begin what an operator reads (`checks`).
#[derive(Clone, Copy, Debug)]
enum Step {
    Connecting,
    /// The server greets, and we say EHLO.
    Greeting,
    Tls,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Greeting => "greeting",
            Self::Tls => "TLS",
        })
    }
}

/// Where in the conversation something went wrong.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Sender,
    Recipient,
    Data,
    Content,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Content => "content",
        })
    }
}

/// An open connection.
pub struct SmtpLine {
    connection: AsyncSmtpConnection,
    step: Duration,
    usable: bool,
    /// Mails that went over it.
    sent: u32,
    closed_between: bool,
}

impl SmtpLine {
    pub fn is_usable(&self) -> bool {
        self.usable
    }

    /// Says whether the line served before and was found closed when the next mail began.
    pub fn was_closed_between_mails(&self) -> bool {
        self.closed_between
    }

    /// Hands over one mail. After an answer that says no, the line can be used for the next one.
    ///
    /// # Errors
    /// What the server answered, or that it did not.
    pub async fn send(&mut self, mail: &Prepared) -> Result<(), Failure> {
        let sent = self.hand_over(mail).await;
        if sent.is_ok() {
            self.sent += 1;
        } else if matches!(sent, Err(Failure::Later(_) | Failure::Refused(_) | Failure::NoSuchMailbox(_))) {
            let reset = timeout(self.step, self.connection.command(Rset)).await;
            self.usable = matches!(reset, Ok(Ok(_)));
        } else {
            self.usable = false;
        }
        sent
    }

    async fn hand_over(&mut self, mail: &Prepared) -> Result<(), Failure> {
        let mut options = Vec::new();
        if !(is_ascii(&mail.from) && is_ascii(&mail.to) && mail.content.is_ascii()) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Failure::Refused("the mail server does not know letters outside ASCII in an address".to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let began = self.command(Stage::Sender, Mail::new(Some(mail.from.clone()), options)).await;
        self.closed_between = self.sent > 0 && matches!(began, Err(Failure::Broken(_)));
        began?;
        self.command(Stage::Recipient, Rcpt::new(mail.to.clone(), Vec::new())).await?;
        self.command(Stage::Data, Data).await?;
        self.command(Stage::Content, Content(&mail.content)).await
    }

    async fn command(&mut self, stage: Stage, command: impl fmt::Display) -> Result<(), Failure> {
        match timeout(self.step, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(stage, &error)),
            Err(_) => Err(Failure::Broken(format!("{stage}: no answer within {}", in_words(self.step)))),
        }
    }

    /// Asks whether the server takes mail from that sender, and sends none.
    ///
    /// # Errors
    /// What it answered.
    pub async fn try_sender(&mut self, sender: &Address) -> Result<(), Failure> {
        self.command(Stage::Sender, Mail::new(Some(sender.clone()), Vec::new())).await?;
        let _ = timeout(self.step, self.connection.command(Rset)).await;
        Ok(())
    }

    /// Says goodbye; a server that does not answer soon is left alone.
    pub async fn close(mut self) {
        let _ = timeout(self.step.min(Duration::from_secs(2)), self.connection.command(Quit)).await;
    }
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

/// Says what an answer means for the mail.
fn failure(stage: Stage, error: &Error) -> Failure {
    let words = format!("{stage}: {}", shown(error));
    let closing = error.status().is_some_and(|code| u16::from(code) == 421);
    if closing {
        Failure::Broken(words)
    } else if error.is_permanent() {
        // A server that does not want us as a sender has a quarrel with our settings, not with this mail.
        match stage {
            Stage::Sender => Failure::Later(words),
            Stage::Recipient if names_no_mailbox(&words) => Failure::NoSuchMailbox(words),
            _ => Failure::Refused(words),
        }
    } else if error.is_transient() {
        Failure::Later(words)
    } else {
        Failure::Broken(words)
    }
}

/// The enhanced status codes that say that there is no such mailbox.
pub(super) const NO_MAILBOX: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

/// Says whether an answer tells that there is no such mailbox, by its enhanced status code (RFC 3463). An answer without one may as well mean that the
/// server does not relay for us, which says nothing about the mailbox.
fn names_no_mailbox(words: &str) -> bool {
    words.split_whitespace().find(|word| word.starts_with("5.")).is_some_and(|word| NO_MAILBOX.contains(&word))
}

/// Gives an error on one line of bounded length.
fn shown(error: &Error) -> String {
    one_line(&error.to_string()).chars().take(300).collect()
}

/// A message as it goes over the line, in one write: a dot at the start of a line is doubled, and a line with one dot ends it all (RFC 5321, 4.5.2).
struct Content<'a>(&'a str);

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.strip_suffix("\r\n").unwrap_or(self.0).split("\r\n") {
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
            f.write_str("\r\n")?;
        }
        f.write_str(".\r\n")
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Smtp, TransportError> {
        Smtp::parse(url, Patience::default())
    }

    #[test]
    fn a_server_is_read_from_its_address() {
        for (url, host, port, security) in [
            ("smtp://mail.example", "mail.example", 25, Security::Plain),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Security::Plain),
            ("smtp://[::1]:2525", "::1", 2525, Security::Plain),
            ("smtp://mail.example?tls=opportunistic", "mail.example", 25, Security::Opportunistic),
            ("smtp://a:b%40c@mail.example?tls=required", "mail.example", 587, Security::Required),
            ("smtps://a:b@mail.example", "mail.example", 465, Security::Implicit),
        ] {
            let smtp = parse(url).map_err(|error| format!("{url}: {error}")).expect("a server");
            assert_eq!((smtp.host.as_str(), smtp.port, smtp.security), (host, port, security), "{url}");
            assert_eq!(smtp.credentials.is_some(), url.contains('@'), "{url}");
        }
    }

    #[test]
    fn a_password_never_goes_in_the_clear() {
        for url in ["smtp://a:b@mail.example", "smtp://a:b@mail.example?tls=opportunistic"] {
            assert!(parse(url).is_err(), "{url}");
        }
        assert!(parse("smtp://a:b@localhost:2525").is_ok());
        for url in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://mail.example?tls=perhaps",
            "smtps://mail.example?tls=required",
            "smtp://x?ca=/nowhere",
        ] {
            assert!(parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_dot_at_the_start_of_a_line_does_not_end_the_message() {
        assert_eq!(Content("a\r\n.\r\n..b\r\nc").to_string(), "a\r\n..\r\n...b\r\nc\r\n.\r\n");
        assert_eq!(Content("a\r\n\r\n").to_string(), "a\r\n\r\n.\r\n");
        assert_eq!(Content("").to_string(), "\r\n.\r\n");
    }

    #[test]
    fn only_an_answer_about_the_mailbox_stops_an_address() {
        for (words, no_mailbox) in [
            ("recipient: permanent error (550): 5.1.1 no such mailbox", true),
            ("recipient: permanent error (550): 5.1.10 null MX", true),
            ("recipient: permanent error (554): 5.7.1 relay access denied", false),
            ("recipient: permanent error (550): relay not permitted", false),
            ("recipient: permanent error (552): 5.2.2 mailbox full", false),
            ("recipient: permanent error (550): 5.1.8 bad sender", false),
        ] {
            assert_eq!(names_no_mailbox(words), no_mailbox, "{words}");
        }
    }

    #[test]
    fn patience_ends_before_a_minute() {
        assert!(Patience::default().total < Duration::from_secs(60));
    }
}
