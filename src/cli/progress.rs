//! Progress of long work as one line on stderr, ctrl-c as a wish to stop, and the yes it may need to be saved.

use std::{
    io::{IsTerminal, Write, stderr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
    iterator::Signals,
    low_level,
};

use super::{ask, output};
use crate::{
    error::{Error, Kind, Result},
    ops::{
        Progress,
        pace::{Pace, Pass},
    },
};

/// Quiet for this long: most work is done before.
const PATIENCE: Duration = Duration::from_millis(300);
/// Work that was asked to stop is given so long.
const LATEST: Duration = Duration::from_secs(5);
/// The numbers of SIGINT and SIGTERM, the same on every Unix.
const INTERRUPT: usize = 2;
const TERMINATE: usize = 15;
const EVERY: Duration = Duration::from_millis(100);

/// Who says yes to what is asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// It was said beforehand: nothing is asked.
    Given,
    /// The person at the terminal.
    Person,
    /// Nobody: it is told what would be asked (but for `silent`), and refused.
    Nobody { silent: bool, quiet: bool },
}

/// The progress line of a command.
pub(super) struct Line {
    consent: Consent,
    /// A person said yes.
    agreed: AtomicBool,
    stop: Arc<AtomicBool>,
    /// The signal that asked to stop; 0 for none.
    by: Arc<AtomicUsize>,
    began: Mutex<Instant>,
    last: Mutex<Option<Instant>>,
    pass: Mutex<Pass>,
    shown: bool,
}

/// Ends the program some time after it was asked to stop, if what it does has not ended by then: not all work looks
/// whether it should. Whoever is at a question need not wait. A write that is under way then rolls back by itself.
fn end_in_any_case() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let asked = Instant::now();
            while !ask::is_open() && asked.elapsed() < LATEST {
                std::thread::sleep(EVERY);
            }
            // The terminal may be gone.
            let _ = writeln!(stderr(), "\nStopped.");
            low_level::exit(128 + signal);
        }
    });
    Ok(())
}

impl Line {
    /// Watches for ctrl-c; a second one ends the program at once (the transaction then rolls back by itself).
    pub(super) fn watch(silent: bool, consent: Consent) -> Result<Self> {
        let (stop, by) = (Arc::new(AtomicBool::new(false)), Arc::default());
        for (signal, number) in [(SIGINT, INTERRUPT), (SIGTERM, TERMINATE)] {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))?;
            flag::register_usize(signal, Arc::clone(&by), number)?;
            flag::register(signal, Arc::clone(&stop))?;
        }
        end_in_any_case()?;
        Ok(Self {
            consent,
            agreed: AtomicBool::new(false),
            stop,
            by,
            began: Mutex::new(Instant::now()),
            last: Mutex::new(None),
            pass: Mutex::new(Pass::begun(Instant::now())),
            shown: !silent && stderr().is_terminal(),
        })
    }

    /// The exit code of work that was asked to stop: 128 and the signal's number (DESIGN §6).
    pub(super) fn stopped_code(&self) -> u8 {
        let by = match self.by.load(Ordering::Relaxed) {
            0 => INTERRUPT,
            by => by,
        };
        u8::try_from(128 + by).unwrap_or(u8::MAX)
    }

    /// Another piece of work begins: the time a person took to answer is not its time.
    pub(super) fn begin_again(&self) {
        self.clear();
        if let (Ok(mut began), Ok(mut last)) = (self.began.lock(), self.last.lock()) {
            (*began, *last) = (Instant::now(), None);
        }
    }

    /// Whether a person said yes since this was asked last.
    pub(super) fn agreed(&self) -> bool {
        self.agreed.swap(false, Ordering::Relaxed)
    }

    /// Takes the line away again.
    pub(super) fn clear(&self) {
        if self.last.lock().is_ok_and(|last| last.is_some()) {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

impl Line {
    fn show(&self, done: u64, total: u64, what: &str, rows: Option<u64>) {
        let now = Instant::now();
        let (Ok(began), Ok(mut last), Ok(mut pass)) =
            (self.began.lock(), self.last.lock(), self.pass.lock())
        else {
            return;
        };
        let spent = pass.spent(done, now);
        let waited = last.map_or(PATIENCE, |_| EVERY);
        if !self.shown || now.duration_since(last.unwrap_or(*began)) < waited {
            return;
        }
        *last = Some(now);
        let pace = Pace {
            done,
            total,
            what,
            rows,
            spent,
        };
        // The terminal may be gone; the work goes on.
        let _ = write!(stderr(), "\r\x1b[K{}", pace.words());
    }
}

impl Progress for Line {
    fn tell(&self, done: u64, total: u64, what: &str) {
        self.show(done, total, what, None);
    }

    fn tell_rows(&self, rows: u64, done: u64, total: u64) {
        self.show(done, total, "bytes", Some(rows));
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn confirms(&self) -> bool {
        self.consent != Consent::Given
    }

    fn confirm(&self, question: &str) -> Result<()> {
        self.clear();
        match self.consent {
            Consent::Given => {}
            Consent::Person => {
                if !ask::yes(question)? {
                    return Err(not_confirmed());
                }
                self.agreed.store(true, Ordering::Relaxed);
                self.begin_again();
            }
            Consent::Nobody { silent, quiet } => {
                if !silent {
                    output::say(question, quiet);
                }
                return Err(Error::new(
                    Kind::Unconfirmed,
                    "This needs a confirmation, and there is nobody to ask.",
                )
                .means("Nothing was changed.")
                .hint("Say it with --yes."));
            }
        }
        Ok(())
    }
}

/// The answer was no.
pub(super) fn not_confirmed() -> Error {
    Error::new(Kind::Unconfirmed, "Not confirmed.").means("Nothing was changed.")
}
