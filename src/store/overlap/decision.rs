//! How people settled pairs: remembered by the accounts' keys, so that it holds for the next version of a list as well.

use rusqlite::{OptionalExtension, params};

use super::{
    Account, OURS,
    account::{MADE, account},
};
use crate::{
    domain::{day::Day, identity::match_key, overlap::Verdict},
    error::{Error, Result},
    store::{Tx, View, column::sure_day},
};

/// What a person said of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The partner whose lists it is about.
    pub partner: i64,
    /// What our account is known by: `acme|acme.com`.
    pub ours_key: String,
    /// What theirs is known by.
    pub theirs_key: String,
    /// What was said.
    pub verdict: Verdict,
    /// When.
    pub on: Day,
    /// Why.
    pub note: Option<String>,
}

impl View<'_> {
    /// What people said of a partner's pairs, newest first.
    pub fn decisions(&self, partner: i64) -> Result<Vec<Decision>> {
        let mut q = self.conn.prepare_cached(
            "SELECT partner_id, ours_key, theirs_key, verdict, decided_on, note FROM match_decision WHERE partner_id = ?1 ORDER BY id DESC",
        )?;
        let rows = q.query_map([partner], |r| {
            let word: String = r.get(3)?;
            Ok(Decision {
                partner: r.get(0)?,
                ours_key: r.get(1)?,
                theirs_key: r.get(2)?,
                verdict: Verdict::of_word(&word).unwrap_or(Verdict::Different),
                on: sure_day(r, 4)?,
                note: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The account of one side that decisions know by a key; none where no list has it any more. `partner` none: ours.
    pub fn decided_account(&self, partner: Option<i64>, key: &str) -> Result<Option<Account>> {
        Ok(self
            .conn
            .prepare_cached(&format!(
                "SELECT {MADE} FROM account a WHERE a.partner_id = ?1 AND a.decision_key = ?2 ORDER BY a.key LIMIT 1"
            ))?
            .query_row(params![partner.unwrap_or(OURS), key], account)
            .optional()?)
    }

    /// The account of one side that a person names: by its id (`C12`, `R7`, `A33` for a row of a list), its website, its
    /// name, or a part that only one name has. `partner` none: ours.
    pub fn find_account(&self, partner: Option<i64>, typed: &str) -> Result<i64> {
        let (side, typed) = (partner.unwrap_or(OURS), typed.trim());
        let mut found = Vec::new();
        if let Some(id) = self.by_number(side, typed)? {
            return Ok(id);
        }
        if let Some(domain) = match_key(typed) {
            found =
                self.accounts_where("a.partner_id = ?1 AND a.key = 'd:' || ?2", side, &domain)?;
        }
        for sql in [
            "a.partner_id = ?1 AND a.name = ?2 COLLATE NOCASE",
            "a.partner_id = ?1 AND instr(lower(a.name), lower(?2)) > 0",
        ] {
            if found.is_empty() {
                found = self.accounts_where(sql, side, typed)?;
            }
        }
        match found.as_slice() {
            [one] => Ok(one.id),
            [] => Err(Error::not_found(format!("No account is called “{typed}”."))
                .hint("Name it by its website or its whole name.")),
            many => {
                let names: Vec<String> = many.iter().take(5).map(shown).collect();
                Err(Error::refused(format!(
                    "“{typed}” could be {}{}.",
                    names.join(", "),
                    if many.len() > 5 { " and others" } else { "" }
                ))
                .hint("Name it by its website or its id."))
            }
        }
    }

    fn by_number(&self, side: i64, typed: &str) -> Result<Option<i64>> {
        let split = typed.get(..1).zip(typed.get(1..));
        let Some((letter, number)) = split.and_then(|(l, n)| Some((l, n.parse::<i64>().ok()?)))
        else {
            return Ok(None);
        };
        match letter {
            "C" | "c" if side == OURS => self.account_of_customer(number),
            "R" | "r" if side == OURS => self.account_of_referral(number),
            "A" | "a" => self.account_by(
                "SELECT a.id FROM population_account r JOIN account a ON a.partner_id = ?2 AND a.key = coalesce('d:' || r.domain, 'a' || r.id)
                 WHERE r.id = ?1",
                number,
                side,
            ),
            _ => Ok(None),
        }
    }

    /// The account a customer belongs to; none while there is no partner's list.
    pub fn account_of_customer(&self, customer: i64) -> Result<Option<i64>> {
        self.account_by(
            "SELECT a.id FROM customer c JOIN account a ON a.partner_id = ?2 AND a.key = coalesce('d:' || c.domain, 'c' || c.id) WHERE c.id = ?1",
            customer,
            OURS,
        )
    }

    /// The account an open referral belongs to, or the one that has a closed one's website.
    pub fn account_of_referral(&self, referral: i64) -> Result<Option<i64>> {
        self.account_by(
            "SELECT a.id FROM referral r JOIN account a ON a.partner_id = ?2 AND a.key = coalesce('d:' || r.domain, 'r' || r.id) WHERE r.id = ?1",
            referral,
            OURS,
        )
    }

    fn account_by(&self, sql: &str, number: i64, side: i64) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([number, side], |r| r.get(0))
            .optional()?)
    }

    pub(super) fn accounts_where(
        &self,
        which: &str,
        side: i64,
        text: &str,
    ) -> Result<Vec<Account>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT {} FROM account a WHERE {which} ORDER BY a.standing, a.name, a.key LIMIT 50",
            super::account::MADE
        ))?;
        let all = q
            .query_map(params![side, text], account)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(all)
    }
}

/// `Acme (acme.com)`.
fn shown(account: &Account) -> String {
    let number = |letter: char, id: Option<i64>| id.map(|id| format!("{letter}{id}"));
    let beside = account
        .domain
        .clone()
        .or_else(|| number('C', account.customer))
        .or_else(|| number('R', account.referral))
        .or_else(|| number('A', account.row));
    match beside {
        Some(beside) => format!("{} ({beside})", account.name),
        None => account.name.clone(),
    }
}

impl Tx<'_> {
    /// Remembers what two accounts are to each other: ours and one of a partner's, by their ids. Returns whether that is
    /// new.
    pub fn decide(
        &self,
        partner: i64,
        ours: i64,
        theirs: i64,
        verdict: Verdict,
        note: Option<&str>,
    ) -> Result<bool> {
        let (ours, theirs) = self.pair_keys(partner, ours, theirs)?;
        self.put_decision(&Decision {
            partner,
            ours_key: ours,
            theirs_key: theirs,
            verdict,
            on: self.today,
            note: note.map(ToOwned::to_owned),
        })
    }

    /// Takes back what was said of two accounts. Returns whether anything was.
    pub fn take_back_decision(&self, partner: i64, ours: i64, theirs: i64) -> Result<bool> {
        let (ours, theirs) = self.pair_keys(partner, ours, theirs)?;
        let gone = self
            .conn
            .prepare_cached("DELETE FROM match_decision WHERE partner_id = ?1 AND ours_key = ?2 AND theirs_key = ?3")?
            .execute(params![partner, ours, theirs])?;
        Ok(gone > 0)
    }

    fn pair_keys(&self, partner: i64, ours: i64, theirs: i64) -> Result<(String, String)> {
        let (our, their) = (
            self.view().overlap_account(ours)?,
            self.view().overlap_account(theirs)?,
        );
        if our.partner.is_some() || their.partner != Some(partner) {
            return Err(
                Error::refused("A pair is one account of yours and one of the partner's.")
                    .means("Nothing was changed."),
            );
        }
        Ok((our.decision_key, their.decision_key))
    }

    fn put_decision(&self, d: &Decision) -> Result<bool> {
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO match_decision (partner_id, ours_key, theirs_key, verdict, decided_on, note, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (partner_id, ours_key, theirs_key)
                 DO UPDATE SET verdict = excluded.verdict, decided_on = excluded.decided_on, note = excluded.note
                 WHERE verdict <> excluded.verdict OR note IS NOT excluded.note",
            )?
            .execute(params![
                d.partner, d.ours_key, d.theirs_key, d.verdict.word(), d.on.to_string(), d.note, self.op
            ])?;
        Ok(changed > 0)
    }
}
