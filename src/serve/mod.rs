//! Shows a site while it is being worked on: looks after its files, makes it anew when they change, and tells the browser.
//!
//! Pages are made when a browser asks for them and are kept nowhere, so a change costs the reading of what changed and the making of what is
//! looked at, and no output folder is touched. It knows nothing of terminals: whoever starts it listens (see [`Audience`]).

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

/// How a site is to be shown.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// What to listen on, as it was typed: an address or a name.
    pub host: String,
    pub port: u16,
    pub drafts: bool,
}

/// Hears what goes on.
pub trait Audience: Send + Sync {
    /// Somebody can look now, at this address. `taken` is the port that was asked for, where that is taken.
    fn open(&self, address: &str, taken: Option<u16>);

    /// Files changed: some of them, and how many. Not called for the first round.
    fn changed(&self, files: &[String], count: usize);

    /// The site was made anew, or could not be.
    fn made(&self, sources: &Sources, outcome: Outcome<'_>, diagnostics: &[Diagnostic]);

    /// A page could not be made when somebody looked.
    fn failed(&self, sources: &Sources, problem: &Diagnostic);

    /// Something is not as it should be, and goes on all the same.
    fn warn(&self, message: &str);
}

/// Why a site cannot be shown.
#[derive(Debug)]
pub enum Trouble {
    /// Nobody can listen there.
    Address { host: String, port: u16, error: io::Error },
    /// The machine has no threads or sockets left.
    Machine(io::Error),
}

/// So many ports are tried, the one that was asked for first.
const PORTS: u16 = 100;

/// Shows a site until the process is told to end by Ctrl-C.
///
/// # Errors
/// Where nothing can listen at the address, or the machine refuses what a server needs.
pub fn run(options: &Options, audience: &Arc<dyn Audience>) -> Result<(), Trouble> {
    let (listener, taken) = listen(options)?;
    let local = listener.local_addr().map_err(Trouble::Machine)?;
    let origin = format!("http://{}:{}", shown_host(&options.host, local.ip()), local.port());
    let runtime = Runtime::new().map_err(Trouble::Machine)?;
    // What changes during the first round counts too.
    let mut changes = Changes::watch(&options.site, &**audience);
    let request = Request { origin: Some(origin.clone()), drafts: options.drafts, ..Request::default() };
    let mut rounds = Rounds::new(options.site.clone(), request);
    let (told, looked_at) = (rounds.told(), rounds.looked_at());
    let server = web::Server { told, looked_at, audience: audience.clone(), host: options.host.clone() };
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
    // Open pages listen for ever; nothing is kept that could be torn.
    runtime.shutdown_background();
    ended.map_err(Trouble::Machine)
}

/// Listens on the port that was asked for, or on one of the next; tells which was taken.
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

/// Returns how the host is written in addresses. One that stands for all of the machine's is no address to go to.
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
    fn a_host_is_written_as_addresses_write_it() {
        let shown = |host: &str| shown_host(host, IpAddr::from([127, 0, 0, 1]));
        assert_eq!(shown("127.0.0.1"), "127.0.0.1");
        assert_eq!(shown("::1"), "[::1]");
        assert_eq!(shown("[::1]"), "[::1]");
        assert_eq!(shown("0.0.0.0"), "localhost");
        assert_eq!(shown("LocalHost"), "localhost");
    }
}
