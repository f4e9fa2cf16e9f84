//! The state of the screens, and the one way it changes: an event in, effects out. Touches neither book nor terminal.

mod importing;
mod keys;
mod results;

use std::collections::{BTreeMap, HashMap};

use crate::tui::{
    chord::Chord,
    event::{Answer, Effect, Event, Ticket, Want},
    guard::Signal,
    overlay::{Overlay, confirm::Confirm},
    screen::{Screen, places::Place},
    theme::{Role, Theme},
    view,
};
use crate::{domain::day::Day, error::Result};

/// The number overlays ask under; screens count from 1.
const OVERLAY: u64 = 0;
/// The number the question is asked under whether a pasted text names a file.
const PASTED: u64 = u64::MAX;

/// One screen of a stack, with the number it asks under.
pub struct Level {
    number: u64,
    /// The screen.
    pub screen: Screen,
}

/// What was asked, so that the same is not asked twice.
struct Asked {
    want: Want,
    generation: u64,
    turn: u64,
}

/// What a draft is about: the operation and the names of the records.
type About = (&'static str, Vec<String>);

/// The screens.
pub struct App {
    /// Today, as it was when the program began.
    pub today: Day,
    /// Colours.
    pub theme: Theme,
    /// The example: nothing is kept.
    pub demo: bool,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// The last result; stays until the next.
    pub status: (String, Role),
    /// The last result can be taken back with one key.
    pub undoable: bool,
    /// Chords of a key that is not whole yet.
    pub pending: Vec<Chord>,
    /// What runs, as told last.
    pub busy: Option<String>,
    /// What stands over the screen, the last one on top.
    pub overlays: Vec<Overlay>,
    place: Place,
    shelves: BTreeMap<Place, Vec<Level>>,
    /// Text that was pasted and may name a file.
    pasted: Option<String>,
    trail: Vec<Place>,
    ahead: Vec<Place>,
    asked: HashMap<(u64, u8), Asked>,
    drafts: HashMap<About, Vec<(String, String)>>,
    generation: u64,
    turn: u64,
    numbers: u64,
    leaving: bool,
}

impl App {
    /// The screens as they begin.
    pub fn new(place: Place, today: Day, theme: Theme, demo: bool) -> Self {
        let mut app = Self {
            today,
            theme,
            demo,
            size: (80, 24),
            status: (String::new(), Role::Text),
            undoable: false,
            pending: Vec::new(),
            busy: None,
            overlays: Vec::new(),
            place,
            shelves: BTreeMap::new(),
            pasted: None,
            trail: Vec::new(),
            ahead: Vec::new(),
            asked: HashMap::new(),
            drafts: HashMap::new(),
            generation: 0,
            turn: 0,
            numbers: 0,
            leaving: false,
        };
        app.shelve(place);
        app
    }

    /// Takes an event; says what is to be done about it.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        match event {
            Event::Key(chord) => self.key(chord, &mut out),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(columns, rows) => self.size = (columns, rows),
            Event::Loaded(ticket, answer) => self.loaded(ticket, answer),
            Event::Asks(job, question) => {
                self.busy = None;
                self.overlays
                    .push(Overlay::Confirm(Box::new(Confirm::new(job, question))));
            }
            Event::Ran(job, result) => self.ran(&job, result, &mut out),
            Event::Progress(done, total, words) => self.progress(done, total, words),
            Event::Signal(Signal::Suspend) => out.push(Effect::Suspend),
            Event::Signal(Signal::Redraw) => out.push(Effect::Redraw),
            Event::Changed => self.generation += 1,
        }
        self.settle(&mut out);
        out
    }

    /// Where one is.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The stack of the place one is at, the last on top.
    pub fn stack(&self) -> &[Level] {
        self.shelves.get(&self.place).map_or(&[], Vec::as_slice)
    }

    /// The screen on top.
    pub fn screen(&self) -> Option<&Screen> {
        self.stack().last().map(|l| &l.screen)
    }

    fn screen_mut(&mut self) -> Option<&mut Screen> {
        self.shelves
            .get_mut(&self.place)?
            .last_mut()
            .map(|l| &mut l.screen)
    }

    fn shelve(&mut self, place: Place) {
        self.place = place;
        let today = self.today;
        let numbers = &mut self.numbers;
        self.shelves.entry(place).or_insert_with(|| {
            *numbers += 1;
            vec![Level {
                number: *numbers,
                screen: Screen::at(place, today),
            }]
        });
    }

    fn push(&mut self, screen: Screen) {
        self.numbers += 1;
        let level = Level {
            number: self.numbers,
            screen,
        };
        self.shelves.entry(self.place).or_default().push(level);
    }

    /// Goes to a place; with a filter, to its list with just that filter.
    fn go(&mut self, place: Place, filter: &str) {
        if place != self.place {
            self.trail.push(self.place);
            self.ahead.clear();
        }
        self.shelve(place);
        if !filter.is_empty()
            && let Some(stack) = self.shelves.get_mut(&place)
        {
            stack.truncate(1);
            if let Some(Screen::List(list)) = stack.last_mut().map(|l| &mut l.screen) {
                list.show_only(filter);
            }
        }
    }

    /// Asks for what is needed and not known, or not known any more.
    fn settle(&mut self, out: &mut Vec<Effect>) {
        let body = view::layout(self.size).body;
        let today = self.today;
        let mut needs: Vec<(u64, Want)> = Vec::new();
        if let Some(level) = self.shelves.get_mut(&self.place).and_then(|s| s.last_mut()) {
            level.screen.fit(body);
            needs.extend(
                level
                    .screen
                    .needs(today)
                    .into_iter()
                    .map(|w| (level.number, w)),
            );
        }
        if self.overlays.is_empty() {
            // The next one asks for itself, be it the same question.
            self.asked.retain(|(screen, _), _| *screen != OVERLAY);
        }
        if let Some(overlay) = self.overlays.last() {
            needs.extend(overlay.needs().into_iter().map(|want| (OVERLAY, want)));
        }
        if let Some(text) = &self.pasted {
            needs.push((PASTED, Want::Pasted(text.clone())));
        } else {
            self.asked.retain(|(screen, _), _| *screen != PASTED);
        }
        for (screen, want) in needs {
            let slot = want.slot();
            let known = self.asked.get(&(screen, slot));
            if known.is_some_and(|a| a.want == want && a.generation == self.generation) {
                continue;
            }
            self.turn += 1;
            let ticket = Ticket {
                screen,
                slot,
                turn: self.turn,
            };
            out.push(Effect::Fetch(ticket, want.clone()));
            let asked = Asked {
                want,
                generation: self.generation,
                turn: self.turn,
            };
            self.asked.insert((screen, slot), asked);
        }
        self.start_due(out);
    }

    fn loaded(&mut self, ticket: Ticket, answer: Result<Answer>) {
        let Some(asked) = self
            .asked
            .get(&(ticket.screen, ticket.slot))
            .filter(|a| a.turn == ticket.turn)
        else {
            return;
        };
        let want = asked.want.clone();
        if ticket.screen == PASTED {
            let named = match answer {
                Ok(Answer::Pasted(named)) => named,
                _ => None,
            };
            return self.take_pasted(named);
        }
        if ticket.screen == OVERLAY {
            match (answer, self.overlays.last_mut()) {
                (Ok(Answer::Picks(picks)), Some(Overlay::Form(form))) => form.offer(picks),
                (Ok(Answer::Picks(picks)), Some(Overlay::Palette(p))) => p.offer(picks),
                (Ok(Answer::Preview(shown)), Some(Overlay::Form(form))) => form.previewed(shown),
                (Ok(Answer::Lead(values)), Some(Overlay::Form(form))) => {
                    form.fill(&values);
                    let said = "Filled in from the e-mail. Look through it; ctrl-s saves.";
                    self.status = (said.into(), Role::Ok);
                }
                (Err(e), Some(Overlay::Form(form))) if matches!(want, Want::Lead(_)) => {
                    form.no_lead(&e);
                }
                (Err(e), Some(Overlay::Form(form))) if matches!(want, Want::Preview(_)) => {
                    form.previewed(Some(Err(e)));
                }
                _ => {}
            }
            return;
        }
        let level = self
            .shelves
            .values_mut()
            .flatten()
            .find(|l| l.number == ticket.screen);
        let Some(level) = level else { return };
        match answer {
            Ok(answer) => level.screen.take(&want, answer),
            Err(error) => {
                if !level.screen.fail(&want, &error) {
                    self.status = (error.message, Role::Bad);
                }
            }
        }
    }
}
