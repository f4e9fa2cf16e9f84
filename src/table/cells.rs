//! Cells from what a record holds, and a cell as a person reads it: the only place that decides how a cell looks.

use super::{Cell, Mark};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::{Money, Totals},
    },
    text as outside,
};

/// Seven heights of a sparkline in braille, whose width every terminal agrees on.
const HEIGHTS: [char; 7] = ['⣀', '⣄', '⣤', '⣦', '⣶', '⣷', '⣿'];

pub(super) fn text(text: String) -> Cell {
    Cell::Text(text)
}

pub(super) fn opt_text(text: Option<String>) -> Cell {
    text.map_or(Cell::Empty, Cell::Text)
}

pub(super) fn id(noun: Noun, number: i64) -> Cell {
    Cell::Text(noun.id(number).to_string())
}

pub(super) fn opt_id(noun: Noun, number: Option<i64>) -> Cell {
    number.map_or(Cell::Empty, |number| id(noun, number))
}

pub(super) fn int(n: i64) -> Cell {
    Cell::Int(n)
}

pub(super) fn opt_int(n: Option<i64>) -> Cell {
    n.map_or(Cell::Empty, Cell::Int)
}

pub(super) fn opt_day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

pub(super) fn opt_money(money: Option<Money>) -> Cell {
    money.map_or(Cell::Empty, Cell::Money)
}

pub(super) fn amounts(totals: &Totals) -> Cell {
    if totals.is_empty() {
        Cell::Empty
    } else {
        Cell::Amounts(totals.iter().collect())
    }
}

impl Mark {
    /// The sign before a state's word; `ascii` for terminals without the others.
    pub fn glyph(self, ascii: bool) -> &'static str {
        let (sign, plain) = match self {
            Self::None => ("", ""),
            Self::Payable => ("»", "$"),
            Self::Waiting => ("◔", "w"),
            Self::Attention => ("!", "!"),
            Self::Done => ("✓", "v"),
            Self::Failed => ("✗", "X"),
            Self::Reversed => ("↺", "r"),
            Self::Note => ("~", "~"),
        };
        if ascii { plain } else { sign }
    }
}

impl Cell {
    /// The cell in one line for a person, safe in a terminal: `$1,200.00`, `2026-11-21`, `~33%`, `◔ held to 27 Nov`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => outside::clean(text).into_owned(),
            Self::Int(n) => n.to_string(),
            Self::Percent { tenths, few } => {
                // Half a percent goes up, as people round.
                let whole = (tenths + 5).div_euclid(10);
                format!("{}{whole}%", if *few { "~" } else { "" })
            }
            Self::Money(money) => money.shown(),
            Self::Amounts(several) => shown_amounts(several),
            Self::Day(day) => day.to_string(),
            Self::State(mark, word) => {
                let word = outside::clean(word);
                match mark.glyph(false) {
                    "" => word.into_owned(),
                    sign => format!("{sign} {word}"),
                }
            }
            Self::Spark(numbers) => spark(numbers),
        }
    }

    /// The cell as a program reads it in text: no symbols, no grouping, no marks. Several amounts are `12.00 USD; 3.00 EUR`.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::State(_, word) => word.clone(),
            Self::Percent { tenths, .. } => format!(
                "{}{}.{}",
                if *tenths < 0 { "-" } else { "" },
                tenths.abs() / 10,
                tenths.abs() % 10
            ),
            Self::Money(money) => money.plain(),
            Self::Amounts(several) => several
                .iter()
                .map(|m| format!("{} {}", m.plain(), m.currency))
                .collect::<Vec<_>>()
                .join("; "),
            Self::Spark(numbers) => numbers
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            other => other.shown(),
        }
    }
}

/// As `Totals::shown`: what is not zero, or one zero.
fn shown_amounts(several: &[Money]) -> String {
    let some: Vec<String> = several
        .iter()
        .filter(|m| !m.is_zero())
        .map(|m| m.shown())
        .collect();
    if some.is_empty() {
        several.first().map(|m| m.shown()).unwrap_or_default()
    } else {
        some.join("  ")
    }
}

/// Nothing is the floor; anything above it is at least one step up, so that one referral shows.
fn spark(numbers: &[i64]) -> String {
    let top = numbers
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .max(1)
        .unsigned_abs();
    let steps = HEIGHTS.len() as u64 - 1;
    let height = |n: i64| {
        let share = n.max(0).unsigned_abs().saturating_mul(steps).div_ceil(top);
        HEIGHTS[usize::try_from(share).unwrap_or(0).min(HEIGHTS.len() - 1)]
    };
    numbers.iter().map(|n| height(*n)).collect()
}
