// @ts-check
// What the person is told of his changes: the line above the grid, and the list of what was not taken.

import { age, clock, make } from './journal-dom.js';

/**
 * @typedef {import('./journal-outbox.js').Outbox} Outbox
 * @typedef {import('./journal-store.js').Op} Op
 * @typedef {import('./journal-dom.js').Words} Words
 */

/** After the next picture; a page that is not in sight has none. @param {() => void} run */
const afterPicture = (run) => (document.hidden ? setTimeout(run) : requestAnimationFrame(() => setTimeout(run)));

/**
 * The line that says what is saved and what waits, how much of it and for how long.
 * @param {{root: HTMLElement, line: HTMLElement, live: HTMLElement, outbox: () => Outbox, journal: string, t: Words, signal: AbortSignal}} of
 */
export function stateLine({ root, line, live, outbox, journal, t, signal }) {
  let due = false;
  const put = (/** @type {Record<string, unknown>} */ figures) => {
    for (const [name, value] of Object.entries(figures)) if (root.dataset[name] !== String(value)) root.dataset[name] = String(value);
  };
  /** That something waits stands there at once; the words come after the next picture, which belongs to the cell. */
  function tell() {
    const box = outbox();
    let n = 0;
    for (const op of box.ops.values()) if (!op.no) n++;
    if (n) put({ unsent: n });
    if (box.unsafe) put({ unsafe: box.unsafe });
    if (due) return;
    due = true;
    afterPicture(() => {
      due = false;
      if (!signal.aborted) say();
    });
  }
  let said = '';
  function say() {
    const box = outbox();
    const all = [...box.ops.values()];
    const wait = all.filter((op) => !op.no);
    const blocked = wait.filter((op) => box.blocked.has(op.url)).length;
    const other = wait.filter((op) => op.journal !== journal).length;
    const n = wait.length;
    const kind = !n ? 'saved' : blocked === n ? 'no-access' : box.problem || 'saving';
    const since = kind === 'saved' ? box.savedAt : Math.min(...wait.map((op) => op.at));
    const parts = [t(kind === 'saved' && box.savedAt ? 'saved-at' : kind, { n, time: clock(since), age: age(since) })];
    if (other) parts.push(t('other', { n: other }));
    if (blocked && blocked < n) parts.push(t('no-access', { n: blocked }));
    if (all.length > n) parts.push(t('refused', { n: all.length - n }));
    if (!box.store.durable && all.length) parts.push(t('tab-only'));
    line.dataset.state = all.length > n && kind === 'saved' ? 'refused' : kind;
    const text = parts.join(' · ');
    if (line.dataset.text !== text) {
      line.dataset.text = line.textContent = text;
      const href = '/login/?next=' + encodeURIComponent(location.pathname + location.search);
      if (kind === 'signed-out') line.append(' ', make('a', { href }, t('sign-in')));
      if (kind === 'reload') line.append(' ', make('a', { href: location.href }, t('reload-now')));
    }
    if (kind !== said && kind !== 'saving' && (kind !== 'saved' || said === 'waiting')) live.textContent = text;
    said = kind;
    put({ unsent: n, refused: all.length - n, unsafe: box.unsafe, state: kind });
  }
  const timer = setInterval(() => root.dataset.state !== 'saved' && root.dataset.state && tell(), 30000);
  signal.addEventListener('abort', () => clearInterval(timer));
  return tell;
}

/**
 * Lists above the grid; the same id replaces one, without items it goes.
 * @param {HTMLElement} notices @param {HTMLElement} live @param {Words} t
 */
export function noticeBoard(notices, live, t) {
  return (/** @type {string} */ id, /** @type {string} */ title, /** @type {Node[]} */ items, close = false) => {
    const box = make('section', { id, class: 'card grid-notice', 'aria-label': title }, make('h2', {}, title), make('ul', {}, ...items));
    if (close) box.append(make('button', { type: 'button', class: 'btn', 'data-close': '' }, t('close')));
    document.getElementById(id)?.remove();
    if (!items.length) return;
    notices.append(box);
    live.textContent = title + ': ' + items.map((li) => li.firstChild?.textContent).join('; ');
  };
}

/**
 * One refused change with its two ways out. `here`: what the server has in the cell, as far as this page knows.
 * @param {Op} op @param {{t: string, v: number}|null} here @param {boolean} own of the journal that is open? @param {Words} t
 */
export function refusal(op, here, own, t) {
  const no = /** @type {NonNullable<Op['no']>} */ (op.no);
  const newer = here && here.v > (no.v ?? 0);
  const stale = no.why === 'stale';
  const kind = !stale ? 'refused-one' : newer || !no.who ? 'conflict-now' : 'conflict';
  const text = t(kind, {
    label: (own ? '' : op.title + ': ') + op.label,
    mine: op.text || t('empty'),
    theirs: (newer ? here.t : no.t) || t('empty'),
    who: no.who,
    at: no.at,
    message: no.message ?? '',
  });
  const button = (/** @type {string} */ act) => make('button', { type: 'button', class: 'btn', 'data-act': act, 'data-op': op.op }, t(act));
  return make('li', { id: 'no-' + op.op }, make('span', {}, text), ' ', button(stale ? 'keep' : 'retry'), ' ', button(stale ? 'take' : 'drop'));
}
