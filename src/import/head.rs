//! Where a table begins: which row is its header, and how each column is called. Says what it passed over.

use std::collections::HashSet;

use super::{records::Record, rows::Rows};
use crate::{
    domain::day::parse_iso,
    error::{Error, Result},
    text::clean,
};

/// How far the header is looked for.
const ROWS: usize = 30;
/// A longer cell is no header but a sentence.
const HEADER_CHARS: usize = 80;
/// How many cells are shown of a row that stands in its place.
const SHOWN: usize = 4;

/// Where the person says the header is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HeaderAt {
    /// Not said: the first row, unless narrow rows stand above a wider table.
    #[default]
    Found,
    /// On this line of the file, or row of the sheet.
    Line(u64),
    /// There is none: the columns are A, B, C.
    Nowhere,
}

/// A header: a name for each column, and what the person should know about them.
#[derive(Debug, Clone)]
pub struct Head {
    /// The names, each once.
    pub header: Record,
    /// What was passed over and what was renamed.
    pub notes: Vec<String>,
    /// Whether rows above it were passed over without having been told to.
    pub guessed: bool,
}

/// Takes the header off `rows`. Errors: there is no row, or none on the line that was named.
pub fn find(rows: &mut Rows<'_>, at: HeaderAt, name: &str) -> Result<Head> {
    if let Some(own) = rows.own_header() {
        if at != HeaderAt::Found {
            return Err(Error::usage(
                "JSON names its columns itself: leave out --header-row and --no-header.",
            ));
        }
        if own.is_empty() {
            return Err(Rows::empty(name));
        }
        return Ok(take(
            rows,
            &Record::of(1, own.iter().map(String::as_str)),
            0,
            false,
        ));
    }
    let seen = rows.look_ahead(ROWS)?;
    let Some(first) = seen.first() else {
        return Err(Rows::empty(name));
    };
    let mut record = Record::default();
    match at {
        HeaderAt::Nowhere => {
            let wide = seen.iter().map(Record::len).max().unwrap_or(0);
            let width = if rows.is_sheet() { wide } else { first.len() };
            let names: Vec<String> = (0..width).map(letters).collect();
            let header = Record::of(first.line, names.iter().map(String::as_str));
            rows.set_header(&header);
            let last = names.last().cloned().unwrap_or_default();
            Ok(Head {
                header,
                notes: vec![format!("no header: the columns are A to {last}")],
                guessed: false,
            })
        }
        HeaderAt::Line(line) => {
            let mut above = 0;
            while rows.next(&mut record)? {
                if record.line == line {
                    return Ok(take(rows, &record, above, false));
                }
                if record.line > line {
                    break;
                }
                above += 1;
            }
            Err(
                Error::refused(format!("{name} has no row that begins on line {line}."))
                    .means("Nothing was imported.")
                    .hint(format!("Its first row is on line {}.", first.line)),
            )
        }
        HeaderAt::Found => {
            let above = titles(&seen, rows.is_sheet());
            if let Some(row) = row_in_its_place(&seen[above..]) {
                return Err(Error::refused(format!(
                    "What should be the header of {name} looks like a row: {}.",
                    row.words
                ))
                .means("Nothing was imported.")
                .hint(format!(
                    "Add --no-header if it is a row, or --header-row {} if it is the header.",
                    row.line
                )));
            }
            for _ in 0..=above {
                rows.next(&mut record)?;
            }
            Ok(take(rows, &record, above, above > 0))
        }
    }
}

/// A row that stands where a header is looked for.
pub struct Unheaded {
    /// The line it is on.
    pub line: u64,
    /// Its first cells, as a person reads them.
    pub words: String,
}

/// The row that would be taken for the header of `rows`, if there is one.
pub fn unheaded(rows: &mut Rows<'_>) -> Result<Option<Unheaded>> {
    if rows.own_header().is_some() {
        return Ok(None);
    }
    let seen = rows.look_ahead(ROWS)?;
    let above = titles(&seen, rows.is_sheet());
    Ok(row_in_its_place(seen.get(above..).unwrap_or_default()))
}

/// The first of these rows, where it has an address or a day in a column of addresses or days: then it is no header, and
/// what it says would be lost.
fn row_in_its_place(rows: &[Record]) -> Option<Unheaded> {
    let [first, second, ..] = rows else {
        return None;
    };
    let mut both = first.cells().zip(second.cells());
    let is_value = |cell: &str| is_address(cell) || parse_iso(cell.trim()).is_ok();
    both.any(|(above, below)| is_value(above) && is_value(below))
        .then(|| {
            let cells = first.cells().map(str::trim).filter(|c| !c.is_empty());
            let cells: Vec<String> = cells
                .take(SHOWN)
                .map(|c| format!("“{}”", clean(c)))
                .collect();
            Unheaded {
                line: first.line,
                words: cells.join(", "),
            }
        })
}

/// Whether a cell is an e-mail address: then its column has no name.
fn is_address(cell: &str) -> bool {
    let parts = cell.trim().split_once('@');
    parts.is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.contains(' '))
}

/// How many rows stand above the table: none, unless all of them are narrow and what follows is as wide as a header.
fn titles(rows: &[Record], sheet: bool) -> usize {
    let fits = |header: &Record, row: &Record| {
        row.len() == header.len() || (sheet && row.len() < header.len())
    };
    (1..rows.len())
        .find(|h| {
            let (above, header, below) = (&rows[..*h], &rows[*h], &rows[h + 1..]);
            let width = filled(header);
            width >= 2
                && above.iter().all(|row| filled(row) <= width / 2)
                && is_header(header)
                && below.iter().filter(|row| fits(header, row)).count() * 2 > below.len()
        })
        .unwrap_or(0)
}

fn filled(row: &Record) -> usize {
    row.cells().filter(|c| !c.trim().is_empty()).count()
}

/// Whether every cell could be the name of a column: short, with a letter, no address, not there twice.
fn is_header(row: &Record) -> bool {
    let mut seen = HashSet::new();
    row.cells()
        .map(str::trim)
        .filter(|c| !c.is_empty())
        .all(|cell| {
            cell.chars().count() <= HEADER_CHARS
                && cell.chars().any(char::is_alphabetic)
                && !cell.contains('@')
                && !cell.contains("://")
                && seen.insert(cell.to_lowercase())
        })
}

/// `A`, `B`, … `Z`, `AA`.
fn letters(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return name;
        }
        column = column / 26 - 1;
    }
}

/// Makes a row the header: names empty and equal columns apart.
fn take(rows: &mut Rows<'_>, header: &Record, above: usize, guessed: bool) -> Head {
    let mut notes = Vec::new();
    if above > 0 {
        let rows = if above == 1 { "row" } else { "rows" };
        notes.push(format!(
            "header on line {}, {above} {rows} above it not read",
            header.line
        ));
    }
    let given: Vec<&str> = header.cells().map(str::trim).collect();
    let twice = |name: &str| given.iter().filter(|g| **g == name).count() > 1;
    let mut names: Vec<String> = Vec::new();
    let (mut unnamed, mut equal) = (Vec::new(), Vec::new());
    let mut taken: HashSet<String> = given.iter().map(|g| (*g).to_owned()).collect();
    for (n, name) in (1_usize..).zip(&given) {
        let name = if name.is_empty() {
            let name = free(&mut taken, &format!("column {n}"));
            unnamed.push(name.clone());
            name
        } else if twice(name) {
            let nth = given[..n].iter().filter(|g| *g == name).count();
            let name = free(&mut taken, &format!("{name} ({nth})"));
            equal.push(name.clone());
            name
        } else {
            (*name).to_owned()
        };
        names.push(name);
    }
    if !equal.is_empty() {
        notes.push(format!("columns of one name: {}", equal.join(", ")));
    }
    if !unnamed.is_empty() {
        notes.push(format!("columns without a name: {}", unnamed.join(", ")));
    }
    let header = Record::of(header.line, names.iter().map(String::as_str));
    rows.set_header(&header);
    Head {
        header,
        notes,
        guessed,
    }
}

/// A name that no other column has.
fn free(taken: &mut HashSet<String>, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    while !taken.insert(name.clone()) {
        name.push('\'');
    }
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn head(text: &str, at: HeaderAt) -> Result<(Vec<String>, Vec<String>, usize)> {
        let mut rows = Rows::text(Box::new(text.as_bytes()), None)?;
        let head = find(&mut rows, at, "x.csv")?;
        let (mut left, mut record) = (0, Record::default());
        while rows.next(&mut record)? {
            left += 1;
        }
        let names = head.header.cells().map(str::to_owned).collect();
        Ok((names, head.notes, left))
    }

    #[test]
    fn rows_above_the_table_are_found_and_told() {
        let text = "Partner report\nQ3 2026\n\nname,owner,value\nA,x,1\nB,y,2\n";
        let (names, notes, left) = head(text, HeaderAt::Found).unwrap();
        assert_eq!((names.join("|").as_str(), left), ("name|owner|value", 2));
        assert_eq!(notes, ["header on line 4, 2 rows above it not read"]);
        // As a spreadsheet writes them, as wide as the table.
        let (names, ..) = head("Report,,\n,,\nname,owner,value\nA,x,1\n", HeaderAt::Found).unwrap();
        assert_eq!(names, ["name", "owner", "value"]);
        let (names, _, left) = head(text, HeaderAt::Line(5)).unwrap();
        assert_eq!((names.join("|").as_str(), left), ("A|x|1", 1));
        assert!(head(text, HeaderAt::Line(3)).is_err());
    }

    #[test]
    fn an_ordinary_header_is_never_passed_over() {
        for text in [
            "name,owner\na\nb,c\n",
            "name\nA\nB\n",
            "id,2024,2025\nx,1,2\ny,z,w\n",
            "name,note\nA,\nB,\n",
            "a,b\n",
        ] {
            let (names, notes, _) = head(text, HeaderAt::Found).unwrap();
            assert_eq!(names.join(","), text.lines().next().unwrap());
            assert!(notes.is_empty(), "{notes:?}");
        }
    }

    #[test]
    fn columns_without_a_name_of_their_own_get_one() {
        let (names, notes, _) = head("Amount,,Amount\n1,2,3\n", HeaderAt::Found).unwrap();
        assert_eq!(names, ["Amount (1)", "column 2", "Amount (2)"]);
        assert_eq!(notes.len(), 2);
        let (names, _, left) = head("x,y\n1,2\n", HeaderAt::Nowhere).unwrap();
        assert_eq!((names.join("").as_str(), left), ("AB", 2));
        assert_eq!(
            [letters(25), letters(26), letters(701), letters(702)],
            ["Z", "AA", "ZZ", "AAA"]
        );
    }
}
