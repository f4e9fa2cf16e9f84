//! What the rows of a file are: said, known, or told from its columns; where two kinds are close, asked.

use super::{asked, known::Known};
use crate::{
    import::{
        FileKind, payment_result,
        which::{Rated, is_clear, rate},
    },
    ops::{
        Choice,
        import::{file::ImportFile, given::Given, kinds, looked::Looked},
    },
};

/// What was told.
pub(super) struct Told {
    pub(super) kind: Option<FileKind>,
    /// Why.
    pub(super) because: String,
    /// Whether only its columns told.
    pub(super) guessed: bool,
    /// The question, where it could not be told.
    pub(super) choice: Option<Choice>,
}

/// How many kinds are offered where several are close.
const OFFERED: usize = 4;

/// Tells the kind.
pub(super) fn tell(ask: &ImportFile, looked: &Looked, known: Option<&Known>) -> Told {
    let sure = |kind, because| Told {
        kind: Some(kind),
        because,
        guessed: false,
        choice: None,
    };
    if let Some(known) = known {
        return sure(known.kind, known.because.clone());
    }
    if let Some(kind) = ask.kind {
        return sure(kind, format!("read as {}, as you said", kind.word()));
    }
    if let Some(provider) = payment_result::known_by(&looked.header, &looked.survey) {
        return sure(
            FileKind::Results,
            format!("looks like what {provider} answers to a payment file"),
        );
    }
    let mut given: Vec<&str> = ask.typed.iter().filter_map(Given::field).collect();
    if ask.partner.is_some() {
        given.push("partner");
    }
    let rated = rate(
        &kinds::candidates(),
        &looked.header,
        &looked.survey,
        &looked.name,
        &given,
    );
    match rated.as_slice() {
        [best, ..] if is_clear(&rated) => Told {
            kind: Some(best.kind),
            because: format!(
                "looks like {}: {} of {} columns say so",
                best.kind.word(),
                best.columns,
                looked.header.len()
            ),
            guessed: true,
            choice: None,
        },
        _ => unclear(&rated, looked),
    }
}

fn unclear(rated: &[Rated], looked: &Looked) -> Told {
    let whole: Vec<FileKind> = rated
        .iter()
        .filter(|r| r.whole && r.points > 0)
        .map(|r| r.kind)
        .take(OFFERED)
        .collect();
    let (because, question, mut kinds) = if whole.len() > 1 {
        let words: Vec<&str> = whole.iter().map(|k| k.word()).collect();
        let either = words.join(" or ");
        (
            format!("could be {either}"),
            format!("The rows of {} could be {either}.", looked.name),
            whole,
        )
    } else {
        let all = kinds::KINDS.iter().map(|k| k.kind).collect();
        (
            "its columns do not say what it is".to_owned(),
            format!("What are the rows of {}?", looked.name),
            all,
        )
    };
    // Whose list of accounts it is, nothing in it says.
    let people = [FileKind::Partners, FileKind::Customers];
    if kinds.iter().any(|k| people.contains(k)) && !kinds.contains(&FileKind::Accounts) {
        kinds.push(FileKind::Accounts);
    }
    let answers = kinds
        .into_iter()
        .map(|kind| {
            let words = vec!["--as".to_owned(), kind.word().to_owned()];
            (asked(kind), words)
        })
        .collect();
    Told {
        kind: None,
        because,
        guessed: false,
        choice: Some(Choice {
            about: looked.name.clone(),
            question,
            answers,
        }),
    }
}
