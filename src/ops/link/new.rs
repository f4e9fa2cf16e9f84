//! `link new`.

use clap::Args;

use super::settle;
use crate::{
    domain::coded_link::{Utm, check_code, whole},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{NewLink, View},
};

/// Make a coded link for a partner; clicks and sign-ups with its code are theirs
#[derive(Debug, Args)]
pub struct LinkNew {
    /// Whose it is
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The page it leads to; the book's setting links.url if not given
    #[arg(long, value_name = "ADDRESS")]
    url: Option<String>,
    /// Its code; made from the partner's short name if not given
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Campaign it is for (utm_campaign)
    #[arg(long, value_name = "TEXT")]
    campaign: Option<String>,
    /// Where it stands (utm_source); the partner's short name where any of these is given
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// What kind of place that is (utm_medium); partner where any of these is given
    #[arg(long, value_name = "TEXT")]
    medium: Option<String>,
    /// Which of several links in one place (utm_content)
    #[arg(long, value_name = "TEXT")]
    content: Option<String>,
    /// Keyword (utm_term)
    #[arg(long, value_name = "TEXT")]
    term: Option<String>,
    /// Internal note; partners never see it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl Operation for LinkNew {
    const SPEC: Spec = Spec {
        path: "link new",
        kind: Kind::Write,
        aliases: &["add"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        let name = &partner.known.name;
        if !partner.known.state.may_refer() {
            return Err(
                Error::refused(format!("{name} is {}.", partner.known.state))
                    .means("Nothing was changed."),
            );
        }
        let base = match (&self.url, view.setting("links.url")?) {
            (Some(said), _) => said.clone(),
            (None, Some(set)) => set,
            (None, None) => {
                return Err(Error::refused("It is not known which page the link leads to.")
                    .means("Nothing was changed.")
                    .hint("Say it once for all links, with `partnerbook config set links.url https://…`, or here with --url."));
            }
        };
        let code = match &self.code {
            Some(said) => check_code(said)?,
            None => free_code(&partner.slug, view)?,
        };
        let link = NewLink {
            partner: partner.id,
            url: whole(&base, &code, &self.utm(&partner.slug)?)?,
            campaign: args::line("--campaign", self.campaign.as_deref())?,
            code,
            made_on: cx.today,
            ended_on: None,
            note: args::note("--note", self.note.as_deref())?,
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            let (_, waited) = tx.add_link(&link)?;
            let settled = settle::settle(tx)?;
            Ok((
                format!("Made link {} for {name}", link.code),
                (waited, settled),
            ))
        })?;
        let (waited, settled) = &done.value;
        let mut next = link.url.clone();
        if *waited > 0 {
            let clicks = args::counted(*waited as u64, "click", "clicks");
            next = format!("{next}\n{clicks} in the book had its code already.");
        }
        if let Some(said) = settled.said() {
            next = format!("{next}\n{said}");
        }
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

impl LinkNew {
    /// The UTM parameters. A campaign without a source is lost in most statistics, so the partner is the source.
    fn utm(&self, slug: &str) -> Result<Utm> {
        let mut utm = Utm {
            source: args::line("--source", self.source.as_deref())?,
            medium: args::line("--medium", self.medium.as_deref())?,
            campaign: args::line("--campaign", self.campaign.as_deref())?,
            term: args::line("--term", self.term.as_deref())?,
            content: args::line("--content", self.content.as_deref())?,
        };
        if utm != Utm::default() {
            utm.source.get_or_insert_with(|| slug.to_owned());
            utm.medium.get_or_insert_with(|| "partner".to_owned());
        }
        Ok(utm)
    }
}

/// The partner's short name, or the first of `northwind-2`, `northwind-3` … that no link has.
fn free_code(slug: &str, view: View<'_>) -> Result<String> {
    let taken: Vec<String> = view
        .links()?
        .into_iter()
        .map(|l| l.code.to_lowercase())
        .collect();
    let slug = slug.get(..50).unwrap_or(slug).trim_end_matches('-');
    let mut code = slug.to_owned();
    let mut n = 2_usize;
    while taken.contains(&code) {
        code = format!("{slug}-{n}");
        n += 1;
    }
    Ok(code)
}
