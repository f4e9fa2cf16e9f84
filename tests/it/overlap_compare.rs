//! Two plain lists compared with the real program: no book, nothing kept, every link with its reason.

use crate::program::{Desk, Said};

const OURS: &str = "id,company,website,email,country,duns\n\
    c1,Vale Paint,vale.com,,US,\n\
    c2,North Wind,,ann@northwind.de,Germany,\n\
    c3,Zebra Fund II,,,US,\n\
    c4,Quill,quill.io,,,15-048-3782\n\
    c5,Umber Foods,umber.com,,US,\n\
    c6,Bad \u{85}Sign,sign.org,,,\n";
const THEIRS: &str = "row,company,website,country,duns\n\
    p1,VALE PAINT INC.,https://www.vale.com/about,,\n\
    p2,North Wind GmbH,northwind.de,DE,\n\
    p3,Zebra Fund III,,US,\n\
    p4,Feather Works,,,150483782\n\
    p5,Umber Foods,umberfoods.net,US,\n\
    p6,Elsewhere,else.net,,\n";

fn compared(more: &[&str]) -> (Desk, Said) {
    let desk = Desk::empty();
    let (ours, theirs) = (desk.file("ours.csv", OURS), desk.file("theirs.csv", THEIRS));
    let mut words = vec!["overlap", "compare", &ours, &theirs];
    words.extend(more);
    let said = desk.run(&words);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    (desk, said)
}

#[test]
fn two_lists_are_compared_without_a_book_and_every_link_says_why() {
    let (_, said) = compared(&["--csv"]);
    let links: Vec<&str> = said.out.lines().skip(1).collect();
    let of = |id: &str| {
        links
            .iter()
            .filter(|l| l.contains(&format!(",{id},")))
            .copied()
            .collect::<Vec<_>>()
    };
    assert!(
        of("p1")[0].starts_with("A,Vale Paint,VALE PAINT INC.,website vale.com on both; same name"),
        "{links:#?}"
    );
    assert!(
        of("p2")[0].starts_with("B,North Wind,North Wind GmbH,"),
        "{links:#?}"
    );
    assert!(of("p2")[0].contains("your contact's address is at northwind.de, their website"));
    assert!(of("p4")[0].contains("DUNS 150483782 on both"), "{links:#?}");
    assert!(
        of("p5")[0].starts_with("B',"),
        "two websites wait for a person: {links:#?}"
    );
    assert!(of("p3").is_empty(), "Fund II is not Fund III: {links:#?}");
    assert!(of("p6").is_empty(), "{links:#?}");
    assert!(
        said.err.contains(
            "In common surely (tiers A and B): 3 of your 6 accounts and 3 of their 6 accounts."
        ),
        "{}",
        said.err
    );
}

#[test]
fn only_the_tiers_that_were_asked_for_are_told() {
    let (_, said) = compared(&["--csv", "--tier", "a,b", "--exact"]);
    let tiers: Vec<&str> = said
        .out
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').next())
        .collect();
    assert_eq!(tiers, ["A", "B", "A"]);
    let desk = Desk::empty();
    let list = desk.file("list.csv", OURS);
    let wrong = desk.run(&["overlap", "compare", &list, &list, "--tier", "Z"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("There is no tier Z.") && wrong.err.contains("A, B, C"),
        "{}",
        wrong.err
    );
}

#[test]
fn columns_of_any_name_can_be_said_for_each_list() {
    let desk = Desk::empty();
    let ours = desk.file("ours.csv", "wer,wo\nVale Paint,vale.com\n");
    let theirs = desk.file("theirs.csv", "qui,url\nVale,vale.com\n");
    let lost = desk.run(&["overlap", "compare", &ours, &theirs]);
    assert_ne!(lost.code, 0);
    assert!(
        lost.err.contains("ours.csv") && lost.err.contains("--map name=COLUMN"),
        "{}",
        lost.err
    );
    let said = desk.run(&[
        "overlap",
        "compare",
        &ours,
        &theirs,
        "--map",
        "name=wer,site=wo",
        "--their-map",
        "name=qui,site=url",
        "--json",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("\"A\"") && said.out.contains("website vale.com on both"),
        "{}",
        said.out
    );
}
