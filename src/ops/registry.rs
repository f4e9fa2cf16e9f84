//! The list of operations: what is not listed here does not exist for anybody. Also the command tree made from it.

use clap::{ArgMatches, Command};

use super::Entry;

/// Every operation, grouped by the folder it lives in; the order is the order of help.
pub static GROUPS: &[&[Entry]] = &[
    super::list::OPERATIONS,
    super::stats::OPERATIONS,
    super::forecast::OPERATIONS,
    super::partner::OPERATIONS,
    super::referral::OPERATIONS,
    super::customer::OPERATIONS,
    super::revenue::OPERATIONS,
    super::program::OPERATIONS,
    super::pipeline::OPERATIONS,
    super::payout::OPERATIONS,
    super::reward::OPERATIONS,
    super::link::OPERATIONS,
    super::overlap::OPERATIONS,
    super::overlap::private::OPERATIONS,
    super::import::OPERATIONS,
    super::mapping::OPERATIONS,
    super::commission::OPERATIONS,
    super::import_book::OPERATIONS,
    super::export::OPERATIONS,
    super::share::OPERATIONS,
    super::book::OPERATIONS,
];

/// What the nouns are, for help: noun and sentence.
pub const NOUNS: &[(&str, &str)] = &[
    ("partner", "People and companies who refer customers to you"),
    ("referral", "Companies that partners sent you"),
    ("customer", "Your customers, and which partner brought them"),
    ("revenue", "What customers paid"),
    ("program", "What you pay partners, and when"),
    ("pipeline", "The stages a referral goes through"),
    ("commission", "What you owe partners, line by line"),
    ("payout", "Commission you pay together"),
    (
        "reward",
        "What you give partners and their people beside commission",
    ),
    ("link", "Coded links of partners, and who signed up by them"),
    ("stats", "Performance in numbers"),
    ("overlap", "Compare your accounts with a partner's list"),
    ("import", "Read files into the book"),
    ("mapping", "Saved ways to read files"),
    ("export", "Write the book's data to files"),
    ("config", "Settings of the book"),
    ("share", "Files for partners; nothing is sent"),
];

/// Operations that also run where there is no book: on an empty one in memory, which nobody keeps.
pub const WITHOUT_BOOK: &[&str] = &[
    "overlap answer",
    "overlap cancel",
    "overlap close",
    "overlap compare",
    "overlap key",
];

/// All operations, in the order of help.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// The operation of a path such as `partner add`.
pub fn find(path: &str) -> Option<&'static Entry> {
    all().find(|e| e.spec.path == path)
}

/// Puts every operation below `root` as `noun verb`.
pub fn tree(mut root: Command) -> Command {
    for entry in all() {
        match entry.spec.path.split_once(' ') {
            // A noun that is an operation itself, such as `import FILE`, is listed before those below it.
            None => root = root.subcommand((entry.command)()),
            Some((noun, _)) => {
                if root.find_subcommand(noun).is_none() {
                    let about = NOUNS
                        .iter()
                        .find(|(n, _)| *n == noun)
                        .map_or("", |(_, about)| *about);
                    root = root.subcommand(
                        Command::new(noun)
                            .about(about)
                            .subcommand_required(true)
                            .arg_required_else_help(true)
                            .disable_help_subcommand(true),
                    );
                }
                root = root.mut_subcommand(noun, |c| c.subcommand((entry.command)()));
            }
        }
    }
    root
}

/// The operation that parsed arguments ask for, with its own arguments.
pub fn locate(matches: &ArgMatches) -> Option<(&'static Entry, &ArgMatches)> {
    let (noun, below) = matches.subcommand()?;
    match below.subcommand() {
        Some((verb, args)) => find(&format!("{noun} {verb}")).map(|e| (e, args)),
        None => find(noun).map(|e| (e, below)),
    }
}
