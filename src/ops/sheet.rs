//! A sheet: sections of rows with amounts at the right, like an account on paper. It is laid out for any width; what it
//! says is decided by the operation that fills it.

use crate::{
    table::Mark,
    text::{clean, cut, pad_left, pad_right, width as cells_of, wrap},
};

/// Cells between the words of a row and its amount.
const GAP: usize = 2;
/// Cells that rows of a section are indented by.
const INDENT: usize = 2;
/// The narrowest column of words: under it amounts go below.
const WORDS: usize = 16;
/// Cells of the column of words before facts, gap included.
const LABEL: usize = 20;
/// From this width on facts stand beside their words; below it, under them.
const BESIDE: usize = 40;

/// Sections of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The head: what it is about, and the sum or state at the right.
    pub head: Option<Row>,
    /// The sections.
    pub sections: Vec<Section>,
}

/// Rows under a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The title.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row: a mark, words, and an amount or a state at the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The mark before the words.
    pub mark: Mark,
    /// The words.
    pub words: String,
    /// What stands at the right.
    pub amount: String,
    /// How it stands.
    pub kind: RowKind,
}

/// How a row stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// As any other.
    #[default]
    Plain,
    /// A note to the row above: indented, less important.
    Note,
    /// A sum, with a line over its amount.
    Sum,
    /// A fact: the words name it, and what stands for the amount is a text beside them, as long as it needs to be.
    Fact,
}

/// A laid-out line: what kind of text it is, and the text, exactly as wide as asked or less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What kind.
    pub part: Part,
    /// The mark in it, for its colour.
    pub mark: Mark,
    /// The text.
    pub text: String,
}

/// What kind of text a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The head of the sheet.
    Head,
    /// The title of a section.
    Title,
    /// A row.
    Row,
    /// A note.
    Note,
    /// A line over a sum.
    Rule,
    /// A sum.
    Sum,
    /// Nothing.
    Blank,
}

impl Row {
    /// Words alone.
    pub fn words(words: impl Into<String>) -> Self {
        Self::of(words, "")
    }

    /// Words and an amount.
    pub fn of(words: impl Into<String>, amount: impl Into<String>) -> Self {
        Self {
            mark: Mark::None,
            words: words.into(),
            amount: amount.into(),
            kind: RowKind::Plain,
        }
    }

    /// The same with a mark before it.
    #[must_use]
    pub fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// A note to the row above.
    pub fn note(words: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Note,
            ..Self::words(words)
        }
    }

    /// A fact under its name; without a name, more of the one before.
    pub fn fact(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Fact,
            ..Self::of(name, text)
        }
    }

    /// A sum.
    pub fn sum(words: impl Into<String>, amount: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Sum,
            ..Self::of(words, amount)
        }
    }
}

impl Sheet {
    /// Adds a section, unless it is empty.
    pub fn section(&mut self, title: &str, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.sections.push(Section {
                title: title.to_owned(),
                rows,
            });
        }
    }

    /// The sheet in lines at most `width` cells wide; `ascii` for terminals without the other marks.
    pub fn lines(&self, width: usize, ascii: bool) -> Vec<Line> {
        let mut out = Vec::new();
        if let Some(head) = &self.head {
            row(&mut out, head, width, 0, (Part::Head, ascii));
        }
        for section in &self.sections {
            blank(&mut out);
            for text in wrap(&clean(&section.title), width.max(1)) {
                out.push(line(Part::Title, Mark::None, text));
            }
            for one in &section.rows {
                let (part, indent) = match one.kind {
                    RowKind::Plain => (Part::Row, INDENT),
                    RowKind::Fact => {
                        fact(&mut out, one, width);
                        continue;
                    }
                    RowKind::Note => (Part::Note, INDENT * 2),
                    RowKind::Sum => (Part::Sum, INDENT),
                };
                if one.kind == RowKind::Sum {
                    let sign = if ascii { "-" } else { "─" };
                    let rule = sign.repeat(cells_of(&one.amount).max(4).min(width));
                    out.push(line(Part::Rule, Mark::None, pad_left(&rule, width)));
                }
                row(&mut out, one, width, indent, (part, ascii));
            }
        }
        out
    }

    /// The narrowest width at which nothing has to be broken, between `least` and `most`.
    pub fn natural(&self, least: usize, most: usize) -> usize {
        let rows = self.sections.iter().flat_map(|s| &s.rows).chain(&self.head);
        let widest = rows.map(|r| {
            let mark = if r.mark == Mark::None { 0 } else { 2 };
            let amount = cells_of(&r.amount);
            if r.kind == RowKind::Fact {
                return INDENT + LABEL + amount;
            }
            let gap = if amount == 0 { 0 } else { GAP };
            INDENT * 2 + mark + cells_of(&r.words) + gap + amount
        });
        widest.max().unwrap_or(0).clamp(least, most)
    }

    /// The sheet as plain text of its natural width: for a pipe, a file or the clipboard.
    pub fn text(&self) -> Vec<String> {
        let width = self.natural(60, 100);
        let lines = self.lines(width, false);
        lines
            .into_iter()
            .map(|l| l.text.trim_end().to_owned())
            .collect()
    }

    /// The sheet with amounts after their words, for narrow panes.
    pub fn flowing(&self) -> Vec<String> {
        let flat = |r: &Row, indent: usize| {
            if r.kind == RowKind::Fact {
                let gap = LABEL.saturating_sub(cells_of(&r.words)).max(GAP);
                return format!(
                    "{}{}{}{}",
                    " ".repeat(indent),
                    r.words,
                    " ".repeat(gap),
                    r.amount
                );
            }
            let mark = r.mark.glyph(false);
            let parts = [mark, r.words.as_str(), r.amount.as_str()];
            let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            format!("{}{}", " ".repeat(indent), parts.join("  "))
        };
        let mut out: Vec<String> = self.head.iter().map(|h| flat(h, 0)).collect();
        for section in &self.sections {
            out.push(String::new());
            out.push(section.title.clone());
            out.extend(section.rows.iter().map(|r| flat(r, INDENT)));
        }
        out
    }
}

fn line(part: Part, mark: Mark, text: String) -> Line {
    Line { part, mark, text }
}

fn blank(out: &mut Vec<Line>) {
    if !out.is_empty() {
        out.push(line(Part::Blank, Mark::None, String::new()));
    }
}

/// Lays a fact out: its name at the left, its text beside it, further lines under the first.
fn fact(out: &mut Vec<Line>, row: &Row, width: usize) {
    let name = clean(&row.words);
    let beside = width >= BESIDE;
    let before = if beside { INDENT + LABEL } else { INDENT * 2 };
    let mut lead = format!("{}{name}", " ".repeat(INDENT));
    if !name.is_empty() && (!beside || cells_of(&name) >= LABEL) {
        out.push(line(Part::Row, Mark::None, cut(&lead, width.max(1))));
        lead.clear();
    }
    for words in wrap(&clean(&row.amount), width.saturating_sub(before).max(1)) {
        let text = format!("{}{words}", pad_right(&lead, before));
        out.push(line(Part::Row, Mark::None, text));
        lead.clear();
    }
}

/// Lays one row out: words wrapped at the left, the amount at the right of the first line, below where it does not fit.
fn row(out: &mut Vec<Line>, row: &Row, width: usize, indent: usize, (part, ascii): (Part, bool)) {
    let sign = row.mark.glyph(ascii);
    let mark = if sign.is_empty() {
        String::new()
    } else {
        format!("{sign} ")
    };
    let before = indent + cells_of(&mark);
    let amount = cut(&clean(&row.amount), width.max(1));
    let taken = match cells_of(&amount) {
        0 => 0,
        n => n + GAP,
    };
    // An amount never pushes its words into a ribbon.
    let below = taken > 0
        && width < before + WORDS + taken
        && cells_of(&row.words) + before + taken > width;
    let room = width
        .saturating_sub(before + if below { 0 } else { taken })
        .max(1);
    for (n, words) in wrap(&clean(&row.words), room).into_iter().enumerate() {
        let first = n == 0;
        let lead = if first {
            format!("{}{mark}", " ".repeat(indent))
        } else {
            " ".repeat(before)
        };
        let mut text = format!("{lead}{words}");
        if first && !below && taken > 0 {
            text = format!(
                "{}{amount}",
                pad_right(&text, width.saturating_sub(cells_of(&amount)))
            );
        }
        out.push(line(part, if first { row.mark } else { Mark::None }, text));
    }
    if below {
        out.push(line(part, Mark::None, pad_left(&amount, width)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet {
            head: Some(Row::of("L7 Cobalt Foods", "$537.50")),
            ..Sheet::default()
        };
        sheet.section(
            "How",
            vec![
                Row::of("Invoice paid", "$2,150.00").marked(Mark::Done),
                Row::note("of 28 Oct 2026"),
                Row::sum("Commission", "$537.50"),
            ],
        );
        sheet.section("Nothing", Vec::new());
        sheet
    }

    #[test]
    fn amounts_line_up_at_the_right_and_a_sum_has_a_line_over_it() {
        let lines: Vec<String> = sheet()
            .lines(34, false)
            .into_iter()
            .map(|l| l.text)
            .collect();
        assert_eq!(
            lines,
            [
                "L7 Cobalt Foods            $537.50",
                "",
                "How",
                "  ✓ Invoice paid         $2,150.00",
                "    of 28 Oct 2026",
                "                           ───────",
                "  Commission               $537.50",
            ]
        );
    }

    #[test]
    fn a_fact_stands_beside_its_name_and_never_runs_under_it() {
        let mut sheet = Sheet::default();
        let text = "12 months from the first payment of each customer";
        sheet.section("Terms", vec![Row::fact("For how long", text)]);
        let lines = |width| -> Vec<String> {
            let lines = sheet.lines(width, false);
            lines.into_iter().map(|l| l.text).collect()
        };
        assert_eq!(
            lines(48),
            [
                "Terms",
                "  For how long        12 months from the first",
                "                      payment of each customer",
            ]
        );
        assert_eq!(
            lines(30)[1..3],
            ["  For how long", "    12 months from the first"]
        );
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_amount_is_lost() {
        for width in 12..60 {
            let lines = sheet().lines(width, true);
            assert!(lines.iter().all(|l| cells_of(&l.text) <= width), "{width}");
            let all: String = lines.iter().map(|l| l.text.as_str()).collect();
            assert!(
                all.contains("$2,150.00") && all.contains("Commission"),
                "{width}: {all}"
            );
        }
    }
}
