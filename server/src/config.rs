//! The configuration: one struct, one commented default file, four layers.
//!
//! `config.default.toml` is both the documentation and the schema: a key that it does not have is refused, and a value is
//! read as the kind that it has there. Every mistake is told in one sentence that names the key and where its value stood.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use app::infra::mail::{Dkim, DkimError, MailSettings};
use http::Uri;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// The default file, as `wijkcall config default` prints it.
pub const DEFAULTS: &str = include_str!("../config.default.toml");

/// Variables that start with `WIJKCALL_` without being a setting.
const NOT_SETTINGS: &[&str] = &["WIJKCALL_CONFIG", "WIJKCALL_TEST_", "WIJKCALL_CACHE"];

/// Keys whose value is never printed.
const SECRETS: &[&str] = &["secret_key", "smtp_url", "database_url", "dkim.private_key", "mail.webhook_secret"];

/// A mistake in the configuration: one sentence for the person who starts the program.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct ConfigError(String);

/// Where a value came from, for messages and for `config show`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    Default,
    File(PathBuf),
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default"),
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::Flag(name) => write!(f, "the flag --{name}"),
        }
    }
}

/// The flags that every subcommand takes.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct Flags {
    /// A TOML file with settings (also: WIJKCALL_CONFIG); `wijkcall config default` prints one
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The address that visitors use
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// The address and port to listen on
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The folder for the database, the index, files and mail
    #[arg(long, global = true, value_name = "FOLDER")]
    pub state_dir: Option<String>,
    /// sqlite://PATH or postgres://...
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

impl Flags {
    fn settings(&self) -> [(&'static str, &'static str, Option<&String>); 4] {
        [
            ("public-url", "public_url", self.public_url.as_ref()),
            ("listen", "listen", self.listen.as_ref()),
            ("state-dir", "state_dir", self.state_dir.as_ref()),
            ("database-url", "database_url", self.database_url.as_ref()),
        ]
    }
}

/// How strict the program is about its own set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Env {
    Development,
    Production,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

/// Whose picture lies under the markers of a map.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// `https://tiles.example/{z}/{x}/{y}.png`; none: markers alone.
    pub tiles: Option<String>,
    pub credit: String,
}

impl Map {
    /// The scheme and host of the tiles, which the browser may load pictures from.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        let uri = http::Uri::try_from(self.tiles.as_deref()?.replace(['{', '}'], "")).ok()?;
        Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
    }
}

/// What one process allows itself; see `config.default.toml` for each.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub body_bytes: usize,
    pub upload_bytes: usize,
    pub connections: usize,
    pub in_flight: usize,
    pub header: Duration,
    pub request: Duration,
    pub upload: Duration,
    pub write: Duration,
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Layers::built_in().finish().expect("the built-in configuration is valid, which a test checks").limits
    }
}

/// The whole configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub env: Env,
    /// Without a slash at the end.
    pub public_url: String,
    pub listen: SocketAddr,
    pub metrics_listen: Option<SocketAddr>,
    pub state_dir: PathBuf,
    pub database_url: String,
    pub smtp_url: Option<String>,
    pub mail_from: String,
    pub dkim: Option<Dkim>,
    pub mail: MailSettings,
    pub secret_key: Option<String>,
    pub trusted_proxies: Vec<Network>,
    pub map: Map,
    /// The folder of the model that search reads for meaning with; none: by words alone.
    pub search_model: Option<PathBuf>,
    pub log: Log,
    pub limits: Limits,
    shown: String,
}

impl Config {
    /// Reads all layers of this process.
    ///
    /// # Errors
    /// One sentence on the first mistake.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        // The one place that reads the environment (clippy.toml).
        #[expect(clippy::disallowed_methods, reason = "the configuration is where the environment is read")]
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
            .filter(|(name, _)| name.starts_with("WIJKCALL_"))
            .collect();
        Self::from_layers(flags, &variables)
    }

    /// The same from given variables: what `load` does, without the process around it.
    ///
    /// # Errors
    /// One sentence on the first mistake.
    pub fn from_layers(flags: &Flags, variables: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut layers = Layers::built_in();
        if let Some(path) = flags.config.clone().or_else(|| variables.get("WIJKCALL_CONFIG").map(PathBuf::from)) {
            layers.add_file(&path)?;
        }
        layers.add_variables(variables)?;
        for (flag, key, value) in flags.settings() {
            if let Some(value) = value {
                layers.set(key, Value::String(value.clone()), Origin::Flag(flag))?;
            }
        }
        layers.finish()
    }

    /// What is in force, as TOML with the origin of each value; secrets are covered.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The layers while they are being laid: dotted key to value and origin.
struct Layers(BTreeMap<String, (Value, Origin)>);

impl Layers {
    fn built_in() -> Self {
        let table: Table = DEFAULTS.parse().expect("config.default.toml is valid TOML, which a test checks");
        Self(leaves(table).into_iter().map(|(key, value)| (key, (value, Origin::Default))).collect())
    }

    fn set(&mut self, key: &str, value: Value, origin: Origin) -> Result<(), ConfigError> {
        let Some(slot) = self.0.get_mut(key) else {
            return Err(ConfigError(format!("The setting `{key}` in {origin} does not exist; `wijkcall config default` lists them all.")));
        };
        if slot.0.type_str() != value.type_str() {
            let kind = kind_in_words(&slot.0);
            return Err(ConfigError(format!("The setting `{key}` must be {kind}, and in {origin} it is not.")));
        }
        *slot = (value, origin);
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError(format!("The configuration file {} cannot be read: {error}.", path.display())))?;
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            ConfigError(format!("The configuration file {} is not valid TOML at line {line}: {}.", path.display(), error.message()))
        })?;
        for (key, value) in leaves(table) {
            self.set(&key, value, Origin::File(path.to_owned()))?;
        }
        Ok(())
    }

    fn add_variables(&mut self, variables: &BTreeMap<String, String>) -> Result<(), ConfigError> {
        let keys: BTreeMap<String, String> = self.0.keys().map(|key| (variable_of(key), key.clone())).collect();
        for (name, value) in variables {
            if NOT_SETTINGS.iter().any(|other| name.starts_with(other)) {
                continue;
            }
            let from_file = name.strip_suffix("_FILE").filter(|stem| !keys.contains_key(name) && keys.contains_key(*stem));
            let Some(key) = keys.get(from_file.unwrap_or(name)) else {
                return Err(ConfigError(format!(
                    "The variable {name} is no setting of wijkcall; `wijkcall config default` lists them all."
                )));
            };
            let text = match from_file {
                None => value.clone(),
                Some(stem) if variables.contains_key(stem) => {
                    return Err(ConfigError(format!("The setting `{key}` stands in both {stem} and {name}; keep one.")));
                }
                Some(_) => std::fs::read_to_string(value)
                    .map_err(|error| ConfigError(format!("The setting `{key}`: the file {value} in {name} cannot be read: {error}.")))?
                    .trim_end()
                    .to_owned(),
            };
            let origin = Origin::Variable(name.clone());
            let value = value_like(&self.0[key].0, &text).ok_or_else(|| {
                ConfigError(format!("The setting `{key}` must be {}, and in {origin} it is not.", kind_in_words(&self.0[key].0)))
            })?;
            self.set(key, value, origin)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Config, ConfigError> {
        let shown = self.shown();
        let state_dir = PathBuf::from(self.text("state_dir"));
        if state_dir.as_os_str().is_empty() {
            return Err(self.wrong("state_dir", "must name a folder"));
        }
        let database_url = match self.text("database_url") {
            "" => format!("sqlite://{}", state_dir.join("db.sqlite").display()),
            url if ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) => url.to_owned(),
            _ => return Err(self.wrong("database_url", "must start with sqlite:// or postgres://")),
        };
        let smtp_url = match self.text("smtp_url") {
            "" => None,
            url if url.starts_with("smtp://") || url.starts_with("smtps://") => Some(url.to_owned()),
            _ => return Err(self.wrong("smtp_url", "must start with smtp:// or smtps://")),
        };
        let secret_key = match self.text("secret_key") {
            "" => None,
            key if key.len() >= 32 => Some(key.to_owned()),
            _ => return Err(self.wrong("secret_key", "must be at least 32 characters long")),
        };
        let config = Config {
            env: self.choice("env", "must be \"development\" or \"production\"")?,
            public_url: self.public_url()?,
            listen: self.address("listen")?,
            metrics_listen: if self.text("metrics_listen").is_empty() { None } else { Some(self.address("metrics_listen")?) },
            state_dir,
            database_url,
            smtp_url,
            mail_from: self.mail_address("mail_from")?,
            dkim: self.dkim()?,
            mail: self.mail()?,
            secret_key,
            trusted_proxies: self.networks("trusted_proxies")?,
            map: self.map()?,
            search_model: Some(self.text("search.model")).filter(|folder| !folder.is_empty()).map(PathBuf::from),
            log: Log { format: self.choice("log.format", "must be \"text\" or \"json\"")?, level: self.log_level()? },
            limits: self.limits()?,
            shown,
        };
        self.refuse_unsafe_production(&config)?;
        Ok(config)
    }

    fn refuse_unsafe_production(&self, config: &Config) -> Result<(), ConfigError> {
        if config.env != Env::Production {
            return Ok(());
        }
        if !config.is_https() {
            return Err(self.wrong("public_url", "must start with https:// when env is \"production\""));
        }
        if config.secret_key.is_none() {
            return Err(self.wrong("secret_key", "must be set when env is \"production\"; make one with: head -c 32 /dev/urandom | base64"));
        }
        if config.smtp_url.is_none() {
            return Err(self.wrong("smtp_url", "must be set when env is \"production\", since mail into a folder reaches nobody"));
        }
        Ok(())
    }

    fn wrong(&self, key: &str, why: &str) -> ConfigError {
        match self.0.get(key) {
            Some((_, origin)) if *origin != Origin::Default => {
                ConfigError(format!("The setting `{key}` {why} (its value comes from {origin})."))
            }
            _ => ConfigError(format!("The setting `{key}` {why}.")),
        }
    }

    fn text(&self, key: &str) -> &str {
        self.0.get(key).and_then(|(value, _)| value.as_str()).unwrap_or_default()
    }

    fn choice<T: for<'de> Deserialize<'de>>(&self, key: &str, why: &str) -> Result<T, ConfigError> {
        Value::String(self.text(key).to_owned()).try_into().map_err(|_| self.wrong(key, why))
    }

    fn map(&self) -> Result<Map, ConfigError> {
        let tiles = Some(self.text("map.tiles").to_owned()).filter(|tiles| !tiles.is_empty());
        let map = Map { tiles, credit: self.text("map.credit").to_owned() };
        let Some(tiles) = &map.tiles else { return Ok(map) };
        let has_parts = ["{z}", "{x}", "{y}"].iter().all(|part| tiles.contains(part));
        // The host stands in the content security policy, so it must be one and nothing else.
        let is_plain =
            map.origin().is_some_and(|origin| origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-".contains(&byte)));
        if tiles.starts_with("https://") && has_parts && is_plain {
            Ok(map)
        } else {
            Err(self.wrong("map.tiles", "must look like https://tiles.example/{z}/{x}/{y}.png"))
        }
    }

    fn address(&self, key: &str) -> Result<SocketAddr, ConfigError> {
        self.text(key).parse().map_err(|_| self.wrong(key, "must be an address and a port, such as 127.0.0.1:3000 or [::1]:3000"))
    }

    fn public_url(&self) -> Result<String, ConfigError> {
        let why = "must be an address such as https://wijkcall.example, without a path";
        let text = self.text("public_url").trim_end_matches('/');
        let uri: Uri = text.parse().map_err(|_| self.wrong("public_url", why))?;
        let plain = matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.path() == "/"
            && uri.query().is_none();
        if plain { Ok(text.to_ascii_lowercase()) } else { Err(self.wrong("public_url", why)) }
    }

    fn mail_address(&self, key: &str) -> Result<String, ConfigError> {
        let text = self.text(key).trim();
        let address = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
        let one_at = matches!(address.split_once('@'), Some((user, host)) if !user.is_empty() && !host.is_empty() && !host.contains('@'));
        if one_at && !text.contains(char::is_control) {
            Ok(text.to_owned())
        } else {
            Err(self.wrong(key, "must be a mail address, such as Wijkcall <noreply@wijkcall.example>"))
        }
    }

    fn mail(&self) -> Result<MailSettings, ConfigError> {
        let number = |key: &str| {
            let number = self.0.get(key).and_then(|(value, _)| value.as_integer()).and_then(|number| u32::try_from(number).ok());
            number.ok_or_else(|| self.wrong(key, "must be a whole number, 0 for no limit"))
        };
        let webhook_secret = match self.text("mail.webhook_secret") {
            "" => None,
            secret if secret.len() >= 24 => Some(secret.to_owned()),
            _ => return Err(self.wrong("mail.webhook_secret", "must be at least 24 characters long")),
        };
        let return_to = if self.text("mail.return_to").is_empty() { None } else { Some(self.mail_address("mail.return_to")?) };
        Ok(MailSettings {
            return_to,
            webhook_secret,
            party_per_day: number("mail.party_per_day")?,
            address_per_hour: number("mail.address_per_hour")?,
            address_per_day: number("mail.address_per_day")?,
        })
    }

    fn dkim(&self) -> Result<Option<Dkim>, ConfigError> {
        let (domain, selector, key) = (self.text("dkim.domain"), self.text("dkim.selector"), self.text("dkim.private_key"));
        if domain.is_empty() && key.is_empty() {
            return Ok(None);
        }
        let wrong = |error: DkimError| match error {
            DkimError::Name if selector.is_empty() => self.wrong("dkim.selector", &error.to_string()),
            DkimError::Name => self.wrong("dkim.domain", &error.to_string()),
            DkimError::Key | DkimError::Signing => self.wrong("dkim.private_key", &error.to_string()),
        };
        Dkim::new(domain, selector, key).map(Some).map_err(wrong)
    }

    fn log_level(&self) -> Result<String, ConfigError> {
        let level = self.text("log.level");
        level
            .parse::<tracing_subscriber::filter::Targets>()
            .map(|_| level.to_owned())
            .map_err(|_| self.wrong("log.level", "must be error, warn, info, debug or trace, or a list such as \"info,app=debug\""))
    }

    fn networks(&self, key: &str) -> Result<Vec<Network>, ConfigError> {
        let why = "must be a list of addresses or networks, such as [\"10.0.0.0/8\"]";
        let values = self.0.get(key).and_then(|(value, _)| value.as_array()).map(Vec::as_slice).unwrap_or_default();
        values.iter().map(|value| value.as_str().and_then(Network::parse).ok_or_else(|| self.wrong(key, why))).collect()
    }

    fn limits(&self) -> Result<Limits, ConfigError> {
        let number = |key: &str| {
            let full = format!("limits.{key}");
            self.0
                .get(&full)
                .and_then(|(value, _)| value.as_integer())
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| *number > 0)
                .ok_or_else(|| self.wrong(&full, "must be a whole number above zero"))
        };
        let seconds = |key: &str| number(key).map(|seconds| Duration::from_secs(seconds as u64));
        Ok(Limits {
            body_bytes: number("body_bytes")?,
            upload_bytes: number("upload_bytes")?,
            // Tokio's semaphores count to usize::MAX / 8.
            connections: number("connections")?.min(1_000_000),
            in_flight: number("in_flight")?.min(1_000_000),
            header: seconds("header_seconds")?,
            request: seconds("request_seconds")?,
            upload: seconds("upload_seconds")?,
            write: seconds("write_seconds")?,
            drain: seconds("drain_seconds")?,
        })
    }

    fn shown(&self) -> String {
        let mut plain = String::new();
        let mut tables: BTreeMap<&str, String> = BTreeMap::new();
        for (key, (value, origin)) in &self.0 {
            let covered = SECRETS.contains(&key.as_str()) && value.as_str().is_some_and(|text| !text.is_empty());
            let value = if covered { "\"...\"".to_owned() } else { value.to_string() };
            match key.split_once('.') {
                None => plain.push_str(&format!("{key} = {value} # {origin}\n")),
                Some((table, key)) => tables.entry(table).or_default().push_str(&format!("{key} = {value} # {origin}\n")),
            }
        }
        for (table, lines) in tables {
            plain.push_str(&format!("\n[{table}]\n{lines}"));
        }
        plain
    }
}

/// An address, or all addresses that share its first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `10.0.0.1` or `10.0.0.0/8`, and the same for IPv6.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            None => (text, None),
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { address, bits })
    }

    #[must_use]
    pub fn contains(&self, other: IpAddr) -> bool {
        let same = |left: u128, right: u128, width: u32| (left ^ right).checked_shr(width - self.bits).unwrap_or(0) == 0;
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(left), IpAddr::V4(right)) => same(left.to_bits().into(), right.to_bits().into(), 32),
            (IpAddr::V6(left), IpAddr::V6(right)) => same(left.to_bits(), right.to_bits(), 128),
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// The tables' values under dotted keys; there are no deeper tables.
fn leaves(table: Table) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(inner) => found.extend(inner.into_iter().map(|(sub, value)| (format!("{key}.{sub}"), value))),
            value => found.push((key, value)),
        }
    }
    found
}

fn variable_of(key: &str) -> String {
    format!("WIJKCALL_{}", key.replace('.', "_").to_ascii_uppercase())
}

fn kind_in_words(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list",
        _ => "a text",
    }
}

/// Reads a variable's text as the kind of value that the default has.
fn value_like(default: &Value, text: &str) -> Option<Value> {
    Some(match default {
        Value::Integer(_) => Value::Integer(text.trim().replace('_', "").parse().ok()?),
        Value::Boolean(_) => Value::Boolean(text.trim().parse().ok()?),
        Value::Array(_) => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
        _ => Value::String(text.trim().to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_variables(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::from_layers(&Flags::default(), &variables)
    }

    fn sentence(variables: &[(&str, &str)]) -> String {
        from_variables(variables).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn the_built_in_file_is_valid() {
        let config = from_variables(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite://state/db.sqlite");
        assert_eq!(config.env, Env::Development);
        assert_eq!(config.limits.request, Duration::from_secs(30));
    }

    #[test]
    fn later_layers_win() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wijkcall.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:1\"\npublic_url = \"http://a.example\"\n[limits]\nin_flight = 7\n").unwrap();
        let flags = Flags { config: Some(file), listen: Some("127.0.0.1:3".to_owned()), ..Flags::default() };
        let variables = BTreeMap::from([
            ("WIJKCALL_LISTEN".to_owned(), "127.0.0.1:2".to_owned()),
            ("WIJKCALL_PUBLIC_URL".to_owned(), "http://b.example/".to_owned()),
            ("WIJKCALL_TRUSTED_PROXIES".to_owned(), "10.0.0.0/8, ::1".to_owned()),
        ]);
        let config = Config::from_layers(&flags, &variables).unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.public_url, "http://b.example");
        assert_eq!(config.limits.in_flight, 7);
        assert_eq!(config.trusted_proxies.len(), 2);
        assert!(config.shown().contains("listen = \"127.0.0.1:3\" # the flag --listen"), "{}", config.shown());
    }

    #[test]
    fn a_secret_can_stand_in_a_file_and_is_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "0123456789abcdef0123456789abcdef\n").unwrap();
        let config = from_variables(&[("WIJKCALL_SECRET_KEY_FILE", file.to_str().unwrap())]).unwrap();
        assert_eq!(config.secret_key.as_deref(), Some("0123456789abcdef0123456789abcdef"));
        assert!(!config.shown().contains("0123456789abcdef"));
    }

    #[test]
    fn a_mistake_is_one_sentence_that_names_the_key() {
        insta::assert_snapshot!(sentence(&[("WIJKCALL_LISTEN", "here")]), @"The setting `listen` must be an address and a port, such as 127.0.0.1:3000 or [::1]:3000 (its value comes from the variable WIJKCALL_LISTEN).");
        insta::assert_snapshot!(sentence(&[("WIJKCALL_LISTENN", "x")]), @"The variable WIJKCALL_LISTENN is no setting of wijkcall; `wijkcall config default` lists them all.");
        insta::assert_snapshot!(sentence(&[("WIJKCALL_LIMITS_IN_FLIGHT", "many")]), @"The setting `limits.in_flight` must be a whole number, and in the variable WIJKCALL_LIMITS_IN_FLIGHT it is not.");
        insta::assert_snapshot!(sentence(&[("WIJKCALL_ENV", "prod")]), @r#"The setting `env` must be "development" or "production" (its value comes from the variable WIJKCALL_ENV)."#);
    }

    #[test]
    fn a_key_that_signs_mails_comes_with_its_domain() {
        assert!(from_variables(&[]).unwrap().dkim.is_none());
        let domain = ("WIJKCALL_DKIM_DOMAIN", "wijkcall.example");
        assert!(sentence(&[domain]).contains("`dkim.private_key` must be a private key in PEM"));
        assert!(sentence(&[domain, ("WIJKCALL_DKIM_SELECTOR", "")]).contains("`dkim.selector`"));
        assert!(sentence(&[("WIJKCALL_DKIM_PRIVATE_KEY", "x")]).contains("`dkim.domain`"));
    }

    #[test]
    fn tiles_come_from_one_host_that_the_browser_may_ask() {
        let map = |tiles| from_variables(&[("WIJKCALL_MAP_TILES", tiles)]).map(|config| config.map.origin());
        assert_eq!(map("").unwrap(), None);
        assert_eq!(map("https://tiles.example/{z}/{x}/{y}.png").unwrap().as_deref(), Some("https://tiles.example"));
        for wrong in ["http://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/tiles.png", "https://*;tiles.example/{z}/{x}/{y}.png"]
        {
            assert!(map(wrong).unwrap_err().to_string().contains("`map.tiles`"), "{wrong}");
        }
    }

    #[test]
    fn production_refuses_what_is_unsafe() {
        let key = ("WIJKCALL_SECRET_KEY", "0123456789abcdef0123456789abcdef");
        let (env, https) = (("WIJKCALL_ENV", "production"), ("WIJKCALL_PUBLIC_URL", "https://a.example"));
        assert!(sentence(&[env]).contains("`public_url`"));
        assert!(sentence(&[env, https]).contains("`secret_key`"));
        assert!(sentence(&[env, https, key]).contains("`smtp_url`"));
        assert!(from_variables(&[env, https, key, ("WIJKCALL_SMTP_URL", "smtp://localhost")]).is_ok());
    }

    #[test]
    fn a_network_holds_the_addresses_with_its_first_bits() {
        let network = Network::parse("10.1.0.0/16").unwrap();
        assert!(network.contains("10.1.2.3".parse().unwrap()));
        assert!(network.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!network.contains("10.2.0.1".parse().unwrap()));
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("1.2.3.4".parse().unwrap()));
        assert!(Network::parse("::1").unwrap().contains("::1".parse().unwrap()));
        assert_eq!(Network::parse("10.0.0.0/33"), None);
    }
}
