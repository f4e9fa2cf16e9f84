//! Other programs' words for ours: `Closed Won=won`, as the person said them, or a program whose words are known;
//! nothing is taken for like.

use std::collections::{BTreeMap, HashMap};

use crate::{
    domain::{
        partner::PartnerState,
        referral::{Pipeline, Stage},
        reward::RewardState,
    },
    error::{Error, Result},
    import::layouts::statuses::{self, Statuses},
};

/// Words of a file and what they are here, without regard to case.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    said: HashMap<String, String>,
    programs: Vec<&'static Statuses>,
}

impl Words {
    /// Reads `Engaging=demo,Closed Lost=lost` or the name of a program, several times. What is said word by word goes
    /// before a program's words. `flag` is for the error.
    pub(super) fn parse(flag: &str, typed: &[String]) -> Result<Self> {
        let mut words = Self::default();
        for one in typed {
            let mut begun = String::new();
            for piece in one.split(',') {
                begun.push_str(piece);
                // Ours hold no equals sign, theirs may; a comma within theirs is kept.
                if let Some((theirs, ours)) = begun.rsplit_once('=') {
                    let (theirs, ours) = (theirs.trim(), ours.trim());
                    let before = words.said.insert(theirs.to_lowercase(), ours.to_owned());
                    if before.is_some() {
                        return Err(Error::usage(format!("{flag} names “{theirs}” twice.")));
                    }
                    begun.clear();
                } else if let Some(program) = statuses::of(&begun) {
                    words.programs.push(program);
                    begun.clear();
                } else {
                    begun.push(',');
                }
            }
            if !begun.is_empty() {
                let begun = begun.trim_end_matches(',');
                let known: Vec<&str> = statuses::programs().collect();
                return Err(
                    Error::usage(format!("“{begun}” is not THEIRS=OURS.")).hint(format!(
                        "Write it like {flag} \"Closed Won=won,Engaging=demo\", or name a program: {}.",
                        known.join(", ")
                    )),
                );
            }
        }
        Ok(words)
    }

    /// What a word of the file is here, if it was said.
    pub(super) fn get(&self, theirs: &str) -> Option<&str> {
        self.said
            .get(&theirs.trim().to_lowercase())
            .map(String::as_str)
    }

    /// What the words are here, for checking that each exists.
    pub(super) fn ours(&self) -> impl Iterator<Item = &str> {
        self.said.values().map(String::as_str)
    }

    /// The stage a word is in the programs that were named.
    pub(super) fn stage<'p>(&self, theirs: &str, pipeline: &'p Pipeline) -> Option<&'p Stage> {
        self.programs.iter().find_map(|p| p.stage(theirs, pipeline))
    }

    /// The state of a partner a word is: as it was said, in a program that was named, or as everybody uses it.
    pub(super) fn partner(&self, theirs: &str) -> Option<PartnerState> {
        let said = self.get(theirs).and_then(PartnerState::parse);
        said.or_else(|| PartnerState::parse(theirs))
            .or_else(|| self.programs.iter().find_map(|p| p.partner(theirs)))
            .or_else(|| statuses::usual_partner(theirs))
    }

    /// The state of a reward a word is, likewise.
    pub(super) fn reward(&self, theirs: &str) -> Option<RewardState> {
        let parse = |word: &str| RewardState::parse(&word.trim().to_lowercase());
        let said = self.get(theirs).and_then(parse);
        said.or_else(|| parse(theirs))
            .or_else(|| self.programs.iter().find_map(|p| p.reward(theirs)))
            .or_else(|| statuses::usual_reward(theirs))
    }
}

/// The words a file used and what they became, for the person to look at.
#[derive(Debug, Default)]
pub(super) struct Became(BTreeMap<String, (String, u64)>);

impl Became {
    /// How many different words are shown.
    const SHOWN: usize = 30;

    /// Notes a word that is called otherwise here. Returns it to be kept, or nothing where both are one.
    pub(super) fn note(&mut self, theirs: &str, ours: &str) -> Option<String> {
        if theirs.is_empty() || theirs.to_lowercase() == ours.to_lowercase() {
            return None;
        }
        let room = self.0.len() < Self::SHOWN;
        if let Some((_, rows)) = self.0.get_mut(theirs) {
            *rows += 1;
        } else if room {
            self.0.insert(theirs.to_owned(), (ours.to_owned(), 1));
        }
        Some(theirs.to_owned())
    }

    /// `Stages: Closed Won is won (12 rows), Qualified To Buy is qualified (3 rows).`
    pub(super) fn said(&self, what: &str) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let each = self.0.iter().map(|(theirs, (ours, rows))| {
            let s = if *rows == 1 { "" } else { "s" };
            format!("{theirs} is {ours} ({rows} row{s})")
        });
        Some(format!("{what}: {}.", each.collect::<Vec<_>>().join(", ")))
    }
}
