// @ts-check
// The table of the journal: a spreadsheet over what the server drew. Every change is a change of the outbox; this file is
// what stands in the cells, the focus, the selection and the keys. The parts around it get what they need of it as `g`.

import { markClass, normalise, SLIPS, why } from './journal-cell.js';
import { clipboard } from './journal-clipboard.js';
import { make, words } from './journal-dom.js';
import { history } from './journal-history.js';
import { keypad } from './journal-keys.js';
import { follow } from './journal-live.js';
import { columnMenu } from './journal-menu.js';
import { Outbox } from './journal-outbox.js';
import { noticeBoard, refusal, stateLine } from './journal-state.js';
import { after, openStore, uuid } from './journal-store.js';
import { departedLast, view } from './journal-view.js';

/** @typedef {import('./journal-store.js').Op} Op @typedef {import('./journal-history.js').Step} Step */

const STATES = new Set(['m1', 'm2', 'm3', 'm4', 'm5', 'ab', 'ex', 'la', 'du', 'rs', 'c', 'pending', 'conflict', 'refused']);

/** Brings the drawn table to life. @param {HTMLElement} root `#journal` @param {AbortSignal} signal ends it */
export async function start(root, signal) {
  const table = /** @type {HTMLTableElement} */ (root.querySelector('table.grid'));
  const scroller = /** @type {HTMLElement} */ (root.querySelector('.grid-scroll'));
  const line = /** @type {HTMLElement} */ (document.getElementById('save-state'));
  const { journal = '', account = '' } = root.dataset;
  const url = `/journal/${journal}/cells/`;
  const t = await words();
  if (signal.aborted) return;
  const head = /** @type {HTMLTableRowElement} */ ([...(table.tHead?.rows ?? [])].at(-1));
  const heads = [...head.cells];
  departedLast(table.tBodies[0]);
  const rows = [...table.tBodies[0].rows].filter((tr) => tr.dataset.p);
  const works = heads.map((th) => Number(th.dataset.w ?? 0)).slice(1);
  const rowOf = new Map(rows.map((tr, r) => [Number(tr.dataset.p), r]));
  const colOf = new Map(works.map((w, c) => [w, c]));
  const on = (/** @type {EventTarget} */ el, /** @type {string} */ type, /** @type {(e: any) => void} */ fn,
    options = {}) => el.addEventListener(type, fn, { signal, ...options });

  const live = make('div', { class: 'vh', 'aria-live': 'polite' });
  const tip = make('div', { class: 'grid-tip', id: 'grid-tip', role: 'alert', hidden: '' });
  const notices = make('div', { class: 'grid-notices' });
  scroller.before(notices);
  root.append(live, tip);
  line.setAttribute('aria-live', 'off'); // it changes with every key; `live` says what matters
  table.setAttribute('aria-multiselectable', 'true');
  for (const a of table.querySelectorAll('th a')) a.setAttribute('tabindex', '-1');
  // The stylesheet draws blocks, not table boxes: the roles are named for the browsers that forget them then.
  for (const part of [table.tHead, table.tBodies[0]]) part?.setAttribute('role', 'rowgroup');
  [head, ...rows].forEach((tr, r) => {
    tr.setAttribute('role', 'row');
    tr.setAttribute('aria-rowindex', String(r + 1));
    [...tr.cells].forEach((x, c) => {
      x.setAttribute('role', x.tagName === 'TD' ? 'gridcell' : tr === head ? 'columnheader' : 'rowheader');
      x.setAttribute('aria-colindex', String(c + 1));
    });
  });

  /** Position: row −1 is the header, column −1 the pupils. `from` is the other corner of the selection. */
  let at = { r: 0, c: 0 };
  let from = at;
  /** @type {HTMLElement|null} */ let active = null;
  /** @type {Element[]} */ let lit = [];
  /** @type {Element[]} */ let selected = [];
  /** @type {{td: HTMLElement, input: HTMLInputElement, p: number, w: number}|null} */ let editor = null;
  const { undo, redo, keep } = history(`${account}-${journal}`, signal);
  /** @type {Map<string, {t: string, v: number, c: string}>} */ const truths = new Map();

  const cellAt = (/** @type {number} */ r, /** @type {number} */ c) => (
    /** @type {HTMLTableCellElement} */ ((r < 0 ? head : rows[r]).cells[c + 1]));
  const find = (/** @type {number} */ p, /** @type {number} */ w) => {
    const r = rowOf.get(p);
    const c = colOf.get(w);
    return r === undefined || c === undefined ? null : cellAt(r, c);
  };
  const editable = (/** @type {number} */ r, /** @type {number} */ c) => (
    r >= 0 && works[c] > 0 && !('ro' in heads[c + 1].dataset || 'ro' in rows[r].dataset || 'ro' in root.dataset));
  /** Days with more than one column. */
  const twins = new Set(heads.map((th) => th.dataset.d).filter((day, i, all) => day && all.indexOf(day) !== i));
  const nameOf = (/** @type {number} */ r, /** @type {number} */ c) => {
    const th = heads[c + 1];
    const parts = [...(th.querySelector('a') ?? th).children].map((x) => x.textContent);
    return `${cellAt(r, -1).textContent?.trim()}, ${parts.join(' ')}${twins.has(th.dataset.d) ? ' ' + (th.querySelector('small')?.firstChild?.textContent ?? '') : ''}`.trim();
  };

  /** What the server has in a cell, as far as this page knows; read from the table before its first change. */
  function truth(/** @type {number} */ p, /** @type {number} */ w) {
    const key = p + ':' + w;
    let has = truths.get(key);
    if (!has) {
      const td = find(p, w);
      has = { t: td?.textContent?.trim() ?? '', v: Number(td?.dataset.v ?? 0), c: td?.title ?? '' };
      truths.set(key, has);
    }
    return has;
  }

  /** What a cell shows: the server's value under the changes that wait. */
  function look(/** @type {number} */ p, /** @type {number} */ w) {
    let { t: text, c: comment } = truth(p, w);
    /** @type {Op|null} */ let last = null;
    /** @type {Op|null} */ let no = null;
    for (const op of outbox.ops.values()) {
      if (op.pupil !== p || op.work !== w || op.journal !== journal) continue;
      if (op.no) no = op;
      else [last, text, comment] = [op, op.text, op.comment ?? comment];
    }
    return { t: text, c: comment, last, no };
  }

  function paint(/** @type {number} */ p, /** @type {number} */ w) {
    const td = find(p, w);
    if (!td || td === editor?.td) return;
    const has = truth(p, w);
    const { t: text, c, last, no } = look(p, w);
    if (td.textContent !== text) td.textContent = text;
    const classes = [...[...td.classList].filter((x) => !STATES.has(x)), markClass(text), c && 'c', last && 'pending',
      no && (no.no?.why === 'stale' ? 'conflict' : 'refused')].filter(Boolean).join(' ');
    if (td.className !== classes) td.className = classes;
    if (td.title !== c) td.title = c;
    if (td.dataset.v !== String(has.v)) td.dataset.v = String(has.v);
    if (no) td.setAttribute('aria-describedby', 'no-' + no.op);
    else td.removeAttribute('aria-describedby');
  }

  /**
   * The year's average of a pupil; the server tells the period's. Halves of a hundredth go up. Null after a re-sit: what counts
   * then is the school's rule, which the page does not know.
   */
  function yearly(/** @type {number} */ p) {
    if (works.some((w) => w && truth(p, w).t.includes('→'))) return null;
    let [sum, weight] = [0, 0];
    works.forEach((w, c) => {
      const digit = Number(/\d$/.exec(w ? truth(p, w).t : '')?.[0] ?? 0);
      const tenths = digit && Math.round(10 * Number(heads[c + 1].dataset.wt?.replace(',', '.')));
      [sum, weight] = [sum + digit * tenths, weight + tenths];
    });
    return weight ? (Math.floor((200 * sum + weight) / (2 * weight)) / 100).toFixed(2).replace('.', document.documentElement.lang === 'ru' ? ',' : '.') : '';
  }

  const store = await openStore();
  const outbox = new Outbox(account, store, signal, {
    version: (op) => (op.journal === journal ? truth(op.pupil, op.work).v : 0),
    tell: () => tell(),
    show(delta, touched) {
      if (delta.url === url) {
        for (const { p, w, t: text, v, c } of delta.cells ?? []) {
          const has = truth(p, w);
          if (v >= has.v) truths.set(p + ':' + w, { t: text, v, c: c ?? has.c });
          paint(p, w);
        }
        for (const { p, a } of delta.avg ?? []) {
          const td = rows[rowOf.get(p) ?? -1]?.querySelector('.avg');
          if (td) td.textContent = root.dataset.period === 'year' ? yearly(p) ?? td.textContent : a;
        }
      }
      for (const op of touched) if (op.journal === journal) paint(op.pupil, op.work);
      if (touched.some((op) => op.no)) refusals();
    },
  });

  // -- what the person is told --

  const tell = stateLine({ root, line, live, outbox: () => outbox, journal, t, signal });
  const notice = noticeBoard(notices, live, t);
  /** The list of refused changes: each stays until the person decides. */
  function refusals() {
    const items = [...outbox.ops.values()].filter((op) => op.no).map((op) => {
      const own = op.journal === journal;
      return refusal(op, own && find(op.pupil, op.work) ? truth(op.pupil, op.work) : null, own, t);
    });
    notice('grid-refused', t('refused-title'), items);
  }

  /** A sentence beside a cell. @param {Element} cell @param {string} text */
  function say(cell, text) {
    tip.textContent = text;
    tip.hidden = false;
    const box = cell.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = tip;
    tip.style.left = Math.max(4, Math.min(box.left, innerWidth - w - 4)) + 'px';
    tip.style.top = (box.bottom + h + 8 < innerHeight ? box.bottom + 4 : box.top - h - 4) + 'px';
  }
  const hush = () => {
    if (!tip.hidden && !editor) tip.hidden = true;
  };

  // -- changes --

  /**
   * Makes changes as one step of undo.
   * @param {{p: number, w: number, text: string, comment?: string}[]} list @param {Step[]|null} [stack]
   */
  function commit(list, stack = undo) {
    /** @type {Op[]} */ const put = [];
    /** @type {string[]} */ const del = [];
    /** @type {Step} */ const step = [];
    for (const { p, w, text, comment } of list) {
      const now = look(p, w);
      if (now.no) del.push(now.no.op);
      if (now.t === text && (comment ?? now.c) === now.c) continue;
      step.push({ p, w, a: { t: now.t, c: now.c }, b: { t: text, c: comment ?? now.c } });
      put.push({
        op: uuid(), account, journal, url, page: location.pathname + location.search,
        title: table.getAttribute('aria-label') ?? '', pupil: p, work: w, base: now.last ? null : truth(p, w).v, text,
        ...(comment === undefined ? {} : { comment }), at: Date.now(),
        label: nameOf(rowOf.get(p) ?? 0, colOf.get(w) ?? 0),
      });
    }
    if (step.length && stack) stack.push(step);
    if (step.length && stack === undo && redo.length) redo.length = 0;
    keep();
    if (!put.length && !del.length) return;
    outbox.add({ put, del });
    if (del.length) refusals();
  }

  /** Takes the last step of one stack back, as new changes; cells that hold something else by now stay. */
  function revert(/** @type {Step[]} */ stack, /** @type {Step[]} */ other) {
    const step = stack.pop();
    if (!step) return void (live.textContent = t('nothing'));
    const same = step.filter((x) => {
      const now = look(x.p, x.w);
      return now.t === x.b.t && now.c === x.b.c;
    });
    const { p, w } = step[0];
    if (rowOf.has(p) && colOf.has(w)) move(rowOf.get(p) ?? 0, colOf.get(w) ?? 0);
    commit(same.map((x) => ({ p: x.p, w: x.w, text: x.a.t, ...(x.a.c === x.b.c ? {} : { comment: x.a.c }) })), null);
    if (same.length) other.push(same.map((x) => ({ ...x, a: x.b, b: x.a })));
    keep();
    if (same.length < step.length) say(cellAt(at.r, at.c), t('undo-skipped', { n: step.length - same.length }));
  }

  const area = () => ({
    r0: Math.max(0, Math.min(at.r, from.r)), r1: Math.max(at.r, from.r),
    c0: Math.max(0, Math.min(at.c, from.c)), c1: Math.max(at.c, from.c),
  });
  const many = () => at.r !== from.r || at.c !== from.c;
  /** Cells of the selection that may be written. */
  function targets() {
    const { r0, r1, c0, c1 } = area();
    const list = [];
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) if (editable(r, c) && !rows[r].hidden) list.push({ p: Number(rows[r].dataset.p), w: works[c] });
    }
    return list;
  }
  /** Writes one text into the selection; false when nothing there may be written. */
  function fill(/** @type {string} */ text) {
    const list = targets();
    if (!list.length) {
      if (works[at.c] && at.r >= 0) say(cellAt(at.r, at.c), t('locked'));
      return false;
    }
    commit(list.map((x) => ({ ...x, text })));
    return true;
  }

  // -- moving --

  function mark(/** @type {Element[]} */ old, /** @type {Element[]} */ now, /** @type {(el: Element, on: boolean) => void} */ set) {
    const keep = new Set(now);
    for (const el of old) if (!keep.has(el)) set(el, false);
    for (const el of now) set(el, true);
    return now;
  }

  /** Goes to a cell; with `extend` the selection stretches to it. `quiet`: only makes it the cell that Tab enters. */
  function move(/** @type {number} */ r, /** @type {number} */ c, extend = false, quiet = false) {
    const low = extend ? 0 : -1;
    const down = r >= at.r ? 1 : -1;
    while (rows[r]?.hidden) r += down;
    r = Math.max(low, Math.min(r, rows.length - 1));
    c = Math.max(low, Math.min(c, works.length - 1));
    if (rows[r]?.hidden) return;
    const turned = c !== at.c || !lit.length;
    at = { r, c };
    if (!extend) from = at;
    const cell = cellAt(r, c);
    const el = /** @type {HTMLElement} */ ((r < 0 || c < 0) && cell.querySelector('a')) || cell;
    const old = active;
    if (old !== el) el.tabIndex = 0;
    active = el;
    if (many() || selected.length) {
      const { r0, r1, c0, c1 } = area();
      const box = many() ? rows.slice(r0, r1 + 1).flatMap((tr) => [...tr.cells].slice(c0 + 1, c1 + 2)) : [];
      selected = mark(selected, box, (x, yes) => (yes ? x.setAttribute('aria-selected', 'true') : x.removeAttribute('aria-selected')));
    }
    if (!quiet) el.focus({ preventScroll: true });
    // After the focus has gone: taking tabindex from the focused cell would cost a style pass.
    if (old && old !== el) old.tabIndex = -1;
    if (quiet) return;
    if (turned) lit = mark(lit, c < 0 ? [] : [head, ...rows].map((tr) => tr.cells[c + 1]), (x, yes) => x.classList.toggle('lit', yes));
    if (c >= 0) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @returns {{r: number, c: number, cell: HTMLElement}|null} */
  function place(/** @type {any} */ target) {
    const cell = target.closest?.('td,th');
    if (!cell || !table.contains(cell)) return null;
    const r = cell.parentElement === head ? -1 : rows.indexOf(cell.parentElement);
    return { r, c: cell.cellIndex - 1, cell };
  }

  // -- editing in the cell, and the comment --

  function edit() {
    const { r, c } = at;
    if (!editable(r, c)) return void (works[c] && r >= 0 && say(cellAt(r, c), t('locked')));
    const td = cellAt(r, c);
    const p = Number(rows[r].dataset.p);
    const input = /** @type {HTMLInputElement} */ (make('input', {
      'aria-label': nameOf(r, c), maxlength: '12', autocomplete: 'off', autocapitalize: 'off', enterkeyhint: 'next', spellcheck: 'false',
      // A finger has the keys below; the device's keyboard would hide half of the class.
      ...(touched ? { inputmode: 'none' } : {}),
    }));
    showKeys(touched);
    input.value = look(p, works[c]).t;
    from = at;
    editor = { td, input, p, w: works[c] };
    td.replaceChildren(input);
    input.focus({ preventScroll: true });
    input.select();
  }

  /** Closes the editor; false while what was typed cannot stand in a cell: then it stays open, with the reason. */
  function finish(keep = true) {
    if (!editor) return true;
    const { td, input, p, w } = editor;
    const text = normalise(input.value, look(p, w).t);
    if (keep && text === null) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', 'grid-tip');
      say(td, t(why(input.value), { text: input.value }));
      return false;
    }
    editor = null;
    showKeys(false);
    hush();
    td.textContent = look(p, w).t;
    if (keep && text !== null) commit([{ p, w, text }]);
    paint(p, w);
    return true;
  }

  // -- a finger's keys --

  let touched = false;
  const showKeys = keypad(root, t, signal, (key) => {
    if (!editor) return;
    if (key === null) {
      editor.input.removeAttribute('inputmode');
      editor.input.blur();
      editor.input.focus();
      return showKeys(false);
    }
    editor.input.value = key;
    const { r, c } = at;
    if (!finish()) return;
    // One press a pupil: the next one waits for his already.
    move(r + 1, c);
    if (at.r !== r && editable(at.r, at.c)) edit();
  });

  /** @type {HTMLDialogElement|null} */ let dialog = null;
  function remark() {
    const { r, c } = at;
    if (!editable(r, c)) return;
    const p = Number(rows[r].dataset.p);
    const w = works[c];
    const old = look(p, w);
    const area = /** @type {HTMLTextAreaElement} */ (make('textarea', { id: 'grid-comment', rows: '4', maxlength: '500' }));
    area.value = old.c;
    const form = /** @type {HTMLFormElement} */ (make('form', { method: 'dialog' },
      make('div', { class: 'field' }, make('label', { for: 'grid-comment' }, t('comment', { label: nameOf(r, c) })), area),
      make('div', { class: 'actions' }, make('button', { value: 'save', class: 'btn main' }, t('save')), make('button', { value: '', class: 'btn' }, t('cancel')))));
    const box = /** @type {HTMLDialogElement} */ (make('dialog', { class: 'card grid-dialog', 'aria-label': t('comment', { label: nameOf(r, c) }) }, form));
    dialog = box;
    root.append(box);
    area.onkeydown = (e) => {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.requestSubmit(form.querySelector('button'));
    };
    form.onsubmit = (e) => {
      const save = /** @type {HTMLButtonElement|null} */ (e.submitter)?.value;
      if (save) commit([{ p, w, text: look(p, w).t, comment: area.value.trim() }]);
    };
    box.onclose = () => {
      box.remove();
      dialog = null;
      active?.focus({ preventScroll: true });
    };
    box.showModal();
  }

  // -- keys, mouse, clipboard: one listener each for the whole table --

  on(table, 'keydown', (/** @type {KeyboardEvent} */ e) => {
    const { key, shiftKey: shift } = e;
    const { r, c } = at;
    const page = Math.max(1, Math.floor(scroller.clientHeight / 40) - 2);
    const ctrl = e.ctrlKey || e.metaKey;
    const go = (/** @type {number} */ y, /** @type {number} */ x, extend = shift) => {
      e.preventDefault();
      move(y, x, extend);
    };
    if (e.altKey && r < 0 && works[c] && key === 'ArrowDown' && !editor) return void (e.preventDefault(), menu(c));
    if (e.altKey || e.isComposing) return;
    if (editor) {
      if (key === 'Escape') {
        finish(false);
        go(r, c, false);
      } else if (key === 'Enter' || key === 'Tab') {
        e.preventDefault();
        if (!finish()) return;
        const step = shift ? -1 : 1;
        if (key === 'Enter') go(Math.max(0, r + step), c, false);
        else go(r, c + step, false);
      } else {
        tip.hidden = true;
      }
      return;
    }
    hush();
    if (ctrl) {
      // By the place of the key: Ctrl+Z is Ctrl+Я in the Russian layout.
      const redoing = e.code === 'KeyY' || (e.code === 'KeyZ' && shift);
      if (redoing || e.code === 'KeyZ') {
        e.preventDefault();
        if (redoing) revert(redo, undo);
        else revert(undo, redo);
      } else if (e.code === 'KeyA') {
        move(0, 0);
        go(rows.length - 1, works.findLastIndex((w) => w > 0), true);
      } else if (key === 'Home') go(0, 0);
      else if (key === 'End') go(rows.length - 1, works.length - 1);
      return;
    }
    const link = active?.tagName === 'A';
    switch (key) {
      case 'ArrowDown': return go(r + 1, c);
      case 'ArrowUp': return go(r - 1, c);
      case 'ArrowRight': return go(r, c + 1);
      case 'ArrowLeft': return go(r, c - 1);
      case 'Home': return go(r, 0);
      case 'End': return go(r, works.length - 1);
      case 'PageDown': return go(r + page, c);
      case 'PageUp': return go(Math.max(r - page, 0), c);
      case 'Tab':
        // At the end of the row the browser's own Tab leaves the grid.
        if (shift ? c > -1 : c < works.length - 1) go(r, c + (shift ? -1 : 1), false);
        return;
      case 'Enter':
        if (r < 0 && works[c]) return void (e.preventDefault(), menu(c));
        return link ? undefined : go(shift ? Math.max(0, r - 1) : r + 1, c, false);
      case 'Escape': return go(r, c, false);
      case 'Delete':
      case 'Backspace':
        if (!link) fill('');
        return e.preventDefault();
      case 'F2':
        if (shift) remark();
        else edit();
        return e.preventDefault();
      case '/':
        remark();
        return e.preventDefault();
    }
    if (link || key.length !== 1 || key === ' ' || !works[c]) return;
    e.preventDefault();
    const text = normalise(key);
    if (text) {
      const one = !many();
      if (fill(text) && one) move(r + 1, c);
    } else if (SLIPS[key.toLowerCase()] !== 'п' && key.toLowerCase() !== 'п') {
      // «у» alone already wrote «уп»: the «п» that many type after it is let pass in silence.
      say(cellAt(r, c), t(/[-+−]/.test(key) ? 'invalid-sign' : 'invalid', { text: key }));
    }
  });

  let dragging = false;
  on(table, 'pointerdown', (/** @type {PointerEvent} */ e) => {
    touched = e.pointerType === 'touch';
  });
  on(table, 'mousedown', (/** @type {MouseEvent} */ e) => {
    const to = place(e.target);
    if (!to || e.button || e.target === editor?.input || /** @type {Element} */ (e.target).closest('a')) return;
    e.preventDefault();
    if (!finish()) return void editor?.input.focus();
    hush();
    dragging = true;
    move(to.r, to.c, e.shiftKey);
  });
  on(table, 'mouseover', (/** @type {MouseEvent} */ e) => {
    dragging &&= e.buttons === 1;
    const to = dragging && place(e.target);
    if (to && to.r >= 0 && to.c >= 0 && (to.r !== at.r || to.c !== at.c)) move(to.r, to.c, true);
  });
  on(table, 'click', (e) => {
    // A finger has no keys to type with: one tap opens the cell.
    const to = touched && !editor && place(e.target);
    if (to && works[to.c] && to.r >= 0) edit();
  });
  on(table, 'dblclick', (e) => {
    const to = place(e.target);
    if (to && works[to.c] && to.r >= 0 && !editor) edit();
  });
  on(table, 'focusin', (e) => {
    const to = e.target !== active && !editor && place(e.target);
    if (to) move(to.r, to.c);
    else if (e.target === active && !lit.length) move(at.r, at.c);
  });
  on(table, 'focusout', (e) => {
    if (editor && e.target === editor.input && e.relatedTarget) finish();
  });
  on(scroller, 'scroll', hush, { passive: true });

  const inGrid = () => !editor && !dialog && table.contains(document.activeElement);
  /** What the parts around the table use of it. */
  const g = {
    root, table, scroller, head, heads, rows, works, live, t, on, signal, journal, account, url, editable, nameOf, look, commit, fill, move, say, notice, area, many, cellAt,
    at: () => at, refocus: () => active?.focus({ preventScroll: true }), idle: () => inGrid() && at.r >= 0 && at.c >= 0,
  };
  clipboard(g);
  view(g);
  const menu = columnMenu(g);

  on(notices, 'click', (e) => {
    const button = e.target.closest('button');
    if (!button) return;
    if ('close' in button.dataset) button.closest('section').remove();
    const op = outbox.ops.get(button.dataset.op);
    if (op) {
      const { no, ...mine } = op;
      const send = button.dataset.act === 'keep' || button.dataset.act === 'retry';
      const here = op.journal === journal;
      const base = no?.why === 'stale' ? Math.max(no.v ?? 0, here ? truth(op.pupil, op.work).v : 0) : op.base;
      outbox.add({ put: send ? [{ ...mine, op: uuid(), base }] : [], del: [op.op] });
      refusals();
      const [r, c] = [rowOf.get(op.pupil), colOf.get(op.work)];
      if (here && r !== undefined && c !== undefined) return move(r, c);
    }
    /** @type {HTMLElement|null} */ (notices.querySelector('button') ?? active)?.focus();
  });

  // -- the page around --

  on(window, 'online', () => outbox.kick(true));
  on(document, 'visibilitychange', () => {
    if (!document.hidden) outbox.kick(true);
  });
  on(window, 'pageshow', (e) => {
    if (e.persisted) location.reload();
  });
  on(window, 'beforeunload', (e) => {
    if (outbox.unsafe || (!outbox.store.durable && outbox.ops.size)) e.preventDefault();
  });

  const kept = await store.all(account).catch(() => []);
  if (signal.aborted) return;
  after(kept);
  outbox.absorb({ put: kept, del: [] });
  let c = heads.findIndex((th) => th.classList.contains('today')) - 1;
  if (c < 0) c = works.findLastIndex((w, i) => w > 0 && rows.some((tr) => tr.cells[i + 1].textContent));
  const th = heads[Math.max(c, 0) + 1];
  scroller.scrollLeft = th.offsetLeft - (scroller.clientWidth + heads[0].offsetWidth - th.offsetWidth) / 2;
  if (rows.length) move(0, Math.max(c, 0), false, true);
  root.dataset.ready = '1';
  outbox.kick();
  follow(g, (delta) => outbox.absorb({ url, put: [], del: [], ...delta }));
}
