//! Placeholder until the writers land.
use super::Table;
/// x
pub fn text(_: &Table) -> crate::error::Result<String> {
    Ok(String::new())
}
