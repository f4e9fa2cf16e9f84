//! Where an export goes: standard output, or a file that is put in place whole.

use std::path::PathBuf;

use clap::Args;

use crate::{
    error::Result,
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
        Ok(Outcome {
            said: format!("Wrote {what} to {}.", self.out.display()),
            files: vec![self.out.clone()],
            ..Outcome::default()
        })
    }

    /// What must be asked before a file is replaced.
    pub(super) fn question(&self) -> Result<Option<String>> {
        if self.force || self.out.as_os_str() == "-" || place::look(&self.out)? == There::Nothing {
            return Ok(None);
        }
        Ok(over(std::slice::from_ref(&self.out)))
    }
}
