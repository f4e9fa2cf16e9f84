//! A SEPA credit transfer: the message pain.001 that banks of the area take, in version 001.03 or 001.09. Euros only;
//! the characters are those every bank takes.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{
    Batch, Format, NAME_CHARS, Payer, Row, Shape, Taken, Wanted, Way, spread, taken,
    wording::{self, latin},
};
use crate::{
    domain::{
        currency::Currency,
        iban::{Bic, Iban},
        id::Noun,
        money::Money,
    },
    error::Result,
};

/// Most payments of one message.
const ROWS: usize = 10_000;
/// Most characters of what is said to the recipient.
const REMITTANCE_CHARS: usize = 140;
/// The largest payment, in cents: 999,999,999.99.
const MOST_MINOR: i64 = 99_999_999_999;

/// The version of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// pain.001.001.03, which every bank still takes.
    #[default]
    V3,
    /// pain.001.001.09, which takes its place.
    V9,
}

impl Version {
    fn namespace(self) -> &'static str {
        match self {
            Self::V3 => "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03",
            Self::V9 => "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        }
    }

    /// What the code of a bank stands in.
    fn bic(self) -> &'static str {
        match self {
            Self::V3 => "BIC",
            Self::V9 => "BICFI",
        }
    }
}

/// Where a payment goes, in the words of the message.
struct Line {
    id: String,
    name: String,
    iban: Iban,
    bic: Option<Bic>,
    remittance: String,
}

/// Who pays, complete.
struct Debtor<'p> {
    name: String,
    iban: &'p Iban,
    bic: Option<&'p Bic>,
}

pub(super) fn files(
    rows: &[&Row],
    payer: &Payer,
    wanted: &Wanted,
    batch: &mut Batch,
) -> Result<()> {
    let debtor = match debtor(payer) {
        Ok(debtor) => debtor,
        Err(reason) => {
            taken(rows, batch, |_| Err::<(), _>(reason.clone()));
            return Ok(());
        }
    };
    let lines = taken(rows, batch, |row| line(row, payer));
    let shape = Shape {
        format: Format::Sepa,
        stem: "sepa-eur",
        ending: "xml",
        most: ROWS,
    };
    spread(&lines, &shape, batch, |part, _| {
        message(part, &debtor, wanted)
    })
}

fn debtor(payer: &Payer) -> std::result::Result<Debtor<'_>, String> {
    let iban = payer
        .iban
        .as_ref()
        .ok_or("your own account is not known; say it with `config set pay.iban …`")?;
    if !iban.is_sepa() {
        return Err(format!(
            "your own account {} is not one of the SEPA area",
            iban.masked()
        ));
    }
    let name = payer.name.as_ref().unwrap_or(&payer.program);
    let name = within(latin(name)?, NAME_CHARS, "your own name")?;
    let bic = payer.bic.as_ref();
    Ok(Debtor { name, iban, bic })
}

fn line(row: &Row, payer: &Payer) -> std::result::Result<Line, String> {
    row.paid_by(&[Way::Bank], Format::Sepa)?;
    let code = row.money.currency.code();
    if code != "EUR" {
        return Err(format!("SEPA pays in EUR only, and this is {code}"));
    }
    if row.money.minor > MOST_MINOR {
        let most = Money::new(MOST_MINOR, row.money.currency);
        return Err(format!(
            "{} is more than one SEPA payment can hold ({})",
            row.money.shown(),
            most.shown()
        ));
    }
    let Some(to) = row.to.as_deref() else {
        return Err(row.no_account("IBAN"));
    };
    let iban = Iban::parse(to).map_err(|e| e.to_string().trim_end_matches('.').to_owned())?;
    if !iban.is_sepa() {
        return Err(format!(
            "banks of {} do not take SEPA payments",
            iban.country()
        ));
    }
    let bic = row
        .bic
        .as_deref()
        .map(Bic::parse)
        .transpose()
        .map_err(|e| e.message.trim_end_matches('.').to_owned())?;
    if bic.is_none() && !iban.is_eea() {
        return Err(format!(
            "a bank of {} needs its BIC too; say it with `partner edit {} --pay-bic …`",
            iban.country(),
            row.slug
        ));
    }
    let name = latin(wording::exact("the name", row.holder())?)?;
    let name = within(name, NAME_CHARS, "the name")?;
    let id = Noun::Payout.id(row.payout).to_string();
    let remittance = match latin(&payer.program) {
        Ok(program) => format!("{program}: commission, payout {id}"),
        Err(_) => format!("Commission, payout {id}"),
    };
    Ok(Line {
        remittance: last(&remittance, REMITTANCE_CHARS),
        id,
        name,
        iban,
        bic,
    })
}

/// A name that fits; a bank compares it with its own, so it is not cut.
fn within(name: String, most: usize, what: &str) -> std::result::Result<String, String> {
    if name.chars().count() > most {
        return Err(format!(
            "{what} has more than {most} characters, and SEPA takes no more"
        ));
    }
    Ok(name)
}

/// The end of a text, where our id stands.
fn last(text: &str, most: usize) -> String {
    let skip = text.chars().count().saturating_sub(most);
    text.chars()
        .skip(skip)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// One message. It names itself by what is in it: the same payments made again on the same day have the same id, so
/// that a bank which looks at ids refuses the second upload.
fn message(part: &[Taken<'_, Line>], debtor: &Debtor<'_>, wanted: &Wanted) -> Result<String> {
    let mut sum = Money::zero(Currency::from_code("EUR")?);
    for one in part {
        sum = sum.checked_add(one.row.money)?;
    }
    let mut body = String::new();
    for one in part {
        payment(&mut body, one, wanted.version);
    }
    let id = id_of(
        &[&body, debtor.iban.compact(), &wanted.on.to_string()],
        wanted,
    );
    let mut x = String::with_capacity(body.len() + 2048);
    let v = wanted.version;
    x.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(x, "<Document xmlns=\"{}\">", v.namespace());
    x.push_str("  <CstmrCdtTrfInitn>\n    <GrpHdr>\n");
    tag(&mut x, 6, "MsgId", &id);
    tag(&mut x, 6, "CreDtTm", &format!("{}T00:00:00", wanted.today));
    tag(&mut x, 6, "NbOfTxs", &part.len().to_string());
    tag(&mut x, 6, "CtrlSum", &sum.plain());
    let _ = writeln!(
        x,
        "      <InitgPty><Nm>{}</Nm></InitgPty>",
        escaped(&debtor.name)
    );
    x.push_str("    </GrpHdr>\n    <PmtInf>\n");
    tag(&mut x, 6, "PmtInfId", &format!("{id}-1"));
    tag(&mut x, 6, "PmtMtd", "TRF");
    tag(&mut x, 6, "BtchBookg", "true");
    tag(&mut x, 6, "NbOfTxs", &part.len().to_string());
    tag(&mut x, 6, "CtrlSum", &sum.plain());
    x.push_str("      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>\n");
    let on = wanted.on.to_string();
    let on = match v {
        Version::V3 => on,
        Version::V9 => format!("<Dt>{on}</Dt>"),
    };
    let _ = writeln!(x, "      <ReqdExctnDt>{on}</ReqdExctnDt>");
    let _ = writeln!(x, "      <Dbtr><Nm>{}</Nm></Dbtr>", escaped(&debtor.name));
    let _ = writeln!(
        x,
        "      <DbtrAcct><Id><IBAN>{}</IBAN></Id></DbtrAcct>",
        debtor.iban.compact()
    );
    let bank = match debtor.bic {
        Some(bic) => format!("<{0}>{1}</{0}>", v.bic(), bic.code()),
        None => "<Othr><Id>NOTPROVIDED</Id></Othr>".to_owned(),
    };
    let _ = writeln!(
        x,
        "      <DbtrAgt><FinInstnId>{bank}</FinInstnId></DbtrAgt>"
    );
    tag(&mut x, 6, "ChrgBr", "SLEV");
    x.push_str(&body);
    x.push_str("    </PmtInf>\n  </CstmrCdtTrfInitn>\n</Document>\n");
    Ok(x)
}

fn payment(x: &mut String, one: &Taken<'_, Line>, version: Version) {
    let Line {
        id,
        name,
        iban,
        bic,
        remittance,
    } = &one.line;
    x.push_str("      <CdtTrfTxInf>\n");
    let _ = writeln!(x, "        <PmtId><EndToEndId>{id}</EndToEndId></PmtId>");
    let _ = writeln!(
        x,
        "        <Amt><InstdAmt Ccy=\"EUR\">{}</InstdAmt></Amt>",
        one.row.money.plain()
    );
    if let Some(bic) = bic {
        let _ = writeln!(
            x,
            "        <CdtrAgt><FinInstnId><{0}>{1}</{0}></FinInstnId></CdtrAgt>",
            version.bic(),
            bic.code()
        );
    }
    let _ = writeln!(x, "        <Cdtr><Nm>{}</Nm></Cdtr>", escaped(name));
    let _ = writeln!(
        x,
        "        <CdtrAcct><Id><IBAN>{}</IBAN></Id></CdtrAcct>",
        iban.compact()
    );
    let _ = writeln!(
        x,
        "        <RmtInf><Ustrd>{}</Ustrd></RmtInf>",
        escaped(remittance)
    );
    x.push_str("      </CdtTrfTxInf>\n");
}

/// `PB-20261123-` and twenty digits of the content's hash: 32 characters of the 35 there may be.
fn id_of(parts: &[&str], wanted: &Wanted) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut id = format!("PB-{}-", wanted.today.format("%Y%m%d"));
    for byte in hash.finalize().iter().take(10) {
        let _ = write!(id, "{byte:02X}");
    }
    id
}

fn tag(x: &mut String, indent: usize, name: &str, text: &str) {
    let _ = writeln!(x, "{:indent$}<{name}>{}</{name}>", "", escaped(text));
}

/// The three signs that would be read as markup. The character set leaves them out already; this does not rely on it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
