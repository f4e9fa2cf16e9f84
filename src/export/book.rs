//! A book as JSON: one record a line, so that two copies can be compared by any tool; it reads no book and writes no file.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::{domain::document::Document, text::json_safe};

/// Writes a document. The same document gives the same bytes.
pub fn write(doc: &Document, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{{\n\"partnerbook\": {},", doc.partnerbook)?;
    out.write_all(b"\"settings\": ")?;
    one(&doc.settings, out)?;
    list("stages", &doc.stages, out)?;
    list("partners", &doc.partners, out)?;
    list("programs", &doc.programs, out)?;
    list("enrolments", &doc.enrolments, out)?;
    list("referrals", &doc.referrals, out)?;
    list("customers", &doc.customers, out)?;
    list("revenue", &doc.revenue, out)?;
    list("adjustments", &doc.adjustments, out)?;
    list("commissions", &doc.commissions, out)?;
    list("blocks", &doc.blocks, out)?;
    list("voids", &doc.voids, out)?;
    list("runs", &doc.runs, out)?;
    list("payouts", &doc.payouts, out)?;
    list("rewards", &doc.rewards, out)?;
    list("links", &doc.links, out)?;
    list("visits", &doc.visits, out)?;
    list("peers", &doc.peers, out)?;
    list("exchanges", &doc.exchanges, out)?;
    list("populations", &doc.populations, out)?;
    list("decisions", &doc.decisions, out)?;
    list("sharing", &doc.sharing, out)?;
    list("questions", &doc.questions, out)?;
    list("influences", &doc.influences, out)?;
    list("activities", &doc.activities, out)?;
    list("mappings", &doc.mappings, out)?;
    list("aliases", &doc.aliases, out)?;
    out.write_all(b"\n}\n")
}

fn list<T: Serialize>(name: &str, records: &[T], out: &mut impl Write) -> io::Result<()> {
    write!(out, ",\n\"{name}\": [")?;
    for (n, record) in records.iter().enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        one(record, out)?;
    }
    out.write_all(if records.is_empty() { b"]" } else { b"\n]" })
}

fn one<T: Serialize + ?Sized>(record: &T, out: &mut impl Write) -> io::Result<()> {
    record
        .serialize(&mut Serializer::with_formatter(out, Harmless))
        .map_err(io::Error::from)
}

/// JSON in which characters that a terminal would act on or hide are escaped: the value is the same, the file is safe
/// to look at.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        out.write_all(json_safe(fragment).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped_and_comes_back_the_same() {
        let mut doc = Document::empty();
        let name = "é 日本 \u{202e}\u{1b}[2J \u{e0041} \u{200b}\"\\\n";
        doc.settings.insert("name".to_owned(), name.to_owned());
        let mut bytes = Vec::new();
        write(&doc, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains("é 日本 \\u202e\\u001b[2J \\udb40\\udc41 \\u200b"),
            "{text}"
        );
        // Read as JSON only: a document with such a name is no book.
        assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), doc);
    }
}
