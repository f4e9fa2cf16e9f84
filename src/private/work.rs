//! Curve work on all cores with progress and a way to stop; must not know what the work is.

use std::{
    num::NonZero,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
};

use super::refusal::Refusal;

/// Elements worked on between two looks at whether to stop; also the size of one batched compression.
const CHUNK: usize = 128;
/// More threads than this gain nothing worth their stacks.
const MOST_THREADS: usize = 16;

/// Who is told how far it is, and who may stop it.
pub trait Watch: Sync {
    /// `done` of `total` elements.
    fn tell(&self, done: u64, total: u64);
    /// The person wants it stopped.
    fn stop(&self) -> bool;
}

/// Work that nobody watches.
pub struct Unwatched;
impl Watch for Unwatched {
    fn tell(&self, _: u64, _: u64) {}
    fn stop(&self) -> bool {
        false
    }
}

/// How far a piece of work of known size is.
pub(super) struct Pace<'a> {
    watch: &'a dyn Watch,
    done: AtomicU64,
    total: u64,
}

impl<'a> Pace<'a> {
    pub(super) fn new(watch: &'a dyn Watch, total: usize) -> Self {
        Self {
            watch,
            done: AtomicU64::new(0),
            total: total as u64,
        }
    }
}

/// `work` of every chunk of `items`, in the order of the items; the first refusal ends it.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    pace: &Pace<'_>,
    work: impl Fn(&[T]) -> Result<Vec<R>, Refusal> + Sync,
) -> Result<Vec<R>, Refusal> {
    let chunks: Vec<&[T]> = items.chunks(CHUNK).collect();
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let one = || {
        let mut made = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(at) else { break };
            if pace.watch.stop() {
                over.store(true, Ordering::Relaxed);
                return Err(Refusal::Stopped);
            }
            match work(chunk) {
                Ok(results) => made.push((at, results)),
                Err(e) => {
                    over.store(true, Ordering::Relaxed);
                    return Err(e);
                }
            }
            let now = chunk.len() as u64;
            let done = pace.done.fetch_add(now, Ordering::Relaxed) + now;
            pace.watch.tell(done, pace.total);
        }
        Ok(made)
    };
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS)
        .min(chunks.len());
    let mut made = if threads < 2 {
        one()?
    } else {
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(one)).collect();
            let mut made = one();
            for other in others {
                let theirs = match other.join() {
                    Ok(theirs) => theirs,
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                made = match (made, theirs) {
                    (Ok(mut all), Ok(more)) => {
                        all.extend(more);
                        Ok(all)
                    }
                    (Err(e), _) | (_, Err(e)) => Err(e),
                };
            }
            made
        })?
    };
    made.sort_unstable_by_key(|(at, _)| *at);
    Ok(made.into_iter().flat_map(|(_, results)| results).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_all_is_told() {
        struct Seen(AtomicU64);
        impl Watch for Seen {
            fn tell(&self, done: u64, _: u64) {
                self.0.fetch_max(done, Ordering::Relaxed);
            }
            fn stop(&self) -> bool {
                false
            }
        }
        let (items, seen): (Vec<u32>, _) = ((0..1000).collect(), Seen(AtomicU64::new(0)));
        let doubled = each(&items, &Pace::new(&seen, 1000), |c| {
            Ok(c.iter().map(|n| n * 2).collect())
        });
        assert_eq!(doubled, Ok((0..1000).map(|n| n * 2).collect::<Vec<u32>>()));
        assert_eq!(seen.0.load(Ordering::Relaxed), 1000);
    }

    #[test]
    fn it_stops_when_it_is_told_to() {
        struct Enough;
        impl Watch for Enough {
            fn tell(&self, _: u64, _: u64) {}
            fn stop(&self) -> bool {
                true
            }
        }
        let done = each(&[1, 2, 3], &Pace::new(&Enough, 3), |c| Ok(c.to_vec()));
        assert_eq!(done, Err(Refusal::Stopped));
    }
}
