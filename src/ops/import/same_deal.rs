//! A deal that another source brought already for the same partner and company: asked, never decided here. A renewal or a
//! second deal can be honest.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    intake::Stop,
    origin::{Look, Origin, Way},
    reading::Reading,
    referrals::At,
    who::{Of, Said, Target},
};
use crate::{
    domain::{
        day::shown,
        identity::same_name,
        referral::{Pipeline, StageKind},
    },
    error::Result,
    import::Row,
    ops::{Choice, args::counted},
    store::{Deal, NewReferral, OtherIds, Thing, Tx},
};

/// Up to so many are asked one by one; more of them together.
const ALONE: usize = 3;
/// So many are named in a question about all.
const NAMED: usize = 5;
/// Whatever a row looks like, for `--same referral:*=same`.
const SAME: &str = "same";

/// What a row says that tells which deal it is.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) partner: i64,
    pub(super) company: &'a str,
    pub(super) domain: Option<&'a str>,
    pub(super) external: Option<&'a str>,
}

/// The deals of the book that a file is compared with.
pub(super) struct Deals {
    said: Said,
    ours: Origin,
    ids: OtherIds,
    /// Whether there is anything to compare with.
    any: bool,
    of: HashMap<i64, Vec<Deal>>,
    origins: HashMap<i64, (Origin, Vec<Look>)>,
    /// Deals a row was found to be like: each is like one only.
    taken: HashSet<i64>,
    asked: Vec<Asked>,
    same: u64,
}

/// A row only the person can judge.
struct Asked {
    text: String,
    line: u64,
    company: String,
    id: i64,
    /// What the deal in the book is, in words.
    there: String,
}

impl Deals {
    pub(super) fn new(tx: &Tx<'_>, reading: &Reading) -> Result<Self> {
        Ok(Self {
            said: Said::parse(&reading.same)?,
            ours: Origin::of(Way::Referrals, &reading.map),
            ids: tx.view().other_ids(Thing::Referral)?,
            any: tx.view().has_referrals_but_of(tx.op)?,
            of: HashMap::new(),
            origins: HashMap::new(),
            taken: HashSet::new(),
            asked: Vec::new(),
            same: 0,
        })
    }

    /// The referral that a row which has none of its own is all the same, as a person says.
    pub(super) fn same(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        told: Told<'_>,
    ) -> Result<Option<i64>, Stop> {
        let text = told.external.unwrap_or(told.company);
        match self.said.of(Of::Referral, text).cloned() {
            Some(Target::New) => return Ok(None),
            Some(Target::Skip) => return Err(Stop::Out),
            Some(Target::Record(name)) => return self.named(tx, row, told, &name).map(Some),
            None => {}
        }
        let Some(deal) = self.like(tx, told)? else {
            return Ok(None);
        };
        self.taken.insert(deal.id);
        match self.said.others(Of::Referral) {
            Some(Target::New) => Ok(None),
            Some(Target::Skip) => Err(Stop::Out),
            Some(Target::Record(_)) => {
                self.same += 1;
                Ok(Some(deal.id))
            }
            None => {
                let there = words(tx, &deal)?;
                let reason = format!(
                    "looks like R{}, which another source brought; say --same \"referral:{text}=R{0}\", or =new if it is another deal",
                    deal.id
                );
                self.asked.push(Asked {
                    text: text.to_owned(),
                    line: row.record.line,
                    company: told.company.to_owned(),
                    id: deal.id,
                    there,
                });
                let at = if told.external.is_some() {
                    At::Id
                } else {
                    At::Company
                };
                Err(row.refuse(at, reason).into())
            }
        }
    }

    /// Whether a row speaks of a deal that another source speaks of too: it fills what is empty and moves it forward.
    pub(super) fn is_shared(&self, before: &NewReferral, external: Option<&str>) -> bool {
        let own = before.external_id.as_deref();
        external != own || own.is_some_and(|id| !self.ids.others(id).is_empty())
    }

    /// Remembers that a row's id is that of a referral which has one already.
    pub(super) fn remember(
        &mut self,
        tx: &Tx<'_>,
        before: &NewReferral,
        external: Option<&str>,
    ) -> Result<()> {
        if let (Some(first), Some(other)) = (before.external_id.as_deref(), external)
            && first != other
            && self.ids.first(other) != Some(first)
        {
            tx.same_as(Thing::Referral, other, first)?;
            self.ids.add(other, first);
        }
        Ok(())
    }

    /// What only the person can say.
    pub(super) fn questions(&self) -> Vec<Choice> {
        if self.asked.len() > ALONE {
            return vec![self.together()];
        }
        self.asked.iter().map(alone).collect()
    }

    /// What became of rows that all were the same, in one sentence.
    pub(super) fn said(&self) -> Option<String> {
        let these = match self.same {
            0 => return None,
            1 => "1 row is a referral".to_owned(),
            n => format!("{n} rows are referrals"),
        };
        Some(format!("{these} another source brought, as you said."))
    }

    fn named(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        told: Told<'_>,
        name: &str,
    ) -> Result<i64, Stop> {
        let id = tx.view().find_referral(name)?;
        let there = tx.view().referral(id)?;
        if there.known.partner != told.partner {
            return Err(row
                .refuse(
                    At::Partner,
                    format!("did not bring R{id}: {} did", there.partner_name),
                )
                .into());
        }
        self.taken.insert(id);
        self.same += 1;
        Ok(id)
    }

    /// The deal a row looks like: the same partner, and the same domain, or the same name where not both have one.
    fn like(&mut self, tx: &Tx<'_>, told: Told<'_>) -> Result<Option<Deal>> {
        if !self.any {
            return Ok(None);
        }
        if !self.of.contains_key(&told.partner) {
            let deals = self.load(tx, told.partner)?;
            self.of.insert(told.partner, deals);
        }
        let look = Look::of(told.external);
        let name = same_name(told.company);
        let mut own = 0_usize;
        let mut others: Vec<&Deal> = Vec::new();
        for deal in self.of.get(&told.partner).into_iter().flatten() {
            let same = match (told.domain, deal.domain.as_deref()) {
                (Some(ours), Some(theirs)) => ours == theirs,
                _ => same_name(&deal.company) == name,
            };
            if !same || self.taken.contains(&deal.id) {
                continue;
            }
            let Some((origin, looks)) = self.origins.get(&deal.op) else {
                continue;
            };
            let of_ours = looks
                .iter()
                .any(|theirs| self.ours.is_one_with(&look, origin, theirs));
            let mut ids = deal.external_id.iter().flat_map(|id| self.ids.others(id));
            if of_ours {
                own += 1;
            } else if !ids.any(|id| Look::of(Some(id)) == look) {
                others.push(deal);
            }
        }
        // Deals of this source stand beside as many of another one already: what comes now is a further one.
        if others.len() <= own {
            return Ok(None);
        }
        // Money first: what is won before what is open.
        let first = others
            .into_iter()
            .max_by_key(|d| (d.won_on.is_some(), std::cmp::Reverse(d.id)));
        Ok(first.cloned())
    }

    fn load(&mut self, tx: &Tx<'_>, partner: i64) -> Result<Vec<Deal>> {
        let deals = tx.view().deals_but_of(tx.op, partner)?;
        for deal in &deals {
            let looks = match self.origins.entry(deal.op) {
                Entry::Occupied(known) => &mut known.into_mut().1,
                Entry::Vacant(new) => {
                    let origin = Origin::came(&tx.view().came_with(deal.op)?);
                    &mut new.insert((origin, Vec::new())).1
                }
            };
            let look = Look::of(deal.external_id.as_deref());
            if !looks.contains(&look) {
                looks.push(look);
            }
        }
        Ok(deals)
    }

    fn together(&self) -> Choice {
        let many = self.asked.len();
        let shown: Vec<String> = self
            .asked
            .iter()
            .take(NAMED)
            .map(|one| format!("“{}” of {} is like {}", one.text, one.company, one.there))
            .collect();
        let more = match many - shown.len() {
            0 => String::new(),
            n => format!("; and {n} more"),
        };
        let says = |target: &str| vec!["--same".to_owned(), format!("referral:*={target}")];
        Choice {
            about: "the same deals".to_owned(),
            question: format!(
                "{} of the file look like referrals the book has from another source, of the same partner and company: {}{more}. Are they the same deals?",
                counted(many as u64, "row", "rows"),
                shown.join("; ")
            ),
            answers: vec![
                ("the same deals".to_owned(), says(SAME)),
                ("other deals, such as renewals".to_owned(), says("new")),
                ("leave their rows out".to_owned(), says("skip")),
            ],
        }
    }
}

/// What a deal in the book is, in words.
fn words(tx: &Tx<'_>, deal: &Deal) -> Result<String> {
    let came = tx.view().came_with(deal.op)?;
    let from = came.file.map_or_else(
        || "entered by hand".to_owned(),
        |file| format!("from {file}"),
    );
    let how = match deal.won_on {
        Some(day) => format!("won on {}", shown(day)),
        None => format!("at {}", deal.stage),
    };
    let id = deal.external_id.as_ref();
    let id = id.map_or(String::new(), |id| format!(" ({id})"));
    Ok(format!("R{} {}{id}, {how}, {from}", deal.id, deal.company))
}

fn alone(one: &Asked) -> Choice {
    let says = |target: &str| {
        vec![
            "--same".to_owned(),
            format!("referral:{}={target}", one.text),
        ]
    };
    Choice {
        about: one.text.clone(),
        question: format!(
            "“{}” on line {} ({}) looks like a referral of the same partner that another source brought: {}. Is it the same deal?",
            one.text, one.line, one.company, one.there
        ),
        answers: vec![
            (
                format!("the same deal as R{}", one.id),
                says(&format!("R{}", one.id)),
            ),
            ("another deal, such as a renewal".to_owned(), says("new")),
            ("leave its row out".to_owned(), says("skip")),
        ],
    }
}

/// What a referral is once a row of another source was heard too: what is empty is filled, and it only goes forward.
pub(super) fn filled(before: &NewReferral, row: NewReferral, pipeline: &Pipeline) -> NewReferral {
    let mut to = before.clone();
    to.external_id = to.external_id.or(row.external_id);
    to.domain = to.domain.or(row.domain);
    to.contact = to.contact.or(row.contact);
    to.email = to.email.or(row.email);
    to.came_by = to.came_by.or(row.came_by);
    to.submitted_on = to.submitted_on.or(row.submitted_on);
    to.expected = to.expected.or(row.expected);
    to.owner = to.owner.or(row.owner);
    to.note = to.note.or(row.note);
    let place = |name: &str| pipeline.stages.iter().position(|s| s.name == name);
    let kind = |name: &str| pipeline.find(name).map(|s| s.kind);
    let open = kind(&before.stage) == Some(StageKind::Open);
    if open && place(&row.stage) > place(&before.stage) {
        to.stage = row.stage;
        to.their_status = row.their_status;
        to.won_on = row.won_on;
        to.closed_on = row.closed_on;
        to.reason = row.reason;
        // Won before it was handed in says that the other source has the day of handing in.
        if let (Some(won), Some(submitted)) = (to.won_on, to.submitted_on)
            && won < submitted
        {
            to.submitted_on = row.submitted_on.filter(|day| *day <= won).or(Some(won));
        }
    }
    to.qualified_on = to.qualified_on.or(row.qualified_on);
    to
}
