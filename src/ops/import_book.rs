//! `import book`: a whole book, or a bare ledger, read into a book that never held anything.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use sha2::{Digest, Sha256};

use crate::{
    domain::{currency::Currency, day::Day, document::Document},
    error::{Error, Result},
    ops::{Cx, Entry, Kind, Operation, Outcome, Spec},
    store::{Ask, Founding, Origin, Store},
};

/// The operation, for the registry.
pub const OPERATIONS: &[Entry] = &[Entry::of::<ImportBook>()];

/// The operation that may run where there is no book yet: see [`begin`].
pub const PATH: &str = "import book";

/// From how many records on new rows are kept in the log as ranges.
const MANY: usize = 10_000;

/// Read a whole book, as export book writes it, into a new book
#[derive(Debug, Args)]
pub struct ImportBook {
    /// The document; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Makes the book that `import book` reads into, where there is none at `path`. The document's own name and currency
/// take the place of these.
pub fn begin(path: &Path, today: Day) -> Result<Store> {
    Store::create(path, &unnamed()?, &Ask::new(Origin::Setup, "init", today))
}

/// A book in memory that nobody keeps, for operations that run where there is none.
pub fn unkept(today: Day) -> Result<Store> {
    Store::in_memory(&unnamed()?, &Ask::new(Origin::Setup, "init", today))
}

fn unnamed() -> Result<Founding> {
    Ok(Founding {
        name: "Partner program".to_owned(),
        currency: Currency::from_code("USD")?,
    })
}

impl ImportBook {
    fn bytes(&self, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
        let unreadable = |e: std::io::Error| {
            Error::failed(format!("{} cannot be read: {e}.", self.file.display()))
                .means("Nothing was changed.")
        };
        let mut bytes = Vec::new();
        if self.file.as_os_str() == "-" {
            let stdin = cx
                .input()
                .ok_or_else(|| Error::usage("There is no standard input here: name a file."))?;
            stdin.read_to_end(&mut bytes).map_err(unreadable)?;
        } else {
            bytes = std::fs::read(&self.file).map_err(unreadable)?;
        }
        Ok(bytes)
    }
}

impl Operation for ImportBook {
    const SPEC: Spec = Spec {
        path: PATH,
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let bytes = self.bytes(cx)?;
        let doc = Document::parse(&bytes)?;
        if cx.progress.stop() {
            return Err(Error::stopped());
        }
        let name = self.file.file_name().map_or_else(
            || "standard input".to_owned(),
            |n| n.to_string_lossy().into_owned(),
        );
        let mut digest = String::new();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(digest, "{byte:02x}");
        }
        let ask = Ask {
            file: Some((name.clone(), digest)),
            dry: self.dry_run,
            bulk: doc.records() > MANY,
            ..cx.ask()
        };
        let done = cx.store.write(&ask, |tx| {
            tx.take_in(&doc)?;
            Ok((format!("Read the book {name}"), ()))
        })?;
        let verb = if self.dry_run { "Would read" } else { "Read" };
        let mut said = format!(
            "{verb} {} partners, {} referrals, {} customers, {} revenue lines, {} commission lines and {} payouts from {name}.",
            doc.partners.len(),
            doc.referrals.len(),
            doc.customers.len(),
            doc.revenue.len(),
            doc.commissions.len(),
            doc.payouts.len()
        );
        if done.posted.lines > 0 {
            let _ = write!(
                said,
                " It brought no ledger; its facts owe {}, posted in {} lines.",
                done.posted.sums.shown(),
                done.posted.lines
            );
        }
        Ok(Outcome {
            said,
            op: done.op,
            ..Outcome::default()
        })
    }
}
