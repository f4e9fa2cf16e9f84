//! The list of programs, with the terms that hold on a day.

use std::collections::HashMap;

use super::{Field, Source, Wanted, field, filter, run::sure_money};
use crate::{
    domain::{
        day::Day,
        money::Totals,
        query::FieldKind::{Day as DayKind, Number, Text, Word},
    },
    error::Result,
    store::{View, column::day},
};

/// The version of program `g` that holds on `:as_of` for everybody who has no terms of its own.
macro_rules! current_terms {
    () => {
        "LEFT JOIN terms t ON t.id = (SELECT x.id FROM terms x WHERE x.program_id = g.id AND x.partner_id IS NULL AND (x.from_day IS NULL OR x.from_day <= :as_of)
           ORDER BY x.version DESC LIMIT 1)"
    };
}
pub(super) use current_terms;

/// How many partners are enrolled on `:as_of`.
macro_rules! enrolled {
    () => {
        "(SELECT count(DISTINCT e.partner_id) FROM enrolment e WHERE e.program_id = g.id
           AND (e.from_day IS NULL OR e.from_day <= :as_of) AND (e.to_day IS NULL OR e.to_day >= :as_of))"
    };
}

/// How many partners have terms of their own that have begun by `:as_of`.
macro_rules! own {
    () => {
        "(SELECT count(DISTINCT x.partner_id) FROM terms x WHERE x.program_id = g.id AND x.partner_id IS NOT NULL
           AND (x.from_day IS NULL OR x.from_day <= :as_of))"
    };
}

/// See [`Source`].
pub(crate) static PROGRAMS: Source = Source {
    from: "program g",
    joins: &[("t", current_terms!())],
    by_partner: "",
    own: "",
    id: "g.id",
    always: "",
    day: "",
    text: &["g.name", "g.slug", "t.text"],
    fields: FIELDS,
    is: &[("active", concat!(enrolled!(), " > 0"))],
    order: "g.name COLLATE NOCASE, g.id",
    sums: &[],
};

const FIELDS: &[Field] = &[
    field("name", Text, "g.name"),
    filter("program", Text, "g.name"),
    field("terms", Text, "t.text"),
    field("partners", Number, enrolled!()),
    field("hold", Number, "t.hold_days"),
    field("kind", Word, "g.kind"),
    filter("type", Word, "g.kind"),
    field("version", Number, "t.version"),
    field("from", DayKind, "t.from_day"),
    field("own", Number, own!()),
    field("ends", DayKind, "g.ends_on"),
    field("slug", Word, "g.slug"),
];

/// A program in the list.
pub(crate) struct ProgramRow {
    pub id: i64,
    pub name: String,
    pub slug: String,
    pub kind: String,
    pub terms: Option<String>,
    pub version: Option<i64>,
    pub from_day: Option<Day>,
    pub hold_days: Option<i64>,
    pub partners: i64,
    pub own: i64,
    pub ends_on: Option<Day>,
    pub minimum: Totals,
}

impl View<'_> {
    /// Programs by id, in that order.
    pub(crate) fn program_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<ProgramRow>> {
        let mut rows = self.list_rows(
            concat!(
                "SELECT g.id, g.name, g.slug, g.kind, t.text, t.version, t.from_day, t.hold_days, ",
                enrolled!(),
                ", ",
                own!(),
                ", g.ends_on FROM json_each(:ids) j CROSS JOIN program g ON g.id = j.value ",
                current_terms!(),
                " ORDER BY j.key"
            ),
            wanted,
            ids,
            |r| {
                Ok(ProgramRow {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    slug: r.get(2)?,
                    kind: r.get(3)?,
                    terms: r.get(4)?,
                    version: r.get(5)?,
                    from_day: day(r, 6)?,
                    hold_days: r.get(7)?,
                    partners: r.get(8)?,
                    own: r.get(9)?,
                    ends_on: day(r, 10)?,
                    minimum: Totals::new(),
                })
            },
        )?;
        let at: HashMap<i64, usize> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let minimums = self.list_rows(
            "SELECT n.program_id, n.minor, n.currency FROM json_each(:ids) j CROSS JOIN minimum n ON n.program_id = j.value",
            wanted,
            ids,
            |r| Ok((r.get::<_, i64>(0)?, sure_money(r, 1)?)),
        )?;
        for (id, least) in minimums {
            if let Some(row) = at.get(&id).and_then(|at| rows.get_mut(*at)) {
                row.minimum.add(least)?;
            }
        }
        Ok(rows)
    }
}
