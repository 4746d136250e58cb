use std::net::{Ipv6Addr, SocketAddr};

use clap::Args;

use super::{CliError, Context, Outcome, open};
use crate::{
    markup::{Markup, Role},
    output::log,
    web::{self, Settings, State},
};

const EXAMPLES: &str = "\
Examples:
  kbfix serve                                  then open http://127.0.0.1:8080/
  kbfix serve --addr 127.0.0.1:0               any free port
  kbfix serve --addr 0.0.0.0:80 --allow-host kb.museum.example --log

";

/// Serve the index to browsers and programs.
///
/// Only this machine is answered, unless --addr says otherwise. A request must name a host that is this server: the
/// loopback, the address it came to, or one of --allow-host; so no page of somebody else can read the archive through
/// your browser. When the index is refreshed, the server takes it over. Ctrl-C ends it after what it is answering.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = limits())]
pub struct Serve {
    /// Where to listen: address and port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = address)]
    addr: SocketAddr,

    /// A name by which others may call this server.
    #[arg(long = "allow-host", value_name = "NAME", value_parser = host)]
    hosts: Vec<String>,

    /// An origin of another site whose pages may read the answers (CORS).
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    origins: Vec<String>,

    /// Write a line for each request to standard error.
    #[arg(long)]
    log: bool,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write address and port, as in 127.0.0.1:8080 or [::1]:8080".to_owned())
}

fn host(text: &str) -> Result<String, String> {
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let is_good = !text.is_empty() && is_name || text.parse::<Ipv6Addr>().is_ok();
    let right = "write the name alone, as in kb.museum.example";
    if is_good { Ok(text.to_owned()) } else { Err(right.to_owned()) }
}

/// An origin as browsers write it: in lower case, without the port that everybody has.
fn origin(text: &str) -> Result<String, String> {
    let lower = text.to_ascii_lowercase();
    let parts = [("https://", ":443"), ("http://", ":80")].into_iter().find_map(|(scheme, port)| {
        let host = lower.strip_prefix(scheme)?;
        Some((scheme, host.strip_suffix(port).unwrap_or(host)))
    });
    let is_host = |host: &str| {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, "1"),
        };
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        self::host(name).is_ok() && port.parse::<u16>().is_ok()
    };
    match parts {
        Some((scheme, host)) if is_host(host) => Ok(format!("{scheme}{host}")),
        _ => Err("write scheme, host and port, as in https://kb.museum.example or http://localhost:3000"
            .to_owned()),
    }
}

/// What a client can have of the server.
fn limits() -> String {
    format!(
        "Limits:\n  \
         At most {} connections are open, {} of them from one address; whoever comes then takes the place of a connection that \
         has been silent. A request must arrive within {} seconds, and an answer is given up that nothing is taken of for {} \
         seconds.",
        web::CONNECTIONS,
        web::CONNECTIONS_OF_CLIENT,
        web::HEAD_TIME.as_secs(),
        web::WRITE_TIME.as_secs(),
    )
}

impl Serve {
    /// Serves until it is told to stop.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let settings =
            Settings { hosts: self.hosts, origins: self.origins, log: self.log, ..Settings::default() };
        let state = State::open(&context.index, settings).map_err(open::explained)?;
        let said = web::serve(state, self.addr, |address| log::line(&greeting(address)));
        said.map_err(|error| {
            CliError::new(format!("cannot listen on {}", self.addr), &error)
                .try_instead("another port, as in --addr 127.0.0.1:8081; 0 takes any that is free")
        })?;
        let mut said = Markup::new();
        said.line(Markup::of(Role::Dim, "stopped"));
        context.err.print(&said)?;
        Ok(Outcome::Found)
    }
}

/// Where it listens, and who can reach it.
fn greeting(address: SocketAddr) -> String {
    let who = if address.ip().is_loopback() {
        "for this machine only; --addr 0.0.0.0:8080 is for all"
    } else {
        "for all who can reach this machine"
    };
    format!("listening on http://{address}/ ({who}); Ctrl-C stops it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (given, read) in [
            ("https://kb.museum.example", Some("https://kb.museum.example")),
            ("HTTPS://KB.museum.example:443", Some("https://kb.museum.example")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://10.0.0.1:80", Some("http://10.0.0.1")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("http://[::1]", Some("http://[::1]")),
            ("kb.museum.example", None),
            ("https://kb.museum.example/", None),
            ("https://", None),
            ("https://a b", None),
            ("https://a:b", None),
            ("https://a\r\nx: y", None),
            ("null", None),
            ("*", None),
        ] {
            assert_eq!(origin(given).ok().as_deref(), read, "{given}");
        }
    }
}
