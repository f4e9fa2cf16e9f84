//! Lists that are worked out whole (performance, overlaps): filtered and sorted here, on their cells, by the same words
//! as the lists that SQL keeps.

use std::cmp::Ordering;

use super::{Cell, List, Query, Row, missed, overlap_accounts, overlaps, performance};
use crate::{
    domain::{
        day::Day,
        money::{Money, Totals},
        query::{Atom, FieldDef, FieldKind, Sort, Term, Value, Vocabulary, scaled},
    },
    error::Result,
    store::{View, list::Which},
    text::fold,
};

/// Days ahead within which a partner that goes inactive is said to be at risk.
const AHEAD: i64 = 30;

fn fields(list: List) -> &'static [FieldDef] {
    match list {
        List::Performance => performance::FIELDS,
        List::Overlaps => overlaps::FIELDS,
        List::OverlapAccounts => overlap_accounts::FIELDS,
        List::Missed => missed::FIELDS,
        List::Unlisted => missed::UNLISTED_FIELDS,
        _ => &[],
    }
}

pub(super) fn vocabulary(list: List) -> Vocabulary {
    let is: &[&'static str] = match list {
        List::Performance => &["active", "inactive", "atrisk", "won", "payable", "held"],
        _ => &[],
    };
    Vocabulary {
        fields: fields(list).to_vec(),
        is: is.to_vec(),
    }
}

/// All rows that fit, in order.
pub(super) fn all(view: View<'_>, query: &Query) -> Result<Vec<Row>> {
    let mut rows = made(view, query, None)?;
    rows.retain(|row| query.filter.terms.iter().all(|term| fits(query, row, term)));
    sort(query, &mut rows);
    if let Some(limit) = query.filter.limit {
        rows.truncate(limit);
    }
    Ok(rows)
}

/// Some rows, in the order of their ids.
pub(super) fn some(view: View<'_>, query: &Query, ids: &[i64]) -> Result<Vec<Row>> {
    let mut rows = made(view, query, Some(ids))?;
    let at: std::collections::HashMap<i64, usize> =
        ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    rows.retain(|row| at.contains_key(&row.id));
    rows.sort_by_key(|row| at.get(&row.id).copied());
    Ok(rows)
}

/// Sums of the money columns that can be summed.
pub(super) fn sums(list: List, rows: &[Row]) -> Result<Vec<(String, Totals)>> {
    let keys: &[(&str, &str)] = match list {
        List::Performance => &[
            ("revenue", "revenue"),
            ("mrr", "MRR"),
            ("earned", "earned"),
            ("held", "held"),
            ("payable", "payable"),
            ("paid", "paid"),
        ],
        List::OverlapAccounts => &[("our_value", "our value")],
        List::Missed => &[("paid", "paid so far")],
        _ => &[],
    };
    let mut all = Vec::new();
    for (key, label) in keys {
        let mut totals = Totals::new();
        for row in rows {
            for money in monies(cell(list, row, key)) {
                totals.add(*money)?;
            }
        }
        if !totals.is_empty() {
            all.push(((*label).to_owned(), totals));
        }
    }
    Ok(all)
}

fn made(view: View<'_>, query: &Query, only: Option<&[i64]>) -> Result<Vec<Row>> {
    let wanted = query.wanted();
    Ok(match query.list {
        List::Performance => view
            .performance(&wanted, only)?
            .into_iter()
            .map(performance::row)
            .collect(),
        List::Overlaps => view
            .overlap_rows(&wanted, only)?
            .into_iter()
            .map(overlaps::row)
            .collect(),
        List::OverlapAccounts => {
            let which = Which {
                region: query.region,
                ours: query.cell[0],
                theirs: query.cell[1],
                groups: query.groups,
                uncovered: query.uncovered,
            };
            let rows = view.account_rows(&wanted, which, only)?;
            rows.into_iter().map(overlap_accounts::row).collect()
        }
        List::Missed => {
            let Some(partner) = query.of else {
                return Ok(Vec::new());
            };
            let partner = view.partner(partner)?;
            let (name, slug) = (partner.known.name, partner.slug);
            let all = view.missed(partner.id)?.into_iter();
            all.filter(|m| only.is_none_or(|ids| ids.contains(&m.customer)))
                .map(|m| missed::row(&name, &slug, m))
                .collect()
        }
        List::Unlisted => {
            let Some(partner) = query.of else {
                return Ok(Vec::new());
            };
            let partner = view.partner(partner)?;
            let (name, slug) = (partner.known.name, partner.slug);
            let all = view.unlisted(partner.id)?.into_iter();
            all.filter(|u| only.is_none_or(|ids| ids.contains(&u.referral)))
                .map(|u| missed::unlisted_row(&name, &slug, u))
                .collect()
        }
        _ => Vec::new(),
    })
}

fn cell<'a>(list: List, row: &'a Row, key: &str) -> &'a Cell {
    let at = list.columns().iter().position(|c| c.key == key);
    at.and_then(|at| row.cells.get(at)).unwrap_or(&Cell::Empty)
}

fn fits(query: &Query, row: &Row, term: &Term) -> bool {
    let list = query.list;
    let holds = match &term.atom {
        Atom::Text(text) => {
            let needle = fold(text);
            row.cells
                .iter()
                .filter_map(words)
                .any(|text| fold(text).contains(&needle))
        }
        Atom::Is(words) => words.iter().any(|word| is(query, row, word)),
        Atom::Field(name, values) => {
            let kind = fields(list)
                .iter()
                .find(|f| f.name == *name)
                .map(|f| f.kind);
            kind.is_some_and(|kind| values.iter().any(|v| has(cell(list, row, name), kind, v)))
        }
    };
    holds != term.not
}

fn is(query: &Query, row: &Row, word: &str) -> bool {
    let at = |key| cell(query.list, row, key);
    let until = match at("active_until") {
        Cell::Day(day) => Some((*day - query.seen_on().0).num_days()),
        _ => None,
    };
    match word {
        "active" => until.is_some_and(|left| left >= 0),
        "inactive" => until.is_none_or(|left| left < 0),
        "atrisk" => until.is_some_and(|left| (0..=AHEAD).contains(&left)),
        "won" => matches!(at("won"), Cell::Int(n) if *n > 0),
        money => monies(at(money)).iter().any(|m| m.minor > 0),
    }
}

fn words(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) | Cell::State(_, text) => Some(text),
        _ => None,
    }
}

fn monies(cell: &Cell) -> &[Money] {
    match cell {
        Cell::Money(money) => std::slice::from_ref(money),
        Cell::Amounts(several) => several,
        _ => &[],
    }
}

fn has(cell: &Cell, kind: FieldKind, value: &Value) -> bool {
    let within = |n: i64, from: &Option<i64>, to: &Option<i64>| {
        from.is_none_or(|from| from <= n) && to.is_none_or(|to| n <= to)
    };
    match value {
        Value::None => *cell == Cell::Empty,
        Value::Any => *cell != Cell::Empty,
        Value::Text(text) => words(cell).is_some_and(|has| {
            let needle = fold(text);
            match kind {
                FieldKind::Tags => has.split(' ').any(|tag| fold(tag) == needle),
                FieldKind::Word => fold(has).starts_with(&needle),
                _ => fold(has).contains(&needle),
            }
        }),
        Value::Numbers(from, to) => match cell {
            Cell::Int(n) => within(*n, from, to),
            // Whole percents, as shown.
            Cell::Percent { tenths, .. } => within((tenths + 5).div_euclid(10), from, to),
            _ => false,
        },
        Value::Amounts(from, to) => monies(cell).iter().any(|m| within(scaled(*m), from, to)),
        Value::Days(days) => matches!(cell, Cell::Day(day) if days.holds(*day)),
    }
}

fn sort(query: &Query, rows: &mut [Row]) {
    let list = query.list;
    let own: &[Sort] = match list {
        List::Performance => &[down("earned"), up("partner")],
        List::Overlaps => &[down("both"), up("partner")],
        // As the store has them: what the days speak for first.
        List::Missed | List::Unlisted => &[],
        _ => &[down("our_value"), up("account")],
    };
    let chosen = query.sorted_by();
    let keys = if chosen.is_empty() { own } else { chosen };
    if keys.is_empty() {
        return;
    }
    rows.sort_by_cached_key(|row| {
        let keys: Vec<(Key, bool)> = keys
            .iter()
            .map(|sort| (key(cell(list, row, sort.field)), sort.descending))
            .collect();
        Place { keys, id: row.id }
    });
}

const fn up(field: &'static str) -> Sort {
    Sort {
        field,
        descending: false,
    }
}

const fn down(field: &'static str) -> Sort {
    Sort {
        field,
        descending: true,
    }
}

/// What a cell is sorted by. Of several amounts the largest figure counts; nothing is converted.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nothing,
    Number(i64),
    Day(Day),
    Words(String),
}

fn key(cell: &Cell) -> Key {
    match cell {
        Cell::Int(n) => Key::Number(*n),
        Cell::Percent { tenths, .. } => Key::Number(*tenths),
        Cell::Day(day) => Key::Day(*day),
        Cell::Text(text) | Cell::State(_, text) => Key::Words(fold(text)),
        Cell::Money(_) | Cell::Amounts(_) => monies(cell)
            .iter()
            .map(|m| scaled(*m))
            .max()
            .map_or(Key::Nothing, Key::Number),
        Cell::Empty | Cell::Spark(_) => Key::Nothing,
    }
}

/// A row's place: nothing comes last either way, ties go by id.
#[derive(PartialEq, Eq)]
struct Place {
    keys: Vec<(Key, bool)>,
    id: i64,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        for ((mine, descending), (theirs, _)) in self.keys.iter().zip(&other.keys) {
            let order = match (mine, theirs) {
                (Key::Nothing, Key::Nothing) => Ordering::Equal,
                (Key::Nothing, _) => Ordering::Greater,
                (_, Key::Nothing) => Ordering::Less,
                (mine, theirs) if *descending => theirs.cmp(mine),
                (mine, theirs) => mine.cmp(theirs),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        self.id.cmp(&other.id)
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
