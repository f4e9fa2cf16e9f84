//! What keys do: to the overlay on top, to the filter being typed, to the screen. Part of the state's one way to change.

use super::App;
use crate::{
    ops::{Entry, Selection, registry},
    tui::{
        chord::Chord,
        event::{Effect, Job},
        form::Form,
        keymap::{self, Action, Found, Key, Target},
        overlay::{Next, Overlay, help::Help, menu::Menu},
        screen::{Act, Screen, places::Place},
        theme::Role,
    },
};

impl App {
    pub(super) fn key(&mut self, chord: Chord, out: &mut Vec<Effect>) {
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
        if let Some(list) = self
            .screen_mut()
            .and_then(Screen::list_mut)
            .filter(|l| l.typing.is_some())
        {
            return list.type_filter(chord);
        }
        if let Some(Screen::Import(import)) = self.screen_mut()
            && import.is_typing()
        {
            let act = import.type_key(chord);
            return self.led(act, Action::Enter, out);
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
                self.status = (
                    format!("{} does nothing here. ? shows the keys.", typed.join(" ")),
                    Role::Muted,
                );
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
            Target::Op(path, _) if path.starts_with("export ") => self.export(path, out),
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
        let Some(entry) = registry::find(path) else {
            return;
        };
        let selection = self.selection_for(entry);
        let mut form = self.form(entry, &selection, given);
        if (now || form.fields.is_empty())
            && form.complete()
            && let Some(mut job) = form.job()
        {
            job.from_form = false;
            return self.run(job, out);
        }
        self.open(form);
    }

    /// What is selected; where the operation is about partners and rows are commission lines, the partners of those.
    fn selection_for(&self, entry: &Entry) -> Selection {
        let selection = self.screen().map(Screen::selection).unwrap_or_default();
        match self.screen().and_then(Screen::partners) {
            Some(partners)
                if (entry.prefill)(&selection).is_empty()
                    && !(entry.prefill)(&partners).is_empty() =>
            {
                partners
            }
            _ => selection,
        }
    }

    /// Writes what is seen to a file: the filter and a name are filled in.
    fn export(&mut self, path: &'static str, out: &mut Vec<Effect>) {
        let Some(list) = self.screen().and_then(Screen::list) else {
            return self.operate(path, &[], false, out);
        };
        let name = path.trim_start_matches("export ");
        let (query, file) = (list.as_filter(), format!("{name}-{}.csv", self.today));
        self.operate(path, &[("query", &query), ("out", &file)], false, out);
    }

    /// The form of an operation with what the key gives and what the screen knows.
    fn form(&self, entry: &'static Entry, selection: &Selection, given: &[(&str, &str)]) -> Form {
        let values = self.screen().map(|s| s.values(entry.spec.path));
        let values = values.unwrap_or_default();
        let known = values.iter().map(|(id, value)| (*id, value.as_str()));
        let given: Vec<(&str, &str)> = given.iter().copied().chain(known).collect();
        Form::of(entry, selection, &given)
    }

    fn open(&mut self, mut form: Form) {
        if let Some(draft) = self.drafts.get(&(form.entry.spec.path, form.about.clone())) {
            form.restore(draft);
            self.status = (
                "Your draft is back. esc keeps it, ctrl-s saves.".into(),
                Role::Muted,
            );
        }
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    pub(super) fn run(&mut self, job: Box<Job>, out: &mut Vec<Effect>) {
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
                    Next::Run(job) if self.import_line(&job) => {}
                    Next::Run(job) => {
                        if job.screen.is_some() {
                            self.import_answered(true);
                        }
                        // Said yes: the form the question came from waits on for the work, and goes with it.
                        if job.from_form
                            && let Some(Overlay::Form(form)) = self.overlays.last_mut()
                        {
                            form.waiting = true;
                        }
                        self.run(job, out);
                    }
                    Next::Open(entry) => self.open_for(entry, out),
                    Next::Key(key) => self.press(key, out),
                    Next::Go(place, filter) => self.go(place, &filter),
                    Next::Words(words) => {
                        if let Some(Screen::Import(import)) = self.screen_mut() {
                            import.say(&words);
                        }
                    }
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

    /// Opens an operation's form; one that asks nothing is done at once.
    fn open_for(&mut self, entry: &'static Entry, out: &mut Vec<Effect>) {
        if entry.spec.path == "import" {
            return self.import("");
        }
        let selection = self.selection_for(entry);
        let form = self.form(entry, &selection, &[]);
        if form.fields.is_empty()
            && let Some(mut job) = form.clone().job()
        {
            job.from_form = false;
            return self.run(job, out);
        }
        self.open(form);
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
                self.import_answered(false);
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
                self.overlays
                    .push(Overlay::Help(Box::new(Help::new(&scopes))));
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
                    let now = list
                        .query
                        .sorted_by()
                        .first()
                        .map(|s| (s.field, s.descending));
                    self.overlays
                        .push(Overlay::Menu(Box::new(Menu::sort(list.list(), now))));
                }
            }
            Action::Copy => {
                if let Some(text) = self.screen().and_then(Screen::copied) {
                    out.push(Effect::Copy(text));
                    self.status = ("Copied as text.".to_owned(), Role::Ok);
                } else if let Some(list) = self.screen().and_then(Screen::list) {
                    let rows = list.picked.len().max(1);
                    out.push(Effect::Copy(list.copied()));
                    self.status = (
                        format!("Copied {rows} {}.", if rows == 1 { "row" } else { "rows" }),
                        Role::Ok,
                    );
                }
            }
            Action::Hold => {
                if self.screen().is_some_and(Screen::all_blocked) {
                    self.operate("commission release", &[], true, out);
                } else {
                    self.operate("commission block", &[], false, out);
                }
            }
            Action::Go(digit) => self.go(Place(digit), ""),
            Action::GoHistory => self.go(Place(9), ""),
            Action::Import(kind) => self.import(kind),
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
                let act = self
                    .screen_mut()
                    .map_or(Act::Nothing, |s| s.act(action, today));
                self.led(act, action, out);
            }
        }
    }

    /// Goes where a key led the screen.
    fn led(&mut self, act: Act, action: Action, out: &mut Vec<Effect>) {
        match act {
            Act::Done => {}
            Act::Push(screen) => self.push(*screen),
            Act::Go(place, filter) => {
                self.end_import();
                self.go(place, &filter);
            }
            Act::Over(Overlay::Form(form)) => self.open(*form),
            Act::Over(overlay) => self.overlays.push(overlay),
            Act::Run(mut job) => {
                job.screen = self.importing();
                self.run(job, out);
            }
            Act::Say(words) => self.status = (words, Role::Muted),
            Act::Leave => self.unhandled(Action::Back, out),
            Act::Cancel => {
                out.push(Effect::Cancel);
                self.status = ("Stopping; nothing of it will be kept.".into(), Role::Warn);
            }
            Act::Nothing => self.unhandled(action, out),
        }
    }

    fn relate(&mut self, noun: &str) {
        match self.screen().and_then(|s| s.related(noun)) {
            Some((place, filter)) => self.go(place, &filter),
            None => self.status = (format!("This row has no {noun}."), Role::Muted),
        }
    }

    /// Looks for something where there is no list to filter: in the list this was opened from; without one, in
    /// everything. What is typed next is never taken for keys.
    fn search(&mut self) {
        if let Some(stack) = self.shelves.get_mut(&self.place) {
            while stack.len() > 1 && stack.last().is_some_and(|l| l.screen.list().is_none()) {
                stack.pop();
            }
        }
        let today = self.today;
        match self.screen_mut() {
            Some(screen) if screen.list().is_some() => {
                screen.act(Action::Filter, today);
            }
            _ => self.overlays.push(Overlay::Palette(Box::default())),
        }
    }

    /// Back and close, where the screen itself has nothing to close.
    fn unhandled(&mut self, action: Action, out: &mut Vec<Effect>) {
        if action == Action::Filter {
            return self.search();
        }
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
            self.status = (
                "Something is still running: ctrl-c stops it.".into(),
                Role::Warn,
            );
        } else {
            out.push(Effect::Quit);
        }
    }
}
