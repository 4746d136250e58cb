//! The coding of an answer: what a request accepts decides it once, before anything looks at an answer.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
};

use super::{Error, error, pages::old};

/// How the bytes of an answer are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    Identity,
    Gzip,
}

impl Coding {
    /// The best that a request accepts (RFC 9110, 12.5.3); `None` where it accepts none.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let mut given = headers.get_all(header::ACCEPT_ENCODING).iter().peekable();
        if given.peek().is_none() {
            return Some(Self::Identity);
        }
        let (mut gzip, mut identity, mut any) = (None, None, None);
        let items = given.flat_map(|value| value.as_bytes().split(|&byte| byte == b','));
        for (name, weight) in items.filter_map(weighted) {
            let place = match name.as_str() {
                "gzip" | "x-gzip" => &mut gzip,
                "identity" => &mut identity,
                "*" => &mut any,
                _ => continue,
            };
            // Of two weights of one coding the lower one cannot be wrong.
            *place = Some(place.map_or(weight, |other: f32| other.min(weight)));
        }
        // No coding is fine unless it is ruled out by name or with all others; gzip only where it is asked for.
        let (compressed, plain) = (gzip.or(any).unwrap_or(0.0), identity.or(any).unwrap_or(1.0));
        // `identity` is preferred only where it is named.
        if compressed > 0.0 && identity.is_none_or(|identity| compressed >= identity) {
            Some(Self::Gzip)
        } else if plain > 0.0 {
            Some(Self::Identity)
        } else {
            None
        }
    }

    /// That of an answer; `None` for one that is not made here.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        match headers.get(header::CONTENT_ENCODING) {
            None => Some(Self::Identity),
            Some(name) if name == Self::Gzip.name() => Some(Self::Gzip),
            Some(_) => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
        }
    }
}

/// A coding and its weight; one that cannot be read is passed over.
fn weighted(item: &[u8]) -> Option<(String, f32)> {
    let item = std::str::from_utf8(item).ok()?;
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let mut weight = 1.0;
    for part in parts {
        let (key, value) = part.split_once('=')?;
        if key.trim().eq_ignore_ascii_case("q") {
            weight = value.trim().parse().ok().filter(|value| (0.0..=1.0).contains(value))?;
        }
    }
    Some((name, weight))
}

/// Settles the coding, and tells caches that the request decided it.
pub async fn negotiate(mut request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let mut response = match Coding::accepted(request.headers()) {
        Some(coding) => {
            // All who come later read the same one word, whatever the client wrote.
            let name = HeaderValue::from_static(coding.name());
            request.headers_mut().insert(header::ACCEPT_ENCODING, name);
            request.extensions_mut().insert(coding);
            let mut response = next.run(request).await;
            if is_head && coding == Coding::Gzip {
                head(response.headers_mut());
            }
            response
        }
        None => error::answer(Error::not_acceptable(), request.uri(), old::is_asked(&request)),
    };
    let decides = HeaderValue::from_static("accept-encoding");
    if response.headers().get_all(header::VARY).iter().all(|vary| vary != decides) {
        response.headers_mut().append(header::VARY, decides);
    }
    response
}

/// The head of an answer that would have been compressed: how long that is, only making it would tell.
fn head(headers: &mut HeaderMap) {
    if headers.remove(header::CONTENT_LENGTH).is_some_and(|length| length != "0") {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(Coding::Gzip.name()));
    }
}

/// Compresses what was not compressed yet, be it ever so short: a client may accept nothing else.
pub fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_decides() {
        use Coding::{Gzip, Identity};
        for (given, coding) in [
            (&[][..], Some(Identity)),
            (&[""], Some(Identity)),
            (&["gzip, deflate, br"], Some(Gzip)),
            (&["GZIP"], Some(Gzip)),
            (&["x-gzip"], Some(Gzip)),
            (&["identity"], Some(Identity)),
            (&["br"], Some(Identity)),
            (&["gzip;q=0"], Some(Identity)),
            (&["gzip ; Q=0.000"], Some(Identity)),
            (&["gzip;q=0.001"], Some(Gzip)),
            (&["gzip;q=2"], Some(Identity)),
            (&["gzip;q=0.5, identity"], Some(Identity)),
            (&["gzip, identity;q=0.5"], Some(Gzip)),
            (&["*"], Some(Gzip)),
            (&["*;q=0"], None),
            (&["identity;q=0"], None),
            (&["identity;q=0, *"], Some(Gzip)),
            (&["identity;q=0, gzip"], Some(Gzip)),
            (&["gzip;q=0, *"], Some(Identity)),
            (&["gzip;q=0, identity;q=0"], None),
            (&["*;q=0, identity"], Some(Identity)),
            (&["br", "gzip"], Some(Gzip)),
            (&["\u{e9}, gzip"], Some(Gzip)),
        ] {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(header::ACCEPT_ENCODING, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            assert_eq!(Coding::accepted(&headers), coding, "{given:?}");
        }
    }
}
