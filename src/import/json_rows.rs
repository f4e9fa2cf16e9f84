//! JSON as rows: an array of objects, or objects one after the other (NDJSON). Numbers stay the digits they are, an
//! object within an object becomes columns `a.b.c`, and a key an item does not have is an empty cell.

use std::{cell::Cell, collections::HashMap, fmt, io::Read};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    records::{CELL_BYTES, COLUMNS},
    spool::{Spool, Spooled},
};
use crate::error::{Error, Result};

/// Most bytes of one item, which is held in memory.
const ITEM_BYTES: u64 = 64 << 20;
/// How many objects deep columns are made: what lies deeper stays text in its cell.
const DEEP: usize = 4;
/// Keys under which services give the items of a list.
const LISTS: [&str; 7] = [
    "data", "items", "list", "results", "records", "rows", "value",
];

/// Whether text begins like JSON that holds objects, and not like a table.
pub(super) fn begins(head: &[u8]) -> bool {
    let mut head = head.iter().filter(|b| !b.is_ascii_whitespace());
    match head.next() {
        Some(b'{') => matches!(head.next(), Some(b'"' | b'}')),
        Some(b'[') => matches!(head.next(), Some(b'{' | b']')),
        _ => false,
    }
}

/// Reads all items. `comma`: whether a decimal comma stands in numbers, as the person said amounts are written.
pub(super) fn read(from: impl Read, name: &str, comma: bool) -> Result<(Spooled, Vec<String>)> {
    let left = Cell::new(ITEM_BYTES);
    let mut items = Items {
        name,
        left: &left,
        comma,
        count: 0,
        columns: Vec::new(),
        places: HashMap::new(),
        spool: Spool::new(),
        refused: None,
        too_long: Vec::new(),
    };
    let metered = std::io::BufReader::new(Metered { from, left: &left });
    let mut list = None;
    let texts = serde_json::Deserializer::from_reader(metered).into_iter::<Whole>();
    let mut held: Option<Box<RawValue>> = None;
    let broken = |e: &serde_json::Error| {
        Error::refused(format!("{name} is not JSON that can be read: {e}."))
            .means("Nothing was imported.")
            .hint("It must be an array of objects, or one object a line.")
    };
    // The first item is held back: alone, it may be a wrapper around the list.
    for whole in texts {
        let Whole(raw) = whole.map_err(|e| broken(&e))?;
        left.set(ITEM_BYTES);
        if let Some(before) = held.replace(raw) {
            items.take(&before)?;
        }
    }
    if let Some(last) = held {
        let first = items.count == 0;
        let text = last.get().trim_start();
        if first && text.starts_with('[') {
            items.take_list(text).map_err(|e| broken(&e))?;
        } else if first && let Some((key, within)) = wrapped(text) {
            items.take_list(within.get()).map_err(|e| broken(&e))?;
            list = Some(key);
        } else {
            items.take(&last)?;
        }
    }
    items.done(list)
}

/// A whole value of the stream, unread.
struct Whole(Box<RawValue>);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(Self)
    }
}

/// The list a service wraps into an object that says how much more there is.
fn wrapped(text: &str) -> Option<(String, Box<RawValue>)> {
    let pairs = serde_json::from_str::<Pairs>(text).ok()?.0;
    let list = |key: &String, raw: &RawValue| {
        LISTS.contains(&key.as_str()) && begins(raw.get().as_bytes()) && raw.get().starts_with('[')
    };
    pairs.into_iter().find(|(key, raw)| list(key, raw))
}

/// An object in the order it was written, with its values as text.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(
                self,
                mut map: M,
            ) -> std::result::Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Object)
    }
}

/// Counts bytes down, so that no single item fills the memory.
struct Metered<'l, R> {
    from: R,
    left: &'l Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.from.read(into)?;
        let left = self.left.get().checked_sub(n as u64);
        self.left.set(left.ok_or_else(|| {
            std::io::Error::other("one item is longer than 64 MB; write one object a line")
        })?);
        Ok(n)
    }
}

/// Items on their way to rows.
struct Items<'n> {
    name: &'n str,
    left: &'n Cell<u64>,
    comma: bool,
    count: u64,
    columns: Vec<String>,
    places: HashMap<String, usize>,
    spool: Spool,
    refused: Option<Error>,
    too_long: Vec<String>,
}

impl Items<'_> {
    /// Every element of an array.
    fn take_list(&mut self, text: &str) -> serde_json::Result<()> {
        struct List<'i, 'n>(&'i mut Items<'n>);
        impl<'de> Visitor<'de> for List<'_, '_> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of objects")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> std::result::Result<(), S::Error> {
                while let Some(raw) = seq.next_element::<&RawValue>()? {
                    if self.0.refused.is_none()
                        && let Err(e) = self.0.take(raw)
                    {
                        // Told once the array is through.
                        self.0.refused = Some(e);
                    }
                }
                Ok(())
            }
        }
        let mut from = serde_json::Deserializer::from_str(text);
        serde::Deserializer::deserialize_seq(&mut from, List(self))?;
        from.end()
    }

    fn refuse(&self, why: &str) -> Error {
        Error::refused(format!("Item {} of {} {why}.", self.count, self.name))
            .means("Nothing was imported.")
            .hint("Every item must be an object, with each key once.")
    }

    /// One item as a row.
    fn take(&mut self, raw: &RawValue) -> Result<()> {
        self.count += 1;
        self.left.set(ITEM_BYTES);
        let pairs: Pairs =
            serde_json::from_str(raw.get()).map_err(|_| self.refuse("is not an object"))?;
        let mut row = vec![String::new(); self.columns.len()];
        let mut said = vec![false; self.columns.len()];
        for (key, value) in pairs.0 {
            self.take_value(&mut row, &mut said, key, &value, DEEP)?;
        }
        self.spool.push(self.count, &row)
    }

    /// One value as a cell, or as cells where it is an object and not `deep` enough to stay text.
    fn take_value(
        &mut self,
        row: &mut Vec<String>,
        said: &mut Vec<bool>,
        column: String,
        value: &RawValue,
        deep: usize,
    ) -> Result<()> {
        let object = deep > 1 && value.get().starts_with('{');
        let inner = object.then(|| serde_json::from_str::<Pairs>(value.get()));
        match inner {
            Some(Ok(inner)) => {
                for (key, value) in inner.0 {
                    self.take_value(row, said, format!("{column}.{key}"), &value, deep - 1)?;
                }
                Ok(())
            }
            Some(Err(_)) | None => self.put(row, said, column, value),
        }
    }

    fn put(
        &mut self,
        row: &mut Vec<String>,
        said: &mut Vec<bool>,
        column: String,
        value: &RawValue,
    ) -> Result<()> {
        let at = match self.places.get(&column) {
            Some(at) => *at,
            None if self.columns.len() == COLUMNS => {
                return Err(self.refuse(&format!("brings more than {COLUMNS} keys into the file")));
            }
            None => {
                self.places.insert(column.clone(), self.columns.len());
                self.columns.push(column.clone());
                row.push(String::new());
                said.push(false);
                self.columns.len() - 1
            }
        };
        if std::mem::replace(&mut said[at], true) {
            return Err(self.refuse(&format!("has the key “{column}” twice")));
        }
        let raw = value.get();
        row[at] = match raw.as_bytes().first() {
            Some(b'n') => String::new(),
            Some(b'"') => serde_json::from_str(raw)
                .map_err(|e| self.refuse(&format!("has a text in “{column}” that is none: {e}")))?,
            Some(b'[' | b'{') if raw.len() > CELL_BYTES => {
                if !self.too_long.contains(&column) {
                    self.too_long.push(column);
                }
                String::new()
            }
            Some(b'-' | b'0'..=b'9') if self.comma => raw.replace('.', ","),
            _ => raw.to_owned(),
        };
        Ok(())
    }

    fn done(mut self, list: Option<String>) -> Result<(Spooled, Vec<String>)> {
        if let Some(e) = self.refused.take() {
            return Err(e);
        }
        let counted = if self.count == 1 { "item" } else { "items" };
        let within = list.map_or(String::new(), |key| format!(" of “{key}”"));
        let mut notes = vec![format!("JSON, {} {counted}{within}", self.count)];
        if !self.too_long.is_empty() {
            notes.push(format!(
                "left out, because longer than a cell may be: {}",
                self.too_long.join(", ")
            ));
        }
        let mut spooled = self.spool.done()?;
        spooled.header = Some(self.columns);
        Ok((spooled, notes))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::Record;

    fn rows(text: &str) -> Result<Vec<String>> {
        let (mut spooled, _) = read(text.as_bytes(), "x.json", false)?;
        let mut found = vec![spooled.header.clone().unwrap().join("|")];
        let mut record = Record::default();
        let mut rows = spooled.read()?;
        while rows.next(&mut record)? {
            found.push(record.cells().collect::<Vec<_>>().join("|"));
        }
        Ok(found)
    }

    #[test]
    fn arrays_lines_and_wrapped_lists_are_rows() {
        let want = ["a|b.c|d", "1.10|x|", "0.30000000000000004|é|true"];
        for text in [
            r#"[{"a":1.10,"b":{"c":"x"}},{"a":0.30000000000000004,"b":{"c":"\u00e9"},"d":true}]"#,
            "{\"a\":1.10,\"b\":{\"c\":\"x\"}}\n{\"a\":0.30000000000000004,\"b\":{\"c\":\"é\"},\"d\":true}\n",
            r#"{"object":"list","data":[{"a":1.10,"b":{"c":"x"},"d":null},{"b":{"c":"é"},"a":0.30000000000000004,"d":true}]}"#,
        ] {
            let found = rows(text).unwrap();
            let sorted: Vec<&str> = found.iter().map(String::as_str).collect();
            let want: Vec<&str> = want.iter().map(|w| w.trim_end_matches('|')).collect();
            let trimmed: Vec<&str> = sorted.iter().map(|w| w.trim_end_matches('|')).collect();
            assert_eq!(trimmed, want, "{text}");
        }
    }

    #[test]
    fn one_object_is_one_row_and_its_lists_stay_text() {
        assert_eq!(
            rows(r#"{"id":"in_1","lines":[{"a":1}],"x":{"y":{"z":1}}}"#).unwrap(),
            ["id|lines|x.y.z", r#"in_1|[{"a":1}]|1"#]
        );
        assert_eq!(
            rows(r#"{"a":{"b":{"c":{"d":{"e":1}},"f":{}}},"g":2}"#).unwrap(),
            ["a.b.c.d|g", r#"{"e":1}|2"#],
            "what is too deep stays text"
        );
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused_with_its_place() {
        for (text, says) in [
            ("[{\"a\":1},2]", "Item 2"),
            ("{\"a\":1,\"a\":2}", "twice"),
            ("[{\"a\":1}", "not JSON"),
            ("{\"a\":tru}", "not JSON"),
            ("[{\"a\":1}] x", "not JSON"),
        ] {
            let e = rows(text).unwrap_err().to_string();
            assert!(e.contains(says), "{text}: {e}");
        }
    }

    #[test]
    fn a_table_is_not_taken_for_json() {
        assert!(begins(b" [\n {\"a\":1}]") && begins(b"{\"a\":1}") && begins(b"[]"));
        assert!(!begins(b"{id},name\n") && !begins(b"[x],y\n") && !begins(b"name\n"));
    }
}
