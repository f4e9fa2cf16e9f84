//! A table as JSON: an array of objects with the same keys in every row; nothing is made pretty for people.

use serde_json::{Map, Number, Value, json};

use super::{Cell, Table};
use crate::{domain::money::Money, text::json_safe};

/// One object per row. Money is `{"amount":"1200.00","currency":"USD"}`, several amounts an array of that, a share a
/// number of percent, a day `"2026-11-21"`, a chart an array of numbers, nothing `null`.
pub fn array(table: &Table) -> Value {
    let rows = table.rows.iter().map(|row| {
        let fields = table.columns.iter().zip(&row.cells);
        Value::Object(
            fields
                .map(|(column, cell)| (column.key.to_owned(), value(cell)))
                .collect::<Map<_, _>>(),
        )
    });
    Value::Array(rows.collect())
}

/// JSON as it leaves the program: in lines, with what nobody would see escaped, so that it is safe in a terminal and means
/// the same.
pub fn text(json: &Value) -> String {
    json_safe(&format!("{json:#}\n")).into_owned()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) | Cell::State(_, text) => Value::String(text.clone()),
        Cell::Int(n) => Value::from(*n),
        // "36.5" is read as a number so that no binary fraction is written by hand.
        Cell::Percent { .. } => cell
            .plain()
            .parse()
            .ok()
            .and_then(Number::from_f64)
            .map_or(Value::Null, Value::Number),
        Cell::Money(amount) => money(*amount),
        Cell::Amounts(several) => several.iter().copied().map(money).collect(),
        Cell::Day(day) => Value::String(day.to_string()),
        Cell::Spark(numbers) => json!(numbers),
    }
}

fn money(money: Money) -> Value {
    json!({ "amount": money.plain(), "currency": money.currency.code() })
}
