//! `overlap same`, `different`, `affiliate` and `undecide`: how a person settles a pair of accounts; remembered for the next
//! version of the list.

use clap::Args;

use crate::{
    domain::overlap::Verdict,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::Ask,
};

/// A pair of accounts.
#[derive(Debug, Clone, Args)]
struct PairArgs {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Your account: its website, its name, C12 or R7
    #[arg(value_name = "OURS")]
    ours: String,
    /// Theirs: its website, its name, or A33 for a row of their list
    #[arg(value_name = "THEIRS")]
    theirs: String,
}

/// Say that an account of yours and one of a partner's are the same
#[derive(Debug, Clone, Args)]
pub struct OverlapSame {
    #[command(flatten)]
    pair: PairArgs,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Say that an account of yours and one of a partner's are not the same
#[derive(Debug, Clone, Args)]
pub struct OverlapDifferent {
    #[command(flatten)]
    pair: PairArgs,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Say that an account of yours and one of a partner's belong to one group
#[derive(Debug, Clone, Args)]
pub struct OverlapAffiliate {
    #[command(flatten)]
    pair: PairArgs,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Take back what was said of a pair of accounts
#[derive(Debug, Clone, Args)]
pub struct OverlapUndecide {
    #[command(flatten)]
    pair: PairArgs,
}

impl PairArgs {
    /// The partner, our account, theirs.
    fn find(&self, cx: &Cx<'_>) -> Result<(i64, i64, i64)> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let ours = view.find_account(None, &self.ours)?;
        Ok((
            partner,
            ours,
            view.find_account(Some(partner), &self.theirs)?,
        ))
    }

    fn say(&self, cx: &mut Cx<'_>, verdict: Verdict, note: Option<&str>) -> Result<Outcome> {
        let note = args::line("--note", note)?;
        let (partner, ours, theirs) = self.find(cx)?;
        let ask = Ask::new(cx.origin, cx.command.clone(), cx.today);
        let done = cx.store.write(&ask, |tx| {
            let view = tx.view();
            let names = format!(
                "{} and {} of {}",
                view.overlap_account(ours)?.name,
                view.overlap_account(theirs)?.name,
                view.partner(partner)?.known.name
            );
            let new = tx.decide(partner, ours, theirs, verdict, note.as_deref())?;
            let what = match verdict {
                Verdict::Same => "are the same account",
                Verdict::Different => "are different accounts",
                Verdict::Affiliate => "belong to one group",
            };
            Ok((format!("{names} {what}"), new))
        })?;
        let known = if done.value { "" } else { ": that was known" };
        Ok(Outcome {
            said: format!("{}{known}.", done.summary),
            op: done.op,
            ..Outcome::default()
        })
    }
}

impl Operation for OverlapSame {
    const SPEC: Spec = Spec {
        path: "overlap same",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.pair.say(cx, Verdict::Same, self.note.as_deref())
    }
}

impl Operation for OverlapDifferent {
    const SPEC: Spec = Spec {
        path: "overlap different",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.pair.say(cx, Verdict::Different, self.note.as_deref())
    }
}

impl Operation for OverlapAffiliate {
    const SPEC: Spec = Spec {
        path: "overlap affiliate",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.pair.say(cx, Verdict::Affiliate, self.note.as_deref())
    }
}

impl Operation for OverlapUndecide {
    const SPEC: Spec = Spec {
        path: "overlap undecide",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (partner, ours, theirs) = self.pair.find(cx)?;
        let ask = Ask::new(cx.origin, cx.command.clone(), cx.today);
        let done = cx.store.write(&ask, |tx| {
            let names = format!(
                "{} and {}",
                tx.view().overlap_account(ours)?.name,
                tx.view().overlap_account(theirs)?.name
            );
            let gone = tx.take_back_decision(partner, ours, theirs)?;
            Ok((
                if gone {
                    format!("Took back what was said of {names}")
                } else {
                    format!("Nothing was said of {names}")
                },
                (),
            ))
        })?;
        Ok(Outcome {
            said: format!("{}.", done.summary),
            op: done.op,
            ..Outcome::default()
        })
    }
}
