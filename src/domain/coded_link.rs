//! The address of a coded link, written and read: the code in it, and its UTM parameters. Knows nothing of any book.

use url::Url;

use crate::error::{Error, Result};

/// Most characters of a code.
pub const CODE_CHARS: usize = 60;
/// The parameter that carries the code, where the address has no place of its own for it.
const CODE_PARAMETER: &str = "ref";
/// Where the code goes in an address that has a place for it.
const PLACE: &str = "{code}";
/// Parameters that carry codes, those of other programs among them; the likeliest first.
const CARRIERS: &[&str] = &[
    "ref",
    "via",
    "code",
    "fpr",
    "aff",
    "partner",
    "pk",
    "referral",
    "referrer_code",
    "utm_content",
    "utm_campaign",
    "utm_source",
];

/// The UTM parameters of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Utm {
    /// `utm_source`.
    pub source: Option<String>,
    /// `utm_medium`.
    pub medium: Option<String>,
    /// `utm_campaign`.
    pub campaign: Option<String>,
    /// `utm_term`.
    pub term: Option<String>,
    /// `utm_content`.
    pub content: Option<String>,
}

/// A code as it may be: letters of ASCII, digits and `- _ .`, so that nothing in it is written otherwise in an address.
pub fn check_code(typed: &str) -> Result<String> {
    let code = typed.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if code.is_empty()
        || code.len() > CODE_CHARS
        || !code.chars().all(plain)
        || code.trim_matches('.').is_empty()
    {
        return Err(Error::refused(format!("“{typed}” cannot be a code."))
            .means("Nothing was changed.")
            .hint("A code is 1 to 60 letters (a to z), digits and - _ . without blanks."));
    }
    Ok(code.to_owned())
}

/// An address that links may lead to: a page of the web, with a place `{code}` in it or without.
pub fn check_base(typed: &str) -> Result<String> {
    whole(typed, "code", &Utm::default())?;
    Ok(typed.trim().to_owned())
}

/// The whole address of a link: the page, the code, the UTM parameters; what the page had of them is replaced.
pub fn whole(base: &str, code: &str, utm: &Utm) -> Result<String> {
    let base = base.trim();
    let refused = |why: &str| {
        Error::refused(format!("“{base}” {why}."))
            .means("Nothing was changed.")
            .hint("Give the page that links lead to, such as https://www.example.com/start; {code} in it is where the code goes.")
    };
    // Line ends and tabs would be passed over, which makes another host of it.
    if base.contains(char::is_control) {
        return Err(refused("is no address of a page"));
    }
    let placed = base.replace(PLACE, code);
    let mut url = Url::parse(&placed).map_err(|_| refused("is no address of a page"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused("is no address of a page"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("has a user name in it"));
    }
    let own = [
        (!base.contains(PLACE)).then(|| (CODE_PARAMETER, code.to_owned())),
        utm.source.clone().map(|v| ("utm_source", v)),
        utm.medium.clone().map(|v| ("utm_medium", v)),
        utm.campaign.clone().map(|v| ("utm_campaign", v)),
        utm.term.clone().map(|v| ("utm_term", v)),
        utm.content.clone().map(|v| ("utm_content", v)),
    ];
    let own: Vec<(&str, String)> = own.into_iter().flatten().collect();
    if own.is_empty() {
        return Ok(url.into());
    }
    let before: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !own.iter().any(|(n, _)| n == name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(before)
        .extend_pairs(own);
    Ok(url.into())
}

/// What may be the code in an address somebody landed on, the likeliest first: the values of its parameters, then the
/// parts of its path from the end. `true`: of a parameter that carries nothing else.
pub fn codes_in(address: &str) -> Vec<(String, bool)> {
    let address = address.trim();
    let base = Url::parse("https://page.invalid").ok();
    let Ok(url) = Url::options().base_url(base.as_ref()).parse(address) else {
        return Vec::new();
    };
    let mut found: Vec<(usize, String, bool)> = Vec::new();
    for (name, value) in url.query_pairs().take(100) {
        let name = name.to_ascii_lowercase();
        if let Some(at) = CARRIERS.iter().position(|c| *c == name)
            && !value.trim().is_empty()
        {
            found.push((at, value.trim().to_owned(), at < 5));
        }
    }
    found.sort_by_key(|(at, _, _)| *at);
    let mut codes: Vec<(String, bool)> = found
        .into_iter()
        .map(|(_, value, sure)| (value, sure))
        .collect();
    if let Some(parts) = url.path_segments() {
        codes.extend(
            parts
                .rev()
                .take(20)
                .filter(|p| !p.is_empty())
                .map(|p| (p.to_owned(), false)),
        );
    }
    codes
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test that unwraps says where it failed.
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_its_code_and_parameters_encoded() {
        let utm = Utm {
            source: Some("Café & Co".to_owned()),
            campaign: Some("spring=1".to_owned()),
            ..Utm::default()
        };
        let made = whole(
            "https://www.example.com/start?lang=de&ref=old#top",
            "north-wind",
            &utm,
        )
        .unwrap();
        assert_eq!(
            made,
            "https://www.example.com/start?lang=de&ref=north-wind&utm_source=Caf%C3%A9+%26+Co&utm_campaign=spring%3D1#top"
        );
        let placed = whole("https://go.example.com/r/{code}", "x1", &Utm::default()).unwrap();
        assert_eq!(placed, "https://go.example.com/r/x1");
        for wrong in [
            "example.com",
            "javascript:alert(1)",
            "https://",
            "ftp://example.com/",
            "https://jo:pw@example.com/",
            "",
        ] {
            assert!(check_base(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "a b", "a/b", "ä", "..", &"x".repeat(61)] {
            assert!(check_code(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_found_where_trackers_put_it() {
        let first = |address: &str| codes_in(address).first().cloned();
        assert_eq!(
            first("https://e.example/?utm_source=x&ref=north"),
            Some(("north".to_owned(), true))
        );
        assert_eq!(
            first("/start?via=north#a"),
            Some(("north".to_owned(), true))
        );
        assert_eq!(
            first("https://e.example/r/north/"),
            Some(("north".to_owned(), false))
        );
        assert_eq!(first("https://e.example/"), None);
        assert_eq!(first("https://[bad"), None);
    }
}
