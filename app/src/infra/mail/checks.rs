//! What an operator is told about the settings for mail: whether the server takes mail from us, what is wrong when it does not, and where to look.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Because, Block, Dkim, Failure, Letter, Post, Recipient, Transport, message};
use crate::{
    infra::{
        db::Object,
        i18n::{Locale, Texts},
    },
    notifications::model::Event,
    state::Settings,
};

/// The letter that shows that mail works.
pub fn test_letter(t: Texts) -> Letter {
    Letter {
        kind: Event::Test,
        transactional: true,
        subject: t.get("mail-test-subject"),
        blocks: vec![Block::Text(t.get("mail-test-text"))],
        button: Some((t.get("mail-site"), crate::paths::HOME.to_owned())),
        object: Object::new("mail", Uuid::now_v7()),
        dedupe_key: None,
        because: Because::default(),
    }
}

/// Sends one mail at once, past the outbox, so that an operator sees whether the settings are right.
///
/// # Errors
/// In words what went wrong.
pub async fn send_test(settings: &Settings, address: &str, locale: Locale, now: DateTime<Utc>) -> Result<(), Failure> {
    let transport = Transport::from_settings(settings).map_err(|error| Failure::Unreachable(error.to_string()))?;
    let letter = test_letter(Texts::new(locale));
    let to = Recipient { address: address.to_owned(), name: String::new(), account_id: None, locale };
    let post = Post::new(&settings.public_url, &settings.secret_key);
    let mail = message::build(&post.opened(to, letter, now)?, &message::Sender::of(settings)?)?;
    let mut line = None;
    transport.deliver(&mut line, &mail).await?;
    if let Some(line) = line {
        line.close().await;
    }
    Ok(())
}

/// Says hello to the mail server, with TLS and signing in as the settings say, asks whether it takes mail from our sender, and sends nothing. Gives in words
/// what it found.
///
/// # Errors
/// In words what went wrong.
pub async fn say_hello(settings: &Settings) -> Result<String, String> {
    let transport = Transport::from_settings(settings).map_err(|error| error.to_string())?;
    let sender = message::Sender::of(settings).map_err(|error| error.to_string())?;
    transport.say_hello(&sender.return_to).await.map_err(|failure| with_advice(&failure))
}

/// Says what went wrong, and where to look.
pub fn with_advice(failure: &Failure) -> String {
    let words = failure.to_string();
    format!("{words} ({})", advice(failure, &words))
}

/// What the beginning of the words tells is where in the conversation it went wrong (`smtp`).
fn advice(failure: &Failure, words: &str) -> &'static str {
    let has = |part: &str| words.contains(part);
    if words.starts_with("signing in") {
        return if has("No compatible") {
            "the server offers no way to sign in that is known here, which are PLAIN and LOGIN; many servers offer these with TLS only: add `?tls=required`; or leave user and password out of `smtp_url`"
        } else if has("transient error") {
            "the server cannot check a password now; try again later"
        } else {
            "check user and password in `smtp_url`"
        };
    }
    if has("CaUsedAsEndEntity") {
        return "the certificate of the server is that of an authority itself; the server needs one of its own, made by that authority, or by itself with basicConstraints CA:FALSE";
    }
    if has("TLS") || has("certificate") {
        return "check `?tls=` and the port in `smtp_url`: smtps:// is TLS from the first byte, mostly on port 465, and smtp:// with ?tls=required begins without it, mostly on port 587; a certificate of your own is named with `ca=FILE`";
    }
    if words.starts_with("greeting") {
        return if has("transient error") {
            "the server does not want to talk now; try again later"
        } else if has("error (") {
            "the server answers, and does not want to talk with this machine: set the host name of this machine to a full name, and check whether the server takes connections from here"
        } else {
            "what answers there does not speak SMTP: check the port in `smtp_url`, and whether it wants TLS from the first byte, smtps://"
        };
    }
    if words.starts_with("sender") {
        return "this server does not send for that address: check `mail_from` and `mail.return_to`, and which senders the server allows";
    }
    match failure {
        Failure::Later(_) => "the server wants to see the mail later; the outbox tries again by itself",
        _ if words.starts_with("recipient") => "the server does not deliver to that address, or does not relay for us",
        _ if ["DMARC", "DKIM", "SPF"].into_iter().any(has) => {
            "the server does not trust mail from this sender: `wijkcall doctor` lists the records that the DNS should hold"
        }
        Failure::Unreachable(_) => "check host and port in `smtp_url`, and whether this machine may connect there",
        Failure::Broken(_) => "the server went silent or hung up: its log says why",
        Failure::Refused(_) | Failure::NoSuchMailbox(_) => "the server refuses the mail; its log says more",
    }
}

/// Says what can be known of the sender without asking the DNS: whether its names fit together, and which records others will look for.
///
/// # Errors
/// In words what does not fit.
pub fn check_sender(settings: &Settings) -> Result<Vec<String>, String> {
    let sender = message::Sender::of(settings).map_err(|error| error.to_string())?;
    let (from, envelope) = (sender.from.email.domain().to_ascii_lowercase(), sender.return_to.domain().to_ascii_lowercase());
    if settings.smtp_url.is_some() && !from.contains('.') {
        return Err(format!("`mail_from` names {from}, which is no domain of the internet: no server will take mail from it"));
    }
    let below = |name: &str, domain: &str| name == domain || name.ends_with(&format!(".{domain}"));
    if let Some(dkim) = &settings.dkim
        && !below(&from, dkim.domain())
    {
        return Err(format!("mails come from {from} and are signed for {}: such a signature counts for nothing", dkim.domain()));
    }
    let mut records = vec![format!("{envelope} TXT \"v=spf1 ...\", with the address of the mail server in it (SPF)")];
    match settings.dkim.as_ref().map(Dkim::record) {
        Some((name, content)) => records.push(format!("{name} TXT \"{content}\" (DKIM)")),
        None => records.push(format!("mails are not signed here; let the mail server sign for {from}, or set [dkim]")),
    }
    records.push(format!("_dmarc.{from} TXT \"v=DMARC1; p=none; rua=mailto:...\" (DMARC)"));
    if !below(&envelope, &from) && !below(&from, &envelope) {
        records
            .push(format!("mails come from {from} and go back to {envelope}: SPF then says nothing about {from}, so that DKIM is needed"));
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_about_what_went_wrong() {
        let unreachable = |words: &str| Failure::Unreachable(words.to_owned());
        for (failure, part) in [
            (unreachable("connecting: Connection refused (os error 111)"), "check host and port"),
            (
                unreachable("greeting: permanent error (504): 5.5.2 <vm>: need fully-qualified hostname"),
                "set the host name of this machine",
            ),
            (unreachable("greeting: permanent error (554): 5.7.1 no service for you"), "takes connections from here"),
            (unreachable("greeting: transient error (421): 4.3.2 too busy"), "try again later"),
            (unreachable("greeting: response error: incomplete response"), "does not speak SMTP"),
            (unreachable("greeting: nothing within 10.0 s"), "smtps://"),
            (unreachable("TLS: tls handshake eof"), "check `?tls=`"),
            (unreachable("TLS: the server offers none"), "check `?tls=`"),
            (unreachable("TLS: invalid peer certificate: UnknownIssuer"), "ca=FILE"),
            (unreachable("TLS: invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))"), "CA:FALSE"),
            (unreachable("signing in: permanent error (535): 5.7.8 invalid"), "check user and password"),
            (unreachable("signing in: transient error (454): 4.7.0 Temporary"), "try again later"),
            (unreachable("signing in: internal client error: No compatible authentication mechanism was found"), "PLAIN and LOGIN"),
            (Failure::Later("sender: permanent error (553): not owned by user".to_owned()), "check `mail_from`"),
            (Failure::Later("sender: permanent error (530): Must issue a STARTTLS command first".to_owned()), "?tls=required"),
            (Failure::Later("recipient: transient error (450): Greylisted".to_owned()), "tries again by itself"),
            (Failure::Refused("recipient: permanent error (554): Relay access denied".to_owned()), "does not relay for us"),
            (Failure::Refused("content: permanent error (550): due to DMARC policy".to_owned()), "the DNS should hold"),
            (Failure::Refused("content: permanent error (552): too big".to_owned()), "its log says more"),
            (Failure::Broken("data: no answer within 25.0 s".to_owned()), "went silent"),
        ] {
            let told = with_advice(&failure);
            assert!(told.contains(part), "{told}");
        }
    }
}
