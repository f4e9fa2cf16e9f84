//! What is known of a file by its header: a mapping that was saved, or the layout of another program.

use crate::{
    error::{Error, Result},
    import::{
        FileKind,
        layouts::{self, KnownLayout},
    },
    ops::{
        Choice, Cx,
        import::{
            file::ImportFile,
            given::{self, maps},
            looked::OpenFile,
            rejected, remembered,
        },
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
    /// Whether the person decided it once.
    pub(super) saved: bool,
    /// Why a column goes where it does.
    pub(super) why: String,
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
    if ask.reading.mapping.is_none()
        && let Some((kind, words)) = rejected::said_by(&looked.header)
        && ask.kind.is_none_or(|wanted| wanted == kind)
    {
        return Ok(Some(Known {
            name: "the file its rows come from".to_owned(),
            kind,
            words,
            saved: true,
            why: "as before".to_owned(),
            because: "rejected rows, read as the file they come from was".to_owned(),
        }));
    }
    let view = cx.store.view();
    let found = match ask.reading.mapping.as_deref().map(str::trim) {
        Some("") => None,
        Some(name) => Some(view.mapping(name)?),
        None => view.mapping_for(&looked.header, &looked.name)?,
    };
    Ok(found.and_then(|saved| {
        let kind = FileKind::parse(&saved.kind)?;
        let other = ask.kind.is_some_and(|wanted| wanted != kind);
        (!other).then(|| Known {
            because: format!("read as saved: “{}”", saved.name),
            why: format!("saved as “{}”", saved.name),
            name: saved.name,
            kind,
            words: saved.words,
            saved: true,
        })
    }))
}

/// The question about a file that has nearly the columns of one that was saved: it is never guessed anew in silence.
pub(super) fn changed(ask: &ImportFile, looked: &OpenFile, cx: &Cx<'_>) -> Result<Option<Choice>> {
    if ask.reading.mapping.is_some() || ask.from.is_some() {
        return Ok(None);
    }
    let near = cx
        .store
        .view()
        .mapping_near(&looked.header, &looked.name)?
        .filter(|(saved, _)| ask.kind.is_none_or(|kind| kind.word() == saved.kind));
    Ok(near.map(|(saved, drift)| remembered::changed(&saved, &drift)))
}

fn of_layout(layout: &KnownLayout, looked: &OpenFile) -> Known {
    let header = &looked.header;
    let words = layout.words(header);
    let read = maps(&given::read(&words)).map_or(0, |maps| maps.len());
    Known {
        name: layout.name.to_owned(),
        kind: layout.kind,
        words,
        saved: false,
        why: format!("{} layout", layout.name),
        because: format!(
            "looks like {} ({read} of {} columns are known)",
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
