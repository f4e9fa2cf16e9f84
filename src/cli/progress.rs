//! Progress of long work as one line on stderr, and ctrl-c as a wish to stop.

use std::{
    io::{IsTerminal, Write, stderr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use crate::{error::Result, ops::Progress};

/// Quiet for this long: most work is done before.
const PATIENCE: Duration = Duration::from_millis(300);
const EVERY: Duration = Duration::from_millis(100);

/// The progress line of a command.
pub(super) struct Line {
    stop: Arc<AtomicBool>,
    began: Instant,
    last: Mutex<Option<Instant>>,
    shown: bool,
}

impl Line {
    /// Watches for ctrl-c; a second one ends the program at once (the transaction then rolls back by itself).
    pub(super) fn watch(silent: bool) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))?;
            flag::register(signal, Arc::clone(&stop))?;
        }
        Ok(Self {
            stop,
            began: Instant::now(),
            last: Mutex::new(None),
            shown: !silent && stderr().is_terminal(),
        })
    }

    /// Takes the line away again.
    pub(super) fn clear(&self) {
        if self.last.lock().is_ok_and(|last| last.is_some()) {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

impl Progress for Line {
    fn tell(&self, done: u64, total: u64, what: &str) {
        let (now, Ok(mut last)) = (Instant::now(), self.last.lock()) else {
            return;
        };
        let waited = last.map_or(PATIENCE, |_| EVERY);
        if !self.shown || now.duration_since(last.unwrap_or(self.began)) < waited {
            return;
        }
        *last = Some(now);
        let spent = now.duration_since(self.began).as_secs_f64().max(0.001);
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate for the eye"
        )]
        let rate = (done as f64 / spent) as u64;
        let share = done
            .saturating_mul(100)
            .checked_div(total)
            .map_or_else(String::new, |percent| format!("{percent:>3}%  "));
        let left = total
            .checked_sub(done)
            .and_then(|rest| rest.checked_div(rate))
            .map_or_else(String::new, |seconds| {
                format!("  about {} s left", seconds + 1)
            });
        // The terminal may be gone; the work goes on.
        let _ = write!(
            stderr(),
            "\r\x1b[K{share}{done} {what}, {rate} a second{left}"
        );
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
