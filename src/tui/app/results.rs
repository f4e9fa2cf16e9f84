//! What becomes of operations: their results, errors and progress on the screen. Part of the state's one way to change.

use super::App;
use crate::{
    error::{Error, Kind, Result},
    ops::Outcome,
    tui::{
        event::{Effect, Job},
        overlay::{Overlay, output::Output},
        screen::{Screen, places::Place, run::RunScreen},
        theme::Role,
    },
};

impl App {
    pub(super) fn ran(&mut self, job: &Job, result: Result<Outcome>, out: &mut Vec<Effect>) {
        self.busy = None;
        self.undoable = false;
        out.push(Effect::Look);
        if self.ran_import(job, &result) {
            return;
        }
        let form = self
            .overlays
            .iter()
            .rposition(|o| matches!(o, Overlay::Form(f) if f.waiting && job.from_form));
        let paid = self
            .overlays
            .iter()
            .rposition(|o| matches!(o, Overlay::Paid(p) if p.waiting));
        match result {
            Ok(outcome) => {
                if let Some(i) = paid {
                    self.overlays.remove(i);
                }
                if let Some(run) = outcome.run {
                    self.show_run(run);
                }
                if let Some(i) = form
                    && let Overlay::Form(form) = self.overlays.remove(i)
                {
                    self.drafts.remove(&(form.entry.spec.path, form.about));
                }
                if outcome.op.is_some()
                    && let Some(list) = self.screen_mut().and_then(Screen::list_mut)
                {
                    list.picked.clear();
                }
                let title = (job.entry.command)()
                    .get_about()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                if let Some(output) = Output::of(title, &outcome) {
                    self.overlays.push(Overlay::Output(Box::new(output)));
                }
                self.undoable =
                    outcome.op.is_some() && job.entry.spec.kind == crate::ops::Kind::Write;
                let said = outcome.said.replace('\n', " ");
                let role = if outcome.rejected || outcome.problems {
                    Role::Warn
                } else {
                    Role::Ok
                };
                self.status = (said, role);
            }
            Err(e) if e.kind == Kind::Interrupted => {
                self.status = (e.message.clone(), Role::Warn);
                if let Some(Overlay::Paid(paid)) = paid.and_then(|i| self.overlays.get_mut(i)) {
                    paid.waiting = false;
                }
                if let Some(Overlay::Form(form)) = form.and_then(|i| self.overlays.get_mut(i)) {
                    form.waiting = false;
                }
            }
            Err(e) => {
                if let Some(Overlay::Paid(paid)) = paid.and_then(|i| self.overlays.get_mut(i)) {
                    paid.failed(&e);
                } else if let Some(Overlay::Form(form)) =
                    form.and_then(|i| self.overlays.get_mut(i))
                {
                    form.failed(&e);
                } else {
                    self.status = (e.message.clone(), Role::Bad);
                    self.overlays
                        .push(Overlay::Output(Box::new(Output::error(&e))));
                }
            }
        }
    }

    /// Goes to the run that was drafted, unless it is shown already.
    fn show_run(&mut self, run: i64) {
        if matches!(self.screen(), Some(Screen::Run(shown)) if shown.run == run) {
            return;
        }
        self.go(Place(8), "");
        self.push(Screen::Run(Box::new(RunScreen::new(run, None))));
    }

    pub(super) fn progress(&mut self, done: u64, total: u64, words: String) {
        if let Some(Screen::Import(import)) = self.screen_mut() {
            import.progressed(done, total, words.clone());
        }
        if self.busy.is_some() {
            self.busy = Some(words);
        }
    }

    /// Something to be read before the rest goes on.
    pub fn tell(&mut self, error: &Error) {
        self.status = (error.message.clone(), Role::Bad);
        self.overlays
            .push(Overlay::Output(Box::new(Output::error(error))));
    }
}
