// @ts-check
// One lesson as a list of pupils with large keys. What is written goes the same road as in the grid: shown, kept on the
// device, sent. Topic and homework stay a form.

import { fromSheet, markClass, why } from './journal-cell.js';
import { make, words } from './journal-dom.js';
import { keypad } from './journal-keys.js';
import { Outbox } from './journal-outbox.js';
import { noticeBoard, refusal, stateLine } from './journal-state.js';
import { after, openStore, uuid } from './journal-store.js';

/** @typedef {import('./journal-store.js').Op} Op @typedef {{p: number, w: number, input: HTMLInputElement, shown: HTMLInputElement, t: string, v: number}} Field */

/** @param {HTMLElement} root `#lesson` */
async function start(root) {
  const t = await words();
  const { journal = '', account = '', title = '' } = root.dataset;
  const url = `/journal/${journal}/cells/`;
  const form = /** @type {HTMLFormElement} */ (root.closest('form'));
  const { signal } = new AbortController();

  /** @type {Map<string, Field>} */ const fields = new Map();
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('input[name^="m-"]'))) {
    if (input.readOnly) continue;
    const [, p, w] = input.name.split('-').map(Number);
    const shown = /** @type {HTMLInputElement} */ (form.elements.namedItem(`v-${p}-${w}`));
    const [, v, text] = /^(\d+):(.*)$/.exec(shown.value) ?? ['', '0', ''];
    fields.set(p + ':' + w, { p, w, input, shown, t: text, v: Number(v) });
  }
  const list = [...fields.values()];

  // On a phone the list is what one has come for.
  if (matchMedia('(max-width: 600px)').matches) root.parentElement?.querySelector('.card')?.before(root);

  const live = make('div', { class: 'vh', 'aria-live': 'polite' });
  const line = make('p', { id: 'save-state', role: 'status', 'aria-live': 'off' });
  const notices = make('div', { class: 'grid-notices' });
  const present = make('button', { type: 'button', class: 'btn main' }, t('all-present'));
  root.prepend(line, notices, make('p', { class: 'actions' }, present));
  root.append(live);

  const store = await openStore();
  const outbox = new Outbox(account, store, signal, {
    version: (op) => (op.journal === journal ? fields.get(op.pupil + ':' + op.work)?.v ?? 0 : 0),
    tell: () => tell(),
    show(delta, touched) {
      if (delta.url === url) {
        for (const { p, w, t: text, v } of delta.cells ?? []) {
          const field = fields.get(p + ':' + w);
          if (field && v >= field.v) Object.assign(field, { t: text, v });
          if (field) paint(field);
        }
        for (const { p, a } of delta.avg ?? []) {
          const cell = list.find((field) => field.p === p)?.input.closest('tr')?.querySelector('td.num');
          if (cell) cell.textContent = a;
        }
      }
      for (const op of touched) {
        const field = op.journal === journal && fields.get(op.pupil + ':' + op.work);
        if (field) paint(field);
      }
      if (touched.some((op) => op.no)) refusals();
    },
  });
  const tell = stateLine({ root, line, live, outbox: () => outbox, journal, t, signal });
  const notice = noticeBoard(notices, live, t);
  const waiting = (/** @type {Field} */ { p, w }) => [...outbox.ops.values()].filter((op) => op.journal === journal && op.pupil === p && op.work === w);

  function refusals() {
    const items = [...outbox.ops.values()].filter((op) => op.no)
      .map((op) => refusal(op, op.journal === journal ? fields.get(op.pupil + ':' + op.work) ?? null : null, op.journal === journal, t));
    notice('grid-refused', t('refused-title'), items);
  }

  /** What a field shows: the server's text under the changes that wait. */
  function paint(/** @type {Field} */ field) {
    const last = waiting(field).filter((op) => !op.no).at(-1);
    const text = last ? last.text : field.t;
    if (document.activeElement !== field.input || touched) field.input.value = text;
    field.input.className = [markClass(text), last && 'pending'].filter(Boolean).join(' ');
    // The form sends only what differs from what was shown: what goes through the queue does not.
    field.shown.value = `${field.v}:${text}`;
    field.input.removeAttribute('aria-invalid');
  }

  function commit(/** @type {{field: Field, text: string}[]} */ changes) {
    /** @type {Op[]} */ const put = [];
    for (const { field, text } of changes) {
      const last = waiting(field).filter((op) => !op.no).at(-1);
      if ((last ? last.text : field.t) === text) continue;
      put.push({ op: uuid(), account, journal, url, page: location.pathname, title, pupil: field.p, work: field.w, base: last ? null : field.v, text,
        at: Date.now(), label: field.input.getAttribute('aria-label') ?? '' });
    }
    if (put.length) outbox.add({ put, del: [] });
    return put.length;
  }

  /** Takes what stands in a field; false when it is no mark. */
  function take(/** @type {Field} */ field) {
    const text = fromSheet(field.input.value, waiting(field).filter((op) => !op.no).at(-1)?.text ?? field.t);
    if (text === null) {
      field.input.setAttribute('aria-invalid', 'true');
      live.textContent = line.textContent = t(why(field.input.value), { text: field.input.value });
      return false;
    }
    commit([{ field, text }]);
    paint(field);
    field.input.value = text;
    return true;
  }

  const of = (/** @type {EventTarget|null} */ target) => list.find((field) => field.input === target);
  /** The field of the same column under this one. */
  const below = (/** @type {Field} */ field) => list.find((other, i) => i > list.indexOf(field) && other.w === field.w);

  let touched = false;
  /** @type {Field|undefined} */ let here;
  const showKeys = keypad(root, t, signal, (key) => {
    if (!here) return;
    if (key === null) {
      here.input.removeAttribute('inputmode');
      here.input.blur();
      here.input.focus();
      return showKeys(false);
    }
    here.input.value = key;
    if (!take(here)) return;
    const next = below(here);
    if (next) next.input.focus();
    else {
      here.input.blur();
      showKeys(false);
    }
  });
  root.addEventListener('pointerdown', (e) => {
    touched = e.pointerType === 'touch';
    if (touched) for (const { input } of list) input.setAttribute('inputmode', 'none');
  }, { capture: true });
  root.addEventListener('focusin', (e) => {
    const field = of(e.target);
    if (!field) return;
    here = field;
    field.input.select();
    if (!touched) return;
    showKeys(true);
    field.input.closest('tr')?.scrollIntoView({ block: 'center' });
  });
  document.addEventListener('pointerdown', (e) => {
    if (touched && !(/** @type {Element} */ (e.target).closest('#lesson'))) showKeys(false);
  });
  root.addEventListener('change', (e) => {
    const field = of(e.target);
    if (field) take(field);
  });
  root.addEventListener('keydown', (e) => {
    const field = of(e.target);
    if (!field || !['Enter', 'ArrowDown', 'ArrowUp'].includes(e.key)) return;
    e.preventDefault();
    if (!take(field)) return;
    const next = e.key === 'ArrowUp' ? [...list].reverse().find((other) => list.indexOf(other) < list.indexOf(field) && other.w === field.w) : below(field);
    next?.input.focus();
  });

  present.addEventListener('click', () => {
    const changes = list.filter(({ input }) => /[^1-5]/.test(input.value)).map((field) => ({ field, text: field.input.value.replace(/[^1-5]/g, '') }));
    const n = commit(changes);
    live.textContent = n ? t('all-present-done', { n }) : t('all-present-none');
    present.setAttribute('aria-pressed', 'true');
    present.textContent = live.textContent;
  });
  notices.addEventListener('click', (e) => {
    const button = /** @type {HTMLElement} */ (e.target).closest('button');
    const op = outbox.ops.get(button?.dataset.op ?? '');
    if (!op || !button) return;
    const { no, ...mine } = op;
    const send = button.dataset.act === 'keep' || button.dataset.act === 'retry';
    const base = no?.why === 'stale' ? Math.max(no.v ?? 0, op.journal === journal ? fields.get(op.pupil + ':' + op.work)?.v ?? 0 : 0) : op.base;
    outbox.add({ put: send ? [{ ...mine, op: uuid(), base }] : [], del: [op.op] });
    refusals();
  });
  addEventListener('online', () => outbox.kick(true));
  document.addEventListener('visibilitychange', () => !document.hidden && outbox.kick(true));

  list.forEach(paint);
  const kept = await store.all(account).catch(() => []);
  after(kept);
  outbox.absorb({ put: kept, del: [] });
  root.dataset.ready = '1';
  outbox.kick();
}

const root = document.getElementById('lesson');
if (root) start(root);
