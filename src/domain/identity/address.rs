//! Takes an address apart as people write it; must not judge whose it is.

use std::net::Ipv6Addr;

/// An address taken apart as far as identity needs it.
pub(super) struct Address {
    /// As written, the port gone.
    pub host: String,
    /// Whether a path or query follows the host.
    pub has_page: bool,
}

impl Address {
    /// The first address in `raw`; none when there is no text.
    pub fn read(raw: &str) -> Option<Self> {
        let outer =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')' | ',' | ';');
        let mut text = raw.trim_matches(outer);
        // "Jo Doe <jo@acme.com>", "<https://acme.com>"
        if let (Some(open), Some(close)) = (text.rfind('<'), text.rfind('>'))
            && open < close
        {
            text = text[open + 1..close].trim_matches(outer);
        }
        // Of several addresses in one cell the first is the account's.
        let text = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'))
            .next()?;
        let text: String = text
            .chars()
            .filter(|c| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
            .collect();
        let (scheme, rest) = split_scheme(&text);
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, page) = rest.split_at(end);
        let (user, host) = authority
            .rsplit_once('@')
            .map_or((None, authority), |(u, h)| (Some(u), h));
        let is_email = match scheme {
            Some("mailto") => true,
            Some(_) => false,
            None => user.is_some_and(|u| !u.contains(':')),
        };
        let has_page = !is_email && !page.trim_matches(['/', '\\', '?', '#']).is_empty();
        Some(Self {
            host: without_port(host).to_string(),
            has_page,
        })
    }
}

/// A scheme and what follows it; also `http:/acme.com`, `http//acme.com` and the like.
fn split_scheme(text: &str) -> (Option<&str>, &str) {
    if let Some((scheme, rest)) = text.split_once("://")
        && !scheme.contains(['/', '.', '@', '?'])
    {
        return (Some(scheme), rest);
    }
    for scheme in ["https", "http", "mailto", "ftp"] {
        let Some(head) = text
            .get(..scheme.len())
            .filter(|h| h.eq_ignore_ascii_case(scheme))
        else {
            continue;
        };
        let rest = &text[head.len()..];
        if let Some(rest) = rest.strip_prefix(':').or_else(|| rest.strip_prefix("//")) {
            return (Some(scheme), rest);
        }
    }
    (None, text)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// A host in ASCII, lower case, without the trailing dot; none for what cannot be a host or is an IP address.
pub(super) fn ascii_host(host: &str) -> Option<String> {
    if host.starts_with('[') || host.parse::<Ipv6Addr>().is_ok() {
        return None;
    }
    let ascii = idna::domain_to_ascii(host).ok()?;
    let ascii = ascii.strip_suffix('.').unwrap_or(&ascii);
    let fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    let last = ascii.rsplit('.').next().unwrap_or(ascii);
    let numeric = last.bytes().all(|b| b.is_ascii_digit());
    (ascii.len() <= 253 && ascii.contains('.') && !numeric && ascii.split('.').all(fits))
        .then(|| ascii.to_string())
}
