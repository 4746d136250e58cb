//! A bar for work that takes a while; only on a terminal, and gone when the work is done.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// How far the work is. May be shared between threads.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar on stderr if that is a terminal, else nothing.
    pub fn stderr(stderr: Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if !stderr.is_terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = if stderr.color {
            "{prefix:.dim} {bar:24.cyan/dim} {human_pos}/{human_len} {eta:.dim}"
        } else {
            "{prefix} {bar:24} {human_pos}/{human_len} {eta}"
        };
        // A template that does not parse would leave indicatif's own look; a test holds that it does.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
        }
        Self(bar)
    }

    /// Begins a stage of `total` steps (`reading`, `indexing`).
    pub fn begin(&self, stage: &str, total: u64) {
        self.0.set_prefix(stage.to_owned());
        self.0.set_length(total);
        self.0.set_position(0);
    }

    /// Steps done since the last call.
    pub fn advance(&self, steps: u64) {
        self.0.inc(steps);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
