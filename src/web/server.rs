//! The router behind a socket: connections, their limits, and how they end.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime, signal, task, time,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::{
    Settings, State,
    connections::{Connections, Place},
    router,
};
use crate::output::log;

/// Bytes of a request's head.
const HEAD_SIZE: usize = 64 << 10;
/// How long what is being answered may take after the signal to stop.
const LAST_TIME: Duration = Duration::from_secs(10);
/// How often the index is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// What a machine without free handles is given to recover.
const PAUSE: Duration = Duration::from_millis(100);

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    pub local: SocketAddr,
    pub remote: SocketAddr,
}

/// Serves until a signal says to stop, then finishes what it is answering. `ready` is told where it listens.
///
/// # Errors
/// Where it cannot listen there.
pub fn serve(state: State, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let workers = state.settings().workers;
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .max_blocking_threads(workers + 1)
        .enable_all()
        .build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        ready(listener.local_addr()?);
        // Whoever asks twice is in a hurry.
        let twice = async {
            stop().await;
            stop().await;
        };
        tokio::select! {
            () = listen(listener, state, stop()) => {}
            () = twice => {}
        }
        Ok(())
    });
    runtime.shutdown_timeout(PAUSE);
    served
}

/// Until Ctrl-C, or until the system says so.
async fn stop() {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = signal::ctrl_c() => {}
        _ = terminated => {}
    }
}

/// Takes over the index whenever it was refreshed.
async fn watch(state: State) {
    let mut last: Option<String> = None;
    loop {
        time::sleep(LOOK).await;
        let state = state.clone();
        let Ok(looked) = task::spawn_blocking(move || state.refresh()).await else { return };
        let wrong = looked.err().map(|error| error.to_string());
        if let Some(wrong) = wrong.as_ref().filter(|wrong| last.as_ref() != Some(*wrong)) {
            log::line(&format!("the index as it was stays in use: {wrong}"));
        }
        last = wrong;
    }
}

/// Answers who comes until `stop` says so, then finishes what it is answering.
pub async fn listen(listener: TcpListener, state: State, stop: impl Future<Output = ()>) {
    let watch = task::spawn(watch(state.clone()));
    let Settings { connections, connections_of_client, .. } = *state.settings();
    let (connections, open) = (Connections::new(connections, connections_of_client), GracefulShutdown::new());
    let server = Server { router: router(state.clone()), state };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                // Who gets no place is hung up on, which says at once to try again.
                Ok((stream, remote)) => if let Some(place) = connections.enter(remote.ip()) {
                    task::spawn(server.clone().answer(stream, remote, open.watcher(), place));
                },
                Err(_) => time::sleep(PAUSE).await,
            }
        }
    }
    // Who comes now is told at once that nobody is here.
    drop(listener);
    watch.abort();
    // What is not finished by then is cut off.
    let _ = time::timeout(LAST_TIME, open.shutdown()).await;
}

#[derive(Clone)]
struct Server {
    router: Router,
    state: State,
}

impl Server {
    /// Answers the requests of one client.
    async fn answer(self, stream: TcpStream, remote: SocketAddr, open: Watcher, place: Place) {
        let Ok(local) = stream.local_addr() else { return };
        // Answers are written in one piece: waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let settings = self.state.settings();
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(settings.write_time));
        let service = service_fn(|request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Ends { local, remote });
            let (answer, place) = (self.router.clone().oneshot(request), &place);
            async move {
                place.set_busy(true);
                let answered = answer.await;
                place.set_busy(false);
                answered
            }
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(settings.head_time)
            .max_header_size(HEAD_SIZE)
            .max_buf_size(2 * HEAD_SIZE)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        tokio::select! {
            // A client that goes away, or sends what is no HTTP, has been answered as far as it can be.
            _ = open.watch(serving) => {}
            () = place.is_lost() => {}
        }
    }
}
