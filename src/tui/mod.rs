//! The screens: one window on one book. Holds the threads together; every decision is made in `app`, nothing is drawn here.
//!
//! Input, signals and two workers send events into one channel; `app` turns each into effects; the effects go to the
//! workers. The screen's thread never waits for the book.

pub mod app;
pub mod chord;
pub mod event;
mod field;
pub mod files;
pub mod form;
mod form_paste;
mod form_view;
pub mod guard;
pub mod keymap;
pub mod overlay;
pub mod screen;
pub mod source;
pub mod theme;
pub mod view;
pub mod welcome;
mod widget;
pub mod worker;

use std::{
    io::stdout,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use crossterm::{clipboard::CopyToClipboard, event as input, execute};
use ratatui::{Terminal, backend::CrosstermBackend, layout::Rect};

use self::{
    app::App,
    chord::Chord,
    event::{Effect, Event},
    guard::Guard,
    screen::places::Place,
    theme::Theme,
    worker::Workers,
};
use crate::{
    domain::day::Day,
    error::{Error, Result},
};

/// How the screens begin.
#[derive(Debug, Clone)]
pub struct Options {
    /// The example program: says that nothing is kept.
    pub demo: bool,
    /// Today.
    pub today: Day,
    /// The screen to begin with, by name or digit; Home if not given.
    pub screen: Option<String>,
    /// `auto`, `dark`, `light`, `terminal`, `mono`; what the environment says if not given.
    pub theme: Option<String>,
    /// Begin by reading a file in.
    pub import: bool,
    /// A folder that must not outlive the program, whatever ends it.
    pub scratch: Option<PathBuf>,
}

impl Options {
    /// The usual beginning on a day.
    pub fn new(today: Day) -> Self {
        Self {
            demo: false,
            today,
            screen: None,
            import: false,
            theme: None,
            scratch: None,
        }
    }

    fn theme(&self) -> Result<Theme> {
        match &self.theme {
            None => Ok(Theme::from_env()),
            Some(name) => Theme::named(name).ok_or_else(|| {
                Error::usage(format!("There is no theme “{name}”."))
                    .hint("Themes: auto, dark, light, terminal, mono.")
            }),
        }
    }

    fn place(&self) -> Result<Place> {
        match &self.screen {
            None => Ok(Place::HOME),
            Some(name) => Place::named(name)
                .ok_or_else(|| Error::usage(format!("There is no screen “{name}”."))),
        }
    }
}

/// What goes to the real terminal.
type Real = Terminal<CrosstermBackend<std::io::Stdout>>;

/// Shows the screens of a book until the person leaves.
pub fn run(book: &Path, options: &Options) -> Result<()> {
    let (theme, place) = (options.theme()?, options.place()?);
    if let Some(folder) = &options.scratch {
        guard::remove_on_signal(folder);
    }
    let (out, events) = channel();
    // What is wrong with the book is said before the screen is taken.
    let workers = Workers::start(book, options.today, &out)?;
    let (guard, mut terminal) = take(&out)?;
    let mut app = App::new(place, options.today, theme, options.demo);
    if options.import {
        app.import("");
    }
    let size = terminal.size().map_err(gone)?;
    let mut effects = app.update(Event::Resize(size.width, size.height));
    loop {
        for effect in effects.drain(..) {
            match effect {
                Effect::Fetch(ticket, want) => workers.fetch(ticket, want),
                Effect::Run(job) => {
                    if let Err(e) = workers.run(job) {
                        app.tell(&e);
                    }
                }
                Effect::Cancel => workers.cancel(),
                Effect::Look => workers.look(),
                Effect::Copy(text) => {
                    // A terminal that knows no clipboard ignores it.
                    execute!(stdout(), CopyToClipboard::to_clipboard_from(text)).map_err(gone)?;
                }
                Effect::Suspend => {
                    guard.suspend()?;
                    anew(&mut terminal)?;
                }
                Effect::Redraw => anew(&mut terminal)?,
                Effect::Quit => return Ok(()),
            }
        }
        terminal
            .draw(|frame| view::draw(&app, frame))
            .map_err(gone)?;
        effects = next(&mut app, &events)?;
    }
}

/// Has everything drawn again. Not `clear`: that asks the terminal where the cursor is, and the input thread would
/// swallow the answer.
fn anew(terminal: &mut Real) -> Result<()> {
    let size = terminal.size().map_err(gone)?;
    terminal
        .resize(Rect::new(0, 0, size.width, size.height))
        .map_err(gone)
}

/// Waits for an event and takes all that have come, so that a storm of them is drawn once.
fn next(app: &mut App, events: &Receiver<Event>) -> Result<Vec<Effect>> {
    let first = events
        .recv()
        .map_err(|_| Error::failed("The terminal has gone."))?;
    let mut effects = app.update(first);
    while let Ok(more) = events.try_recv() {
        effects.extend(app.update(more));
    }
    Ok(effects)
}

/// Takes the terminal and starts the threads that listen to it.
fn take(out: &Sender<Event>) -> Result<(Guard, Real)> {
    let guard = Guard::take()?;
    let tell = out.clone();
    guard::watch(move |signal| {
        // The screen may be leaving already.
        let _ = tell.send(Event::Signal(signal));
    })?;
    let keys = out.clone();
    thread::Builder::new()
        .name("input".into())
        .spawn(move || listen(&keys))
        .map_err(gone)?;
    let terminal = Terminal::new(CrosstermBackend::new(stdout())).map_err(gone)?;
    Ok((guard, terminal))
}

fn listen(out: &Sender<Event>) {
    while let Ok(event) = input::read() {
        let event = match event {
            input::Event::Key(key) if key.kind != input::KeyEventKind::Release => {
                Event::Key(Chord::of(key))
            }
            input::Event::Paste(text) => Event::Paste(text),
            input::Event::Resize(columns, rows) => Event::Resize(columns, rows),
            _ => continue,
        };
        if out.send(event).is_err() {
            return;
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn gone(e: std::io::Error) -> Error {
    guard::leave_with_terminal();
    Error::failed(format!("The terminal cannot be used: {e}."))
}
