//! The development server: watches the files of a site, rebuilds it when they change, and updates open pages.
//!
//! Pages are rendered on request and not stored. A change costs reading the changed files and rendering the open pages.
//! Nothing is written to the output directory. The caller receives events through [`Audience`].

mod changes;
mod live;
mod rounds;
mod web;

use crate::Request;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use changes::Changes;
use rounds::Rounds;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::{io, thread};
use tokio::runtime::Runtime;

pub use rounds::Outcome;

/// Options of the server.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site directory.
    pub site: PathBuf,
    /// The address or host name to listen on.
    pub host: String,
    /// Other host names to answer.
    pub allowed_hosts: Vec<String>,
    /// The first port to try.
    pub port: u16,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The text that a browser gets if it asks for a host name other than these, `localhost` or a numeric address.
    pub forbidden: String,
}

/// Receives the events of the server.
pub trait Audience: Send + Sync {
    /// The server is ready at a URL. `taken` is the requested port if it is in use.
    fn open(&self, address: &str, taken: Option<u16>);

    /// `count` files changed; `files` are the first of them. Not called for the first round.
    fn changed(&self, files: &[String], count: usize);

    /// A round ended.
    fn made(&self, sources: &Sources, outcome: Outcome<'_>, diagnostics: &[Diagnostic]);

    /// A requested page could not be rendered.
    fn failed(&self, sources: &Sources, problem: &Diagnostic);

    /// Something failed, but the server continues.
    fn warn(&self, message: &str);
}

/// Why the server stopped.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot listen at the address.
    Address {
        /// The address or host name.
        host: String,
        /// The first port that was tried.
        port: u16,
        /// The error of the system for that port.
        error: io::Error,
    },
    /// The system has no threads or sockets left.
    Machine(io::Error),
}

/// The number of ports to try.
const PORTS: u16 = 100;

/// Serves a site until Ctrl-C.
///
/// # Errors
/// If the server cannot listen at the address, or the system has no threads or sockets left.
pub fn run(options: &Options, audience: &Arc<dyn Audience>) -> Result<(), Trouble> {
    let (listener, taken) = listen(options)?;
    let local = listener.local_addr().map_err(Trouble::Machine)?;
    let origin = format!("http://{}:{}", shown_host(&options.host, local.ip()), local.port());
    let runtime = Runtime::new().map_err(Trouble::Machine)?;
    // Watching starts before the first round, so that no change is missed.
    let mut changes = Changes::watch(&options.site, &**audience);
    let request = Request { origin: Some(origin.clone()), drafts: options.drafts, ..Request::default() };
    let mut rounds = Rounds::new(options.site.clone(), request);
    let (states, looked_at) = (rounds.states(), rounds.looked_at());
    let hosts = [std::slice::from_ref(&options.host), &options.allowed_hosts].concat();
    let forbidden = options.forbidden.clone();
    let server = web::Server { states, looked_at, audience: audience.clone(), hosts, forbidden };
    runtime.spawn(web::serve(listener, server));
    let maker = audience.clone();
    let made = thread::Builder::new().name("rounds".to_owned()).spawn(move || {
        rounds.next(&changes::Batch::default(), &*maker);
        maker.open(&format!("{origin}{}", rounds.root()), taken);
        while let Some(batch) = changes.next() {
            maker.changed(&batch.some(), batch.count());
            rounds.next(&batch, &*maker);
        }
    });
    made.map_err(Trouble::Machine)?;
    let ended = runtime.block_on(tokio::signal::ctrl_c());
    // Connections of open pages never end. The server stores nothing, so it can stop at any time.
    runtime.shutdown_background();
    ended.map_err(Trouble::Machine)
}

/// Listens on the requested port or one of the next. Returns the listener, and the requested port if it is in use.
fn listen(options: &Options) -> Result<(TcpListener, Option<u16>), Trouble> {
    let host = options.host.trim_start_matches('[').trim_end_matches(']');
    let trouble = |error| Trouble::Address { host: options.host.clone(), port: options.port, error };
    let mut first = None;
    for port in (0..PORTS).map_while(|more| options.port.checked_add(more)) {
        match TcpListener::bind((host, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true).map_err(Trouble::Machine)?;
                return Ok((listener, first.map(|_: io::Error| options.port)));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                first.get_or_insert(error);
            }
            Err(error) => return Err(trouble(error)),
        }
    }
    Err(trouble(first.unwrap_or_else(|| io::ErrorKind::AddrInUse.into())))
}

/// Returns the host for the URL of the site. An unspecified address such as `0.0.0.0` becomes `localhost`.
fn shown_host(host: &str, ip: IpAddr) -> String {
    match (host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>(), ip) {
        (Ok(ip), _) if ip.is_unspecified() => "localhost".to_owned(),
        (Ok(ip), _) => SocketAddr::new(ip, 0).to_string().trim_end_matches(":0").to_owned(),
        (Err(_), _) => host.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_the_form_of_urls() {
        let shown = |host: &str| shown_host(host, IpAddr::from([127, 0, 0, 1]));
        assert_eq!(shown("127.0.0.1"), "127.0.0.1");
        assert_eq!(shown("::1"), "[::1]");
        assert_eq!(shown("[::1]"), "[::1]");
        assert_eq!(shown("0.0.0.0"), "localhost");
        assert_eq!(shown("LocalHost"), "localhost");
    }
}
