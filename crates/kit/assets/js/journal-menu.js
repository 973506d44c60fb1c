// @ts-check
// The menu of a column: what the column is, and ways to what can be done with it.

import { make } from './journal-dom.js';

/** Gives what opens the menu of a column. @param {any} g what the grid gives */
export function columnMenu(g) {
  const { t, heads, on, root } = g;
  /** @type {HTMLElement|null} */ let open = null;
  let column = 0;

  function close(back = true) {
    if (!open) return;
    open.remove();
    open = null;
    heads[column + 1].querySelector('a')?.setAttribute('aria-expanded', 'false');
    if (back) g.refocus();
  }

  /** Topic and homework stand in the list of lessons under the grid. @param {string} href */
  function lessonOf(href) {
    const link = [...document.querySelectorAll('#lessons a')].find((a) => a.getAttribute('href') === href);
    const [topic, homework] = [...(link?.closest('tr')?.cells ?? [])].slice(1).map((td) => td.textContent ?? '');
    return { topic, homework };
  }

  function show(/** @type {number} */ c) {
    close(false);
    column = c;
    const th = heads[c + 1];
    const link = th.querySelector('a');
    const href = link.getAttribute('href') ?? '';
    const { topic, homework } = lessonOf(href);
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', weekday: 'short', timeZone: 'UTC' }).format(new Date(th.dataset.d));
    const facts = [make('b', {}, day), make('span', {}, th.querySelector('small')?.title ?? ''),
      ...(topic ? [make('span', {}, t('menu-topic', { text: topic }))] : []), ...(homework ? [make('span', {}, t('menu-homework', { text: homework }))] : [])];
    const item = (/** @type {HTMLElement} */ el) => make('li', { role: 'none' }, el);
    const entry = { role: 'menuitem', tabindex: '-1' };
    /** @type {HTMLElement[]} */ const items = [make('a', { ...entry, href }, t('menu-lesson'))];
    if (g.editable(0, c)) {
      items.push(make('button', { ...entry, type: 'button', 'data-do': 'fill' }, t('menu-fill')));
      if (!('ro' in root.dataset)) items.push(make('button', { ...entry, type: 'button', 'data-do': 'add' }, t('menu-add')));
    }
    const box = make('div', { class: 'card grid-menu' }, make('p', { id: 'grid-menu-facts' }, ...facts),
      make('ul', { role: 'menu', 'aria-label': `${t('menu')} ${day}`, 'aria-describedby': 'grid-menu-facts' }, ...items.map(item)));
    open = box;
    root.append(box);
    link.setAttribute('aria-expanded', 'true');
    const place = th.getBoundingClientRect();
    box.style.left = Math.max(4, Math.min(place.left, innerWidth - box.offsetWidth - 4)) + 'px';
    box.style.top = Math.max(4, Math.min(place.bottom + 2, innerHeight - box.offsetHeight - 4)) + 'px';
    items[0].focus();
    const step = (/** @type {number} */ by) => items[(items.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + by + items.length) % items.length].focus();
    box.onkeydown = (e) => {
      if (e.key === 'ArrowDown') step(1);
      else if (e.key === 'ArrowUp') step(-1);
      else if (e.key === 'Home') items[0].focus();
      else if (e.key === 'End') items.at(-1)?.focus();
      else if (e.key === 'Escape' || e.key === 'Tab') close();
      else return;
      e.preventDefault();
      e.stopPropagation();
    };
    box.onclick = (e) => {
      const what = /** @type {HTMLElement} */ (e.target).closest('button')?.dataset.do;
      if (what) close(false);
      if (what === 'fill') {
        g.move(0, c);
        g.move(g.rows.findLastIndex((/** @type {HTMLElement} */ tr) => !tr.hidden), c, true);
        g.say(th, t('menu-filling'));
      } else if (what === 'add') add(href, c);
    };
  }

  /** One more column of the same lesson: the lesson's own form does it. @param {string} href @param {number} c */
  function add(href, c) {
    const works = heads.filter((/** @type {HTMLElement} */ th) => th.querySelector('a')?.getAttribute('href') === href).length;
    const csrf = document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';
    const field = (/** @type {string} */ name, /** @type {string} */ value) => make('input', { type: 'hidden', name, value });
    const form = /** @type {HTMLFormElement} */ (make('form', { method: 'post', action: href }, field('csrf', csrf), field('add', '1'), field('works', String(works)),
      ...['topic', 'homework'].flatMap((name) => [field(name, ''), field(name + '-was', '')])));
    root.append(form);
    form.requestSubmit();
    heads[c + 1].setAttribute('aria-busy', 'true');
  }

  for (const th of heads) {
    if (th.dataset.w) for (const [name, value] of [['aria-haspopup', 'menu'], ['aria-expanded', 'false']]) th.querySelector('a')?.setAttribute(name, value);
  }
  on(g.head, 'contextmenu', (/** @type {MouseEvent} */ e) => {
    const th = /** @type {Element} */ (e.target).closest('th');
    if (!th?.hasAttribute('data-w')) return;
    e.preventDefault();
    g.move(-1, heads.indexOf(th) - 1);
    show(heads.indexOf(th) - 1);
  });
  on(g.head, 'click', (/** @type {MouseEvent} */ e) => {
    const small = /** @type {Element} */ (e.target).closest('th[data-w] small');
    if (!small) return;
    const c = heads.indexOf(small.parentElement) - 1;
    g.move(-1, c);
    show(c);
  });
  on(document, 'pointerdown', (/** @type {PointerEvent} */ e) => {
    if (open && !open.contains(/** @type {Node} */ (e.target))) close(false);
  });
  on(g.scroller, 'scroll', () => open && close(false), { passive: true });
  return show;
}
