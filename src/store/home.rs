//! What the manager sees first: how the program stands today, and what needs a person.

mod payouts;

use std::collections::BTreeMap;

use rusqlite::params;

use super::{View, held_back::held_back_lines};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso, shown},
        id::Noun,
        money::{Money, Totals},
        month::Month,
    },
    error::Result,
};

/// Open referrals nobody touched for so many days are stale.
pub const STALE_DAYS: i64 = 14;
/// A partner that goes inactive within so many days is warned of.
const WARN_DAYS: i64 = 30;
/// Without a rule in its terms, a partner counts as active for so long after a win.
const ACTIVE_DAYS: i64 = 365;
/// So many of one kind are listed by name; more become one line.
const BY_NAME: usize = 3;

/// The program on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Home {
    /// Name of the program.
    pub program: String,
    /// Open referrals.
    pub open: i64,
    /// Of them in the first stage.
    pub new: i64,
    /// Of them untouched for more than [`STALE_DAYS`].
    pub stale: i64,
    /// Won in this calendar quarter.
    pub won: i64,
    /// Won in the quarter before.
    pub won_before: i64,
    /// Payable today, less what is in payouts.
    pub payable: Totals,
    /// Partners with something payable.
    pub payable_partners: i64,
    /// Not yet payable.
    pub held: Totals,
    /// Held back by a person.
    pub blocked: Totals,
    /// The next day something becomes payable.
    pub next_free: Option<Day>,
    /// Open stages in order, with their counts.
    pub pipeline: Vec<(String, i64)>,
    /// All referrals won, lost (with rejected and expired), and logged.
    pub outcome: (i64, i64, i64),
    /// Median days from submitted to won.
    pub median_days: Option<i64>,
    /// Revenue on referrals per month, the last twelve, oldest first, per currency.
    pub revenue: Vec<(Month, Totals)>,
    /// Partners by commission earned this year: name, id, won, earned.
    pub top: Vec<(String, i64, i64, Totals)>,
    /// What needs a person, most urgent first.
    pub needs: Vec<Need>,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Needs action (rather than a look).
    pub urgent: bool,
    /// What, in a line.
    pub what: String,
    /// Where to act: the noun of a list, and the filter that shows it.
    pub list: &'static str,
    /// A filter in the list's language.
    pub filter: String,
}

impl View<'_> {
    /// How the program stands on `today`.
    pub fn home(&self, today: Day) -> Result<Home> {
        let quarter =
            Month::of(today).moved(-i32::try_from((Month::of(today).month() - 1) % 3).unwrap_or(0));
        let won_in = |first: Month, last: Day| -> Result<i64> {
            Ok(self
                .conn
                .prepare_cached("SELECT count(*) FROM referral WHERE won_on BETWEEN ?1 AND ?2")?
                .query_row(params![first.first().to_string(), last.to_string()], |r| {
                    r.get(0)
                })?)
        };
        let before = quarter.moved(-3);
        let stages = self.stage_counts()?;
        let of = |kind: &str| {
            stages
                .iter()
                .filter(|(_, k, _)| k == kind)
                .map(|(.., n)| n)
                .sum::<i64>()
        };
        let pipeline: Vec<(String, i64)> = stages
            .iter()
            .filter(|(_, kind, _)| kind == "open")
            .map(|(name, _, n)| (name.clone(), *n))
            .collect();
        let stale = self.count(
            "SELECT count(*) FROM referral r JOIN stage s ON s.name = r.stage WHERE s.kind = 'open' AND r.touched_on < ?1",
            &(today - chrono::TimeDelta::days(STALE_DAYS)).to_string(),
        )?;
        let mut home = Home {
            program: self.setting("name")?.unwrap_or_default(),
            open: of("open"),
            new: pipeline.first().map_or(0, |(_, n)| *n),
            stale,
            won: won_in(quarter, today)?,
            won_before: won_in(before, before.moved(2).last())?,
            payable: Totals::new(),
            payable_partners: 0,
            held: Totals::new(),
            blocked: Totals::new(),
            next_free: None,
            pipeline,
            outcome: (
                of("won"),
                of("lost") + of("rejected") + of("expired"),
                stages.iter().map(|(.., n)| n).sum(),
            ),
            median_days: self.median_days()?,
            revenue: self.revenue_by_month(today)?,
            top: self.top_partners(today)?,
            needs: Vec::new(),
        };
        self.balances(today, &mut home)?;
        self.people_matters(today, &mut home)?;
        home.needs.sort_by_key(|n| !n.urgent);
        Ok(home)
    }

    /// A setting of the book.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut q = self
            .conn
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        let mut rows = q.query([key])?;
        Ok(rows.next()?.map(|r| r.get(0)).transpose()?)
    }

    fn count(&self, sql: &str, with: &str) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([with], |r| r.get(0))?)
    }

    fn stage_counts(&self) -> Result<Vec<(String, String, i64)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT s.name, s.kind, (SELECT count(*) FROM referral r WHERE r.stage = s.name) FROM stage s ORDER BY s.position",
        )?;
        let rows = q
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    fn median_days(&self) -> Result<Option<i64>> {
        let mut q = self.conn.prepare_cached(
            "SELECT CAST(julianday(won_on) - julianday(submitted_on) AS INTEGER) FROM referral
             WHERE won_on IS NOT NULL AND submitted_on IS NOT NULL",
        )?;
        let mut days: Vec<i64> = q
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let middle = days.len() / 2;
        Ok((!days.is_empty()).then(|| *days.select_nth_unstable(middle).1))
    }

    fn revenue_by_month(&self, today: Day) -> Result<Vec<(Month, Totals)>> {
        let first = Month::of(today).moved(-11);
        let mut months: BTreeMap<Month, Totals> =
            (0..12).map(|n| (first.moved(n), Totals::new())).collect();
        let mut q = self
            .conn
            .prepare_cached("SELECT month, currency, sum(revenue) FROM partner_month WHERE month BETWEEN ?1 AND ?2 GROUP BY 1, 2")?;
        let mut rows = q.query([first.to_string(), Month::of(today).to_string()])?;
        while let Some(r) = rows.next()? {
            let money = Money::new(r.get(2)?, Currency::from_code(r.get_ref(1)?.as_str()?)?);
            if let Some(totals) = months.get_mut(&Month::parse(r.get_ref(0)?.as_str()?)?) {
                totals.add(money)?;
            }
        }
        Ok(months.into_iter().collect())
    }

    fn top_partners(&self, today: Day) -> Result<Vec<(String, i64, i64, Totals)>> {
        let year = today.to_string()[..4].to_owned();
        let mut q = self.conn.prepare_cached(
            "SELECT n.name, n.id, (SELECT count(*) FROM referral r WHERE r.partner_id = n.id AND r.stage = 'won' AND r.won_on >= ?1 || '-01-01')
             FROM (SELECT partner_id, max(earned) AS most FROM
                    (SELECT partner_id, currency, sum(earned) AS earned FROM partner_month WHERE month >= ?1 || '-01' GROUP BY 1, 2)
                   GROUP BY partner_id HAVING most > 0 ORDER BY most DESC, partner_id LIMIT 5) t
             JOIN partner n ON n.id = t.partner_id ORDER BY t.most DESC, n.id",
        )?;
        let found: Vec<(String, i64, i64)> = q
            .query_map([&year], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut sums = self
            .conn
            .prepare_cached("SELECT currency, sum(earned) FROM partner_month WHERE partner_id = ?1 AND month >= ?2 || '-01' GROUP BY 1")?;
        let mut top = Vec::new();
        for (name, id, won) in found {
            let mut earned = Totals::new();
            let mut rows = sums.query(params![id, year])?;
            while let Some(r) = rows.next()? {
                earned.add(Money::new(
                    r.get(1)?,
                    Currency::from_code(r.get_ref(0)?.as_str()?)?,
                ))?;
            }
            top.push((name, id, won, earned));
        }
        Ok(top)
    }

    /// What each partner may be paid and what is held: from the kept totals, less what live payouts have taken.
    fn balances(&self, today: Day, home: &mut Home) -> Result<()> {
        let minimums = self.lowest_minimums()?;
        // Held lines are looked up partner by partner, so that the index leads to just those and not to every line.
        let mut q = self.conn.prepare_cached(concat!(
            "SELECT t.partner_id, t.currency,
               t.earned - coalesce(h.held, 0) - coalesce(b.blocked, 0)
                 - coalesce((SELECT sum(p.minor) FROM payout p WHERE p.partner_id = t.partner_id AND p.currency = t.currency
                             AND p.state NOT IN ('failed', 'cancelled', 'reversed')), 0),
               coalesce(h.held, 0), n.name, h.first, coalesce(b.blocked, 0)
             FROM partner_total t JOIN partner n ON n.id = t.partner_id
             LEFT JOIN (
               SELECT w.partner_id, w.currency, sum(c.minor) AS held, min(c.payable_on) AS first
               FROM partner_total w CROSS JOIN commission c
                 ON c.partner_id = w.partner_id AND c.currency = w.currency AND c.payable_on > ?1
               WHERE c.id NOT IN (SELECT id FROM (", held_back_lines!(), "))
                 AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id
                                 WHERE l.commission_id = c.id AND p.state NOT IN ('failed', 'cancelled', 'reversed'))
               GROUP BY 1, 2) h ON h.partner_id = t.partner_id AND h.currency = t.currency
             LEFT JOIN (
               SELECT c.partner_id, c.currency, sum(c.minor) AS blocked FROM (", held_back_lines!(), ") k JOIN commission c ON c.id = k.id
               WHERE NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id
                                 WHERE l.commission_id = c.id AND p.state NOT IN ('failed', 'cancelled', 'reversed'))
               GROUP BY 1, 2) b ON b.partner_id = t.partner_id AND b.currency = t.currency
             ORDER BY n.name, t.currency",
        ))?;
        let mut rows = q.query([today.to_string()])?;
        let (mut under, mut below) = (Vec::new(), Vec::new());
        while let Some(r) = rows.next()? {
            let currency = Currency::from_code(r.get_ref(1)?.as_str()?)?;
            let (partner, ready, name): (i64, Money, String) =
                (r.get(0)?, Money::new(r.get(2)?, currency), r.get(4)?);
            home.held.add(Money::new(r.get(3)?, currency))?;
            home.blocked.add(Money::new(r.get(6)?, currency))?;
            let first: Option<String> = r.get(5)?;
            if let Some(day) = first.as_deref().map(parse_iso).transpose()? {
                home.next_free = Some(home.next_free.map_or(day, |d| d.min(day)));
            }
            if ready.minor > 0 {
                home.payable.add(ready)?;
                home.payable_partners += 1;
            }
            let least = minimums
                .get(&partner)
                .map_or(Money::zero(currency), |m| m.get(currency));
            if ready.minor > 0 && ready.minor < least.minor {
                under.push(format!(
                    "{name} {} is under the {} minimum",
                    ready.shown(),
                    least.shown()
                ));
            } else if ready.minor < 0 {
                below.push(format!(
                    "{name} {}: made up from later commission",
                    ready.shown()
                ));
            }
        }
        note(home, below, "balances are below zero", "partner", "");
        note(
            home,
            under,
            "balances are under their minimum",
            "partner",
            "",
        );
        Ok(())
    }

    fn people_matters(&self, today: Day, home: &mut Home) -> Result<()> {
        self.payout_matters(home)?;
        let due = self.texts(
            "SELECT 'R' || r.id || ' ' || r.company || ': ' || coalesce(r.next_step, 'next step') || ', due ' || r.next_on FROM referral r
             JOIN stage s ON s.name = r.stage WHERE s.kind = 'open' AND r.next_on <= ?1 ORDER BY r.next_on, r.id LIMIT 100",
            &today.to_string(),
        )?;
        urge(home, due, "next steps are due", "referral", "is:overdue");
        let lapsing = self.lapsing(today)?;
        urge(
            home,
            lapsing,
            "partners are about to go inactive",
            "partner",
            "",
        );
        if home.stale > 0 {
            home.needs.push(Need {
                urgent: false,
                what: format!(
                    "{} open referrals with no update for more than {STALE_DAYS} days",
                    home.stale
                ),
                list: "referral",
                filter: "is:stale".to_owned(),
            });
        }
        Ok(())
    }

    fn lapsing(&self, today: Day) -> Result<Vec<String>> {
        let days = |n: i64| (today - chrono::TimeDelta::days(n)).to_string();
        let mut q = self.conn.prepare_cached(
            "SELECT n.name, c.last_won FROM partner_count c JOIN partner n ON n.id = c.partner_id
             WHERE n.state = 'active' AND c.last_won BETWEEN ?1 AND ?2 ORDER BY c.last_won, n.id LIMIT 100",
        )?;
        let mut rows = q.query([days(ACTIVE_DAYS), days(ACTIVE_DAYS - WARN_DAYS)])?;
        let mut found = Vec::new();
        while let Some(r) = rows.next()? {
            let until = parse_iso(r.get_ref(1)?.as_str()?)? + chrono::TimeDelta::days(ACTIVE_DAYS);
            found.push(format!(
                "{} goes inactive on {} (no win in a year)",
                r.get::<_, String>(0)?,
                shown(until)
            ));
        }
        Ok(found)
    }

    fn texts(&self, sql: &str, with: &str) -> Result<Vec<String>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let rows = q
            .query_map([with], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

fn urge(home: &mut Home, each: Vec<String>, many: &str, list: &'static str, filter: &str) {
    add(home, true, each, many, list, filter);
}

fn note(home: &mut Home, each: Vec<String>, many: &str, list: &'static str, filter: &str) {
    add(home, false, each, many, list, filter);
}

fn add(
    home: &mut Home,
    urgent: bool,
    each: Vec<String>,
    many: &str,
    list: &'static str,
    filter: &str,
) {
    let need = |what: String, filter: String| Need {
        urgent,
        what,
        list,
        filter,
    };
    if each.len() > BY_NAME {
        home.needs
            .push(need(format!("{} {many}", each.len()), filter.to_owned()));
    } else {
        // A line about one record opens the list on that record, where its id leads the line.
        for what in each {
            let id = what
                .split(' ')
                .next()
                .filter(|w| Noun::Referral.read(w).or(Noun::Payout.read(w)).is_some());
            let filter = id.map_or_else(|| filter.to_owned(), |id| format!("id:{id}"));
            home.needs.push(need(what, filter));
        }
    }
}
