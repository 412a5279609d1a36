//! A letter of every event, made by the product's own letters about an invented neighbourhood: to look at (`wijkcall sample-mails`), and for the tests of what people's
//! words may do in a mail. An event without one here fails the test at the end.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{
    accounts::{commands::AddressLink, mails as accounts, model::AccountId},
    alerts::{
        mails::{self as alerts, Group, Item},
        model::{Heard, Rhythm, SavedSearchId},
        queries::Batch,
    },
    assessments::{mails::Asked, model::AssessmentId},
    bakery::{
        mails as bakery,
        model::{IntroductionId, ListingId, ListingState, Side},
        queries::{Contact, ListingView, PartyRef},
    },
    calls::model::{Call, CallId, CallState, Difference, Funder, Life, Part},
    infra::{
        clock::local_day,
        i18n::{Locale, Texts},
        mail::{Because, Letter, test_letter},
    },
    notifications::{
        followers::Change,
        mails::{self as notifications, DigestLine},
        model::Event,
        things::Thing,
    },
    parties::{
        mails as parties,
        model::{MemberRole, Party, PartyId, PartyKind},
    },
    paths,
    proposals::{
        mails as proposals,
        model::{Outcome, ProposalId},
        queries::CallRef,
    },
    reports::{
        mails::About,
        model::{ReportId, Verdict},
    },
    segments::mails::Written,
    themes::Theme,
    values::Cents,
};

/// What people wrote.
#[derive(Clone, Debug)]
pub struct Words {
    pub person: String,
    pub address: String,
    pub party: String,
    pub funder: String,
    pub call: String,
    pub summary: String,
    pub proposal: String,
    pub need: String,
    pub offer: String,
    pub body: String,
    /// What is said of an offer.
    pub offered: String,
    pub remark: String,
    /// To what is asked in the remark.
    pub answer: String,
    /// Of a decision.
    pub reason: String,
    pub search: String,
    pub area: String,
}

impl Words {
    /// Of an invented neighbourhood.
    pub fn invented(locale: Locale) -> Self {
        let pick = |nl: &str, en: &str| match locale {
            Locale::Nl => nl.to_owned(),
            Locale::En => en.to_owned(),
        };
        Self {
            person: "Bram Visser".to_owned(),
            address: "bram.visser@voorbeeld.example".to_owned(),
            party: "Bewonersgroep Bollebieste Bloeit".to_owned(),
            funder: pick("Gemeente Zwolle", "Municipality of Zwolle"),
            call: pick("Groene daken in Diezerpoort", "Green roofs in Diezerpoort"),
            summary: pick(
                "Leg samen met je buren een groen dak aan. De gemeente betaalt de helft mee, tot 5.000 euro per straat.",
                "Make a green roof together with your neighbours. The municipality pays half of it, up to 5,000 euros per street.",
            ),
            proposal: pick("Een groen dak boven de fietsen", "A green roof above the bicycles"),
            need: pick("We zoeken een ruimte voor het repaircafé", "We look for a room for the repair café"),
            offer: pick("Zaal in het buurthuis, twee avonden per week vrij", "Room in the community centre, free two evenings a week"),
            body: pick(
                "We hebben twee avonden per maand een ruimte nodig voor twintig mensen, met stopcontacten en koffie.\n\nWe betalen graag mee aan de stroom.",
                "We need a room for twenty people two evenings a month, with sockets and coffee.\n\nWe gladly share the cost of electricity.",
            ),
            offered: pick(
                "Onze zaal staat op dinsdag en donderdag leeg. Er zijn twintig stoelen, stopcontacten en een keuken.",
                "Our room is free on Tuesdays and Thursdays. It has twenty chairs, sockets and a kitchen.",
            ),
            answer: pick(
                "De hovenier komt twee keer per jaar. Dat kost 200 euro, en wij betalen het zelf.",
                "The gardener comes twice a year. That costs 200 euros, and we pay it ourselves.",
            ),
            reason: pick(
                "We hebben vooral gekeken naar het onderhoud na het eerste jaar.",
                "We looked at the upkeep after the first year above all.",
            ),
            remark: pick(
                "Wie onderhoudt het dak na het eerste jaar, en wat kost dat ongeveer?",
                "Who looks after the roof after the first year, and what will that cost, roughly?",
            ),
            search: pick("ruimte in Diezerpoort", "rooms in Diezerpoort"),
            area: pick("Diezerpoort, Zwolle", "Diezerpoort, Zwolle"),
        }
    }
}

/// An id that is always the same, so that two runs make the same letters.
fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + number)
}

/// A link's secret part, as long as a real one.
const CODE: &str = "5f0c4a3b2d1e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a";

/// The neighbourhood of the letters.
struct World<'a> {
    words: &'a Words,
    now: DateTime<Utc>,
}

impl World<'_> {
    fn party(&self) -> Party {
        Party {
            id: PartyId(id(1)),
            slug: "bollebieste-bloeit".to_owned(),
            kind: PartyKind::ResidentsGroup,
            name: self.words.party.clone(),
            description: String::new(),
            area: None,
            website: None,
            kvk_number: None,
            verified: true,
            version: 1,
        }
    }

    fn call(&self) -> Call {
        Call {
            id: CallId(id(2)),
            slug: "groene-daken".to_owned(),
            funder: Funder {
                id: PartyId(id(3)),
                slug: "gemeente-zwolle".to_owned(),
                name: self.words.funder.clone(),
                kind: PartyKind::Municipality,
                verified: true,
            },
            title: self.words.call.clone(),
            summary: self.words.summary.clone(),
            body: String::new(),
            conditions: String::new(),
            who_may_apply: vec![PartyKind::ResidentsGroup],
            ceiling: Some(Cents(5_000_000)),
            max: Some(Cents(500_000)),
            life: Life {
                state: CallState::Published,
                opens_at: Some(self.now - TimeDelta::days(1)),
                closes_at: Some(self.deadline()),
                published_at: Some(self.now - TimeDelta::days(1)),
                closed_early_at: None,
                withdrawn_at: None,
                withdrawn_reason: None,
            },
            created_by: None,
            created_at: self.now,
            updated_at: self.now,
            version: 1,
        }
    }

    fn deadline(&self) -> DateTime<Utc> {
        self.now + TimeDelta::days(30)
    }

    fn listing(&self, side: Side) -> ListingView {
        let (number, title) = match side {
            Side::Need => (4, &self.words.need),
            Side::Offer => (5, &self.words.offer),
        };
        ListingView {
            id: ListingId(id(number)),
            side,
            account_id: AccountId(id(6)),
            party: Some(PartyRef {
                id: PartyId(id(1)),
                slug: "bollebieste-bloeit".to_owned(),
                name: self.words.party.clone(),
                kind: PartyKind::ResidentsGroup,
                verified: true,
            }),
            title: title.clone(),
            body: if side == Side::Need { self.words.body.clone() } else { self.words.offered.clone() },
            locale: Locale::Nl,
            themes: Vec::new(),
            contributions: Vec::new(),
            area_code: "WK019311".parse().expect("the form of a district's code"),
            area: self.words.area.clone(),
            reach_km: None,
            online: false,
            starts_on: None,
            ends_on: None,
            state: ListingState::Open,
            published_at: self.now,
            expires_at: self.now + TimeDelta::days(7),
            version: 1,
        }
    }
}

/// Gives the letters of an event, one for each way in which it is told.
pub fn of(event: Event, t: Texts, words: &Words, now: DateTime<Utc>) -> Vec<Letter> {
    let world = World { words, now };
    match event {
        Event::SignIn | Event::Address => of_accounts(event, t, &world),
        Event::Invitation | Event::Membership => of_parties(event, t, &world),
        Event::CallPublished | Event::CallChanged | Event::DeadlineSoon | Event::ListingPosted | Event::ProposalNews | Event::Digest => {
            of_followers(event, t, &world)
        }
        Event::SearchAlert | Event::SearchDigest => of_searches(event, t, &world),
        Event::NewMatch
        | Event::IntroductionAsked
        | Event::IntroductionReminder
        | Event::IntroductionBothYes
        | Event::IntroductionDeclined
        | Event::IntroductionEnded
        | Event::ListingExpires => of_bakery(event, t, &world),
        Event::Segment => {
            let written = Written { id: id(11), subject: &words.call, body: &words.body, call: Some("groene-daken") };
            vec![written.letter(t)]
        }
        Event::AssessmentAsked | Event::AssessmentWaiting => of_assessments(event, t, &world),
        Event::ReportAsked | Event::ReportDue | Event::ReportSubmitted | Event::ReportJudged => of_reports(event, t, &world),
        Event::Test => vec![test_letter(t)],
        event => of_proposals(event, t, &world),
    }
}

fn of_assessments(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let (words, today) = (world.words, local_day(world.now));
    let asked = |due_on| Asked {
        id: AssessmentId(id(12)),
        proposal: ProposalId(id(10)),
        title: &words.proposal,
        applicant: &words.party,
        number: "WC-2026-00042",
        call: &words.call,
        party: PartyId(id(3)),
        due_on,
    };
    if event == Event::AssessmentAsked {
        return vec![asked(today + TimeDelta::days(14)).letter(t)];
    }
    [3, -1].map(|days| asked(today + TimeDelta::days(days)).reminder(t, today)).into()
}

fn of_reports(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let (words, today) = (world.words, local_day(world.now));
    let about = |days| About {
        id: ReportId(id(13)),
        title: &words.proposal,
        number: "WC-2026-00042",
        asks: &words.remark,
        due_on: today + TimeDelta::days(days),
        path: paths::proposal(id(10)),
    };
    match event {
        Event::ReportAsked => vec![about(90).asked(t)],
        Event::ReportDue => vec![about(14).reminder(t, today), about(-1).reminder(t, today)],
        Event::ReportSubmitted => vec![about(2).submitted(t)],
        _ => Verdict::ALL.iter().map(|verdict| about(2).judged(t, *verdict, &words.remark)).collect(),
    }
}

fn of_accounts(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let account = AccountId(id(6));
    if event == Event::SignIn {
        return vec![accounts::SignInLink { link_id: id(7), token: CODE, minutes: 30 }.letter(t)];
    }
    let link = AddressLink { email: world.words.address.clone(), until: world.now.timestamp(), signature: CODE.to_owned() };
    vec![
        accounts::AddressLinkMail { id: account, old: &world.words.address, link: &link, minutes: 60 }.letter(t),
        accounts::AddressTaken { id: account }.letter(t),
        accounts::AddressChanged { id: account, new: &world.words.address }.letter(t),
    ]
}

fn of_parties(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let (party, words) = (world.party(), world.words);
    if event == Event::Invitation {
        let invitation =
            parties::Invitation { id: id(8), token: CODE, party: &party, inviter: &words.person, role: MemberRole::Editor, days: 14 };
        return vec![invitation.letter(t)];
    }
    vec![
        parties::JoinAsked { party: &party, name: &words.person, email: &words.address }.letter(t),
        parties::JoinAnswered { party: &party, answer: parties::JoinAnswer::Welcome }.letter(t),
        parties::JoinAnswered { party: &party, answer: parties::JoinAnswer::No }.letter(t),
    ]
}

/// Adds what the reader follows, which the foot of a mail names.
fn following(t: Texts, letter: Letter, world: &World<'_>) -> Letter {
    let call = world.call();
    let follows = match letter.kind {
        Event::CallPublished => {
            vec![(Thing::Party(call.funder.id), call.funder.name.clone()), (Thing::Theme(Theme::Energy), Theme::Energy.label(t))]
        }
        Event::CallChanged | Event::DeadlineSoon => vec![(Thing::Call(call.id), call.title)],
        Event::ListingPosted => vec![(Thing::Party(PartyId(id(1))), world.words.party.clone())],
        Event::ProposalNews => vec![(Thing::Proposal(ProposalId(id(10))), world.words.proposal.clone())],
        _ => Vec::new(),
    };
    Letter { because: Because::of_following(follows), ..letter }
}

fn of_followers(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let (call, words) = (world.call(), world.words);
    match event {
        Event::CallPublished => {
            let mail = notifications::CallPublished { call: &call, areas: words.area.clone(), now: world.now };
            vec![following(t, mail.letter(t, &words.address), world)]
        }
        Event::DeadlineSoon => [true, false]
            .map(|has_draft| {
                let closes_at = world.now + TimeDelta::days(7);
                let letter = notifications::DeadlineSoon { call: &call, closes_at, has_draft, key: "deadline" }.letter(t, &words.address);
                // Who began a draft hears of it without following the call.
                if has_draft { letter } else { following(t, letter, world) }
            })
            .into(),
        Event::CallChanged => {
            let mut withdrawn = call.clone();
            withdrawn.life.withdrawn_reason = Some(words.reason.clone());
            let later = Difference {
                part: Part::ClosesAt,
                before: call.life.closes_at.map(|moment| moment.to_rfc3339()).unwrap_or_default(),
                after: world.deadline().to_rfc3339(),
            };
            let renamed = Difference { part: Part::Title, before: words.need.clone(), after: words.call.clone() };
            [(call.clone(), vec![later, renamed]), (withdrawn, Vec::new())]
                .into_iter()
                .map(|(call, differences)| {
                    let by = std::collections::HashSet::new();
                    let change = Change { call, differences, by, since: world.now, key: "changed".to_owned() };
                    following(t, notifications::CallChanged { change: &change }.letter(t, &words.address), world)
                })
                .collect()
        }
        Event::ListingPosted => {
            vec![following(t, notifications::ListingPosted { listing: &world.listing(Side::Offer) }.letter(t, &words.address), world)]
        }
        Event::ProposalNews => notifications::Became::ALL
            .iter()
            .map(|became| {
                let id = ProposalId(id(10));
                let news = notifications::ProposalNews { id, title: &words.proposal, call: &call.slug, became: *became };
                following(t, news.letter(t, &words.address, false), world)
            })
            .collect(),
        _ => {
            let line = |event, title: &str, path| DigestLine { event, title: title.to_owned(), path };
            let groups = [
                (id(2), vec![line(Event::CallPublished, &words.call, paths::call(&call.slug))]),
                (
                    id(4),
                    vec![
                        line(Event::NewMatch, &words.need, paths::listing(ListingId(id(4)))),
                        line(Event::ListingExpires, &words.need, paths::listing(ListingId(id(4)))),
                    ],
                ),
            ];
            vec![notifications::Digest { groups: &groups, account: AccountId(id(6)) }.letter(t)]
        }
    }
}

fn of_searches(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let batch = if event == Event::SearchAlert { Batch::Direct } else { Batch::Gathered };
    let group = |name: &str, items: Vec<Item>| Group {
        search: Heard { id: SavedSearchId(id(8)), name: name.to_owned(), rhythm: Rhythm::Daily },
        results: paths::BAKERY.to_owned(),
        items,
    };
    let offer = Item::of_listing(t, &world.listing(Side::Offer));
    let many = [
        group(&world.words.search, vec![offer.clone(), Item::of_listing(t, &world.listing(Side::Need))]),
        group(&world.words.area, vec![Item::of_call(t, &world.call())]),
    ];
    let one = [group(&world.words.search, vec![offer])];
    let news = |groups| alerts::News { groups, batch, account: AccountId(id(6)), dedupe_key: None }.letter(t);
    match event {
        Event::SearchAlert => vec![news(&one), news(&many)],
        _ => vec![news(&many)],
    }
}

fn of_bakery(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let (need, offer, words) = (world.listing(Side::Need), world.listing(Side::Offer), world.words);
    let introduction = IntroductionId(id(9));
    let about = || bakery::IntroductionSide { id: introduction, side: Side::Need, own: &need, other: &offer, code: CODE };
    let day = crate::infra::clock::local_day(world.now);
    match event {
        Event::NewMatch => {
            let one = [(offer.clone(), 0.86)];
            let two = [(offer.clone(), 0.86), (offer.clone(), 0.71)];
            vec![
                bakery::NewMatch { listing: &need, found: &one, day }.letter(t),
                bakery::NewMatch { listing: &need, found: &two, day }.letter(t),
            ]
        }
        Event::IntroductionAsked => vec![bakery::IntroductionAsked { about: about(), message: &words.remark }.letter(t)],
        Event::IntroductionReminder => vec![bakery::IntroductionReminder { about: about(), until: day + chrono::Days::new(14) }.letter(t)],
        Event::IntroductionBothYes => {
            let contact = Contact { id: AccountId(id(6)), name: words.person.clone(), email: words.address.clone(), locale: t.locale };
            vec![bakery::IntroductionBothYes { about: about(), contact: &contact }.letter(t)]
        }
        Event::IntroductionDeclined => vec![bakery::IntroductionDeclined { about: about() }.letter(t)],
        Event::IntroductionEnded => vec![bakery::IntroductionEnded { id: introduction, need: &need, offer: &offer }.letter(t)],
        _ => vec![bakery::ListingExpires { listing: &need, code: CODE }.letter(t)],
    }
}

fn of_proposals(event: Event, t: Texts, world: &World<'_>) -> Vec<Letter> {
    let id = ProposalId(id(10));
    let words = world.words;
    let (call, title, number) = (words.call.as_str(), words.proposal.as_str(), "2026-0042");
    let (path, link) = (paths::proposal(id), paths::proposal_link(id, CODE));
    let decision = |outcome| {
        let path = path.clone();
        proposals::Decision { id, title, number, call, outcome, awarded: Cents(420_000), reason: &words.reason, path }.letter(t, None)
    };
    match event {
        Event::ProposalLink => vec![proposals::ProposalLink { id, call, closes_at: Some(world.deadline()), path: link }.letter(t)],
        Event::Receipt => {
            let receipt = proposals::Receipt {
                id,
                call,
                title,
                number,
                requested: Cents(450_000),
                submitted_at: world.now,
                deadline: Some(world.deadline()),
                version: 1,
                path,
                address: &words.address,
            };
            vec![receipt.letter(t, None)]
        }
        Event::CoApplicant => {
            let asked = proposals::CoApplicantAsked {
                id,
                call,
                title,
                applicant: &words.person,
                role: &words.party,
                path: paths::proposal_invitation(CODE),
            };
            vec![asked.letter(t)]
        }
        Event::Clarification => {
            vec![proposals::Clarification { id, title, number, funder: &words.funder, question: &words.remark, path: link }.letter(t)]
        }
        Event::ClarificationAnswered => {
            vec![proposals::ClarificationAnswered { id, title, number, answer: &words.answer, path }.letter(t)]
        }
        Event::Decision => vec![decision(Outcome::Awarded), decision(Outcome::Refused)],
        Event::DraftWaiting => {
            let draft = proposals::DraftWaiting {
                id,
                title,
                call,
                closes_at: Some(world.deadline()),
                party: Some(PartyId(self::id(1))),
                path: link,
            };
            vec![draft.letter(t)]
        }
        Event::CallWaiting => {
            let whole = world.call();
            let call = CallRef {
                id: whole.id,
                slug: whole.slug,
                party_id: whole.funder.id,
                title: whole.title,
                life: whole.life,
                who_may_apply: whole.who_may_apply,
                ceiling: whole.ceiling,
                max: whole.max,
            };
            vec![proposals::CallWaiting { call: &call, count: 7, key: "waiting" }.letter(t, &words.address)]
        }
        Event::Withdrawn => vec![proposals::Withdrawn { id, title, number, call, path }.letter(t)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::{HeaderName, MessageParser};

    use super::*;
    use crate::infra::mail::{Post, Recipient};

    const SITE: &str = "https://wijkcall.example";

    fn now() -> DateTime<Utc> {
        "2026-11-02T09:00:00Z".parse().expect("a moment")
    }

    /// All letters of all events in both languages, each as the message that goes over the line, with what it was made of.
    fn messages(words: impl Fn(Locale) -> Words) -> Vec<(Event, Letter, String)> {
        let post = Post::new(SITE, b"a key for tests that nobody else has");
        let mut messages = Vec::new();
        for locale in [Locale::Nl, Locale::En] {
            let words = words(locale);
            let to = Recipient { address: "iemand@voorbeeld.example".to_owned(), name: words.person.clone(), account_id: None, locale };
            for event in Event::ALL.iter().copied() {
                for letter in of(event, Texts::new(locale), &words, now()) {
                    let message = post.message(&to, letter.clone(), "Wijkcall <post@wijkcall.example>", now()).expect("a message");
                    messages.push((event, letter, message));
                }
            }
        }
        messages
    }

    #[test]
    fn every_event_has_a_letter_to_look_at() {
        for event in Event::ALL.iter().copied() {
            let letters = of(event, Texts::new(Locale::Nl), &Words::invented(Locale::Nl), now());
            assert!(
                !letters.is_empty(),
                "{event:?} has no letter in app/src/demo/letters.rs: add one, so that its mail is looked at and tried with hostile words"
            );
            assert!(letters.iter().all(|letter| letter.kind == event), "{event:?} has a letter of another event");
        }
    }

    #[test]
    fn a_letter_reads_well() {
        for (event, letter, message) in messages(Words::invented) {
            let mail = MessageParser::default().parse(&message).expect("a mail");
            let text = mail.body_text(0).expect("its text");
            let html = mail.body_html(0).expect("its HTML");
            // Nothing that a text left open, and nothing that only one of both says.
            for page in [&text, &html] {
                assert!(!page.contains("{ $") && !page.contains("{$"), "{event:?}: {page}");
            }
            assert!(letter.subject.chars().count() <= 90, "{event:?}: {} is long", letter.subject);
            if let Some((label, path)) = &letter.button {
                assert!(text.contains(label.as_str()) && html.contains(label.as_str()), "{event:?}: {label}");
                assert!(
                    paths::local(path) == path && text.contains(&format!("{SITE}{}", if text.contains("Hallo") { "" } else { "/en" })),
                    "{event:?}: {path}"
                );
            }
            assert!(html.matches("class=\"button\"").count() <= 1, "{event:?}: one button");
            assert!(text.lines().all(|line| line.chars().count() < 998), "{event:?}");
        }
    }

    /// Words of somebody who wants more than to say something.
    fn hostile(_: Locale) -> Words {
        let bad = |number: u8| {
            format!(
                "Win {number}\r\nBcc: buit@elders.example\nTo: b@elders.example\r\n\r\n.\r\nMAIL FROM:<x@elders.example> <a href=\"https://elders.example/{number}\">klik</a> \
                 https://elders.example/{number} www.elders.example mailto:x@elders.example [klik](https://elders.example) \u{202e}\u{0}\"><script>alert(1)</script><img src=x onerror=alert(1)> &lt;"
            )
        };
        Words {
            person: bad(1),
            address: "a@bekend.example".to_owned(),
            party: bad(2),
            funder: bad(3),
            call: bad(4),
            summary: bad(5),
            proposal: bad(6),
            need: bad(7),
            offer: bad(8),
            body: bad(9),
            offered: bad(13),
            remark: bad(10),
            answer: bad(14),
            reason: bad(15),
            search: bad(11),
            area: bad(12),
        }
    }

    #[test]
    fn words_of_people_add_no_header_no_recipient_and_no_link() {
        for (event, _, message) in messages(hostile) {
            let mail = MessageParser::default().parse(&message).expect("a mail");
            let names: Vec<String> = mail.parts[0].headers.iter().map(|header| header.name.as_str().to_ascii_lowercase()).collect();
            for once in ["from", "to", "subject", "message-id", "date", "content-type"] {
                assert_eq!(names.iter().filter(|name| *name == once).count(), 1, "{event:?}: {names:?}");
            }
            let known = [
                "from",
                "to",
                "subject",
                "message-id",
                "date",
                "content-type",
                "mime-version",
                "auto-submitted",
                "x-auto-response-suppress",
            ];
            let known: Vec<&str> = known.into_iter().chain(["list-unsubscribe", "list-unsubscribe-post"]).collect();
            assert!(names.iter().all(|name| known.contains(&name.as_str())), "{event:?}: {names:?}");
            let to = mail.header(HeaderName::To).and_then(|to| to.as_address()).expect("a recipient");
            assert_eq!(to.iter().map(|to| to.address().unwrap_or_default()).collect::<Vec<_>>(), ["iemand@voorbeeld.example"], "{event:?}");
            let html = mail.body_html(0).expect("its HTML");
            for (attribute, of) in [("href=\"", "link"), ("src=\"", "picture"), ("action=\"", "form")] {
                let outside: Vec<&str> =
                    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).filter(|to| !ours(to)).collect();
                assert_eq!(outside, [""; 0], "{event:?}: a {of}");
            }
            assert!(!html.contains("<script") && !html.contains("<img"), "{event:?}: {html}");
            // Nothing either that a mail program makes a link of by itself, in the HTML or in the text.
            let text = mail.body_text(0).expect("its text");
            for page in [html.as_ref(), text.as_ref()] {
                for sign in ["https://elders", "www.elders", "mailto:x@elders", "elders.example"] {
                    assert!(!page.contains(sign), "{event:?}: {sign} in {page}");
                }
            }
            // A line with one dot would end the message on the line.
            assert!(!message.contains('\u{0}') && !text.contains('\u{202e}') && !html.contains('\u{202e}'), "{event:?}");
        }
    }

    fn ours(target: &str) -> bool {
        target.starts_with(&format!("{SITE}/")) || target == "mailto:a@bekend.example"
    }
}
