//! Programs of a document taken in: versions of terms, minimums, splits, and who is enrolled; no agreements.

use rusqlite::params;

use super::super::{
    Tx,
    names::{Names, day, id_of},
};
use crate::{
    domain::{
        document::{Document, DocumentError},
        terms::Terms,
    },
    error::Result,
};

impl Tx<'_> {
    pub(super) fn take_programs(&self, doc: &Document, mut names: Names) -> Result<Names> {
        for (n, g) in doc.programs.iter().enumerate() {
            let id = id_of(&names.programs, &g.id, || format!("programs[{n}].id"))?;
            self.conn
                .prepare_cached(
                    "INSERT INTO program (id, name, slug, kind, ends_on, stops_on, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![id, g.name, g.id, g.kind, day(g.ends_on), day(g.stops_on), self.op])?;
            for (k, t) in g.terms.iter().enumerate() {
                let at = || format!("programs[{n}].terms[{k}].text");
                let terms =
                    Terms::parse(&t.text).map_err(|e| DocumentError::at(at(), e.to_string()))?;
                let partner = t
                    .partner
                    .as_ref()
                    .map(|p| {
                        id_of(&names.partners, p, || {
                            format!("programs[{n}].terms[{k}].partner")
                        })
                    })
                    .transpose()?;
                self.conn
                    .prepare_cached(
                        "INSERT INTO terms (program_id, version, text, from_day, applies, hold_days, partner_id, op)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    )?
                    .execute(params![
                        id, t.version, terms.to_string(), day(t.from), t.applies, t.hold_days, partner, self.op
                    ])?;
                names
                    .terms
                    .insert((g.id.clone(), t.version), self.conn.last_insert_rowid());
            }
            for least in &g.minimum {
                self.set_minimum(id, *least)?;
            }
            for (position, s) in (1_i64..).zip(g.split.iter()) {
                self.conn
                    .prepare_cached("INSERT INTO program_split (program_id, position, role, share, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![id, position, s.role, s.share, self.op])?;
            }
        }
        Ok(names)
    }

    pub(super) fn take_enrolments(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, e) in doc.enrolments.iter().enumerate() {
            let at = || format!("enrolments[{n}]");
            self.conn
                .prepare_cached("INSERT INTO enrolment (partner_id, program_id, from_day, to_day, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    id_of(&names.partners, &e.partner, || at() + ".partner")?,
                    id_of(&names.programs, &e.program, || at() + ".program")?,
                    day(e.from),
                    day(e.to),
                    self.op
                ])?;
        }
        Ok(())
    }
}
