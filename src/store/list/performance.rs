//! Performance of partners: counted from referrals, summed from kept months, with single lines only at the ends of a
//! window that cuts a month.
//!
//! | figure | comes from |
//! |---|---|
//! | referrals, qualified, won, days, months, active until | `referral`, read once |
//! | revenue, earned | `partner_month` for whole months, `revenue_line` and `commission` for the days beside them |
//! | held | `commission` lines younger than the longest hold |
//! | payable | earned by the day, less held, less held back by a person, less paid |
//! | paid | `payout` |
//! | MRR | the newest base line of each customer the partner brought |

use std::collections::HashMap;

use rusqlite::types::Value as Bound;

use super::{
    Wanted,
    customers::{latest_base, net, speaks},
    programs::current_terms,
    run::{json, sure_money},
};
use crate::{
    domain::{
        day::{Day, parse_iso},
        money::{Money, Totals},
        performance::{Cut, Performance, Tally, Window, monthly},
        period::Period,
        plan::Activity,
        terms::Terms,
    },
    error::Result,
    store::{View, held_back::held_back_lines},
};

/// Amounts per partner.
type Sums = HashMap<i64, Totals>;

/// Which partners: all, or those of `:ids`.
#[derive(Clone, Copy)]
struct Whose<'a>(Option<&'a [i64]>);

impl Whose<'_> {
    /// As a condition on a column.
    fn sql(self, column: &str) -> String {
        match self.0 {
            Some(_) => format!("{column} IN (SELECT value FROM json_each(:ids))"),
            None => "1".to_owned(),
        }
    }

    fn binds(self) -> Vec<(String, Bound)> {
        self.0
            .map(|ids| (":ids".to_owned(), json(ids)))
            .into_iter()
            .collect()
    }
}

impl View<'_> {
    /// Partners in numbers: these, in this order, or all of them by name.
    pub(crate) fn performance(
        self,
        wanted: &Wanted<'_>,
        only: Option<&[i64]>,
    ) -> Result<Vec<Performance>> {
        let whose = Whose(only);
        let window = Window::new(wanted.period, wanted.as_of);
        let mut rows = self.partners_by_name(wanted, whose)?;
        let mut tallies = self.tallies(wanted, whose, window)?;
        let (mut revenue, mut earned) = self.month_sums(
            wanted,
            whose,
            window.period.from,
            window.period.to.unwrap_or(wanted.as_of),
        )?;
        let (_, mut by_then) = self.month_sums(wanted, whose, None, wanted.as_of)?;
        let mut held = self.held_sums(wanted, whose)?;
        let mut paid = self.paid_sums(wanted, whose)?;
        let mut blocked = self.blocked_sums(wanted, whose)?;
        let mut mrr = self.mrr_sums(wanted, whose)?;
        let mut influenced = self.influenced(wanted, window, only)?;
        for row in &mut rows {
            let id = row.partner;
            if let Some(tally) = tallies.remove(&id) {
                let counts = tally.done();
                *row = Performance {
                    referrals: counts.referrals,
                    qualified: counts.qualified,
                    won: counts.won,
                    converted: counts.converted,
                    median_days: counts.median_days,
                    last_submitted: counts.last_submitted,
                    active_until: counts.active_until,
                    months: counts.months,
                    ..std::mem::take(row)
                };
            }
            row.revenue = revenue.remove(&id).unwrap_or_default();
            (row.influenced, row.influenced_revenue) = influenced.remove(&id).unwrap_or_default();
            row.earned = earned.remove(&id).unwrap_or_default();
            row.held = held.remove(&id).unwrap_or_default();
            row.paid = paid.remove(&id).unwrap_or_default();
            row.mrr = mrr.remove(&id).unwrap_or_default();
            row.payable = by_then.remove(&id).unwrap_or_default();
            let blocked = blocked.remove(&id).unwrap_or_default();
            for less in [&row.held, &row.paid, &blocked] {
                for money in less.iter() {
                    row.payable.add(money.negated()?)?;
                }
            }
        }
        if let Some(ids) = only {
            let at: HashMap<i64, usize> =
                ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
            rows.sort_by_key(|row| at.get(&row.partner).copied());
        }
        Ok(rows)
    }

    fn partners_by_name(self, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Vec<Performance>> {
        let sql = format!(
            "SELECT id, name, slug, kind, state, owner, country, tags FROM partner WHERE {} ORDER BY name COLLATE NOCASE, id",
            whose.sql("id")
        );
        self.list_ask(&sql, wanted, &whose.binds(), |r| {
            Ok(Performance {
                partner: r.get(0)?,
                name: r.get(1)?,
                slug: r.get(2)?,
                kind: r.get(3)?,
                state: r.get(4)?,
                owner: r.get(5)?,
                country: r.get(6)?,
                tags: r.get(7)?,
                ..Performance::default()
            })
        })
    }

    fn tallies(
        self,
        wanted: &Wanted<'_>,
        whose: Whose<'_>,
        window: Window,
    ) -> Result<HashMap<i64, Tally>> {
        let rules = self.activity_rules(wanted, whose)?;
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        let sql = format!(
            "SELECT r.partner_id, r.submitted_on, r.qualified_on, r.won_on, coalesce(s.kind = 'rejected', 0)
             FROM referral r LEFT JOIN stage s ON s.name = r.stage WHERE {}",
            whose.sql("r.partner_id")
        );
        self.list_ask(&sql, wanted, &whose.binds(), |r| {
            let partner = r.get(0)?;
            let day = |at: usize| -> Result<Option<Day>> {
                let text = r.get_ref(at)?.as_str_or_null()?;
                text.map(quick_day).transpose()
            };
            tallies
                .entry(partner)
                .or_insert_with(|| Tally::new(window, rules.get(&partner).copied()))
                .add(day(1)?, day(2)?, day(3)?, r.get(4)?);
            Ok(())
        })?;
        Ok(tallies)
    }

    /// The activity rule in the terms a partner is enrolled under, the strictest first version found by program.
    fn activity_rules(
        self,
        wanted: &Wanted<'_>,
        whose: Whose<'_>,
    ) -> Result<HashMap<i64, Activity>> {
        let programs: HashMap<i64, Activity> = self
            .list_ask(
                concat!(
                    "SELECT g.id, t.text FROM program g ",
                    current_terms!(),
                    " WHERE t.text IS NOT NULL"
                ),
                wanted,
                &[],
                |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)),
            )?
            .into_iter()
            .filter_map(|(id, text)| {
                // Text that no longer reads as terms has no rule; `check` tells of it.
                let terms = Terms::parse(&text).ok()?;
                let rule = terms
                    .plans()
                    .iter()
                    .find_map(|plan| plan.scope()?.activity)?;
                Some((id, rule))
            })
            .collect();
        if programs.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "SELECT e.partner_id, e.program_id FROM enrolment e WHERE (e.from_day IS NULL OR e.from_day <= :as_of)
               AND (e.to_day IS NULL OR e.to_day >= :as_of) AND {} ORDER BY e.id DESC",
            whose.sql("e.partner_id")
        );
        let enrolled = self.list_ask(&sql, wanted, &whose.binds(), |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
        })?;
        Ok(enrolled
            .into_iter()
            .filter_map(|(partner, program)| Some((partner, *programs.get(&program)?)))
            .collect())
    }

    /// Revenue and commission dated from a day (or the beginning) to a day.
    fn month_sums(
        self,
        wanted: &Wanted<'_>,
        whose: Whose<'_>,
        from: Option<Day>,
        to: Day,
    ) -> Result<(Sums, Sums)> {
        let to = self.end_of_month_if_empty(wanted, to)?;
        let cut = Cut::of(from, to);
        let (mut revenue, mut earned) = (Sums::new(), Sums::new());
        if let Some((first, last)) = cut.months {
            let mut binds = whose.binds();
            binds.push((
                ":first".to_owned(),
                Bound::Text(first.map(|m| m.to_string()).unwrap_or_default()),
            ));
            binds.push((":last".to_owned(), Bound::Text(last.to_string())));
            let sql = format!(
                "SELECT partner_id, sum(revenue), currency, sum(earned) FROM partner_month
                 WHERE month BETWEEN :first AND :last AND {} GROUP BY partner_id, currency",
                whose.sql("partner_id")
            );
            for (id, sum, commission) in self.list_ask(&sql, wanted, &binds, |r| {
                Ok((r.get::<_, i64>(0)?, sure_money(r, 1)?, r.get::<_, i64>(3)?))
            })? {
                revenue.entry(id).or_default().add(sum)?;
                earned
                    .entry(id)
                    .or_default()
                    .add(Money::new(commission, sum.currency))?;
            }
        }
        for days in cut.days {
            let lines = "SELECT r.partner_id, sum(v.minor), v.currency FROM revenue_line v JOIN referral r ON r.id = v.referral_id
                         WHERE v.day BETWEEN :from AND :to";
            self.add_days(&mut revenue, wanted, whose, lines, "r.partner_id", days)?;
            let lines = "SELECT c.partner_id, sum(c.minor), c.currency FROM commission c WHERE c.day BETWEEN :from AND :to";
            self.add_days(&mut earned, wanted, whose, lines, "c.partner_id", days)?;
        }
        Ok((revenue, earned))
    }

    /// Where nothing is dated later in its month, a day stands for the whole month, whose sums are kept: today, mostly.
    fn end_of_month_if_empty(self, wanted: &Wanted<'_>, to: Day) -> Result<Day> {
        let last = crate::domain::month::Month::of(to).last();
        if last == to {
            return Ok(to);
        }
        let binds = [
            (":from".to_owned(), Bound::Text(to.to_string())),
            (":to".to_owned(), Bound::Text(last.to_string())),
        ];
        let later = self.list_ask(
            "SELECT EXISTS (SELECT 1 FROM revenue_line WHERE day > :from AND day <= :to)
                 OR EXISTS (SELECT 1 FROM commission WHERE day > :from AND day <= :to)",
            wanted,
            &binds,
            |r| Ok(r.get::<_, bool>(0)?),
        )?;
        Ok(if later.contains(&true) { to } else { last })
    }

    fn add_days(
        self,
        sums: &mut Sums,
        wanted: &Wanted<'_>,
        whose: Whose<'_>,
        lines: &str,
        column: &str,
        days: Period,
    ) -> Result<()> {
        let mut binds = whose.binds();
        for (name, day) in [(":from", days.from), (":to", days.to)] {
            binds.push((
                name.to_owned(),
                day.map_or(Bound::Null, |d| Bound::Text(d.to_string())),
            ));
        }
        let sql = format!("{lines} AND {} GROUP BY 1, 3", whose.sql(column));
        for (id, sum) in self.sums(&sql, wanted, &binds)? {
            sums.entry(id).or_default().add(sum)?;
        }
        Ok(())
    }

    fn held_sums(self, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Sums> {
        // Everybody: along the index over days. Some: along that over partners; a plus takes the other one away.
        let by_partner = if whose.0.is_some() { "+" } else { "" };
        let sql = format!(
            "SELECT c.partner_id, sum(c.minor), c.currency FROM commission c
             WHERE {by_partner}c.day BETWEEN date(:as_of, '-' || (SELECT coalesce(max(hold_days), 0) FROM terms) || ' days') AND :as_of
               AND +c.payable_on > :as_of AND {} GROUP BY 1, 3",
            whose.sql("c.partner_id")
        );
        self.gathered(&sql, wanted, whose)
    }

    /// Past its hold, but held back by a person.
    fn blocked_sums(self, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Sums> {
        let sql = format!(
            concat!(
                "SELECT c.partner_id, sum(c.minor), c.currency FROM (",
                held_back_lines!(),
                ") k CROSS JOIN commission c ON c.id = k.id
                 WHERE k.on_day <= :as_of AND c.day <= :as_of AND c.payable_on <= :as_of AND {} GROUP BY 1, 3"
            ),
            whose.sql("c.partner_id")
        );
        self.gathered(&sql, wanted, whose)
    }

    fn paid_sums(self, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Sums> {
        let sql = format!(
            "SELECT y.partner_id, sum(y.minor), y.currency FROM payout y
             WHERE y.paid_on <= :as_of AND (y.state = 'paid' OR (y.state = 'reversed' AND y.reversed_on > :as_of)) AND {} GROUP BY 1, 3",
            whose.sql("y.partner_id")
        );
        self.gathered(&sql, wanted, whose)
    }

    fn mrr_sums(self, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Sums> {
        let sql = format!(
            concat!(
                "SELECT r.partner_id, ",
                net!(),
                ", v.currency, v.period_months
                 FROM {} JOIN revenue_line v ON v.id = ",
                latest_base!(),
                "
                 WHERE ",
                speaks!(),
                " AND {}"
            ),
            if whose.0.is_some() {
                "referral r CROSS JOIN customer c ON c.referral_id = r.id"
            } else {
                "customer c CROSS JOIN referral r ON r.id = c.referral_id"
            },
            whose.sql("r.partner_id")
        );
        let mut sums = Sums::new();
        for (id, sum) in self.list_ask(&sql, wanted, &whose.binds(), |r| {
            Ok((r.get(0)?, monthly(sure_money(r, 1)?, r.get(3)?)))
        })? {
            sums.entry(id).or_default().add(sum)?;
        }
        Ok(sums)
    }

    fn gathered(self, sql: &str, wanted: &Wanted<'_>, whose: Whose<'_>) -> Result<Sums> {
        let mut sums = Sums::new();
        for (id, sum) in self.sums(sql, wanted, &whose.binds())? {
            sums.entry(id).or_default().add(sum)?;
        }
        Ok(sums)
    }

    fn sums(
        self,
        sql: &str,
        wanted: &Wanted<'_>,
        binds: &[(String, Bound)],
    ) -> Result<Vec<(i64, Money)>> {
        self.list_ask(sql, wanted, binds, |r| Ok((r.get(0)?, sure_money(r, 1)?)))
    }
}

/// A day out of the book, three million times a second slower if read as carefully as a file's.
fn quick_day(text: &str) -> Result<Day> {
    let number = |range| text.get(range).and_then(|t: &str| t.parse().ok());
    let year = text.get(0..4).and_then(|t| t.parse().ok());
    match (year, number(5..7), number(8..10)) {
        (Some(year), Some(month), Some(day)) if text.len() == 10 => {
            match Day::from_ymd_opt(year, month, day) {
                Some(day) => Ok(day),
                None => Ok(parse_iso(text)?),
            }
        }
        _ => Ok(parse_iso(text)?),
    }
}
