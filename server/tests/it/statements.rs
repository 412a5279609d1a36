//! What a page may ask of the database: few statements, not one more when there is more to show, and each of them with an index.
//!
//! Every line of `authorization.txt` that gives somebody a page is asked here as each role that may have it.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    assessments::model::AssessmentId,
    bakery::model::{IntroductionId, ListingId, STRONG_SCORE, Side},
    calls::model::CallId,
    infra::db::{
        Db,
        entity::{
            assessment, call, call_area, call_theme, change_log, follow, introduction, listing, listing_match, listing_resource,
            listing_theme, outbox, party, proposal, shortlist_item,
        },
    },
    parties::model::PartyId,
    proposals::model::{ProposalId, ProposalState},
    state::Environment,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, EntityTrait, IntoActiveModel, QueryFilter as _, Statement,
    TransactionTrait as _,
};
use uuid::Uuid;

use crate::{
    matrix::{ROLES, World, rows, world},
    support::{Engine, TestApp},
};

/// The most statements of a page that lists, and of one that shows one thing; session and person are among them.
const LIST: u64 = 3;
const DETAIL: u64 = 5;

/// The pages that list.
const LISTS: [&str; 15] = [
    "/",
    "/bakkerij",
    "/bakkerij/mijn",
    "/beoordelen",
    "/calls",
    "/calls/beheer",
    "/calls/{slug}/voorstellen",
    "/dev/mail",
    "/partijen",
    "/vandaag/behoeften",
    "/vandaag/mails",
    "/vandaag/mails/vrijgeven",
    "/vandaag/partijen",
    "/vandaag/shortlist",
    "/voorstellen",
];

/// Where more is right: the page, its most statements, and why.
const MORE: [(&str, u64, &str); 11] = [
    (
        "/account/volgen",
        8,
        "what one follows is of five kinds, each named from its own table, and beside it are the saved searches and all areas to choose from",
    ),
    ("/calls/{slug}", 6, "for organisers beside the call and its parts: what was mailed about it"),
    (
        "/calls/{slug}/voorstellen/{id}",
        7,
        "beside the proposal and its parts: what may still be awarded, or its reports, who assesses it, and the mails about it",
    ),
    ("/beoordelen/{id}", 6, "beside the proposal and its parts: what was asked, and once that is done what others judged"),
    ("/bakkerij/{id}", 6, "of who posted it: the introductions, and beside the matches what was said of them and what parties did earlier"),
    (
        "/calls/{slug}/voorbeeld",
        17,
        "of a draft: beside the call, who would hear of it: its areas, saved searches, followers and who of them want mail; the first of a process reads all searches",
    ),
    ("/themas/{theme}", 6, "the calls with what belongs to them, and the posts with theirs"),
    (
        "/vandaag",
        7,
        "an overview of several lists: what waits, whether mail goes out, and by name the introductions and needs that wait longest",
    ),
    ("/vandaag/kennismakingen", 4, "beside the introductions: what was mailed about them"),
    ("/vandaag/mails", 4, "beside the mails: whether mail goes out at all"),
    (
        "/vandaag/matches",
        5,
        "beside the matches: what parties did with earlier introductions, for the reasons, and all areas to choose from",
    ),
];

/// What reads a whole table, by words of the statement, and why that is right.
const WHOLE: [(&str, &str); 2] = [
    ("as answered", "what parties did with earlier introductions counts for each match; there are few introductions"),
    ("a.kind <> 'country'", "all areas to choose from; they come from an import and do not grow with use"),
];

fn most(page: &str) -> u64 {
    match MORE.iter().find(|(other, ..)| *other == page) {
        Some((_, most, _)) => *most,
        None if LISTS.contains(&page) => LIST,
        None => DETAIL,
    }
}

/// Asks for every page as everybody who may see it, and gives the statements of each; those that write files are no pages.
async fn ask_for_all(world: &World) -> BTreeMap<(String, String, &'static str), u64> {
    let mut costs = BTreeMap::new();
    for role in ROLES {
        let browser = match world.people.get(role) {
            Some(person) => {
                let party = Some(&world.party).filter(|_| matches!(role, "viewer" | "editor" | "owner"));
                world.app.sign_in(person, party).await
            }
            None => world.app.visitor(),
        };
        for row in rows().iter().filter(|row| row.answers(role) == "ok") {
            let Some(page) = row.endpoint.strip_prefix("GET ").filter(|page| !page.contains('.') && !page.ends_with("/{file}")) else {
                continue;
            };
            let (path, _) = row.request(world);
            let (cost, answer) = world.app.statements(browser.get(&path)).await;
            assert_eq!(answer.status(), 200, "{path} as {role}");
            costs.insert((page.to_owned(), path, role), cost);
        }
    }
    costs
}

async fn insert<Row: ActiveModelTrait>(db: &Db, rows: impl Iterator<Item = Row>) {
    let rows: Vec<Row> = rows.collect();
    for rows in rows.chunks(200) {
        Row::Entity::insert_many(rows.iter().cloned()).exec_without_returning(db.writer()).await.expect("copies");
    }
}

async fn one<E: EntityTrait>(db: &Db, condition: sea_orm::sea_query::SimpleExpr) -> E::Model {
    E::find().filter(condition).one(db.reader()).await.expect("the database").expect("a row to copy")
}

/// Copies what the pages list: calls, parties, received proposals, needs, offers, their matches and introductions, mails.
async fn grow(world: &World, from: usize, to: usize) {
    let db = &world.app.state.db;
    let now = world.app.now();
    let numbers = from..to;
    let count = numbers.len();

    let model = one::<call::Entity>(db, call::Column::Slug.eq("zon-op-dieze")).await;
    let ids: Vec<CallId> = (0..count).map(|_| CallId::new()).collect();
    let copy = |(number, id): (usize, &CallId)| call::ActiveModel {
        id: Set(*id),
        slug: Set(format!("kopie-{number}")),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, numbers.clone().zip(&ids).map(copy)).await;
    insert(db, ids.iter().map(|id| call_theme::ActiveModel { call_id: Set(*id), theme: Set(app::themes::Theme::Energy) })).await;
    let area: app::areas::model::AreaCode = "WK019311".parse().expect("a code");
    insert(db, ids.iter().map(|id| call_area::ActiveModel { call_id: Set(*id), area_code: Set(area.clone()) })).await;
    let owner = world.people["owner"].id;
    let followed = |id: &CallId| follow::ActiveModel {
        account_id: Set(owner),
        object_kind: Set("call".to_owned()),
        object_key: Set(id.to_string()),
        created_at: Set(now),
    };
    insert(db, ids.iter().take(100).map(followed)).await;

    let model = one::<party::Entity>(db, party::Column::Slug.eq(&world.party.slug)).await;
    let copy = |number| party::ActiveModel {
        id: Set(PartyId::new()),
        slug: Set(format!("kopie-{number}")),
        verified_at: Set(Some(now).filter(|_| number % 2 == 0)),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, numbers.clone().map(copy)).await;

    let received: ProposalId = world.fill_in("{received}").parse().expect("an id");
    let model = one::<proposal::Entity>(db, proposal::Column::Id.eq(received)).await;
    let proposals: Vec<ProposalId> = (0..count).map(|_| ProposalId::new()).collect();
    let copy = |(number, id): (usize, &ProposalId)| proposal::ActiveModel {
        id: Set(*id),
        access_token_hash: Set(format!("kopie-{number}")),
        submit_token: Set(None),
        receipt_number: Set(Some(format!("kopie-{number}"))),
        state: Set(if number % 3 == 0 { ProposalState::Withdrawn } else { ProposalState::Submitted }),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, numbers.clone().zip(&proposals).map(copy)).await;
    let viewer = world.people["viewer"].id;
    let model = one::<assessment::Entity>(db, assessment::Column::AccountId.eq(viewer)).await;
    let copy = |id: &ProposalId| assessment::ActiveModel {
        id: Set(AssessmentId::new()),
        proposal_id: Set(*id),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, proposals.iter().map(copy)).await;

    let mut sides = Vec::new();
    for (side, name) in [(Side::Need, "{need}"), (Side::Offer, "{offer}")] {
        let id: ListingId = world.fill_in(name).parse().expect("an id");
        let model = one::<listing::Entity>(db, listing::Column::Id.eq(id)).await;
        assert_eq!(model.side, side);
        let ids: Vec<ListingId> = (0..count).map(|_| ListingId::new()).collect();
        insert(
            db,
            ids.iter().map(|id| listing::ActiveModel {
                id: Set(*id),
                matched_version: Set(model.version),
                ..model.clone().into_active_model().reset_all()
            }),
        )
        .await;
        let theme = |id: &ListingId| listing_theme::ActiveModel { listing_id: Set(*id), theme: Set(app::themes::Theme::Energy) };
        insert(db, ids.iter().map(theme)).await;
        let resource = |id: &ListingId| listing_resource::ActiveModel {
            listing_id: Set(*id),
            resource: Set(app::bakery::model::Resource::ALL[0]),
            quantity: Set(Some(2.5)),
            unit: Set("uur".to_owned()),
        };
        insert(db, ids.iter().map(resource)).await;
        // Reading all of them into the index takes long; some are enough for a full page.
        let changed = |id: &ListingId| change_log::ActiveModel {
            object_kind: Set("listing".to_owned()),
            object_id: Set(id.0),
            at: Set(now),
            ..Default::default()
        };
        insert(db, ids.iter().take(30).map(changed)).await;
        sides.push(ids);
    }
    app::search::catch_up(&world.app.state).await.expect("the index follows");
    let pairs = || numbers.clone().zip(sides[0].iter().copied().zip(sides[1].iter().copied()));
    let matched = |(_, (need, offer))| listing_match::ActiveModel {
        need_id: Set(need),
        offer_id: Set(offer),
        score: Set(STRONG_SCORE + 0.1),
        found_at: Set(now),
        need_mailed_at: Set(None),
        offer_mailed_at: Set(None),
    };
    insert(db, pairs().map(matched)).await;
    let model = introduction::Entity::find().one(db.reader()).await.expect("the database").expect("an introduction");
    let introduced = |(_, (need, offer))| introduction::ActiveModel {
        id: Set(IntroductionId::new()),
        need_id: Set(need),
        offer_id: Set(offer),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, pairs().filter(|(number, _)| number % 4 == 0).map(introduced)).await;
    let model = shortlist_item::Entity::find().one(db.reader()).await.expect("the database").expect("an item");
    let listed = |(_, (need, offer))| shortlist_item::ActiveModel {
        id: Set(Uuid::now_v7()),
        need_id: Set(Some(need)),
        offer_id: Set(Some(offer)),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, pairs().filter(|(number, _)| number % 4 == 1).map(listed)).await;

    let model = outbox::Entity::find().one(db.reader()).await.expect("the database").expect("a mail");
    let copy = |number| outbox::ActiveModel {
        id: Set(Uuid::now_v7()),
        message_id: Set(format!("kopie-{number}")),
        dedupe_key: Set(None),
        status: Set("failed".to_owned()),
        ..model.clone().into_active_model().reset_all()
    };
    insert(db, numbers.clone().map(copy)).await;
}

async fn pages_cost_few_statements(engine: Engine) {
    let world = world(TestApp::start(engine, Environment::Development).await).await;
    let small = ask_for_all(&world).await;
    grow(&world, 0, 10).await;
    let some = ask_for_all(&world).await;
    grow(&world, 10, 1_000).await;
    let many = ask_for_all(&world).await;
    let mut wrong = Vec::new();
    for (key, cost) in &many {
        let (page, path, role) = key;
        let before = some.get(key).copied().unwrap_or_default();
        if *cost > most(page) || small[key] > most(page) {
            wrong.push(format!("{path} as {role}: {cost} statements, at most {} are right", most(page)));
        }
        if *cost != before {
            wrong.push(format!("{path} as {role}: {before} statements with ten of everything, {cost} with a thousand"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let pages: BTreeSet<&str> = many.keys().map(|(page, ..)| page.as_str()).collect();
    for page in LISTS.iter().chain(MORE.iter().map(|(page, ..)| page)) {
        assert!(pages.contains(page), "{page} is no page any more");
    }
}

#[tokio::test]
async fn pages_cost_few_statements_on_sqlite() {
    pages_cost_few_statements(Engine::Sqlite).await;
}

#[tokio::test]
async fn pages_cost_few_statements_on_postgres() {
    pages_cost_few_statements(Engine::Postgres).await;
}

/// Gives how the database would answer, a line for each step.
async fn plan(db: &Db, statement: &Statement) -> Vec<String> {
    let explained = |how: &str| Statement { sql: format!("{how} {}", statement.sql), ..statement.clone() };
    if db.is_postgres() {
        let tx = db.writer().begin().await.expect("a transaction");
        // On so few rows it would read the whole table even with an index; now it does so only without one.
        tx.execute_unprepared("set local enable_seqscan = off").await.expect("a setting");
        let rows = tx.query_all_raw(explained("explain")).await.expect("a plan");
        rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a line")).collect()
    } else {
        let rows = db.reader().query_all_raw(explained("explain query plan")).await.expect("a plan");
        rows.iter().map(|row| row.try_get::<String>("", "detail").expect("a line")).collect()
    }
}

async fn every_statement_has_its_index(engine: Engine) {
    let world = world(TestApp::start(engine, Environment::Development).await).await;
    grow(&world, 0, 40).await;
    let db = &world.app.state.db;
    db.keep_statements();
    ask_for_all(&world).await;
    let visitor = world.app.visitor();
    for path in [
        "/calls?q=zon&thema=energie&gebied=Diezerpoort%2C%20Zwolle&fase=alle",
        "/calls?sorteer=nieuw&fase=alle",
        "/partijen?soort=company&gebied=Zwolle&na=a",
        "/bakkerij?q=dak&gebied=WK019311",
    ] {
        assert_eq!(visitor.get(path).await.status(), 200, "{path}");
    }
    app::jobs::round(&world.app.state).await;
    let statements: BTreeMap<String, Statement> = db.kept_statements().into_iter().map(|kept| (kept.sql.clone(), kept)).collect();
    assert!(statements.len() > 40, "the statements are where the test looks");
    let mut wrong = Vec::new();
    for statement in statements.values().filter(|statement| statement.sql.trim_start().to_lowercase().starts_with("select")) {
        if WHOLE.iter().any(|(words, _)| statement.sql.contains(words)) {
            continue;
        }
        let scans: Vec<String> = plan(db, statement)
            .await
            .into_iter()
            .filter(|line| {
                line.contains("Seq Scan on") || (line.starts_with("SCAN ") && !line.contains("USING") && !line.contains("CONSTANT"))
            })
            // What a `with` or a subquery made is no table.
            .filter(|line| {
                !["SCAN reached", "SCAN r", "SCAN above", "SCAN b", "SCAN below", "(subquery"]
                    .iter()
                    .any(|own| line == own || line.contains("(subquery"))
            })
            .collect();
        if !scans.is_empty() {
            wrong.push(format!("{}\n    {}", statement.sql, scans.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} statements read a whole table:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn every_statement_has_its_index_on_sqlite() {
    every_statement_has_its_index(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_statement_has_its_index_on_postgres() {
    every_statement_has_its_index(Engine::Postgres).await;
}
