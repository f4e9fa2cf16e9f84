//! One record with its parts as tabs: what it is, and the lists of what belongs to it.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{list::ListScreen, list_view, text::TextScreen};
use crate::{
    domain::day::Day,
    ops::Selection,
    table::List,
    tui::{
        event::{Answer, Want},
        keymap::{Action, Scope},
        theme::Theme,
    },
};

/// A record and what belongs to it.
#[derive(Debug, Clone)]
pub struct TabsScreen {
    /// What it is called.
    pub title: String,
    first: TextScreen,
    lists: Vec<ListScreen>,
    at: usize,
}

impl TabsScreen {
    /// A partner: overview, referrals, customers, commissions, payouts, rewards, links, sign-ups.
    pub fn partner(title: String, selection: Selection, today: Day) -> Self {
        let slug = selection.names.first().cloned().unwrap_or_default();
        let own = |list| ListScreen::new(list, today).fixed(&format!("partner_slug:{slug}"));
        let lists = vec![
            own(List::Referrals),
            own(List::Customers),
            own(List::Commissions).ungrouped(),
            own(List::Payouts),
            own(List::Rewards),
            own(List::Links),
            own(List::SignUps),
        ];
        Self::with(
            title,
            TextScreen::new("partner show", selection, Scope::Partners),
            lists,
        )
    }

    /// A referral, with the commission it earned.
    pub fn referral(title: String, selection: Selection, today: Day) -> Self {
        let name = selection.names.first().cloned().unwrap_or_default();
        let lists = vec![
            ListScreen::new(List::Commissions, today)
                .fixed(&format!("referral:{name}"))
                .ungrouped(),
            ListScreen::new(List::Revenue, today).fixed(&format!("referral:{name}")),
        ];
        Self::with(
            title,
            TextScreen::new("referral show", selection, Scope::Referrals),
            lists,
        )
    }

    /// A customer, with what it paid.
    pub fn customer(title: String, selection: Selection, today: Day) -> Self {
        let name = selection.names.first().cloned().unwrap_or_default();
        let lists =
            vec![ListScreen::new(List::Revenue, today).fixed(&format!("customer_id:{name}"))];
        Self::with(
            title,
            TextScreen::new("customer show", selection, Scope::Customers),
            lists,
        )
    }

    /// A payout, with its lines.
    pub fn payout(title: String, selection: Selection, today: Day) -> Self {
        let id = selection.ids.first().copied().unwrap_or_default();
        let lists = vec![ListScreen::new(List::PayoutLines, today).of(id)];
        Self::with(
            title,
            TextScreen::new("payout show", selection, Scope::Payouts),
            lists,
        )
    }

    fn with(title: String, first: TextScreen, lists: Vec<ListScreen>) -> Self {
        Self {
            title,
            first,
            lists,
            at: 0,
        }
    }

    /// The list of the tab one is on.
    pub fn list(&self) -> Option<&ListScreen> {
        self.at.checked_sub(1).and_then(|i| self.lists.get(i))
    }

    /// The same, to be changed.
    pub fn list_mut(&mut self) -> Option<&mut ListScreen> {
        self.at.checked_sub(1).and_then(|i| self.lists.get_mut(i))
    }

    /// `Northwind › [Overview] Referrals Customers`.
    pub fn heading(&self) -> String {
        let names = std::iter::once("Overview").chain(self.lists.iter().map(|l| l.list().title()));
        let tabs: Vec<String> = names
            .enumerate()
            .map(|(i, name)| {
                if i == self.at {
                    format!("[{name}]")
                } else {
                    name.to_owned()
                }
            })
            .collect();
        format!("{} › {}", self.title, tabs.join(" "))
    }

    /// What operations act on: rows of the tab, or the record itself.
    pub fn selection(&self) -> Selection {
        self.list()
            .map_or_else(|| self.first.selection.clone(), ListScreen::selection)
    }

    /// Where its keys are.
    pub fn scope(&self) -> Scope {
        self.list()
            .map_or(self.first.scope, |list| super::scope_of(list.list()))
    }

    /// Fits the tab.
    pub fn fit(&mut self, area: Rect) {
        match self.list_mut() {
            Some(list) => {
                let parts = list_view::parts(list, area);
                list.fit(parts.lines(), parts.has_pane());
            }
            None => self.first.fit(area),
        }
    }

    /// What the tab needs to know.
    pub fn needs(&self) -> Vec<Want> {
        self.list()
            .map_or_else(|| self.first.needs(), ListScreen::needs)
    }

    /// Takes an answer for the tab.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match self.list_mut() {
            Some(list) => list.take(want, answer),
            None => self.first.take(answer),
        }
    }

    /// Turns tabs, or moves in one.
    pub fn act(&mut self, action: Action) -> bool {
        let n = self.lists.len() + 1;
        match action {
            Action::NextTab => self.at = (self.at + 1) % n,
            Action::PrevTab => self.at = (self.at + n - 1) % n,
            action => {
                return match self.list_mut() {
                    Some(list) => list.act(action),
                    None => self.first.act(action),
                };
            }
        }
        true
    }

    /// Draws the tab.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        match self.list() {
            Some(list) => list_view::draw(list, buf, area, theme),
            None => self.first.draw(buf, area, theme),
        }
    }
}
