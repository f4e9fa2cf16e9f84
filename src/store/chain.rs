//! The chain: each operation's hash covers the one before it, what was asked, and every row it changed.

use rusqlite::{Connection, types::ValueRef};
use sha2::{Digest, Sha256};

use crate::error::Result;

/// The hash before the first operation.
pub(super) const GENESIS: &str = "";

/// How many bytes are gathered before they are hashed: a million rows are many small fields.
const GATHERED: usize = 16 << 10;

/// A SHA-256 over fields, each with its length before it, so that no two lists of fields read alike.
pub(super) struct Fields {
    hash: Sha256,
    gathered: Vec<u8>,
}

impl Fields {
    pub(super) fn new(version: &str) -> Self {
        let mut fields = Self {
            hash: Sha256::new(),
            gathered: Vec::with_capacity(GATHERED),
        };
        fields.text(version);
        fields
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.gathered.len() + bytes.len() > GATHERED {
            self.hash.update(&self.gathered);
            self.gathered.clear();
        }
        if bytes.len() > GATHERED {
            self.hash.update(bytes);
        } else {
            self.gathered.extend_from_slice(bytes);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(&text.len().to_le_bytes());
        self.bytes(text.as_bytes());
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.bytes(&[0xff; 8]),
        }
    }

    pub(super) fn number(&mut self, n: i64) {
        self.bytes(&n.to_le_bytes());
    }

    /// A value of any type, told apart by a letter.
    pub(super) fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.bytes(b"-"),
            ValueRef::Integer(n) => {
                self.bytes(b"i");
                self.number(n);
            }
            ValueRef::Real(n) => {
                self.bytes(b"r");
                self.bytes(&n.to_bits().to_le_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                let text = matches!(value, ValueRef::Text(_));
                self.bytes(if text { b"t" } else { b"b" });
                self.bytes(&bytes.len().to_le_bytes());
                self.bytes(bytes);
            }
        }
    }

    pub(super) fn hex(mut self) -> String {
        self.hash.update(&self.gathered);
        hex(&self.hash.finalize())
    }
}

/// Bytes as lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(*b)])
        .collect()
}

/// Works out an operation's hash from what the book holds of it, given the hash before it.
pub(super) fn hash_of(conn: &Connection, op: i64, prev: &str) -> Result<String> {
    let mut fields = Fields::new("PBH1");
    fields.text(prev);
    fields.number(op);
    conn.prepare_cached("SELECT uid, at, who, origin, act, about, command, summary, file, sha256 FROM operation WHERE id = ?1")?.query_row(
        [op],
        |r| {
            for column in [0, 1, 2, 3, 4, 6, 7] {
                fields.text(r.get_ref(column)?.as_str()?);
            }
            fields.number(r.get::<_, Option<i64>>(5)?.unwrap_or(0));
            fields.maybe(r.get_ref(8)?.as_str_or_null()?);
            fields.maybe(r.get_ref(9)?.as_str_or_null()?);
            Ok(())
        },
    )?;
    let mut q = conn.prepare_cached(
        "SELECT tbl, row_id, before, after FROM change WHERE op = ?1 ORDER BY id",
    )?;
    let mut rows = q.query([op])?;
    while let Some(r) = rows.next()? {
        fields.text(r.get_ref(0)?.as_str()?);
        fields.number(r.get(1)?);
        fields.maybe(r.get_ref(2)?.as_str_or_null()?);
        fields.maybe(r.get_ref(3)?.as_str_or_null()?);
    }
    let mut q = conn.prepare_cached(
        "SELECT tbl, first_id, last_id, rows, sha256 FROM bulk WHERE op = ?1 ORDER BY id",
    )?;
    let mut rows = q.query([op])?;
    while let Some(r) = rows.next()? {
        fields.text(r.get_ref(0)?.as_str()?);
        for column in [1, 2, 3] {
            fields.number(r.get(column)?);
        }
        fields.text(r.get_ref(4)?.as_str()?);
    }
    Ok(fields.hex())
}

/// The hash of the newest operation.
pub(super) fn head(conn: &Connection, before: i64) -> Result<String> {
    let mut q =
        conn.prepare_cached("SELECT hash FROM operation WHERE id < ?1 ORDER BY id DESC LIMIT 1")?;
    let mut rows = q.query([before])?;
    Ok(match rows.next()? {
        Some(r) => r.get(0)?,
        None => GENESIS.to_owned(),
    })
}
