//! How right matching is on lists that are not ours to publish: floors a little below what it reaches.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use partnerbook::domain::matching::{
    Account, Asked, Found, Link, Name, Pace, Rule, Side, Tier, alike, link,
};

use super::{rows, shared};

type Cells = Vec<BTreeMap<String, String>>;

const GO: Pace<'static> = &|_, _| ControlFlow::Continue(());

/// Two lists, and which of their accounts are one.
struct Set {
    ours: Cells,
    theirs: Cells,
    truth: HashSet<(String, String)>,
    /// Columns of our id, their id and the name.
    columns: (&'static str, &'static str, &'static str),
}

fn cell<'r>(row: &'r BTreeMap<String, String>, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

impl Set {
    /// Companies with a list of the pairs.
    fn companies(folder: &str) -> Option<Self> {
        let at = |file: &str| rows(&format!("match/{folder}/{file}.csv"));
        Some(Self {
            ours: at("customers")?,
            theirs: at("partner_list")?,
            truth: pairs(&at("truth")?),
            columns: ("customer_id", "row", "company"),
        })
    }

    /// Lists of which theirs says whom of ours each account is.
    fn gold(folder: &str) -> Option<Self> {
        let (ours, theirs) = (
            rows(&format!("match/{folder}/ours.csv"))?,
            rows(&format!("match/{folder}/theirs.csv"))?,
        );
        let known = theirs.iter().filter(|r| !cell(r, "gold").is_empty());
        let truth = known
            .map(|r| (cell(r, "gold").to_owned(), cell(r, "id").to_owned()))
            .collect();
        Some(Self {
            ours,
            theirs,
            truth,
            columns: ("id", "id", "name"),
        })
    }

    fn matched(&self, with_sites: bool) -> Found {
        let accounts = |list: &'_ Cells| -> Vec<(u64, String, String, String, String)> {
            let site = |r: &BTreeMap<String, String>, c: &str| {
                if with_sites {
                    cell(r, c).to_owned()
                } else {
                    String::new()
                }
            };
            (0..)
                .zip(list)
                .map(|(id, r)| {
                    (
                        id,
                        cell(r, self.columns.2).to_owned(),
                        site(r, "website"),
                        site(r, "email"),
                        cell(r, "country").to_owned(),
                    )
                })
                .collect()
        };
        let (ours, theirs) = (accounts(&self.ours), accounts(&self.theirs));
        let (left, right) = (as_accounts(&ours), as_accounts(&theirs));
        let (left, right) = (Side::of(&left, GO).unwrap(), Side::of(&right, GO).unwrap());
        link(
            &left,
            &right,
            &Asked {
                decisions: &[],
                fuzzy: true,
            },
            GO,
        )
        .unwrap()
    }

    fn pair(&self, link: &Link) -> (String, String) {
        let id = |list: &Cells, at: u32, column: &str| cell(&list[at as usize], column).to_owned();
        (
            id(&self.ours, link.ours, self.columns.0),
            id(&self.theirs, link.theirs, self.columns.1),
        )
    }

    /// How many of some links are right, of how many; and the share of the truth they find.
    fn right(&self, found: &Found, wanted: impl Fn(&Link) -> bool) -> (f64, f64) {
        let links: Vec<&Link> = found.links.iter().filter(|l| wanted(l)).collect();
        let right = links
            .iter()
            .filter(|l| self.truth.contains(&self.pair(l)))
            .count();
        (
            right as f64 / links.len().max(1) as f64,
            right as f64 / self.truth.len() as f64,
        )
    }
}

fn as_accounts(list: &[(u64, String, String, String, String)]) -> Vec<Account<'_>> {
    let account = list.iter().map(|(id, name, site, email, country)| Account {
        id: *id,
        name,
        site,
        email,
        country,
        ..Account::default()
    });
    account.collect()
}

fn pairs(rows: &Cells) -> HashSet<(String, String)> {
    rows.iter()
        .map(|r| (cell(r, "customer_id").to_owned(), cell(r, "row").to_owned()))
        .collect()
}

fn at_least(what: &str, is: (f64, f64), precision: f64, recall: f64) {
    assert!(
        is.0 >= precision && is.1 >= recall,
        "{what}: precision {:.4} recall {:.4}",
        is.0,
        is.1
    );
}

fn counted(link: &Link) -> bool {
    link.tier.counts(false)
}

/// Links by the name alone, whether one account bears it or several.
fn by_name(link: &Link) -> bool {
    use partnerbook::domain::matching::Likeness::{Alias, Squashed};
    link.tier.counts(true) || matches!(link.rule, Rule::NameShared | Rule::Alike(Alias | Squashed))
}

#[test]
fn customers_of_a_year_ago_are_found_by_website_exactly_and_by_name_as_well_as_the_yardstick() {
    let Some(set) = Set::companies("yc") else {
        return;
    };
    let Some(expected) = rows("match/yc/expected_domain_pairs.csv") else {
        return;
    };
    let found = set.matched(true);
    let by_site = |l: &&Link| matches!(l.rule, Rule::Site | Rule::SiteOnly | Rule::SiteShared);
    let sites: HashSet<_> = found
        .links
        .iter()
        .filter(by_site)
        .map(|l| set.pair(l))
        .collect();
    assert_eq!(sites, pairs(&expected));
    at_least("counted", set.right(&found, counted), 0.99, 0.935);
    at_least(
        "names",
        set.right(&set.matched(false), by_name),
        0.979,
        0.955,
    );
}

#[test]
fn the_largest_companies_are_found_by_name() {
    let Some(set) = Set::companies("fortune500") else {
        return;
    };
    let found = set.matched(false);
    at_least(
        "probable",
        set.right(&found, |l| l.tier.counts(true)),
        1.0,
        0.99,
    );
    at_least("all", set.right(&found, |l| l.score >= 850), 1.0, 1.0);
    at_least(
        "with websites",
        set.right(&set.matched(true), counted),
        1.0,
        0.98,
    );
}

#[test]
fn what_counts_is_right_in_two_noisy_lists() {
    let Some(set) = Set::gold("e6_dev") else {
        return;
    };
    let found = set.matched(true);
    at_least("counted", set.right(&found, counted), 0.99, 0.83);
    at_least(
        "probable",
        set.right(&found, |l| l.tier.counts(true)),
        0.988,
        0.90,
    );
    at_least(
        "first looks",
        set.right(&found, |l| l.score >= 850),
        0.97,
        0.96,
    );
}

#[test]
fn filthy_names_are_found_for_review() {
    let Some(set) = Set::gold("e1_dev") else {
        return;
    };
    let found = set.matched(true);
    at_least(
        "probable",
        set.right(&found, |l| l.tier.counts(true)),
        0.95,
        0.11,
    );
    at_least("looks", set.right(&found, |_| true), 0.73, 0.76);
    assert!(
        found.links.iter().all(|l| !counted(l)),
        "nothing but names says nothing surely"
    );
}

#[test]
fn pairs_of_names_are_told_apart() {
    for (file, one, other, verdict, least) in [
        (
            "name_bench/company_name_pairs.csv",
            "name1",
            "name2",
            "is_match",
            0.88,
        ),
        (
            "name_pairs_small/test_data.csv",
            "Name_x",
            "Name_y",
            "Targets",
            0.86,
        ),
    ] {
        let Some(rows) = rows(&format!("match/{file}")) else {
            continue;
        };
        let (mut met, mut said, mut is) = (0.0, 0.0, 0.0);
        for row in &rows {
            let name = |column: &str| {
                let text = row
                    .get(column)
                    .or_else(|| row.get(&format!("\u{feff}{column}")));
                Name::of(text.map_or("", String::as_str))
            };
            let like = alike(&name(one), &name(other)).score >= 0.70;
            let same = matches!(cell(row, verdict), "true" | "1");
            met += f64::from(u8::from(like && same));
            said += f64::from(u8::from(like));
            is += f64::from(u8::from(same));
        }
        let f1 = 2.0 * met / (said + is);
        assert!(f1 >= least, "{file}: {f1:.4}");
    }
}

#[test]
fn registrants_are_told_from_one_another() {
    let Some(path) = shared("match/sec_foreign_2002/companies.csv") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let list: Vec<(u64, String, String, String, String)> = (0..)
        .zip(text.lines().filter_map(|l| l.rsplit_once(';')))
        .map(|(id, (name, country))| {
            (
                id,
                name.to_owned(),
                String::new(),
                String::new(),
                country.to_owned(),
            )
        })
        .collect();
    // The same list, written as another program would: everything in capitals, forms written out or left away.
    let other: Vec<_> = list
        .iter()
        .map(|(id, name, site, email, country)| {
            let name = name
                .to_uppercase()
                .replace(" LTD.", " LIMITED")
                .replace(" CORP.", "")
                .replace(" S.A.", " SA")
                .replace(" INC.", ", INCORPORATED");
            (*id, name, site.clone(), email.clone(), country.clone())
        })
        .collect();
    let (left, right) = (as_accounts(&list), as_accounts(&other));
    let (left, right) = (Side::of(&left, GO).unwrap(), Side::of(&right, GO).unwrap());
    let found = link(&left, &right, &Asked::default(), GO).unwrap();
    let likely: Vec<&Link> = found.links.iter().filter(|l| l.tier == Tier::B).collect();
    let right = likely.iter().filter(|l| l.ours == l.theirs).count();
    assert_eq!(right, likely.len(), "no registrant is taken for another");
    assert!(
        right as f64 >= 0.97 * list.len() as f64,
        "{right} of {}",
        list.len()
    );
}
