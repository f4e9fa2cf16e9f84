//! The list of operations, newest first.

use super::{Field, Source, Wanted, field, filter};
use crate::{
    domain::{
        id::Noun,
        query::FieldKind::{Day as DayKind, Id, Number, Text, Word},
    },
    error::Result,
    store::View,
};

/// Whether what operation `h` did is taken back.
macro_rules! undone {
    () => {
        "coalesce((SELECT u.act = 'undo' FROM operation u WHERE u.about = h.id ORDER BY u.id DESC LIMIT 1), 0)"
    };
}

macro_rules! changes {
    () => {
        "((SELECT count(*) FROM change x WHERE x.op = h.id) + coalesce((SELECT sum(b.rows) FROM bulk b WHERE b.op = h.id), 0))"
    };
}

const STATE: &str = concat!(
    "CASE WHEN ",
    undone!(),
    " THEN 'undone' WHEN h.act = 'do' THEN 'done' ELSE h.act END"
);

/// See [`Source`].
pub(crate) static HISTORY: Source = Source {
    from: "operation h",
    joins: &[],
    by_partner: "",
    own: "",
    id: "h.id",
    always: "",
    day: "substr(h.at, 1, 10)",
    text: &["h.summary", "h.command", "h.who", "h.file"],
    fields: FIELDS,
    is: &[
        ("undone", undone!()),
        ("done", concat!("h.act = 'do' AND NOT ", undone!())),
        ("undo", "h.act = 'undo'"),
        ("redo", "h.act = 'redo'"),
        ("screen", "h.origin = 'screen'"),
        ("shell", "h.origin = 'shell'"),
        ("import", "h.file IS NOT NULL"),
    ],
    order: "h.id DESC",
    sums: &[],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Operation), "h.id"),
    // A day to filter by, the moment to sort by.
    super::field_by("at", DayKind, "substr(h.at, 1, 10)", "h.at"),
    filter("created", DayKind, "substr(h.at, 1, 10)"),
    field("summary", Text, "h.summary"),
    field("state", Word, STATE),
    filter("status", Word, STATE),
    field("who", Text, "h.who"),
    field("origin", Word, "h.origin"),
    field("act", Word, "h.act"),
    field("changes", Number, changes!()),
    field("command", Text, "h.command"),
    field("file", Text, "h.file"),
];

/// An operation in the list.
pub(crate) struct OperationRow {
    pub id: i64,
    /// UTC, RFC 3339.
    pub at: String,
    pub who: String,
    pub origin: String,
    pub act: String,
    pub command: String,
    pub summary: String,
    pub file: Option<String>,
    pub undone: bool,
    /// Rows it made, changed or removed.
    pub changes: i64,
}

impl View<'_> {
    /// Operations by id, in that order.
    pub(crate) fn operation_rows(
        self,
        wanted: &Wanted<'_>,
        ids: &[i64],
    ) -> Result<Vec<OperationRow>> {
        self.list_rows(
            concat!(
                "SELECT h.id, h.at, h.who, h.origin, h.act, h.command, h.summary, h.file, ",
                undone!(),
                ", ",
                changes!(),
                " FROM json_each(:ids) j CROSS JOIN operation h ON h.id = j.value ORDER BY j.key"
            ),
            wanted,
            ids,
            |r| {
                Ok(OperationRow {
                    id: r.get(0)?,
                    at: r.get(1)?,
                    who: r.get(2)?,
                    origin: r.get(3)?,
                    act: r.get(4)?,
                    command: r.get(5)?,
                    summary: r.get(6)?,
                    file: r.get(7)?,
                    undone: r.get(8)?,
                    changes: r.get(9)?,
                })
            },
        )
    }
}
