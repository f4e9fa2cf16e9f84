//! A question about a file: answers found by typing or by their number, or a line to type. An answer is words of a
//! command line; what they mean is nothing to this.

use ratatui::{buffer::Buffer, layout::Rect};
use tui_input::Input;

use super::Next;
use crate::{
    text,
    tui::{
        chord::Chord,
        theme::{Role, Theme},
        widget::{input, panel, put},
    },
};

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    title: String,
    /// What makes it one, in sentences.
    words: String,
    answers: Vec<Answer>,
    /// What is typed to find an answer.
    search: Input,
    at: usize,
    line: Option<Line>,
    /// The question this one came from: esc leads back.
    above: Option<Box<Question>>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What it says.
    pub says: String,
    /// What a person should know of it.
    pub note: String,
    /// Where it leads.
    pub leads: Leads,
}

/// Where an answer leads.
#[derive(Debug, Clone)]
pub enum Leads {
    /// These words are said.
    Words(Vec<String>),
    /// A line is typed first.
    Line(Line),
    /// Another question.
    More(Box<Question>),
}

/// A line to type: it becomes the value of an option.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is typed: `Value`.
    pub label: String,
    /// How it is written.
    pub help: String,
    /// `--set`.
    pub option: String,
    /// What comes before what is typed: `currency=`.
    pub prefix: String,
    /// What stands there at first, and then what is typed.
    pub input: Input,
}

impl Line {
    /// A line that becomes the value of `option`, after `prefix`.
    pub fn new(label: &str, help: &str, option: &str, prefix: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            help: help.to_owned(),
            option: option.to_owned(),
            prefix: prefix.to_owned(),
            input: Input::new(value.to_owned()),
        }
    }
}

impl Answer {
    /// An answer that says words.
    pub fn words(says: &str, note: &str, words: &[&str]) -> Self {
        Self {
            says: says.to_owned(),
            note: note.to_owned(),
            leads: Leads::Words(words.iter().map(ToString::to_string).collect()),
        }
    }

    /// An answer that is typed.
    pub fn line(says: &str, note: &str, line: Line) -> Self {
        Self {
            says: says.to_owned(),
            note: note.to_owned(),
            leads: Leads::Line(line),
        }
    }

    /// An answer that is a question again.
    pub fn more(says: &str, note: &str, question: Question) -> Self {
        Self {
            says: says.to_owned(),
            note: note.to_owned(),
            leads: Leads::More(Box::new(question)),
        }
    }
}

impl Question {
    /// A question with its answers; the cursor begins on the `at`-th.
    pub fn new(title: &str, words: &str, answers: Vec<Answer>, at: usize) -> Self {
        Self {
            title: title.to_owned(),
            words: words.to_owned(),
            answers,
            search: Input::default(),
            at,
            line: None,
            above: None,
        }
    }

    /// A line to type.
    pub fn typed(title: &str, words: &str, line: Line) -> Self {
        let mut question = Self::new(title, words, Vec::new(), 0);
        question.line = Some(line);
        question
    }

    /// Its answer, where there is only one.
    pub fn only(&self) -> Option<&Answer> {
        match self.answers.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The same with one answer more.
    #[must_use]
    pub fn or(mut self, answer: Answer) -> Self {
        self.answers.push(answer);
        self
    }

    /// The answers that fit what is typed, by their place.
    fn found(&self) -> Vec<usize> {
        let wanted = text::fold(self.search.value().trim());
        let fits = |i: &usize| {
            let answer = &self.answers[*i];
            text::fold(&answer.says).contains(&wanted) || text::fold(&answer.note).contains(&wanted)
        };
        let mut found: Vec<usize> = (0..self.answers.len()).filter(fits).collect();
        if !wanted.is_empty() {
            found.sort_by_key(|i| !text::fold(&self.answers[*i].says).starts_with(&wanted));
        }
        found
    }

    /// Chooses, types or closes.
    pub fn key(&mut self, chord: Chord) -> Next {
        if self.line.is_some() {
            return self.type_line(chord);
        }
        let found = self.found();
        let last = found.len().saturating_sub(1);
        let digit = chord
            .letter()
            .filter(|_| self.search.value().is_empty())
            .and_then(|c| c.to_digit(10))
            .and_then(|d| usize::try_from(d).ok());
        match (chord.to_string().as_str(), digit) {
            ("esc", _) => return self.back(),
            ("down", _) => self.at = (self.at + 1).min(last),
            ("up", _) => self.at = self.at.saturating_sub(1),
            ("pgdn", _) => self.at = (self.at + 10).min(last),
            ("pgup", _) => self.at = self.at.saturating_sub(10),
            ("enter", _) => return self.choose(found.get(self.at).copied()),
            (_, Some(digit @ 1..=9)) => return self.choose(found.get(digit - 1).copied()),
            _ => {
                if input::key(&mut self.search, chord) {
                    self.at = 0;
                }
            }
        }
        Next::Stay
    }

    fn choose(&mut self, answer: Option<usize>) -> Next {
        let Some(answer) = answer.and_then(|i| self.answers.get(i)) else {
            return Next::Stay;
        };
        match answer.leads.clone() {
            Leads::Words(words) => return Next::Words(words),
            Leads::Line(line) => self.line = Some(line),
            Leads::More(question) => {
                let above = std::mem::replace(self, *question);
                self.above = Some(Box::new(above));
            }
        }
        Next::Stay
    }

    fn back(&mut self) -> Next {
        match self.above.take() {
            Some(above) => {
                *self = *above;
                Next::Stay
            }
            None => Next::Close,
        }
    }

    fn type_line(&mut self, chord: Chord) -> Next {
        let Some(line) = &mut self.line else {
            return Next::Stay;
        };
        if chord.is("esc") {
            if self.answers.is_empty() {
                return self.back();
            }
            self.line = None;
        } else if chord.is("enter") || chord.is("ctrl-s") {
            let typed = line.input.value().trim();
            if typed.is_empty() {
                return Next::Stay;
            }
            let value = format!("{}{typed}", line.prefix);
            return Next::Words(vec![format!("{}={value}", line.option)]);
        } else {
            input::key(&mut line.input, chord);
        }
        Next::Stay
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        let into = self
            .line
            .as_mut()
            .map_or(&mut self.search, |l| &mut l.input);
        input::paste(into, pasted);
        self.at = 0;
    }

    /// Draws it; returns where the terminal's cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let width = area.width.min(84);
        let inner = usize::from(width.saturating_sub(6)).max(1);
        let words = if self.words.is_empty() {
            Vec::new()
        } else {
            text::wrap(&text::clean_lines(&self.words), inner)
        };
        let body = if self.line.is_some() {
            3
        } else {
            put::cells(self.answers.len()).max(1)
        };
        let height = put::cells(words.len()) + body + 6;
        let height = height.min(area.height);
        let inside = panel::over(buf, area, theme, (width, height), &self.title, "esc closes");
        let inside = put::inside(inside, 2, 0);
        // The answers matter more than what is said about them.
        let room = inside.height.saturating_sub(body.min(4) + 3);
        let mut row = 0;
        for line in words.iter().take(usize::from(room)) {
            put::left(buf, inside, row, 0, line, theme.style(Role::Text));
            row += 1;
        }
        row += u16::from(row > 0 && inside.height > row + 4);
        let below = Rect {
            y: inside.y + row.min(inside.height),
            height: inside.height.saturating_sub(row),
            ..inside
        };
        match &self.line {
            Some(line) => draw_line(buf, below, theme, line),
            None => self.draw_answers(buf, below, theme),
        }
    }

    fn draw_answers(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let at = put::left(buf, area, 0, 0, "/ ", theme.style(Role::Accent));
        let line = Rect {
            x: area.x + at,
            width: area.width.saturating_sub(at),
            height: area.height.min(1),
            ..area
        };
        let cursor = input::draw(buf, line, &self.search, theme.style(Role::Text), true);
        let found = self.found();
        let rows = usize::from(area.height.saturating_sub(2));
        let skip = (self.at + 1).saturating_sub(rows.max(1));
        let widest = found.iter().map(|i| text::width(&self.answers[*i].says));
        let says = widest
            .max()
            .unwrap_or(0)
            .clamp(12, usize::from(area.width / 2).max(12));
        let numbered = self.search.value().is_empty();
        for (row, (n, i)) in found.iter().enumerate().skip(skip).take(rows).enumerate() {
            let answer = &self.answers[*i];
            let number = if numbered && n < 9 {
                (n + 1).to_string()
            } else {
                " ".to_owned()
            };
            let sign = if n == self.at { ">" } else { " " };
            let note = text::clean(&answer.note);
            let words = if note.is_empty() {
                text::clean(&answer.says).into_owned()
            } else {
                format!(
                    "{}  {note}",
                    text::pad_right(&text::clean(&answer.says), says)
                )
            };
            let role = if n == self.at {
                Role::Selected
            } else {
                Role::Text
            };
            let shown = format!("{sign} {number} {words}");
            let row = put::cells(row) + 1;
            put::left(
                buf,
                area,
                row,
                0,
                &text::pad_right(&shown, usize::from(area.width)),
                theme.style(role),
            );
        }
        if found.is_empty() {
            let words = "Nothing is called that: bs takes a letter back.";
            put::left(buf, area, 1, 0, words, theme.style(Role::Muted));
        }
        let keys = if found.len() > rows {
            format!("up/down choose  enter takes it  {} in all", found.len())
        } else {
            "up/down choose  enter takes it  type to find".to_owned()
        };
        let foot = area.height.saturating_sub(1);
        put::left(buf, area, foot, 0, &keys, theme.style(Role::Accent));
        cursor
    }
}

fn draw_line(buf: &mut Buffer, area: Rect, theme: Theme, line: &Line) -> Option<(u16, u16)> {
    let at = put::left(buf, area, 0, 0, &line.label, theme.style(Role::Heading)) + 2;
    let field = Rect {
        x: area.x + at.min(area.width),
        width: area.width.saturating_sub(at),
        height: area.height.min(1),
        ..area
    };
    let cursor = input::draw(buf, field, &line.input, theme.style(Role::Focus), true);
    for (row, help) in text::wrap(&line.help, usize::from(area.width).max(1))
        .iter()
        .take(2)
        .enumerate()
    {
        let row = put::cells(row) + 1;
        put::left(buf, area, row, 0, help, theme.style(Role::Muted));
    }
    let foot = area.height.saturating_sub(1);
    put::left(
        buf,
        area,
        foot,
        0,
        "enter takes it  esc back",
        theme.style(Role::Accent),
    );
    cursor
}
