//! Why a file of a private comparison was not taken, or none was made, in sentences for people; must not decide it.

use crate::{
    domain::day::{Day, shown},
    error::{Error, Kind as ErrorKind},
};

use super::{envelope::Kind, limits::FEWEST_ASKED};

/// Why not. Every refusal of a file leaves everything as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not begin like one.
    #[error("This is no file of a private comparison.")]
    NotOurs,
    /// Line ends were rewritten on the way.
    #[error(
        "The file was changed on the way: its line ends were rewritten, as mail and some copying programs do."
    )]
    LineEnds,
    /// A version of the format this program does not know.
    #[error("The file is written in version {0} of the format, and this program reads version 1.")]
    Version(u16),
    /// Another step's file.
    #[error("This is the file of {found}, and {wanted} is needed here.")]
    WrongKind {
        /// What it is.
        found: Kind,
        /// What it should be.
        wanted: Kind,
    },
    /// It is longer or shorter than its head says.
    #[error("The file is {found} bytes long, and its head says {said}.")]
    Length {
        /// As it is.
        found: u64,
        /// As it should be.
        said: u64,
    },
    /// Something in it contradicts the format.
    #[error("The file is not as the format wants it: {0}.")]
    Format(&'static str),
    /// The signature does not belong to it.
    #[error(
        "The signature of the file is not right: it was changed after it was made, or is damaged."
    )]
    Signature,
    /// Somebody else than the pinned partner made it.
    #[error("The file was signed by somebody else: by “{found}”, not by “{known}”.")]
    Stranger {
        /// The words of who is known.
        known: String,
        /// The words of who signed.
        found: String,
    },
    /// Our own file came back.
    #[error("You made this file yourself.")]
    OwnFile,
    /// It belongs to another exchange, or to another file of it.
    #[error("The file belongs to another comparison, or answers another version of your file.")]
    Binding,
    /// The two programs write account keys by different rules.
    #[error(
        "Your partner's program compares accounts by the rules of version {theirs}, yours by those of version {ours}."
    )]
    Rules {
        /// In the file.
        theirs: u16,
        /// Of this program.
        ours: u16,
    },
    /// Too old.
    #[error("The comparison ended on {}.", shown(*.0))]
    Expired(Day),
    /// Made on a day that is not yet.
    #[error("The file says it was made on {}, a day to come.", shown(*.0))]
    NotYet(Day),
    /// A point that is none.
    #[error("The file holds numbers that no honest program writes.")]
    Points,
    /// More accounts asked than allowed.
    #[error("They ask about up to {asked} accounts, and you allow {at_most}.")]
    TooManyAsked {
        /// Rounded up.
        asked: u32,
        /// Before rounding.
        at_most: u32,
    },
    /// More rows answered than allowed.
    #[error("They answer with up to {listed} accounts of theirs, and you allow {at_most}.")]
    TooManyListed {
        /// Rounded up.
        listed: u32,
        /// Before rounding.
        at_most: u32,
    },
    /// The partner asked for enough already.
    #[error(
        "They asked about {before} accounts this quarter and ask about up to {asked} more; {budget} are allowed."
    )]
    OverBudget {
        /// This time.
        asked: u32,
        /// Before.
        before: u64,
        /// In all.
        budget: u64,
    },
    /// Fields were sent that were not asked for, or asked that cannot be.
    #[error("The file says more about matches than was agreed on.")]
    Fields,
    /// Nothing of our own to compare.
    #[error("There is no account to compare: none has a website or a name to know it by.")]
    Nothing,
    /// Nothing of our own in the populations asked about.
    #[error("Nothing of your list may be compared with what they ask about.")]
    NothingShared,
    /// Too few to count without naming them.
    #[error(
        "There are only {0} accounts to count, and a count of fewer than {FEWEST_ASKED} would tell which they are."
    )]
    TooFew(usize),
    /// More than a file holds.
    #[error("There are {0} accounts to compare, and one file holds 1,000,000.")]
    TooMany(usize),
    /// A key of an account that is too long, or empty.
    #[error("An account is known by {0} characters, more than a comparison takes.")]
    Key(usize),
    /// A name or purpose too long for the file, or with characters nobody sees.
    #[error(
        "“{0}” cannot be taken: a name may have 100 bytes and a purpose 200, in one line, and no hidden characters."
    )]
    Text(String),
    /// It is to end before it begins, or too late.
    #[error("A comparison is open for 1 to 90 days.")]
    Days,
    /// What was kept for this exchange cannot be read.
    #[error("What was kept for this comparison is damaged.")]
    State,
    /// It was answered as a count, or nothing may be told in return.
    #[error("This comparison has no third file: it was not agreed on.")]
    NoFinish,
    /// Stopped by the person.
    #[error("Stopped.")]
    Stopped,
}

impl Refusal {
    /// What it means for the data.
    fn means(&self) -> &'static str {
        match self {
            Self::Signature | Self::Stranger { .. } => {
                "Nothing of it was believed, nothing was told, and nothing was changed."
            }
            _ => "Nothing was told and nothing was changed.",
        }
    }

    /// What to do.
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotOurs => "Give it the file your partner's program wrote, as it is.",
            Self::LineEnds | Self::Length { .. } => {
                "Ask for it once more, as an attachment or in a zip file."
            }
            Self::Version(_) => "Update this program, or ask your partner to update theirs.",
            Self::Rules { .. } => {
                "Update the older of the two programs; accounts written by different rules would not be found."
            }
            Self::WrongKind { found, .. } => match found {
                Kind::Request => "Answer it with `partnerbook overlap answer FILE`.",
                Kind::Response => "Open it with `partnerbook overlap open FILE`.",
                Kind::Finish => "Take it in with `partnerbook overlap close FILE`.",
            },
            Self::Format(_) | Self::Points | Self::Signature => {
                "Ask your partner for it once more. If it is the same again, ask which program made it."
            }
            Self::Stranger { .. } => {
                "Call your partner and compare the words. If they made a new key, forget the old one first."
            }
            Self::OwnFile => "Send it to your partner; they answer it.",
            Self::Binding => {
                "Take the file that answers the last one you sent, or begin again with `partnerbook overlap request`."
            }
            Self::Expired(_) | Self::State => "Begin again with `partnerbook overlap request`.",
            Self::NotYet(_) => "Check the clocks of both computers, and ask for it once more.",
            Self::TooManyAsked { .. } | Self::TooManyListed { .. } => {
                "Every account asked about is a name they test against yours. If so many is right, say it with --at-most N."
            }
            Self::OverBudget { .. } => {
                "Wait for the next quarter, or allow more with --budget N if that is right."
            }
            Self::Fields => "Ask your partner which fields they chose, and agree on them.",
            Self::Nothing => "Fill in websites or names first.",
            Self::NothingShared => "Choose what you share with this partner, or give another list.",
            Self::TooFew(_) => {
                "Compare longer lists, or ask for the accounts themselves instead of a count."
            }
            Self::TooMany(_) => "Compare one population at a time.",
            Self::Key(_) => "Shorten the account's name.",
            Self::Text(_) => "Shorten it, or type it anew.",
            Self::Days => "Name a day within the next 90.",
            Self::NoFinish => {
                "Ask for one that has: `partnerbook overlap request PARTNER --offer name,rep`."
            }
            Self::Stopped => return None,
        })
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal {
            Refusal::Stopped => ErrorKind::Interrupted,
            Refusal::Text(_) | Refusal::Days => ErrorKind::Usage,
            _ => ErrorKind::Refused,
        };
        let error = Self::new(kind, refusal.to_string()).means(refusal.means());
        match refusal.hint() {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
