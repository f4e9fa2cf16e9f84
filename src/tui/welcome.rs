//! The first thing anybody sees: look around, or start a book of one's own. Creates nothing; the caller does.

use std::{io::stdout, path::Path};

use crossterm::event::{self as input, Event as Input, KeyEventKind};
use ratatui::{Frame, Terminal, backend::CrosstermBackend, buffer::Buffer, layout::Rect};
use tui_input::Input as Line;

use super::{
    chord::Chord,
    guard::{self, Guard},
    theme::{Role, Theme},
    widget::{input as line, panel, put},
};
use crate::{
    domain::currency::Currency,
    error::{Error, Result},
    text,
};

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The example.
    LookAround,
    /// A book of one's own.
    Start {
        /// Name of the program.
        name: String,
        /// Currency of amounts typed without one.
        currency: Currency,
        /// To read a file into it first of all.
        import: bool,
    },
    /// Nothing.
    Quit,
}

/// The welcome: a choice of three, then two questions.
pub struct Welcome {
    theme: Theme,
    book: String,
    at: usize,
    asking: Option<Questions>,
}

struct Questions {
    fields: [(&'static str, Line); 2],
    /// A file is to be read in afterwards.
    import: bool,
    at: usize,
    error: String,
}

impl Welcome {
    /// Before a choice; `book` is where a book would be made.
    pub fn new(book: &Path, theme: Theme) -> Self {
        Self {
            theme,
            book: book.display().to_string(),
            at: 0,
            asking: None,
        }
    }

    /// Handles a key; a choice once there is one.
    pub fn key(&mut self, chord: Chord) -> Option<Choice> {
        if chord.is("ctrl-c") {
            return Some(Choice::Quit);
        }
        let Some(questions) = &mut self.asking else {
            match chord.to_string().as_str() {
                "q" => return Some(Choice::Quit),
                "down" | "j" => self.at = (self.at + 1).min(2),
                "up" | "k" => self.at = self.at.saturating_sub(1),
                "1" => return Some(Choice::LookAround),
                "enter" if self.at == 0 => return Some(Choice::LookAround),
                typed @ ("enter" | "2" | "3") => {
                    self.at = typed.parse().map_or(self.at, |n: usize| n - 1);
                    let fields = [
                        ("Program", Line::default()),
                        ("Currency", Line::new("USD".into())),
                    ];
                    self.asking = Some(Questions {
                        fields,
                        import: self.at == 2,
                        at: 0,
                        error: String::new(),
                    });
                }
                _ => {}
            }
            return None;
        };
        match chord.to_string().as_str() {
            "esc" => self.asking = None,
            "tab" | "down" => questions.at = 1,
            "shift-tab" | "up" => questions.at = 0,
            "enter" if questions.at == 0 => questions.at = 1,
            "enter" | "ctrl-s" => return questions.answer(),
            _ => {
                line::key(&mut questions.fields[questions.at].1, chord);
            }
        }
        None
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.is_empty() {
            return;
        }
        let buf = frame.buffer_mut();
        let name = format!("partnerbook {}", env!("CARGO_PKG_VERSION"));
        put::left(buf, area, 0, 1, &name, self.theme.style(Role::Muted));
        let inside = put::inside(
            panel::over(buf, area, self.theme, (74, 20), "Welcome", ""),
            2,
            1,
        );
        let at = match &self.asking {
            None => {
                self.choices(buf, inside);
                None
            }
            Some(questions) => questions.draw(buf, inside, self.theme, &self.book),
        };
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }

    fn choices(&self, buf: &mut Buffer, area: Rect) {
        let (plain, muted) = (self.theme.style(Role::Text), self.theme.style(Role::Muted));
        put::left(
            buf,
            area,
            0,
            0,
            "Your partner program in one file on this computer.",
            plain,
        );
        put::left(
            buf,
            area,
            1,
            0,
            "No account, no server. Nothing is sent anywhere.",
            plain,
        );
        let choices = [
            (
                "1  Look around with an example",
                "Partners, referrals, 18 months of revenue. Nothing is kept.",
            ),
            (
                "2  Start my own book",
                "Two questions: the name of your program, and its currency.",
            ),
            (
                "3  Bring my spreadsheet",
                "The same, then CSV or XLSX from Google Sheets, HubSpot, Stripe …",
            ),
        ];
        for (i, (title, what)) in choices.iter().enumerate() {
            let row = 3 + put::cells(i) * 3;
            let style = if i == self.at {
                self.theme.style(Role::Selected)
            } else {
                plain
            };
            let sign = if i == self.at { ">" } else { " " };
            put::left(
                buf,
                area,
                row,
                0,
                &format!("{sign} {} ", text::pad_right(title, 40)),
                style,
            );
            put::left(buf, area, row + 1, 5, what, muted);
        }
        put::left(buf, area, 12, 0, "It will be kept at", plain);
        put::left(buf, area, 13, 2, &self.book, muted);
        put::left(
            buf,
            area,
            15,
            0,
            "1 2 3 choose   enter go   q quit without making anything",
            self.theme.style(Role::Accent),
        );
    }
}

impl Questions {
    fn answer(&mut self) -> Option<Choice> {
        let name = match text::check_name(self.fields[0].1.value()) {
            Ok(name) => name,
            Err(e) => {
                (self.at, self.error) = (0, e.to_string());
                return None;
            }
        };
        match Currency::parse(self.fields[1].1.value()) {
            Ok(currency) => Some(Choice::Start {
                name,
                currency,
                import: self.import,
            }),
            Err(e) => {
                (self.at, self.error) = (1, e.to_string());
                None
            }
        }
    }

    fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme, book: &str) -> Option<(u16, u16)> {
        put::left(
            buf,
            area,
            0,
            0,
            if self.import {
                "Start my own book; your file comes next"
            } else {
                "Start my own book"
            },
            theme.style(Role::Heading),
        );
        let help = [
            "As your partners see it, for instance Acme Partners.",
            "Of amounts typed without one: USD, EUR, GBP …",
        ];
        let mut cursor = None;
        for (i, (label, field)) in self.fields.iter().enumerate() {
            let row = 2 + put::cells(i) * 3;
            let focused = i == self.at;
            put::left(
                buf,
                area,
                row,
                0,
                label,
                theme.style(if focused { Role::Heading } else { Role::Text }),
            );
            let at = Rect {
                x: area.x + 12.min(area.width),
                y: area.y + row.min(area.height),
                width: area.width.saturating_sub(12),
                height: u16::from(row < area.height),
            };
            cursor = cursor.or(line::draw(
                buf,
                at,
                field,
                theme.style(if focused { Role::Focus } else { Role::Text }),
                focused,
            ));
            put::left(buf, area, row + 1, 12, help[i], theme.style(Role::Muted));
        }
        put::left(buf, area, 8, 0, &self.error, theme.style(Role::Bad));
        put::left(
            buf,
            area,
            10,
            0,
            "It will be kept at",
            theme.style(Role::Text),
        );
        put::left(buf, area, 11, 2, book, theme.style(Role::Muted));
        put::left(
            buf,
            area,
            13,
            0,
            "enter next, then start   esc back",
            theme.style(Role::Accent),
        );
        cursor
    }
}

/// Shows the welcome until there is a choice.
pub fn welcome(book: &Path, theme: Theme) -> Result<Choice> {
    let words = |e: std::io::Error| Error::failed(format!("The terminal cannot be used: {e}."));
    let _guard = Guard::take()?;
    guard::watch(|_| {})?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout())).map_err(words)?;
    let mut welcome = Welcome::new(book, theme);
    loop {
        terminal.draw(|frame| welcome.draw(frame)).map_err(words)?;
        match input::read().map_err(words)? {
            Input::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(choice) = welcome.key(Chord::of(key)) {
                    return Ok(choice);
                }
            }
            Input::Paste(pasted) => {
                if let Some(questions) = &mut welcome.asking {
                    line::paste(&mut questions.fields[questions.at].1, &pasted);
                }
            }
            _ => {}
        }
    }
}
