//! `pipeline show`.

use clap::Args;
use serde_json::json;

use crate::{
    domain::referral::StageKind,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Spec},
};

/// The stages a referral goes through, with how many are at each
#[derive(Debug, Args)]
pub struct PipelineShow {}

impl Operation for PipelineShow {
    const SPEC: Spec = Spec {
        path: "pipeline show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let (pipeline, counts) = (view.pipeline()?, view.pipeline_counts()?);
        let width = pipeline
            .stages
            .iter()
            .map(|s| crate::text::width(&s.name))
            .max()
            .unwrap_or(0);
        let mut lines = Vec::new();
        let mut json = Vec::new();
        for (stage, count) in pipeline.stages.iter().zip(counts) {
            let closing = if stage.kind == StageKind::Open {
                ""
            } else {
                "  closing"
            };
            lines.push(format!(
                "{}  {count:>7}{closing}",
                crate::text::pad_right(&stage.name, width)
            ));
            json.push(
                json!({ "stage": stage.name, "kind": stage.kind.word(), "referrals": count }),
            );
        }
        Ok(Outcome {
            record: Some(Record {
                lines,
                json: json.into(),
            }),
            ..Outcome::default()
        })
    }
}
