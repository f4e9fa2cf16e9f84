//! `import FILE`: a file of any kind. Says what it takes it for and runs the command that comes to; decides nothing that
//! only the person can.

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, builder::PossibleValuesParser,
    value_parser,
};

use super::{
    asked,
    given::{self, Given},
    kinds::{self, KINDS},
    proposal::Proposal,
    propose::propose,
    reading::Reading,
    trial::Trial,
};
use crate::{
    error::{Error, Kind as ErrorKind, Result},
    import::FileKind,
    ops::{
        Choice, Cx, Kind, Operation, Outcome, Progress, Record, Spec,
        line::{Request, join},
    },
};

/// `import FILE`, with whatever the commands of the kinds of files take.
#[derive(Debug, Clone)]
pub(in crate::ops) struct ImportFile {
    /// How the file is read.
    pub(in crate::ops) reading: Reading,
    /// What its rows are, if the person says so.
    pub(in crate::ops) kind: Option<FileKind>,
    /// The program it comes from; `none` where no layout shall be looked for.
    pub(in crate::ops) from: Option<String>,
    /// The partner all of it is about.
    pub(in crate::ops) partner: Option<String>,
    /// Only say what it would be taken for.
    pub(in crate::ops) only_propose: bool,
    /// What else was typed: passed on as it is.
    pub(in crate::ops) typed: Vec<Given>,
}

/// Arguments of its own, that no other command is given.
const OWN: [&str; 4] = ["as", "from", "partner", "propose"];

impl ImportFile {
    /// Understands words of a command line that begin with `import FILE`.
    pub(in crate::ops) fn of(words: &[String]) -> Result<Self> {
        let command = Self::augment_args(Command::new("import").no_binary_name(true));
        let matches = command
            .try_get_matches_from(words.get(1..).unwrap_or_default())
            .map_err(|e| Error::usage(e.to_string()))?;
        Self::from_arg_matches(&matches).map_err(|e| Error::usage(e.to_string()))
    }
}

impl Operation for ImportFile {
    const SPEC: Spec = Spec {
        path: "import",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let proposal = propose(&self, cx)?;
        if self.only_propose {
            return Ok(Outcome {
                record: Some(Record {
                    lines: proposal.lines(),
                    json: proposal.json(),
                }),
                ..Outcome::default()
            });
        }
        if let Some(undecided) = undecided(&proposal) {
            return Err(undecided);
        }
        let request = Request::of(proposal.words.clone())?;
        let mut cx = cx.on_behalf(join(&proposal.words));
        if !cx.progress.confirms() {
            return request.run(&mut cx);
        }
        self.run_confirmed(&proposal, &request, &mut cx)
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        if self.only_propose {
            return Ok(Vec::new());
        }
        let proposal = match propose(self, cx) {
            Ok(proposal) => proposal,
            Err(e) => {
                let about = asked::about_file(&self.reading, cx)?;
                return about.map_or(Err(e), |one| Ok(vec![one]));
            }
        };
        if !proposal.choices.is_empty() {
            return Ok(proposal.choices);
        }
        // It is tried as the command it comes to: a mapping is saved of that.
        let command = join(&proposal.words);
        let request = Request::of(proposal.words)?;
        request.choices(&mut cx.on_behalf(command))
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        if self.only_propose {
            return Ok(self.reading.confirm());
        }
        if cx.progress.confirms() {
            // Asked when all is done but the saving: a large file is read once.
            return Ok(None);
        }
        let proposal = propose(self, cx)?;
        if !proposal.choices.is_empty() {
            // Running it says what must be decided.
            return Ok(None);
        }
        let theirs = Request::of(proposal.words.clone())?.confirm(cx)?;
        if self.reading.dry_run {
            return Ok(theirs);
        }
        self.tried(&proposal, theirs, cx)
    }
}

impl ImportFile {
    /// What it would do is found by doing it, all but the saving; `None` where running it says what to do next.
    fn tried(
        &self,
        proposal: &Proposal,
        theirs: Option<String>,
        cx: &mut Cx<'_>,
    ) -> Result<Option<String>> {
        let mut words = proposal.words.clone();
        words.push("--dry-run".to_owned());
        let command = join(&proposal.words);
        let request = Request::of(words)?;
        let tried = request.run(&mut cx.on_behalf(command))?;
        if tried.rejected && !self.reading.skip_bad {
            // Nothing would be saved: running it says why, and what to do.
            return Ok(None);
        }
        let mut lines = proposal.lines();
        if let Some(trial) = &tried.trial {
            if !trial.questions.is_empty() && !self.reading.settles() {
                // Running it asks who is meant; what it would do is known after.
                return Ok(None);
            }
            lines.extend(trial.figures());
        }
        lines.push(theirs.unwrap_or_else(|| ASKED.to_owned()));
        Ok(Some(lines.join("\n")))
    }

    /// Runs it with a yes of the person: asked for when all is done but the saving.
    fn run_confirmed(
        &self,
        proposal: &Proposal,
        request: &Request,
        cx: &mut Cx<'_>,
    ) -> Result<Outcome> {
        let theirs = request.confirm(cx)?;
        // The command of a kind without fields reads its file by itself.
        let by_itself = proposal.fields.is_empty();
        if self.reading.dry_run || by_itself {
            let question = if self.reading.dry_run {
                theirs
            } else {
                self.tried(proposal, theirs, cx)?
            };
            if let Some(question) = question {
                cx.progress.confirm(&question)?;
            }
            return request.run(cx);
        }
        let asking = Asking {
            of: cx.progress,
            proposed: proposal.lines(),
            question: theirs.unwrap_or_else(|| ASKED.to_owned()),
        };
        let mut cx = cx.on_behalf(cx.command.clone());
        cx.progress = &asking;
        request.run(&mut cx)
    }
}

/// What is asked before a file is taken in.
const ASKED: &str = "Import it?";

/// Progress that asks for a yes before a file is saved, with what it was taken for and what became of it.
struct Asking<'a> {
    of: &'a dyn Progress,
    proposed: Vec<String>,
    question: String,
}

impl Progress for Asking<'_> {
    fn tell(&self, done: u64, total: u64, what: &str) {
        self.of.tell(done, total, what);
    }

    fn tell_rows(&self, rows: u64, done: u64, total: u64) {
        self.of.tell_rows(rows, done, total);
    }

    fn stop(&self) -> bool {
        self.of.stop()
    }

    fn before_saving(&self, trial: &Trial) -> Result<()> {
        let mut lines = self.proposed.clone();
        lines.extend(trial.figures());
        lines.push(self.question.clone());
        self.of.confirm(&lines.join("\n"))
    }
}

/// The refusal that names the words of every answer, where something must be decided.
fn undecided(proposal: &Proposal) -> Option<Error> {
    if proposal.choices.is_empty() {
        return None;
    }
    let questions: Vec<&str> = proposal.choices.iter().map(|c| &*c.question).collect();
    let add = proposal.choices.iter().map(|choice| {
        let answers = choice.answers.iter();
        let answers: Vec<String> = answers
            .map(|(says, words)| format!("{} ({says})", join(words)))
            .collect();
        answers.join(" or ")
    });
    let add: Vec<String> = add.filter(|a| !a.is_empty()).collect();
    let hint = if add.is_empty() {
        "Say which column it is with --map FIELD=COLUMN, or its value with --set FIELD=VALUE."
            .to_owned()
    } else {
        format!("Add {}.", add.join(", and "))
    };
    Some(
        Error::new(ErrorKind::NotFound, questions.join(" "))
            .means("Nothing was imported.")
            .hint(hint),
    )
}

impl Args for ImportFile {
    fn augment_args(command: Command) -> Command {
        let kinds = KINDS.iter().map(|k| k.kind.word());
        let mut command = command
            .about("Read a file of any kind: what it is and which column is which is told from it")
            .args_conflicts_with_subcommands(true)
            .subcommand_negates_reqs(true)
            .arg_required_else_help(true)
            .disable_help_subcommand(true)
            .arg(
                Arg::new("file")
                    .value_name("FILE")
                    .required(true)
                    .value_parser(value_parser!(PathBuf))
                    .help("CSV, XLSX, ODS or JSON file, or - for standard input"),
            )
            .arg(
                Arg::new("as")
                    .long("as")
                    .value_name("KIND")
                    .value_parser(PossibleValuesParser::new(kinds))
                    .help("What its rows are; told from the file if not given"),
            )
            .arg(Arg::new("from").long("from").value_name("PROGRAM").help(
                "The program it comes from, such as stripe; none: guess from the columns alone",
            ))
            .arg(
                Arg::new("partner")
                    .long("partner")
                    .value_name("PARTNER")
                    .help("The partner all rows are about"),
            )
            .arg(
                Arg::new("propose")
                    .long("propose")
                    .action(ArgAction::SetTrue)
                    .help("Only show what it would be taken for, and why"),
            );
        for kind in KINDS {
            let Some(theirs) = kind.command() else {
                continue;
            };
            for argument in theirs.get_arguments() {
                let known = command.get_arguments().any(|a| {
                    a.get_id() == argument.get_id()
                        || (a.get_long().is_some() && a.get_long() == argument.get_long())
                });
                if !known && argument.get_long().is_some() {
                    command = command.arg(argument.clone());
                }
            }
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ImportFile {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        let all = given::typed(&Self::augment_args(Command::new("import")), matches);
        let own = |one: &Given| {
            OWN.iter()
                .any(|o| one.option.strip_prefix("--") == Some(*o))
        };
        Ok(Self {
            reading: Reading::from_arg_matches(matches)?,
            kind: text("as").as_deref().and_then(FileKind::parse),
            from: text("from"),
            partner: text("partner"),
            only_propose: matches.get_flag("propose"),
            typed: all.into_iter().filter(|one| !own(one)).collect(),
        })
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The kind of file a word of `--as` means, as this program reads it.
pub(in crate::ops) fn kind_of(kind: FileKind) -> Result<&'static kinds::KindOfFile> {
    kinds::of(kind).ok_or_else(|| {
        Error::usage(format!("Files of {} cannot be read yet.", kind.word()))
            .hint("`partnerbook import --help` lists what can.")
    })
}
