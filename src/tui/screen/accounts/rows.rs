//! Rows of an overlap's lists: where enter leads, what is said beside them, and what forms about them begin with. Draws nothing.

use crate::{
    domain::{day::Day, overlap::Venn},
    ops::Selection,
    table::{Cell, List, Row},
    tui::screen::{Screen, list::ListScreen, tabs::TabsScreen},
};

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

/// What is said beside a customer nobody is credited for: the question, what speaks for it, and what each key comes to.
pub fn asked_lines(list: &ListScreen) -> Vec<String> {
    let text = |key: &str| list.current().and_then(|row| list.text(row, key));
    let mut lines: Vec<String> = text("question").into_iter().collect();
    lines.extend(text("dates").map(|dates| format!("Because: {dates}.")));
    lines.push(match list.list() {
        List::Unlisted => {
            "It is on none of their lists: a reason to ask, and no proof. a keeps the question and drafts the message; t keeps that it is theirs; x that it is not."
        }
        _ => {
            "An overlap is a reason to ask, and no proof. a keeps the question and drafts the message; t makes the referral, and what it earns follows, or counts the help; x keeps that they had no part in it."
        }
    }.to_owned());
    lines
}

/// What forms about missed credit begin with: the partner it is about.
pub fn asked_of(list: &ListScreen, path: &str) -> Vec<(&'static str, String)> {
    let row = list.current().filter(|_| path.starts_with("overlap "));
    let slug = row.and_then(|row| list.text(row, "slug"));
    slug.map(|slug| ("partner", slug)).into_iter().collect()
}

/// The numbers of a row of the list of overlaps.
pub fn counts(list: &ListScreen, row: &Row) -> Venn {
    let count = |key: &str| match list.cell(row, key) {
        Some(Cell::Int(n)) => u64::try_from(*n).unwrap_or(0),
        _ => 0,
    };
    Venn {
        ours: count("ours"),
        both: count("both"),
        both_theirs: count("both_theirs"),
        theirs: count("theirs"),
        theirs_known: matches!(list.cell(row, "theirs"), Some(Cell::Int(_))),
    }
}
