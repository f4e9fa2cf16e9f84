//! Our side of a comparison: the accounts of the book with what may be told of them, or those of a plain list; must not
//! compare anything.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
};

use clap::{Args, ValueEnum};

use crate::{
    domain::{
        day::Day,
        sharing::{self, Detail, Sharing},
    },
    error::{Error, Result},
    import::{Record, Row},
    ops::{
        Cx,
        import::{fields, opened::Opened, reading::Reading},
    },
    private::{Account, Label, LabelField, Level, Scope, account_keys},
    store::{OurAccount, View},
};

fields! {
    Name = "name" maybe name ["company", "company_name", "account", "account_name", "customer"];
    Site = "site" maybe site ["domain", "website", "url", "web", "company_domain"];
    Email = "email" maybe email ["e-mail", "mail", "contact_email"];
    Country = "country" maybe word ["country_code"];
    Rep = "rep" maybe name ["owner", "account_owner", "account_manager", "account_executive", "sales_rep"];
    Stage = "stage" maybe word ["status", "deal_stage"];
    Since = "since" maybe day ["customer_since", "created", "start_date"];
    Value = "value" maybe amount ["amount", "arr", "mrr", "deal_value"];
    Currency = "currency" maybe currency [];
}

/// Rows between two looks at whether to stop.
const ROWS_A_LOOK: usize = 1_000;

/// What the accounts of a list are to the one who has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Accounts {
    Customers,
    Opportunities,
    Prospects,
}

impl Accounts {
    pub(super) fn scope(self) -> Scope {
        match self {
            Self::Customers => Scope::Customer,
            Self::Opportunities => Scope::Open,
            Self::Prospects => Scope::Prospect,
        }
    }
}

/// Which accounts of ours are compared.
#[derive(Debug, Clone, Args)]
pub(super) struct Mine {
    /// Compare the accounts of this file (CSV, XLSX, ODS or JSON) instead of those of the book
    #[arg(long, value_name = "FILE")]
    pub(super) list: Option<PathBuf>,
    /// What the accounts of that file are to you
    #[arg(long = "as", value_enum, requires = "list")]
    pub(super) accounts: Option<Accounts>,
    /// Which column of that file is which field
    #[arg(long, value_name = "FIELD=COLUMN", requires = "list")]
    pub(super) map: Vec<String>,
}

/// Accounts of ours, and what they come from.
pub(super) struct Ours {
    /// The accounts, each with its keys.
    pub(super) accounts: Vec<Account>,
    /// Where they come from, in words.
    pub(super) from: String,
    /// Accounts that nothing tells, and that match nothing.
    pub(super) untold: usize,
    /// Accounts that a website tells.
    pub(super) with_site: usize,
}

impl Ours {
    fn add(&mut self, account: Account) {
        if account.keys.is_empty() {
            self.untold += 1;
            return;
        }
        let site = account.keys.iter().any(|key| key.starts_with("d:"));
        self.with_site += usize::from(site);
        self.accounts.push(account);
    }

    /// The account that stands for a key: the first of the strongest population, as it is the one that is asked about.
    pub(super) fn of_keys<'a>(&'a self) -> impl Fn(&str) -> Option<&'a str> {
        let mut order: Vec<&Account> = self.accounts.iter().collect();
        order.sort_by_key(|account| account.scope);
        let mut of = HashMap::new();
        for account in order {
            for key in &account.keys {
                of.entry(key.as_str()).or_insert(account.id.as_str());
            }
        }
        move |key| of.get(key).copied()
    }

    /// In a count nobody sees which keys belong to one account: each is compared by its first key alone, so that none
    /// is counted twice.
    pub(super) fn by_one_key(&mut self) {
        for account in &mut self.accounts {
            account.keys.truncate(1);
        }
    }

    /// What makes private comparison miss accounts, in a sentence; nothing where most have a website.
    pub(super) fn advice(&self) -> Option<String> {
        let all = self.accounts.len() + self.untold;
        (all > 0 && self.with_site * 10 < all * 9).then(|| {
            format!(
                "{} of your {all} accounts have a website; the others are found only where both sides write name and country alike.",
                self.with_site
            )
        })
    }
}

/// Reads them. `partner` decides what may be told of accounts of the book.
pub(super) fn read(mine: &Mine, partner: Option<i64>, cx: &mut Cx<'_>) -> Result<Ours> {
    if let Some(file) = &mine.list {
        let reading = Reading {
            file: file.clone(),
            map: mine.map.clone(),
            ..Reading::default()
        };
        return of_file(
            &reading,
            mine.accounts.map_or(Scope::Any, Accounts::scope),
            cx,
        );
    }
    if cx.store.view().file().is_none() && partner.is_none() {
        return Err(Error::usage("Your accounts are needed to compare them.")
            .hint("Name a file of them: --list FILE."));
    }
    of_book(cx.store.view(), partner)
}

fn of_book(view: View<'_>, partner: Option<i64>) -> Result<Ours> {
    let mut ours = Ours {
        accounts: Vec::new(),
        from: "your book".to_owned(),
        untold: 0,
        with_site: 0,
    };
    let rules = view.sharing_rules()?;
    let mut accounts = Vec::new();
    for row in view.comparable_accounts()? {
        let list = row.list.clone().unwrap_or_else(|| row.kind.clone());
        accounts.push((list, of_row(row)));
    }
    // An account of several lists is shared as the least of them is: what is hidden once is hidden.
    let mut lists: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (list, account) in &accounts {
        for key in &account.keys {
            lists.entry(key).or_default().insert(list);
        }
    }
    let levels: Vec<Level> = accounts
        .iter()
        .map(|(list, account)| {
            let of_keys = account
                .keys
                .iter()
                .filter_map(|key| lists.get(key.as_str()));
            let all: BTreeSet<&str> = of_keys.flatten().copied().chain([list.as_str()]).collect();
            // Nobody is told anything where it is not said whom.
            partner.map_or(Level::Counts, |partner| {
                level_of(&sharing::of_account(&rules, partner, all))
            })
        })
        .collect();
    for ((_, mut account), level) in accounts.into_iter().zip(levels) {
        account.level = Some(level);
        ours.add(account);
    }
    Ok(ours)
}

/// What the book says may be shared, as a comparison understands it.
fn level_of(sharing: &Sharing) -> Level {
    if !sharing.counts() {
        return Level::Hidden;
    }
    let Some(details) = sharing.tells(true) else {
        return Level::Counts;
    };
    let told = details.iter().map(|detail| match detail {
        Detail::Owner => LabelField::Rep,
        Detail::Stage => LabelField::Stage,
        Detail::Value => LabelField::Value,
        Detail::Since => LabelField::Since,
    });
    // Which list an account is on is what is shared; name and site both sides have.
    let always = [LabelField::Name, LabelField::Site, LabelField::Population];
    Level::Matches(always.into_iter().chain(told).collect())
}

fn of_row(row: OurAccount) -> Account {
    let scope = match row.kind.as_str() {
        "customers" => Scope::Customer,
        "opportunities" => Scope::Open,
        "prospects" => Scope::Prospect,
        _ => Scope::Any,
    };
    let mut label = Label::default();
    let value = row
        .value
        .map(|v| format!("{} {}", v.plain(), v.currency.code()));
    let since = row.since.as_ref().map(Day::to_string);
    for (field, text) in [
        (LabelField::Name, Some(row.name.as_str())),
        (LabelField::Site, row.site.as_deref()),
        (LabelField::Population, Some(scope.word())),
        (LabelField::Rep, row.owner.as_deref()),
        (LabelField::Stage, row.stage.as_deref()),
        (LabelField::Since, since.as_deref()),
        (LabelField::Value, value.as_deref()),
    ] {
        label.say(field, text.unwrap_or_default());
    }
    Account {
        keys: account_keys(&row.name, row.site.as_deref(), None, row.country.as_deref()),
        id: row.id,
        scope,
        level: None,
        label,
    }
}

fn of_file(reading: &Reading, scope: Scope, cx: &mut Cx<'_>) -> Result<Ours> {
    let mut opened = Opened::open(FIELDS, reading, cx)?.settled()?;
    let mut ours = Ours {
        accounts: Vec::new(),
        from: opened.source.name.clone(),
        untold: 0,
        with_site: 0,
    };
    let (amounts, written) = (opened.amounts, opened.written.clone());
    let (mapping, mut records) = opened.rows()?;
    if [At::Name, At::Site, At::Email]
        .iter()
        .all(|f| !mapping.says((*f).into()))
    {
        return Err(
            Error::refused("No column of the file says which account it is.")
                .means("Nothing was compared.")
                .hint("Say it with --map name=COLUMN,site=COLUMN."),
        );
    }
    let mut record = Record::default();
    let mut rows = 0_usize;
    while records.next(&mut record)? {
        let row = Row {
            record: &record,
            mapping,
            written: &written,
            amounts,
            keeps: None,
        };
        let taken = of_line(&row, record.line, scope).map_err(|why| {
            Error::refused(format!(
                "Line {} of {} cannot be read: {} {}.",
                record.line, ours.from, why.column, why.reason
            ))
            .means("Nothing was compared.")
            .hint("Mend the line and give the file again.")
        })?;
        ours.add(taken);
        rows += 1;
        if rows.is_multiple_of(ROWS_A_LOOK) && cx.progress.stop() {
            return Err(Error::stopped());
        }
    }
    Ok(ours)
}

/// Of what an account of a plain list is known by: its name there. `None` for an account of the book.
pub(super) fn listed(id: &str) -> Option<&str> {
    let (line, name) = id.strip_prefix('L')?.split_once(':')?;
    (!line.is_empty()).then_some(name)
}

fn of_line(row: &Row<'_>, line: u64, scope: Scope) -> Result<Account, crate::import::Refused> {
    let (site, email) = (row.text(At::Site)?, row.text(At::Email)?);
    let (name, country) = (row.text(At::Name)?, row.text(At::Country)?);
    let keys = account_keys(
        name.as_deref().unwrap_or_default(),
        site.as_deref(),
        email.as_deref(),
        country.as_deref(),
    );
    let value = row.amount(At::Value, row.currency(At::Currency)?)?;
    let value = value.map(|v| format!("{} {}", v.plain(), v.currency.code()));
    let since = row.day(At::Since)?.map(|day| day.to_string());
    let mut label = Label::default();
    for (field, text) in [
        (LabelField::Name, name.clone()),
        (LabelField::Site, site.clone()),
        (LabelField::Population, Some(scope.word().to_owned())),
        (LabelField::Rep, row.text(At::Rep)?),
        (LabelField::Stage, row.text(At::Stage)?),
        (LabelField::Since, since),
        (LabelField::Value, value),
    ] {
        label.say(field, text.as_deref().unwrap_or_default());
    }
    let name = name.or(site).or(email).unwrap_or_default();
    Ok(Account {
        id: format!("L{line}:{name}"),
        scope,
        keys,
        level: None,
        label,
    })
}
