//! A form for any operation, read off its clap command: what it sends is the command line it stands for. Draws itself;
//! checks nothing that the operation does not check.

use clap::{ArgMatches, error::ContextKind};

use super::{
    chord::Chord,
    event::{Job, Pick, Want},
    field::{Field, FieldKind, quoted},
};
use crate::{
    error::Error,
    ops::{Entry, Record, Selection},
};

/// A form being filled in.
#[derive(Clone)]
pub struct Form {
    /// The operation.
    pub entry: &'static Entry,
    /// Its fields, required ones first.
    pub fields: Vec<Field>,
    /// What went wrong as a whole.
    pub error: Option<String>,
    /// Sent, and not yet answered.
    pub waiting: bool,
    /// What it is about: forms about other records are other drafts.
    pub about: Vec<String>,
    pub(super) title: String,
    /// Values as it opened.
    pub(super) initial: Vec<String>,
    pub(super) focus: usize,
    picks: Vec<Pick>,
    /// Which pick is chosen.
    pub(super) pick: usize,
    /// What it would do as it is filled in.
    pub(super) preview: Option<Result<Record, Error>>,
    /// Lines of that scrolled past.
    pub(super) preview_skip: usize,
    /// A pasted e-mail that is to fill it.
    pub(super) lead: Option<String>,
}

/// What a key in a form leads to.
pub enum Step {
    /// Nothing outside the form.
    Stay,
    /// Close it and keep the draft.
    Leave,
    /// Run it.
    Send(Box<Job>),
}

impl Form {
    /// The form of an operation, filled from the selection, then with `given`, then with a draft. Where the value given is
    /// empty, typing begins.
    pub fn of(entry: &'static Entry, selection: &Selection, given: &[(&str, &str)]) -> Self {
        let mut command = (entry.command)();
        command.build();
        let mut fields: Vec<Field> = command
            .get_arguments()
            .filter(|a| !a.is_hide_set() && a.get_id() != "help" && a.get_id() != "version")
            .filter(|a| !entry.form.without.contains(&a.get_id().as_str()))
            .map(Field::of)
            .collect();
        for field in &mut fields {
            field.required |= entry.form.needs.contains(&field.id.as_str());
        }
        fields.sort_by_key(|f| !f.required);
        let filled = (entry.prefill)(selection);
        for field in &mut fields {
            let here = filled
                .iter()
                .find(|(id, _)| *id == field.id)
                .map(|(_, v)| v.as_str());
            let given = given
                .iter()
                .find(|(id, value)| *id == field.id && !value.is_empty())
                .map(|(_, v)| *v);
            if let Some(value) = given.or(here) {
                field.set(value);
            }
        }
        // The first thing to be typed is the first thing that is missing.
        let missing = fields
            .iter()
            .position(|f| f.required && f.value().is_empty());
        let begin = given.iter().find(|(_, value)| value.is_empty());
        let begin = begin.and_then(|(id, _)| fields.iter().position(|f| f.id == *id));
        // What only narrows it, such as one partner of a run, is not offered over the rest of the form.
        let record = |f: &Field| matches!(f.kind, FieldKind::Record(_));
        let free = fields
            .iter()
            .position(|f| f.value().is_empty() && !(record(f) && f.is_option()));
        // A form that could be sent as it is shows what it would do: nothing is offered over that.
        let plain = entry
            .previews
            .then(|| fields.iter().position(|f| !record(f)))
            .flatten();
        Self {
            entry,
            title: command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
            focus: missing.or(begin).or(plain).or(free).unwrap_or(0),
            initial: fields.iter().map(|f| f.value().to_owned()).collect(),
            fields,
            error: None,
            waiting: false,
            about: selection.names.clone(),
            picks: Vec::new(),
            pick: 0,
            preview: None,
            preview_skip: 0,
            lead: None,
        }
    }

    /// What a draft keeps.
    pub fn values(&self) -> Vec<(String, String)> {
        self.fields
            .iter()
            .map(|f| (f.id.clone(), f.value().to_owned()))
            .collect()
    }

    /// Puts the cursor into a field.
    pub fn go_to(&mut self, id: &str) {
        if let Some(at) = self.fields.iter().position(|f| f.id == id) {
            self.focus = at;
        }
    }

    /// True if anything was typed.
    pub fn touched(&self) -> bool {
        self.fields
            .iter()
            .zip(&self.initial)
            .any(|(f, was)| f.value() != was)
    }

    /// Puts a draft back.
    pub fn restore(&mut self, values: &[(String, String)]) {
        for (id, value) in values {
            if let Some(field) = self.fields.iter_mut().find(|f| f.id == *id) {
                field.set(value);
            }
        }
    }

    /// True if every required field is filled: it could be sent as it is.
    pub fn complete(&self) -> bool {
        self.fields
            .iter()
            .all(|f| !f.required || !f.value().trim().is_empty())
    }

    /// The command line it stands for, in words.
    pub fn argv(&self) -> Vec<String> {
        let mut options: Vec<String> = self
            .entry
            .spec
            .path
            .split(' ')
            .map(ToOwned::to_owned)
            .collect();
        let mut values = Vec::new();
        for field in &self.fields {
            let (long, plain) = field.argv();
            options.extend(long);
            values.extend(plain);
        }
        if !values.is_empty() {
            if values.iter().any(|v| v.starts_with('-')) {
                options.push("--".into());
            }
            options.extend(values);
        }
        options
    }

    /// The same as one line to be typed.
    pub fn line(&self) -> String {
        self.argv()
            .iter()
            .map(|w| quoted(w))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The operation to run, or errors at the fields.
    pub fn job(&mut self) -> Option<Box<Job>> {
        self.error = None;
        for field in &mut self.fields {
            let missing = field.required && field.value().trim().is_empty();
            field.error = missing.then(|| format!("{} is needed.", field.label));
        }
        if let Some(first) = self.fields.iter().position(|f| f.error.is_some()) {
            self.focus = first;
            return None;
        }
        let argv = self.argv();
        let skip = self.entry.spec.path.split(' ').count() - 1;
        match (self.entry.command)().try_get_matches_from(&argv[skip..]) {
            Ok(matches) => Some(self.job_of(matches)),
            Err(e) => {
                self.refuse(&e);
                None
            }
        }
    }

    fn job_of(&self, matches: ArgMatches) -> Box<Job> {
        Box::new(Job {
            entry: self.entry,
            matches,
            command: self.line(),
            confirmed: false,
            from_form: true,
            screen: None,
        })
    }

    /// Shows the parser's own sentence at the field it is about.
    fn refuse(&mut self, e: &clap::Error) {
        let words = e.render().to_string();
        let words = words
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned();
        let arg = e
            .get(ContextKind::InvalidArg)
            .map(ToString::to_string)
            .unwrap_or_default();
        let arg = arg.trim_start_matches(['-', '<', '[']).to_lowercase();
        let is_it = |f: &Field| arg.starts_with(&f.id.replace('_', "-")) || arg.starts_with(&f.id);
        match self.fields.iter().position(|f| !arg.is_empty() && is_it(f)) {
            Some(i) => {
                self.fields[i].error = Some(words);
                self.focus = i;
            }
            None => self.error = Some(words),
        }
    }

    /// Shows why the operation refused; the form stays as it is.
    pub fn failed(&mut self, e: &Error) {
        self.waiting = false;
        self.error = Some(e.to_string());
    }

    /// The records to offer, if the field under the cursor names one.
    pub fn want(&self) -> Option<Want> {
        match self.fields.get(self.focus)?.kind {
            FieldKind::Record(noun) => {
                Some(Want::Picks(noun, self.fields[self.focus].word().to_owned()))
            }
            _ => None,
        }
    }

    /// All it needs to know.
    pub fn wants(&self) -> Vec<Want> {
        let lead = self.lead.clone().map(Want::Lead);
        self.want()
            .into_iter()
            .chain(self.preview_want())
            .chain(lead)
            .collect()
    }

    /// What it would do, if its operation says so and nothing is missing.
    pub fn preview_want(&self) -> Option<Want> {
        (self.entry.previews && self.complete() && !self.waiting)
            .then(|| Want::Preview(self.line()))
    }

    /// Takes what it would do.
    pub fn previewed(&mut self, shown: Option<Result<Record, Error>>) {
        // What still cannot be read says nothing; the last good answer would be about something else.
        self.preview = shown;
        self.preview_skip = 0;
    }

    /// Takes the records to offer.
    pub fn offer(&mut self, picks: Vec<Pick>) {
        self.picks = picks;
        self.pick = self.pick.min(self.picks.len().saturating_sub(1));
    }

    /// What is on offer now; nothing once the field holds a whole name.
    pub(super) fn offers(&self) -> &[Pick] {
        let Some(field) = self.fields.get(self.focus) else {
            return &[];
        };
        let FieldKind::Record(noun) = field.kind else {
            return &[];
        };
        let settled = self.picks.iter().any(|p| p.name == field.word())
            || (field.many && field.word().is_empty() && !field.value().is_empty());
        if settled || self.picks.iter().any(|p| p.noun != noun) {
            &[]
        } else {
            &self.picks
        }
    }

    /// Handles a key.
    pub fn key(&mut self, chord: Chord) -> Step {
        if self.waiting {
            return if chord.is("esc") {
                Step::Leave
            } else {
                Step::Stay
            };
        }
        let offers = self.offers().len();
        let last = self.fields.len().saturating_sub(1);
        match chord.to_string().as_str() {
            "esc" => return Step::Leave,
            "ctrl-s" => return self.send(),
            "enter" => {
                if let Some(pick) = self.offers().get(self.pick).cloned() {
                    self.fields[self.focus].accept(&pick.name);
                    self.step(1);
                } else if self.focus >= last {
                    return self.send();
                } else {
                    self.step(1);
                }
            }
            "down" if offers > 0 => self.pick = (self.pick + 1).min(offers - 1),
            "up" if offers > 0 => self.pick = self.pick.saturating_sub(1),
            "pgdn" => self.preview_skip += 5,
            "pgup" => self.preview_skip = self.preview_skip.saturating_sub(5),
            "tab" | "down" => self.step(1),
            "shift-tab" | "up" => self.step(-1),
            _ => {
                let at = self.focus;
                if let Some(field) = self.fields.get_mut(at)
                    && field.key(chord)
                {
                    field.error = None;
                    self.error = None;
                    self.pick = 0;
                }
            }
        }
        Step::Stay
    }

    fn send(&mut self) -> Step {
        match self.job() {
            Some(job) => {
                self.waiting = true;
                Step::Send(job)
            }
            None => Step::Stay,
        }
    }

    fn step(&mut self, by: isize) {
        let n = self.fields.len();
        if n > 0 {
            self.focus = self.focus.saturating_add_signed(by).min(n - 1);
        }
        self.pick = 0;
    }
}
