//! A manager's day in keys alone: files in, terms, what is owed and why, a payout, a partner's page, undo, proof.

use std::fs;

use crate::desk::Desk;

const PARTNERS: &str = "sales_agent,manager\nAnna Snelling,Dustin\nMoses Frase,Dustin\n";
const DEALS: &str = "\
opportunity_id,sales_agent,account,deal_stage,engage_date,close_date,close_value
D1,Anna Snelling,Cancity,Won,2026-01-20,2026-03-01,1054
D2,Moses Frase,Isdom,Won,2026-01-25,2026-03-11,4514
D3,Moses Frase,Betasoloin,Engaging,2026-02-25,,
";

#[test]
fn a_managers_day_in_keys_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (partners, deals) = (file("teams.csv", PARTNERS), file("pipeline.csv", DEALS));
    let mut desk = Desk::empty();

    // Partners and referrals through the import forms.
    desk.keys(&format!(
        ": import<space>partners <enter> {partners} <tab> name=sales_agent,owner=manager <ctrl-s>"
    ));
    desk.keys("<esc> 2")
        .sees("Anna Snelling")
        .sees("Moses Frase");
    let map = "id=opportunity_id,partner=sales_agent,company=account,stage=deal_stage,submitted=engage_date,won=close_date";
    desk.keys(&format!(
        ": import<space>referrals<space>{deals}<space>--map<space>{map}<space>--stage-map<space>Engaging=demo <enter>"
    ));
    desk.keys("<esc> 3")
        .sees("Cancity")
        .sees("Betasoloin")
        .sees("demo");

    // Revenue and terms by the palette: the same words as in the shell.
    let map = "id=opportunity_id,referral=opportunity_id,date=close_date,amount=close_value";
    desk.keys(&format!(
        ": import<space>revenue<space>{deals}<space>--map<space>{map}<space>--where<space>deal_stage=Won <enter>"
    ));
    desk.keys("<esc> 4").sees("Isdom").sees("$4,514.00");
    desk.keys(": program<space>add<space>Referral<space>--terms<space>\"25%<space>of<space>base<space>for<space>12<space>months\"<space>--enrol-all <enter>");
    desk.keys("<esc> 7").sees("$263.50").sees("$1,128.50");
    desk.keys("<enter>")
        .sees("25% × $1,054.00 = $263.50")
        .keys("<esc>");
    desk.keys("6").sees("Moses Frase").sees("$4,514.00");

    // A payout is drafted and paid; paid it stays, whatever is undone.
    desk.keys("8 a <ctrl-s>").sees("draft").sees("$1,128.50");
    desk.keys("p <ctrl-s> y").sees("paid");
    desk.keys("u").sees("payout reverse");

    // The partner's page, the log, and the proof.
    let out = folder.path().join("pages");
    desk.keys(&format!(
        "<esc> : share<space>page<space>moses<space>--out<space>{} <enter>",
        out.display()
    ));
    let page = fs::read_to_string(out.join("moses-frase.html")).unwrap();
    assert!(page.contains("$1,128.50") && !page.contains("Anna Snelling"));
    desk.keys("<esc> 9").sees("Imported revenue lines");
    desk.keys(": check <enter>").sees("all in order");
}
