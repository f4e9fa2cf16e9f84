//! The overlap with one partner: the Venn, its three numbers, and the accounts of the region chosen.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{list::ListScreen, list_view};
use crate::{
    domain::day::Day,
    ops::Selection,
    table::{Cell, List, Region, Row},
    text::venn::{VennPicture, venn},
    tui::{
        keymap::Action,
        theme::{Role, Theme},
        widget::put,
    },
};

/// From this width on the picture stands beside the table.
const BESIDE_FROM: u16 = 96;
/// Its width there.
const PICTURE: u16 = 50;

/// The regions, in the order of the tabs.
const REGIONS: [(Region, &str); 3] = [
    (Region::Both, "Both"),
    (Region::Ours, "Only yours"),
    (Region::Theirs, "Only theirs"),
];

/// The overlap with one partner.
#[derive(Debug, Clone)]
pub struct AccountsScreen {
    /// The accounts of the region.
    pub list: Box<ListScreen>,
    /// The partner.
    pub selection: Selection,
    partner: String,
    counts: [u64; 3],
    region: usize,
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
            region: 0,
        }
    }

    /// `Northwind  [Both] Only yours  Only theirs`.
    pub fn title(&self) -> String {
        let tabs: Vec<String> = REGIONS
            .iter()
            .enumerate()
            .map(|(i, (_, name))| {
                if i == self.region {
                    format!("[{name}]")
                } else {
                    (*name).to_owned()
                }
            })
            .collect();
        format!("{} › {}", self.partner, tabs.join(" "))
    }

    /// Fits the table.
    pub fn fit(&mut self, area: Rect) {
        let (_, table) = split(area);
        let lines = list_view::parts(&self.list, table).lines();
        self.list.fit(lines, false);
    }

    /// Handles movement and view.
    pub fn act(&mut self, action: Action) -> bool {
        let turn = match action {
            Action::NextTab => 1,
            Action::PrevTab => REGIONS.len() - 1,
            action => return self.list.act(action),
        };
        self.region = (self.region + turn) % REGIONS.len();
        self.list.query.region = REGIONS[self.region].0;
        self.list.act(Action::Top);
        true
    }

    /// Draws picture and table.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let (picture, table) = split(area);
        picture_of(buf, picture, theme, self.counts, &self.partner);
        if picture.height == area.height {
            for row in 0..area.height {
                put::left(
                    buf,
                    area,
                    row,
                    picture.width,
                    "│",
                    theme.style(Role::Border),
                );
            }
        }
        list_view::draw(&self.list, buf, table, theme);
    }
}

fn split(area: Rect) -> (Rect, Rect) {
    if area.width >= BESIDE_FROM {
        let picture = Rect {
            width: PICTURE,
            ..area
        };
        (
            picture,
            Rect {
                x: area.x + PICTURE + 1,
                width: area.width - PICTURE - 1,
                ..area
            },
        )
    } else {
        let height = if area.height >= 12 { 5 } else { 0 };
        (
            Rect { height, ..area },
            Rect {
                y: area.y + height,
                height: area.height - height,
                ..area
            },
        )
    }
}

/// The three counts of a row of the list of overlaps: ours, both, theirs.
pub fn counts(list: &ListScreen, row: &Row) -> [u64; 3] {
    ["ours", "both", "theirs"].map(|key| match list.cell(row, key) {
        Some(Cell::Int(n)) => u64::try_from(*n).unwrap_or(0),
        _ => 0,
    })
}

/// Draws the Venn of three counts, with the numbers and shares as text below.
pub fn picture_of(buf: &mut Buffer, area: Rect, theme: Theme, counts: [u64; 3], partner: &str) {
    let [ours, both, theirs] = counts;
    let area = put::inside(area, 1, 0);
    let numbers = area.height >= 16;
    let rows = if numbers {
        area.height - 5
    } else {
        area.height
    };
    let picture = VennPicture {
        ours,
        both,
        theirs,
        our_label: "Your accounts",
        their_label: "Theirs",
        ascii: false,
    };
    let lines = venn(&picture, usize::from(area.width), usize::from(rows));
    for (row, line) in lines.iter().enumerate() {
        put::left(buf, area, put::cells(row), 0, line, theme.style(Role::Info));
    }
    if numbers {
        let share = |n: u64, of: u64| {
            if of == 0 {
                "-".to_owned()
            } else {
                format!("{}%", (n * 200 + of) / (2 * of))
            }
        };
        let (mine, other) = (ours + both, theirs + both);
        let lines = [
            format!("Only yours  {ours:>6}  {:>4} of yours", share(ours, mine)),
            format!(
                "Both        {both:>6}  {:>4} of yours, {} of theirs",
                share(both, mine),
                share(both, other)
            ),
            format!(
                "Only theirs {theirs:>6}  {:>4} of theirs",
                share(theirs, other)
            ),
        ];
        for (i, line) in lines.iter().enumerate() {
            put::left(
                buf,
                area,
                rows + 1 + put::cells(i),
                0,
                line,
                theme.style(Role::Text),
            );
        }
        put::left(
            buf,
            area,
            rows + 4,
            0,
            &format!("with {partner}"),
            theme.style(Role::Muted),
        );
    }
}
