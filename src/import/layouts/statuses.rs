//! What other programs' words for the state of a deal, a partner or a reward are here; a person's own words go first.
//! Words are compared without case and punctuation, so a label and its internal id are one.

use super::super::heading::plain;
use crate::domain::{
    partner::PartnerState,
    referral::{Pipeline, QUALIFIED, Stage, StageKind},
    reward::RewardState,
};

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// On its way, at the open stage of this name in a new book's pipeline.
    Open(&'static str),
    /// Closed, and how.
    Closed(StageKind),
}

/// The words of one program.
#[derive(Debug, Clone, Copy)]
pub struct Statuses {
    /// The program, as `--stage-map` names it.
    pub program: &'static str,
    stages: &'static [(&'static str, Stand)],
    partners: &'static [(&'static str, PartnerState)],
    rewards: &'static [(&'static str, RewardState)],
}

const WON: Stand = Stand::Closed(StageKind::Won);
const LOST: Stand = Stand::Closed(StageKind::Lost);
const REJECTED: Stand = Stand::Closed(StageKind::Rejected);
const EXPIRED: Stand = Stand::Closed(StageKind::Expired);
const NEW: Stand = Stand::Open("new");
const ACCEPTED: Stand = Stand::Open("accepted");
const FIT: Stand = Stand::Open(QUALIFIED);
const DEMO: Stand = Stand::Open("demo");
const PROPOSAL: Stand = Stand::Open("proposal");
const TRIAL: Stand = Stand::Open("trial");

/// The open stages of a new book, in order; those from `qualified` on count as qualified.
const USUAL: [&str; 6] = ["new", "accepted", QUALIFIED, "demo", "proposal", "trial"];

/// Zoho began with Salesforce's words and kept most of them.
const SALES: &[(&str, Stand)] = &[
    ("Prospecting", NEW),
    ("Qualification", NEW),
    ("Needs Analysis", FIT),
    ("Value Proposition", FIT),
    ("Id. Decision Makers", DEMO),
    ("Identify Decision Makers", DEMO),
    ("Perception Analysis", DEMO),
    ("Proposal/Price Quote", PROPOSAL),
    ("Negotiation/Review", PROPOSAL),
    ("Closed Won", WON),
    ("Closed Lost", LOST),
    ("Closed Lost to Competition", LOST),
    // Leads.
    ("Open - Not Contacted", NEW),
    ("Not Contacted", NEW),
    ("Attempted to Contact", NEW),
    ("Contact in Future", NEW),
    ("Working - Contacted", ACCEPTED),
    ("Working", ACCEPTED),
    ("Contacted", ACCEPTED),
    ("Nurturing", ACCEPTED),
    ("Pre-Qualified", ACCEPTED),
    ("Converted", FIT),
    ("Closed - Converted", FIT),
    ("Closed - Not Converted", LOST),
    ("Unqualified", REJECTED),
    ("Not Qualified", REJECTED),
    ("Junk Lead", REJECTED),
    ("Lost Lead", LOST),
];

/// Words of everybody's lists.
const USED: &[(&str, Stand)] = &[
    ("Lead", NEW),
    ("New lead", NEW),
    ("Open", NEW),
    ("Prospect", NEW),
    ("Submitted", NEW),
    ("Contacted", ACCEPTED),
    ("Qualified lead", FIT),
    ("Demo scheduled", DEMO),
    ("Proposal sent", PROPOSAL),
    ("Negotiation", PROPOSAL),
    ("Won", WON),
    ("Closed Won", WON),
    ("Lost", LOST),
    ("Closed Lost", LOST),
    ("Rejected", REJECTED),
    ("Disqualified", REJECTED),
    ("Duplicate", REJECTED),
    ("Expired", EXPIRED),
    ("In progress", ACCEPTED),
    ("Working on it", ACCEPTED),
    // German, French, Spanish.
    ("Neu", NEW),
    ("Offen", NEW),
    ("In Bearbeitung", ACCEPTED),
    ("Qualifiziert", FIT),
    ("Angebot", PROPOSAL),
    ("Gewonnen", WON),
    ("Verloren", LOST),
    ("Abgelehnt", REJECTED),
    ("Abgelaufen", EXPIRED),
    ("Nouveau", NEW),
    ("Ouvert", NEW),
    ("En cours", ACCEPTED),
    ("Gagné", WON),
    ("Perdu", LOST),
    ("Refusé", REJECTED),
    ("Nuevo", NEW),
    ("Abierto", NEW),
    ("En curso", ACCEPTED),
    ("Ganado", WON),
    ("Perdido", LOST),
    ("Rechazado", REJECTED),
];

/// A sale through a link: a lead signed up, a conversion paid.
const FUNNEL: &[(&str, Stand)] = &[
    ("visitor", NEW),
    ("lead", NEW),
    ("subscribed", NEW),
    ("signup", NEW),
    ("trialing", TRIAL),
    ("conversion", WON),
    ("active", WON),
    ("customer", WON),
    ("cancelled", WON),
    ("refunded", WON),
    ("denied", REJECTED),
];

use PartnerState::{Active, Applied, Declined, Ended, Paused, Prospect};
use RewardState::{Approved, Given, Promised, Refused};

/// Affiliate programs call these the same. An account that is switched off may still be owed money: it is paused, and
/// only what is gone for good is ended.
const AFFILIATES: &[(&str, PartnerState)] = &[
    ("approved", Active),
    ("accepted", Active),
    ("enabled", Active),
    ("pending", Applied),
    ("applied", Applied),
    ("waiting", Applied),
    ("invited", Prospect),
    ("inactive", Paused),
    ("disabled", Paused),
    ("suspended", Paused),
    ("suspicious", Paused),
    ("blocked", Paused),
    ("deactivated", Ended),
    ("archived", Ended),
    ("banned", Ended),
    ("removed", Ended),
    ("rejected", Declined),
    ("denied", Declined),
    ("aktiv", Active),
    ("actif", Active),
    ("activo", Active),
    ("pausiert", Paused),
    ("inaktiv", Paused),
    ("inactif", Paused),
    ("inactivo", Paused),
    ("beendet", Ended),
    ("abgelehnt", Declined),
];

/// Held back is not fraud, and approved is not yet paid.
const PAYMENTS: &[(&str, RewardState)] = &[
    ("pending", Promised),
    ("hold", Promised),
    ("on hold", Promised),
    ("open", Promised),
    ("claimed", Promised),
    ("due", Approved),
    ("scheduled", Approved),
    ("ordered", Approved),
    ("paid", Given),
    ("sent", Given),
    ("delivered", Given),
    ("redeemed", Given),
    ("issued", Given),
    ("declined", Refused),
    ("denied", Refused),
    ("rejected", Refused),
    ("void", Refused),
    ("voided", Refused),
    ("canceled", Refused),
    ("cancelled", Refused),
];

const fn crm(program: &'static str, stages: &'static [(&'static str, Stand)]) -> Statuses {
    Statuses {
        program,
        stages,
        partners: &[],
        rewards: &[],
    }
}

const fn affiliate(program: &'static str) -> Statuses {
    Statuses {
        program,
        stages: FUNNEL,
        partners: AFFILIATES,
        rewards: PAYMENTS,
    }
}

/// Every program whose words are known.
const ALL: &[Statuses] = &[
    crm(
        "hubspot",
        &[
            ("Appointment Scheduled", ACCEPTED),
            ("Qualified To Buy", FIT),
            ("Presentation Scheduled", DEMO),
            ("Decision Maker Bought-In", PROPOSAL),
            ("Contract Sent", PROPOSAL),
            ("Closed Won", WON),
            ("Closed Lost", LOST),
        ],
    ),
    crm("salesforce", SALES),
    crm("zoho", SALES),
    crm("pipedrive", &[("Open", NEW), ("Won", WON), ("Lost", LOST)]),
    crm(
        "registrations",
        &[
            ("Submitted", NEW),
            ("In Review", NEW),
            ("Pending", NEW),
            ("Approved", ACCEPTED),
            ("Converted", WON),
            ("Declined", REJECTED),
            ("Denied", REJECTED),
            ("Withdrawn", EXPIRED),
        ],
    ),
    affiliate("rewardful"),
    affiliate("firstpromoter"),
    affiliate("partnerstack"),
    affiliate("tapfiliate"),
    affiliate("dub"),
    affiliate("affiliatewp"),
    affiliate("refersion"),
    affiliate("partnero"),
];

/// The words of a program, by the name `--stage-map` gives it.
pub fn of(program: &str) -> Option<&'static Statuses> {
    let program = plain(program);
    ALL.iter().find(|s| s.program == program)
}

/// The programs whose words are known.
pub fn programs() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|s| s.program)
}

impl Statuses {
    /// The stage of a pipeline that a word means.
    pub fn stage<'p>(&self, word: &str, pipeline: &'p Pipeline) -> Option<&'p Stage> {
        find(self.stages, word)?.place(pipeline)
    }

    /// The state of a partner that a word means.
    pub fn partner(&self, word: &str) -> Option<PartnerState> {
        find(self.partners, word)
    }

    /// The state of a reward that a word means.
    pub fn reward(&self, word: &str) -> Option<RewardState> {
        find(self.rewards, word)
    }
}

impl Stand {
    /// The stage of a pipeline.
    fn place(self, pipeline: &Pipeline) -> Option<&Stage> {
        let name = match self {
            Self::Closed(kind) => {
                let lost = || pipeline.closing(StageKind::Lost);
                return pipeline.closing(kind).or_else(lost);
            }
            Self::Open(name) => name,
        };
        let named = |name: &str| {
            let found = pipeline.find(name);
            found.filter(|stage| stage.kind == StageKind::Open)
        };
        let at = |name: &str| USUAL.iter().position(|usual| *usual == name);
        // A pipeline that was edited may lack it: then whether it counts as qualified is what matters.
        named(name)
            .or_else(|| named(QUALIFIED).filter(|_| at(name) >= at(QUALIFIED)))
            .or_else(|| pipeline.first())
    }
}

fn find<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    let word = plain(word);
    words
        .iter()
        .find(|(theirs, _)| plain(theirs) == word)
        .map(|(_, ours)| *ours)
}

/// The stage of a pipeline that a word usually means, whoever says it.
pub fn usual_stage<'p>(word: &str, pipeline: &'p Pipeline) -> Option<&'p Stage> {
    find(USED, word)?.place(pipeline)
}

/// What a word for the state of a partner usually means, whoever says it.
pub fn usual_partner(word: &str) -> Option<PartnerState> {
    find(AFFILIATES, word)
}

/// What a word for the state of a reward usually means, whoever says it.
pub fn usual_reward(word: &str) -> Option<RewardState> {
    find(PAYMENTS, word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pipeline(open: &[&str]) -> Pipeline {
        let closing = [
            ("won", StageKind::Won),
            ("lost", StageKind::Lost),
            ("rejected", StageKind::Rejected),
        ];
        let stages = open.iter().map(|name| (*name, StageKind::Open));
        Pipeline {
            stages: stages
                .chain(closing)
                .map(|(name, kind)| Stage {
                    name: name.to_owned(),
                    kind,
                })
                .collect(),
        }
    }

    #[test]
    fn a_label_and_its_internal_id_are_one_stage() {
        let hubspot = of("HubSpot").unwrap();
        let ours = pipeline(&USUAL);
        let stage = |word: &str| hubspot.stage(word, &ours).map(|s| s.name.as_str());
        assert_eq!(stage("Decision Maker Bought-In"), Some("proposal"));
        assert_eq!(stage("decisionmakerboughtin"), Some("proposal"));
        assert_eq!(stage("closedwon"), Some("won"));
        assert_eq!(stage("29384756"), None);
    }

    #[test]
    fn an_edited_pipeline_keeps_what_counts_as_qualified() {
        let hubspot = of("hubspot").unwrap();
        let short = pipeline(&["intro", "qualified"]);
        let stage = |word: &str| hubspot.stage(word, &short).map(|s| s.name.as_str());
        assert_eq!(stage("contractsent"), Some("qualified"));
        assert_eq!(stage("appointmentscheduled"), Some("intro"));
    }

    #[test]
    fn held_is_not_refused_and_approved_is_not_paid() {
        let stack = of("partnerstack").unwrap();
        assert_eq!(stack.reward("hold"), Some(Promised));
        assert_eq!(stack.reward("scheduled"), Some(Approved));
        assert_eq!(stack.reward("Voided"), Some(Refused));
        assert_eq!(of("rewardful").unwrap().partner("disabled"), Some(Paused));
    }

    #[test]
    fn no_word_of_a_program_means_two_things() {
        for program in ALL {
            let mut words: Vec<String> = program.stages.iter().map(|(w, _)| plain(w)).collect();
            words.sort();
            let all = words.len();
            words.dedup();
            assert_eq!(words.len(), all, "{}", program.program);
        }
    }
}
