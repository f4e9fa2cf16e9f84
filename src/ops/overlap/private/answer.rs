//! `overlap answer`: the second file of a private comparison; with a book, or with nothing but a list.

use std::{
    collections::{BTreeSet, HashSet},
    path::PathBuf,
};

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{
        self, Answer, Asker, Checks, Fields, Header, Identity, Kind as Step, Known, Level, Limits,
        Offer, RULES, Received, Row, Scope, Spent, consent, quoted,
    },
    store::{ExchangeSide, NewExchange},
};

use super::{
    Told, Watching, cell, chance, compare_words, fields, ours, own_key, own_name, pinned, quarter,
    read, refused,
    secrets::{Secrets, Step as Kept},
    shown, stem, target, words, written,
};

/// Answer a partner's request to compare accounts, after saying what each side would learn
#[derive(Debug, Args)]
pub struct OverlapAnswer {
    /// The request that came
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose request it is, at the first time; later it is known by its key
    #[arg(long, value_name = "PARTNER")]
    partner: Option<String>,
    #[command(flatten)]
    mine: ours::Mine,
    /// What you tell about the accounts you both have; of a book, what you share with the partner is the most
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELDS")]
    tell: Vec<Told>,
    /// Only where an account is this to them and that to you, such as opportunities:customers; several, all if not given
    #[arg(long, value_name = "THEIRS:OURS")]
    cell: Vec<String>,
    /// Answer about at most so many accounts; four times yours, up to 20000, if not given
    #[arg(long, value_name = "N")]
    at_most: Option<u32>,
    /// How many accounts a partner may ask about in a quarter
    #[arg(long, value_name = "N", default_value_t = private::BUDGET)]
    budget: u64,
    /// How they know you; the book's name if not given
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The file to write; beside the request if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What was found out before anything is told.
struct Prepared {
    received: Received,
    partner: Option<(i64, String, String)>,
    identity: Identity,
    secrets: Secrets,
    first: bool,
    tells: Fields,
    rows: Vec<Row>,
    accounts: usize,
    populations: Vec<String>,
    from: String,
    limits: Limits,
    /// How we call ourselves.
    own_name: String,
    /// The name of who signed it, where the key was met before; of a partner, as the book has it.
    known: Option<String>,
    compared: bool,
    advice: Vec<String>,
}

impl OverlapAnswer {
    fn prepare(&self, cx: &mut Cx<'_>) -> Result<Prepared> {
        let (bytes, header) = read(&self.file, Step::Request)?;
        let secrets = Secrets::of(cx.store.view(), cx.today)?;
        let (identity, renewed) = own_key(&secrets, cx)?;
        let partner = self.whose(&header, cx)?;
        let view = cx.store.view();
        let key = match &partner {
            Some((id, _, _)) => pinned(view, *id)?,
            None => None,
        };
        let received = Received::read(
            &bytes,
            &Checks {
                today: cx.today,
                rules: RULES,
                own: &identity.public(),
                pinned: key.as_ref(),
            },
        )
        .map_err(refused)?;
        let (mut known, mut compared, mut spent) = (None, false, None);
        if let Some((id, name, _)) = &partner {
            let session = private::hex(&header.session);
            if view.exchange(&session, ExchangeSide::Asked)?.is_some() {
                return Err(Error::refused(
                    "The request bears the name of a comparison you began yourself.",
                )
                .means("No honest program writes that. Nothing was told and nothing was changed.")
                .hint("Ask who made the file."));
            }
            if view.exchange(&session, ExchangeSide::Answered)?.is_some() {
                return Err(Error::refused("This request was answered already.")
                    .means("Nothing was told and nothing was changed.")
                    .hint("Send the answer you have, or ask for a new request."));
            }
            let peer = view.peer(*id)?;
            compared = peer.as_ref().is_some_and(|p| p.compared_on.is_some());
            known = peer.map(|_| name.clone());
            spent = Some(Spent {
                before: view.asked_since(*id, quarter(cx.today))?,
                budget: self.budget,
            });
        } else if view.file().is_none() {
            known = secrets.met(&header.sender)?;
        }
        let mut ours = ours::read(&self.mine, partner.as_ref().map(|(id, _, _)| *id), cx)?;
        if header.counts_only {
            ours.by_one_key();
        }
        let wanted = if self.tell.is_empty() {
            header.asks
        } else {
            fields(&self.tell).and(header.asks)
        };
        let rules = cell::rules(&self.cell, Level::Matches(wanted))?;
        let mut rows = private::rows(&ours.accounts, &rules, header.scopes, header.counts_only);
        for row in &mut rows {
            row.label = row.label.only(wanted);
        }
        // Only what some account has to say can be told; the file says no more than that.
        let tells = private::LabelField::ALL
            .into_iter()
            .filter(|f| wanted.has(*f) && rows.iter().any(|row| row.label.get(*f).is_some()))
            .collect();
        let told: HashSet<&str> = rows.iter().map(|row| row.account.as_str()).collect();
        let scopes: BTreeSet<Scope> = ours
            .accounts
            .iter()
            .filter(|account| told.contains(account.id.as_str()))
            .map(|account| account.scope)
            .collect();
        let accounts = told.len();
        let usual = Limits::usual(rows.len() / header.scopes.count().max(1) as usize);
        let limits = Limits {
            at_most: self.at_most.unwrap_or(usual.at_most),
            spent,
        };
        limits.allow_asked(&header).map_err(refused)?;
        if rows.is_empty() {
            let refusal: Error = private::Refusal::NothingShared.into();
            return Err(match &partner {
                Some((_, name, slug)) if self.mine.list.is_none() => refusal.hint(format!(
                    "What {name} may know is yours to say: `partnerbook overlap share {slug} customers overlapping`."
                )),
                _ => refusal,
            });
        }
        Ok(Prepared {
            advice: renewed
                .into_iter()
                .chain(self.advice(&header, &ours))
                .collect(),
            own_name: own_name(self.from.as_ref(), cx)?,
            first: match &partner {
                Some(_) => key.is_none(),
                None => known.is_none(),
            },
            received,
            partner,
            identity,
            secrets,
            tells,
            rows,
            accounts,
            populations: scopes.iter().map(|s| s.plural().to_owned()).collect(),
            from: ours.from,
            limits,
            known,
            compared,
        })
    }

    /// Whose request it is: as said, as its key is known, or nobody's where there is no book.
    fn whose(&self, header: &Header, cx: &Cx<'_>) -> Result<Option<(i64, String, String)>> {
        let view = cx.store.view();
        let by_key = view.partner_of_key(&header.sender.hex())?;
        let id = match (&self.partner, by_key) {
            (Some(said), by_key) => {
                let said = view.find_partner(said)?;
                if let Some(other) = by_key.filter(|id| *id != said) {
                    return Err(Error::refused(format!(
                        "The request is signed with the key of {}.",
                        view.partner(other)?.known.name
                    ))
                    .means("Nothing was told and nothing was changed.")
                    .hint("Leave --partner out, or ask who made the file."));
                }
                said
            }
            (None, Some(id)) => id,
            (None, None) if view.file().is_none() => return Ok(None),
            (None, None) => {
                return Err(Error::usage(
                    "Nobody in the book is known by the key of this request.",
                )
                .means("Nothing was told and nothing was changed.")
                .hint("Say whose it is: --partner PARTNER."));
            }
        };
        let known = view.partner(id)?;
        Ok(Some((id, known.known.name, known.slug)))
    }

    /// What would make the answer better.
    fn advice(&self, header: &Header, ours: &ours::Ours) -> Vec<String> {
        let unsaid = self.mine.list.is_some()
            && self.mine.accounts.is_none()
            && header.asks.has(private::LabelField::Population);
        let say = "They ask what your accounts are to you: say it with --as customers, opportunities or prospects.";
        let unsaid = unsaid.then(|| say.to_owned());
        unsaid.into_iter().chain(ours.advice()).collect()
    }
}

impl Prepared {
    fn consent(&self) -> Vec<String> {
        let offer = Offer {
            list: &self.from,
            accounts: self.accounts,
            rows: self.rows.len(),
            tells: self.tells,
            limits: self.limits,
            from: &self.own_name,
        };
        let known = match (&self.partner, self.known.as_deref()) {
            (Some(_), Some(name)) => Some(Known::Partner(name)),
            (Some((_, name, _)), None) => Some(Known::Said(name)),
            (None, known) => known.map(Known::Met),
        };
        let asker = Asker {
            known,
            compared: self.compared,
        };
        let mut lines = consent(&self.received.header, &asker, &offer);
        lines.extend_from_slice(&self.advice);
        lines
    }
}

impl Operation for OverlapAnswer {
    const SPEC: Spec = Spec {
        path: "overlap answer",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let made = self.prepare(cx)?;
        let lines = made.consent().join("\n");
        shown::note(&self.file, made.received.sha256());
        Ok(Some(format!("{lines}\nAnswer it?")))
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let out = target(
            self.out.as_ref(),
            Some(&self.file),
            &stem(&self.file),
            Step::Response,
        )?;
        let made = self.prepare(cx)?;
        shown::same(&self.file, &made.received.sha256())?;
        let terms = Answer {
            from: made.own_name.clone(),
            purpose: String::new(),
            created: cx.today,
            tells: made.tells,
        };
        let watch = Watching(cx.progress);
        let (bytes, answered) = private::answer(
            &made.identity,
            &made.received,
            &terms,
            &made.rows,
            chance()?,
            &watch,
        )
        .map_err(refused)?;
        let header = &made.received.header;
        let session = header.session;
        if answered.awaits_finish() {
            let kept = answered.to_bytes();
            made.secrets
                .keep(&session, Kept::Answered, header.expires, &kept)?;
        }
        let done = written(&out, &bytes, || record(&made, &answered, cx));
        let op = match done {
            Ok(op) => op,
            Err(e) => {
                made.secrets.erase(&session, Kept::Answered)?;
                return Err(e);
            }
        };
        let mut said = format!(
            "Wrote {}: the answer to {}, made of {} of {}. Send it to them.",
            out.display(),
            match &made.partner {
                Some((_, name, _)) => name.clone(),
                None if header.from.is_empty() => "the request".to_owned(),
                None => quoted(&header.from),
            },
            counted(made.accounts as u64, "account", "accounts"),
            made.from
        );
        if answered.awaits_finish() {
            said.push_str("\nWhen their third file comes, `partnerbook overlap close FILE` shows you the same accounts.");
        }
        if let (true, Some((_, name, slug))) = (made.first, &made.partner) {
            said.push('\n');
            said.push_str(&compare_words(name, slug, &header.sender));
        }
        said.push_str("\nYour own key's words are “");
        said.push_str(&made.identity.public().words());
        said.push_str("”.");
        Ok(Outcome {
            said,
            files: vec![out],
            op,
            ..Outcome::default()
        })
    }
}

/// Notes in the book that the request was answered; without a book, only whom it was.
fn record(made: &Prepared, answered: &private::Answered, cx: &mut Cx<'_>) -> Result<Option<i64>> {
    let header = &made.received.header;
    let Some((partner, name, _)) = &made.partner else {
        made.secrets.meet(&header.sender, &header.from)?;
        return Ok(None);
    };
    let exchange = NewExchange {
        partner: *partner,
        session: private::hex(&header.session),
        side: ExchangeSide::Answered,
        purpose: (!header.purpose.is_empty()).then(|| header.purpose.clone()),
        counts_only: header.counts_only,
        populations: made.populations.clone(),
        fields: words(made.tells),
        asked: header.points,
        listed: Some(answered.listed().next_multiple_of(private::PAD)),
        expires_on: header.expires,
    };
    let mut ask = cx.ask();
    ask.file = Some((made.called(), made.received.sha256()));
    let done = cx.store.write(&ask, |tx| {
        if made.first {
            tx.pin_peer(*partner, &header.sender.hex())?;
        }
        tx.add_exchange(&exchange)?;
        Ok((format!("Answered a private comparison of {name}"), ()))
    })?;
    Ok(done.op)
}

impl Prepared {
    /// What the log calls the request.
    fn called(&self) -> String {
        format!("request of {}", quoted(&self.received.header.from))
    }
}
