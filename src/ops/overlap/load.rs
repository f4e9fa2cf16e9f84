//! `overlap load`: a partner's list of accounts from a file, in place of the one that was there.

use std::collections::HashMap;

use clap::{Args, ValueEnum};

use super::guessed::guessed;
use crate::{
    domain::{day::shown, identity::match_key},
    error::Result,
    import::Row,
    ops::{
        Choice, Cx, Kind, Operation, Outcome, Selection, Spec,
        import::{
            fields,
            intake::{Fate, Intake, Noun, Stop, bring_in},
            opened::Opened,
            reading::Reading,
        },
    },
    store::{NewAccount, Tx},
};

fields! {
    Name = "name" maybe name ["company", "company_name", "account", "account_name", "customer"];
    Site = "site" maybe site ["domain", "website", "url", "web", "company_domain"];
    Email = "email" maybe email ["e-mail", "mail", "contact_email"];
    Rep = "rep" maybe name ["owner", "account_owner", "account_manager", "account_executive", "sales_rep"];
    Stage = "stage" maybe word ["status", "deal_stage"];
    Value = "value" maybe amount ["amount", "arr", "mrr", "deal_value"];
    Currency = "currency" maybe currency [];
}

/// What the accounts of a list are to the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Accounts {
    Customers,
    Opportunities,
    Prospects,
}

impl Accounts {
    fn word(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Opportunities => "opportunities",
            Self::Prospects => "prospects",
        }
    }
}

/// Load a partner's list of accounts from a table: CSV, XLSX, ODS or JSON
#[derive(Debug, Clone, Args)]
pub struct OverlapLoad {
    /// Whose list it is
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    reading: Reading,
    /// What the accounts are to the partner
    #[arg(long = "as", value_enum, default_value = "customers")]
    accounts: Accounts,
    /// Replace the list that is there without asking
    #[arg(long)]
    replace: bool,
}

impl Operation for OverlapLoad {
    const SPEC: Spec = Spec {
        path: "overlap load",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        let lists = view.populations(partner)?;
        let kind = self.accounts.word();
        let there = lists.iter().find(|l| l.kind == kind);
        let Some(there) = there.filter(|_| !self.replace && !self.reading.dry_run) else {
            return Ok(self.reading.confirm());
        };
        Ok(Some(format!(
            "{} has a list of {} {kind}, loaded on {} from {}. Replace it?",
            view.partner(partner)?.known.name,
            there.accounts,
            shown(there.loaded_on),
            there.file
        )))
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        match guessed(&self.partner, &self.reading, cx)? {
            (reading, open) if open.is_empty() => Opened::choices(FIELDS, &reading, cx),
            (_, open) => Ok(open),
        }
    }

    fn run(mut self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let partner = cx.store.view().find_partner(&self.partner)?;
        let (reading, open) = guessed(&self.partner, &self.reading, cx)?;
        if let Some(refusal) = Choice::unanswered(&open) {
            return Err(refusal);
        }
        self.reading = reading;
        let kind = self.accounts.word();
        let file = self
            .reading
            .file
            .file_name()
            .map_or_else(|| "-".to_owned(), |n| n.to_string_lossy().into_owned());
        let noun = Noun {
            one: "account",
            many: "accounts",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            if [At::Name, At::Site, At::Email]
                .iter()
                .all(|f| !mapping.says((*f).into()))
            {
                return Err(crate::error::Error::refused(
                    "No column of the file says which account it is.",
                )
                .means("Nothing was loaded.")
                .hint("Say it with --map name=COLUMN,site=COLUMN."));
            }
            let mut before = HashMap::new();
            let lists = tx.view().populations(partner)?;
            for list in lists.iter().filter(|l| l.kind == kind) {
                for (_, account) in tx.view().population_accounts(list.id)? {
                    *before.entry(account).or_insert(0) += 1;
                }
            }
            Ok(AccountList {
                partner,
                kind,
                file,
                before,
                rows: Vec::new(),
                fresh: false,
            })
        })
    }
}

/// The list as it comes in, beside the one that is there.
struct AccountList {
    partner: i64,
    kind: &'static str,
    file: String,
    before: HashMap<NewAccount, u32>,
    rows: Vec<NewAccount>,
    fresh: bool,
}

impl Intake for AccountList {
    fn take(&mut self, _: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let (site, email) = (row.text(At::Site)?, row.text(At::Email)?);
        let domain = site
            .as_deref()
            .and_then(match_key)
            .or_else(|| email.as_deref().and_then(match_key));
        let site = site.or(email);
        let name = row
            .text(At::Name)?
            .or_else(|| domain.clone())
            .or_else(|| site.clone());
        let account = NewAccount {
            name: name.ok_or_else(|| {
                row.refuse(
                    At::Name,
                    "is empty, and the row has no site or e-mail either",
                )
            })?,
            site,
            domain,
            rep: row.text(At::Rep)?,
            stage: row.text(At::Stage)?,
            value: row.amount(At::Value, row.currency(At::Currency)?)?,
        };
        let known = match self.before.get_mut(&account) {
            Some(n) if *n > 0 => {
                *n -= 1;
                true
            }
            _ => false,
        };
        self.rows.push(account);
        self.fresh |= !known;
        Ok(if known { Fate::Same } else { Fate::New })
    }

    fn forget(&mut self, _: u64) {
        // A row makes nothing beside its own record.
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        // The same list again changes nothing.
        if self.fresh || self.before.values().any(|n| *n > 0) {
            tx.load_population(self.partner, self.kind, &self.file, &self.rows)?;
        }
        Ok(())
    }
}
