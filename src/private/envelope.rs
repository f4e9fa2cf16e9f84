//! The three files: a head, points, tags, sealed labels, a signature; everything checked that needs no curve. Must not
//! compute with points.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::{domain::day::Day, text::is_unseen};

use super::{
    identity::{Identity, PublicKey},
    label::{self, Fields},
    limits::{MOST, PAD},
    refusal::Refusal,
    scope::Scopes,
    wire::{Reader, Writer},
};

/// Line ends and the end-of-file mark in it show damage by programs that take it for text.
const MAGIC: &[u8; 8] = b"PBOVL\r\n\x1a";
const VERSION: u16 = 1;
/// ristretto255 and SHA-512, ChaCha20-Poly1305, Ed25519.
const SUITE: u8 = 1;
const SIGNATURE: usize = 64;
/// Bytes of a tag.
pub(super) const TAG: usize = 8;
const TAG_LEN: u16 = 8;
/// Bytes that sealing adds to a label.
pub(super) const SEAL: u16 = 16;
/// Longest name of a sender and longest purpose, in bytes.
const NAME: usize = 100;
const PURPOSE: usize = 200;
/// Bytes of a head of fixed length, before its two texts.
const FIXED: usize = 178;
/// A head is never longer: so much of a file tells how long all of it must be.
pub const HEAD_BYTES: usize = FIXED + 2 + NAME + 2 + PURPOSE;

/// Which of the three files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first: what is asked.
    Request,
    /// The second: the answer.
    Response,
    /// The third, if one was agreed on: what is told in return.
    Finish,
}

impl Kind {
    fn number(self) -> u8 {
        match self {
            Self::Request => 1,
            Self::Response => 2,
            Self::Finish => 3,
        }
    }

    fn read(number: u8) -> Option<Self> {
        [Self::Request, Self::Response, Self::Finish]
            .into_iter()
            .find(|kind| kind.number() == number)
    }

    /// What its file's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Request => "1.request",
            Self::Response => "2.response",
            Self::Finish => "3.finish",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the first step, the request",
            Self::Response => "the second step, the answer",
            Self::Finish => "the third step, the finish",
        })
    }
}

/// What a file says of itself; all of it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Which step it is.
    pub kind: Kind,
    /// Only how many match is told.
    pub counts_only: bool,
    /// A third file tells the answerer the same in return.
    pub with_finish: bool,
    /// The rules by which account keys are written.
    pub rules: u16,
    /// Blinded keys, rounded up to a multiple of 500.
    pub points: u32,
    /// Rows of the answerer, or matches told in return, rounded up to a multiple of 500.
    pub rows: u32,
    /// Bytes of a label before sealing; 0 where there are none.
    pub(super) label_len: u16,
    /// The day it was made.
    pub created: Day,
    /// The last day it is taken.
    pub expires: Day,
    /// Names the exchange; random.
    pub session: [u8; 32],
    /// SHA-256 of the whole file it answers; zero in a request.
    pub(super) previous: [u8; 32],
    /// Who signed it.
    pub sender: PublicKey,
    /// SHA-256 of a secret salt and the sorted keys: shows later, under audit, which list was compared. In a third file
    /// random, and the keys of its rows are made with it.
    pub(super) commitment: [u8; 32],
    /// What the asked accounts are to the requester.
    pub scopes: Scopes,
    /// Fields the requester asks for about matches.
    pub asks: Fields,
    /// Fields told: in a response by the answerer, else by the requester in the finish.
    pub tells: Fields,
    /// Who the sender says they are; text from outside.
    pub from: String,
    /// What it is for; text from outside.
    pub purpose: String,
}

/// A file whose head, length and signature are right.
pub(super) struct File<'a> {
    pub header: Header,
    pub points: &'a [[u8; 32]],
    pub tags: &'a [[u8; TAG]],
    sealed: &'a [u8],
    pub sha256: [u8; 32],
}

impl<'a> File<'a> {
    /// The sealed label of a row.
    pub(super) fn sealed(&self, row: usize) -> &'a [u8] {
        let length = sealed_length(&self.header);
        self.sealed
            .get(row * length..(row + 1) * length)
            .unwrap_or_default()
    }

    /// Reads a file: its own claims first, its signature before anything else of it is looked at.
    pub(super) fn read(bytes: &'a [u8], wanted: Kind) -> Result<Self, Refusal> {
        let (header, head) = read_head(bytes, Some(wanted))?;
        let said = length(&header, head);
        if bytes.len() as u64 != said {
            let found = bytes.len() as u64;
            return Err(Refusal::Length { found, said });
        }
        let short = Refusal::Format("it ends too soon");
        let (signed, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(short.clone())?;
        let sha256 = Sha256::digest(signed).into();
        if !header.sender.signed(&sha256, signature) {
            return Err(Refusal::Signature);
        }
        // The length is right, so these sizes fit memory that is there already.
        let mut rest = Reader(&signed[head..]);
        let (points, rows) = (header.points as usize, header.rows as usize);
        let points = rest.take(points * 32).ok_or(short.clone())?.as_chunks().0;
        let tags = rest.take(rows * TAG).ok_or(short)?.as_chunks().0;
        if !tags.is_sorted_by(|a, b| a < b) {
            return Err(Refusal::Format("its table is not in order"));
        }
        Ok(Self {
            sha256: Sha256::digest(bytes).into(),
            sealed: rest.0,
            header,
            points,
            tags,
        })
    }
}

/// The head of a file whose first bytes, at least [`HEAD_BYTES`] if it has as many, are given; refuses it if a file of
/// `length` bytes cannot be it. Nothing large need be read before this.
pub fn expect_length(first: &[u8], found: u64) -> Result<Header, Refusal> {
    let (header, head) = read_head(first, None)?;
    let said = length(&header, head);
    if said != found {
        return Err(Refusal::Length { found, said });
    }
    Ok(header)
}

/// Bytes of a whole file of this head.
fn length(header: &Header, head: usize) -> u64 {
    let row = TAG + sealed_length(header);
    head as u64
        + u64::from(header.points) * 32
        + u64::from(header.rows) * row as u64
        + SIGNATURE as u64
}

fn sealed_length(header: &Header) -> usize {
    match header.label_len {
        0 => 0,
        length => usize::from(length + SEAL),
    }
}

fn read_head(bytes: &[u8], wanted: Option<Kind>) -> Result<(Header, usize), Refusal> {
    let mut from = Reader(bytes);
    let magic = from.array::<8>().ok_or(Refusal::NotOurs)?;
    if magic != *MAGIC {
        let text_mode = magic.starts_with(b"PBOVL\n") || magic.starts_with(b"PBOVL\r\r\n");
        return Err(if text_mode {
            Refusal::LineEnds
        } else {
            Refusal::NotOurs
        });
    }
    let short = Refusal::Format("it ends within its head");
    let version = from.u16().ok_or(short.clone())?;
    if version != VERSION {
        return Err(Refusal::Version(version));
    }
    let header = fields(&mut from).ok_or(short)??;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != header.kind) {
        let found = header.kind;
        return Err(Refusal::WrongKind { found, wanted });
    }
    sizes(&header)?;
    Ok((header, bytes.len() - from.0.len()))
}

/// The head after its version; `None` where it ends too soon.
fn fields(from: &mut Reader<'_>) -> Option<Result<Header, Refusal>> {
    let (kind, suite, flags) = (from.u8()?, from.u8()?, from.u16()?);
    let (rules, points, rows) = (from.u16()?, from.u32()?, from.u32()?);
    let (label_len, tag_len) = (from.u16()?, from.u16()?);
    let (created, expires) = (from.i64()?, from.i64()?);
    let (session, previous) = (from.array()?, from.array()?);
    let (sender, commitment) = (PublicKey(from.array()?), from.array()?);
    let (scopes, asks, tells) = (from.u8()?, from.u16()?, from.u16()?);
    let reserved = from.u8()?;
    let (name_len, purpose_len) = {
        let mut ahead = Reader(from.0);
        let name_len = usize::from(ahead.u16()?);
        if name_len > NAME {
            return Some(Err(Refusal::Format("a name is too long")));
        }
        ahead.take(name_len)?;
        (name_len, usize::from(ahead.u16()?))
    };
    if purpose_len > PURPOSE {
        return Some(Err(Refusal::Format("a purpose is too long")));
    }
    let texts = from.take(2 + name_len + 2 + purpose_len)?;
    let mut texts = Reader(texts);
    let (name, purpose) = (texts.text(), texts.text());
    let read = || {
        let bad = |what| Refusal::Format(what);
        let header = Header {
            kind: Kind::read(kind).ok_or(bad("it is no step there is"))?,
            counts_only: flags & 1 != 0,
            with_finish: flags & 4 != 0,
            rules,
            points,
            rows,
            label_len,
            created: day(created).ok_or(bad("a day is none"))?,
            expires: day(expires).ok_or(bad("a day is none"))?,
            session,
            previous,
            sender,
            commitment,
            scopes: Scopes::read(scopes).ok_or(bad("it names populations there are not"))?,
            asks: Fields::read(asks).ok_or(bad("it names fields there are not"))?,
            tells: Fields::read(tells).ok_or(bad("it names fields there are not"))?,
            from: one_line(name).ok_or(bad("a name is not text of one line"))?,
            purpose: one_line(purpose).ok_or(bad("a purpose is not text of one line"))?,
        };
        if suite != SUITE || tag_len != TAG_LEN || reserved != 0 {
            return Err(bad("it is made by other arithmetic"));
        }
        if flags != flag_bits(&header) {
            return Err(bad("its marks contradict each other"));
        }
        Ok(header)
    };
    Some(read())
}

/// 1 counts, 2 labels, 4 finish: counts exclude the others.
fn flag_bits(header: &Header) -> u16 {
    match (header.counts_only, header.with_finish) {
        (true, _) => 1,
        (false, false) => 2,
        (false, true) => 6,
    }
}

/// Whether the sizes and lists of a head are ones this step has.
fn sizes(header: &Header) -> Result<(), Refusal> {
    let some = |n: u32| n > 0 && n <= MOST && n.is_multiple_of(PAD);
    let labels = label::is_length(header.label_len);
    let counts = header.counts_only;
    let right = match header.kind {
        Kind::Request => {
            some(header.points)
                && header.rows == 0
                && header.label_len == 0
                && header.previous == [0; 32]
                && (header.with_finish || header.tells.is_empty())
                && !(counts && (!header.asks.is_empty() || header.with_finish))
        }
        Kind::Response => {
            some(header.points)
                && some(header.rows)
                && labels != counts
                && (counts == (header.label_len == 0))
                && header.asks.is_empty()
                && (!counts || header.tells.is_empty())
        }
        Kind::Finish => {
            header.points == 0
                && some(header.rows)
                && labels
                && header.with_finish
                && header.asks.is_empty()
        }
    };
    if right {
        Ok(())
    } else {
        Err(Refusal::Format("its sizes are none it may have"))
    }
}

fn one_line(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.chars().any(is_unseen))
}

/// Days since the first of January of the year 1.
fn day(number: i64) -> Option<Day> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
        .filter(|day| (1900..=2200).contains(&day.year()))
}

/// A file being written: its head.
pub(super) fn begin(header: &Header) -> Result<Writer, Refusal> {
    for (text, most) in [(&header.from, NAME), (&header.purpose, PURPOSE)] {
        if text.len() > most || text.chars().any(is_unseen) {
            return Err(Refusal::Text(text.clone()));
        }
    }
    let mut to = Writer::default();
    to.bytes(MAGIC).u16(VERSION);
    to.u8(header.kind.number()).u8(SUITE).u16(flag_bits(header));
    to.u16(header.rules).u32(header.points).u32(header.rows);
    to.u16(header.label_len).u16(TAG_LEN);
    to.i64(header.created.num_days_from_ce().into());
    to.i64(header.expires.num_days_from_ce().into());
    to.bytes(&header.session).bytes(&header.previous);
    to.bytes(&header.sender.0).bytes(&header.commitment);
    to.u8(header.scopes.bits());
    to.u16(header.asks.bits()).u16(header.tells.bits()).u8(0);
    to.text(&header.from).text(&header.purpose);
    Ok(to)
}

/// The whole file, signed, and its hash.
pub(super) fn signed(to: Writer, identity: &Identity) -> (Vec<u8>, [u8; 32]) {
    let so_far = to.done();
    let signature = identity.sign(&Sha256::digest(&so_far).into());
    let mut bytes = Vec::with_capacity(so_far.len() + SIGNATURE);
    bytes.extend_from_slice(&so_far);
    bytes.extend_from_slice(&signature);
    let sha256 = Sha256::digest(&bytes).into();
    (bytes, sha256)
}

/// SHA-256 of a salt and a list of keys, each with its length: a promise which list was compared.
pub(super) fn commitment<'a>(
    salt: &[u8; 32],
    keys: impl Iterator<Item = (&'a [u8], &'a str)>,
) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"partnerbook private list v1");
    hash.update(salt);
    for (prefix, key) in keys {
        hash.update(((prefix.len() + key.len()) as u64).to_le_bytes());
        hash.update(prefix);
        hash.update(key);
    }
    hash.finalize().into()
}
