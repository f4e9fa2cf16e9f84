//! The overlap with one partner: the Venn with its numbers and plays, the matrix, and the table of accounts chosen in either.

mod grid;
mod parts;
mod picture;

use ratatui::{buffer::Buffer, layout::Rect};

use self::parts::Part;
use super::{Act, Screen, list::ListScreen, list_view, maybe::MaybeScreen, tabs::TabsScreen};
use crate::{
    domain::{day::Day, overlap::Standing},
    ops::Selection,
    store::OverlapPage,
    table::{Cell, List, Region, Row, Shown},
    tui::{
        event::{Answer, Want},
        keymap::Action,
        theme::Theme,
    },
};

pub use picture::picture_of;

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
    counts: [u64; 3],
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
        format!("{} › {}", self.partner, tabs.join(" "))
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
            "overlap intro" | "overlap offer" => {
                values.extend(text("named").map(|named| ("account", named)));
            }
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
        let mut needs = vec![Want::Overlap(self.id())];
        if self.tab != Tab::Matrix {
            needs.extend(self.list.needs());
        }
        needs
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match answer {
            Answer::Overlap(page) => {
                let venn = page.numbers.venn();
                self.counts = [venn.ours, venn.both, venn.theirs];
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
            Action::Settle | Action::Missed => return self.leads(action),
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
            Action::Settle if waits(|p| p.maybe) == 0 => "No pair waits to be settled.",
            Action::Settle => {
                let screen = MaybeScreen::new(self.id(), self.slug(), self.partner.clone());
                return Act::Push(Box::new(Screen::Maybe(Box::new(screen))));
            }
            _ => {
                let title = format!("{} › Missed credit", self.partner);
                let list = ListScreen::new(List::Missed, self.list.today())
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
        let (region, cell) = (chosen.region(), chosen.cell());
        if (self.list.query.region, self.list.query.cell) != (region, cell) {
            (self.list.query.region, self.list.query.cell) = (region, cell);
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

/// What is said where a row is no record of the book.
pub const NOT_OURS: &str = "This account is no customer or referral of yours. r logs it as a referral, i asks for an introduction.";

/// The customer or referral an account of ours is.
pub fn ours_of(list: &ListScreen, row: &Row, today: Day) -> Option<Screen> {
    let name = list.text(row, "our_ref")?;
    let id = name.get(1..)?.parse().ok()?;
    let title = list.text(row, "account").unwrap_or_else(|| name.clone());
    let selection = |noun| Selection {
        noun,
        ids: vec![id],
        names: vec![name.clone()],
    };
    Some(Screen::Tabs(Box::new(if name.starts_with('C') {
        TabsScreen::customer(title, selection("customer"), today)
    } else {
        TabsScreen::referral(title, selection("referral"), today)
    })))
}

/// What forms about missed credit begin with: the partner it is about.
pub fn asked_of(list: &ListScreen, path: &str) -> Vec<(&'static str, String)> {
    let row = list.current().filter(|_| path.starts_with("overlap "));
    let slug = row.and_then(|row| list.text(row, "slug"));
    slug.map(|slug| ("partner", slug)).into_iter().collect()
}

/// The three counts of a row of the list of overlaps: ours, both, theirs.
pub fn counts(list: &ListScreen, row: &Row) -> [u64; 3] {
    ["ours", "both", "theirs"].map(|key| match list.cell(row, key) {
        Some(Cell::Int(n)) => u64::try_from(*n).unwrap_or(0),
        _ => 0,
    })
}
