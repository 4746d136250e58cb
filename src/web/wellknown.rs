//! The small files that browsers and robots ask every server for.

use axum::{
    Router,
    http::{HeaderMap, HeaderName, header},
    response::IntoResponse,
    routing::get,
};

use super::{State, api};

const ICON: &[u8] = include_bytes!("assets/favicon.ico");
const DRAWING: &str = include_str!("assets/favicon.svg");

/// Articles and lists of what there is are worth finding. What costs a search is not, nor the same once more: searches have
/// no end, and the builds of a file and what is similar to an article are searches too.
const ROBOTS: &str = "User-agent: *\n\
                      Disallow: /search\n\
                      Disallow: /?\n\
                      Disallow: /file/\n\
                      Disallow: /gaps\n\
                      Disallow: /kb/*/similar\n\
                      Disallow: /kb/*/history\n\
                      Disallow: /*.json\n\
                      Disallow: /api/\n\
                      Disallow: /old/\n";

/// How long what never changes but with the program may be kept, in seconds.
const DAY: (HeaderName, &str) = (header::CACHE_CONTROL, "max-age=86400");

pub fn routes() -> Router<State> {
    Router::new()
        .route("/robots.txt", get(async || ([(header::CONTENT_TYPE, "text/plain"), DAY], ROBOTS)))
        .route("/favicon.ico", get(async || ([(header::CONTENT_TYPE, "image/x-icon"), DAY], ICON)))
        .route("/favicon.svg", get(async || ([(header::CONTENT_TYPE, "image/svg+xml"), DAY], DRAWING)))
        .route("/opensearch.xml", get(search_engine))
}

/// With it a browser can add this server as a search engine. Its addresses have to be whole.
async fn search_engine(headers: HeaderMap) -> impl IntoResponse {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let base = format!("http://{}", html_escape::encode_double_quoted_attribute(host));
    let root = api::ROOT;
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>kbfix</ShortName>\n\
         <Description>Microsoft Knowledge Base archive, 1985-2002</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image width=\"16\" height=\"16\" type=\"image/x-icon\">{base}/favicon.ico</Image>\n\
         <Url type=\"text/html\" template=\"{base}/search?q={{searchTerms}}\"/>\n\
         <Url type=\"application/json\" template=\"{base}{root}/search?q={{searchTerms}}\"/>\n\
         <Url type=\"application/x-suggestions+json\" template=\"{base}{root}/suggestions?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], text)
}
