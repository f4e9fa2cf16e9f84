//! `overlap shares`: what partners may be told of each list of ours, and who said so.

use clap::Args;

use crate::{
    domain::sharing::{Rule, said},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    table::{self, Shared},
};

/// What partners may be told of your lists
#[derive(Debug, Clone, Args)]
pub struct OverlapShares {
    /// One partner, with what holds for it; all that was said if not given
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
}

impl Operation for OverlapShares {
    const SPEC: Spec = Spec {
        path: "overlap shares",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let rules = view.sharing_rules()?;
        let lists = view.our_list_names()?;
        let holds = |partner: Option<i64>, called: &str, list: &String| {
            // No partner has the id 0: what is found for it is what holds for everyone not named.
            let found = said(&rules, partner.unwrap_or(0), list);
            let own = |r: &Rule| {
                r.partner == partner && r.population.to_lowercase() == list.to_lowercase()
            };
            Shared {
                partner: called.to_owned(),
                list: list.clone(),
                sharing: found.cloned().unwrap_or_default(),
                because: match (found, rules.iter().any(own)) {
                    (None, _) => "nobody said otherwise".to_owned(),
                    (Some(_), true) => "you said so".to_owned(),
                    (Some(_), false) => "said of everyone".to_owned(),
                },
            }
        };
        let mut rows: Vec<Shared> = Vec::new();
        if let Some(typed) = &self.partner {
            let id = view.find_partner(typed)?;
            let name = view.partner(id)?.known.name;
            rows.extend(lists.iter().map(|list| holds(Some(id), &name, list)));
        } else {
            rows.extend(
                lists
                    .iter()
                    .map(|list| holds(None, super::share::EVERYONE, list)),
            );
            for rule in rules.iter().filter(|r| r.partner.is_some()) {
                let name = match rule.partner {
                    Some(id) => view.partner(id)?.known.name,
                    None => continue,
                };
                rows.push(holds(rule.partner, &name, &rule.population));
            }
        }
        Ok(Outcome {
            table: Some(table::shares(rows)),
            ..Outcome::default()
        })
    }
}
