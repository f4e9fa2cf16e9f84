//! Why a row says nobody who paid, and what becomes of it then.

use crate::{
    error::Error,
    import::Row,
    ops::import::{intake::Stop, who::No},
};

/// Why nobody is known to have paid.
pub(in super::super) enum Nobody {
    Referral(String),
    Customer(String),
    Both,
    /// The person left such rows out.
    Out,
    Whole(Error),
}

impl From<No> for Nobody {
    fn from(no: No) -> Self {
        match no {
            No::Out => Self::Out,
            // A row that waits is a refund to revenue, so what is not known now is refused.
            No::Later(reason) | No::Because(reason) => Self::Customer(reason),
            No::Whole(e) => Self::Whole(e),
        }
    }
}

impl From<Error> for Nobody {
    fn from(e: Error) -> Self {
        Self::Whole(e)
    }
}

impl Nobody {
    pub(in super::super) fn stop(
        self,
        row: &Row<'_>,
        referral: impl Into<usize> + Copy,
        customer: impl Into<usize> + Copy,
    ) -> Stop {
        match self {
            Self::Referral(reason) => row.refuse(referral, reason).into(),
            Self::Customer(reason) => row.refuse(customer, reason).into(),
            Self::Both => row
                .refuse(
                    customer,
                    "is empty, and the row names no referral: nobody is known to have paid",
                )
                .into(),
            Self::Out => Stop::Out,
            Self::Whole(e) => e.into(),
        }
    }
}
