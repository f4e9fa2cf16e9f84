//! The book as it stood on a day: pieces of SQL that lists and sums read in place of today's tables; asks nothing itself.

/// Payouts as they stood on `:as_of`, to read in place of `payout`: one that was paid later was still open, one that was
/// reversed later was still paid. What failed or was cancelled has no day of its own and stands as it is.
macro_rules! payout_then {
    () => {
        "(SELECT id, partner_id, currency, minor, as_of,
            CASE WHEN paid_on <= :as_of AND reversed_on <= :as_of THEN 'reversed'
                 WHEN paid_on <= :as_of THEN 'paid'
                 WHEN state IN ('draft', 'failed', 'cancelled') THEN state
                 WHEN state = 'exported' AND exported_on IS NULL THEN state
                 WHEN state <> 'approved' AND exported_on <= :as_of THEN 'exported'
                 WHEN state = 'approved' AND approved_on IS NULL THEN state
                 WHEN approved_on <= :as_of THEN 'approved'
                 ELSE 'draft' END AS state,
            CASE WHEN paid_on <= :as_of THEN paid_on END AS paid_on, method,
            CASE WHEN state NOT IN ('paid', 'reversed') OR paid_on <= :as_of THEN reference END AS reference,
            CASE WHEN reversed_on <= :as_of THEN reversed_on END AS reversed_on,
            CASE WHEN state <> 'reversed' OR reversed_on <= :as_of THEN reason END AS reason,
            op, run_id, approved_on, exported_on, file FROM payout)"
    };
}
pub(super) use payout_then;

/// The kept totals worked out anew for `:as_of`, under the names of the tables that keep today's: put before a statement,
/// they are read in their place. `{who}` narrows them to some partners.
const KEPT_THEN: &str = "WITH partner_total(partner_id, currency, revenue, earned, paid) AS MATERIALIZED (
    SELECT partner_id, currency, sum(revenue), sum(earned), sum(paid) FROM (
      SELECT r.partner_id, l.currency, l.minor AS revenue, 0 AS earned, 0 AS paid
        FROM referral r JOIN revenue_line l ON l.referral_id = r.id WHERE l.day <= :as_of AND r.partner_id {who}
      UNION ALL SELECT partner_id, currency, 0, minor, 0 FROM commission WHERE day <= :as_of AND partner_id {who}
      UNION ALL SELECT partner_id, currency, 0, 0, minor FROM payout
        WHERE paid_on <= :as_of AND (state = 'paid' OR (state = 'reversed' AND reversed_on > :as_of))
          AND partner_id {who})
    GROUP BY 1, 2),
  partner_count(partner_id, referrals, open, won, last_submitted, last_won) AS MATERIALIZED (
    SELECT partner_id, count(*), sum((won_on IS NULL OR won_on > :as_of) AND (closed_on IS NULL OR closed_on > :as_of)),
           coalesce(sum(won_on <= :as_of), 0), max(submitted_on), max(CASE WHEN won_on <= :as_of THEN won_on END)
    FROM referral WHERE (submitted_on IS NULL OR submitted_on <= :as_of) AND partner_id {who} GROUP BY 1) ";

/// The same question of kept totals as they stood on `:as_of`.
pub(super) fn asked_then(sql: &str) -> String {
    if sql.contains("partner_total") || sql.contains("partner_count") {
        // A list of partners that names its rows needs only theirs.
        let who = if sql.contains(":ids") {
            "IN (SELECT value FROM json_each(:ids))"
        } else {
            "IS NOT NULL"
        };
        format!("{}{sql}", KEPT_THEN.replace("{who}", who))
    } else {
        sql.to_owned()
    }
}
