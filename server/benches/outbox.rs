//! Mails a second through the outbox on four connections, beside lettre alone on the same sink: `cargo bench -p app -p server -p migrations --bench outbox`.
//!
//! The outbox takes its rows from a database on disk and marks each mail before its connection takes the next one. Beside it: lettre's own pool, and lettre's
//! connections without Nagle's algorithm, both without a database and with messages of the same size.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use app::{
    infra::{
        clock::Clock,
        db::{Audit, Db, Object},
        i18n::Locale,
        mail::{Because, Block, Letter, Recipient, Transport, outbox},
    },
    notifications::model::Event,
    state::{AppState, Assets, Environment, Settings},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    address::Envelope,
    transport::smtp::{PoolConfig, client::AsyncSmtpConnection, extension::ClientId},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const MAILS: usize = 20_000;
/// lettre's pool is slow enough to be judged by fewer.
const MAILS_OF_THE_POOL: usize = 400;
const LINES: usize = 4;

/// A server that takes everything and counts it.
#[derive(Clone, Default)]
struct Sink {
    mails: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
}

impl Sink {
    async fn start() -> anyhow::Result<(Self, u16)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let sink = Self::default();
        let shared = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = shared.clone();
                tokio::spawn(async move { sink.talk(stream).await });
            }
        });
        Ok((sink, port))
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let (read, mut write) = stream.into_split();
        let mut read = BufReader::with_capacity(65_536, read);
        let mut line = Vec::new();
        write.write_all(b"220 sink ESMTP\r\n").await?;
        loop {
            line.clear();
            if read.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            match line.get(..4) {
                Some(b"EHLO") => write.write_all(b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n").await?,
                Some(b"DATA") => {
                    write.write_all(b"354 go on\r\n").await?;
                    loop {
                        line.clear();
                        self.bytes.fetch_add(read.read_until(b'\n', &mut line).await?, Ordering::Relaxed);
                        if line == b".\r\n" || line.is_empty() {
                            break;
                        }
                    }
                    self.mails.fetch_add(1, Ordering::Relaxed);
                    write.write_all(b"250 taken\r\n").await?;
                }
                Some(b"QUIT") => return write.write_all(b"221 bye\r\n").await,
                _ => write.write_all(b"250 ok\r\n").await?,
            }
        }
    }

    fn reset(&self) -> usize {
        let mails = self.mails.swap(0, Ordering::Relaxed).max(1);
        self.bytes.swap(0, Ordering::Relaxed) / mails
    }
}

fn rate(mails: usize, start: Instant) -> f64 {
    f64::from(u32::try_from(mails).unwrap_or(u32::MAX)) / start.elapsed().as_secs_f64()
}

async fn state(folder: &std::path::Path) -> anyhow::Result<AppState> {
    let db = Db::connect(&format!("sqlite://{}/db.sqlite", folder.display())).await?;
    db.migrate().await?;
    let settings = Settings {
        public_url: "https://wijkcall.example".to_owned(),
        environment: Environment::Development,
        mail_from: "Wijkcall <post@wijkcall.example>".to_owned(),
        smtp_url: None,
        dkim: None,
        mail: app::infra::mail::MailSettings::default(),
        secret_key: b"a key for a benchmark and nothing else".to_vec(),
        state_dir: folder.to_owned(),
        upload_max_bytes: 1,
        map_tiles: None,
        map_credit: String::new(),
        search_model: None,
    };
    Ok(AppState::new(db, Clock::System, settings, Assets::default()))
}

async fn fill(state: &AppState) -> anyhow::Result<()> {
    let letters = (0..MAILS).map(|number| {
        let to = Recipient {
            address: format!("a{number}@voorbeeld.example"),
            name: "Fatima Bakker".to_owned(),
            account_id: None,
            locale: Locale::Nl,
        };
        let letter = Letter {
            kind: Event::CallPublished,
            transactional: false,
            subject: format!("Nieuwe call: Zon op dak {number}"),
            blocks: vec![Block::Text("De gemeente doet een oproep in een gebied dat je volgt. ".repeat(4))],
            button: Some(("Bekijk de call".to_owned(), "/calls/zon-op-dak".to_owned())),
            object: Object::new("call", Uuid::nil()),
            dedupe_key: None,
            because: Because::default(),
        };
        (to, letter)
    });
    let now = state.clock.now();
    let tx = state.db.begin().await?;
    state.post.enqueue_all(&tx, letters.collect(), now).await?;
    tx.commit(Audit::new("bench", Object::new("call", Uuid::nil())), now).await?;
    Ok(())
}

/// The outbox, as the site runs it.
async fn outbox_rate(state: AppState, sink: &Sink, port: u16) -> anyhow::Result<f64> {
    let transport = Transport::smtp(&format!("smtp://127.0.0.1:{port}"), app::infra::mail::Patience::default())?;
    let stop = CancellationToken::new();
    let start = Instant::now();
    let running = tokio::spawn(outbox::run(state.clone(), transport, stop.clone()));
    while outbox::standing(&state.db).await?.waiting > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let rate = rate(MAILS, start);
    stop.cancel();
    running.await?;
    anyhow::ensure!(sink.mails.load(Ordering::Relaxed) == MAILS, "each mail once");
    Ok(rate)
}

fn envelope() -> anyhow::Result<Envelope> {
    Ok(Envelope::new(Some("post@wijkcall.example".parse()?), vec!["a@voorbeeld.example".parse()?])?)
}

fn message(bytes: usize) -> String {
    format!("From: post@wijkcall.example\r\nSubject: x\r\n\r\n{}\r\n", "Er is iets te doen in de wijk.\r\n".repeat(bytes / 32))
}

/// lettre's connections with TCP_NODELAY, one mail after the other.
async fn bare_rate(port: u16, bytes: usize) -> anyhow::Result<f64> {
    let start = Instant::now();
    let lines = (0..LINES).map(|_| {
        tokio::spawn(async move {
            let stream = TcpStream::connect(("127.0.0.1", port)).await?;
            stream.set_nodelay(true)?;
            let mut line = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &ClientId::default()).await?;
            let (envelope, message) = (envelope()?, message(bytes));
            for _ in 0..MAILS / LINES {
                line.send(&envelope, message.as_bytes()).await?;
            }
            line.quit().await?;
            anyhow::Ok(())
        })
    });
    for line in futures::future::join_all(lines).await {
        line??;
    }
    Ok(rate(MAILS, start))
}

/// lettre as its guide uses it: a pool of connections.
async fn pool_rate(port: u16, bytes: usize) -> anyhow::Result<f64> {
    let lines = u32::try_from(LINES)?;
    let mailer = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(port)
        .pool_config(PoolConfig::new().max_size(lines))
        .build();
    let start = Instant::now();
    let tasks = (0..LINES).map(|_| {
        let mailer = mailer.clone();
        tokio::spawn(async move {
            let (envelope, message) = (envelope()?, message(bytes));
            for _ in 0..MAILS_OF_THE_POOL / LINES {
                mailer.send_raw(&envelope, message.as_bytes()).await?;
            }
            anyhow::Ok(())
        })
    });
    for task in futures::future::join_all(tasks).await {
        task??;
    }
    Ok(rate(MAILS_OF_THE_POOL, start))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (sink, port) = Sink::start().await?;
    // On the disk of the build, since a folder in memory commits for nothing.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let state = state(folder.path()).await?;
    fill(&state).await?;
    let ours = outbox_rate(state, &sink, port).await?;
    let bytes = sink.reset();
    let bare = bare_rate(port, bytes).await?;
    sink.reset();
    let pool = pool_rate(port, bytes).await?;
    println!("{MAILS} mails of {bytes} bytes over {LINES} connections");
    println!("outbox, each mail marked on disk    {ours:8.0} mails a second");
    println!("lettre's connections, no database   {bare:8.0} mails a second, the outbox is {:.2} of it", ours / bare);
    println!("lettre's pool, no database          {pool:8.0} mails a second, the outbox is {:.1} times as fast", ours / pool);
    anyhow::ensure!(ours >= 1_000.0, "the promise is 1,000 mails a second");
    Ok(())
}
