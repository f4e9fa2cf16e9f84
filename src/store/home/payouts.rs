//! What payouts wait for, on the first screen: a person's approval, the money, the bank's answer; nothing is decided here.

use super::{BY_NAME, Home, Need, View, urge};
use crate::error::Result;

/// A state that waits for a person: the state, what one line says of it, what many are.
const STATES: &[(&str, &str, &str)] = &[
    (
        "draft",
        " is drafted and not paid: ",
        "payouts are drafted and not paid",
    ),
    (
        "approved",
        " is approved and not paid: ",
        "payouts are approved and not paid",
    ),
    (
        "exported",
        " waits for the bank's result: ",
        "payouts wait for the bank's result",
    ),
];

impl View<'_> {
    /// Adds what needs a person about payouts: what failed and is not drafted again, then what stands in between.
    pub(super) fn payout_matters(&self, home: &mut Home) -> Result<()> {
        let failed = self.failed_again()?;
        urge(
            home,
            failed,
            "payouts failed and are payable again",
            "payout",
            "state:failed",
        );
        for (state, words, many) in STATES {
            let n = self.count("SELECT count(*) FROM payout WHERE state = ?1", state)?;
            let filter = format!("state:{state}");
            if usize::try_from(n).is_ok_and(|n| n <= BY_NAME) {
                let each = self.texts(
                    &format!(
                        "SELECT 'P' || p.id || '{}' || n.name FROM payout p JOIN partner n ON n.id = p.partner_id
                         WHERE p.state = ?1 ORDER BY p.id",
                        words.replace('\'', "''")
                    ),
                    state,
                )?;
                urge(home, each, many, "payout", &filter);
            } else {
                home.needs.push(Need {
                    urgent: true,
                    what: format!("{n} {many}"),
                    list: "payout",
                    filter,
                });
            }
        }
        Ok(())
    }
}
