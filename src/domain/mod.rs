//! Pure rules of a partner program: no files, no clock, no SQL, no terminal.
pub mod identity;
pub mod overlap;
