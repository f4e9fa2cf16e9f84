//! What an account is compared by, as text both sides write alike; must not decide whether two accounts match.

use crate::domain::matching::{Account, Known, Place};

use super::request::LONGEST_KEY;

/// Which rules these are: two programs with different ones would not find each other's accounts, so files say it. To be
/// raised whenever a change of `domain::matching` or `domain::identity` makes another key of the same account.
pub const RULES: u16 = 1;

/// The keys of an account: `d:acme.com` of its website, or of its e-mail address where that is a company's own, and
/// `n:acme|us` of its name without its legal form, and its country (`n:acme|` where no country is known). None for an
/// account that nothing tells, and none that is longer than a comparison takes.
pub fn account_keys(
    name: &str,
    site: Option<&str>,
    email: Option<&str>,
    country: Option<&str>,
) -> Vec<String> {
    let known = Known::of(&Account {
        name,
        site: site.unwrap_or_default(),
        email: email.unwrap_or_default(),
        country: country.unwrap_or_default(),
        ..Account::default()
    });
    let domain = known
        .site
        .or(known.mail)
        .map(|domain| format!("d:{domain}"));
    let country = known.country.map_or("", Place::code).to_ascii_lowercase();
    let name = known.name.squashed;
    let name = (!name.is_empty()).then(|| format!("n:{name}|{country}"));
    let keys = domain.into_iter().chain(name);
    keys.filter(|key| key.len() <= LONGEST_KEY).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_write_the_same_account_alike() {
        let ours = account_keys(
            "A.C.M.E. Paint Ltd.",
            Some("https://www.acme.co.uk/x"),
            None,
            Some("GB"),
        );
        assert_eq!(ours, ["d:acme.co.uk", "n:acmepaint|gb"]);
        let theirs = account_keys(
            "ACME PAINT LIMITED",
            Some("acme.co.uk"),
            None,
            Some("United Kingdom"),
        );
        assert_eq!(ours, theirs);
        let free = account_keys("Acme Paint", None, Some("jo@gmail.com"), None);
        assert_eq!(free, ["n:acmepaint|"]);
        assert_eq!(account_keys("", None, None, None), [""; 0]);
        // One name nobody would write must not keep all others from being compared.
        let long = account_keys(&"日".repeat(200), Some("nippon.example"), None, None);
        assert_eq!(long, ["d:nippon.example"]);
    }

    #[test]
    fn keys_of_rules_1_stay_what_they_are() {
        // Another program may have rules 1 as well: if one of these changes, RULES must be raised.
        let told = [
            (
                "Siemens AG",
                "siemens.com",
                "DE",
                "d:siemens.com n:siemens|de",
            ),
            ("Fund II", "", "US", "n:fundii|us"),
            ("ООО Ромашка", "", "RU", "n:ромашка|ru"),
            (
                "Müller & Söhne GmbH",
                "müller.de",
                "",
                "d:xn--mller-kva.de n:mullerandsohne|",
            ),
            (
                "Wal-Mart Stores, Inc.",
                "walmart.com",
                "USA",
                "d:walmart.com n:walmartstores|us",
            ),
        ];
        for (name, site, country, keys) in told {
            let made = account_keys(name, Some(site), None, Some(country)).join(" ");
            assert_eq!(made, keys, "{name}");
        }
    }
}
