//! `mapping show`: one saved mapping, with the columns it was made for and the words it stands for.

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    import::FileKind,
    ops::{Cx, Kind, Operation, Outcome, Record, Spec, line},
};

/// One saved mapping
#[derive(Debug, Clone, Args)]
pub struct MappingShow {
    /// Its name
    #[arg(value_name = "NAME")]
    mapping: String,
}

impl Operation for MappingShow {
    const SPEC: Spec = Spec {
        path: "mapping show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let saved = cx.store.view().mapping(&self.mapping)?;
        let command = FileKind::parse(&saved.kind)
            .map_or_else(|| format!("import {}", saved.kind), FileKind::command);
        let partner = saved.partner.as_ref().map(|(_, slug)| slug);
        let mut lines = vec![format!("{}: {}", saved.name, saved.kind)];
        lines.extend(partner.map(|slug| format!("  files of {slug}")));
        lines.push(format!("  for files with {}", saved.header.join(", ")));
        lines.push(format!(
            "  stands for: {command} FILE {}",
            line::join(&saved.words)
        ));
        lines.push(format!("  saved by H{}", saved.op));
        let json = json!({
            "name": saved.name, "kind": saved.kind, "partner": partner, "command": command,
            "header": saved.header, "words": saved.words, "history": format!("H{}", saved.op),
        });
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}
