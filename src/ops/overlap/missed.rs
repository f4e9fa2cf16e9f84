//! `overlap missed`: customers both have that no referral credits the partner for, each with the question to ask.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    table,
};

/// Customers a partner may have brought without credit, and the question to ask about each
#[derive(Debug, Clone, Args)]
pub struct OverlapMissed {
    /// Whose list; every partner with a list if not given
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
    /// The other way round: referrals for accounts the partner never listed
    #[arg(long)]
    unlisted: bool,
}

impl Operation for OverlapMissed {
    const SPEC: Spec = Spec {
        path: "overlap missed",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partners = match &self.partner {
            Some(typed) => {
                let id = view.find_partner(typed)?;
                super::lists(view, id)?;
                vec![id]
            }
            None => view.partners_with_lists()?,
        };
        let mut tables = Vec::new();
        for partner in partners {
            let known = view.partner(partner)?;
            let name = known.known.name;
            tables.push(if self.unlisted {
                table::unlisted((&name, &known.slug), view.unlisted(partner)?)
            } else {
                table::missed((&name, &known.slug), view.missed(partner)?)
            });
        }
        let mut all = if self.unlisted {
            table::unlisted(("", ""), Vec::new())
        } else {
            table::missed(("", ""), Vec::new())
        };
        all.rows = tables.into_iter().flat_map(|t| t.rows).collect();
        Ok(Outcome {
            table: Some(all),
            ..Outcome::default()
        })
    }
}
