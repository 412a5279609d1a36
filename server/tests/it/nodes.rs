//! Two nodes, each with an index of its own, follow one database.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    infra::{
        db::{Audit, Object, entity::listing},
        search::{
            follow::{Source as _, follow, verify},
            index::SearchIndex,
        },
    },
    search::PublicPosts,
    state::AppState,
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, sea_query::Expr};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    bakery::pair,
    support::{TestApp, on_both},
};

/// Changes a listing in a transaction that stays open for so many milliseconds.
async fn change(state: &AppState, id: Uuid, open: u64, number: usize) {
    let mut tx = state.db.begin().await.expect("a transaction");
    let object = Object::new("listing", id);
    tx.changed(object);
    listing::Entity::update_many()
        .col_expr(listing::Column::Version, Expr::col(listing::Column::Version).add(1))
        .col_expr(listing::Column::Title, Expr::value(format!("Buurthuis nummer {number}")))
        .filter(listing::Column::Id.eq(id))
        .exec(tx.on())
        .await
        .expect("a change");
    tokio::time::sleep(Duration::from_millis(open)).await;
    tx.commit(Audit::new("listing.edit", object), state.clock.now()).await.expect("a commit");
}

on_both!(two_nodes_have_everything_within_five_seconds, async |app: TestApp| {
    let pair = pair(&app).await;
    let ids = [&pair.need, &pair.offer].map(|id| id.parse::<Uuid>().expect("an id"));
    let shutdown = CancellationToken::new();
    let mut nodes = Vec::new();
    for _ in 0..2 {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Arc::new(SearchIndex::open(folder.path()).expect("an index"));
        let follower = follow(Arc::clone(&index), PublicPosts::new(app.state.db.clone()), Arc::new(Notify::new()), shutdown.clone());
        nodes.push((folder, index, tokio::spawn(follower)));
    }
    // The one that begins first commits last, and the other way round, while both nodes read along.
    for number in 0..10 {
        let (first, second) = if number % 2 == 0 { (60, 1) } else { (1, 60) };
        tokio::join!(change(&app.state, ids[0], first, number), change(&app.state, ids[1], second, number));
    }
    let start = Instant::now();
    let source = PublicPosts::new(app.state.db.clone());
    let last = source.last_seq().await.expect("the change log");
    for (_, index, _) in &nodes {
        while index.last_applied() != Some(last) || !verify(index, &source).await.expect("a report").is_equal() {
            assert!(start.elapsed() < Duration::from_secs(5), "a node is behind: {:?} of {last}", index.last_applied());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let titles: Vec<String> = ids.iter().filter_map(|id| index.document(*id).expect("an index")).map(|post| post.title).collect();
        assert_eq!(titles, ["Buurthuis nummer 9", "Buurthuis nummer 9"]);
    }
    shutdown.cancel();
    for (_, _, follower) in nodes {
        follower.await.expect("a clean end");
    }
});
