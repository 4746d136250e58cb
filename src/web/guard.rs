//! Who is let in. A page of somebody else can make a browser ask this server under a name of its own (DNS
//! rebinding), so every request must name a host that is this one.

use std::net::IpAddr;

use axum::{
    extract::{self, Request},
    http::{HeaderMap, Uri, Version, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{Error, Settings, State, error::Kind, server::Ends};

/// Bytes of a request's path and query: the longest query fits in any alphabet.
const LONGEST: usize = 56 << 10;

/// Lets a request pass, or says why not.
pub async fn check(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let local = request.extensions().get::<Ends>().map(|ends| ends.local.ip().to_canonical());
    let settings = state.settings();
    let hosts = Hosts { local, settings };
    match hosts.admit(&request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// The hosts that are this server.
struct Hosts<'a> {
    /// The address that the request came to.
    local: Option<IpAddr>,
    settings: &'a Settings,
}

impl Hosts<'_> {
    fn admit(&self, request: &Request) -> Result<(), Error> {
        let (uri, headers) = (request.uri(), request.headers());
        if uri.path_and_query().is_some_and(|path| path.as_str().len() > LONGEST) {
            let detail = format!("The address has more than {LONGEST} bytes.");
            let error = Error::new(Kind::AddressTooLong, detail);
            return Err(error.try_instead("Leave something out: a few telling lines will do."));
        }
        self.admit_host(uri, headers, request.version())?;
        self.admit_origin(headers)
    }

    fn admit_host(&self, uri: &Uri, headers: &HeaderMap, version: Version) -> Result<(), Error> {
        let mut given = headers.get_all(header::HOST).iter();
        let host = given.next();
        if given.next().is_some() {
            return Err(Error::bad_request("The request names more than one host."));
        }
        // Browsers of the time do not name one, and cannot be made to ask for another page.
        if host.is_none() && uri.authority().is_none() && version >= Version::HTTP_11 {
            return Err(Error::bad_request("The request does not name its host."));
        }
        let host = host.map(|host| Authority::try_from(host.as_bytes()).ok());
        for host in host.into_iter().chain(uri.authority().cloned().map(Some)) {
            match host {
                Some(host) if self.knows(&host) => {}
                host => return Err(misdirected(host.as_ref())),
            }
        }
        Ok(())
    }

    fn admit_origin(&self, headers: &HeaderMap) -> Result<(), Error> {
        for origin in headers.get_all(header::ORIGIN) {
            let own = Uri::try_from(origin.as_bytes()).ok().is_some_and(|origin| {
                let is_web = matches!(origin.scheme_str(), Some("http" | "https"));
                is_web && origin.authority().is_some_and(|host| self.knows(host))
            });
            if !own && !self.settings.allows(origin) {
                let detail = "Pages of other sites may not read this one.";
                return Err(Error::new(Kind::Forbidden, detail));
            }
        }
        Ok(())
    }

    /// The port says nothing: it may be forwarded.
    fn knows(&self, host: &Authority) -> bool {
        if host.as_str().contains('@') {
            return false;
        }
        let name = host.host().trim_end_matches('.').to_ascii_lowercase();
        if let Ok(address) = name.trim_matches(['[', ']']).parse::<IpAddr>() {
            let address = address.to_canonical();
            return address.is_loopback()
                || self.local == Some(address)
                || self.settings.hosts.iter().any(|known| known.parse() == Ok(address));
        }
        let is_named = || self.settings.hosts.iter().any(|known| known.eq_ignore_ascii_case(&name));
        name == "localhost" || name.ends_with(".localhost") || is_named()
    }
}

fn misdirected(host: Option<&Authority>) -> Error {
    let name = host.map_or("a host", |host| host.host());
    let detail = format!("This server does not answer for {name}.");
    let advice = "Whoever runs it can change that: kbfix serve --allow-host NAME.";
    Error::new(Kind::WrongHost, detail).try_instead(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_address_or_by_name() {
        let names = vec!["KB.museum.example".to_owned(), "10.0.0.7".to_owned()];
        let settings = Settings { hosts: names, ..Settings::default() };
        let hosts = Hosts { local: Some("192.168.1.5".parse().unwrap()), settings: &settings };
        for (host, known) in [
            ("localhost", true),
            ("LOCALHOST:8080", true),
            ("localhost.", true),
            ("kb.localhost:1", true),
            ("127.0.0.1:8080", true),
            ("127.8.8.8", true),
            ("[::1]:8080", true),
            ("[::ffff:127.0.0.1]", true),
            ("192.168.1.5", true),
            ("kb.museum.example:80", true),
            ("10.0.0.7", true),
            ("192.168.1.6", false),
            ("0.0.0.0", false),
            ("museum.example", false),
            ("localhost.evil.example", false),
            ("notlocalhost", false),
            ("127.0.0.1.evil.example", false),
            ("127.1", false),
            ("localhost@evil.example", false),
            ("evil@localhost", false),
        ] {
            let authority: Authority = host.parse().unwrap();
            assert_eq!(hosts.knows(&authority), known, "{host}");
        }
    }
}
