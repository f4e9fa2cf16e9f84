//! What an account is compared by, as text both sides write alike; must not decide whether two accounts match.

use crate::domain::identity::{match_key, name_key};

/// Which rules these are: two programs with different ones would not find each other's accounts, so files say it.
pub const RULES: u16 = 1;

/// The keys of an account: `d:acme.com` of its website, or of its e-mail address where that is a company's own, and
/// `n:acme|us` of its name and country (`n:acme|` where no country is known). None for an account that nothing tells.
pub fn account_keys(
    name: &str,
    site: Option<&str>,
    email: Option<&str>,
    country: Option<&str>,
) -> Vec<String> {
    let domain = [site, email]
        .into_iter()
        .flatten()
        .find_map(match_key)
        .map(|domain| format!("d:{domain}"));
    let name: String = name_key(name).split_whitespace().collect();
    let country = country.unwrap_or_default().trim().to_ascii_lowercase();
    let name = (!name.is_empty()).then(|| format!("n:{name}|{country}"));
    domain.into_iter().chain(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_write_the_same_account_alike() {
        let keys = account_keys(
            "A.C.M.E. Paint",
            Some("https://www.acme.co.uk/x"),
            None,
            Some("GB"),
        );
        assert_eq!(keys, ["d:acme.co.uk", "n:acmepaint|gb"]);
        let keys = account_keys("Acme Paint", None, Some("jo@gmail.com"), None);
        assert_eq!(keys, ["n:acmepaint|"]);
        assert_eq!(account_keys("", None, None, None), [""; 0]);
    }
}
