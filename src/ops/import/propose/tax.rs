//! Amounts that have tax in them, where the file has the same without it: commission counts from what is left. Chosen
//! where nothing else can be meant, asked where it can.

use super::Draft;
use crate::{
    import::{
        FileKind, Holds, Sure, heading,
        survey::{Fit, Surveyed},
    },
    ops::{
        Choice,
        import::given::{Given, maps},
    },
};

/// Words of a header that say tax.
const TAX: [&str; 12] = [
    "tax", "taxes", "vat", "gst", "mwst", "ust", "steuer", "tva", "iva", "btw", "moms", "ндс",
];
/// Words that make another thing of it: a rate, a number.
const NO_AMOUNT: [&str; 8] = [
    "percent", "rate", "id", "number", "code", "status", "type", "fee",
];
/// Words of a header that say an amount without tax.
const WITHOUT: [&str; 2] = ["subtotal", "untaxed"];
/// Words that say the two are apart by more than tax: what was taken off, or paid otherwise.
const MORE: [&str; 9] = [
    "discount",
    "discounts",
    "coupon",
    "inclusive",
    "balance",
    "credit",
    "credits",
    "rabatt",
    "remise",
];

impl Draft<'_> {
    /// Takes the amount without tax where the file has it; not where the person said which it is.
    pub(super) fn leave_out_tax(&mut self) {
        let amount = self.field("amount");
        let typed = maps(&self.ask.typed).unwrap_or_default();
        if self.kind.kind != FileKind::Revenue || typed.iter().any(|(field, _)| field == "amount") {
            return;
        }
        let at = |what: &dyn Fn(&[String]) -> bool| {
            let columns = self.columns.iter().zip(&self.looked.survey.columns);
            let mut found = (0..).zip(columns).filter(|(_, (column, values))| {
                let words = heading::words(&column.header);
                what(&words) && has_amounts(values) && !says(&words, &NO_AMOUNT)
            });
            found.next().map(|(n, _): (usize, _)| n)
        };
        let placed = self
            .columns
            .iter()
            .position(|c| amount.is_some() && c.field == amount);
        let without = at(&|words| says(words, &WITHOUT) || excludes(words));
        let tax = at(&|words| says(words, &TAX) && !excludes(words) && !says(words, &MORE));
        let (Some(placed), Some(without), Some(tax)) = (placed, without, tax) else {
            return;
        };
        if without == placed || self.columns[without].field.is_some() {
            return;
        }
        let more = at(&|words| says(words, &MORE));
        let [placed_name, without_name, tax_name] =
            [placed, without, tax].map(|n| self.columns[n].header.clone());
        if let Some(more) = more {
            self.choices.push(Choice {
                about: placed_name.clone(),
                question: format!(
                    "“{placed_name}” has tax in it, and “{without_name}” may differ from it by more than that (“{}”). Which amount does commission count from?",
                    self.columns[more].header
                ),
                answers: vec![
                    (
                        format!("“{without_name}”, without tax"),
                        Given::map("amount", &without_name).words(),
                    ),
                    (
                        format!("“{placed_name}”, as it is"),
                        Given::map("amount", &placed_name).words(),
                    ),
                ],
            });
            return;
        }
        let old = Given::map("amount", &placed_name);
        self.base.retain(|g| *g != old);
        self.found.retain(|g| *g != old);
        self.found.push(Given::map("amount", &without_name));
        // What was not paid is not paid without tax either.
        if let Some(zeros) = zeros(&self.looked.survey.columns[placed]) {
            let column = heading::quoted(&placed_name);
            let rule = format!("amount=0 where {column} in ({})", zeros.join(", "));
            self.found.push(Given::of("--rule", rule));
        }
        let column = &mut self.columns[without];
        column.field = amount;
        column.sure = Sure::Guess;
        column.why = format!("without tax, which “{tax_name}” holds; commission counts from this");
        let column = &mut self.columns[placed];
        column.field = None;
        column.sure = Sure::Unused;
        column.why = format!("has tax in it; “{without_name}” has not");
        self.notes.push(format!(
            "“{without_name}” is taken, not “{placed_name}”, which has tax in it"
        ));
    }
}

fn says(words: &[String], of: &[&str]) -> bool {
    words.iter().any(|w| of.contains(&w.as_str()))
}

/// `total excluding tax`, `amount without VAT`; not `exclusive tax amount`, which is the tax.
fn excludes(words: &[String]) -> bool {
    const OUT: [&str; 7] = [
        "excluding",
        "excl",
        "ex",
        "without",
        "before",
        "ohne",
        "hors",
    ];
    says(words, &TAX) && says(words, &OUT)
}

/// Whether a column holds amounts, and not only zeros.
fn has_amounts(values: &Surveyed) -> bool {
    let some = |text: &str| text.contains(|c: char| ('1'..='9').contains(&c));
    let all = values.values.as_ref();
    values.filled > 0
        && values.fit(Holds::Amount) == Fit::All
        && all.is_none_or(|all| all.iter().any(|(value, _)| some(value)))
}

/// How a column writes zero, where it does; nothing where it is not known.
fn zeros(values: &Surveyed) -> Option<Vec<String>> {
    let zero =
        |text: &str| text.contains('0') && !text.contains(|c: char| ('1'..='9').contains(&c));
    match &values.values {
        Some(all) => {
            let found: Vec<String> = all
                .iter()
                .map(|(v, _)| v.clone())
                .filter(|v| zero(v))
                .collect();
            (!found.is_empty()).then_some(found)
        }
        None => Some(["0", "0.00"].map(str::to_owned).to_vec()),
    }
}
