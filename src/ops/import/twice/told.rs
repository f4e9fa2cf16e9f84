//! The question about money that looks like money of another source, with an example of both, and what became of it.

use std::collections::HashSet;

use super::Verdict;
use crate::{
    domain::{day::shown, id::Noun, money::Totals, paid_twice::Alike},
    error::Result,
    ops::{Choice, args::counted, import::origin::Way},
    store::{NewRevenue, Tx},
};

/// What was found so far.
pub(super) struct Told {
    way: Way,
    asked: u64,
    /// Of those that are asked about, those that have another amount.
    differ: u64,
    sum: Totals,
    customers: HashSet<i64>,
    /// The first of them, the surest before others, with what it looks like: its sort, its line, both in words.
    example: Option<(Alike, u64, String)>,
    out: u64,
    replaced: u64,
}

impl Told {
    pub(super) fn new(way: Way) -> Self {
        Self {
            way,
            asked: 0,
            differ: 0,
            sum: Totals::new(),
            customers: HashSet::new(),
            example: None,
            out: 0,
            replaced: 0,
        }
    }

    /// Notes a payment only the person can judge. `beside`: the line it looks like, and the operation that brought that.
    pub(super) fn ask(
        &mut self,
        tx: &Tx<'_>,
        new: &NewRevenue,
        line: u64,
        how: Alike,
        beside: (i64, i64),
    ) -> Result<()> {
        self.asked += 1;
        self.differ += u64::from(how == Alike::Time);
        self.sum.add(new.money)?;
        self.customers.insert(new.customer);
        let sooner = (how, line);
        if self
            .example
            .as_ref()
            .is_some_and(|(h, l, _)| (*h, *l) <= sooner)
        {
            return Ok(());
        }
        let old = tx.view().revenue(beside.0)?;
        let came = tx.view().came_with(beside.1)?;
        let from = came.file.map_or_else(
            || "entered by hand".to_owned(),
            |file| format!("from {file}"),
        );
        let named = |v: &NewRevenue| {
            let id = v.external_id.as_ref();
            let id = id.map_or(String::new(), |id| format!(" ({id})"));
            format!("{} on {}{id}", v.money.shown(), shown(v.day))
        };
        let words = format!(
            "{} of {} on line {line} is like {}, {}, {from}",
            named(new),
            old.customer_name,
            Noun::Revenue.id(old.id),
            named(&old.known),
        );
        self.example = Some((how, line, words));
        Ok(())
    }

    /// Notes what became of a payment the person judged.
    pub(super) fn settled(&mut self, verdict: Verdict) {
        self.out += u64::from(matches!(verdict, Verdict::Out(_)));
        self.replaced += u64::from(matches!(verdict, Verdict::Replace(_)));
    }

    fn counted(&self, n: u64) -> String {
        match self.way {
            Way::Periods => counted(n, "period billed", "periods billed"),
            _ => counted(n, "payment", "payments"),
        }
    }

    pub(super) fn question(&self) -> Option<Choice> {
        let (_, _, example) = self.example.as_ref()?;
        let one = self.asked == 1;
        let differ = match self.differ {
            0 => String::new(),
            n if n == self.asked => ", though their amounts differ".to_owned(),
            n => format!(", {n} of them with another amount"),
        };
        let question = format!(
            "{} of the file {} like money the book has from another source: {} of {}{differ}. For example {example}. {} the same money?",
            self.counted(self.asked),
            if one { "looks" } else { "look" },
            self.sum.shown(),
            counted(self.customers.len() as u64, "customer", "customers"),
            if one { "Is it" } else { "Are they" },
        );
        let them = if one { "it" } else { "them" };
        let answer = |says: String, word: &str| (says, vec!["--twice".to_owned(), word.to_owned()]);
        let mut answers = vec![
            answer(format!("the same money: leave {them} out"), "skip"),
            answer(
                format!("the same money: take {them} in place of what the book has"),
                "replace",
            ),
            answer(format!("other money: take {them} as well"), "keep"),
        ];
        if self.differ > 0 && self.differ < self.asked {
            answers.push(answer(
                "the same money where the amount is the same, other money where it is not"
                    .to_owned(),
                "exact",
            ));
        }
        Some(Choice {
            about: "the same money twice".to_owned(),
            question,
            answers,
        })
    }

    pub(super) fn said(&self) -> Option<String> {
        let mut said = Vec::new();
        if self.out > 0 {
            let are = if self.out == 1 { "is" } else { "are" };
            said.push(format!(
                "{} {are} money the book has from another source, and left out as you said.",
                self.counted(self.out)
            ));
        }
        if self.replaced > 0 {
            let take = if self.replaced == 1 { "takes" } else { "take" };
            said.push(format!(
                "{} {take} the place of the same money from another source, as you said.",
                self.counted(self.replaced)
            ));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}
