//! A bar for work that takes a while; only on a terminal, and gone when the work is done.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// How far the work is. May be shared between threads.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

const PLAIN: &str = "{prefix} {bar:24} {human_pos}/{human_len} {eta}";

const COLORED: &str = "{prefix:.dim} {bar:24.cyan/dim} {human_pos}/{human_len} {eta:.dim}";

impl Progress {
    /// A bar on stderr if that is a terminal, else nothing.
    pub fn stderr(stderr: Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if !stderr.is_terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = if stderr.color { COLORED } else { PLAIN };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_sound() {
        for template in [PLAIN, COLORED] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }

    #[test]
    fn there_is_no_bar_in_a_pipe() {
        let progress = Progress::stderr(Terminal::PIPE);
        progress.begin("reading", 2);
        progress.advance(2);
        assert!(progress.0.is_hidden());
        assert_eq!(progress.0.position(), 2);
    }
}
