//! The stage of a referral as a file says it: a word, flags, or the day it was won; and the days that belong to it.

use super::{
    intake::Stop,
    put,
    referrals::At,
    stage_questions::StageQuestions,
    words::{Became, Words},
};
use crate::{
    domain::referral::{Pipeline, Stage, StageKind},
    error::{Error, Result},
    import::{Mapping, Row, layouts::statuses},
    ops::Choice,
    store::NewReferral,
};

/// What the file's stages are here.
pub(super) struct Stages {
    pub(super) pipeline: Pipeline,
    words: Words,
    first: String,
    won: String,
    says_stage: bool,
    /// The words that were other ones than ours.
    pub(super) became: Became,
    open: StageQuestions,
    won_when_submitted: bool,
}

/// What a row says of its stage.
pub(super) struct Said {
    stage: Option<Stage>,
    /// Their word for it, where it is not ours.
    theirs: Option<String>,
}

/// What a word of the file is here.
enum Word {
    /// This stage; none where the row says nothing of it.
    Known(Option<Stage>),
    /// Nobody knows.
    Unknown,
}

impl Stages {
    /// Checks that what was said exists.
    pub(super) fn new(pipeline: Pipeline, words: Words, mapping: &Mapping) -> Result<Self> {
        if let Some(ours) = words.ours().find(|ours| pipeline.find(ours).is_none()) {
            let all: Vec<&str> = pipeline.stages.iter().map(|s| s.name.as_str()).collect();
            return Err(
                Error::usage(format!("--stage-map: there is no stage “{ours}”."))
                    .hint(format!("The stages are: {}.", all.join(", "))),
            );
        }
        let missing = |what: &str| Error::failed(format!("The pipeline has no {what} stage."));
        let first = pipeline
            .first()
            .ok_or_else(|| missing("open"))?
            .name
            .clone();
        let won = pipeline
            .closing(StageKind::Won)
            .ok_or_else(|| missing("won"))?
            .name
            .clone();
        Ok(Self {
            pipeline,
            words,
            first,
            won,
            says_stage: mapping.says(At::Stage.into())
                || mapping.says(At::IsWon.into())
                || mapping.says(At::IsClosed.into()),
            became: Became::default(),
            open: StageQuestions::default(),
            won_when_submitted: false,
        })
    }

    /// Whether what is won and has no day of it was won on the day it was submitted.
    pub(super) fn won_when_submitted(mut self, it_was: bool) -> Self {
        self.won_when_submitted = it_was;
        self
    }

    /// What only the person can say of the rows so far.
    pub(super) fn questions(&self) -> Vec<Choice> {
        self.open.questions(&self.pipeline)
    }

    /// The stage a row says, if it says one.
    pub(super) fn of(&mut self, row: &Row<'_>) -> Result<Said, Stop> {
        let theirs = row.text(At::Stage)?.unwrap_or_default();
        let Word::Known(stage) = self.meant(row, &theirs)? else {
            self.open.unknown(row, &theirs);
            return Err(row
                .refuse(
                    At::Stage,
                    "is no stage here; say what it is with --stage-map THEIRS=STAGE",
                )
                .into());
        };
        let theirs = match &stage {
            Some(stage) => self.became.note(&theirs, &stage.name),
            None => None,
        };
        Ok(Said { stage, theirs })
    }

    fn meant(&self, row: &Row<'_>, theirs: &str) -> Result<Word, Stop> {
        let said = self
            .words
            .get(theirs)
            .and_then(|ours| self.pipeline.find(ours));
        if said.is_some() {
            return Ok(Word::Known(said.cloned()));
        }
        let known = (!theirs.is_empty())
            .then(|| {
                self.pipeline
                    .find(theirs)
                    .or_else(|| self.words.stage(theirs, &self.pipeline))
                    .or_else(|| statuses::usual_stage(theirs, &self.pipeline))
            })
            .flatten();
        // Whoever named a stage of the other program also said whether it is closed and won there: that is the truth.
        let stage = match (Self::flag(row, At::IsWon)?, Self::flag(row, At::IsClosed)?) {
            (Some(true), _) => self.pipeline.closing(StageKind::Won),
            (_, Some(true)) => known
                .filter(|s| !matches!(s.kind, StageKind::Open | StageKind::Won))
                .or_else(|| self.pipeline.closing(StageKind::Lost)),
            (_, Some(false)) => known
                .filter(|s| s.kind == StageKind::Open)
                .or_else(|| self.pipeline.first()),
            _ if known.is_none() && !theirs.is_empty() => return Ok(Word::Unknown),
            _ => known,
        };
        Ok(Word::Known(stage.cloned()))
    }

    fn flag(row: &Row<'_>, at: At) -> Result<Option<bool>, Stop> {
        if row.raw(at).is_empty() {
            return Ok(None);
        }
        Ok(Some(row.yes(at)?))
    }

    /// Puts a referral into its stage with the days that belong to it. `won` counts only where it is won; what came to
    /// nothing closed on that day where no other is given.
    pub(super) fn settle(
        &mut self,
        row: &Row<'_>,
        said: Said,
        to: &mut NewReferral,
    ) -> Result<(), Stop> {
        let (won, closed) = (row.day(At::Won)?, row.day(At::Closed)?);
        let reason = row.text(At::Reason)?;
        put(&mut to.their_status, said.theirs);
        let name = match &said.stage {
            Some(stage) => &stage.name,
            // Without a column of stages the day it was won says that it was.
            None if !self.says_stage && won.is_some() => &self.won,
            None if to.stage.is_empty() => &self.first,
            None => &to.stage,
        };
        let stage = self.pipeline.find(name).cloned();
        let kind = stage.as_ref().map_or(StageKind::Open, |s| s.kind);
        to.stage
            .clone_from(&stage.map_or_else(|| self.first.clone(), |s| s.name));
        match kind {
            StageKind::Won => {
                to.closed_on = None;
                to.reason = None;
                put(&mut to.won_on, won.or(closed));
                if to.won_on.is_none() && self.won_when_submitted {
                    to.won_on = to.submitted_on;
                }
                if to.won_on.is_none() {
                    self.open.undated(row);
                    return Err(row
                        .refuse(
                            At::Won,
                            "is empty, and a referral that is won needs the day it was won; --default won=DAY gives one to all such rows",
                        )
                        .into());
                }
                if to.qualified_on.is_none() {
                    to.qualified_on = to.won_on;
                }
            }
            StageKind::Open => {
                (to.won_on, to.closed_on, to.reason) = (None, None, None);
            }
            StageKind::Lost | StageKind::Rejected | StageKind::Expired => {
                to.won_on = None;
                put(&mut to.closed_on, closed.or(won));
                put(&mut to.reason, reason);
            }
        }
        if let (Some(from), Some(end)) = (to.submitted_on, to.won_on.or(to.closed_on))
            && end < from
        {
            let at = if row.raw(At::Won).is_empty() {
                At::Closed
            } else {
                At::Won
            };
            return Err(row
                .refuse(at, format!("is before {from}, the day it was submitted"))
                .into());
        }
        Ok(())
    }
}
