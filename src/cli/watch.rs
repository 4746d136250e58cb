use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::{Args, ValueHint};
use signal_hook::{consts::TERM_SIGNALS, flag};

use super::{CliError, Context, Outcome, index};
use crate::{
    corpus::{News, Turn, Watch as Watcher},
    index::{Index, IndexError, Options, Writer},
    output::notes,
};

const EXAMPLES: &str = "\
Examples:
  kbfix watch ~/kbarchive                      articles are found as they are added
  kbfix watch ~/kbarchive --debounce 10 &
  kbfix serve                                  serves what `watch` refreshes

";

/// How long news are waited for, before signals and lost folders are looked after.
const TICK: Duration = Duration::from_millis(250);

/// Refresh the index as articles are added.
///
/// Does what `kbfix index` does, then watches the folders and does it again whenever files have changed and nothing
/// more happens for a moment. What cannot be read is said and passed over; a folder that goes away is waited for, and
/// its articles stay. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Watch {
    /// Article files, or folders of them [default: those of last time].
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// How long nothing may change before the index is refreshed.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    debounce: Duration,

    /// Do not learn what words mean, where the index is built anew; `kbfix learn` can do so later.
    #[arg(long)]
    no_learn: bool,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|seconds| (0.1..=3600.0).contains(seconds));
    number.map(Duration::from_secs_f64).ok_or_else(|| "write a number from 0.1 to 3600".to_owned())
}

impl Watch {
    /// Refreshes until it is told to stop.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let mut watcher = self.watcher(&context.index)?;
        let mut refresh = Refresh { due: true, waits: false, known: Vec::new() };
        let turns = watcher.next(Duration::ZERO).turns;
        for turn in turns.iter().filter(|turn| !matches!(turn, Turn::Back(_))) {
            context.err.print(&notes::render_turn(turn))?;
        }
        while refresh.due {
            refresh.first(&self, context)?;
        }
        // Until here the signals end it as they end `kbfix index`.
        let stop = stop().map_err(|error| CliError::new("cannot wait for signals", &error))?;
        context.err.print(&notes::render_watching(&watcher.present()))?;
        while !stop.load(Ordering::Relaxed) {
            let News { changed, turns } = watcher.next(TICK);
            for turn in &turns {
                context.err.print(&notes::render_turn(turn))?;
            }
            refresh.due |= changed;
            refresh.again(watcher.present(), context)?;
        }
        context.err.print(&notes::render_stopped())?;
        Ok(Outcome::Found)
    }

    fn watcher(&self, index: &Path) -> Result<Watcher, CliError> {
        let roots = match self.paths.as_slice() {
            [] => Index::open(index)?.roots()?,
            paths => paths.iter().map(|path| absolute(path)).collect::<Result<_, _>>()?,
        };
        let own = index.canonicalize().or_else(|_| std::path::absolute(index));
        let own = own.map_err(|error| CliError::new(format!("cannot find {}", index.display()), &error))?;
        Watcher::new(&roots, &own, self.debounce).map_err(|error| {
            CliError::new("cannot watch folders", &error).try_instead("kbfix index, by a timer")
        })
    }
}

fn absolute(path: &Path) -> Result<PathBuf, CliError> {
    path.canonicalize().map_err(|error| {
        CliError::new(format!("cannot watch {}", path.display()), &error)
            .try_instead("a file or folder that exists and can be read")
    })
}

/// Set by Ctrl-C, or when the system says so; whoever asks twice is in a hurry.
fn stop() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        flag::register_conditional_shutdown(*signal, 1, Arc::clone(&stop))?;
        flag::register(*signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// What is still to be done, and what was said already.
struct Refresh {
    due: bool,
    /// Whether another kbfix is waited for.
    waits: bool,
    /// Problems that were said.
    known: Vec<String>,
}

impl Refresh {
    /// What `kbfix index` does; again where another does it just now.
    fn first(&mut self, watch: &Watch, context: &mut Context<'_>) -> Result<(), CliError> {
        match index::Index::of(watch.paths.clone(), watch.no_learn).run(context) {
            Err(CliError::Index(busy @ IndexError::Busy { .. })) => {
                self.wait(&busy, context)?;
                std::thread::sleep(TICK);
            }
            done => {
                done?;
                (self.due, self.waits) = (false, false);
            }
        }
        Ok(())
    }

    /// Refreshes, if that is due and there is anything to look at. No error of the index ends the watch.
    fn again(&mut self, paths: Vec<PathBuf>, context: &mut Context<'_>) -> Result<(), CliError> {
        if !self.due || paths.is_empty() {
            return Ok(());
        }
        let options = Options { paths, ..Options::default() };
        match Writer::open(&context.index).and_then(|writer| writer.update(&options, &())) {
            Err(busy @ IndexError::Busy { .. }) => return self.wait(&busy, context),
            Err(error) => context.err.print(&CliError::from(error).render())?,
            Ok(summary) => {
                let problems: Vec<String> =
                    summary.problems.iter().map(|one| format!("{}: {}", one.path, one.message)).collect();
                let is_new = |at: &usize| !self.known.contains(&problems[*at]);
                for at in (0..problems.len()).filter(is_new) {
                    context.err.print(&notes::render_problem(&summary.problems[at]))?;
                }
                context.err.print(&notes::render_refresh(&summary))?;
                self.known = problems;
            }
        }
        (self.due, self.waits) = (false, false);
        Ok(())
    }

    fn wait(&mut self, busy: &IndexError, context: &mut Context<'_>) -> Result<(), CliError> {
        if !std::mem::replace(&mut self.waits, true) {
            context.err.print(&notes::render_waiting(busy))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_a_number() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["0", "-1", "NaN", "inf", "3601", "1s"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
