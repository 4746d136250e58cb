use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use clap::{Args, ValueHint};
use signal_hook::{consts::TERM_SIGNALS, flag};

use super::{CliError, Context, Outcome, index};
use crate::{
    corpus::{News, Turn, Watch as Watcher, canonicalize},
    index::{Index, IndexError, Options, Summary, Writer},
    markup::Markup,
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

/// How long after a refresh that failed, or could not read all, another one is tried.
const AGAIN: Duration = Duration::from_secs(30);

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
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|seconds| (0.1..=3600.0).contains(seconds));
    number.map(Duration::from_secs_f64).ok_or_else(|| "write a number from 0.1 to 3600".to_owned())
}

impl Watch {
    /// Refreshes until it is told to stop.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let mut watcher = self.watcher(&context.index)?;
        let mut refresh = Refresh { due: true, ..Refresh::default() };
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
        // What is told of it has its own name, whatever links lead there.
        let own = fs::create_dir_all(index).and_then(|()| canonicalize(index));
        let own = own.map_err(|error| CliError::new(format!("cannot make {}", index.display()), &error))?;
        Watcher::new(&roots, &own, self.debounce).map_err(|error| {
            CliError::new("cannot watch folders", &error).try_instead("kbfix index, by a timer")
        })
    }
}

fn absolute(path: &Path) -> Result<PathBuf, CliError> {
    canonicalize(path).map_err(|error| {
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
#[derive(Default)]
struct Refresh {
    due: bool,
    /// When it is due again whatever is seen: a change that was not taken over is not told twice.
    again: Option<Instant>,
    /// Whether another kbfix is waited for.
    waits: bool,
    /// What could not be read or done, as it was said.
    wrong: Vec<Markup>,
}

impl Refresh {
    /// What `kbfix index` does; again where another does it just now.
    fn first(&mut self, watch: &Watch, context: &mut Context<'_>) -> Result<(), CliError> {
        match index::Index::of(watch.paths.clone()).update(context) {
            Err(CliError::Index(busy @ IndexError::Busy { .. })) => {
                self.wait(&busy, context)?;
                std::thread::sleep(TICK);
            }
            done => {
                let summary = done?;
                self.done(problems(&summary));
            }
        }
        Ok(())
    }

    /// Refreshes, if that is due and there is anything to look at. No error of the index ends the watch.
    fn again(&mut self, paths: Vec<PathBuf>, context: &mut Context<'_>) -> Result<(), CliError> {
        self.due |= self.again.is_some_and(|again| again <= Instant::now());
        if !self.due || paths.is_empty() {
            return Ok(());
        }
        let options = Options { paths, ..Options::default() };
        let (wrong, summary) =
            match Writer::open(&context.index).and_then(|writer| writer.update(&options, &())) {
                Err(busy @ IndexError::Busy { .. }) => return self.wait(&busy, context),
                Err(error) => (vec![CliError::from(error).render()], None),
                Ok(summary) => (problems(&summary), Some(summary)),
            };
        for new in wrong.iter().filter(|wrong| !self.wrong.contains(wrong)) {
            context.err.print(new)?;
        }
        if let Some(summary) = summary {
            context.err.print(&notes::render_refresh(&summary))?;
        }
        self.done(wrong);
        Ok(())
    }

    fn done(&mut self, wrong: Vec<Markup>) {
        (self.due, self.waits) = (false, false);
        self.again = (!wrong.is_empty()).then(|| Instant::now() + AGAIN);
        self.wrong = wrong;
    }

    fn wait(&mut self, busy: &IndexError, context: &mut Context<'_>) -> Result<(), CliError> {
        if !std::mem::replace(&mut self.waits, true) {
            context.err.print(&notes::render_waiting(busy))?;
        }
        Ok(())
    }
}

fn problems(summary: &Summary) -> Vec<Markup> {
    summary.problems.iter().map(notes::render_problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::Role;

    #[test]
    fn what_went_wrong_is_tried_again() {
        let mut refresh = Refresh { due: true, ..Refresh::default() };
        refresh.done(Vec::new());
        assert!(!refresh.due && refresh.again.is_none());
        refresh.done(vec![Markup::of(Role::Error, "the disk is full")]);
        assert!(refresh.again.is_some_and(|again| again <= Instant::now() + AGAIN));
    }

    #[test]
    fn seconds_are_a_number() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["0", "-1", "NaN", "inf", "3601", "1s"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
