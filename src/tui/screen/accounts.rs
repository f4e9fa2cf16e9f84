//! The overlap with one partner: the Venn with its numbers and plays, the matrix, and the table of accounts chosen in either.

mod grid;
mod parts;
mod picture;
mod rows;

use ratatui::{buffer::Buffer, layout::Rect};

use self::parts::Part;
use super::{Act, Screen, list::ListScreen, list_view, maybe::MaybeScreen};
use crate::{
    domain::{
        day::Day,
        overlap::{Groups, Standing, Venn},
    },
    ops::Selection,
    store::OverlapPage,
    table::{List, Region, Row, Shown},
    tui::{
        event::{Answer, Want},
        keymap::Action,
        theme::Theme,
    },
};

pub use picture::picture_of;
pub use rows::{NOT_OURS, asked_lines, asked_of, counts, ours_of};

/// How the overlap is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Venn,
    Matrix,
    Table,
}

const TABS: [(Tab, &str); 3] = [
    (Tab::Venn, "Venn"),
    (Tab::Matrix, "Matrix"),
    (Tab::Table, "Table"),
];

/// The overlap with one partner.
#[derive(Debug, Clone)]
pub struct AccountsScreen {
    /// The accounts of the part or cell chosen.
    pub list: Box<ListScreen>,
    /// The partner.
    pub selection: Selection,
    partner: String,
    /// Only ours, both, only theirs: known before the page is.
    counts: Venn,
    page: Option<Box<OverlapPage>>,
    tab: Tab,
    /// Which part of the Venn is chosen.
    part: usize,
    shown: Shown,
    /// The cell of the matrix under the cursor: row and column, the last of each being any.
    cell: [usize; 2],
}

impl AccountsScreen {
    /// Goes in from a row of the list of overlaps.
    pub fn of(overlaps: &ListScreen, row: &Row, today: Day) -> Self {
        Self {
            list: Box::new(ListScreen::new(List::OverlapAccounts, today).of(row.id)),
            selection: Selection {
                noun: "partner",
                ids: vec![row.id],
                names: overlaps.name_of(row).into_iter().collect(),
            },
            partner: overlaps.text(row, "partner").unwrap_or_default(),
            counts: counts(overlaps, row),
            page: None,
            tab: Tab::Venn,
            part: parts::BOTH,
            shown: Shown::default(),
            cell: [0, 0],
        }
    }

    /// `Northwind › [Venn] Matrix Table`.
    pub fn title(&self) -> String {
        let tabs: Vec<String> = TABS
            .iter()
            .map(|(tab, name)| {
                if *tab == self.tab {
                    format!("[{name}]")
                } else {
                    (*name).to_owned()
                }
            })
            .collect();
        let groups = match self.list.query.groups {
            Groups::Apart => "",
            Groups::Together => ", affiliates counted",
        };
        format!("{} › {}{groups}", self.partner, tabs.join(" "))
    }

    /// Which partner, by id.
    fn id(&self) -> i64 {
        self.selection.ids.first().copied().unwrap_or_default()
    }

    /// Which partner, as it is written on a command line.
    fn slug(&self) -> String {
        self.selection.names.first().cloned().unwrap_or_default()
    }

    /// What forms about the row under the cursor begin with.
    pub fn values(&self, path: &str) -> Vec<(&'static str, String)> {
        let mut values = vec![("partner", self.slug())];
        let row = self.list.current();
        let text = |key: &str| row.and_then(|row| self.list.text(row, key));
        match path {
            "overlap intro" | "overlap offer" | "overlap who" => {
                values.extend(text("named").map(|named| ("account", named)));
            }
            "overlap why" => {
                let ours = text("our_ref").or(text("named"));
                values.extend(ours.map(|ours| ("account", ours)));
            }
            "overlap different" | "overlap same" | "overlap affiliate" => {
                let ours = text("ours").and(text("our_ref").or(text("named")));
                values.extend(ours.map(|ours| ("ours", ours)));
                values.extend(text("their_ref").map(|theirs| ("theirs", theirs)));
            }
            "export accounts" => values.extend(parts::words(&self.list.query)),
            "referral add" => {
                values.extend(text("account").map(|name| ("company", name)));
                values.extend(text("domain").map(|domain| ("domain", domain)));
            }
            "overlap share" | "overlap load" => {}
            _ => values.clear(),
        }
        values
    }

    /// Fits the table.
    pub fn fit(&mut self, area: Rect) {
        let table = match self.tab {
            Tab::Venn => picture::areas(area).list,
            Tab::Matrix => return,
            Tab::Table => table_area(area),
        };
        let lines = list_view::parts(&self.list, table).lines();
        self.list.fit(lines, false);
    }

    /// What it needs to know now.
    pub fn needs(&self) -> Vec<Want> {
        let mut needs = vec![Want::Overlap(self.id(), self.list.query.groups)];
        if self.tab != Tab::Matrix {
            needs.extend(self.list.needs());
        }
        needs
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match answer {
            Answer::Overlap(page) => {
                self.counts = page.numbers.venn();
                self.page = Some(page);
            }
            answer => self.list.take(want, answer),
        }
    }

    /// Handles movement and view.
    pub fn act(&mut self, action: Action) -> Act {
        let tabs = TABS.len();
        let at = TABS.iter().position(|(t, _)| *t == self.tab).unwrap_or(0);
        match action {
            Action::NextPart if self.tab == Tab::Venn => self.choose(self.part + 1),
            Action::PrevPart if self.tab == Tab::Venn => {
                self.choose(self.part + parts::ALL.len() - 1);
            }
            Action::NextTab | Action::NextPart => self.turn(TABS[(at + 1) % tabs].0),
            Action::PrevTab | Action::PrevPart => self.turn(TABS[(at + tabs - 1) % tabs].0),
            Action::Settle | Action::Missed | Action::Unlisted => return self.leads(action),
            Action::Groups => {
                self.list.query.groups = self.list.query.groups.turned();
                self.list.act(Action::Top);
            }
            Action::Measure => {
                self.turn(Tab::Matrix);
                if at == 1 {
                    self.shown = self.shown.next();
                }
            }
            action if self.tab == Tab::Matrix => return self.act_matrix(action),
            action => {
                return if self.list.act(action) {
                    Act::Done
                } else {
                    Act::Nothing
                };
            }
        }
        Act::Done
    }

    /// To the pairs that wait, or to the customers to ask about.
    fn leads(&self, action: Action) -> Act {
        let waits = |n: fn(&OverlapPage) -> u64| self.page.as_ref().map_or(0, |page| n(page));
        let words = match action {
            Action::Settle if waits(|p| p.maybe) == 0 => {
                "No pair waits to be settled. M looks for names that are only alike."
            }
            Action::Settle => {
                let screen = MaybeScreen::new(self.id(), self.slug(), self.partner.clone());
                return Act::Push(Box::new(Screen::Maybe(Box::new(screen))));
            }
            _ => {
                let which = if action == Action::Unlisted {
                    List::Unlisted
                } else {
                    List::Missed
                };
                let title = format!("{} › {}", self.partner, which.title());
                let list = ListScreen::new(which, self.list.today())
                    .of(self.id())
                    .titled(&title);
                return Act::Push(Box::new(Screen::List(Box::new(list))));
            }
        };
        Act::Say(words.to_owned())
    }

    fn act_matrix(&mut self, action: Action) -> Act {
        let [rows, columns] = self.sides().map(|side| side.len());
        let [row, column] = &mut self.cell;
        match action {
            Action::Down => *row = (*row + 1).min(rows - 1),
            Action::Up => *row = row.saturating_sub(1),
            Action::Right => *column = (*column + 1).min(columns - 1),
            Action::Left => *column = column.saturating_sub(1),
            Action::Top => self.cell = [0, 0],
            Action::Bottom => self.cell = [rows - 1, columns - 1],
            Action::Enter => {
                self.list.query.region = Region::Both;
                self.list.query.uncovered = false;
                self.list.query.cell = self.standings();
                self.list.act(Action::Top);
                self.tab = Tab::Table;
            }
            _ => return Act::Nothing,
        }
        Act::Done
    }

    /// Whether enter is this screen's own: in the matrix it opens a cell.
    pub fn takes_enter(&self) -> bool {
        self.tab == Tab::Matrix
    }

    fn turn(&mut self, tab: Tab) {
        self.tab = tab;
        if tab == Tab::Venn {
            self.choose(self.part);
        }
    }

    fn choose(&mut self, part: usize) {
        self.part = part % parts::ALL.len();
        let chosen = parts::ALL[self.part];
        let wanted = (chosen.region(), chosen.cell(), chosen == Part::Uncovered);
        let query = &mut self.list.query;
        if (query.region, query.cell, query.uncovered) != wanted {
            (query.region, query.cell, query.uncovered) = wanted;
            self.list.act(Action::Top);
        }
    }

    fn part(&self) -> Part {
        parts::ALL[self.part]
    }

    /// What is down and what is across: the standings that are there, and any.
    fn sides(&self) -> [Vec<Option<Standing>>; 2] {
        let has = |counts: fn(&OverlapPage) -> u64| {
            self.page.as_ref().is_some_and(|page| counts(page) > 0)
        };
        let others = [
            has(|p| p.matrix.our_accounts[Standing::Other.place()]),
            has(|p| p.matrix.their_accounts[Standing::Other.place()]),
        ];
        others.map(|other| {
            let standings = Standing::ALL.into_iter();
            let there = standings.filter(|s| *s != Standing::Other || other);
            there.map(Some).chain(std::iter::once(None)).collect()
        })
    }

    /// What the cell under the cursor is to us, and what to them.
    fn standings(&self) -> [Option<Standing>; 2] {
        let [rows, columns] = self.sides();
        let at = |side: &[Option<Standing>], i: usize| side.get(i).copied().flatten();
        [at(&rows, self.cell[0]), at(&columns, self.cell[1])]
    }

    /// Draws the tab.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        match self.tab {
            Tab::Venn => picture::draw(self, buf, area, theme),
            Tab::Matrix => grid::draw(self, buf, area, theme),
            Tab::Table => {
                let words = parts::said(&self.list.query);
                picture::said(buf, area, theme, &words);
                list_view::draw(&self.list, buf, table_area(area), theme);
            }
        }
    }
}

/// The table under the line that says which accounts it holds.
fn table_area(area: Rect) -> Rect {
    let head = u16::from(area.height > 6);
    Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    }
}
