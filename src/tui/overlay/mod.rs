//! What stands over a screen and takes the keys: form, question, palette, help, menu, message. One at a time has them.

pub mod confirm;
pub mod help;
pub mod menu;
pub mod output;
pub mod paid;
pub mod palette;
pub mod question;

use ratatui::{buffer::Buffer, layout::Rect};

use self::{
    confirm::Confirm, help::Help, menu::Menu, output::Output, paid::Paid, palette::Palette,
    question::Question,
};
use super::{
    chord::Chord,
    event::{Job, Want},
    form::{Form, Step},
    keymap::Key,
    screen::places::Place,
    theme::Theme,
};
use crate::ops::Entry;

/// Something over the screen.
#[derive(Clone)]
pub enum Overlay {
    /// The form of an operation.
    Form(Box<Form>),
    /// A question before money or files.
    Confirm(Box<Confirm>),
    /// What of a run was paid, with references.
    Paid(Box<Paid>),
    /// Do anything.
    Palette(Box<Palette>),
    /// Keys.
    Help(Box<Help>),
    /// A choice.
    Menu(Box<Menu>),
    /// A question about a file.
    Question(Box<Question>),
    /// Lines to read: what an operation answered, or why it failed.
    Output(Box<Output>),
}

/// What a key in an overlay leads to.
pub enum Next {
    /// Nothing more.
    Stay,
    /// Close it.
    Close,
    /// Close it and run this.
    Run(Box<Job>),
    /// Keep it open and run this.
    Send(Box<Job>),
    /// Close it and open the form of an operation.
    Open(&'static Entry),
    /// Close it and do what a key does.
    Key(&'static Key),
    /// Close it and go to a screen, with a filter.
    Go(Place, String),
    /// Close it and sort by a column.
    Sort(&'static str),
    /// Put text on the clipboard.
    Copy(String),
    /// Close it and say these words about a file.
    Words(Vec<String>),
    /// Leave the program.
    Quit,
}

impl Overlay {
    /// Handles a key.
    pub fn key(&mut self, chord: Chord) -> Next {
        match self {
            Self::Form(form) => match form.key(chord) {
                Step::Stay => Next::Stay,
                Step::Leave => Next::Close,
                Step::Send(job) => Next::Send(job),
            },
            Self::Confirm(confirm) => confirm.key(chord),
            Self::Paid(paid) => paid.key(chord),
            Self::Palette(palette) => palette.key(chord),
            Self::Help(help) => help.key(chord),
            Self::Menu(menu) => menu.key(chord),
            Self::Question(question) => question.key(chord),
            Self::Output(output) => output.key(chord),
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        match self {
            Self::Form(form) => form.paste(pasted),
            Self::Palette(palette) => palette.paste(pasted),
            Self::Help(help) => help.paste(pasted),
            Self::Paid(paid) => paid.paste(pasted),
            Self::Question(question) => question.paste(pasted),
            Self::Confirm(_) | Self::Menu(_) | Self::Output(_) => {}
        }
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        match self {
            Self::Form(form) => form.wants(),
            Self::Palette(palette) => palette.want().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Draws it over `area`; returns where the terminal's cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        match self {
            Self::Form(form) => form.draw(buf, area, theme),
            Self::Confirm(confirm) => {
                confirm.draw(buf, area, theme);
                None
            }
            Self::Palette(palette) => palette.draw(buf, area, theme),
            Self::Paid(paid) => paid.draw(buf, area, theme),
            Self::Help(help) => help.draw(buf, area, theme),
            Self::Question(question) => question.draw(buf, area, theme),
            Self::Menu(menu) => {
                menu.draw(buf, area, theme);
                None
            }
            Self::Output(output) => {
                output.draw(buf, area, theme);
                None
            }
        }
    }
}
