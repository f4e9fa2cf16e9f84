//! `check`.

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Spec},
};

/// Prove the book: the file, the log, the ledger, the payouts, the totals
#[derive(Debug, Args)]
pub struct Check {}

impl Operation for Check {
    const SPEC: Spec = Spec {
        path: "check",
        kind: Kind::Read,
        aliases: &["doctor"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let report = cx.store.check()?;
        let head = report.head.get(..12).unwrap_or_default();
        let mut lines: Vec<String> = report
            .findings
            .iter()
            .map(|f| format!("{:<10} {}", f.check, f.what))
            .collect();
        let said = if report.findings.is_empty() {
            lines.push(format!(
                "{} operations, {} commission lines: all in order. Head {head}.",
                report.operations, report.lines
            ));
            String::new()
        } else {
            format!(
                "{} problems found. Nothing was changed. Keep this file as it is, and put your last good copy in its place.",
                report.findings.len()
            )
        };
        let findings: Vec<_> = report
            .findings
            .iter()
            .map(|f| json!({ "check": f.check, "what": f.what }))
            .collect();
        let problems = !report.findings.is_empty();
        let json = json!({ "ok": !problems, "operations": report.operations, "commission_lines": report.lines, "head": report.head, "findings": findings });
        Ok(Outcome {
            said,
            record: Some(Record { lines, json }),
            problems,
            ..Outcome::default()
        })
    }
}
