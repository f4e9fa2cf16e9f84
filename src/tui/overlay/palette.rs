//! Do anything: finds operations, screens and records by a few letters, or takes a whole command line.

use frizbee::{Config, Matcher};
use ratatui::{buffer::Buffer, layout::Rect};
use tui_input::Input;

use super::Next;
use crate::{
    ops::{Entry, line::split, registry},
    table::List,
    text,
    tui::{
        chord::Chord,
        event::{Job, Pick, Want},
        keymap,
        screen::places::{Place, TABS},
        theme::{Role, Theme},
        widget::{input, panel, put},
    },
};

/// The palette.
#[derive(Clone)]
pub struct Palette {
    input: Input,
    all: Vec<Item>,
    found: Vec<Item>,
    picks: Vec<Pick>,
    at: usize,
    error: Option<String>,
}

#[derive(Clone)]
struct Item {
    words: String,
    note: String,
    key: String,
    target: Target,
}

#[derive(Clone)]
enum Target {
    Op(&'static Entry),
    Screen(Place),
    Record(Place, String),
}

impl Palette {
    /// Everything there is, operations first.
    pub fn new() -> Self {
        let operations = registry::all().map(|entry| Item {
            words: entry.spec.path.to_owned(),
            note: (entry.command)()
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
            key: keymap::of_operation(entry.spec.path)
                .map(keymap::Key::path)
                .unwrap_or_default(),
            target: Target::Op(entry),
        });
        let screens = TABS.iter().map(|(digit, name)| Item {
            words: (*name).to_owned(),
            note: "screen".into(),
            key: digit.to_string(),
            target: Target::Screen(Place(*digit)),
        });
        let mut palette = Self {
            input: Input::default(),
            all: operations.chain(screens).collect(),
            found: Vec::new(),
            picks: Vec::new(),
            at: 0,
            error: None,
        };
        palette.search();
        palette
    }

    /// Records with what is typed in their name.
    pub fn want(&self) -> Option<Want> {
        let typed = self.input.value().trim();
        (typed.chars().count() >= 2).then(|| Want::Picks("any", typed.to_owned()))
    }

    /// Takes the records.
    pub fn offer(&mut self, picks: Vec<Pick>) {
        self.picks = picks;
        self.search();
    }

    fn search(&mut self) {
        let typed = self.input.value().trim();
        if typed.is_empty() {
            self.found.clone_from(&self.all);
            return;
        }
        let names: Vec<&str> = self.all.iter().map(|i| i.words.as_str()).collect();
        let mut hits: Vec<usize> = Matcher::new(typed, &Config::default())
            .match_list(&names)
            .iter()
            .map(|m| m.index as usize)
            .collect();
        // What begins with the typed letters stands before what merely holds them.
        let wanted = text::fold(typed);
        hits.sort_by_key(|i| !text::fold(names[*i]).starts_with(&wanted));
        let told = (0..self.all.len())
            .filter(|i| !hits.contains(i) && text::fold(&self.all[*i].note).contains(&wanted));
        let records = self.picks.iter().filter_map(|pick| {
            Some(Item {
                words: pick.label.clone(),
                note: format!("{} {}", pick.noun, pick.name),
                key: String::new(),
                target: Target::Record(Place::of_noun(pick.noun)?, pick.name.clone()),
            })
        });
        let item = |i: usize| self.all[i].clone();
        self.found = hits
            .iter()
            .copied()
            .map(item)
            .chain(records)
            .chain(told.map(item))
            .collect();
        self.at = self.at.min(self.found.len().saturating_sub(1));
    }

    /// Types, chooses, runs or closes.
    pub fn key(&mut self, chord: Chord) -> Next {
        let last = self.found.len().saturating_sub(1);
        match chord.to_string().as_str() {
            "esc" => return Next::Close,
            "down" | "ctrl-n" => self.at = (self.at + 1).min(last),
            "up" | "ctrl-p" => self.at = self.at.saturating_sub(1),
            "pgdn" => self.at = (self.at + 10).min(last),
            "pgup" => self.at = self.at.saturating_sub(10),
            "tab" => {
                if let Some(item) = self.found.get(self.at) {
                    self.input = Input::new(format!("{} ", item.words));
                    self.search();
                }
            }
            "ctrl-y" => {
                if let Some(item) = self.found.get(self.at) {
                    return Next::Copy(shell(item));
                }
            }
            "enter" => return self.enter(),
            _ => {
                if input::key(&mut self.input, chord) {
                    self.at = 0;
                    self.error = None;
                    self.search();
                }
            }
        }
        Next::Stay
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        input::paste(&mut self.input, pasted);
        self.at = 0;
        self.search();
    }

    fn enter(&mut self) -> Next {
        let typed = self.input.value().trim();
        if matches!(typed, "q" | "quit") {
            return Next::Quit;
        }
        if let Some(line) = whole_line(typed) {
            return match line {
                Ok(job) => Next::Run(job),
                Err(words) => {
                    self.error = Some(words);
                    Next::Stay
                }
            };
        }
        match self.found.get(self.at).map(|i| i.target.clone()) {
            Some(Target::Op(entry)) => Next::Open(entry),
            Some(Target::Screen(place)) => Next::Go(place, String::new()),
            Some(Target::Record(place, filter)) => Next::Go(place, filter),
            None => {
                self.error = Some("Nothing is called that.".into());
                Next::Stay
            }
        }
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let size = (
            area.width.min(78),
            area.height.saturating_sub(4).clamp(8, 24),
        );
        let inside = panel::over(buf, area, theme, size, "Do anything", "esc close");
        let inside = put::inside(inside, 1, 0);
        put::left(buf, inside, 0, 0, ": ", theme.style(Role::Accent));
        let line = Rect {
            x: inside.x + 2.min(inside.width),
            width: inside.width.saturating_sub(2),
            height: inside.height.min(1),
            ..inside
        };
        let cursor = input::draw(buf, line, &self.input, theme.style(Role::Text), true);
        put::rule(buf, inside, 1, '╌', theme.style(Role::Border));
        let rows = usize::from(inside.height.saturating_sub(6));
        let skip = (self.at + 1).saturating_sub(rows.max(1));
        let body = Rect {
            y: inside.y + 2.min(inside.height),
            height: put::cells(rows),
            ..inside
        };
        for (row, (i, item)) in self
            .found
            .iter()
            .enumerate()
            .skip(skip)
            .take(rows)
            .enumerate()
        {
            let row = put::cells(row);
            let style = theme.style(if i == self.at {
                Role::Selected
            } else {
                Role::Text
            });
            let sign = if i == self.at { ">" } else { " " };
            let name = text::pad_right(&item.words, 20);
            let room = usize::from(body.width).saturating_sub(32);
            let line = format!(
                "{sign} {name}  {}  {}",
                text::pad_right(&text::clean(&item.note), room),
                text::pad_left(&item.key, 5)
            );
            put::left(buf, body, row, 0, &line, style);
        }
        let foot = inside.height.saturating_sub(3);
        put::rule(buf, inside, foot, '╌', theme.style(Role::Border));
        match (&self.error, self.found.get(self.at)) {
            (Some(error), _) => {
                put::left(buf, inside, foot + 1, 0, error, theme.style(Role::Bad));
            }
            (None, Some(item)) => {
                let words = format!("In the shell:  {}", shell(item));
                put::left(buf, inside, foot + 1, 0, &words, theme.style(Role::Muted));
            }
            (None, None) => {}
        }
        let keys = "up/down choose  enter do  tab fill in  ctrl-y copy command";
        put::left(buf, inside, foot + 2, 0, keys, theme.style(Role::Accent));
        cursor
    }
}

impl Default for Palette {
    fn default() -> Self {
        Self::new()
    }
}

/// The command that does the same.
fn shell(item: &Item) -> String {
    match &item.target {
        Target::Op(entry) => format!("partnerbook {}", entry.spec.path),
        Target::Screen(place) => match place.list().map(List::noun) {
            Some("operation") => "partnerbook history".into(),
            Some(noun) => format!("partnerbook {noun} list"),
            None => "partnerbook".into(),
        },
        Target::Record(place, name) => {
            let noun = place.list().map_or("partner", List::noun);
            format!("partnerbook {noun} show {name}")
        }
    }
}

/// What is typed as a whole command line: an operation's name and at least one word more. `None`: it is a search.
fn whole_line(typed: &str) -> Option<Result<Box<Job>, String>> {
    let words = match split(typed) {
        Ok(words) => words,
        Err(e) => return Some(Err(e.message)),
    };
    // The name of an operation alone is a search, also where a shorter name could take its last word for an argument.
    if registry::find(&words.join(" ")).is_some() {
        return None;
    }
    let is = |e: &&Entry| {
        let path: Vec<&str> = e.spec.path.split(' ').collect();
        words.len() > path.len() && words.iter().zip(&path).all(|(w, p)| w == p)
    };
    let entry = registry::all()
        .filter(is)
        .max_by_key(|e| e.spec.path.len())?;
    let skip = entry.spec.path.split(' ').count() - 1;
    let parsed = (entry.command)().try_get_matches_from(&words[skip..]);
    Some(match parsed {
        Ok(matches) => Ok(Box::new(Job {
            entry,
            matches,
            command: typed.to_owned(),
            confirmed: false,
            from_form: false,
            screen: None,
        })),
        Err(e) => {
            let words = e.render().to_string();
            Err(words
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned())
        }
    })
}
