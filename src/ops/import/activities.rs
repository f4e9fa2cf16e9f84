//! `import activities`: calls, meetings, trainings with partners or on referrals. One is known by its id in the file, or
//! else by all it says: a file that says the same twice means two.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    put,
    reading::Reading,
    report::edits,
    trial::AllMade,
    who::{Places, Sent},
};
use crate::{
    domain::{day::Day, id},
    error::{Kind::NotFound, Result},
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{NewActivity, Tx},
};

fields! {
    Id = "id" maybe id ["activity_id", "record_id", "external_id"];
    Partner = "partner" needed name ["partner_id", "partner_code", "partner_name", "company", "account"];
    PartnerEmail = "partner_email" maybe email ["contact_email"];
    Referral = "referral" maybe id ["referral_id", "deal_id", "opportunity_id"];
    Date = "date" needed day ["day", "on", "activity_date", "meeting_date", "call_date"];
    Text = "text" needed text ["note", "notes", "subject", "description", "summary", "comment"];
    Kind = "kind" maybe word ["type", "activity_type"];
    Minutes = "minutes" maybe count ["duration_minutes", "duration"];
}

/// Read calls, meetings and trainings from a file
#[derive(Debug, Clone, Args)]
pub struct ImportActivities {
    #[command(flatten)]
    reading: Reading,
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
}

impl Operation for ImportActivities {
    const SPEC: Spec = Spec {
        path: "import activities",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "activity",
            many: "activities",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let places = Places {
                name: At::Partner.into(),
                code: None,
                email: Some(At::PartnerEmail.into()),
            };
            Ok(Activities {
                sent: Sent::new(tx, mapping, &self.reading, places, self.add_partners)?,
                left: tx.view().activities()?,
                spoken: Spoken::default(),
            })
        })
    }
}

struct Activities {
    sent: Sent,
    /// What the book has and the file has not yet said again, without ids.
    left: HashMap<NewActivity, u64>,
    spoken: Spoken,
}

impl Intake for Activities {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let external = row.text(At::Id)?;
        let said = self.said(tx, row)?;
        let known = match &external {
            Some(external) => tx.view().activity_of(external)?,
            None => None,
        };
        if let Some((id, before)) = known {
            let mut to = before.clone();
            (to.partner, to.referral, to.on, to.text) =
                (said.partner, said.referral, said.on, said.text);
            put(&mut to.kind, said.kind);
            put(&mut to.minutes, said.minutes);
            if !self.spoken.judge(id, before == to, row, At::Id.into())? {
                return Ok(Fate::Same);
            }
            tx.set_activity(id, &to)?;
            let name = external.unwrap_or_default();
            let changes = edits(shown(tx, &before)?, shown(tx, &to)?);
            return Ok(Fate::Changed(name, changes));
        }
        if external.is_none()
            && let Some(times) = self.left.get_mut(&said)
            && *times > 0
        {
            *times -= 1;
            return Ok(Fate::Same);
        }
        let new = NewActivity {
            external_id: external,
            ..said
        };
        let id = tx.record_activity(&new)?;
        self.spoken.note(id);
        if let Some(referral) = new.referral {
            tx.touch_referral(referral, new.on)?;
        }
        Ok(Fate::New)
    }

    fn forget(&mut self, mark: u64) {
        self.sent.who.forget(mark);
    }

    fn questions(&self) -> Vec<Choice> {
        self.sent.who.questions()
    }

    fn made(&self) -> AllMade {
        self.sent.who.all_made()
    }
}

impl Activities {
    /// What a row says, without its id.
    fn said(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<NewActivity, Stop> {
        let on = row
            .day(At::Date)?
            .ok_or_else(|| row.refuse(At::Date, "is empty, and it is needed"))?;
        let text = row
            .note(At::Text)?
            .ok_or_else(|| row.refuse(At::Text, "is empty, and it is needed"))?;
        let referral = row
            .text(At::Referral)?
            .map(|text| referral(tx, row, At::Referral, &text))
            .transpose()?;
        let (kind, minutes) = (row.text(At::Kind)?, row.count(At::Minutes)?);
        let partner = match (self.sent.of(tx, row)?, referral) {
            (Some(partner), _) => self.sent.settled(tx, row, partner)?,
            (None, Some(referral)) => tx.view().referral(referral)?.known.partner,
            (None, None) if row.raw(At::PartnerEmail).is_empty() => {
                return Err(row
                    .refuse(At::Partner, "is empty, and no referral is named either")
                    .into());
            }
            (None, None) => {
                let partner = self.sent.nobody(tx, row)?;
                self.sent.settled(tx, row, partner)?
            }
        };
        Ok(NewActivity {
            partner: Some(partner),
            referral,
            on,
            text,
            kind: kind.map(|kind| kind.to_lowercase()),
            minutes,
            external_id: None,
        })
    }
}

/// The referral a cell names: by its id in the other program, or by ours.
pub(super) fn referral<F: Into<usize> + Copy>(
    tx: &Tx<'_>,
    row: &Row<'_>,
    at: F,
    text: &str,
) -> Result<i64, Stop> {
    if let Some(lead) = tx.view().lead(text)? {
        return Ok(lead.id);
    }
    let none = || row.refuse(at, "is no referral in the book");
    let ours = id::Noun::Referral.parse(text).map_err(|_| none())?;
    match tx.view().referral(ours) {
        Ok(found) => Ok(found.id),
        Err(e) if e.kind == NotFound => Err(none().into()),
        Err(e) => Err(e.into()),
    }
}

fn shown(tx: &Tx<'_>, a: &NewActivity) -> Result<Vec<(&'static str, String)>> {
    let partner = a.partner.map(|p| tx.view().partner(p)).transpose()?;
    let day = |d: Day| d.to_string();
    Ok(vec![
        ("partner", partner.map_or(String::new(), |p| p.known.name)),
        (
            "referral",
            a.referral.map_or(String::new(), |r| format!("R{r}")),
        ),
        ("date", day(a.on)),
        ("kind", a.kind.clone().unwrap_or_default()),
        (
            "minutes",
            a.minutes.map_or(String::new(), |m| m.to_string()),
        ),
        ("text", a.text.clone()),
    ])
}
