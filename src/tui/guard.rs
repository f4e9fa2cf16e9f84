//! The terminal's state, taken and given back: on leaving, on panic, on a signal, on ctrl-z. Draws nothing.

use std::{
    io::{IsTerminal, Write, stdin, stdout},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
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

/// Starts the threads that leave on deadly signals and when the terminal has gone, however busy the screen is.
/// `tell` gets the other signals.
pub fn watch(tell: impl Fn(Signal) + Send + 'static) -> Result<()> {
    let words = |e: std::io::Error| Error::failed(format!("Signals cannot be watched: {e}."));
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]).map_err(words)?;
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGTSTP => tell(Signal::Suspend),
                    SIGCONT => tell(Signal::Redraw),
                    deadly => leave(128 + deadly),
                }
            }
        })
        .map_err(words)?;
    thread::Builder::new()
        .name("watchdog".into())
        .spawn(|| {
            loop {
                thread::sleep(Duration::from_secs(2));
                // A terminal may vanish without SIGHUP (nohup, setsid): then nobody can ever press q.
                if TAKEN.load(Ordering::SeqCst) && !stdin().is_terminal() {
                    leave(128 + SIGHUP);
                }
            }
        })
        .map_err(words)?;
    Ok(())
}

/// What a signal must take with it: the example's folder.
static SCRATCH: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Has a folder removed when a signal ends the program.
pub fn remove_on_signal(folder: &Path) {
    if let Ok(mut scratch) = SCRATCH.lock() {
        *scratch = Some(folder.to_path_buf());
    }
}

fn leave(code: i32) -> ! {
    release();
    if let Ok(Some(folder)) = SCRATCH.try_lock().as_deref() {
        // Nobody is left to tell if it cannot be removed.
        let _ = std::fs::remove_dir_all(folder);
    }
    // At once, from this thread: an open transaction is rolled back by SQLite at the next opening.
    low_level::exit(code)
}
