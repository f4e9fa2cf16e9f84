//! `check`.
/// x
#[derive(Debug)]
pub struct Finding;
/// x
#[derive(Debug)]
pub struct Report;
