//! `referral note`.

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Note something about a referral, and what is to be done next; partners never see it
#[derive(Debug, Args)]
pub struct ReferralNote {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// What to note; - reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// The day it is about
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// What is to be done next
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// The day it is to be done
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    next_on: Option<String>,
}

impl Operation for ReferralNote {
    const SPEC: Spec = Spec {
        path: "referral note",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let text = args::words(&self.text, cx)?;
        let text =
            args::note("TEXT", Some(&text))?.ok_or_else(|| Error::usage("The note is empty."))?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let mut known = referral.known.clone();
        if let Some(next) = args::line("--next", self.next.as_deref())? {
            known.next_step = Some(next);
            known.next_on = None;
        }
        known.next_on = args::day(self.next_on.as_deref(), cx.today)?.or(known.next_on);
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.add_activity(Some(known.partner), Some(referral.id), on, &text)?;
            tx.set_referral(referral.id, &known)?;
            tx.touch_referral(referral.id, on)?;
            Ok((format!("Noted for R{} {}", referral.id, known.company), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
