//! `overlap load`: the next version of a list of accounts, a partner's or ours, from a file.

use clap::Args;

pub(in crate::ops) use super::columns::FIELDS;
use super::{
    columns::{self, At},
    guessed::guessed,
    whose::Whose,
};
use crate::{
    domain::{
        day::{Day, shown},
        overlap::Standing,
    },
    error::{Error, Result},
    import::Row,
    ops::{
        Choice, Cx, Kind, Operation, Outcome, Selection, Spec, args,
        import::{
            intake::{Fate, Intake, Noun, Stop, bring_in},
            opened::Opened,
            reading::Reading,
            report::edits,
        },
    },
    store::{ListOf, Loading, NewAccount, Population, Taken, Tally, Tx},
};

/// Load a list of accounts, a partner's or yours (us), from a table: CSV, XLSX, ODS or JSON
#[derive(Debug, Clone, Args)]
pub struct OverlapLoad {
    /// Whose list it is; us for one of your own
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// What the accounts are: customers, opportunities, prospects, or a name of your own for the list; customers if nothing says otherwise
    #[arg(long = "as", value_name = "LIST")]
    accounts: Option<String>,
    /// What the accounts of a list with a name of your own count as
    #[arg(long, value_name = "WHAT", value_parser = ["customers", "opportunities", "prospects", "other"])]
    counts_as: Option<String>,
    /// The day the list speaks of
    #[arg(long, value_name = "DAY", default_value = "today")]
    as_of: String,
    /// Take it as the next version of the list that is there without asking
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Which list a row goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    standing: Standing,
    name: Option<String>,
}

impl OverlapLoad {
    /// The list rows go to whose file does not say what they are.
    fn target(&self, lists: &[Population]) -> Result<Target> {
        let typed = self.accounts.as_deref().unwrap_or("customers").trim();
        let counts_as = self.counts_as.as_deref().and_then(Standing::parse);
        let standard = Standing::parse(typed).filter(|s| *s != Standing::Other);
        if let Some(standing) = standard {
            if counts_as.is_some_and(|other| other != standing) {
                return Err(Error::usage(format!(
                    "The list of {typed} counts as {typed}; --counts-as is for a list with a name of its own."
                )));
            }
            return Ok(Target {
                standing,
                name: None,
            });
        }
        let name = args::line("--as", Some(typed))?
            .filter(|n| !n.is_empty())
            .ok_or_else(|| Error::usage("Say what the accounts are with --as."))?;
        let there = lists
            .iter()
            .find(|l| l.called().to_lowercase() == name.to_lowercase());
        Ok(Target {
            standing: counts_as
                .or(there.map(Population::standing))
                .unwrap_or(Standing::Other),
            name: Some(there.map_or(name, |l| l.called().to_owned())),
        })
    }

    /// Whether the file itself says what its accounts are.
    fn told_by_rows(&self) -> bool {
        self.reading.says_of("standing")
    }
}

impl Operation for OverlapLoad {
    const SPEC: Spec = Spec {
        path: "overlap load",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let whose = Whose::read(view, &self.partner)?;
        let lists = whose.lists(view)?;
        let target = self.target(&lists)?;
        let called = target.name.as_deref().unwrap_or(target.standing.list());
        let there = lists
            .iter()
            .find(|l| l.called().to_lowercase() == called.to_lowercase());
        let asks = !self.replace && !self.reading.dry_run && !self.told_by_rows();
        let Some(there) = there.filter(|_| asks) else {
            return Ok(self.reading.confirm());
        };
        Ok(Some(format!(
            "{} a list of {} {called} as of {}, from {}. Is this its next version?",
            whose.has(view)?,
            there.accounts,
            shown(there.as_of),
            there.file
        )))
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Whose::read(cx.store.view(), &self.partner)?;
        match guessed(&self.partner, self.accounts.as_deref(), &self.reading, cx)? {
            (reading, open) if open.is_empty() => Opened::choices(FIELDS, &reading, cx),
            (_, open) => Ok(open),
        }
    }

    fn run(mut self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let whose = Whose::read(view, &self.partner)?;
        let target = self.target(&whose.lists(view)?)?;
        let has = whose.has(view)?;
        let (reading, open) = guessed(&self.partner, self.accounts.as_deref(), &self.reading, cx)?;
        if let Some(refusal) = Choice::unanswered(&open) {
            return Err(refusal);
        }
        self.reading = reading;
        let as_of = args::day(Some(&self.as_of), cx.today)?.unwrap_or(cx.today);
        if as_of > cx.today {
            return Err(
                Error::refused(format!("{} is still to come.", shown(as_of)))
                    .means("Nothing was loaded.")
                    .hint("Give the day the list was made: --as-of DAY."),
            );
        }
        let file = self
            .reading
            .file
            .file_name()
            .map_or_else(|| "-".to_owned(), |n| n.to_string_lossy().into_owned());
        let of_one = self.reading.sets("standing");
        let noun = Noun {
            one: "account",
            many: "accounts",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            if [At::Name, At::Site, At::Email]
                .iter()
                .all(|f| !mapping.says((*f).into()))
            {
                return Err(
                    Error::refused("No column of the file says which account it is.")
                        .means("Nothing was loaded.")
                        .hint("Say it with --map name=COLUMN,site=COLUMN."),
                );
            }
            let mut lists = AccountLists {
                partner: whose.partner(),
                has,
                target,
                file,
                as_of,
                by_row: mapping.says(At::Standing.into()),
                of_one,
                number: mapping.heading(At::Number.into()).to_owned(),
                open: Vec::new(),
            };
            lists.begin(tx)?;
            Ok(lists)
        })
    }
}

/// The lists of a file as they come in, beside those that are there.
struct AccountLists {
    partner: Option<i64>,
    /// `You have`, `Northwind has`.
    has: String,
    target: Target,
    file: String,
    as_of: Day,
    /// Each row says what it is.
    by_row: bool,
    /// All rows are said to be the same: the file speaks of one list.
    of_one: bool,
    /// What the column of registration numbers is called: it says which register.
    number: String,
    open: Vec<(Target, Loading)>,
}

impl AccountLists {
    /// A file that says of each row what it is speaks of every standard list there is: what it does not name is gone.
    fn begin(&mut self, tx: &Tx<'_>) -> Result<()> {
        if !self.by_row {
            return self.opened(tx, &self.target.clone()).map(|_| ());
        }
        if self.of_one {
            return Ok(());
        }
        let lists = match self.partner {
            Some(partner) => tx.view().populations(partner)?,
            None => tx.view().our_populations()?,
        };
        for list in lists.iter().filter(|l| l.name.is_none()) {
            let target = Target {
                standing: list.standing(),
                name: None,
            };
            self.opened(tx, &target)?;
        }
        Ok(())
    }

    fn opened(&mut self, tx: &Tx<'_>, target: &Target) -> Result<&mut Loading> {
        let there = self.open.iter().position(|(t, _)| t == target);
        let at = there.unwrap_or(self.open.len());
        if there.is_none() {
            let of = ListOf {
                partner: self.partner,
                standing: target.standing,
                name: target.name.as_deref(),
            };
            let loading = tx.begin_list(of, &self.file, Some(self.as_of))?;
            if let Some(newer) = loading.since().filter(|was| *was > self.as_of) {
                return Err(self.older(target, newer));
            }
            self.open.push((target.clone(), loading));
        }
        Ok(&mut self.open[at].1)
    }

    /// A list that speaks of an earlier day than the one that is there: what is gone and what is new would be told the
    /// wrong way round.
    fn older(&self, target: &Target, newer: Day) -> Error {
        let called = target.name.as_deref().unwrap_or(target.standing.list());
        Error::refused(format!(
            "{} a list of {called} of {} already, and this one is of {}.",
            self.has,
            shown(newer),
            shown(self.as_of)
        ))
        .means("Nothing was loaded: what is new and what is gone would be told the wrong way round.")
        .hint("If it is the newest one, say of which day with --as-of. To compare it beside the other, give it a name of its own with --as. To load both in order, take the newer one back first: partnerbook undo.")
    }

    fn take_row(&mut self, tx: &Tx<'_>, row: &Row<'_>, late: bool) -> Result<Fate, Stop> {
        let account = columns::account(row, &self.number)?;
        let target = match row.text(At::Standing)?.filter(|_| self.by_row) {
            None => self.target.clone(),
            Some(word) => Target {
                standing: Standing::told(&word).ok_or_else(|| {
                    row.refuse(
                        At::Standing,
                        "is none of customer, opportunity, prospect and what means the same",
                    )
                })?,
                name: None,
            },
        };
        let loading = self.opened(tx, &target)?;
        let taken = if late {
            loading.take_late(tx, &account)?
        } else {
            loading.take(tx, &account)?
        };
        Ok(match taken {
            Taken::New => Fate::New,
            Taken::Same => Fate::Same,
            Taken::Back => Fate::Changed(account.name.clone(), Vec::new()),
            Taken::Changed(was) => Fate::Changed(
                account.name.clone(),
                edits(columns::shown(&was), columns::shown(&account)),
            ),
            Taken::Later => Fate::Later(order(&account)),
        })
    }
}

/// The order of rows that wait: not the file's.
fn order(a: &NewAccount) -> String {
    let parts = [Some(&a.name), a.domain.as_ref(), a.external_id.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join("\u{1}")
}

impl Intake for AccountLists {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        self.take_row(tx, row, false)
    }

    fn take_late(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        self.take_row(tx, row, true)
    }

    fn forget(&mut self, _: u64) {
        // A row makes nothing beside its own record.
    }

    fn remarks(&self) -> Option<String> {
        let said: Vec<String> = self
            .open
            .iter()
            .filter_map(|(target, loading)| {
                let called = target.name.as_deref().unwrap_or(target.standing.list());
                since(called, loading.since()?, loading.tally())
            })
            .collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        for (_, loading) in &mut self.open {
            loading.finish(tx)?;
        }
        Ok(())
    }
}

/// `customers: 12 new, 3 gone, 5 changed since the list of 2 Nov 2026.`
fn since(called: &str, day: Day, tally: Tally) -> Option<String> {
    let counts = [
        (tally.new, "new"),
        (tally.gone, "gone"),
        (tally.back, "back"),
        (tally.changed, "changed"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    (!words.is_empty()).then(|| {
        format!(
            "{called}: {} since the list of {}.",
            words.join(", "),
            shown(day)
        )
    })
}
