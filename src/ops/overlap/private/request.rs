//! `overlap request`: the first file of a private comparison, for one partner.

use std::path::PathBuf;

use chrono::Days;
use clap::Args;

use crate::{
    domain::day::{parse_typed, shown},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args::counted},
    private::{self, Kind as Step, Level, Mode, RULES, Scope, Terms},
    store::{ExchangeSide, NewExchange},
};

use super::{
    Told, Watching, chance, fields, ours, own_key, own_name, refused,
    secrets::{Secrets, Step as Kept},
    target, words, written,
};

/// An answer is awaited for so many days.
const DAYS: u64 = 30;

/// Ask a partner which accounts you both have, without showing your list: writes a file to send
#[derive(Debug, Args)]
pub struct OverlapRequest {
    /// Whom to ask
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Ask only how many accounts you both have
    #[arg(long, conflicts_with_all = ["ask", "offer"])]
    count: bool,
    /// What to ask about the accounts you both have
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "FIELDS",
        default_value = "population,rep,stage"
    )]
    ask: Vec<Told>,
    /// What to tell them about the same accounts in return, in a third file; nothing tells only which they are
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELDS")]
    offer: Vec<Told>,
    #[command(flatten)]
    mine: ours::Mine,
    /// What it is for, in a few words the partner reads
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// How the partner knows you; the book's name if not given
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The last day you take an answer; in 30 days if not given
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// The file to write; PARTNER.1.request if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Operation for OverlapRequest {
    const SPEC: Spec = Spec {
        path: "overlap request",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        let known = view.partner(partner)?;
        let (name, slug) = (known.known.name, known.slug);
        let out = target(self.out.as_ref(), None, &slug, Step::Request)?;
        let expires = match &self.until {
            Some(day) => parse_typed(day, cx.today)?,
            None => cx.today + Days::new(DAYS),
        };
        let (asks, offers) = (fields(&self.ask), fields(&self.offer));
        let terms = Terms {
            from: own_name(self.from.as_ref(), cx)?,
            purpose: self.purpose.clone().unwrap_or_default(),
            mode: if self.count {
                Mode::Count
            } else {
                Mode::Matches {
                    asks,
                    offers: (!self.offer.is_empty()).then_some(offers),
                }
            },
            rules: RULES,
            created: cx.today,
            expires,
        };
        let mut ours = ours::read(&self.mine, Some(partner), cx)?;
        if self.count {
            ours.by_one_key();
        }
        let keys: Vec<(Scope, String)> = ours
            .accounts
            .iter()
            // A hidden list is as if it were not there: not even its size goes into the file.
            .filter(|account| account.level != Some(Level::Hidden))
            .flat_map(|account| account.keys.iter().map(|key| (account.scope, key.clone())))
            .collect();
        let secrets = Secrets::of(cx.store.view(), cx.today)?;
        let (identity, renewed) = own_key(&secrets, cx)?;
        let watch = Watching(cx.progress);
        let (bytes, mut asking) =
            private::ask(&identity, &terms, &keys, chance()?, &watch).map_err(refused)?;
        asking.belong(ours.of_keys());
        let scopes: std::collections::BTreeSet<Scope> = keys.iter().map(|(s, _)| *s).collect();
        let asked = u32::try_from(asking.asked()).unwrap_or(u32::MAX);
        let exchange = NewExchange {
            partner,
            session: private::hex(&asking.session()),
            side: ExchangeSide::Asked,
            purpose: self.purpose.clone(),
            counts_only: self.count,
            populations: scopes.iter().map(|s| s.plural().to_owned()).collect(),
            fields: if self.count { Vec::new() } else { words(asks) },
            asked: asked.next_multiple_of(private::PAD),
            listed: None,
            expires_on: expires,
        };
        let session = asking.session();
        secrets.keep(&session, Kept::Asked, expires, &asking.to_bytes())?;
        let ask = cx.ask();
        let done = written(&out, &bytes, || {
            cx.store.write(&ask, |tx| {
                tx.add_exchange(&exchange)?;
                Ok((format!("Wrote a private comparison for {name}"), ()))
            })
        });
        let done = match done {
            Ok(done) => done,
            Err(e) => {
                secrets.erase(&session, Kept::Asked)?;
                return Err(e);
            }
        };
        let told = scopes.iter().map(|s| s.plural()).collect::<Vec<_>>();
        let mut said = format!(
            "Wrote {} for {name}: {} of {}, which nobody can read from it.\nThey learn that you ask about up to {} accounts ({}){}.\nSend it to them; they answer it with `partnerbook overlap answer FILE`, and you open their answer with `partnerbook overlap open FILE` until {}.\nYour key's words are “{}”.",
            out.display(),
            counted(ours.accounts.len() as u64, "account", "accounts"),
            ours.from,
            exchange.asked,
            told.join(", "),
            if terms.from.is_empty() {
                String::new()
            } else {
                format!(", and the name “{}”", terms.from)
            },
            shown(expires),
            identity.public().words()
        );
        for line in renewed.into_iter().chain(ours.advice()) {
            said.push('\n');
            said.push_str(&line);
        }
        Ok(Outcome {
            said,
            files: vec![out],
            op: done.op,
            ..Outcome::default()
        })
    }
}
