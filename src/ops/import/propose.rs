//! What a file seems to be, as a command line: by a saved mapping, by the layout of a known program, or by its columns; what
//! the person typed goes before all of it.

mod decide;
mod kind;
mod known;
mod only_day;
pub(in crate::ops) mod standing;
mod tax;
mod values;
mod whose;

use std::collections::HashSet;

use self::{decide::Open, known::Known};
use super::{
    file::{ImportFile, kind_of},
    given::{self, Given, beside, maps},
    kinds::KindOfFile,
    looked::{Looked, OpenFile},
    proposal::{Column, Proposal, Sure},
};
use crate::{
    domain::header::is_reason,
    error::{Error, Result},
    import::{
        FileKind,
        guess::{Decided, Guess, guess},
        heading::plain,
    },
    ops::{Choice, Cx},
};

/// Looks at the file and says what it would be read as. Changes nothing. Errors: those of opening it, a column or field
/// that was named and is not there.
pub(in crate::ops) fn propose(ask: &ImportFile, cx: &mut Cx<'_>) -> Result<Proposal> {
    let open = OpenFile::of(&ask.reading, cx)?;
    let known = known::known(ask, &open, cx)?;
    let changed = match &known {
        Some(known) if known.saved => None,
        _ => known::changed(ask, &open, cx)?,
    };
    let looked = open.look(&ask.reading, conditions(ask, known.as_ref())?, cx)?;
    let mut proposal = Proposal {
        file: looked.name.clone(),
        read_as: looked.read_as.clone(),
        rows: looked.survey.rows,
        known_as: known.as_ref().map(|k| k.name.clone()),
        ..Proposal::default()
    };
    let mut told = kind::tell(ask, &looked, known.as_ref());
    if let (Some(choice), None) = (&mut told.choice, &ask.partner) {
        whose::name_partner(choice, &looked.name, cx)?;
    }
    proposal.because = told.because;
    proposal.kind = told.kind;
    let Some(kind) = told.kind else {
        proposal.columns = unplaced(&looked);
        proposal.choices.extend(changed);
        proposal.choices.extend(told.choice);
        proposal.words = as_typed(ask);
        return Ok(proposal);
    };
    let kind = kind_of(kind)?;
    proposal.fields = kind.fields;
    let mut draft = Draft::begin(ask, kind, looked, known)?;
    if told.guessed && kind.kind == FileKind::Customers {
        draft.ask_whose(cx)?;
    }
    let mut proposal = draft.finish(proposal, cx)?;
    proposal.choices.splice(0..0, changed);
    Ok(proposal)
}

/// The command line as it was typed, where nothing can be told beside.
pub(super) fn as_typed(ask: &ImportFile) -> Vec<String> {
    let mut words = vec!["import".to_owned(), ask.reading.file.display().to_string()];
    words.extend(ask.typed.iter().flat_map(Given::words));
    words
}

/// The conditions on rows, as far as they are known before the rows are looked at.
fn conditions(ask: &ImportFile, known: Option<&Known>) -> Result<Vec<String>> {
    let base = known.map(|k| given::read(&k.words)).unwrap_or_default();
    let all = beside(base, &ask.typed)?;
    let all = all.iter().chain(&ask.typed);
    let only = all.filter(|g| g.option == "--where");
    Ok(only.filter_map(|g| g.value.clone()).collect())
}

/// A command line that is being put together.
struct Draft<'a> {
    ask: &'a ImportFile,
    kind: &'static KindOfFile,
    looked: Looked,
    /// What is known of the file, without what the person says otherwise.
    base: Vec<Given>,
    /// What was told from its columns and values.
    found: Vec<Given>,
    columns: Vec<Column>,
    choices: Vec<Choice>,
    notes: Vec<String>,
}

impl<'a> Draft<'a> {
    /// Puts every column where the person, a layout or a guess has it.
    fn begin(
        ask: &'a ImportFile,
        kind: &'static KindOfFile,
        looked: Looked,
        known: Option<Known>,
    ) -> Result<Self> {
        let same_kind = known.filter(|k| k.kind == kind.kind);
        let (why, saved) = same_kind
            .as_ref()
            .map_or((String::new(), false), |k| (k.why.clone(), k.saved));
        let base = beside(
            same_kind.map(|k| given::read(&k.words)).unwrap_or_default(),
            &ask.typed,
        )?;
        let mut draft = Self {
            columns: unplaced(&looked),
            ask,
            kind,
            looked,
            base,
            found: Vec::new(),
            choices: Vec::new(),
            notes: Vec::new(),
        };
        let mut decided = Decided {
            whole: !why.is_empty(),
            ..Decided::default()
        };
        draft.place_given(&draft.ask.typed, "you said so", &mut decided)?;
        let base = draft.base.clone();
        draft.place_given(&base, &why, &mut decided)?;
        // A mapping that was saved is what the person decided once: nothing is added to it.
        if !saved {
            let guessed = guess(
                kind.kind,
                kind.fields,
                &draft.looked.header,
                &draft.looked.survey,
                &decided,
            );
            draft.place_guessed(&guessed);
            draft.place_only_day();
            draft.leave_out_tax();
        }
        Ok(draft)
    }

    /// Places the columns that options name, and marks their fields as decided.
    fn place_given(&mut self, given: &[Given], why: &str, decided: &mut Decided) -> Result<()> {
        for (field, header) in maps(given)? {
            let Some(at) = self.field(&field) else {
                // The command itself refuses a field it does not know.
                continue;
            };
            decided.fields.insert(at);
            let Some(column) = self.column(&header) else {
                continue;
            };
            decided.columns.insert(column);
            self.columns[column] = Column {
                field: Some(at),
                sure: Sure::Sure,
                why: why.to_owned(),
                ..self.columns[column].clone()
            };
        }
        for field in given
            .iter()
            .filter(|g| g.option == "--set")
            .filter_map(Given::field)
        {
            decided.fields.extend(self.field(field));
        }
        Ok(())
    }

    fn place_guessed(&mut self, guess: &Guess) {
        for (column, place) in self.columns.iter_mut().zip(&guess.places) {
            if column.field.is_some() {
                continue;
            }
            column.field = place.field;
            column.sure = place.sure;
            column.why.clone_from(&place.why);
            if let Some(field) = place.field {
                let name = self.kind.fields[field].name;
                self.found.push(Given::map(name, &column.header));
            }
        }
        for tie in &guess.ties {
            let choice = decide::tie(&self.kind.fields[tie.field], &tie.columns, &self.columns);
            self.choices.push(choice);
        }
        self.not_by_name(guess);
    }

    /// A header that is a field's name is taken by itself: where it shall not be, that is said.
    fn not_by_name(&mut self, guess: &Guess) {
        let tied: HashSet<usize> = guess.ties.iter().map(|t| t.field).collect();
        for (at, field) in self.kind.fields.iter().enumerate() {
            let named = |c: &Column| plain(&c.header) == plain(field.name);
            let wrong = self.columns.iter().any(|c| named(c) && c.field != Some(at));
            if wrong && !self.has(at) && !tied.contains(&at) {
                self.found.push(Given::map(field.name, ""));
            }
        }
    }

    fn field(&self, name: &str) -> Option<usize> {
        let mut fields = self.kind.fields.iter();
        fields.position(|f| f.name.eq_ignore_ascii_case(name))
    }

    fn column(&self, header: &str) -> Option<usize> {
        let headers = &self.looked.header;
        let exact = headers.iter().position(|h| h == header);
        exact.or_else(|| headers.iter().position(|h| plain(h) == plain(header)))
    }

    /// Whether a field has its column or value.
    fn has(&self, field: usize) -> bool {
        let name = self.kind.fields[field].name;
        self.columns.iter().any(|c| c.field == Some(field))
            || self.given().any(|g| g.field() == Some(name))
    }

    /// Everything that is said so far.
    fn given(&self) -> impl Iterator<Item = &Given> {
        self.base.iter().chain(&self.found).chain(&self.ask.typed)
    }

    /// Whether an option was said already.
    fn says(&self, option: &str) -> bool {
        self.given().any(|g| g.option == option)
    }

    /// Decides what else can be told, and writes the command line.
    fn finish(mut self, mut proposal: Proposal, cx: &mut Cx<'_>) -> Result<Proposal> {
        let mut positional = None;
        if self.kind.fields.is_empty() {
            self.notes
                .push("the command that reads it finds its columns itself".to_owned());
        } else {
            self.tell_written();
            self.tell_currency();
            let Open { partner } = self.tell_partner(cx)?;
            positional = partner;
            self.ask_for_missing();
            self.ask_standing()?;
        }
        let command = self.kind.kind.command();
        let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        words.extend(positional);
        words.push(self.ask.reading.file.display().to_string());
        self.expect_known()?;
        words.extend(self.given().flat_map(Given::words));
        proposal.words = words;
        proposal.columns = self.columns;
        proposal.choices = self.choices;
        proposal.notes = self.notes;
        Ok(proposal)
    }

    /// Refuses options that the command of this kind does not take.
    fn expect_known(&self) -> Result<()> {
        let Some(command) = self.kind.command() else {
            return Ok(());
        };
        let takes = |option: &str| {
            let name = option.strip_prefix("--").unwrap_or(option);
            command.get_arguments().any(|a| a.get_long() == Some(name))
        };
        match self.ask.typed.iter().find(|g| !takes(&g.option)) {
            None => Ok(()),
            Some(one) => Err(Error::usage(format!(
                "{} says nothing about files of {}.",
                one.option,
                self.kind.kind.word()
            ))
            .hint(format!(
                "`partnerbook {} --help` lists what does.",
                self.kind.kind.command()
            ))),
        }
    }
}

/// The columns before anything is known of them.
fn unplaced(looked: &Looked) -> Vec<Column> {
    let columns = looked.header.iter().zip(&looked.survey.columns);
    columns
        .map(|(header, values)| Column {
            header: header.clone(),
            samples: values.samples.clone(),
            field: None,
            sure: Sure::Unused,
            why: if is_reason(header) {
                "why the row was rejected".to_owned()
            } else if values.filled == 0 {
                "empty".to_owned()
            } else {
                String::new()
            },
        })
        .collect()
}

/// The word of a kind with what its rows are, for a question.
fn asked(kind: FileKind) -> String {
    kind_of(kind).map_or_else(|_| kind.word().to_owned(), |k| k.rows_are.to_owned())
}
