//! How the front page looks: cards, what needs somebody, bars, the best partners; side by side where there is room.

use ratatui::{buffer::Buffer, layout::Rect};

use super::home::HomeScreen;
use crate::{
    domain::{day::shown, money::Totals},
    store::Home,
    text,
    tui::{
        theme::{Role, Theme},
        widget::{panel, put},
    },
};

/// Wider the page does not grow: numbers stay by their labels.
const WIDEST: u16 = 140;
/// From this width on things stand side by side.
const TWO_FROM: u16 = 90;

/// How a book without referrals begins: keys, and what they lead to.
const BEGIN: &[(&str, &str)] = &[
    (
        "0 a",
        "say what you pay: a program, “25% of base for 12 months”",
    ),
    ("I", "bring a spreadsheet in: partners, referrals, payments"),
    ("2 a", "add a partner; only its name is needed"),
    ("a", "log a company that a partner referred"),
];

impl HomeScreen {
    /// Draws the page.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let Some(home) = &self.home else {
            put::left(buf, area, 0, 2, "…", theme.style(Role::Muted));
            return;
        };
        let area = Rect {
            width: area.width.min(WIDEST),
            ..area
        };
        let cards = cards(home);
        let used = draw_cards(buf, area, theme, &cards);
        let rest = Rect {
            y: area.y + used,
            height: area.height - used,
            ..area
        };
        if rest.width < TWO_FROM {
            let pipeline = put::cells(home.pipeline.len()) + 5;
            let room = if rest.height >= pipeline + 5 {
                pipeline
            } else {
                0
            };
            let needs = Rect {
                height: rest.height - room,
                ..rest
            };
            self.draw_needs(buf, needs, theme, home);
            if room > 0 {
                draw_pipeline(
                    buf,
                    Rect {
                        y: rest.y + needs.height,
                        height: room,
                        ..rest
                    },
                    theme,
                    home,
                );
            }
            return;
        }
        let left = rest.width * 3 / 5;
        // What is listed above gets the lines it needs; the chart below takes the rest of a tall window.
        let listed = put::cells((home.needs.len() + 2).max(home.pipeline.len() + 6));
        let top = match rest.height {
            tall @ 17.. => listed.max(10).min(tall - 8),
            low => low,
        };
        let upper = Rect {
            height: top,
            ..rest
        };
        let lower = Rect {
            y: rest.y + top,
            height: (rest.height - top).min(20),
            ..rest
        };
        let at_left = |r: Rect| Rect { width: left, ..r };
        let at_right = |r: Rect| Rect {
            x: r.x + left + 1,
            width: r.width - left - 1,
            ..r
        };
        self.draw_needs(buf, at_left(upper), theme, home);
        draw_pipeline(buf, at_right(upper), theme, home);
        draw_revenue(buf, at_left(lower), theme, home);
        draw_top(buf, at_right(lower), theme, home);
    }

    fn draw_needs(&self, buf: &mut Buffer, area: Rect, theme: Theme, home: &Home) {
        let note = home.needs.len().to_string();
        let inside = panel::frame(buf, area, theme, "Needs you today", &note);
        let rows = usize::from(inside.height);
        if home.needs.is_empty() && home.outcome.2 > 0 {
            let words = "Nothing. Everything is up to date.";
            put::left(buf, inside, 0, 1, words, theme.style(Role::Ok));
        } else if home.needs.is_empty() {
            for (row, (key, words)) in (0_u16..).zip(BEGIN) {
                put::left(buf, inside, row, 1, key, theme.style(Role::Accent));
                put::left(buf, inside, row, 7, words, theme.style(Role::Text));
            }
        }
        let top = (self.at + 1).saturating_sub(rows.max(1));
        for (row, (i, need)) in home
            .needs
            .iter()
            .enumerate()
            .skip(top)
            .take(rows)
            .enumerate()
        {
            let cursor = i == self.at;
            let style = theme.style(if cursor { Role::Selected } else { Role::Text });
            let mark = if need.urgent { "!" } else { "~" };
            let sign = if cursor { ">" } else { " " };
            let words = text::pad_right(
                &text::clean(&need.what),
                usize::from(inside.width.saturating_sub(4)),
            );
            put::left(
                buf,
                inside,
                put::cells(row),
                0,
                &format!("{sign} {mark} {words}"),
                style,
            );
            if !cursor {
                let role = if need.urgent { Role::Warn } else { Role::Muted };
                put::left(buf, inside, put::cells(row), 2, mark, theme.style(role));
            }
        }
    }
}

/// Title, figure, line below.
fn cards(home: &Home) -> [(&'static str, String, String); 4] {
    let sums = |t: &Totals| {
        if t.is_empty() {
            "-".to_owned()
        } else {
            t.shown()
        }
    };
    let free = home.next_free.map_or("nothing is held".to_owned(), |d| {
        format!("next free {}", shown(d))
    });
    let logged = home.outcome.2;
    let share = if logged > 0 {
        format!("  win {}%", (home.outcome.0 * 200 + logged) / (2 * logged))
    } else {
        String::new()
    };
    [
        (
            "Open referrals",
            home.open.to_string(),
            format!("{} new, {} stale >14 d", home.new, home.stale),
        ),
        (
            "Won this quarter",
            home.won.to_string(),
            format!("{:+} on last{share}", home.won - home.won_before),
        ),
        (
            "Payable now",
            sums(&home.payable),
            many(home.payable_partners, "partner"),
        ),
        ("On hold", sums(&home.held), free),
    ]
}

fn draw_cards(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    cards: &[(&str, String, String); 4],
) -> u16 {
    if area.width < 60 || area.height < 12 {
        // A line each; as many as leave room for what needs somebody.
        let rows = area.height.saturating_sub(4).min(4);
        for (row, (title, figure, _)) in cards.iter().take(usize::from(rows)).enumerate() {
            let at = put::left(
                buf,
                area,
                put::cells(row),
                1,
                &text::pad_right(title, 18),
                theme.style(Role::Muted),
            );
            put::left(
                buf,
                area,
                put::cells(row),
                at + 2,
                figure,
                theme.style(Role::Heading),
            );
        }
        return rows;
    }
    let per_row: u16 = if area.width >= TWO_FROM { 4 } else { 2 };
    let width = (area.width - (per_row - 1)) / per_row;
    let mut used = 0;
    for (i, (title, figure, below)) in cards.iter().enumerate() {
        let (column, row) = (put::cells(i) % per_row, put::cells(i) / per_row);
        let x = area.x + column * (width + 1);
        // The last takes what division left over, so that the edges stand in line.
        let width = if column == per_row - 1 {
            area.x + area.width - x
        } else {
            width
        };
        let card = Rect {
            x,
            y: area.y + row * 4,
            width,
            height: 4,
        };
        let inside = put::inside(panel::frame(buf, card, theme, title, ""), 1, 0);
        put::left(buf, inside, 0, 0, figure, theme.style(Role::Heading));
        put::left(buf, inside, 1, 0, below, theme.style(Role::Muted));
        used = row * 4 + 4;
    }
    used
}

fn draw_pipeline(buf: &mut Buffer, area: Rect, theme: Theme, home: &Home) {
    let inside = put::inside(
        panel::frame(buf, area, theme, "Pipeline", &format!("{} open", home.open)),
        1,
        0,
    );
    let label = home
        .pipeline
        .iter()
        .map(|(name, _)| text::width(name))
        .max()
        .unwrap_or(0)
        .min(12);
    let most = home
        .pipeline
        .iter()
        .map(|(_, n)| *n)
        .max()
        .unwrap_or(0)
        .max(1);
    let room = i64::from(inside.width)
        .saturating_sub(i64::try_from(label).unwrap_or(12) + 8)
        .max(1);
    let mut row = 0;
    for (name, n) in &home.pipeline {
        let bar = usize::try_from(n * room / most)
            .unwrap_or(0)
            .max(usize::from(*n > 0));
        let name = text::pad_right(name, label);
        put::left(buf, inside, row, 0, &name, theme.style(Role::Text));
        put::left(
            buf,
            inside,
            row,
            put::cells(label) + 1,
            &"█".repeat(bar),
            theme.style(Role::Info),
        );
        put::right(buf, inside, row, &n.to_string(), theme.style(Role::Heading));
        row += 1;
    }
    let (won, lost, all) = home.outcome;
    put::left(
        buf,
        inside,
        row + 1,
        0,
        &format!("Won {won}   lost {lost}   of {all} logged"),
        theme.style(Role::Text),
    );
    if let Some(days) = home.median_days {
        put::left(
            buf,
            inside,
            row + 2,
            0,
            &format!("median {} to a win", many(days, "day")),
            theme.style(Role::Muted),
        );
    }
}

fn draw_revenue(buf: &mut Buffer, area: Rect, theme: Theme, home: &Home) {
    let mut all = Totals::new();
    for (_, sums) in &home.revenue {
        // A sum too large to show is left out here; the list shows what it is made of.
        let _ = all.add_all(sums);
    }
    let inside = put::inside(
        panel::frame(
            buf,
            area,
            theme,
            "Revenue through partners, 12 months",
            &all.shown(),
        ),
        1,
        0,
    );
    let Some(main) = all.iter().max_by_key(|m| m.minor) else {
        put::left(
            buf,
            inside,
            0,
            0,
            "No revenue through partners yet.",
            theme.style(Role::Muted),
        );
        return;
    };
    let height = inside.height.saturating_sub(1);
    let most = home
        .revenue
        .iter()
        .map(|(_, t)| t.get(main.currency).minor)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = (inside.width / 12).max(1);
    for (i, (month, sums)) in home.revenue.iter().enumerate() {
        let minor = i128::from(sums.get(main.currency).minor.max(0));
        let eighths = minor * i128::from(height) * 8 / i128::from(most);
        let mut left = u16::try_from(eighths).unwrap_or(0);
        let x = put::cells(i) * step;
        for row in (0..height).rev() {
            let part = left.min(8);
            left -= part;
            let block = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][usize::from(part)];
            put::left(
                buf,
                inside,
                row,
                x,
                &block.repeat(usize::from(step.saturating_sub(1).max(1))),
                theme.style(Role::Info),
            );
        }
        let name: String = month
            .first()
            .format("%b")
            .to_string()
            .chars()
            .take(usize::from(step.saturating_sub(1)))
            .collect();
        put::left(buf, inside, height, x, &name, theme.style(Role::Muted));
    }
}

fn draw_top(buf: &mut Buffer, area: Rect, theme: Theme, home: &Home) {
    let inside = put::inside(
        panel::frame(buf, area, theme, "Top partners this year", "earned"),
        1,
        0,
    );
    for (row, (name, _, won, earned)) in
        home.top.iter().take(usize::from(inside.height)).enumerate()
    {
        let row = put::cells(row);
        let figures = format!("  {won} won  {}", earned.shown());
        let at = put::right(buf, inside, row, &figures, theme.style(Role::Text));
        put::left(
            buf,
            inside,
            row,
            0,
            &text::pad_right(&text::clean(name), usize::from(at)),
            theme.style(Role::Text),
        );
    }
}

fn many(n: i64, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}
