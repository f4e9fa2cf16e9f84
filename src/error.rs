//! The one error type a person ever sees: what happened, what it means for the data, what to do.
