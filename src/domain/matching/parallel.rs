//! Long work over a list on all cores, in order, with a look at whether to go on; must not know what the work is.

use std::num::NonZeroUsize;
use std::thread;

use super::{Pace, Stopped};

/// Items between two looks at the pace.
const A_LOOK: usize = 32_768;

/// What `work` makes of the list, part by part, in the list's order. It is given each part and where that begins.
pub(super) fn in_parts<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(usize, &[T]) -> Vec<R> + Sync,
    pace: Pace<'_>,
) -> Result<Vec<R>, Stopped> {
    in_parts_of(A_LOOK, items, work, pace)
}

/// [`in_parts`], looking at the pace after `look` items.
pub(super) fn in_parts_of<T: Sync, R: Send>(
    look: usize,
    items: &[T],
    work: impl Fn(usize, &[T]) -> Vec<R> + Sync,
    pace: Pace<'_>,
) -> Result<Vec<R>, Stopped> {
    let cores = thread::available_parallelism()
        .map_or(1, NonZeroUsize::get)
        .min(8);
    let mut made = Vec::new();
    for (n, batch) in items.chunks(look).enumerate() {
        let done = n * look;
        if pace(done as u64, items.len() as u64).is_break() {
            return Err(Stopped);
        }
        let share = batch.len().div_ceil(cores).max(1);
        if batch.len() < 256 {
            made.extend(work(done, batch));
            continue;
        }
        thread::scope(|scope| {
            let work = &work;
            let parts: Vec<_> = batch
                .chunks(share)
                .enumerate()
                .map(|(at, part)| scope.spawn(move || work(done + at * share, part)))
                .collect();
            for part in parts {
                match part.join() {
                    Ok(more) => made.extend(more),
                    // What went wrong in a part goes wrong here.
                    Err(why) => std::panic::resume_unwind(why),
                }
            }
        });
    }
    Ok(made)
}
