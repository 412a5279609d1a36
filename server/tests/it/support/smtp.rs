//! An SMTP server in the test, over real connections, that can be told to misbehave.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    task::JoinHandle,
};

/// A step of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Connect,
    Hello,
    Sender,
    Recipient,
    Data,
    Content,
}

/// What the server does to whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Accept,
    /// Takes each message after a while, as servers do that look at it first.
    Slow,
    /// Nobody listens.
    Refuse,
    /// Comes so far and says nothing more.
    HangAt(Step),
    /// "Try again later", at that step.
    LaterAt(Step),
    /// "No, never", at that step.
    NoAt(Step),
    /// "No such mailbox", for every recipient whose address starts with `weg`.
    NoSuchMailbox,
    /// Takes the message, and is gone before it answers.
    DropAfterData,
    /// Closes the line after each message, as servers do that take so many per connection.
    CloseAfterEach,
    /// Offers TLS and then talks nonsense.
    BrokenTls,
    /// Answers a byte at a time, with a pause after each.
    Trickle,
    /// Falls silent in a mail whose text says `poison`, and serves all others.
    HangAtPoison,
}

/// A message that the server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub to: String,
    pub message_id: String,
    pub content: String,
}

/// The server. Its address stays the same, also while nobody listens.
pub struct SmtpServer {
    address: SocketAddr,
    mode: Arc<Mutex<Mode>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    running: Option<JoinHandle<()>>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let mut server = Self {
            address: "127.0.0.1:0".parse().expect("an address"),
            mode: Arc::new(Mutex::new(Mode::Accept)),
            taken: Arc::default(),
            running: None,
        };
        server.listen().await;
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub async fn become_(&mut self, mode: Mode) {
        *self.mode.lock().expect("the mode") = mode;
        if let Some(running) = self.running.take() {
            running.abort();
            // Ends when the listener is closed.
            let _ = running.await;
        }
        if mode != Mode::Refuse {
            self.listen().await;
        }
    }

    async fn listen(&mut self) {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_reuseaddr(true).expect("an address that was used just now");
        socket.bind(self.address).expect("the address");
        let listener: TcpListener = socket.listen(64).expect("a listener");
        self.address = listener.local_addr().expect("an address");
        let (mode, taken) = (self.mode.clone(), self.taken.clone());
        self.running = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Answers go at once.
                let _ = stream.set_nodelay(true);
                let (mode, taken) = (*mode.lock().expect("the mode"), taken.clone());
                tokio::spawn(async move {
                    // Whoever goes away in the middle is no fault of the server.
                    let _ = talk(stream, mode, &taken).await;
                });
            }
        }));
    }

    /// Counts the messages that it took.
    pub fn count(&self) -> usize {
        self.taken.lock().expect("the mails").len()
    }

    /// Gives what arrived so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("the mails").clone()
    }
}

struct Talk {
    lines: Lines<BufReader<OwnedReadHalf>>,
    out: OwnedWriteHalf,
    mode: Mode,
}

impl Talk {
    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        let line = format!("{text}\r\n");
        if self.mode != Mode::Trickle {
            return self.out.write_all(line.as_bytes()).await;
        }
        for byte in line.bytes() {
            self.out.write_all(&[byte]).await?;
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Answers a step as the mode wants it.
    async fn answer(&mut self, step: Step, well: &str) -> std::io::Result<()> {
        match self.mode {
            Mode::HangAt(at) if at == step => std::future::pending().await,
            Mode::LaterAt(at) if at == step => self.say("451 4.7.1 try again later").await,
            Mode::NoAt(at) if at == step => self.say("554 5.7.1 not from you").await,
            _ => self.say(well).await,
        }
    }
}

async fn talk(stream: TcpStream, mode: Mode, taken: &Mutex<Vec<Taken>>) -> std::io::Result<()> {
    let (read, out) = stream.into_split();
    let mut talk = Talk { lines: BufReader::new(read).lines(), out, mode };
    talk.answer(Step::Connect, "220 test ESMTP").await?;
    let mut to = String::new();
    while let Some(line) = talk.lines.next_line().await? {
        let command = line.to_ascii_uppercase();
        if command.starts_with("EHLO") {
            let features = if mode == Mode::BrokenTls { "250-test\r\n250 STARTTLS" } else { "250-test\r\n250 8BITMIME" };
            talk.answer(Step::Hello, features).await?;
        } else if command == "STARTTLS" {
            talk.say("220 go ahead").await?;
            talk.say("this is no handshake").await?;
        } else if command.starts_with("MAIL") {
            talk.answer(Step::Sender, "250 ok").await?;
        } else if command.starts_with("RCPT") {
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let gone = mode == Mode::NoSuchMailbox && to.starts_with("weg");
            talk.answer(Step::Recipient, if gone { "550 5.1.1 no such mailbox" } else { "250 ok" }).await?;
        } else if command == "DATA" {
            talk.answer(Step::Data, "354 go on").await?;
            if matches!(mode, Mode::LaterAt(Step::Data) | Mode::NoAt(Step::Data)) {
                continue;
            }
            let content = content(&mut talk).await?;
            if mode == Mode::HangAtPoison && content.contains("poison") {
                std::future::pending::<()>().await;
            }
            let refused = matches!(mode, Mode::HangAt(Step::Content) | Mode::LaterAt(Step::Content) | Mode::NoAt(Step::Content));
            if !refused {
                let message_id = content.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned();
                taken.lock().expect("the mails").push(Taken { to: to.clone(), message_id, content });
            }
            if mode == Mode::Slow {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            if mode == Mode::DropAfterData {
                return Ok(());
            }
            talk.answer(Step::Content, "250 taken").await?;
            if mode == Mode::CloseAfterEach {
                return Ok(());
            }
        } else if command == "QUIT" {
            talk.say("221 bye").await?;
            return Ok(());
        } else {
            talk.say("250 ok").await?;
        }
    }
    Ok(())
}

async fn content(talk: &mut Talk) -> std::io::Result<String> {
    let mut content = String::new();
    while let Some(line) = talk.lines.next_line().await? {
        if line == "." {
            return Ok(content);
        }
        content.push_str(line.strip_prefix('.').unwrap_or(&line));
        content.push('\n');
    }
    Err(std::io::ErrorKind::UnexpectedEof.into())
}
