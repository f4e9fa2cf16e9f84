//! The Venn tab: picture, numbers, plays, what waits and what is shared, beside or above the accounts of the part chosen.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{AccountsScreen, Part, parts};
use crate::{
    domain::{
        day::{Day, shown},
        overlap::Venn,
        sharing::Level,
    },
    store::OverlapPage,
    table::Region,
    text::{
        self,
        venn::{VennPicture, venn},
    },
    tui::{
        screen::list_view,
        theme::{Role, Theme},
        widget::put,
    },
};

/// From this width on the picture stands beside the table.
const BESIDE_FROM: u16 = 96;
/// Its width there.
const PICTURE: u16 = 50;
/// From this height on the plays have room below the table.
const PLAYS_FROM: u16 = 16;

/// The parts of the picture, before those to do something with.
const REGIONS: usize = 3;

/// Where the parts of the tab are.
pub struct Areas {
    /// Picture and numbers.
    picture: Rect,
    /// The accounts.
    pub list: Rect,
    /// What to do with them; no height where there is no room.
    plays: Rect,
    beside: bool,
}

/// Lays the tab out.
pub fn areas(area: Rect) -> Areas {
    let beside = area.width >= BESIDE_FROM;
    let (picture, right) = if beside {
        let right = Rect {
            x: area.x + PICTURE + 1,
            width: area.width - PICTURE - 1,
            ..area
        };
        (
            Rect {
                width: PICTURE,
                ..area
            },
            right,
        )
    } else {
        // Three numbers, a line for what waits, and one for what is shared.
        let height = if area.height >= 12 { 5 } else { 0 };
        let below = Rect {
            y: area.y + height,
            height: area.height - height,
            ..area
        };
        (Rect { height, ..area }, below)
    };
    let lines = if beside { 2 } else { 1 };
    let wanted = 1 + lines * put::cells(parts::ALL.len() - REGIONS);
    let height = if area.height >= PLAYS_FROM { wanted } else { 0 };
    Areas {
        picture,
        list: Rect {
            height: right.height - height,
            ..right
        },
        plays: Rect {
            y: right.bottom() - height,
            height,
            ..right
        },
        beside,
    }
}

/// Draws the tab.
pub fn draw(screen: &AccountsScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let areas = areas(area);
    if areas.beside {
        for row in 0..area.height {
            put::left(buf, area, row, PICTURE, "│", theme.style(Role::Border));
        }
        circles(screen, buf, put::inside(areas.picture, 1, 0), theme);
    } else if areas.picture.height > 0 {
        let inside = put::inside(areas.picture, 1, 0);
        numbers(screen, buf, inside, theme, 0);
        let waits = waiting(screen).join("   ");
        put::left(buf, inside, 3, 0, &waits, theme.style(Role::Warn));
        let lines = shared(screen);
        let whole = lines.join(" ");
        // What they may be told says more than that nothing is sent.
        let shared = match lines.last() {
            Some(told) if text::width(&whole) > usize::from(inside.width) => told,
            _ => &whole,
        };
        put::left(buf, inside, 4, 0, shared, theme.style(Role::Muted));
    }
    list_view::draw(&screen.list, buf, areas.list, theme);
    plays(screen, buf, &areas, theme);
}

/// The picture with its numbers, and what waits, below each other.
fn circles(screen: &AccountsScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let waits = waiting(screen);
    let shared = shared(screen);
    let lists = lists(screen, usize::from(area.width));
    let below = 4 + put::cells(waits.len() + lists.len() + shared.len());
    let rows = area.height.saturating_sub(below + 1);
    picture(buf, area, theme, screen.counts, rows);
    let mut row = rows.saturating_add(1);
    numbers(screen, buf, area, theme, row);
    row += 4;
    for line in waits {
        put::left(buf, area, row, 0, &line, theme.style(Role::Warn));
        row += 1;
    }
    for line in lists.into_iter().chain(shared) {
        put::left(buf, area, row, 0, &line, theme.style(Role::Muted));
        row += 1;
    }
}

/// What waits for a person, with the key that leads there.
fn waiting(screen: &AccountsScreen) -> Vec<String> {
    let Some(page) = &screen.page else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    match page.maybe {
        0 => {}
        1 => lines.push("1 maybe-match: =".to_owned()),
        n => lines.push(format!("{n} maybe-matches: =")),
    }
    match page.probable {
        0 => {}
        1 => lines.push("1 of them is probable, waits for your yes: P".to_owned()),
        n => lines.push(format!("{n} of them are probable, wait for your yes: P")),
    }
    match page.missed {
        0 => {}
        1 => lines.push("1 customer without credit: m".to_owned()),
        n => lines.push(format!("{n} customers without credit: m")),
    }
    lines
}

/// What is in common as each side counts it, where they differ; and of which day their lists are, those of one day
/// together.
fn lists(screen: &AccountsScreen, width: usize) -> Vec<String> {
    let Some(page) = screen.page.as_deref() else {
        return Vec::new();
    };
    let mut days: Vec<(Day, Vec<&str>)> = Vec::new();
    for list in &page.lists {
        match days.iter_mut().find(|(day, _)| *day == list.as_of) {
            Some((_, lists)) => lists.push(list.called()),
            None => days.push((list.as_of, vec![list.called()])),
        }
    }
    let found = page.numbers;
    let mut lines = Vec::new();
    if found.ours != found.theirs {
        lines.push(format!(
            "{} of yours are {} of theirs, in {} pairs.",
            found.ours, found.theirs, found.pairs
        ));
    }
    let each = |(day, lists): &(Day, Vec<&str>)| format!("{} of {}", lists.join(", "), shown(*day));
    let all: Vec<String> = days.iter().map(each).collect();
    lines.extend(text::wrap(&format!("Their {}.", all.join("; ")), width));
    lines
}

/// What leaves this file, in words.
fn shared(screen: &AccountsScreen) -> Vec<String> {
    let mut lines = vec!["Their list never leaves this file.".to_owned()];
    lines.extend(screen.page.as_deref().map(told));
    lines
}

fn told(page: &OverlapPage) -> String {
    let first = page.told.first().map(|(_, s)| s.level).unwrap_or_default();
    if page.told.iter().all(|(_, s)| s.level == first) {
        return match first {
            Level::Hidden => "They may be told nothing of yours.".to_owned(),
            Level::Counts => "They may be told counts only.".to_owned(),
            level => format!("They may be told: {level}."),
        };
    }
    let each: Vec<String> = page
        .told
        .iter()
        .map(|(list, s)| format!("{list} {}", s.level))
        .collect();
    format!("Told: {}.", each.join(", "))
}

/// The three numbers with their shares; the part chosen is marked.
fn numbers(screen: &AccountsScreen, buf: &mut Buffer, area: Rect, theme: Theme, from: u16) {
    let venn = screen.counts;
    let regions = [
        (Region::Ours, "Only yours"),
        (Region::Both, "Both"),
        (Region::Theirs, "Only theirs"),
    ];
    for (line, (region, name)) in (from..).zip(regions) {
        let share = |of: Option<String>, whose: &str| {
            of.map_or(String::new(), |share| format!("  {share} {whose}"))
        };
        let count = match region {
            Region::Theirs if !venn.theirs_known => "unknown".to_owned(),
            _ => put::count(usize::try_from(venn.count(region)).unwrap_or(usize::MAX)),
        };
        let words = format!(
            "{name:<11}{count:>8}{}{}",
            share(venn.share_of_ours(region), "yours"),
            share(venn.share_of_theirs(region), "theirs"),
        );
        marked(
            buf,
            area,
            theme,
            line,
            &words,
            screen.part() == Part::Region(region),
        );
    }
}

fn marked(buf: &mut Buffer, area: Rect, theme: Theme, row: u16, words: &str, chosen: bool) {
    let (mark, role) = if chosen {
        (">", Role::Accent)
    } else {
        (" ", Role::Text)
    };
    put::left(
        buf,
        area,
        row,
        0,
        &format!("{mark} {words}"),
        theme.style(role),
    );
}

/// The lists to do something with, under the table.
fn plays(screen: &AccountsScreen, buf: &mut Buffer, areas: &Areas, theme: Theme) {
    let area = areas.plays;
    if area.height == 0 {
        return;
    }
    let title = " What to do with this: tab chooses ";
    put::rule(buf, area, 0, '╌', theme.style(Role::Border));
    put::left(buf, area, 0, 1, title, theme.style(Role::Heading));
    let lines = if areas.beside { 2 } else { 1 };
    let all = parts::to_do(screen.page.as_deref());
    for (i, (part, which, advice)) in (0..).zip(all) {
        let row = 1 + i * lines;
        let chosen = screen.part() == part;
        let whole = format!("{which}: {advice}");
        if lines == 2 {
            marked(buf, area, theme, row, &format!("{which}:"), chosen);
            put::left(buf, area, row + 1, 4, advice, theme.style(Role::Muted));
        } else if text::width(&whole) + 2 <= usize::from(area.width) {
            marked(buf, area, theme, row, &whole, chosen);
        } else {
            marked(buf, area, theme, row, &which, chosen);
        }
    }
}

/// A line above the table: which accounts it holds.
pub fn said(buf: &mut Buffer, area: Rect, theme: Theme, words: &str) {
    if area.height > 6 {
        put::left(buf, area, 0, 1, words, theme.style(Role::Heading));
    }
}

fn picture(buf: &mut Buffer, area: Rect, theme: Theme, counts: Venn, rows: u16) {
    let picture = VennPicture {
        ours: counts.ours,
        both: counts.both,
        both_theirs: counts.both_theirs,
        theirs: counts.theirs,
        theirs_known: counts.theirs_known,
        our_label: "Your accounts",
        their_label: "Their accounts",
        ascii: false,
    };
    let lines = venn(&picture, usize::from(area.width), usize::from(rows));
    for (row, line) in lines.iter().enumerate() {
        put::left(buf, area, put::cells(row), 0, line, theme.style(Role::Info));
    }
}

/// Draws the Venn of three counts, with the numbers and shares as text below.
pub fn picture_of(buf: &mut Buffer, area: Rect, theme: Theme, counts: Venn, partner: &str) {
    let area = put::inside(area, 1, 0);
    if area.height < 16 {
        return picture(buf, area, theme, counts, area.height);
    }
    let rows = area.height - 5;
    picture(buf, area, theme, counts, rows);
    let said = |name: &str, region: Region| {
        let shares = [
            (counts.share_of_ours(region), "yours"),
            (counts.share_of_theirs(region), "theirs"),
        ];
        let shares: Vec<String> = shares
            .into_iter()
            .filter_map(|(share, whose)| Some(format!("{} {whose}", share?)))
            .collect();
        let count = match region {
            Region::Theirs if !counts.theirs_known => "unknown".to_owned(),
            _ => counts.count(region).to_string(),
        };
        format!("{name:<11} {count:>7}  {}", shares.join(", "))
    };
    let lines = [
        said("Only yours", Region::Ours),
        said("Both", Region::Both),
        said("Only theirs", Region::Theirs),
    ];
    for (row, line) in (rows + 1..).zip(&lines) {
        put::left(buf, area, row, 0, line, theme.style(Role::Text));
    }
    let with = format!("with {partner}");
    put::left(buf, area, rows + 4, 0, &with, theme.style(Role::Muted));
}
