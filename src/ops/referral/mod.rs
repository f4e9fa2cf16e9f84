//! Operations on referrals.

mod add;
mod agree;
pub(super) mod agreed;
mod contact_days;
mod edit;
mod end;
mod extend;
pub mod from_email;
mod known;
mod lose;
pub(super) mod moves;
mod note;
mod reject;
mod reopen;
pub mod show;
mod split;
mod stage;
mod win;
mod with;

use super::{Cx, Entry, Outcome, args};
use crate::{
    domain::{
        day::{Day, shown},
        rate::Rate,
        referral::{Pipeline, Stage, StageKind},
    },
    error::{Error, Result},
    store::View,
    text::nearest,
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::ReferralAdd>(),
    Entry::of::<show::ReferralShow>(),
    Entry::of::<edit::ReferralEdit>(),
    Entry::of::<stage::ReferralStage>(),
    Entry::of::<win::ReferralWin>(),
    Entry::of::<lose::ReferralLose>(),
    Entry::of::<reject::ReferralReject>(),
    Entry::of::<reopen::ReferralReopen>(),
    Entry::of::<note::ReferralNote>(),
    Entry::of::<contact_days::ReferralIntroduce>(),
    Entry::of::<contact_days::ReferralAsk>(),
    Entry::of::<extend::ReferralExtend>(),
    Entry::of::<with::ReferralWith>(),
    Entry::of::<split::ReferralSplit>(),
    Entry::of::<agree::ReferralAgree>(),
    Entry::of::<end::ReferralEnd>(),
    Entry::of::<super::customer::influence::ReferralInfluence>(),
];

/// The referrals an argument list names.
fn ids(typed: &[String], view: View<'_>) -> Result<Vec<i64>> {
    typed.iter().map(|r| view.find_referral(r)).collect()
}

/// The program an argument names, where it names one.
fn program(typed: Option<&str>, view: View<'_>) -> Result<Option<i64>> {
    typed.map(|p| view.find_program(p)).transpose()
}

/// `Northwind 60%, Bluepeak 40%`.
fn shared(split: &[(i64, Rate)], view: View<'_>) -> Result<String> {
    let all = split
        .iter()
        .map(|(p, share)| Ok(format!("{} {share}", view.partner(*p)?.known.name)))
        .collect::<Result<Vec<_>>>()?;
    Ok(all.join(", "))
}

/// `, from 1 Mar 2026, until 30 Jun 2026`; nothing where it is open.
fn term(from: Option<Day>, to: Option<Day>) -> String {
    let from = from.map_or(String::new(), |d| format!(", from {}", shown(d)));
    let to = to.map_or(String::new(), |d| format!(", until {}", shown(d)));
    from + &to
}

/// The stage of a name.
fn stage<'a>(pipeline: &'a Pipeline, name: &str) -> Result<&'a Stage> {
    pipeline.find(name).ok_or_else(|| {
        let names: Vec<&str> = pipeline.stages.iter().map(|s| s.name.as_str()).collect();
        let e = Error::not_found(format!("There is no stage “{name}”."));
        e.hint(match nearest(name, names.iter().copied()) {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("The stages are {}.", names.join(", ")),
        })
    })
}

/// The open stage of a name.
fn open_stage<'a>(pipeline: &'a Pipeline, name: &str) -> Result<&'a Stage> {
    let stage = stage(pipeline, name)?;
    add::expect_open(stage.kind, &stage.name)?;
    Ok(stage)
}

/// Closes referrals that came to nothing, with the reason.
fn close(
    cx: &mut Cx<'_>,
    kind: StageKind,
    typed: &[String],
    on: &str,
    reason: &str,
) -> Result<Outcome> {
    let view = cx.store.view();
    let ids = ids(typed, view)?;
    let on = args::day(Some(on), cx.today)?.unwrap_or(cx.today);
    let reason = args::line("--reason", Some(reason))?;
    let pipeline = view.pipeline()?;
    let stage = pipeline
        .closing(kind)
        .ok_or_else(|| Error::failed(format!("The pipeline has no stage for {kind} referrals.")))?;
    let done = cx.store.write(&cx.ask(), |tx| {
        let mut summary = format!("{} referrals are {kind}", ids.len());
        for id in &ids {
            let before = moves::to_stage(tx, &pipeline, *id, stage, on, reason.as_deref())?;
            if ids.len() == 1 {
                let why = reason.as_deref().unwrap_or_default();
                summary = format!("R{id} {} is {kind}: {why}", before.known.company);
            }
        }
        Ok((summary, ()))
    })?;
    Ok(args::wrote(&done, ""))
}
