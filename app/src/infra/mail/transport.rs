//! Where mails go: an SMTP server, or a folder in development.

use std::time::Duration;

use lettre::Address;

use super::{
    folder::Folder,
    message::Prepared,
    smtp::{Patience, Smtp, SmtpLine},
};
use crate::state::Settings;

/// Why a mail did not go, and what that means for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody could be reached, or we may not come in: not this mail's fault.
    #[error("{0}")]
    Unreachable(String),
    /// The line broke, or nothing came for too long, in the middle of this mail. It may have arrived.
    #[error("{0}")]
    Broken(String),
    /// The server does not want this mail now.
    #[error("{0}")]
    Later(String),
    /// The server, or the mail itself, says that it will never work.
    #[error("{0}")]
    Refused(String),
    /// The server says that there is no such mailbox: no other mail will arrive there either.
    #[error("{0}")]
    NoSuchMailbox(String),
}

/// A mistake in the settings of mail.
#[derive(Debug, thiserror::Error)]
#[error("the setting `smtp_url` {0}")]
pub struct TransportError(pub(super) String);

/// The way out, as the settings say.
pub enum Transport {
    Smtp(Box<Smtp>),
    Folder(Folder),
}

/// An open way out; several mails go over it one after the other.
pub enum Line {
    Smtp(Box<SmtpLine>),
    Folder,
}

impl Transport {
    /// Reads the settings; no connection is made yet.
    ///
    /// # Errors
    /// When the address of the server cannot be understood.
    pub fn from_settings(settings: &Settings) -> Result<Self, TransportError> {
        match &settings.smtp_url {
            Some(url) => Self::smtp(url, Patience::default()),
            None => Ok(Self::Folder(Folder::new(settings.mail_dir()))),
        }
    }

    /// Sends to the SMTP server at `url`; see `Smtp::parse`.
    ///
    /// # Errors
    /// When the address cannot be understood.
    pub fn smtp(url: &str, patience: Patience) -> Result<Self, TransportError> {
        Ok(Self::Smtp(Box::new(Smtp::parse(url, patience)?)))
    }

    /// Sends one mail over `line`, which is opened first when it is not; after a failure of the line it is gone.
    ///
    /// # Errors
    /// What went wrong; within a bounded time, whatever the server does.
    pub async fn deliver(&self, line: &mut Option<Line>, mail: &Prepared) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => folder.write(mail).await,
            Self::Smtp(smtp) => {
                // Taken out, so that a line on which something went wrong, or that took too long, is dropped and never used again.
                let open = line.take();
                let sending = async {
                    let mut open = match open {
                        Some(Line::Smtp(open)) => open,
                        _ => Box::new(smtp.open().await?),
                    };
                    let mut sent = open.send(mail).await;
                    if open.was_closed_between_mails() {
                        // A server may close a line that it finds old, or used enough; nothing of this mail went over it.
                        open = Box::new(smtp.open().await?);
                        sent = open.send(mail).await;
                    }
                    Ok((open, sent))
                };
                match tokio::time::timeout(smtp.patience.total, sending).await {
                    Ok(Ok((open, sent))) => {
                        if open.is_usable() {
                            *line = Some(Line::Smtp(open));
                        }
                        sent
                    }
                    Ok(Err(failure)) => Err(failure),
                    Err(_) => Err(Failure::Broken(format!("the whole took longer than {}", in_words(smtp.patience.total)))),
                }
            }
        }
    }
}

impl Transport {
    /// Opens a line, asks whether mail from `sender` is taken, and closes it again; gives in words what is there.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn say_hello(&self, sender: &Address) -> Result<String, Failure> {
        match self {
            Self::Folder(folder) => Ok(format!("mails are written to {}", folder.path().display())),
            Self::Smtp(smtp) => {
                let mut line = smtp.open().await?;
                let found = smtp.in_words(&line);
                let taken = line.try_sender(sender).await;
                line.close().await;
                taken.map(|()| format!("{found}; it takes mail from {sender}"))
            }
        }
    }
}

impl Line {
    /// Says goodbye; a server that does not answer is left alone.
    pub async fn close(self) {
        match self {
            Self::Smtp(line) => line.close().await,
            Self::Folder => {}
        }
    }
}

/// Writes a duration for a message.
pub(super) fn in_words(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
