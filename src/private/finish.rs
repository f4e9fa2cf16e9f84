//! The third file: the requester tells the answerer of the same matches; no curve work. Must not tell of any other account.

use std::collections::{BTreeMap, HashSet};

use zeroize::{Zeroize, Zeroizing};

use crate::domain::day::Day;

use super::{
    chance::Chance,
    envelope::{self, File, Header, Kind, SEAL, TAG},
    identity::Identity,
    label::{self, Fields, Label},
    limits::padded,
    refusal::Refusal,
    request::{Checks, days},
    response::Answered,
    scope::Scopes,
    seal::{Binding, SealKey},
    wire::{Reader, Writer},
};

const STATE: &[u8; 8] = b"PBFIN\0\0\x02";
/// More than this share of our rows found, in hundredths, is a reason to look twice.
const MUCH: usize = 60;
const FEW: usize = 5;

/// What was agreed on when the request was made.
pub(super) struct Promise {
    pub session: [u8; 32],
    pub binding: Binding,
    pub response: [u8; 32],
    pub rules: u16,
    pub scopes: Scopes,
    pub offers: Fields,
    pub expires: Day,
}

/// What the requester keeps of an opened answer until the third file is made; secret. Erased when dropped.
pub struct Finishing {
    promise: Promise,
    rows: Vec<(SealKey, String)>,
}

impl Drop for Finishing {
    fn drop(&mut self) {
        for (_, key) in &mut self.rows {
            key.zeroize();
        }
    }
}

impl Finishing {
    pub(super) fn new(promise: Promise, rows: Vec<(SealKey, String)>) -> Self {
        Self { promise, rows }
    }

    /// The exchange's name, as it is in every file of it.
    pub fn session(&self) -> [u8; 32] {
        self.promise.session
    }

    /// The fields that were offered in return.
    pub fn offers(&self) -> Fields {
        self.promise.offers
    }

    /// The last day a third file is taken.
    pub fn expires(&self) -> Day {
        self.promise.expires
    }

    /// The keys of the matches.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|(_, key)| key.as_str())
    }

    /// As bytes, to be kept where only the requester reads.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut to = Writer::default();
        let p = &self.promise;
        to.bytes(STATE).bytes(&p.session).bytes(&p.binding.0);
        to.bytes(&p.response).u16(p.rules).u8(p.scopes.bits());
        to.u16(p.offers.bits()).text(&p.expires.to_string());
        to.u32(u32::try_from(self.rows.len()).unwrap_or_default());
        for (shared, key) in &self.rows {
            to.bytes(&**shared).text(key);
        }
        to.done()
    }

    /// Back from bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut from = Reader(bytes);
        let mut read = || {
            if from.array::<8>()? != *STATE {
                return None;
            }
            let promise = Promise {
                session: from.array()?,
                binding: Binding(from.array()?),
                response: from.array()?,
                rules: from.u16()?,
                scopes: Scopes::read(from.u8()?)?,
                offers: Fields::read(from.u16()?)?,
                expires: from.text()?.parse().ok()?,
            };
            let rows =
                (0..from.u32()?).map(|_| Some((Zeroizing::new(from.array()?), from.text()?)));
            let rows = rows.collect::<Option<Vec<_>>>()?;
            Some(Self { promise, rows })
        };
        read().ok_or(Refusal::State)
    }
}

/// Makes the third file: of each match whose key is among `labels`, its label with the fields that were offered.
/// What is left out of `labels` is not told. `chance` must be fresh.
pub fn finish(
    identity: &Identity,
    finishing: &Finishing,
    from: &str,
    created: Day,
    labels: &BTreeMap<String, Label>,
    mut chance: Chance,
) -> Result<Vec<u8>, Refusal> {
    let promise = &finishing.promise;
    days(created, promise.expires)?;
    let told: Vec<(&SealKey, Label)> = finishing
        .rows
        .iter()
        .filter_map(|(shared, key)| Some((shared, labels.get(key)?.only(promise.offers))))
        .collect();
    let rows = padded(told.len()).ok_or(Refusal::TooMany(told.len()))?;
    let label_len = label::length(told.iter().map(|(_, label)| label));
    let header = Header {
        kind: Kind::Finish,
        counts_only: false,
        with_finish: true,
        rules: promise.rules,
        points: 0,
        rows,
        label_len,
        created,
        expires: promise.expires,
        session: promise.session,
        previous: promise.response,
        sender: identity.public(),
        commitment: chance.bytes(),
        scopes: promise.scopes,
        asks: Fields::default(),
        tells: promise.offers,
        from: from.to_owned(),
        purpose: String::new(),
    };
    let mut file = envelope::begin(&header)?;
    let mut table = Vec::with_capacity(rows as usize);
    for (shared, label) in &told {
        let (tag, key) = promise.binding.third(shared, &header.commitment);
        let sealed = promise.binding.seal(&key, &label.padded(label_len.into()));
        table.push((tag, sealed.ok_or(Refusal::State)?));
    }
    let mut taken: HashSet<[u8; TAG]> = table.iter().map(|(tag, _)| *tag).collect();
    while table.len() < rows as usize {
        let (tag, mut random) = (chance.bytes(), vec![0; usize::from(label_len + SEAL)]);
        chance.fill(&mut random);
        if taken.insert(tag) {
            table.push((tag, random));
        }
    }
    table.sort_unstable();
    for (tag, _) in &table {
        file.bytes(tag);
    }
    for (_, sealed) in &table {
        file.bytes(sealed);
    }
    Ok(envelope::signed(file, identity).0)
}

/// An account of ours that the requester has too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// What we know it by.
    pub account: String,
    /// The key both know it by.
    pub key: String,
    /// What the requester says about it: text from outside.
    pub label: Label,
}

/// What a third file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What it says of itself.
    pub header: Header,
    /// Our accounts that match, ordered by what we know them by.
    pub matches: Vec<Returned>,
    /// Rows of ours that it names but that do not open.
    pub unopened: usize,
    /// More than 60 % of what we listed was found: the lists are nearly one, or somebody tests ours.
    pub nearly_all: bool,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// Takes in a third file. Nothing in it can be of an account the requester did not ask about.
pub fn close(bytes: &[u8], answered: &Answered, checks: &Checks<'_>) -> Result<Closed, Refusal> {
    let file = File::read(bytes, Kind::Finish)?;
    let header = &file.header;
    checks.check(header)?;
    if !answered.with_finish {
        return Err(Refusal::NoFinish);
    }
    if header.session != answered.session || header.previous != answered.response {
        return Err(Refusal::Binding);
    }
    if header.sender != answered.requester {
        return Err(Refusal::Stranger {
            known: answered.requester.words(),
            found: header.sender.words(),
        });
    }
    if answered.expires < checks.today {
        return Err(Refusal::Expired(answered.expires));
    }
    if header.rows > answered.points || header.scopes != answered.scopes {
        return Err(Refusal::Format("it tells of more than was asked"));
    }
    if !header.tells.within(answered.offers) {
        return Err(Refusal::Fields);
    }
    let (mut matches, mut unopened) = (Vec::new(), 0);
    for kept in &answered.rows {
        let (tag, key) = answered.binding.third(&kept.shared, &header.commitment);
        let Ok(row) = file.tags.binary_search(&tag) else {
            continue;
        };
        let opened = answered.binding.open(&key, file.sealed(row));
        match opened.and_then(|bytes| Label::read(&bytes, header.tells)) {
            Some(label) => matches.push(Returned {
                account: kept.account.clone(),
                key: kept.key.clone(),
                label,
            }),
            None => unopened += 1,
        }
    }
    matches.sort_by(|a, b| (&a.account, &a.key).cmp(&(&b.account, &b.key)));
    // Accounts, not rows: one may stand in it once for each population that was asked about.
    let different =
        |accounts: &mut dyn Iterator<Item = &String>| accounts.collect::<HashSet<_>>().len();
    let found = different(&mut matches.iter().map(|one| &one.account));
    let listed = different(&mut answered.rows.iter().map(|kept| &kept.account));
    Ok(Closed {
        nearly_all: found >= FEW && found * 100 > listed * MUCH,
        sha256: file.sha256,
        matches,
        unopened,
        header: file.header,
    })
}
