//! Reads the text of terms into plans, and says of a wrong word what would be right in its place.

use std::ops::Range;

use super::TermsError;
use super::lex::{RESERVED, Token, What};
use super::reader::Reader;
use crate::domain::currency::Currency;
use crate::domain::ledger::{Code, LedgerError};
use crate::domain::money::Money;
use crate::domain::plan::{
    ActiveBy, Activity, Event, Flat, Mode, Percent, Plan, Scope, Tier, Tiered,
};
use crate::domain::rate::Rate;
use crate::text::nearest;

/// The clauses of a text, at least one.
pub(super) fn terms(text: &str) -> Result<Vec<Plan>, TermsError> {
    let mut reader = Reader::of(text);
    let mut plans = Vec::new();
    loop {
        let start = reader.peek().span.start;
        let plan = reader.clause()?;
        let span = start..reader.last_end();
        plan.check().map_err(|bad| at(span, bad))?;
        plans.push(plan);
        if reader.mark(';') {
            // A last semicolon ends the terms; it does not begin a clause.
            if reader.done() {
                return Ok(plans);
            }
        } else if reader.done() {
            return Ok(plans);
        } else {
            return reader.wrong(if reader.tried.contains(&"while") {
                "“for” and months, “while” and wins, “;” and another clause, or the end"
            } else {
                "“;” and another clause, or the end"
            });
        }
    }
}

/// A place in the text and what the rules say against it.
fn at(span: Range<usize>, error: LedgerError) -> TermsError {
    TermsError {
        code: error.code,
        span,
        message: error.message,
    }
}

impl Reader<'_> {
    fn clause(&mut self) -> Result<Plan, TermsError> {
        let percent = matches!(self.peek().what, What::Number(_))
            && (self.ahead(1).what == What::Mark('%') || self.is_word(1, &["percent"]));
        if !percent {
            return self.flat();
        }
        let rate = self.rate()?;
        if self.word(&["from"]) {
            self.tiered(rate)
        } else {
            self.percent(rate)
        }
    }

    fn percent(&mut self, rate: Rate) -> Result<Plan, TermsError> {
        if !self.word(&["of"]) {
            return self.wrong("“of” and a kind of revenue such as base, or “from” and a volume");
        }
        let kinds = self.kinds()?;
        let mut plan = Percent {
            rate,
            scope: Scope {
                kinds,
                ..Scope::of("")
            },
            otherwise: Rate::ZERO,
        };
        self.duration(&mut plan.scope)?;
        let mut otherwise = None;
        while self.mark(',') || self.sees(&["otherwise", "per"]) {
            if otherwise.is_none() && self.word(&["otherwise"]) {
                otherwise = Some(if self.word(&["nothing"]) {
                    Rate::ZERO
                } else {
                    self.rate()?
                });
            } else if !self.per_month(&mut plan.scope)? {
                return self.wrong("“otherwise” and a rate, or “per month”");
            }
        }
        plan.otherwise = otherwise.unwrap_or_default();
        Ok(Plan::Percent(plan))
    }

    fn tiered(&mut self, first: Rate) -> Result<Plan, TermsError> {
        let mut steps = vec![(first, self.number("a volume such as 0 or 5000")?)];
        while self.mark(',') {
            let rate = self.rate()?;
            if !self.word(&["from"]) {
                return self.wrong("“from” and a volume");
            }
            steps.push((rate, self.number("a volume such as 5000")?));
        }
        let currency = self.currency()?;
        let mut tiers = Vec::new();
        for (rate, (volume, span)) in steps {
            let from = Money::parse(&volume, currency)
                .map_err(|bad| at(span, bad))?
                .minor;
            tiers.push(Tier { from, rate });
        }
        if !self.word(&["of"]) {
            return self.wrong("“of” and a kind of revenue such as base");
        }
        let mut scope = Scope {
            kinds: self.kinds()?,
            ..Scope::of("")
        };
        if !(self.word(&["a", "each", "every", "per"]) && self.word(&["month"])) {
            return self.wrong("“a month”");
        }
        let mode = self.mode()?;
        self.duration(&mut scope)?;
        while self.mark(',') || self.sees(&["per"]) {
            if !self.per_month(&mut scope)? {
                return self.wrong("“per month”");
            }
        }
        Ok(Plan::Tiered(Tiered {
            currency,
            tiers,
            mode,
            scope,
        }))
    }

    /// `(whole)` or `(graduated)`: it must be said, as the two pay very differently.
    fn mode(&mut self) -> Result<Mode, TermsError> {
        let open = self.mark('(');
        let mode = if self.word(&["whole"]) {
            Mode::Whole
        } else if self.word(&["graduated"]) {
            Mode::Graduated
        } else {
            return self.wrong("“(whole)” if the tier reached pays on all of the month, or “(graduated)” if each band pays for itself");
        };
        if open && !self.mark(')') {
            return self.wrong("“)”");
        }
        Ok(mode)
    }

    fn flat(&mut self) -> Result<Plan, TermsError> {
        let start = self.peek().span.start;
        let before = match &self.peek().what {
            What::Number(_) => None,
            What::Mark(_) | What::Word(_) if matches!(self.ahead(1).what, What::Number(_)) => {
                Some(self.currency()?)
            }
            _ => return self.wrong("a rate such as 25% or a sum such as 50 USD"),
        };
        let (amount, _) = self.number("a sum such as 50")?;
        let currency = match before {
            Some(currency) => currency,
            None => self.currency()?,
        };
        let span = start..self.last_end();
        let fee = Money::parse(&amount, currency).map_err(|bad| at(span, bad))?;
        if !self.word(&["per", "for", "a", "each"]) {
            return self.wrong("“per lead” or “per conversion”");
        }
        self.word(&["each", "every"]);
        let event = if self.word(&["lead"]) {
            Event::Lead
        } else if self.word(&["conversion", "win"]) {
            Event::Conversion
        } else {
            return self.wrong("“lead” or “conversion”");
        };
        Ok(Plan::Flat(Flat { event, fee }))
    }

    fn rate(&mut self) -> Result<Rate, TermsError> {
        let (number, span) = self.number("a rate such as 25%")?;
        if !self.mark('%') && !self.word(&["percent"]) {
            return self.wrong("“%”");
        }
        Rate::parse(&number).map_err(|bad| at(span.start..self.last_end(), bad))
    }

    fn number(&mut self, expected: &str) -> Result<(String, Range<usize>), TermsError> {
        match self.peek().what {
            What::Number(_) => {}
            _ => return self.wrong(expected),
        }
        let Token { what, span } = self.next();
        match what {
            What::Number(number) => Ok((number, span)),
            _ => self.wrong(expected),
        }
    }

    fn count(&mut self, expected: &str) -> Result<u32, TermsError> {
        let (number, span) = self.number(expected)?;
        number.parse().map_err(|_| TermsError {
            code: Code::BadPlan,
            message: format!("“{number}” is not {expected}."),
            span,
        })
    }

    fn currency(&mut self) -> Result<Currency, TermsError> {
        const EXPECTED: &str = "a currency such as USD";
        let Token { what, span } = self.peek().clone();
        let found = match what {
            What::Word(word) if word.len() == 3 => {
                Currency::parse(&word).map_err(|bad| at(span, bad))?
            }
            What::Mark(mark) => {
                let mut symbols = Currency::all();
                match symbols
                    .find(|one| one.symbol().is_some_and(|symbol| symbol.chars().eq([mark])))
                {
                    Some(found) => found,
                    None => return self.wrong(EXPECTED),
                }
            }
            _ => return self.wrong(EXPECTED),
        };
        self.step();
        Ok(found)
    }

    /// `base`, `base and addon`, `base, addon and "set-up fee"`.
    fn kinds(&mut self) -> Result<Vec<String>, TermsError> {
        let mut kinds = vec![self.kind()?];
        loop {
            // A comma may also begin “, otherwise …” or “, per month”, even with a slip in the long word.
            let begins = match &self.ahead(1).what {
                What::Word(word) => word == "per" || nearest(word, ["otherwise"]).is_some(),
                _ => false,
            };
            let comma = self.peek().what == What::Mark(',') && !begins;
            let another = if comma {
                self.mark(',')
            } else {
                self.word(&["and"])
            };
            if !another {
                return Ok(kinds);
            }
            kinds.push(self.kind()?);
        }
    }

    fn kind(&mut self) -> Result<String, TermsError> {
        let kind = match &self.peek().what {
            What::Word(word) if !RESERVED.contains(&word.as_str()) => word.clone(),
            What::Quoted(kind) => kind.clone(),
            _ => return self.wrong("a kind of revenue such as base"),
        };
        self.step();
        Ok(kind)
    }

    /// ` for 12 months`, ` while 1 win in 365 days`, both or neither.
    fn duration(&mut self, scope: &mut Scope) -> Result<(), TermsError> {
        if self.word(&["for"]) && !self.word(&["life", "ever", "good"]) {
            let count = self.count("a number of months such as 12")?;
            scope.months = if self.word(&["month", "months"]) {
                Some(count)
            } else if self.word(&["year", "years"]) {
                Some(count.saturating_mul(12))
            } else {
                return self.wrong("“months”");
            };
        }
        if self.word(&["while"]) {
            let count = self.count("how many, such as 1")?;
            let by = if self.word(&["win", "wins"]) {
                ActiveBy::Won
            } else if self.word(&["referral", "referrals"]) {
                ActiveBy::Submitted
            } else {
                return self.wrong("“wins” or “referrals”");
            };
            if !self.word(&["in"]) {
                return self.wrong("“in” and a number of days");
            }
            let days = self.count("a number of days such as 365")?;
            if !self.word(&["day", "days"]) {
                return self.wrong("“days”");
            }
            scope.activity = Some(Activity { count, days, by });
        }
        Ok(())
    }

    /// `per month`, once.
    fn per_month(&mut self, scope: &mut Scope) -> Result<bool, TermsError> {
        if scope.per_month || !self.word(&["per"]) {
            return Ok(false);
        }
        if !self.word(&["month"]) {
            return self.wrong("“month”");
        }
        scope.per_month = true;
        Ok(true)
    }
}
