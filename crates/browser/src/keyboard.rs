//! What the keyboard reaches on an open page, and what a finger can hit.

use serde_json::Value;

use crate::tab::Tab;

/// What one can stop at with Tab, in the order of the document: visible, not switched off, of radio buttons the chosen one.
const STOPS: &str = "window.stops = () => {
  const seen = new Set();
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter((x) => x.tabIndex >= 0 && !x.disabled && !x.closest('[inert]') && x.checkVisibility({ visibilityProperty: true }))
    .filter((x) => {
      if (x.type !== 'radio') return true;
      const group = [...document.querySelectorAll('input[type=radio]')].filter((r) => r.name === x.name && r.form === x.form);
      const chosen = group.find((r) => r.checked);
      const key = x.name + '|' + [...document.forms].indexOf(x.form);
      if (chosen) return x === chosen;
      return !seen.has(key) && (seen.add(key), true);
    });
};
window.told = (x) => x.cloneNode(false).outerHTML.slice(0, 110) + (x.textContent ?? '').trim().slice(0, 30);";

/// Notes each stop and whether it looks any different when the focus is on it.
const LISTEN: &str = "const look = (x) => { const s = getComputedStyle(x);
    return [s.outlineStyle + s.outlineWidth + s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join(' '); };
  const around = (x) => [x, x.closest('label'), x.parentElement].filter(Boolean).map(look).join('|');
  window.reached = []; window.unseen = [];
  const before = new Map(stops().map((x) => [x, around(x)]));
  document.addEventListener('focusin', (e) => {
    reached.push(e.target);
    const was = before.get(e.target);
    if (was !== undefined && was === around(e.target)) unseen.push(e.target);
  }, true);
  return before.size + 5 * document.querySelectorAll('input[type=date], input[type=time], input[type=datetime-local]').length + 2;";

/// The stops that Tab missed, took in another order, or where the focus is not to be seen; a sentence for each.
const JUDGE: &str = "const all = stops(), first = new Map();
  reached.forEach((x, i) => { if (!first.has(x)) first.set(x, i); });
  const out = all.filter((x) => !first.has(x)).map((x) => 'Tab does not reach ' + told(x));
  const met = all.filter((x) => first.has(x));
  met.forEach((x, i) => { if (i > 0 && first.get(met[i - 1]) > first.get(x)) out.push('Tab comes too early to ' + told(x)); });
  return out.concat(unseen.map((x) => 'the focus is not seen on ' + told(x)));";

/// Targets smaller than 24 by 24 CSS pixels that are not words of a sentence and have another one too near (WCAG 2.2, 2.5.8).
const TARGETS: &str = "const box = (x) => {
    const label = /^(checkbox|radio)$/.test(x.type) ? x.closest('label') : null;
    const r = (label ?? x).getBoundingClientRect();
    return { x, r, at: [r.x + r.width / 2, r.y + r.height / 2], small: r.width < 23.5 || r.height < 23.5 };
  };
  const inText = (x) => getComputedStyle(x).display === 'inline'
    && [...x.parentElement.childNodes].some((n) => n !== x && n.nodeType === 3 && n.textContent.trim().length > 1);
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((x) => !x.matches('.skip') && x.checkVisibility({ visibilityProperty: true })).map(box).filter((b) => b.r.width > 0);
  const far = (a, r) => Math.hypot(Math.max(r.left - a[0], 0, a[0] - r.right), Math.max(r.top - a[1], 0, a[1] - r.bottom));
  const near = (b) => all.some((o) => o !== b && !o.x.contains(b.x) && !b.x.contains(o.x)
    && (o.small ? Math.hypot(o.at[0] - b.at[0], o.at[1] - b.at[1]) < 23.5 : far(b.at, o.r) < 11.5));
  return all.filter((b) => b.small && !inText(b.x) && near(b))
    .map((b) => `${Math.round(b.r.width)}×${Math.round(b.r.height)}: ${told(b.x)}`);";

fn sentences(answer: &Value) -> Vec<String> {
    answer.as_array().unwrap().iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
}

/// Walks the page with Tab from its beginning and says what is wrong with the way.
pub async fn walk(tab: &Tab) -> Vec<String> {
    tab.script(STOPS).await;
    let presses = tab.script(LISTEN).await.as_u64().unwrap();
    tab.press("\u{E004}".repeat(usize::try_from(presses).unwrap())).await;
    sentences(&tab.script(JUDGE).await)
}

/// What is too small for a finger.
pub async fn small_targets(tab: &Tab) -> Vec<String> {
    tab.script(STOPS).await;
    sentences(&tab.script(TARGETS).await)
}
