//! Screens: what is shown, what is needed to show it, and what keys do to it. No screen reads the book.

pub mod accounts;
mod act;
pub mod home;
mod home_view;
pub mod import;
mod import_view;
pub mod list;
pub mod list_view;
pub mod maybe;
mod moving;
mod of_list;
pub mod places;
mod program;
pub mod run;
mod run_view;
pub mod sums;
pub mod tabs;
pub mod text;

use ratatui::{buffer::Buffer, layout::Rect};

pub use act::Act;
pub use of_list::{scope_of, shower};
pub(crate) use program::pane_of;

use self::{
    accounts::AccountsScreen, home::HomeScreen, import::ImportScreen, list::ListScreen,
    maybe::MaybeScreen, places::Place, run::RunScreen, tabs::TabsScreen, text::TextScreen,
};
use super::{
    event::{Answer, Want},
    keymap::{Action, Scope},
    theme::Theme,
};
use crate::{
    domain::day::Day,
    error::Error,
    ops::Selection,
    table::{List, Row},
};

/// A screen.
#[derive(Debug, Clone)]
pub enum Screen {
    /// The front page.
    Home(HomeScreen),
    /// A list.
    List(Box<ListScreen>),
    /// A record in full.
    Text(Box<TextScreen>),
    /// A record with its parts.
    Tabs(Box<TabsScreen>),
    /// An overlap.
    Accounts(Box<AccountsScreen>),
    /// A payout run.
    Run(Box<RunScreen>),
    /// A file on its way into the book.
    Import(Box<ImportScreen>),
    /// Pairs of accounts that wait to be settled.
    Maybe(Box<MaybeScreen>),
}

impl Screen {
    /// One of the ten.
    pub fn at(place: Place, today: Day) -> Self {
        match place.list() {
            None => Self::Home(HomeScreen::default()),
            Some(list) => Self::List(Box::new(ListScreen::new(list, today))),
        }
    }

    /// The list one moves in, if it is one.
    pub fn list(&self) -> Option<&ListScreen> {
        match self {
            Self::List(list) => Some(list),
            Self::Tabs(tabs) => tabs.list(),
            Self::Accounts(accounts) => Some(&accounts.list),
            Self::Home(_) | Self::Text(_) | Self::Run(_) | Self::Import(_) | Self::Maybe(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn list_mut(&mut self) -> Option<&mut ListScreen> {
        match self {
            Self::List(list) => Some(list),
            Self::Tabs(tabs) => tabs.list_mut(),
            Self::Accounts(accounts) => Some(&mut accounts.list),
            Self::Home(_) | Self::Text(_) | Self::Run(_) | Self::Import(_) | Self::Maybe(_) => None,
        }
    }

    /// Where its keys are, narrowest first.
    pub fn scopes(&self) -> Vec<Scope> {
        let own = match self {
            Self::Home(_) => Scope::Home,
            Self::List(list) => scope_of(list.list()),
            Self::Text(text) => text.scope,
            Self::Tabs(tabs) => tabs.scope(),
            Self::Accounts(_) => Scope::Accounts,
            Self::Run(_) => Scope::Run,
            Self::Import(_) => Scope::Import,
            Self::Maybe(_) => Scope::Maybe,
        };
        let mut scopes = vec![own];
        if own == Scope::Accounts {
            scopes.push(Scope::Overlap);
        }
        if own == Scope::Run {
            // What can be done to a payout holds for the one under the cursor.
            scopes.push(Scope::Payouts);
        }
        if self.list().is_some() {
            scopes.push(Scope::Lists);
        }
        if matches!(self, Self::Text(_)) {
            scopes.insert(0, Scope::Records);
        }
        scopes.push(Scope::Everywhere);
        scopes
    }

    /// What operations act on.
    pub fn selection(&self) -> Selection {
        match self {
            Self::Home(_) | Self::Import(_) => Selection::default(),
            Self::List(list) => list.selection(),
            Self::Text(text) => text.selection.clone(),
            Self::Tabs(tabs) => tabs.selection(),
            Self::Accounts(accounts) => accounts.selection.clone(),
            Self::Run(run) => run.selection(),
            Self::Maybe(maybe) => maybe.selection(),
        }
    }

    /// The partners that the selected commission lines belong to.
    pub fn partners(&self) -> Option<Selection> {
        match self {
            Self::Text(text) => text.partner.clone(),
            _ => self.list().and_then(ListScreen::partners),
        }
    }

    /// True if rows are commission lines and a person holds back every selected one.
    pub fn all_blocked(&self) -> bool {
        match self {
            Self::Text(text) => text.is_blocked(),
            screen => screen.list().is_some_and(ListScreen::all_blocked),
        }
    }

    /// What the form of an operation begins with here: field and value.
    pub fn values(&self, path: &str) -> Vec<(&'static str, String)> {
        match self {
            Self::List(list) if matches!(list.list(), List::Missed | List::Unlisted) => {
                accounts::asked_of(list, path)
            }
            Self::List(list) => program::values(list, path),
            Self::Text(text) => text.values_for(path),
            Self::Accounts(accounts) => accounts.values(path),
            _ => Vec::new(),
        }
    }

    /// What stands after the place's name in the second line.
    pub fn heading(&self) -> String {
        match self {
            Self::Home(home) => home.program().to_owned(),
            Self::List(list) => list.title.clone().unwrap_or_default(),
            Self::Text(text) => text.shows.1.clone(),
            Self::Tabs(tabs) => tabs.heading(),
            Self::Accounts(accounts) => accounts.title(),
            Self::Run(run) => run.heading(),
            Self::Import(import) => import.heading(),
            Self::Maybe(maybe) => maybe.heading(),
        }
    }

    /// What one thing shown in full says, as text; nothing where there are rows.
    pub fn copied(&self) -> Option<String> {
        match self {
            Self::Text(text) => text.copied(),
            Self::Import(import) => import.command(),
            _ => None,
        }
    }

    /// Fits it to its area; called before anything is asked or drawn.
    pub fn fit(&mut self, area: Rect) {
        match self {
            Self::Home(_) | Self::Maybe(_) => {}
            Self::List(list) => {
                let parts = list_view::parts(list, area);
                list.fit(parts.lines(), parts.has_pane());
            }
            Self::Text(text) => text.fit(area),
            Self::Tabs(tabs) => tabs.fit(area),
            Self::Accounts(accounts) => accounts.fit(area),
            Self::Run(run) => run.fit(area),
            Self::Import(import) => import.fit(area),
        }
    }

    /// What it needs to know now.
    pub fn needs(&self, today: Day) -> Vec<Want> {
        match self {
            Self::Home(_) => vec![Want::Home(today)],
            Self::List(list) => list.needs(),
            Self::Text(text) => text.needs(),
            Self::Tabs(tabs) => tabs.needs(),
            Self::Accounts(accounts) => accounts.needs(),
            Self::Maybe(maybe) => maybe.needs(),
            Self::Run(run) => run.needs(),
            Self::Import(import) => import.needs(),
        }
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match self {
            Self::Home(screen) => {
                if let Answer::Home(home) = answer {
                    screen.home = Some(home);
                }
            }
            Self::List(list) => list.take(want, answer),
            Self::Text(text) => text.take(answer),
            Self::Tabs(tabs) => tabs.take(want, answer),
            Self::Accounts(accounts) => accounts.take(want, answer),
            Self::Maybe(maybe) => maybe.take(answer),
            Self::Run(run) => run.take(want, answer),
            Self::Import(import) => import.take(want, answer),
        }
    }

    /// Takes an answer that is an error; true if it shows it itself.
    pub fn fail(&mut self, want: &Want, error: &Error) -> bool {
        if let Self::Run(run) = self {
            return run.fail(want, error);
        }
        if let Self::Import(import) = self {
            return import.fail(want, error);
        }
        match (want, self.list_mut()) {
            (Want::Order(_), Some(list)) => {
                list.error = Some(error.clone());
                true
            }
            _ => false,
        }
    }

    /// Handles movement and view.
    pub fn act(&mut self, action: Action, today: Day) -> Act {
        if let Self::Run(run) = self {
            return run.act(action, today);
        }
        if let Self::Import(import) = self {
            return import.act(action);
        }
        if let Self::Maybe(maybe) = self {
            return maybe.act(action);
        }
        if let Self::Accounts(accounts) = self
            && (action != Action::Enter || accounts.takes_enter())
        {
            return accounts.act(action);
        }
        if action == Action::Enter
            && let Some(list) = self.list_mut().filter(|l| l.folded(l.at).is_some())
        {
            list.fold(false);
            return Act::Done;
        }
        if action == Action::Enter && self.list().is_none_or(|list| !list.zoomed) {
            return self.enter(today);
        }
        let done = match self {
            Self::Home(home) => home.act(action),
            Self::List(list) => list.act(action),
            Self::Text(text) => text.act(action),
            Self::Tabs(tabs) => tabs.act(action),
            Self::Accounts(_) | Self::Run(_) | Self::Import(_) | Self::Maybe(_) => false,
        };
        if done { Act::Done } else { Act::Nothing }
    }

    fn enter(&self, today: Day) -> Act {
        if let Self::Home(home) = self {
            return home
                .target()
                .map_or(Act::Nothing, |(place, filter)| Act::Go(place, filter));
        }
        let Some(list) = self.list() else {
            return Act::Nothing;
        };
        let Some(row) = list.current() else {
            return Act::Nothing;
        };
        if list.list() == List::Overlaps {
            return push(Self::Accounts(Box::new(AccountsScreen::of(
                list, row, today,
            ))));
        }
        if list.list() == List::OverlapAccounts {
            return accounts::ours_of(list, row, today)
                .map_or_else(|| Act::Say(accounts::NOT_OURS.to_owned()), push);
        }
        // The row under the cursor, whatever is picked.
        let Some(name) = list.name_of(row) else {
            return Act::Nothing;
        };
        let selection = Selection {
            noun: list.list().noun(),
            ids: vec![row.id],
            names: vec![name.clone()],
        };
        let called = ["name", "company", "partner"]
            .iter()
            .find_map(|key| list.text(row, key));
        let title = called.unwrap_or_else(|| name.clone());
        push(match list.list() {
            List::Partners | List::Performance => {
                Self::Tabs(Box::new(TabsScreen::partner(title, selection, today)))
            }
            List::Referrals => Self::Tabs(Box::new(TabsScreen::referral(title, selection, today))),
            List::Customers => Self::Tabs(Box::new(TabsScreen::customer(title, selection, today))),
            List::Payouts if let Some(run) = run_of(list, row) => {
                Self::Run(Box::new(RunScreen::new(run, Some(row.id))))
            }
            List::Payouts => Self::Tabs(Box::new(TabsScreen::payout(
                format!("{name} {title}"),
                selection,
                today,
            ))),
            other => match shower(other) {
                Some(path) => {
                    let mut text = TextScreen::new(path, selection, scope_of(other));
                    text.values = program::all_values(list);
                    let partner = (other == List::Commissions).then(|| list.text(row, "slug"));
                    Self::Text(Box::new(text.of_partner(partner.flatten())))
                }
                None => return Act::Nothing,
            },
        })
    }

    /// The partner, referral or customer the row under the cursor belongs to: its list and the filter for it.
    pub fn related(&self, noun: &str) -> Option<(Place, String)> {
        if let Self::Run(run) = self {
            return run.related(noun);
        }
        let list = self.list()?;
        let row = list.current()?;
        let place = Place::of_noun(noun)?;
        if list.list().noun() == noun {
            return Some((place, list.name_of(row)?));
        }
        let key = if noun == "customer" { "company" } else { noun };
        let value = list.text(row, key)?;
        Some((place, format!("\"{}\"", value.replace('"', ""))))
    }

    /// Draws it; returns where the terminal's cursor belongs while something is typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        match self {
            Self::Home(home) => home.draw(buf, area, theme),
            Self::List(list) => list_view::draw(list, buf, area, theme),
            Self::Text(text) => text.draw(buf, area, theme),
            Self::Tabs(tabs) => tabs.draw(buf, area, theme),
            Self::Accounts(accounts) => accounts.draw(buf, area, theme),
            Self::Maybe(maybe) => maybe.draw(buf, area, theme),
            Self::Run(run) => run_view::draw(run, buf, area, theme),
            Self::Import(import) => return import_view::draw(import, buf, area, theme),
        }
        None
    }
}

/// The run a payout of a list was drafted in.
fn run_of(list: &ListScreen, row: &Row) -> Option<i64> {
    let run = list.text(row, "run")?;
    run.strip_prefix("run-")?.parse().ok()
}

fn push(screen: Screen) -> Act {
    Act::Push(Box::new(screen))
}
