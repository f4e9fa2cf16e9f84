//! The one error type a person ever sees: what happened, what it means for the data, what to do.

use std::fmt;

/// What kind of failure this is; each kind has one exit code (DESIGN §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Failed, and nothing was changed.
    Failed,
    /// The command was used wrongly.
    Usage,
    /// Not found, or more than one thing fits.
    NotFound,
    /// Input was refused, or some rows were rejected.
    Refused,
    /// The book cannot be opened.
    Unopenable,
    /// Somebody else is writing to the book.
    Busy,
    /// A confirmation is needed and there is no terminal to ask on.
    Unconfirmed,
    /// `check` found problems.
    Problems,
    /// A fault at commit: it could not be found out whether the change was saved.
    Unknown,
    /// Stopped by the user.
    Interrupted,
}

impl Kind {
    /// The exit code a script sees.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::Unopenable => 5,
            Self::Busy => 6,
            Self::Unconfirmed => 7,
            Self::Problems => 8,
            Self::Unknown => 9,
            Self::Interrupted => 130,
        }
    }
}

/// An error in words for a person: at most three lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What happened, one sentence.
    pub message: String,
    /// What it means for the data.
    pub means: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

/// Result with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind, with what happened in one sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            means: None,
            hint: None,
        }
    }

    /// Failed; nothing was changed.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// Work that a person stopped.
    pub fn stopped() -> Self {
        Self::new(Kind::Interrupted, "Stopped. Nothing was changed.")
    }

    /// Used wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Not found or ambiguous.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// Input refused.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Adds what it means for the data.
    #[must_use]
    pub fn means(mut self, means: impl Into<String>) -> Self {
        self.means = Some(means.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for more in [&self.means, &self.hint].into_iter().flatten() {
            write!(f, "\n{more}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Self::failed(format!("The system says: {e}."))
    }
}

impl From<crate::text::TextError> for Error {
    fn from(e: crate::text::TextError) -> Self {
        Self::refused(e.to_string()).means("Nothing was changed.")
    }
}
