//! Which partner brought the customers of a file of payments, where the file says so: a customer nobody is known to have
//! brought gets a won referral of that partner, on the day of its first payment in the file. Who brought a customer the
//! book knows of stays as it is.

use std::collections::HashMap;

use super::{
    earning::Earning,
    enrolling::Enrolling,
    intake::Stop,
    payer::Payer,
    reading::Reading,
    trial::{AllMade, Made},
    who::{Meant, Places, Sent},
};
use crate::{
    domain::{day::Day, referral::StageKind},
    error::{Error, Result},
    import::{Mapping, Row},
    ops::Choice,
    store::{NewReferral, Same, Tx},
};

/// What the referrals are said to have come by.
const BY: &str = "list";

/// Partners by the customers they brought.
pub(super) struct Bringers {
    sent: Sent,
    at: Places,
    /// Whether the file says anything of partners.
    says: bool,
    enrolling: Enrolling,
    earning: Earning,
    by: HashMap<i64, Bringer>,
    /// The mark of the row that last said something new, and what was known before it.
    row: (u64, Vec<(i64, Option<Bringer>)>),
    /// The partners of referrals, each looked up once.
    partners: HashMap<i64, i64>,
    /// Rows that name another partner than the one who brought their customer, and the first line of them.
    others: (u64, u64),
    made: Vec<Made>,
}

/// Who brought a customer, as the file says.
#[derive(Debug, Clone, Copy)]
struct Bringer {
    partner: i64,
    /// The day of the first payment.
    on: Day,
    /// The line that said so first.
    line: u64,
}

impl Bringers {
    /// `add`: whether partners the book does not have are to be made; `program`: the one they go into.
    pub(super) fn new(
        tx: &Tx<'_>,
        mapping: &Mapping,
        reading: &Reading,
        at: Places,
        (add, program): (bool, Option<&str>),
    ) -> Result<Self> {
        let fields = [Some(at.name), at.code, at.email];
        Ok(Self {
            sent: Sent::new(tx, mapping, reading, at, add)?,
            at,
            says: fields.into_iter().flatten().any(|f| mapping.says(f)),
            enrolling: Enrolling::new(tx, program)?,
            earning: Earning::default(),
            by: HashMap::new(),
            row: (0, Vec::new()),
            partners: HashMap::new(),
            others: (0, 0),
            made: Vec::new(),
        })
    }

    /// Hears which partner a row names for whoever paid on this day. A row that names a referral names who brought it.
    pub(super) fn hear(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        on: Day,
        payer: Payer,
    ) -> Result<(), Stop> {
        let fields = [Some(self.at.name), self.at.code, self.at.email];
        let filled = |f: &usize| !row.raw(*f).is_empty();
        let Some(at) = fields.into_iter().flatten().find(filled) else {
            return Ok(());
        };
        if !self.says || payer.named {
            return Ok(());
        }
        let meant = match self.sent.of(tx, row)? {
            Some(meant) => meant,
            None => self.sent.nobody(tx, row)?,
        };
        if let Some(referral) = payer.referral {
            if meant != Meant::Known(self.partner_of(tx, referral)?) {
                let (rows, first) = self.others;
                let first = if rows == 0 { row.record.line } else { first };
                self.others = (rows + 1, first);
            }
            return Ok(());
        }
        let partner = self.sent.settled(tx, row, meant)?;
        let mut one = Bringer {
            partner,
            on,
            line: row.record.line,
        };
        let before = self.by.get(&payer.customer).copied();
        match before {
            Some(first) if first.partner != partner => {
                let line = first.line;
                return Err(row
                    .refuse(at, format!("is another partner than line {line} names for the same customer, and one brought it"))
                    .into());
            }
            Some(first) if first.on <= on => return Ok(()),
            Some(first) => one.line = first.line,
            None => expect_free(tx, row, at, payer.customer)?,
        }
        let mark = tx.mark()?;
        if self.row.0 != mark {
            self.row = (mark, Vec::new());
        }
        self.row.1.push((payer.customer, before));
        self.by.insert(payer.customer, one);
        Ok(())
    }

    fn partner_of(&mut self, tx: &Tx<'_>, referral: i64) -> Result<i64> {
        if let Some(partner) = self.partners.get(&referral) {
            return Ok(*partner);
        }
        let partner = tx.view().referral(referral)?.known.partner;
        self.partners.insert(referral, partner);
        Ok(partner)
    }

    /// Forgets what the row `mark` said: it was refused.
    pub(super) fn forget(&mut self, mark: u64) {
        self.sent.who.forget(mark);
        if self.row.0 != mark {
            return;
        }
        for (customer, was) in std::mem::take(&mut self.row.1).into_iter().rev() {
            match was {
                Some(was) => self.by.insert(customer, was),
                None => self.by.remove(&customer),
            };
        }
    }

    /// Makes the referrals, and links the customers to them: their lines that earned for nobody follow.
    pub(super) fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.enrolling.enrol(tx, self.sent.who.made_ids())?;
        let pipeline = tx.view().pipeline()?;
        let won = pipeline
            .closing(StageKind::Won)
            .ok_or_else(|| Error::failed("The pipeline has no won stage."))?;
        let mut all: Vec<(i64, Bringer)> = self.by.drain().collect();
        all.sort_unstable_by_key(|(customer, _)| *customer);
        let mut links = Vec::new();
        for (customer, Bringer { partner, on, .. }) in all {
            // A row that named a referral may have said it in the meantime.
            if tx.view().source_of(customer)?.is_some() {
                continue;
            }
            let paying = tx.view().customer(customer)?.known;
            let new = NewReferral {
                partner,
                company: paying.name,
                domain: paying.domain,
                stage: won.name.clone(),
                submitted_on: Some(on),
                qualified_on: Some(on),
                won_on: Some(on),
                came_by: Some(BY.to_owned()),
                ..NewReferral::default()
            };
            let referral = tx.add_referral(&new)?;
            self.earning.note(referral, &new);
            links.push((customer, referral));
            self.made.push(Made {
                noun: "won referral",
                name: new.company,
                rows: 1,
            });
        }
        // Terms are agreed first: the lines follow the link.
        tx.agree_all()?;
        for (customer, referral) in links {
            tx.link_customer(customer, referral)?;
        }
        self.earning.look(tx)
    }

    /// The records that were made: partners, and what they brought.
    pub(super) fn made(&self) -> AllMade {
        let brought = AllMade::of("won referral", self.made.len(), self.made.clone());
        self.sent.who.all_made().and(brought)
    }

    /// What only the person can say.
    pub(super) fn questions(&self) -> Vec<Choice> {
        let mut all = self.sent.who.questions();
        all.extend(self.enrolling.question());
        all
    }

    /// Whether one of the questions must be answered though no row waits for it.
    pub(super) fn must_ask(&self) -> bool {
        self.enrolling.question().is_some()
    }

    /// What a person should know of it.
    pub(super) fn said(&self) -> Option<String> {
        let others = match self.others {
            (0, _) => None,
            (1, line) => Some(format!(
                "1 row names another partner than the one who brought its customer (line {line}): who brought it stays."
            )),
            (n, line) => Some(format!(
                "{n} rows name another partner than the one who brought their customer (first on line {line}): who brought it stays."
            )),
        };
        let all = [others, self.enrolling.said(), self.earning.said()];
        let all: Vec<String> = all.into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
}

/// Refuses a customer whose company some partner has registered: that is a matter of their referral.
fn expect_free(tx: &Tx<'_>, row: &Row<'_>, at: usize, customer: i64) -> Result<(), Stop> {
    let paying = tx.view().customer(customer)?.known;
    let same = tx
        .view()
        .same_company(&paying.name, paying.domain.as_deref())?;
    let claim = same.into_iter().find_map(|same| match same {
        Same::Referral {
            id,
            partner_name,
            won,
            ..
        } => Some((id, partner_name, won)),
        Same::Customer { .. } => None,
    });
    match claim {
        None => Ok(()),
        Some((id, partner, won)) => {
            let (is, next) = if won {
                ("won", "link the customer to it (`customer link`)")
            } else {
                ("open", "win or close it first")
            };
            Err(row
                .refuse(
                    at,
                    format!("R{id} of {partner} for this company is {is}; {next}"),
                )
                .into())
        }
    }
}
