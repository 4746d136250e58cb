//! The web: asked directly, without a socket, but for what only a socket shows.

mod api;
mod coding;
mod manners;
mod safety;
mod socket;

use std::{sync::LazyLock, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request},
};
use kbfix::web::{Settings, State, router};
use serde_json::Value;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::harness::Kbfix;

/// A server of the samples, which no test changes.
pub static SAMPLES: LazyLock<Site> = LazyLock::new(|| {
    // Beside tests that index the whole archive even a short answer takes its time.
    let settings = Settings { patience: Duration::from_secs(60), ..Settings::default() };
    Site::new(Kbfix::with_samples(), settings)
});

/// A server without a socket.
pub struct Site {
    pub kbfix: Kbfix,
    pub state: State,
    router: Router,
    runtime: Runtime,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Site {
    pub fn new(kbfix: Kbfix, settings: Settings) -> Self {
        let state = State::open(&kbfix.path("index"), settings).unwrap();
        Self { kbfix, router: router(state.clone()), state, runtime: Runtime::new().unwrap() }
    }

    pub fn get(&self, uri: &str) -> Answer {
        self.get_with(uri, &[])
    }

    pub fn get_with(&self, uri: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(&Method::GET, uri, headers)
    }

    pub fn ask(&self, method: &Method, uri: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(uri);
        if headers.iter().all(|(name, _)| *name != "host") {
            request = request.header("host", "localhost:8080");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem document of an error.
    #[track_caller]
    pub fn problem(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem
    }
}
