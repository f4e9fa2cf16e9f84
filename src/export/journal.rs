//! The ledger as an hledger journal, so that a program of somebody else's can audit it; it reads no file and asks nobody.
//!
//! What a partner earns is an expense and a liability, a payout takes the liability off. Balances are asserted at the end
//! of each month, currencies apart, so that `hledger check -s ordereddates` proves every sum on the way.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    io::Write,
};

use crate::{
    domain::{
        currency::Currency,
        day::{Day, shown},
        id::Noun,
        ledger::LedgerError,
        money::Money,
        month::Month,
        roll::Kind,
    },
    error::Result,
    store::{Movement, View},
    text::clean,
};

/// Where money goes out: one account, whatever the method.
const PAYOUTS: &str = "assets:payouts";

/// Writes everything dated `to` or before; returns how many transactions there are, assertions aside. The same book and
/// day give the same bytes.
pub fn write(view: View<'_>, to: Day, out: &mut dyn Write) -> Result<u64> {
    let mut journal = Journal {
        to,
        month: None,
        names: names(view.movers(to)?),
        balances: HashMap::new(),
        moved: BTreeSet::new(),
        out,
    };
    journal.declare(&view.moved_currencies(to)?)?;
    let mut count = 0;
    view.movements(to, |movement| {
        count += 1;
        journal.take(&movement)
    })?;
    journal.assert()?;
    Ok(count)
}

/// An account: its kind, and whose it is where it is a partner's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Account {
    Expense(i64),
    Liability(i64),
    Payouts,
}

struct Journal<'a> {
    to: Day,
    month: Option<Month>,
    /// The last part of each partner's accounts.
    names: HashMap<i64, String>,
    /// Minor units, expenses positive and liabilities negative, as the journal has them.
    balances: HashMap<(Account, Currency), i64>,
    /// What the month has moved.
    moved: BTreeSet<(Account, Currency)>,
    out: &'a mut dyn Write,
}

impl Journal<'_> {
    fn declare(&mut self, currencies: &[Currency]) -> Result<()> {
        writeln!(
            self.out,
            "; Commission earned and paid to {}, written by partnerbook.",
            shown(self.to)
        )?;
        writeln!(
            self.out,
            "; Audit it: hledger -f FILE check -s ordereddates"
        )?;
        writeln!(self.out, "\ndecimal-mark .\n")?;
        for currency in currencies {
            let sample = Money::new(1000 * currency.minor_per_unit(), *currency).plain();
            // hledger wants a decimal mark here, also where there are no decimals.
            let dot = if sample.contains('.') { "" } else { "." };
            writeln!(self.out, "commodity {sample}{dot} {currency}")?;
        }
        writeln!(self.out)?;
        let mut names: Vec<&String> = self.names.values().collect();
        names.sort();
        for name in names {
            writeln!(self.out, "account expenses:commission:{name}")?;
            writeln!(self.out, "account liabilities:partners:{name}")?;
        }
        writeln!(self.out, "account {PAYOUTS}")?;
        Ok(())
    }

    fn take(&mut self, movement: &Movement) -> Result<()> {
        let month = Month::of(movement.day);
        if self.month != Some(month) {
            self.assert()?;
            self.month = Some(month);
        }
        writeln!(self.out, "\n{}", head(movement))?;
        let other = match movement.kind {
            Kind::Paid | Kind::Returned => Account::Payouts,
            _ => Account::Expense(movement.partner),
        };
        self.post(other, movement.money)?;
        self.post(
            Account::Liability(movement.partner),
            movement.money.negated()?,
        )
    }

    fn post(&mut self, account: Account, money: Money) -> Result<()> {
        let key = (account, money.currency);
        let balance = self.balances.entry(key).or_default();
        *balance = balance
            .checked_add(money.minor)
            .ok_or_else(|| LedgerError::too_large("A sum of money"))?;
        self.moved.insert(key);
        let account = self.called(account);
        Ok(writeln!(
            self.out,
            "    {account:<48}  {} {}",
            money.plain(),
            money.currency
        )?)
    }

    /// The balances of all that the month moved, on its last day or the last day of the journal.
    fn assert(&mut self) -> Result<()> {
        let Some(month) = self.month else {
            return Ok(());
        };
        let day = month.last().min(self.to);
        writeln!(self.out, "\n{day} * Balances on {}", shown(day))?;
        for (account, currency) in std::mem::take(&mut self.moved) {
            let minor = self
                .balances
                .get(&(account, currency))
                .copied()
                .unwrap_or_default();
            writeln!(
                self.out,
                "    {:<48}  {} {currency} = {} {currency}",
                self.called(account),
                Money::zero(currency).plain(),
                Money::new(minor, currency).plain()
            )?;
        }
        Ok(())
    }

    fn called(&self, account: Account) -> String {
        let name = |id| self.names.get(&id).map_or("unknown", String::as_str);
        match account {
            Account::Expense(id) => format!("expenses:commission:{}", name(id)),
            Account::Liability(id) => format!("liabilities:partners:{}", name(id)),
            Account::Payouts => PAYOUTS.to_owned(),
        }
    }
}

/// `2026-03-01 * (L7) Northwind | commission, Contoso  ; posted:2026-03-02, customer:Contoso, revenue:V12`
fn head(m: &Movement) -> String {
    let id = match m.kind {
        Kind::Paid | Kind::Returned => Noun::Payout.id(m.id),
        _ => Noun::Commission.id(m.id),
    };
    let company = m.company.as_deref().map(plain);
    let mut text = format!(
        "{} * ({id}) {} | {}",
        m.day,
        plain(&m.partner_name),
        m.kind.word()
    );
    let mut tags = Vec::new();
    if let Some(day) = m.posted {
        tags.push(format!("posted:{day}"));
    }
    if let Some(company) = company {
        // Writing to a string cannot fail.
        let _ = write!(text, ", {company}");
        tags.push(format!("customer:{company}"));
    }
    if let Some(revenue) = m.revenue {
        tags.push(format!("revenue:{}", Noun::Revenue.id(revenue)));
    }
    if let Some(referral) = m.referral {
        tags.push(format!("referral:{}", Noun::Referral.id(referral)));
    }
    for (name, value) in [("why", &m.reason), ("reference", &m.reference)] {
        if let Some(value) = value {
            tags.push(format!("{name}:{}", plain(value)));
        }
    }
    if !tags.is_empty() {
        let _ = write!(text, "  ; {}", tags.join(", "));
    }
    text
}

/// Text that means nothing but itself in a description or a tag: no comment, no second tag, no date, no second line.
fn plain(text: &str) -> String {
    let told = clean(text).replace(
        |c: char| c.is_control() || matches!(c, ';' | '|' | ',' | ':' | '[' | ']' | '='),
        " ",
    );
    let words: Vec<&str> = told.split_whitespace().collect();
    if words.is_empty() {
        "-".to_owned()
    } else {
        words.join(" ")
    }
}

/// The last part of each partner's accounts: its short name, with its number where that alone would not do.
fn names(movers: Vec<(i64, String)>) -> HashMap<i64, String> {
    let mut taken = BTreeSet::new();
    movers
        .into_iter()
        .map(|(id, slug)| {
            let safe: String = slug
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                        c
                    } else {
                        '-'
                    }
                })
                .collect();
            let mut name = if safe == slug && !safe.is_empty() {
                safe
            } else {
                format!("{safe}.{id}")
            };
            while !taken.insert(name.clone()) {
                name.push('.');
            }
            (id, name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_inside_its_description() {
        assert_eq!(
            plain("Ac;me | Inc, [2026-01-01] date:2020-01-01\n= 5"),
            "Ac me Inc 2026-01-01 date 2020-01-01 5"
        );
        assert_eq!(plain(" ;;\n"), "-");
        assert!(!plain("a\u{2028}2026-01-01 x\u{1b}[2J").contains(['\u{2028}', '\u{1b}']));
    }
}
