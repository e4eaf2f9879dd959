//! A mail server on loopback that fails on request.

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A phase of the dialogue, in which the server can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Connect,
    Ehlo,
    StartTls,
    Handshake,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the first bytes of the message.
    Content,
    /// After the final dot.
    Dot,
    Quit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Closes the connection instead of an answer.
    Drop,
    /// Accepts the message, then closes the connection instead of an answer.
    DropAccepted,
    /// Answers with this line.
    Reply(&'static str),
    /// Keeps the connection open without an answer.
    Hang,
}

/// How a client reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Plain,
    StartTls,
    Tls,
}

/// What the server saw.
#[derive(Debug, Default)]
pub struct Log {
    /// Recipient and message of each accepted message.
    pub accepted: Vec<(String, String)>,
    pub connections: usize,
    pub commands: Vec<String>,
}

/// Faults by phase, each for a number of times.
type Faults = BTreeMap<Phase, (Fault, usize)>;

pub struct Server {
    pub port: u16,
    /// The certificate in PEM format.
    pub certificate: String,
    pub log: Arc<Mutex<Log>>,
    faults: Arc<Mutex<Faults>>,
}

pub const USER: &str = "ada";
pub const PASSWORD: &str = "correct horse";

impl Server {
    pub fn new(mode: Mode, faults: &[(Phase, Fault, usize)]) -> Server {
        let own =
            rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_no_client_auth().with_single_cert(vec![own.cert.der().clone()], key).unwrap();
        let tls = Arc::new(tls);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Log>> = Arc::default();
        let faults: Faults = faults.iter().map(|(phase, fault, times)| (*phase, (*fault, *times))).collect();
        let faults = Arc::new(Mutex::new(faults));
        let (own_log, own_faults) = (log.clone(), faults.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { break };
                let (log, faults, tls) = (own_log.clone(), own_faults.clone(), tls.clone());
                thread::spawn(move || {
                    // The client may close the connection at any time.
                    let _ = Dialogue { log, faults, tls, mode }.serve(stream);
                });
            }
        });
        Server { port, certificate: own.cert.pem(), log, faults }
    }

    /// Returns the recipients of accepted messages.
    pub fn recipients(&self) -> Vec<String> {
        self.log.lock().unwrap().accepted.iter().map(|(to, _)| to.clone()).collect()
    }

    pub fn message(&self) -> String {
        self.log.lock().unwrap().accepted[0].1.clone()
    }

    pub fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    pub fn commands(&self) -> Vec<String> {
        self.log.lock().unwrap().commands.clone()
    }

    /// The server works from now on.
    pub fn heal(&self) {
        self.faults.lock().unwrap().clear();
    }
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

struct Dialogue {
    log: Arc<Mutex<Log>>,
    faults: Arc<Mutex<Faults>>,
    tls: Arc<ServerConfig>,
    mode: Mode,
}

/// The server has nothing more to say on this connection.
fn closed() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

impl Dialogue {
    fn serve(&self, tcp: TcpStream) -> io::Result<()> {
        self.log.lock().unwrap().connections += 1;
        let socket = tcp.try_clone()?;
        let done = self.session(tcp);
        let _ = socket.shutdown(Shutdown::Both);
        done
    }

    fn session(&self, tcp: TcpStream) -> io::Result<()> {
        let encrypt = |tcp: TcpStream| -> io::Result<Box<dyn Stream>> {
            let connection = ServerConnection::new(self.tls.clone()).map_err(io::Error::other)?;
            Ok(Box::new(StreamOwned::new(connection, tcp)))
        };
        let first: Box<dyn Stream> = match self.mode {
            Mode::Tls => encrypt(tcp.try_clone()?)?,
            _ => Box::new(tcp.try_clone()?),
        };
        let mut stream = BufReader::new(first);
        self.answer(&mut stream, Phase::Connect, "220 mail.example.org ready")?;
        let mut is_encrypted = self.mode == Mode::Tls;
        let mut to = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end();
            self.log.lock().unwrap().commands.push(line.to_owned());
            let command = line.get(..4).unwrap_or(line).to_ascii_uppercase();
            match command.as_str() {
                "EHLO" => {
                    let offer = self.mode == Mode::StartTls && !is_encrypted;
                    let tls = if offer { "250-STARTTLS\r\n" } else { "" };
                    let words = format!("250-mail.example.org\r\n{tls}250-AUTH PLAIN LOGIN\r\n250 8BITMIME");
                    self.answer(&mut stream, Phase::Ehlo, &words)?;
                }
                "STAR" => {
                    if !self.answer(&mut stream, Phase::StartTls, "220 go ahead")? {
                        continue;
                    }
                    if self.fault(Phase::Handshake).is_some() {
                        return Err(closed());
                    }
                    stream = BufReader::new(encrypt(tcp.try_clone()?)?);
                    is_encrypted = true;
                }
                "AUTH" => {
                    let words = match line.strip_prefix("AUTH PLAIN ") {
                        Some(secret) if secret == plain(USER, PASSWORD) => "235 welcome".to_owned(),
                        // Some servers repeat what they got.
                        secret => format!("535 wrong: {} {PASSWORD}", secret.unwrap_or_default()),
                    };
                    self.answer(&mut stream, Phase::Auth, &words)?;
                }
                "MAIL" => _ = self.answer(&mut stream, Phase::Mail, "250 ok")?,
                "RCPT" => {
                    to = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                    self.answer(&mut stream, Phase::Rcpt, "250 ok")?;
                }
                "DATA" => {
                    if self.answer(&mut stream, Phase::Data, "354 go ahead")? {
                        self.content(&mut stream, &to)?;
                    }
                }
                "QUIT" => {
                    self.answer(&mut stream, Phase::Quit, "221 bye")?;
                    return Ok(());
                }
                "RSET" | "NOOP" => say(&mut stream, "250 ok")?,
                _ => say(&mut stream, "502 unknown command")?,
            }
        }
    }

    /// Reads a message and accepts it.
    fn content(&self, stream: &mut BufReader<Box<dyn Stream>>, to: &str) -> io::Result<()> {
        if self.fault(Phase::Content).is_some() {
            stream.read_exact(&mut [0; 100])?;
            return Err(closed());
        }
        let mut message = Vec::new();
        loop {
            let mut line = Vec::new();
            if stream.read_until(b'\n', &mut line)? == 0 {
                return Err(closed());
            }
            assert!(line.len() <= 1000, "a line of {} bytes", line.len());
            if line == b".\r\n" {
                break;
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            message.extend_from_slice(line);
        }
        let message = String::from_utf8(message).map_err(io::Error::other)?;
        let accept = || self.log.lock().unwrap().accepted.push((to.to_owned(), message.clone()));
        match self.fault(Phase::Dot) {
            None => {
                accept();
                say(stream, "250 queued")
            }
            Some(Fault::DropAccepted) => {
                accept();
                Err(closed())
            }
            Some(fault) => answer_with(stream, fault),
        }
    }

    /// Returns the fault of a phase, if it has one left.
    fn fault(&self, phase: Phase) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        let (fault, left) = faults.get_mut(&phase)?;
        let fault = *fault;
        *left = left.checked_sub(1)?;
        Some(fault)
    }

    /// Answers with these words, or fails as requested. Returns whether it answered with these words.
    fn answer(&self, stream: &mut BufReader<Box<dyn Stream>>, phase: Phase, words: &str) -> io::Result<bool> {
        match self.fault(phase) {
            None => say(stream, words).map(|()| true),
            Some(fault) => answer_with(stream, fault).map(|()| false),
        }
    }
}

fn answer_with(stream: &mut BufReader<Box<dyn Stream>>, fault: Fault) -> io::Result<()> {
    match fault {
        Fault::Reply(words) => say(stream, words),
        Fault::Drop | Fault::DropAccepted => Err(closed()),
        Fault::Hang => {
            // Until the client closes the connection.
            while stream.read(&mut [0; 1000])? > 0 {}
            Err(closed())
        }
    }
}

fn say(stream: &mut BufReader<Box<dyn Stream>>, words: &str) -> io::Result<()> {
    let stream = stream.get_mut();
    stream.write_all(format!("{words}\r\n").as_bytes())?;
    stream.flush()
}

/// Returns the secret of AUTH PLAIN, in base64.
pub fn plain(user: &str, password: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("\0{user}\0{password}");
    let digits = text.as_bytes().chunks(3).flat_map(|chunk| {
        let bits =
            chunk.iter().fold(0, |bits: u32, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..4).map(move |place| match place <= chunk.len() {
            true => char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]),
            false => '=',
        })
    });
    digits.collect()
}
