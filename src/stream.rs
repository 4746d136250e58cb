//! Work on all cores, results in order, a bounded number in memory.

use std::{collections::VecDeque, sync::mpsc};

use rayon::Scope;

/// Items that one core takes at a time.
const BATCH: usize = 32;
/// Batches a core that are in work or wait to be given out: enough that none is idle.
const AHEAD: usize = 6;

/// Applies `work` to all items on all cores and gives the results to `sink` in the order of the
/// items. Drawing items and giving out results is the calling thread's part; it must not be one of
/// rayon's own.
///
/// # Errors
/// The first error of `sink`, which ends the run.
pub fn in_order<T: Send, R: Send, E>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let each = |batch: Vec<T>| batch.into_iter().map(&work).collect::<Vec<R>>();
    in_batches(items, each, |results: Vec<R>| results.into_iter().try_for_each(&mut sink))
}

/// As [`in_order`], but `work` makes one result of a whole batch.
///
/// # Errors
/// The first error of `sink`, which ends the run.
pub fn in_batches<T: Send, R: Send, E>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(Vec<T>) -> R + Sync,
    sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let most = AHEAD * rayon::current_num_threads();
    rayon::in_place_scope(|scope| give_out(scope, most, items, &work, sink))
}

/// Gives out batches, of which at most `most` are not yet back.
fn give_out<'a, T: Send + 'a, R: Send + 'a, E>(
    scope: &Scope<'a>,
    most: usize,
    items: impl IntoIterator<Item = T>,
    work: &'a (impl Fn(Vec<T>) -> R + Sync),
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.into_iter();
    let mut waiting: VecDeque<mpsc::Receiver<R>> = VecDeque::with_capacity(most + 1);
    loop {
        let batch: Vec<T> = items.by_ref().take(BATCH).collect();
        let more = !batch.is_empty();
        if more {
            let (done, result) = mpsc::sync_channel(1);
            // Nobody listens any more once the sink has failed.
            scope.spawn(move |_| drop(done.send(work(batch))));
            waiting.push_back(result);
        }
        if !more || waiting.len() > most {
            let Some(first) = waiting.pop_front() else { return Ok(()) };
            first.recv().into_iter().try_for_each(&mut sink)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..5000).collect();
        let mut seen = Vec::new();
        let sink = |result| {
            seen.push(result);
            Ok::<(), ()>(())
        };
        assert_eq!(in_order(items.iter(), |item| item * 2, sink), Ok(()));
        assert_eq!(seen, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn batches_come_in_order() {
        let mut seen = Vec::new();
        let sink = |batch: Vec<usize>| {
            seen.extend(batch);
            Ok::<(), ()>(())
        };
        assert_eq!(in_batches(0..5000, |batch| batch, sink), Ok(()));
        assert_eq!(seen, (0..5000).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_the_run() {
        let items: Vec<usize> = (0..5000).collect();
        let sink = |item| if item < 3000 { Ok(()) } else { Err(item) };
        assert_eq!(in_order(items, |item| item, sink), Err(3000));
    }
}
