//! What every request and job shares.

use std::{path::PathBuf, sync::Arc};

use axum::extract::FromRef;
use leptos::config::LeptosOptions;

use crate::{
    accounts::model::InventedPerson,
    alerts::watchers::Watchers,
    infra::{
        clock::Clock,
        db::Db,
        mail::{Dkim, MailSettings, Post},
        seal::Seal,
    },
    search::SearchHandle,
};

/// Where the product runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    Development,
    /// Throw-away state with one-click sign-in and a page with the mails.
    Demo,
    Production,
}

/// What an operator decides; read from configuration by the server crate.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Without a slash at the end: `https://wijkcall.example`.
    pub public_url: String,
    pub environment: Environment,
    /// `Wijkcall <post@wijkcall.example>`.
    pub mail_from: String,
    /// The server that mails go to; without one they become files in [`Settings::mail_dir`].
    pub smtp_url: Option<String>,
    /// Signs mails; without one they go unsigned.
    pub dkim: Option<Dkim>,
    pub mail: MailSettings,
    /// Signs links and seals secrets; at least 32 bytes.
    pub secret_key: Vec<u8>,
    pub state_dir: PathBuf,
    pub upload_max_bytes: usize,
    /// Where the map takes its tiles from, `https://tiles.example/{z}/{x}/{y}.png`, and whom it thanks for them; without tiles it shows markers alone.
    pub map_tiles: Option<String>,
    pub map_credit: String,
    /// The folder of the model by which search reads for meaning too; none: by words alone.
    pub search_model: Option<PathBuf>,
}

impl Settings {
    /// Gives the absolute address of a path.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Where mails become files when there is no server for them.
    pub fn mail_dir(&self) -> PathBuf {
        self.state_dir.join("mail")
    }
}

/// The hashed addresses of the browser's files; `None` when the build left one out.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub stylesheet: Option<String>,
    pub font: Option<String>,
    pub favicon: Option<String>,
    /// The name under `/pkg` of the islands' script and wasm.
    pub islands: Option<String>,
    pub map: Option<MapAssets>,
}

/// What the page with the map needs beside the style of all pages.
#[derive(Clone, Debug)]
pub struct MapAssets {
    pub script: String,
    pub stylesheet: String,
}

/// Cheap to clone; every field is shared.
#[derive(Clone, Debug)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    pub post: Post,
    pub search: SearchHandle,
    pub seal: Seal,
    /// The saved searches of everybody, in memory.
    pub watchers: Watchers,
    pub settings: Arc<Settings>,
    pub assets: Arc<Assets>,
    pub leptos: LeptosOptions,
    /// People of the demo with what they are to it; empty outside of it.
    pub invented: Arc<[InventedPerson]>,
}

impl AppState {
    pub fn new(db: Db, clock: Clock, settings: Settings, assets: Assets) -> Self {
        let leptos =
            LeptosOptions::builder().output_name(assets.islands.clone().unwrap_or_else(|| "app".to_owned())).site_pkg_dir("pkg").build();
        let seal = Seal::new(&settings.secret_key);
        let post = Post::new(&settings.public_url, &settings.secret_key);
        let search = SearchHandle::at(&settings.state_dir).with_model(settings.search_model.as_deref());
        Self {
            db,
            clock,
            post,
            search,
            seal,
            watchers: Watchers::default(),
            settings: Arc::new(settings),
            assets: Arc::new(assets),
            leptos,
            invented: Arc::new([]),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
