//! What an import needs of all screens: files dropped on any of them, work that a step waits for, and what comes of it.
//! Part of the state's one way to change.

use std::path::PathBuf;

use super::App;
use crate::{
    error::{Kind, Result},
    ops::{
        Outcome, Selection, import::folder::Dropped, line::split, referral::from_email, registry,
    },
    tui::{
        event::{Effect, Job},
        form::Form,
        overlay::Overlay,
        screen::{
            Screen,
            import::{ImportScreen, mend::sentences},
        },
        theme::Role,
    },
};

impl App {
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(overlay) = self.overlays.last_mut() {
            overlay.paste(text);
        } else if let Some(list) = self
            .screen_mut()
            .and_then(Screen::list_mut)
            .filter(|l| l.typing.is_some())
        {
            list.paste(text);
        } else if let Some(form) = self.lead_form(text) {
            self.overlays.push(Overlay::Form(Box::new(form)));
        } else {
            // A file dropped on the window comes as its path. Whether it is one is not for this thread to look up.
            self.pasted = Some(text.to_owned());
        }
    }

    /// The form that a whole e-mail fills in: on the list of referrals it can mean nothing else, and nothing is saved by it.
    fn lead_form(&self, text: &str) -> Option<Form> {
        let here = self.screen().map(Screen::selection)?.noun == "referral";
        let entry =
            registry::find(from_email::FORM).filter(|_| here && from_email::looks_like(text))?;
        let mut form = Form::of(entry, &Selection::default(), &[]);
        form.paste(text);
        Some(form)
    }

    /// Takes whether the text pasted last names a file.
    pub(super) fn take_pasted(&mut self, named: Option<Dropped>) {
        let Some(text) = self.pasted.take() else {
            return;
        };
        match (named, self.screen_mut()) {
            (Some(file), Some(screen)) => {
                match screen {
                    // What is on its way is not thrown away by a file that falls on it.
                    Screen::Import(import) if import.is_typing() => import.open(&file.path),
                    _ => self.push(Screen::Import(Box::new(ImportScreen::of_file(&file.path)))),
                }
                if file.more > 0 {
                    let words = format!(
                        "Several files were dropped: this is the first. {} more: one after the other.",
                        file.more
                    );
                    self.status = (words, Role::Warn);
                }
            }
            (None, Some(Screen::Import(import))) if import.is_typing() => import.pick.paste(&text),
            // Pasted text is never read as keys: a paste into the wrong window must not do anything.
            _ => {
                self.status = (
                    "Pasted text does nothing here. Open a form first, for instance with a.".into(),
                    Role::Warn,
                );
            }
        }
    }

    /// What the import on top was to run was asked about: yes or no.
    pub(super) fn import_answered(&mut self, yes: bool) {
        if let Some(Screen::Import(import)) = self.screen_mut() {
            import.answered_to_run(yes);
        }
    }

    /// Begins an import where `import FILE` was typed as a whole line; false for any other.
    pub(super) fn import_line(&mut self, job: &Job) -> bool {
        let file = job.matches.try_get_one::<PathBuf>("file").ok().flatten();
        let (true, Some(file)) = (job.entry.spec.path == "import", file) else {
            return false;
        };
        let file = file.display().to_string();
        let mut import = ImportScreen::of_file(&file);
        let words = split(&job.command).unwrap_or_default();
        // What else was typed with it is what was decided.
        let not = [file.as_str(), "--dry-run", "--propose", "--yes"];
        let rest = words.into_iter().skip(1);
        let rest: Vec<String> = rest.filter(|w| !not.contains(&w.as_str())).collect();
        import.say(&rest);
        self.push(Screen::Import(Box::new(import)));
        true
    }

    /// The number of the screen on top, where that is an import.
    pub(super) fn importing(&self) -> Option<u64> {
        let level = self.stack().last()?;
        matches!(level.screen, Screen::Import(_)).then_some(level.number)
    }

    /// Takes an import off the top.
    pub(super) fn end_import(&mut self) {
        if self.importing().is_some()
            && let Some(stack) = self.shelves.get_mut(&self.place).filter(|s| s.len() > 1)
        {
            stack.pop();
        }
    }

    /// Begins an import of rows of a kind, or of any kind; where one is done, it makes room.
    pub fn import(&mut self, kind: &'static str) {
        // Where one partner's overlap is looked at, it is that partner's list.
        let partner = match self.screen() {
            Some(Screen::Accounts(accounts)) if kind == "accounts" => {
                accounts.selection.names.first().cloned()
            }
            _ => None,
        };
        self.end_import();
        let known = [("--as", Some(kind.to_owned())), ("--partner", partner)];
        let words: Vec<String> = known
            .into_iter()
            .filter_map(|(option, value)| Some((option, value.filter(|v| !v.is_empty())?)))
            .flat_map(|(option, value)| [option.to_owned(), value])
            .collect();
        let import = ImportScreen::new(&words);
        self.push(Screen::Import(Box::new(import)));
    }

    /// Hands what came of a job to the import that waits for it; false if that has to be shown otherwise.
    pub(super) fn ran_import(&mut self, job: &Job, result: &Result<Outcome>) -> bool {
        let Some(number) = job.screen else {
            return false;
        };
        let mut levels = self.shelves.values_mut().flatten();
        let level = levels.find(|level| level.number == number);
        let Some(Screen::Import(import)) = level.map(|l| &mut l.screen) else {
            // Closed meanwhile: what was only tried is of no use any more.
            return job.command.ends_with("--dry-run");
        };
        if !import.ran(job, result) {
            return false;
        }
        self.status = match result {
            Ok(outcome) if job.command.ends_with("--dry-run") && outcome.op.is_none() => {
                (String::new(), Role::Text)
            }
            Ok(outcome) => {
                self.undoable =
                    outcome.op.is_some() && job.entry.spec.kind == crate::ops::Kind::Write;
                let role = if outcome.rejected {
                    Role::Warn
                } else {
                    Role::Ok
                };
                (sentences(&outcome.said).replace('\n', " "), role)
            }
            // What a check could not do is on the screen in full.
            Err(e) if e.kind != Kind::Interrupted && job.command.ends_with("--dry-run") => {
                (String::new(), Role::Text)
            }
            Err(e) if e.kind == Kind::Interrupted => (e.message.clone(), Role::Warn),
            Err(e) => (e.message.clone(), Role::Bad),
        };
        true
    }

    /// Runs what the screen on top wants to have run, one thing at a time.
    pub(super) fn start_due(&mut self, out: &mut Vec<Effect>) {
        if self.busy.is_some() {
            return;
        }
        let level = self.shelves.get_mut(&self.place).and_then(|s| s.last_mut());
        if let Some(level) = level
            && let Screen::Import(import) = &mut level.screen
            && let Some(mut job) = import.due()
        {
            job.screen = Some(level.number);
            self.run(job, out);
        }
    }
}
