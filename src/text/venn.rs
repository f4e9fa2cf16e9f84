//! Draws the overlap of two lists as two circles to scale; must not count, look up or colour anything.
//!
//! Too small a window gets three bars instead; the numbers stand in the picture either way.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cells become dots and back; values are sizes of a window"
)]

mod bars;
mod circles;
mod dots;

use crate::text::{clean, cut, pad_left, pad_right, width};
use bars::bars;
use circles::Circles;
use dots::Dots;

/// Below this many columns or rows, bars are drawn instead of circles.
const LEAST_SIZE: (usize, usize) = (44, 12);

/// What the picture shows: the three counts and how the two lists are called.
#[derive(Debug, Clone, Copy)]
pub struct VennPicture<'a> {
    /// Accounts only on our list.
    pub ours: u64,
    /// Accounts of ours on both.
    pub both: u64,
    /// Accounts of theirs on both, for their total.
    pub both_theirs: u64,
    /// Accounts only on their list.
    pub theirs: u64,
    /// Whether all of theirs is known; else it is said that it is not.
    pub theirs_known: bool,
    /// Our list's name ("Your customers"); its total is written after it.
    pub our_label: &'a str,
    /// Their list's name ("Their accounts").
    pub their_label: &'a str,
    /// Draw with characters of ASCII only.
    pub ascii: bool,
}

/// The picture in at most `columns` by `rows` cells, as lines without trailing blanks.
///
/// Below 44 columns or 12 rows it is three bars with their numbers. No line is wider than `columns`.
pub fn venn(picture: &VennPicture<'_>, columns: usize, rows: usize) -> Vec<String> {
    let lines = if columns < LEAST_SIZE.0 || rows < LEAST_SIZE.1 || picture.is_empty() {
        bars(picture, columns)
    } else {
        drawing(picture, columns, rows)
    };
    lines
        .iter()
        .take(rows)
        .map(|line| cut(line.trim_end(), columns))
        .collect()
}

impl VennPicture<'_> {
    fn is_empty(&self) -> bool {
        self.counts() == [0, 0, 0]
    }

    fn counts(&self) -> [u64; 3] {
        [self.ours, self.both, self.theirs]
    }

    /// What the eye could misread, in words.
    fn note(&self, to_scale: bool) -> Option<&'static str> {
        match self.counts() {
            _ if !self.theirs_known => Some("Of theirs only what both have is known."),
            [0, 0, _] => Some("Your list is empty."),
            [_, 0, 0] => Some("Their list is empty."),
            [_, 0, _] => Some("No account in common."),
            [0, _, 0] => Some("Both lists hold the same accounts."),
            [_, _, 0] => Some("All of theirs are yours."),
            [0, _, _] => Some("All of yours are theirs."),
            _ if !to_scale => Some("The small circle is larger than to scale."),
            _ => None,
        }
    }

    /// Both lists with their totals, one at each end of a line.
    fn caption(&self, columns: usize) -> String {
        let half = columns / 2;
        let total = |label: &str, part: u64, both: u64| {
            let number = grouped(u128::from(part) + u128::from(both));
            let room = half.saturating_sub(width(&number) + 2);
            format!("{} {number}", cut(&self.shown(label), room))
        };
        let ours = total(self.our_label, self.ours, self.both);
        let theirs = if self.theirs_known {
            total(self.their_label, self.theirs, self.both_theirs)
        } else {
            cut(&self.shown(self.their_label), half)
        };
        format!(
            "{}{}",
            pad_right(&ours, half),
            pad_left(&theirs, columns - half)
        )
    }

    fn shown(&self, label: &str) -> String {
        let label = clean(label);
        if self.ascii {
            label
                .chars()
                .map(|c| if c.is_ascii() { c } else { '?' })
                .collect()
        } else {
            label.into_owned()
        }
    }
}

/// Which numbers stand outside, with a line leading to them: ours, both, theirs.
type Outside = [bool; 3];

fn drawing(picture: &VennPicture<'_>, columns: usize, rows: usize) -> Vec<String> {
    let mut outside: Outside = [false; 3];
    // A number outside takes a row from the circles, which may push out another; three rounds settle it.
    loop {
        let above = usize::from(outside[1]);
        let below = usize::from(outside[0] || outside[2]);
        // The row for the note is always kept, so that the picture does not jump between partners.
        let high = rows - 2 - above - below;
        let fitted = |(a, b, c)| Circles::fit(a, b, c, (columns * 2) as f64, (high * 4) as f64);
        let circles = fitted((picture.ours, picture.both, picture.theirs));
        let mut grid = Dots::new(columns, high);
        circles.outline().for_each(|(x, y)| grid.set(x, y));
        let mut lines = grid.lines(picture.ascii);
        let missing = place_inside(&mut lines, picture, &circles, outside);
        if missing != outside {
            outside = missing;
            continue;
        }
        let ends = leaders(&mut grid, &circles, outside);
        let mut body = grid.lines(picture.ascii);
        place_inside(&mut body, picture, &circles, outside);
        let mut out = vec![picture.caption(columns)];
        if above > 0 {
            out.push(outer_row(columns, &[(ends[1], picture.both)]));
        }
        out.extend(body.into_iter().map(|line| line.into_iter().collect()));
        if below > 0 {
            let wanted = [(0, picture.ours), (2, picture.theirs)];
            let labels: Vec<_> = wanted
                .iter()
                .filter(|(i, _)| outside[*i])
                .map(|(i, n)| (ends[*i], *n))
                .collect();
            out.push(outer_row(columns, &labels));
        }
        out.extend(picture.note(circles.to_scale).map(str::to_string));
        return out;
    }
}

/// Writes each number into the middle of its part; returns which do not fit there (or already stood outside).
fn place_inside(
    lines: &mut [Vec<char>],
    picture: &VennPicture<'_>,
    circles: &Circles,
    outside: Outside,
) -> Outside {
    let mut missing = outside;
    let row = (circles.y / 4.0) as usize;
    for ((part, count), missing) in circles
        .parts()
        .into_iter()
        .zip(picture.counts())
        .zip(&mut missing)
    {
        if count == 0 || *missing {
            continue;
        }
        let number = grouped(u128::from(count));
        let middle = (f64::midpoint(part.0, part.1) / 2.0 - number.len() as f64 / 2.0)
            .round()
            .max(2.0) as usize;
        let line = &mut lines[row];
        // One blank cell on each side, or it would read as part of the outline.
        let blank = |start: &usize| {
            line.get(start - 1..=start + number.len())
                .is_some_and(|c| c.iter().all(|c| *c == ' '))
        };
        let within = part.1 - part.0 >= (number.len() * 2) as f64;
        match [middle, middle - 1, middle + 1]
            .into_iter()
            .find(blank)
            .filter(|_| within)
        {
            Some(start) => line[start..start + number.len()]
                .iter_mut()
                .zip(number.chars())
                .for_each(|(cell, c)| *cell = c),
            None => *missing = true,
        }
    }
    missing
}

/// Dots a line from each part whose number stands outside: up for both, down for the others. Gives the columns.
fn leaders(grid: &mut Dots, circles: &Circles, outside: Outside) -> [usize; 3] {
    let mut ends = [0; 3];
    for (i, part) in circles.parts().into_iter().enumerate() {
        let x = f64::midpoint(part.0, part.1);
        ends[i] = (x / 2.0).max(0.0) as usize;
        if outside[i] {
            let (from, to) = if i == 1 {
                (0.0, circles.y)
            } else {
                (circles.y, (grid.high * 4) as f64)
            };
            // Every other dot, to tell the line from an outline.
            let steps = ((to - from) / 2.0) as u32;
            (0..=steps).for_each(|step| grid.set(x, from + f64::from(step) * 2.0));
        }
    }
    ends
}

/// A row with each number centred on its column, moved apart and kept inside the picture where needed.
fn outer_row(columns: usize, labels: &[(usize, u64)]) -> String {
    let mut out = String::new();
    let mut needed: usize = labels
        .iter()
        .map(|(_, n)| grouped(u128::from(*n)).len() + 2)
        .sum();
    for (column, count) in labels {
        let number = grouped(u128::from(*count));
        // Later numbers keep their room to the right.
        let last = columns.saturating_sub(needed);
        needed -= number.len() + 2;
        let after = if out.is_empty() { 0 } else { out.len() + 2 };
        let start = column.saturating_sub(number.len() / 2).min(last).max(after);
        out = format!("{}{number}", pad_right(&out, start));
    }
    out
}

fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn picture(ours: u64, both: u64, theirs: u64) -> VennPicture<'static> {
        VennPicture {
            ours,
            both,
            both_theirs: both,
            theirs,
            theirs_known: true,
            our_label: "Your customers",
            their_label: "Their accounts",
            ascii: false,
        }
    }

    fn draw(ours: u64, both: u64, theirs: u64) -> Vec<String> {
        venn(&picture(ours, both, theirs), 54, 17)
    }

    #[test]
    fn three_numbers_stand_in_their_parts_on_one_row() {
        let lines = draw(318, 94, 174);
        assert_eq!(lines.len(), 16, "{lines:#?}");
        assert!(
            lines[0].starts_with("Your customers 412") && lines[0].ends_with("Their accounts 268")
        );
        let row = lines
            .iter()
            .find(|l| l.contains("318"))
            .expect("a row with our number");
        assert!(
            row.find("318") < row.find("94") && row.find("94") < row.find("174"),
            "{row}"
        );
    }

    #[test]
    fn a_part_too_narrow_has_its_number_outside() {
        let lines = draw(409, 3, 17);
        assert!(lines[1].trim() == "3", "{lines:#?}");
        let row = lines
            .iter()
            .find(|l| l.contains("409"))
            .expect("a row with our number");
        assert!(!row.contains('3'), "{row}");
    }

    #[test]
    fn a_list_within_the_other_is_said_in_words_without_a_nought() {
        let lines = draw(352, 60, 0);
        assert_eq!(
            lines.last().map(String::as_str),
            Some("All of theirs are yours.")
        );
        assert!(
            !lines[1..].concat().replace("60", "").contains('0'),
            "{lines:#?}"
        );
        assert_eq!(
            draw(0, 60, 352).last().map(String::as_str),
            Some("All of yours are theirs.")
        );
        assert_eq!(
            draw(0, 60, 0).last().map(String::as_str),
            Some("Both lists hold the same accounts.")
        );
    }

    #[test]
    fn lists_with_nothing_in_common_stand_three_cells_apart() {
        let lines = draw(200, 0, 150);
        let row: Vec<char> = lines[1..]
            .iter()
            .find(|l| l.contains("200"))
            .expect("our number")
            .chars()
            .collect();
        let outlines: Vec<usize> = (0..row.len()).filter(|i| row[*i] > '\u{2800}').collect();
        assert!(
            outlines.windows(2).any(|w| w[1] - w[0] == 4),
            "{outlines:?} {lines:#?}"
        );
        assert!(lines.concat().contains("150") && lines.concat().contains("No account in common."));
    }

    #[test]
    fn a_small_window_gets_bars() {
        let lines = venn(&picture(318, 94, 174), 30, 10);
        assert_eq!(
            lines,
            [
                "Only yours  318 ██████████████",
                "Both         94 ████",
                "Only theirs 174 ████████"
            ]
        );
        assert_eq!(
            venn(&picture(0, 0, 0), 60, 20),
            ["Only yours  0", "Both        0", "Only theirs 0"]
        );
        assert_eq!(venn(&picture(1, 2, 3), 8, 2), ["1 Only ~", "2 Both"]);
    }

    #[test]
    fn ascii_is_ascii() {
        let plain = VennPicture {
            ascii: true,
            our_label: "Kundé",
            ..picture(318, 94, 174)
        };
        assert!(venn(&plain, 60, 20).concat().is_ascii());
        assert!(venn(&plain, 30, 5).concat().is_ascii());
    }

    proptest! {
        #[test]
        fn never_wider_or_higher_than_asked_and_no_number_is_lost(
            ours in prop_oneof![0u64..50, any::<u64>()],
            both in prop_oneof![0u64..50, any::<u64>()],
            theirs in prop_oneof![0u64..50, any::<u64>()],
            columns in 0usize..140,
            rows in 0usize..50,
            ascii: bool,
            label in any::<String>(),
        ) {
            let asked = VennPicture { ours, both, both_theirs: both, theirs, theirs_known: true, our_label: &label, their_label: &label, ascii };
            let lines = venn(&asked, columns, rows);
            prop_assert!(lines.len() <= rows);
            prop_assert!(lines.iter().all(|l| width(l) <= columns), "{lines:#?}");
            if columns >= 70 && rows >= 3 {
                for count in asked.counts().into_iter().filter(|n| *n > 0) {
                    prop_assert!(lines.concat().contains(&grouped(u128::from(count))), "{lines:#?}");
                }
            }
        }
    }
}
