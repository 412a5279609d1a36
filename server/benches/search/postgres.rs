//! PostgreSQL full text: a `tsvector` in Dutch with the title weighted A and a GIN index; any of the words, ranked by `ts_rank`.
//!
//! Themes and areas have GIN indexes of their own. The query in the form of PostgreSQL is made beforehand and not timed.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use app::infra::clock::Clock;
use app::infra::search::document::{DocumentKind, SearchDocument};
use app::infra::search::evaluate::{document, ndcg, recall, reciprocal_rank};
use app::infra::search::judged::JudgedSet;
use chrono::Days;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement, Value};

use super::growth::{Mill, now};
use super::{Engine, Times};

const BATCH: u64 = 5_000;

/// One measure takes at most about so long; the slower the engine, the fewer tries.
const LONGEST: Duration = Duration::from_secs(45);
const MOST_TRIES: u64 = 1_000;

/// An empty database.
pub struct Postgres {
    db: DatabaseConnection,
}

impl Postgres {
    pub async fn start() -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "a benchmark is no server: it has no configuration")]
        let admin = std::env::var("WIJKCALL_TEST_POSTGRES_URL").context("start it with server/tests/with-postgres")?;
        let connect =
            async |url: String| Database::connect(ConnectOptions::new(url).max_connections(1).sqlx_logging(false).to_owned()).await;
        let name = format!("bench_{}_{}", std::process::id(), Clock::System.now().timestamp_micros());
        connect(admin.clone()).await?.execute_unprepared(&format!("create database {name}")).await?;
        let url = admin.rsplit_once('/').map_or_else(|| admin.clone(), |(server, _)| format!("{server}/{name}"));
        let db = connect(url).await?;
        let table = "create table posts (number bigint primary key, kind text not null, themes text[] not null, areas text[] not null,
            expires timestamptz not null, title text not null, body text not null)";
        db.execute_unprepared(table).await?;
        db.execute_unprepared("set maintenance_work_mem = '512MB'; set work_mem = '64MB'; set plan_cache_mode = force_custom_plan").await?;
        Ok(Self { db })
    }

    /// Puts posts in the table, without an index.
    async fn load(&self, posts: impl Iterator<Item = (u64, SearchDocument)>) -> anyhow::Result<()> {
        let rows: Vec<serde_json::Value> = posts
            .map(|(number, post)| {
                serde_json::json!({
                    "number": number, "kind": post.kind.key(), "themes": post.themes, "areas": post.areas,
                    "expires": post.expires_at.unwrap_or(now() + Days::new(9_000)),
                    "title": post.title, "body": post.text,
                })
            })
            .collect();
        let insert = "insert into posts select number, kind, array(select jsonb_array_elements_text(themes)),
            array(select jsonb_array_elements_text(areas)), expires, title, body
            from jsonb_to_recordset($1) as rows(number bigint, kind text, themes jsonb, areas jsonb, expires timestamptz, title text, body text)";
        self.run(insert, [serde_json::Value::from(rows).into()]).await
    }

    async fn run<const N: usize>(&self, sql: &str, values: [Value; N]) -> anyhow::Result<()> {
        self.db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        Ok(())
    }

    async fn one<T: sea_orm::TryGetable>(&self, sql: &str, values: Vec<Value>) -> anyhow::Result<T> {
        let row = self.db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        Ok(row.context("no row")?.try_get_by_index(0)?)
    }

    /// Makes the column and its index; gives the seconds and the bytes.
    async fn index(&self) -> anyhow::Result<(f64, u64)> {
        let size = "select pg_table_size('posts')";
        let before: i64 = self.one(size, vec![]).await?;
        let start = Instant::now();
        let column = "alter table posts add column words tsvector generated always as
            (setweight(to_tsvector('dutch', title), 'A') || setweight(to_tsvector('dutch', body), 'D')) stored";
        self.db.execute_unprepared(column).await?;
        self.db.execute_unprepared("create index posts_words on posts using gin (words)").await?;
        let seconds = start.elapsed().as_secs_f64();
        let index: i64 = self.one("select pg_relation_size('posts_words')", vec![]).await?;
        let after: i64 = self.one(size, vec![]).await?;
        self.db
            .execute_unprepared(
                "create index posts_themes on posts using gin (themes); create index posts_areas on posts using gin (areas)",
            )
            .await?;
        self.db.execute_unprepared("vacuum analyze posts").await?;
        Ok((seconds, u64::try_from(index + after - before)?))
    }

    /// Any of the words of a text, as PostgreSQL wants it.
    async fn any_word(&self, text: &str) -> anyhow::Result<String> {
        self.one("select replace(plainto_tsquery('dutch', $1)::text, '&', '|')", vec![text.into()]).await
    }

    /// Ranks posts; gives their numbers.
    async fn search(&self, words: &str, kind: Option<&str>, themes: &[String], areas: &[String], limit: u64) -> anyhow::Result<Vec<i64>> {
        let array = |values: &[String]| -> Value { values.to_vec().into() };
        let mut sql = "select number, title, body, ts_rank(words, $1::text::tsquery) as rank from posts where words @@ $1::text::tsquery and expires > $2".to_owned();
        let mut values: Vec<Value> = vec![words.into(), now().into()];
        for (condition, value) in [
            ("kind = ", kind.map(Value::from)),
            ("themes && ", (!themes.is_empty()).then(|| array(themes))),
            ("areas && ", (!areas.is_empty()).then(|| array(areas))),
        ] {
            if let Some(value) = value {
                values.push(value);
                sql.push_str(&format!(" and {condition}${}", values.len()));
            }
        }
        values.push(i64::try_from(limit)?.into());
        sql.push_str(&format!(" order by rank desc, number limit ${}", values.len()));
        let rows = self.db.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }

    /// nDCG@10, recall@20, MRR@10.
    pub async fn quality(&self, set: &JudgedSet) -> anyhow::Result<[f64; 3]> {
        self.db
            .execute_unprepared(
                "truncate posts; alter table posts drop column if exists words; drop index if exists posts_themes, posts_areas",
            )
            .await?;
        let posts: Vec<(u64, SearchDocument)> =
            (0..).zip(&set.corpus).map(|(number, entry)| (number, document(entry, DocumentKind::Offer, number.into(), now()))).collect();
        self.load(posts.into_iter()).await?;
        self.index().await?;
        let mut sums = [0.0; 3];
        for query in &set.queries {
            let words = self.any_word(&format!("{} {}", query.title, query.text)).await?;
            let found = self.search(&words, None, &[], &[], 100).await?;
            let entries = found.iter().filter_map(|number| set.corpus.get(usize::try_from(*number).ok()?));
            let ids: Vec<&str> = entries.map(|entry| entry.id.as_str()).filter(|id| *id != query.id).collect();
            let Some(grades) = set.grades.get(&query.id) else { continue };
            for (sum, value) in sums.iter_mut().zip([ndcg(&ids, grades, 10), recall(&ids, grades, 20), reciprocal_rank(&ids, grades, 10)]) {
                *sum += value;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of queries")]
        let queries = set.queries.len().max(1) as f64;
        Ok(sums.map(|sum| sum / queries))
    }

    /// Fills a table with so many posts and asks it.
    pub async fn measure(&self, mill: &Mill, posts: usize) -> anyhow::Result<Engine> {
        let posts = posts as u64;
        for from in (0..posts).step_by(BATCH as usize) {
            self.load((from..posts.min(from + BATCH)).map(|number| (number, mill.post(number)))).await?;
        }
        let (index_seconds, index_bytes) = self.index().await?;
        let mut searches = Vec::new();
        let begin = Instant::now();
        for number in 0..MOST_TRIES {
            let search = mill.search(number);
            let words = self.any_word(&search.text).await?;
            let kind = search.kinds.first().map(|kind| kind.key());
            let start = Instant::now();
            self.search(&words, kind, &search.themes, &search.areas, 50).await?;
            searches.push(start.elapsed().as_secs_f64() * 1_000.0);
            if begin.elapsed() > LONGEST {
                break;
            }
        }
        let mut matches = Vec::new();
        let begin = Instant::now();
        for number in 0..MOST_TRIES {
            let need = mill.long_need(number);
            let words = self.any_word(&format!("{} {}", need.title, need.text)).await?;
            let start = Instant::now();
            self.search(&words, Some("offer"), &[], &[], 50).await?;
            matches.push(start.elapsed().as_secs_f64() * 1_000.0);
            if begin.elapsed() > LONGEST {
                break;
            }
        }
        Ok(Engine { index_seconds, index_bytes, search: Times::of(searches), matches: Times::of(matches) })
    }

    pub async fn version(&self) -> anyhow::Result<String> {
        self.one("show server_version", vec![]).await
    }
}
