//! How a file was read, written into the file of its rejected rows: mended and fed again, those rows are read in the same
//! way and nothing is asked twice. Words from a file only say how it is read; they never write, confirm or skip anything.

use std::borrow::Cow;

use super::{given, given::Given, reading::Reading, remembered};
use crate::{
    domain::{header::reason_says, typed_money::DecimalMark},
    import::{DateFormat, FileKind, Holds, Mapping, Written},
    ops::line,
};

/// Options that are about the file as it lay there, which a file of rejected rows is not: it is UTF-8 with one header.
const SHAPE: [&str; 5] = [
    "--encoding",
    "--delimiter",
    "--sheet",
    "--header-row",
    "--no-header",
];

/// The words that read the rejected rows of a file as the file was read: `import referrals --map … --date-format …`. All
/// rows together may show how days and amounts are written where the rejected ones alone would not, so what was found is
/// said too, and so are the columns. Nothing where the command is none that reads a file, and for a list of this program's
/// own, which nothing is asked about.
pub(super) fn words(command: &str, mapping: &Mapping, written: &Written) -> Option<String> {
    if mapping.own {
        return None;
    }
    let (kind, all, partner) = remembered::parts(command).ok()?;
    let mapped = given::maps(&all).ok()?;
    let mut kept: Vec<Given> = all.into_iter().filter(may_be_kept).collect();
    // Whose file it is may stand in its name, which the rejected rows do not have.
    let partner = partner.filter(|_| kept.iter().all(|g| g.field() != Some("partner")));
    kept.extend(partner.map(|partner| Given::of("--partner", partner)));
    for (field, of) in (0..).zip(mapping.fields) {
        let Some(column) = mapping.column_of(field) else {
            continue;
        };
        let header = &mapping.headers[column];
        let alone = mapping.headers.iter().filter(|h| *h == header).count() == 1;
        let said = mapped.iter().any(|(f, _)| f.eq_ignore_ascii_case(of.name));
        if alone && !said && !header.is_empty() {
            kept.push(Given::map(of.name, header));
        }
        let (option, how) = match (of.holds, written.mark(field)) {
            // ISO days can be read in no other way; what is mended may be written so.
            (Holds::Day, _) if *written.days(field) != DateFormat::Iso => {
                ("--date-format", written.days(field).to_string())
            }
            (Holds::Amount, Some(DecimalMark::Comma)) => ("--decimal", ",".to_owned()),
            (Holds::Amount, Some(DecimalMark::Point)) => ("--decimal", ".".to_owned()),
            _ => continue,
        };
        let how = format!("{}={how}", of.name);
        kept.retain(|g| g.option != option || !is_about(g, of.name));
        kept.push(Given::of(option, how));
    }
    let words = kept.iter().flat_map(Given::words);
    let command = kind.command();
    let command = command.split(' ').map(str::to_owned);
    Some(line::join(command.chain(words)))
}

/// What a file of rejected rows says of how it is read: what its rows are, and the options.
pub(super) fn said_by(header: &[String]) -> Option<(FileKind, Vec<String>)> {
    let words = line::split(reason_says(header.first()?)?).ok()?;
    let command: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .take_while(|w| !w.starts_with("--"))
        .collect();
    let command = command.join(" ");
    let kind = FileKind::ALL.into_iter().find(|k| k.command() == command)?;
    let kept = given::read(&words).into_iter().filter(may_be_kept);
    Some((kind, kept.flat_map(|g| g.words()).collect()))
}

/// The reading of a file, with what a file of rejected rows says of its days and amounts where the person says nothing.
pub(super) fn beside<'r>(
    reading: &'r Reading,
    header: &[String],
    mapping: &Mapping,
) -> Cow<'r, Reading> {
    let Some((_, words)) = said_by(header) else {
        return Cow::Borrowed(reading);
    };
    let mut reading = reading.clone();
    let (days, marks) = (reading.date_format.is_empty(), reading.decimal.is_empty());
    for one in given::read(&words) {
        let (Some(value), to, open) = (match one.option.as_str() {
            "--date-format" => (one.value, &mut reading.date_format, days),
            "--decimal" => (one.value, &mut reading.decimal, marks),
            _ => continue,
        }) else {
            continue;
        };
        // A field of another kind of file says nothing here.
        let field = value.split_once('=').map(|(field, _)| field.trim());
        if open && field.is_none_or(|field| mapping.field(field).is_ok()) {
            to.push(value);
        }
    }
    Cow::Owned(reading)
}

/// Whether an option may be read from a file: it says how rows are read, and nothing else.
fn may_be_kept(one: &Given) -> bool {
    let option = one.option.as_str();
    (option == "--partner" || !remembered::ONCE.contains(&option))
        && !SHAPE.contains(&option)
        && !remembered::EVERYWHERE.contains(&option)
        && option != "--db"
}

/// Whether an option says something of one field.
fn is_about(one: &Given, field: &str) -> bool {
    let said = one.value.as_deref().and_then(|v| v.split_once('='));
    said.is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(field))
}
