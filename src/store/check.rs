//! `check`: proves the whole book. Each check must find nothing; what it finds is named so that a person can act.

use rusqlite::{Connection, params};

use super::{
    Store, bulk, chain, overlap, posting,
    schema::{self, TRACKED},
    totals,
};
use crate::error::Result;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which check found it, a stable name.
    pub check: &'static str,
    /// What is wrong and where, for a person.
    pub what: String,
}

/// What `check` looked at and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Problems, in the order of the checks.
    pub findings: Vec<Finding>,
    /// Operations in the log.
    pub operations: i64,
    /// Commission lines in the ledger.
    pub lines: i64,
    /// The newest operation's hash.
    pub head: String,
}

/// At most so many findings of one check are listed; the rest are counted.
const LISTED: usize = 20;

impl Report {
    fn found(&mut self, check: &'static str, what: impl Into<String>) {
        self.findings.push(Finding {
            check,
            what: what.into(),
        });
    }

    /// Runs a query that must return no rows; its one column says what is wrong.
    fn expect_none(&mut self, conn: &Connection, check: &'static str, sql: &str) -> Result<()> {
        let mut q = conn.prepare(sql)?;
        let mut rows = q.query([])?;
        let mut more = 0_usize;
        while let Some(r) = rows.next()? {
            if more < LISTED {
                self.found(check, r.get::<_, String>(0)?);
            }
            more += 1;
        }
        if more > LISTED {
            self.found(check, format!("… and {} more of this kind.", more - LISTED));
        }
        Ok(())
    }
}

impl Store {
    /// Proves the book: SQLite's own integrity, foreign keys, the log's chain, that every row is as the log says, that
    /// the ledger is what the facts owe, that payouts are whole, and the kept totals. Changes nothing.
    pub fn check(&mut self) -> Result<Report> {
        // One transaction, so that every check sees the same book; it is never committed.
        let conn = self.conn.transaction()?;
        let mut report = Report {
            operations: conn.query_row("SELECT count(*) FROM operation", [], |r| r.get(0))?,
            lines: conn.query_row("SELECT count(*) FROM commission", [], |r| r.get(0))?,
            head: chain::head(&conn, i64::MAX)?,
            ..Report::default()
        };
        if let Err(e) = schema::expect_ours(&conn) {
            report.found("structure", e.message);
        }
        report.expect_none(
            &conn,
            "file",
            "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        )?;
        report.expect_none(
            &conn,
            "links",
            "SELECT 'Row ' || rowid || ' of ' || \"table\" || ' names a ' || \"parent\" || ' that is not there.' FROM pragma_foreign_key_check",
        )?;
        report.expect_none(
            &conn,
            "names",
            "SELECT '“' || text || '” is another name of a ' || noun || ' that is not there.' FROM alias a
             WHERE NOT EXISTS (SELECT 1 FROM partner p WHERE a.noun = 'partner' AND p.id = a.record_id)
               AND NOT EXISTS (SELECT 1 FROM customer c WHERE a.noun = 'customer' AND c.id = a.record_id)",
        )?;
        the_chain(&conn, &mut report)?;
        for table in TRACKED {
            rows_are_as_logged(&conn, table, &mut report)?;
        }
        bulk_is_as_logged(&conn, &mut report)?;
        days_are_real(&conn, &mut report)?;
        payouts_are_whole(&conn, &mut report)?;
        by_hand(&conn, &mut report)?;
        match posting::would_post(&conn) {
            Ok(posted) if posted.lines > 0 => report.found(
                "ledger",
                format!(
                    "The facts owe {} beyond what is posted, in {} lines.",
                    posted.sums.shown(),
                    posted.lines
                ),
            ),
            Ok(_) => {}
            Err(e) => report.found(
                "ledger",
                format!("What is owed cannot be worked out: {}", e.message),
            ),
        }
        kept_totals(&conn, &mut report)?;
        for (table, rows) in overlap::differences(&conn)? {
            report.found(
                "overlap",
                format!("{rows} rows of the kept overlap ({table}) are not what the lists say."),
            );
        }
        Ok(report)
    }
}

fn the_chain(conn: &Connection, report: &mut Report) -> Result<()> {
    let mut q = conn.prepare("SELECT id, prev, hash, summary FROM operation ORDER BY id")?;
    let mut rows = q.query([])?;
    let (mut last, mut prev) = (0, chain::GENESIS.to_owned());
    while let Some(r) = rows.next()? {
        let (id, says, hash): (i64, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        if id != last + 1 {
            report.found(
                "log",
                format!("Operations H{} to H{} are missing.", last + 1, id - 1),
            );
        }
        if says != prev {
            report.found(
                "log",
                format!("H{id} does not follow the operation before it."),
            );
        } else if chain::hash_of(conn, id, &prev)? != hash {
            report.found(
                "log",
                format!(
                    "H{id} ({}) was changed after it was written.",
                    r.get::<_, String>(3)?
                ),
            );
        }
        (last, prev) = (id, hash);
    }
    Ok(())
}

fn rows_are_as_logged(conn: &Connection, table: &'static str, report: &mut Report) -> Result<()> {
    let now = super::journal::row_json(conn, table, "t")?;
    report.expect_none(
        conn,
        "rows",
        &format!(
            "SELECT 'A {table} row ({table} ' || coalesce(t.id, c.row_id) || ') is not as operation H' || c.op || ' left it.'
             FROM (SELECT row_id, max(id) AS last FROM change WHERE tbl = '{table}' GROUP BY row_id) l
             JOIN change c ON c.id = l.last LEFT JOIN {table} t ON t.id = l.row_id
             WHERE c.after IS NOT CASE WHEN t.id IS NULL THEN NULL ELSE {now} END"
        ),
    )?;
    report.expect_none(
        conn,
        "rows",
        &format!(
            "SELECT 'A {table} row ({table} ' || t.id || ') is in no operation.' FROM {table} t
             WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{table}' AND c.row_id = t.id)
               AND NOT EXISTS (SELECT 1 FROM bulk b WHERE b.tbl = '{table}' AND t.id BETWEEN b.first_id AND b.last_id)"
        ),
    )
}

fn bulk_is_as_logged(conn: &Connection, report: &mut Report) -> Result<()> {
    // Ranges of an undone import are gone, all but their ledger lines.
    let mut q = conn.prepare(
        "SELECT b.op, b.tbl, b.first_id, b.last_id, b.sha256 FROM bulk b
         WHERE b.tbl = 'commission'
            OR coalesce((SELECT u.act FROM operation u WHERE u.about = b.op ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'",
    )?;
    let ranges: Vec<(i64, String, i64, i64, String)> = q
        .query_map([], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (op, table, first, last, digest) in ranges {
        let known = TRACKED.contains(&table.as_str());
        if !known || !bulk::agrees(conn, (&table, first, last), op, &digest)? {
            report.found(
                "rows",
                format!(
                    "Rows of {table} that came in with H{op} were changed outside the program."
                ),
            );
        }
    }
    Ok(())
}

/// Columns that hold days, by table.
const DAYS: &[(&str, &[&str])] = &[
    (
        "referral",
        &["submitted_on", "qualified_on", "won_on", "closed_on"],
    ),
    ("revenue_line", &["day"]),
    ("adjustment", &["day"]),
    ("commission", &["day", "payable_on"]),
    ("commission_block", &["on_day"]),
    ("commission_void", &["on_day"]),
    ("payout_run", &["as_of"]),
    (
        "payout",
        &[
            "as_of",
            "approved_on",
            "exported_on",
            "paid_on",
            "reversed_on",
        ],
    ),
    ("reward", &["promised_on", "approved_on", "given_on"]),
    ("enrolment", &["from_day", "to_day"]),
    ("agreement", &["starts", "ends"]),
    ("terms", &["from_day"]),
];

fn days_are_real(conn: &Connection, report: &mut Report) -> Result<()> {
    for (table, columns) in DAYS {
        for column in *columns {
            // `date(x)` alone takes 31 February; adding nothing to it does not.
            report.expect_none(
                conn,
                "days",
                &format!(
                    "SELECT 'The {column} of {table} ' || id || ' is no day: ' || {column} || '.' FROM {table}
                     WHERE {column} IS NOT NULL AND {column} IS NOT date({column}, '+0 days')"
                ),
            )?;
        }
    }
    Ok(())
}

fn payouts_are_whole(conn: &Connection, report: &mut Report) -> Result<()> {
    report.expect_none(
        conn,
        "payouts",
        "SELECT 'Payout P' || p.id || ' is not the sum of its lines.' FROM payout p
         WHERE p.minor IS NOT (SELECT sum(c.minor) FROM payout_line l JOIN commission c ON c.id = l.commission_id WHERE l.payout_id = p.id)",
    )?;
    report.expect_none(
        conn,
        "payouts",
        "SELECT 'Payout P' || p.id || ' holds commission line L' || c.id || ' of another partner or currency.' FROM payout p
         JOIN payout_line l ON l.payout_id = p.id JOIN commission c ON c.id = l.commission_id
         WHERE c.partner_id <> p.partner_id OR c.currency <> p.currency",
    )?;
    report.expect_none(
        conn,
        "payouts",
        "SELECT 'Commission line L' || l.commission_id || ' is in ' || count(*) || ' payouts at once.' FROM payout_line l
         JOIN payout p ON p.id = l.payout_id AND p.state NOT IN ('failed', 'cancelled', 'reversed')
         GROUP BY l.commission_id HAVING count(*) > 1",
    )
}

/// What a person held back, voided or gave fits the ledger.
fn by_hand(conn: &Connection, report: &mut Report) -> Result<()> {
    report.expect_none(
        conn,
        "blocks",
        "SELECT 'Commission line L' || b.commission_id || ' is held back and in payout P' || p.id || ' at once.' FROM commission_block b
         JOIN payout_line l ON l.commission_id = b.commission_id
         JOIN payout p ON p.id = l.payout_id AND p.state NOT IN ('failed', 'cancelled', 'reversed')",
    )?;
    report.expect_none(
        conn,
        "voids",
        "SELECT 'What was voided of ' || n.name || ' on ' || v.on_day || ' is nothing the book knows.' FROM commission_void v
         LEFT JOIN partner n ON n.id = v.partner_id
         WHERE NOT EXISTS (SELECT 1 FROM commission c WHERE c.source = v.source AND c.source_id = v.source_id)
           AND NOT EXISTS (SELECT 1 FROM revenue_line r WHERE v.source = 'line' AND r.id = v.source_id)
           AND NOT EXISTS (SELECT 1 FROM referral r WHERE v.source = 'event' AND r.id = v.source_id)
           AND NOT EXISTS (SELECT 1 FROM adjustment a WHERE v.source = 'hand' AND a.id = v.source_id)",
    )?;
    report.expect_none(
        conn,
        "rewards",
        "SELECT 'Reward W' || w.id || ' is paid to another partner than it is for.' FROM reward w
         JOIN adjustment a ON a.id = w.adjustment_id WHERE a.partner_id <> w.partner_id",
    )
}

fn kept_totals(conn: &Connection, report: &mut Report) -> Result<()> {
    for (table, facts) in totals::KEPT {
        let facts = facts.replace("{who}", "IS NOT NULL");
        let wrong: i64 = conn.query_row(
            &format!("SELECT (SELECT count(*) FROM (SELECT * FROM {table} EXCEPT {facts})) + (SELECT count(*) FROM ({facts} EXCEPT SELECT * FROM {table}))"),
            params![],
            |r| r.get(0),
        )?;
        if wrong > 0 {
            report.found(
                "totals",
                format!("{wrong} kept totals ({table}) are not what they sum."),
            );
        }
    }
    Ok(())
}
