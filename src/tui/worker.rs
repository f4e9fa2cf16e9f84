//! The threads that touch the book: one reads (only the newest question of each slot), one writes. No drawing.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    event::{Event, Job, PREVIEW, PROPOSAL, SUMS, Ticket, Want},
    source::{Book, Source},
};
use crate::{
    domain::day::Day,
    error::{Error, Kind, Result},
    ops::{
        Cx, Outcome, Progress,
        pace::{Pace, Pass},
    },
    store::{Origin, Store},
};

/// How often the book is looked at for writes of other windows.
const LOOK: Duration = Duration::from_secs(1);
/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);

/// The threads, as the screen sees them: things to hand over, nothing to wait for.
pub struct Workers {
    asked: Arc<Asked>,
    jobs: Sender<Box<Job>>,
    stop: Arc<AtomicBool>,
    halt: Box<dyn Fn()>,
}

/// Questions that wait for the reader.
#[derive(Default)]
struct Asked {
    state: Mutex<Waiting>,
    bell: Condvar,
}

#[derive(Default)]
struct Waiting {
    questions: Vec<(Ticket, Want)>,
    /// The one being answered.
    now: Option<Ticket>,
    look: bool,
}

impl Workers {
    /// Opens the book and starts both threads; `out` gets their events.
    pub fn start(path: &Path, today: Day, out: &Sender<Event>) -> Result<Self> {
        // The writer first: it may have to bring an older format up to date.
        let mut store = Store::open(path)?;
        let book = Book::open(path, today)?;
        let halt = Box::new(book.stopper());
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Asked::default());
        let words = |e: std::io::Error| Error::failed(format!("A thread cannot be started: {e}."));
        let (ask, tell) = (Arc::clone(&asked), out.clone());
        thread::Builder::new()
            .name("reader".into())
            .spawn(move || read(book, &ask, &tell))
            .map_err(words)?;
        let (jobs, todo) = channel::<Box<Job>>();
        let teller = Teller {
            out: out.clone(),
            stop: Arc::clone(&stop),
            told: Mutex::new(None),
            pass: Mutex::new(Pass::begun(Instant::now())),
        };
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                for job in todo {
                    teller.stop.store(false, Ordering::SeqCst);
                    *lock(&teller.pass) = Pass::begun(Instant::now());
                    let event = perform(&mut store, job, today, &teller);
                    if teller.out.send(event).is_err() {
                        return;
                    }
                }
            })
            .map_err(words)?;
        Ok(Self {
            asked,
            jobs,
            stop,
            halt,
        })
    }

    /// Hands a question over; it replaces an older one of the same slot, also while that is being answered.
    pub fn fetch(&self, ticket: Ticket, want: Want) {
        let mut state = lock(&self.asked.state);
        let same = |t: &Ticket| (t.screen, t.slot) == (ticket.screen, ticket.slot);
        state.questions.retain(|(t, _)| !same(t));
        // Stopped: what nobody waits for any more. Put off: totals and previews, and what a screen left behind asked.
        let slow = |slot: u8| [SUMS, PREVIEW, PROPOSAL].contains(&slot);
        let yields = |now: &Ticket| same(now) || slow(now.slot) || now.screen != ticket.screen;
        if state.now.as_ref().is_some_and(yields) {
            (self.halt)();
        }
        state.questions.push((ticket, want));
        self.asked.bell.notify_one();
    }

    /// Has the book looked at now.
    pub fn look(&self) {
        lock(&self.asked.state).look = true;
        self.asked.bell.notify_one();
    }

    /// Hands an operation over.
    pub fn run(&self, job: Box<Job>) -> Result<()> {
        self.jobs
            .send(job)
            .map_err(|_| Error::failed("The writer has stopped; start the program again."))
    }

    /// Asks the running operation to stop.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic while the lock was held left plain values behind; they are still good.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(mut book: Book, asked: &Asked, tell: &Sender<Event>) {
    let mut seen = book.version().unwrap_or_default();
    loop {
        let next = {
            let state = lock(&asked.state);
            let (mut state, _) = asked
                .bell
                .wait_timeout_while(state, LOOK, |s| s.questions.is_empty() && !s.look)
                .unwrap_or_else(PoisonError::into_inner);
            state.look = false;
            let next = (!state.questions.is_empty()).then(|| state.questions.remove(0));
            state.now = next.as_ref().map(|(ticket, _)| *ticket);
            next
        };
        let version = book.version().unwrap_or(seen);
        if version != seen {
            seen = version;
            if tell.send(Event::Changed).is_err() {
                return;
            }
        }
        let Some((ticket, want)) = next else { continue };
        if let Some(first) = book.first(&want)
            && tell.send(Event::Loaded(ticket, Ok(first))).is_err()
        {
            return;
        }
        let answer = guarded(|| book.answer(&want));
        let stale = {
            let mut state = lock(&asked.state);
            state.now = None;
            let newer = state
                .questions
                .iter()
                .any(|(t, _)| (t.screen, t.slot) == (ticket.screen, ticket.slot));
            let stopped = matches!(&answer, Err(e) if e.kind == Kind::Interrupted);
            if stopped && !newer {
                // Put off, or the stop was meant for the question before it.
                state.questions.push((ticket, want));
            }
            stopped || newer
        };
        if !stale && tell.send(Event::Loaded(ticket, answer)).is_err() {
            return;
        }
    }
}

/// Runs an operation, or asks first where it wants to be confirmed.
pub fn perform(store: &mut Store, job: Box<Job>, today: Day, progress: &dyn Progress) -> Event {
    let done = guarded(|| {
        let mut cx = Cx {
            store,
            today,
            origin: Origin::Screen,
            command: job.command.clone(),
            progress,
            stdin: None,
        };
        if !job.confirmed
            && let Some(question) = (job.entry.confirm)(&job.matches, &mut cx)?
        {
            return Ok(Step::Asks(question));
        }
        (job.entry.run)(&job.matches, &mut cx).map(|o| Step::Done(Box::new(o)))
    });
    match done {
        Ok(Step::Asks(question)) => Event::Asks(job, question),
        Ok(Step::Done(outcome)) => Event::Ran(job, Ok(*outcome)),
        Err(e) => Event::Ran(job, Err(e)),
    }
}

enum Step {
    Asks(String),
    Done(Box<Outcome>),
}

/// A fault of the program in a worker is a message, not the end: the write under way was rolled back on the way out.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|fault| {
        let words = fault
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| fault.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(
            Error::failed(format!("The program made a mistake: {words}."))
                .means("Nothing was changed by this request.")
                .hint("Please report it with what you did; `partnerbook check` proves the book."),
        )
    })
}

/// Tells the screen how far the work is, and the work whether to stop.
struct Teller {
    out: Sender<Event>,
    stop: Arc<AtomicBool>,
    told: Mutex<Option<Instant>>,
    /// The pass of the work under way.
    pass: Mutex<Pass>,
}

impl Teller {
    fn show(&self, done: u64, total: u64, what: &str, rows: Option<u64>) {
        let spent = lock(&self.pass).spent(done, Instant::now());
        let mut told = lock(&self.told);
        if told.is_none_or(|at| at.elapsed() >= TELL) {
            *told = Some(Instant::now());
            let pace = Pace {
                done,
                total,
                what,
                rows,
                spent,
            };
            // The screen may have gone already; the work learns that from `stop`.
            let _ = self.out.send(Event::Progress(done, total, pace.words()));
        }
    }
}

impl Progress for Teller {
    fn tell(&self, done: u64, total: u64, what: &str) {
        self.show(done, total, what, None);
    }

    fn tell_rows(&self, rows: u64, done: u64, total: u64) {
        self.show(done, total, "bytes", Some(rows));
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}
