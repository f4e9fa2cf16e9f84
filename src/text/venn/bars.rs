//! The overlap as three bars, for a window too small for circles; must not choose when.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts become cells of a bar"
)]

use super::{VennPicture, grouped};
use crate::text::{cut, pad_left, pad_right, width};

/// The three numbers as bars, for a window too small for circles.
pub(super) fn bars(picture: &VennPicture<'_>, columns: usize) -> Vec<String> {
    let names = ["Only yours", "Both", "Only theirs"];
    let numbers = picture.counts().map(|n| grouped(u128::from(n)));
    let widest = numbers.iter().map(String::len).max().unwrap_or(0);
    let most = picture.counts().into_iter().max().unwrap_or(0);
    let room = columns.saturating_sub(11 + 1 + widest + 1);
    let lines = names.iter().zip(&numbers).zip(picture.counts());
    lines
        .map(|((name, number), count)| {
            let text = format!("{} {}", pad_right(name, 11), pad_left(number, widest));
            // The number matters more than its name where both do not fit.
            if width(&text) > columns {
                cut(&format!("{number} {name}"), columns)
            } else {
                format!("{text} {}", bar(count, most, room, picture.ascii))
            }
        })
        .collect()
}

fn bar(count: u64, most: u64, room: usize, ascii: bool) -> String {
    if count == 0 || room == 0 {
        return String::new();
    }
    let cells = count as f64 / most as f64 * room as f64;
    let full = (cells.round() as usize).clamp(1, room);
    if ascii {
        "#".repeat(full)
    } else {
        "█".repeat(full)
    }
}
