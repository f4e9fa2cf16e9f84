//! `import rewards`: what was promised or given to partners and their people beside commission. A reward is known by its
//! id in the file, or else by all it says. Cash comes in as promised or approved: its payout gives it.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    reading::Reading,
    report::edits,
    trial::AllMade,
    who::{Places, Sent},
    words::{Became, Words},
};
use crate::{
    domain::{
        day::Day,
        money::Money,
        reward::{RewardKind, RewardState},
    },
    error::{Error, Result},
    import::{Refused, Row},
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec, reward},
    store::{NewReward, Reward, Tx},
};

fields! {
    Id = "id" maybe id ["reward_id", "external_id"];
    Partner = "partner" needed name ["partner_id", "partner_code", "partner_name", "company", "account"];
    Rep = "rep" maybe name ["contact", "person", "recipient"];
    Referral = "referral" maybe id ["referral_id", "deal_id", "opportunity_id"];
    Kind = "kind" maybe word ["type", "reward_type"];
    Value = "value" maybe amount ["amount", "amount.amount", "worth"];
    Currency = "currency" maybe currency ["amount_currency", "amount.currency"];
    What = "what" maybe text ["item", "gift"];
    Reason = "reason" needed text ["for", "description", "note"];
    State = "state" maybe word ["status"];
    Promised = "promised" maybe day ["promised_on", "date", "created", "created_at"];
    Approved = "approved" maybe day ["approved_on", "approved_at"];
    Given = "given" maybe day ["given_on", "sent", "sent_on", "paid_on", "delivered"];
    Refused = "refused_because" maybe text ["decline_reason", "refusal_reason"];
    Reference = "reference" maybe word ["order", "order_number"];
}

/// Read rewards to partners and their people from a file
#[derive(Debug, Clone, Args)]
pub struct ImportRewards {
    #[command(flatten)]
    reading: Reading,
    /// What the file's states are here: promised, approved, given or refused; common words need no map
    #[arg(long, value_name = "THEIRS=OURS")]
    state_map: Vec<String>,
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
}

impl Operation for ImportRewards {
    const SPEC: Spec = Spec {
        path: "import rewards",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "reward",
            many: "rewards",
        };
        let words = Words::parse("--state-map", &self.state_map)?;
        if let Some(ours) = words.ours().find(|ours| RewardState::parse(ours).is_none()) {
            return Err(
                Error::usage(format!("--state-map: a reward cannot be “{ours}”."))
                    .hint(format!("The states are: {}.", states())),
            );
        }
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let places = Places {
                name: At::Partner.into(),
                code: None,
                email: None,
            };
            let mut left: HashMap<NewReward, Vec<Reward>> = HashMap::new();
            for reward in tx.view().rewards()? {
                left.entry(bare(&reward.known, mapping.own))
                    .or_default()
                    .push(reward);
            }
            Ok(Rewards {
                sent: Sent::new(tx, mapping, &self.reading, places, self.add_partners)?,
                words,
                became: Became::default(),
                left,
                own: mapping.own,
                spoken: Spoken::default(),
            })
        })
    }
}

struct Rewards {
    sent: Sent,
    words: Words,
    became: Became,
    /// What the book has and the file has not yet said again, without what another program calls it.
    left: HashMap<NewReward, Vec<Reward>>,
    /// It is a list that this program wrote.
    own: bool,
    spoken: Spoken,
}

/// How far a reward is, as a row says.
struct Progress {
    state: RewardState,
    approved: Option<Day>,
    given: Option<Day>,
    reference: Option<String>,
    refused: Option<String>,
}

impl Intake for Rewards {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let progress = self.progress(row)?;
        let new = self.said(tx, row, &progress)?;
        let before = match &new.external_id {
            Some(external) => tx.view().reward_of(external)?,
            None => self
                .left
                .get_mut(&bare(&new, self.own))
                .and_then(|same| (!same.is_empty()).then(|| same.remove(0))),
        };
        tx.mark()?;
        let Some(before) = before else {
            // What the book has was given by its payout; what it has not was paid elsewhere.
            if new.kind == RewardKind::Cash && progress.state == RewardState::Given {
                return Err(row
                    .refuse(
                        At::Kind,
                        "was given already; cash enters the book as owed, so what was paid elsewhere must stay out",
                    )
                    .into());
            }
            let id = tx.add_reward(&new)?;
            advance(tx, id, RewardState::Promised, &progress, &new)?;
            self.spoken.note(id);
            return Ok(Fate::New);
        };
        let to = NewReward {
            referral: if self.own {
                before.known.referral
            } else {
                new.referral
            },
            external_id: new.external_id.clone().or(before.known.external_id.clone()),
            their_status: new
                .their_status
                .clone()
                .or(before.known.their_status.clone()),
            ..new
        };
        // Cash is given by its payout: a file that still says approved says nothing else.
        let paid = before.state == RewardState::Given && progress.state == RewardState::Approved;
        let equal = before.known == to && (before.state == progress.state || paid);
        if !self
            .spoken
            .judge(before.id, equal, row, At::Partner.into())?
        {
            return Ok(Fate::Same);
        }
        if !may_advance(before.state, progress.state) && !paid {
            return Err(row
                .refuse(
                    At::State,
                    format!("is a step back: the reward is {} in the book", before.state),
                )
                .into());
        }
        tx.set_reward(before.id, &to)?;
        if !paid {
            advance(tx, before.id, before.state, &progress, &to)?;
        }
        let after = tx.view().reward(before.id)?;
        Ok(Fate::Changed(
            format!("W{} {}", before.id, to.words()),
            edits(shown(&before), shown(&after)),
        ))
    }

    fn forget(&mut self, mark: u64) {
        self.sent.who.forget(mark);
    }

    fn remarks(&self) -> Option<String> {
        self.became.said("States")
    }

    fn questions(&self) -> Vec<Choice> {
        self.sent.who.questions()
    }

    fn made(&self) -> AllMade {
        self.sent.who.all_made()
    }
}

impl Rewards {
    fn progress(&self, row: &Row<'_>) -> Result<Progress, Stop> {
        let (approved, given) = (row.day(At::Approved)?, row.day(At::Given)?);
        let word = row.text(At::State)?;
        let state = match &word {
            Some(word) => self.words.reward(word).ok_or_else(|| {
                row.refuse(
                    At::State,
                    format!("is no state of a reward; these are: {}", states()),
                )
            })?,
            // Without a state the days say how far it is.
            None if given.is_some() => RewardState::Given,
            None if approved.is_some() => RewardState::Approved,
            None => RewardState::Promised,
        };
        if state == RewardState::Given && given.is_none() {
            return Err(row
                .refuse(At::Given, "is empty, and what was given has a day")
                .into());
        }
        Ok(Progress {
            state,
            approved,
            given,
            reference: row.text(At::Reference)?,
            refused: row.text(At::Refused)?.or(word),
        })
    }

    fn said(&mut self, tx: &Tx<'_>, row: &Row<'_>, progress: &Progress) -> Result<NewReward, Stop> {
        let meant = match self.sent.of(tx, row)? {
            Some(meant) => meant,
            None => self.sent.nobody(tx, row)?,
        };
        let money = row.amount(At::Value, row.currency(At::Currency)?)?;
        let kind = match row.text(At::Kind)? {
            Some(word) => RewardKind::parse(&word).ok_or_else(|| {
                let all = RewardKind::ALL.map(RewardKind::word).join(", ");
                row.refuse(At::Kind, format!("is no kind of reward; these are: {all}"))
            })?,
            None => {
                return Err(row
                    .refuse(At::Kind, "is empty; --default kind=cash names one")
                    .into());
            }
        };
        let promised = row
            .day(At::Promised)?
            .or(progress.approved)
            .or(progress.given);
        let promised_on =
            promised.ok_or_else(|| row.refuse(At::Promised, "is empty, and it is needed"))?;
        in_order(row, promised_on, progress)?;
        let referral = row
            .text(At::Referral)?
            .map(|text| super::activities::referral(tx, row, At::Referral, &text))
            .transpose()?;
        let (rep, what) = (row.text(At::Rep)?, row.text(At::What)?);
        let reason = row.needed(At::Reason)?;
        let external_id = row.text(At::Id)?;
        reward::add::worth(kind, money, what.as_deref())?;
        Ok(NewReward {
            partner: self.sent.settled(tx, row, meant)?,
            rep,
            referral,
            kind,
            money,
            what,
            reason,
            promised_on,
            external_id,
            their_status: self.became.note(row.raw(At::State), progress.state.word()),
        })
    }
}

/// Days that do not follow one another are refused before anything is written.
fn in_order(row: &Row<'_>, promised: Day, progress: &Progress) -> Result<(), Refused> {
    let approved = progress.approved.unwrap_or(promised);
    if approved < promised {
        return Err(row.refuse(
            At::Approved,
            format!("is before {promised}, the day it was promised"),
        ));
    }
    if progress.given.is_some_and(|given| given < approved) {
        return Err(row.refuse(
            At::Given,
            format!("is before {approved}, the day it was approved"),
        ));
    }
    Ok(())
}

/// Whether a reward may go from one state to another by what a file says.
fn may_advance(from: RewardState, to: RewardState) -> bool {
    use RewardState::{Approved, Given, Promised, Refused};
    from == to
        || match from {
            Promised => true,
            Approved => matches!(to, Given | Refused),
            Given | Refused => false,
        }
}

/// Takes the steps a row says were taken.
fn advance(
    tx: &Tx<'_>,
    id: i64,
    from: RewardState,
    progress: &Progress,
    known: &NewReward,
) -> Result<()> {
    use RewardState::{Approved, Given, Promised, Refused};
    if from == progress.state {
        return Ok(());
    }
    match progress.state {
        Refused => {
            let why = progress
                .refused
                .as_deref()
                .unwrap_or("refused in the file it came from");
            tx.refuse_reward(id, why)
        }
        Approved | Given => {
            if from == Promised {
                tx.approve_reward(id, progress.approved.unwrap_or(known.promised_on))?;
            }
            match progress.given {
                Some(given) if progress.state == Given => {
                    tx.give_reward(id, given, progress.reference.as_deref())
                }
                _ => Ok(()),
            }
        }
        Promised => Ok(()),
    }
}

/// A reward without what another program calls it; in a list of this program without its referral, for ids of referrals
/// there say nothing here.
fn bare(known: &NewReward, own: bool) -> NewReward {
    NewReward {
        referral: known.referral.filter(|_| !own),
        external_id: None,
        their_status: None,
        ..known.clone()
    }
}

/// The states of a reward, for messages.
fn states() -> String {
    RewardState::ALL.map(RewardState::word).join(", ")
}

fn shown(r: &Reward) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let day = |d: Option<Day>| d.map_or(String::new(), |d| d.to_string());
    let known = &r.known;
    vec![
        ("id", text(&known.external_id)),
        ("partner", known.partner.to_string()),
        ("rep", text(&known.rep)),
        (
            "referral",
            known.referral.map_or(String::new(), |r| format!("R{r}")),
        ),
        ("kind", known.kind.word().to_owned()),
        ("value", known.money.map_or(String::new(), Money::shown)),
        ("what", text(&known.what)),
        ("reason", known.reason.clone()),
        ("state", r.state.word().to_owned()),
        ("their_status", text(&known.their_status)),
        ("promised", known.promised_on.to_string()),
        ("approved", day(r.approved_on)),
        ("given", day(r.given_on)),
        ("reference", text(&r.reference)),
    ]
}
