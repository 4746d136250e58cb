//! The Model Context Protocol over standard input and output: what assistants ask the archive.
//!
//! A tool is a verb of the command line whose answer is kept short: each has a budget of tokens, and says where to go
//! on. [`tools`] lists them; [`answer`] is what they give, as text and as JSON; [`server`] speaks the protocol, and
//! [`current`] hands it the index as it is now. Nothing but the protocol goes to standard output.

mod answer;
mod article;
mod ask;
mod cards;
mod current;
mod file;
mod gaps;
mod related;
mod resource;
mod server;
mod tools;

use std::{io, path::Path, time::Duration};

use rmcp::{ServiceExt as _, service::ServerInitializeError, transport::io::stdio_pipes};
use tokio::runtime;

use current::Current;
use server::Server;

use crate::index::IndexError;

/// What work that nobody waits for any more is given to end.
const PAUSE: Duration = Duration::from_millis(100);

/// Why assistants cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum McpError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error("cannot speak with the assistant: {0}")]
    Talk(#[from] io::Error),
}

/// Answers until standard input ends.
///
/// # Errors
/// Where the index in `folder` cannot be opened, or where what comes in is no MCP.
pub fn serve(folder: &Path) -> Result<(), McpError> {
    let server = Server::new(Current::open(folder)?);
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let talked = runtime.block_on(talk(server));
    runtime.shutdown_timeout(PAUSE);
    Ok(talked?)
}

async fn talk(server: Server) -> io::Result<()> {
    match server.serve(stdio_pipes()).await {
        Ok(talk) => talk.waiting().await.map(drop).map_err(io::Error::other),
        // Who asks nothing has been answered.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(io::Error::other(error)),
    }
}
