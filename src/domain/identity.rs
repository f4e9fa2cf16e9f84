//! Who an account is, told from a website, an e-mail address or a name; must not decide whether two accounts match.

mod address;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::text::fold;
use address::{Address, ascii_host};

/// The registrable domain behind something people wrote, and whether it tells anything about its owner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainKey {
    domain: String,
    nobody: Option<Nobody>,
}

/// Why a domain identifies no company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nobody {
    /// A page on a site many companies have pages on (a social network, a site builder).
    SharedHost,
    /// A mail provider anyone can use, as an address there or as a site.
    FreeMail,
}

impl DomainKey {
    /// The domain in ASCII and lower case: `acme.co.uk`, or the shared host (`sites.google.com`).
    pub fn as_str(&self) -> &str {
        &self.domain
    }

    /// Why this domain identifies nobody; none when it does identify its owner.
    pub fn nobody(&self) -> Option<Nobody> {
        self.nobody
    }

    /// The key two accounts are compared on, where the domain identifies its owner.
    pub fn into_match_key(self) -> Option<String> {
        if self.nobody.is_none() {
            Some(self.domain)
        } else {
            None
        }
    }
}

/// What [`domain_key`] gives, as the plain text to store and compare; none where it identifies nobody.
pub fn match_key(raw: &str) -> Option<String> {
    domain_key(raw)?.into_match_key()
}

/// The registrable domain of a website, URL, host or e-mail address as people write it.
///
/// Scheme, user, port, path, query, `www.`, a trailing dot and case do not count; names in other
/// scripts become ASCII (IDNA). None for IP addresses, single words, bare public suffixes (`co.uk`,
/// `github.io`), endings no registry has, and everything that is no address at all. A free mail provider
/// counts as nobody however it is written: people give it as the site of companies that have none.
pub fn domain_key(raw: &str) -> Option<DomainKey> {
    let address = Address::read(raw)?;
    let host = ascii_host(&address.host)?;
    // `www.` before a bare suffix (`www.github.io`) is a slip, not a company called www.
    let domain = listed_domain(&host)
        .filter(|d| !d.starts_with("www."))?
        .to_string();
    if let Some((shared, firm)) = shared_host(&host, &domain) {
        let bare = host == shared || host.strip_prefix("www.") == Some(shared);
        if !(firm && bare && !address.has_page) {
            return Some(DomainKey {
                domain: shared.to_string(),
                nobody: Some(Nobody::SharedHost),
            });
        }
    }
    let nobody = is_free_mail(&host).then_some(Nobody::FreeMail);
    Some(DomainKey { domain, nobody })
}

/// The registrable domain of a host by the Public Suffix List, in ASCII; unlisted endings count as one label.
///
/// Passes the list's own tests. [`domain_key`] is stricter: it wants an ending that exists.
pub fn registrable_domain(host: &str) -> Option<String> {
    let host = ascii_host(host)?;
    psl::domain_str(&host).map(str::to_string)
}

/// Whether anyone can have an address at this domain or host (`gmail.com`).
pub fn is_free_mail(domain: &str) -> bool {
    parents(domain).any(|d| FREE_MAIL.contains(d))
}

/// Whether pages on this host belong to whoever made them (`linkedin.com`, `acme.wordpress.com`).
pub fn is_shared_host(host: &str) -> bool {
    shared_host(host, registrable_domain(host).as_deref().unwrap_or(host)).is_some()
}

/// A name as identity: two records are the same only where this is equal. Form, case, accents and the width of blanks
/// do not count; punctuation and symbols do, so that `C`, `C++` and `C#` stay three.
pub fn same_name(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name for finding what may be meant, never for deciding that two are one ([`same_name`] does): folded, punctuation gone, `&` as `and`, single spaces.
///
/// `A.C.M.E. Corp.` and `acme corp` come out alike. Legal forms stay. A name of punctuation alone is
/// only folded, so that it still equals itself and nothing else.
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            key.push(c);
        } else if c == '&' {
            key.push_str(" and ");
        } else if !matches!(c, '.' | '\'' | '’' | '‘' | '`') {
            key.push(' ');
        }
    }
    let key = key.split_whitespace().collect::<Vec<_>>().join(" ");
    if key.is_empty() {
        folded.trim().to_string()
    } else {
        key
    }
}

static FREE_MAIL: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../assets/free_mail_domains.txt")).collect());

/// Host, and whether its bare address is also a company's own.
static SHARED_HOSTS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let with_kind = |line: &'static str| (line.trim_end_matches('/'), line.ends_with('/'));
    entries(include_str!("../../assets/shared_hosts.txt"))
        .map(with_kind)
        .collect()
});

fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The host itself and everything it stands below, the longest first.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |h| h.split_once('.').map(|(_, rest)| rest))
}

/// The entry a host falls under, no higher than its own registrable domain.
fn shared_host(host: &str, domain: &str) -> Option<(&'static str, bool)> {
    parents(host)
        .take_while(|h| h.len() >= domain.len())
        .find_map(|h| SHARED_HOSTS.get_key_value(h))
        .map(|(name, firm)| (*name, *firm))
}

/// The registrable domain where the ending is one a registry really has, or `.example`, which is set aside for
/// examples such as our own (RFC 2606) and never anybody's.
fn listed_domain(host: &str) -> Option<&str> {
    let domain = psl::domain(host.as_bytes())
        .filter(|d| d.suffix().is_known() || d.suffix() == "example")?;
    std::str::from_utf8(domain.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(raw: &str) -> Option<String> {
        match_key(raw)
    }

    #[test]
    fn however_a_website_is_written_the_company_is_the_same() {
        for raw in [
            "acme.co.uk",
            "ACME.co.uk.",
            " www.acme.co.uk ",
            "https://acme.co.uk/",
            "http://www.acme.co.uk:8080/about?x=1#y",
            "//acme.co.uk",
            "http:/acme.co.uk",
            "http//acme.co.uk",
            "HTTPS:\\\\acme.co.uk",
            "https://jo:pw@acme.co.uk/",
            "shop.eu.acme.co.uk",
            "jo@acme.co.uk",
            "mailto:jo@mail.acme.co.uk",
            "Jo Doe <jo@acme.co.uk>",
            "acme.co.uk, acme.de",
            "\"acme.co.uk\"",
            "ac\u{200b}me.co.uk",
            "acme.co.uk?utm=1",
            "ａｃｍｅ.co.uk",
            "acme。co.uk",
        ] {
            assert_eq!(key(raw).as_deref(), Some("acme.co.uk"), "{raw}");
        }
        assert_eq!(
            key("https://Bücher.example.de").as_deref(),
            Some("example.de")
        );
        assert_eq!(key("www.bücher.de").as_deref(), Some("xn--bcher-kva.de"));
    }

    #[test]
    fn what_is_no_address_is_nobody() {
        for raw in [
            "",
            " ",
            "n/a",
            "n.a",
            "-",
            "none",
            "http://",
            "acme",
            "com",
            "co.uk",
            "github.io",
            "www.github.io",
            "www.com",
            "192.168.0.1",
            "http://10.0.0.1:80/",
            "[::1]",
            "::1",
            "localhost:3000",
            "acme.local",
            "v1.2",
            "Acme Inc.",
            ".com",
            ".acme.com",
            "acme..com",
            "a%20b.com",
            "jo@",
            "@",
            "https://jo@/",
            "e.g. acme.com",
            "😀",
            "\0.com",
        ] {
            assert_eq!(domain_key(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_page_on_a_shared_site_identifies_nobody() {
        for raw in [
            "linkedin.com/company/acme",
            "https://www.facebook.com/acme",
            "facebook.com",
            "acme.wordpress.com",
            "https://sites.google.com/view/acme",
            "medium.com/@acme",
            "acme.medium.com",
            "https://angel.co/slidepay",
            "dropbox.com/s/1",
        ] {
            let found = domain_key(raw).expect("still a domain");
            assert_eq!(found.nobody(), Some(Nobody::SharedHost), "{raw}");
            assert_eq!(key(raw), None);
        }
        assert_eq!(key("acme.github.io").as_deref(), Some("acme.github.io"));
        assert_eq!(
            key("https://www.dropbox.com/").as_deref(),
            Some("dropbox.com")
        );
        assert_eq!(
            key("https://google.com/about").as_deref(),
            Some("google.com")
        );
        assert!(is_shared_host("acme.wordpress.com") && !is_shared_host("acme.com"));
    }

    #[test]
    fn a_free_mail_provider_is_nobody_in_an_address_and_as_a_website() {
        assert_eq!(
            domain_key("jo@gmail.com").and_then(|k| k.nobody()),
            Some(Nobody::FreeMail)
        );
        assert_eq!(key("jo@privaterelay.appleid.com"), None);
        for raw in ["gmail.com", "https://www.yahoo.com", "mail.yahoo.com/inbox"] {
            assert_eq!(key(raw), None, "{raw}");
        }
        assert_eq!(key("jo@acme.com").as_deref(), Some("acme.com"));
    }

    #[test]
    fn our_lists_hold_only_what_can_be_looked_up() {
        let listed = FREE_MAIL.iter().chain(SHARED_HOSTS.keys());
        for host in listed {
            assert_eq!(ascii_host(host).as_deref(), Some(*host));
        }
    }

    #[test]
    fn names_are_compared_without_punctuation() {
        assert_eq!(name_key("A.C.M.E. Corp."), "acme corp");
        assert_eq!(name_key("Müller & Söhne"), name_key("MULLER and Sohne"));
        assert_eq!(name_key("O’Neil-Smith,  Ltd"), "oneil smith ltd");
        assert_eq!(name_key("株式会社サンプル"), "株式会社サンプル");
        assert_ne!(name_key("!!!"), name_key("???"));
    }

    #[test]
    fn two_names_are_one_only_where_their_signs_are_equal() {
        assert_eq!(same_name("MÜLLER  Söhne"), same_name("Muller\u{a0}Sohne"));
        assert_eq!(same_name("ＡＣＭＥ"), same_name("acme"));
        let names = ["C", "C++", "C#", "A+B", "A B", "A-B", "AB"];
        let keys: HashSet<String> = names.iter().map(|n| same_name(n)).collect();
        assert_eq!(keys.len(), names.len());
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(raw in any::<String>()) {
            if let Some(found) = match_key(&raw) {
                prop_assert_eq!(match_key(&found), Some(found));
            }
        }

        #[test]
        fn any_path_and_case_give_the_same_key(label in "[a-z][a-z0-9]{0,20}", path in "[a-zA-Z0-9/?=&.@-]{0,20}") {
            let domain = format!("{label}.org");
            prop_assume!(!is_shared_host(&domain) && registrable_domain(&domain).is_some());
            let raw = format!("HTTPS://WWW.{}/{path}", domain.to_uppercase());
            prop_assert_eq!(match_key(&raw), Some(domain));
        }
    }
}
