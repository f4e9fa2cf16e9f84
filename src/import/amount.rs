//! Amounts as files write them: with the decimal mark the person named, refused where two readings are possible.

use crate::domain::{
    currency::Currency,
    money::Money,
    typed_money::{DecimalMark, Marks, marks},
};

/// How the amounts of a file are written.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// The decimal mark, if it was named; otherwise a point, and what could be either is refused.
    pub mark: Option<DecimalMark>,
    /// Currency of rows that name none.
    pub currency: Currency,
    /// Whether the person said that currency, so that no amount says another.
    pub said: bool,
}

impl Amounts {
    /// An amount in `currency`; the reason if it is none.
    pub fn read(&self, text: &str, currency: Currency) -> Result<Money, String> {
        let text = text.trim();
        // `1,234` is a thousand to one reader and a little more than one to another.
        if self.mark.is_none() && text.matches(',').count() == 1 && !text.contains('.') {
            return Err("could be read in two ways; add --decimal . or --decimal ,".to_owned());
        }
        let mark = self.mark.unwrap_or_default();
        Money::parse_marked(text, currency, mark).map_err(|e| {
            let reason = e.message.trim_end_matches('.').to_owned();
            let hint = match (self.mark, marks(text)) {
                (None | Some(DecimalMark::Point), Some(Marks::Comma)) => {
                    "; if its decimal mark is a comma, add --decimal ,"
                }
                (Some(DecimalMark::Comma), Some(Marks::Point)) => {
                    "; if its decimal mark is a point, add --decimal ."
                }
                _ => "",
            };
            format!("{reason}{hint}")
        })
    }
}
