//! smoke
use partnerbook::{demo, domain::day::parse_iso, store::*, table::{self, List, Query}, domain::currency::Currency};
#[test]
fn smoke() {
    let today = parse_iso("2026-11-23").unwrap();
    let mut store = Store::in_memory(&Founding { name: "T".into(), currency: Currency::parse("USD").unwrap() }, &Ask::new(Origin::Demo, "demo", today)).unwrap();
    demo::fill(&mut store, today).unwrap();
    for list in List::ALL {
        let mut q = Query::new(list, today);
        q.of = Some(1);
        let t = table::whole(store.view(), &q).unwrap();
        println!("=== {list:?} {}", t.rows.len());
        let mut t2 = t.clone(); t2.rows.truncate(12);
        println!("{}", table::text::lines(&t2, Some(130)));
    }
}
