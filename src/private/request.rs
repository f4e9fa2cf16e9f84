//! The first file: own keys blinded; and what the other side sees of it. Must not look at anybody's labels.

use curve25519_dalek::{RistrettoPoint, Scalar};
use zeroize::{Zeroize, Zeroizing};

use crate::domain::day::Day;

use super::{
    chance::Chance,
    envelope::{self, File, Header, Kind},
    identity::{Identity, PublicKey},
    label::Fields,
    limits::{FEWEST_ASKED, LONGEST_DAYS, padded},
    oprf::{Factor, hash_to_group},
    refusal::Refusal,
    scope::{Scope, Scopes},
    wire::{Reader, Writer},
    work::{Pace, Watch, each},
};

/// Longest key of an account, in bytes.
pub(super) const LONGEST_KEY: usize = 512;
/// Stands for a padding point in [`Asking::order`].
const PADDING: u32 = u32::MAX;
const STATE: &[u8; 8] = b"PBASK\0\0\x02";

/// What the answer shall tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only how many accounts match.
    Count,
    /// Which match.
    Matches {
        /// Fields asked for about them.
        asks: Fields,
        /// Fields told about them in a third file; `None` if there shall be none.
        offers: Option<Fields>,
    },
}

/// What a request says beside its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Who asks, as the partner knows them; at most 100 bytes.
    pub from: String,
    /// What for; at most 200 bytes.
    pub purpose: String,
    /// What the answer shall tell.
    pub mode: Mode,
    /// The rules by which the keys are written.
    pub rules: u16,
    /// Today.
    pub created: Day,
    /// The last day an answer is taken, at most 90 days away.
    pub expires: Day,
}

/// What is expected of a file that came.
#[derive(Debug, Clone, Copy)]
pub struct Checks<'a> {
    /// Today.
    pub today: Day,
    /// The rules by which this program writes account keys.
    pub rules: u16,
    /// Our own key: our own file is not taken back.
    pub own: &'a PublicKey,
    /// The partner's key, if it is known.
    pub pinned: Option<&'a PublicKey>,
}

impl Checks<'_> {
    /// Refuses a head that cannot be taken today, from this partner, by this program.
    pub(super) fn check(&self, header: &Header) -> Result<(), Refusal> {
        if header.sender == *self.own {
            return Err(Refusal::OwnFile);
        }
        if let Some(known) = self.pinned.filter(|known| **known != header.sender) {
            return Err(Refusal::Stranger {
                known: known.words(),
                found: header.sender.words(),
            });
        }
        if header.rules != self.rules {
            return Err(Refusal::Rules {
                theirs: header.rules,
                ours: self.rules,
            });
        }
        // Their today may be our tomorrow.
        if (header.created - self.today).num_days() > 1 {
            return Err(Refusal::NotYet(header.created));
        }
        if header.expires < self.today {
            return Err(Refusal::Expired(header.expires));
        }
        days(header.created, header.expires)
            .map_err(|_| Refusal::Format("it is open for longer than 90 days"))
    }
}

/// Refuses what ends before it begins, or is open for longer than 90 days.
pub(super) fn days(created: Day, expires: Day) -> Result<(), Refusal> {
    if (0..=LONGEST_DAYS).contains(&(expires - created).num_days()) {
        Ok(())
    } else {
        Err(Refusal::Days)
    }
}

/// What the requester keeps until the answer is opened; secret. Erased when dropped.
pub struct Asking {
    pub(super) blind: Zeroizing<[u8; 32]>,
    pub(super) session: [u8; 32],
    pub(super) request: [u8; 32],
    pub(super) own: PublicKey,
    pub(super) counts_only: bool,
    pub(super) with_finish: bool,
    pub(super) rules: u16,
    pub(super) scopes: Scopes,
    pub(super) asks: Fields,
    pub(super) offers: Fields,
    /// The last day an answer is taken.
    pub expires: Day,
    salt: Zeroizing<[u8; 32]>,
    pub(super) keys: Vec<(Scope, String)>,
    /// What the caller knows the account of each key by; empty where it did not say.
    accounts: Vec<String>,
    /// Which key a point of the file is of.
    pub(super) order: Vec<u32>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        for (_, key) in &mut self.keys {
            key.zeroize();
        }
        self.accounts.zeroize();
        self.order.zeroize();
    }
}

impl Asking {
    /// The exchange's name, as it is in every file of it.
    pub fn session(&self) -> [u8; 32] {
        self.session
    }

    /// How many accounts were asked about, not rounded.
    pub fn asked(&self) -> usize {
        self.keys.len()
    }

    /// Notes what the caller knows the account of each key by; it comes back with the matches.
    pub fn belong<'a>(&mut self, account: impl Fn(&str) -> Option<&'a str>) {
        let of = |(_, key): &(Scope, String)| account(key).unwrap_or_default().to_owned();
        self.accounts = self.keys.iter().map(of).collect();
    }

    /// What the caller knows the account of a point by.
    pub(super) fn account(&self, point: usize) -> &str {
        let at = self.order.get(point).map_or(usize::MAX, |at| *at as usize);
        self.accounts.get(at).map_or("", String::as_str)
    }

    /// The key of a point, if it is of one.
    pub(super) fn key(&self, point: usize) -> Option<&(Scope, String)> {
        let at = *self.order.get(point)?;
        (at != PADDING)
            .then(|| self.keys.get(at as usize))
            .flatten()
    }

    /// As bytes, to be kept where only the requester reads.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut to = Writer::default();
        to.bytes(STATE).bytes(&*self.blind).bytes(&self.session);
        to.bytes(&self.request).bytes(&self.own.0);
        to.u8(u8::from(self.counts_only) | u8::from(self.with_finish) << 1);
        to.u16(self.rules).u8(self.scopes.bits());
        to.u16(self.asks.bits()).u16(self.offers.bits());
        to.text(&self.expires.to_string()).bytes(&*self.salt);
        to.u32(u32::try_from(self.keys.len()).unwrap_or_default());
        for (at, (scope, key)) in self.keys.iter().enumerate() {
            let account = self.accounts.get(at).map_or("", String::as_str);
            to.u8(scope.bit()).text(key).text(account);
        }
        to.u32(u32::try_from(self.order.len()).unwrap_or_default());
        for at in &self.order {
            to.u32(*at);
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
            let (blind, session) = (Zeroizing::new(from.array()?), from.array()?);
            let (request, own) = (from.array()?, PublicKey(from.array()?));
            let (marks, rules) = (from.u8()?, from.u16()?);
            let scopes = Scopes::read(from.u8()?)?;
            let (asks, offers) = (Fields::read(from.u16()?)?, Fields::read(from.u16()?)?);
            let expires = from.text()?.parse().ok()?;
            let salt = Zeroizing::new(from.array()?);
            let keys = (0..from.u32()?).map(|_| {
                let bit = from.u8()?;
                let scope = Scope::ALL.into_iter().find(|s| s.bit() == bit)?;
                Some(((scope, from.text()?), from.text()?))
            });
            let (keys, accounts) = keys.collect::<Option<(Vec<_>, Vec<_>)>>()?;
            let order = (0..from.u32()?).map(|_| from.u32());
            let order = order.collect::<Option<Vec<_>>>()?;
            Some(Self {
                blind,
                session,
                request,
                own,
                counts_only: marks & 1 != 0,
                with_finish: marks & 2 != 0,
                rules,
                scopes,
                asks,
                offers,
                expires,
                salt,
                keys,
                accounts,
                order,
            })
        };
        read().ok_or(Refusal::State)
    }
}

/// Makes a request: the bytes of its file, and what must be kept until it is answered. Keys are taken once, under the
/// strongest scope they come with. `chance` must be fresh.
pub fn ask(
    identity: &Identity,
    terms: &Terms,
    keys: &[(Scope, String)],
    mut chance: Chance,
    watch: &dyn Watch,
) -> Result<(Vec<u8>, Asking), Refusal> {
    days(terms.created, terms.expires)?;
    let keys = once(keys)?;
    let counts_only = terms.mode == Mode::Count;
    if counts_only && keys.len() < FEWEST_ASKED {
        return Err(Refusal::TooFew(keys.len()));
    }
    let points = padded(keys.len()).ok_or(Refusal::TooMany(keys.len()))?;
    let (asks, offers) = match terms.mode {
        Mode::Count => (Fields::default(), None),
        Mode::Matches { asks, offers } => (asks, offers),
    };
    let salt = Zeroizing::new(chance.bytes());
    let header = Header {
        kind: Kind::Request,
        counts_only,
        with_finish: offers.is_some(),
        rules: terms.rules,
        points,
        rows: 0,
        label_len: 0,
        created: terms.created,
        expires: terms.expires,
        session: chance.bytes(),
        previous: [0; 32],
        sender: identity.public(),
        commitment: envelope::commitment(
            &salt,
            keys.iter()
                .map(|(scope, key)| (scope.prefix(), key.as_str())),
        ),
        scopes: keys.iter().map(|(scope, _)| *scope).collect(),
        asks,
        tells: offers.unwrap_or_default(),
        from: terms.from.clone(),
        purpose: terms.purpose.clone(),
    };
    let mut file = envelope::begin(&header)?;

    let blind = chance.scalar();
    let factor = Factor::new(&blind);
    let pace = Pace::new(watch, keys.len());
    let blinded = each(&keys, &pace, |chunk| {
        let hashed = chunk
            .iter()
            .map(|(s, k)| hash_to_group(&[s.prefix(), k.as_bytes()]));
        Ok(factor.times(hashed))
    })?;
    let mut order: Vec<([u8; 32], u32)> = blinded.into_iter().zip(0..).collect();
    while order.len() < points as usize {
        let random = RistrettoPoint::from_uniform_bytes(&chance.bytes());
        order.push((random.compress().to_bytes(), PADDING));
    }
    // The order says nothing: the encodings are random to everybody.
    order.sort_unstable();
    for (point, _) in &order {
        file.bytes(point);
    }
    let (bytes, request) = envelope::signed(file, identity);
    let asking = Asking {
        blind: Zeroizing::new(Scalar::to_bytes(&blind)),
        session: header.session,
        request,
        own: header.sender,
        counts_only,
        with_finish: header.with_finish,
        rules: header.rules,
        scopes: header.scopes,
        asks,
        offers: header.tells,
        expires: header.expires,
        salt,
        keys,
        accounts: Vec::new(),
        order: order.into_iter().map(|(_, at)| at).collect(),
    };
    Ok((bytes, asking))
}

/// Sorted, each key once, under its strongest scope.
fn once(keys: &[(Scope, String)]) -> Result<Vec<(Scope, String)>, Refusal> {
    let mut keys = keys.to_vec();
    for (_, key) in &keys {
        check_key(key)?;
    }
    keys.sort_unstable_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    keys.dedup_by(|later, first| later.1 == first.1);
    if keys.is_empty() {
        return Err(Refusal::Nothing);
    }
    Ok(keys)
}

/// Refuses a key that is empty or too long to be one.
pub(super) fn check_key(key: &str) -> Result<(), Refusal> {
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(Refusal::Key(key.len()));
    }
    Ok(())
}

/// A request that came: its signature is right and it may be answered today. Nothing was computed with it yet.
#[derive(Debug, Clone)]
pub struct Received {
    /// What it says of itself.
    pub header: Header,
    pub(super) points: Vec<[u8; 32]>,
    pub(super) sha256: [u8; 32],
}

impl Received {
    /// Reads a request; refuses what this program, this partner or this day does not allow.
    pub fn read(bytes: &[u8], checks: &Checks<'_>) -> Result<Self, Refusal> {
        let file = File::read(bytes, Kind::Request)?;
        checks.check(&file.header)?;
        if !file.points.is_sorted_by(|a, b| a < b) {
            return Err(Refusal::Format("its points are not in order"));
        }
        Ok(Self {
            points: file.points.to_vec(),
            sha256: file.sha256,
            header: file.header,
        })
    }

    /// SHA-256 of the file, as 64 hexadecimal digits: the same file is not answered twice.
    pub fn sha256(&self) -> String {
        super::wire::hex(&self.sha256)
    }
}
