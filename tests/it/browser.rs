//! The partner page in a real browser: it fits a phone, and nothing in it runs. Skipped, visibly, without a Chromium.

use std::{path::Path, process::Command, time::Duration};

use partnerbook::{
    demo,
    domain::{currency::Currency, day::parse_iso},
    export::page,
    store::{Ask, Founding, NewPartner, NewReferral, Origin, Store},
};

/// A Chromium on this machine.
fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome", "chrome"]
        .into_iter()
        .find(|name| {
            Command::new(name)
                .arg("--version")
                .output()
                .is_ok_and(|o| o.status.success())
        })
}

/// The document of a page after it was loaded, as the browser has it.
fn dom(browser: &str, page: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new(browser);
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--allow-file-access-from-files",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!(
            "--virtual-time-budget={}",
            Duration::from_secs(5).as_millis()
        ))
        .arg(format!("file://{}", page.display()));
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn the_page_fits_a_phone_and_runs_nothing() {
    let Some(browser) = browser() else {
        crate::skipped::skipped("no Chromium here to open the page with");
        return;
    };
    let today = parse_iso("2026-11-21").unwrap();
    let founding = Founding {
        name: demo::NAME.to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    let mut store = Store::in_memory(&founding, &Ask::new(Origin::Setup, "init", today)).unwrap();
    demo::fill(&mut store, today).unwrap();
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let hostile = store
        .write(&Ask::new(Origin::Shell, "test", today), |tx| {
            let partner = tx.add_partner(&NewPartner {
                name: "<script>document.title='ran'</script>".to_owned(),
                ..NewPartner::default()
            })?;
            for company in [
                long,
                "<img src=x onerror=\"document.title='ran'\">",
                "\"><svg onload=document.title='ran'>",
            ] {
                tx.add_referral(&NewReferral {
                    partner,
                    company: company.to_owned(),
                    stage: "demo".to_owned(),
                    ..NewReferral::default()
                })?;
            }
            Ok((String::new(), partner))
        })
        .unwrap()
        .value;
    let folder = tempfile::tempdir().unwrap();
    let mut frames = String::new();
    let all = store.view().partners_with_work().unwrap();
    for (id, _) in &all {
        let html = page::html(&store.view().statement(*id, today).unwrap()).unwrap();
        std::fs::write(folder.path().join(format!("{id}.html")), html).unwrap();
        for width in [320, 360, 700, 1200] {
            frames = format!(
                "{frames}<iframe src='{id}.html' style='width:{width}px;height:600px;border:0'></iframe>"
            );
        }
    }
    let harness = format!(
        "<!doctype html>{frames}<pre id='found'></pre><script>onload = () => {{
           let found = '';
           for (const f of document.querySelectorAll('iframe')) {{
             const d = f.contentDocument, root = d.documentElement;
             found += [f.getAttribute('src'), root.clientWidth, root.scrollWidth, d.title.includes('ran') && d.title === 'ran'].join(' ') + '\\n';
           }}
           document.getElementById('found').textContent = found;
         }}</script>"
    );
    let path = folder.path().join("harness.html");
    std::fs::write(&path, harness).unwrap();
    let dom = dom(browser, &path);
    let found = dom
        .split("<pre id=\"found\">")
        .nth(1)
        .and_then(|d| d.split("</pre>").next())
        .unwrap_or_default();
    assert_eq!(found.lines().count(), all.len() * 4, "{found}");
    for line in found.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (shown, needed): (u32, u32) = (words[1].parse().unwrap(), words[2].parse().unwrap());
        assert!(
            shown > 0 && needed <= shown,
            "{line}: wider than its window"
        );
        assert_eq!(words[3], "false", "{line}: a script ran");
    }
    assert!(found.contains(&format!("{hostile}.html")));
}
