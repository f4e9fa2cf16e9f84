//! Opening the second file: which of the asked accounts match, and what is said of them; must not trust the answerer.

use curve25519_dalek::Scalar;
use zeroize::Zeroizing;

use super::{
    envelope::{File, Header, Kind},
    finish::{Finishing, Promise},
    label::Label,
    limits::{FEWEST_FOUND, Limits},
    oprf::{Encoded, Factor, decode, finalize},
    refusal::Refusal,
    request::{Asking, Checks},
    scope::Scope,
    seal::{Binding, SealKey},
    work::{Pace, Watch, each},
};

/// More than this share of the answerer's rows found, in hundredths, is a reason to look twice.
const MUCH: usize = 60;

/// An account that both sides have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What it is to the requester.
    pub scope: Scope,
    /// What the caller knows it by, as it said with [`Asking::belong`]; else empty.
    pub account: String,
    /// The key both know it by.
    pub key: String,
    /// What the answerer says about it: text from outside.
    pub label: Label,
}

/// How many accounts both sides have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// So many.
    Exactly(usize),
    /// A few, or none: in a count, a number below five is not told.
    FewerThan(usize),
}

/// What an answer says.
pub struct Opened {
    /// What the answer says of itself: who, what fields.
    pub header: Header,
    /// The matches, ordered by key; none where only a count was asked for.
    pub matches: Vec<Match>,
    /// How many match.
    pub found: Found,
    /// Rows that are found but do not open: their writer made them wrong, on purpose or not.
    pub unopened: usize,
    /// More than 60 % of their rows were found: the lists are nearly one, or one side tests the other.
    pub nearly_all: bool,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// What a third file is made from, if one was agreed on.
    pub finishing: Option<Finishing>,
}

/// What came of one point.
enum Fate {
    None,
    Unopened,
    Counted,
    Open(SealKey, Label),
}

/// Opens an answer to what was asked. Refuses files of other exchanges and answers that say more than was asked for.
pub fn open(
    bytes: &[u8],
    asking: &Asking,
    checks: &Checks<'_>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Opened, Refusal> {
    let file = File::read(bytes, Kind::Response)?;
    let header = &file.header;
    checks.check(header)?;
    check(header, asking)?;
    if asking.expires < checks.today {
        return Err(Refusal::Expired(asking.expires));
    }
    limits.allow_listed(header)?;
    let mut sorted = file.points.to_vec();
    sorted.sort_unstable();
    if !sorted.is_sorted_by(|a, b| a < b) {
        return Err(Refusal::Points);
    }
    if asking.counts_only && sorted != file.points {
        return Err(Refusal::Format("its points are not in order"));
    }
    let binding = Binding::new(
        &asking.session,
        &asking.request,
        &asking.own,
        &header.sender,
    );
    let blind = Option::from(Scalar::from_canonical_bytes(*asking.blind));
    let factor = Factor::undoing(&Zeroizing::new(blind.ok_or(Refusal::State)?));

    // In a count nobody knows which point is of which key, so all are looked at; else padding is left alone.
    let asked: Vec<(usize, &Encoded)> = file
        .points
        .iter()
        .enumerate()
        .filter(|(at, _)| asking.counts_only || asking.key(*at).is_some())
        .collect();
    let pace = Pace::new(watch, asked.len());
    let fates = each(&asked, &pace, |chunk| {
        let decoded = chunk.iter().map(|(_, point)| decode(point));
        let decoded = decoded.collect::<Option<Vec<_>>>().ok_or(Refusal::Points)?;
        let unblinded = Zeroizing::new(factor.times(decoded.into_iter()));
        let fates = chunk.iter().zip(&*unblinded).map(|((at, _), point)| {
            fate(&file, &binding, asking.key(*at), point).ok_or(Refusal::State)
        });
        fates.collect()
    })?;

    let (mut matches, mut rows, mut unopened, mut counted) = (Vec::new(), Vec::new(), 0, 0);
    for ((at, _), fate) in asked.iter().zip(fates) {
        match (fate, asking.key(*at)) {
            (Fate::None, _) => {}
            (Fate::Counted, _) => counted += 1,
            (Fate::Open(shared, label), Some((scope, name))) => {
                rows.push((shared, name.clone()));
                matches.push(Match {
                    scope: *scope,
                    account: asking.account(*at).to_owned(),
                    key: name.clone(),
                    label,
                });
            }
            (Fate::Unopened | Fate::Open(..), _) => unopened += 1,
        }
    }
    matches.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let found = counted + matches.len();
    let promise = Promise {
        session: asking.session,
        binding,
        response: file.sha256,
        rules: asking.rules,
        scopes: asking.scopes,
        offers: asking.offers,
        expires: asking.expires,
    };
    Ok(Opened {
        found: match found {
            n if asking.counts_only && n < FEWEST_FOUND => Found::FewerThan(FEWEST_FOUND),
            n => Found::Exactly(n),
        },
        // An account stands in the answer once for each population that was asked about, and is found in one.
        nearly_all: found >= FEWEST_FOUND
            && found * 100 * asking.scopes.count() as usize > header.rows as usize * MUCH,
        finishing: asking.with_finish.then(|| Finishing::new(promise, rows)),
        matches,
        unopened,
        sha256: file.sha256,
        header: file.header,
    })
}

/// Looks one unblinded point up. `None` only where the state is not what it was.
fn fate(
    file: &File<'_>,
    binding: &Binding,
    key: Option<&(Scope, String)>,
    point: &Encoded,
) -> Option<Fate> {
    let row = |tag| file.tags.binary_search(&tag).ok();
    if file.header.counts_only {
        let counted = row(binding.tag(point)).is_some();
        return Some(if counted { Fate::Counted } else { Fate::None });
    }
    let (scope, key) = key?;
    let output = finalize(&[scope.prefix(), key.as_bytes()], point)?;
    let Some(row) = row(binding.tag(&*output)) else {
        return Some(Fate::None);
    };
    let opened = binding.open(&binding.label_key(&*output), file.sealed(row));
    let label = opened.and_then(|bytes| Label::read(&bytes, file.header.tells));
    Some(label.map_or(Fate::Unopened, |label| {
        Fate::Open(binding.shared(&*output), label)
    }))
}

/// Whether it answers this very request, and says no more than was asked for.
fn check(header: &Header, asking: &Asking) -> Result<(), Refusal> {
    if header.session != asking.session || header.previous != asking.request {
        return Err(Refusal::Binding);
    }
    let as_asked = header.points as usize == asking.order.len()
        && header.counts_only == asking.counts_only
        && header.with_finish == asking.with_finish
        && header.scopes == asking.scopes
        && header.rules == asking.rules
        && header.expires <= asking.expires;
    if !as_asked {
        return Err(Refusal::Format("it answers something else than was asked"));
    }
    if !header.tells.within(asking.asks) {
        return Err(Refusal::Fields);
    }
    Ok(())
}
