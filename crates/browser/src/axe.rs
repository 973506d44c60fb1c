//! axe-core over an open page.

use serde_json::Value;

use crate::tab::Tab;

const AXE: &str = include_str!("../vendor/axe.min.js");

const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
  .then((r) => done({ violations: r.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 160)} ${n.failureSummary}`)), passes: r.passes.length }),
    (e) => done({ violations: [String(e)], passes: 0 }));";

/// What axe finds against WCAG 2.2 AA and its own good practice; a sentence for each place.
pub async fn violations(tab: &Tab) -> Vec<String> {
    if tab.script("return typeof axe").await == "undefined" {
        tab.script(&format!("{AXE};window.axe = axe")).await;
    }
    let answer = tab.script_async(RUN).await;
    assert!(answer["passes"].as_u64() > Some(5), "axe did not look at the page: {answer}");
    let found = answer["violations"].as_array().unwrap();
    found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
}

/// How far the page sticks out of its window to the side, CSS pixels, and what sticks out.
pub async fn overflow(tab: &Tab) -> Option<String> {
    let answer = tab
        .script(
            "const d = document.documentElement, over = d.scrollWidth - innerWidth;
             if (over <= 0) return null;
             const far = [...document.querySelectorAll('body *')].filter((x) => x.getBoundingClientRect().right > innerWidth + 0.5);
             return over + ' px: ' + far.slice(0, 6).map((x) => x.cloneNode(false).outerHTML.slice(0, 120)).join(' ');",
        )
        .await;
    match answer {
        Value::Null => None,
        other => Some(other.as_str().unwrap_or_default().to_owned()),
    }
}
