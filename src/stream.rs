//! Work on all cores, results in order, a bounded number in memory.

use rayon::prelude::*;

/// Items in work at once: enough to keep all cores busy, few enough to hold in memory.
const BATCH: usize = 256;

/// Applies `work` to all items on all cores and gives the results to `sink` in the order of the
/// items; while one batch is given out, the next is worked on.
///
/// # Errors
/// The first error of `sink`, which ends the run.
pub fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let batch = |items: &[T]| items.par_iter().map(&work).collect::<Vec<R>>();
    let mut ready = Vec::new();
    for items in items.chunks(BATCH) {
        let mut next = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = batch(items));
            std::mem::take(&mut ready).into_iter().try_for_each(&mut sink)
        })?;
        ready = next;
    }
    ready.into_iter().try_for_each(sink)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        let mut seen = Vec::new();
        let sink = |result| {
            seen.push(result);
            Ok::<(), ()>(())
        };
        assert_eq!(in_order(&items, |item| item * 2, sink), Ok(()));
        assert_eq!(seen, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_the_run() {
        let items: Vec<usize> = (0..1000).collect();
        let sink = |item| if item < 300 { Ok(()) } else { Err(item) };
        assert_eq!(in_order(&items, |item| *item, sink), Err(300));
    }
}
