//! Why two accounts are linked, in words a person can check; must not decide anything.

use super::{
    account::Known,
    judge::likest,
    likeness::{Likeness, plain_weight},
    link::{Relation, Rule},
};

/// What speaks for a link, and what speaks against it, each a short line: `website acme.com on both`.
///
/// Made anew from the two accounts when somebody looks, so that a million links need no million texts.
pub fn evidence(ours: &Known, theirs: &Known, rule: Rule, relation: Relation) -> Vec<String> {
    let mut lines = Vec::new();
    if rule == Rule::Decided {
        lines.push(match relation {
            Relation::Same => "you said they are the same".to_owned(),
            Relation::Affiliate => "you said they belong to one group".to_owned(),
        });
    }
    for one in ours
        .registrations
        .iter()
        .filter(|one| theirs.registrations.contains(one))
    {
        lines.push(format!("{one} on both"));
    }
    if rule == Rule::OtherRegistration {
        for one in &ours.registrations {
            for other in theirs
                .registrations
                .iter()
                .filter(|o| o.register == one.register && *o != one)
            {
                lines.push(format!(
                    "{} {} and {}",
                    one.register.word(),
                    one.number,
                    other.number
                ));
            }
        }
    }
    match (&ours.site, &theirs.site) {
        (Some(a), Some(b)) if a == b => lines.push(format!("website {a} on both")),
        (Some(a), Some(b)) => lines.push(format!("two websites: {a} and {b}")),
        _ => {}
    }
    lines.extend(mail(ours, theirs));
    lines.push(names(ours, theirs));
    match ours.country.zip(theirs.country) {
        Some((a, b)) if a == b => lines.push(format!("both in {}", a.code())),
        Some((a, b)) => lines.push(format!("two countries: {} and {}", a.code(), b.code())),
        None => {}
    }
    if rule == Rule::NameShared {
        lines.push("other accounts of one of the lists bear the same name".to_owned());
    }
    if rule == Rule::SiteShared {
        lines.push("another account of yours with this website has a name more alike".to_owned());
    }
    if rule == Rule::OtherNumber {
        lines.push(format!(
            "two numbers in the names: {} and {}",
            ours.name.numbers.join(", "),
            theirs.name.numbers.join(", ")
        ));
    }
    if let Some((a, b)) = ours
        .name
        .form
        .zip(theirs.name.form)
        .filter(|(a, b)| a.clashes(*b))
    {
        lines.push(format!("two legal forms: {} and {}", a.shown, b.shown));
    }
    lines
}

/// Where the domain of an e-mail address says something.
fn mail(ours: &Known, theirs: &Known) -> Option<String> {
    let met = |a: &Option<String>, b: &Option<String>| a.clone().filter(|a| Some(a) == b.as_ref());
    if ours.site.is_some() && ours.site == theirs.site {
        return None;
    }
    if let Some(domain) = met(&ours.mail, &theirs.site) {
        return Some(format!(
            "your contact's address is at {domain}, their website"
        ));
    }
    if let Some(domain) = met(&ours.site, &theirs.mail) {
        return Some(format!(
            "their contact's address is at {domain}, your website"
        ));
    }
    met(&ours.mail, &theirs.mail).map(|domain| format!("e-mail addresses at {domain} on both"))
}

/// How the names compare.
fn names(ours: &Known, theirs: &Known) -> String {
    let (a, b) = (&ours.written, &theirs.written);
    let how = match likest(ours, theirs, &plain_weight).likeness {
        _ if a == b => return format!("both are called '{a}'"),
        Likeness::Strict => "same name",
        Likeness::Squashed => "same name but for blanks",
        Likeness::Alias => "one is the other's other name",
        Likeness::Brief => "same name but for common words",
        Likeness::Acronym => "one is short for the other",
        Likeness::Prefix => "one name holds the other",
        Likeness::Close => "names alike",
        Likeness::Other => "names differ",
    };
    format!("{how}: '{a}' / '{b}'")
}

#[cfg(test)]
mod tests {
    use super::super::account::Account;
    use super::*;

    #[test]
    fn a_link_explains_itself() {
        let a = Known::of(&Account {
            name: "Acme Inc",
            site: "www.acme.com",
            country: "US",
            ..Account::default()
        });
        let b = Known::of(&Account {
            name: "ACME",
            email: "jo@acme.com",
            country: "usa",
            ..Account::default()
        });
        assert_eq!(
            evidence(&a, &b, Rule::NameMail, Relation::Same),
            [
                "their contact's address is at acme.com, your website",
                "same name: 'Acme Inc' / 'ACME'",
                "both in US"
            ]
        );
        assert_eq!(
            evidence(&a, &a, Rule::Site, Relation::Same),
            [
                "website acme.com on both",
                "both are called 'Acme Inc'",
                "both in US"
            ]
        );
    }
}
