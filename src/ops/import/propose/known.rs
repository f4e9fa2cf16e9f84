//! What is known of a file by its header: a mapping that was saved, or the layout of another program.

use crate::{
    error::{Error, Result},
    import::{
        FileKind,
        heading::plain,
        layouts::{self, KnownLayout},
    },
    ops::{
        Cx,
        import::{file::ImportFile, looked::OpenFile},
    },
};

/// What is known of a file.
pub(super) struct Known {
    /// The saved mapping, or the layout: `Stripe invoices`.
    pub(super) name: String,
    /// What its rows are.
    pub(super) kind: FileKind,
    /// The options it comes to.
    pub(super) words: Vec<String>,
    /// Whether the person saved it.
    pub(super) saved: bool,
    /// Why it is taken for that.
    pub(super) because: String,
}

/// The word of `--from` for a file that shall be taken as it is.
const NONE: &str = "none";

/// What is known of the file, unless the person wants it guessed.
pub(super) fn known(ask: &ImportFile, looked: &OpenFile, cx: &Cx<'_>) -> Result<Option<Known>> {
    let from = ask.from.as_deref().map(str::trim);
    if from.is_some_and(|from| from.eq_ignore_ascii_case(NONE)) {
        return Ok(None);
    }
    if from.is_none()
        && let Some(saved) = saved(ask, looked, cx)?
    {
        return Ok(Some(saved));
    }
    let mut fit = layouts::recognise(&looked.header);
    if let Some(from) = from {
        expect_program(from)?;
        fit.retain(|layout| layout.program.eq_ignore_ascii_case(from));
        if fit.is_empty() {
            return Err(Error::refused(format!(
                "{} has not the columns of any export of {from} that is known.",
                looked.name
            ))
            .means("Nothing was imported.")
            .hint("Leave out --from, and its columns are told from their names and values."));
        }
    }
    if let Some(kind) = ask.kind {
        fit.retain(|layout| layout.kind == kind);
    }
    Ok(fit.first().map(|layout| of_layout(layout, looked)))
}

/// The mapping that was saved for files of this header.
fn saved(ask: &ImportFile, looked: &OpenFile, cx: &Cx<'_>) -> Result<Option<Known>> {
    let found = cx.store.view().mapping_for(&looked.header, &looked.name)?;
    Ok(found.and_then(|saved| {
        let kind = FileKind::parse(&saved.kind)?;
        let other = ask.kind.is_some_and(|wanted| wanted != kind);
        (!other).then(|| Known {
            because: format!("read as saved: “{}”", saved.name),
            name: saved.name,
            kind,
            words: saved.words,
            saved: true,
        })
    }))
}

fn of_layout(layout: &KnownLayout, looked: &OpenFile) -> Known {
    let names = layout.marks.iter().flat_map(|m| m.iter());
    let mapped = layout.map.iter().flat_map(|(_, names)| names.iter());
    let extra = layout.words.iter().map(|extra| &extra.column);
    let all: Vec<String> = names.chain(mapped).chain(extra).map(|n| plain(n)).collect();
    let header = &looked.header;
    let there = header.iter().filter(|h| all.contains(&plain(h))).count();
    Known {
        name: layout.name.to_owned(),
        kind: layout.kind,
        words: layout.words(header),
        saved: false,
        because: format!(
            "looks like {} ({there} of {} columns are known)",
            layout.name,
            header.len()
        ),
    }
}

fn expect_program(from: &str) -> Result<()> {
    let mut programs: Vec<&str> = layouts::all().map(|layout| layout.program).collect();
    programs.sort_unstable();
    programs.dedup();
    if programs.iter().any(|p| p.eq_ignore_ascii_case(from)) {
        return Ok(());
    }
    let near = crate::text::nearest(from, programs.iter().copied())
        .map_or(String::new(), |near| format!(" Did you mean {near}?"));
    Err(
        Error::usage(format!("No exports of “{from}” are known.{near}"))
            .hint(format!("Known are: {}, none.", programs.join(", "))),
    )
}
