//! `overlap intro` and `overlap offer`: drafts that ask a partner for an introduction, or give it a lead. Noted with the
//! partner, never sent; an account that is hidden from the partner is not named.

use clap::Args;

use super::draft::Draft;
use crate::{
    domain::{
        overlap::Standing,
        sharing::{Level, said},
    },
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{OverlapAccount, Partner, View},
};

/// Draft a message that asks a partner for an introduction to an account of theirs
#[derive(Debug, Clone, Args)]
pub struct OverlapIntro {
    /// Whom to ask
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The account, on their list: its website or name
    #[arg(value_name = "ACCOUNT")]
    account: String,
}

/// Draft a message that gives a partner a lead: a customer of yours that is a prospect of theirs
#[derive(Debug, Clone, Args)]
pub struct OverlapOffer {
    /// Whom to give it to
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The account, on your side: its website, name, C12 or R7
    #[arg(value_name = "ACCOUNT")]
    account: String,
}

/// Refuses to name an account of a list that is hidden from the partner; says so where only counts are shared.
fn may_name(view: View<'_>, partner: &Partner, ours: &OverlapAccount) -> Result<String> {
    let rules = view.sharing_rules()?;
    let list = ours.standing.list();
    let level = said(&rules, partner.id, list).map_or(Level::default(), |s| s.level);
    let name = &partner.known.name;
    match level {
        Level::Hidden => Err(Error::refused(format!(
            "Your {list} are hidden from {name}, so {} is not named to it.",
            ours.name
        ))
        .means("Nothing was drafted.")
        .hint(format!(
            "To share them: partnerbook overlap share {} {list} overlapping",
            partner.slug
        ))),
        Level::Counts => Ok(format!(
            "Mind that of your {list} {name} is told counts only: this message names one of them."
        )),
        _ => Ok(String::new()),
    }
}

/// Keeps a note of the draft with the partner, and shows it.
fn drafted(
    cx: &mut Cx<'_>,
    partner: &Partner,
    note: &str,
    draft: &Draft,
    mind: &str,
) -> Result<Outcome> {
    let today = cx.today;
    let done = cx.store.write(&cx.ask(), |tx| {
        tx.add_activity(Some(partner.id), None, today, note)?;
        Ok((note.to_owned(), ()))
    })?;
    let mut outcome = args::wrote(
        &done,
        format!("Nothing was sent: copy the message. {mind}").trim(),
    );
    outcome.record = Some(draft.record());
    Ok(outcome)
}

impl Operation for OverlapIntro {
    const SPEC: Spec = Spec {
        path: "overlap intro",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        super::lists(view, partner.id)?;
        let theirs = view.overlap_account(view.find_account(Some(partner.id), &self.account)?)?;
        // To ask about it is to say that it is of interest: what is hidden stays unsaid.
        let ours = view.find_account(None, &self.account).ok();
        let mind = match ours {
            Some(id) => may_name(view, &partner, &view.overlap_account(id)?)?,
            None => String::new(),
        };
        let is = match theirs.standing {
            Standing::Customer => "is a customer of yours",
            Standing::Opportunity => "is in talks with you",
            _ => "is on your list",
        };
        let rep = theirs.owner.as_ref().map_or(String::new(), |rep| {
            format!(" As we understand it, {rep} looks after them.")
        });
        let body = vec![
            format!(
                "{} {is}, and we would like to talk to them.{rep}",
                theirs.name
            ),
            "Would you introduce us? Tell us what you would need from us, and who the right person is."
                .to_owned(),
        ];
        let draft = Draft::to(
            &partner,
            format!("An introduction to {}", theirs.name),
            body,
        );
        let note = format!("Asked for an introduction to {}", theirs.name);
        drafted(cx, &partner, &note, &draft, &mind)
    }
}

impl Operation for OverlapOffer {
    const SPEC: Spec = Spec {
        path: "overlap offer",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        super::lists(view, partner.id)?;
        let ours = view.overlap_account(view.find_account(None, &self.account)?)?;
        let mind = may_name(view, &partner, &ours)?;
        let theirs = view.their_accounts_of(partner.id, ours.id)?;
        let is = match theirs.first().map(|a| a.standing) {
            Some(Standing::Prospect) => " You have it as a prospect.",
            Some(Standing::Opportunity) => " You are in talks with them already.",
            Some(Standing::Customer) => {
                return Err(Error::refused(format!(
                    "{} is a customer of {} already.",
                    ours.name, partner.known.name
                ))
                .means("Nothing was drafted."));
            }
            _ => "",
        };
        let works = if ours.standing == Standing::Customer {
            "works with us"
        } else {
            "is talking to us"
        };
        let body = vec![
            format!("{} {works}, and may be a lead for you.{is}", ours.name),
            "If you like, we introduce you. Tell us who on your side should talk to them."
                .to_owned(),
        ];
        let draft = Draft::to(&partner, format!("A lead for you: {}", ours.name), body);
        let note = format!("Gave {} as a lead", ours.name);
        drafted(cx, &partner, &note, &draft, &mind)
    }
}
