//! Writes a filter in its plain form, which reads back as the same tree whatever today is.

use std::fmt;

use super::{Atom, Filter, Sort, Term, Value};

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self.terms.iter().map(ToString::to_string).collect();
        if !self.sort.is_empty() {
            let keys: Vec<String> = self.sort.iter().map(ToString::to_string).collect();
            words.push(format!("sort:{}", keys.join(",")));
        }
        if let Some(limit) = self.limit {
            words.push(format!("limit:{limit}"));
        }
        if let Some(day) = self.as_of {
            words.push(format!("asof:{day}"));
        }
        f.write_str(&words.join(" "))
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            if self.descending { "-" } else { "" },
            self.field
        )
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.not { "not:" } else { "" })?;
        match &self.atom {
            Atom::Text(text) => f.write_str(&quoted(text)),
            Atom::Is(words) => write!(f, "is:{}", words.join(",")),
            Atom::Field(name, values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "{name}:{}", values.join(","))
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Numbers(from, to) => span(f, *from, *to, |n| n.to_string()),
            Self::Amounts(from, to) => span(f, *from, *to, amount),
            Self::Days(days) => write!(f, "{days}"),
            Self::None => f.write_str("none"),
            Self::Any => f.write_str("any"),
        }
    }
}

fn span(
    f: &mut fmt::Formatter<'_>,
    from: Option<i64>,
    to: Option<i64>,
    write: impl Fn(i64) -> String,
) -> fmt::Result {
    match (from, to) {
        (Some(from), Some(to)) if from == to => f.write_str(&write(from)),
        _ => write!(
            f,
            "{}..{}",
            from.map(&write).unwrap_or_default(),
            to.map(&write).unwrap_or_default()
        ),
    }
}

/// Ten-thousandths as a decimal without zeros at its end.
fn amount(scaled: i64) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let size = scaled.unsigned_abs();
    let decimals = format!("{:04}", size % 10_000);
    let decimals = decimals.trim_end_matches('0');
    let dot = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{decimals}", size / 10_000)
}

/// Text as it must be typed to mean just itself.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty()
        && !text.starts_with(['+', '-', '!'])
        && !matches!(text, "none" | "any")
        && !text.contains("..")
        && !text.contains([':', ',', '"', '\\'])
        && !text.contains(char::is_whitespace);
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
