//! The first step of an import: a path that is typed with what could follow, and files at hand. Looks at no folder.

use tui_input::Input;

use crate::tui::{
    chord::Chord,
    files::{Files, Offer},
    widget::input,
};

/// The choice of a file.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    /// What is typed.
    pub input: Input,
    /// What is offered.
    pub files: Files,
    /// Which offer the cursor is on.
    pub at: usize,
    /// First line in sight.
    pub top: usize,
    /// What is wrong.
    pub trouble: Option<String>,
    /// The cursor was moved: what it is on counts, not what is typed.
    moved: bool,
    /// Enter was pressed before it was known what is there: it holds for what is typed now.
    entered: bool,
}

/// What a key leads to.
pub enum Picked {
    /// Nothing more.
    Stay,
    /// This file, as it is opened.
    File(String),
    /// No file.
    Leave,
}

impl Picker {
    /// What is typed.
    pub fn typed(&self) -> &str {
        self.input.value()
    }

    /// Takes what is offered; what enter waited for may be among it.
    pub fn take(&mut self, files: Files) -> Picked {
        self.files = files;
        self.at = self.at.min(self.offers().count().saturating_sub(1));
        if self.entered && self.files.typed == self.typed() {
            return self.enter();
        }
        Picked::Stay
    }

    /// All that is offered.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.files.shelves.iter().flat_map(|(_, offers)| offers)
    }

    /// The line an offer is on, where titles of shelves take lines too.
    pub fn line(&self, at: usize) -> usize {
        let mut seen = 0;
        let mut line = 0;
        for (title, offers) in &self.files.shelves {
            line += usize::from(!title.is_empty());
            if at < seen + offers.len() {
                break;
            }
            seen += offers.len();
            line += offers.len();
        }
        let before = self.offers().count().min(at);
        line + before.saturating_sub(seen)
    }

    /// Keeps the cursor in sight.
    pub fn fit(&mut self, lines: usize) {
        let line = self.line(self.at);
        let first = if self.at == 0 { 0 } else { line };
        let least = (line + 1).saturating_sub(lines.max(1));
        self.top = self.top.clamp(least, first.max(least));
    }

    /// Types, chooses or leaves.
    pub fn key(&mut self, chord: Chord) -> Picked {
        let last = self.offers().count().saturating_sub(1);
        let to = match chord.to_string().as_str() {
            "down" | "ctrl-n" => (self.at + 1).min(last),
            "up" | "ctrl-p" => self.at.saturating_sub(1),
            "pgdn" => (self.at + 10).min(last),
            "pgup" => self.at.saturating_sub(10),
            "esc" => return Picked::Leave,
            "tab" => {
                let typed = self.offers().nth(self.at).map(|o| o.typed.clone());
                if let Some(typed) = typed {
                    self.write(typed);
                }
                return Picked::Stay;
            }
            "enter" => return self.enter(),
            _ => {
                if input::key(&mut self.input, chord) {
                    (self.at, self.moved, self.entered, self.trouble) = (0, false, false, None);
                }
                return Picked::Stay;
            }
        };
        (self.at, self.moved, self.trouble) = (to, true, None);
        Picked::Stay
    }

    fn write(&mut self, typed: String) {
        self.input = Input::new(typed);
        (self.at, self.top, self.moved, self.trouble) = (0, 0, false, None);
    }

    fn enter(&mut self) -> Picked {
        // What is offered may still be about fewer letters than are typed.
        let current = self.files.typed == self.typed();
        self.entered = !current;
        if let Some(path) = self.files.file.as_ref().filter(|_| current && !self.moved) {
            return Picked::File(path.clone());
        }
        let offer = self.offers().nth(self.at).filter(|_| current).cloned();
        match offer {
            Some(Offer {
                path: Some(path), ..
            }) => return Picked::File(path),
            Some(folder) => self.write(folder.typed),
            None if !current => {}
            None if self.typed().trim().is_empty() => {
                self.trouble =
                    Some("Type the path of a file, or drop a file on this window.".into());
            }
            None => {
                self.trouble = Some(format!("There is no file or folder {} here.", self.typed()));
            }
        }
        Picked::Stay
    }

    /// Takes pasted text that names no file as a whole.
    pub fn paste(&mut self, pasted: &str) {
        input::paste(&mut self.input, pasted);
        (self.at, self.moved, self.trouble) = (0, false, None);
    }
}
