//! Gives each field its best column and each column at most one field; what is equally good is a tie, not a guess.

use std::collections::HashSet;

use super::{By, Candidate, Decided, Guess, Place, Sure, Tie};
use crate::import::{
    Field, Holds,
    survey::{Fit, Survey},
};

/// Places every column.
pub(super) fn place(
    fields: &[Field],
    header: &[String],
    survey: &Survey,
    mut candidates: Vec<Candidate>,
    decided: &Decided,
) -> Guess {
    candidates.sort_by_key(|c| {
        let needed = fields[c.field].needed;
        (c.rank, !needed, c.field, c.column)
    });
    let mut guess = Guess {
        places: vec![
            Place {
                field: None,
                sure: Sure::Unused,
                why: String::new(),
                by: None,
            };
            header.len()
        ],
        ties: Vec::new(),
    };
    let (mut taken, mut fields_done) = (decided.columns.clone(), decided.fields.clone());
    for (n, one) in candidates.iter().enumerate() {
        if taken.contains(&one.column) || fields_done.contains(&one.field) {
            continue;
        }
        let rivals: Vec<usize> = candidates[n + 1..]
            .iter()
            .filter(|c| {
                c.field == one.field
                    && c.rank == one.rank
                    && !taken.contains(&c.column)
                    && !is_better_elsewhere(&candidates, c, &fields_done)
            })
            .map(|c| c.column)
            .collect();
        fields_done.insert(one.field);
        if rivals.is_empty() {
            taken.insert(one.column);
            let place = &mut guess.places[one.column];
            place.field = Some(one.field);
            place.sure = how_sure(one, &candidates, fields[one.field].holds);
            place.by = Some(one.by);
            place.why.clone_from(&one.why);
            continue;
        }
        settle(&mut guess, one, rivals, fields, header, &mut taken);
    }
    explain_rest(&mut guess, &candidates, fields, header, survey, decided);
    guess
}

/// Columns that are equally good for one field: asked where it matters, else left out with a word about it.
fn settle(
    guess: &mut Guess,
    one: &Candidate,
    rivals: Vec<usize>,
    fields: &[Field],
    header: &[String],
    taken: &mut HashSet<usize>,
) {
    let field = &fields[one.field];
    let mut columns = vec![one.column];
    columns.extend(rivals);
    columns.sort_unstable();
    columns.dedup();
    let asked = field.needed || one.by <= By::Word;
    for column in &columns {
        let others: Vec<String> = columns
            .iter()
            .filter(|c| *c != column)
            .map(|c| format!("“{}”", header[*c]))
            .collect();
        let place = &mut guess.places[*column];
        place.why = format!(
            "could be {}, and so could {}",
            field.name,
            others.join(", ")
        );
        if asked {
            place.sure = Sure::Ask;
            taken.insert(*column);
        }
    }
    if asked {
        guess.ties.push(Tie {
            field: one.field,
            columns,
        });
    }
}

/// Whether a column is a free field more surely than the one it is looked at for.
fn is_better_elsewhere(candidates: &[Candidate], here: &Candidate, done: &HashSet<usize>) -> bool {
    candidates.iter().any(|c| {
        c.column == here.column
            && c.field != here.field
            && c.rank < here.rank
            && !done.contains(&c.field)
    })
}

fn how_sure(one: &Candidate, candidates: &[Candidate], holds: Holds) -> Sure {
    let told = matches!(
        holds,
        Holds::Day | Holds::Amount | Holds::Currency | Holds::Email | Holds::Site
    );
    match one.by {
        _ if one.fit == Fit::None => Sure::Guess,
        By::Name | By::Like | By::Word => Sure::Sure,
        // A part of the header and every value say the same, and no other column comes into question.
        By::Part if told && one.fit == Fit::All => {
            let alone = candidates
                .iter()
                .all(|c| c.field != one.field || c.column == one.column || c.by > By::Part);
            if alone { Sure::Sure } else { Sure::Guess }
        }
        By::Part | By::Likeness | By::Values => Sure::Guess,
    }
}

/// Says of columns that go nowhere why.
fn explain_rest(
    guess: &mut Guess,
    candidates: &[Candidate],
    fields: &[Field],
    header: &[String],
    survey: &Survey,
    decided: &Decided,
) {
    let of_field = |guess: &Guess, field| guess.places.iter().position(|p| p.field == Some(field));
    for column in 0..header.len() {
        let place = &guess.places[column];
        if place.field.is_some() || !place.why.is_empty() || decided.columns.contains(&column) {
            continue;
        }
        let wanted = candidates
            .iter()
            .find(|c| c.column == column && c.by <= By::Part);
        let why = if survey.columns.get(column).is_some_and(|c| c.filled == 0) {
            "empty".to_owned()
        } else if let Some((field, other)) =
            wanted.and_then(|c| Some((c.field, of_field(guess, c.field)?)))
        {
            format!("{} is taken from “{}”", fields[field].name, header[other])
        } else {
            continue;
        };
        guess.places[column].why = why;
    }
}
