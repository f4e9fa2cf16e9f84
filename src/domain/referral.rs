//! The pipeline a referral goes through and which moves are legal; nothing is stored or shown here.

use std::fmt;

/// What a stage means, whatever its name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageKind {
    /// On its way.
    Open,
    /// A customer.
    Won,
    /// Came to nothing, for a reason.
    Lost,
    /// Turned down by us, for a reason: earns nothing and counts for nothing.
    Rejected,
    /// Its protection ran out before anything came of it.
    Expired,
}

impl StageKind {
    /// As it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }

    /// The kind of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Open,
            Self::Won,
            Self::Lost,
            Self::Rejected,
            Self::Expired,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }

    /// Whether a reason is kept.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Lost | Self::Rejected)
    }
}

/// One stage of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// What it means.
    pub kind: StageKind,
}

/// The stages of the book, in order. There is one stage of each closing kind; open stages may be edited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pipeline {
    /// In order, open ones before closing ones.
    pub stages: Vec<Stage>,
}

/// The name of the stage from which on a referral counts as qualified (`COMMISSION_RULES R10`), unless the pipeline
/// was edited and has none of that name.
pub const QUALIFIED: &str = "qualified";

/// Why a move is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// There is nothing after the last open stage but winning or losing.
    #[error("“{0}” is the last open stage; what comes next is winning or losing.")]
    AtTheEnd(String),
    /// There is nothing before the first stage.
    #[error("“{0}” is the first stage.")]
    AtTheStart(String),
    /// It is closed already.
    #[error("It is {0} already.")]
    Closed(String),
    /// Won referrals become customers, and are only reopened.
    #[error("It is won.")]
    Won,
    /// It is there already.
    #[error("It is at “{0}” already.")]
    There(String),
}

impl Pipeline {
    /// The stage of a name, in any case.
    pub fn find(&self, name: &str) -> Option<&Stage> {
        let name = name.trim();
        self.stages.iter().find(|s| s.name == name).or_else(|| {
            self.stages
                .iter()
                .find(|s| s.name.to_lowercase() == name.to_lowercase())
        })
    }

    /// The open stages, in order.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = &Stage> {
        self.stages.iter().filter(|s| s.kind == StageKind::Open)
    }

    /// The stage a referral starts in.
    pub fn first(&self) -> Option<&Stage> {
        self.open().next()
    }

    /// The stage of a closing kind.
    pub fn closing(&self, kind: StageKind) -> Option<&Stage> {
        self.stages.iter().find(|s| s.kind == kind)
    }

    /// The open stage after `name`.
    pub fn next(&self, name: &str) -> Result<&Stage, MoveError> {
        self.expect_open(name)?;
        self.open()
            .skip_while(|s| s.name != name)
            .nth(1)
            .ok_or_else(|| MoveError::AtTheEnd(name.to_owned()))
    }

    /// The open stage before `name`.
    pub fn back(&self, name: &str) -> Result<&Stage, MoveError> {
        self.expect_open(name)?;
        self.open()
            .rev()
            .skip_while(|s| s.name != name)
            .nth(1)
            .ok_or_else(|| MoveError::AtTheStart(name.to_owned()))
    }

    /// Whether a referral that is at `from` may go to `to`. Open stages may be entered in any order; from a closed
    /// stage the only way is back to an open one (reopening), and from won only that too.
    pub fn may_move(&self, from: &str, to: &Stage) -> Result<(), MoveError> {
        if from == to.name {
            return Err(MoveError::There(to.name.clone()));
        }
        match self.find(from).map(|s| s.kind) {
            Some(StageKind::Won) => Err(MoveError::Won),
            Some(StageKind::Open) | None => Ok(()),
            // What came to nothing may still be turned down, and what was won late is won.
            Some(kind) if to.kind == StageKind::Open => {
                Err(MoveError::Closed(kind.word().to_owned()))
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether a referral that reaches `stage` counts as qualified from then on.
    pub fn qualifies(&self, stage: &Stage) -> bool {
        match stage.kind {
            StageKind::Won => true,
            StageKind::Open => self
                .stages
                .iter()
                .skip_while(|s| s.name != QUALIFIED)
                .any(|s| s.name == stage.name),
            _ => false,
        }
    }

    /// `3 of 6`: the place of an open stage; nothing for closing ones.
    pub fn place(&self, name: &str) -> Option<(usize, usize)> {
        let at = self.open().position(|s| s.name == name)?;
        Some((at + 1, self.open().count()))
    }

    fn expect_open(&self, name: &str) -> Result<(), MoveError> {
        match self.find(name) {
            Some(stage) if stage.kind != StageKind::Open => {
                Err(MoveError::Closed(stage.kind.word().to_owned()))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for StageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pipeline() -> Pipeline {
        let stage = |name: &str, kind| Stage {
            name: name.to_owned(),
            kind,
        };
        Pipeline {
            stages: vec![
                stage("new", StageKind::Open),
                stage("qualified", StageKind::Open),
                stage("trial", StageKind::Open),
                stage("won", StageKind::Won),
                stage("lost", StageKind::Lost),
                stage("rejected", StageKind::Rejected),
            ],
        }
    }

    #[test]
    fn next_and_back_stay_among_the_open_stages() {
        let p = pipeline();
        assert_eq!(p.next("new").unwrap().name, "qualified");
        assert_eq!(p.back("trial").unwrap().name, "qualified");
        assert_eq!(p.next("trial"), Err(MoveError::AtTheEnd("trial".into())));
        assert_eq!(p.back("new"), Err(MoveError::AtTheStart("new".into())));
        assert_eq!(p.next("lost"), Err(MoveError::Closed("lost".into())));
    }

    #[test]
    fn what_is_won_stays_won_until_it_is_reopened() {
        let p = pipeline();
        let to = |name: &str| p.find(name).unwrap().clone();
        assert_eq!(p.may_move("won", &to("lost")), Err(MoveError::Won));
        assert!(p.may_move("lost", &to("won")).is_ok());
        assert!(p.may_move("lost", &to("trial")).is_err());
        assert!(p.may_move("new", &to("trial")).is_ok());
        assert!(p.may_move("new", &to("new")).is_err());
    }

    #[test]
    fn from_qualified_on_a_referral_is_qualified() {
        let p = pipeline();
        let qualifies = |name: &str| p.qualifies(p.find(name).unwrap());
        assert!(!qualifies("new"));
        assert!(qualifies("qualified") && qualifies("trial") && qualifies("won"));
        assert!(!qualifies("lost"));
        assert_eq!(p.place("trial"), Some((3, 3)));
        assert_eq!(p.place("won"), None);
    }
}
