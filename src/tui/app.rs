//! The state of the screens, and the one way it changes: an event in, effects out. Touches neither book nor terminal.

use std::collections::{BTreeMap, HashMap};

use super::{
    chord::Chord,
    event::{Answer, Effect, Event, Job, Ticket, Want},
    form::Form,
    guard::Signal,
    keymap::{self, Action, Found, Key, Target},
    overlay::{Next, Overlay, confirm::Confirm, help::Help, menu::Menu, output::Output},
    screen::{Act, Screen, places::Place},
    theme::{Role, Theme},
    view,
    widget::put,
};
use crate::{
    domain::day::Day,
    error::{Error, Kind, Result},
    ops::{Entry, Outcome, Selection, registry},
};

/// The number overlays ask under; screens count from 1.
const OVERLAY: u64 = 0;

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
    /// Chords of a key that is not whole yet.
    pub pending: Vec<Chord>,
    /// What runs, as told last.
    pub busy: Option<String>,
    /// What stands over the screen, the last one on top.
    pub overlays: Vec<Overlay>,
    place: Place,
    shelves: BTreeMap<Place, Vec<Level>>,
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
            pending: Vec::new(),
            busy: None,
            overlays: Vec::new(),
            place,
            shelves: BTreeMap::new(),
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
                self.overlays.push(Overlay::Confirm(Box::new(Confirm::new(job, question))));
            }
            Event::Ran(job, result) => self.ran(&job, result, &mut out),
            Event::Progress(done, total, what) => self.progress(done, total, &what),
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
        self.shelves.get_mut(&self.place)?.last_mut().map(|l| &mut l.screen)
    }

    fn shelve(&mut self, place: Place) {
        self.place = place;
        let today = self.today;
        let numbers = &mut self.numbers;
        self.shelves.entry(place).or_insert_with(|| {
            *numbers += 1;
            vec![Level { number: *numbers, screen: Screen::at(place, today) }]
        });
    }

    fn push(&mut self, screen: Screen) {
        self.numbers += 1;
        let level = Level { number: self.numbers, screen };
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
            needs.extend(level.screen.needs(today).into_iter().map(|w| (level.number, w)));
        }
        if let Some(want) = self.overlays.last().and_then(Overlay::need) {
            needs.push((OVERLAY, want));
        }
        for (screen, want) in needs {
            let slot = want.slot();
            let known = self.asked.get(&(screen, slot));
            if known.is_some_and(|a| a.want == want && a.generation == self.generation) {
                continue;
            }
            self.turn += 1;
            let ticket = Ticket { screen, slot, turn: self.turn };
            out.push(Effect::Fetch(ticket, want.clone()));
            let asked = Asked { want, generation: self.generation, turn: self.turn };
            self.asked.insert((screen, slot), asked);
        }
    }

    fn loaded(&mut self, ticket: Ticket, answer: Result<Answer>) {
        let Some(asked) = self.asked.get(&(ticket.screen, ticket.slot)).filter(|a| a.turn == ticket.turn) else {
            return;
        };
        let want = asked.want.clone();
        if ticket.screen == OVERLAY {
            if let Ok(Answer::Picks(picks)) = answer {
                match self.overlays.last_mut() {
                    Some(Overlay::Form(form)) => form.offer(picks),
                    Some(Overlay::Palette(palette)) => palette.offer(picks),
                    _ => {}
                }
            }
            return;
        }
        let level = self.shelves.values_mut().flatten().find(|l| l.number == ticket.screen);
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

    fn ran(&mut self, job: &Job, result: Result<Outcome>, out: &mut Vec<Effect>) {
        self.busy = None;
        out.push(Effect::Look);
        let form = self.overlays.iter().rposition(|o| matches!(o, Overlay::Form(f) if f.waiting && job.from_form));
        match result {
            Ok(outcome) => {
                if let Some(i) = form {
                    if let Overlay::Form(form) = self.overlays.remove(i) {
                        self.drafts.remove(&(form.entry.spec.path, form.about));
                    }
                }
                if outcome.op.is_some()
                    && let Some(list) = self.screen_mut().and_then(Screen::list_mut)
                {
                    list.picked.clear();
                }
                let title = (job.entry.command)().get_about().map(ToString::to_string).unwrap_or_default();
                if let Some(output) = Output::of(title, &outcome) {
                    self.overlays.push(Overlay::Output(Box::new(output)));
                }
                let undo = if outcome.op.is_some() { "   (u to undo)" } else { "" };
                let said = outcome.said.replace('\n', " ");
                let role = if outcome.rejected || outcome.problems { Role::Warn } else { Role::Ok };
                self.status = (format!("{said}{undo}"), role);
            }
            Err(e) if e.kind == Kind::Interrupted => {
                self.status = (e.message.clone(), Role::Warn);
                if let Some(Overlay::Form(form)) = form.and_then(|i| self.overlays.get_mut(i)) {
                    form.waiting = false;
                }
            }
            Err(e) => match form.and_then(|i| self.overlays.get_mut(i)) {
                Some(Overlay::Form(form)) => form.failed(&e),
                _ => {
                    self.status = (e.message.clone(), Role::Bad);
                    self.overlays.push(Overlay::Output(Box::new(Output::error(&e))));
                }
            },
        }
    }

    fn progress(&mut self, done: u64, total: u64, what: &str) {
        let count = |n: u64| put::count(usize::try_from(n).unwrap_or(usize::MAX));
        let words = if total > 0 {
            format!("{} of {} {what}", count(done), count(total))
        } else {
            format!("{} {what}", count(done))
        };
        if self.busy.is_some() {
            self.busy = Some(words);
        }
    }

    fn paste(&mut self, text: &str) {
        if let Some(overlay) = self.overlays.last_mut() {
            overlay.paste(text);
        } else if let Some(list) = self.screen_mut().and_then(Screen::list_mut).filter(|l| l.typing.is_some()) {
            list.paste(text);
        } else {
            // Pasted text is never read as keys: a paste into the wrong window must not do anything.
            self.status = ("Pasted text does nothing here. Open a form first, for instance with a.".into(), Role::Warn);
        }
    }

    fn key(&mut self, chord: Chord, out: &mut Vec<Effect>) {
        if chord.is("ctrl-c") {
            return self.cancel(out);
        }
        self.leaving = false;
        // Results stay until the next one; hints are done with when one goes on.
        if self.status.1 == Role::Muted {
            self.status.0.clear();
        }
        if chord.is("ctrl-z") {
            return out.push(Effect::Suspend);
        }
        if chord.is("ctrl-l") {
            return out.push(Effect::Redraw);
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let next = overlay.key(chord);
            return self.follow(next, out);
        }
        if let Some(list) = self.screen_mut().and_then(Screen::list_mut).filter(|l| l.typing.is_some()) {
            return list.type_filter(chord);
        }
        if chord.is("esc") && !self.pending.is_empty() {
            return self.pending.clear();
        }
        self.pending.push(chord);
        let scopes = self.screen().map(Screen::scopes).unwrap_or_default();
        match keymap::find(&scopes, &self.pending) {
            Found::Key(key) => {
                self.pending.clear();
                self.press(key, out);
            }
            Found::Prefix(_) => {}
            Found::Nothing => {
                let typed: Vec<String> = self.pending.drain(..).map(|c| c.to_string()).collect();
                self.status = (format!("{} does nothing here. ? shows the keys.", typed.join(" ")), Role::Muted);
            }
        }
    }

    fn cancel(&mut self, out: &mut Vec<Effect>) {
        if self.leaving {
            return out.push(Effect::Quit);
        }
        self.leaving = true;
        self.pending.clear();
        let words = if self.busy.is_some() {
            out.push(Effect::Cancel);
            "Stopping; nothing of it will be kept. ctrl-c again quits."
        } else {
            "Press ctrl-c again to quit, or q."
        };
        self.status = (words.into(), Role::Warn);
    }

    fn press(&mut self, key: &'static Key, out: &mut Vec<Effect>) {
        match key.target {
            Target::Ui(action) => self.act(action, out),
            Target::Op(path, given) => self.operate(path, given, false, out),
            Target::Now(path, given) => self.operate(path, given, true, out),
            Target::Plain(path) => {
                if let Some(entry) = registry::find(path)
                    && let Some(job) = Form::of(entry, &Selection::default(), &[]).job()
                {
                    self.run(job, out);
                }
            }
        }
    }

    /// Opens the form of an operation on the selection; runs it at once where nothing is missing and `now`.
    fn operate(&mut self, path: &str, given: &[(&str, &str)], now: bool, out: &mut Vec<Effect>) {
        let Some(entry) = registry::find(path) else { return };
        let selection = self.screen().map(Screen::selection).unwrap_or_default();
        let mut form = Form::of(entry, &selection, given);
        if (now || form.fields.is_empty())
            && form.complete()
            && let Some(mut job) = form.job()
        {
            job.from_form = false;
            return self.run(job, out);
        }
        self.open(form);
    }

    fn open(&mut self, mut form: Form) {
        if let Some(draft) = self.drafts.get(&(form.entry.spec.path, form.about.clone())) {
            form.restore(draft);
            self.status = ("Your draft is back. esc keeps it, ctrl-s saves.".into(), Role::Muted);
        }
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    fn run(&mut self, job: Box<Job>, out: &mut Vec<Effect>) {
        self.busy = Some(format!("{} …", job.entry.spec.path));
        out.push(Effect::Run(job));
    }

    /// Does what a key in an overlay leads to.
    fn follow(&mut self, next: Next, out: &mut Vec<Effect>) {
        match next {
            Next::Stay => {}
            Next::Send(job) => self.run(job, out),
            Next::Copy(text) => {
                out.push(Effect::Copy(text));
                self.status = ("Copied.".into(), Role::Ok);
            }
            Next::Quit => out.push(Effect::Quit),
            closing => {
                self.close();
                match closing {
                    Next::Run(job) => self.run(job, out),
                    Next::Open(entry) => self.open_for(entry),
                    Next::Key(key) => self.press(key, out),
                    Next::Go(place, filter) => self.go(place, &filter),
                    Next::Sort(key) => {
                        if let Some(list) = self.screen_mut().and_then(Screen::list_mut) {
                            list.sort_by(key);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn open_for(&mut self, entry: &'static Entry) {
        let selection = self.screen().map(Screen::selection).unwrap_or_default();
        self.open(Form::of(entry, &selection, &[]));
    }

    /// Closes the overlay on top; a form leaves its draft, a question leaves its form as it was.
    fn close(&mut self) {
        match self.overlays.pop() {
            Some(Overlay::Form(form)) => {
                let about = (form.entry.spec.path, form.about.clone());
                if form.touched() {
                    self.drafts.insert(about, form.values());
                    self.status = ("Closed; the draft is kept.".into(), Role::Muted);
                } else {
                    self.drafts.remove(&about);
                }
            }
            Some(Overlay::Confirm(_)) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.waiting = false;
                }
            }
            _ => {}
        }
    }

    fn act(&mut self, action: Action, out: &mut Vec<Effect>) {
        let today = self.today;
        match action {
            Action::Palette => self.overlays.push(Overlay::Palette(Box::default())),
            Action::Help => {
                let scopes = self.screen().map(Screen::scopes).unwrap_or_default();
                self.overlays.push(Overlay::Help(Box::new(Help::new(&scopes))));
            }
            Action::Menu => {
                let menu = Menu::actions(&self.screen().map(Screen::selection).unwrap_or_default());
                if menu.is_empty() {
                    self.status = ("Nothing can be done to this row.".into(), Role::Muted);
                } else {
                    self.overlays.push(Overlay::Menu(Box::new(menu)));
                }
            }
            Action::Sort => {
                if let Some(list) = self.screen().and_then(Screen::list) {
                    let now = list.query.sorted_by().first().map(|s| (s.field, s.descending));
                    self.overlays.push(Overlay::Menu(Box::new(Menu::sort(list.list(), now))));
                }
            }
            Action::Copy => {
                if let Some(list) = self.screen().and_then(Screen::list) {
                    let rows = list.picked.len().max(1);
                    out.push(Effect::Copy(list.copied()));
                    self.status = (format!("Copied {rows} {}.", if rows == 1 { "row" } else { "rows" }), Role::Ok);
                }
            }
            Action::Go(digit) => self.go(Place(digit), ""),
            Action::GoHistory => self.go(Place(9), ""),
            Action::GoPartner => self.relate("partner"),
            Action::GoReferral => self.relate("referral"),
            Action::GoCustomer => self.relate("customer"),
            Action::Backward => {
                if let Some(place) = self.trail.pop() {
                    self.ahead.push(self.place);
                    self.shelve(place);
                }
            }
            Action::Forward => {
                if let Some(place) = self.ahead.pop() {
                    self.trail.push(self.place);
                    self.shelve(place);
                }
            }
            action => {
                let act = self.screen_mut().map_or(Act::Nothing, |s| s.act(action, today));
                match act {
                    Act::Done => {}
                    Act::Push(screen) => self.push(*screen),
                    Act::Go(place, filter) => self.go(place, &filter),
                    Act::Nothing => self.unhandled(action, out),
                }
            }
        }
    }

    fn relate(&mut self, noun: &str) {
        match self.screen().and_then(|s| s.related(noun)) {
            Some((place, filter)) => self.go(place, &filter),
            None => self.status = (format!("This row has no {noun}."), Role::Muted),
        }
    }

    /// Back and close, where the screen itself has nothing to close.
    fn unhandled(&mut self, action: Action, out: &mut Vec<Effect>) {
        if !matches!(action, Action::Back | Action::Close) {
            return;
        }
        if let Some(stack) = self.shelves.get_mut(&self.place)
            && stack.len() > 1
        {
            stack.pop();
        } else if action == Action::Back {
            self.status = ("This is the top: q quits.".into(), Role::Muted);
        } else if self.busy.is_some() {
            self.status = ("Something is still running: ctrl-c stops it.".into(), Role::Warn);
        } else {
            out.push(Effect::Quit);
        }
    }

    /// Something to be read before the rest goes on.
    pub fn tell(&mut self, error: &Error) {
        self.status = (error.message.clone(), Role::Bad);
        self.overlays.push(Overlay::Output(Box::new(Output::error(error))));
    }
}
