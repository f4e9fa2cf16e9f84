//! `export book`.

use clap::{Args, ValueEnum};

use super::target::Target;
use crate::{
    error::{Error, Result},
    export::book,
    ops::{Cx, Kind, Operation, Outcome, Spec},
};

/// Write everything the book holds, as one document that `import book` reads back
#[derive(Debug, Args)]
pub struct ExportBook {
    /// Only JSON holds everything
    #[arg(long, value_enum, default_value = "json")]
    format: BookFormat,
    #[command(flatten)]
    target: Target,
}

/// How a book is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BookFormat {
    /// One document, described by assets/book.schema.json.
    Json,
}

impl Operation for ExportBook {
    const SPEC: Spec = Spec {
        path: "export book",
        kind: Kind::Files,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let BookFormat::Json = self.format;
        let doc = cx.store.view().document()?;
        let mut bytes = Vec::new();
        book::write(&doc, &mut bytes)?;
        let text = String::from_utf8(bytes)
            .map_err(|e| Error::failed(format!("The document could not be made: {e}.")))?;
        self.target
            .put(text, &format!("the book ({} records)", doc.records()))
    }

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        self.target.question()
    }
}
