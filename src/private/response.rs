//! The second file: every blinded key under a fresh secret, own rows sealed; must not open anybody's labels.

use std::collections::HashSet;

use curve25519_dalek::Scalar;
use zeroize::{Zeroize, Zeroizing};

use crate::domain::day::Day;

use super::{
    chance::Chance,
    envelope::{self, Header, Kind, SEAL, TAG},
    identity::{Identity, PublicKey},
    label::{self, Fields, Label},
    limits::{FEWEST_ASKED, padded},
    oprf::{Encoded, Factor, decode, finalize, hash_to_group},
    refusal::Refusal,
    request::{Received, check_key, days},
    scope::{Scope, Scopes},
    seal::{Binding, SealKey},
    wire::{Reader, Writer},
    work::{Pace, Watch, each},
};

const STATE: &[u8; 8] = b"PBANS\0\0\x02";

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the caller knows the account by.
    pub account: String,
    /// What it is to the requester, if it is asked about as that.
    pub scope: Scope,
    /// The key.
    pub key: String,
    /// What the requester is told if it asked about it.
    pub label: Label,
}

/// What an answer says beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who answers; at most 100 bytes.
    pub from: String,
    /// A word to the requester; at most 200 bytes.
    pub purpose: String,
    /// Today.
    pub created: Day,
    /// Fields that are told, among those asked for.
    pub tells: Fields,
}

/// What the answerer keeps until the third file came; secret. Erased when dropped.
pub struct Answered {
    pub(super) session: [u8; 32],
    pub(super) binding: Binding,
    pub(super) response: [u8; 32],
    pub(super) own: PublicKey,
    pub(super) requester: PublicKey,
    pub(super) rules: u16,
    pub(super) scopes: Scopes,
    pub(super) offers: Fields,
    pub(super) with_finish: bool,
    pub(super) points: u32,
    /// The last day a third file is taken.
    pub expires: Day,
    salt: Zeroizing<[u8; 32]>,
    /// Empty where there is no third file.
    pub(super) rows: Vec<Kept>,
    accounts: u32,
}

/// A row as its owner keeps it.
pub(super) struct Kept {
    /// What the requester knows of it too, if it is a match.
    pub shared: SealKey,
    pub account: String,
    pub key: String,
}

impl Drop for Answered {
    fn drop(&mut self) {
        for row in &mut self.rows {
            row.account.zeroize();
            row.key.zeroize();
        }
    }
}

impl Answered {
    /// The exchange's name, as it is in every file of it.
    pub fn session(&self) -> [u8; 32] {
        self.session
    }

    /// Whether a third file may come.
    pub fn awaits_finish(&self) -> bool {
        self.with_finish
    }

    /// How many rows of ours were entered, not rounded.
    pub fn listed(&self) -> u32 {
        self.accounts
    }

    /// As bytes, to be kept where only the answerer reads.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut to = Writer::default();
        to.bytes(STATE).bytes(&self.session).bytes(&self.binding.0);
        to.bytes(&self.response).bytes(&self.own.0);
        to.bytes(&self.requester.0).u16(self.rules);
        to.u8(self.scopes.bits()).u16(self.offers.bits());
        to.u8(u8::from(self.with_finish)).u32(self.points);
        to.text(&self.expires.to_string()).bytes(&*self.salt);
        to.u32(self.accounts);
        to.u32(u32::try_from(self.rows.len()).unwrap_or_default());
        for row in &self.rows {
            to.bytes(&*row.shared).text(&row.account).text(&row.key);
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
            let (session, binding) = (from.array()?, Binding(from.array()?));
            let (response, own) = (from.array()?, PublicKey(from.array()?));
            let (requester, rules) = (PublicKey(from.array()?), from.u16()?);
            let (scopes, offers) = (Scopes::read(from.u8()?)?, Fields::read(from.u16()?)?);
            let (with_finish, points) = (from.u8()? != 0, from.u32()?);
            let expires = from.text()?.parse().ok()?;
            let (salt, accounts) = (Zeroizing::new(from.array()?), from.u32()?);
            let rows = (0..from.u32()?).map(|_| {
                Some(Kept {
                    shared: Zeroizing::new(from.array()?),
                    account: from.text()?,
                    key: from.text()?,
                })
            });
            let rows = rows.collect::<Option<Vec<_>>>()?;
            Some(Self {
                session,
                binding,
                response,
                own,
                requester,
                rules,
                scopes,
                offers,
                with_finish,
                points,
                expires,
                salt,
                rows,
                accounts,
            })
        };
        read().ok_or(Refusal::State)
    }
}

/// A row ready to be written.
struct Made {
    tag: [u8; TAG],
    sealed: Vec<u8>,
    back: Option<SealKey>,
}

/// Makes an answer: the bytes of its file, and what must be kept if a third file is awaited. The caller has checked
/// the limits and asked the person. Rows of scopes nobody asked about, and further rows of a key, are left out.
/// `chance` must be fresh; the secret made of it is gone when this returns.
pub fn answer(
    identity: &Identity,
    request: &Received,
    terms: &Answer,
    rows: &[Row],
    mut chance: Chance,
    watch: &dyn Watch,
) -> Result<(Vec<u8>, Answered), Refusal> {
    let asked = &request.header;
    if !terms.tells.within(asked.asks) {
        return Err(Refusal::Fields);
    }
    days(terms.created, asked.expires)?;
    let rows = once(rows, asked.scopes)?;
    let different: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    if asked.counts_only && different.len() < FEWEST_ASKED {
        return Err(Refusal::TooFew(different.len()));
    }
    let listed = padded(rows.len()).ok_or(Refusal::TooMany(rows.len()))?;
    let labels: Vec<Label> = rows.iter().map(|row| row.label.only(terms.tells)).collect();
    let label_len = if asked.counts_only {
        0
    } else {
        label::length(labels.iter())
    };
    let salt = Zeroizing::new(chance.bytes());
    let mut keys: Vec<(&[u8], &str)> = rows
        .iter()
        .map(|row| (row.scope.prefix(), row.key.as_str()))
        .collect();
    keys.sort_unstable();
    let header = Header {
        kind: Kind::Response,
        rows: listed,
        label_len,
        created: terms.created,
        previous: request.sha256,
        sender: identity.public(),
        commitment: envelope::commitment(&salt, keys.into_iter()),
        asks: Fields::default(),
        tells: terms.tells,
        from: terms.from.clone(),
        purpose: terms.purpose.clone(),
        ..asked.clone()
    };
    let mut file = envelope::begin(&header)?;
    let binding = Binding::new(
        &asked.session,
        &request.sha256,
        &asked.sender,
        &header.sender,
    );
    let pace = Pace::new(watch, request.points.len() + rows.len());
    let items: Vec<(&Row, &Label)> = rows.iter().copied().zip(&labels).collect();
    let (secret, made, mut taken) = loop {
        let secret = chance.scalar();
        let made = seal_all(&items, &header, &binding, &secret, &pace)?;
        let tags: HashSet<[u8; TAG]> = made.iter().map(|m| m.tag).collect();
        // Two rows have the same tag once in many million answers; then another secret is taken.
        if tags.len() == made.len() {
            break (secret, made, tags);
        }
    };
    let mut points = evaluate(&request.points, &secret, &pace)?;
    drop(secret);
    if asked.counts_only {
        // Which is which must not be told.
        points.sort_unstable();
    }
    for point in &points {
        file.bytes(point);
    }

    let mut table: Vec<([u8; TAG], usize)> = made.iter().map(|m| m.tag).zip(0..).collect();
    while table.len() < listed as usize {
        let tag = chance.bytes();
        if taken.insert(tag) {
            table.push((tag, usize::MAX));
        }
    }
    table.sort_unstable();
    for (tag, _) in &table {
        file.bytes(tag);
    }
    if label_len > 0 {
        // A sealed label cannot be told from random bytes, so random bytes are padding.
        let mut random = vec![0; usize::from(label_len + SEAL)];
        for (_, at) in &table {
            if let Some(row) = made.get(*at) {
                file.bytes(&row.sealed);
            } else {
                chance.fill(&mut random);
                file.bytes(&random);
            }
        }
    }
    let (bytes, response) = envelope::signed(file, identity);
    let kept: Vec<Kept> = rows
        .iter()
        .zip(made)
        .filter_map(|(row, made)| {
            let shared = made.back.filter(|_| header.with_finish)?;
            Some(Kept {
                shared,
                account: row.account.clone(),
                key: row.key.clone(),
            })
        })
        .collect();
    let answered = Answered {
        session: asked.session,
        binding,
        response,
        own: header.sender,
        requester: asked.sender,
        rules: asked.rules,
        scopes: asked.scopes,
        offers: asked.tells,
        with_finish: header.with_finish,
        points: asked.points,
        expires: header.expires,
        salt,
        rows: kept,
        accounts: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    };
    Ok((bytes, answered))
}

/// The rows of scopes that were asked about, each key once; the first stands.
fn once(rows: &[Row], asked: Scopes) -> Result<Vec<&Row>, Refusal> {
    let mut taken = HashSet::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| asked.has(row.scope)) {
        check_key(&row.key)?;
        if taken.insert((row.scope, row.key.as_str())) {
            kept.push(row);
        }
    }
    if kept.is_empty() {
        return Err(Refusal::NothingShared);
    }
    Ok(kept)
}

/// Every point that was asked, multiplied by the secret, in the same order.
fn evaluate(points: &[Encoded], secret: &Scalar, pace: &Pace<'_>) -> Result<Vec<Encoded>, Refusal> {
    let factor = Factor::new(secret);
    each(points, pace, |chunk| {
        let decoded = chunk.iter().map(decode).collect::<Option<Vec<_>>>();
        Ok(factor.times(decoded.ok_or(Refusal::Points)?.into_iter()))
    })
}

/// Tags, sealed labels and finish keys of our own rows.
fn seal_all(
    items: &[(&Row, &Label)],
    header: &Header,
    binding: &Binding,
    secret: &Scalar,
    pace: &Pace<'_>,
) -> Result<Vec<Made>, Refusal> {
    let factor = Factor::new(secret);
    each(items, pace, |chunk| {
        let hashed = chunk
            .iter()
            .map(|(row, _)| hash_to_group(&[row.scope.prefix(), row.key.as_bytes()]));
        let evaluated = Zeroizing::new(factor.times(hashed));
        let made = chunk.iter().zip(&*evaluated).map(|((row, label), point)| {
            if header.counts_only {
                return Ok(Made {
                    tag: binding.tag(point),
                    sealed: Vec::new(),
                    back: None,
                });
            }
            let output = finalize(&[row.scope.prefix(), row.key.as_bytes()], point)
                .ok_or(Refusal::Key(row.key.len()))?;
            let label = label.padded(usize::from(header.label_len));
            let sealed = binding.seal(&binding.label_key(&*output), &label);
            Ok(Made {
                tag: binding.tag(&*output),
                sealed: sealed.ok_or(Refusal::Key(row.key.len()))?,
                back: Some(binding.shared(&*output)),
            })
        });
        made.collect()
    })
}
