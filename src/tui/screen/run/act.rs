//! What keys do to a run: moving, putting partners in and out, and the next step with what it does said first. Every
//! change is an operation that is asked for; nothing is changed here.

use super::{Line, RunScreen, Step, name};
use crate::{
    domain::day::Day,
    ops::{Selection, registry},
    tui::{
        event::Job,
        form::Form,
        keymap::{Action, Scope},
        overlay::{Overlay, confirm::Confirm, paid::Paid},
        screen::{Act, Screen, moving::moved, tabs::TabsScreen, text::TextScreen},
    },
};

/// Still on the way to being paid.
pub(super) const OPEN: [&str; 3] = ["draft", "approved", "exported"];

impl RunScreen {
    /// Handles a key.
    pub fn act(&mut self, action: Action, today: Day) -> Act {
        if let Some(to) = moved(action, self.at, self.lines) {
            self.at = to.min(self.len().saturating_sub(1));
            return Act::Done;
        }
        match action {
            Action::Enter => self.enter(today),
            Action::Pick => self.in_or_out(),
            Action::NextStep => self.next(today),
            Action::NextTab => self.look(1),
            Action::PrevTab => self.look(-1),
            _ => Act::Nothing,
        }
    }

    /// The payout with its lines; of a partner who is in none, the partner.
    fn enter(&self, today: Day) -> Act {
        let screen = match self.line(self.at) {
            None => return Act::Nothing,
            Some(Line::Payout(one)) => {
                let title = format!("{} {}", name(one), one.payee.payout.partner_name);
                TabsScreen::payout(title, self.selection(), today)
            }
            Some(Line::Left(left)) => {
                let selection = Selection {
                    noun: "partner",
                    ids: vec![left.row.due.partner],
                    names: vec![left.slug.clone()],
                };
                return Act::Push(Box::new(Screen::Text(Box::new(TextScreen::new(
                    "partner show",
                    selection,
                    Scope::Partners,
                )))));
            }
        };
        Act::Push(Box::new(Screen::Tabs(Box::new(screen))))
    }

    /// Shows another step; nothing is done or undone by that.
    fn look(&mut self, by: isize) -> Act {
        let at = self.step().number() - 1;
        let to = at.saturating_add_signed(by).min(Step::ALL.len() - 1);
        let step = Step::ALL[to].0;
        self.looked = (step != self.stands()).then_some(step);
        let words = match (to == at, by < 0) {
            (true, true) => "This is the first step. esc closes and keeps everything as it is.",
            (true, false) => "This is the last step.",
            (false, true) => "Only shown: nothing is undone by looking back.",
            (false, false) => "Only shown: nothing is done by looking ahead. ) takes a step.",
        };
        Act::Say(words.to_owned())
    }

    /// Puts the partner under the cursor in or out. Both can be undone.
    fn in_or_out(&self) -> Act {
        let run = format!("run-{}", self.run);
        match self.line(self.at) {
            None => Act::Nothing,
            Some(Line::Payout(one)) => {
                let payout = &one.payee.payout;
                let id = name(one);
                match payout.state.as_str() {
                    "draft" | "approved" => job(
                        "payout cancel",
                        &[id, "--reason".into(), format!("left out of {run}")],
                    ),
                    "exported" => Act::Say(format!(
                        "{id} is in {} and may be on its way. If it was not sent: d cancels it.",
                        payout.file.as_deref().unwrap_or("a payment file")
                    )),
                    "paid" => Act::Say(format!("{id} is paid. x takes it back, with a reason.")),
                    _ => self.draft(&one.slug),
                }
            }
            Some(Line::Left(left)) => match left.row.left_out() {
                None => self.draft(&left.slug),
                Some(why) => Act::Say(format!("{}: {why}", left.row.partner_name)),
            },
        }
    }

    /// Drafts what is payable to a partner into this run.
    fn draft(&self, slug: &str) -> Act {
        job(
            "payout new",
            &[
                "--into".into(),
                format!("run-{}", self.run),
                "--partner".into(),
                slug.to_owned(),
            ],
        )
    }

    /// Takes the step that is shown, after saying what it does; where nothing waits for it, shows the next.
    fn next(&mut self, today: Day) -> Act {
        if self.page.is_none() {
            return Act::Nothing;
        }
        let open = self.counted(&OPEN);
        match self.step() {
            Step::Choose => {
                self.looked = (self.stands() != Step::Check).then_some(Step::Check);
                Act::Done
            }
            Step::Check if self.counted(&["draft"]) > 0 => self.approve(),
            Step::Check if open + self.counted(&["paid"]) == 0 => Act::Say(
                "Nobody is in this run any more. space puts a partner in again, esc closes."
                    .to_owned(),
            ),
            Step::Check => self.look_at(Step::Send),
            Step::Send if self.counted(&["approved"]) > 0 => self.export(),
            Step::Send if self.counted(&["draft"]) > 0 && self.counted(&["exported"]) == 0 => {
                Act::Say(
                    "Nothing is approved yet: ( goes back to the check, ) there approves."
                        .to_owned(),
                )
            }
            Step::Send => self.look_at(Step::Pay),
            Step::Pay if self.counted(&["approved", "exported"]) > 0 => self
                .page
                .as_ref()
                .and_then(|page| Paid::of(page, today))
                .map_or(Act::Nothing, |paid| {
                    Act::Over(Overlay::Paid(Box::new(paid)))
                }),
            Step::Pay if open > 0 => {
                Act::Say("Only drafts are left: ( goes back, ) at the check approves.".to_owned())
            }
            Step::Pay => Act::Say("Nothing of this run is left to pay.".to_owned()),
        }
    }

    fn look_at(&mut self, step: Step) -> Act {
        self.looked = (step != self.stands()).then_some(step);
        Act::Done
    }

    /// Asks before the drafts are approved; what cannot be approved is said instead.
    fn approve(&self) -> Act {
        let Some(page) = &self.page else {
            return Act::Nothing;
        };
        let refused = page
            .payouts
            .iter()
            .find_map(|one| one.refused.as_ref().filter(|_| is(one, "draft")));
        if let Some(why) = refused {
            return Act::Say(format!("{why} R makes it anew, space leaves it out."));
        }
        let Some(job) = Job::of("payout approve", &[format!("run-{}", self.run)]) else {
            return Act::Nothing;
        };
        Act::Over(Overlay::Confirm(Box::new(Confirm::new(
            job,
            self.approval(page),
        ))))
    }

    /// The form that writes the files, with what it would write.
    fn export(&self) -> Act {
        let Some(entry) = registry::find("payout export") else {
            return Act::Nothing;
        };
        let run = format!("run-{}", self.run);
        let mut form = Form::of(entry, &Selection::default(), &[("payouts", &run)]);
        // What is asked first is where to, not whom to leave out.
        form.go_to("out");
        Act::Over(Overlay::Form(Box::new(form)))
    }
}

fn is(one: &crate::store::RunPayout, state: &str) -> bool {
    one.payee.payout.state == state
}

fn job(path: &str, words: &[String]) -> Act {
    Job::of(path, words).map_or(Act::Nothing, Act::Run)
}
