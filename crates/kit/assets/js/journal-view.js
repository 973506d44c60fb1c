// @ts-check
// How the grid is looked at: columns narrow or wide, who has left folded under one row.

import { make } from './journal-dom.js';

/** Who has left goes to the end of the table, before anything counts its rows. @param {HTMLTableSectionElement} body */
export function departedLast(body) {
  body.append(...body.querySelectorAll(':scope > tr.gone'));
}

/** @param {any} g what the grid gives */
export function view(g) {
  const { t, root, table, rows, on } = g;
  const tools = make('div', { class: 'grid-tools' });
  document.getElementById('save-state')?.before(tools);

  const narrow = make('button', { type: 'button', class: 'btn quiet', 'aria-pressed': 'false' }, t('narrow'));
  const press = (/** @type {boolean} */ yes) => {
    root.classList.toggle('narrow', yes);
    narrow.setAttribute('aria-pressed', String(yes));
  };
  press(localStorage.getItem('zvonok-narrow') === '1');
  on(narrow, 'click', () => {
    press(!root.classList.contains('narrow'));
    localStorage.setItem('zvonok-narrow', root.classList.contains('narrow') ? '1' : '0');
  });
  tools.append(narrow);

  const gone = rows.filter((/** @type {HTMLElement} */ tr) => tr.classList.contains('gone'));
  if (!gone.length || gone.length === rows.length) return;
  const button = make('button', { type: 'button', class: 'quiet', 'aria-expanded': 'false' });
  const row = make('tr', { class: 'fold', role: 'row' }, make('th', { class: 'pupil', scope: 'row', role: 'rowheader' }, button));
  gone[0].before(row);
  const fold = (/** @type {boolean} */ yes) => {
    for (const tr of gone) tr.hidden = yes;
    button.setAttribute('aria-expanded', String(!yes));
    button.textContent = `${yes ? '▸' : '▾'} ${t('gone', { n: gone.length })}`;
  };
  fold(true);
  on(button, 'click', (/** @type {Event} */ e) => {
    e.stopPropagation();
    fold(!gone[0].hidden);
  });
  table.setAttribute('aria-rowcount', String(rows.length + 2));
}
