//! Lists this program exported, read back: their ids are those of the book they came from (`R90`), which say nothing in
//! another one; rows are known by their `external_id`, or by what they say.

use super::{Holds, Mapping, Record, heading::plain};

/// What the person is told of it.
pub const NOTE: &str = "a list of this program: rows are known by external_id, or by what they say";

/// Sees whether the first rows are those of such a list: beside `external_id` it has an `id` of a letter and a number
/// in every row. Then ids of rows come from the one, and ids of other records from nowhere. `named` says which fields the
/// person spoke of: those stay as they are.
pub fn settle(mapping: &mut Mapping, rows: &[Record], named: impl Fn(&str) -> bool) -> bool {
    let column = |name: &str| mapping.headers.iter().position(|h| plain(h) == plain(name));
    let (Some(own), Some(external)) = (column("id"), column("external_id")) else {
        return false;
    };
    let ids = (0..mapping.fields.len()).filter(|f| mapping.fields[*f].holds == Holds::Id);
    let ids: Vec<usize> = ids.filter(|f| !named(mapping.fields[*f].name)).collect();
    let reads_own = ids.iter().any(|f| mapping.column_of(*f) == Some(own));
    let all_own = !rows.is_empty() && rows.iter().all(|row| is_own(row.cell(own).trim()));
    if !reads_own || !all_own {
        return false;
    }
    for field in ids {
        let is_id = mapping.column_of(field) == Some(own);
        mapping.read_from(field, is_id.then_some(external));
    }
    mapping.own = true;
    true
}

/// `R90`
fn is_own(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    let digits = chars.as_str();
    letter && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
