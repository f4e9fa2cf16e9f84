//! What is still open when columns have been placed: told where something else says it, else put as a question with the
//! words of every answer.

use super::Draft;
use crate::{
    domain::header::is_reason,
    error::Result,
    import::{Field, FileKind, Sure, survey::Fit},
    ops::{
        Choice, Cx,
        import::{
            given::Given,
            named_by_file::{BY_FILE, partners_in},
            proposal::Column,
        },
    },
};

/// How many columns or partners a question offers.
const OFFERED: usize = 12;

/// What the command line needs beside its options.
pub(super) struct Open {
    /// The partner, where the command wants it first.
    pub(super) partner: Option<String>,
}

fn map_words(field: &str, header: &str) -> Vec<String> {
    Given::map(field, header).words()
}

fn shown(column: &Column) -> String {
    let values = column.first_values();
    let header = &column.header;
    if values.is_empty() {
        format!("“{header}”, which is empty")
    } else {
        format!("“{header}”: {values}")
    }
}

/// Columns that could equally be one field.
pub(super) fn tie(field: &Field, columns: &[usize], all: &[Column]) -> Choice {
    let names: Vec<String> = columns
        .iter()
        .map(|c| format!("“{}”", all[*c].header))
        .collect();
    let mut answers: Vec<(String, Vec<String>)> = columns
        .iter()
        .map(|c| (shown(&all[*c]), map_words(field.name, &all[*c].header)))
        .collect();
    if !field.needed {
        answers.push(("none of them".to_owned(), map_words(field.name, "")));
    }
    Choice {
        about: columns
            .first()
            .map_or(String::new(), |c| all[*c].header.clone()),
        question: format!("{} could each be {}.", names.join(" and "), field.name),
        answers,
    }
}

impl Draft<'_> {
    /// Who brought it, where no column says so: the person, or the name of the file, or a question.
    pub(super) fn tell_partner(&mut self, cx: &Cx<'_>) -> Result<Open> {
        let first = self.kind.kind == FileKind::Accounts;
        let own = self.kind.command().is_some_and(|command| {
            command
                .get_arguments()
                .any(|a| a.get_long() == Some("partner"))
        });
        let field = self.field("partner");
        if let Some(partner) = &self.ask.partner {
            if first {
                return Ok(Open {
                    partner: Some(partner.clone()),
                });
            }
            self.found.push(if own {
                Given::of("--partner", partner)
            } else {
                Given::of("--set", format!("partner={partner}"))
            });
            return Ok(Open { partner: None });
        }
        let open = first
            || field
                .is_some_and(|f| self.kind.fields[f].needed && !self.has(f) && !self.instead(f));
        if !open
            || self
                .choices
                .iter()
                .any(|c| c.question.ends_with("could each be partner."))
        {
            return Ok(Open { partner: None });
        }
        let view = cx.store.view();
        let named = partners_in(&self.looked.name, view)?;
        if let [one] = named.as_slice() {
            self.notes.push(format!("the name of the file names {one}"));
            if first {
                return Ok(Open {
                    partner: Some(one.clone()),
                });
            }
            let set = format!("partner={BY_FILE}");
            self.found.push(Given::of("--set", set));
            return Ok(Open { partner: None });
        }
        let offered = if named.is_empty() {
            let all = view.partner_slugs()?;
            all.into_iter().map(|(slug, _)| slug).collect()
        } else {
            named
        };
        let mut answers = if first {
            Vec::new()
        } else {
            self.columns_for("partner")
        };
        if first {
            let words = vec!["--partner".to_owned(), "us".to_owned()];
            answers.push(("a list of your own".to_owned(), words));
        }
        if offered.len() <= OFFERED {
            answers.extend(offered.into_iter().map(|slug| {
                let words = vec!["--partner".to_owned(), slug.clone()];
                let says = if first {
                    format!("{slug}’s")
                } else {
                    format!("all of {slug}")
                };
                (says, words)
            }));
        }
        let question = if first {
            "Whose list of accounts is it? Say it with --partner NAME."
        } else {
            "No column is known to say which partner brought them. Say it with --map partner=COLUMN, or with --partner NAME for all rows."
        };
        self.choices.push(Choice {
            about: "partner".to_owned(),
            question: question.to_owned(),
            answers,
        });
        Ok(Open {
            partner: first.then(|| "PARTNER".to_owned()),
        })
    }

    /// Whether another field says what this one would.
    fn instead(&self, field: usize) -> bool {
        let instead = self.kind.fields[field].instead();
        let said = |name: &&str| self.field(name).is_some_and(|at| self.has(at));
        instead.iter().any(said)
    }

    /// The columns that go nowhere yet and could hold a field.
    fn columns_for(&self, field: &str) -> Vec<(String, Vec<String>)> {
        let Some(at) = self.field(field) else {
            return Vec::new();
        };
        let holds = self.kind.fields[at].holds;
        let columns = self.columns.iter().zip(&self.looked.survey.columns);
        columns
            .filter(|(c, values)| {
                let free = c.field.is_none() && c.sure != Sure::Ask && !is_reason(&c.header);
                free && values.filled > 0 && values.fit(holds) != Fit::None
            })
            .take(OFFERED)
            .map(|(c, _)| (shown(c), map_words(field, &c.header)))
            .collect()
    }

    /// Asks for what no column is known to say, though it is needed.
    pub(super) fn ask_for_missing(&mut self) {
        let tied = |name: &str| {
            let ending = format!("could each be {name}.");
            self.choices.iter().any(|c| c.question.ends_with(&ending))
        };
        let mut missing: Vec<Vec<&'static str>> = Vec::new();
        for (at, field) in self.kind.fields.iter().enumerate() {
            if field.needed
                && field.name != "partner"
                && !self.has(at)
                && !self.instead(at)
                && !tied(field.name)
            {
                missing.push(vec![field.name]);
            }
        }
        for group in self.kind.one_of {
            let said = group
                .iter()
                .any(|f| tied(f) || self.field(f).is_some_and(|at| self.has(at)));
            if !said {
                missing.push(group.to_vec());
            }
        }
        for group in missing {
            let answers = group.iter().flat_map(|f| self.columns_for(f)).collect();
            let like = group.first().copied().unwrap_or_default();
            self.choices.push(Choice {
                about: like.to_owned(),
                question: format!(
                    "No column is known to be {}. Say it with --map {like}=COLUMN.",
                    group.join(" or ")
                ),
                answers,
            });
        }
    }
}
