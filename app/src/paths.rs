//! The address of every page, without the language. Links and redirects take theirs from here.

use crate::bakery::model::{IntroductionId, ListingId, Side};

pub const FITS: &str = "/past-bij-mij";
pub const FITS_QUESTIONS: &str = "/past-bij-mij/vragen";
pub const ASSESSMENTS: &str = "/beoordelen";
pub const HOME: &str = "/";
pub const CALLS: &str = "/calls";
pub const CALLS_ATOM: &str = "/calls.atom";
pub const CALLS_CALENDAR: &str = "/calls.ics";
pub const CALLS_MANAGE: &str = "/calls/beheer";
pub const CALL_NEW: &str = "/calls/nieuw";
pub const BAKERY: &str = "/bakkerij";
pub const BAKERY_MAP: &str = "/bakkerij/kaart";
pub const BAKERY_NEW: &str = "/bakkerij/nieuw";
pub const BAKERY_OWN: &str = "/bakkerij/mijn";
pub const PARTIES: &str = "/partijen";
pub const NEW_PARTY: &str = "/partijen/nieuw";
pub const DESK: &str = "/vandaag";
pub const DESK_MATCHES: &str = "/vandaag/matches";
pub const DESK_NEEDS: &str = "/vandaag/behoeften";
pub const DESK_SHORTLIST: &str = "/vandaag/shortlist";
pub const DESK_INTRODUCTIONS: &str = "/vandaag/kennismakingen";
pub const DESK_MAILS: &str = "/vandaag/mails";
pub const DESK_SEGMENT: &str = "/vandaag/schrijven";
pub const DESK_PARTIES: &str = "/vandaag/partijen";
pub const DESK_EXPORT: &str = "/vandaag/export.csv";
pub const PROPOSALS: &str = "/voorstellen";
pub const SIGN_IN: &str = "/inloggen";
pub const LINK_SENT: &str = "/inloggen/verstuurd";
pub const SECOND_FACTOR: &str = "/inloggen/code";
pub const SECOND_FACTOR_SETUP: &str = "/account/tweede-stap";
pub const SIGN_UP: &str = "/aanmelden";
pub const ACCOUNT: &str = "/account";
pub const NEW_ADDRESS: &str = "/account/adres";
pub const MAILS: &str = "/account/mails";
pub const FOLLOWING: &str = "/account/volgen";
pub const SAVED_SEARCHES: &str = "/account/zoekopdrachten";
pub const SAVED_SEARCH_NEW: &str = "/account/zoekopdrachten/nieuw";
pub const NOTICES: &str = "/meldingen";
pub const MAIL_RETURNED: &str = "/api/mail/returned";
pub const UNSUBSCRIBE: &str = "/uitschrijven";
pub const DEV_MAIL: &str = "/dev/mail";
pub const ABOUT: &str = "/over";
pub const ACCESSIBILITY: &str = "/toegankelijkheid";
pub const PRIVACY: &str = "/privacy";

/// Where the search box of a list asks for suggestions.
pub fn suggestions(place: &str) -> String {
    format!("/suggesties/{place}")
}

/// A call.
pub fn call(slug: &str) -> String {
    format!("{CALLS}/{slug}")
}

/// The form of a call.
pub fn call_edit(slug: &str) -> String {
    format!("{CALLS}/{slug}/bewerken")
}

/// A draft as visitors will see it.
pub fn call_preview(slug: &str) -> String {
    format!("{CALLS}/{slug}/voorbeeld")
}

/// The deadline of a call for a calendar.
pub fn call_calendar(slug: &str) -> String {
    format!("{CALLS}/{slug}/agenda.ics")
}

/// The proposals that a call received, for its funder.
pub fn call_proposals(slug: &str) -> String {
    format!("{CALLS}/{slug}/voorstellen")
}

/// The letters about decisions on proposals to a call, for its funder.
pub fn call_letters(slug: &str) -> String {
    format!("{CALLS}/{slug}/brieven")
}

/// One of these letters.
pub fn call_letter(slug: &str, id: uuid::Uuid) -> String {
    format!("{CALLS}/{slug}/brieven/{id}")
}

/// The mails about one thing, at the desk.
pub fn desk_mails_about(kind: &str, id: uuid::Uuid) -> String {
    format!("{DESK_MAILS}?over={kind}:{id}")
}

/// One mail, at the desk.
pub fn desk_mail(id: uuid::Uuid) -> String {
    format!("{DESK_MAILS}/{id}")
}

/// A mail to a selection of people, at the desk.
pub fn desk_segment(id: uuid::Uuid) -> String {
    format!("{DESK_SEGMENT}/{id}")
}

/// The form of a mail to a selection.
pub fn desk_segment_edit(id: uuid::Uuid) -> String {
    format!("{DESK_SEGMENT}/{id}/bewerken")
}

/// Where a proposal to a call begins.
pub fn proposal_start(slug: &str) -> String {
    format!("{CALLS}/{slug}/voorstel")
}

/// The form for a new need or offer.
pub fn listing_new(side: Side) -> String {
    format!("{BAKERY_NEW}?soort={}", side.as_str())
}

/// The page of a need or an offer.
pub fn listing(id: ListingId) -> String {
    format!("{BAKERY}/{id}")
}

/// The form to change a need or an offer.
pub fn listing_edit(id: ListingId) -> String {
    format!("{BAKERY}/{id}/bewerken")
}

/// The page behind the link in the mail that a listing expires.
pub fn listing_renew(id: ListingId, code: &str) -> String {
    format!("{BAKERY}/{id}/verlengen?code={code}")
}

/// The page that says why a post is or is not among a listing's matches.
pub fn listing_why_not(id: ListingId) -> String {
    format!("{BAKERY}/{id}/waarom")
}

/// The page on which one side of an introduction answers; a code stands in for signing in.
pub fn introduction(id: IntroductionId, side: Side, code: &str) -> String {
    let path = format!("/kennismaking/{id}/{}", side.as_str());
    if code.is_empty() { path } else { format!("{path}?code={code}") }
}

/// A mail in the mailbox of the demo.
pub fn dev_mail(id: uuid::Uuid) -> String {
    format!("{DEV_MAIL}/{id}")
}

/// The HTML of a mail in the mailbox of the demo.
pub fn dev_mail_html(id: uuid::Uuid) -> String {
    format!("{DEV_MAIL}/{id}/html")
}

/// A file with what people said of matches, for measuring.
pub fn desk_judgements(file: &str) -> String {
    format!("{DESK}/oordelen/{file}")
}

/// Where a search is saved: in what it looks (`bakkerij`, `calls`), and the query of its results page.
pub fn saved_search_new(target: &str, query: &str) -> String {
    let query = if query.is_empty() { String::new() } else { format!("&{query}") };
    format!("{SAVED_SEARCH_NEW}?in={target}{query}")
}

/// A saved search.
pub fn saved_search(id: impl std::fmt::Display) -> String {
    format!("{SAVED_SEARCHES}/{id}")
}

/// The sign-in page, which afterwards leads on to `next`.
pub fn sign_in(next: &str) -> String {
    with_next(SIGN_IN, next)
}

/// The page that asks for the code of the second factor, which afterwards leads on to `next`.
pub fn second_factor(next: &str) -> String {
    with_next(SECOND_FACTOR, next)
}

/// The page on which the second factor is set up, which afterwards leads on to `next`.
pub fn second_factor_setup(next: &str) -> String {
    with_next(SECOND_FACTOR_SETUP, next)
}

/// The sign-up page, which afterwards leads on to `next`.
pub fn sign_up(next: &str) -> String {
    with_next(SIGN_UP, next)
}

/// The page of a party.
pub fn party(slug: &str) -> String {
    format!("{PARTIES}/{slug}")
}

/// The form that changes a party.
pub fn party_edit(slug: &str) -> String {
    format!("{PARTIES}/{slug}/bewerken")
}

/// The texts that a party writes for its letters.
pub fn party_templates(slug: &str) -> String {
    format!("{PARTIES}/{slug}/brieven")
}

/// One of these texts.
pub fn party_template(slug: &str, kind: &str, locale: &str) -> String {
    format!("{PARTIES}/{slug}/brieven/{kind}/{locale}")
}

/// Who belongs to a party.
pub fn party_members(slug: &str) -> String {
    format!("{PARTIES}/{slug}/leden")
}

/// The page behind an invitation to a party.
pub fn invitation(token: &str) -> String {
    format!("/uitnodiging/{token}")
}

/// The page of an area.
pub fn area(code: impl std::fmt::Display) -> String {
    format!("/gebieden/{code}")
}

/// The page of a theme.
pub fn theme(theme: &str) -> String {
    format!("/themas/{theme}")
}

/// The page behind a link to sign in.
pub fn sign_in_link(token: &str) -> String {
    format!("{SIGN_IN}/link/{token}")
}

/// The page behind the link that confirms a new mail address. `until` is in seconds since 1970.
pub fn new_address(email: &str, until: i64, signature: &str) -> String {
    let email = percent_encoding::utf8_percent_encode(email, percent_encoding::NON_ALPHANUMERIC);
    format!("{NEW_ADDRESS}?naar={email}&tot={until}&teken={signature}")
}

fn with_next(path: &str, next: &str) -> String {
    format!("{path}?next={}", percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC))
}

/// One proposal to a call, for its funder.
pub fn call_proposal(slug: &str, id: impl std::fmt::Display) -> String {
    format!("{CALLS}/{slug}/voorstellen/{id}")
}

/// Where somebody is asked to assess a proposal.
pub fn call_proposal_assessors(slug: &str, id: impl std::fmt::Display) -> String {
    format!("{CALLS}/{slug}/voorstellen/{id}/beoordelaars")
}

/// The reports on a proposal, for its funder.
pub fn call_reports(slug: &str, id: impl std::fmt::Display) -> String {
    format!("{CALLS}/{slug}/voorstellen/{id}/verslagen")
}

/// One of these reports.
pub fn call_report(slug: &str, id: impl std::fmt::Display, report: impl std::fmt::Display) -> String {
    format!("{CALLS}/{slug}/voorstellen/{id}/verslagen/{report}")
}

/// A report on a proposal, for its applicants.
pub fn proposal_report(id: impl std::fmt::Display, report: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/verslagen/{report}")
}

/// A proposal, for whoever is asked to assess it.
pub fn assessment(proposal: impl std::fmt::Display) -> String {
    format!("{ASSESSMENTS}/{proposal}")
}

/// A proposal, for its applicants.
pub fn proposal(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}")
}

pub fn proposal_draft(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/bewerken")
}

/// The draft with everything that still has to be mended.
pub fn proposal_draft_checked(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/bewerken?controle=1")
}

pub fn proposal_check(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/controleren")
}

pub fn proposal_receipt(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/ontvangst")
}

pub fn proposal_withdraw(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/intrekken")
}

pub fn proposal_files(id: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/bestanden")
}

pub fn proposal_file(id: impl std::fmt::Display, file: impl std::fmt::Display) -> String {
    format!("{PROPOSALS}/{id}/bestanden/{file}")
}

/// The way into a proposal for somebody without an account.
pub fn proposal_link(id: impl std::fmt::Display, token: &str) -> String {
    format!("{PROPOSALS}/{id}/link/{token}")
}

/// The invitation to take part in a proposal.
pub fn proposal_invitation(token: &str) -> String {
    format!("{PROPOSALS}/uitnodiging/{token}")
}

/// Accepts only a path on this site; everything else becomes the home page.
pub fn local(next: &str) -> &str {
    let local = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if local { next } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local("/calls?q=zon"), "/calls?q=zon");
        for next in ["//elders.example", "https://elders.example", "/\\elders.example", "javascript:alert(1)", "", "/a\r\nb"] {
            assert_eq!(local(next), HOME, "{next:?}");
        }
        assert_eq!(sign_in("/calls?q=a&b"), "/inloggen?next=%2Fcalls%3Fq%3Da%26b");
    }
}
