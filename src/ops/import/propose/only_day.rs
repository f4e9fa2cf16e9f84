//! The one column of days of a file of referrals, whose header says nothing of what day it is. Places it as a guess that is
//! seen; decides nothing else.

use super::Draft;
use crate::import::{
    FileKind, Holds, Sure,
    fit::DayVerdict,
    guess::speaks_of_other,
    survey::{Fit, Surveyed},
};
use crate::ops::import::given::Given;

impl Draft<'_> {
    /// Where no column of a file of referrals is a day of them and just one holds days: every row has one, so that it is
    /// the day they came; only some have one, so that it is the day those were won.
    pub(super) fn place_only_day(&mut self) {
        let days = ["submitted", "won", "closed"];
        let mut known = days.iter().filter_map(|name| self.field(name));
        if self.kind.kind != FileKind::Referrals || known.any(|at| self.has(at)) {
            return;
        }
        let columns = self.columns.iter().zip(&self.looked.survey.columns);
        let found: Vec<(usize, bool)> = columns
            .enumerate()
            .filter(|(_, (column, values))| {
                column.field.is_none()
                    && column.sure != Sure::Ask
                    && holds_days(values)
                    && !speaks_of_other(&column.header)
            })
            .map(|(n, (_, values))| (n, values.filled == self.looked.survey.rows))
            .collect();
        let [(at, every)] = found.as_slice() else {
            return;
        };
        let name = if *every { "submitted" } else { "won" };
        let Some(field) = self.field(name) else {
            return;
        };
        let column = &mut self.columns[*at];
        column.field = Some(field);
        column.sure = Sure::Guess;
        column.why = if *every {
            "the only column of days".to_owned()
        } else {
            "the only column of days, and not every row has one".to_owned()
        };
        self.found.push(Given::map(name, &column.header));
    }
}

fn holds_days(values: &Surveyed) -> bool {
    let told = matches!(
        values.days.verdict(),
        DayVerdict::One(_) | DayVerdict::Several(_)
    );
    values.filled > 0 && told && values.fit(Holds::Day) == Fit::All
}
