//! A desk with the screens on it: keys go in as a person types them, the book answers at once, the screen is text.

use std::{fmt::Write, path::PathBuf};

use partnerbook::{
    domain::{currency::Currency, day::Day},
    ops::{Cx, Quiet, line::run_line},
    store::{Ask, Founding, Origin, Store},
    tui::{
        app::App,
        chord,
        event::{Effect, Event},
        screen::places::Place,
        source::{Book, Source},
        theme::Theme,
        view, worker,
    },
};
use ratatui::{Terminal, backend::TestBackend};

/// The screens on a book of their own.
pub struct Desk {
    pub app: App,
    pub copied: Vec<String>,
    pub left: bool,
    pub today: Day,
    store: Store,
    book: Book,
    seen: i64,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// An empty book of “Test Partners” in US dollars, in a window of 100 by 30.
    pub fn empty() -> Self {
        Self::with(|_, _| {})
    }

    /// The same with these commands run before the screens open.
    pub fn after(lines: &[&str]) -> Self {
        Self::with(|store, today| {
            for line in lines {
                shell(store, today, line);
            }
        })
    }

    /// The example program.
    pub fn example() -> Self {
        Self::with(|store, today| partnerbook::demo::fill(store, today).unwrap())
    }

    fn with(fill: impl FnOnce(&mut Store, Day)) -> Self {
        let today = Day::from_ymd_opt(2026, 11, 21).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.pbk");
        let founding = Founding {
            name: "Test Partners".into(),
            currency: Currency::parse("USD").unwrap(),
        };
        let mut made =
            Store::in_memory(&founding, &Ask::new(Origin::Setup, "init", today)).unwrap();
        fill(&mut made, today);
        made.copy_to(&path).unwrap();
        let store = Store::open(&path).unwrap();
        let mut book = Book::open(&path, today).unwrap();
        let seen = book.version().unwrap();
        let app = App::new(Place::HOME, today, Theme::Mono, false);
        let mut desk = Self {
            app,
            copied: Vec::new(),
            left: false,
            today,
            store,
            book,
            seen,
            path,
            _folder: folder,
        };
        desk.resize(100, 30);
        desk
    }

    /// Another window writes to the same book.
    pub fn elsewhere(&mut self, line: &str) {
        let mut store = Store::open(&self.path).unwrap();
        shell(&mut store, self.today, line);
        self.feed(Event::Changed);
    }

    /// How many rows a list of the shell has.
    pub fn rows(&mut self, line: &str) -> usize {
        let mut cx = Cx {
            store: &mut self.store,
            today: self.today,
            origin: Origin::Shell,
            command: line.into(),
            progress: &Quiet,
            stdin: None,
        };
        run_line(&mut cx, line).unwrap().table.unwrap().rows.len()
    }

    /// Types a script of keys.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for chord in chord::script(script).unwrap() {
            self.feed(Event::Key(chord));
        }
        self
    }

    /// Makes the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.feed(Event::Resize(columns, rows));
        self
    }

    /// Hands an event over and does at once what comes of it.
    pub fn feed(&mut self, event: Event) {
        let mut effects = self.app.update(event);
        while !effects.is_empty() {
            let mut more = Vec::new();
            for effect in effects {
                let event = match effect {
                    Effect::Fetch(ticket, want) => Event::Loaded(ticket, self.book.answer(&want)),
                    Effect::Run(job) => worker::perform(&mut self.store, job, self.today, &Quiet),
                    Effect::Look => {
                        let version = self.book.version().unwrap();
                        if version == self.seen {
                            continue;
                        }
                        self.seen = version;
                        Event::Changed
                    }
                    Effect::Copy(text) => {
                        self.copied.push(text);
                        continue;
                    }
                    Effect::Quit => {
                        self.left = true;
                        continue;
                    }
                    Effect::Cancel | Effect::Suspend | Effect::Redraw => continue,
                };
                more.extend(self.app.update(event));
            }
            effects = more;
        }
    }

    /// The screen as text, one line a row.
    pub fn screen(&self) -> String {
        let (columns, rows) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..rows {
            let mut x = 0;
            let mut line = String::new();
            while x < columns {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(partnerbook::text::width(symbol))
                    .unwrap()
                    .max(1);
            }
            writeln!(out, "{}", line.trim_end()).unwrap();
        }
        out
    }

    /// Fails unless the screen shows this.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "“{text}” is not on the screen:\n{screen}"
        );
        self
    }

    /// Fails if the screen shows this.
    pub fn misses(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            !screen.contains(text),
            "“{text}” is on the screen:\n{screen}"
        );
        self
    }
}

fn shell(store: &mut Store, today: Day, line: &str) {
    let mut cx = Cx {
        store,
        today,
        origin: Origin::Shell,
        command: line.into(),
        progress: &Quiet,
        stdin: None,
    };
    run_line(&mut cx, line).unwrap_or_else(|e| panic!("{line}: {e}"));
}
