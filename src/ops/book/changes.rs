//! `changes`: what one operation of the log changed, each row and its fields before and after.

use clap::Args;
use serde_json::{Map, Value, json};

use crate::{
    domain::id::Noun,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec},
    store::{Change, View},
    text::{clean, pad_right, width},
};

/// What one operation changed, row by row
#[derive(Debug, Args)]
pub struct Changes {
    /// An operation such as H12
    #[arg(value_name = "OPERATION")]
    operation: String,
}

impl Operation for Changes {
    const SPEC: Spec = Spec {
        path: "changes",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        Ok(Outcome {
            record: Some(changes(cx.store.view(), &self.operation)?),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("operation", [name]) => vec![("operation", name.clone())],
            _ => Vec::new(),
        }
    }
}

/// Rows shown; a bulk change has thousands alike.
const MOST_ROWS: usize = 60;
/// Widest column of values before.
const VALUE: usize = 32;

fn changes(view: View<'_>, name: &str) -> Result<Record> {
    let id = Noun::Operation.parse(name)?;
    let all = view.changes(id)?;
    let mut lines = vec![format!("{name} {}", view.summary_of(id)?), count(all.len())];
    for change in all.iter().take(MOST_ROWS) {
        lines.push(String::new());
        lines.extend(row(change));
    }
    if all.len() > MOST_ROWS {
        lines.extend([
            String::new(),
            format!("… and {} rows more.", all.len() - MOST_ROWS),
        ]);
    }
    let read = |side: &Option<String>| -> Value {
        side.as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or(Value::Null)
    };
    let rows: Vec<Value> = all
        .iter()
        .map(|c| json!({ "table": c.table, "row": c.row, "before": read(&c.before), "after": read(&c.after) }))
        .collect();
    let json = json!({ "operation": name, "summary": view.summary_of(id)?, "changes": rows });
    Ok(Record { lines, json })
}

fn count(n: usize) -> String {
    match n {
        0 => "Rows that came in bulk are not listed one by one.".to_owned(),
        1 => "1 row changed.".to_owned(),
        n => format!("{n} rows changed."),
    }
}

fn row(change: &Change) -> Vec<String> {
    let fields = |side: &Option<String>| -> Map<String, Value> {
        side.as_deref()
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    };
    let (before, after) = (fields(&change.before), fields(&change.after));
    let what = match (&change.before, &change.after) {
        (None, _) => "made",
        (_, None) => "removed",
        _ => "changed",
    };
    let mut lines = vec![format!(
        "{} {} {what}",
        change.table.replace('_', " "),
        change.row
    )];
    let names = if after.is_empty() { &before } else { &after };
    for name in names.keys().filter(|n| !matches!(n.as_str(), "id" | "op")) {
        let (was, is) = (before.get(name), after.get(name));
        if was == is || (was.is_none_or(Value::is_null) && is.is_none_or(Value::is_null)) {
            continue;
        }
        let name = pad_right(&name.replace('_', " "), 16);
        let words = match (&change.before, &change.after) {
            (Some(_), Some(_)) => {
                let was = value(was);
                format!(
                    "{}  to  {}",
                    pad_right(&was, width(&was).min(VALUE)),
                    value(is)
                )
            }
            _ => value(is.or(was)),
        };
        lines.push(format!("  {name}  {words}"));
    }
    lines
}

fn value(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "(empty)".to_owned(),
        Some(Value::String(text)) => clean(text).into_owned(),
        Some(other) => other.to_string(),
    }
}
