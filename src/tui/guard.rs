//! The terminal's state, taken and given back: on leaving, on panic, on a signal, on ctrl-z. Draws nothing.

use std::{
    io::{IsTerminal, Write, stdin, stdout},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};

use crossterm::{
    cursor, event, execute,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level,
};

use crate::error::{Error, Result};

/// True while the terminal is ours; whoever turns it off gives the terminal back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal: raw mode, second screen, pastes in brackets. Given back when dropped.
pub struct Guard(());

/// What a signal asks of the screen; the deadly ones never get here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Stop until `fg`.
    Suspend,
    /// Back from a stop: draw everything anew.
    Redraw,
}

impl Guard {
    /// Takes the terminal, or says why it cannot.
    pub fn take() -> Result<Self> {
        let words = |e: std::io::Error| Error::failed(format!("The terminal cannot be used: {e}."));
        if !stdin().is_terminal() || !stdout().is_terminal() {
            return Err(Error::usage("The screens need a terminal.").hint(
                "In scripts use the commands, for instance `partnerbook partner list --json`.",
            ));
        }
        if matches!(std::env::var("TERM").as_deref(), Err(_) | Ok("" | "dumb")) {
            return Err(Error::usage(
                "This terminal cannot show screens (TERM is “dumb” or not set).",
            )
            .hint("Use the commands, for instance `partnerbook partner list`, or set TERM."));
        }
        // The theme decides about colour, NO_COLOR included; crossterm must not drop our styles by itself.
        crossterm::style::force_color_output(true);
        let hook = std::panic::take_hook();
        let owner = thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            // A panic of another thread is caught there and shown as a message; it must not write over the screen.
            if thread::current().id() == owner {
                release();
                hook(info);
            }
        }));
        let guard = Self(());
        enter().map_err(words)?;
        Ok(guard)
    }

    /// Gives the terminal back, stops, and takes it again after `fg`.
    pub fn suspend(&self) -> Result<()> {
        release();
        low_level::emulate_default_handler(SIGTSTP)
            .and_then(|()| enter())
            .map_err(|e| Error::failed(format!("The terminal cannot be used: {e}.")))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        release();
    }
}

fn enter() -> std::io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    execute!(
        stdout(),
        EnterAlternateScreen,
        // Most terminals begin the second screen empty; not all do.
        terminal::Clear(terminal::ClearType::All),
        event::EnableBracketedPaste,
        cursor::Hide
    )
}

/// Gives the terminal back, once, without ever panicking: nothing can be done about a terminal that is gone.
fn release() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = stdout();
        let _ = execute!(
            out,
            event::DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = terminal::disable_raw_mode();
        let _ = out.flush();
    }
}

/// Tells of the signals that do not end the program, and leaves on those that do.
pub fn watch(tell: impl Fn(Signal) + Send + 'static) -> Result<()> {
    leave_on_signals()?;
    let mut signals = Signals::new([SIGTSTP, SIGCONT]).map_err(unwatched)?;
    begin("signals", move || {
        for signal in signals.forever() {
            tell(if signal == SIGTSTP {
                Signal::Suspend
            } else {
                Signal::Redraw
            });
        }
    })
}

/// Starts, once, the threads that leave on deadly signals and when the terminal has gone, however busy the screen is.
pub fn leave_on_signals() -> Result<()> {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if STARTED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT]).map_err(unwatched)?;
    begin("deadly", move || {
        if let Some(signal) = signals.forever().next() {
            leave(128 + signal);
        }
    })?;
    begin("watchdog", || {
        loop {
            thread::sleep(Duration::from_secs(2));
            // A terminal may vanish without SIGHUP (nohup, setsid): then nobody can ever press q.
            leave_with_terminal();
        }
    })
}

/// Leaves if the terminal we held has gone. To be asked before an error of the terminal is handed up: with nothing
/// to write to, the usual way out ends in a panic.
pub fn leave_with_terminal() {
    if TAKEN.load(Ordering::SeqCst) && !stdin().is_terminal() {
        leave(128 + SIGHUP);
    }
}

fn begin(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let thread = thread::Builder::new().name(name.into());
    thread.spawn(work).map(|_| ()).map_err(unwatched)
}

#[allow(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn unwatched(e: std::io::Error) -> Error {
    Error::failed(format!("Signals cannot be watched: {e}."))
}

/// What a signal must take with it: the example's folder.
static SCRATCH: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Has a folder removed when a signal ends the program.
pub fn remove_on_signal(folder: &Path) {
    if let Ok(mut scratch) = SCRATCH.lock() {
        *scratch = Some(folder.to_path_buf());
    }
}

/// How long a terminal may take to be given back; one that takes no more bytes must not keep the program.
const RESTORING: Duration = Duration::from_millis(500);

fn leave(code: i32) -> ! {
    static LEAVING: Mutex<()> = Mutex::new(());
    // Who comes second waits here for the end, and does not end what the first has half done.
    let _alone = LEAVING.lock();
    let (done, restored) = channel();
    let restoring = begin("restore", move || {
        // Held to the end: no frame may be drawn over the terminal given back.
        let _quiet = stdout().lock();
        release();
        // The other side may have stopped waiting.
        let _ = done.send(());
        loop {
            thread::park();
        }
    });
    match restoring {
        Ok(()) => drop(restored.recv_timeout(RESTORING)),
        Err(_) => release(),
    }
    if let Ok(Some(folder)) = SCRATCH.try_lock().as_deref() {
        // Again if a thread has just put a file there. Nobody is left to tell if it cannot be removed.
        let _ = (0..5).any(|_| std::fs::remove_dir_all(folder).is_ok());
    }
    // At once, from this thread: an open transaction is rolled back by SQLite at the next opening.
    low_level::exit(code)
}
