//! Where an export goes: standard output, or a file that is put in place whole.

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
};

use clap::Args;

use crate::{
    error::{Error, Result},
    export::place::{self, There},
    ops::{Outcome, share::over},
};

/// Where it goes.
#[derive(Debug, Clone, Args)]
pub struct Target {
    /// File to write; - is standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    /// Write over a file that is there, without asking
    #[arg(long)]
    force: bool,
}

impl Target {
    /// Puts the text there; `what` says what it is: `90 referrals`.
    pub(super) fn put(&self, text: String, what: &str) -> Result<Outcome> {
        if self.out.as_os_str() == "-" {
            return Ok(Outcome {
                raw: Some(text),
                ..Outcome::default()
            });
        }
        place::write(&self.out, text.as_bytes())?;
        Ok(self.placed(what))
    }

    /// The same for what may be longer than memory: `fill` writes it and counts, `what` says it with that count.
    pub(super) fn stream(
        &self,
        fill: impl FnOnce(&mut dyn Write) -> Result<u64>,
        what: impl FnOnce(u64) -> String,
    ) -> Result<Outcome> {
        if self.out.as_os_str() == "-" {
            let mut bytes = Vec::new();
            fill(&mut bytes)?;
            let text = String::from_utf8(bytes)
                .map_err(|e| Error::failed(format!("The text could not be made: {e}.")))?;
            return self.put(text, "");
        }
        let mut filled = Ok(0);
        let placed = place::write_with(&self.out, |file| {
            let mut out = BufWriter::new(file);
            filled = fill(&mut out);
            match &filled {
                Ok(_) => out.flush(),
                Err(e) => Err(std::io::Error::other(e.message.clone())),
            }
        });
        // What went wrong in the book says more than that the file could not be written.
        let count = filled?;
        placed?;
        Ok(self.placed(&what(count)))
    }

    fn placed(&self, what: &str) -> Outcome {
        Outcome {
            said: format!("Wrote {what} to {}.", self.out.display()),
            files: vec![self.out.clone()],
            ..Outcome::default()
        }
    }

    /// What must be asked before a file is replaced.
    pub(super) fn question(&self) -> Result<Option<String>> {
        if self.force || self.out.as_os_str() == "-" || place::look(&self.out)? == There::Nothing {
            return Ok(None);
        }
        Ok(over(std::slice::from_ref(&self.out)))
    }
}
